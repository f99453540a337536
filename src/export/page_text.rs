//! The text content of a page, as a browser's `document.body.textContent` gives it.
//!
//! Input: the HTML of a page that Annals made. Output: a [`PageText`], which knows where in the text each element with an `id`
//! begins and ends. Entry point: [`PageText::of`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements in which nothing is markup but their own end.
const RAW: [&str; 7] = ["script", "style", "noscript", "iframe", "noembed", "noframes", "xmp"];

/// The text of a page, and the parts of it that have an `id`.
#[derive(Debug, Default)]
pub struct PageText {
    /// The text.
    pub text: String,
    ids: HashMap<String, Range<usize>>,
}

/// An element that is open: its name, its `id`, and where its text begins.
struct Open<'h> {
    name: Cow<'h, str>,
    id: Option<String>,
    start: usize,
}

/// A reader of HTML.
struct Reader<'h> {
    rest: &'h str,
    open: Vec<Open<'h>>,
    page: PageText,
}

impl PageText {
    /// Reads the text of a page's body.
    pub fn of(html: &str) -> Self {
        let html = match html.contains('\r') {
            true => Cow::Owned(html.replace("\r\n", "\n").replace('\r', "\n")),
            false => Cow::Borrowed(html),
        };
        let body = html.find("<body").and_then(|at| html.get(at..)).unwrap_or_default();
        let mut reader = Reader { rest: body, open: Vec::new(), page: Self::default() };
        while !reader.rest.is_empty() {
            reader.step();
        }
        reader.close_from(0);
        reader.page
    }

    /// The part of the text that is in the element with an `id`.
    pub fn element(&self, id: &str) -> Option<Range<usize>> {
        self.ids.get(id).cloned()
    }
}

impl<'h> Reader<'h> {
    /// Reads text up to the next tag, or a tag.
    fn step(&mut self) {
        let begins_tag = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
        if self.rest.strip_prefix('<').is_some_and(|inside| inside.starts_with(begins_tag)) {
            self.tag();
            return;
        }
        let skipped = usize::from(self.rest.starts_with('<'));
        let next = self.rest.get(skipped..).and_then(|rest| rest.find('<'));
        let next = next.map_or(self.rest.len(), |at| at + skipped);
        let text = self.take(next);
        self.page.text.push_str(&htmlize::unescape(text));
    }

    fn take(&mut self, bytes: usize) -> &'h str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes all before a character and that itself; returns what is before.
    fn take_past(&mut self, end: char) -> &'h str {
        let (before, rest) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        before
    }

    /// Leaves out all up to the end of a string.
    fn skip_past(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
    }

    fn tag(&mut self) {
        if self.rest.starts_with("<!--") {
            self.skip_past("-->");
        } else if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
            self.take_past('>');
        } else if self.rest.starts_with("</") {
            let name = self.take_past('>').trim_start_matches("</").trim();
            if let Some(at) = self.open.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)) {
                self.close_from(at);
            }
        } else {
            self.start_tag();
        }
    }

    fn start_tag(&mut self) {
        self.take(1);
        let end = self.rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
        let name = self.take(end.unwrap_or(self.rest.len()));
        let name = if name.contains(|c: char| c.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        };
        let (id, is_closed) = self.attributes();
        if is_closed || VOID.contains(&&*name) {
            return;
        }
        let start = self.page.text.len();
        if RAW.contains(&&*name) {
            let end = format!("</{name}");
            let text = self.rest.find(&end).unwrap_or(self.rest.len());
            let text = self.take(text);
            self.page.text.push_str(text);
        } else if name == "template" {
            self.skip_past("</template>");
            return;
        } else if matches!(&*name, "pre" | "textarea" | "listing") && self.rest.starts_with('\n') {
            self.take(1);
        }
        self.open.push(Open { name, id, start });
    }

    /// Reads the attributes of a tag up to its end: its `id`, and whether it is closed at once.
    fn attributes(&mut self) -> (Option<String>, bool) {
        let mut id = None;
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            if self.rest.is_empty() || self.rest.starts_with('>') {
                self.take(1);
                return (id, false);
            }
            if self.rest.starts_with("/>") {
                self.take(2);
                return (id, true);
            }
            let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
            let first = self.rest.chars().next().map_or(0, char::len_utf8);
            let name = self.take(self.rest.find(ends).unwrap_or(self.rest.len()).max(first));
            if !self.rest.starts_with('=') {
                continue;
            }
            self.take(1);
            let value = self.value();
            if name == "id" {
                id = Some(htmlize::unescape(value).into_owned());
            }
        }
    }

    fn value(&mut self) -> &'h str {
        match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                self.take(1);
                self.take_past(quote)
            }
            _ => {
                let ends = |c: char| c.is_ascii_whitespace() || c == '>';
                self.take(self.rest.find(ends).unwrap_or(self.rest.len()))
            }
        }
    }

    /// Closes the elements from a place on, of which the last may have no end of their own.
    fn close_from(&mut self, at: usize) {
        let end = self.page.text.len();
        for open in self.open.drain(at..) {
            if let Some(id) = open.id {
                self.page.ids.entry(id).or_insert(open.start..end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_a_browser_reads() {
        let html = "<head><title>T</title></head><body class='a>b'>\n<p id=\"p\">One &amp; <br>two<b id=b>!</b><!-- no -->\
            <script>if (a < b) {}</script><svg><use href=\"#x\"/></svg><template>no</template></p><pre>\n\nx</pre> < 3";
        let page = PageText::of(html);
        assert_eq!(page.text, "\nOne & two!if (a < b) {}\nx < 3");
        assert_eq!(page.element("b").and_then(|part| page.text.get(part)), Some("!"));
        assert_eq!(page.element("p").and_then(|part| page.text.get(part)), Some("One & two!if (a < b) {}"));
    }
}
