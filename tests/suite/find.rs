//! Finding by name, read as the script of the search page reads it; and what a browser is told that it may load.

use std::collections::BTreeMap;

use annals::load::Snapshot;
use annals::pipeline::{Options, Site};

/// What one query may load.
const LIMIT: usize = 100_000;

/// An item of the index: kind, name, address, mentions, note, other names.
type Item = (String, String, String, usize, String, Vec<String>);

/// The index of a site, with what has been loaded of it.
struct Index<'s> {
    session: &'s Site,
    loaded: BTreeMap<String, usize>,
}

impl Index<'_> {
    fn shard(&mut self, prefix: &str) -> (Vec<String>, Vec<Item>) {
        let letter = |c: char| match c {
            ' ' => "_".to_owned(),
            'a'..='z' | '0'..='9' => c.to_string(),
            other => format!("-{:x}-", u32::from(other)),
        };
        let path = format!("search/n-{}.js", prefix.chars().map(letter).collect::<String>());
        let bytes = self.session.page(&path).unwrap().unwrap_or_else(|| panic!("{path} is missing"));
        self.loaded.insert(path, bytes.len());
        let text = String::from_utf8(bytes.into_owned()).unwrap();
        let call = text.strip_prefix("annals.shard(").and_then(|rest| rest.strip_suffix(")\n")).unwrap();
        let (_, endings, items): (String, _, _) = serde_json::from_str(&format!("[{call}]")).unwrap();
        (endings, items)
    }

    fn look_up(&mut self, key: &str) -> Vec<Item> {
        let mut prefix = String::new();
        loop {
            let (endings, items) = self.shard(&prefix);
            let rest = &key[prefix.len().min(key.len())..];
            let next = endings
                .iter()
                .find(|end| !rest.is_empty() && (rest.starts_with(end.as_str()) || end.starts_with(rest)));
            match next {
                Some(next) => prefix.push_str(next),
                None => return items,
            }
        }
    }
}

/// A site of many people whose names are much alike, and of one who stands out.
fn site() -> Site {
    let (first, last) = (["Anna", "Ánh", "Andrej", "Bo"], ["Smith", "Smithson", "Petrov", "Müller"]);
    let mut config = "title = \"Many\"\n[entities]\n".to_owned();
    for number in 0..4000 {
        let name = format!("{} {} {number}", first[number % 4], last[number / 4 % 4]);
        config.push_str(&format!(
            "p{number} = {{ kind = \"person\", name = \"{name}\", summary = \"Somebody\" }}\n"
        ));
    }
    config.push_str("xi = { kind = \"person\", name = \"習近平\", aliases = [\"中国国家主席習近平\"] }\n");
    config.push_str("lukasz = { kind = \"person\", name = \"Łukasz Żółć\", aliases = [\"Old Luke\"] }\n");
    let article = "---\ntitle: Słownik\ndate: 2020-01-01\nsource_url: https://example.org/\n---\n\n[[lukasz]] said that [the bridge had fallen]{#fell .claim by=lukasz}.\n";
    Site::of(
        Snapshot::from_memory([("annals.toml", config.as_str()), ("content/articles/a.md", article)]),
        Options::default(),
    )
}

#[test]
fn everything_is_found_from_any_of_its_words_on() {
    let session = site();
    for (query, name) in [
        ("lukasz z", "Łukasz Żółć"),
        ("zolc", "Łukasz Żółć"),
        ("luke old", "Łukasz Żółć"),
        ("slown", "Słownik"),
        ("bridge ha", "the bridge had fallen"),
        ("smith 2001 an", "Ánh Smith 2001"),
        ("muller 3999", "Bo Müller 3999"),
        ("近 平", "習近平"),
        ("国 家 主", "習近平"),
    ] {
        let mut index = Index { session: &session, loaded: BTreeMap::new() };
        let found = index.look_up(query);
        assert!(found.iter().any(|item| item.1 == name), "`{query}` does not find {name}, but {found:?}");
        let bytes: usize = index.loaded.values().sum();
        assert!(bytes < LIMIT / 3, "`{query}` loads {bytes} bytes: {:?}", index.loaded);
        for item in found {
            assert!(session.page(&item.2).unwrap().is_some(), "{} leads nowhere", item.2);
        }
    }
}

#[test]
fn plain_pages_are_listed_where_they_are_few_and_by_letters_where_they_are_many() {
    let search = |count: usize| {
        let page = |number: usize| {
            (format!("content/pages/p{number}.md"), format!("---\ntitle: Page {number}\n---\n"))
        };
        let session = Site::of(Snapshot::from_memory((0..count).map(page)), Options::default());
        let html = session.page("search.html").unwrap().unwrap().into_owned();
        let html = String::from_utf8(html).unwrap();
        let (_, browse) = html.split_once("<div id=\"browse\">").unwrap();
        (browse.matches("<section ").count(), browse.matches(">Page ").count())
    };
    assert_eq!(search(20), (1, 20));
    assert_eq!(search(2000), (1, 0));
}

#[test]
fn the_index_does_not_depend_on_the_build() {
    let (one, other) = (site(), site());
    let files = |session: &Site| {
        let mut index = Index { session, loaded: BTreeMap::new() };
        index.look_up("smith 2001");
        let paths: Vec<_> = index.loaded.into_keys().collect();
        paths.iter().map(|path| session.page(path).unwrap().unwrap().into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(files(&one), files(&other));
}

#[test]
fn the_header_and_every_page_state_one_policy() {
    let session = site();
    let headers = String::from_utf8(session.page("_headers").unwrap().unwrap().into_owned()).unwrap();
    let policy =
        headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: ")).unwrap();
    let meta = policy.strip_suffix("; frame-ancestors 'none'").unwrap();
    for path in session.paths().filter(|path| !path.starts_with("people/p")) {
        let html = String::from_utf8(session.page(path).unwrap().unwrap().into_owned()).unwrap();
        assert!(html.contains(&format!("content=\"{meta}\"")), "{path} has another policy");
        for inline in [" style=", "<style", "<script>", " onclick=", "javascript:"] {
            assert!(!html.contains(inline), "{path} has {inline}");
        }
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("http"));
}
