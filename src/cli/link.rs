//! `annals link`: find the names that nobody marked up, and mark them up.
//!
//! Input: the site, and perhaps some of its files. Output: a finding for each name, or the files with mentions in their
//! place. Entry point: [`Link::run`].
//!
//! Before a file is written, it is read as it would be: only mentions that mean what they should, and that leave every
//! word as it was, stay.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use rayon::prelude::*;

use super::documents_of;
use super::messages::{Console, counted};
use crate::diagnostic::{Code, Diagnostic, Severity, one_of};
use crate::edit::{self, Change, Edit, Manuscript, Said, apply};
use crate::graph::Graph;
use crate::pipeline::{self, Options};
use crate::resolve::{EntityId, Finder, Scope, Target, Unlinked, collapse, names_of};
use crate::source::{Location, TextFile};
use crate::syntax::{Document, DocumentId};
use crate::vocabulary::Role;

/// What `annals link` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Link {
    /// The files to look at [default: all articles, and the texts of all entities]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Mark the names up, not only show them
    #[arg(short, long)]
    write: bool,
    /// Only where the file names somebody for the first time
    #[arg(long)]
    first_only: bool,
    /// In headings as well
    #[arg(long)]
    headings: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals link                                          show the names without markup
  annals link --write
  annals link --write --first-only content/articles/a-visit-to-the-engine.md

A name that several entities have is shown with all of them, and never marked up. Nor is what may be other words:
a name in small letters, one that is a word of the language too and begins a sentence, the name of a month, one
that is only a part of a longer name or title (York in New York, Trump in Trump Tower).
A German noun is written as the surname is (Koch): look at what is shown before you let it write.";

impl Link {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let whole = pipeline::Site::open(root, Options { drafts: true, ..Options::default() })?;
        let site = Site { whole: &whole, graph: whole.graph() };
        let wanted = self.wanted(&site, root)?;
        let finder = whole.finder();
        let linked = wanted.into_par_iter().map(|index| self.link(&site, &finder, index));
        let linked: Vec<_> = linked.collect::<Option<Vec<_>>>().unwrap_or_default();
        let places = linked.iter().map(|linked| linked.edits.len()).sum();
        let files = linked.iter().filter(|linked| !linked.edits.is_empty()).count();
        let summary = format!("{} in {}", counted(places, "name"), counted(files, "file"));
        if self.write {
            let unclear: Vec<_> = linked.iter().flat_map(|linked| linked.unclear.clone()).collect();
            let changes: Vec<_> = linked.iter().filter_map(|linked| linked.change(&site)).collect();
            edit::write(root, &changes)?;
            console.list(&unclear, whole.files())?;
            console.status(format_args!("{summary} marked up"))?;
        } else {
            let found: Vec<_> = linked.into_iter().flat_map(Linked::into_findings).collect();
            console.list(&found, whole.files())?;
            let help = if places > 0 { "; --write marks them up" } else { "" };
            console.status(format_args!("{summary} without markup{help}"))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The documents to look at.
    fn wanted(&self, site: &Site<'_>, root: &Path) -> anyhow::Result<Vec<DocumentId>> {
        if self.files.is_empty() {
            let all = DocumentId::all(site.graph.documents.len());
            return Ok(all.filter(|&id| site.is_told(id)).collect());
        }
        documents_of(site.whole, root, &self.files)
    }

    /// What to mark up in a document.
    fn link(&self, site: &Site<'_>, finder: &Finder<'_>, id: DocumentId) -> Option<Linked> {
        let document = site.graph.document(id)?;
        let own = site.graph.entity_of(id);
        let file = site.whole.files().get(document.file);
        let kinds = &site.graph.vocabulary.kinds;
        let scope = own.map(|own| Scope::read(own, names_of(document), &site.graph.registry, kinds).0);
        let scope = scope.unwrap_or_default();
        let mut linked = Linked { id, document: document.clone(), ..Linked::default() };
        let mut named: BTreeSet<EntityId> = if self.first_only { site.named(id) } else { BTreeSet::new() };
        let mut edits = Vec::new();
        for unlinked in finder.unlinked(id, own, &file.text, self.headings) {
            match *unlinked.candidates {
                [entity] if unlinked.is_sure => {
                    if !self.first_only || named.insert(entity) {
                        edits.push(site.markup(entity, document, file, unlinked, &scope));
                    }
                }
                [entity] => linked.unclear.push(site.doubtful(document, &unlinked, entity, &scope)),
                _ => linked.unclear.push(site.ambiguous(document, &unlinked)),
            }
        }
        linked.add_valid(edits, site, file);
        Some(linked)
    }
}

/// `[[words]]`, or `[[id|words]]`.
fn mention(id: Option<&str>, words: &str) -> String {
    match id {
        None => format!("[[{words}]]"),
        Some(id) => format!("[[{id}|{words}]]"),
    }
}

struct Site<'s> {
    whole: &'s pipeline::Site,
    graph: &'s Graph,
}

impl Site<'_> {
    /// Whether a document tells of entities, as articles and entities' own texts do.
    fn is_told(&self, id: DocumentId) -> bool {
        let registry = &self.graph.registry;
        self.graph.entity_of(id).is_some_and(|own| {
            let kind = self.graph.vocabulary.kinds.get(registry.get(own).kind);
            matches!(kind.role, Role::Article | Role::Entity)
        })
    }

    /// Who is marked up in a document already.
    fn named(&self, id: DocumentId) -> BTreeSet<EntityId> {
        let targets = self.graph.mentions_in(id).map(|mention| mention.target);
        targets
            .filter_map(|target| if let Target::Entity(entity) = target { Some(entity) } else { None })
            .collect()
    }

    /// The mention that shows the words of a place and means an entity.
    fn markup(
        &self,
        entity: EntityId,
        document: &Document,
        file: &TextFile,
        unlinked: Unlinked,
        scope: &Scope,
    ) -> MarkUp {
        let (registry, kinds) = (&self.graph.registry, &self.graph.vocabulary.kinds);
        let words = unlinked.span.of(&file.text);
        let is_enough = registry.resolve(words, scope, kinds).ok() == Some(Target::Entity(entity));
        let id = (!is_enough).then(|| registry.shortest_id(entity, scope, kinds));
        let markup = mention(id.as_deref(), words);
        let shown = || document.body.text.get(unlinked.text.clone()).unwrap_or_default().to_owned();
        (id.unwrap_or_else(shown), markup, unlinked)
    }

    /// The finding for what may be a name.
    fn doubtful(
        &self,
        document: &Document,
        unlinked: &Unlinked,
        entity: EntityId,
        scope: &Scope,
    ) -> Diagnostic {
        let words = unlinked.span.of(&self.whole.files().get(document.file).text);
        let words = collapse(words);
        let (registry, kinds) = (&self.graph.registry, &self.graph.vocabulary.kinds);
        let id = registry.shortest_id(entity, scope, kinds);
        let message = format!("`{words}` may be {}, or only words", registry.full_id(entity, kinds));
        let mut finding =
            Diagnostic::new(Code::UnlinkedName, Location::new(document.file, unlinked.span), message);
        finding.severity = Severity::Note;
        finding.help(format!("write `{}` if it is meant", mention(Some(&id), &words)))
    }

    /// The finding for a name that several have.
    fn ambiguous(&self, document: &Document, unlinked: &Unlinked) -> Diagnostic {
        let words = unlinked.span.of(&self.whole.files().get(document.file).text);
        let words = collapse(words);
        let (registry, kinds) = (&self.graph.registry, &self.graph.vocabulary.kinds);
        let choices =
            unlinked.candidates.iter().map(|&id| format!("`[[{}|{words}]]`", registry.full_id(id, kinds)));
        let message = format!("`{words}` fits {}", counted(unlinked.candidates.len(), "entity"));
        let place = Location::new(document.file, unlinked.span);
        let mut finding = Diagnostic::new(Code::AmbiguousName, place, message);
        finding.severity = Severity::Note;
        finding.help(format!("write {}", one_of(&choices.collect::<Vec<_>>())))
    }
}

/// The name to mark up, as what, and where.
type MarkUp = (String, String, Unlinked);

/// What to mark up in one document.
#[derive(Default)]
struct Linked {
    id: DocumentId,
    document: Document,
    edits: Vec<MarkUp>,
    unclear: Vec<Diagnostic>,
}

impl Linked {
    fn text(&self, before: &str) -> String {
        let edits = self.edits.iter();
        let edits = edits.map(|(_, words, unlinked)| Edit { span: unlinked.span, words: words.clone() });
        apply(before, edits.collect())
    }

    /// Adds edits, except those that would not be read as they are meant; in a table a bar has to be escaped.
    fn add_valid(&mut self, edits: Vec<MarkUp>, site: &Site<'_>, file: &TextFile) {
        let before = self.edits.len();
        self.edits.extend(edits);
        if self.edits.len() == before || self.is_valid(site, file) {
            return;
        }
        let mut edits = self.edits.split_off(before);
        if let [(name, words, unlinked)] = &*edits {
            self.edits.push((name.clone(), words.replace('|', "\\|"), unlinked.clone()));
            if !self.is_valid(site, file) {
                self.edits.pop();
            }
            return;
        }
        // Few are at fault, so that halving finds them soon.
        let second = edits.split_off(edits.len() / 2);
        self.add_valid(edits, site, file);
        self.add_valid(second, site, file);
    }

    /// Whether the text with the edits says all that it says, and mentions whom it should.
    fn is_valid(&self, site: &Site<'_>, file: &TextFile) -> bool {
        let added: Vec<_> =
            self.edits.iter().map(|(name, _, unlinked)| Said::mention(&unlinked.text, name)).collect();
        let manuscript = Manuscript::new(site.whole, self.id);
        manuscript.is_some_and(|it| it.verify(&self.text(&file.text), &added).is_ok())
    }

    fn into_findings(self) -> Vec<Diagnostic> {
        let file = self.document.file;
        let found = self.edits.into_iter().map(|(_, markup, unlinked)| {
            let message = "a known name stands here without markup";
            let markup = collapse(&markup);
            Diagnostic::new(Code::UnlinkedName, Location::new(file, unlinked.span), message)
                .help(format!("write `{markup}`"))
        });
        let mut found: Vec<_> = found.chain(self.unclear).collect();
        found.sort_by_key(|finding| finding.primary);
        found
    }

    fn change(&self, site: &Site<'_>) -> Option<Change> {
        let document = site.graph.document(self.id).filter(|_| !self.edits.is_empty())?;
        let file = site.whole.files().get(document.file);
        let (before, after) = (file.text.to_string(), self.text(&file.text));
        Some(Change { path: file.path.to_string(), to: None, before, after })
    }
}
