//! `annals tidy`: make the markup of articles light.
//!
//! Input: the site, and perhaps some of its files. Output: the files with long attributes in definitions and without what
//! is said twice; the site's pages are the same bytes. Entry point: [`Tidy::run`].

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::messages::{Console, answer, counted};
use super::{documents_of, shown};
use crate::edit;
use crate::pipeline::{Options, Site};
use crate::syntax::DocumentId;

/// What `annals tidy` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Tidy {
    /// The files to look at [default: all]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Move facts to the claim or mention that says the same as well, and make names short
    #[arg(long)]
    facts: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals tidy
  annals tidy --facts content/articles/a-visit-to-the-engine.md

Attributes of more than a few words move into definitions in an `annals` fence at the end of the file, and what a claim
has from the claim around it, from `claims` in the front matter or from its event goes. No byte of a page changes, and
a second run changes nothing. Claims without an id keep their attributes, since an id is an address.
With --facts, the marks of facts move on the page; every statement stays, with its sentence and whoever says it.";

impl Tidy {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let site = Site::open(root, Options { drafts: true, ..Options::default() })?;
        let documents = match &*self.files {
            [] => DocumentId::all(site.graph().documents.len()).collect(),
            files => documents_of(&site, root, files)?,
        };
        let changes = edit::tidy(&site, &documents, self.facts)?;
        edit::write(root, &changes)?;
        changes.iter().try_for_each(|change| answer(shown(&root.join(&change.path))))?;
        console.status(format_args!("{} changed", counted(changes.len(), "file")))?;
        Ok(ExitCode::SUCCESS)
    }
}
