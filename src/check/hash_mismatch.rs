//! # hash-mismatch
//!
//! The archived text of a source is not the one that was recorded.
//!
//! ## What it finds
//!
//! A source whose `text` names a file with another SHA-256 than its `sha256` says. The hash is that of the file's bytes.
//!
//! ## Why it matters
//!
//! The hash is what makes an archived text evidence: whoever wrote it down vouches for this very text. Line breaks count;
//! where Git converts them, put `*.txt -text` into `.gitattributes`.
//!
//! ## Fails
//!
//! ```yaml content/sources/speech.md
//! text: speech.txt
//! sha256: 0000000000000000000000000000000000000000000000000000000000000000
//! ```
//!
//! ## Passes
//!
//! The same with the hash that `sha256sum speech.txt` prints.
//!
//! ## To acknowledge it
//!
//! `allow: [{code: hash-mismatch, reason: …}]` in the front matter of the source.

use std::fmt::Write as _;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::archive::Archives;
use super::facts::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Statement;
use crate::source::FileId;
use crate::vocabulary::{PropertyId, Role};

/// Finds archived texts that have changed.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let archives = Archives::of(site);
    let sources = site.graph.registry.iter().map(|(id, _)| id).filter(|&id| site.role(id) == Role::Source);
    let recorded: Vec<_> = sources
        .filter_map(|source| Some((site.stated(source, PropertyId::SHA256).next()?, archives.text(source)?)))
        .collect();
    recorded.into_par_iter().filter_map(|(statement, text)| mismatch(site, statement, text)).collect()
}

fn mismatch(site: &Site<'_>, statement: &Statement, text: FileId) -> Option<Diagnostic> {
    let file = site.snapshot.files.get(text);
    let hash = Sha256::digest(file.text.as_bytes()).iter().fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    });
    if site.words(&statement.value).trim().eq_ignore_ascii_case(&hash) {
        return None;
    }
    let message = format!("`{}` has another SHA-256 than the one recorded", file.path);
    let help = format!("restore the text; or read it again and record `sha256: {hash}`");
    Some(Diagnostic::new(Code::HashMismatch, statement.location, message).help(help))
}
