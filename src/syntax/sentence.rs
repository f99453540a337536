//! Plain text → sentences.
//!
//! Input: the plain text of one block and its language. Output: the bytes of each sentence, without the white space
//! around it. Entry point: [`sentences`].
//!
//! Sentences end where UAX #29 says, unless the full stop belongs to an abbreviation, of which each language has its own
//! ([`Prose`]).

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::prose::Prose;

/// How many words an abbreviation has at most: "i. d. R."
const LONGEST: usize = 3;

/// The sentences of a block, in order.
pub fn sentences(text: &str, language: &str) -> Vec<Range<usize>> {
    let prose = Prose::of(language);
    let mut found = Vec::new();
    let mut start = 0;
    for end in bounds(text).into_iter().chain([text.len()]) {
        let words = text.get(start..end).unwrap_or_default();
        let rest = text.get(end..).unwrap_or_default();
        if !rest.is_empty() && goes_on(words, rest, prose) {
            continue;
        }
        found.extend(trimmed(text, start..end));
        start = end;
    }
    found
}

/// Where UAX #29 has a sentence end inside a text. What follows a full stop decides, as far as the next letter; so the
/// rest of the text need not be looked at, which would take far longer.
fn bounds(text: &str) -> Vec<usize> {
    let mut bounds = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(may_end)) {
        let stop = at + found;
        let before = text.get(..stop).unwrap_or_default();
        let start = before
            .char_indices()
            .rev()
            .take_while(|(place, _)| place + 4 >= at)
            .find(|(_, c)| c.is_alphabetic());
        let start = start.map_or(at, |(letter, _)| letter);
        let after = text.get(stop..).unwrap_or_default();
        let end = after.char_indices().find(|(_, c)| c.is_alphabetic());
        let end = end.map_or(text.len(), |(letter, c)| stop + letter + c.len_utf8());
        let window = text.get(start..end).unwrap_or_default();
        let inside = window.split_sentence_bound_indices().map(|(bound, _)| start + bound);
        bounds.extend(inside.filter(|bound| *bound > stop));
        at = end;
    }
    bounds
}

/// Whether a sentence may end at a character.
fn may_end(c: char) -> bool {
    match c {
        '.' | '!' | '?' | '\n' | '\r' | '\u{85}' => true,
        '\u{A0}'..='\u{2BF}' | '\u{2010}'..='\u{2023}' | '\u{2025}'..='\u{2027}' => false,
        c => !c.is_ascii() && !c.is_alphanumeric() && (!c.is_whitespace() || c == '\u{2029}'),
    }
}

/// The range without white space at its ends; none where nothing is left.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text.get(range.clone())?;
    let start = range.start + (words.len() - words.trim_start().len());
    let end = range.start + words.trim_end().len();
    (start < end).then_some(start..end)
}

/// Whether the last full stop of `sentence` only ends an abbreviation. What is far from it tells nothing of it.
fn goes_on(sentence: &str, rest: &str, prose: &Prose) -> bool {
    const FAR: usize = 200;
    let near = sentence.ceil_char_boundary(sentence.len().saturating_sub(FAR));
    let sentence = sentence.get(near..).unwrap_or_default();
    let rest = rest.get(..rest.floor_char_boundary(FAR)).unwrap_or_default();
    let Some(before) = sentence.trim_end().strip_suffix('.') else { return false };
    if sentence.ends_with('\n') || before.ends_with('.') {
        return false;
    }
    let next = Next::new(rest, prose);
    let spellings = spellings(before);
    let Some(word) = spellings.last().filter(|word| !word.is_empty()) else { return false };
    if is_initials(word) {
        return (*word != "I" || next.is_initial()) && !next.is_starter();
    }
    if prose.has("habits", "ordinals") && is_ordinal(word) {
        return !next.is_starter();
    }
    let is_aside = is_in_parentheses(before);
    let compound = word.rsplit('-').next();
    spellings.iter().map(String::as_str).chain(compound).any(|word| {
        let word = word.to_lowercase();
        ends_nothing(&word, &next, is_aside, prose) || next.completes(&word)
    })
}

/// Whether an abbreviation ends no sentence before what follows it.
fn ends_nothing(word: &str, next: &Next<'_>, is_aside: bool, prose: &Prose) -> bool {
    prose.has("always", word)
        || (prose.has("followed", word) && !next.is_starter())
        || (prose.has("counted", word) && next.is_number())
        || (prose.has("dated", word) && (next.is_date() || (is_aside && !next.is_starter())))
        || (prose.has("hours", word) && next.is_hour())
}

/// The abbreviations that a text without its last full stop may end in, the longest first: of "… das z. B" they are
/// "z.B" and "B".
fn spellings(before: &str) -> Vec<String> {
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '/' | '"' | '\'' | '—' | '–');
    let is_edge =
        |c: char| is_edge(c) || matches!(c, '\u{201C}' | '\u{201E}' | '\u{2018}' | '\u{2019}' | '«');
    let mut spellings: Vec<String> = Vec::new();
    for part in before.rsplit(is_edge).take(LONGEST) {
        match spellings.last() {
            None => spellings.push(part.to_owned()),
            Some(behind) if part.ends_with('.') => spellings.push(format!("{part}{behind}")),
            Some(_) => break,
        }
    }
    spellings.reverse();
    spellings
}

/// `J` of "J. S. Bach", `J.-P` of "J.-P. Sartre", `U.S` of "U.S. Senate".
fn is_initials(word: &str) -> bool {
    word.split(['.', '-']).filter(|part| !part.is_empty()).all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    })
}

/// `7` of "am 7. Juli", `II` of "Wilhelm II. von Preußen".
fn is_ordinal(word: &str) -> bool {
    (word.len() <= 2 && word.bytes().all(|digit| digit.is_ascii_digit())) || is_roman(word)
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M'))
}

/// Whether a parenthesis is open at the end of a text.
fn is_in_parentheses(before: &str) -> bool {
    before.rfind(['(', '[']).is_some_and(|open| !before.get(open..).unwrap_or_default().contains([')', ']']))
}

/// What follows a full stop.
struct Next<'t> {
    rest: &'t str,
    /// The first word, without what stands around it.
    word: &'t str,
    lower: String,
    prose: &'t Prose,
}

impl<'t> Next<'t> {
    fn new(rest: &'t str, prose: &'t Prose) -> Self {
        let word = rest.split_whitespace().next().unwrap_or_default();
        let word = word.split(['\'', '\u{2019}']).find(|part| !part.is_empty()).unwrap_or_default();
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '№' && c != '§');
        Self { rest, word, lower: word.to_lowercase(), prose }
    }

    /// Whether a sentence begins here far more likely than not.
    fn is_starter(&self) -> bool {
        self.word.is_empty() || (self.prose.has("starters", &self.lower) && !self.is_initial())
    }

    /// `B.`, the next of somebody's initials.
    fn is_initial(&self) -> bool {
        let behind = self.rest.trim_start().strip_prefix(self.word);
        self.word.chars().nth(1).is_none() && behind.is_some_and(|behind| behind.starts_with('.'))
    }

    /// Whether it makes an abbreviation together with what stands before: `B.` behind "z."
    fn completes(&self, before: &str) -> bool {
        let word = self.rest.split_whitespace().next().and_then(|word| word.split_once('.'));
        let Some((first, others)) = word else { return false };
        let whole = format!("{before}.{first}.{others}").to_lowercase();
        let whole = whole.trim_end_matches(|c: char| !c.is_alphanumeric());
        ["always", "followed"].iter().any(|list| self.prose.has(list, whole))
    }

    fn is_number(&self) -> bool {
        let is_roman = is_roman(self.word) && self.word != "I";
        self.word.starts_with(char::is_numeric) || is_roman || self.is_calendar()
    }

    fn is_calendar(&self) -> bool {
        ["months", "days"].iter().any(|list| self.prose.has(list, &self.lower))
    }

    fn is_date(&self) -> bool {
        self.is_number() || self.prose.has("eras", &self.lower)
    }

    /// A day, a month or a time zone: "5 p.m. Monday", "5 p.m. GMT".
    fn is_hour(&self) -> bool {
        let is_zone = self.word.len() > 1 && self.word.chars().all(|c| c.is_ascii_uppercase());
        self.is_calendar() || is_zone || self.prose.has("zones", &self.lower)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
        sentences(text, language).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn full_stops_of_abbreviations_end_nothing() {
        for text in [
            "Yesterday Mr. Putin met Dr. Lavrov in the U.S. Senate.",
            "Donald Trump Jr. Released the e-mails on Jan. 5 with J. S. Bach, e.g. Tuesday.",
            "See No. 5, cf. Smith.",
            "She sued in Hart v. Bell and in Hart v. The Crown and won.",
            "Ada Lund (b. March 1850, d. April 1900; b. London) left c. May of that year, or ca. AD 60.",
            "Ada, a.k.a. Bess the Miller, met Gen. Lee, Lt. Col. Roe, Sgt. Poe and Rear-Adm. Doe on St. Kilda.",
            "See p. 5, pp. 6, vol. IV, Art. XII, Arts. 3 and Sec. 2 of the U.S. Code.",
            "J.R.R. Tolkien, J.-P. Sartre and I. M. Pei met at Mt. Kea at 5 p.m. Monday, or 6 p.m. GMT.",
            "It was Acme Inc. Chairman Lee, and Smith Jr. Smith.",
        ] {
            assert_eq!(split(text, "en"), [text]);
        }
    }

    #[test]
    fn each_language_has_its_own_abbreviations() {
        for (language, text) in [
            (
                "de",
                "Das ist z. B. Goethe, d. h. Nr. 5, Abs. 2 und Dr. Faust, ca. Mai 44 v. Chr. Rom am 7. Juli bzw. Wilhelm II. Hof.",
            ),
            ("de-AT", "Im 19. Jahrhundert kam i. d. R. Prof. Meier."),
            (
                "fr",
                "M. Dupont et Mme Roe, en 44 av. J.-C. Rome, cf. l'art. 5, n\u{b0} 3, p. ex. Paris, p. 5, St. Malo.",
            ),
            (
                "ru",
                "В 1850 г. Москва, т. е. А. С. Пушкин, им. Ленина, ул. Мира, в 19 в. Россия, и т. д. Россия, стр. 5.",
            ),
            ("ar", "قال د. أحمد إن ص. 5 من أ.د. محمود"),
        ] {
            assert_eq!(split(text, language), [text]);
        }
        for (language, one, other) in [
            ("de", "Das ist z.B. Goethe.", "Und Dr. Faust."),
            ("de", "Sie kam 1850.", "Ihr Bruder blieb."),
            ("de", "Er hatte Hunde, Katzen usw.", "Dann kam sie."),
            ("de", "Sie kam am 7.", "Der Präsident ging."),
            ("fr", "C'est M. Dupont etc.", "Il est parti."),
            ("ru", "Он родился в 1850 г.", "Его брат уехал."),
            ("ru", "Там были дома и т. д.", "Потом он ушел."),
            ("ar", "وصل عام 1990 م.", "وقال إنه سعيد."),
            ("nl", "Hij kwam.", "Zij ging."),
        ] {
            assert_eq!(split(&format!("{one} {other}"), language), [one, other]);
        }
    }

    #[test]
    fn an_abbreviation_may_end_a_sentence() {
        for (one, other) in [
            ("She left c. May.", "He stayed."),
            ("It was at 5 p.m.", "He left."),
            ("It was at 5 p.m.", "Smith left."),
            ("He lived on Main St.", "The house stands."),
            ("She met Hart et al.", "Then Bess left for good."),
            ("She worked for Hart & Co.", "Then Bess left."),
            ("He said no.", "Trump left."),
            ("It was plan b.", "Trump left."),
            ("She was born in 1850.", "Her brother ran a mill."),
            ("They live in the U.S.", "They like it."),
            ("It was vitamin C.", "He took it."),
            ("He waited...", "Smith left."),
        ] {
            assert_eq!(split(&format!("{one} {other}"), "en"), [one, other]);
        }
    }

    #[test]
    fn the_standard_is_asked_only_where_it_matters() {
        let texts = [
            "One. Two! Three?! (Four.) \u{201C}Five.\u{201D} six. 7.5 eight... Nine. 10 eleven. 12 Twelve.",
            "U.S.A. today. The c. 1850 thing.\u{a0}A Z.\nLine\u{85}next\r\nlast.\u{2029}end",
            "你好。你好吗?好！ هل؟ نعم۔ हाँ। नहीं॥ Да.— Нет. «Да.» Он. e\u{301}.\u{301} E. ́f.",
            "... a . B .5 C.D e.f G.h 1.A 2.b .\u{2024}X (a.) [B.] ‹c.› d\u{ad}. E",
        ];
        for text in texts {
            let whole: Vec<_> = text.split_sentence_bound_indices().map(|(at, _)| at).skip(1).collect();
            assert_eq!(bounds(text), whole, "{text}");
        }
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            split("He met Trump Jr. He said so. \"Yes!\" Why?", "en"),
            ["He met Trump Jr.", "He said so.", "\"Yes!\"", "Why?"]
        );
        assert_eq!(split("It was 3.5 km. So was I. Then", "en"), ["It was 3.5 km.", "So was I.", "Then"]);
        assert_eq!(split("  \n ", "en"), Vec::<&str>::new());
    }
}
