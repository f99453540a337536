//! What the texts of a site say: trees, names and graph, which never change.
//!
//! Input: a [`Snapshot`], and what the texts said before. Output: [`Facts`] that share with those before what is the
//! same. Entry points: [`Facts::new`] and [`Facts::next`].
//!
//! A file whose text is what it was keeps its tree. Where moreover no file declares anything else than it did, the names
//! stay, and so does what the graph has from every file with the same text.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Clock, Options};
use crate::check::archived;
use crate::config::{self, Config, Reading};
use crate::diagnostic::Diagnostic;
use crate::export;
use crate::graph::Graph;
use crate::graph::reads::PartSet;
use crate::load::Snapshot;
use crate::locale::Languages;
use crate::resolve::{Registry, Sources};
use crate::source::{FileId, TextFile};
use crate::syntax::{self, Document, DocumentId};
use crate::view::{Directory, Inputs, Laid, Views};
use crate::vocabulary::Vocabulary;

/// What `annals.toml` says.
struct Settings {
    text: Arc<str>,
    config: Arc<Config>,
    vocabulary: Arc<Vocabulary>,
    findings: Vec<Diagnostic>,
    /// Whether any of it may be missing.
    is_partial: bool,
}

/// A document, what it was read from, and what was wrong with it.
#[derive(Clone)]
struct Parsed {
    path: Arc<str>,
    text: Arc<str>,
    document: Document,
    findings: Arc<[Diagnostic]>,
}

/// Who is called what, and what is wrong with that.
struct Names {
    registry: Arc<Registry>,
    /// That of the settings, which knows the addresses that texts give themselves besides.
    vocabulary: Arc<Vocabulary>,
    findings: Vec<Diagnostic>,
}

/// All that the texts of a site say.
pub(super) struct Facts {
    settings: Arc<Settings>,
    parsed: Vec<Parsed>,
    names: Arc<Names>,
    languages: Arc<Languages>,
    /// What is wrong with the words of the languages.
    language_findings: Vec<Diagnostic>,
    graph: Arc<Graph>,
    /// The documents that have another text than in the site before, where all names mean what they did there.
    changed: Option<Vec<DocumentId>>,
}

impl Facts {
    /// The facts of a site.
    pub fn new(snapshot: &Snapshot, options: &Options, clock: &mut Clock) -> Self {
        Self::read(None, false, snapshot, options, clock)
    }

    /// The facts as the files are now, of which only texts have changed if `is_text_alone`.
    pub fn next(&self, snapshot: &Snapshot, options: &Options, is_text_alone: bool) -> Self {
        Self::read(Some(self), is_text_alone, snapshot, options, &mut Clock::default())
    }

    fn read(
        before: Option<&Self>,
        is_text_alone: bool,
        snapshot: &Snapshot,
        options: &Options,
        clock: &mut Clock,
    ) -> Self {
        let text = &snapshot.files.get(snapshot.config).text;
        let before = before.filter(|before| before.settings.text == *text);
        let settings = match before {
            Some(before) => before.settings.clone(),
            None => Arc::new(Settings::read(snapshot, options)),
        };
        let known = before.map_or(&[][..], |before| &before.parsed);
        let parsed = parse(snapshot, &settings, known);
        let changed = before.and_then(|before| changed(&before.parsed, &parsed));
        let documents: Vec<_> = parsed.iter().map(|parsed| parsed.document.clone()).collect();
        clock.stage("parse");
        let before = before.zip(changed.as_deref());
        let names = match before {
            Some((before, _)) => before.names.clone(),
            None => Arc::new(Names::new(&documents, snapshot, &settings, options)),
        };
        clock.stage("resolve");
        let (languages, language_findings) = match before {
            Some((before, _)) if is_text_alone => {
                (before.languages.clone(), before.language_findings.clone())
            }
            _ => read_languages(&documents, snapshot, &settings),
        };
        let graph = match before {
            Some((before, changed)) => before.graph.next(documents, changed),
            None => Graph::new(names.vocabulary.clone(), names.registry.clone(), documents),
        };
        let graph = Arc::new(graph);
        clock.stage("graph");
        Self { settings, parsed, names, languages, language_findings, graph, changed }
    }

    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    pub fn config(&self) -> &Config {
        &self.settings.config
    }

    pub fn languages(&self) -> &Arc<Languages> {
        &self.languages
    }

    /// Whether pages are in the same languages as in another site.
    pub fn has_languages_of(&self, other: &Self) -> bool {
        let tags = |facts: &Self| facts.languages.iter().map(|it| it.tag().to_owned()).collect::<Vec<_>>();
        Arc::ptr_eq(&self.languages, &other.languages) || tags(self) == tags(other)
    }

    /// Where everything is, and in which orders pages list it.
    pub fn directory(&self) -> Directory {
        Directory::new(&self.graph, self.config(), self.languages.site().tag())
    }

    /// Whether that is as it was in the site before.
    pub fn has_directory_of(&self, before: &Self) -> bool {
        let changed = self.changed.as_ref();
        changed.is_some_and(|changed| self.graph.states_the_same(&before.graph, changed))
    }

    /// The parts of the graph that are others than in the site before; nothing where that may be anything.
    pub fn changed_parts(&self, before: &Self) -> Option<PartSet> {
        self.graph.changed_parts(&before.graph, self.changed.as_ref()?)
    }

    /// The page models.
    pub fn views(&self, snapshot: &Snapshot, directory: Arc<Directory>, earlier: Option<&Laid>) -> Views {
        Views::new(Inputs {
            graph: self.graph.clone(),
            config: self.settings.config.clone(),
            languages: self.languages.clone(),
            directory,
            archived: archived(&self.graph, snapshot),
            files: snapshot.file_names(),
            published: export::published(self.config()),
            templates: &snapshot.templates,
            earlier,
        })
    }

    /// The documents that have another text than in the site before, where all names mean what they did there.
    pub fn changed(&self) -> Option<&[DocumentId]> {
        self.changed.as_deref()
    }

    /// Why the configuration could not be read to its end, where that is so.
    pub fn unread_settings(&self) -> Option<&[Diagnostic]> {
        self.settings.is_partial.then_some(&*self.settings.findings)
    }

    /// What is wrong with the markup of a document.
    pub fn syntax_findings(&self, document: DocumentId) -> &[Diagnostic] {
        self.parsed.get(document.place()).map_or(&[], |parsed| &parsed.findings)
    }

    /// All that is wrong with the files and what they say.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        let own = self.settings.findings.iter().chain(&self.language_findings).chain(&self.names.findings);
        let parsed = self.parsed.iter().flat_map(|parsed| &*parsed.findings);
        own.chain(parsed).chain(self.graph.findings())
    }
}

impl Settings {
    fn read(snapshot: &Snapshot, options: &Options) -> Self {
        let text = snapshot.files.get(snapshot.config).text.clone();
        let Reading { mut config, mut diagnostics, is_partial } = config::parse(&text);
        if options.base_url.is_some() {
            config.base_url.clone_from(&options.base_url);
        }
        let (vocabulary, own) = Vocabulary::new(&config);
        if !is_partial {
            diagnostics.extend(own);
        }
        if config.base_url.is_none() {
            diagnostics.extend(config.export.unpublished());
        }
        let findings = diagnostics.into_iter().map(|finding| finding.in_file(snapshot.config)).collect();
        let is_partial = is_partial || snapshot.unreadable().contains(&snapshot.config);
        Self { text, config: config.into(), vocabulary: vocabulary.into(), findings, is_partial }
    }
}

impl Names {
    fn new(documents: &[Document], snapshot: &Snapshot, settings: &Settings, options: &Options) -> Self {
        let (registry, findings) = Registry::new(Sources {
            documents,
            config: &settings.config,
            config_file: snapshot.config,
            kinds: &settings.vocabulary.kinds,
            drafts: options.drafts,
        });
        let mut vocabulary = (*settings.vocabulary).clone();
        let slugs =
            documents.iter().filter_map(|it| Some((it.path.clone(), it.front.slug.as_ref()?.text.clone())));
        vocabulary.folders.slugs = slugs.collect();
        Self { registry: registry.into(), vocabulary: vocabulary.into(), findings }
    }
}

impl Parsed {
    fn new(file: FileId, source: &TextFile, settings: &Settings) -> Self {
        let (path, text) = (source.path.clone(), source.text.clone());
        let (document, findings) =
            syntax::parse(file, source, &settings.config, &settings.vocabulary.folders);
        Self { path, text, document, findings: findings.into() }
    }

    /// The same in a site in which its file has this id.
    fn in_file(&self, file: FileId) -> Self {
        let mut moved = self.clone();
        moved.document.file = file;
        if !self.findings.is_empty() && file != self.document.file {
            moved.findings = self.findings.iter().cloned().map(|finding| finding.in_file(file)).collect();
        }
        moved
    }

    fn is_same_text(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text)
    }

    /// Whether all names of a site go on to mean the same when this document is replaced by another.
    fn declares_the_same(&self, other: &Self) -> bool {
        let is_same = self.is_same_text(other) || self.document.declares_the_same(&other.document);
        is_same && self.document.file == other.document.file
    }
}

/// The languages of a site and its pages, and what is wrong with their words.
fn read_languages(
    documents: &[Document],
    snapshot: &Snapshot,
    settings: &Settings,
) -> (Arc<Languages>, Vec<Diagnostic>) {
    let used = documents.iter().filter_map(|document| Some(&*document.front.language.as_ref()?.text));
    let (languages, findings) = Languages::new(&snapshot.templates, &settings.config.language, used);
    (languages.into(), findings)
}

/// Parses all content in parallel, but for texts that are `known`, which are in the order of their paths.
fn parse(snapshot: &Snapshot, settings: &Settings, known: &[Parsed]) -> Vec<Parsed> {
    let mut rest = known.iter().peekable();
    let mut before = |path: &Arc<str>| {
        while rest.next_if(|known| known.path < *path).is_some() {}
        rest.next_if(|known| known.path == *path)
    };
    let files = snapshot.content.iter().map(|&file| {
        let source = snapshot.files.get(file);
        (file, source, before(&source.path))
    });
    let files: Vec<_> = files.collect();
    let parsed = files.into_par_iter().map(|(file, source, known)| match known {
        Some(known) if known.text == source.text => known.in_file(file),
        _ => Parsed::new(file, source, settings),
    });
    parsed.collect()
}

/// The documents that have another text than before; none where any declares something else, or there are others.
fn changed(before: &[Parsed], after: &[Parsed]) -> Option<Vec<DocumentId>> {
    let pairs = || before.iter().zip(after);
    let is_same = before.len() == after.len() && pairs().all(|(one, other)| one.declares_the_same(other));
    let changed =
        DocumentId::all(after.len()).zip(pairs()).filter(|(_, (one, other))| !one.is_same_text(other));
    is_same.then(|| changed.map(|(id, _)| id).collect())
}
