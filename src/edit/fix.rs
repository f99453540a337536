//! Mending what findings are about.
//!
//! Input: a site and its findings. Output: the [`Fix`]es of each, and the site's files with those that are safe. Entry
//! points: [`fixes`], [`changes`] and [`mend`].
//!
//! A safe fix is still proved: the site is read as it would be, and keeps every word and every annotation, or the fix is
//! refused.

use std::collections::{BTreeMap, BTreeSet};

use super::verify::{Refusal, said};
use super::whole::{after, is_as_good};
use super::{Change, apply, quoted};
use crate::check::print;
use crate::diagnostic::{Applicability, Code, Diagnostic, Fix, Severity};
use crate::load::LoadError;
use crate::pipeline::Site;
use crate::resolve::{EntityId, Scope, Unresolved, collapse};
use crate::source::path::slug;
use crate::source::{Edit, FileId, Span};
use crate::syntax::{AnnotationKind, Document, front_end};
use crate::vocabulary::Role;

/// How many of several that share a name are offered.
const MOST_CHOICES: usize = 8;

/// The edits that mend a finding, its own first, then those that take the whole site to know.
pub fn fixes(site: &Site, finding: &Diagnostic) -> Vec<Fix> {
    let mut fixes = finding.fixes.to_vec();
    match finding.code {
        Code::UnknownName | Code::AmbiguousName => fixes.extend(names(site, finding)),
        Code::UnknownSource => fixes.extend(source(site, finding)),
        _ => {}
    }
    fixes.extend(allowance(site, finding));
    fixes
}

/// All findings of a site, each with all that mends it.
pub fn findings(site: &Site) -> Vec<Diagnostic> {
    let with = |finding: &Diagnostic| Diagnostic { fixes: fixes(site, finding).into(), ..finding.clone() };
    site.findings().iter().map(with).collect()
}

fn ask(title: String, file: FileId, edit: Edit) -> Fix {
    Fix { title, edits: vec![(file, edit)], applicability: Applicability::Ask }
}

fn document(site: &Site, file: FileId) -> Option<&Document> {
    let documents = &site.graph().documents;
    documents.get(documents.binary_search_by_key(&file, |document| document.file).ok()?)
}

/// Whom a name may mean: those who share it, or who are called nearly so; else somebody new.
fn names(site: &Site, finding: &Diagnostic) -> Vec<Fix> {
    let (graph, place) = (site.graph(), finding.primary);
    let (registry, kinds) = (&graph.registry, &graph.vocabulary.kinds);
    let written = place.span.of(&site.files().get(place.file).text);
    let name = collapse(written.trim_matches(['"', '\'']));
    let meant: Vec<EntityId> = match registry.resolve_entity(&name, &Scope::default(), kinds) {
        Err(Unresolved::Ambiguous(several)) => several,
        _ => {
            let near = registry.likely(&name, |_, _| true);
            near.and_then(|near| registry.resolve_entity(near, &Scope::default(), kinds).ok())
                .into_iter()
                .collect()
        }
    };
    let shown = mentioned(site, finding);
    let known = meant.iter().take(MOST_CHOICES).map(|&entity| {
        let id = registry.full_id(entity, kinds);
        let words = if shown { format!("{id}|{written}") } else { quoted(&id) };
        ask(format!("write `{words}`"), place.file, Edit { span: place.span, words })
    });
    let new = kinds.iter().filter(|(_, kind)| kind.role == Role::Entity && finding.code == Code::UnknownName);
    let new = new.filter_map(|(_, kind)| declaration(site, &kind.name, &name));
    known.chain(new).collect()
}

/// Whether a finding is about the name in a mention that shows it.
fn mentioned(site: &Site, finding: &Diagnostic) -> bool {
    let annotations = document(site, finding.primary.file).map(|it| &it.body.annotations);
    annotations.into_iter().flatten().any(|annotation| match &annotation.kind {
        AnnotationKind::Mention(name) => {
            name.span.contains(finding.primary.span) && annotation.inner.contains(name.span)
        }
        _ => false,
    })
}

/// A further line of `[entities]`.
fn declaration(site: &Site, kind: &str, name: &str) -> Option<Fix> {
    let id = slug(name);
    let is_plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_plain || name.contains(['"', '\\', '#']) {
        return None;
    }
    let file = site.snapshot().config;
    let text = &site.files().get(file).text;
    let entry = format!("{id} = {{ kind = \"{kind}\", name = \"{name}\" }}\n");
    let edit = match text.find("\n[entities]\n") {
        Some(at) => Edit::at((at + "\n[entities]\n".len()) as u32, entry),
        None => {
            let gap = if text.ends_with('\n') { "\n" } else { "\n\n" };
            Edit::at(text.len() as u32, format!("{gap}[entities]\n{entry}"))
        }
    };
    Some(ask(format!("declare the {kind} `{name}` in annals.toml"), file, edit))
}

/// The source whose id is nearly the one that is written.
fn source(site: &Site, finding: &Diagnostic) -> Option<Fix> {
    let (graph, place) = (site.graph(), finding.primary);
    let kinds = &graph.vocabulary.kinds;
    let is_source =
        |id: &str, it: &crate::resolve::Entity| kinds.get(it.kind).role == Role::Source && it.id == id;
    let written = place.span.of(&site.files().get(place.file).text);
    let near = graph.registry.likely(written, |entity, id| is_source(id, entity))?;
    let edit = Edit { span: place.span, words: near.to_owned() };
    Some(ask(format!("write `{near}`"), place.file, edit))
}

/// The lines of a front matter that let a finding stand; the author still has to say why.
fn allowance(site: &Site, finding: &Diagnostic) -> Option<Fix> {
    let document = document(site, finding.primary.file).filter(|_| finding.code.can_stand())?;
    let end = front_end(&site.files().get(document.file).text)?;
    let is_first = document.front.allow.is_empty();
    let print = print(finding, site.files());
    let entry = format!("- {{code: {}, finding: {print}, reason: }}\n", finding.code.as_str());
    let edit = is_first.then(|| Edit::at(end as u32, format!("allow:\n  {entry}")))?;
    Some(ask(format!("let `{}` stand, for a reason", finding.code.as_str()), document.file, edit))
}

/// The changes of a site's files that some fixes make.
pub fn changes(site: &Site, fixes: &[&Fix]) -> Vec<Change> {
    let mut edits = BTreeMap::<FileId, Vec<Edit>>::new();
    for (file, edit) in fixes.iter().flat_map(|fix| &fix.edits) {
        edits.entry(*file).or_default().push(edit.clone());
    }
    let change = |(file, edits)| {
        let file = site.files().get(file);
        let after = apply(&file.text, edits);
        Change { path: file.path.to_string(), to: None, before: file.text.to_string(), after }
    };
    edits.into_iter().map(change).collect()
}

/// What became of a site's safe fixes.
#[derive(Debug, Default)]
pub struct Mended {
    /// The changes of files that carry out those that could be.
    pub changes: Vec<Change>,
    /// The findings that are gone, each with what was done: the file, the line at that time, and the fix.
    pub done: Vec<(String, usize, String)>,
    /// Those that stay, and why.
    pub refused: Vec<(String, usize, Refusal)>,
}

/// Carries out all safe fixes of a site, as long as there are any.
///
/// # Errors
/// When the system refuses a file.
pub fn mend(mut site: Site) -> Result<Mended, LoadError> {
    let mut mended = Mended::default();
    let mut tried = BTreeSet::new();
    while let Some((finding, fix)) = next(&site, &tried) {
        let file = site.files().get(finding.primary.file);
        let (path, line) = (file.path.to_string(), file.line(finding.primary.span.start));
        tried.insert((path.clone(), finding.message.clone(), finding.primary.span));
        let changes = changes(&site, &[&fix]);
        let next = after(&site, &changes)?;
        match is_mended(&site, &next, &finding) {
            Ok(()) => {
                changes.into_iter().for_each(|change| mended.add(change));
                mended.done.push((path, line, fix.title));
                site = next;
            }
            Err(why) => mended.refused.push((path, line, why)),
        }
    }
    Ok(mended)
}

/// A finding with a safe fix that was not tried.
fn next(site: &Site, tried: &BTreeSet<(String, String, Span)>) -> Option<(Diagnostic, Fix)> {
    site.findings().iter().find_map(|finding| {
        let path = site.files().get(finding.primary.file).path.to_string();
        let is_tried = tried.contains(&(path, finding.message.clone(), finding.primary.span));
        let fix = finding.fixes.iter().find(|fix| fix.applicability == Applicability::Safe && !is_tried)?;
        Some((finding.clone(), fix.clone()))
    })
}

impl Mended {
    /// Adds a change that may follow another of the same file.
    fn add(&mut self, change: Change) {
        match self.changes.iter_mut().find(|known| known.path == change.path) {
            Some(known) => known.after = change.after,
            None => self.changes.push(change),
        }
    }
}

/// Whether a site lacks a finding that it had, and nothing else.
fn is_mended(before: &Site, after: &Site, finding: &Diagnostic) -> Result<(), Refusal> {
    is_as_good(before, after, Severity::Error)?;
    let count = |site: &Site| site.findings().iter().filter(|it| it.code == finding.code).count();
    if count(after) >= count(before) {
        return Err(Refusal::new("the finding would stay"));
    }
    let markup = letters(markup_at(&before.files().get(finding.primary.file).text, finding.primary.span));
    for (old, new) in before.graph().documents.iter().zip(&after.graph().documents) {
        if !has_words(&old.body.text, &new.body.text, markup) {
            return Err(Refusal::new("the words of the page would not be the same"));
        }
        let (old, new) = (said(&old.body), said(&new.body));
        let kept = old.iter().filter(|it| new.iter().any(|new| new.pairs == it.pairs && new.id == it.id));
        if new.len() < old.len() || kept.count() + 1 < old.len() {
            return Err(Refusal::new("an annotation would be lost"));
        }
    }
    Ok(())
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// What a finding is about, with the braces around it.
fn markup_at(text: &str, place: Span) -> &str {
    let place = place.range();
    let before = text.get(..place.start).unwrap_or_default().rfind(['{', '}', '\n']);
    let start =
        before.filter(|at| text.get(*at..).is_some_and(|it| it.starts_with('{'))).unwrap_or(place.start);
    let behind = text.get(place.end..).unwrap_or_default();
    let close = behind.find(['{', '}']).filter(|at| behind.get(*at..).is_some_and(|it| it.starts_with('}')));
    text.get(start..place.end + close.unwrap_or_default()).unwrap_or_default()
}

/// Whether a text has all words of another, but for so many letters that were markup shown by mistake.
fn has_words(before: &str, after: &str, markup: usize) -> bool {
    let mut rest = before.chars();
    let is_part = after.chars().all(|c| rest.any(|it| it == c));
    before == after || is_part && letters(before) - letters(after) <= markup
}
