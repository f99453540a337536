//! The command line.
//!
//! Input: arguments. Output: what a command does, on standard output and error, and its exit status: 0 done, 1 the
//! content has errors, 2 the command or the environment is at fault. Entry point: [`run`].

use std::io::{IsTerminal, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::normalize_base_url;
use crate::diagnostic::{Severity, render_human};
use crate::load::{CONFIG_FILE, find_root};
use crate::pipeline::{self, Options, Report};

/// A static-site generator for fact-annotated articles.
#[derive(Debug, Parser)]
#[command(name = "annals", version, propagate_version = true)]
struct Arguments {
    /// The site's folder [default: the nearest one upwards with an annals.toml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the site and write it to a folder
    Build(Build),
    /// Check the site and write nothing
    Check(Check),
}

#[derive(Debug, Args)]
struct Build {
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

#[derive(Debug, Args)]
struct Check {
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Treat findings of this severity as errors
    #[arg(long, value_enum)]
    deny: Option<Deny>,
}

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

fn base_url(text: &str) -> Result<String, String> {
    normalize_base_url(text)
        .ok_or_else(|| "write an address in full, as in https://example.org/annals/".to_owned())
}

/// Runs the command that the program's arguments name.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.run() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

impl Arguments {
    fn run(&self) -> anyhow::Result<ExitCode> {
        match &self.command {
            Command::Build(build) => build.run(self.root()?),
            Command::Check(check) => check.run(self.root()?),
        }
    }

    fn root(&self) -> anyhow::Result<PathBuf> {
        if let Some(root) = &self.root {
            anyhow::ensure!(
                root.join(CONFIG_FILE).is_file(),
                "{} is no site: it has no {CONFIG_FILE}",
                root.display()
            );
            return Ok(root.clone());
        }
        let here = std::env::current_dir()?;
        find_root(&here).ok_or_else(|| {
            anyhow::anyhow!(
                "neither this folder nor one above it has an {CONFIG_FILE}; name the site with --root"
            )
        })
    }
}

impl Build {
    fn run(&self, root: PathBuf) -> anyhow::Result<ExitCode> {
        let options = Options { base_url: self.base_url.clone(), drafts: self.drafts, deny_warnings: false };
        let folder = self.output.clone().unwrap_or_else(|| pipeline::default_output(&root));
        let report = pipeline::build(&root, &folder, &options)?;
        print_findings(&report)?;
        if let Some(written) = report.written {
            let removed =
                if written.removed > 0 { format!(", {} removed", written.removed) } else { String::new() };
            writeln!(
                std::io::stderr(),
                "{} in {}: {} written{removed}",
                counted(written.files, "file"),
                folder.display(),
                written.changed
            )?;
        }
        if self.timings {
            print_timings(&report)?;
        }
        Ok(status(&report))
    }
}

impl Check {
    fn run(&self, root: PathBuf) -> anyhow::Result<ExitCode> {
        let Format::Human = self.format;
        let options = Options { deny_warnings: self.deny.is_some(), ..Options::default() };
        let report = pipeline::check(&root, &options)?;
        print_findings(&report)?;
        Ok(status(&report))
    }
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

fn status(report: &Report) -> ExitCode {
    ExitCode::from(u8::from(report.has_errors()))
}

/// Prints all findings, then how many there are.
fn print_findings(report: &Report) -> std::io::Result<()> {
    let mut err = std::io::stderr().lock();
    let terminal = std::io::stderr().is_terminal();
    let colour = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    for finding in &report.diagnostics {
        writeln!(err, "{}\n", render_human(finding, &report.files, colour, 140))?;
    }
    let count = |severity| report.diagnostics.iter().filter(|finding| finding.severity == severity).count();
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts = counts.map(|(severity, word)| (count(severity), word));
    let words: Vec<_> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| counted(*number, word))
        .collect();
    let words = if words.is_empty() { "no findings".to_owned() } else { words.join(", ") };
    writeln!(err, "{words} in {}", counted(report.files.iter().count(), "file"))
}

fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
