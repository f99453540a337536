//! # broken-link
//!
//! A link, a picture or an anchor inside the site leads nowhere.
//!
//! ## What it finds
//!
//! Links and pictures whose target is neither a page of the site nor a file of `content/` or `static/`; links with an
//! anchor that the page does not have; the `image` of a front matter; and sources whose archived `text` is not there (a path that leads out of
//! the site is the error `outside-site`). Links to other sites are not followed.
//!
//! Links name files as they lie in `content/`, relative to the file they stand in, or with a leading `/` from `content/`
//! on: `../people/ada.md`. The anchors of a page are the ids of its spans, claims, mentions and sentences, and those of
//! raw HTML. In raw HTML, `href` of `<a>` and `src` of `<img>` are looked at; these addresses stay as they are, so they
//! name pages, as seen from the page: `<a href="../people/ada.html">`.
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
use super::ids::Theme;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::Statement;
use crate::source::Location;
use crate::syntax::{Document, LinkTarget};
use crate::vocabulary::Role;

/// Finds links that lead nowhere.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let finder = Finder::new(site);
    let documents = site.graph.documents.par_iter().enumerate();
    let published = documents.filter(|(index, _)| site.graph.shown_with(*index).is_some());
    let mut found: Vec<_> = published.flat_map_iter(|(_, document)| finder.document(document)).collect();
    found.extend(archives(site));
    found
}

struct Finder<'s, 'a> {
    site: &'s Site<'a>,
    assets: HashSet<&'a str>,
    /// The documents by the paths of their pages; made for the first link that needs it.
    documents: OnceLock<HashMap<String, usize>>,
    /// The anchors of each document's page; made for the first link to one of them.
    anchors: Vec<OnceLock<HashSet<String>>>,
    theme: Theme<'a>,
}

impl<'s, 'a> Finder<'s, 'a> {
    fn new(site: &'s Site<'a>) -> Self {
        Self {
            site,
            assets: site.snapshot.assets.iter().map(|asset| &*asset.path).collect(),
            documents: OnceLock::new(),
            anchors: site.graph.documents.iter().map(|_| OnceLock::new()).collect(),
            theme: Theme::new(site),
        }
    }

    fn documents(&self) -> &HashMap<String, usize> {
        self.documents.get_or_init(|| {
            let Site { graph, config, .. } = self.site;
            let documents = graph.documents.iter().enumerate();
            let by_path =
                documents.map(|(at, it)| (config.urls.of_file(&it.path, &graph.vocabulary.folders), at));
            by_path.collect()
        })
    }

    fn document(&self, document: &Document) -> Vec<Diagnostic> {
        if document.body.links.is_empty() && document.image.is_none() {
            return Vec::new();
        }
        let own = self.site.config.urls.of_file(&document.path, &self.site.graph.vocabulary.folders);
        document
            .body
            .links
            .iter()
            .chain(&document.image)
            .filter_map(|link| self.link(document, &own, link))
            .collect()
    }

    fn link(&self, document: &Document, own: &str, link: &LinkTarget) -> Option<Diagnostic> {
        let place = Location::new(document.file, link.span);
        let Some(page) = self.page(own, &link.path) else {
            let message = format!("there is no `{}` in this site", link.path);
            let help = if link.raw { in_raw_html(own) } else { self.instead(own, &link.path) };
            return Some(Diagnostic::new(Code::BrokenLink, place, message).help(help));
        };
        if link.anchor.is_empty() || self.has_anchor(&page, &link.anchor) {
            return None;
        }
        let message = format!("`{page}` has no anchor `{}`", link.anchor);
        let help = "link to the id of a span, as in `[text]{#id .claim}`, or to the page without an anchor";
        Some(Diagnostic::new(Code::BrokenLink, place, message).help(help))
    }

    /// The file of the output that a path leads to.
    fn page(&self, own: &str, path: &str) -> Option<String> {
        if path.is_empty() {
            return Some(own.to_owned());
        }
        let candidates = [path.to_owned(), format!("{path}/index.html")];
        candidates.into_iter().find(|it| self.site.pages.contains(&**it) || self.assets.contains(&**it))
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
        let known = self.site.pages.iter().chain(&self.assets).copied();
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

    /// Whether a page has an anchor; pages that are made of other things than one text may have any.
    fn has_anchor(&self, page: &str, anchor: &str) -> bool {
        let Some(&index) = self.documents().get(page) else { return true };
        let Some(anchors) = self.anchors.get(index) else { return true };
        anchors.get_or_init(|| self.anchors_of(index)).contains(anchor)
            || self.theme.may_have(anchor)
            || is_of_fact(anchor)
    }

    fn anchors_of(&self, index: usize) -> HashSet<String> {
        let graph = self.site.graph;
        let Some(Document { body, .. }) = graph.document(index) else { return HashSet::new() };
        let of_spans = body.annotations.iter().filter_map(|it| it.attributes.id.as_ref());
        let ids = of_spans.chain(&body.ids).map(|id| id.text.clone());
        let sentences = body.sentences.iter().map(|sentence| sentence.anchor.to_string());
        let mentions = graph.mentions_in(index).map(|mention| mention.anchor.to_string());
        let claims = graph.claims_in(index).filter_map(|it| Some(graph.claim(it)?.id.clone()));
        ids.chain(sentences).chain(mentions).chain(claims).collect()
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

/// Sources whose archived text is not there.
fn archives(site: &Site<'_>) -> Vec<Diagnostic> {
    let archives = Archives::new(site);
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
