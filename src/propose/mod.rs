//! What annotations a text may have: a program proposes, its author disposes.
//!
//! Input: a document without much markup, and the site's names. Output: [`Proposal`]s, each with the rule that made it and
//! the edit that would write it. Entry point: [`propose`].
//!
//! Rules alone: no model, nothing random, nothing from elsewhere. What is a language's own stands in one table a language.

mod dates;
mod declined;
mod edits;
mod lexicon;
mod offices;
mod paragraph;
mod people;
mod quotation;
mod referents;
mod report;
mod saying;

use std::collections::HashMap;
use std::ops::Range;

pub use declined::{Declined, DeclinedError};
pub use edits::{Outcome, write};

use crate::config::Config;
use crate::edit::{Edit, Manuscript};
use crate::graph::Graph;
use crate::pipeline::Site;
use crate::resolve::{EntityId, Finder, Unlinked, name_key};
use crate::source::{Span, TextFile};
use crate::syntax::{Document, DocumentId, NodeKind};
use crate::vocabulary::{Day, KindId, PropertyId};
use lexicon::Lexicon;
use paragraph::Paragraph;
use people::{People, Who};
use quotation::Speakers;
use referents::{Things, referents};
use saying::Sentence;

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A quotation with its speaker.
    Quote,
    /// A claim that the text reports.
    Claim,
    /// A date.
    Date,
    /// A fact: an office.
    Fact,
    /// A name that the site does not know.
    Name,
    /// Whom a pronoun or an office means.
    Who,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Quote, Self::Claim, Self::Date, Self::Fact, Self::Name, Self::Who];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Claim => "claim",
            Self::Date => "date",
            Self::Fact => "fact",
            Self::Name => "name",
            Self::Who => "who",
        }
    }
}

/// Words that somebody says, by their bytes in the plain text.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    kind: Kind,
    words: Range<usize>,
    speaker: Range<usize>,
    rule: &'static str,
    tier: u8,
}

/// An annotation that a text may have.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// What it is.
    pub kind: Kind,
    /// The place of its words in the file.
    pub span: Span,
    /// The bytes of its words in the plain text.
    pub text: Range<usize>,
    /// Its words, with the markup in them.
    pub words: String,
    /// Its attributes, in the order in which they are written.
    pub attributes: Vec<(String, String)>,
    /// The place and the words of whoever says it.
    pub speaker: Option<(Span, String)>,
    /// The rule that made it.
    pub rule: &'static str,
    /// How sure it is: 1 before 2.
    pub tier: u8,
    /// What writes it.
    pub edits: Vec<Edit>,
}

/// A document among all that is known.
pub struct Context<'s> {
    graph: &'s Graph,
    config: &'s Config,
    file: &'s TextFile,
    document: &'s Document,
    id: DocumentId,
    unlinked: Vec<Unlinked>,
    surnames: HashMap<String, Option<EntityId>>,
}

impl<'s> Context<'s> {
    /// A document of a site; none where there is no such document.
    pub fn new(site: &'s Site, finder: &Finder<'_>, id: DocumentId) -> Option<Self> {
        let Manuscript { graph, config, file, document, id } = Manuscript::new(site, id)?;
        let unlinked = finder.unlinked(id, graph.entity_of(id), &file.text, false);
        let surnames = surnames(graph);
        Some(Self { graph, config, file, document, id, unlinked, surnames })
    }

    /// The document's file.
    pub fn file(&self) -> &'s TextFile {
        self.file
    }

    fn manuscript(&self) -> Manuscript<'s> {
        let Self { graph, config, file, document, id, .. } = *self;
        Manuscript { graph, config, file, document, id }
    }

    /// Words of the plain text; fewer where there are no more.
    fn text(&self, part: &Range<usize>) -> &'s str {
        let text = &self.document.body.text;
        let (start, end) = (part.start.min(text.len()), part.end.min(text.len()));
        text.get(text.floor_char_boundary(start)..text.floor_char_boundary(end.max(start)))
            .unwrap_or_default()
    }

    fn language(&self) -> &str {
        let own = self.document.front.language.as_ref();
        own.map_or(&*self.config.language, |language| &*language.text)
    }

    /// The day the document is of.
    fn written(&self) -> Option<Day> {
        let entity = self.graph.entity_of(self.id)?;
        self.graph.date(entity, PropertyId::DATE)?.as_str().parse().ok()
    }
}

/// The persons with each surname; none where several have it.
fn surnames(graph: &Graph) -> HashMap<String, Option<EntityId>> {
    let mut surnames: HashMap<String, Option<EntityId>> = HashMap::new();
    let persons = graph.registry.iter().filter(|(_, it)| it.kind == KindId::PERSON);
    for (id, person) in persons {
        let Some((_, surname)) = person.name.rsplit_once(' ') else { continue };
        surnames.entry(name_key(surname)).and_modify(|known| *known = None).or_insert(Some(id));
    }
    surnames
}

/// All that may be annotated in a document, in the order of the text.
pub fn propose(site: &Context<'_>) -> Vec<Proposal> {
    let end = u32::try_from(site.file.text.len()).unwrap_or(u32::MAX);
    propose_within(site, Span { start: 0, end })
}

/// Those of them that touch a part of the file.
pub fn propose_within(site: &Context<'_>, part: Span) -> Vec<Proposal> {
    let Some(lexicon) = Lexicon::of(site.language()) else { return Vec::new() };
    let paragraphs = paragraphs(site, lexicon);
    let people = People::new(site, &paragraphs, lexicon);
    let mut found = Vec::new();
    let told = told(&paragraphs, &people, lexicon);
    let touches =
        |words: &Range<usize>| site.document.body.span_of(words.clone()).is_none_or(|it| it.touches(part));
    let told_there = told.iter().filter(|(told, _)| touches(&told.words));
    found.extend(told_there.filter_map(|(told, who)| edits::told(site, told, who)));
    let things = Things::new(site, lexicon);
    for paragraph in paragraphs.iter().filter(|it| touches(&(it.start..it.start + it.text.len()))) {
        let referents = referents(paragraph, &people, &told, &things, lexicon).into_iter();
        found.extend(referents.filter_map(|referent| edits::who(site, &referent)));
        found.extend(dated(site, paragraph, lexicon));
        found.extend(offices_of(site, paragraph, &people, lexicon));
    }
    let is_speaker = |who: &Who| told.iter().any(|(_, speakers)| speakers.contains(who));
    let new = people.new_names().filter(|named| touches(&named.words) && is_speaker(&named.who));
    found.extend(new.filter_map(|named| edits::name(site, named, people.surname(named))));
    found.retain(|proposal| proposal.span.touches(part));
    found.sort_by_key(|proposal| (proposal.span.start, std::cmp::Reverse(proposal.span.end)));
    found
}

/// The paragraphs and items of a text, in order: no headings, code or tables.
fn paragraphs<'s>(site: &'s Context<'_>, lexicon: &Lexicon) -> Vec<Paragraph<'s>> {
    let body = &site.document.body;
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for line in body.text.split_inclusive('\n') {
        let is_prose = line.char_indices().any(|(at, _)| body.is_prose(start + at));
        let part = start..start + line.trim_end().len();
        if is_prose && !is_aside(site, &part) {
            paragraphs.push(Paragraph::read(line.trim_end(), start, site.language(), lexicon));
        }
        start += line.len();
    }
    paragraphs
}

/// Whether a line of the plain text is a heading, or all of it in emphasis as captions are.
fn is_aside(site: &Context<'_>, part: &Range<usize>) -> bool {
    let body = &site.document.body;
    let Some(span) = body.span_of(part.clone()) else { return false };
    let around = body.tree.around(span.start).into_iter().filter_map(|node| body.tree.get(node));
    around.into_iter().any(|node| match node.kind {
        NodeKind::Heading(_) => true,
        NodeKind::Emphasis | NodeKind::Strong => node.span.contains(span),
        _ => false,
    })
}

/// What somebody says, and who that is.
fn told(paragraphs: &[Paragraph<'_>], people: &People<'_>, lexicon: &Lexicon) -> Vec<(Told, Vec<Who>)> {
    let mut speakers = Speakers::default();
    let mut known: Vec<(Told, Vec<Who>)> = Vec::new();
    for paragraph in paragraphs {
        let sentences: Vec<_> =
            paragraph.sentences.iter().map(|items| Sentence { paragraph, items, lexicon }).collect();
        let mut found = speakers.quotations(&sentences);
        let reports: Vec<_> = sentences.iter().flat_map(report::reports).collect();
        found.extend(
            reports
                .into_iter()
                .filter(|report| !found.iter().any(|quote| is_same(quote, report)))
                .collect::<Vec<_>>(),
        );
        found.sort_by_key(|told| (told.speaker.start, told.words.start));
        for told in found {
            let who = people.who(&told.speaker, &known);
            known.push((told, who));
        }
    }
    known
}

/// Whether a report is no more than a quotation.
fn is_same(quote: &Told, report: &Told) -> bool {
    let near = |a: usize, b: usize| a.abs_diff(b) < 4;
    near(quote.words.start, report.words.start) && near(quote.words.end, report.words.end)
}

fn dated(site: &Context<'_>, paragraph: &Paragraph<'_>, lexicon: &Lexicon) -> Vec<Proposal> {
    let dates = dates::dates(paragraph.text, site.written(), lexicon).into_iter();
    dates.filter_map(|date| edits::date(site, paragraph.start, date)).collect()
}

fn offices_of(
    site: &Context<'_>,
    paragraph: &Paragraph<'_>,
    people: &People<'_>,
    lexicon: &Lexicon,
) -> Vec<Proposal> {
    let part = paragraph.start..paragraph.start + paragraph.text.len();
    let offices = offices::offices(paragraph, people.within(&part), lexicon).into_iter();
    offices.filter_map(|office| edits::office(site, paragraph.start, office)).collect()
}
