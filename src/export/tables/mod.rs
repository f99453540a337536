//! The facts as tables, each with the same columns whatever a site holds: for databases, spreadsheets and data frames.
//!
//! Input: a `Recorder`. Output: rows, written as lines of JSON, as CSV, or into a database of SQLite, with a description of
//! the columns. Entry points: [`TABLES`], and in each format's own module.
//!
//! A row names others by their ids, and these are addresses or made of what is said: none is counted, so a fact that comes or
//! goes changes no other id.

pub mod csv;
mod fill;
pub mod jsonl;
pub mod schema;
#[cfg(feature = "sqlite")]
pub mod sqlite;

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use serde::{Serialize, Serializer};

use super::in_order::in_order;
use super::record::Recorder;

/// The version of the tables: the first number goes up where a column is renamed or removed.
pub const VERSION: &str = "1.0";

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'s> {
    /// Nothing: unknown, or not there.
    Null,
    /// Words, an id, an address or a date.
    Text(Cow<'s, str>),
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// [`Cell::Text`].
    Text,
    /// A day as ISO 8601 has it.
    Day,
    /// [`Cell::Integer`].
    Integer,
    /// [`Cell::Number`].
    Number,
    /// [`Cell::Boolean`].
    Boolean,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Type,
    /// Whether a cell may be empty.
    pub is_optional: bool,
    /// The table whose `id` its cells are.
    pub of: Option<&'static str>,
    /// What it says.
    pub about: &'static str,
}

/// Takes rows.
type Sink<'w, 's> = dyn FnMut(&[Cell<'s>]) -> io::Result<()> + 'w;

/// What a table is filled from, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The whole site, at once.
    Site,
    /// Each entity.
    Entity,
    /// Each document, then the one-line declarations.
    Document,
    /// Each claim.
    Claim,
}

/// What gives the rows of a part of a site.
type Rows = for<'s> fn(Recorder<'s>, usize, &mut Sink<'_, 's>) -> io::Result<()>;

/// A table: what a row is, the columns, the first of which is its `id` where it has one, and what gives the rows.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    of: Of,
    rows: Rows,
}

impl Table {
    /// In how many parts its rows can be had.
    pub fn parts(&self, recorder: Recorder<'_>) -> usize {
        match self.of {
            Of::Site => 1,
            Of::Entity => recorder.graph.registry.iter().len(),
            Of::Document => recorder.graph.documents.len() + 1,
            Of::Claim => recorder.graph.registry.claims().len(),
        }
    }

    /// Makes all rows, several threads at once, and gives what each run of them is written down as to `take`, in order.
    fn each<'s, M: Default + Send>(
        &self,
        recorder: Recorder<'s>,
        write: impl Fn(&mut M, &[Cell<'s>]) -> io::Result<()> + Sync,
        mut take: impl FnMut(M) -> io::Result<()>,
    ) -> io::Result<()> {
        let make = |parts: Range<usize>| {
            let mut made = M::default();
            let rows = parts
                .clone()
                .try_for_each(|part| (self.rows)(recorder, part, &mut |cells| write(&mut made, cells)));
            rows.map(|()| (parts.len(), made))
        };
        in_order(self.parts(recorder), make, |made| {
            let (parts, made) = made?;
            recorder.tell(parts);
            take(made)
        })
    }
}

const fn column(name: &'static str, kind: Type, about: &'static str) -> Column {
    Column { name, kind, is_optional: false, of: None, about }
}

impl Column {
    const fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    const fn of(self, table: &'static str) -> Self {
        Self { of: Some(table), ..self }
    }
}

const ID: Column = column("id", Type::Text, "Its id.");
const DOCUMENT: Column =
    column("document", Type::Text, "The document it stands in.").of("documents").optional();
const SENTENCE: Column =
    column("sentence", Type::Text, "The sentence it stands in.").of("sentences").optional();
const FILE: Column = column("file", Type::Text, "The file it is written in.");
const LINE: Column = column("line", Type::Integer, "The line there, from 1.");
const CLAIM: Column = column("claim", Type::Text, "The claim that asserts it.").of("claims").optional();
const VALUE: Column = column(
    "value",
    Type::Text,
    "The value in its standard form: an entity's id, a number, an EDTF date, an ISO 8601 duration.",
);
const VALUE_ENTITY: Column =
    column("value_entity", Type::Text, "The entity that the value is.").of("entities").optional();
const LABEL: Column = column("label", Type::Text, "The value in English, or the entity's name.");
const DATATYPE: Column = column(
    "datatype",
    Type::Text,
    "What the value is: entity, text, number, date, duration, coordinates, url, boolean.",
);
const AMOUNT: Column =
    column("amount", Type::Number, "The number, where it is one; of a duration, its seconds.").optional();
const UNIT: Column = column("unit", Type::Text, "The number's unit; `s` of a duration.").optional();
const LOW: Column = column("low", Type::Number, "The least number it may be.").optional();
const HIGH: Column = column("high", Type::Number, "The greatest number it may be.").optional();
const EARLIEST: Column = column("earliest", Type::Day, "The first day that the date may mean.").optional();
const LATEST: Column = column("latest", Type::Day, "The last day that the date may mean.").optional();

/// Every table, those before that others refer to.
pub const TABLES: [Table; 13] = [
    Table {
        name: "entities",
        about: "Somebody or something with a page.",
        columns: &[
            ID,
            column("kind", Type::Text, "Its kind: person, event, article, source …"),
            column("name", Type::Text, "Its name."),
            column("summary", Type::Text, "Who or what it is.").optional(),
            column("same_as", Type::Text, "The same elsewhere, with `; ` between."),
            column("page", Type::Text, "The address of its page."),
            FILE,
        ],
        of: Of::Entity,
        rows: fill::entities,
    },
    Table {
        name: "documents",
        about: "A text of the site: an article, the page of an entity, a review.",
        columns: &[
            ID,
            column("kind", Type::Text, "The kind of what it is about, or `claim` for a review."),
            column("title", Type::Text, "Its title."),
            column("date", Type::Text, "Its date in EDTF.").optional(),
            EARLIEST,
            LATEST,
            column("language", Type::Text, "Its language, as BCP 47 has it."),
            column("page", Type::Text, "The address of the page that shows it."),
            FILE,
            column("text", Type::Text, "Its plain text."),
        ],
        of: Of::Document,
        rows: fill::documents,
    },
    Table {
        name: "sentences",
        about: "A sentence of a document.",
        columns: &[
            column("id", Type::Text, "Its address."),
            column("document", Type::Text, "The document it stands in.").of("documents"),
            column("number", Type::Integer, "Its place in the document, from 1."),
            column("text", Type::Text, "Its words."),
            column("start_at", Type::Integer, "Its first character in the document's text, from 0."),
            column("end_at", Type::Integer, "The character behind its last."),
        ],
        of: Of::Document,
        rows: fill::sentences,
    },
    Table {
        name: "names",
        about: "A name of an entity.",
        columns: &[
            column("entity", Type::Text, "Whose name it is.").of("entities"),
            column("name", Type::Text, "The name."),
            column("is_alias", Type::Boolean, "Whether it is another name than the one its page has."),
        ],
        of: Of::Entity,
        rows: fill::names,
    },
    Table {
        name: "properties",
        about: "What can be said of things, or of what is said.",
        columns: &[
            column("id", Type::Text, "Its name in markup."),
            column("label", Type::Text, "What it is called in English, or by the site."),
            column(
                "datatype",
                Type::Text,
                "What its values are; `qualifier` of one that restricts other values.",
            ),
            column("inverse", Type::Text, "The property that says the same of the value.").optional(),
            column("schema", Type::Text, "The property of schema.org.").optional(),
            column("wikidata", Type::Text, "The property of Wikidata.").optional(),
            column("page", Type::Text, "Its address on the page of the vocabulary.").optional(),
        ],
        of: Of::Site,
        rows: fill::properties,
    },
    Table {
        name: "claims",
        about: "Somebody asserts something.",
        columns: &[
            ID,
            column("document", Type::Text, "The article that reports it.").of("documents").optional(),
            SENTENCE,
            column("text", Type::Text, "What is claimed."),
            column("words", Type::Text, "The words in the article, where the text is another wording.")
                .optional(),
            column("is_quote", Type::Boolean, "Whether the words are the speaker's own."),
            column("said_on", Type::Text, "When it was said, in EDTF.").optional(),
            EARLIEST,
            LATEST,
            column("via", Type::Text, "Through which medium.").optional(),
            column(
                "is_disputed",
                Type::Boolean,
                "Whether it denies or disputes another claim, or another it.",
            ),
            column("is_reviewed", Type::Boolean, "Whether it has been rated."),
            column("page", Type::Text, "The address of its page."),
            FILE,
            LINE,
        ],
        of: Of::Claim,
        rows: fill::claims,
    },
    Table {
        name: "claim_relations",
        about: "Who and what a claim is tied to: who says it, to whom, at what, about whom, and how it stands to other claims.",
        columns: &[
            column("claim", Type::Text, "The claim.").of("claims"),
            column(
                "relation",
                Type::Text,
                "`by`, `to`, `at`, `about`, `supports`, `denies`, `disputes`, `repeats`, `qualifies` or `corrects`.",
            ),
            column("entity", Type::Text, "The entity.").of("entities").optional(),
            column("other", Type::Text, "The other claim.").of("claims").optional(),
            column("words", Type::Text, "Who says it without having a page.").optional(),
        ],
        of: Of::Claim,
        rows: fill::claim_relations,
    },
    Table {
        name: "statements",
        about: "A value of a property of something.",
        columns: &[
            column("id", Type::Text, "Its address."),
            column("subject", Type::Text, "What it is about.").of("entities"),
            column("property", Type::Text, "What it says of it.").of("properties"),
            DATATYPE,
            VALUE,
            VALUE_ENTITY,
            LABEL,
            AMOUNT,
            UNIT,
            LOW,
            HIGH,
            EARLIEST,
            LATEST,
            column("rank", Type::Text, "How much editors make of it: preferred, normal, deprecated."),
            column(
                "is_asserted",
                Type::Boolean,
                "Whether the site itself says so; else only the speaker of the claim does.",
            ),
            CLAIM,
            DOCUMENT,
            SENTENCE,
            FILE,
            LINE,
        ],
        of: Of::Document,
        rows: fill::statements,
    },
    Table {
        name: "qualifiers",
        about: "What restricts a statement.",
        columns: &[
            column("statement", Type::Text, "The statement.").of("statements"),
            column("name", Type::Text, "The qualifier: `from`, `until`, `role` …"),
            DATATYPE,
            VALUE,
            VALUE_ENTITY,
            LABEL,
            AMOUNT,
            UNIT,
            LOW,
            HIGH,
            EARLIEST,
            LATEST,
        ],
        of: Of::Document,
        rows: fill::qualifiers,
    },
    Table {
        name: "mentions",
        about: "A place where somebody, something or a claim is named.",
        columns: &[
            column("id", Type::Text, "Its address."),
            column("entity", Type::Text, "Who or what is named.").of("entities").optional(),
            column("claim", Type::Text, "The claim that is named.").of("claims").optional(),
            column("document", Type::Text, "The document it stands in.").of("documents").optional(),
            SENTENCE,
            column("exact", Type::Text, "The words there."),
            column("prefix", Type::Text, "What stands before them."),
            column("suffix", Type::Text, "What stands behind them."),
            column("start_at", Type::Integer, "The first character in the document's text, from 0."),
            column("end_at", Type::Integer, "The character behind the last."),
            column("attributes", Type::Text, "What else is said there, as a JSON object.").optional(),
            FILE,
            LINE,
        ],
        of: Of::Document,
        rows: fill::mentions,
    },
    Table {
        name: "reviews",
        about: "A claim is rated; a row for each claim.",
        columns: &[
            column("review", Type::Text, "Its address."),
            column("claim", Type::Text, "The claim.").of("claims"),
            column("rating", Type::Text, "The rating in words."),
            column("rating_value", Type::Number, "The rating as a number.").optional(),
            column("best", Type::Number, "The best possible.").optional(),
            column("worst", Type::Number, "The worst possible.").optional(),
            column("reviewed", Type::Text, "When, in EDTF.").optional(),
            EARLIEST,
            LATEST,
            column("reviewer", Type::Text, "By whom, in words.").optional(),
            column("reviewer_entity", Type::Text, "By whom.").of("entities").optional(),
            column("reasoning", Type::Text, "Why: the text of the review."),
            FILE,
        ],
        of: Of::Document,
        rows: fill::reviews,
    },
    Table {
        name: "sources",
        about: "What is cited.",
        columns: &[
            column("id", Type::Text, "Its id.").of("entities"),
            column("title", Type::Text, "Its title."),
            column("url", Type::Text, "Its address.").optional(),
            column("authors", Type::Text, "Who wrote it, with `; ` between.").optional(),
            column("publisher", Type::Text, "Who published it.").optional(),
            column("published", Type::Text, "When, in EDTF.").optional(),
            EARLIEST,
            LATEST,
            column("retrieved", Type::Text, "When it was read, in EDTF.").optional(),
            column("archive_url", Type::Text, "Where it is archived.").optional(),
            column("text", Type::Text, "The file with its archived text.").optional(),
            column("sha256", Type::Text, "The hash of that file.").optional(),
            column("page", Type::Text, "The address of its page."),
        ],
        of: Of::Entity,
        rows: fill::sources,
    },
    Table {
        name: "citations",
        about: "A source is cited: by a sentence, for a claim, for a value, for a review.",
        columns: &[
            column("source", Type::Text, "The source.").of("sources"),
            column("locator", Type::Text, "Where in it.").optional(),
            column("document", Type::Text, "The document that cites it.").of("documents").optional(),
            SENTENCE,
            column("claim", Type::Text, "The claim it is cited for.").of("claims").optional(),
            column("statement", Type::Text, "The value it is given for.").of("statements").optional(),
            column("review", Type::Text, "The review it is evidence of.").optional(),
        ],
        of: Of::Document,
        rows: fill::citations,
    },
];

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Boolean(is) => serializer.serialize_bool(*is),
        }
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'s> From<&'s str> for Cell<'s> {
    fn from(text: &'s str) -> Self {
        Self::Text(text.into())
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Null }
    }
}

impl From<bool> for Cell<'_> {
    fn from(is: bool) -> Self {
        Self::Boolean(is)
    }
}

impl<'s, T: Into<Cell<'s>>> From<Option<T>> for Cell<'s> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
