//! The facts of a site as data, for other programs.
//!
//! Input: a [`Site`]. Output: JSON, lines of JSON, CSV, RDF as Turtle or N-Triples, or what other programs read; the same
//! facts give the same bytes. Entry points: [`export`], and [`files`] for what has a file an article.
//!
//! `record` turns the graph into plain records, in which entities go by `kind:id`, claims by `article#claim`, and all else by
//! its address; the formats only differ in how they write these down.

mod annotations;
mod claimreview;
mod csv;
pub mod diff;
mod ftm;
mod page_text;
mod rdf;
mod record;
mod tei;

use std::io::{self, Write};

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use crate::pipeline::{PageFault, Site};
use crate::resolve::EntityId;
use crate::syntax::DocumentId;
use crate::view::DataFile;
use crate::vocabulary::Role;
use record::Recorder;

/// How many files are made at once.
const TOGETHER: usize = 64;

/// How facts are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON document.
    Json,
    /// A JSON object a line, each with its `type`.
    JsonLines,
    /// The statements as a table.
    Csv,
    /// RDF for people.
    Turtle,
    /// RDF for programs, a triple a line.
    NTriples,
    /// The reviews of claims, for fact-check aggregators.
    ClaimReview,
    /// Entities of FollowTheMoney, one a line, for Aleph and OpenSanctions.
    FollowTheMoney,
}

/// How the facts of an article are written down, each in a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// W3C Web Annotations of its page.
    Annotations,
    /// TEI, for digital editions.
    Tei,
}

/// The files of all articles, in their order; some are made at once, and no more than those are held.
///
/// # Errors
/// Each, when a template fails.
pub fn files(site: &Site, folder: Folder) -> impl Iterator<Item = Result<DataFile, PageFault>> {
    let chunks = articles(site).chunks(TOGETHER).map(<[_]>::to_vec).collect::<Vec<_>>();
    chunks.into_iter().flat_map(move |chunk| {
        let made = chunk.into_par_iter().map(|(article, document)| file(site, folder, article, document));
        made.collect::<Vec<_>>()
    })
}

/// How many files there are of a site.
pub fn count(site: &Site) -> usize {
    articles(site).len()
}

fn articles(site: &Site) -> Vec<(EntityId, DocumentId)> {
    let graph = site.graph();
    let all = graph.all_documents().filter_map(|(document, _)| Some((graph.entity_of(document)?, document)));
    let kinds = &graph.vocabulary.kinds;
    all.filter(|(entity, _)| kinds.get(graph.registry.get(*entity).kind).role == Role::Article).collect()
}

fn file(site: &Site, folder: Folder, article: EntityId, document: DocumentId) -> Result<DataFile, PageFault> {
    let id = &site.graph().registry.get(article).id;
    match folder {
        Folder::Annotations => {
            let collection = annotations::collection(site, article, document)?;
            let bytes = format!("{collection:#}\n").into_bytes();
            Ok(DataFile { path: format!("{id}.jsonld"), bytes })
        }
        Folder::Tei => {
            let bytes = tei::document(site, article, document).into_bytes();
            Ok(DataFile { path: format!("{id}.xml"), bytes })
        }
    }
}

/// Writes the facts of a site in a format, one after the other; RDF needs the site's address to name things by.
pub fn export(site: &Site, format: Format, mut out: impl Write) -> io::Result<()> {
    let recorder = Recorder::new(site);
    match format {
        Format::Json => json(recorder, &mut out),
        Format::JsonLines => json_lines(recorder, &mut out),
        Format::Csv => csv::table(recorder.statements(), &mut out),
        Format::Turtle => rdf::turtle(site, out),
        Format::NTriples => rdf::n_triples(site, out),
        Format::ClaimReview => claimreview::feed(site.views(), &site.config().title, out),
        Format::FollowTheMoney => ftm::lines(recorder, &mut out),
    }
}

impl Format {
    /// Whether it names everything by its absolute address.
    pub fn needs_address(self) -> bool {
        matches!(self, Self::Turtle | Self::NTriples | Self::ClaimReview | Self::FollowTheMoney)
    }
}

/// All that a site says: its tables, each written as it is read.
#[derive(Serialize)]
struct Tables<E, S, C, R, M, Q> {
    entities: E,
    statements: S,
    claims: C,
    reviews: R,
    mentions: M,
    citations: Q,
}

/// A table whose records are made as they are written.
struct Streamed<F>(F);

impl<F, I> Serialize for Streamed<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

fn json(recorder: Recorder<'_>, out: &mut impl Write) -> io::Result<()> {
    let tables = Tables {
        entities: Streamed(|| recorder.entities()),
        statements: Streamed(|| recorder.statements()),
        claims: Streamed(|| recorder.claims()),
        reviews: Streamed(|| recorder.reviews()),
        mentions: Streamed(|| recorder.mentions()),
        citations: Streamed(|| recorder.citations()),
    };
    serde_json::to_writer_pretty(&mut *out, &tables)?;
    writeln!(out)
}

fn json_lines(recorder: Recorder<'_>, out: &mut impl Write) -> io::Result<()> {
    add_lines(out, "entity", recorder.entities())?;
    add_lines(out, "statement", recorder.statements())?;
    add_lines(out, "claim", recorder.claims())?;
    add_lines(out, "review", recorder.reviews())?;
    add_lines(out, "mention", recorder.mentions())?;
    add_lines(out, "citation", recorder.citations())
}

#[derive(Serialize)]
struct Line<R> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    record: R,
}

fn add_lines<R: Serialize>(
    out: &mut impl Write,
    kind: &'static str,
    records: impl Iterator<Item = R>,
) -> io::Result<()> {
    for record in records {
        serde_json::to_writer(&mut *out, &Line { kind, record })?;
        writeln!(out)?;
    }
    Ok(())
}
