//! The order of names in a language, and the letters under which an index lists them.
//!
//! Input: a BCP 47 tag, and names. Output: sort keys and letters. Entry point: [`Alphabet::new`].

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use unicode_normalization::UnicodeNormalization;

/// The heading of names that begin with no letter.
const NO_LETTER: &str = "#";

/// The alphabet of a language.
#[derive(Debug)]
pub struct Alphabet {
    /// Compares all that tells two names apart; none only if the data were left out of the program.
    order: Option<CollatorBorrowed<'static>>,
    /// Compares letters alone.
    letters: Option<CollatorBorrowed<'static>>,
}

impl Alphabet {
    /// The alphabet of the language with this tag.
    pub fn new(tag: &str) -> Self {
        let locale: Locale = tag.parse().unwrap_or(Locale::UNKNOWN);
        let collator = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            Collator::try_new((&locale).into(), options).ok()
        };
        Self { order: collator(Strength::Tertiary), letters: collator(Strength::Primary) }
    }

    /// What a name is sorted by; signs before its first letter or digit don't count.
    pub fn sort_key(&self, name: &str) -> Vec<u8> {
        key(self.order.as_ref(), from_first_letter(name))
    }

    /// The letter under which a name is listed: Ä is a letter of its own in Swedish, and in German an A.
    pub fn letter(&self, name: &str) -> String {
        let name = from_first_letter(name);
        let Some(first) = name.chars().next().filter(|first| first.is_alphabetic()) else {
            return NO_LETTER.to_owned();
        };
        let plain = first.nfd().next().unwrap_or(first);
        let letter = if self.key(plain) == self.key(first) { plain } else { first };
        // An ß is sorted as two letters, of which the first counts.
        let mut heading: String = letter.to_uppercase().take(1).collect();
        if let Some(second) = self.second_of_digraph(name, first) {
            heading.extend(second.to_lowercase());
        }
        heading
    }

    fn key(&self, letter: char) -> Vec<u8> {
        key(self.letters.as_ref(), letter.encode_utf8(&mut [0; 4]))
    }

    /// The second letter of a name where the first two are one letter of the alphabet: the Ch of Czech.
    fn second_of_digraph(&self, name: &str, first: char) -> Option<char> {
        let second = name.chars().nth(1).filter(|second| second.is_alphabetic())?;
        let both: String = [first, second].iter().collect();
        (!key(self.letters.as_ref(), &both).starts_with(&self.key(first))).then_some(second)
    }
}

fn key(collator: Option<&CollatorBorrowed<'_>>, text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 3);
    match collator {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(text, &mut key);
        }
        None => key.extend_from_slice(text.to_lowercase().as_bytes()),
    }
    key
}

fn from_first_letter(name: &str) -> &str {
    let start = name.find(char::is_alphanumeric).unwrap_or_default();
    name.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'n>(tag: &str, mut names: Vec<&'n str>) -> Vec<(String, &'n str)> {
        let alphabet = Alphabet::new(tag);
        names.sort_by_cached_key(|name| alphabet.sort_key(name));
        names.into_iter().map(|name| (alphabet.letter(name), name)).collect()
    }

    fn letters(tag: &str, names: &[&str]) -> String {
        let mut letters: Vec<_> = sorted(tag, names.to_vec()).into_iter().map(|(letter, _)| letter).collect();
        letters.dedup();
        letters.join(" ")
    }

    #[test]
    fn names_stand_where_readers_of_the_language_look() {
        let names = |tag, names: &[&'static str]| -> Vec<&str> {
            sorted(tag, names.to_vec()).into_iter().map(|(_, name)| name).collect()
        };
        let mixed = ["Zola", "Ärzte", "Arendt", "Azur", "„Adler“", "åberg"];
        assert_eq!(names("de", &mixed), ["åberg", "„Adler“", "Arendt", "Ärzte", "Azur", "Zola"]);
        assert_eq!(names("sv", &mixed), ["„Adler“", "Arendt", "Azur", "Zola", "åberg", "Ärzte"]);
        assert_eq!(
            names("ru", &["Жуков", "Ёлкин", "Егоров", "Ельцин", "Trump"]),
            ["Егоров", "Ёлкин", "Ельцин", "Жуков", "Trump"]
        );
    }

    #[test]
    fn letters_are_those_of_the_language() {
        assert_eq!(letters("de", &["Öl", "Otto", "Ärzte", "Zola", "20 Uhr", "8. Mai"]), "# A O Z");
        assert_eq!(letters("sv", &["Öl", "Otto", "Ärzte", "Zola"]), "O Z Ä Ö");
        assert_eq!(letters("ru", &["Ёлкин", "Егоров", "Йорк", "Иванов", "Жуков"]), "Е Ж И Й");
        assert_eq!(letters("cs", &["Chaplin", "Cook", "Dvořák", "Hus", "Čapek"]), "C Č D H Ch");
        assert_eq!(letters("en", &["Chaplin", "Cook", "Čapek", "ßeta"]), "C S");
        assert_eq!(letters("ar", &["ترامب", "بوتين", "Putin"]), "ب ت P");
    }
}
