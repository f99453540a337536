//! The paths of the output: no two files may have the same one, and every system must take them.
//!
//! Input: the pages and the assets. Output: the pages to write with their paths, and a diagnostic for each path that is
//! none or that two files would have. Entry points: [`pages`] and [`Paths`].

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Site;
use crate::check::OutputPaths;
use crate::diagnostic::{Code, Diagnostic};
use crate::export::File;
use crate::graph::Graph;
use crate::load::Asset;
use crate::resolve::Target;
use crate::source::path::{id_fault, nfc, path_fault};
use crate::source::{Location, Span};
use crate::view::{PageId, Plan};

/// The paths of all pages, and what is wrong with those of all files.
#[derive(Debug)]
pub(super) struct Paths {
    /// The pages by their paths.
    pub pages: HashMap<String, PageId>,
    /// Those of what is published as data.
    data: HashSet<String>,
    pub findings: Vec<Diagnostic>,
    /// What they were found for.
    plan: Arc<Plan>,
    withheld: HashSet<String>,
}

impl Paths {
    /// Those of a site; the same as before with the same directory and files, where no pages are others.
    pub fn next(site: &Site, before: Option<&Arc<Self>>) -> Arc<Self> {
        let is_same = |before: &&Arc<Self>| {
            let plan = Arc::ptr_eq(&before.plan, &site.views().plan);
            plan && before.withheld == site.withheld && before.findings.is_empty()
        };
        before.filter(is_same).cloned().unwrap_or_else(|| Self::new(site).into())
    }

    fn new(site: &Site) -> Self {
        let pages = || pages(site).into_iter().map(|(page, path)| (path.into_owned(), page)).collect();
        let (findings, pages) = rayon::join(|| collisions(site), pages);
        let data = site.data.iter().map(File::path).collect();
        Self { pages, data, findings, plan: site.views().plan.clone(), withheld: site.withheld.clone() }
    }
}

impl OutputPaths for Paths {
    fn has(&self, path: &str) -> bool {
        self.pages.contains_key(path) || self.data.contains(path)
    }

    fn paths(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.pages.keys().chain(&self.data).map(String::as_str))
    }
}

/// The pages to write. The site's own `robots.txt`, feed or sitemap goes before the one that would be made.
pub(super) fn pages(site: &Site) -> Vec<(PageId, Cow<'_, str>)> {
    let is_own = |path: &str| site.assets().any(|asset| asset.path == path);
    let pages = site.views().plan.pages().iter().map(|&page| (page, site.views().path(page)));
    let made =
        |page: PageId| matches!(page, PageId::Robots | PageId::Llms | PageId::Feed(_) | PageId::Sitemap(_));
    pages.filter(|(page, path)| !made(*page) || !is_own(path)).collect()
}

/// Whose file of the output it is.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Page(PageId),
    Asset(&'a Asset),
    /// What is published as data.
    Data,
}

/// A path of the output, as file systems compare it, with the file that is to have it.
struct Planned<'a> {
    key: Cow<'a, str>,
    path: Cow<'a, str>,
    owner: Owner<'a>,
}

/// What is wrong with the paths of the output: two files with one path, a file where others have their folder, and paths
/// that not every system takes.
fn collisions(site: &Site) -> Vec<Diagnostic> {
    let pages = pages(site).into_iter().map(|(page, path)| (path, Owner::Page(page)));
    let assets = site.assets().map(|asset| (asset.path.as_str().into(), Owner::Asset(asset)));
    let data = site.data.iter().map(|file| (file.path().into(), Owner::Data));
    let planned = pages.chain(assets).chain(data);
    let planned = planned.map(|(path, owner)| Planned { key: key(&path), path, owner });
    let mut planned: Vec<_> = planned.collect();
    let mut found: Vec<_> = planned.iter().filter_map(|it| unfit(site, it)).collect();
    planned.par_sort_by(|one, other| one.key.cmp(&other.key));
    found.extend(planned.windows(2).filter_map(|pair| match pair {
        [one, other] if one.key == other.key => Some(same_path(site, one, other)),
        _ => None,
    }));
    let below = planned.par_iter().filter_map(|it| Some((&*file_above(&planned, &it.key)?.path, it)));
    let below: BTreeMap<_, _> = below.collect();
    found.extend(below.into_iter().map(|(file, below)| {
        let message = format!("`{file}` would be a file of the output, and the folder of `{}`", below.path);
        below.owner.finding(site, message, RENAME)
    }));
    found
}

const RENAME: &str = "rename one of the two files they are made from";

/// A path that not every system takes, or that is one of the search index.
fn unfit(site: &Site, planned: &Planned<'_>) -> Option<Diagnostic> {
    let (message, help) = match planned.owner {
        Owner::Asset(asset) if site.views().makes(&planned.key) => {
            (format!("`{}` has the path of a file that Annals makes", asset.source()), "rename the file")
        }
        // Of a file to copy, it is found where the file is read.
        Owner::Asset(_) | Owner::Data => return None,
        Owner::Page(page) if is_told(site.graph(), page) => return None,
        Owner::Page(_) => {
            let fault = path_fault(&planned.path)?;
            let message =
                format!("a page can't be written to `{}`: a part of it {fault}", planned.path.escape_debug());
            (message, "rename the file it is made from")
        }
    };
    Some(planned.owner.finding(site, message, help))
}

/// Whether the id that a page is called by is reported itself.
fn is_told(graph: &Graph, page: PageId) -> bool {
    let entity = match page {
        PageId::Entity(id)
        | PageId::More(id, ..)
        | PageId::FeedOf(id, _)
        | PageId::Card(Some(Target::Entity(id))) => Some(id),
        PageId::Claim(id) | PageId::Card(Some(Target::Claim(id))) => {
            let claim = graph.claim(id);
            if claim.is_some_and(|claim| id_fault(&claim.id).is_some()) {
                return true;
            }
            claim.and_then(|claim| graph.entity_of(claim.site.document))
        }
        _ => None,
    };
    entity.is_some_and(|id| graph.registry.get(id).id.split('/').any(|part| id_fault(part).is_some()))
}

fn same_path(site: &Site, one: &Planned<'_>, other: &Planned<'_>) -> Diagnostic {
    let message = match (one.owner, other.owner) {
        (Owner::Asset(one), Owner::Asset(other)) => {
            format!("`{}` and `{}` would be one file of the output", one.source(), other.source())
        }
        _ => format!("two files of the output are called `{}`", other.path),
    };
    let (first, second) = (one.owner.location(site), other.owner.location(site));
    let shown = if second.is_some() { other } else { one };
    let finding = shown.owner.finding(site, message, RENAME);
    match first.filter(|first| *first != finding.primary) {
        Some(first) => finding.label(first, "the other is made from this"),
        None => finding,
    }
}

impl Owner<'_> {
    fn finding(self, site: &Site, message: String, help: &str) -> Diagnostic {
        let settings = Location::new(site.snapshot.config, Span::default());
        let place = self.location(site).unwrap_or(settings);
        Diagnostic::new(Code::PathCollision, place, message).help(help)
    }

    /// The file that a page is made from.
    fn location(self, site: &Site) -> Option<Location> {
        match self {
            Self::Page(PageId::Redirect(at)) => site.views().redirect_location(at),
            Self::Page(page) => location(site.graph(), page),
            Self::Asset(_) | Self::Data => None,
        }
    }
}

/// A path as file systems compare it that care neither for case nor for the form of accented letters.
fn key<'p>(path: &Cow<'p, str>) -> Cow<'p, str> {
    let is_key = |byte: &u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if path.as_bytes().iter().all(is_key) {
        return path.clone();
    }
    nfc(&nfc(path).to_lowercase()).into_owned().into()
}

/// The file that is where another path has a folder.
fn file_above<'p>(planned: &'p [Planned<'p>], key: &str) -> Option<&'p Planned<'p>> {
    key.match_indices('/').find_map(|(end, _)| {
        let at = planned.binary_search_by(|it| (*it.key).cmp(&key[..end])).ok()?;
        planned.get(at)
    })
}
/// The file that a page is made from.
pub(super) fn location(graph: &Graph, page: PageId) -> Option<Location> {
    match page {
        PageId::Entity(id)
        | PageId::More(id, ..)
        | PageId::FeedOf(id, _)
        | PageId::Card(Some(Target::Entity(id))) => Some(graph.registry.get(id).location),
        PageId::Claim(id) | PageId::Card(Some(Target::Claim(id))) => {
            let site = graph.claim(id)?.site;
            let document = graph.document(site.document)?;
            Some(Location::new(document.file, graph.annotation(site.document, site.annotation)?.span))
        }
        _ => None,
    }
}
