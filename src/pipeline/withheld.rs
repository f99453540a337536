//! Files that would be copied, but belong to drafts.
//!
//! Input: the files of a site, and what its texts say. Output: the paths of those that stay at home. Entry point:
//! [`withheld`].
//!
//! What lies in a draft's own folder is the draft's, and so is a file of `content/` that only drafts show or link to, and
//! the archived text of a source that is a draft; unless something that is published shows it, too.

use std::collections::{HashMap, HashSet};

use crate::check::archive_path;
use crate::config::Addresses;
use crate::data::Entry;
use crate::graph::Graph;
use crate::load::{Asset, FileNames, Snapshot};
use crate::resolve::Registry;
use crate::syntax::{Document, Front, LinkContext};

/// The paths in the output of the files to copy that belong to drafts.
pub(super) fn withheld(snapshot: &Snapshot, graph: &Graph, addresses: Addresses) -> HashSet<String> {
    let (drafts, published): (Vec<_>, Vec<_>) = graph.documents.iter().partition(|it| it.front.draft);
    if drafts.is_empty() {
        return HashSet::new();
    }
    let folders = Folders::new(graph);
    let texts = |documents: &[&Document]| {
        let texts =
            documents.iter().filter_map(|it| archived(&snapshot.files.get(it.file).path, &it.front.rest));
        texts.collect::<HashSet<_>>()
    };
    let files = snapshot.file_names();
    let links = |documents: &[&Document]| links(documents, graph, addresses, &files);
    let (shown, shown_by_drafts) = (links(&published), links(&drafts));
    let (mut kept, texts_of_drafts) = (texts(&published), texts(&drafts));
    kept.extend(declared_texts(snapshot, &graph.registry));
    let is_of_draft = |asset: &Asset| {
        let is_shown = shown_by_drafts.contains(&*asset.path) || folders.is_of_draft(&asset.path);
        asset.is_content && is_shown || texts_of_drafts.contains(&asset.source())
    };
    let is_published = |asset: &Asset| shown.contains(&*asset.path) || kept.contains(&asset.source());
    let assets = snapshot.assets.iter().filter(|asset| is_of_draft(asset) && !is_published(asset));
    assets.map(|asset| asset.path.clone()).collect()
}

/// The files that texts show or link to.
fn links(documents: &[&Document], graph: &Graph, addresses: Addresses, files: &FileNames) -> HashSet<String> {
    let folders = &graph.vocabulary.folders;
    let of_document = |document: &&Document| {
        let page = addresses.of_file(&document.path, folders);
        let page = LinkContext { page: &page, addresses, files, folders };
        let links = document.body.links.iter().chain(&document.image);
        links.filter_map(|link| Some(link.target.place(&page)?.path)).collect::<Vec<_>>()
    };
    documents.iter().flat_map(of_document).collect()
}

/// The archived text that the front matter of a file names.
fn archived(file: &str, entries: &[Entry]) -> Option<String> {
    let named = entries.iter().find(|entry| entry.key.text == "text")?;
    archive_path(file, named.value.as_str()?)
}

/// The archived texts of sources without a file of their own.
fn declared_texts(snapshot: &Snapshot, registry: &Registry) -> Vec<String> {
    let declared = registry.iter().filter_map(|(_, it)| Some((it.location.file, it.declaration.as_deref()?)));
    let texts =
        declared.filter_map(|(file, Front { rest, .. })| archived(&snapshot.files.get(file).path, rest));
    texts.collect()
}

/// Whether the texts in each folder of `content/` are drafts.
struct Folders<'a>(HashMap<&'a str, Owner>);

/// To whom the files in a folder belong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// To all who use them: it is the folder of a kind.
    All,
    /// To the text that the folder is the bundle of, which is a draft or none.
    Bundle(bool),
    /// To the texts in it, which are all drafts or not.
    Texts(bool),
}

impl<'a> Folders<'a> {
    fn new(graph: &'a Graph) -> Self {
        let known = &graph.vocabulary.folders.known;
        let mut owners = HashMap::new();
        for document in &graph.documents {
            let (folder, name) = document.path.rsplit_once('/').unwrap_or(("", &document.path));
            let is_draft = document.front.draft;
            let owner = match owners.get(folder) {
                _ if folder.is_empty() || known.contains(folder) => Owner::All,
                Some(Owner::Bundle(of_draft)) => Owner::Bundle(*of_draft),
                _ if name == "index.md" => Owner::Bundle(is_draft),
                Some(Owner::Texts(all)) => Owner::Texts(*all && is_draft),
                _ => Owner::Texts(is_draft),
            };
            owners.insert(folder, owner);
        }
        Self(owners)
    }

    /// Whether a file belongs to a draft: the nearest folder with a text decides.
    fn is_of_draft(&self, path: &str) -> bool {
        let folders = path.rmatch_indices('/').map(|(end, _)| &path[..end]);
        let owner = folders.filter_map(|folder| self.0.get(folder)).next();
        matches!(owner, Some(Owner::Bundle(true) | Owner::Texts(true)))
    }
}
