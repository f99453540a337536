//! Names as they are compared.
//!
//! Input: a name as an author wrote it. Output: a key that is the same for all spellings of it: Unicode NFC, full case
//! folding, white space collapsed, one apostrophe, one hyphen. Entry point: [`name_key`].

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The key of a name.
pub fn name_key(name: &str) -> String {
    let collapsed = collapse(name);
    if collapsed.is_ascii() {
        return collapsed.to_ascii_lowercase();
    }
    let composed: Cow<'_, str> =
        if is_nfc(&collapsed) { collapsed } else { collapsed.nfc().collect::<String>().into() };
    let folded = CaseMapper::new().fold_string(&composed).into_owned();
    let folded = if is_nfc(&folded) { folded } else { folded.nfc().collect() };
    plain_marks(&folded).into_owned()
}

/// A name with the apostrophe and the hyphen of a keyboard for those of print.
pub fn plain_marks(name: &str) -> Cow<'_, str> {
    let is_plain = name.is_ascii() || !name.chars().any(|c| plain_mark(c) != c);
    if is_plain { name.into() } else { name.chars().map(plain_mark).collect::<String>().into() }
}

fn plain_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2BB}' | '\u{2BC}' | '\u{FF07}' => '\'',
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{FF0D}' => '-',
        c => c,
    }
}

/// The key of a name for those who read over accents.
pub fn bare_key(name: &str) -> String {
    let key = name_key(name);
    if key.is_ascii() {
        return key;
    }
    let mut bare = String::with_capacity(key.len());
    for c in key.chars() {
        match c {
            // These two are letters of their own: й is no и with a sign.
            'й' => bare.push(c),
            'ø' => bare.push('o'),
            'ł' => bare.push('l'),
            'đ' => bare.push('d'),
            'ı' => bare.push('i'),
            c => bare.extend(std::iter::once(c).nfd().filter(|c| !('\u{300}'..='\u{36F}').contains(c))),
        }
    }
    bare
}

/// A name without the ending of the possessive, and that ending: `Putin` and `'s`.
pub fn possessive(name: &str) -> Option<(&str, &str)> {
    let end = name.strip_suffix('s').unwrap_or(name);
    let stem = end.strip_suffix(|c| plain_mark(c) == '\'')?;
    let is_one = end.len() < name.len() || stem.ends_with(['s', 'S', 'x', 'z']);
    (is_one && !stem.is_empty()).then(|| name.split_at(stem.len()))
}

/// White space collapsed to single spaces, none at the ends.
pub fn collapse(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    let plain = !trimmed.contains("  ") && !trimmed.contains(|c: char| c.is_whitespace() && c != ' ');
    if plain { trimmed.into() } else { trimmed.split_whitespace().collect::<Vec<_>>().join(" ").into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_share_a_key() {
        for (one, other) in [
            ("Vladimir  Putin", "vladimir putin"),
            ("STRASSE", "straße"),
            ("Zoe\u{308}", "Zoë"),
            (" Ada\nLovelace ", "ada lovelace"),
            ("O\u{2019}Hara", "O'HARA"),
            ("O\u{2BC}Hara", "O'Hara"),
            ("Jean\u{2011}Luc", "Jean-Luc"),
            ("Jean\u{2010}Luc", "Jean\u{2013}Luc"),
        ] {
            assert_eq!(name_key(one), name_key(other));
        }
        for (one, other) in [("Zoe", "Zoë"), ("OHara", "O'Hara"), ("Jean Luc", "Jean-Luc")] {
            assert_ne!(name_key(one), name_key(other));
        }
    }

    #[test]
    fn bare_names_have_no_accents() {
        for (one, other) in
            [("Zoë", "zoe"), ("Łódź", "Lodz"), ("Søren O’Dea", "Soren O'Dea"), ("Пётр", "Петр")]
        {
            assert_eq!(bare_key(one), bare_key(other));
        }
        for (one, other) in [("Андрей", "Андреи"), ("Zoë", "Zo"), ("か", "が")] {
            assert_ne!(bare_key(one), bare_key(other));
        }
    }

    #[test]
    fn possessives_are_taken_apart() {
        assert_eq!(possessive("Putin's"), Some(("Putin", "'s")));
        assert_eq!(possessive("Putin\u{2019}s"), Some(("Putin", "\u{2019}s")));
        assert_eq!(possessive("Hughes\u{2019}"), Some(("Hughes", "\u{2019}")));
        assert_eq!([possessive("Hughes"), possessive("'s"), possessive("O'"), possessive("s")], [None; 4]);
    }
}
