//! Moving attributes from behind their words into definitions.
//!
//! Input: a text. Output: the same text with its long attributes in an `annals` fence and labels in their places. Entry
//! point: [`Manuscript::apart`].
//!
//! The label of a claim is its id, which is an address: a claim without one keeps its attributes, and so does a fact with
//! one. The labels of facts and dates are made of their words, and shared by those that say the same.

use std::collections::{BTreeMap, BTreeSet};

use super::verify::Refusal;
use super::{Edit, Manuscript, apply};
use crate::source::Span;
use crate::source::path::slug;
use crate::syntax::{Annotation, AnnotationKind, Attributes, SpanClass};

/// How many words of attributes stay in a line of prose: `{#id .claim by=ada}`.
const MOST_WORDS: usize = 3;

/// How many bytes of attributes do.
const MOST_BYTES: usize = 44;

/// How many bytes a label has at most that is made of words.
const LABEL: usize = 12;

/// Attributes on their way into a definition.
struct Moved {
    place: Span,
    label: String,
    /// What the definition says; empty where another says it already.
    statement: String,
}

impl Manuscript<'_> {
    /// The text with its long attributes in definitions; those that can't be moved stay.
    ///
    /// # Errors
    /// When no such text would say the same.
    pub fn apart(&self) -> Result<String, Refusal> {
        self.with_moved(&self.movable())
    }

    /// The text with all attributes of claims with an id in definitions, however short.
    pub(super) fn apart_from_claims(&self) -> String {
        let short = |it: &&Annotation| it.is_claim() && it.attributes.id.is_some() && self.is_inline(it);
        let claims = self.document.body.annotations.iter().filter(short);
        let moved = claims.filter_map(|it| {
            let label = it.attributes.id.as_ref()?.text.clone();
            Some(Moved {
                place: it.attributes.span,
                label,
                statement: statement(&it.attributes, &self.file.text),
            })
        });
        self.with_moved(&moved.collect::<Vec<_>>()).unwrap_or_else(|_| self.file.text.to_string())
    }

    fn with_moved(&self, moved: &[Moved]) -> Result<String, Refusal> {
        let whole = self.with_definitions(&moved.iter().collect::<Vec<_>>());
        if self.verify(&whole, &[]).is_ok() {
            return Ok(whole);
        }
        let mut kept = Vec::new();
        for one in moved {
            kept.push(one);
            if self.verify(&self.with_definitions(&kept), &[]).is_err() {
                kept.pop();
            }
        }
        let text = self.with_definitions(&kept);
        self.verify(&text, &[]).map(|()| text)
    }

    fn movable(&self) -> Vec<Moved> {
        let mut labels = self.labels();
        let mut known = BTreeMap::new();
        let annotations = &self.document.body.annotations;
        annotations.iter().filter_map(|it| self.moved(it, &mut labels, &mut known)).collect()
    }

    /// All that a new label can't be.
    pub(super) fn labels(&self) -> BTreeSet<String> {
        let body = &self.document.body;
        let ids = body.annotations.iter().filter_map(|it| it.attributes.id.as_ref());
        let others = body.ids.iter().chain(&body.definitions).chain(ids).map(|it| it.text.clone());
        others.chain(body.headings.iter().map(|heading| heading.id.clone())).collect()
    }

    /// How an annotation's attributes are moved, if they stand behind it and are long.
    fn moved(
        &self,
        annotation: &Annotation,
        labels: &mut BTreeSet<String>,
        known: &mut BTreeMap<String, String>,
    ) -> Option<Moved> {
        let attributes = &annotation.attributes;
        let AnnotationKind::Span(class) = annotation.kind else { return None };
        let has_label = matches!(class, SpanClass::Claim | SpanClass::Quote);
        if class == SpanClass::Plain || has_label != attributes.id.is_some() || !self.is_long(annotation) {
            return None;
        }
        let statement = statement(attributes, &self.file.text);
        let place = attributes.span;
        if let Some(id) = &attributes.id {
            return Some(Moved { place, label: id.text.clone(), statement });
        }
        if let Some(label) = known.get(&statement) {
            return Some(Moved { place, label: label.clone(), statement: String::new() });
        }
        let label = label_of(self.document.body.words(annotation), attributes, labels);
        labels.insert(label.clone());
        known.insert(statement.clone(), label.clone());
        Some(Moved { place, label, statement })
    }

    /// Whether attributes stand right behind their words.
    fn is_inline(&self, annotation: &Annotation) -> bool {
        let place = annotation.attributes.span;
        place.end == annotation.span.end && place.of(&self.file.text).starts_with('{')
    }

    /// Whether attributes stand right behind their words, and are more than a line of prose bears.
    fn is_long(&self, annotation: &Annotation) -> bool {
        let written = annotation.attributes.span.of(&self.file.text);
        self.is_inline(annotation)
            && (written.split_whitespace().count() > MOST_WORDS || written.len() > MOST_BYTES)
    }

    /// The text with labels in the places of attributes, and their definitions at the end of its last fence.
    fn with_definitions(&self, moved: &[&Moved]) -> String {
        let label = |it: &&Moved| Edit { span: it.place, words: format!("{{#{}}}", it.label) };
        let mut edits: Vec<_> = moved.iter().map(label).collect();
        let lines = moved.iter().filter(|it| !it.statement.is_empty());
        let lines: Vec<_> = lines.map(|it| format!("{}: {}", it.label, it.statement)).collect();
        if !lines.is_empty() {
            edits.push(self.fenced(&lines));
        }
        apply(&self.file.text, edits)
    }

    /// What adds lines to the last fence with definitions, or a fence with them at the end.
    pub(super) fn fenced(&self, lines: &[String]) -> Edit {
        let text = &*self.file.text;
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let lines = lines.join(end);
        if let Some(close) = last_fence(text) {
            return Edit::at(close as u32, format!("{lines}{end}"));
        }
        let gap = if text.ends_with('\n') { end.to_owned() } else { end.repeat(2) };
        Edit::at(text.len() as u32, format!("{gap}```annals{end}{lines}{end}```{end}"))
    }
}

/// Where the last fence with definitions closes, if it stands at the beginning of its lines.
fn last_fence(text: &str) -> Option<usize> {
    let (open, _) = text.match_indices("\n```annals").last()?;
    let inside = open + "\n```annals".len();
    let is_whole = text.get(inside..)?.starts_with(['\n', '\r']);
    let close = text.get(inside..)?.find("\n```").filter(|_| is_whole)?;
    Some(inside + close + 1)
}

/// What a definition says for attributes, with the values as their author wrote them.
pub(super) fn statement(attributes: &Attributes, text: &str) -> String {
    let classes = attributes.classes.iter().map(|class| format!(".{}", class.text));
    let pairs = attributes.pairs.iter().map(|(key, value)| {
        let written = text.get(key.span.start as usize..written_end(value.span, text)).unwrap_or_default();
        written.split_whitespace().collect::<Vec<_>>().join(" ").replace("\\|", "|")
    });
    classes.chain(pairs).collect::<Vec<_>>().join(" ")
}

/// Where a value ends, its quotation mark included.
pub(super) fn written_end(value: Span, text: &str) -> usize {
    let end = value.end as usize;
    let quote = |byte: Option<&u8>| byte.copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let opening = (value.start as usize).checked_sub(1).and_then(|at| quote(text.as_bytes().get(at)));
    if opening.is_some() && quote(text.as_bytes().get(end)) == opening { end + 1 } else { end }
}

/// A label that is no other's: some words or the last of them, or where these are a number or long, the property that they
/// state.
pub(super) fn label_of(words: &str, attributes: &Attributes, taken: &BTreeSet<String>) -> String {
    let words = slug(words);
    let last = words.rsplit('-').next().map(str::to_owned);
    let property = attributes.pairs.iter().map(|(key, _)| slug(&key.text)).find(|key| key != "of");
    let is_label = |label: &String| label.starts_with(char::is_alphabetic) && label.len() <= LABEL;
    let label = Some(words.clone()).filter(is_label).or(last.filter(is_label)).or(property);
    let label = label.unwrap_or_else(|| "it".to_owned());
    let numbered = (2..).map(|number| format!("{label}-{number}"));
    std::iter::once(label.clone()).chain(numbered).find(|it| !taken.contains(it)).unwrap_or(label)
}
