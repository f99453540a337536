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
use super::{DataFile, MENU_PAGES, PageId, Parts, Viewpoint, Views, list};
use crate::resolve::{ClaimId, EntityId};
use crate::vocabulary::{KindId, Role};
use shards::{Key, Limits, shards};

/// The folder of the index.
const FOLDER: &str = "search/";
/// One query reads a file of every level of a tree, of several trees at worst, and must stay below 100 KB.
const NAMES: Limits = Limits { leaf: 8_000, inner: 2_000 };
const WORDS: Limits = Limits { leaf: 6_000, inner: 0 };
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
        count: view.views.directory.order.list(kind).len(),
        groups: list::groups(view, kind),
    });
    let mut kinds: Vec<_> = kinds.collect();
    kinds.extend(pages(view));
    let marker = view.link(&format!("{FOLDER}x"));
    let index = marker.strip_suffix('x').unwrap_or_default().to_owned();
    let vocabulary = (!view.views.directory.terms.is_empty()).then(|| view.page_url(PageId::Vocabulary));
    (
        view.head(view.language.word("search"), "search", ""),
        Content::Search(Search { index, kinds, vocabulary }),
    )
}

/// The plain pages, where they are too few to have an index of their own.
fn pages<'a>(view: &Viewpoint<'a, '_>) -> Option<SearchKind<'a>> {
    let pages = view.views.directory.order.list(KindId::PAGE).iter().map(|&id| view.link_to(EntityId(id)));
    let groups: Vec<_> = pages.map(|Link { title, url, .. }| (title.into_owned(), url)).collect();
    let definition = view.views.kind(KindId::PAGE);
    (1..=MENU_PAGES).contains(&groups.len()).then(|| SearchKind {
        kind: &definition.name,
        label: definition.plural_in(view.language),
        url: None,
        count: groups.len(),
        groups: groups.into_iter().map(|(title, url)| list::jump(title, url)).collect(),
    })
}

/// Whether a path is one of the index, or its folder.
pub fn makes(path: &str) -> bool {
    let in_folder =
        path.strip_prefix(FOLDER).is_some_and(|name| name.ends_with(".js") && !name.contains('/'));
    in_folder || FOLDER.strip_suffix('/') == Some(path)
}

/// The files of the index.
pub fn files(views: &Views) -> Vec<DataFile> {
    let path = views.path(PageId::Search);
    let view = Viewpoint::new(views, &path, views.language(PageId::Search));
    let mut found: Vec<Found> = views.graph.registry.iter().map(|(id, _)| entity(&view, id)).collect();
    found.extend(views.graph.registry.claims().filter_map(|claim| self::claim(&view, claim)));
    index(found)
}

/// The index of what can be found.
fn index(mut found: Vec<Found<'_>>) -> Vec<DataFile> {
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
    let words = graph.claim_words(id);
    let speakers: Vec<_> = graph.speaker_names(claim).collect();
    let article = || view.document_link(claim.site.document).title.into_owned();
    let note = if speakers.is_empty() { article() } else { speakers.join(", ") };
    let kind = &view.views.kind(KindId::CLAIM).name;
    let item =
        Item(kind, short(words), view.claim_url(id), view.graph().responses(id).len(), note, Vec::new());
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
    // Of words that are single characters, more are needed to say as much.
    let most = if name.chars().any(fold::is_unspaced) { 4 * KEYWORDS } else { KEYWORDS };
    starts.take(most).map(key).collect()
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Numbers that look random and are always the same.
    struct Dice(u64);

    impl Dice {
        /// A number below `count`, small ones more often, as names are.
        fn below(&mut self, count: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let even = (self.0 >> 33) as f64 / (1u64 << 31) as f64;
            (even * even * even * count as f64) as usize
        }

        fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
            of.get(self.below(of.len())).copied().unwrap_or_default()
        }
    }

    /// First names, the parts of last names, and their endings.
    type Names = [&'static [&'static str]; 3];

    const LATIN: Names = [
        &[
            "Kim", "Kim", "Maria", "José", "Anna", "Jan", "Mary", "Łukasz", "John", "Marie", "Ngô", "Mark",
            "Martín", "Zoë", "Björn", "Ana",
        ],
        &[
            "Mar", "San", "Ka", "Pe", "Mül", "Šti", "Ro", "Ng", "Øs", "Li", "Bra", "Go", "Sil", "Tra", "Van",
            "Ho", "De", "Cze",
        ],
        &[
            "son", "ler", "tos", "ez", "ski", "va", "a", "uyen", "man", "ini", "ço", "berg", "ding", "ova",
            "ić", "mann",
        ],
    ];
    const CYRILLIC: Names = [
        &["Александр", "Сергей", "Мария", "Елена", "Владимир", "Йосип", "Ольга", "Наталья"],
        &["Пет", "Ив", "Смир", "Куз", "Лав", "Зай", "Шев", "Мед", "Кол", "Бел", "Гор", "Тка"],
        &["ров", "анов", "нова", "ченко", "ский", "вин", "ьев", "ева", "юк", "ёв"],
    ];
    const ARABIC: Names = [
        &["محمد", "أحمد", "فاطمة", "علي", "عبد الله", "نجيب", "مريم"],
        &["ال", "بن ", "أبو ", "عبد ال"],
        &["محفوظ", "حسن", "رحمن", "مصري", "سيد", "خطيب", "نجار", "هاشمي", "شامي", "كريم"],
    ];

    fn names(count: usize) -> Vec<String> {
        let mut dice = Dice(7);
        let name = |number: usize| {
            let [first, parts, endings] = [LATIN, LATIN, LATIN, LATIN, CYRILLIC, ARABIC][number % 6];
            let middle =
                if number.is_multiple_of(3) { format!(" {}", dice.one(first)) } else { String::new() };
            let more = if number.is_multiple_of(2) { dice.one(parts).to_lowercase() } else { String::new() };
            format!("{}{middle} {}{more}{}", dice.one(first), dice.one(parts), dice.one(endings))
        };
        (0..count).map(name).collect()
    }

    /// A hundred thousand people, each of whom also goes by the first and by the last name alone.
    fn large_index() -> (Vec<String>, Vec<DataFile>) {
        let names = names(100_000);
        let found = names.iter().zip(0..).map(|(name, number)| {
            let note = "One sentence that takes as much room as the longest that a result shows, or nearly"
                .to_owned();
            let aliases: Vec<_> =
                [name.split(' ').next(), name.rsplit(' ').next()].into_iter().flatten().collect();
            let keys = aliases.iter().chain([&&**name]).flat_map(|name| keys(name, false)).collect();
            let url = format!("people/person-{number}.html");
            Found { item: Item("person", name.into(), url, number % 97, note, aliases), keys }
        });
        let files = index(found.collect());
        (names, files)
    }

    /// An index as the script of the search page reads it: the endings and the size of each file.
    struct Reader(BTreeMap<String, (Vec<String>, usize)>);

    impl Reader {
        fn new(files: &[DataFile]) -> Self {
            let read = |file: &DataFile| {
                let text = String::from_utf8_lossy(&file.bytes);
                let call = text.strip_prefix("annals.shard(")?.strip_suffix(")\n")?;
                let (name, endings, _): (String, Vec<String>, serde::de::IgnoredAny) =
                    serde_json::from_str(&format!("[{call}]")).ok()?;
                Some((name, (endings, file.bytes.len())))
            };
            Self(files.iter().filter_map(read).collect())
        }

        /// Loads the files that a look-up reads.
        fn look_up(&self, tree: char, key: &str, loaded: &mut BTreeMap<String, usize>) {
            let mut prefix = String::new();
            loop {
                let name = shards::name(tree, &prefix);
                let (endings, size) = self.0.get(&name).cloned().unwrap_or_default();
                assert!(size > 0, "{name} is missing");
                loaded.insert(name, size);
                let rest = key.get(prefix.len()..).unwrap_or_default();
                let next =
                    |end: &&String| !rest.is_empty() && (rest.starts_with(&***end) || end.starts_with(rest));
                match endings.iter().find(next) {
                    Some(next) => prefix.push_str(next),
                    None => return,
                }
            }
        }

        /// The bytes of all that a query can load at worst: nothing is found, nor by its two longest words, and each word
        /// is put right, after which it is the same again.
        fn worst(&self, typed: &str, meant: &str) -> usize {
            let mut loaded = BTreeMap::new();
            for text in [typed, meant] {
                let mut words = fold::words(text);
                self.look_up('n', &words.join(" "), &mut loaded);
                words.sort_by_key(|word| Reverse(word.len()));
                words.iter().take(2).for_each(|word| self.look_up('n', word, &mut loaded));
            }
            for word in fold::words(typed).iter().filter(|word| word.chars().count() >= CORRECTED) {
                self.look_up('w', &word.chars().rev().collect::<String>(), &mut loaded);
            }
            loaded.values().sum()
        }
    }

    /// A name with an error in each of its words, in the letter at a place.
    fn mistyped(name: &str, place: usize) -> String {
        let wrong = |word: &str| -> String {
            word.chars().enumerate().map(|(at, c)| if at == place { 'x' } else { c }).collect()
        };
        name.split(' ').map(wrong).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn no_query_loads_much_of_an_index_of_a_hundred_thousand_names() {
        let (names, files) = large_index();
        let reader = Reader::new(&files);
        let mut worst = (0, String::new());
        for name in names.iter().step_by(37) {
            let backwards = name.split(' ').rev().collect::<Vec<_>>().join(" ");
            let mut queries = vec![name.clone(), backwards];
            queries.extend((0..4).map(|place| mistyped(name, place)));
            queries.extend((1..8).map(|length| name.chars().take(length).collect()));
            queries.extend(name.split(' ').map(str::to_owned));
            for query in queries {
                worst = worst.max((reader.worst(&query, name), query));
            }
        }
        assert!(worst.0 < 100_000, "`{}` loads {} bytes", worst.1, worst.0);
    }
}
