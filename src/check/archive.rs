//! The archived texts of sources.
//!
//! Input: the graph and the site's files. Output: the file that each source's `text` names, or why it names none; and
//! where quotations stand in it. Entry points: [`Archives::new`], [`archived`] and [`quoted_places`].

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::facts::Site;
use super::quotation::{Quotation, fold_with_places};
use crate::graph::{Graph, Object, Statement};
use crate::load::Snapshot;
use crate::resolve::{ClaimId, EntityId};
use crate::source::FileId;
use crate::source::path::nfc;
use crate::vocabulary::PropertyId;

/// The plain texts of a site, by path.
pub struct Archives<'a> {
    graph: &'a Graph,
    snapshot: &'a Snapshot,
    by_path: HashMap<Cow<'a, str>, FileId>,
}

/// Why a source's `text` names no plain text of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There is no such file.
    NotFound,
    /// The path leads out of the site.
    Outside,
    /// It is a file, but no UTF-8 text.
    NotPlain,
}

impl<'a> Archives<'a> {
    /// The plain texts of a site that is checked.
    pub fn of(site: &Site<'a>) -> Self {
        Self::new(site.graph, site.snapshot)
    }

    /// The plain texts of a site.
    pub fn new(graph: &'a Graph, snapshot: &'a Snapshot) -> Self {
        let files = &snapshot.files;
        let by_path = snapshot.texts.iter().map(|&file| (nfc(&files.get(file).path), file)).collect();
        Self { graph, snapshot, by_path }
    }

    /// The statement by which a source names its archived text.
    pub fn statement(&self, source: EntityId) -> Option<&'a Statement> {
        self.graph.values(source, PropertyId::TEXT).find(|statement| !statement.is_derived())
    }

    /// The archived text of a source; none where it names none that is there.
    pub fn text(&self, source: EntityId) -> Option<FileId> {
        self.file(self.statement(source)?).ok()
    }

    /// The file that a source's `text` names, relative to the source's file or, with a leading `/`, to the site.
    pub fn file(&self, statement: &Statement) -> Result<FileId, Missing> {
        let Object::Literal(named) = &statement.value else { return Err(Missing::NotFound) };
        let named = named.in_words();
        let own = &*self.snapshot.files.get(statement.location.file).path;
        let path = archive_path(own, &named).ok_or(Missing::Outside)?;
        if let Some(&file) = self.by_path.get(&*path) {
            return Ok(file);
        }
        let asset = path.strip_prefix("content/").or_else(|| path.strip_prefix("static/"));
        let is_there = asset.is_some_and(|asset| self.snapshot.assets.iter().any(|it| it.path == asset));
        Err(if is_there { Missing::NotPlain } else { Missing::NotFound })
    }
}

/// The archived text of a source, and the quotations from it.
#[derive(Clone, Debug)]
pub struct Archived {
    /// The text.
    pub text: Arc<str>,
    /// The claims that quote it, in the order of their ids.
    pub quotes: Vec<ClaimId>,
}

/// Every archived text, by its source.
pub fn archived(graph: &Graph, snapshot: &Snapshot) -> BTreeMap<EntityId, Archived> {
    let archives = Archives::new(graph, snapshot);
    let sources = graph.registry.iter().filter_map(|(id, _)| {
        let text = snapshot.files.get(archives.text(id)?).text.clone();
        Some((id, Archived { text, quotes: Vec::new() }))
    });
    let mut archived: BTreeMap<_, _> = sources.collect();
    if archived.is_empty() {
        return archived;
    }
    let quotes = graph.claims().filter(|(_, claim)| claim.quote);
    for (claim, source) in quotes.flat_map(|(id, _)| graph.sources_of(id).into_iter().map(move |it| (id, it)))
    {
        if let Some(archived) = archived.get_mut(&source) {
            archived.quotes.push(claim);
        }
    }
    archived
}

/// Where the words of each quotation stand in a text, without what they leave out; those that do not stand in it have no
/// place.
pub fn quoted_places<T: Copy>(text: &str, quotes: &[(T, &str)]) -> Vec<(T, Range<usize>)> {
    let (folded, places) = fold_with_places(text);
    let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
    let mut found = Vec::new();
    for &(quote, words) in quotes {
        let verbatim = Quotation::verbatim(words).find(&folded);
        let Ok(whole) = verbatim.or_else(|_| Quotation::new(words, |_| false).find(&folded)) else {
            continue;
        };
        let mut start = whole.range.start;
        let mut gaps = whole.omitted;
        gaps.sort_by_key(|gap| gap.start);
        let end = whole.range.end;
        for gap in gaps.into_iter().chain(std::iter::once(end..end)) {
            if start < gap.start {
                found.push((quote, place(start)..place(gap.start)));
            }
            start = gap.end.max(start);
        }
    }
    found
}

/// The path in the site that `named` means in the file `own`; none where it leads out of the site.
pub fn archive_path(own: &str, named: &str) -> Option<String> {
    let (own, named) = (nfc(own), nfc(named));
    let mut parts: Vec<&str> = if named.starts_with('/') { Vec::new() } else { own.split('/').collect() };
    parts.pop();
    for part in named.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_within_the_site() {
        let own = "content/sources/speech.md";
        assert_eq!(archive_path(own, "speech.txt").as_deref(), Some("content/sources/speech.txt"));
        assert_eq!(archive_path(own, "../../static/a.txt").as_deref(), Some("static/a.txt"));
        assert_eq!(archive_path(own, "/static/./a.txt").as_deref(), Some("static/a.txt"));
        assert_eq!(archive_path(own, "../../../a.txt"), None);
        assert_eq!(archive_path(own, "/../a.txt"), None);
    }
}
