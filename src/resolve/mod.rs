//! Names → entities.
//!
//! Input: documents, the entities that `annals.toml` and the articles' `names` declare, and the vocabulary. Output: a
//! [`Registry`] of everything that has a page, and its answer to any name. Entry points: [`Registry::new`] and
//! [`Registry::resolve`].
//!
//! A name is looked up in steps, and the first step that knows it decides: the article's own `names`, ids, names,
//! aliases, titles of articles and pages. Two candidates in one step are an error, never a guess. A name that ends in
//! `.md` and is nobody's is that of a file, and stands for what it stands for without the ending.

mod finder;
mod folded;
mod longer;
mod names;
mod registry;
mod scope;

use std::collections::HashMap;

pub use finder::{Finder, Occurrences, Unlinked};
pub use names::{bare_key, collapse, name_key};
pub use registry::{ClaimId, ClaimSite, Entity, EntityId, Registry, Sources, names as names_of};
pub use scope::Scope;

use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::syntax::{Document, is_picture};
use crate::vocabulary::{Kind, KindId, Kinds, Role};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An entity, an article, a source or a page.
    Entity(EntityId),
    /// A claim.
    Claim(ClaimId),
}

/// What an entry of a menu names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indexed {
    /// The index of a kind.
    Kind(KindId),
    /// The page of an entity.
    Entity(EntityId),
}

/// Why a name stands for nothing.
#[derive(Debug)]
pub enum Unresolved {
    /// Nothing is called so.
    Unknown,
    /// Several are, at one step.
    Ambiguous(Vec<EntityId>),
    /// The document before `#` is known, the claim behind it is not.
    UnknownClaim(EntityId),
}

/// The entities known by each key, a table for each step.
#[derive(Debug, Default)]
pub struct NameIndex {
    ids: HashMap<String, Vec<EntityId>>,
    names: HashMap<String, Vec<EntityId>>,
    aliases: HashMap<String, Vec<EntityId>>,
    titles: HashMap<String, Vec<EntityId>>,
    files: HashMap<String, Vec<EntityId>>,
}

impl NameIndex {
    fn add(&mut self, id: EntityId, entity: &Entity, kinds: &Kinds) {
        let titled = matches!(kinds.get(entity.kind).role, Role::Article | Role::Page);
        let names = if titled { &mut self.titles } else { &mut self.names };
        insert(names, &entity.name, id);
        insert(&mut self.ids, &entity.id, id);
        for alias in &entity.aliases {
            insert(&mut self.aliases, alias, id);
        }
    }

    /// The name of a file that is not its id: that of an article may begin with its date.
    fn add_file(&mut self, id: EntityId, document: &Document) {
        let stem = document.path.strip_suffix(".md").unwrap_or(&document.path);
        let name = stem.strip_suffix("/index").unwrap_or(stem).rsplit('/').next().unwrap_or(stem);
        if name.strip_suffix(&*document.id).is_some_and(|date| !date.is_empty()) {
            insert(&mut self.files, name, id);
        }
    }

    fn steps(&self) -> [&HashMap<String, Vec<EntityId>>; 5] {
        [&self.ids, &self.names, &self.aliases, &self.titles, &self.files]
    }
}

fn insert(step: &mut HashMap<String, Vec<EntityId>>, name: &str, id: EntityId) {
    let known = step.entry(name_key(name)).or_default();
    // Entities come in the order of their ids.
    if known.last() != Some(&id) {
        known.push(id);
    }
}

impl Registry {
    /// What `name` stands for in a document with this scope.
    ///
    /// # Errors
    /// When it stands for nothing, or for several.
    pub fn resolve(&self, name: &str, scope: &Scope, kinds: &Kinds) -> Result<Target, Unresolved> {
        let whole = self.resolve_entity(name, scope, kinds).map(Target::Entity);
        // A name may hold the sign itself, as `C#` does, and so may the name before a claim.
        match (whole, name.rsplit_once('#')) {
            (Err(Unresolved::Unknown), Some((document, claim))) => {
                let found = self.resolve_claim(document, claim, scope, kinds);
                // `[[page#Heading#Heading in it]]`
                let found = match document.split_once('#') {
                    Some((page, _)) if matches!(found, Err(Unresolved::Unknown)) => {
                        self.resolve_claim(page, claim, scope, kinds)
                    }
                    _ => found,
                };
                found.map(Target::Claim)
            }
            (whole, _) => whole,
        }
    }

    /// The index or the page that a menu names.
    ///
    /// # Errors
    /// When it is neither the folder or the name of a kind nor the name of an entity, or that of several.
    pub fn indexed(&self, name: &str, kinds: &Kinds) -> Result<Indexed, Unresolved> {
        let is_meant = |kind: &Kind| [&kind.index, &kind.folder, &kind.name].into_iter().any(|it| it == name);
        match kinds.iter().find(|(_, kind)| is_meant(kind)) {
            Some((kind, _)) => Ok(Indexed::Kind(kind)),
            None => self.resolve_entity(name, &Scope::default(), kinds).map(Indexed::Entity),
        }
    }

    /// The claim of a document, or of the one that the scope is of where none is named.
    ///
    /// # Errors
    /// When there is no such document or no such claim in it.
    pub fn resolve_claim(
        &self,
        document: &str,
        claim: &str,
        scope: &Scope,
        kinds: &Kinds,
    ) -> Result<ClaimId, Unresolved> {
        let document = match (document.trim(), scope.document) {
            ("", Some(own)) => own,
            (named, _) => {
                let has_claim = |id| self.claim(id, claim.trim()).is_some();
                self.resolve_fitting(named, scope, kinds, &has_claim)?
            }
        };
        let claim = self.claim(document, claim.trim());
        claim.ok_or(Unresolved::UnknownClaim(document))
    }

    /// The entity that `name` stands for.
    ///
    /// # Errors
    /// When it stands for none, or for several.
    pub fn resolve_entity(&self, name: &str, scope: &Scope, kinds: &Kinds) -> Result<EntityId, Unresolved> {
        self.resolve_among(name, scope, kinds, &|_| true)
    }

    /// The entity that `name` stands for where only some can be meant. One that can't is the answer only where no other
    /// has the name, so that it can be told what is wrong with it.
    ///
    /// # Errors
    /// When it stands for none, or for several.
    pub fn resolve_fitting(
        &self,
        name: &str,
        scope: &Scope,
        kinds: &Kinds,
        fits: &dyn Fn(EntityId) -> bool,
    ) -> Result<EntityId, Unresolved> {
        match self.resolve_among(name, scope, kinds, fits) {
            Err(Unresolved::Unknown) => self.resolve_entity(name, scope, kinds),
            found => found,
        }
    }

    /// The shortest name that stands for an entity in a document with this scope: its id, or its id with its kind.
    pub fn shortest_id(&self, entity: EntityId, scope: &Scope, kinds: &Kinds) -> String {
        let id = &self.get(entity).id;
        let is_enough = self.resolve_entity(id, scope, kinds).is_ok_and(|found| found == entity);
        if is_enough { id.clone() } else { self.full_id(entity, kinds) }
    }

    fn resolve_among(
        &self,
        name: &str,
        scope: &Scope,
        kinds: &Kinds,
        fits: &dyn Fn(EntityId) -> bool,
    ) -> Result<EntityId, Unresolved> {
        let key = name_key(name);
        if let Some(&entity) = scope.names.get(&key) {
            return Ok(entity);
        }
        if let Some((kind, id)) = key.split_once(':')
            && let Some(kind) = kinds.named(kind)
        {
            return self.with_id(kind, id.trim()).ok_or(Unresolved::Unknown);
        }
        for step in self.index.steps() {
            let known = step.get(&key).into_iter().flatten().copied();
            match *known.filter(|&id| fits(id)).collect::<Vec<_>>() {
                [] => {}
                [only] => return Ok(only),
                ref several => return Err(Unresolved::Ambiguous(several.to_vec())),
            }
        }
        match key.strip_suffix(".md") {
            Some(file) if !file.ends_with(".md") => self.resolve_among(file, scope, kinds, fits),
            _ => Err(Unresolved::Unknown),
        }
    }

    fn with_id(&self, kind: KindId, id: &str) -> Option<EntityId> {
        let candidates = self.index.ids.get(id)?;
        candidates.iter().copied().find(|&candidate| self.get(candidate).kind == kind)
    }

    /// The error for a name that stands for nothing; its place is in the document's own file.
    pub fn explain(&self, name: &Text, unresolved: &Unresolved, kinds: &Kinds) -> Diagnostic {
        let shown = collapse(&name.text);
        match unresolved {
            Unresolved::Unknown => {
                let message = format!("nobody and nothing is called `{shown}`");
                Diagnostic::at(Code::UnknownName, name.span, message).help(self.unknown_help(&shown, kinds))
            }
            Unresolved::Ambiguous(candidates) => {
                let message = format!("`{shown}` fits {} entities", candidates.len());
                const MOST: usize = 20;
                let full = candidates.iter().take(MOST).map(|&id| format!("`{}`", self.full_id(id, kinds)));
                let more = (candidates.len() > MOST).then(|| "…".to_owned());
                let list = full.chain(more).collect::<Vec<_>>().join(", ");
                Diagnostic::at(Code::AmbiguousName, name.span, message).help(format!(
                    "write which one is meant, {list}, or settle it for this article under `names:`"
                ))
            }
            Unresolved::UnknownClaim(document) => {
                let id = shown.rsplit_once('#').map_or("", |(_, id)| id);
                let message = format!("`{}` has no claim `{id}`", self.get(*document).id);
                let known = self.claims_of(*document).map(|(id, _)| id);
                let document = &self.get(*document).id;
                let help = did_you_mean(id, known).unwrap_or_else(|| claim_help(document, id));
                Diagnostic::at(Code::UnknownClaim, name.span, message).help(help)
            }
        }
    }

    fn unknown_help(&self, name: &str, kinds: &Kinds) -> String {
        if let Some(draft) = self.draft_named(name) {
            return format!("`{draft}` is a draft; build with `--drafts`, or remove its `draft: true`");
        }
        if let Some(help) = file_help(name).or_else(|| self.possessive_help(name, kinds)) {
            return help;
        }
        let near = self.likely(name, |_, _| true);
        let found = near.and_then(|near| self.resolve_entity(near, &Scope::default(), kinds).ok());
        match (near, found) {
            (Some(near), Some(found)) if name_key(near) != self.get(found).id => {
                format!("did you mean `{near}` ({})?", self.full_id(found, kinds))
            }
            (Some(near), _) => format!("did you mean `{near}`?"),
            _ => {
                "correct the name, add it to an entity's `aliases`, or declare the entity under `[entities]`"
                    .to_owned()
            }
        }
    }

    /// What to write for `[[Putin's]]`.
    fn possessive_help(&self, name: &str, kinds: &Kinds) -> Option<String> {
        let (stem, ending) = names::possessive(name)?;
        let known = self.resolve_entity(stem, &Scope::default(), kinds);
        (!matches!(known, Err(Unresolved::Unknown)))
            .then(|| format!("the name is `{stem}`, and its ending stands behind it: `[[{stem}]]{ending}`"))
    }
}

/// What to write for a file that is named as Obsidian names it: `![[map.png]]`, `[[letter.pdf#page=2]]`.
fn file_help(name: &str) -> Option<String> {
    const OTHERS: [&str; 9] = ["pdf", "mp3", "m4a", "wav", "ogg", "mp4", "webm", "csv", "canvas"];
    let file = name.split('#').next()?;
    let ending = file.rsplit_once('.')?.1.to_ascii_lowercase();
    let path = if file.contains(' ') { format!("<{file}>") } else { file.to_owned() };
    if is_picture(file) {
        return Some(format!("to show a picture, write `![[{file}|what it shows]]`"));
    }
    OTHERS
        .contains(&&*ending)
        .then(|| format!("to link to a file, write `[its name]({path})`, its path as seen from this file"))
}

/// What to do about a claim that is not there; Obsidian and others name a heading in the same way.
fn claim_help(document: &str, id: &str) -> String {
    let is_id = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if is_id {
        format!("give the claim that is meant this id: `{{#{id} .claim}}`")
    } else {
        format!("to link to the page alone, write `[[{document}]]`")
    }
}
