//! Pictures: what a page's lists say, drawn as SVG.
//!
//! Input: a viewpoint and an entity. Output: a [`Picture`], or none where there is nothing to see. Entry points:
//! `timeline`, `network` and `map`.
//!
//! A picture has no colours, faces or links of its own: the style sheet gives it those of the page, in the dark and on
//! paper, and every link is in the list beside it. It is drawn for a width of 340 pixels, so its words can be read on a
//! phone.

mod map;
mod network;
mod timeline;

pub use map::map;
pub use network::{Other, network};
pub use timeline::timeline;

use super::escape::escape;
use super::model::Picture;

/// The width of a picture.
const WIDTH: i32 = 340;
/// The size of its letters.
const FONT: i32 = 12;
/// Half the size of a sign.
const SIGN: i32 = 5;
/// The space between a sign and its name, and at the edges.
const GAP: i32 = 6;

/// How many letters fit into a width, more or less: letters of a proportional face are half as wide as high.
fn letters(width: i32) -> usize {
    usize::try_from(width * 2 / FONT).unwrap_or_default() * 9 / 10
}

/// The width of a text, more or less.
fn width(text: &str) -> i32 {
    text.chars().count() as i32 * FONT * 11 / 20
}

/// The beginning of a text, cut where it is too long.
fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let short: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", short.trim_end())
}

/// A text in a picture; `anchor` is SVG's `start`, `middle` or `end`.
fn text(x: i32, y: i32, anchor: &str, words: &str) -> String {
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{FONT}\" text-anchor=\"{anchor}\">{}</text>",
        escape(words)
    )
}

/// The sign of an entity's kind: kinds differ in shape, and none in colour.
fn sign(kind: &str, x: i32, y: i32, size: i32) -> String {
    let (left, right, top, bottom) = (x - size, x + size, y - size, y + size);
    match kind {
        "person" => format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{size}\"/>"),
        "organization" => format!("<path d=\"M{left} {top}H{right}V{bottom}H{left}z\"/>"),
        "place" => format!("<path d=\"M{left} {top}H{right}L{x} {bottom}z\"/>"),
        _ => format!("<path d=\"M{x} {top}L{right} {y} {x} {bottom} {left} {y}z\"/>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_by_letters_and_escaped() {
        assert_eq!(cut("Überfällig", 5), "Über…");
        assert_eq!(cut("Ü", 1), "Ü");
        assert!(text(1, 2, "start", "<b>").contains("&lt;b&gt;"));
    }
}
