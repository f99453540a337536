//! What files may be called: ids, the parts of paths, and names that stand for nothing of an author's.
//!
//! Input: a name, or a path with `/`. Output: what is wrong with it, or what it is. Entry points: [`id_fault`],
//! [`path_fault`], [`is_leftover`] and [`nfc`].

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc_quick};

/// The bytes that the name of a file may have. File systems take 255; the rest is for the endings that are put behind it
/// while it is being written.
pub const LONGEST_NAME: usize = 243;

/// The bytes that an id may have, whose file has an ending.
pub const LONGEST_ID: usize = LONGEST_NAME - ".html".len();

/// Names of devices, which Windows gives to no file, whatever its ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Why something can't be an id; none where it can.
///
/// An id is a name in a path, before an ending: it leads nowhere else, and every file system takes it.
pub fn id_fault(id: &str) -> Option<String> {
    match id {
        "" => Some("is empty".to_owned()),
        "." | ".." => Some("means a folder".to_owned()),
        _ if id.contains('/') => Some("has the character `/`".to_owned()),
        _ => name_fault(id, LONGEST_ID),
    }
}

/// Why not every system takes a path, or why it leads out of its folder; none where it is a good one.
pub fn path_fault(path: &str) -> Option<String> {
    path.split('/').find_map(|name| match name {
        "" => Some("is empty".to_owned()),
        _ if name.ends_with(['.', ' ']) => Some("ends in a full stop or a space".to_owned()),
        _ => name_fault(name, LONGEST_NAME),
    })
}

/// Why a file can't have a name on every system.
fn name_fault(name: &str, longest: usize) -> Option<String> {
    if name.len() > longest {
        return Some(format!("is longer than {longest} bytes"));
    }
    if let Some(c) = name.chars().find(|&c| is_refused(c)) {
        let shown = if c.is_control() { format!("U+{:04X}", c as u32) } else { format!("`{c}`") };
        return Some(format!("has the character {shown}"));
    }
    is_device(name).then(|| "is the name of a device on Windows".to_owned())
}

/// Characters that no name of a file has on Windows, and those that no one can see.
fn is_refused(c: char) -> bool {
    c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '\u{2028}' | '\u{2029}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| number.chars().count() == 1 && "0123456789¹²³".contains(number));
    is_port || DEVICES.contains(&&*stem)
}

/// What editors and systems leave beside files: backups, locks, and what a file manager notes down of a folder.
pub fn is_leftover(name: &str) -> bool {
    let is_between = |start: &str, end: &str| name.starts_with(start) && name.ends_with(end);
    let starts = [".#", "~$", "._"].iter().any(|start| name.starts_with(start));
    let ends = ["~", ".bak", ".orig"].iter().any(|end| name.ends_with(end));
    let notes = [".DS_Store", "Thumbs.db", "desktop.ini"];
    starts || ends || is_between("#", "#") || notes.iter().any(|note| name.eq_ignore_ascii_case(note))
}

/// A text in Unicode's composed form, which people type; macOS writes names of files in the other one.
pub fn nfc(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        unicode_normalization::IsNormalized::Yes => text.into(),
        _ => text.nfc().collect::<String>().into(),
    }
}

/// A name as an id: letters and digits of any script in lower case, and hyphens between them.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.nfc().flat_map(char::to_lowercase).nfc() {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            slug.push(c);
        } else if !matches!(c, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_single_names_that_every_system_takes() {
        let long = "x".repeat(LONGEST_ID + 1);
        let refused = [
            "", ".", "..", "a/b", "a\\b", "../x", "/x", "C:x", "a\nb", "a\0", "a\u{85}b", "con", "NUL",
            "aux.b", "com1", "LPT9", "com³", "a?", &long,
        ];
        for id in refused {
            assert!(id_fault(id).is_some(), "{id:?}");
        }
        for id in [
            "ada",
            "a.b",
            "com",
            "com10",
            "console",
            "müller",
            "安倍",
            "o’neill",
            "v1..2",
            "-",
            "a&b",
            "king jr.",
        ] {
            assert_eq!(id_fault(id), None, "{id:?}");
        }
    }

    #[test]
    fn paths_stay_in_their_folder() {
        for path in ["../x", "/x", "a//b", "a/../b", "a/./b", "a/", "a/nul.html", "a/b\n.png", "jr./a"] {
            assert!(path_fault(path).is_some(), "{path:?}");
        }
        assert_eq!(path_fault(".well-known/security.txt"), None);
    }

    #[test]
    fn leftovers_are_known_by_their_names() {
        for name in ["a.md~", "a.md.bak", "a.orig", "#a.md#", ".#a.md", "~$a.docx", "THUMBS.DB", "._a.md"] {
            assert!(is_leftover(name), "{name}");
        }
        for name in ["a.md", "#1.md", "bak", "a.bakery", "~a.md", "original.png"] {
            assert!(!is_leftover(name), "{name}");
        }
    }

    #[test]
    fn ids_keep_the_letters_of_any_script() {
        for (name, id) in [
            ("Ada Lovelace", "ada-lovelace"),
            ("  Zoe\u{308}  O’Neill (née X) ", "zoë-oneill-née-x"),
            ("Владимир Путин", "владимир-путин"),
            ("STRASSE / ÉCOLE", "strasse-école"),
            ("हिन्दी", "हिन्दी"),
            ("article#claim", "article-claim"),
            ("???", ""),
        ] {
            assert_eq!(slug(name), id);
        }
    }
}
