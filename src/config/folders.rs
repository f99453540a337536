//! Which kind a file of `content/` is of by its folder, and what its id is.
//!
//! Input: the folders of all kinds, and a path below `content/`. Output: the folder of the file's kind, and its id. Entry
//! point: [`Folders::place`].

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// The folders of a site's kinds.
#[derive(Clone, Debug)]
pub struct Folders {
    /// The folder of every kind.
    pub known: BTreeSet<String>,
    /// That of the kind which all other files are of, where there is one.
    pub default: Option<String>,
    /// That of articles, whose names may begin with their dates.
    pub articles: String,
    /// That of plain pages.
    pub pages: String,
    /// That of the reviews of claims.
    pub claims: String,
    /// The last parts of the addresses of those files that give one themselves, by their paths.
    pub slugs: HashMap<String, String>,
}

impl Default for Folders {
    fn default() -> Self {
        let [articles, pages, claims] = ["articles", "pages", "claims"].map(str::to_owned);
        Self { known: BTreeSet::new(), default: None, articles, pages, claims, slugs: HashMap::new() }
    }
}

impl Folders {
    /// The folder of the kind that a Markdown file is of, and its id.
    ///
    /// The id is the file's stem; for `index.md`, as Hugo and Zola bundle a page with its pictures, the name of the folder
    /// it lies in. A file of the default kind has its path for an id: it keeps its address, and two files of one name in
    /// different folders are two pages. The date that the name of an article begins with is no part of its id.
    pub fn place<'p>(&'p self, path: &'p str) -> (&'p str, &'p str) {
        let stem = path.strip_suffix(".md").unwrap_or(path);
        let (folder, below) = stem.split_once('/').unwrap_or(("", stem));
        let (folder, below) = match &self.default {
            _ if self.known.contains(folder) => (folder, below),
            Some(default) => return (default, without_index(stem)),
            // What lies in `content/` itself is of the kind that has no folder of its own, where there is one.
            None if self.known.contains("") => ("", stem),
            None => (folder, below),
        };
        let name = without_index(below).rsplit('/').next().unwrap_or(below);
        let dated = dated(name).filter(|_| folder == self.articles);
        (folder, dated.map_or(name, |(_, rest)| rest))
    }

    /// The folder of the page of a file, and what its address ends with: its own `slug`, else its id.
    pub fn address<'p>(&'p self, path: &'p str) -> (&'p str, Cow<'p, str>) {
        let (folder, id) = self.place(path);
        (folder, with_slug(id, self.slugs.get(path).map(String::as_str)))
    }

    /// Whether a file of a kind may go by its own name, as all do where notes were moved from elsewhere.
    pub fn may_be_untitled(&self, folder: &str) -> bool {
        folder == self.pages || self.default.is_some()
    }
}

/// An id as an address ends with it, whose last part may be another.
pub fn with_slug<'p>(id: &'p str, slug: Option<&str>) -> Cow<'p, str> {
    match (slug, id.rsplit_once('/')) {
        (None, _) => id.into(),
        (Some(slug), Some((folder, _))) => format!("{folder}/{slug}").into(),
        (Some(slug), None) => slug.to_owned().into(),
    }
}

/// The date that a name begins with, as in Jekyll and Zola, and the rest: `2017-07-14-title`.
pub fn dated(name: &str) -> Option<(&str, &str)> {
    let (date, rest) = name.split_at_checked("2017-07-14".len())?;
    let rest =
        rest.trim_start_matches(' ').strip_prefix(['-', '_']).filter(|rest| !rest.trim().is_empty())?;
    let is_date = date.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let part = |range| date.get(range).unwrap_or_default();
    let is_day = ("01"..="12").contains(&part(5..7)) && ("01"..="31").contains(&part(8..10));
    (is_date && is_day).then_some((date, rest))
}

fn without_index(stem: &str) -> &str {
    stem.strip_suffix("/index").unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_of_the_kind_of_its_folder() {
        let folders = Folders::default();
        assert_eq!(folders.place("people/russia/ada.md"), ("people", "ada"));
        assert_eq!(folders.place("articles/summit/index.md"), ("articles", "summit"));
        assert_eq!(folders.place("pages/index.md"), ("pages", "index"));
        assert_eq!(folders.place("about.md"), ("", "about"));
    }

    #[test]
    fn an_article_has_no_date_in_its_id() {
        let folders = Folders::default();
        for name in
            ["2017-07-14-summit", "2017-07-14_summit", "2017-07-14 - summit".replace(" - ", " -").as_str()]
        {
            assert_eq!(folders.place(&format!("articles/{name}.md")), ("articles", "summit"));
        }
        assert_eq!(folders.place("articles/2017-07-14-summit/index.md"), ("articles", "summit"));
        for name in ["2017-07-14", "2017-13-14-x", "2017-07-14-", "2017-07-14x", "1917-07-1x-y"] {
            assert_eq!(folders.place(&format!("articles/{name}.md")), ("articles", name));
        }
        assert_eq!(folders.place("events/2017-07-14-summit.md"), ("events", "2017-07-14-summit"));
    }

    #[test]
    fn files_of_the_content_folder_itself_may_be_of_a_kind() {
        let known = ["people".to_owned(), String::new()].into();
        let folders = Folders { known, articles: String::new(), ..Folders::default() };
        assert_eq!(folders.place("trip.md"), ("", "trip"));
        assert_eq!(folders.place("2017/2017-07-14-trip.md"), ("", "trip"));
        assert_eq!(folders.place("people/ada.md"), ("people", "ada"));
    }

    #[test]
    fn other_files_are_of_the_default_kind() {
        let default = Some("pages".to_owned());
        let folders = Folders { known: ["people".to_owned()].into(), default, ..Folders::default() };
        assert_eq!(folders.place("people/ada.md"), ("people", "ada"));
        assert_eq!(folders.place("Projects/Alpha.md"), ("pages", "Projects/Alpha"));
        assert_eq!(folders.place("blog/first/index.md"), ("pages", "blog/first"));
        assert_eq!(folders.place("README.md"), ("pages", "README"));
    }
}
