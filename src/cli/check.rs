//! `annals check`: report everything that is wrong with the site, and write nothing.
//!
//! Input: the site. Output: findings. Entry point: [`Check::run`].

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::messages::{Console, answer};
use super::status;
use crate::check::manual;
use crate::diagnostic::{render_github, render_json, render_sarif};
use crate::pipeline::{self, Options};

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
}

const EXAMPLES: &str = "\
Examples:
  annals check
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
        let report = pipeline::check(root, &options)?;
        let (found, files) = (&report.diagnostics, &report.files);
        match self.format {
            Format::Human => console.findings(found, files)?,
            Format::Json => found.iter().try_for_each(|it| answer(render_json(it, files)))?,
            Format::Github => found.iter().try_for_each(|it| answer(render_github(it, files)))?,
            Format::Sarif => answer(render_sarif(found, files, manual))?,
        }
        Ok(status(report.has_errors()))
    }
}
