//! `annals rename`: give something another id, everywhere at once.
//!
//! Input: an id and the new one. Output: the file under its new name, and every reference to it changed: in mentions,
//! attributes, front matter, `names`, `[entities]` and links. Entry point: [`Rename::run`].
//!
//! Nothing is written before the site as it would be has been read and found to mean the same.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::messages::{Console, answer, counted};
use super::shown;
use crate::diagnostic::Severity;
use crate::edit::{self, Change, Edit, apply};
use crate::graph::{Graph, NameUse};
use crate::pipeline::{Options, Site};
use crate::resolve::{EntityId, Scope, Target, Unresolved, name_key, names_of};
use crate::source::path::{id_fault, slug};
use crate::source::{FileId, Location, Span};
use crate::syntax::{AnnotationKind, DocumentId, Link, LinkContext};
use crate::vocabulary::Kinds;

/// What `annals rename` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Rename {
    /// What to rename: `kind:id`, or the id where no other kind has it
    #[arg(value_name = "KIND:OLD")]
    old: String,
    /// The new id
    #[arg(value_name = "NEW")]
    new: String,
    /// Show what would change, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals rename person:ada-lovelace ada-byron
  annals rename -n article:a-visit a-visit-to-the-engine

All of it is done, or nothing. Names and the words of the articles stay as they are.";

impl Rename {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let options = Options { drafts: true, ..Options::default() };
        let site = Site::open(root, options)?;
        let renaming = self.plan(&site)?;
        let edits = renaming.edits()?;
        let changes = renaming.changes(&edits);
        renaming.verify(&edit::after(&site, &changes)?)?;
        let count = edits.len();
        if self.dry_run {
            let edited = changes.iter().filter(|change| change.before != change.after);
            edited.into_iter().try_for_each(|change| answer(shown(&root.join(&change.path))))?;
        } else {
            edit::write(root, &changes)?;
            let moved = changes.iter().filter_map(|change| change.to.as_ref());
            moved.into_iter().try_for_each(|to| answer(shown(&root.join(to))))?;
        }
        let places = edits.values().map(Vec::len).sum();
        let done = if self.dry_run { "would change" } else { "changed" };
        console.status(format_args!("{} in {} {done}", counted(places, "place"), counted(count, "file")))?;
        Ok(ExitCode::SUCCESS)
    }

    fn plan<'s>(&'s self, site: &'s Site) -> anyhow::Result<Renaming<'s>> {
        let graph = site.graph();
        let kinds = &graph.vocabulary.kinds;
        let entity = match graph.registry.resolve_entity(&self.old, &Scope::default(), kinds) {
            Ok(entity) if is_id(graph, entity, &self.old) => entity,
            Ok(entity) => anyhow::bail!("write its id, `{}`", graph.registry.full_id(entity, kinds)),
            Err(Unresolved::Ambiguous(_)) => {
                anyhow::bail!("several kinds have the id; write `kind:{}`", self.old)
            }
            Err(_) => anyhow::bail!("there is no `{}`; `annals show NAME` finds ids", self.old),
        };
        let new = self.new.strip_prefix(&format!("{}:", kinds.get(graph.registry.get(entity).kind).name));
        let new = new.unwrap_or(&self.new);
        let good = slug(new);
        anyhow::ensure!(new == good, "`{new}` can't be an id; write `{good}`");
        anyhow::ensure!(
            id_fault(new).is_none(),
            "`{new}` can't be an id: it {}",
            id_fault(new).unwrap_or_default()
        );
        let old = &graph.registry.get(entity).id;
        anyhow::ensure!(old != new, "`{new}` is its id already");
        let kind = graph.registry.get(entity).kind;
        let taken = graph.registry.iter().any(|(_, it)| it.kind == kind && name_key(&it.id) == name_key(new));
        anyhow::ensure!(!taken, "`{}:{new}` is there already; nothing was changed", kinds.get(kind).name);
        let place =
            graph.registry.get(entity).document.and_then(|index| graph.document(index)).map(|it| it.file);
        Ok(Renaming { site, graph, entity, old, new, file: place })
    }
}

/// Whether something is named by its id, not by a name.
fn is_id(graph: &Graph, entity: EntityId, written: &str) -> bool {
    let key = name_key(written);
    let id = name_key(&graph.registry.get(entity).id);
    key == id || key.split_once(':').is_some_and(|(_, rest)| rest.trim() == id)
}

/// One entity on its way to another id.
struct Renaming<'s> {
    site: &'s Site,
    graph: &'s Graph,
    entity: EntityId,
    old: &'s str,
    new: &'s str,
    /// Its own file, where it has one.
    file: Option<FileId>,
}

type Edits = BTreeMap<FileId, Vec<Edit>>;

impl Renaming<'_> {
    /// Every edit, by file.
    fn edits(&self) -> anyhow::Result<Edits> {
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
        if self.file.is_none() {
            let (file, edit) = self.declaration()?;
            add(file, edit);
        }
        Ok(edits)
    }

    /// Whether a name stands for the entity, or for a claim in it.
    fn is_meant(&self, name_use: &NameUse) -> bool {
        match name_use.target {
            Target::Entity(entity) => entity == self.entity,
            Target::Claim(claim) => {
                let document = self.graph.registry.document_of(claim);
                document.and_then(|document| self.graph.entity_of(document)) == Some(self.entity)
            }
        }
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
                edits.push(Edit { span: Span::new(at + start..at + start + id), words: self.new.to_owned() });
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
        let is_name = !is_full && id != self.old && self.graph.registry.get(self.entity).is_called(id);
        (own && !is_name).then_some((start, id.len()))
    }

    fn kinds(&self) -> &Kinds {
        &self.graph.vocabulary.kinds
    }

    /// Links to the entity's own file, or in raw HTML to its page.
    fn links(&self) -> impl Iterator<Item = (FileId, Edit)> {
        let kind = self.kinds().get(self.graph.registry.get(self.entity).kind);
        let page = self.site.config().urls.page(&kind.folder, &self.graph.address_id(self.entity));
        let documents = DocumentId::all(self.graph.documents.len()).filter(|_| self.file.is_some());
        documents.flat_map(move |document| self.links_to(&page, document)).filter_map(|(file, link)| {
            let text = link.span.of(&self.site.files().get(file).text);
            let name = if link.target.is_raw() { self.old.to_owned() } else { format!("{}.md", self.old) };
            let path = text.split('#').next().filter(|_| link.target.is_raw()).unwrap_or(text);
            let at = link.span.start as usize + path.rfind(&name)?;
            Some((file, Edit { span: Span::new(at..at + self.old.len()), words: self.new.to_owned() }))
        })
    }

    /// The links of a document that lead to a page.
    fn links_to(&self, page: &str, id: DocumentId) -> Vec<(FileId, &Link)> {
        let addresses = self.site.config().urls;
        let own = self.graph.page_of(id, addresses).unwrap_or_default();
        let folders = &self.graph.vocabulary.folders;
        let context = LinkContext { page: &own, addresses, folders };
        let Some(document) = self.graph.document(id) else { return Vec::new() };
        let links = document.body.links.iter();
        let links = links.filter(|link| link.target.place(&context).is_some_and(|place| place.path == page));
        links.map(|link| (document.file, link)).collect()
    }

    /// The id in the one line that declares the entity.
    fn declaration(&self) -> anyhow::Result<(FileId, Edit)> {
        let Location { file, span } = self.graph.registry.get(self.entity).location;
        let source = self.site.files().get(file);
        let key = span.of(&source.text);
        let position = source.position(span.start);
        anyhow::ensure!(
            key.trim_matches(['"', '\'']) == self.old,
            "its id is made of its name in {}:{}; give it an `id = \"{}\"` there",
            source.path,
            position.line,
            self.new
        );
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
    fn verify(&self, after: &Site) -> anyhow::Result<()> {
        if let Err(why) = edit::is_as_good(self.site, after, Severity::Note) {
            anyhow::bail!("nothing was changed, for then {why}");
        }
        anyhow::ensure!(
            self.meanings(self.site, Some(self.entity)) == self.meanings(after, None),
            "nothing was changed, for then some name would mean something else"
        );
        Ok(())
    }

    /// The text of each file and what its names mean, where one entity is taken as renamed.
    fn meanings(&self, site: &Site, renamed: Option<EntityId>) -> BTreeMap<String, (String, Vec<String>)> {
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
    fn meant(&self, graph: &Graph, target: Target, renamed: Option<EntityId>) -> String {
        match target {
            Target::Entity(entity) if renamed == Some(entity) => {
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
