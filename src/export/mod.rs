//! The facts of a site as data, for other programs.
//!
//! Input: a [`Site`]. Output: one JSON document, tables as lines of JSON, as CSV or in a database, RDF as Turtle or
//! N-Triples, or what other programs read; the same facts give the same bytes. Entry points: [`export`], [`export_tables`],
//! and [`files`] for what has a file an article.
//!
//! `record` turns the graph into plain records, in which entities go by `kind:id`, claims by `article#claim`, and all else by
//! its address; the formats only differ in how they write these down. `tables` gives them fixed columns.

mod annotations;
mod claimreview;
pub mod diff;
mod ftm;
mod page_text;
mod rdf;
mod record;
pub mod tables;
mod tei;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

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
        Format::Turtle => rdf::turtle(site, out),
        Format::NTriples => rdf::n_triples(site, out),
        Format::ClaimReview => claimreview::feed(site.views(), &site.config().title, out),
        Format::FollowTheMoney => ftm::lines(recorder, &mut out),
    }
}

/// How the facts are written down as tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// A folder: of each table a file with a JSON object a row.
    JsonLines,
    /// A folder: of each table a file for spreadsheets.
    Csv,
    /// A database of SQLite.
    #[cfg(feature = "sqlite")]
    Sqlite,
}

/// Writes the facts of a site as tables into a folder, or a file. Each file is whole, or stays what it was.
///
/// # Errors
/// When it can't be written.
pub fn export_tables(site: &Site, tables: Tables, path: &Path) -> io::Result<()> {
    let recorder = Recorder::new(site);
    match tables {
        Tables::JsonLines => {
            let schema = serde_json::to_string_pretty(&tables::schema::schema())?;
            put(&path.join("schema.json"), |out| writeln!(out, "{schema}"))?;
            put(&path.join("duckdb.sql"), |out| out.write_all(tables::schema::views().as_bytes()))?;
            tables::TABLES.iter().try_for_each(|table| {
                let file = path.join(format!("{}.jsonl", table.name));
                put(&file, |out| tables::jsonl::write(recorder, table, out))
            })
        }
        Tables::Csv => tables::TABLES.iter().try_for_each(|table| {
            let file = path.join(format!("{}.csv", table.name));
            put(&file, |out| tables::csv::write(recorder, table, out))
        }),
        #[cfg(feature = "sqlite")]
        Tables::Sqlite => put_in_place(path, |part| tables::sqlite::write(recorder, part)),
    }
}

/// Puts a file in its place when all of it is written.
fn put(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    put_in_place(path, |path| {
        let mut out = BufWriter::new(File::create(path)?);
        write(&mut out)?;
        out.flush()
    })
}

/// Puts a file in its place when it has been made under another name beside it.
fn put_in_place(path: &Path, make: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::create_dir_all(folder.unwrap_or(Path::new(".")))?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let made = make(&part).and_then(|()| fs::rename(&part, path));
    if made.is_err() {
        // What is left of it is of no use to anybody.
        let _ = fs::remove_file(&part);
    }
    made
}

impl Format {
    /// Whether it names everything by its absolute address.
    pub fn needs_address(self) -> bool {
        matches!(self, Self::Turtle | Self::NTriples | Self::ClaimReview | Self::FollowTheMoney)
    }
}

/// All that a site says: its lists, each written as it is read.
#[derive(Serialize)]
struct Lists<E, S, C, R, M, Q> {
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
    let lists = Lists {
        entities: Streamed(|| recorder.entities()),
        statements: Streamed(|| recorder.statements()),
        claims: Streamed(|| recorder.claims()),
        reviews: Streamed(|| recorder.reviews()),
        mentions: Streamed(|| recorder.mentions().map(|(_, mention)| mention)),
        citations: Streamed(|| recorder.citations()),
    };
    serde_json::to_writer_pretty(&mut *out, &lists)?;
    writeln!(out)
}
