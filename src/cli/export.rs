//! `annals export`: the facts as data.
//!
//! Input: the site, and a format. Output: the facts in it, on standard output, in a file or a folder. Entry point: [`Export::run`].

use std::fs;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context as _;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use tempfile::Builder;

use super::messages::{Console, has_errors};
use super::progress::Progress;
use super::{base_url, status};
use crate::config::{Files, Format};
use crate::diagnostic::plain;
use crate::export::{self, File, Recorder};
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

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Json => "One JSON document",
            Self::JsonLines => "Tables for data frames: a folder of files with a JSON object a row",
            Self::Csv => "Tables for spreadsheets: a folder of files",
            #[cfg(feature = "sqlite")]
            Self::Sqlite => "Tables in a database, with a full-text index",
            Self::Turtle => "RDF as Turtle: schema.org, Web Annotation, PROV",
            Self::NTriples => "RDF as N-Triples",
            Self::ClaimReview => "The reviews of claims, a DataFeed of schema.org",
            Self::FollowTheMoney => "Entities of FollowTheMoney, one a line",
            Self::Annotations => "W3C Web Annotations, a file an article",
            Self::Tei => "TEI, a file an article",
        };
        Some(PossibleValue::new(self.as_str()).help(help))
    }
}

impl Export {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let options = Options { base_url: self.base_url.clone(), drafts: self.drafts, deny_warnings: false };
        let site = Site::open(root, options)?;
        let recorder = match site.recorder() {
            Some(recorder) if !has_errors(site.findings()) => recorder,
            _ => {
                console.findings(site.findings(), site.files())?;
                return Ok(status(true));
            }
        };
        if let Some(path) = &self.output {
            refuse_own(root, path)?;
            self.refuse_other(path)?;
        }
        if self.format.needs_address() {
            refuse_nameless(&site)?;
        }
        let files = export::files(site.graph(), self.format);
        let all = files.iter().map(|file| file.steps(recorder)).sum();
        let (progress, done) = (Progress::new(console.quiet, "records"), AtomicUsize::new(0));
        let heard = |steps| progress.tell(done.fetch_add(steps, Ordering::Relaxed) + steps, all);
        let recorder = recorder.heard(&heard);
        match (&self.output, &*files) {
            (Some(path), _) => files.par_iter().try_for_each(|file| self.write(path, file, recorder))?,
            (None, [file]) if self.format.is_text() => print(file, recorder)?,
            (None, _) => anyhow::bail!("this format is no single text; say where it goes, with `-o PATH`"),
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Refuses a file where a format has several, and a folder where it has one.
    fn refuse_other(&self, path: &Path) -> anyhow::Result<()> {
        let (format, shown) = (self.format.as_str(), path.display());
        match self.format.files() {
            Files::One if path.is_dir() => {
                anyhow::bail!(
                    "{shown} is a folder, and `{format}` is one file; say how to call it, with `-o FILE`"
                )
            }
            Files::Tables | Files::Articles if path.is_file() => {
                anyhow::bail!(
                    "{shown} is a file, and `{format}` is several; say which folder is for them, with `-o FOLDER`"
                )
            }
            _ => Ok(()),
        }
    }

    /// Puts a file in its place when all of it is written: the path itself, or in the folder that this is.
    fn write(&self, output: &Path, file: &File, recorder: Recorder<'_>) -> anyhow::Result<()> {
        let path = match self.format.files() {
            Files::One => output.to_owned(),
            Files::Tables | Files::Articles => output.join(&file.name),
        };
        let written = put(&path, |out| file.write(recorder, out));
        written.with_context(|| format!("can't write {}", path.display()))
    }
}

/// Puts a file in its place when all of it has been written under another name beside it. What is no file, such as a pipe, is
/// written at once.
fn put(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&path).is_ok_and(|there| !there.is_file()) {
        return fill(&fs::File::create(path)?, write);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let file = like_any_other(&mut Builder::new()).tempfile_in(folder)?;
    fill(file.as_file(), write)?;
    file.persist(path)?;
    Ok(())
}

fn fill(file: &fs::File, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.flush()
}

/// Gives a temporary file the permissions that any new file has, since it is to stay.
#[cfg(unix)]
fn like_any_other<'b, 'p, 's>(builder: &'b mut Builder<'p, 's>) -> &'b mut Builder<'p, 's> {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn like_any_other<'b, 'p, 's>(builder: &'b mut Builder<'p, 's>) -> &'b mut Builder<'p, 's> {
    builder
}

/// Prints a file.
fn print(file: &File, recorder: Recorder<'_>) -> anyhow::Result<()> {
    if !io::stdout().is_terminal() {
        let mut out = BufWriter::new(io::stdout().lock());
        file.write(recorder, &mut out)?;
        return Ok(out.flush()?);
    }
    let mut bytes = Vec::new();
    file.write(recorder, &mut bytes)?;
    Ok(io::stdout().write_all(plain(&String::from_utf8_lossy(&bytes)).as_bytes())?)
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
