//! TOML → entries.
//!
//! Input: a text and the part of it that is TOML. Output: entries in the order in which they are written, and the
//! parser's complaints; it recovers from mistakes and reads on. Entry point: [`parse`].

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Entry, Fault, Node, Scalar, ScalarKind, Text, Value};
use crate::source::Span;

/// Reads the TOML in `text[range]`.
pub fn parse(text: &str, range: Range<usize>) -> (Vec<Entry>, Vec<Fault>) {
    let reader = Reader { text, start: range.start };
    let (table, errors) = DeTable::parse_recoverable(text.get(range.clone()).unwrap_or_default());
    let faults = errors.iter().map(|error| {
        let place = error.span().map_or(range.start..range.start, |span| reader.span(span).range());
        let place = Span::new(place.start..place.end.max(end_of_char(text, place.start)));
        Fault::new(place, format!("this is not valid TOML: {}", error.message()))
    });
    (reader.entries(table.into_inner()), faults.collect())
}

/// The end of the character at an offset, so that a place is never empty within a line.
fn end_of_char(text: &str, at: usize) -> usize {
    let next = text.get(at..).and_then(|rest| rest.chars().next()).filter(|&next| next != '\n');
    at + next.map_or(0, char::len_utf8)
}

struct Reader<'t> {
    text: &'t str,
    start: usize,
}

impl Reader<'_> {
    fn span(&self, span: Range<usize>) -> Span {
        let end = self.text.len();
        Span::new((self.start + span.start).min(end)..(self.start + span.end).min(end))
    }

    fn entries(&self, table: DeTable<'_>) -> Vec<Entry> {
        let mut entries: Vec<_> = table
            .into_iter()
            .map(|(key, value)| Entry {
                key: Text { span: self.span(key.span()), text: key.into_inner().into_owned() },
                value: self.node(value),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key.span);
        entries
    }

    fn node(&self, value: Spanned<DeValue<'_>>) -> Node {
        let span = self.span(value.span());
        let value = match value.into_inner() {
            DeValue::Array(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.entries(table)),
            DeValue::String(text) => scalar(text.into_owned(), ScalarKind::Text),
            DeValue::Boolean(truth) => scalar(truth.to_string(), ScalarKind::Boolean(truth)),
            DeValue::Datetime(moment) => scalar(moment.to_string(), ScalarKind::Text),
            DeValue::Integer(number) => {
                let parsed = i64::from_str_radix(number.as_str(), number.radix());
                scalar(number.to_string(), parsed.map_or(ScalarKind::Text, ScalarKind::Integer))
            }
            DeValue::Float(number) => {
                let parsed = number.as_str().parse();
                scalar(number.to_string(), parsed.map_or(ScalarKind::Text, ScalarKind::Float))
            }
        };
        Node { span, value }
    }
}

fn scalar(text: String, kind: ScalarKind) -> Value {
    Value::Scalar(Scalar { text, kind })
}
