//! Texts of files, made fit for a terminal.
//!
//! Input: any text. Output: the same without what a terminal would obey. Entry points: [`plain`] for people, and
//! [`plain_json`] for programs.

use std::borrow::Cow;

/// Whether a terminal would obey a character: C0 and C1 controls, and what turns the direction of a line.
fn is_order(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || is_turn(c)
}

fn is_turn(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text with a sign in place of each character that a terminal would obey.
pub fn plain(text: &str) -> Cow<'_, str> {
    replaced(text, is_order)
}

/// The output of a program that colours it itself: all but the escape character is replaced, which must not come from a file.
pub fn plain_coloured(text: &str) -> Cow<'_, str> {
    replaced(text, |c| is_order(c) && c != '\u{1B}')
}

fn replaced(text: &str, is_wrong: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_wrong) {
        return text.into();
    }
    let sign = |c: char| match c {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(c),
        '\u{7F}' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    };
    text.chars().map(|c| if is_wrong(c) { sign(c) } else { c }).collect()
}

/// JSON that says the same with such characters escaped.
pub fn plain_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_order) {
        return json.into();
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match is_order(c) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => out.push(c),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_obeys_no_character_of_a_text() {
        assert_eq!(
            plain("a\u{1b}[31m\u{9b}2J\u{7f}\u{202e}b\n\tc"),
            "a\u{241b}[31m\u{fffd}2J\u{2421}\u{fffd}b\n\tc"
        );
        assert_eq!(plain_json("{\"a\":\"\u{9b}\u{202e}é\"}"), "{\"a\":\"\\u009b\\u202eé\"}");
        assert_eq!(plain_coloured("\u{1b}[1ma\u{9b}"), "\u{1b}[1ma\u{fffd}");
    }
}
