//! What an author declined, so that nobody asks again.
//!
//! Input: a site's folder. Output: the file `.annals/declined`, a line each: kind, article and words. Entry points:
//! [`Declined::read`] and [`Declined::write`].

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::Proposal;
use crate::resolve::collapse;

/// What was declined.
#[derive(Debug)]
pub struct Declined {
    path: PathBuf,
    lines: BTreeSet<String>,
    is_changed: bool,
}

/// Why what was declined can't be read or written: the file, and what the system says.
#[derive(Debug)]
pub struct DeclinedError(PathBuf, io::Error);

impl fmt::Display for DeclinedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "can't read or write {}: {}", self.0.display(), self.1)
    }
}

impl std::error::Error for DeclinedError {}

impl Declined {
    /// Reads what was declined until now.
    ///
    /// # Errors
    /// When the file is there and can't be read.
    pub fn read(root: &Path) -> Result<Self, DeclinedError> {
        let path = root.join(".annals").join("declined");
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            text => text.map_err(|error| DeclinedError(path.clone(), error))?,
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
    pub fn write(&self) -> Result<(), DeclinedError> {
        let Some(folder) = self.path.parent().filter(|_| self.is_changed) else { return Ok(()) };
        let write = || {
            std::fs::create_dir_all(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            self.lines.iter().try_for_each(|line| writeln!(file, "{line}"))?;
            file.persist(&self.path).map_err(|error| error.error).map(drop)
        };
        write().map_err(|error| DeclinedError(self.path.clone(), error))
    }
}

/// The line of a proposal: a text that changes elsewhere keeps it.
fn line(file: &str, proposal: &Proposal) -> String {
    format!("{}\t{file}\t{}", proposal.kind.as_str(), collapse(&proposal.words).replace(['\t', '\n'], " "))
}
