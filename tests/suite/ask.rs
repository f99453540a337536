//! The questions of a newsroom, as the guide asks them: on every site at hand, in SQLite and in DuckDB.
//!
//! Input: the queries of `guide-ask.md`, and the sites. Output: the answers of `answers/`, one text a site; `ANNALS_ACCEPT=1`
//! writes them anew.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use annals::config::Format;
use annals::pipeline::{Options, Site};
use tempfile::TempDir;

use crate::examples::blocks;
use crate::python::python;
use crate::site::{repository, rows};

/// What stands instead of what.
type Others = [(&'static str, &'static str); 5];

/// Where the sites lie; whom and what the questions are about there, instead of those of the seed article.
const SITES: [(&str, &str, Others); 5] = [
    ("seed", "", [("", ""); 5]),
    (
        "south-pole",
        "tests/suite/sites/south-pole",
        [
            ("person:vladimir-putin", "person:roald-amundsen"),
            ("event:hamburg-meeting", "event:norwegian-arrival"),
            ("person:donald-trump", "person:robert-scott"),
            ("2017-07-01", "1912-01-01"),
            ("2017-07-31", "1912-03-31"),
        ],
    ),
    (
        "lindal-games",
        "tests/suite/sites/lindal-games",
        [
            ("source:scott-journals", "source:referees-report"),
            ("event:hamburg-meeting", "event:mens-10000-metres"),
            ("2017-07-01", "2024-01-01"),
            ("2017-07-31", "2024-12-31"),
            ("2017-", "2024-"),
        ],
    ),
    (
        "sedgeley",
        "tests/suite/sites/sedgeley",
        [
            ("source:scott-journals", "source:declaration-speech"),
            ("event:hamburg-meeting", "event:the-count"),
            ("2017-07-01", "1900-01-01"),
            ("2017-07-31", "2100-12-31"),
            ("", ""),
        ],
    ),
    (
        "conflicts",
        "tests/browser/sites/conflicts",
        [("", ""), ("", ""), ("", ""), ("2017-07-01", "1900-01-01"), ("2017-07-31", "2100-12-31")],
    ),
];

/// The questions: what is asked, the query, and whether it is for SQLite alone.
fn questions(other: &[(&str, &str)]) -> Vec<(String, String, bool)> {
    let chapter = fs::read_to_string(repository().join("content/pages/guide-ask.md")).expect("it is there");
    let queries = blocks().filter(|it| it.chapter == "guide-ask.md" && it.code.contains("SELECT"));
    let asked = queries.map(|it| {
        let before = chapter.split(&*it.code).next().expect("it is in the chapter");
        let paragraph = before.trim_end().rsplit("\n\n").nth(1).expect("it says what is asked");
        let named = other.iter().filter(|(from, _)| !from.is_empty());
        let query = named.fold(it.code.clone(), |query, (from, to)| query.replace(from, to));
        let is_sqlite_alone = query.contains("_fts");
        (paragraph.replace('\n', " "), query, is_sqlite_alone)
    });
    asked.collect()
}

/// Writes the files of a format into a folder.
fn write(site: &Site, format: Format, folder: &Path) {
    for file in annals::export::files(site.graph(), format) {
        let mut out = File::create(folder.join(&file.name)).expect("it can be made");
        file.write(site.recorder().expect("the templates are sound"), &mut out).expect("it can be written");
    }
}

/// A folder with a site's database, and one in it with its tables.
fn archived(site: &Site) -> TempDir {
    let place = tempfile::tempdir().expect("there is room");
    let tables = place.path().join("tables");
    fs::create_dir(&tables).expect("it can be made");
    write(site, Format::Sqlite, place.path());
    write(site, Format::JsonLines, &tables);
    place
}

/// What two databases alike answer of a site and what it was before, where others are asked for than in the guide.
pub fn answers(site: &Site, old: &Site, other: &[(&str, &str)]) -> Option<String> {
    let places = [site, old].map(archived);
    let asked = serde_json::to_string(&questions(other)).expect("it is JSON");
    let [new, old] = places.each_ref().map(|place| place.path().to_str().expect("it is UTF-8"));
    python("ask.py", &[new, old], &asked)
}

#[test]
fn every_question_of_the_guide_is_answered_alike_in_two_databases() {
    let mut wrong = Vec::new();
    for (name, folder, other) in SITES {
        let site = Site::open(&repository().join(folder), Options::default()).expect("it can be read");
        let Some(answers) = answers(&site, &site, &other) else { return };
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/suite/answers/{name}.txt"));
        if std::env::var_os("ANNALS_ACCEPT").is_some() {
            fs::write(&path, &answers).expect("it can be written");
        }
        if fs::read_to_string(&path).unwrap_or_default() != answers {
            wrong.push((name, answers));
        }
    }
    assert!(wrong.is_empty(), "other answers than expected (ANNALS_ACCEPT=1 accepts them): {wrong:#?}");
}

/// The cells of a site's tables that are addresses.
fn addresses(site: &Site) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (table, rows) in rows(site) {
        for row in rows {
            for (key, value) in row.as_object().expect("a row is an object") {
                let is_address = matches!(key.as_str(), "id" | "page" | "sentence" | "review" | "statement");
                let address = value.as_str().filter(|it| is_address && it.contains(".html"));
                found.extend(address.map(|it| (format!("{table}.{key}"), it.to_owned())));
            }
        }
    }
    found
}

#[test]
fn every_address_in_the_tables_leads_to_its_place_on_a_page() {
    for (name, folder, _) in SITES {
        let site = Site::open(&repository().join(folder), Options::default()).expect("it can be read");
        let base = site.config().base_url.clone().unwrap_or_default();
        let all = addresses(&site);
        assert!(all.len() > 50, "{name}: {} addresses", all.len());
        for (cell, address) in all {
            let (path, anchor) = address.split_once('#').unwrap_or((&address, ""));
            let path = path.strip_prefix(&*base).unwrap_or(path);
            let page = site
                .page(path)
                .expect("it can be made")
                .unwrap_or_else(|| panic!("{name}: {cell} {address}"));
            let there =
                anchor.is_empty() || String::from_utf8_lossy(&page).contains(&format!("id=\"{anchor}\""));
            assert!(there, "{name}: {cell} {address} is on no page");
        }
    }
}
