//! Quoted words as they are compared with a source.
//!
//! Input: a quotation, or the text of a source. Output: the same with all that print may change made alike, and where the
//! one stands in the other. Entry points: [`fold`], [`Quotation::new`] and [`Quotation::find`].
//!
//! White space is collapsed, also around dashes; quotation marks and apostrophes are one character, dashes another;
//! ligatures are their letters; signs that can't be seen are left out; a hyphen at the end of a source's line may be one
//! of the word or not. A quotation may begin with either case, leave words out at an ellipsis, and have an editor's words
//! in brackets for some of the source's. Nothing else may differ.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// What stands for any quotation mark or apostrophe.
const MARK: char = '\'';

/// What stands for any dash or hyphen.
const DASH: char = '-';

/// What stands for a hyphen at the end of a line, which may be one or only part the word.
pub const BREAK: char = '\u{1}';

const SENTENCE_ENDS: [char; 3] = ['.', '!', '?'];

/// How many words of a source an editor's brackets may stand for.
const MOST_WORDS: usize = 12;

/// How many bytes they may stand for.
const REACH: usize = 400;

/// A text as it is compared.
pub fn fold(text: &str) -> String {
    let composed: Cow<'_, str> =
        if is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() };
    fold_with(&composed, |_, _| {})
}

/// A text as it is compared, and the byte of the text that each byte of it comes from.
pub fn fold_with_places(text: &str) -> (String, Vec<usize>) {
    let mut places = Vec::with_capacity(text.len());
    let folded = fold_with(text, |at, length| places.resize(length, at));
    (folded, places)
}

/// Folds a text, and tells after each of its characters where it begins and how long the folded text is.
fn fold_with(text: &str, mut told: impl FnMut(usize, usize)) -> String {
    let mut folded = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match ligature(c) {
            Some(letters) => folded.push_str(letters),
            None => push(&mut folded, c),
        }
        told(at, folded.len());
    }
    folded
}

/// The letters that are printed as one sign.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

/// Appends a character in the form in which it is compared.
fn push(folded: &mut String, c: char) {
    match c {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
        '\n' | '\r' if ends_in_hyphen(folded) => {
            folded.pop();
            folded.push(BREAK);
        }
        c if c.is_whitespace() => {
            if !folded.ends_with([' ', DASH, BREAK]) {
                folded.push(' ');
            }
        }
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
            if folded.ends_with(' ') {
                folded.pop();
            }
            if !folded.ends_with(DASH) {
                folded.push(DASH);
            }
        }
        '"'
        | '\''
        | '`'
        | '\u{B4}'
        | '\u{2018}'..='\u{201F}'
        | '«'
        | '»'
        | '‹'
        | '›'
        | '\u{2032}'
        | '\u{2033}'
        | '\u{300C}'..='\u{300F}' => {
            if !folded.ends_with(MARK) {
                folded.push(MARK);
            }
        }
        c => folded.push(c),
    }
}

/// Whether a text ends in a hyphen right behind a letter.
fn ends_in_hyphen(folded: &str) -> bool {
    folded.strip_suffix(DASH).is_some_and(|before| before.ends_with(char::is_alphabetic))
}

/// A quotation as it is compared: the parts between its ellipses, each of them runs of words that stand together.
#[derive(Debug)]
pub struct Quotation {
    parts: Vec<Vec<Run>>,
}

/// Words without an editor's brackets among them.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    words: String,
    /// Whether the brackets before it stand for letters of its first word, as in `[w]e`.
    is_cut_before: bool,
    /// Whether those behind it stand for letters of its last word, as in `walk[ed]`.
    is_cut_behind: bool,
    /// Whether the brackets before it hold a word that denies.
    denies: bool,
}

/// Words of a source that a quotation leaves out, in the source as it is compared.
pub type Omission = Range<usize>;

/// Where a quotation stands in a source.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// From its first word to its last.
    pub range: Range<usize>,
    /// What its ellipses and its editor's brackets leave out.
    pub omitted: Vec<Omission>,
}

impl Quotation {
    /// Reads a quotation; `denies` knows the words that deny.
    pub fn new(text: &str, denies: impl Fn(&str) -> bool) -> Self {
        let folded = fold(text).replace(BREAK, "-");
        let parts = parts(&folded).into_iter().map(|part| runs(part, &denies));
        Self { parts: parts.filter(|runs| !runs.is_empty()).collect() }
    }

    /// The quotation with its words as they are written, brackets as well.
    pub fn verbatim(text: &str) -> Self {
        let words = fold(text).replace(BREAK, "-").trim_matches([' ', MARK]).to_owned();
        let run = Run { words, is_cut_before: false, is_cut_behind: false, denies: false };
        Self { parts: vec![vec![run]] }
    }

    /// Where it stands in a folded source; else the words of the first part that is not there, and where the search for
    /// it began.
    pub fn find(&self, source: &str) -> Result<Found, (String, usize)> {
        let mut at = 0;
        let mut places: Vec<Found> = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let Some(found) = find_part(source, part, at, number == 0) else { return Err((words(part), at)) };
            at = found.range.end;
            places.push(found);
        }
        self.draw_together(source, &mut places);
        let gaps: Vec<_> = places.windows(2).map(|pair| pair[0].range.end..pair[1].range.start).collect();
        let start = places.first().map_or(0, |first| first.range.start);
        let within = places.into_iter().flat_map(|place| place.omitted);
        Ok(Found { range: start..at, omitted: within.chain(gaps).collect() })
    }

    /// Takes each part where it stands last before the one behind it, so that the least is left out.
    fn draw_together(&self, source: &str, places: &mut [Found]) {
        for number in (0..places.len().saturating_sub(1)).rev() {
            let limit = places[number + 1].range.start;
            while let Some(later) =
                find_part(source, &self.parts[number], places[number].range.start + 1, number == 0)
                && later.range.end <= limit
            {
                places[number] = later;
            }
        }
    }
}

/// The words of a part without the editor's.
fn words(part: &[Run]) -> String {
    part.iter().map(|run| &*run.words).collect::<Vec<_>>().join(" ")
}

/// The parts of a folded quotation between its ellipses, without white space and quotation marks at their ends.
fn parts(folded: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = folded;
    while let Some(Range { start, end }) = ellipsis(rest) {
        parts.push(&rest[..start]);
        rest = &rest[end..];
    }
    parts.push(rest);
    let trimmed = parts.into_iter().map(|part| part.trim_matches([' ', MARK]));
    trimmed.filter(|part| !part.is_empty()).collect()
}

/// The first ellipsis in a text, its brackets included; "...." is one with a full stop.
fn ellipsis(text: &str) -> Option<Range<usize>> {
    let is_dot = |c: char| matches!(c, '.' | '…' | ' ');
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find(['.', '…'])?;
        let run = text.get(start..)?;
        let run = run.split(|c| !is_dot(c)).next().unwrap_or_default().trim_end();
        let end = start + run.len();
        let dots: usize = run.chars().map(|c| if c == '…' { 3 } else { usize::from(c == '.') }).sum();
        if dots >= 3 {
            return Some(bracketed(text, start..end));
        }
        from = end.max(start + 1);
    }
}

/// A range with the brackets around it.
fn bracketed(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default().trim_end();
    let behind = text.get(range.end..).unwrap_or_default();
    let closing = match before.chars().next_back() {
        Some('[') => ']',
        Some('(') => ')',
        Some('<') => '>',
        _ => return range,
    };
    match behind.trim_start().strip_prefix(closing) {
        Some(rest) => before.len() - 1..text.len() - rest.len(),
        None => range,
    }
}

/// The runs of a part between the editor's brackets.
fn runs(part: &str, denies: &impl Fn(&str) -> bool) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut rest, mut is_cut_before, mut is_denied) = (part, false, false);
    loop {
        let (words, brackets) = next_brackets(rest);
        let is_cut_behind = brackets.is_some() && words.ends_with(char::is_alphanumeric);
        let trimmed = words.trim_matches(' ');
        if !trimmed.is_empty() {
            runs.push(Run { words: trimmed.to_owned(), is_cut_before, is_cut_behind, denies: is_denied });
            is_denied = false;
        }
        let Some((inner, behind)) = brackets else { return runs };
        is_cut_before = behind.starts_with(char::is_alphanumeric);
        is_denied |= inner.split(|c: char| !c.is_alphanumeric() && c != MARK).any(denies);
        rest = behind;
    }
}

/// What stands before the first brackets of a text, and what in and behind them.
fn next_brackets(text: &str) -> (&str, Option<(&str, &str)>) {
    let brackets = text.find('[').and_then(|open| {
        let (before, inner) = text.split_at(open);
        let (inner, behind) = inner.get(1..)?.split_once(']')?;
        Some((before, (inner, behind)))
    });
    brackets.map_or((text, None), |(before, brackets)| (before, Some(brackets)))
}

/// Where a part stands in a source from `start` on.
fn find_part(source: &str, part: &[Run], start: usize, is_first: bool) -> Option<Found> {
    let (first, others) = part.split_first()?;
    let mut at = start;
    while let Some(place) = find_run(source, first, at, is_first) {
        let mut found = Found { range: place.clone(), omitted: Vec::new() };
        let is_whole = others.iter().all(|run| {
            let near = near(source, found.range.end, run.words.len());
            let Some(next) = find_run(near, run, found.range.end, false) else { return false };
            let gap = found.range.end..next.start;
            found.range.end = next.end;
            let is_near = is_editors(source.get(gap.clone()).unwrap_or_default());
            found.omitted.extend((!run.denies).then_some(gap));
            is_near
        });
        if is_whole {
            return Some(found);
        }
        at = place.start + source.get(place.start..)?.chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// A source as far as a run of this length must end that stands behind an editor's brackets.
fn near(source: &str, end: usize, length: usize) -> &str {
    let limit = source.ceil_char_boundary((end + length + REACH).min(source.len()));
    let space =
        source.get(limit..).and_then(|rest| rest.find(' ')).map_or(source.len(), |space| limit + space);
    source.get(..space).unwrap_or(source)
}

/// Whether an editor's brackets may stand for these words: few, and of one sentence.
fn is_editors(words: &str) -> bool {
    let is_end = |word: &str| word.ends_with(['.', '!', '?']) && word.len() > 3;
    words.split(' ').count() <= MOST_WORDS && !words.split(' ').any(is_end)
}

/// Where a run stands in a source from `start` on. The first of a quotation may begin with either case.
fn find_run(source: &str, run: &Run, start: usize, is_first: bool) -> Option<Range<usize>> {
    let plain = position(source, run, &run.words, start);
    let other = is_first.then(|| other_case(&run.words)).flatten();
    let other = other.and_then(|words| position(source, run, &words, start));
    plain.into_iter().chain(other).min_by_key(|place| place.start)
}

/// A text whose first letter has the other case.
fn other_case(words: &str) -> Option<String> {
    let at = words.find(char::is_alphanumeric)?;
    let (before, rest) = words.split_at(at);
    let first = rest.chars().next()?;
    let other: String =
        if first.is_uppercase() { first.to_lowercase().collect() } else { first.to_uppercase().collect() };
    let rest = rest.get(first.len_utf8()..)?;
    (!other.starts_with(first)).then(|| format!("{before}{other}{rest}"))
}

/// Where words stand in a source from `start` on, as whole words where the run is not cut.
fn position(source: &str, run: &Run, words: &str, start: usize) -> Option<Range<usize>> {
    let mut at = start;
    loop {
        let found = next_match(source, words, at)?;
        let cuts = |is_free: bool, outside: Option<char>, inside: Option<char>| {
            let is_part = |c: char| c.is_alphanumeric() || c == BREAK;
            !is_free && outside.is_some_and(is_part) && inside.is_some_and(char::is_alphanumeric)
        };
        let before = source.get(..found.start)?.chars().next_back();
        let after = source.get(found.end..)?.chars().next();
        if !cuts(run.is_cut_before, before, words.chars().next())
            && !cuts(run.is_cut_behind, after, words.chars().next_back())
        {
            return Some(found);
        }
        at = found.start + source.get(found.start..)?.chars().next().map_or(1, char::len_utf8);
    }
}

/// Where words stand next in a source, hyphens at line ends read as they fit.
fn next_match(source: &str, words: &str, start: usize) -> Option<Range<usize>> {
    let rest = source.get(start..)?;
    let plain = rest.find(words).map(|at| start + at..start + at + words.len());
    let limit = plain.as_ref().map_or(source.len(), |plain| plain.start);
    let broken = source.get(start..limit)?.match_indices(BREAK).find_map(|(at, _)| {
        let hyphen = start + at;
        // The words begin somewhere on the line before the hyphen, or before hyphens before it.
        let from = hyphen.saturating_sub(words.len() + words.len() / 8 + 1).max(start);
        let before = source.get(source.ceil_char_boundary(from)..hyphen)?;
        let first = words.chars().next()?;
        let begins = before.char_indices().filter(|(_, c)| *c == first);
        begins.map(|(offset, _)| hyphen - before.len() + offset).find_map(|begin| {
            let length = matching(source.get(begin..)?, words)?;
            Some(begin..begin + length)
        })
    });
    [plain, broken].into_iter().flatten().min_by_key(|place| place.start)
}

/// How much of a source the words at its beginning take, hyphens at line ends read as they fit.
fn matching(source: &str, words: &str) -> Option<usize> {
    let mut signs = source.char_indices().peekable();
    for word in words.chars() {
        if word != DASH && signs.peek().is_some_and(|(_, sign)| *sign == BREAK) {
            signs.next();
        }
        let (_, sign) = signs.next()?;
        if sign != word && !(sign == BREAK && word == DASH) {
            return None;
        }
    }
    Some(signs.next().map_or(source.len(), |(at, _)| at))
}

/// The word that denies in words of a source that a quotation leaves out, if it belongs to a clause that is quoted: to the
/// one that the words before go on with, or that those behind end.
pub fn omitted_denial(source: &str, gap: Omission, denies: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let text = source.get(gap.clone())?;
    let before = source.get(..gap.start)?.trim_end_matches([MARK, ' ']);
    let is_new = before.ends_with(SENTENCE_ENDS);
    let sentence_end = text
        .find(SENTENCE_ENDS)
        .filter(|_| text.contains(". ") || text.contains("? ") || text.contains("! "));
    let (head, tail) = match sentence_end {
        None if !is_new => (text.len(), text.len()),
        _ => {
            let is_edge = |c: char| SENTENCE_ENDS.contains(&c) || matches!(c, ',' | ';' | ':' | DASH);
            let head = if is_new { 0 } else { text.find(is_edge).unwrap_or_default() };
            (head, text.rfind(is_edge).map_or(0, |edge| edge + 1))
        }
    };
    let is_word = |c: char| c.is_alphanumeric() || c == MARK;
    let mut at = 0;
    for word in text.split_inclusive(|c| !is_word(c)) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let start = at + word.find(bare).unwrap_or_default();
        at += word.len();
        if (start < head || start >= tail) && denies(bare) {
            return Some(gap.start + start..gap.start + start + bare.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str, quotation: &str) -> Option<Vec<String>> {
        let source = fold(source);
        let found = Quotation::new(quotation, |word| word == "not").find(&source).ok()?;
        Some(found.omitted.into_iter().map(|gap| source[gap].trim().to_owned()).collect())
    }

    fn is_in(source: &str, quotation: &str) -> bool {
        found(source, quotation).is_some()
    }

    #[test]
    fn typography_makes_no_difference() {
        let source =
            "He said: \u{201C}We\u{2019}ve had  a\ngreat meeting \u{2014} the best. \u{201D} Then he left.";
        for quotation in [
            "We've had a great meeting",
            "we've had",
            "\"We\u{2018}ve had a great meeting-the best.\"",
            "meeting -- the best",
        ] {
            assert!(is_in(source, quotation), "{quotation}");
        }
        for quotation in ["great meetings", "a grea", "We've had a great meeting, the best", "we've Had"] {
            assert!(!is_in(source, quotation), "{quotation}");
        }
    }

    #[test]
    fn print_makes_no_difference() {
        let source =
            "The ofﬁcial ﬂood re\u{AD}port told report-\ners of the well-\n  known riv-\ner\u{2010}\nbed.";
        for quotation in [
            "official flood report",
            "told reporters of",
            "the well-known river-bed",
            "reporters",
            "river-bed.",
        ] {
            assert!(is_in(source, quotation), "{quotation}");
        }
        for quotation in
            ["report of", "wellknown rivers", "told report", "re-port", "told re-porters", "ners of"]
        {
            assert!(!is_in(source, quotation), "{quotation}");
        }
    }

    #[test]
    fn an_editor_s_brackets_stand_for_words_of_the_source() {
        let source = "I seen him do it myself. He is an honest man. We never paid the guy who walks home.";
        for quotation in [
            "I seen [sic] him",
            "[Moran] is an honest man",
            "He [Moran] is an honest man",
            "[w]e never paid",
            "W[e] never",
            "paid [Moran] home",
            "who walk[ed] home",
            "[We] never [ever] paid [the man].",
        ] {
            assert!(is_in(source, quotation), "{quotation}");
        }
        for quotation in [
            "[Moran] is a dishonest man",
            "I seen [sic] her",
            "him [Moran] paid",
            "[w] never pay",
            "who walk[ed] hom",
            "I seen him [and] honest man",
        ] {
            assert!(!is_in(source, quotation), "{quotation}");
        }
    }

    #[test]
    fn what_an_ellipsis_parts_must_come_in_order() {
        let source = "One two three four five six.";
        for quotation in [
            "One … three",
            "One [...] three four […] six.",
            "... two three....",
            "One two",
            "One . . . three",
            "One [. . .] three",
            "One . . . . three (…) five <…> six",
        ] {
            assert!(is_in(source, quotation), "{quotation}");
        }
        for quotation in ["three … One", "One … one", "four ... four", "One. . five"] {
            assert!(!is_in(source, quotation), "{quotation}");
        }
    }

    #[test]
    fn the_least_is_left_out() {
        let source = "I did run. I did not do it. She did it.";
        assert_eq!(found(source, "I did … do it").as_deref(), Some(&["not".to_owned()][..]));
        assert_eq!(found(source, "I did [really] do it").as_deref(), Some(&["not".to_owned()][..]));
        assert_eq!(found(source, "I did [not] do it").as_deref(), Some(&[][..]));
    }

    #[test]
    fn a_denial_of_the_clause_that_is_quoted_is_missed() {
        let denial = |source: &str, quotation: &str| {
            let source = fold(source);
            let denies = |word: &str| matches!(word, "not" | "never" | "didn't");
            let found = Quotation::new(quotation, denies).find(&source).ok()?;
            let word = found.omitted.into_iter().find_map(|gap| omitted_denial(&source, gap, denies))?;
            Some(source[word].to_owned())
        };
        for (source, quotation, word) in [
            ("I did not take it.", "I did … take it", "not"),
            ("I, who never lied, did it.", "I … did it", "never"),
            ("We didn’t, as you know, pay him.", "We … pay him", "didn't"),
            ("I would not. He came, and never took it.", "I would … took it", "not"),
            ("I saw. He never took it.", "I saw. … took it", "never"),
        ] {
            assert_eq!(denial(source, quotation).as_deref(), Some(word), "{quotation}");
        }
        for (source, quotation) in [
            ("I won, and will not tell. It was good, not easy. We ran home.", "I won … We ran home"),
            ("I won. It was not easy. We ran, all of us, home.", "I won. … We ran … home"),
            ("I did not take it.", "I did not … it"),
        ] {
            assert_eq!(denial(source, quotation), None, "{quotation}");
        }
    }

    #[test]
    fn folded_bytes_know_where_they_come_from() {
        let text = "a \u{201C}b\u{201D} — ﬁc";
        let (folded, places) = fold_with_places(text);
        assert_eq!(folded, "a 'b'-fic");
        let at = folded.find('c').unwrap_or_default();
        assert_eq!(text.get(places[at]..), Some("c"));
    }
}
