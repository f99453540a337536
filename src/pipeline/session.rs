//! A site that is kept between builds, for `annals serve` and for a single build alike.
//!
//! Input: the site's folder, then the paths that changed. Output: findings, and any page on demand. Entry points:
//! [`Session::open`] and [`Session::refresh`].
//!
//! After a change, [`Session::page`] renders one page from facts that are up to date; nothing else is rendered, and
//! nothing is checked before somebody asks for [`Session::findings`]. What a session shows never depends on what it was
//! before: it is what a new one would show.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::large;
use super::paths::{self, collisions};
use super::site::Site;
use super::withheld::withheld;
use super::{Clock, Options, finish};
use crate::check;
use crate::config::Config;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::graph::Graph;
use crate::load::{self, Asset, LoadError, Snapshot};
use crate::render::{self, Renderer};
use crate::resolve::Occurrences;
use crate::source::Files;
use crate::view::{DataFile, PageId, Views};

/// A site, and all that is known of it.
pub struct Session {
    root: PathBuf,
    pub(super) options: Options,
    pub(super) snapshot: Snapshot,
    pub(super) site: Site,
    pub(super) renderer: Result<Renderer, Vec<Diagnostic>>,
    /// The pages by their paths; made when first needed.
    pages: OnceLock<HashMap<String, PageId>>,
    pub(super) generated: OnceLock<Vec<DataFile>>,
    /// The files to copy that belong to drafts.
    withheld: HashSet<String>,
    /// Made when the site is first checked, and kept as long as all names are.
    pub(super) occurrences: OnceLock<Occurrences>,
    findings: OnceLock<Vec<Diagnostic>>,
    pub(super) clock: Clock,
}

/// Why a page can't be shown.
#[derive(Debug)]
pub enum PageFault {
    /// The templates are at fault.
    Template(Vec<Diagnostic>),
    /// The file to copy can't be read.
    Load(LoadError),
}

impl fmt::Display for PageFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(findings) => {
                findings.iter().try_for_each(|finding| writeln!(formatter, "{}", finding.message))
            }
            Self::Load(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for PageFault {}

impl Session {
    /// Reads the site in `root`.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn open(root: &Path, options: Options) -> Result<Self, LoadError> {
        let mut clock = Clock::default();
        let snapshot = load::load(root)?;
        clock.stage("read");
        Ok(Self::new(root, snapshot, options, clock))
    }

    /// A site that is in memory, and stays as it is.
    pub fn of(snapshot: Snapshot, options: Options) -> Self {
        Self::new(Path::new(""), snapshot, options, Clock::default())
    }

    pub(super) fn new(root: &Path, snapshot: Snapshot, options: Options, clock: Clock) -> Self {
        let mut clock = clock;
        let site = Site::new(&snapshot, &options, &mut clock);
        let mut session = Self {
            root: root.to_owned(),
            options,
            snapshot,
            site,
            renderer: Err(Vec::new()),
            pages: OnceLock::new(),
            generated: OnceLock::new(),
            withheld: HashSet::new(),
            occurrences: OnceLock::new(),
            findings: OnceLock::new(),
            clock,
        };
        session.withhold();
        session.renderer = session.compile();
        session.prepare();
        session.clock.stage("templates");
        session
    }

    /// Reads again what changed. Where that is only the text of known Markdown files, nothing else is read; with no
    /// paths at all, everything is.
    ///
    /// # Errors
    /// When the system refuses a file; the session stays as it was.
    pub fn refresh(&mut self, changed: &[PathBuf]) -> Result<(), LoadError> {
        self.clock = Clock::default();
        let reread = !changed.is_empty() && self.snapshot.reread(&self.root, changed)?;
        if !reread {
            self.snapshot = load::load(&self.root)?;
        }
        self.clock.stage("read");
        let languages = self.languages();
        self.update();
        if !reread || self.languages() != languages {
            self.renderer = self.compile();
        }
        self.prepare();
        self.clock.stage("templates");
        Ok(())
    }

    /// Gives the renderer what pages share.
    fn prepare(&mut self) {
        if let Ok(renderer) = &mut self.renderer {
            renderer.prepare(self.site.views().sites());
        }
    }

    fn update(&mut self) {
        self.site = self.site.next(&self.snapshot, &self.options, &mut self.clock);
        let before = self.occurrences.take();
        if let (Some(before), Some(changed)) = (before, self.site.changed()) {
            self.occurrences = before.next(&self.graph().documents, changed).into();
        }
        self.withhold();
        self.pages = OnceLock::new();
        self.generated = OnceLock::new();
        self.findings = OnceLock::new();
    }

    fn withhold(&mut self) {
        self.withheld = if self.options.drafts {
            HashSet::new()
        } else {
            withheld(&self.snapshot, self.graph(), self.config().urls)
        };
    }

    /// Every language that a page is in.
    fn languages(&self) -> BTreeSet<String> {
        self.site.languages().iter().map(|language| language.tag().to_owned()).collect()
    }

    /// Compiles the templates.
    fn compile(&self) -> Result<Renderer, Vec<Diagnostic>> {
        Renderer::new(&self.snapshot.templates, self.site.languages(), self.snapshot.config)
    }

    /// The facts.
    pub fn graph(&self) -> &Graph {
        self.site.graph()
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        self.site.config()
    }

    /// The page models.
    pub fn views(&self) -> &Views {
        self.site.views()
    }

    /// The files as they were read.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The files that the findings point into.
    pub fn files(&self) -> &Files {
        &self.snapshot.files
    }

    /// All findings, sorted; the site is checked when they are first asked for.
    pub fn findings(&self) -> &[Diagnostic] {
        self.findings.get_or_init(|| {
            let known = self.snapshot.diagnostics.clone();
            let mut found = match self.site.unread_settings() {
                // Kinds, entities and anything else may be missing, and most findings would say no more than that.
                Some(faults) => [&known, faults].concat(),
                None => self.checked(known),
            };
            // Whatever else such a file seems to say was made up from bytes that are no text.
            let unreadable = self.snapshot.unreadable();
            found.retain(|it| it.code == Code::UnreadableFile || !unreadable.contains(&it.primary.file));
            finish(found, self.files(), &self.options)
        })
    }

    /// What is wrong with all parts of the site, besides what `found` says.
    fn checked(&self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        found.extend(render::unused_overrides(&self.snapshot.templates));
        found.extend(self.site.findings().cloned());
        found.extend(self.renderer.as_ref().err().into_iter().flatten().cloned());
        let (colliding, pages) = rayon::join(|| collisions(self), || self.paths().collect());
        found.extend(colliding);
        if let Ok(renderer) = &self.renderer {
            found.extend(large::pages(self.graph(), self.views(), renderer));
        }
        let (graph, config, snapshot) = (self.graph(), self.config(), &self.snapshot);
        let occurrences = self.occurrences();
        check::run(&check::Site { graph, config, snapshot, pages: &pages, occurrences }, found)
    }

    /// Where the names of entities stand.
    pub fn occurrences(&self) -> &Occurrences {
        self.occurrences.get_or_init(|| {
            let graph = self.graph();
            Occurrences::new(&graph.registry, &graph.vocabulary.kinds, &graph.documents)
        })
    }

    /// The paths of all pages, relative to the output folder.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.pages().keys().map(String::as_str)
    }

    /// The files to copy.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.snapshot.assets.iter().filter(|asset| !self.withheld.contains(&asset.path))
    }

    fn pages(&self) -> &HashMap<String, PageId> {
        self.pages.get_or_init(|| {
            let pages = paths::pages(self).into_iter();
            pages.map(|(page, path)| (path.into_owned(), page)).collect()
        })
    }

    /// The files that are made from the facts and are no pages, such as the search index. The site's own go before them.
    pub(super) fn generated(&self) -> &[DataFile] {
        self.generated.get_or_init(|| {
            let mut files = self.views().files();
            files.retain(|file| !self.snapshot.assets.iter().any(|asset| asset.path == file.path));
            files
        })
    }

    /// The page, generated file or asset at a path of the output folder, where there is one.
    ///
    /// # Errors
    /// When a template fails, or an asset can't be read.
    pub fn page(&self, path: &str) -> Result<Option<Cow<'static, [u8]>>, PageFault> {
        if let Some(&page) = self.pages().get(path) {
            return self.render(page).map(|html| Some(html.into()));
        }
        if let Some(file) = self.generated().iter().find(|file| file.path == path) {
            return Ok(Some(file.bytes.clone().into()));
        }
        let asset = self.assets().find(|asset| asset.path == path);
        asset.map(|asset| asset.keep().map_err(PageFault::Load)).transpose()
    }

    /// What is wrong with the templates as far as pages show it: what only comes to light when one is rendered.
    pub fn faults<'p>(&self, paths: impl ParallelIterator<Item = &'p str>) -> Vec<Diagnostic> {
        let failed = paths.filter_map(|path| match self.page(path) {
            Err(PageFault::Template(findings)) => findings.into_iter().next(),
            _ => None,
        });
        let mut found: Vec<_> = failed.collect();
        diagnostic::sort(&mut found, self.files());
        // Many pages fail alike.
        found.dedup_by(|one, other| one.primary == other.primary && one.message == other.message);
        found
    }

    /// The faults of all pages.
    pub fn all_faults(&self) -> Vec<Diagnostic> {
        self.faults(self.pages().par_iter().map(|(path, _)| &**path))
    }

    fn render(&self, page: PageId) -> Result<Vec<u8>, PageFault> {
        let renderer = self.renderer.as_ref().map_err(|findings| PageFault::Template(findings.clone()))?;
        let views = self.views();
        let rendered = renderer.render(views.template(page), &views.page(page), None);
        rendered.map_err(|finding| PageFault::Template(vec![*finding]))
    }
}
