//! Finding by name: the search page and the index that its script reads.
//!
//! Input: a viewpoint, or all views. Output: the page's head and content, and the files of the index. Entry points:
//! [`search`] and [`files`].
//!
//! The index is two trees of [`mod@shards`]: `n` finds what is called so by its folded words from any word on, and `w` holds
//! all words by their endings, to put right what is mistyped at the beginning. The files are scripts and no JSON, because
//! a page that was opened from a folder may not fetch.

mod fold;
mod shards;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::model::{Content, Link, Search, SearchKind};
use super::{DataFile, PageId, Parts, Viewpoint, Views, list};
use crate::resolve::{ClaimId, EntityId};
use crate::vocabulary::Role;
use shards::{Key, Limits, shards};

/// The folder of the index.
const FOLDER: &str = "search/";
/// One query reads a file of every level of a tree, of several trees at worst, and must stay below 100 KB.
const NAMES: Limits = Limits { leaf: 20_000, inner: 3_000 };
const WORDS: Limits = Limits { leaf: 8_000, inner: 0 };
/// The longest key, in characters: what is the same up to there is not told apart.
const KEY_LENGTH: usize = 24;
/// The longest note and the longest claim that a result shows, in characters.
const SHOWN: usize = 90;
/// How many words of a long text one can find it by.
const KEYWORDS: usize = 12;
/// The shortest word that is put right; the script knows it, too.
const CORRECTED: usize = 4;

/// The page that finds.
pub fn search<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let kinds = view.views.listed_kinds().map(|(kind, definition)| SearchKind {
        kind: &definition.name,
        label: definition.plural_in(view.language),
        url: Some(view.page_url(PageId::List(kind, 1))),
        count: view.views.order.list(kind).len(),
        groups: list::groups(view, kind),
    });
    let mut kinds: Vec<_> = kinds.collect();
    kinds.extend(pages(view));
    let marker = view.link(&format!("{FOLDER}x"));
    let index = marker.strip_suffix('x').unwrap_or_default().to_owned();
    (view.head(view.language.word("search"), "search", ""), Content::Search(Search { index, kinds }))
}

/// The plain pages, which have no index of their own.
fn pages<'a>(view: &Viewpoint<'a, '_>) -> Option<SearchKind<'a>> {
    let graph = view.graph();
    let kind = graph.vocabulary.kinds.with_role(Role::Page)?;
    let pages = view.views.order.list(kind).iter().map(|&id| view.link_to(EntityId(id)));
    let groups: Vec<_> = pages.map(|Link { title, url, .. }| (title.to_owned(), url)).collect();
    let definition = view.views.kind(kind);
    (!groups.is_empty()).then(|| SearchKind {
        kind: &definition.name,
        label: definition.plural_in(view.language),
        url: None,
        count: groups.len(),
        groups: groups.into_iter().map(|(title, url)| list::jump(title, url)).collect(),
    })
}

/// The files of the index.
pub fn files(views: &Views<'_>) -> Vec<DataFile> {
    let path = views.path(PageId::Search);
    let view = Viewpoint { views, path: &path, language: views.language(PageId::Search) };
    let mut found: Vec<Found> = views.graph.registry.iter().map(|(id, _)| entity(&view, id)).collect();
    found.extend((0..views.graph.claims.len() as u32).filter_map(|claim| self::claim(&view, ClaimId(claim))));
    found.sort_by(|a, b| {
        (Reverse(a.item.3), &a.item.1, &a.item.2).cmp(&(Reverse(b.item.3), &b.item.1, &b.item.2))
    });
    let mut keys: Vec<Key> = Vec::new();
    let mut words = BTreeSet::new();
    for (rank, found) in (0..).zip(&found) {
        keys.extend(found.keys.iter().map(|key| (key.clone(), rank)));
        words.extend(
            found
                .keys
                .iter()
                .filter_map(|key| key.split(' ').next())
                .filter(|word| word.chars().count() >= CORRECTED),
        );
    }
    keys.sort_unstable();
    let items: Vec<_> = found.iter().map(|found| json(&found.item)).collect();
    let mut files = shards('n', &items, &keys, NAMES);
    files.extend(spelling(&words));
    files
}

/// The tree of the words by their endings.
fn spelling(words: &BTreeSet<&str>) -> Vec<DataFile> {
    let items: Vec<_> = words.iter().map(json).collect();
    let reversed = words.iter().zip(0..).map(|(word, rank)| (word.chars().rev().collect(), rank));
    let mut keys: Vec<Key> = reversed.collect();
    keys.sort_unstable();
    shards('w', &items, &keys, WORDS)
}

/// Something that can be found.
struct Found<'a> {
    item: Item<'a>,
    /// What it begins with when it is read from any of its words on.
    keys: BTreeSet<String>,
}

/// What a result shows: its kind, its name, its address, how often it is named, a note, other names.
#[derive(Serialize)]
struct Item<'a>(&'a str, Cow<'a, str>, String, usize, String, Vec<&'a str>);

fn entity<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Found<'a> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let summary =
        graph.front(id).and_then(|front| front.summary.as_ref()).map_or("", |summary| &summary.text);
    let is_text = matches!(view.views.kind(entity.kind).role, Role::Article | Role::Page | Role::Source);
    let mut keys = self::keys(&entity.name, is_text);
    for alias in &entity.aliases {
        keys.extend(self::keys(alias, false));
    }
    let aliases = entity.aliases.iter().map(String::as_str).collect();
    let count = graph.mentions_of(id).len();
    let name = Cow::from(&entity.name);
    let item =
        Item(view.kind_name(id), name, view.entity_url(id), count, short(summary).into_owned(), aliases);
    Found { item, keys }
}

fn claim<'a>(view: &Viewpoint<'a, '_>, id: ClaimId) -> Option<Found<'a>> {
    let graph = view.graph();
    let claim = graph.claim(id)?;
    let document = graph.document(claim.site.document)?;
    let words = document.body.words(graph.annotation(claim.site.document, claim.site.annotation)?);
    let speakers: Vec<_> = claim.speakers.iter().map(|&it| &*graph.registry.get(it).name).collect();
    let document = view.document_link(claim.site.document).title;
    let note = if speakers.is_empty() { document.to_owned() } else { speakers.join(", ") };
    let kinds = &graph.vocabulary.kinds;
    let kind = kinds.with_role(Role::Claim).map_or("claim", |kind| &kinds.get(kind).name);
    let item = Item(kind, short(words), view.claim_url(id), claim.responses.len(), note, Vec::new());
    Some(Found { item, keys: keys(words, true) })
}

/// The keys of a name: its words from each of them on, the first ones after the last. In a long text, `telling` words
/// are those of some length.
fn keys(name: &str, telling: bool) -> BTreeSet<String> {
    let words = fold::words(name);
    let wanted = |word: &&String| !telling || !word.is_ascii() || word.len() >= CORRECTED;
    let starts = words.iter().enumerate().filter(|(_, word)| wanted(word)).map(|(at, _)| at);
    let key = |start: usize| {
        let rotated = words.iter().cycle().skip(start).take(words.len()).map(String::as_str);
        let key = rotated.take(KEY_LENGTH).collect::<Vec<_>>().join(" ");
        key.chars().take(KEY_LENGTH).collect::<String>().trim_end().to_owned()
    };
    starts.take(KEYWORDS).map(key).collect()
}

/// The beginning of a text, in whole words.
fn short(text: &str) -> Cow<'_, str> {
    let Some((cut, _)) = text.char_indices().nth(SHOWN) else { return text.into() };
    let whole = text.get(..cut).unwrap_or_default();
    let end = whole.rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", whole.get(..end).unwrap_or_default()).into()
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
