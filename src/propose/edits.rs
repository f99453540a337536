//! What writes a proposal into its file, and proof that it changes nothing else.
//!
//! Input: what was found in a text. Output: [`Proposal`]s with their edits, and of those that an author accepts, the text
//! that has them. Entry point: [`write()`].
//!
//! A text is read again as it would be: all its words, all its annotations and the new ones must be there, or the proposal
//! is refused.

use std::ops::Range;

use super::dates::Dated;
use super::offices::Office;
use super::people::{Named, Who};
use super::referents::{Referent, THE_ONLY};
use super::{Context, Kind, Proposal, Told};
use crate::edit::{Edit, NAMES, Said, apply, name_entry, quoted};
use crate::resolve::{EntityId, Scope, Target};
use crate::source::path::slug;
use crate::syntax::{AnnotationKind, Attributes, SpanClass};

/// What became of the proposals that were accepted.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The text with those that could be written.
    pub text: String,
    /// How many those are.
    pub written: usize,
    /// Those that would have changed something else.
    pub refused: Vec<Proposal>,
}

/// The text of a document with accepted proposals in it.
pub fn write(site: &Context<'_>, accepted: &[Proposal]) -> Outcome {
    let all: Vec<_> = accepted.iter().collect();
    let whole = text(site, &all);
    if is_faithful(site, &whole, &all) {
        return Outcome { text: whole, written: all.len(), refused: Vec::new() };
    }
    let (mut kept, mut refused) = (Vec::new(), Vec::new());
    for proposal in accepted {
        kept.push(proposal);
        if !is_faithful(site, &text(site, &kept), &kept) {
            kept.pop();
            refused.push(proposal.clone());
        }
    }
    Outcome { text: text(site, &kept), written: kept.len(), refused }
}

/// The file with some proposals written; what begins or ends at one place is nested.
fn text(site: &Context<'_>, proposals: &[&Proposal]) -> String {
    let mut order: Vec<_> =
        proposals.iter().flat_map(|it| it.edits.iter().map(|edit| (place(it, edit), edit))).collect();
    order.sort_by_key(|(place, _)| *place);
    let mut edits: Vec<Edit> = Vec::new();
    for (_, edit) in order {
        match edits.last_mut().filter(|last| last.span == edit.span) {
            Some(last) => {
                // The first name of a front matter brings the key along, the others only their lines.
                let further = edit.words.strip_prefix(NAMES).filter(|_| last.words.starts_with(NAMES));
                last.words.push_str(further.unwrap_or(&edit.words));
            }
            None => edits.push(edit.clone()),
        }
    }
    apply(&site.file.text, edits)
}

/// Where an edit goes among others at the same byte: what closes before what opens, the inner before the outer.
fn place(proposal: &Proposal, edit: &Edit) -> (u32, bool, i64) {
    let (span, is_opening) = (proposal.span, edit.span.start < proposal.span.end);
    if edit.span.end < span.start {
        return (edit.span.start, is_opening, i64::from(span.start));
    }
    let order = if is_opening { -i64::from(span.end) } else { -i64::from(span.start) };
    (edit.span.start, is_opening, order)
}

/// Whether a text has all words and annotations that it had, and the new ones.
fn is_faithful(site: &Context<'_>, text: &str, added: &[&Proposal]) -> bool {
    let added: Vec<_> = added.iter().map(|proposal| proposal.said()).collect();
    site.manuscript().verify(text, &added).is_ok()
}

impl Proposal {
    /// Its attributes as they are written.
    pub fn written(&self) -> String {
        let written = self.attributes.iter().map(|(key, value)| format!("{key}={}", quoted(value)));
        written.collect::<Vec<_>>().join(" ")
    }

    /// The same with other attributes, as they are written; none where they are none, or its attributes are no span's.
    pub fn with(&self, attributes: &str) -> Option<Self> {
        let text = format!("{{.{} {attributes}}}", self.kind.as_str());
        let read = Attributes::read(&text).filter(|_| self.kind != Kind::Name)?;
        let attributes = read.pairs.into_iter().map(|(key, value)| (key.text, value.text)).collect();
        Some(Self { attributes, ..self.clone() }.around())
    }

    /// The id that it gives.
    fn id(&self) -> &str {
        self.attributes.iter().find(|(key, _)| key == "id").map_or("", |(_, id)| id)
    }

    /// The same with the edits that put its words into a span, or into a mention.
    fn around(mut self) -> Self {
        if self.kind == Kind::Who {
            let open = format!("[[{}|", self.id());
            self.edits = vec![Edit::at(self.span.start, open), Edit::at(self.span.end, "]]")];
            return self;
        }
        let close = format!("]{{.{} {}}}", self.kind.as_str(), self.written());
        self.edits = vec![Edit::at(self.span.start, "["), Edit::at(self.span.end, close.replace(" }", "}"))];
        self
    }

    /// What its annotation will say.
    fn said(&self) -> Said {
        match class(self.kind) {
            Some(class) => Said::span(&self.text, class, None, &self.attributes),
            None if self.kind == Kind::Who => Said::mention(&self.text, self.id()),
            None => Said::mention(&self.text, &self.words),
        }
    }
}

/// The class of the span that a proposal makes; none for a mention.
fn class(kind: Kind) -> Option<SpanClass> {
    match kind {
        Kind::Quote => Some(SpanClass::Quote),
        Kind::Claim => Some(SpanClass::Claim),
        Kind::Date => Some(SpanClass::Date),
        Kind::Fact => Some(SpanClass::Fact),
        Kind::Name | Kind::Who => None,
    }
}

/// Whether a span of one of these classes stands around or in some words.
fn is_marked(site: &Context<'_>, words: &Range<usize>, classes: &[SpanClass]) -> bool {
    site.document.body.annotations.iter().any(|annotation| {
        let touches = annotation.text.start < words.end && words.start < annotation.text.end;
        touches && matches!(annotation.kind, AnnotationKind::Span(class) if classes.contains(&class))
    })
}

/// Whether somebody says these words already; a quotation may be a part of a claim.
fn is_told(site: &Context<'_>, told: &Told) -> bool {
    let words = &told.words;
    site.document.body.annotations.iter().filter(|it| it.is_claim()).any(|annotation| {
        let text = &annotation.text;
        let touches = text.start < words.end && words.start < text.end;
        let is_part = words.start <= text.start && text.end <= words.end && text.len() * 5 < words.len() * 4;
        touches && !(told.kind == Kind::Claim && is_part)
    })
}

/// A proposal that puts words into a span.
fn span(
    site: &Context<'_>,
    kind: Kind,
    words: Range<usize>,
    attributes: Vec<(&str, String)>,
    rule: &'static str,
) -> Option<Proposal> {
    let fitted = site.manuscript().fit_words(words.clone(), class(kind)?).ok()?;
    let span = Some(fitted.span).filter(|_| fitted.text == words)?;
    let attributes = attributes.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let proposal = Proposal {
        kind,
        words: span.of(&site.file.text).to_owned(),
        text: words,
        attributes,
        speaker: None,
        rule,
        tier: 1,
        edits: Vec::new(),
        span,
    };
    Some(proposal.around())
}

/// A quotation or a claim.
pub(super) fn told(site: &Context<'_>, told: &Told, who: &[Who]) -> Option<Proposal> {
    if is_told(site, told) {
        return None;
    }
    let mut proposal = span(site, told.kind, told.words.clone(), speakers(site, who), told.rule)?;
    let place = site.document.body.span_of(told.speaker.clone());
    proposal.speaker = place.map(|span| (span, site.text(&told.speaker).to_owned()));
    proposal.tier = told.tier;
    Some(proposal)
}

/// Who says it: those with a page, and the others in words.
fn speakers(site: &Context<'_>, who: &[Who]) -> Vec<(&'static str, String)> {
    let (mut known, mut words) = (Vec::new(), Vec::new());
    for who in who {
        match who {
            Who::Known(entity) => known.push(id(site, *entity)),
            Who::New(name) | Who::Unnamed(name) => words.push(name.clone()),
        }
    }
    let pair = |key, values: Vec<String>| (!values.is_empty()).then(|| (key, values.join("; ")));
    [pair("by", known), pair("by-unnamed", words)].into_iter().flatten().collect()
}

/// The shortest name for an entity.
fn id(site: &Context<'_>, entity: EntityId) -> String {
    site.graph.registry.shortest_id(entity, &Scope::default(), &site.graph.vocabulary.kinds)
}

/// A date; `start` is the first byte of its paragraph.
pub(super) fn date(site: &Context<'_>, start: usize, date: Dated) -> Option<Proposal> {
    let words = date.words.start + start..date.words.end + start;
    let is_named = site.document.body.annotations.iter().any(|annotation| {
        let touches = annotation.text.start < words.end && words.start < annotation.text.end;
        touches && matches!(annotation.kind, AnnotationKind::Mention(_))
    });
    if is_named || is_marked(site, &words, &[SpanClass::Date]) {
        return None;
    }
    span(site, Kind::Date, words, vec![("when", date.when)], date.rule)
}

/// An office of somebody with a page; `start` is the first byte of its paragraph.
pub(super) fn office(site: &Context<'_>, start: usize, office: Office) -> Option<Proposal> {
    let Who::Known(entity) = office.who else { return None };
    let words = office.words.start + start..office.words.end + start;
    if !site.is_person(entity) || is_marked(site, &words, &[SpanClass::Fact]) {
        return None;
    }
    let position = site.text(&words).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut attributes = vec![("of", id(site, entity)), ("position", position)];
    attributes.extend(site.written().map(|day| ("as-of", day.to_string())));
    span(site, Kind::Fact, words, attributes, office.rule)
}

/// Whether words stand in a mention, or a name of whom they mean stands in them.
fn is_named(site: &Context<'_>, words: &Range<usize>, entity: EntityId) -> bool {
    let (registry, kinds) = (&site.graph.registry, &site.graph.vocabulary.kinds);
    site.document.body.annotations.iter().any(|annotation| {
        let AnnotationKind::Mention(name) = &annotation.kind else { return false };
        let text = &annotation.text;
        let is_around = text.start <= words.start && words.end <= text.end;
        let is_inside = words.start <= text.start && text.end <= words.end;
        let means =
            || registry.resolve(&name.text, &Scope::default(), kinds).ok() == Some(Target::Entity(entity));
        is_around || is_inside && means()
    })
}

/// Words that are no name and mean somebody with a page.
pub(super) fn who(site: &Context<'_>, referent: &Referent) -> Option<Proposal> {
    let Who::Known(entity) = referent.who else { return None };
    let words = &referent.words;
    if site.is_person(entity) == (referent.rule == THE_ONLY) || is_named(site, words, entity) {
        return None;
    }
    let fitted = site.manuscript().fit_name(words.clone()).ok().filter(|fitted| fitted.text == *words)?;
    let span = fitted.span;
    let proposal = Proposal {
        kind: Kind::Who,
        span,
        words: span.of(&site.file.text).to_owned(),
        text: words.clone(),
        attributes: vec![("id".to_owned(), id(site, entity))],
        speaker: None,
        rule: referent.rule,
        tier: 2,
        edits: Vec::new(),
    };
    Some(proposal.around())
}

/// A name that the site does not know: a mention, and a line in the article's `names`; one more for the surname where
/// that stands alone.
pub(super) fn name(site: &Context<'_>, named: &Named, surname: Option<&str>) -> Option<Proposal> {
    let Who::New(name) = &named.who else { return None };
    let id = slug(name);
    let span = site.document.body.place(named.words.clone(), &site.file.text, false)?;
    let full = name_entry(name, "person")?;
    let short = surname.map(|surname| format!("{surname}: {id}"));
    let entries: Vec<_> = std::iter::once(full).chain(short).collect();
    let names = site.manuscript().names(&entries)?;
    Some(Proposal {
        kind: Kind::Name,
        span,
        words: span.of(&site.file.text).to_owned(),
        text: named.words.clone(),
        attributes: [("kind", "person"), ("name", name), ("id", &id)]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .to_vec(),
        speaker: None,
        rule: "full-name",
        tier: 2,
        edits: vec![names, Edit::at(span.start, "[["), Edit::at(span.end, "]]")],
    })
}
