//! `annals check`: report everything that is wrong with the site, and write nothing.
//!
//! Input: the site. Output: findings. Entry point: [`Check::run`].

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::messages::Console;
use super::status;
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
  annals check --deny warnings      for a script that should stop at any finding but notes";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Human,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

impl Check {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let Format::Human = self.format;
        let options = Options { deny_warnings: self.deny.is_some(), drafts: self.drafts, base_url: None };
        let report = pipeline::check(root, &options)?;
        console.findings(&report.diagnostics, &report.files)?;
        Ok(status(report.has_errors()))
    }
}
