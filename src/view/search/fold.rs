//! Texts as a search compares them: without case, diacritics and punctuation.
//!
//! Input: a name, a title, a claim. Output: its words. Entry point: [`words`]. `static/annals.js` does the same to what a
//! reader types, so the two must change together.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, folded; in scripts that put no space between words, every character is one.
pub fn words(text: &str) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None if is_unspaced(c) => folded.extend([' ', c, ' ']),
            None => folded.push(c),
        }
    }
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Whether a character is of a script without spaces: Han, Hiragana, Katakana.
pub fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x3005..=0x3007 | 0x3041..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// The letters that are typed for one that Unicode does not take apart.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        // What İ leaves behind in lower case.
        '\u{307}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_diacritics_and_punctuation_are_folded() {
        assert_eq!(words("Łukasz O’Brien-Müller, ΣΟΦΟΣ"), ["lukasz", "o", "brien", "muller", "σοφοσ"]);
        assert_eq!(words("習近平と Xi"), ["習", "近", "平", "と", "xi"]);
        assert_eq!(words("Йозеф İstanbul Straße"), ["иозеф", "istanbul", "strasse"]);
    }
}
