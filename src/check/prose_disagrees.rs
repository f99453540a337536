//! # prose-disagrees
//!
//! The number, date, weekday, duration or name in the text is not the value in the markup.
//!
//! ## What it finds
//!
//! In English articles, what the words of a span say beside what its attributes say:
//!
//! - numbers in digits and words (`a dozen`, `two hundred and five`, `£1.2m`, `12 lakh`, `two-thirds`, `one in five`),
//!   percentages, percentage points, currencies and units; `fell by 5%` is a change of -5 %;
//! - lengths of time (`two hours and 16 minutes`, `half an hour`, `an hour and a half`);
//! - dates, years, months, seasons, decades, centuries and days of the week (`Friday, July 7`, `the 4th century BC`, `the
//!   winter of 1941–42`), open ends (`by 1900`, `in or after 1919`), Old Style dates, and `last year` and the like beside
//!   the date of the article;
//! - names: the words are exactly the name of another entity than the one that is meant, or those of a fact name one
//!   other that the property could take, while the sentence does not name a value;
//! - who said it: the name right before or behind a claim, with `said` or the like, is not that of its speaker.
//!
//! A fact that is on no words of its own, since it stands behind a mention or in the definition of a claim, is compared with the
//! words of the mention or claim, and where those state nothing of its kind, with those of its sentence.
//!
//! Rounded numbers (`1.2 million` for 1,234,567), limits and guesses (`more than 100`, `about 1850`) are taken as such; where
//! the markup has a limit or a range as well (`100..`), it must be the same. What can't be read for certain is let be, and so
//! is every text in another language.
//!
//! ## Why it matters
//!
//! The markup is what pages and data are made from. Either the reader of the text is told something wrong, or everybody
//! else is.
//!
//! ## Fails
//!
//! ```markdown
//! They met on [Friday]{.date when=2017-07-13}, for [two hours]{.fact of=meeting duration=PT3H}.
//! ```
//!
//! ## Passes
//!
//! ```markdown
//! They met on [Friday]{.date when=2017-07-14}, for [about two hours]{.fact of=meeting duration=PT2H16M}.
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: prose-disagrees, reason: …}]` in the front matter of the article.

mod borrowed;

use std::ops::Range;

use super::english::Text;
use super::english::calendar::{Calendar, weekday};
use super::english::date::{admits, dates, relative};
use super::english::duration::durations;
use super::english::figure::number_fits;
use super::english::open_end::open_end;
use super::english::saying::Around;
use super::facts::{Site, entity, near, shown};
use super::time;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Claim, Mention, Object, Reference, Statement};
use crate::resolve::{ClaimId, EntityId, Target, name_key};
use crate::source::{Location, Span};
use crate::syntax::{Annotation, AnnotationId, AnnotationKind, Document, DocumentId, SpanClass};
use crate::vocabulary::{Date, Day, Duration, KindId, Literal, Role};
use borrowed::is_bare;

/// Finds words that say something else than their markup.
pub fn of_document(site: &Site<'_>, id: DocumentId) -> Vec<Diagnostic> {
    let Some(document) = site.graph.document(id) else { return Vec::new() };
    let is_read = !document.body.annotations.is_empty()
        && site.graph.shown_with(id).is_some()
        && site.is_english(document);
    if is_read { Reader { site, id, document }.read() } else { Vec::new() }
}

/// Reads one document.
struct Reader<'s, 'a> {
    site: &'s Site<'a>,
    id: DocumentId,
    document: &'a Document,
}

impl<'s, 'a> Reader<'s, 'a> {
    /// The day it was written on, where that is known.
    fn written(&self) -> Option<Day> {
        let bounds = time::of_document(self.site, self.id)?.bounds;
        let (first, last) = (bounds.start.0?, bounds.end.1?);
        // A time in UTC may be of two days.
        (first == last || first.tomorrow().is_ok_and(|next| next == last)).then_some(first)
    }

    fn read(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let statements: Vec<&Statement> = self.site.graph.statements_in(self.id).collect();
        let of_fact = |it: &&Statement| (annotation(it), it.property);
        for group in statements.chunk_by(|a, b| of_fact(a) == of_fact(b)) {
            found.extend(self.fact(group));
        }
        for (id, annotation) in self.document.body.all_annotations() {
            found.extend(self.date(id, annotation));
        }
        found.extend(self.site.graph.mentions_in(self.id).filter_map(|mention| self.mention(mention)));
        found.extend(self.site.graph.claims_in(self.id).filter_map(|claim| self.speaker(claim)));
        found
    }

    fn location(&self, span: Span) -> Location {
        Location::new(self.document.file, span)
    }

    fn finding(&self, annotation: &Annotation, message: String) -> Diagnostic {
        Diagnostic::new(Code::ProseDisagrees, self.location(annotation.inner), message)
            .help("correct the text or the markup")
    }

    /// The values of one property that a fact states.
    fn fact(&self, values: &[&Statement]) -> Option<Diagnostic> {
        let annotation = self.document.body.annotation(annotation(values.first()?)?)?;
        let words = self.document.body.words(annotation);
        if values.iter().all(|it| entity(&it.value).is_some()) {
            return self.name_in_fact(values, annotation, words);
        }
        if is_bare(annotation) {
            return self.borrowed(values, annotation);
        }
        let text = Text::new(words);
        let calendar = calendar(annotation);
        let number = Text::behind(self.before(annotation), words);
        let wrong = values.iter().find(|it| match &it.value {
            Object::Literal(Literal::Number(of)) => !number_fits(&number, of),
            Object::Literal(Literal::Duration(duration)) => !duration_fits(&number, duration),
            Object::Literal(Literal::Date(date)) => !self.date_fits(&text, date, true, calendar),
            _ => false,
        })?;
        let message = format!(
            "the text says “{}”, but `{}` in the markup is {}",
            shown(words),
            self.site.property(wrong),
            self.site.words(&wrong.value)
        );
        Some(self.finding(annotation, message).label(wrong.location, "this is the value"))
    }

    /// The words of a sentence right before an annotation.
    fn before(&self, annotation: &Annotation) -> &'a str {
        const FARTHEST: usize = 100;
        let (text, end) = (&self.document.body.text, annotation.text.start);
        let start = text.ceil_char_boundary(end.saturating_sub(FARTHEST));
        text.get(start.max(self.sentence(annotation).start)..end).unwrap_or_default()
    }

    /// The bytes of the sentence that an annotation stands in, as far as they are near it.
    fn sentence(&self, annotation: &Annotation) -> Range<usize> {
        let body = &self.document.body;
        let whole = body.sentence(annotation.sentence).map_or(0..0, |it| it.text.clone());
        near(&body.text, whole, &annotation.text)
    }

    fn date(&self, id: AnnotationId, annotation: &Annotation) -> Option<Diagnostic> {
        let (date, when) = self.site.graph.date_at(self.id, id)?;
        let words = self.document.body.words(annotation);
        let fits = |calendar| self.date_fits(&Text::new(words), &date, !self.is_quoted(annotation), calendar);
        if fits(calendar(annotation)) {
            return None;
        }
        let message = format!("the text says “{}”, but the markup {}", shown(words), described(&date));
        let finding = self.finding(annotation, message).label(self.location(when), "this is the value");
        let has_day = || dates(&Text::new(words)).iter().any(|part| part.day.is_some());
        let is_unsaid = annotation.attributes.get("calendar").is_none();
        let is_old = is_unsaid && fits(Calendar::Julian) && has_day();
        let help = "where the words are Old Style, say so beside the date: `calendar=julian`";
        Some(if is_old { finding.help(help) } else { finding })
    }

    /// Whether an annotation lies in somebody's own words, which were not said on the day of the text.
    fn is_quoted(&self, annotation: &Annotation) -> bool {
        let mut around = self.document.body.around(annotation);
        around.any(|(_, around)| around.kind == AnnotationKind::Span(SpanClass::Quote))
    }

    fn date_fits(&self, text: &Text<'_>, date: &Date, is_of_today: bool, calendar: Calendar) -> bool {
        let relative = self.written().filter(|_| is_of_today).and_then(|written| relative(text, written));
        let bounds = date.spoken_bounds();
        let is_apart = relative.is_some_and(|(first, last)| {
            bounds.end.1.is_some_and(|end| end < first) || bounds.start.0.is_some_and(|start| start > last)
        });
        let mut parts = dates(text);
        parts.iter_mut().filter(|_| calendar != Calendar::Unsaid).for_each(|part| part.calendar = calendar);
        !is_apart && open_end(text).map_or_else(|| admits(&parts, date), |open| open.admits(date))
    }

    /// Words that name another entity than those that a fact states.
    fn name_in_fact(
        &self,
        values: &[&Statement],
        annotation: &Annotation,
        words: &str,
    ) -> Option<Diagnostic> {
        let first = values.first()?;
        if is_bare(annotation) {
            return self.other_name(values, annotation);
        }
        let named = self.named(words).or_else(|| self.other_named(values, annotation))?;
        let is_meant = |id: EntityId| id == named || self.site.graph.registry.get(id).is_called(words);
        if is_meant(first.subject) || values.iter().filter_map(|it| entity(&it.value)).any(is_meant) {
            return None;
        }
        let message = format!(
            "the text says “{}”, but `{}` in the markup is {}",
            shown(words),
            self.site.property(first),
            self.site.words(&first.value)
        );
        Some(self.finding(annotation, message).label(first.location, "this is the value"))
    }

    /// The entity whose name these words are.
    fn named(&self, words: &str) -> Option<EntityId> {
        let registry = &self.site.graph.registry;
        let kinds = &self.site.graph.vocabulary.kinds;
        let found = registry.resolve_entity(words, &Default::default(), kinds).ok()?;
        let is_name = self.site.role(found) == Role::Entity && registry.get(found).is_called(words);
        is_name.then_some(found)
    }

    /// A mention that shows exactly the name of another entity than it means.
    fn mention(&self, mention: &Mention) -> Option<Diagnostic> {
        let annotation = self.document.body.annotation(mention.annotation)?;
        let (Target::Entity(meant), AnnotationKind::Mention(name)) = (mention.target, &annotation.kind)
        else {
            return None;
        };
        let words = self.document.body.words(annotation);
        let is_plain = name.text == words || self.site.graph.registry.get(meant).is_called(words);
        if is_plain || name_key(&name.text) == name_key(words) {
            return None;
        }
        let named = self.named(words).filter(|&named| named != meant)?;
        let message = format!(
            "the text says “{}”, which is a name of the {} `{}`, but the mention means {}",
            shown(words),
            self.site.kind(named),
            self.site.graph.registry.get(named).id,
            self.site.name(meant)
        );
        let finding =
            self.finding(annotation, message).label(self.location(name.span), "this is who is meant");
        Some(finding.label(self.site.graph.registry.get(named).location, "this one is called so"))
    }

    /// A claim that the text puts in the mouth of another than its speaker.
    fn speaker(&self, id: ClaimId) -> Option<Diagnostic> {
        let claim = self.site.graph.claim(id)?;
        let annotation = self.document.body.annotation(claim.site.annotation)?;
        let by = self.site.speaker_place(id)?;
        let sayers = self.sayers(annotation);
        let (mention, _) = *sayers.first()?;
        if !sayers.iter().all(|&(_, sayer)| self.is_other_speaker(id, claim, annotation, sayer)) {
            return None;
        }
        let name = self.document.body.words(mention);
        let message = format!(
            "the text says that {} said this, but the markup that {} did",
            shown(name),
            self.site.speaker(id)
        );
        let finding = Diagnostic::new(Code::ProseDisagrees, self.location(mention.span), message)
            .label(by, "this is who says it")
            .help("correct `by`; where one reports what the other said, name the first as `via`");
        Some(finding)
    }

    /// Whether a claim is certainly not by who is named beside it.
    fn is_other_speaker(&self, id: ClaimId, claim: &Claim, annotation: &Annotation, sayer: EntityId) -> bool {
        let is_alike = claim.speakers.iter().all(|&speaker| self.site.kind(speaker) == self.site.kind(sayer));
        let is_reported = claim.via == Some(Object::Entity(sayer));
        let is_unnamed = !claim.unnamed.is_empty() && self.may_be_unnamed(claim, annotation, sayer);
        if claim.speakers.contains(&sayer) || !is_alike || is_reported || is_unnamed {
            return false;
        }
        let is_of_outer = self.site.graph.claims_around(id).iter().any(|&outer| self.is_by(outer, sayer));
        let inside = self.document.body.inside(claim.site.annotation);
        let is_of_inner = self.site.graph.claims_in(self.id).any(|inner| {
            let place = self.site.graph.claim(inner).map(|inner| inner.site.annotation);
            place.is_some_and(|place| inside.contains(&place)) && self.is_by(inner, sayer)
        });
        // "Lavrov said Trump agreed": the speaker is named first, so the sentence tells of a claim within a claim.
        let begins_with_speaker = self.site.graph.mentions_within(self.id, inside).any(|mention| {
            let is_speaker =
                matches!(mention.target, Target::Entity(entity) if claim.speakers.contains(&entity));
            let words = self.document.body.annotation(mention.annotation);
            is_speaker && words.is_some_and(|it| it.text.start == annotation.text.start)
        });
        !is_of_outer && !is_of_inner && !begins_with_speaker
    }

    /// Whether an unnamed speaker may have spoken by way of who is named: another than a person, or the text tells of both.
    fn may_be_unnamed(&self, claim: &Claim, annotation: &Annotation, sayer: EntityId) -> bool {
        let words = self.document.body.text.get(self.sentence(annotation)).unwrap_or_default();
        let words = words.to_lowercase();
        let is_told = claim.unnamed.iter().any(|unnamed| words.contains(&unnamed.to_lowercase()));
        is_told || !self.site.graph.registry.is_a(sayer, KindId::PERSON)
    }

    fn is_by(&self, claim: ClaimId, speaker: EntityId) -> bool {
        self.site.graph.claim(claim).is_some_and(|claim| claim.speakers.contains(&speaker))
    }

    /// Whom the text may mean as a claim's speaker, each with the mention.
    fn sayers(&self, claim: &Annotation) -> Vec<(&'a Annotation, EntityId)> {
        let body = &self.document.body;
        let first = body.sentence(claim.sentence).map_or(claim.text.start, |it| it.text.start);
        let next = body.sentence_from(claim.text.end);
        let last = body.sentence(next).or_else(|| body.sentences.last());
        let sentences = first..last.map_or(claim.text.end, |it| it.text.end);
        let sentences = near(&body.text, sentences, &claim.text);
        let here = body.beginning_in(sentences.clone());
        let mentions = self.site.graph.mentions_within(self.id, here.clone());
        let named = mentions.filter_map(|mention| {
            let annotation = body.annotation(mention.annotation)?;
            let is_outside =
                annotation.text.end <= claim.text.start || annotation.text.start >= claim.text.end;
            match mention.target {
                Target::Entity(entity) if is_outside => Some((annotation, entity)),
                _ => None,
            }
        });
        let named: Vec<_> = named.collect();
        let others = body.annotations_in(here).iter().filter(|it| it.is_claim());
        let around = Around {
            text: &body.text,
            sentences,
            claim: claim.text.clone(),
            names: named.iter().map(|(annotation, _)| annotation.text.clone()).collect(),
            claims: others.map(|other| other.text.start).collect(),
        };
        around.sayers().into_iter().filter_map(|at| named.get(at).copied()).collect()
    }
}

/// The fact that a statement stands in.
fn annotation(statement: &Statement) -> Option<AnnotationId> {
    match statement.reference {
        Reference::Sentence { annotation, .. } => Some(annotation),
        Reference::Record { .. } => None,
    }
}

/// The calendar that the words of an annotation follow, where it says so.
fn calendar(annotation: &Annotation) -> Calendar {
    match annotation.attributes.get("calendar").map(|calendar| &*calendar.text) {
        Some("julian") => Calendar::Julian,
        Some("gregorian") => Calendar::Gregorian,
        _ => Calendar::Unsaid,
    }
}

/// What a date is, with its day of the week where it is a day.
fn described(date: &Date) -> String {
    let bounds = date.bounds();
    let day = bounds.start.0.filter(|&day| bounds.end.1 == Some(day));
    match day.and_then(weekday) {
        Some(weekday) => format!("means {}, a {weekday:?}", date.in_words()),
        None => format!("means {}", date.in_words()),
    }
}

/// Whether a text may state a length of time: one of those it states is that, or none can be read.
fn duration_fits(text: &Text<'_>, value: &Duration) -> bool {
    let found = durations(text);
    found.is_empty() || found.iter().any(|span| span.admits(value.seconds()))
}
