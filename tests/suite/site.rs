//! A site in memory, as far as its diagnostics.

use std::collections::HashSet;

use annals::check;
use annals::config::{self, Config};
use annals::diagnostic::{Diagnostic, render_human};
use annals::graph::{self, Context};
use annals::load::Snapshot;
use annals::resolve::{Registry, Sources};
use annals::source::Files;
use annals::syntax;
use annals::view::Views;
use annals::vocabulary::Vocabulary;

/// What checking a site found.
pub struct Checked {
    /// The site's files.
    pub files: Files,
    /// All findings, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks a site given by its files.
pub fn check<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Checked {
    let snapshot = Snapshot::from_memory(files);
    let mut found = snapshot.diagnostics.clone();
    let (config, own) = config::parse(&snapshot.files.get(snapshot.config).text);
    found.extend(own.into_iter().map(|finding| finding.in_file(snapshot.config)));
    let (vocabulary, own) = Vocabulary::new(&config);
    found.extend(own.into_iter().map(|finding| finding.in_file(snapshot.config)));
    let diagnostics = facts(&snapshot, &config, &vocabulary, found);
    Checked { files: snapshot.files, diagnostics }
}

fn facts(
    snapshot: &Snapshot,
    config: &Config,
    vocabulary: &Vocabulary,
    mut found: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let parsed = snapshot.content.iter().map(|&file| syntax::parse(file, snapshot.files.get(file), config));
    let (documents, own): (Vec<_>, Vec<_>) = parsed.unzip();
    found.extend(own.into_iter().flatten());
    let sources = Sources {
        documents: &documents,
        config,
        config_file: snapshot.config,
        kinds: &vocabulary.kinds,
        drafts: false,
    };
    let (registry, own) = Registry::new(sources);
    found.extend(own);
    let context = Context { registry: &registry, vocabulary, documents: &documents };
    let (graph, own) = graph::build(context);
    found.extend(own);
    let views = Views::new(&graph, config);
    let pages: HashSet<String> =
        views.pages().into_iter().map(|page| views.path(page).into_owned()).collect();
    check::run(&check::Site { graph: &graph, config, snapshot, pages: &pages }, found)
}

impl Checked {
    /// The findings as the command prints them, each followed by an empty line.
    pub fn printed(&self) -> String {
        let printed = self.diagnostics.iter().map(|it| render_human(it, &self.files, false, 100));
        printed.map(|finding| format!("{finding}\n\n")).collect()
    }
}
