//! `annals export`: the facts as data.
//!
//! Input: the site, and a format. Output: the facts in it, on standard output, in a file or a folder. Entry point: [`Export::run`].

use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::messages::{Console, has_errors};
use super::progress::Progress;
use super::{base_url, status};
use crate::diagnostic::plain;
use crate::export::{self, export, export_tables};
use crate::load::CONFIG_FILE;
use crate::output::{refuse_source, resolved};
use crate::pipeline::{self, Options, Site};

/// What `annals export` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// How to write the facts down
    #[arg(value_enum, value_name = "FORMAT")]
    format: Format,
    /// The file to write to [default: standard output]; the folder, where a format has several files
    #[arg(short, long, value_name = "PATH")]
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
  annals export sqlite -o facts.sqlite
  annals export jsonl -o tables
  annals export turtle --base-url https://example.org/ -o facts.ttl
  annals export annotations --base-url https://example.org/ -o annotations/";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON document
    Json,
    /// Tables for data frames: a folder of files with a JSON object a row
    Jsonl,
    /// Tables for spreadsheets: a folder of files
    Csv,
    /// Tables in a database, with a full-text index
    #[cfg(feature = "sqlite")]
    Sqlite,
    /// RDF as Turtle: schema.org, Web Annotation, PROV
    Turtle,
    /// RDF as N-Triples
    Ntriples,
    /// The reviews of claims, a DataFeed of schema.org
    Claimreview,
    /// Entities of FollowTheMoney, one a line
    Ftm,
    /// W3C Web Annotations, a file an article
    Annotations,
    /// TEI, a file an article
    Tei,
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
        if let Some(path) = &self.output {
            refuse_own(root, path)?;
        }
        match self.format.written() {
            Written::File(format) => self.write_file(&site, format)?,
            Written::Tables(tables) => self.write_tables(&site, tables)?,
            Written::Folder(folder) => self.write_files(&site, folder, console)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn write_file(&self, site: &Site, format: export::Format) -> anyhow::Result<()> {
        if format.needs_address() {
            refuse_nameless(site)?;
        }
        match &self.output {
            Some(path) => {
                let written = File::create(path).and_then(|file| write(site, format, file));
                written.with_context(|| format!("can't write {}", path.display()))?;
            }
            None if io::stdout().is_terminal() => {
                let mut bytes = Vec::new();
                export(site, format, &mut bytes)?;
                io::stdout().write_all(plain(&String::from_utf8_lossy(&bytes)).as_bytes())?;
            }
            None => write(site, format, io::stdout().lock())?,
        }
        Ok(())
    }

    fn write_tables(&self, site: &Site, tables: export::Tables) -> anyhow::Result<()> {
        let Some(path) = &self.output else {
            anyhow::bail!("these are files; say where they go, with `-o PATH`");
        };
        export_tables(site, tables, path).with_context(|| format!("can't write {}", path.display()))
    }

    /// Writes a file an article.
    fn write_files(&self, site: &Site, folder: export::Folder, console: Console) -> anyhow::Result<()> {
        refuse_nameless(site)?;
        let Some(output) = &self.output else {
            anyhow::bail!("this format has a file an article; name the folder for them: -o DIR");
        };
        let (progress, all) = (Progress::new(console.quiet), export::count(site));
        for (done, file) in export::files(site, folder).enumerate() {
            let file = file.map_err(|fault| anyhow::anyhow!("{fault}"))?;
            let path = output.join(&file.path);
            let above = path.parent().unwrap_or(output);
            let written = fs::create_dir_all(above).and_then(|()| fs::write(&path, &file.bytes));
            written.with_context(|| format!("can't write {}", path.display()))?;
            progress.tell(done + 1, all);
        }
        Ok(())
    }
}

/// What a format is written to.
enum Written {
    File(export::Format),
    Tables(export::Tables),
    Folder(export::Folder),
}

impl Format {
    fn written(self) -> Written {
        Written::File(match self {
            Self::Json => export::Format::Json,
            Self::Jsonl => return Written::Tables(export::Tables::JsonLines),
            Self::Csv => return Written::Tables(export::Tables::Csv),
            #[cfg(feature = "sqlite")]
            Self::Sqlite => return Written::Tables(export::Tables::Sqlite),
            Self::Turtle => export::Format::Turtle,
            Self::Ntriples => export::Format::NTriples,
            Self::Claimreview => export::Format::ClaimReview,
            Self::Ftm => export::Format::FollowTheMoney,
            Self::Annotations => return Written::Folder(export::Folder::Annotations),
            Self::Tei => return Written::Folder(export::Folder::Tei),
        })
    }
}

/// Refuses what the next build would take for a part of the site, or would remove.
fn refuse_own(root: &Path, path: &Path) -> anyhow::Result<()> {
    refuse_source(root, path)?;
    let own = [pipeline::default_output(root), root.join(CONFIG_FILE)];
    if let Some(own) = own.iter().find(|own| resolved(path).starts_with(resolved(own))) {
        anyhow::bail!("{} is the site's own; write it somewhere else", own.display());
    }
    Ok(())
}

/// Refuses a site without an address, by which most formats name everything.
fn refuse_nameless(site: &Site) -> anyhow::Result<()> {
    if site.config().base_url.is_none() {
        let help = "set `base_url` in annals.toml, or pass --base-url";
        anyhow::bail!("this format names everything by its address; {help}");
    }
    Ok(())
}

fn write(site: &Site, format: export::Format, out: impl io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    export(site, format, &mut out)?;
    out.flush()
}
