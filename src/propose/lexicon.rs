//! The words by which a language tells what somebody says.
//!
//! Input: the table `LANGUAGE.toml` beside this file. Output: its lists, each in lower case. Entry point: [`Lexicon::of`];
//! a language without a table has none, and nothing is proposed for its texts.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::prose::Prose;

const TABLES: [(&str, &str); 1] = [("en", include_str!("en.toml"))];

static LANGUAGES: LazyLock<HashMap<&str, Lexicon>> = LazyLock::new(|| {
    TABLES.into_iter().map(|(language, table)| (language, Lexicon(Prose::read(table)))).collect()
});

/// The lists of a language.
#[derive(Debug)]
pub(super) struct Lexicon(Prose);

impl Lexicon {
    /// The lists of the language of a tag: `en-GB` is English.
    pub fn of(language: &str) -> Option<&'static Self> {
        LANGUAGES.get(&*language.split(['-', '_']).next()?.to_lowercase())
    }

    /// Whether a list has a word, which is in lower case.
    pub fn has(&self, list: &str, word: &str) -> bool {
        self.0.has(list, word)
    }

    /// Whether any of some lists has a word.
    pub fn has_any(&self, lists: &[&str], word: &str) -> bool {
        lists.iter().any(|list| self.has(list, word))
    }
}
