//! Writing XML that is well-formed, whatever a text holds.
//!
//! Input: names, attributes and texts. Output: XML. Entry point: [`Xml`].

/// XML that is being written.
#[derive(Debug, Default)]
pub struct Xml {
    /// What was written.
    pub out: String,
}

impl Xml {
    /// Opens an element; attributes without a value are left out.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// Closes an element.
    pub fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element with a text, or none where that is empty.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        if !text.is_empty() {
            self.open(name, attributes);
            self.text(text);
            self.close(name);
        }
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes);
        self.close(name);
    }

    /// An element with what is written in it.
    pub fn within(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        inside(self);
        self.close(name);
    }

    /// Text, without the characters that XML can't hold.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '&' => self.out.push_str("&amp;"),
                '"' => self.out.push_str("&quot;"),
                '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => {
                    self.out.push(c)
                }
                _ => {}
            }
        }
    }
}

/// An id that XML takes, of what has another one: letters of ASCII, digits, full stops and hyphens as they are.
pub fn id(kind: &str, own: &str) -> String {
    let mut id = format!("{kind}.");
    for c in own.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') => id.push(c),
            c => id.push_str(&format!("_{:x}_", u32::from(c))),
        }
    }
    id
}
