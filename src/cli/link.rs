//! `annals link`: find the names that nobody marked up, and mark them up.
//!
//! Input: the site, and perhaps some of its files. Output: a finding for each name, or the files with mentions in their
//! place. Entry point: [`Link::run`].
//!
//! Before a file is written, it is read as it would be: only mentions that mean what they should, and that leave every
//! word as it was, stay.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use rayon::prelude::*;

use super::edits::{Change, Edit, apply, write_all};
use super::messages::{Console, counted};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Severity, one_of};
use crate::graph::Graph;
use crate::pipeline::{Options, Session};
use crate::resolve::{EntityId, Finder, Scope, Target, Unlinked, names_of};
use crate::source::{Location, TextFile};
use crate::syntax::{self, AnnotationKind, Document};
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

A name that several entities have is shown with all of them, and never marked up.";

impl Link {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let session = Session::open(root, Options { drafts: true, ..Options::default() })?;
        let site = Site { session: &session, graph: session.graph(), config: session.config() };
        let wanted = self.wanted(&site, root)?;
        let kinds = &site.graph.vocabulary.kinds;
        let finder = Finder::new(site.graph.registry, kinds, site.graph.documents);
        let linked = wanted.into_par_iter().map(|index| self.link(&site, &finder, index));
        let linked: Vec<_> = linked.collect::<Option<Vec<_>>>().unwrap_or_default();
        let places = linked.iter().map(|linked| linked.edits.len()).sum();
        let files = linked.iter().filter(|linked| !linked.edits.is_empty()).count();
        let summary = format!("{} in {}", counted(places, "name"), counted(files, "file"));
        if self.write {
            let unclear: Vec<_> = linked.iter().flat_map(|linked| linked.unclear.clone()).collect();
            write_all(&linked.iter().filter_map(|linked| linked.change(&site, root)).collect::<Vec<_>>())?;
            console.list(&unclear, session.files())?;
            console.status(format_args!("{summary} marked up"))?;
        } else {
            let found: Vec<_> = linked.into_iter().flat_map(Linked::into_findings).collect();
            console.list(&found, session.files())?;
            let help = if places > 0 { "; --write marks them up" } else { "" };
            console.status(format_args!("{summary} without markup{help}"))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The documents to look at.
    fn wanted(&self, site: &Site<'_>, root: &Path) -> anyhow::Result<Vec<usize>> {
        if self.files.is_empty() {
            let all = 0..site.graph.documents.len();
            return Ok(all.filter(|&index| site.is_told(index)).collect());
        }
        let root = root.canonicalize()?;
        let mut wanted = BTreeSet::new();
        for file in &self.files {
            let known =
                file.canonicalize().ok().and_then(|path| site.document(path.strip_prefix(&root).ok()?));
            let Some(index) = known else {
                anyhow::bail!("{} is no file of the site's content", file.display());
            };
            wanted.insert(index);
        }
        Ok(wanted.into_iter().collect())
    }

    /// What to mark up in a document.
    fn link(&self, site: &Site<'_>, finder: &Finder<'_>, index: usize) -> Option<Linked> {
        let document = site.graph.document(index)?;
        let own = site.graph.entity_of(index);
        let file = site.session.files().get(document.file);
        let kinds = &site.graph.vocabulary.kinds;
        let scope = own.map(|own| Scope::read(own, names_of(document), site.graph.registry, kinds).0);
        let scope = scope.unwrap_or_default();
        let mut linked = Linked { index, document: document.clone(), ..Linked::default() };
        let mut named: BTreeSet<EntityId> = if self.first_only { site.named(index) } else { BTreeSet::new() };
        for unlinked in finder.unlinked(document, own, &file.text, self.headings) {
            let [entity] = *unlinked.candidates else {
                linked.unclear.push(site.ambiguous(document, &unlinked));
                continue;
            };
            if self.first_only && !named.insert(entity) {
                continue;
            }
            let words = unlinked.span.of(&file.text);
            let is_enough =
                site.graph.registry.resolve(words, &scope, kinds).ok() == Some(Target::Entity(entity));
            let id = if is_enough { None } else { site.shortest_id(entity, &scope) };
            linked.edits.push((entity, mention(id.as_deref(), words, "|"), unlinked));
        }
        linked.keep_valid(site, file, &scope);
        Some(linked)
    }
}

/// `[[words]]`, or `[[id|words]]`.
fn mention(id: Option<&str>, words: &str, bar: &str) -> String {
    match id {
        None => format!("[[{words}]]"),
        Some(id) => format!("[[{id}{bar}{words}]]"),
    }
}

struct Site<'s> {
    session: &'s Session,
    graph: &'s Graph<'s>,
    config: &'s Config,
}

impl Site<'_> {
    /// Whether a document tells of entities, as articles and entities' own texts do.
    fn is_told(&self, index: usize) -> bool {
        let registry = self.graph.registry;
        self.graph.entity_of(index).is_some_and(|own| {
            let kind = self.graph.vocabulary.kinds.get(registry.get(own).kind);
            matches!(kind.role, Role::Article | Role::Entity)
        })
    }

    /// The document of a file, by its path in the site.
    fn document(&self, path: &Path) -> Option<usize> {
        let files = self.session.files();
        self.graph.documents.iter().position(|it| Path::new(&*files.get(it.file).path) == path)
    }

    /// Who is marked up in a document already.
    fn named(&self, index: usize) -> BTreeSet<EntityId> {
        let targets = self.graph.mentions_in(index).map(|mention| mention.target);
        targets
            .filter_map(|target| if let Target::Entity(entity) = target { Some(entity) } else { None })
            .collect()
    }

    /// The shortest name that stands for an entity in a document: its id, or its id with its kind.
    fn shortest_id(&self, entity: EntityId, scope: &Scope) -> Option<String> {
        let (registry, kinds) = (self.graph.registry, &self.graph.vocabulary.kinds);
        let id = &registry.get(entity).id;
        let is_enough = registry.resolve(id, scope, kinds).ok() == Some(Target::Entity(entity));
        Some(if is_enough { id.clone() } else { registry.full_id(entity, kinds) })
    }

    /// The finding for a name that several have.
    fn ambiguous(&self, document: &Document, unlinked: &Unlinked) -> Diagnostic {
        let words = unlinked.span.of(&self.session.files().get(document.file).text);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let (registry, kinds) = (self.graph.registry, &self.graph.vocabulary.kinds);
        let choices =
            unlinked.candidates.iter().map(|&id| format!("`[[{}|{words}]]`", registry.full_id(id, kinds)));
        let message = format!("`{words}` fits {}", counted(unlinked.candidates.len(), "entity"));
        let place = Location::new(document.file, unlinked.span);
        let mut finding = Diagnostic::new(Code::AmbiguousName, place, message);
        finding.severity = Severity::Note;
        finding.help(format!("write {}", one_of(&choices.collect::<Vec<_>>())))
    }
}

/// What to mark up in one document.
#[derive(Default)]
struct Linked {
    index: usize,
    document: Document,
    /// Whom to mark up, as what, and where.
    edits: Vec<(EntityId, String, Unlinked)>,
    unclear: Vec<Diagnostic>,
}

impl Linked {
    fn text(&self, before: &str) -> String {
        let edits = self.edits.iter();
        let edits = edits.map(|(_, words, unlinked)| Edit { span: unlinked.span, words: words.clone() });
        apply(before, edits.collect())
    }

    /// Leaves out what would not be read as it is meant; in a table a bar has to be escaped.
    fn keep_valid(&mut self, site: &Site<'_>, file: &TextFile, scope: &Scope) {
        if self.edits.is_empty() || self.is_valid(site, file, scope) {
            return;
        }
        for edit in std::mem::take(&mut self.edits) {
            let escaped = edit.1.replace('|', "\\|");
            for words in [edit.1, escaped] {
                self.edits.push((edit.0, words, edit.2.clone()));
                if self.is_valid(site, file, scope) {
                    break;
                }
                self.edits.pop();
            }
        }
    }

    /// Whether the text with the edits has the same words, and mentions whom it should.
    fn is_valid(&self, site: &Site<'_>, file: &TextFile, scope: &Scope) -> bool {
        let after = TextFile::new(file.path.clone(), self.text(&file.text));
        let (document, _) =
            syntax::parse(self.document.file, &after, site.config, &site.graph.vocabulary.folders);
        document.body.text == self.document.body.text
            && document.body.annotations.len() == self.document.body.annotations.len() + self.edits.len()
            && mentions(site, &document, scope) == self.expected(site, scope)
    }

    /// How often each is mentioned before the edits, and by them.
    fn expected(&self, site: &Site<'_>, scope: &Scope) -> BTreeMap<Target, usize> {
        let mut expected = mentions(site, &self.document, scope);
        for (entity, ..) in &self.edits {
            *expected.entry(Target::Entity(*entity)).or_default() += 1;
        }
        expected
    }

    fn into_findings(self) -> Vec<Diagnostic> {
        let file = self.document.file;
        let found = self.edits.into_iter().map(|(_, markup, unlinked)| {
            let message = "a known name stands here without markup";
            let markup = markup.split_whitespace().collect::<Vec<_>>().join(" ");
            Diagnostic::new(Code::UnlinkedName, Location::new(file, unlinked.span), message)
                .help(format!("write `{markup}`"))
        });
        let mut found: Vec<_> = found.chain(self.unclear).collect();
        found.sort_by_key(|finding| finding.primary);
        found
    }

    fn change(&self, site: &Site<'_>, root: &Path) -> Option<Change> {
        let document = site.graph.document(self.index).filter(|_| !self.edits.is_empty())?;
        let file = site.session.files().get(document.file);
        let path = root.join(&*file.path);
        Some(Change { path, before: file.text.to_string(), after: self.text(&file.text) })
    }
}

/// How often each is mentioned in a document.
fn mentions(site: &Site<'_>, document: &Document, scope: &Scope) -> BTreeMap<Target, usize> {
    let (registry, kinds) = (site.graph.registry, &site.graph.vocabulary.kinds);
    let mut mentions = BTreeMap::new();
    for annotation in &document.body.annotations {
        if let AnnotationKind::Mention(name) = &annotation.kind
            && let Ok(target) = registry.resolve(&name.text, scope, kinds)
        {
            *mentions.entry(target).or_default() += 1;
        }
    }
    mentions
}
