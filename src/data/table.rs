//! Reading a table's keys one by one, with a diagnostic for each that is of the wrong shape or means nothing.
//!
//! Input: a [`Node`] that is a table. Output: what the caller asks for, and diagnostics. Entry point: [`Table::new`].

use super::{Entry, Node, Value};
use crate::diagnostic::{Applicability, Code, Diagnostic, nearest};
use crate::source::Span;

/// A text with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text, unescaped.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Text {
    /// The parts of a list, separated by `;`, each with its place where the text stands as it was written.
    pub fn split(&self) -> Vec<Self> {
        let verbatim = self.span.end.checked_sub(self.span.start) == Some(self.text.len() as u32);
        let mut at = 0;
        self.text
            .split(';')
            .filter_map(|part| {
                let start = at + (part.len() - part.trim_start().len());
                at += part.len() + 1;
                let text = part.trim();
                let offset = self.span.start as usize + start;
                let span = if verbatim { Span::new(offset..offset + text.len()) } else { self.span };
                (!text.is_empty()).then(|| Self { text: text.to_owned(), span })
            })
            .collect()
    }
}

/// A table being read; [`Table::finish`] tells which keys nobody asked for.
#[derive(Debug)]
pub struct Table<'a> {
    node: &'a Node,
    asked: Vec<&'static str>,
    code: Code,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Table<'a> {
    /// Starts reading `node`; findings about the shape of values get `code`.
    pub fn new(node: &'a Node, code: Code) -> Self {
        let mut table = Self { node, asked: Vec::new(), code, diagnostics: Vec::new() };
        if !matches!(node.value, Value::Table(_) | Value::Null) {
            table.wrong_shape(node, "a table of keys and values");
        }
        table
    }

    /// The value of a key, whatever its shape.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.asked.push(key);
        self.node.get(key).filter(|node| node.value != Value::Null)
    }

    /// The value of a key that holds one text.
    pub fn text(&mut self, key: &'static str) -> Option<Text> {
        let node = self.node(key)?;
        self.as_text(node)
    }

    /// The value of a key that is true or false; false where it is absent.
    pub fn flag(&mut self, key: &'static str) -> bool {
        let Some(node) = self.node(key) else { return false };
        let flag = node.as_bool();
        if flag.is_none() {
            self.wrong_shape(node, "`true` or `false`");
        }
        flag.unwrap_or_default()
    }

    /// The texts of a key that holds one text or a list of them.
    pub fn texts(&mut self, key: &'static str) -> Vec<Text> {
        let Some(node) = self.node(key) else { return Vec::new() };
        node.items().filter_map(|item| self.as_text(item)).collect()
    }

    /// The entries of a key that holds a table.
    pub fn entries(&mut self, key: &'static str) -> &'a [Entry] {
        let Some(node) = self.node(key) else { return &[] };
        if !matches!(node.value, Value::Table(_)) {
            self.wrong_shape(node, "a table of keys and values");
        }
        node.entries()
    }

    /// A text from a node of any shape; others than text are reported.
    pub fn as_text(&mut self, node: &Node) -> Option<Text> {
        let text = node.as_str().map(|text| Text { text: text.to_owned(), span: node.span });
        if text.is_none() {
            self.wrong_shape(node, "a text");
        }
        text
    }

    /// Reports a value that is not what it should be.
    pub fn wrong_shape(&mut self, node: &Node, expected: &str) {
        let message = format!("expected {expected}, found {}", node.kind());
        self.diagnostics.push(Diagnostic::at(self.code, node.span, message));
    }

    /// Adds a finding of the reader's own.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The entries that nobody asked for.
    pub fn rest(&self) -> Vec<&'a Entry> {
        self.node.entries().iter().filter(|entry| !self.asked.contains(&&*entry.key.text)).collect()
    }

    /// Ends the reading: every key that nobody asked for is a warning.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for entry in self.rest() {
            let finding = unknown_key(entry, self.asked.iter().copied());
            self.diagnostics.push(finding);
        }
        self.diagnostics
    }

    /// Ends the reading where the caller has a use for the [`rest`](Self::rest).
    pub fn finish_open(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}

/// The warning for a key that means nothing.
pub fn unknown_key<'k>(entry: &Entry, known: impl Iterator<Item = &'k str> + Clone) -> Diagnostic {
    let key = &entry.key;
    Diagnostic::at(Code::UnknownKey, key.span, format!("the key `{}` means nothing here", key.text))
        .meant(Applicability::Safe, key.span, nearest(&key.text, known))
        .or_help(|| "put what your own templates need under `extra`".to_owned())
}
