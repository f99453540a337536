//! Everything that has a page, registered under its id and names.
//!
//! Input: documents and one-line declarations. Output: [`Registry`]. Entry point: [`Registry::new`].

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use super::scope::declared_id;
use super::{NameIndex, name_key};
use crate::config::Config;
use crate::data::{Entry, Table};
use crate::diagnostic::{Code, Diagnostic, Likeness, nearest};
use crate::source::path::id_fault;
use crate::source::{FileId, Location, Span};
use crate::syntax::{AnnotationId, Document, DocumentId, Front, read_front};
use crate::vocabulary::{Kind, KindId, Kinds, Role};

/// How long a name or a title may be, in bytes.
const LONGEST_NAME: usize = 2000;

/// How many other names anybody may have.
const MOST_ALIASES: usize = 1000;

/// The index of an entity in the [`Registry`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// The index of a claim in the [`Registry`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(pub u32);

/// Something with a page of its own: a person, an event, a source, an article, a plain page …
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its kind.
    pub kind: KindId,
    /// Its id, unique within its kind.
    pub id: String,
    /// Its name, or its title.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Where it is declared: its name in the front matter, or its line.
    pub location: Location,
    /// Its file; none where one line declares it.
    pub document: Option<DocumentId>,
    /// What a one-line declaration says of it.
    pub declaration: Option<Box<Front>>,
}

impl Entity {
    /// Its name, then its other names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str)
    }

    /// Whether this is a name of it, however spelt.
    pub fn is_called(&self, name: &str) -> bool {
        // Most are written as they are in the register, which is far quicker to see.
        self.names().any(|own| own == name) || {
            let key = name_key(name);
            self.names().any(|own| name_key(own) == key)
        }
    }
}

/// Where a claim stands.
#[derive(Clone, Copy, Debug)]
pub struct ClaimSite {
    /// The document.
    pub document: DocumentId,
    /// The annotation in it.
    pub annotation: AnnotationId,
}

/// Everything that has a page.
#[derive(Debug, Default)]
pub struct Registry {
    entities: Vec<Entity>,
    by_id: HashMap<(KindId, String), EntityId>,
    pub(super) index: NameIndex,
    /// The document of each claim.
    claims: Vec<DocumentId>,
    /// The first claim of each document, and behind them the one that would be next.
    first_claims: Vec<ClaimId>,
    /// The claims with an id of the author's, by document.
    claim_ids: BTreeMap<(EntityId, String), ClaimId>,
    by_document: Vec<Option<EntityId>>,
    drafts: Vec<(String, String)>,
    /// Every name, id and alias, for those who look for one that is like another; made for the first who does.
    likeness: OnceLock<(Vec<EntityId>, Likeness)>,
}

/// What [`Registry::new`] registers from.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The documents, in the order of their files.
    pub documents: &'a [Document],
    /// The configuration, which may declare entities.
    pub config: &'a Config,
    /// The configuration's file.
    pub config_file: FileId,
    /// The kinds.
    pub kinds: &'a Kinds,
    /// Whether drafts are pages.
    pub drafts: bool,
}

impl Registry {
    /// Registers all that has a page.
    pub fn new(sources: Sources<'_>) -> (Self, Vec<Diagnostic>) {
        let mut registry = Self { by_document: vec![None; sources.documents.len()], ..Self::default() };
        let mut diagnostics = Vec::new();
        for (id, document) in DocumentId::all(sources.documents.len()).zip(sources.documents) {
            diagnostics.extend(registry.add_document(id, document, &sources));
        }
        let entries = sources.config.entities.iter().flat_map(|node| node.entries());
        for entry in entries {
            diagnostics.extend(registry.declare(entry, sources.config_file, sources.kinds));
        }
        // Whom a draft alone declares is nobody yet.
        for document in sources.documents.iter().filter(|it| sources.drafts || !it.front.draft) {
            for entry in names(document).iter().filter(|entry| entry.value.get("kind").is_some()) {
                diagnostics.extend(registry.declare(entry, document.file, sources.kinds));
            }
        }
        registry.index_names(sources.kinds);
        registry.number_claims(sources.documents);
        (registry, diagnostics)
    }

    fn add_document(
        &mut self,
        own: DocumentId,
        document: &Document,
        sources: &Sources<'_>,
    ) -> Vec<Diagnostic> {
        let start = Location::new(document.file, document.front.span);
        if document.path.rsplit('/').next() == Some("_index.md") {
            return vec![section_file(start)];
        }
        let Some(kind) = sources.kinds.in_folder(&document.folder) else {
            return vec![unknown_folder(document, sources.kinds)];
        };
        let role = sources.kinds.get(kind).role;
        if document.front.draft && !sources.drafts {
            let name = document.front.name.as_ref().map_or(&document.id, |name| &name.text);
            self.drafts.push((document.id.clone(), name.clone()));
            return Vec::new();
        }
        if role == Role::Claim {
            return Vec::new();
        }
        let Some(name) = document.front.name.as_ref().filter(|name| !name.text.trim().is_empty()) else {
            let missing = !document.has_front || document.front.readable;
            return missing.then(|| nameless(document, role)).into_iter().collect();
        };
        let entity = Entity {
            kind,
            id: document.id.clone(),
            name: name.text.trim().to_owned(),
            aliases: document.front.aliases.iter().map(|alias| alias.text.clone()).collect(),
            location: Location::new(document.file, name.span),
            document: Some(own),
            declaration: None,
        };
        let fault = document.id.split('/').find_map(id_fault);
        let fault =
            fault.map(|fault| bad_id(&document.id, &fault, document.front.span).in_file(document.file));
        let (id, diagnostics) = self.register(entity, start);
        self.by_document[own.place()] = id;
        if let Some(id) = id {
            self.index.add_file(id, document);
        }
        fault.into_iter().chain(diagnostics).collect()
    }

    /// Registers an entity that one line declares.
    fn declare(&mut self, entry: &Entry, file: FileId, kinds: &Kinds) -> Vec<Diagnostic> {
        let mut table = Table::new(&entry.value, Code::BadFrontMatter);
        let kind_name = table.text("kind");
        let kind = kind_name.as_ref().and_then(|kind| kinds.named(&kind.text));
        let location = Location::new(file, entry.key.span);
        let mut diagnostics: Vec<_> = table.finish_open();
        let Some(kind) = kind.filter(|&kind| matches!(kinds.get(kind).role, Role::Entity | Role::Source))
        else {
            diagnostics.push(bad_kind(entry, kind_name.map(|kind| kind.span), kinds));
            return in_file(diagnostics, file);
        };
        let (mut front, found) = read_front(&entry.value, true);
        diagnostics.extend(found);
        front.rest.retain(|other| !matches!(&*other.key.text, "kind" | "id"));
        let name = front.name.as_ref().map_or(&entry.key.text, |name| &name.text).clone();
        let aliases = front.aliases.iter().map(|alias| alias.text.clone()).collect();
        let declaration = Some(Box::new(front));
        let id = declared_id(entry);
        diagnostics.extend(id_fault(&id).map(|fault| bad_id(&id, &fault, id_span(entry))));
        let entity = Entity { kind, id, name, aliases, location, document: None, declaration };
        let (_, duplicate) = self.register(entity, location);
        let mut diagnostics = in_file(diagnostics, file);
        diagnostics.extend(duplicate);
        diagnostics
    }

    fn register(&mut self, entity: Entity, location: Location) -> (Option<EntityId>, Option<Diagnostic>) {
        if let Some(diagnostic) = too_much(&entity) {
            return (None, Some(diagnostic));
        }
        let key = (entity.kind, name_key(&entity.id));
        if let Some(&first) = self.by_id.get(&key) {
            let message = format!("the id `{}` is given twice", entity.id);
            let diagnostic = Diagnostic::new(Code::DuplicateId, location, message)
                .label(self.get(first).location, "first given here")
                .help("rename one of the two; ids are unique within a kind, whatever the folder");
            return (None, Some(diagnostic));
        }
        let id = EntityId(self.entities.len() as u32);
        self.by_id.insert(key, id);
        self.entities.push(entity);
        (Some(id), None)
    }

    fn index_names(&mut self, kinds: &Kinds) {
        for (index, entity) in self.entities.iter().enumerate() {
            self.index.add(EntityId(index as u32), entity, kinds);
        }
    }

    /// Numbers the claims of all documents.
    fn number_claims(&mut self, documents: &[Document]) {
        for (id, document) in DocumentId::all(documents.len()).zip(documents) {
            self.first_claims.push(ClaimId(self.claims.len() as u32));
            let Some(owner) = self.of_document(id) else { continue };
            for (_, annotation) in document.claims() {
                let claim = ClaimId(self.claims.len() as u32);
                self.claims.push(id);
                if let Some(own) = &annotation.attributes.id {
                    self.claim_ids.entry((owner, own.text.clone())).or_insert(claim);
                }
            }
        }
        self.first_claims.push(ClaimId(self.claims.len() as u32));
    }

    /// The entity of an id that this registry gave out.
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// Whether an entity is of this kind.
    pub fn is_a(&self, id: EntityId, kind: KindId) -> bool {
        self.get(id).kind == kind
    }

    /// Every entity with its id, those with files first, in the order of the files.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (EntityId, &Entity)> {
        self.entities.iter().enumerate().map(|(index, entity)| (EntityId(index as u32), entity))
    }

    /// The entity whose file a document is.
    pub fn of_document(&self, document: DocumentId) -> Option<EntityId> {
        self.by_document.get(document.place()).copied().flatten()
    }

    /// The document that a claim stands in.
    pub fn document_of(&self, claim: ClaimId) -> Option<DocumentId> {
        self.claims.get(claim.0 as usize).copied()
    }

    /// Every claim, document by document.
    pub fn claims(&self) -> impl ExactSizeIterator<Item = ClaimId> + Clone + use<> {
        (0..self.claims.len() as u32).map(ClaimId)
    }

    /// The claims in a document, in the order of its text.
    pub fn claims_in(&self, document: DocumentId) -> Range<ClaimId> {
        let first = |at: usize| self.first_claims.get(at).copied().unwrap_or_default();
        first(document.place())..first(document.place() + 1)
    }

    /// The claim with this id in a document.
    pub fn claim(&self, document: EntityId, id: &str) -> Option<ClaimId> {
        self.claim_ids.get(&(document, id.to_owned())).copied()
    }

    /// The claims of a document that have an id.
    pub fn claims_of(&self, document: EntityId) -> impl Iterator<Item = (&str, ClaimId)> + Clone {
        let from = (document, String::new());
        let to = (EntityId(document.0 + 1), String::new());
        self.claim_ids.range(from..to).map(|((_, id), claim)| (id.as_str(), *claim))
    }

    /// `kind:id`.
    pub fn full_id(&self, id: EntityId, kinds: &Kinds) -> String {
        let entity = self.get(id);
        format!("{}:{}", kinds.get(entity.kind).name, entity.id)
    }

    /// The name or id most like `word`, among those that pass a test.
    pub fn likely(&self, word: &str, test: impl Fn(&Entity, &str) -> bool) -> Option<&str> {
        let (owners, likeness) = self.likeness.get_or_init(|| {
            let names = |(id, entity): (EntityId, &Entity)| {
                names_and_id(entity).map(|name| (id, name.to_owned())).collect::<Vec<_>>()
            };
            let (owners, names): (Vec<_>, Vec<_>) = self.iter().flat_map(names).unzip();
            (owners, Likeness::new(names))
        });
        let is_meant =
            |index: usize, name: &str| owners.get(index).is_some_and(|&owner| test(self.get(owner), name));
        likeness.nearest(word, is_meant).map(String::as_str)
    }

    pub(super) fn draft_named(&self, name: &str) -> Option<&str> {
        let key = name_key(name);
        let found = self.drafts.iter().find(|(id, name)| name_key(id) == key || name_key(name) == key);
        found.map(|(id, _)| id.as_str())
    }
}

/// The error for an entity with names that nobody gives.
fn too_much(entity: &Entity) -> Option<Diagnostic> {
    let (message, help) = if entity.names().any(|name| name.len() > LONGEST_NAME) {
        let message = format!("the name of `{}` has more than {LONGEST_NAME} bytes", entity.id);
        (message, "shorten it, and put what is more than a name into `summary`")
    } else if entity.aliases.len() > MOST_ALIASES {
        let message =
            format!("`{}` has {} aliases, and {MOST_ALIASES} are the most", entity.id, entity.aliases.len());
        (message, "leave out those that no text uses")
    } else {
        return None;
    };
    Some(Diagnostic::new(Code::BadFrontMatter, entity.location, message).help(help))
}

fn names_and_id(entity: &Entity) -> impl Iterator<Item = &str> {
    [&entity.name, &entity.id].into_iter().chain(&entity.aliases).map(String::as_str)
}

/// The entries of a document's `names`.
pub fn names(document: &Document) -> &[Entry] {
    let names = document.front.rest.iter().find(|entry| entry.key.text == "names");
    names.map_or(&[], |entry| entry.value.entries())
}

fn in_file(diagnostics: Vec<Diagnostic>, file: FileId) -> Vec<Diagnostic> {
    diagnostics.into_iter().map(|diagnostic| diagnostic.in_file(file)).collect()
}

fn unknown_folder(document: &Document, kinds: &Kinds) -> Diagnostic {
    let place = Location::new(document.file, document.front.span);
    let folder = &document.folder;
    if folder.is_empty() {
        let help = "move it into one of its folders: `articles`, `people`, `events`, `pages` …";
        return Diagnostic::new(Code::UnknownKind, place, "this file lies directly in `content/`").help(help);
    }
    // Whoever makes `persons` or `event` knows the kind, and not what its folder is called.
    let near = nearest(folder, kinds.iter().flat_map(|(_, kind)| words(kind)));
    let meant = near.and_then(|near| kinds.iter().find(|(_, kind)| words(kind).contains(&near)));
    let help = format!(
        "declare one in annals.toml: `[kinds.NAME]` with `folder = \"{folder}\"`, or a `default_kind` for all such files"
    );
    Diagnostic::new(Code::UnknownKind, place, format!("the folder `{folder}` belongs to no kind"))
        .maybe_help(meant.map(|(_, kind)| format!("did you mean `{}`?", kind.folder)))
        .help(help)
}

fn words(kind: &Kind) -> [&str; 3] {
    [&kind.folder, &kind.name, &kind.plural]
}

/// The finding for an id that could not be the name of a file everywhere.
fn bad_id(id: &str, fault: &str, place: Span) -> Diagnostic {
    let message = format!("`{}` can't be an id: it {fault}", id.escape_debug());
    let help = "an id names a file: rename it, to letters and digits with hyphens between them";
    Diagnostic::at(Code::BadId, place, message).help(help)
}

/// Where a one-line declaration gives its id.
fn id_span(entry: &Entry) -> Span {
    entry.value.get("id").map_or(entry.key.span, |id| id.span)
}

fn section_file(place: Location) -> Diagnostic {
    let message = "this file describes a section of Hugo or Zola, and makes no page";
    let help = "remove it, or give it another name to make it a page";
    Diagnostic::new(Code::IgnoredFile, place, message).help(help)
}

fn nameless(document: &Document, role: Role) -> Diagnostic {
    let place = Location::new(document.file, document.front.span);
    let key = if matches!(role, Role::Article | Role::Page | Role::Source) { "title" } else { "name" };
    let message = if document.has_front {
        format!("the front matter has no `{key}`")
    } else {
        format!("this file has no front matter with a `{key}`")
    };
    let help = format!("begin the file with a line `---`, a line `{key}: …` and a line `---`");
    let help = if document.has_front { format!("add a line `{key}: …`") } else { help };
    Diagnostic::new(Code::BadFrontMatter, place, message).help(help)
}

fn bad_kind(entry: &Entry, kind: Option<Span>, kinds: &Kinds) -> Diagnostic {
    let names = kinds.iter().filter(|(_, kind)| kind.role == Role::Entity).map(|(_, kind)| &*kind.name);
    let names = names.collect::<Vec<_>>().join("`, `");
    let message = format!("`{}` is declared without a kind that it can have", entry.key.text);
    let help = format!("write `kind = \"…\"` with one of `{names}`");
    Diagnostic::at(Code::BadFrontMatter, kind.unwrap_or(entry.key.span), message).help(help)
}
