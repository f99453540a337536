//! What raw HTML consists of: tags, their attributes, and the text between them, each with its place.
//!
//! Input: a piece of HTML, as its author wrote it. Output: its [`Token`]s. Entry points: [`tokens`] and [`tags`].
//!
//! It reads nearly as browsers do. Nothing rests on the difference: what is published is written anew from the tokens.

use std::ops::Range;

use super::allowed;

/// A part of a piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'h> {
    /// Text, its character references as they were.
    Text(&'h str),
    /// A tag that opens an element.
    Open(Tag<'h>),
    /// A tag that closes one: its name as it is written.
    Close(&'h str),
    /// A comment, a declaration, the rest of a tag that never ends: nothing for readers.
    Other,
}

/// A tag that opens an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    /// Its name, as it is written.
    pub name: &'h str,
    /// Its attributes, in order.
    pub attributes: Vec<Attribute<'h>>,
    /// Its bytes in the piece.
    pub range: Range<usize>,
    /// Whether it ends with `/>`.
    pub closed: bool,
}

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

impl Tag<'_> {
    /// Whether an attribute gives the element a name that it has as its `id`, too: for old browsers, anchors were written so.
    pub fn is_id(&self, attribute: &Attribute<'_>) -> bool {
        self.attributes.iter().any(|it| it.name.eq_ignore_ascii_case("id") && it.value == attribute.value)
    }
}

impl Attribute<'_> {
    /// The bytes of the value in the piece.
    pub fn range(&self) -> Range<usize> {
        self.at..self.at + self.value.len()
    }
}

/// The tags of a piece of HTML that open an element.
pub fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    tokens(html).into_iter().filter_map(|token| match token {
        Token::Open(tag) => Some(tag),
        _ => None,
    })
}

/// The parts of a piece of HTML, in order.
pub fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut reader = Reader { html, rest: html, tokens: Vec::new() };
    while !reader.rest.is_empty() {
        reader.next();
    }
    reader.tokens
}

struct Reader<'h> {
    html: &'h str,
    rest: &'h str,
    tokens: Vec<Token<'h>>,
}

impl<'h> Reader<'h> {
    fn at(&self) -> usize {
        self.html.len() - self.rest.len()
    }

    fn next(&mut self) {
        // A `<` before anything but a tag is text.
        let begins = |(at, _): &(usize, &str)| {
            let next = self.rest.as_bytes().get(at + 1);
            next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
        };
        let tag = self.rest.match_indices('<').find(begins).map_or(self.rest.len(), |(at, _)| at);
        if tag > 0 {
            return self.text(tag);
        }
        let behind = self.rest.get(1..).unwrap_or_default();
        if let Some(comment) = behind.strip_prefix("!--") {
            self.skip(comment, "-->");
        } else if behind.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.open();
        } else if let Some(name) =
            behind.strip_prefix('/').filter(|it| it.starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            let name = name
                .split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
                .next()
                .unwrap_or_default();
            self.skip(behind, ">");
            self.tokens.pop();
            self.tokens.push(Token::Close(name));
        } else {
            self.skip(behind, ">");
        }
    }

    fn text(&mut self, len: usize) {
        let (text, rest) = self.rest.split_at(len);
        self.tokens.push(Token::Text(text));
        self.rest = rest;
    }

    /// Goes on behind `end`, or at the piece's end.
    fn skip(&mut self, from: &'h str, end: &str) {
        self.rest = from.split_once(end).map_or("", |(_, rest)| rest);
        self.tokens.push(Token::Other);
    }

    fn open(&mut self) {
        let start = self.at();
        let mut rest = self.rest.get(1..).unwrap_or_default();
        let name = take(&mut rest, |c| !c.is_ascii_whitespace() && !matches!(c, '/' | '>'));
        let mut attributes = Vec::new();
        while let Some((attribute, value, behind)) = attribute(&mut rest) {
            let at = self.html.len() - behind - value.len();
            attributes.push(Attribute { tag: name, name: attribute, value, at });
        }
        let closed =
            self.html.get(..self.html.len() - rest.len()).is_some_and(|before| before.ends_with('/'));
        let Some(behind) = rest.strip_prefix('>') else {
            self.rest = "";
            return self.tokens.push(Token::Other);
        };
        self.rest = behind;
        let range = start..self.at();
        self.tokens.push(Token::Open(Tag { name, attributes, range, closed }));
        if allowed::holds_text(&name.to_ascii_lowercase()) {
            self.content(name);
        }
    }

    /// The content of an element that holds nothing but text.
    fn content(&mut self, name: &str) {
        let is_end = |(at, _): &(usize, &str)| {
            let closing = self.rest.get(at + 2..at + 2 + name.len());
            closing.is_some_and(|closing| closing.eq_ignore_ascii_case(name))
        };
        let end = self.rest.match_indices("</").find(is_end).map_or(self.rest.len(), |(at, _)| at);
        if end > 0 {
            self.text(end);
        }
    }
}

/// The next attribute of a tag: its name, its value, and how many bytes come behind the value.
fn attribute<'h>(rest: &mut &'h str) -> Option<(&'h str, &'h str, usize)> {
    take(rest, |c| c.is_whitespace() || c == '/');
    // A name may begin with `=`.
    let first = usize::from(rest.starts_with('='));
    let behind = rest.get(first..)?;
    let is_part = |c: char| !c.is_whitespace() && !matches!(c, '=' | '>' | '/');
    let end = behind.find(|c| !is_part(c)).unwrap_or(behind.len()) + first;
    let name = rest.get(..end)?;
    *rest = rest.get(end..)?;
    if name.is_empty() {
        return None;
    }
    let value = rest.trim_start();
    let Some(value) = value.strip_prefix('=') else { return Some((name, "", rest.len())) };
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
        let found: Vec<_> = tags(html).flat_map(|tag| tag.attributes).collect();
        let seen: Vec<_> = found.iter().map(|it| (it.tag, it.name, it.value)).collect();
        let expected =
            [("a", "href", "y.html"), ("a", "id", "z"), ("a", "download", ""), ("img", "src", "é.png")];
        assert_eq!(seen, expected);
        assert!(found.iter().all(|it| html.get(it.range()) == Some(it.value)));
    }

    #[test]
    fn what_is_no_tag_is_text() {
        let html = "1 < 2 <3 <!doctype x><script>if (a</b>c) '<p>'</SCRIPT >x</p\n><?php ?></>";
        let shown: Vec<_> = tokens(html)
            .into_iter()
            .map(|token| match token {
                Token::Text(text) => text.to_owned(),
                Token::Open(tag) => format!("<{}>", tag.name),
                Token::Close(name) => format!("</{name}>"),
                Token::Other => "-".to_owned(),
            })
            .collect();
        assert_eq!(
            shown,
            ["1 < 2 <3 ", "-", "<script>", "if (a</b>c) '<p>'", "</SCRIPT>", "x", "</p>", "-", "-"]
        );
    }
}
