//! Definitions: attributes that stand apart from their words, in a fence with the info string `annals`.
//!
//! Input: a text's events, and the constructs found in its blocks. Output: the constructs with the attributes that their
//! labels stand for, and the labels. Entry points: [`Definitions::read`] and [`Definitions::apply`].
//!
//! A definition says of its words what brackets around them would: the facts of a claim become spans inside it, those
//! behind a mention become spans around it.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::annotation::{AnnotationKind, SpanClass};
use super::attributes::{self, Attributes};
use super::brackets::{Found, Inline, span_class};
use crate::data::Text;
use crate::diagnostic::{Applicability, Code, Diagnostic, nearest};
use crate::source::Span;

/// The info string of a fence with definitions.
pub const INFO: &str = "annals";

/// How many statements a definition may have: far more than anybody writes.
const MOST_STATEMENTS: usize = 40;

/// Whether a block holds definitions, and is not shown.
pub fn is_fence(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(info)) if info.split_whitespace().next() == Some(INFO))
}

/// The definitions of a text.
#[derive(Debug, Default)]
pub struct Definitions {
    by_label: HashMap<String, Definition>,
    /// The labels, in the order in which they are defined.
    labels: Vec<Text>,
}

#[derive(Debug)]
struct Definition {
    label: Text,
    /// The claim, quotation or date that it makes of the words.
    own: Option<Attributes>,
    facts: Vec<Attributes>,
    is_used: bool,
}

impl Definitions {
    /// Reads the fences of a text.
    pub fn read(text: &str, events: &[Inline<'_>]) -> (Self, Vec<Diagnostic>) {
        let mut definitions = Self::default();
        let mut diagnostics = Vec::new();
        for lines in entries(events) {
            match definition(text, lines) {
                Ok(definition) => diagnostics.extend(definitions.add(definition)),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        (definitions, diagnostics)
    }

    fn add(&mut self, definition: Definition) -> Option<Diagnostic> {
        let label = definition.label.clone();
        if let Some(first) = self.by_label.get(&label.text) {
            let message = format!("the label `{}` is defined twice", label.text);
            let finding = Diagnostic::at(Code::DuplicateId, label.span, message);
            let help = "make one definition of both, or give the other words a label of their own";
            return Some(finding.label_at(first.label.span, "first defined here").help(help));
        }
        self.labels.push(label.clone());
        self.by_label.insert(label.text, definition);
        None
    }

    /// Gives the constructs of a block what their labels stand for.
    pub fn apply(&mut self, found: &mut Vec<Found>, diagnostics: &mut Vec<Diagnostic>) {
        let mut facts = Vec::new();
        for construct in found.iter_mut() {
            let Some(id) = construct.attributes.id.clone() else { continue };
            let Some(definition) = self.by_label.get_mut(&id.text) else { continue };
            definition.is_used = true;
            match definition.fault(construct) {
                Some(fault) => diagnostics.push(fault),
                None => facts.extend(definition.give(construct, id)),
            }
        }
        found.extend(facts);
    }

    /// The labels, and what is wrong with those that `found` labels in the text do not use.
    pub fn finish(self, undefined: &[Text]) -> (Vec<Text>, Vec<Diagnostic>) {
        let unused =
            self.labels.iter().filter(|it| self.by_label.get(&it.text).is_some_and(|it| !it.is_used));
        let findings = unused.map(|label| {
            let message = format!("no words have the label `{}`", label.text);
            let near = nearest(&label.text, undefined.iter().map(|it| &*it.text));
            let help =
                format!("put it behind the words it is about, `[words]{{#{}}}`, or remove it", label.text);
            Diagnostic::at(Code::StrayMarkup, label.span, message)
                .meant(Applicability::Safe, label.span, near)
                .help(help)
        });
        let findings = findings.collect();
        (self.labels, findings)
    }
}

impl Definition {
    /// Why a construct can't have what the definition says.
    fn fault(&self, construct: &Found) -> Option<Diagnostic> {
        let Attributes { classes, pairs, span, .. } = &construct.attributes;
        if !classes.is_empty() || !pairs.is_empty() {
            let message = format!("the attributes of `{}` stand in two places", self.label.text);
            let finding = Diagnostic::at(Code::BadAttribute, *span, message);
            let help = "leave only the label here, or remove the definition";
            return Some(finding.label_at(self.label.span, "it is defined here").help(help));
        }
        let own = self.own.as_ref().filter(|_| matches!(construct.kind, AnnotationKind::Mention(_)))?;
        let class = own.classes.first().map_or("claim", |class| &class.text);
        let message = format!("`{}` is a mention, and its definition says `.{class}`", self.label.text);
        let finding = Diagnostic::at(Code::BadAttribute, *span, message);
        let help = format!("put it in brackets: `[[[name]]]{{#{}}}`", self.label.text);
        Some(finding.label_at(own.span, "a mention has nothing but facts").help(help))
    }

    /// Gives a construct what the definition says; returns the facts that are spans of their own.
    fn give(&self, construct: &mut Found, label: Text) -> Vec<Found> {
        let mut facts = self.facts.iter().cloned();
        let place = match (&construct.kind, &self.own) {
            (AnnotationKind::Mention(_), _) => {
                construct.attributes = Attributes::default();
                construct.whole.clone()
            }
            (_, Some(own)) => {
                let class = own.classes.first().and_then(|class| span_class(&class.text));
                construct.kind = AnnotationKind::Span(class.unwrap_or(SpanClass::Plain));
                // The label of a claim is its id; that of a date is nothing but a label.
                let id = (class != Some(SpanClass::Date)).then_some(label);
                construct.attributes = Attributes { id, ..own.clone() };
                construct.inner.clone()
            }
            (_, None) => {
                construct.kind = AnnotationKind::Span(SpanClass::Fact);
                construct.attributes = facts.next().unwrap_or_default();
                construct.inner.clone()
            }
        };
        facts.map(|attributes| Found::fact(place.clone(), attributes)).collect()
    }
}

/// The bytes of each definition in the fences: a line, and the indented ones behind it.
fn entries(events: &[Inline<'_>]) -> Vec<Range<usize>> {
    let mut entries: Vec<Range<usize>> = Vec::new();
    let (mut is_fenced, mut is_new) = (false, true);
    for (event, range) in events {
        match event {
            Event::Start(tag) if is_fence(tag) => (is_fenced, is_new) = (true, true),
            Event::End(TagEnd::CodeBlock) => is_fenced = false,
            Event::Text(words) if is_fenced => {
                let mut at = range.start;
                for line in words.split_inclusive('\n') {
                    add_line(&mut entries, line, at..at + line.len(), is_new);
                    (at, is_new) = (at + line.len(), line.ends_with('\n'));
                }
            }
            _ => {}
        }
    }
    entries
}

/// Adds a line of a fence, or what goes on in it, to the definition that it belongs to.
fn add_line(entries: &mut Vec<Range<usize>>, line: &str, range: Range<usize>, is_new: bool) {
    match entries.last_mut() {
        Some(last) if !is_new || line.starts_with(char::is_whitespace) => last.end = range.end,
        _ if line.trim().is_empty() => {}
        _ => entries.push(range),
    }
}

/// `label: statement`.
fn definition(text: &str, lines: Range<usize>) -> Result<Definition, Diagnostic> {
    let line = text.get(lines.clone()).unwrap_or_default();
    let label = attributes::word(line.split(':').next().unwrap_or_default());
    let span = Span::new(lines.start..lines.start + label.len());
    if label.is_empty() || !line.get(label.len()..).is_some_and(|rest| rest.starts_with(':')) {
        let length = line.split(['\n', '\r']).next().map_or(0, str::len);
        let place = Span::new(lines.start..lines.start + length);
        let message = "this is no definition, and nothing else may stand in an `annals` fence";
        let help =
            "write `label: .claim by=…`, indent what goes on on a further line, and close the fence with ```";
        return Err(Diagnostic::at(Code::BadAttribute, place, message).help(help));
    }
    let label = Text { text: label.to_owned(), span };
    let statements = attributes::statements(text, span.range().end + 1, lines.end)?;
    divided(label, statements)
}

/// The one statement that says what the words are, and the facts.
fn divided(label: Text, statements: Vec<Attributes>) -> Result<Definition, Diagnostic> {
    if statements.is_empty() || statements.len() > MOST_STATEMENTS {
        let message = match statements.len() {
            0 => format!("the definition of `{}` says nothing", label.text),
            _ => format!("the definition of `{}` has more than {MOST_STATEMENTS} statements", label.text),
        };
        let help = "write what the words are: `label: .claim by=…`";
        return Err(Diagnostic::at(Code::BadAttribute, label.span, message).help(help));
    }
    let is_fact = |it: &Attributes| it.classes.iter().all(|class| class.text == "fact");
    let (facts, others): (Vec<_>, Vec<_>) = statements.into_iter().partition(is_fact);
    let mut others = others.into_iter();
    let own = others.next();
    match (&own, others.next()) {
        (Some(own), Some(second)) => {
            let message = format!("`{}` can't be two things", label.text);
            let finding = Diagnostic::at(Code::BadAttribute, second.span, message);
            let help = "a definition has one claim, quotation or date, and any number of facts";
            Err(finding.label_at(own.span, "first said here").help(help))
        }
        _ => Ok(Definition { label, own, facts, is_used: false }),
    }
}
