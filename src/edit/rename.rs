//! Another id for an entity or a claim, everywhere at once.
//!
//! Input: a site, what to rename, and the new id. Output: the files that name it, changed in mentions, attributes, front
//! matter, `names`, `[entities]` and links, and the entity's own file under its new name; or a [`Refusal`]. Entry point:
//! [`rename`].
//!
//! The site is read as it would be, and has to mean the same: names and the words of the articles stay as they are.

use std::collections::BTreeMap;

use super::verify::Refusal;
use super::{Change, Edit, apply, whole};
use crate::diagnostic::Severity;
use crate::graph::{Graph, NameUse};
use crate::load::LoadError;
use crate::pipeline::Site;
use crate::resolve::{ClaimId, EntityId, Scope, Target, name_key, names_of};
use crate::source::path::{id_fault, slug};
use crate::source::{FileId, Location, Span};
use crate::syntax::{AnnotationKind, Document, DocumentId, Link, LinkContext};
use crate::vocabulary::Kinds;

/// Edits by their files.
pub type Edits = BTreeMap<FileId, Vec<Edit>>;

/// The files that a new id changes.
#[derive(Debug)]
pub struct Renamed {
    /// What becomes of them.
    pub changes: Vec<Change>,
    /// The edits that do it, by file.
    pub edits: Edits,
}

/// Gives an entity or a claim another id, which may have the entity's kind before it.
///
/// # Errors
/// When the system refuses a file; the inner error is why the id can't be given.
pub fn rename(site: &Site, target: Target, new: &str) -> Result<Result<Renamed, Refusal>, LoadError> {
    let renaming = match Renaming::new(site, target, new) {
        Ok(renaming) => renaming,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let edits = match renaming.edits() {
        Ok(edits) => edits,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let changes = renaming.changes(&edits);
    let after = whole::after(site, &changes)?;
    Ok(renaming.verify(&after).map(|()| Renamed { changes, edits }))
}

/// Something on its way to another id.
struct Renaming<'s> {
    site: &'s Site,
    graph: &'s Graph,
    target: Target,
    old: &'s str,
    new: String,
    /// The entity's own file, where it has one.
    file: Option<FileId>,
}

impl<'s> Renaming<'s> {
    fn new(site: &'s Site, target: Target, new: &str) -> Result<Self, Refusal> {
        let graph = site.graph();
        let (old, file) = match target {
            Target::Entity(entity) => {
                let entity = graph.registry.get(entity);
                (&*entity.id, entity.document.and_then(|at| graph.document(at)).map(|it| it.file))
            }
            Target::Claim(claim) => (graph.claim(claim).map_or("", |claim| &claim.id), None),
        };
        let renaming = Self { site, graph, target, old, new: new.to_owned(), file };
        renaming.allowed(new)
    }

    /// The same with the bare id, where that can be one.
    fn allowed(self, new: &str) -> Result<Self, Refusal> {
        let kind = self.entity().map(|entity| self.kinds().get(self.graph.registry.get(entity).kind));
        let new = kind.and_then(|kind| new.strip_prefix(&format!("{}:", kind.name))).unwrap_or(new);
        let good = slug(new);
        let refused = if new != good {
            format!("`{new}` can't be an id; write `{good}`")
        } else if let Some(fault) = id_fault(new) {
            format!("`{new}` can't be an id: it {fault}")
        } else if self.old == new {
            format!("`{new}` is its id already")
        } else if self.is_taken(new) {
            let kind = kind.map_or(String::new(), |kind| format!("{}:", kind.name));
            format!("`{kind}{new}` is there already; nothing was changed")
        } else {
            return Ok(Self { new: new.to_owned(), ..self });
        };
        Err(Refusal::new(refused))
    }

    fn is_taken(&self, new: &str) -> bool {
        let registry = &self.graph.registry;
        match self.target {
            Target::Entity(entity) => {
                let kind = registry.get(entity).kind;
                registry.iter().any(|(_, it)| it.kind == kind && name_key(&it.id) == name_key(new))
            }
            Target::Claim(claim) => self
                .article_of(claim)
                .is_some_and(|article| registry.claims_of(article).any(|(id, _)| id == new)),
        }
    }

    fn entity(&self) -> Option<EntityId> {
        match self.target {
            Target::Entity(entity) => Some(entity),
            Target::Claim(_) => None,
        }
    }

    fn article_of(&self, claim: ClaimId) -> Option<EntityId> {
        self.graph.entity_of(self.graph.registry.document_of(claim)?)
    }

    /// Every edit, by file.
    fn edits(&self) -> Result<Edits, Refusal> {
        let mut edits = Edits::new();
        let mut add = |file, edit: Edit| {
            let own: &mut Vec<Edit> = edits.entry(file).or_default();
            if !own.iter().any(|other| other.span.contains(edit.span)) {
                own.push(edit);
            }
        };
        self.mentions().for_each(|(file, edit)| add(file, edit));
        for name_use in self.graph.uses().into_iter().chain(self.scope_uses()).filter(|it| self.is_meant(it))
        {
            self.parts(name_use.location).into_iter().for_each(|edit| add(name_use.location.file, edit));
        }
        self.links().for_each(|(file, edit)| add(file, edit));
        match self.target {
            Target::Claim(claim) => {
                for (file, edit) in self.labels(claim)? {
                    add(file, edit);
                }
            }
            Target::Entity(entity) if self.file.is_none() => {
                let (file, edit) = self.declaration(entity)?;
                add(file, edit);
            }
            Target::Entity(_) => {}
        }
        Ok(edits)
    }

    /// Whether a name stands for what is renamed, or for a claim in it.
    fn is_meant(&self, name_use: &NameUse) -> bool {
        name_use.target == self.target
            || match name_use.target {
                Target::Entity(_) => false,
                Target::Claim(claim) => self.article_of(claim).map(Target::Entity) == Some(self.target),
            }
    }

    /// Where a claim has its id: behind its words, and where it is defined apart from them.
    fn labels(&self, claim: ClaimId) -> Result<Vec<(FileId, Edit)>, Refusal> {
        let own = || {
            let site = self.graph.claim(claim)?.site;
            let document = self.graph.document(site.document)?;
            let annotation = self.graph.annotation(site.document, site.annotation)?;
            let text = &self.site.files().get(document.file).text;
            let behind = Span { start: annotation.inner.end, end: annotation.span.end };
            let at = behind.start as usize + behind.of(text).find(&format!("#{}", self.old))? + 1;
            let defined = document.body.definitions.iter().filter(|label| label.text == self.old);
            let spans = defined.map(|label| label.span).chain([Span::new(at..at + self.old.len())]);
            let edit = |span| (document.file, Edit { span, words: self.new.clone() });
            Some(spans.map(edit).collect())
        };
        own().ok_or_else(|| Refusal::new("this claim has no id of its own; give it one: `{#id .claim}`"))
    }

    /// The values of the articles' `names`.
    fn scope_uses(&self) -> Vec<NameUse> {
        let (registry, kinds) = (&self.graph.registry, &self.graph.vocabulary.kinds);
        let documents = self.graph.documents.iter();
        let entries = documents.flat_map(|it| names_of(it).iter().map(|entry| (it.file, &entry.value)));
        let uses = entries.filter_map(|(file, value)| {
            let entity = registry.resolve_entity(value.as_str()?, &Scope::default(), kinds).ok()?;
            Some(NameUse { location: Location::new(file, value.span), target: Target::Entity(entity) })
        });
        uses.collect()
    }

    /// `[[id]]` shows the id: it goes on to show it, behind a bar.
    fn mentions(&self) -> impl Iterator<Item = (FileId, Edit)> {
        self.graph.mentions().filter_map(|mention| {
            let location = Location::default();
            let document = self.graph.document(mention.document)?;
            let annotation = self.graph.annotation(mention.document, mention.annotation)?;
            let AnnotationKind::Mention(name) = &annotation.kind else { return None };
            let is_shown = annotation.inner.contains(name.span);
            if !is_shown || !self.is_meant(&NameUse { location, target: mention.target }) {
                return None;
            }
            self.parts(Location::new(document.file, name.span)).first()?;
            let shown = annotation.inner.of(&self.site.files().get(document.file).text);
            let span = Span { start: annotation.inner.end, end: annotation.inner.end };
            Some((document.file, Edit { span, words: format!("|{shown}") }))
        })
    }

    /// The old id in a name, or in a list of names; a name that is not the id stays.
    fn parts(&self, location: Location) -> Vec<Edit> {
        let text = &self.site.files().get(location.file).text;
        let written = location.span.of(text);
        let mut at = location.span.start as usize;
        let mut edits = Vec::new();
        for part in written.split_inclusive(';') {
            if let Some((start, id)) = self.id_in(part) {
                edits.push(Edit { span: Span::new(at + start..at + start + id), words: self.new.clone() });
            }
            at += part.len();
        }
        edits
    }

    /// The old id in one name as it is written: where it begins, and how long it is.
    fn id_in(&self, part: &str) -> Option<(usize, usize)> {
        let outer = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';');
        let name = part.trim_matches(outer);
        let mut start = part.len() - part.trim_start_matches(outer).len();
        if let Target::Claim(_) = self.target {
            let id = name.rsplit_once('#').map_or(name, |(_, id)| id).trim();
            let at = start + name.len() - name.rsplit_once('#').map_or(name, |(_, id)| id).trim_start().len();
            return (id == self.old).then_some((at, id.len()));
        }
        let mut id = name.rsplit_once('#').map_or(name, |(document, _)| document).trim_end();
        let is_full = match id.split_once(':') {
            Some((kind, rest)) if self.kinds().named(&name_key(kind)).is_some() => {
                start += id.len() - rest.trim_start().len();
                id = rest.trim_start();
                true
            }
            _ => false,
        };
        let own = name_key(id) == name_key(self.old);
        let is_called = |entity| self.graph.registry.get(entity).is_called(id);
        let is_name = !is_full && id != self.old && self.entity().is_some_and(is_called);
        (own && !is_name).then_some((start, id.len()))
    }

    fn kinds(&self) -> &Kinds {
        &self.graph.vocabulary.kinds
    }

    /// Links to the entity's own file, or in raw HTML to its page.
    fn links(&self) -> impl Iterator<Item = (FileId, Edit)> {
        let page = self.entity().filter(|_| self.file.is_some()).map(|entity| {
            let kind = self.kinds().get(self.graph.registry.get(entity).kind);
            self.site.config().urls.page(&kind.folder, &self.graph.address_id(entity))
        });
        let links = page.map(|page| self.links_to(&page)).unwrap_or_default();
        links.into_iter().filter_map(|(file, link)| {
            let text = link.span.of(&self.site.files().get(file).text);
            let name = if link.target.is_raw() { self.old.to_owned() } else { format!("{}.md", self.old) };
            let path = text.split('#').next().filter(|_| link.target.is_raw()).unwrap_or(text);
            let at = link.span.start as usize + path.rfind(&name)?;
            Some((file, Edit { span: Span::new(at..at + self.old.len()), words: self.new.clone() }))
        })
    }

    /// All links that lead to a page.
    fn links_to(&self, page: &str) -> Vec<(FileId, &Link)> {
        let (addresses, folders) = (self.site.config().urls, &self.graph.vocabulary.folders);
        let files = self.site.snapshot().file_names();
        let of_document = |(id, document): (DocumentId, &'s Document)| {
            let own = self.graph.page_of(id, addresses).unwrap_or_default();
            let context = LinkContext { page: &own, addresses, files: &files, folders };
            let leads = |link: &&Link| link.target.place(&context).is_some_and(|place| place.path == page);
            document.body.links.iter().filter(leads).map(|link| (document.file, link)).collect::<Vec<_>>()
        };
        self.graph.all_documents().flat_map(of_document).collect()
    }

    /// The id in the one line that declares the entity.
    fn declaration(&self, entity: EntityId) -> Result<(FileId, Edit), Refusal> {
        let Location { file, span } = self.graph.registry.get(entity).location;
        let source = self.site.files().get(file);
        let key = span.of(&source.text);
        let position = source.position(span.start);
        if key.trim_matches(['"', '\'']) != self.old {
            let Self { new, .. } = self;
            let place = format!("{}:{}", source.path, position.line);
            return Err(Refusal::new(format!(
                "its id is made of its name in {place}; give it an `id = \"{new}\"` there"
            )));
        }
        let bare = self.new.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let words = if bare { self.new.to_owned() } else { format!("\"{}\"", self.new) };
        Ok((file, Edit { span, words }))
    }

    /// What becomes of each file that is edited or gets another name.
    fn changes(&self, edits: &Edits) -> Vec<Change> {
        let moved = self.file.filter(|file| !edits.contains_key(file));
        edits.keys().copied().chain(moved).map(|file| self.change(file, edits)).collect()
    }

    /// The path of the entity's own file under its new name.
    fn new_path(&self, path: &str) -> String {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{}.md", self.new)
    }

    /// Refuses a site that would not mean the same.
    fn verify(&self, after: &Site) -> Result<(), Refusal> {
        let refused = |why: &str| Err(Refusal::new(format!("nothing was changed, for then {why}")));
        if let Err(refusal) = whole::is_as_good(self.site, after, Severity::Note) {
            return refused(&refusal.to_string());
        }
        let is_same = self.meanings(self.site, Some(self.target)) == self.meanings(after, None);
        if is_same { Ok(()) } else { refused("some name would mean something else") }
    }

    /// The text of each file and what its names mean, where one entity is taken as renamed.
    fn meanings(&self, site: &Site, renamed: Option<Target>) -> BTreeMap<String, (String, Vec<String>)> {
        let path = |file: FileId| {
            let path = &*site.files().get(file).path;
            let is_moved = renamed.is_some() && self.file == Some(file);
            if is_moved { self.new_path(path) } else { path.to_owned() }
        };
        let mut meanings = BTreeMap::<_, (String, Vec<String>)>::new();
        for document in &site.graph().documents {
            meanings.entry(path(document.file)).or_default().0.clone_from(&document.body.text);
        }
        for name_use in site.graph().uses() {
            let meant = self.meant(site.graph(), name_use.target, renamed);
            meanings.entry(path(name_use.location.file)).or_default().1.push(meant);
        }
        meanings
    }

    /// What a name stands for, in words that are the same before and after.
    fn meant(&self, graph: &Graph, target: Target, renamed: Option<Target>) -> String {
        match target {
            Target::Entity(entity) if renamed == Some(target) => {
                format!("{}:{}", self.kinds().get(graph.registry.get(entity).kind).name, self.new)
            }
            Target::Entity(entity) => graph.registry.full_id(entity, self.kinds()),
            Target::Claim(claim) => {
                let document = graph.registry.document_of(claim).unwrap_or_default();
                let number = claim.0 - graph.registry.claims_in(document).start.0;
                let article = graph.entity_of(document).map(Target::Entity);
                let article = article.map_or(String::new(), |article| self.meant(graph, article, renamed));
                format!("{article}#{number}")
            }
        }
    }

    fn change(&self, file: FileId, edits: &Edits) -> Change {
        let source = self.site.files().get(file);
        let own = edits.get(&file).cloned().unwrap_or_default();
        Change {
            path: source.path.to_string(),
            to: (self.file == Some(file)).then(|| self.new_path(&source.path)),
            before: source.text.to_string(),
            after: apply(&source.text, own),
        }
    }
}
