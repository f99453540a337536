//! Proof that a text says all that it said, and what was added to it.
//!
//! Input: a text as it was and as it would be. Output: nothing, or a [`Refusal`]. Entry point: [`Manuscript::verify`].

use std::collections::BTreeMap;
use std::fmt;
use std::mem::{Discriminant, discriminant};
use std::ops::Range;

use super::Manuscript;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::TextFile;
use crate::syntax::{self, AnnotationKind, Body, CitedSource, Document, NodeKind, SpanClass};

/// Why an edit is not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

/// What an annotation says, as two readings of a text compare it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// The bytes of the plain text that it covers.
    pub text: (usize, usize),
    /// Its class; for a mention the name, for a citation the sources.
    pub kind: String,
    /// Its id.
    pub id: Option<String>,
    /// Its attributes.
    pub pairs: Vec<(String, String)>,
}

impl Said {
    /// What a span says.
    pub fn span(text: &Range<usize>, class: SpanClass, id: Option<&str>, pairs: &[(String, String)]) -> Self {
        let (text, kind) = ((text.start, text.end), format!(".{class:?}"));
        Self { text, kind, id: id.map(str::to_owned), pairs: pairs.to_vec() }
    }

    /// What a mention says.
    pub fn mention(text: &Range<usize>, name: &str) -> Self {
        Self { text: (text.start, text.end), kind: name.to_owned(), id: None, pairs: Vec::new() }
    }

    /// What a citation says that stands behind some words.
    pub fn citation(behind: usize, cited: &[CitedSource]) -> Self {
        let kind = cited.iter().map(|it| format!("@{}, {};", it.source.text, it.locator)).collect();
        Self { text: (behind, behind), kind, id: None, pairs: Vec::new() }
    }
}

/// What the annotations of a text say, sorted.
pub fn said(body: &Body) -> Vec<Said> {
    let said = body.annotations.iter().map(|annotation| {
        let attributes = &annotation.attributes;
        let pairs = attributes.pairs.iter().map(|(key, value)| (key.text.clone(), value.text.clone()));
        let said = match &annotation.kind {
            AnnotationKind::Mention(name) => Said::mention(&annotation.text, &name.text),
            AnnotationKind::Span(class) => Said::span(&annotation.text, *class, None, &[]),
            AnnotationKind::Citation(cited) => Said::citation(annotation.text.start, cited),
        };
        Said { id: attributes.id.as_ref().map(|id| id.text.clone()), pairs: pairs.collect(), ..said }
    });
    let mut said: Vec<_> = said.collect();
    said.sort();
    said
}

impl Manuscript<'_> {
    /// Whether the file would have, with another text, every word, element and annotation that it has, and those that
    /// are `added`.
    ///
    /// # Errors
    /// When it would not; says what would be lost.
    pub fn verify(&self, after: &str, added: &[Said]) -> Result<(), Refusal> {
        let (before, known) = self.read(&self.file.text);
        let (after, found) = self.read(after);
        let mut expected = said(&before.body);
        expected.extend_from_slice(added);
        expected.sort();
        if after.body.text != before.body.text {
            return Err(Refusal::new("the words of the page would not be the same"));
        }
        if shape(&after.body) != shape(&before.body) || !has_same_links(&after.body, &before.body) {
            return Err(Refusal::new("emphasis, links or paragraphs would not be the same"));
        }
        if let Some(finding) = new_finding(&known, &found) {
            return Err(Refusal::new(finding.message.clone()));
        }
        match said(&after.body) == expected {
            true => Ok(()),
            false => Err(Refusal::new("an annotation would not be read as it is meant")),
        }
    }

    fn read(&self, text: &str) -> (Document, Vec<Diagnostic>) {
        let file = TextFile::new(self.file.path.clone(), text);
        syntax::parse(self.document.file, &file, self.config, &self.graph.vocabulary.folders)
    }
}

/// The elements and blocks of a text, in order.
fn shape(body: &Body) -> Vec<Discriminant<NodeKind>> {
    let is_element = |kind: &NodeKind| {
        use NodeKind::{Annotation, Note, Sentence, Words};
        !matches!(kind, Annotation(..) | Note(_) | Sentence(..) | Words(_))
    };
    let kinds = body.tree.nodes().iter().map(|node| &node.kind);
    kinds.filter(|kind| is_element(kind)).map(discriminant).collect()
}

fn has_same_links(a: &Body, b: &Body) -> bool {
    let are_links =
        a.links.iter().map(|it| (&it.target, &it.title)).eq(b.links.iter().map(|it| (&it.target, &it.title)));
    are_links && a.heading_names().eq(b.heading_names())
}

/// The last of those findings of which there are more than there were.
pub(super) fn new_finding<'f>(known: &[Diagnostic], found: &'f [Diagnostic]) -> Option<&'f Diagnostic> {
    let mut counts = BTreeMap::<Code, usize>::new();
    known.iter().for_each(|finding| *counts.entry(finding.code).or_default() += 1);
    found.iter().find(|finding| {
        let count = counts.entry(finding.code).or_default();
        let is_new = *count == 0;
        *count = count.saturating_sub(1);
        is_new
    })
}
