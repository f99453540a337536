//! What the small words of a language mean to whoever reads prose: which full stops end no sentence, which words begin
//! one, which deny, and which make a name part of a longer one.
//!
//! Input: the tables `LANGUAGE.toml` beside this file, one a language. Output: [`Prose`]. Entry point: [`Prose::of`].
//!
//! A language without a table has no such words.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::data::{self, Format};
use crate::diagnostic::Code;

const TABLES: [(&str, &str); 5] = [
    ("ar", include_str!("ar.toml")),
    ("de", include_str!("de.toml")),
    ("en", include_str!("en.toml")),
    ("fr", include_str!("fr.toml")),
    ("ru", include_str!("ru.toml")),
];

/// Every table, and an empty one for all other languages.
static LANGUAGES: LazyLock<HashMap<&str, Prose>> = LazyLock::new(|| {
    let tables = TABLES.into_iter().chain([("", "")]);
    tables.map(|(language, table)| (language, Prose::read(table))).collect()
});

/// The words of a language, each list in lower case; `en.toml` says what each list is.
#[derive(Debug, Default)]
pub struct Prose {
    lists: HashMap<String, HashSet<String>>,
}

impl Prose {
    /// The words of the language of a tag: `en-GB` is English.
    pub fn of(language: &str) -> &'static Self {
        let main = language.split(['-', '_']).next().unwrap_or_default();
        let known = LANGUAGES.get(main).or_else(|| LANGUAGES.get(&*main.to_lowercase()));
        known.unwrap_or_else(|| &LANGUAGES[""])
    }

    /// The lists of a table.
    pub(crate) fn read(table: &str) -> Self {
        let (root, _) = data::parse(Format::Toml, table, 0..table.len(), Code::BadConfig);
        let words = |list: &data::Entry| {
            list.value.items().filter_map(|word| word.as_str().map(str::to_owned)).collect()
        };
        Self { lists: root.entries().iter().map(|list| (list.key.text.clone(), words(list))).collect() }
    }

    /// Whether a list has a word, which is in lower case.
    pub fn has(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|words| words.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_the_lists_of_the_english_one_and_no_others() {
        let english = &Prose::of("en").lists;
        for (language, table) in TABLES {
            let (_, found) = data::parse(Format::Toml, table, 0..table.len(), Code::BadConfig);
            assert_eq!(found, [], "{language}");
            let prose = Prose::of(language);
            let unknown: Vec<_> = prose.lists.keys().filter(|list| !english.contains_key(*list)).collect();
            assert!(unknown.is_empty(), "{language}: {unknown:?}");
            for word in prose.lists.values().flatten() {
                assert_eq!(*word, word.to_lowercase(), "{language}");
                assert!(!word.contains(' ') && !word.ends_with('.'), "{language}: {word}");
            }
        }
    }

    #[test]
    fn a_language_is_known_by_its_tag() {
        assert!(Prose::of("en-GB").has("followed", "mr") && Prose::of("DE").has("always", "z.b"));
        assert!(!Prose::of("nl").has("followed", "mr"));
    }
}
