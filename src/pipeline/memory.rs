//! What a build leaves for the next one: from which files it was made, what it found, and from what each page was made.
//!
//! Input: a snapshot and options; findings; fingerprints of pages. Output: a note for the output folder. Entry points:
//! [`Fingerprints::new`], [`note`], [`recall`] and [`before`].
//!
//! The fingerprints cover everything that a build depends on: every text and every file to copy, the options, and the
//! program itself, whose templates are among its inputs. Where all are what they were and the output folder is untouched, a
//! build would write what is there and find what it found: so the findings are read from the note, and that is all. Else
//! the same is asked of each page by itself: first of the parts of the site that it read, then of its model.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::Options;
use super::parts::Parts;
use crate::diagnostic::{Code, Diagnostic, Label, Severity};
use crate::load::{LoadError, Snapshot};
use crate::source::{FileId, Location, Span};

/// Fingerprints of all that a site is made from.
pub(super) struct Fingerprints {
    /// Of each text, in the order of the files.
    texts: Vec<u64>,
    /// Of all but the texts of `content/`: settings, templates, files to copy, options, the program itself.
    pub others: u64,
}

impl Fingerprints {
    /// Those of a site's files.
    ///
    /// # Errors
    /// When a file to copy can't be read.
    pub fn new(snapshot: &Snapshot, options: &Options) -> Result<Self, LoadError> {
        let files: Vec<_> = snapshot.files.iter().map(|(_, file)| file).collect();
        let texts: Vec<_> = files.par_iter().map(|file| hash(file.text.as_bytes())).collect();
        let content: HashSet<_> = snapshot.content.iter().copied().collect();
        let besides = snapshot.files.iter().zip(&texts).filter(|((id, _), _)| !content.contains(id));
        let mut numbers: Vec<u64> =
            besides.flat_map(|((_, file), text)| [hash(file.path.as_bytes()), *text]).collect();
        let assets = snapshot.assets.par_iter();
        let assets = assets.map(|asset| Ok([hash(asset.path.as_bytes()), hash(&asset.read()?)]));
        numbers.extend(assets.collect::<Result<Vec<_>, LoadError>>()?.into_iter().flatten());
        let run = format!("{options:?} {} {:?}", program(), snapshot.diagnostics);
        numbers.push(hash(run.as_bytes()));
        Ok(Self { texts, others: of_numbers(numbers) })
    }

    /// That of a text.
    pub fn of(&self, file: FileId) -> u64 {
        self.texts.get(file.0 as usize).copied().unwrap_or_default()
    }

    /// One of all together.
    pub fn all(&self, snapshot: &Snapshot) -> u64 {
        let paths = snapshot.files.iter().map(|(_, file)| hash(file.path.as_bytes()));
        of_numbers(self.texts.iter().copied().chain(paths).chain([self.others]))
    }
}

fn of_numbers(numbers: impl IntoIterator<Item = u64>) -> u64 {
    let bytes: Vec<u8> = numbers.into_iter().flat_map(u64::to_le_bytes).collect();
    hash(&bytes)
}

fn hash(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

/// Tells one program from another, versions under development too.
fn program() -> String {
    let data = std::env::current_exe().and_then(std::fs::metadata);
    let file = data.ok().map(|data| (data.len(), data.modified().ok()));
    format!("{} {file:?}", env!("CARGO_PKG_VERSION"))
}

/// A finding as it is noted down.
#[derive(Serialize, Deserialize)]
struct Noted {
    code: String,
    severity: String,
    message: String,
    place: Place,
    label: String,
    labels: Vec<(Place, String)>,
    help: Vec<String>,
}

/// The file's number, the first byte, the byte after the last.
type Place = (u32, u32, u32);

/// A page as a build made it.
pub(super) struct Made {
    /// A fingerprint of its model, its template and all that this sees.
    pub from: u64,
    /// The parts of the site that its model was made from, as [`Reads::to_text`] writes them.
    ///
    /// [`Reads::to_text`]: crate::graph::reads::Reads::to_text
    pub reads: String,
}

/// The text of a note; the pages have their paths.
pub(super) fn note(all: u64, findings: &[Diagnostic], parts: &Parts, pages: &[(&str, Made)]) -> String {
    let findings: Vec<_> = findings.iter().map(Noted::new).collect();
    let json = serde_json::to_string(&findings).unwrap_or_default();
    let mut note = format!("{all:016x}\n{json}\n{}\n{}", program(), parts.to_text());
    for (path, Made { from, reads }) in pages {
        let _ = writeln!(note, "{from:016x} {reads} {path}");
    }
    note
}

/// What a note says of pages and of what they were made from.
pub(super) struct Before<'n> {
    /// The parts of that site.
    pub parts: Parts,
    /// The fingerprint of each page, and what it read.
    pub pages: HashMap<&'n str, (u64, &'n str)>,
}

/// The pages of a note; nothing where another program made them.
pub(super) fn before(note: &str) -> Option<Before<'_>> {
    let mut lines = note.lines().skip(2);
    if lines.next() != Some(&program()) {
        return None;
    }
    let parts = Parts::of_lines(&mut lines)?;
    let pages = lines.filter_map(|line| {
        let (from, rest) = line.split_once(' ')?;
        let (reads, path) = rest.split_once(' ')?;
        Some((path, (u64::from_str_radix(from, 16).ok()?, reads)))
    });
    Some(Before { parts, pages: pages.collect() })
}

/// The findings of a note, if it was made for this fingerprint.
pub(super) fn recall(note: &str, fingerprint: u64) -> Option<Vec<Diagnostic>> {
    let mut lines = note.lines();
    let (of, json) = (lines.next()?, lines.next()?);
    if u64::from_str_radix(of, 16).ok()? != fingerprint {
        return None;
    }
    let findings: Vec<Noted> = serde_json::from_str(json).ok()?;
    findings.into_iter().map(Noted::finding).collect()
}

impl Noted {
    fn new(finding: &Diagnostic) -> Self {
        let labels = finding.labels.iter().map(|label| (place(label.location), label.message.clone()));
        Self {
            code: finding.code.as_str().to_owned(),
            severity: finding.severity.as_str().to_owned(),
            message: finding.message.clone(),
            place: place(finding.primary),
            label: finding.primary_label.to_string(),
            labels: labels.collect(),
            help: finding.help.clone(),
        }
    }

    fn finding(self) -> Option<Diagnostic> {
        let severities = [Severity::Note, Severity::Warning, Severity::Error];
        let labels = self.labels.into_iter().map(|(at, message)| Label { location: location(at), message });
        Some(Diagnostic {
            code: Code::parse(&self.code)?,
            severity: severities.into_iter().find(|severity| severity.as_str() == self.severity)?,
            message: self.message,
            primary: location(self.place),
            primary_label: self.label.into(),
            labels: labels.collect(),
            help: self.help,
            // A build offers none.
            fixes: Box::default(),
        })
    }
}

fn place(location: Location) -> Place {
    (location.file.0, location.span.start, location.span.end)
}

fn location((file, start, end): Place) -> Location {
    Location::new(FileId(file), Span { start, end })
}
