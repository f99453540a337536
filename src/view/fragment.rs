//! What pages show by far the most of, written without a template: sentences that are quoted, and what stands beside them.
//!
//! Input: models of lists. Output: their HTML, ready for `| safe`. Entry points: [`mentions`], [`together`],
//! [`citations`], [`names`], [`quote`], [`entities`], [`date`] and [`value`]. Templates see a list itself only where the site's own name it ([`Asked`]).

use std::sync::Arc;

use super::escape::escape_into;
use super::model::{Counted, EntityRef, Link, MentionGroup, Quote, Sentence, Together, ValueView};
use crate::load::Template;
use crate::locale::Language;

/// The texts of the site's own templates.
#[derive(Debug, Default)]
pub struct Asked(Vec<Arc<str>>);

impl Asked {
    pub fn new(templates: &[Template]) -> Self {
        let own = templates.iter().filter(|template| template.file.is_some());
        Self(own.map(|template| template.text.clone()).collect())
    }

    /// Whether a template has these words.
    pub fn names(&self, words: &str) -> bool {
        self.0.iter().any(|text| text.contains(words))
    }

    /// A list as data, where a template names its field.
    pub fn list<T>(&self, field: &str, list: Vec<T>) -> Vec<T> {
        if self.names(field) { list } else { Vec::new() }
    }
}

/// The sentences that mention an entity, below the articles they stand in.
pub fn mentions(groups: &[MentionGroup<'_>]) -> String {
    let mut out = String::with_capacity(groups.len() * 500);
    for group in groups {
        out.push_str("\n<h3>");
        link(&mut out, &group.document);
        if let Some(date) = &group.date {
            out.extend([" <span class=\"when\">", &date.html, "</span>"]);
        }
        out.push_str("</h3>\n<ul>");
        for sentence in &group.quotes {
            out.push_str("\n<li>");
            quote(&mut out, sentence);
            out.push_str("</li>");
        }
        out.push_str("\n</ul>");
    }
    out
}

/// Whom and what something is named with: some with a sentence, then the others in one run.
pub fn together(language: &Language, others: &[Together<'_>]) -> String {
    let mut out = String::with_capacity(others.len() * 200);
    for (is_quoted, class) in [(true, "together"), (false, "run")] {
        let mut others = others.iter().filter(|other| other.is_quoted == is_quoted).peekable();
        if others.peek().is_none() {
            continue;
        }
        element(&mut out, "\n<ul class=\"", class, "\">");
        for Together { entity, count, sentence, .. } in others {
            out.push_str("\n<li>");
            companion(&mut out, entity);
            let count = language.count("together_count", *count);
            if is_quoted {
                element(&mut out, " <span class=\"count\">", &count, "</span>");
                quote(&mut out, sentence);
            } else {
                element(&mut out, " <a class=\"count\" href=\"", &sentence.url, "\">");
                element(&mut out, "", &count, "</a>");
            }
            out.push_str("</li>");
        }
        out.push_str("\n</ul>");
    }
    out
}

/// The sentences that cite a source, each with its article.
pub fn citations(language: &Language, quotes: &[Quote<'_>]) -> String {
    let mut out = String::with_capacity(quotes.len() * 500);
    for Quote { quoted, document, date } in quotes {
        out.push_str("\n<li>");
        quote(&mut out, quoted);
        out.push_str("\n<p class=\"from\">");
        link(&mut out, document);
        if let Some(date) = date {
            escape_into(&mut out, language.word("comma"));
            out.push_str(&date.html);
        }
        out.push_str("</p></li>");
    }
    out
}

/// Whom and what an article names, each with how often.
pub fn names(language: &Language, named: &[Counted<'_>]) -> String {
    if named.is_empty() {
        return String::new();
    }
    let mut out = String::with_capacity(named.len() * 200);
    out.push_str("\n<ul class=\"names\">");
    for Counted { entity, count } in named {
        out.push_str("\n<li");
        attribute(&mut out, "data-summary", entity.summary);
        element(&mut out, "><a href=\"", &entity.url, "\"");
        attribute(&mut out, "dir", entity.dir);
        element(&mut out, ">", entity.name, "</a>");
        element(&mut out, " <span class=\"count\">", &language.count("count_alone", *count), "</span></li>");
    }
    out.push_str("\n</ul>");
    out
}

/// A sentence, which leads to where it stands.
pub fn quote(out: &mut String, quote: &Sentence<'_>) {
    out.push_str("<blockquote class=\"sentence\"");
    attribute(out, "lang", quote.lang);
    attribute(out, "dir", quote.dir);
    element(out, "><a href=\"", &quote.url, "\">");
    out.push_str(&quote.html);
    out.push_str("</a></blockquote>");
}

fn companion(out: &mut String, entity: &EntityRef<'_>) {
    element(out, "<a class=\"m ", entity.kind, "\" href=\"");
    element(out, "", &entity.url, "\">");
    let (opening, closing) = if entity.dir.is_empty() { ("", "</a>") } else { ("<bdi>", "</bdi></a>") };
    element(out, opening, entity.name, closing);
}

fn link(out: &mut String, link: &Link<'_>) {
    element(out, "<a href=\"", &link.url, "\"");
    attribute(out, "dir", link.dir);
    element(out, ">", &link.title, "</a>");
}

/// Entities in a row: as in “A, B and C” where they are `equals`, else with commas.
pub fn entities(language: &Language, entities: &[EntityRef<'_>], equals: bool) -> String {
    let names: Vec<_> = entities.iter().map(entity).collect();
    match &*names {
        [name] => name.clone(),
        names if equals => language.list(&names.iter().map(String::as_str).collect::<Vec<_>>()),
        names => names.join(language.word("comma")),
    }
}

/// An entity by its name, which leads to its page where it has another one.
fn entity(entity: &EntityRef<'_>) -> String {
    let mut out = String::with_capacity(64);
    if !entity.url.is_empty() {
        element(&mut out, "<a href=\"", &entity.url, "\"");
        attribute(&mut out, "dir", entity.dir);
        element(&mut out, ">", entity.name, "</a>");
    } else if entity.dir.is_empty() {
        escape_into(&mut out, entity.name);
    } else {
        element(&mut out, "<bdi dir=\"", entity.dir, "\">");
        element(&mut out, "", entity.name, "</bdi>");
    }
    out
}

/// A date in words.
pub fn date(words: &str, datetime: Option<&str>) -> String {
    let mut out = String::with_capacity(64);
    time(&mut out, words, datetime);
    out
}

/// A value: an entity's link, an address, a date, a number or plain words.
pub fn value(value: &ValueView<'_>) -> String {
    let mut out = String::with_capacity(64);
    let words = &*value.words;
    if let Some(entity) = value.entity.as_ref().filter(|entity| !entity.url.is_empty()) {
        element(&mut out, "<a href=\"", &entity.url, "\"");
        attribute(&mut out, "dir", entity.dir);
        element(&mut out, ">", words, "</a>");
    } else if let Some(href) = &value.href {
        element(&mut out, "<a class=\"address\" href=\"", href, "\">");
        element(&mut out, "", words, "</a>");
    } else if value.datetime.is_none() && !value.machine.is_empty() {
        element(&mut out, "<data value=\"", &value.machine, "\">");
        element(&mut out, "", words, "</data>");
    } else {
        time(&mut out, words, value.datetime.as_deref());
    }
    out
}

fn time(out: &mut String, words: &str, datetime: Option<&str>) {
    match datetime {
        Some(datetime) => {
            element(out, "<time datetime=\"", datetime, "\">");
            element(out, "", words, "</time>");
        }
        None => escape_into(out, words),
    }
}

/// An attribute, unless it is empty.
fn attribute(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        out.extend([" ", name]);
        element(out, "=\"", value, "\"");
    }
}

/// A text, escaped, between what opens and closes it.
fn element(out: &mut String, opening: &str, text: &str, closing: &str) {
    out.push_str(opening);
    escape_into(out, text);
    out.push_str(closing);
}
