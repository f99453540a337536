//! The signs of the site's own kinds: a style sheet beside that of the theme.
//!
//! Input: the kinds. Output: the file, where a kind has an icon. Entry points: [`sheet`] and [`is_needed`].

use std::fmt::Write as _;

use super::DataFile;
use crate::config::encode;
use crate::vocabulary::Kinds;

/// Where the style sheet is written.
pub const PATH: &str = "icons.css";

/// Whether a kind has an icon.
pub fn is_needed(kinds: &Kinds) -> bool {
    kinds.iter().any(|(_, kind)| kind.icon.is_some())
}

/// The style sheet. The pictures stand in it: from a disk, browsers load no other file as a mask.
pub fn sheet(kinds: &Kinds) -> Option<DataFile> {
    let mut text = String::new();
    for (_, kind) in kinds.iter() {
        let Some(icon) = &kind.icon else { continue };
        let mut picture = String::new();
        encode(&mut picture, icon);
        let _ = writeln!(
            text,
            "[class~={}] {{ --shape: none; --icon: url(\"data:image/svg+xml,{picture}\"); }}",
            kind.name
        );
    }
    is_needed(kinds).then(|| DataFile { path: PATH.to_owned(), bytes: text.into_bytes() })
}
