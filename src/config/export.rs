//! What of the facts is published as data beside the pages: the table `[export]`.
//!
//! Input: the table of `annals.toml`. Output: an [`Export`]. Entry point: [`Export::read`].

use crate::data::{Table, Text};
use crate::diagnostic::{Code, Diagnostic, nearest, one_of};
use crate::source::Span;

/// The folder of the output that data is published in.
pub const DATA: &str = "data";

/// How facts are written down for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// One JSON document.
    Json,
    /// Tables: of each a file with a JSON object a row.
    JsonLines,
    /// Tables: of each a file for spreadsheets.
    Csv,
    /// Tables in a database of SQLite.
    #[cfg(feature = "sqlite")]
    Sqlite,
    /// RDF for people.
    Turtle,
    /// RDF for programs, a triple a line.
    NTriples,
    /// The reviews of claims, for fact-check aggregators.
    ClaimReview,
    /// Entities of FollowTheMoney, one a line, for Aleph and OpenSanctions.
    FollowTheMoney,
    /// W3C Web Annotations, a file an article.
    Annotations,
    /// TEI, a file an article.
    Tei,
}

/// In how many files a format writes the facts down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    /// In one.
    One,
    /// In one a table.
    Tables,
    /// In one an article.
    Articles,
}

impl Format {
    /// Every format.
    pub const ALL: &[Self] = &[
        Self::Json,
        Self::JsonLines,
        Self::Csv,
        #[cfg(feature = "sqlite")]
        Self::Sqlite,
        Self::Turtle,
        Self::NTriples,
        Self::ClaimReview,
        Self::FollowTheMoney,
        Self::Annotations,
        Self::Tei,
    ];

    /// What it is called: the name, the ending of its files, their media type, and what people call it.
    fn names(self) -> [&'static str; 4] {
        match self {
            Self::Json => ["json", "json", "application/json", "JSON"],
            Self::JsonLines => ["jsonl", "jsonl", "application/x-ndjson", "JSON Lines"],
            Self::Csv => ["csv", "csv", "text/csv", "CSV"],
            #[cfg(feature = "sqlite")]
            Self::Sqlite => ["sqlite", "sqlite", "application/vnd.sqlite3", "SQLite"],
            Self::Turtle => ["turtle", "ttl", "text/turtle", "RDF (Turtle)"],
            Self::NTriples => ["ntriples", "nt", "application/n-triples", "RDF (N-Triples)"],
            Self::ClaimReview => ["claimreview", "jsonld", "application/ld+json", "ClaimReview"],
            Self::FollowTheMoney => ["ftm", "ftm.json", "application/x-ndjson", "FollowTheMoney"],
            Self::Annotations => ["annotations", "jsonld", "application/ld+json", "Web Annotation"],
            Self::Tei => ["tei", "xml", "application/tei+xml", "TEI"],
        }
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        self.names()[0]
    }

    /// What its files are, for a browser.
    pub fn media_type(self) -> &'static str {
        self.names()[2]
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        self.names()[3]
    }

    /// How many files it has.
    pub fn files(self) -> Files {
        match self {
            Self::JsonLines | Self::Csv => Files::Tables,
            Self::Annotations | Self::Tei => Files::Articles,
            _ => Files::One,
        }
    }

    /// The name of a file of it: that of a table or of an article, or its only one.
    pub fn file(self, of: &str) -> String {
        let [name, ending, ..] = self.names();
        match self.files() {
            Files::One if self == Self::ClaimReview => format!("{name}.{ending}"),
            Files::One => format!("facts.{ending}"),
            Files::Tables | Files::Articles => format!("{of}.{ending}"),
        }
    }

    /// The path in the output of a file of this name.
    pub fn path(self, file: &str) -> String {
        match self.files() {
            Files::One => format!("{DATA}/{file}"),
            Files::Tables | Files::Articles => format!("{DATA}/{}/{file}", self.as_str()),
        }
    }

    /// Whether it is one text, which a terminal can show.
    pub fn is_text(self) -> bool {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite => false,
            _ => self.files() == Files::One,
        }
    }

    /// Whether it names everything by its absolute address.
    pub fn needs_address(self) -> bool {
        self.files() == Files::Articles
            || matches!(self, Self::Turtle | Self::NTriples | Self::ClaimReview | Self::FollowTheMoney)
    }
}

/// What is published as data.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// The formats, in the order of [`Format::ALL`], with their places.
    publish: Vec<(Format, Span)>,
    /// Under which licence, in words or as an address.
    pub license: Option<String>,
}

impl Export {
    /// Reads the table.
    pub fn read(table: &mut Table<'_>) -> Self {
        let Some(node) = table.node("export") else { return Self::default() };
        let mut inner = Table::new(node, Code::BadConfig);
        let texts = inner.texts("publish");
        let mut publish: Vec<_> = texts.iter().filter_map(|text| format(&mut inner, text)).collect();
        publish.sort_unstable_by_key(|(format, _)| *format);
        publish.dedup_by_key(|(format, _)| *format);
        let license = inner.text("license").map(|text| text.text.trim().to_owned());
        inner.finish().into_iter().for_each(|finding| table.report(finding));
        Self { publish, license: license.filter(|license| !license.is_empty()) }
    }

    /// The formats that a site publishes, which has an address or none.
    pub fn published(&self, has_address: bool) -> impl Iterator<Item = Format> {
        let formats = self.publish.iter().map(|(format, _)| *format);
        formats.filter(move |format| has_address || !format.needs_address())
    }

    /// A finding for each format that a site without an address does not publish.
    pub fn unpublished(&self) -> impl Iterator<Item = Diagnostic> {
        let nameless = self.publish.iter().filter(|(format, _)| format.needs_address());
        nameless.map(|(format, span)| {
            let message =
                format!("`{}` names everything by its address, and this site has none", format.as_str());
            let help = "it is written where `base_url` says where the site will be, or `--base-url` does";
            Diagnostic::at(Code::UnpublishedData, *span, message).help(help)
        })
    }
}

fn format(table: &mut Table<'_>, text: &Text) -> Option<(Format, Span)> {
    let found = Format::ALL.iter().find(|format| format.as_str() == text.text);
    if found.is_none() {
        let names: Vec<_> = Format::ALL.iter().map(|format| format.as_str()).collect();
        let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("there is no format `{}`", text.text);
        let near = nearest(&text.text, names).map(|near| format!("did you mean `{near}`?"));
        let finding = Diagnostic::at(Code::BadConfig, text.span, message).maybe_help(near);
        table.report(finding.help(format!("the formats are {}", one_of(&quoted).replace(" or ", " and "))));
    }
    found.map(|format| (*format, text.span))
}
