//! # broken-link
//!
//! A link, a picture or an anchor inside the site leads nowhere.
//!
//! ## What it finds
//!
//! Links and pictures whose target is neither a page of the site nor a file of `content/` or `static/`; links with an
//! anchor that the page does not have; the `image` of a front matter; the files of `[theme]` and the entries of `[menu]`; and sources whose archived `text` is not there (a path that leads out of
//! the site is the error `outside-site`). Links to other sites are not followed.
//!
//! Links name files as they lie in `content/`, relative to the file they stand in, or with a leading `/` from `content/`
//! on: `../people/ada.md`. The anchors of a page are the ids of its headings (`#early-life` for `## Early life`), spans,
//! claims, mentions and sentences, and those of raw HTML. In raw HTML, `href` of `<a>` and the `src`, `srcset` and
//! `poster` of pictures are looked at; these addresses stay as they are, so they name pages, as seen from the
//! page: `<a href="../people/ada.html">`.
//!
//! ## Why it matters
//!
//! A reader would come to the page for addresses that lead nowhere.
//!
//! ## Fails
//!
//! ```markdown
//! See [Ada](../people/adda.md).
//! ```
//!
//! ## Passes
//!
//! ```markdown
//! See [Ada](../people/ada.md), or just [[Ada]].
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: broken-link, reason: …}]` in the front matter of the file with the link.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::archive::{Archives, Missing};
use super::facts::Site;
use crate::config::MenuEntry;
use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest, one_of};
use crate::graph::Statement;
use crate::load::FileNames;
use crate::source::Location;
use crate::syntax::{Document, DocumentId, Link, LinkContext, LinkPlace, LinkTarget, slug};
use crate::vocabulary::Role;

/// Finds links that lead nowhere.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let finder = Finder::new(site);
    let documents = (0..site.graph.documents.len()).into_par_iter().map(DocumentId::at);
    let found = documents.flat_map_iter(|id| finder.document(id));
    let mut found: Vec<_> = found.collect();
    found.extend(archives(site));
    found.extend(looks(site));
    found.extend(menu(site));
    found
}

struct Finder<'s, 'a> {
    site: &'s Site<'a>,
    assets: HashSet<&'a str>,
    files: FileNames,
    /// The documents by the paths of their pages; made for the first link that needs it.
    documents: OnceLock<HashMap<String, DocumentId>>,
    /// The anchors of each document's page; made for the first link to one of them.
    anchors: Vec<OnceLock<HashSet<String>>>,
}

impl<'s, 'a> Finder<'s, 'a> {
    fn new(site: &'s Site<'a>) -> Self {
        Self {
            site,
            assets: site.snapshot.assets.iter().map(|asset| &*asset.path).collect(),
            files: site.snapshot.file_names(),
            documents: OnceLock::new(),
            anchors: site.graph.documents.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    fn documents(&self) -> &HashMap<String, DocumentId> {
        self.documents.get_or_init(|| {
            let Site { graph, config, .. } = self.site;
            let by_path = graph
                .all_documents()
                .map(|(at, it)| (config.urls.of_file(&it.path, &graph.vocabulary.folders), at));
            by_path.collect()
        })
    }

    /// What is wrong with the links of a text; nothing where no page shows it.
    fn document(&self, id: DocumentId) -> Vec<Diagnostic> {
        let Site { graph, config, .. } = self.site;
        let Some(document) = graph.document(id) else { return Vec::new() };
        if document.body.links.is_empty() && document.image.is_none() {
            return Vec::new();
        }
        let Some(page) = graph.page_of(id, config.urls) else { return Vec::new() };
        let folders = &graph.vocabulary.folders;
        let page = LinkContext { page: &page, addresses: config.urls, files: &self.files, folders };
        let links = document.body.links.iter().chain(&document.image);
        links.filter_map(|link| self.link(id, &page, link)).collect()
    }

    fn link(&self, own: DocumentId, page: &LinkContext<'_>, link: &Link) -> Option<Diagnostic> {
        let LinkPlace { path, anchor } = link.target.place(page)?;
        let place = Location::new(self.site.graph.document(own)?.file, link.span);
        let Some(target) = self.page(page.page, &path) else {
            let message = format!("there is no `{path}` in this site");
            let help = match &link.target {
                LinkTarget::Raw(_) => in_raw_html(page.page),
                LinkTarget::Named(name) => return Some(self.unnamed(place, name)),
                _ => self.instead(page.page, &path),
            };
            return Some(Diagnostic::new(Code::BrokenLink, place, message).help(help));
        };
        let document = if path.is_empty() { Some(own) } else { self.documents().get(&target).copied() };
        if anchor.is_empty() || document.is_none_or(|document| self.has_anchor(document, &anchor)) {
            return None;
        }
        let message = format!("`{target}` has no anchor `{anchor}`");
        let near = document.and_then(|document| self.nearest_heading(document, &anchor));
        let help = near.unwrap_or_else(|| {
            "link to a heading's id, to that of a span, as in `[text]{#id .claim}`, or to the page alone"
                .to_owned()
        });
        Some(Diagnostic::new(Code::BrokenLink, place, message).help(help))
    }

    /// The file of the output that a path leads to.
    fn page(&self, own: &str, path: &str) -> Option<String> {
        if path.is_empty() {
            return Some(own.to_owned());
        }
        let candidates = [path.to_owned(), format!("{path}/index.html")];
        candidates.into_iter().find(|it| self.site.pages.has(it) || self.assets.contains(&**it))
    }

    /// What to tell of a name that no file has, or several.
    fn unnamed(&self, place: Location, name: &str) -> Diagnostic {
        let named: Vec<_> = self.files.named(name).collect();
        let (message, help) = if named.is_empty() {
            let near = nearest(name, self.assets.iter().map(|path| path.rsplit('/').next().unwrap_or(path)));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let none = || "add the file to `content/`, or correct its name".to_owned();
            (format!("no file of this site is called `{name}`"), help.unwrap_or_else(none))
        } else {
            let paths = format!("write as much of its path as tells it from the others: {}", one_of(&named));
            (format!("{} files of this site are called `{name}`", named.len()), paths)
        };
        Diagnostic::new(Code::BrokenLink, place, message).help(help)
    }

    /// What a link that leads nowhere may have been meant for.
    fn instead(&self, own: &str, path: &str) -> String {
        if let Some(draft) = self.file(path).filter(|document| document.front.draft) {
            return format!("`{}` is a draft; publish it, or remove the link", draft.path);
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_alike = |it: &&str| {
            let in_folder = it.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
            in_folder && it.ends_with(ending) && it.len().abs_diff(path.len()) <= 4 && *it != own
        };
        let known = self.site.pages.paths().chain(self.assets.iter().copied());
        match nearest(path, known.filter(is_alike)) {
            Some(near) => {
                format!("did you mean `/{}`?", self.file(near).map_or(near, |document| &document.path))
            }
            None => "correct the path, which counts from this file, or add the file".to_owned(),
        }
    }

    /// The file of `content/` that becomes a page.
    fn file(&self, page: &str) -> Option<&'a Document> {
        self.site.graph.document(*self.documents().get(page)?)
    }

    /// Whether the page of a text has an anchor; pages that are made of other things may have any.
    fn has_anchor(&self, document: DocumentId, anchor: &str) -> bool {
        let Some(anchors) = self.anchors.get(document.place()) else { return true };
        anchors.get_or_init(|| self.anchors_of(document)).contains(anchor)
            || self.site.theme.may_have(anchor)
            || is_of_fact(anchor)
    }

    /// The heading that an anchor may have been meant for.
    fn nearest_heading(&self, document: DocumentId, anchor: &str) -> Option<String> {
        let headings = &self.site.graph.document(document)?.body.headings;
        did_you_mean(&slug(anchor), headings.iter().map(|heading| &*heading.id))
    }

    fn anchors_of(&self, id: DocumentId) -> HashSet<String> {
        let graph = self.site.graph;
        let Some(body) = graph.document(id).map(|document| &document.body) else { return HashSet::new() };
        let of_spans = body.spans().filter_map(|it| it.attributes.id.as_ref());
        let ids = of_spans.chain(&body.ids).map(|id| id.text.clone());
        let sentences = body.sentences.iter().map(|sentence| sentence.anchor.to_string());
        let mentions = graph.mentions_in(id).map(|mention| mention.anchor.to_string());
        let claims = graph.claims_in(id).filter_map(|it| Some(graph.claim(it)?.id.clone()));
        let headings = body.heading_names().map(|(_, id)| id.to_owned());
        ids.chain(headings).chain(sentences).chain(mentions).chain(claims).collect()
    }
}

fn in_raw_html(own: &str) -> String {
    format!(
        "raw HTML keeps its addresses, which count from the page `{own}`; a link in Markdown counts from this file"
    )
}

/// Whether it is an anchor as facts have them on their page.
fn is_of_fact(anchor: &str) -> bool {
    anchor.strip_prefix("f-").is_some_and(|hash| hash.len() == 8)
}

/// The files of `[theme]` that are not there.
fn looks(site: &Site<'_>) -> Vec<Diagnostic> {
    let theme = &site.config.theme;
    let is_there = |path: &str| site.snapshot.assets.iter().any(|asset| asset.path == path);
    let missing = theme.logo.iter().chain(&theme.css).filter(|file| !is_there(&file.text));
    let finding = |file: &Text| {
        let place = Location::new(site.snapshot.config, file.span);
        let message = format!("there is no `static/{}`", file.text);
        Diagnostic::new(Code::BrokenLink, place, message).help("correct the path, or add the file")
    };
    missing.map(finding).collect()
}

/// The entries of `[menu]` that lead nowhere.
fn menu(site: &Site<'_>) -> Vec<Diagnostic> {
    let finding = |span, message, help: String| {
        let place = Location::new(site.snapshot.config, span);
        Diagnostic::new(Code::BrokenLink, place, message).help(help)
    };
    let is_there =
        |path: &str| site.pages.has(path) || site.snapshot.assets.iter().any(|asset| asset.path == path);
    let kinds = &site.graph.vocabulary.kinds;
    let found = site.config.menu.iter().flatten().filter_map(|entry| match entry {
        MenuEntry::Named(name) => {
            site.graph.registry.indexed(&name.text, kinds).err()?;
            let message = format!("the menu names `{}`, which is neither a kind nor one page", name.text);
            let near = did_you_mean(&name.text, kinds.iter().map(|(_, kind)| &*kind.index));
            let help = || "write a kind's folder, `\"people\"`, or a page's id, `\"about\"`".to_owned();
            Some(finding(name.span, message, near.unwrap_or_else(help)))
        }
        MenuEntry::Link { url, .. } => {
            let path = url.path().map(|path| path.split(['#', '?']).next().unwrap_or_default());
            let path = path.filter(|path| !is_there(path))?;
            let message = format!("there is no `{path}` in this site");
            Some(finding(url.span, message, "correct the path, which counts from the site's top".to_owned()))
        }
    });
    found.collect()
}

/// Sources whose archived text is not there.
fn archives(site: &Site<'_>) -> Vec<Diagnostic> {
    let archives = Archives::of(site);
    let sources = site.graph.registry.iter().map(|(id, _)| id).filter(|&id| site.role(id) == Role::Source);
    let named = sources.filter_map(|source| archives.statement(source));
    named.filter_map(|statement| Some(missing(site, statement, archives.file(statement).err()?))).collect()
}

fn missing(site: &Site<'_>, statement: &Statement, why: Missing) -> Diagnostic {
    let path = site.words(&statement.value);
    let (code, message, help) = match why {
        Missing::NotFound => (
            Code::BrokenLink,
            format!("there is no archived text `{path}`"),
            "the path counts from this file, or with a leading `/` from the site's folder; its name ends in `.txt`",
        ),
        Missing::NotPlain => (
            Code::BrokenLink,
            format!("`{path}` can't be read as an archived text"),
            "save it as plain text in UTF-8, under a name that ends in `.txt`",
        ),
        Missing::Outside => (
            Code::OutsideSite,
            format!("`{path}` leads out of the site"),
            "put the archived text into `content/` or `static/`",
        ),
    };
    Diagnostic::new(code, statement.location, message).help(help)
}
