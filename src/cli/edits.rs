//! Changes to an author's files: worked out first, written all or not at all.
//!
//! Input: texts, and what to put where. Output: new texts, and files that are replaced in one step each. Entry points:
//! [`apply`] and [`write_all`].

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::source::Span;

/// Words to put in the place of a span.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes to replace.
    pub span: Span,
    /// What to put there.
    pub words: String,
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

/// A file that is to have another text.
#[derive(Debug)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// Its text until now.
    pub before: String,
    /// Its text from now on.
    pub after: String,
}

/// Writes all changes, or none: what was written when one fails is put back.
pub fn write_all(changes: &[Change]) -> anyhow::Result<()> {
    let mut written = Vec::new();
    for change in changes {
        if let Err(error) = replace(&change.path, &change.after) {
            for done in written {
                put_back(done)?;
            }
            return Err(error);
        }
        written.push(change);
    }
    Ok(())
}

/// Writes the text that a file had.
pub fn put_back(change: &Change) -> anyhow::Result<()> {
    replace(&change.path, &change.before)
        .with_context(|| format!("{} could not be put back as it was", change.path.display()))
}

/// Puts a text in the place of a file's, in one step; the file keeps its permissions, and a link stays a link.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let failed = || format!("can't write {}", path.display());
    let path = path.canonicalize().with_context(failed)?;
    let permissions = fs::metadata(&path).with_context(failed)?.permissions();
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push("~");
    let temporary = path.with_file_name(name);
    let written = fs::write(&temporary, text)
        .and_then(|()| fs::set_permissions(&temporary, permissions))
        .and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.with_context(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_touch_no_other_byte() {
        let edit = |start, end, words: &str| Edit { span: Span { start, end }, words: words.to_owned() };
        let edits = vec![edit(4, 7, "[[two]]"), edit(0, 3, "[[one]]"), edit(5, 9, "lost")];
        assert_eq!(apply("one two\r\n", edits), "[[one]] [[two]]\r\n");
    }
}
