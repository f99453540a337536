//! A site as far as its facts go: trees, names, graph and page models in one value that owns all of them.
//!
//! Input: a [`Snapshot`], and the site as it was before. Output: a [`Site`]. Entry point: [`Site::update`].
//!
//! A file whose text is what it was keeps its tree. All else is made anew each time: it is pure, it is fast, and so
//! there is nothing that could be out of date.

use std::sync::Arc;

use rayon::prelude::*;
use self_cell::self_cell;

use super::{Clock, Options};
use crate::config::{self, Config, Folders};
use crate::diagnostic::Diagnostic;
use crate::graph::{self, Context, Graph};
use crate::load::Snapshot;
use crate::resolve::{Registry, Sources};
use crate::syntax::{self, Document};
use crate::view::Views;
use crate::vocabulary::Vocabulary;
use crate::words::Words;

/// What the graph borrows from.
#[derive(Default)]
struct Facts {
    config: Config,
    vocabulary: Vocabulary,
    documents: Vec<Document>,
    registry: Registry,
    words: Arc<Words>,
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

/// All facts of a site, and its page models.
pub(super) struct Site {
    shown: Shown,
    /// The text of `annals.toml`.
    config: Arc<str>,
    /// One for each document.
    origins: Vec<Origin>,
    /// What is wrong with the configuration, with names and with the graph.
    findings: Vec<Diagnostic>,
}

impl Default for Site {
    fn default() -> Self {
        Self::new(Facts::default(), "".into(), Vec::new(), Vec::new(), &mut Clock::default())
    }
}

impl Site {
    /// Takes in what the files say now.
    pub fn update(&mut self, snapshot: &Snapshot, options: &Options, clock: &mut Clock) {
        let before = std::mem::take(self);
        let file = snapshot.config;
        let text = &snapshot.files.get(file).text;
        let (mut config, mut findings) = config::parse(text);
        if options.base_url.is_some() {
            config.base_url.clone_from(&options.base_url);
        }
        let (vocabulary, own) = Vocabulary::new(&config);
        findings.extend(own);
        findings = findings.into_iter().map(|finding| finding.in_file(file)).collect();
        let known = if before.config == *text { before.trees() } else { Vec::new() };
        let (documents, origins) = parse(snapshot, &config, &vocabulary.folders, known);
        clock.stage("parse");
        let sources = Sources {
            documents: &documents,
            config: &config,
            config_file: file,
            kinds: &vocabulary.kinds,
            drafts: options.drafts,
        };
        let (registry, own) = Registry::new(sources);
        findings.extend(own);
        clock.stage("resolve");
        let languages =
            documents.iter().filter_map(|document| Some(&*document.front.language.as_ref()?.text));
        let (words, own) = Words::new(&snapshot.templates, &config.language, languages);
        findings.extend(own);
        let facts = Facts { config, vocabulary, documents, registry, words: Arc::new(words) };
        *self = Self::new(facts, text.clone(), origins, findings, clock);
    }

    fn new(
        facts: Facts,
        config: Arc<str>,
        origins: Vec<Origin>,
        mut findings: Vec<Diagnostic>,
        clock: &mut Clock,
    ) -> Self {
        let known = Known::new(facts, |facts| {
            let Facts { registry, vocabulary, documents, .. } = facts;
            let (graph, own) = graph::build(Context { registry, vocabulary, documents });
            findings.extend(own);
            graph
        });
        clock.stage("graph");
        let shown = Shown::new(known, |known| {
            let Facts { config, words, .. } = known.borrow_owner();
            Views::new(known.borrow_dependent(), config, words)
        });
        clock.stage("order");
        Self { shown, config, origins, findings }
    }

    /// The trees, with what they were read from.
    fn trees(self) -> Vec<(Document, Origin)> {
        let facts = self.shown.into_owner().into_owner();
        facts.documents.into_iter().zip(self.origins).collect()
    }

    pub fn graph(&self) -> &Graph<'_> {
        self.shown.borrow_owner().borrow_dependent()
    }

    pub fn config(&self) -> &Config {
        &self.shown.borrow_owner().borrow_owner().config
    }

    pub fn words(&self) -> &Arc<Words> {
        &self.shown.borrow_owner().borrow_owner().words
    }

    pub fn views(&self) -> &Views<'_> {
        self.shown.borrow_dependent()
    }

    /// All that is wrong with the files and what they say.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().chain(self.origins.iter().flat_map(|origin| &origin.findings))
    }
}

/// Parses all content in parallel; `known` are trees in the order of their paths.
fn parse(
    snapshot: &Snapshot,
    config: &Config,
    folders: &Folders,
    known: Vec<(Document, Origin)>,
) -> (Vec<Document>, Vec<Origin>) {
    let mut known = known.into_iter().peekable();
    let mut reuse = |path: &Arc<str>, text: &Arc<str>| {
        while known.next_if(|(_, origin)| origin.path < *path).is_some() {}
        known.next_if(|(_, origin)| origin.path == *path).filter(|(_, origin)| origin.text == *text)
    };
    let files = snapshot.content.iter().map(|&file| {
        let source = snapshot.files.get(file);
        (file, source, reuse(&source.path, &source.text))
    });
    let files: Vec<_> = files.collect();
    let trees = files.into_par_iter().map(|(file, source, known)| {
        if let Some((mut document, mut origin)) = known {
            document.file = file;
            origin.findings = origin.findings.into_iter().map(|finding| finding.in_file(file)).collect();
            return (document, origin);
        }
        let (document, findings) = syntax::parse(file, source, config, folders);
        (document, Origin { path: source.path.clone(), text: source.text.clone(), findings })
    });
    trees.unzip()
}
