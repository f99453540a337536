//! Names as they are compared.
//!
//! Input: a name as an author wrote it. Output: a key that is the same for all spellings of it: Unicode NFC, full case
//! folding, white space collapsed. Entry point: [`name_key`].

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
    if is_nfc(&folded) { folded } else { folded.nfc().collect() }
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
        ] {
            assert_eq!(name_key(one), name_key(other));
        }
        assert_ne!(name_key("Zoe"), name_key("Zoë"));
    }
}
