//! Names that are only a part of a longer one: York in "New York", Trump in "Trump Tower", Titanic in "Titanic ship".
//!
//! Input: a name in its text, and what is known of the words around it. Output: whether these make another name of it.
//! Entry point: [`Around::is_longer`].
//!
//! A word with a capital beside a name belongs to it, unless it has its capital for another reason: as somebody's title,
//! as what somebody is, as a day, as the first word of a sentence, as a name of its own. Where all nouns have capitals, only what follows the
//! name can tell.

use std::ops::Range;

use crate::prose::Prose;

/// The signs that titles of works stand between, in a text and in its Markdown.
const QUOTES: [char; 11] =
    ['*', '_', '"', '\u{201C}', '\u{201D}', '\u{201E}', '\u{2018}', '\u{2019}', '«', '»', '`'];

/// How many bytes on each side of a name may belong to it, or to a title around it.
const REACH: usize = 120;

/// A name and what stands around it.
pub struct Around<'a> {
    /// The plain text.
    pub text: &'a str,
    /// The bytes of the name in it.
    pub name: Range<usize>,
    /// Whether what stands before it can't be a part of it: it is somebody's name of several words, or a long one.
    pub is_full: bool,
    /// Whether it is somebody's.
    pub is_person: bool,
    /// Whether what it means is known to lie in a region.
    pub is_in: &'a dyn Fn(&str) -> bool,
    /// Whether another name stands at a byte of the text.
    pub is_name: &'a dyn Fn(usize) -> bool,
    /// The small words of the text's language.
    pub prose: &'static Prose,
}

impl Around<'_> {
    /// Whether the words around the name make it a part of another one.
    pub fn is_longer(&self) -> bool {
        let is_told_before = !self.is_full && !self.prose.has("habits", "capital-nouns");
        self.is_elsewhere() || self.is_longer_behind() || (is_told_before && self.is_longer_before())
    }

    /// Whether a region behind the name makes it that of another place, as far as anybody knows: "Paris, Texas".
    fn is_elsewhere(&self) -> bool {
        let behind = self.text.get(self.name.end..).unwrap_or_default();
        let Some((first, rest)) = behind.strip_prefix(',').and_then(next_word) else { return false };
        let name = self.text.get(self.name.clone()).unwrap_or_default().to_lowercase().replace(' ', "-");
        let second = next_word(rest).map_or("", |(word, _)| bare(word));
        let regions =
            [bare(first).to_lowercase(), format!("{}-{}", bare(first), bare(second)).to_lowercase()];
        let region = regions.iter().find(|region| self.prose.has("regions", region));
        let is_list = self.prose.has("regions", &name);
        is_capital(first) && !is_list && region.is_some_and(|region| !(self.is_in)(&region.replace('-', " ")))
    }

    fn is_longer_behind(&self) -> bool {
        let behind = self.text.get(self.name.end..).unwrap_or_default();
        if let Some(part) = behind.strip_prefix(is_hyphen) {
            return self
                .is_joined(part.split(char::is_whitespace).next().unwrap_or_default(), self.name.end + 1);
        }
        let (rest, is_possessive) = match super::finder::possessive_ending(behind) {
            Some(length) => (behind.get(length..).unwrap_or_default(), true),
            None => (behind, false),
        };
        let Some((word, rest)) = next_word(rest) else { return false };
        let at = self.text.len() - rest.len() - word.len();
        if matches!(word, "&" | "of") && !self.is_full {
            return next_word(rest).is_some_and(|(word, _)| is_capital(word));
        }
        let bare = bare(word);
        if is_capital(word) {
            let is_label = self.is_several() && self.prose.has("labels", &bare.to_lowercase());
            return !(is_label || is_possessive && self.is_full || self.stands_alone(bare, at));
        }
        !is_possessive && self.prose.has("heads", bare)
    }

    /// Whether the name consists of several words.
    fn is_several(&self) -> bool {
        self.text.get(self.name.clone()).is_some_and(|name| name.contains(char::is_whitespace))
    }

    fn is_longer_before(&self) -> bool {
        let before = self.text.get(..self.name.start).unwrap_or_default();
        if let Some(part) = before.strip_suffix(is_hyphen) {
            let part = part.rsplit(char::is_whitespace).next().unwrap_or_default();
            return self.is_joined(part, before.len() - 1 - part.len());
        }
        let Some((rest, word)) = last_word(before) else { return false };
        match word {
            "&" => last_word(rest).is_some_and(|(_, word)| is_capital(word)),
            "of" => last_word(rest).is_some_and(|(rest, word)| self.is_part_before(rest, word)),
            _ => self.is_part_before(rest, word),
        }
    }

    /// Whether a word before the name belongs to it.
    fn is_part_before(&self, rest: &str, word: &str) -> bool {
        let bare = bare(word);
        let is_initial = word.ends_with('.') && bare.chars().nth(1).is_none();
        let is_short = word.ends_with('.') && self.prose.has("followed", &bare.to_lowercase());
        let is_ended = !(word.ends_with(bare) || is_initial || is_short);
        let begins = rest.trim_end().chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != ',');
        let is_first = begins || rest.ends_with('\n');
        is_capital(word)
            && !(is_ended || self.stands_alone(bare, rest.len()) || self.is_said_of_somebody(bare))
            && !(is_first && self.prose.has("starters", &bare.to_lowercase()))
    }

    /// Whether a word with a capital only says what somebody is: "Republican Trump".
    fn is_said_of_somebody(&self, word: &str) -> bool {
        self.is_person && self.prose.has("adjectives", &word.to_lowercase())
    }

    /// Whether what a hyphen joins to the name makes another of it: "Stratford-upon-Avon", but not "York-based".
    fn is_joined(&self, part: &str, at: usize) -> bool {
        part.contains(char::is_uppercase) && !(self.is_name)(at)
    }

    /// Whether a word has its capital for another reason than the name beside it.
    fn stands_alone(&self, word: &str, at: usize) -> bool {
        let lower = word.to_lowercase();
        let lists = ["titles", "days", "months"];
        word == "I" || lists.iter().any(|list| self.prose.has(list, &lower)) || (self.is_name)(at)
    }
}

/// The part of a text that is near enough to a name to belong to it.
pub fn near(text: &str, name: &Range<usize>) -> Range<usize> {
    let start = text.ceil_char_boundary(name.start.saturating_sub(REACH));
    start..text.floor_char_boundary((name.end + REACH).min(text.len()))
}

/// Whether a place in a Markdown file lies in the title of a work that is longer: *A Portrait of Ada Lovelace*.
pub fn is_in_title(source: &str, name: Range<usize>) -> bool {
    let reach = |at: usize| source.floor_char_boundary(at);
    let before = source.get(reach(name.start.saturating_sub(REACH))..name.start).unwrap_or_default();
    let behind = source.get(name.end..reach((name.end + REACH).min(source.len()))).unwrap_or_default();
    let (Some(open), Some(close)) = (before.rfind(QUOTES), behind.find(QUOTES)) else { return false };
    let title = source.get(name.start - (before.len() - open)..name.end + close).unwrap_or_default();
    let title = title.trim_start_matches(QUOTES);
    let is_more =
        title.split_whitespace().count() > source.get(name).unwrap_or_default().split_whitespace().count();
    let ends = [title.split_whitespace().next(), title.split_whitespace().next_back()];
    is_more
        && title.trim() == title
        && !title.contains("\n\n")
        && ends.into_iter().flatten().all(is_capital)
        && title.split_whitespace().all(|word| is_capital(word) || word.chars().count() <= 3)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_capital(word: &str) -> bool {
    word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
}

/// A word without the signs around it.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.split(['\'', '\u{2019}']).next().unwrap_or(word)
}

/// The word behind nothing but white space within a line, and what follows it.
fn next_word(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let begins = inner.starts_with(|c: char| c.is_alphanumeric() || c == '&');
    (inner.len() < text.len() && begins).then(|| inner.split_at(end))
}

/// The word before nothing but white space within a line, and what stands before it.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    let word = inner.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_apart = inner.len() < text.len() && !word.is_empty();
    is_apart.then(|| (inner.get(..inner.len() - word.len()).unwrap_or_default(), word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_longer(text: &str, name: &str, language: &str) -> bool {
        let at = text.find(name).unwrap_or_default();
        let prose = Prose::of(language);
        let is_name = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with("Lee"));
        let is_full = name.contains(' ') && name != "New York";
        let (is_person, is_in) = (matches!(name, "Trump" | "Putin"), |region: &str| region == "tennessee");
        Around {
            text,
            name: at..at + name.len(),
            is_full,
            is_person,
            is_in: &is_in,
            is_name: &is_name,
            prose,
        }
        .is_longer()
    }

    #[test]
    fn words_with_capitals_make_a_longer_name() {
        for (text, name) in [
            ("She left New York early", "York"),
            ("in King Street then", "King"),
            ("near King's College", "King"),
            ("The York Herald said", "York"),
            ("the New York Jets won", "New York"),
            ("The New York Times wrote", "New York"),
            ("at Trump Tower", "Trump"),
            ("the University of York said", "York"),
            ("the Titanic ship sank", "Titanic"),
            ("of Hart & King", "King"),
            ("King & Sons sold it", "King"),
            ("in Stratford-upon-Avon", "Stratford"),
            ("J. King came", "King"),
            ("the church of St. King stood", "King"),
            ("King George VI died", "King George"),
            ("it was Donald Trump Jr. himself", "Donald Trump"),
            ("the King of Sweden", "King"),
            ("in Paris, Texas, it rained", "Paris"),
            ("in Paris, New Mexico.", "Paris"),
            ("of Trump, D.C., they said", "Trump"),
            ("the Republican Paris met", "Paris"),
            ("the Republican Trump Tower", "Trump"),
        ] {
            assert!(is_longer(text, name, "en"), "{text}");
        }
        assert!(is_longer("am Berliner York Platz", "York", "de"));
    }

    #[test]
    fn other_capitals_do_not() {
        for (text, name) in [
            ("In York it rained", "York"),
            ("They met Mr King's brother", "King"),
            ("It ended. Then King left", "King"),
            ("then President Trump, Vice-President Pence", "Trump"),
            ("On Monday Putin spoke", "Putin"),
            ("said Putin Friday", "Putin"),
            ("what Putin I think said", "Putin"),
            ("Lee King met", "King"),
            ("the Trump-Lee talks", "Trump"),
            ("the anti-Trump, York-based party", "Trump"),
            ("the York-based party", "York"),
            ("Most of York slept", "York"),
            ("In Moscow, Putin spoke", "Putin"),
            ("Physicist Ada Lovelace wrote", "Ada Lovelace"),
            ("Ada Lovelace's Analytical Engine", "Ada Lovelace"),
            ("\u{201C}Yes,\u{201D} Putin said", "Putin"),
            ("President of Russia", "Russia"),
            ("the Republican Trump said", "Trump"),
            ("what American Putin fans say", "Putin"),
            ("in Paris, Tennessee, it rained", "Paris"),
            ("in Paris, London and Rome", "Paris"),
            ("in Ohio, Texas and Maine", "Ohio"),
            ("In Paris, Putin spoke", "Paris"),
        ] {
            assert!(!is_longer(text, name, "en"), "{text}");
        }
        assert!(!is_longer("der Präsident Putin kam", "Putin", "de"));
    }

    #[test]
    fn titles_of_works_are_longer_names() {
        let is_in = |source: &str, name: &str| {
            let at = source.find(name).unwrap_or_default();
            is_in_title(source, at..at + name.len())
        };
        assert!(is_in("see *A Portrait of Ada Lovelace* there", "Ada Lovelace"));
        assert!(is_in("see \u{201C}Being Ada Lovelace\u{201D} there", "Ada Lovelace"));
        for source in [
            "*Ada Lovelace* came",
            "*Ada Lovelace came* then",
            "\"Yes\" and Ada Lovelace \"No\"",
            "Ada Lovelace",
        ] {
            assert!(!is_in(source, "Ada Lovelace"), "{source}");
        }
    }
}
