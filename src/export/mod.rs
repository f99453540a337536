//! The facts of a site as data, for other programs.
//!
//! Input: a [`Recorder`], which reads a site's graph and page models. Output: the [`File`]s of a format, each written as it is
//! made; the same facts give the same bytes. Entry points: [`files`], [`File::write`], and [`published`] for the pages.
//!
//! `record` turns the graph into plain records, in which entities go by `kind:id`, claims by `article#claim`, and all else by
//! its address; the formats only differ in how they write these down. `tables` gives them fixed columns.

mod annotations;
mod claimreview;
pub mod diff;
mod ftm;
mod in_order;
mod page_text;
mod rdf;
mod record;
pub mod tables;
mod tei;

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::config::{Config, Files, Format};
use crate::graph::Graph;
use crate::resolve::EntityId;
use crate::syntax::DocumentId;
use crate::view::Published;
use crate::vocabulary::Role;
pub use record::{Recorder, Tell};
use tables::{TABLES, Table, VERSION, schema};

/// A file of a format.
pub struct File {
    format: Format,
    /// Its name: `facts.json`; in the folder of the format, where that has several: `claims.jsonl`.
    pub name: String,
    contents: Contents,
}

#[derive(Clone, Copy)]
enum Contents {
    Whole,
    Table(&'static Table),
    Article(EntityId, DocumentId),
    /// A text that is always the same.
    Fixed(fn() -> String),
}

/// The files of a format.
pub fn files(graph: &Graph, format: Format) -> Vec<File> {
    match format.files() {
        Files::Tables => of_tables(format),
        Files::One => vec![File { format, name: format.file(""), contents: Contents::Whole }],
        Files::Articles => {
            let articles = articles(graph).map(|(article, document)| {
                let name = format.file(&graph.registry.get(article).id);
                File { format, name, contents: Contents::Article(article, document) }
            });
            articles.collect()
        }
    }
}

/// The files of tables, and of what their columns hold.
fn of_tables(format: Format) -> Vec<File> {
    let fixed = |name: &str, text| File { format, name: name.to_owned(), contents: Contents::Fixed(text) };
    let described = [fixed("schema.json", schema::text), fixed("duckdb.sql", schema::views)];
    let described = described.into_iter().filter(|_| format == Format::JsonLines);
    let table = |table: &'static Table| File {
        format,
        name: format.file(table.name),
        contents: Contents::Table(table),
    };
    TABLES.iter().map(table).chain(described).collect()
}

fn articles(graph: &Graph) -> impl Iterator<Item = (EntityId, DocumentId)> {
    let all = graph.all_documents().filter_map(|(document, _)| Some((graph.entity_of(document)?, document)));
    let kinds = &graph.vocabulary.kinds;
    all.filter(|(entity, _)| kinds.get(graph.registry.get(*entity).kind).role == Role::Article)
}

/// What a site publishes as data, as its pages tell it.
pub fn published(config: &Config) -> Vec<Published> {
    let formats = config.export.published(config.base_url.is_some());
    let published = formats.map(|format| {
        let files = match format.files() {
            Files::One => vec![format.file("")],
            Files::Tables => of_tables(format).into_iter().map(|file| file.name).collect(),
            Files::Articles => Vec::new(),
        };
        Published { format, files, version: has_tables(format).then_some(VERSION) }
    });
    published.collect()
}

fn has_tables(format: Format) -> bool {
    match format {
        #[cfg(feature = "sqlite")]
        Format::Sqlite => true,
        format => format.files() == Files::Tables,
    }
}

impl File {
    /// Its path in the output of a site that publishes it.
    pub fn path(&self) -> String {
        self.format.path(&self.name)
    }

    /// How many steps it takes to write.
    pub fn steps(&self, recorder: Recorder<'_>) -> usize {
        match (self.contents, self.format) {
            (Contents::Table(table), _) => table.parts(recorder),
            #[cfg(feature = "sqlite")]
            (Contents::Whole, Format::Sqlite) => TABLES.iter().map(|table| table.parts(recorder)).sum(),
            (Contents::Whole, _) => recorder.count(),
            (Contents::Article(..) | Contents::Fixed(_), _) => 1,
        }
    }

    /// Writes it; the recorder tells of each step.
    ///
    /// # Errors
    /// When it can't be written, or a template fails on a page whose text is needed.
    pub fn write(&self, recorder: Recorder<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self.contents {
            Contents::Whole => whole(recorder, self.format, out),
            Contents::Table(table) => match self.format {
                Format::Csv => tables::csv::write(recorder, table, out),
                _ => tables::jsonl::write(recorder, table, out),
            },
            Contents::Article(article, document) => {
                recorder.tell(1);
                match self.format {
                    Format::Tei => out.write_all(tei::document(recorder, article, document).as_bytes()),
                    _ => annotations::write(recorder, article, document, out),
                }
            }
            Contents::Fixed(text) => out.write_all(text().as_bytes()),
        }
    }
}

/// Writes all facts, one after the other.
fn whole(recorder: Recorder<'_>, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        #[cfg(feature = "sqlite")]
        Format::Sqlite => tables::sqlite::write(recorder, out),
        Format::Turtle => rdf::turtle(recorder, out),
        Format::NTriples => rdf::n_triples(recorder, out),
        Format::ClaimReview => claimreview::feed(recorder, out),
        Format::FollowTheMoney => ftm::lines(recorder, out),
        _ => json(recorder, out),
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

fn json(recorder: Recorder<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lists = Lists {
        entities: Streamed(|| recorder.entities()),
        statements: Streamed(|| recorder.statements()),
        claims: Streamed(|| recorder.claims()),
        reviews: Streamed(|| recorder.reviews()),
        mentions: Streamed(|| recorder.mentions()),
        citations: Streamed(|| recorder.citations()),
    };
    serde_json::to_writer_pretty(&mut *out, &lists)?;
    writeln!(out)
}
