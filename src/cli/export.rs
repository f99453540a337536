//! `annals export`: the facts as data.
//!
//! Input: the site, and a format. Output: the facts in it, on standard output or in a file. Entry point: [`Export::run`].

use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::messages::{Console, has_errors};
use super::{base_url, status};
use crate::diagnostic::plain;
use crate::export::{self, export};
use crate::pipeline::{Options, Site};

/// What `annals export` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// How to write the facts down
    #[arg(value_enum, value_name = "FORMAT")]
    format: Format,
    /// The file to write to [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The site's address, instead of `base_url` in annals.toml; most formats name everything below it
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Export drafts as well
    #[arg(long)]
    drafts: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals export json | jq '.claims[].text'
  annals export csv -o statements.csv
  annals export turtle --base-url https://example.org/ -o facts.ttl";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON document
    Json,
    /// A JSON object a line, each with its type
    Jsonl,
    /// The statements as a table
    Csv,
    /// RDF as Turtle: schema.org, Web Annotation, PROV
    Turtle,
    /// RDF as N-Triples
    Ntriples,
    /// The reviews of claims, a DataFeed of schema.org
    Claimreview,
    /// Entities of FollowTheMoney, one a line
    Ftm,
}

impl Export {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let options = Options { base_url: self.base_url.clone(), drafts: self.drafts, deny_warnings: false };
        let site = Site::open(root, options)?;
        if has_errors(site.findings()) {
            console.findings(site.findings(), site.files())?;
            return Ok(status(true));
        }
        let format = match self.format {
            Format::Json => export::Format::Json,
            Format::Jsonl => export::Format::JsonLines,
            Format::Csv => export::Format::Csv,
            Format::Turtle => export::Format::Turtle,
            Format::Ntriples => export::Format::NTriples,
            Format::Claimreview => export::Format::ClaimReview,
            Format::Ftm => export::Format::FollowTheMoney,
        };
        if format.needs_address() && site.config().base_url.is_none() {
            anyhow::bail!(
                "this format names everything by its address; set `base_url` in annals.toml, or pass --base-url"
            );
        }
        match &self.output {
            Some(path) => {
                let written = File::create(path).and_then(|file| write(&site, format, file));
                written.with_context(|| format!("can't write {}", path.display()))?;
            }
            None if io::stdout().is_terminal() => {
                let mut bytes = Vec::new();
                export(&site, format, &mut bytes)?;
                io::stdout().write_all(plain(&String::from_utf8_lossy(&bytes)).as_bytes())?;
            }
            None => write(&site, format, io::stdout().lock())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn write(site: &Site, format: export::Format, out: impl io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    export(site, format, &mut out)?;
    out.flush()
}
