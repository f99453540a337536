//! What may be written at a place: names, ids, classes, keys and values.
//!
//! Input: a text as it is being written, and the site as it was last read. Output: items that replace what is written of
//! them so far. Entry point: [`complete`].

use std::path::Path;
use std::sync::Arc;

use gen_lsp_types::{CompletionItem, CompletionItemKind, CompletionList, Range, TextEdit};

use super::position::Encoding;
use super::root::Root;
use crate::graph::{self, CLAIM_KEYS, Graph, RelationKind};
use crate::resolve::{EntityId, Scope, Target, name_key};
use crate::source::{Span, TextFile};
use crate::syntax::{CLASSES, DocumentId};
use crate::vocabulary::{Datatype, Property, Role};

/// How many items are offered at most; with every letter typed others come in.
const MOST: usize = 100;
/// How far back from the place the markup around it may begin, in bytes.
const FARTHEST: usize = 4000;
/// The keys whose values name entities.
const ENTITY_KEYS: [&str; 6] = ["by", "to", "at", "about", "of", "according-to"];

/// What is being written.
#[derive(Debug, PartialEq, Eq)]
enum Written<'t> {
    /// `[[na`: a name.
    Name(&'t str),
    /// `[[page#hea`: a heading or a claim of a page.
    Part(&'t str, &'t str),
    /// `[@sou`: a source.
    Source(&'t str),
    /// `{.cl`: a class.
    Class(&'t str),
    /// `{.fact of=x dur`: a key, and all that stands before it.
    Key(&'t str, &'t str),
    /// `{.claim by=x`: the value of a key, and all that stands before it.
    Value(&'t str, &'t str, &'t str),
}

/// What may be written at a byte of a text.
pub fn complete(
    root: &Root,
    path: &Path,
    text: &Arc<str>,
    byte: usize,
    encoding: Encoding,
) -> CompletionList {
    let from = text.floor_char_boundary(byte.saturating_sub(FARTHEST));
    let before = text.get(from..byte).unwrap_or_default();
    let Some(written) = written(before) else { return CompletionList::default() };
    let file = TextFile::new("", text.clone());
    let desk = Desk {
        graph: root.site().graph(),
        document: root.document(path),
        after: text.get(byte..).unwrap_or_default(),
    };
    let (begun, found) = desk.found(&written);
    let range = encoding.range(&file, Span::new(byte - begun.len()..byte));
    let is_incomplete = found.len() >= MOST;
    let items = found.into_iter().map(|found| found.item(range)).collect();
    CompletionList { is_incomplete, items, ..CompletionList::default() }
}

/// What the end of a text is about to say.
fn written(before: &str) -> Option<Written<'_>> {
    let paragraph = before.rfind("\n\n").map_or(before, |at| before.get(at + 2..).unwrap_or_default());
    mention(paragraph).or_else(|| citation(paragraph)).or_else(|| attributes(paragraph, before))
}

fn mention(before: &str) -> Option<Written<'_>> {
    let name = before.get(before.rfind("[[")? + 2..)?;
    if name.contains([']', '|', '\n', '{']) {
        return None;
    }
    let name = name.rsplit(';').next()?.trim_start();
    Some(match name.split_once('#') {
        Some((page, part)) => Written::Part(page, part),
        None => Written::Name(name),
    })
}

fn citation(before: &str) -> Option<Written<'_>> {
    let cited = before.get(before.rfind("[@")? + 1..)?;
    let last = cited.rsplit(';').next()?.trim_start().strip_prefix('@')?;
    let is_open = !cited.contains(']') && !last.contains([',', ' ']);
    is_open.then_some(Written::Source(last))
}

/// A word of attributes, between braces behind brackets or in a definition.
fn attributes<'t>(paragraph: &'t str, before: &'t str) -> Option<Written<'t>> {
    let inside = braces(paragraph).or_else(|| definition(before))?;
    let word = inside.get(word_start(inside)..)?;
    let ahead = inside.get(..inside.len() - word.len())?;
    Some(match word.split_once('=') {
        Some((key, value)) => {
            let value = value.trim_start_matches('"').rsplit(';').next()?.trim_start();
            Written::Value(ahead, key, value)
        }
        None if word.starts_with('.') => Written::Class(word.strip_prefix('.')?),
        None => Written::Key(ahead, word),
    })
}

/// Where the last word begins; white space between quotation marks ends none.
fn word_start(inside: &str) -> usize {
    let (mut start, mut is_quoted) = (0, false);
    for (at, c) in inside.char_indices() {
        is_quoted ^= c == '"';
        if c.is_whitespace() && !is_quoted {
            start = at + c.len_utf8();
        }
    }
    start
}

fn braces(paragraph: &str) -> Option<&str> {
    let open = paragraph.rfind("]{")?;
    let inside = paragraph.get(open + 2..)?;
    (!inside.contains('}')).then_some(inside)
}

/// What stands behind the label of a definition, with the lines that go on with it.
fn definition(before: &str) -> Option<&str> {
    let fence = before.get(before.rfind("```annals\n")? + "```annals\n".len()..)?;
    if fence.contains("```") {
        return None;
    }
    let begun = fence.rfind("\n").map_or(0, |at| at + 1);
    let is_label = |line: &str| !line.starts_with([' ', '\t']);
    let start = match fence.get(begun..)? {
        line if is_label(line) => begun,
        _ => fence.get(..begun)?.rmatch_indices('\n').map(|(at, _)| at + 1).chain([0]).find(|&at| {
            fence.get(at..).is_some_and(|rest| !rest.is_empty() && is_label(rest)) && at < begun
        })?,
    };
    fence.get(start..)?.split_once(':').map(|(_, rest)| rest.trim_start())
}

/// One thing that may be written.
struct Found {
    label: String,
    /// What is written; the label where that is the same.
    words: Option<String>,
    detail: String,
    kind: CompletionItemKind,
}

impl Found {
    fn new(label: impl Into<String>, detail: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self { label: label.into(), words: None, detail: detail.into(), kind }
    }

    fn item(self, range: Range) -> CompletionItem {
        let new_text = self.words.unwrap_or_else(|| self.label.clone());
        CompletionItem {
            filter_text: Some(self.label.clone()),
            label: self.label,
            kind: Some(self.kind),
            detail: Some(self.detail),
            text_edit: Some(TextEdit { range, new_text }.into()),
            ..CompletionItem::default()
        }
    }
}

/// What is offered from.
struct Desk<'s> {
    graph: &'s Graph,
    document: Option<DocumentId>,
    /// What stands behind the place.
    after: &'s str,
}

impl Desk<'_> {
    /// What of it is written so far, and all that it may become.
    fn found<'t>(&self, written: &Written<'t>) -> (&'t str, Vec<Found>) {
        match *written {
            Written::Name(begun) => (begun, self.names(begun)),
            Written::Part(page, begun) => (begun, self.parts(page)),
            Written::Source(begun) => (begun, self.sources(begun)),
            Written::Class(begun) => (begun, classes()),
            Written::Key(ahead, begun) => (begun, self.keys(ahead)),
            Written::Value(ahead, key, begun) => (begun, self.values(ahead, key, begun)),
        }
    }

    /// Names and aliases that hold what is written so far.
    fn names(&self, begun: &str) -> Vec<Found> {
        let begun = name_key(begun);
        let end = if self.after.starts_with("]]") { "" } else { "]]" };
        let named = self.graph.registry.iter().flat_map(|(id, entity)| {
            entity.names().filter(|name| name_key(name).contains(&begun)).map(move |name| (id, name))
        });
        let found = named.take(MOST).map(|(id, name)| {
            let entity = self.graph.registry.get(id);
            let kind = &self.graph.vocabulary.kinds.get(entity.kind).name;
            let detail = if name == entity.name { kind.clone() } else { format!("{kind}: {}", entity.name) };
            let words =
                if self.means(name, id) { name.to_owned() } else { format!("{}|{name}", self.id(id)) };
            Found { words: Some(words + end), ..Found::new(name, detail, CompletionItemKind::Reference) }
        });
        found.collect()
    }

    /// Whether a name by itself stands for an entity here.
    fn means(&self, name: &str, id: EntityId) -> bool {
        let kinds = &self.graph.vocabulary.kinds;
        self.graph.registry.resolve_entity(name, &Scope::default(), kinds).is_ok_and(|found| found == id)
    }

    /// An entity's id, with its kind where others have the same.
    fn id(&self, id: EntityId) -> String {
        let own = &self.graph.registry.get(id).id;
        if self.means(own, id) {
            own.clone()
        } else {
            self.graph.registry.full_id(id, &self.graph.vocabulary.kinds)
        }
    }

    /// The headings and claims of a page.
    fn parts(&self, page: &str) -> Vec<Found> {
        let kinds = &self.graph.vocabulary.kinds;
        let named = self.graph.registry.resolve_entity(page, &Scope::default(), kinds).ok();
        let own = self.document.and_then(|own| self.graph.entity_of(own));
        let Some(entity) = named.or(own.filter(|_| page.is_empty())) else { return Vec::new() };
        let document = self.graph.document(self.graph.registry.get(entity).document);
        let headings = document.into_iter().flat_map(|it| it.body.heading_names());
        let headings = headings.filter(|(words, _)| !words.is_empty());
        let headings = headings.map(|(words, id)| Found::new(words.trim(), id, CompletionItemKind::Field));
        headings.chain(self.claims_of(entity, "")).collect()
    }

    /// The claims of an article that have an id, each behind what names the article.
    fn claims_of(&self, article: EntityId, before: &str) -> Vec<Found> {
        let claims = self.graph.registry.claims_of(article).take(MOST);
        let found = claims.map(|(id, claim)| {
            Found::new(format!("{before}{id}"), self.graph.claim_words(claim), CompletionItemKind::Value)
        });
        found.collect()
    }

    fn sources(&self, begun: &str) -> Vec<Found> {
        self.entities(begun, |role| role == Role::Source)
    }

    /// Entities by their ids, as far as their ids or names hold what is written so far.
    fn entities(&self, begun: &str, is_meant: impl Fn(Role) -> bool) -> Vec<Found> {
        let begun = name_key(begun);
        let kinds = &self.graph.vocabulary.kinds;
        let meant = self.graph.registry.iter().filter(|(_, entity)| {
            let is_begun = || entity.names().chain([&*entity.id]).any(|it| name_key(it).contains(&begun));
            is_meant(kinds.get(entity.kind).role) && is_begun()
        });
        let found = meant.take(MOST).map(|(id, entity)| {
            let detail = format!("{}: {}", kinds.get(entity.kind).name, entity.name);
            Found::new(self.id(id), detail, CompletionItemKind::Reference)
        });
        found.collect()
    }

    /// The keys that a class takes; before there is one, the classes.
    fn keys(&self, ahead: &str) -> Vec<Found> {
        let of_class = |keys: &[&str]| keys.iter().map(|&key| key_of(key, "")).collect::<Vec<_>>();
        match class(ahead) {
            None => classes().into_iter().map(|it| Found { label: format!(".{}", it.label), ..it }).collect(),
            Some("date") => of_class(&["when", "calendar"]),
            Some("fact") => self.properties(ahead),
            Some(_) => of_class(&[&CLAIM_KEYS[..], &RelationKind::ALL.map(RelationKind::as_str)].concat()),
        }
    }

    /// The properties of a fact's subject, and what restricts their values.
    fn properties(&self, ahead: &str) -> Vec<Found> {
        let subject = self.subject(ahead).map(|subject| self.graph.registry.get(subject).kind);
        let fits = |property: &Property| {
            subject.is_none_or(|kind| property.applies_to(self.graph.vocabulary.kinds.get(kind)))
        };
        let properties = self.graph.vocabulary.properties.iter().map(|(_, it)| it).filter(|it| fits(it));
        let properties = properties.map(|it| key_of(&it.name.replace('_', "-"), it.datatype.as_str()));
        let details = graph::detail_names().map(|name| key_of(&name.replace('_', "-"), "qualifier"));
        [key_of("of", "")].into_iter().chain(properties).chain(details).collect()
    }

    /// What a fact is about, as far as it says so.
    fn subject(&self, ahead: &str) -> Option<EntityId> {
        let of = ahead.split_whitespace().rev().find_map(|word| word.strip_prefix("of="))?;
        let kinds = &self.graph.vocabulary.kinds;
        self.graph.registry.resolve_entity(of.trim_matches('"'), &Scope::default(), kinds).ok()
    }

    /// The values that a key may have.
    fn values(&self, ahead: &str, key: &str, begun: &str) -> Vec<Found> {
        let is_entity = |role| matches!(role, Role::Entity);
        if key == "source" {
            return self.sources(begun);
        }
        if RelationKind::ALL.iter().any(|kind| kind.as_str() == key) {
            return self.claims(begun);
        }
        if ENTITY_KEYS.contains(&key) {
            return self.entities(begun, is_entity);
        }
        let properties = &self.graph.vocabulary.properties;
        let property =
            properties.named(&crate::vocabulary::key(key)).filter(|_| class(ahead) == Some("fact"));
        match property.map(|property| properties.get(property).datatype) {
            Some(Datatype::Entity | Datatype::EntityOrText) => self.entities(begun, is_entity),
            Some(Datatype::Boolean) => {
                ["true", "false"].map(|it| Found::new(it, "", CompletionItemKind::Value)).into()
            }
            _ => Vec::new(),
        }
    }

    /// The claims of this article by their ids, and those of the article that is written before `#`.
    fn claims(&self, begun: &str) -> Vec<Found> {
        let kinds = &self.graph.vocabulary.kinds;
        if let Some((article, _)) = begun.split_once('#')
            && let Ok(Target::Entity(article)) =
                self.graph.registry.resolve(article, &Scope::default(), kinds)
        {
            return self.claims_of(article, &format!("{}#", self.id(article)));
        }
        let own = self.document.and_then(|own| self.graph.entity_of(own));
        let own = own.map_or_else(Vec::new, |own| self.claims_of(own, ""));
        let articles = self.entities(begun, |role| role == Role::Article).into_iter();
        own.into_iter().chain(articles.map(|it| Found { label: format!("{}#", it.label), ..it })).collect()
    }
}

/// The class of the last statement before a place.
fn class(ahead: &str) -> Option<&str> {
    let classes = ahead.split_whitespace().rev().filter_map(|word| word.strip_prefix('.'));
    classes.into_iter().find(|class| CLASSES.contains(class))
}

fn classes() -> Vec<Found> {
    CLASSES.map(|class| Found::new(class, "", CompletionItemKind::Class)).into()
}

/// A key, with what comes behind it.
fn key_of(key: &str, detail: &str) -> Found {
    Found { words: Some(format!("{key}=")), ..Found::new(key, detail, CompletionItemKind::Property) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_text_tells_what_is_being_written() {
        for (before, expected) in [
            ("So [[Ad", Some(Written::Name("Ad"))),
            ("[[ada; Gr", Some(Written::Name("Gr"))),
            ("[[Ada]] said", None),
            ("[[Ada|sh", None),
            ("[[guide#Hea", Some(Written::Part("guide", "Hea"))),
            ("It is so [@rep", Some(Written::Source("rep"))),
            ("[@one, p. 4; @tw", Some(Written::Source("tw"))),
            ("[@one, p", None),
            ("[[[Ada]] spoke]{.cl", Some(Written::Class("cl"))),
            ("[it]{.claim b", Some(Written::Key(".claim ", "b"))),
            ("[it]{.claim by=ad", Some(Written::Value(".claim ", "by", "ad"))),
            ("[it]{.claim to=\"ada; gr", Some(Written::Value(".claim ", "to", "gr"))),
            ("[it]{.claim by=ada} b", None),
            ("```annals\nfirst: .fact of=x du", Some(Written::Key(".fact of=x ", "du"))),
            ("```annals\nfirst: .claim by=x\n  .fact o", Some(Written::Key(".claim by=x\n  .fact ", "o"))),
            ("```annals\nfirst: .claim\n```\n\nb", None),
        ] {
            assert_eq!(written(before), expected, "{before}");
        }
    }
}
