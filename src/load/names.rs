//! Files by their names, as wikis and Obsidian show them: `![[map.png]]`.
//!
//! Input: the paths of files. Output: those with a name. Entry points: [`FileNames::of`] and [`FileNames::named`].

use std::collections::HashMap;

/// The files that are copied as they are, by their names in small letters.
#[derive(Clone, Debug, Default)]
pub struct FileNames(HashMap<String, Vec<String>>);

impl FileNames {
    /// Files by their paths in the output folder.
    pub fn of<'p>(paths: impl Iterator<Item = &'p str>) -> Self {
        let mut names: HashMap<String, Vec<String>> = HashMap::new();
        for path in paths {
            names.entry(file_name(path)).or_default().push(path.to_owned());
        }
        Self(names)
    }

    /// The files with a name, or with this end of their path.
    pub fn named<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s str> {
        let end = format!("/{}", name.trim_start_matches('/').to_lowercase());
        let known = self.0.get(&file_name(name)).into_iter().flatten();
        known.map(String::as_str).filter(move |path| format!("/{}", path.to_lowercase()).ends_with(&end))
    }

    /// The path of the one file with a name; the name itself where there is none, or several.
    pub fn path<'s>(&'s self, name: &'s str) -> &'s str {
        let mut named = self.named(name);
        named.next().filter(|_| named.next().is_none()).unwrap_or(name)
    }
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}
