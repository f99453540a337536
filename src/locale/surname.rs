//! The form by which a register lists a person's name.
//!
//! Input: a name, and the language of the register. Output: the name with its surname in front. Entry point: [`sort_form`].

use std::borrow::Cow;

/// Languages that write surnames first, or have none to sort by.
const NOT_LAST: [&str; 7] = ["ar", "hu", "is", "ja", "ko", "vi", "zh"];

/// Words that belong to the surname behind them.
const PARTICLES: [&str; 36] = [
    "af", "al", "av", "ben", "bin", "da", "dal", "das", "de", "degli", "dei", "del", "della", "den", "der",
    "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "ten", "ter", "van", "vom", "von",
    "y", "zu", "zum", "zur", "’t",
];

/// What stands behind a surname and is none.
const SUFFIXES: [&str; 4] = ["jr", "sr", "jun", "sen"];

/// The form to sort a person's name by: the last word with its particles, then the rest; the name as it is in languages
/// and scripts that have it otherwise.
pub fn sort_form<'n>(name: &'n str, language: &str) -> Cow<'n, str> {
    let primary = language.split(['-', '_']).next().unwrap_or(language).to_lowercase();
    if NOT_LAST.contains(&&*primary) || name.contains(',') || !name.chars().all(is_of_surnames) {
        return name.into();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let end = words.iter().rposition(|word| !is_suffix(word)).map_or(0, |at| at + 1);
    let before = words.get(..end.saturating_sub(1)).unwrap_or_default();
    let particles = before.iter().rev().take_while(|word| PARTICLES.contains(word)).count();
    let start = end.saturating_sub(1 + particles);
    match (words.get(..start), words.get(start..end), words.get(end..)) {
        (Some(first), Some(surname), Some(suffix)) if !first.is_empty() => {
            format!("{}, {}", surname.join(" "), [first, suffix].concat().join(" ")).into()
        }
        _ => name.into(),
    }
}

/// Whether a character is of a script whose people have their surnames last.
fn is_of_surnames(c: char) -> bool {
    !c.is_alphabetic() || matches!(c as u32, 0..=0x058F | 0x10A0..=0x10FF | 0x1E00..=0x1FFF)
}

/// `Jr.`, `III`: which of the name's bearers it is.
fn is_suffix(word: &str) -> bool {
    let is_number = word.len() > 1 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    is_number || SUFFIXES.contains(&&*word.trim_end_matches('.').to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_listed_by_their_surnames() {
        for (name, form) in [
            ("Zoe Abbott", "Abbott, Zoe"),
            ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
            ("Charles de la Vallée Poussin", "Poussin, Charles de la Vallée"),
            ("Jean de la Fontaine", "de la Fontaine, Jean"),
            ("Donald Trump Jr.", "Trump, Donald Jr."),
            ("Elizabeth II", "Elizabeth II"),
            ("Владимир Путин", "Путин, Владимир"),
            ("Voltaire", "Voltaire"),
            ("van Gogh", "van Gogh"),
            ("Xi Jinping 习近平", "Xi Jinping 习近平"),
            ("فلاديمير بوتين", "فلاديمير بوتين"),
            ("Ismay, Bruce", "Ismay, Bruce"),
            ("", ""),
        ] {
            assert_eq!(sort_form(name, "en"), form);
        }
        assert_eq!(sort_form("Nagy Imre", "hu"), "Nagy Imre");
        assert_eq!(sort_form("Zoe Abbott", "zh-Hans"), "Zoe Abbott");
    }
}
