//! The words by which a language tells what somebody says.
//!
//! Input: the table `LANGUAGE.toml` beside this file. Output: its lists, each in lower case. Entry point: [`Lexicon::of`];
//! a language without a table has none, and nothing is proposed for its texts.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::data::{self, Format};
use crate::diagnostic::Code;

const TABLES: [(&str, &str); 1] = [("en", include_str!("en.toml"))];

static LANGUAGES: LazyLock<HashMap<&str, Lexicon>> =
    LazyLock::new(|| TABLES.into_iter().map(|(language, table)| (language, Lexicon::read(table))).collect());

/// The lists of a language.
#[derive(Debug)]
pub(super) struct Lexicon {
    lists: HashMap<String, HashSet<String>>,
}

impl Lexicon {
    /// The lists of the language of a tag: `en-GB` is English.
    pub fn of(language: &str) -> Option<&'static Self> {
        LANGUAGES.get(&*language.split(['-', '_']).next()?.to_lowercase())
    }

    fn read(table: &str) -> Self {
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

    /// Whether any of some lists has a word.
    pub fn has_any(&self, lists: &[&str], word: &str) -> bool {
        lists.iter().any(|list| self.has(list, word))
    }
}
