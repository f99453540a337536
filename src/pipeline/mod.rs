//! The stages in their order: from a site's folder to diagnostics, and to pages in an output folder.
//!
//! Input: a site as [`load`](crate::load) read it, and [`Options`]. Output: a [`Report`]. Entry points: [`check`] and
//! [`build`]; [`Site`] for a site that is kept.

mod facts;
mod large;
mod memory;
mod parts;
mod paths;
mod presentation;
mod site;
mod withheld;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use memory::{Before, Fingerprints, Made};
use parts::Parts;
pub use site::{PageFault, Site};

use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::graph::reads::{self, PartSet, Reads};
use crate::load::{Disk, LoadError, Snapshot};
use crate::output::{self, Output, OutputError, Written};
use crate::render::Renderer;
use crate::source::{FileId, Files};
use crate::view::{DataFile, PageId, Views};

/// What a run is to do differently from what the site's files say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The site's address, instead of `base_url`.
    pub base_url: Option<String>,
    /// Whether drafts are pages.
    pub drafts: bool,
    /// Whether warnings are errors.
    pub deny_warnings: bool,
}

/// What a run found and did.
#[derive(Debug)]
pub struct Report {
    /// The files that the diagnostics point into.
    pub files: Files,
    /// All findings, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What was written; nothing where the site has errors, or was only checked.
    pub written: Option<Written>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Report {
    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Why a run could not be carried out.
#[derive(Debug)]
pub enum Failure {
    /// A file of the site can't be read.
    Load(LoadError),
    /// The output can't be written.
    Output(OutputError),
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(formatter),
            Self::Output(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for Failure {}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

/// The time that each stage takes.
#[derive(Debug)]
struct Clock {
    since: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Default for Clock {
    fn default() -> Self {
        Self { since: Instant::now(), stages: Vec::new() }
    }
}

impl Clock {
    /// Ends a stage.
    fn stage(&mut self, name: &'static str) {
        let now = Instant::now();
        self.stages.push((name, now - self.since));
        self.since = now;
    }

    /// Ends a stage whose parts ran at the same time: each gets its share of the time on the clock.
    fn divide(&mut self, shares: &Shares) {
        let time = self.since.elapsed();
        let all: Duration = shares.iter().map(|(_, share)| *share).sum();
        for (name, share) in shares {
            let part = share.as_secs_f64() / all.as_secs_f64().max(f64::MIN_POSITIVE);
            self.stages.push((name, time.mul_f64(part)));
        }
        self.since += time;
    }
}

/// Checks the site in `root`.
///
/// # Errors
/// When the system refuses a file.
pub fn check(root: &Path, options: &Options) -> Result<Report, Failure> {
    let mut clock = Clock::default();
    let snapshot = Snapshot::load(Arc::new(Disk::new(root)?))?;
    clock.stage("read");
    let site = Site::read(snapshot, options.clone(), &mut clock);
    site.findings();
    clock.stage("check");
    Ok(site.report(None, clock))
}

/// Checks the site in `root` and, where it has no errors, writes it to `folder`.
///
/// # Errors
/// When the system refuses a file, or the output folder can't be written.
pub fn build(root: &Path, folder: &Path, options: &Options) -> Result<Report, Failure> {
    build_watched(root, folder, options, &|_, _| {})
}

/// Does what [`build`] does, and tells `progress` how many pages of how many are done.
///
/// # Errors
/// As [`build`].
pub fn build_watched(
    root: &Path,
    folder: &Path,
    options: &Options,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Report, Failure> {
    output::refuse_source(root, folder)?;
    let mut clock = Clock::default();
    let snapshot = Snapshot::load(Arc::new(Disk::new(root)?))?;
    clock.stage("read");
    let fingerprints = Fingerprints::new(&snapshot, options)?;
    let all = fingerprints.all(&snapshot);
    if let Some((diagnostics, files)) = output::recall(folder, |note| memory::recall(note, all)) {
        clock.stage("compare");
        let written = Some(Written { files, changed: 0, removed: 0 });
        return Ok(Report { diagnostics, files: snapshot.files, written, timings: clock.stages });
    }
    clock.stage("compare");
    let mut site = Site::read(snapshot, options.clone(), &mut clock);
    site.presentation();
    clock.stage("templates");
    // The index for the search page takes as long as the checks, and neither needs the other.
    rayon::join(|| site.findings().len(), || site.generated().len());
    clock.stage("check and index");
    let generated = site.generated.take().unwrap_or_default();
    // Nothing follows this site, so nothing need be kept for the next.
    (site.occurrences, site.units) = Default::default();
    let (Ok(renderer), false) = (site.renderer(), has_errors(site.findings())) else {
        return Ok(site.report(None, clock));
    };
    let (written, shares) = write(&site, renderer, generated, folder, &fingerprints, progress)?;
    clock.divide(&shares);
    match written {
        Ok(written) => Ok(site.report(Some(written), clock)),
        Err(errors) => {
            let mut report = site.report(None, clock);
            report.diagnostics.extend(errors);
            diagnostic::sort(&mut report.diagnostics, &report.files);
            Ok(report)
        }
    }
}

impl Site {
    fn report(self, written: Option<Written>, clock: Clock) -> Report {
        let diagnostics = self.findings().to_vec();
        // A large site takes a while to give back its memory, and nobody has to wait for that.
        let files = self.snapshot.files.clone();
        rayon::spawn(move || drop(self));
        Report { diagnostics, files, written, timings: clock.stages }
    }
}

/// Sorts findings and makes warnings errors where that is asked for.
fn finish(mut found: Vec<Diagnostic>, files: &Files, options: &Options) -> Vec<Diagnostic> {
    if options.deny_warnings {
        for finding in found.iter_mut().filter(|finding| finding.severity == Severity::Warning) {
            finding.severity = Severity::Error;
        }
    }
    diagnostic::sort(&mut found, files);
    tell_keys_once(&mut found, files);
    found
}

/// Leaves of the findings about a key that means nothing in many files only the first, with their count.
fn tell_keys_once(found: &mut Vec<Diagnostic>, files: &Files) {
    let is_of_content =
        |it: &Diagnostic| it.code == Code::UnknownKey && files.get(it.primary.file).path.ends_with(".md");
    let mut named: HashMap<String, BTreeSet<FileId>> = HashMap::new();
    for finding in found.iter().filter(|it| is_of_content(it)) {
        named.entry(finding.message.clone()).or_default().insert(finding.primary.file);
    }
    found.retain_mut(|finding| {
        if !is_of_content(finding) {
            return true;
        }
        let Some(files) = named.remove(&finding.message) else { return false };
        match files.len() {
            1 => {}
            2 => finding.message.push_str(", nor in another file"),
            many => finding.message.push_str(&format!(", nor in {} other files", many - 1)),
        }
        true
    });
}

/// Whether any finding is an error.
pub(crate) fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.severity == Severity::Error)
}

/// What writing came to, or what is wrong with the templates; with the time that all threads spent on each part.
type Attempt = (Result<Written, Vec<Diagnostic>>, Shares);

/// The time that all threads together spent on parts of a stage.
type Shares = Vec<(&'static str, Duration)>;

/// Renders and writes every page that differs from the last build's and copies every asset, in parallel.
fn write(
    site: &Site,
    renderer: &Renderer,
    generated: Vec<DataFile>,
    folder: &Path,
    fingerprints: &Fingerprints,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Attempt, Failure> {
    let pages = paths::pages(site);
    let output = Output::open(folder)?;
    // First, so that they take no memory while pages are made.
    generated.into_par_iter().try_for_each(|file| output.write(&file.path, &file.bytes))?;
    let parts = Parts::new(site, fingerprints);
    let writer = PageWriter::new(site.views(), renderer, &output, &parts);
    let done = AtomicUsize::new(0);
    let made: Result<Vec<_>, Failure> = pages
        .par_iter()
        .map(|(page, path)| {
            let made = writer.page(*page, path)?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, pages.len());
            Ok((&**path, made))
        })
        .collect();
    let (made, (errors, mut shares)) = (made?, writer.finish());
    if !errors.is_empty() {
        return Ok((Err(errors), shares));
    }
    shares.push(("data", write_data(site, &output)?));
    let assets: Vec<_> = site.assets().collect();
    assets
        .into_par_iter()
        .try_for_each(|asset| -> Result<(), Failure> { Ok(output.write(&asset.path, &asset.read()?)?) })?;
    let note = memory::note(fingerprints.all(&site.snapshot), site.findings(), &parts, &made);
    let written = output.finish(&note)?;
    Ok((Ok(written), shares))
}

/// Writes what is published as data, several files at once; returns the time that all threads spent on it.
fn write_data(site: &Site, output: &Output) -> Result<Duration, OutputError> {
    let spent = AtomicU64::new(0);
    let Some(recorder) = site.recorder() else { return Ok(Duration::ZERO) };
    site.data.par_iter().try_for_each(|file| {
        let start = Instant::now();
        output.write_as_made(&file.path(), |out| file.write(recorder, out))?;
        add(&spent, start.elapsed());
        Ok(())
    })?;
    Ok(Duration::from_nanos(spent.into_inner()))
}

/// What pages are rendered with, and what comes of it besides them.
struct PageWriter<'a> {
    views: &'a Views,
    renderer: &'a Renderer,
    output: &'a Output,
    /// What the last build made.
    before: Option<Before<'a>>,
    /// The parts of the site that have changed since, where anything is as it was.
    changed: Option<PartSet>,
    errors: Mutex<Vec<Diagnostic>>,
    rendering: AtomicU64,
    writing: AtomicU64,
}

impl<'a> PageWriter<'a> {
    fn new(views: &'a Views, renderer: &'a Renderer, output: &'a Output, parts: &Parts) -> Self {
        let before = memory::before(output.note());
        let changed = before.as_ref().and_then(|before| parts.changed(&before.parts));
        let (errors, rendering, writing) = Default::default();
        Self { views, renderer, output, before, changed, errors, rendering, writing }
    }

    /// The page as the last build made it, where nothing that it read has changed.
    fn kept(&self, path: &str) -> Option<Made> {
        let (changed, before) = self.changed.as_ref().zip(self.before.as_ref())?;
        let (from, reads) = *before.pages.get(path)?;
        let is_same = changed.is_empty() || !Reads::of_text(reads).any(|part| changed.contains(part));
        (is_same && self.output.keep(path)).then(|| Made { from, reads: reads.to_owned() })
    }

    /// Makes a page, unless the last build made it from the same.
    fn page(&self, page: PageId, path: &str) -> Result<Made, OutputError> {
        let start = Instant::now();
        if let Some(kept) = self.kept(path) {
            add(&self.rendering, start.elapsed());
            return Ok(kept);
        }
        let components = self.renderer.components();
        let template = self.views.template(page);
        let (model, reads) = reads::recorded(|| self.views.page(page, &components));
        let made = Made { from: self.renderer.fingerprint(template, &model), reads: reads.to_text() };
        let before = self.before.as_ref().and_then(|before| before.pages.get(path));
        if before.is_some_and(|(from, _)| *from == made.from) && self.output.keep(path) {
            add(&self.rendering, start.elapsed());
            return Ok(made);
        }
        let earlier = if let PageId::Card(_) = page { self.output.earlier(path) } else { None };
        let rendered = components.page(template, &model, earlier.as_deref());
        let middle = Instant::now();
        match rendered {
            Ok(bytes) => self.output.write(path, &bytes)?,
            Err(error) => {
                let error = error.help(format!("it fails on the page `{path}`"));
                self.errors.lock().unwrap_or_else(PoisonError::into_inner).push(error);
            }
        }
        add(&self.rendering, middle - start);
        add(&self.writing, middle.elapsed());
        Ok(made)
    }

    /// What is wrong with the templates, and how long each part took.
    fn finish(self) -> (Vec<Diagnostic>, Shares) {
        let spent = |nanos: AtomicU64| Duration::from_nanos(nanos.into_inner());
        let shares = vec![("render", spent(self.rendering)), ("write", spent(self.writing))];
        (self.errors.into_inner().unwrap_or_else(PoisonError::into_inner), shares)
    }
}

fn add(nanos: &AtomicU64, time: Duration) {
    nanos.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
}

/// The output folder of a site where none is named.
pub fn default_output(root: &Path) -> PathBuf {
    root.join("public")
}
