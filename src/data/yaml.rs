//! YAML → entries.
//!
//! Input: a text and the part of it that is YAML. Output: entries, and what can't be read: a syntax error ends the
//! reading, a repeated key or an alias is left out. Entry point: [`parse`].

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use super::{Entry, Fault, Node, Scalar, ScalarKind, Text, Value};
use crate::source::Span;

/// Reads the YAML in `text[range]`, whose root must be a mapping.
pub fn parse(text: &str, range: Range<usize>) -> (Vec<Entry>, Vec<Fault>) {
    let mut reader =
        Reader { start: range.start, end: range.end, open: Vec::new(), root: None, faults: Vec::new() };
    for next in Parser::new_from_str(text.get(range).unwrap_or_default()) {
        match next {
            Ok((event, span)) => reader.event(event, span),
            Err(error) => {
                let at = reader.place(error.marker().byte_offset());
                let end = text
                    .get(at..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(at, |next| at + next.len_utf8());
                let message = format!("this is not valid YAML: {}", error.info());
                let message = message.trim_end_matches([':', ' ']);
                reader.faults.push(Fault::new(Span::new(at..end), message));
                break;
            }
        }
    }
    reader.finish()
}

/// A collection that is not complete yet.
struct Open {
    start: usize,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    /// The entries, and the key whose value comes next.
    Table(Vec<Entry>, Option<Text>),
}

struct Reader {
    start: usize,
    end: usize,
    open: Vec<Open>,
    root: Option<Node>,
    faults: Vec<Fault>,
}

impl Reader {
    fn place(&self, offset: Option<usize>) -> usize {
        (self.start + offset.unwrap_or_default()).min(self.end)
    }

    fn event(&mut self, event: Event<'_>, span: granit_parser::Span) {
        let span = Span::new(self.place(span.start.byte_offset())..self.place(span.end.byte_offset()));
        let start = span.range().start;
        match event {
            Event::MappingStart(..) => {
                self.open.push(Open { start, kind: OpenKind::Table(Vec::new(), None) })
            }
            Event::SequenceStart(..) => self.open.push(Open { start, kind: OpenKind::List(Vec::new()) }),
            Event::MappingEnd | Event::SequenceEnd => self.close(),
            Event::Scalar(text, style, ..) => {
                let value = if style == ScalarStyle::Plain { plain(&text) } else { words(&text) };
                self.add(Node { span, value });
            }
            Event::Alias(_) => {
                let mut fault = Fault::new(span, "the front matter of a file has no aliases of YAML");
                fault.help = Some("write the value itself");
                self.faults.push(fault);
                self.add(Node { span, value: Value::Null });
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some(Open { start, kind }) = self.open.pop() else { return };
        let (last, value) = match kind {
            OpenKind::List(items) => (items.last().map(|item| item.span), Value::List(items)),
            OpenKind::Table(entries, _) => {
                self.report_repeated(&entries);
                (entries.last().map(|entry| entry.value.span), Value::Table(entries))
            }
        };
        let end = last.map_or(start, |last| last.range().end.max(start));
        self.add(Node { span: Span::new(start..end), value });
    }

    /// Adds a node to the innermost collection.
    fn add(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(OpenKind::List(items)) => items.push(node),
            Some(OpenKind::Table(_, key @ None)) => {
                let text = node.as_str().map(str::to_owned);
                if text.is_none() && node.value != Value::Null {
                    self.faults.push(Fault::new(node.span, "a key must be a text"));
                }
                *key = Some(Text { text: text.unwrap_or_default(), span: node.span });
            }
            Some(OpenKind::Table(entries, key)) => {
                if let Some(key) = key.take() {
                    entries.push(Entry { key, value: node });
                }
            }
        }
    }

    fn report_repeated(&mut self, entries: &[Entry]) {
        let mut known = HashMap::with_capacity(entries.len());
        for Entry { key, .. } in entries {
            let first = *known.entry(&*key.text).or_insert(key.span);
            if first != key.span {
                let mut fault = Fault::new(key.span, format!("the key `{}` is given twice", key.text));
                fault.first = Some(first);
                fault.help = Some("remove one of the two");
                self.faults.push(fault);
            }
        }
    }

    fn finish(mut self) -> (Vec<Entry>, Vec<Fault>) {
        while !self.open.is_empty() {
            self.close();
        }
        match self.root.map(|root| (root.span, root.value)) {
            Some((_, Value::Table(entries))) => (entries, self.faults),
            None | Some((_, Value::Null)) => (Vec::new(), self.faults),
            Some((span, _)) => {
                self.faults.push(Fault::new(span, "expected keys and values, as in `title: …`"));
                (Vec::new(), self.faults)
            }
        }
    }
}

fn words(text: &str) -> Value {
    Value::Scalar(Scalar { text: text.to_owned(), kind: ScalarKind::Text })
}

/// A plain scalar, by YAML 1.2's core schema.
fn plain(text: &str) -> Value {
    let kind = match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => ScalarKind::Boolean(true),
        "false" | "False" | "FALSE" => ScalarKind::Boolean(false),
        _ => number(text).unwrap_or(ScalarKind::Text),
    };
    Value::Scalar(Scalar { text: text.to_owned(), kind })
}

fn number(text: &str) -> Option<ScalarKind> {
    let digits = text.trim_start_matches(['-', '+']);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.parse().map(ScalarKind::Integer).or_else(|_| text.parse().map(ScalarKind::Float)).ok()
}
