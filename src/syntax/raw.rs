//! What the tags of raw HTML say: their attributes, each with its place.
//!
//! Input: a piece of HTML, as its author wrote it. Output: its [`Attribute`]s. Entry point: [`attributes`].

use std::ops::Range;

/// An attribute of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'h> {
    /// The tag's name, as it is written.
    pub tag: &'h str,
    /// The attribute's name, as it is written.
    pub name: &'h str,
    /// Its value, without quotation marks; character references are as they were.
    pub value: &'h str,
    /// The value's first byte in the piece.
    pub at: usize,
}

impl Attribute<'_> {
    /// The bytes of the value in the piece.
    pub fn range(&self) -> Range<usize> {
        self.at..self.at + self.value.len()
    }
}

/// The attributes of all tags in a piece of HTML; comments have none.
pub fn attributes(html: &str) -> Vec<Attribute<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, behind)) = rest.split_once('<') {
        rest = behind;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let tag = take(&mut rest, |c| c.is_ascii_alphanumeric() || c == '-');
            while let Some((name, value, behind)) = attribute(&mut rest) {
                found.push(Attribute { tag, name, value, at: html.len() - behind - value.len() });
            }
        }
    }
    found
}

/// The next attribute of a tag: its name, its value, and how many bytes come behind the value.
fn attribute<'h>(rest: &mut &'h str) -> Option<(&'h str, &'h str, usize)> {
    take(rest, |c| c.is_whitespace() || c == '/');
    let name = take(rest, |c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/' | '<'));
    if name.is_empty() {
        return None;
    }
    take(rest, char::is_whitespace);
    let Some(value) = rest.strip_prefix('=') else { return Some((name, "", rest.len())) };
    *rest = value.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        let value = take(rest, |c| !c.is_whitespace() && c != '>');
        return Some((name, value, rest.len()));
    };
    let inside = rest.strip_prefix(quote)?;
    let (value, _) = inside.split_once(quote)?;
    let behind = inside.len() - value.len();
    *rest = inside.get(value.len() + quote.len_utf8()..)?;
    Some((name, value, behind))
}

/// Takes what `text` begins with as long as its characters are `wanted`.
fn take<'h>(text: &mut &'h str, wanted: impl Fn(char) -> bool) -> &'h str {
    let end = text.find(|c| !wanted(c)).unwrap_or(text.len());
    let (taken, rest) = text.split_at(end);
    *text = rest;
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_where_they_stand() {
        let html = "a < b <!-- <a href=x> --> <a\n href = \"y.html\" id=z download><img src='é.png'/></a> <p id=\"open";
        let found = attributes(html);
        let seen: Vec<_> = found.iter().map(|it| (it.tag, it.name, it.value)).collect();
        let expected =
            [("a", "href", "y.html"), ("a", "id", "z"), ("a", "download", ""), ("img", "src", "é.png")];
        assert_eq!(seen, expected);
        assert!(found.iter().all(|it| html.get(it.range()) == Some(it.value)));
    }
}
