//! A site that is in memory.
//!
//! Input: paths relative to the site, with `/`, and what is in the files. Output: the [`Snapshot`] that
//! [`load`](super::load) would give for the same files on disk. Entry point: [`Snapshot::from_memory`].

use std::collections::BTreeMap;

use super::{AssetBytes, CONFIG_FILE, Snapshot, decode, is_plain, is_read};
use crate::config;

impl Snapshot {
    /// A site from its files; the last one of a path counts.
    pub fn from_memory<P, B>(files: impl IntoIterator<Item = (P, B)>) -> Self
    where
        P: Into<String>,
        B: Into<Vec<u8>>,
    {
        let mut files: BTreeMap<String, Vec<u8>> =
            files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect();
        let mut snapshot = Self::default();
        let config = files.remove(CONFIG_FILE).unwrap_or_default();
        snapshot.config = snapshot.add(decode(CONFIG_FILE.to_owned(), config));
        let ignore = config::parse(&snapshot.files.get(snapshot.config).text).config.ignore;
        for (path, bytes) in files.into_iter().filter(|(path, _)| is_read(path, &ignore)) {
            snapshot.add_file(path, bytes);
        }
        snapshot.add_theme();
        snapshot
    }

    fn add_file(&mut self, path: String, bytes: Vec<u8>) {
        match path.split_once('/') {
            Some(("content", below)) if below.ends_with(".md") => {
                let file = self.add(decode(path, bytes));
                self.content.push(file);
            }
            Some(("templates", _)) => {
                let file = self.add(decode(path, bytes));
                self.add_template(file);
            }
            Some((folder @ ("content" | "static"), below)) => {
                let (below, is_content) = (below.to_owned(), folder == "content");
                if is_plain(&below) {
                    self.add_plain(decode(path, bytes.clone()));
                }
                self.add_asset(&below, is_content, AssetBytes::InMemory(bytes.into()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_land_where_they_would_from_disk() {
        let snapshot = Snapshot::from_memory([
            ("annals.toml", "title = \"A\""),
            ("content/people/ada.md", "---\nname: Ada\n---\n"),
            ("content/sources/letter.txt", "Dear"),
            ("static/favicon.svg", "<svg/>"),
            ("templates/404.html", "gone"),
            ("README.md", "no part of the site"),
            ("content/people/ada.md.bak", "an editor's"),
        ]);
        let paths: Vec<_> = snapshot.files.iter().map(|(_, file)| &*file.path).collect();
        let expected =
            ["annals.toml", "content/people/ada.md", "content/sources/letter.txt", "templates/404.html"];
        assert_eq!(paths, expected);
        assert_eq!((snapshot.content.len(), snapshot.texts.len()), (1, 1));
        let own: Vec<_> = snapshot.assets.iter().take(2).map(|asset| &*asset.path).collect();
        assert_eq!(own, ["sources/letter.txt", "favicon.svg"]);
        assert_eq!(snapshot.assets.iter().filter(|asset| asset.path == "favicon.svg").count(), 1);
        let own = snapshot.templates.iter().find(|template| &*template.name == "404.html");
        assert_eq!(own.map(|template| &*template.text), Some("gone"));
    }
}
