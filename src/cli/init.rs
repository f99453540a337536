//! `annals init`: a small site to start from.
//!
//! Input: the folder, and perhaps where the site will be published. Output: the files of `starter/`, and those that
//! the publishing service reads. Entry point: [`Init::run`].

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use include_dir::{Dir, include_dir};

use super::messages::{Console, answer};
use crate::load::CONFIG_FILE;

static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// What `annals init` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Init {
    /// The site's folder: empty, or not there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Write the settings with which this service publishes the site; a folder that is a site already gets them alone
    #[arg(long, value_enum, value_name = "SERVICE")]
    ci: Option<Service>,
}

const EXAMPLES: &str = "\
Examples:
  annals init my-site
  annals init my-site --ci github-pages
  annals init . --ci netlify               in a site that is there already";

/// A service that publishes static sites.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Service {
    /// A GitHub Actions workflow for GitHub Pages
    GithubPages,
    /// A netlify.toml
    Netlify,
    /// A GitHub Actions workflow for Cloudflare Pages
    Cloudflare,
}

impl Service {
    /// The file that the service reads, and what is in it.
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::GithubPages => (".github/workflows/publish.yml", include_str!("hosts/github-pages.yml")),
            Self::Netlify => ("netlify.toml", include_str!("hosts/netlify.toml")),
            Self::Cloudflare => (".github/workflows/publish.yml", include_str!("hosts/cloudflare.yml")),
        }
    }
}

impl Init {
    /// Runs the command.
    pub fn run(&self, console: Console) -> anyhow::Result<ExitCode> {
        let folder = &self.folder;
        let is_site = folder.join(CONFIG_FILE).is_file();
        match self.ci {
            Some(service) if is_site => self.write_service(service)?,
            _ => {
                anyhow::ensure!(
                    is_empty(folder)?,
                    "{} is not empty; name a folder that is empty or not there yet",
                    folder.display()
                );
                write_starter(&STARTER, folder)?;
                self.ci.map(|service| self.write_service(service)).transpose()?;
                console.status(format_args!("A new site is in {}. What next:\n", folder.display()))?;
                answer(format_args!("  cd {}\n  annals serve --open", folder.display()))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn write_service(&self, service: Service) -> anyhow::Result<()> {
        let (path, text) = service.file();
        let name = self.folder.canonicalize().ok();
        let name =
            name.as_deref().and_then(Path::file_name).map_or("annals".into(), |name| name.to_string_lossy());
        let text = text.replace("VERSION", env!("CARGO_PKG_VERSION")).replace("PROJECT", &project(&name));
        let path = self.folder.join(path);
        write_new(&path, text.as_bytes())?;
        answer(path.display())?;
        Ok(())
    }
}

/// A name as a host name takes it.
fn project(name: &str) -> String {
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "annals".to_owned() } else { name.to_owned() }
}

/// Whether there is nothing in a folder, or no folder.
fn is_empty(folder: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("can't read {}", folder.display())),
    }
}

fn write_starter(dir: &Dir<'_>, folder: &Path) -> anyhow::Result<()> {
    for file in dir.files() {
        // A `.gitignore` in our own folder would hide the starter from Git.
        let path = if file.path() == Path::new("gitignore") { Path::new(".gitignore") } else { file.path() };
        write_new(&folder.join(path), file.contents())?;
    }
    dir.dirs().try_for_each(|inner| write_starter(inner, folder))
}

/// Writes a file that is not there yet, and the folders above it.
fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("can't write {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(failed)?;
    }
    let mut file = match File::create_new(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            anyhow::bail!("{} is there already; nothing was changed", path.display())
        }
        file => file.with_context(failed)?,
    };
    file.write_all(bytes).with_context(failed)
}
