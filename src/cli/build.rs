//! `annals build`: check the site and write it.
//!
//! Input: the site, and where to write. Output: the folder with the pages. Entry point: [`Build::run`].

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::messages::{Console, counted};
use super::progress::Progress;
use super::{base_url, shown, status};
use crate::output::Written;
use crate::pipeline::{self, Options, Report};

/// What `annals build` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Build {
    /// The folder to write to [default: public in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The site's address, instead of `base_url` in annals.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Publish drafts as well
    #[arg(long)]
    drafts: bool,
    /// Print how long each stage takes
    #[arg(long)]
    timings: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals build
  annals build -o /var/www/site
  annals build --base-url https://example.org/archive/

Only files that differ are written, and where the content has errors, none: the last good site stays.";

impl Build {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let options = Options { base_url: self.base_url.clone(), drafts: self.drafts, deny_warnings: false };
        let folder = self.output.clone().unwrap_or_else(|| pipeline::default_output(root));
        let progress = Progress::new(console.quiet, "pages");
        let report = pipeline::build_watched(root, &folder, &options, &|done, all| progress.tell(done, all))?;
        drop(progress);
        console.findings(&report.diagnostics, &report.files)?;
        match report.written {
            Some(written) => console.status(summary(written, &folder))?,
            None => console.status("nothing was written")?,
        }
        if self.timings {
            print_timings(&report)?;
        }
        Ok(status(report.has_errors()))
    }
}

/// What was written: "64 files in public: 3 written, 1 removed".
fn summary(written: Written, folder: &Path) -> String {
    let files = counted(written.files, "file");
    let removed = if written.removed > 0 { format!(", {} removed", written.removed) } else { String::new() };
    format!("{files} in {}: {} written{removed}", shown(folder), written.changed)
}

/// Prints each stage's time and its share of the whole.
fn print_timings(report: &Report) -> std::io::Result<()> {
    let mut err = std::io::stderr().lock();
    let whole: f64 = report.timings.iter().map(|(_, time)| time.as_secs_f64()).sum();
    for (stage, time) in &report.timings {
        let seconds = time.as_secs_f64();
        let share = if whole > 0.0 { seconds / whole * 100.0 } else { 0.0 };
        writeln!(err, "{stage:18}{:10.1} ms{share:6.1} %", seconds * 1e3)?;
    }
    Ok(())
}
