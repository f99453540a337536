//! A site as far as its facts go: trees, names, graph and page models in one value that owns all of them.
//!
//! Input: a [`Snapshot`], and the site as it was before. Output: a [`Site`]. Entry point: [`Site::update`].
//!
//! A file whose text is what it was keeps its tree. Where moreover no file declares anything else than it did, the names
//! stay, and so does what the graph has from every file with the same text. All else is made anew each time: it is
//! pure, it is fast, and so there is nothing that could be out of date.

use std::sync::Arc;

use rayon::prelude::*;
use self_cell::self_cell;

use super::{Clock, Options};
use crate::config::{self, Config, Folders, Reading};
use crate::diagnostic::Diagnostic;
use crate::graph::{self, Context, Graph, Said};
use crate::load::Snapshot;
use crate::locale::Languages;
use crate::resolve::{Registry, Sources};
use crate::syntax::{self, Document};
use crate::view::Views;
use crate::vocabulary::Vocabulary;

/// What the graph borrows from.
#[derive(Default)]
struct Facts {
    config: Config,
    vocabulary: Vocabulary,
    documents: Vec<Document>,
    registry: Registry,
    languages: Arc<Languages>,
}

self_cell!(
    struct Known {
        owner: Facts,
        #[covariant]
        dependent: Graph,
    }
);

self_cell!(
    struct Shown {
        owner: Known,
        #[covariant]
        dependent: Views,
    }
);

/// What a document was read from, and what was wrong with it.
struct Origin {
    path: Arc<str>,
    text: Arc<str>,
    findings: Vec<Diagnostic>,
}

/// How a document differs from what it was before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// Not at all.
    None,
    /// Only in its text: it declares the same.
    Text,
    /// In what it declares, or it is new.
    Declares,
}

/// What there is to say of the configuration.
#[derive(Default)]
struct Settings {
    findings: Vec<Diagnostic>,
    /// Whether any of it may be missing.
    is_partial: bool,
}

/// All facts of a site, and its page models.
pub(super) struct Site {
    shown: Shown,
    /// The text of `annals.toml`.
    config: Arc<str>,
    /// One for each document.
    origins: Vec<Origin>,
    /// What is wrong with the names.
    names: Vec<Diagnostic>,
    settings: Settings,
    /// What is wrong with the words, with claims and with the graph.
    findings: Vec<Diagnostic>,
}

impl Default for Site {
    fn default() -> Self {
        let known = Known::new(Facts::default(), |facts| {
            let Facts { registry, vocabulary, documents, .. } = facts;
            graph::build(Context { registry, vocabulary, documents }, Said::default(), |_| false).0
        });
        let (names, settings, findings) = Default::default();
        Self { shown: show(known), config: "".into(), origins: Vec::new(), names, settings, findings }
    }
}

/// What a site leaves for the next one.
#[derive(Default)]
struct Remains {
    trees: Vec<(Document, Origin)>,
    registry: Registry,
    names: Vec<Diagnostic>,
    said: Said,
}

impl Site {
    /// Takes in what the files say now. Returns the numbers of the documents with another text, unless there are others
    /// than before, or somebody may have got another name.
    pub fn update(
        &mut self,
        snapshot: &Snapshot,
        options: &Options,
        clock: &mut Clock,
    ) -> Option<Vec<usize>> {
        let before = std::mem::take(self);
        let text = &snapshot.files.get(snapshot.config).text;
        let (config, mut vocabulary, settings) = configure(snapshot, options);
        let is_configured_alike = before.config == *text;
        let before = if is_configured_alike { before.remains() } else { Remains::default() };
        let count = before.trees.len();
        let (documents, origins, changes) = parse(snapshot, &config, &vocabulary.folders, before.trees);
        let slugs =
            documents.iter().filter_map(|it| Some((it.path.clone(), it.front.slug.as_ref()?.text.clone())));
        vocabulary.folders.slugs = slugs.collect();
        clock.stage("parse");
        let is_same = is_configured_alike && count == documents.len() && !changes.contains(&Change::Declares);
        let sources = Sources {
            documents: &documents,
            config: &config,
            config_file: snapshot.config,
            kinds: &vocabulary.kinds,
            drafts: options.drafts,
        };
        let (mut registry, names) =
            if is_same { (before.registry, before.names) } else { Registry::new(sources) };
        registry.number_claims(&documents);
        clock.stage("resolve");
        let used = documents.iter().filter_map(|document| Some(&*document.front.language.as_ref()?.text));
        let (languages, mut findings) = Languages::new(&snapshot.templates, &config.language, used);
        let facts = Facts { config, vocabulary, documents, registry, languages: Arc::new(languages) };
        let said = if is_same { before.said } else { Said::default() };
        let known = Known::new(facts, |facts| {
            let Facts { registry, vocabulary, documents, .. } = facts;
            let is_known = |document: usize| is_same && changes.get(document) == Some(&Change::None);
            let (graph, own) = graph::build(Context { registry, vocabulary, documents }, said, is_known);
            findings.extend(own);
            graph
        });
        clock.stage("graph");
        *self = Self { shown: show(known), config: text.clone(), origins, names, settings, findings };
        clock.stage("order");
        let changed = |document: &usize| changes.get(*document) != Some(&Change::None);
        is_same.then(|| (0..changes.len()).filter(changed).collect())
    }

    /// What the next site may need.
    fn remains(self) -> Remains {
        let mut known = self.shown.into_owner();
        let said = known.with_dependent_mut(|_, graph| graph.take_said());
        let facts = known.into_owner();
        let trees = facts.documents.into_iter().zip(self.origins).collect();
        Remains { trees, registry: facts.registry, names: self.names, said }
    }

    pub fn graph(&self) -> &Graph<'_> {
        self.shown.borrow_owner().borrow_dependent()
    }

    pub fn config(&self) -> &Config {
        &self.shown.borrow_owner().borrow_owner().config
    }

    pub fn languages(&self) -> &Arc<Languages> {
        &self.shown.borrow_owner().borrow_owner().languages
    }

    pub fn views(&self) -> &Views<'_> {
        self.shown.borrow_dependent()
    }

    /// Why the configuration could not be read to its end, where that is so.
    pub fn unread_settings(&self) -> Option<&[Diagnostic]> {
        self.settings.is_partial.then_some(&*self.settings.findings)
    }

    /// All that is wrong with the files and what they say.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        let own = self.settings.findings.iter().chain(&self.findings).chain(&self.names);
        own.chain(self.origins.iter().flat_map(|origin| &origin.findings))
    }
}

/// The settings, the kinds and properties, and what is wrong with them.
fn configure(snapshot: &Snapshot, options: &Options) -> (Config, Vocabulary, Settings) {
    let Reading { mut config, mut diagnostics, is_partial } =
        config::parse(&snapshot.files.get(snapshot.config).text);
    if options.base_url.is_some() {
        config.base_url.clone_from(&options.base_url);
    }
    let (vocabulary, own) = Vocabulary::new(&config);
    if !is_partial {
        diagnostics.extend(own);
    }
    let findings = diagnostics.into_iter().map(|finding| finding.in_file(snapshot.config)).collect();
    let is_partial = is_partial || snapshot.unreadable().contains(&snapshot.config);
    (config, vocabulary, Settings { findings, is_partial })
}

/// Prepares the page models.
fn show(known: Known) -> Shown {
    Shown::new(known, |known| {
        let Facts { config, languages, .. } = known.borrow_owner();
        Views::new(known.borrow_dependent(), config, languages)
    })
}

/// Parses all content in parallel; `known` are trees in the order of their paths.
fn parse(
    snapshot: &Snapshot,
    config: &Config,
    folders: &Folders,
    known: Vec<(Document, Origin)>,
) -> (Vec<Document>, Vec<Origin>, Vec<Change>) {
    let mut known = known.into_iter().peekable();
    let mut before = |path: &Arc<str>| {
        while known.next_if(|(_, origin)| origin.path < *path).is_some() {}
        known.next_if(|(_, origin)| origin.path == *path)
    };
    let files = snapshot.content.iter().map(|&file| {
        let source = snapshot.files.get(file);
        (file, source, before(&source.path))
    });
    let files: Vec<_> = files.collect();
    let trees = files.into_par_iter().map(|(file, source, known)| match known {
        Some((mut document, mut origin)) if origin.text == source.text => {
            let change = if document.file == file { Change::None } else { Change::Declares };
            document.file = file;
            origin.findings = origin.findings.into_iter().map(|finding| finding.in_file(file)).collect();
            (document, (origin, change))
        }
        known => {
            let (document, findings) = syntax::parse(file, source, config, folders);
            let is_same = known.is_some_and(|(known, _)| known.declares_the_same(&document));
            let change = if is_same { Change::Text } else { Change::Declares };
            (document, (Origin { path: source.path.clone(), text: source.text.clone(), findings }, change))
        }
    });
    let (documents, origins): (Vec<_>, Vec<_>) = trees.unzip();
    let (origins, changes) = origins.into_iter().unzip();
    (documents, origins, changes)
}
