//! `annals check`: report everything that is wrong with the site, and mend what is sure where that is wished.
//!
//! Input: the site. Output: findings, each with the edits that would mend it. Entry point: [`Check::run`].

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::messages::{Console, answer, counted, has_errors};
use super::status;
use crate::check::manual;
use crate::diagnostic::{render_github, render_json, render_sarif};
use crate::edit;
use crate::pipeline::{Options, Site};

/// What `annals check` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Treat findings of this severity as errors
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// Check drafts as well
    #[arg(long)]
    drafts: bool,
    /// First mend what can mean nothing else: slips in classes, keys and labels
    #[arg(long)]
    fix: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals check
  annals check --fix                       mend slips of the pen, and report the rest
  annals check --deny warnings             stop a script at anything but notes
  annals check --format json | jq .code
  annals check --format github             in a GitHub workflow";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people, with the lines concerned
    Human,
    /// One JSON object a line
    Json,
    /// Annotations of a GitHub workflow
    Github,
    /// SARIF 2.1, as code scanning takes it
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

impl Check {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let options = Options { deny_warnings: self.deny.is_some(), drafts: self.drafts, base_url: None };
        if self.fix {
            mend(root, &options, console)?;
        }
        let site = Site::open(root, options)?;
        let (found, files) = (&edit::findings(&site), site.files());
        match self.format {
            Format::Human => {
                console.findings(found, files)?;
                console.fixes(found)?;
            }
            Format::Json => found.iter().try_for_each(|it| answer(render_json(it, files)))?,
            Format::Github => found.iter().try_for_each(|it| answer(render_github(it, files)))?,
            Format::Sarif => answer(render_sarif(found, files, manual))?,
        }
        Ok(status(has_errors(found)))
    }
}

/// Carries out all safe fixes, and says what was done and what was not.
fn mend(root: &Path, options: &Options, console: Console) -> anyhow::Result<()> {
    let mended = edit::mend(Site::open(root, options.clone())?)?;
    edit::write(root, &mended.changes)?;
    for (path, line, title) in &mended.done {
        console.status(format_args!("{path}:{line}: {title}"))?;
    }
    for (path, line, why) in &mended.refused {
        console.status(format_args!("{path}:{line}: left as it is, for then {why}"))?;
    }
    let files = counted(mended.changes.len(), "file");
    console.status(format_args!("{} mended in {files}", counted(mended.done.len(), "finding")))?;
    Ok(())
}
