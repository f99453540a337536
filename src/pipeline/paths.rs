//! The paths of the output: no two files may have the same one.
//!
//! Input: the pages and the assets. Output: the pages to write with their paths, and a diagnostic for each path that two
//! files would have. Entry points: [`pages`] and [`collisions`].

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::load::Snapshot;
use crate::resolve::Target;
use crate::source::{Location, Span};
use crate::view::{PageId, Views};

/// The pages to write. The site's own `robots.txt`, feed or sitemap goes before the one that would be made.
pub(super) fn pages<'v>(snapshot: &Snapshot, views: &'v Views<'_>) -> Vec<(PageId, Cow<'v, str>)> {
    let is_own = |path: &str| snapshot.assets.iter().any(|asset| asset.path == path);
    let pages = views.pages().into_iter().map(|page| (page, views.path(page)));
    let made = |page: PageId| matches!(page, PageId::Robots | PageId::Feed | PageId::Sitemap(_));
    pages.filter(|(page, path)| !made(*page) || !is_own(path)).collect()
}

/// Pages and static files that would be written to one path, compared as file systems without case do.
pub(super) fn collisions(snapshot: &Snapshot, graph: &Graph<'_>, views: &Views<'_>) -> Vec<Diagnostic> {
    let mut owners: HashMap<String, Option<PageId>> = HashMap::new();
    let mut found = Vec::new();
    let pages = pages(snapshot, views).into_iter().map(|(page, path)| (path, Some(page)));
    let assets = snapshot.assets.iter().map(|asset| (asset.path.as_str().into(), None));
    for (path, page) in pages.chain(assets) {
        if let Some(first) = owners.insert(path.to_lowercase(), page) {
            let location = |page: Option<PageId>| page.and_then(|page| location(graph, page));
            let (first, second) = (location(first), location(page));
            let place = second.or(first).unwrap_or(Location::new(snapshot.config, Span::default()));
            let message = format!("two files of the output are called `{path}`");
            let mut finding = Diagnostic::new(Code::PathCollision, place, message)
                .help("rename one of the two files they are made from");
            if let Some(first) = first.filter(|first| *first != place) {
                finding = finding.label(first, "the other is made from this");
            }
            found.push(finding);
        }
    }
    found
}

/// The file that a page is made from.
pub(super) fn location(graph: &Graph<'_>, page: PageId) -> Option<Location> {
    match page {
        PageId::Entity(id) | PageId::More(id, ..) | PageId::Card(Some(Target::Entity(id))) => {
            Some(graph.registry.get(id).location)
        }
        PageId::Claim(id) | PageId::Card(Some(Target::Claim(id))) => {
            let site = graph.claim(id)?.site;
            let document = graph.document(site.document)?;
            Some(Location::new(document.file, graph.annotation(site.document, site.annotation)?.span))
        }
        _ => None,
    }
}
