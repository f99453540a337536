//! Which kind a file of `content/` is of by its folder, and what its id is.
//!
//! Input: the folders of all kinds, and a path below `content/`. Output: the folder of the file's kind, and its id. Entry
//! point: [`Folders::place`].

use std::collections::BTreeSet;

/// The folders of a site's kinds.
#[derive(Clone, Debug)]
pub struct Folders {
    /// The folder of every kind.
    pub known: BTreeSet<String>,
    /// That of the kind which all other files are of, where there is one.
    pub default: Option<String>,
    /// That of plain pages.
    pub pages: String,
}

impl Default for Folders {
    fn default() -> Self {
        Self { known: BTreeSet::new(), default: None, pages: "pages".to_owned() }
    }
}

impl Folders {
    /// The folder of the kind that a Markdown file is of, and its id.
    ///
    /// The id is the file's stem; for `index.md`, as Hugo and Zola bundle a page with its pictures, the name of the folder
    /// it lies in. A file of the default kind has its path for an id: it keeps its address, and two files of one name in
    /// different folders are two pages.
    pub fn place<'p>(&'p self, path: &'p str) -> (&'p str, &'p str) {
        let stem = path.strip_suffix(".md").unwrap_or(path);
        let (folder, below) = stem.split_once('/').unwrap_or(("", stem));
        match &self.default {
            Some(default) if !self.known.contains(folder) => (default, without_index(stem)),
            _ => (folder, without_index(below).rsplit('/').next().unwrap_or(below)),
        }
    }

    /// Whether a file of a kind may go by its own name, as all do where notes were moved from elsewhere.
    pub fn may_be_untitled(&self, folder: &str) -> bool {
        folder == self.pages || self.default.is_some()
    }
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
    fn other_files_are_of_the_default_kind() {
        let default = Some("pages".to_owned());
        let folders = Folders { known: ["people".to_owned()].into(), default, ..Folders::default() };
        assert_eq!(folders.place("people/ada.md"), ("people", "ada"));
        assert_eq!(folders.place("Projects/Alpha.md"), ("pages", "Projects/Alpha"));
        assert_eq!(folders.place("blog/first/index.md"), ("pages", "blog/first"));
        assert_eq!(folders.place("README.md"), ("pages", "README"));
    }
}
