//! What a build leaves for the next one: from which files it was made, what it found, and from what each page was made.
//!
//! Input: a snapshot and options; findings; fingerprints of pages. Output: a note for the output folder. Entry points:
//! [`fingerprint`], [`note`], [`recall`] and [`pages`].
//!
//! The fingerprint covers everything that a build depends on: every text and every file to copy, the options, and the
//! program itself, whose templates are among its inputs. Where it is what it was and the output folder is untouched, a
//! build would write what is there and find what it found: so the findings are read from the note, and that is all. Else
//! the same is asked of each page by itself.

use std::collections::HashMap;
use std::fmt::Write as _;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::Options;
use crate::diagnostic::{Code, Diagnostic, Label, Severity};
use crate::load::{LoadError, Snapshot};
use crate::source::{FileId, Location, Span};

/// A number that is the same for the same files, options and program.
pub(super) fn fingerprint(snapshot: &Snapshot, options: &Options) -> Result<u64, LoadError> {
    let files: Vec<_> = snapshot.files.iter().map(|(_, file)| file).collect();
    let texts =
        files.par_iter().flat_map_iter(|file| [hash(file.path.as_bytes()), hash(file.text.as_bytes())]);
    let mut numbers: Vec<u64> = texts.collect();
    let assets =
        snapshot.assets.par_iter().map(|asset| Ok([hash(asset.path.as_bytes()), hash(&asset.read()?)]));
    let assets: Result<Vec<_>, LoadError> = assets.collect();
    numbers.extend(assets?.into_iter().flatten());
    let others = format!("{options:?} {} {:?}", program(), snapshot.diagnostics);
    numbers.push(hash(others.as_bytes()));
    let bytes: Vec<u8> = numbers.into_iter().flat_map(u64::to_le_bytes).collect();
    Ok(hash(&bytes))
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

/// The text of a note; `pages` are their paths with a fingerprint of what they were made from.
pub(super) fn note(fingerprint: u64, findings: &[Diagnostic], pages: &[(&str, u64)]) -> String {
    let findings: Vec<_> = findings.iter().map(Noted::new).collect();
    let json = serde_json::to_string(&findings).unwrap_or_default();
    let mut note = format!("{fingerprint:016x}\n{json}\n{}\n", program());
    for (path, made_from) in pages {
        let _ = writeln!(note, "{made_from:016x} {path}");
    }
    note
}

/// The pages of a note, each with a fingerprint of what it was made from; none where another program made them.
pub(super) fn pages(note: &str) -> HashMap<&str, u64> {
    let mut lines = note.lines().skip(2);
    if lines.next() != Some(&program()) {
        return HashMap::new();
    }
    let pages = lines.filter_map(|line| line.split_once(' '));
    pages.filter_map(|(made_from, path)| Some((path, u64::from_str_radix(made_from, 16).ok()?))).collect()
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
