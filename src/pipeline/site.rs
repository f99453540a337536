//! A site at one time, which never changes: for `annals serve` and for a single build alike.
//!
//! Input: the site's files, then the paths that changed. Output: findings, and any page on demand. Entry points:
//! [`Site::open`] and [`Site::next`].
//!
//! After a change, there is a new site beside the old one, which goes when nobody shows it any longer. [`Site::page`]
//! renders one page; nothing else is rendered, and nothing is checked before somebody asks for [`Site::findings`]. What a
//! site shows never depends on the one that it follows: it is what one made from nothing would show.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::facts::Facts;
use super::large::Large;
use super::paths::Paths;
use super::presentation::{Kept, Presentation};
use super::withheld::withheld;
use super::{Clock, Options, finish};
use crate::check::{self, Units};
use crate::config::Config;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::export::{self, Recorder};
use crate::graph::Graph;
use crate::graph::reads::{Earlier, Part};
use crate::load::{Asset, Disk, LoadError, Snapshot, System};
use crate::render::{self, Renderer};
use crate::resolve::{Finder, Occurrences};
use crate::source::Files;
use crate::syntax::DocumentId;
use crate::view::{DataFile, PageId, Views};

/// A site, and all that is known of it.
pub struct Site {
    pub(super) options: Options,
    pub(super) snapshot: Snapshot,
    pub(super) facts: Facts,
    pub(super) kept: Kept,
    /// Made when first needed.
    pub(super) presentation: OnceLock<Presentation>,
    /// Made when first needed.
    pub(super) paths: OnceLock<Arc<Paths>>,
    pub(super) generated: OnceLock<Vec<DataFile>>,
    /// The files that are published as data.
    pub(super) data: Vec<export::File>,
    /// The files to copy that belong to drafts.
    pub(super) withheld: HashSet<String>,
    /// Made when the site is first checked, and kept as long as all names are.
    pub(super) occurrences: OnceLock<Occurrences>,
    /// Made with the findings.
    pub(super) large: OnceLock<Arc<Large>>,
    findings: OnceLock<Vec<Diagnostic>>,
    /// What rules found in each place; made with the findings.
    pub(super) units: OnceLock<Arc<Units>>,
    /// What they had found before, and what has changed since.
    earlier: Option<Earlier<Units>>,
}

/// Why a page can't be shown.
#[derive(Debug)]
pub enum PageFault {
    /// The templates are at fault.
    Template(Vec<Diagnostic>),
    /// The file to copy can't be read.
    Load(LoadError),
    /// The facts can't be written down.
    Data(io::Error),
}

impl fmt::Display for PageFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(findings) => {
                findings.iter().try_for_each(|finding| writeln!(formatter, "{}", finding.message))
            }
            Self::Load(error) => error.fmt(formatter),
            Self::Data(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for PageFault {}

impl Site {
    /// Reads the site in `root`.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn open(root: &Path, options: Options) -> Result<Self, LoadError> {
        Ok(Self::of(Snapshot::load(Arc::new(Disk::new(root)?))?, options))
    }

    /// A site from its files.
    pub fn of(snapshot: Snapshot, options: Options) -> Self {
        Self::read(snapshot, options, &mut Clock::default())
    }

    pub(super) fn read(snapshot: Snapshot, options: Options, clock: &mut Clock) -> Self {
        let facts = Facts::new(&snapshot, &options, clock);
        Self::new(snapshot, options, facts, Kept::default())
    }

    fn new(snapshot: Snapshot, options: Options, facts: Facts, kept: Kept) -> Self {
        let withheld = if options.drafts {
            HashSet::new()
        } else {
            withheld(&snapshot, facts.graph(), facts.config().urls)
        };
        let config = facts.config();
        let published = config.export.published(config.base_url.is_some());
        let data = published.flat_map(|format| export::files(facts.graph(), format)).collect();
        let (presentation, paths, generated, occurrences, large, findings, units, earlier) =
            Default::default();
        Self {
            options,
            snapshot,
            facts,
            kept,
            presentation,
            paths,
            generated,
            data,
            withheld,
            occurrences,
            large,
            findings,
            units,
            earlier,
        }
    }

    /// The site as it is now, where the files at some paths may have changed. It shares with this one all that is the
    /// same: where only the text of known Markdown files has changed, nothing else is read. With no paths at all,
    /// everything is.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn next(&self, changed: &[PathBuf]) -> Result<Self, LoadError> {
        self.next_in(&self.snapshot.system, changed)
    }

    /// The same where the files are somewhere else from now on, as under texts that are not saved.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn next_in(&self, system: &Arc<dyn System>, changed: &[PathBuf]) -> Result<Self, LoadError> {
        let (snapshot, is_text_alone) = self.snapshot.next(system, changed)?;
        let facts = self.facts.next(&snapshot, &self.options, is_text_alone);
        let changed = facts.changed_parts(&self.facts).filter(|_| is_text_alone);
        let kept = Kept::next(self, &facts, is_text_alone, changed.as_ref());
        let mut earlier = Earlier::next(self.units.get(), self.earlier.as_ref(), changed.as_ref());
        let occurrences = OnceLock::new();
        if let (Some(before), Some(changed)) = (self.occurrences.get(), facts.changed()) {
            let next = before.next(&facts.graph().documents, changed);
            let is_same = next.tell_as(before);
            earlier = earlier.map(|it| if is_same { it } else { it.with(Part::NAMES) });
            let _ = occurrences.set(next);
        }
        Ok(Self { earlier, occurrences, ..Self::new(snapshot, self.options.clone(), facts, kept) })
    }

    /// The same site with its drafts, where it leaves any out.
    pub fn with_drafts(&self) -> Option<Self> {
        let leaves_out = !self.options.drafts && self.graph().all_documents().any(|(_, it)| it.front.draft);
        let options = Options { drafts: true, ..self.options.clone() };
        leaves_out.then(|| Self::of(self.snapshot.clone(), options))
    }

    /// The facts.
    pub fn graph(&self) -> &Graph {
        self.facts.graph()
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        self.facts.config()
    }

    /// The page models.
    pub fn views(&self) -> &Views {
        &self.presentation().views
    }

    /// What renders the pages, or what is wrong with the templates.
    pub(super) fn renderer(&self) -> Result<&Renderer, &Vec<Diagnostic>> {
        self.presentation().renderer.as_ref()
    }

    /// What all pages share. It is made by many threads: ask for it before others wait for it in theirs.
    pub(super) fn presentation(&self) -> &Presentation {
        self.presentation.get_or_init(|| Presentation::new(&self.snapshot, &self.facts, &self.kept))
    }

    /// What reads the facts as data; nothing where the templates are at fault.
    pub fn recorder(&self) -> Option<Recorder<'_>> {
        let renderer = self.renderer().ok()?;
        Some(Recorder::new(self.graph(), self.views(), self.files(), renderer))
    }

    /// The files as they were read.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The files that the findings point into.
    pub fn files(&self) -> &Files {
        &self.snapshot.files
    }

    /// What is wrong with a document by itself, which no other file has a part in.
    pub fn syntax_findings(&self, document: DocumentId) -> &[Diagnostic] {
        self.facts.syntax_findings(document)
    }

    /// All findings, sorted; the site is checked when they are first asked for.
    pub fn findings(&self) -> &[Diagnostic] {
        self.findings.get_or_init(|| {
            let known = self.snapshot.diagnostics.clone();
            let mut found = match self.facts.unread_settings() {
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
        self.presentation();
        found.extend(render::unused_overrides(&self.snapshot.templates));
        found.extend(self.facts.findings().cloned());
        found.extend(self.renderer().err().into_iter().flatten().cloned());
        let pages = self.all_paths();
        found.extend(pages.findings.iter().cloned());
        if let Ok(renderer) = self.renderer() {
            let new = || Large::new(self.graph(), self.views(), renderer, self.kept.large.as_ref()).into();
            found.extend(self.large.get_or_init(new).findings().cloned());
        }
        let (graph, config, snapshot) = (self.graph(), self.config(), &self.snapshot);
        let finder = check::is_told(config, Code::UnlinkedName).then(|| self.finder());
        let theme = check::Theme::new(snapshot);
        let site = check::Site { graph, config, snapshot, theme: &theme, pages, finder: finder.as_ref() };
        let (found, units) = check::run(&site, found, self.earlier.as_ref());
        let _ = self.units.set(units);
        found
    }

    /// Where the names of entities stand.
    pub fn occurrences(&self) -> &Occurrences {
        self.occurrences.get_or_init(|| {
            let graph = self.graph();
            Occurrences::new(&graph.registry, &graph.vocabulary.kinds, &graph.documents)
        })
    }

    /// What finds names without markup in the documents.
    pub fn finder(&self) -> Finder<'_> {
        let Graph { registry, vocabulary, documents, .. } = self.graph();
        Finder::new(registry, &vocabulary.kinds, documents, self.occurrences(), &self.config().language)
    }

    /// The paths of all pages, relative to the output folder.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.all_paths().pages.keys().map(String::as_str)
    }

    /// The files to copy.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.snapshot.assets.iter().filter(|asset| !self.withheld.contains(&asset.path))
    }

    fn all_paths(&self) -> &Paths {
        self.paths.get_or_init(|| Paths::next(self, self.kept.paths.as_ref()))
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
        if let Some(&page) = self.all_paths().pages.get(path) {
            return self.render(page).map(|html| Some(html.into()));
        }
        if let Some(file) = self.generated().iter().find(|file| file.path == path) {
            return Ok(Some(file.bytes.clone().into()));
        }
        if let Some(asset) = self.assets().find(|asset| asset.path == path) {
            return asset.keep().map(Some).map_err(PageFault::Load);
        }
        let file = self.data.iter().find(|file| file.path() == path).zip(self.recorder());
        let Some((file, recorder)) = file else { return Ok(None) };
        let mut bytes = Vec::new();
        file.write(recorder, &mut bytes).map_err(PageFault::Data)?;
        Ok(Some(bytes.into()))
    }

    /// What is wrong with the templates as far as pages show it: what only comes to light when one is rendered.
    pub fn faults<'p>(&self, paths: impl ParallelIterator<Item = &'p str>) -> Vec<Diagnostic> {
        self.presentation();
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
        self.faults(self.all_paths().pages.par_iter().map(|(path, _)| &**path))
    }

    fn render(&self, page: PageId) -> Result<Vec<u8>, PageFault> {
        let renderer = self.renderer().map_err(|findings| PageFault::Template(findings.clone()))?;
        renderer.page(self.views(), page).map_err(|finding| PageFault::Template(vec![*finding]))
    }
}
