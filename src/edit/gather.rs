//! Moving a fact from words of its own to the claim or mention that says the same.
//!
//! Input: a site, and one of its documents. Output: the site with the facts of its text gathered. Entry point: [`gathered`].
//!
//! Every statement stays, with its sentence and whoever says it. Numbers, durations and dates stay on the words that state
//! them, except in a claim, whose words are read for them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::apart::{label_of, statement};
use super::whole::{after, is_as_good};
use super::{Edit, Manuscript, apply};
use crate::diagnostic::Severity;
use crate::graph::{Graph, Object, Reference, Statement};
use crate::load::LoadError;
use crate::pipeline::Site;
use crate::resolve::Target;
use crate::source::Span;
use crate::syntax::{Annotation, AnnotationId, AnnotationKind, DocumentId, SpanClass};
use crate::vocabulary::Literal;

/// The site with the facts of a document gathered; none where none can be moved.
pub(super) fn gathered(site: &Site, id: DocumentId) -> Result<Option<Site>, LoadError> {
    let mut best: Option<Site> = None;
    let mut tried = BTreeSet::new();
    loop {
        let current = best.as_ref().unwrap_or(site);
        let Some(manuscript) = Manuscript::new(current, id) else { return Ok(None) };
        let moves = manuscript.moves();
        let Some((_, edits)) = moves.into_iter().find(|(key, _)| tried.insert(key.clone())) else {
            return Ok(best);
        };
        let change = manuscript.change(apply(&manuscript.file.text, edits));
        let next = after(current, &[change])?;
        let is_same = stated(current.graph(), id) == stated(next.graph(), id);
        if is_same && is_as_good(current, &next, Severity::Note).is_ok() {
            best = Some(next);
        }
    }
}

/// A fact, by what tells it from others whatever else is moved, and the edits that move it.
type Move = ((usize, String), Vec<Edit>);

impl Manuscript<'_> {
    /// All moves that may be made, each by itself.
    fn moves(&self) -> Vec<Move> {
        let all = self.document.body.all_annotations();
        all.filter_map(|(at, fact)| self.moved_fact(at, fact)).collect()
    }

    fn moved_fact(&self, at: AnnotationId, fact: &Annotation) -> Option<Move> {
        let is_fact = fact.kind == AnnotationKind::Span(SpanClass::Fact) && fact.span != fact.inner;
        let is_own = self.document.body.named_by_fact(at).is_empty();
        if !is_fact || !is_own || fact.attributes.id.is_some() {
            return None;
        }
        let said = statement(&fact.attributes, &self.file.text);
        let key = (fact.text.start, said.clone());
        let mut edits = self.freed(fact)?;
        edits.extend(self.in_claim(fact, &said).or_else(|| self.behind_mention(at, fact, &said))?);
        Some((key, edits))
    }

    /// The edits that leave nothing of a fact but its words.
    fn freed(&self, fact: &Annotation) -> Option<Vec<Edit>> {
        let cut = |range: Range<u32>| Edit {
            span: Span { start: range.start, end: range.end },
            words: String::new(),
        };
        let mut edits = vec![cut(fact.span.start..fact.inner.start), cut(fact.inner.end..fact.span.end)];
        let is_inline = fact.span.contains(fact.attributes.span);
        if !is_inline {
            edits.push(self.undefined(fact)?);
        }
        Some(edits)
    }

    /// The edit that removes a definition which nothing else uses and which says no more.
    fn undefined(&self, fact: &Annotation) -> Option<Edit> {
        let text = &*self.file.text;
        let (start, end) = (fact.attributes.span.start as usize, fact.attributes.span.end as usize);
        let line = text.get(..start)?.rfind('\n')? + 1;
        let label = text.get(line..start)?.trim_end().strip_suffix(':')?;
        let close = end + text.get(end..)?.find('\n')? + 1;
        let is_alone =
            text.get(end..close)?.trim().is_empty() && !text.get(close..)?.starts_with([' ', '\t']);
        let is_once = text.matches(&format!("{{#{label}}}")).count() == 1 && !label.starts_with([' ', '\t']);
        (is_alone && is_once).then(|| Edit { span: Span::new(line..close), words: String::new() })
    }

    /// What adds a fact to the definition of the claim around it.
    fn in_claim(&self, fact: &Annotation, said: &str) -> Option<Vec<Edit>> {
        let (_, claim) = self.document.body.around(fact).find(|(_, around)| around.is_claim())?;
        let is_defined = !claim.span.contains(claim.attributes.span) && claim.sentence == fact.sentence;
        is_defined.then(|| vec![Edit::at(claim.attributes.span.end, format!("{}  {said}", self.line_end()))])
    }

    /// What puts a fact behind the nearest mention of whom it is about, in its sentence.
    fn behind_mention(&self, at: AnnotationId, fact: &Annotation, said: &str) -> Option<Vec<Edit>> {
        let body = &self.document.body;
        let stated = self.graph.stated_by(self.id, at);
        let subject = stated.first()?.subject;
        if !stated.iter().all(|it| it.subject == subject && !is_measured(&it.value)) {
            return None;
        }
        let around = |it: &Annotation| body.around(it).find(|(_, it)| it.is_claim()).map(|(at, _)| at);
        let mentions = self.graph.mentions_in(self.id).filter(|it| it.target == Target::Entity(subject));
        let places = mentions.filter_map(|it| body.annotation(it.annotation));
        let fitting = places.filter(|it| {
            let is_bare = it.attributes.span == Span::default()
                && self.file.text.get(..it.span.end as usize).is_some_and(|t| t.ends_with("]]"));
            it.sentence == fact.sentence && around(it) == around(fact) && is_bare && !self.has_facts(it)
        });
        let mention = fitting.min_by_key(|it| it.span.start.abs_diff(fact.span.end))?;
        let label = label_of(body.words(mention), &fact.attributes, &self.labels());
        let short = said.split_once(' ').map_or(said, |(_, rest)| rest);
        let short: Vec<_> = short.split(' ').filter(|part| !part.starts_with("of=")).collect();
        let line = format!("{label}: .fact {}", short.join(" "));
        Some(vec![Edit::at(mention.span.end, format!("{{#{label}}}")), self.fenced(&[line])])
    }

    fn has_facts(&self, mention: &Annotation) -> bool {
        let mut all = self.document.body.annotations.iter();
        all.any(|it| it.kind == AnnotationKind::Span(SpanClass::Fact) && it.span == mention.span)
    }

    fn line_end(&self) -> &'static str {
        if self.file.text.contains("\r\n") { "\r\n" } else { "\n" }
    }
}

fn is_measured(value: &Object) -> bool {
    let Object::Literal(literal) = value else { return false };
    !matches!(literal, Literal::Text(_) | Literal::Url(_))
}

/// Every statement of a document's sentences, with who says it and in which.
pub(super) fn stated(graph: &Graph, id: DocumentId) -> Vec<String> {
    let told = graph.statements_in(id).map(|it| {
        let Statement { subject, property, value, qualifiers, rank, claim, sources, .. } = it;
        let Reference::Sentence { annotation, .. } = it.reference else { return String::new() };
        let sentence = graph.annotation(id, annotation).map(|it| it.sentence);
        format!(
            "{subject:?} {property:?} {value:?} {qualifiers:?} {rank:?} {claim:?} {sources:?} {sentence:?}"
        )
    });
    let all = graph.document(id).into_iter().flat_map(|it| it.body.all_annotations());
    let dates = all.filter_map(|(at, it)| Some(format!("{:?} {:?}", graph.date_at(id, at)?.0, it.text)));
    let mentions = graph.mentions_in(id).map(|it| format!("{:?} {:?}", it.target, it.sentence));
    let mut all: Vec<_> = told.chain(mentions).chain(dates).collect();
    all.sort();
    all.extend(super::tidy::resolved(graph, id));
    all.push(graph.document(id).map_or(String::new(), |it| it.body.text.clone()));
    all
}
