//! The stages in their order: from a site's folder to diagnostics, and to pages in an output folder.
//!
//! Input: a site as [`load`](crate::load) read it, and [`Options`]. Output: a [`Report`]. Entry points: [`check`] and
//! [`build`].

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::config::{self, Config};
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::graph::{self, Context, Graph};
use crate::load::{self, LoadError, Snapshot};
use crate::output::{Output, OutputError, Written};
use crate::render::{self, Renderer};
use crate::resolve::{Registry, Sources};
use crate::source::{Files, Location, Span};
use crate::syntax;
use crate::view::{PageId, Views};
use crate::vocabulary::Vocabulary;
use crate::words::Words;

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

/// Checks the site in `root`.
///
/// # Errors
/// When the system refuses a file.
pub fn check(root: &Path, options: &Options) -> Result<Report, Failure> {
    let snapshot = load::load(root)?;
    let diagnostics = with_site(&snapshot, options, |site, _| {
        renderer(&snapshot, site).err().into_iter().flatten().chain(collisions(&snapshot, site)).collect()
    });
    Ok(Report {
        diagnostics: finish(diagnostics, &snapshot.files, options),
        files: snapshot.files,
        written: None,
    })
}

/// Checks the site in `root` and, where it has no errors, writes it to `folder`.
///
/// # Errors
/// When the system refuses a file, or the output folder can't be written.
pub fn build(root: &Path, folder: &Path, options: &Options) -> Result<Report, Failure> {
    let snapshot = load::load(root)?;
    let mut written = Ok(None);
    let diagnostics = with_site(&snapshot, options, |site, found| {
        let mut own: Vec<_> = collisions(&snapshot, site).collect();
        match renderer(&snapshot, site) {
            Err(errors) => own.extend(errors),
            Ok(_)
                if has_errors(found)
                    || has_errors(&own)
                    || (options.deny_warnings && has_warnings(found)) => {}
            Ok(renderer) => match write(&snapshot, site, &renderer, folder) {
                Ok(Ok(done)) => written = Ok(Some(done)),
                Ok(Err(errors)) => own.extend(errors),
                Err(failure) => written = Err(failure),
            },
        }
        own
    });
    let diagnostics = finish(diagnostics, &snapshot.files, options);
    Ok(Report { diagnostics, files: snapshot.files, written: written? })
}

/// A site as far as its facts go.
struct Site<'s> {
    graph: &'s Graph<'s>,
    config: &'s Config,
}

/// Runs the stages up to the checks and hands the site to `then`; returns what all of them found.
fn with_site(
    snapshot: &Snapshot,
    options: &Options,
    then: impl FnOnce(&Site<'_>, &[Diagnostic]) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut found = snapshot.diagnostics.clone();
    found.extend(render::unused_overrides(&snapshot.templates));
    let (mut config, own) = config::parse(&snapshot.files.get(snapshot.config).text);
    found.extend(own.into_iter().map(|finding| finding.in_file(snapshot.config)));
    if options.base_url.is_some() {
        config.base_url.clone_from(&options.base_url);
    }
    let (vocabulary, own) = Vocabulary::new(&config);
    found.extend(own.into_iter().map(|finding| finding.in_file(snapshot.config)));
    let parsed: Vec<_> = snapshot
        .content
        .par_iter()
        .map(|&file| syntax::parse(file, snapshot.files.get(file), &config))
        .collect();
    let (documents, own): (Vec<_>, Vec<_>) = parsed.into_iter().unzip();
    found.extend(own.into_iter().flatten());
    let sources = Sources {
        documents: &documents,
        config: &config,
        config_file: snapshot.config,
        kinds: &vocabulary.kinds,
        drafts: options.drafts,
    };
    let (registry, own) = Registry::new(sources);
    found.extend(own);
    let context = Context { registry: &registry, vocabulary: &vocabulary, documents: &documents };
    let (graph, own) = graph::build(context);
    found.extend(own);
    let own = then(&Site { graph: &graph, config: &config }, &found);
    found.extend(own);
    found
}

/// Sorts findings and makes warnings errors where that is asked for.
fn finish(mut found: Vec<Diagnostic>, files: &Files, options: &Options) -> Vec<Diagnostic> {
    if options.deny_warnings {
        for finding in found.iter_mut().filter(|finding| finding.severity == Severity::Warning) {
            finding.severity = Severity::Error;
        }
    }
    diagnostic::sort(&mut found, files);
    found
}

fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.severity == Severity::Error)
}

fn has_warnings(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.severity == Severity::Warning)
}

/// Compiles the templates.
fn renderer(snapshot: &Snapshot, site: &Site<'_>) -> Result<Renderer, Vec<Diagnostic>> {
    let (words, found) = Words::new(&snapshot.templates);
    let own = site.graph.registry.iter().filter_map(|(id, _)| site.graph.front(id)?.language.as_ref());
    let languages: BTreeSet<&str> =
        own.map(|language| &*language.text).chain([&*site.config.language]).collect();
    match Renderer::new(&snapshot.templates, &words, languages, snapshot.config) {
        Ok(renderer) if found.is_empty() => Ok(renderer),
        Ok(_) => Err(found),
        Err(errors) => Err(found.into_iter().chain(errors).collect()),
    }
}

/// Pages and static files that would be written to one path, compared as file systems without case do.
fn collisions(snapshot: &Snapshot, site: &Site<'_>) -> impl Iterator<Item = Diagnostic> {
    let views = Views::new(site.graph, site.config);
    let mut owners: std::collections::HashMap<String, Option<Location>> = std::collections::HashMap::new();
    let mut found = Vec::new();
    let pages = views
        .pages()
        .into_iter()
        .map(|page| (views.path(page).into_owned(), page_location(site.graph, page)));
    let assets = snapshot.assets.iter().map(|asset| (asset.path.clone(), None));
    for (path, location) in pages.chain(assets) {
        if let Some(first) = owners.insert(path.to_lowercase(), location) {
            let place = location.or(first).unwrap_or(Location::new(snapshot.config, Span::default()));
            let message = format!("two files of the output are called `{path}`");
            let mut finding = Diagnostic::new(Code::PathCollision, place, message)
                .help("rename one of the two files they are made from");
            if let Some(first) = first.filter(|first| *first != place) {
                finding = finding.label(first, "the other is made from this");
            }
            found.push(finding);
        }
    }
    found.into_iter()
}

/// The file that a page is made from.
fn page_location(graph: &Graph<'_>, page: PageId) -> Option<Location> {
    match page {
        PageId::Entity(id) | PageId::Mentions(id, _) => Some(graph.registry.get(id).location),
        PageId::Claim(id) => {
            let site = graph.claim(id)?.site;
            let document = graph.document(site.document)?;
            Some(Location::new(document.file, graph.annotation(site.document, site.annotation)?.span))
        }
        PageId::List(..) | PageId::Home | PageId::NotFound => None,
    }
}

/// Renders and writes every page and copies every asset, in parallel.
fn write(
    snapshot: &Snapshot,
    site: &Site<'_>,
    renderer: &Renderer,
    folder: &Path,
) -> Result<Result<Written, Vec<Diagnostic>>, Failure> {
    let views = Views::new(site.graph, site.config);
    let pages: Vec<_> = views.pages().into_iter().map(|page| (page, views.path(page))).collect();
    let output = Output::open(folder)?;
    let errors = Mutex::new(Vec::new());
    pages.par_iter().try_for_each(|(page, path)| {
        match renderer.render(views.template(*page), &views.page(*page)) {
            Ok(bytes) => output.write(path, &bytes),
            Err(error) => {
                let error = error.help(format!("it fails on the page `{path}`"));
                errors.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(error);
                Ok(())
            }
        }
    })?;
    let errors = errors.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    snapshot
        .assets
        .par_iter()
        .try_for_each(|asset| -> Result<(), Failure> { Ok(output.write(&asset.path, &asset.read()?)?) })?;
    Ok(Ok(output.finish()?))
}

/// The output folder of a site where none is named.
pub fn default_output(root: &Path) -> PathBuf {
    root.join("public")
}
