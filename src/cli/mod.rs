//! The command line.
//!
//! Input: arguments. Output: what a command does, on standard output and error, and its exit status: 0 done, 1 the
//! content has errors, 2 the command or the environment is at fault. Entry points: [`run`] and [`command`]; one file a
//! command.

mod annotate;
mod build;
mod check;
mod diff;
mod explain;
mod export;
mod init;
mod link;
mod lsp;
mod manual;
mod messages;
mod new;
mod progress;
mod rename;
mod serve;
mod show;
mod stats;
mod tidy;

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::config::normalize_base_url;
use crate::diagnostic::plain;
use crate::edit::{self, Recovered};
use crate::load::{CONFIG_FILE, find_root};
use crate::pipeline::Site;
use crate::syntax::DocumentId;
use messages::Console;

/// A static-site generator for fact-annotated articles.
#[derive(Debug, Parser)]
#[command(name = "annals", version, propagate_version = true, after_help = EXAMPLES)]
struct Arguments {
    /// The site's folder [default: the nearest one upwards with an annals.toml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Print errors alone
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Print more: the manual of each finding, the files concerned
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  annals init my-site         a small site to start from
  cd my-site
  annals serve --open         see it in the browser, and every change as you save it
  annals build                write it to public/, ready for any web server

Colours follow the terminal and NO_COLOR. Exit status: 0 done, 1 the content has
errors, 2 the command could not be carried out.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a small site to start from
    Init(init::Init),
    /// Write a new file with its front matter
    New(new::New),
    /// Show the site in the browser as you write it
    Serve(serve::Serve),
    /// Check the site and write it to a folder
    Build(build::Build),
    /// Check the site and write nothing
    Check(check::Check),
    /// Find the names that nobody marked up, and mark them up
    Link(link::Link),
    /// Propose quotations, claims, dates and offices, each to be accepted or not
    Annotate(annotate::Annotate),
    /// Make the markup of articles light, where their pages stay what they are
    Tidy(tidy::Tidy),
    /// Give something another id, everywhere at once
    Rename(rename::Rename),
    /// Answer an editor, which starts it by itself
    Lsp(lsp::Lsp),
    /// Print what is known about somebody or something
    Show(show::Show),
    /// Count what the site has
    Stats(stats::Stats),
    /// Write down the facts as data
    Export(export::Export),
    /// Tell what changed between two exports
    Diff(diff::Diff),
    /// Print the manual's page of a finding
    Explain(explain::Explain),
    /// Print the completions for a shell
    Completions(manual::Completions),
    /// Print the manual page, or write those of all commands
    Man(manual::Man),
}

/// The definition of the command line: every command with its options.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the command that the program's arguments name.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.run() {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {}", plain(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}

/// Whether the reader of the output has had enough, as `head` does.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<io::Error>();
    cause.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

impl Arguments {
    fn run(&self) -> anyhow::Result<ExitCode> {
        let console = Console { quiet: self.quiet, verbose: self.verbose };
        match &self.command {
            Command::Init(init) => init.run(console),
            Command::New(new) => new.run(&self.root()?),
            Command::Serve(serve) => serve.run(&self.root()?, console),
            Command::Build(build) => build.run(&self.root()?, console),
            Command::Check(check) => check.run(&self.root()?, console),
            Command::Link(link) => link.run(&self.root()?, console),
            Command::Annotate(annotate) => annotate.run(&self.root()?, console),
            Command::Tidy(tidy) => tidy.run(&self.root()?, console),
            Command::Rename(rename) => rename.run(&self.root()?, console),
            Command::Lsp(lsp) => lsp.run(),
            Command::Show(show) => show.run(&self.root()?),
            Command::Stats(stats) => stats.run(&self.root()?, console),
            Command::Export(export) => export.run(&self.root()?, console),
            Command::Diff(diff) => diff.run(console),
            Command::Explain(explain) => explain.run(),
            Command::Completions(completions) => completions.run(),
            Command::Man(man) => man.run(),
        }
    }

    /// The site's folder, in which no edit is left half done.
    fn root(&self) -> anyhow::Result<PathBuf> {
        let root = self.find_root()?;
        let told = match edit::recover(&root)? {
            Some(Recovered::Finished) => "an edit that had been interrupted was finished",
            Some(Recovered::TakenBack) => "an edit that had been interrupted was taken back",
            None => return Ok(root),
        };
        Console { quiet: self.quiet, verbose: self.verbose }.status(told)?;
        Ok(root)
    }

    fn find_root(&self) -> anyhow::Result<PathBuf> {
        if let Some(root) = &self.root {
            anyhow::ensure!(
                root.join(CONFIG_FILE).is_file(),
                "{} is no site: it has no {CONFIG_FILE}; `annals init` writes a new site",
                root.display()
            );
            return Ok(root.clone());
        }
        let here = std::env::current_dir()?;
        find_root(&here).ok_or_else(|| {
            anyhow::anyhow!(
                "neither this folder nor one above it has an {CONFIG_FILE}; go to the site, name it with --root, \
                 or write a new one with `annals init`"
            )
        })
    }
}

/// The documents of some files.
fn documents_of(site: &Site, root: &Path, files: &[PathBuf]) -> anyhow::Result<Vec<DocumentId>> {
    let root = root.canonicalize()?;
    let document = |file: &Path| {
        let path = file.canonicalize().ok()?;
        let path = path.strip_prefix(&root).ok()?;
        let (file, _) = site.files().iter().find(|(_, file)| Path::new(&*file.path) == path)?;
        site.graph().document_in(file)
    };
    let known = |file: &PathBuf| {
        document(file).ok_or_else(|| anyhow::anyhow!("{} is no file of the site's content", file.display()))
    };
    let wanted: BTreeSet<_> = files.iter().map(known).collect::<anyhow::Result<_>>()?;
    Ok(wanted.into_iter().collect())
}

/// The exit status of a command that found something or nothing.
fn status(errors: bool) -> ExitCode {
    ExitCode::from(u8::from(errors))
}

fn base_url(text: &str) -> Result<String, String> {
    normalize_base_url(text)
        .ok_or_else(|| "write an address in full, as in https://example.org/annals/".to_owned())
}

/// A path as it is shown: relative to the folder one is in, where it lies there.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    below.unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_are_consistent() {
        super::command().debug_assert();
    }
}
