//! Values of facts that are on no words of their own: behind a mention, or in the definition of a claim.
//!
//! Input: a fact and its values. Output: those that its words, or else those of its sentence, tell otherwise. Entry
//! points: [`Reader::borrowed`] and [`is_bare`].

use super::{Reader, annotation, entity, shown};
use crate::check::english::Text;
use crate::check::english::date::{admits, dates};
use crate::check::english::duration::durations;
use crate::check::english::figure::amount_fits;
use crate::diagnostic::Diagnostic;
use crate::graph::{Object, Statement};
use crate::resolve::{EntityId, Target};
use crate::syntax::{Annotation, AnnotationId};
use crate::vocabulary::{Date, Duration, Literal};

/// Whether a fact has no brackets of its own, and so no words but those of what it stands behind or in.
pub fn is_bare(fact: &Annotation) -> bool {
    fact.span == fact.inner
}

impl<'a> Reader<'_, 'a> {
    /// A value that neither the words of a bare fact nor those of its sentence state, though they state one of its kind.
    pub(super) fn borrowed(&self, values: &[&Statement], fact: &Annotation) -> Option<Diagnostic> {
        let own = self.document.body.words(fact);
        let sentence = self.document.body.text.get(self.sentence(fact)).unwrap_or_default();
        let is_told = |it: &&&Statement| {
            [own, sentence].into_iter().find_map(|words| self.tells(words, &it.value)).unwrap_or(true)
        };
        let wrong = values.iter().find(|it| !is_told(it))?;
        let message = format!(
            "nothing in “{}” is {}, the `{}` in the markup",
            shown(if self.tells(own, &wrong.value).is_some() { own } else { sentence }),
            self.site.words(&wrong.value),
            self.site.property(wrong)
        );
        Some(self.finding(fact, message).label(wrong.location, "this is the value"))
    }

    /// Another name in the sentence of a bare fact than those of its values.
    pub(super) fn other_name(&self, values: &[&Statement], fact: &Annotation) -> Option<Diagnostic> {
        let named = self.other_named(values, fact)?;
        let is_named = self.named_beside(fact);
        let is_wrong = |it: &&&Statement| {
            entity(&it.value).is_some_and(|value| is_named.iter().all(|(named, _)| *named != value))
        };
        let wrong = values.iter().find(is_wrong)?;
        let message = format!(
            "the sentence names {}, but `{}` in the markup is {}",
            self.site.name(named),
            self.site.property(wrong),
            self.site.words(&wrong.value)
        );
        Some(self.finding(fact, message).label(wrong.location, "this is the value"))
    }

    /// Whether words state a value; none where they state nothing of its kind.
    fn tells(&self, words: &str, value: &Object) -> Option<bool> {
        let text = Text::new(words);
        match value {
            Object::Literal(Literal::Number(number)) => amount_fits(&text, number),
            Object::Literal(Literal::Duration(duration)) => tells_duration(&text, duration),
            Object::Literal(Literal::Date(date)) => tells_date(&text, date),
            _ => None,
        }
    }

    /// Somebody or something that the sentence of a fact names, that its property can take and that none of the facts of
    /// the sentence states; none unless a value of the fact is not named there. What others say in the sentence is
    /// theirs. A fact with words of its own has to name it there, by its name and nothing else of its kind.
    pub(super) fn other_named(&self, values: &[&Statement], fact: &Annotation) -> Option<EntityId> {
        let first = values.first()?;
        let registry = &self.site.graph.registry;
        let kinds = &self.site.graph.vocabulary.properties.get(first.property).values;
        let entities = self.named_beside(fact);
        let is_named = |value: EntityId| entities.iter().any(|(named, _)| *named == value);
        if values.iter().filter_map(|it| entity(&it.value)).all(is_named) {
            return None;
        }
        let stated = self.stated_beside(fact);
        let is_meant = |(it, at): &&(EntityId, &Annotation)| {
            let is_called = registry.get(*it).is_called(self.document.body.words(at));
            let fits = kinds.iter().any(|kind| kind == self.site.kind(*it));
            fits && (is_bare(fact) || is_called && fact.inner.contains(at.span)) && !stated.contains(it)
        };
        let mut meant: Vec<_> = entities.iter().filter(is_meant).map(|(it, _)| *it).collect();
        meant.dedup();
        meant.first().copied().filter(|_| is_bare(fact) || meant.len() == 1)
    }

    /// Who and what is named in the sentence of a fact where the same speaks as in the fact, with the mentions.
    fn named_beside(&self, fact: &Annotation) -> Vec<(EntityId, &'a Annotation)> {
        let body = &self.document.body;
        let here = body.beginning_in(self.sentence(fact));
        let mentions = self.site.graph.mentions_within(self.id, here);
        let named = mentions.filter_map(|mention| match mention.target {
            Target::Entity(entity) => Some((entity, body.annotation(mention.annotation)?)),
            Target::Claim(_) => None,
        });
        let speaker = self.claim_around(fact);
        named.filter(|(_, at)| !is_bare(fact) || self.claim_around(at) == speaker).collect()
    }

    /// The claim that an annotation lies in.
    fn claim_around(&self, annotation: &Annotation) -> Option<AnnotationId> {
        let mut parent = annotation.parent;
        while let Some(id) = parent {
            let around = self.document.body.annotation(id)?;
            if around.is_claim() {
                return Some(id);
            }
            parent = around.parent;
        }
        None
    }

    /// The subjects and values of the facts of a sentence.
    fn stated_beside(&self, fact: &Annotation) -> Vec<EntityId> {
        let all = self.site.graph.statements_in(self.id);
        let beside = all.filter(|it| {
            let place = annotation(it).and_then(|id| self.document.body.annotation(id));
            place.is_some_and(|place| place.sentence == fact.sentence)
        });
        beside.flat_map(|it| [Some(it.subject), entity(&it.value)].into_iter().flatten()).collect()
    }
}

fn tells_duration(text: &Text<'_>, value: &Duration) -> Option<bool> {
    let found = durations(text);
    (!found.is_empty()).then(|| found.iter().any(|span| span.admits(value.seconds())))
}

fn tells_date(text: &Text<'_>, value: &Date) -> Option<bool> {
    let found = dates(text);
    (!found.is_empty()).then(|| admits(&found, value))
}
