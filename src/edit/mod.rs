//! Changes to an author's files: fitted to the markup that is there, planned, verified, and written all or not at all.
//!
//! Input: a text of the site, and what an author wishes. Output: edits that change nothing else, and the files that hold
//! them. Entry points: [`Manuscript::fit`] and [`Manuscript::annotate`] for a selection, [`Manuscript::verify`] for edits
//! of any making, [`fixes`] and [`mend`] for findings, [`tidy`](fn@tidy) for light markup, [`rename`](fn@rename) for another id,
//! [`after`] and [`is_as_good`] for a whole site, [`apply`], [`write`](fn@write) and [`recover`].
//!
//! Nothing is written from a tree: an edit replaces bytes, and all others stay. A text is read again as it would be; where
//! a word or another annotation would be lost, nothing is changed and the author is told why.
//!
//! Nor is anything of an author's lost. A file is replaced only while it holds what was read of it; one that is no UTF-8, that
//! is read-only or that stands behind a link is refused, and then no other is touched. What is to be done stands in a
//! `journal` before the first file is: an edit that is killed is finished by the next run, or taken back.

mod annotate;
mod apart;
mod complete;
mod file;
mod fit;
mod fix;
mod gather;
mod journal;
mod names;
mod rename;
mod tidy;
mod verify;
mod whole;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use annotate::{Planned, Wish, quoted};
pub use complete::{Completed, Completion, MOST, complete};
pub use fit::{Fitted, Grown};
pub use fix::{Mended, changes, findings, fixes, mend};
pub use names::{NAMES, name_entry};
pub use rename::{Renamed, rename};
pub use tidy::tidy;
pub use verify::{Refusal, Said, said};
pub use whole::{after, is_as_good};

use crate::config::Config;
use crate::graph::Graph;
use crate::pipeline::Site;
pub use crate::source::Edit;
use crate::source::TextFile;
use crate::syntax::{Document, DocumentId};
use journal::Journal;

/// A text of a site that its author changes.
#[derive(Clone, Copy, Debug)]
pub struct Manuscript<'s> {
    /// All that the site says.
    pub graph: &'s Graph,
    /// Its settings.
    pub config: &'s Config,
    /// The file.
    pub file: &'s TextFile,
    /// What is in it.
    pub document: &'s Document,
    /// Its number.
    pub id: DocumentId,
}

impl<'s> Manuscript<'s> {
    /// A document of a site; none where there is no such document.
    pub fn new(site: &'s Site, id: DocumentId) -> Option<Self> {
        let (graph, config) = (site.graph(), site.config());
        let document = graph.document(id)?;
        let file = site.files().get(document.file);
        Some(Self { graph, config, file, document, id })
    }
}

/// A text with edits carried out; they may come in any order, and one that overlaps an earlier one is left out.
pub fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort();
    let mut out = String::with_capacity(text.len() + edits.len() * 8);
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start >= at {
            out.push_str(text.get(at..range.start).unwrap_or_default());
            out.push_str(&edit.words);
            at = range.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A file that is to have another text, and perhaps another name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its path in the site, with `/`.
    pub path: String,
    /// Its path from now on, where that is another.
    pub to: Option<String>,
    /// Its text until now.
    pub before: String,
    /// Its text from now on.
    pub after: String,
}

impl Change {
    /// The change that undoes this one.
    pub(crate) fn reversed(&self) -> Self {
        let (path, to) = match &self.to {
            Some(to) => (to.clone(), Some(self.path.clone())),
            None => (self.path.clone(), None),
        };
        Self { path, to, before: self.after.clone(), after: self.before.clone() }
    }
}

/// Why files are not edited.
#[derive(Debug)]
pub enum EditError {
    /// The system refused something.
    Io(PathBuf, io::Error),
    /// A file can't be edited.
    Refused(PathBuf, &'static str),
    /// Others are being edited.
    Busy,
}

impl fmt::Display for EditError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(formatter, "can't write {}: {error}", path.display()),
            Self::Refused(path, why) => write!(formatter, "{} {why}; nothing was changed", path.display()),
            Self::Busy => {
                write!(formatter, "another program is editing this site; try again when it is done")
            }
        }
    }
}

impl std::error::Error for EditError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            Self::Refused(..) | Self::Busy => None,
        }
    }
}

/// Writes all changes to the files of the site in `root`, or none.
///
/// # Errors
/// When a file can't be edited, or is no longer as it was read; then all are as they were.
pub fn write(root: &Path, changes: &[Change]) -> Result<(), EditError> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut journal = Journal::open(root)?;
    journal.recover()?;
    journal.carry_out(changes)
}

/// Writes a file of the site in `root` that is not there yet; its path is relative to the site, with `/`.
///
/// # Errors
/// When it is there, lies behind a link, or can't be written.
pub fn create(root: &Path, path: &str, text: &str) -> Result<(), EditError> {
    file::create(root, path, text)
}

/// What became of an edit that was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// It was finished.
    Finished,
    /// It was taken back, since a file had been changed meanwhile.
    TakenBack,
}

/// Finishes an edit that was killed, or takes it back; says which, where there was one.
///
/// # Errors
/// When the system refuses something, or others are at work.
pub fn recover(root: &Path) -> Result<Option<Recovered>, EditError> {
    if !journal::is_there(root) {
        return Ok(None);
    }
    Journal::open(root)?.recover()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn edits_touch_no_other_byte() {
        let edit = |start, end, words: &str| Edit { span: Span::new(start..end), words: words.to_owned() };
        let edits = vec![edit(4, 7, "[[two]]"), edit(0, 3, "[[one]]"), edit(5, 9, "lost")];
        assert_eq!(apply("one two\r\n", edits), "[[one]] [[two]]\r\n");
    }
}
