//! What an author declined, so that nobody asks again.
//!
//! Input: a site's folder. Output: the file `.annals/declined`, a line each: kind, article and words. Entry points:
//! [`Declined::read`] and [`Declined::write`].

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::propose::Proposal;
use crate::resolve::collapse;

/// What was declined.
#[derive(Debug)]
pub(super) struct Declined {
    path: PathBuf,
    lines: BTreeSet<String>,
    is_changed: bool,
}

impl Declined {
    /// Reads what was declined until now.
    ///
    /// # Errors
    /// When the file is there and can't be read.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let path = root.join(".annals").join("declined");
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            text => text.with_context(|| format!("can't read {}", path.display()))?,
        };
        Ok(Self { path, lines: text.lines().map(str::to_owned).collect(), is_changed: false })
    }

    /// Whether a proposal was declined.
    pub fn has(&self, file: &str, proposal: &Proposal) -> bool {
        self.lines.contains(&line(file, proposal))
    }

    /// Notes that a proposal was declined.
    pub fn add(&mut self, file: &str, proposal: &Proposal) {
        self.is_changed |= self.lines.insert(line(file, proposal));
    }

    /// Writes what was declined, where that is more than before.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self) -> anyhow::Result<()> {
        let Some(folder) = self.path.parent().filter(|_| self.is_changed) else { return Ok(()) };
        let write = || {
            std::fs::create_dir_all(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            self.lines.iter().try_for_each(|line| writeln!(file, "{line}"))?;
            file.persist(&self.path).map_err(|error| error.error).map(drop)
        };
        write().with_context(|| format!("can't write {}", self.path.display()))
    }
}

/// The line of a proposal: a text that changes elsewhere keeps it.
fn line(file: &str, proposal: &Proposal) -> String {
    format!("{}\t{file}\t{}", proposal.kind.as_str(), collapse(&proposal.words).replace(['\t', '\n'], " "))
}
