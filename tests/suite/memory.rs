//! A site in memory, as far as its findings.

use annals::diagnostic::{Diagnostic, render_human};
use annals::load::Snapshot;
use annals::pipeline::{Options, Site};
use annals::source::Files;

/// What checking a site found.
pub struct Checked {
    /// The site's files.
    pub files: Files,
    /// All findings, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks a site given by its files.
pub fn check<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Checked {
    let session = Site::of(Snapshot::from_memory(files), Options::default());
    Checked { files: session.files().clone(), diagnostics: session.findings().to_vec() }
}

impl Checked {
    /// The findings as the command prints them, each followed by an empty line.
    pub fn printed(&self) -> String {
        let printed = self.diagnostics.iter().map(|it| render_human(it, &self.files, false, 100));
        printed.map(|finding| format!("{finding}\n\n")).collect()
    }
}
