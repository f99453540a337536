//! Structured data that an author writes, YAML or TOML, as one tree in which every part knows its place.
//!
//! Input: a text in one of the formats. Output: a [`Node`], and what is wrong with the text. Entry point: [`parse`];
//! [`Table`] reads the tree.

mod table;
mod toml;
mod yaml;

use std::hash::{Hash, Hasher};
use std::ops::Range;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

pub use table::{Table, Text, unknown_key};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A notation for data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2, between `---` lines.
    Yaml,
    /// TOML 1.0, between `+++` lines and in `annals.toml`.
    Toml,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A value of any shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: `key:` and no more.
    Null,
    /// A single value.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in the order in which they are written.
    Table(Vec<Entry>),
}

/// A single value: its text, and what the notation takes it for.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The text, unescaped.
    pub text: String,
    /// What it is.
    pub kind: ScalarKind,
}

/// What a scalar is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScalarKind {
    /// Words, and dates.
    Text,
    /// A whole number.
    Integer(i64),
    /// A number with decimals.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The value.
    pub value: Node,
}

/// Reads the data in `text[range]`; what can't be read is reported under `code` and left out. The root is a table.
pub fn parse(format: Format, text: &str, range: Range<usize>, code: Code) -> (Node, Vec<Diagnostic>) {
    let (entries, faults) = match format {
        Format::Yaml => yaml::parse(text, range.clone()),
        Format::Toml => toml::parse(text, range.clone()),
    };
    let root = Node { span: Span::new(range), value: Value::Table(entries) };
    (root, faults.into_iter().map(|fault| fault.report(code)).collect())
}

/// Why a part of a text can't be read.
struct Fault {
    span: Span,
    message: String,
    help: Option<&'static str>,
    first: Option<Span>,
}

impl Fault {
    fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None, first: None }
    }

    fn report(self, code: Code) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::at(code, self.span, self.message).maybe_help(self.help.map(str::to_owned));
        if let Some(first) = self.first {
            diagnostic = diagnostic.label_at(first, "first given here");
        }
        diagnostic
    }
}

impl Node {
    /// The value of a key, where this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key.text == key).map(|entry| &entry.value)
    }

    /// The entries of a table; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; anything else but nothing is a list of itself.
    pub fn items(&self) -> impl Iterator<Item = &Node> {
        match &self.value {
            Value::Null => [].iter(),
            Value::List(items) => items.iter(),
            _ => std::slice::from_ref(self).iter(),
        }
    }

    /// The text of a scalar, whatever the notation takes it for.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// Whether a scalar is true.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Scalar(Scalar { kind: ScalarKind::Boolean(truth), .. }) => Some(*truth),
            _ => None,
        }
    }

    /// What it is, for a message.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Scalar(scalar) => match scalar.kind {
                ScalarKind::Text => "a text",
                ScalarKind::Integer(_) | ScalarKind::Float(_) => "a number",
                ScalarKind::Boolean(_) => "a truth value",
            },
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// What is said, wherever it stands.
impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.value {
            Value::Null => 0.hash(state),
            Value::Scalar(Scalar { text, kind }) => (1, std::mem::discriminant(kind), text).hash(state),
            Value::List(items) => (2, items).hash(state),
            Value::Table(entries) => {
                (3, entries.len()).hash(state);
                entries.iter().for_each(|entry| (&entry.key.text, &entry.value).hash(state));
            }
        }
    }
}

/// Templates see `extra` in its own shape.
impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_none(),
            Value::Scalar(scalar) => match scalar.kind {
                ScalarKind::Text => serializer.serialize_str(&scalar.text),
                ScalarKind::Integer(number) => serializer.serialize_i64(number),
                ScalarKind::Float(number) => serializer.serialize_f64(number),
                ScalarKind::Boolean(truth) => serializer.serialize_bool(truth),
            },
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Value::Table(entries) => {
                let mut table = serializer.serialize_map(Some(entries.len()))?;
                entries.iter().try_for_each(|entry| table.serialize_entry(&entry.key.text, &entry.value))?;
                table.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: Format, text: &str) -> (Node, Vec<String>) {
        let (node, found) = parse(format, text, 0..text.len(), Code::BadFrontMatter);
        (
            node,
            found
                .into_iter()
                .map(|finding| format!("{}: {}", finding.primary.span.of(text), finding.message))
                .collect(),
        )
    }

    #[test]
    fn both_notations_make_one_tree() {
        let yaml = "name: Ada Lovelace\nborn: 1815-12-10\ndraft: true\naliases: [Ada, 'Countess']\nextra: {rank: 1, none: }\n";
        let toml = "name = \"Ada Lovelace\"\nborn = 1815-12-10\ndraft = true\naliases = [\"Ada\", 'Countess']\n[extra]\nrank = 1\n";
        for (format, text) in [(Format::Yaml, yaml), (Format::Toml, toml)] {
            let (node, found) = read(format, text);
            assert_eq!(found, Vec::<String>::new());
            let name = node.get("name").map(|name| (name.as_str(), name.span.of(text).trim_matches('"')));
            assert_eq!(name, Some((Some("Ada Lovelace"), "Ada Lovelace")));
            assert_eq!(node.get("born").and_then(Node::as_str), Some("1815-12-10"));
            assert_eq!(node.get("draft").and_then(Node::as_bool), Some(true));
            let aliases: Vec<_> =
                node.get("aliases").into_iter().flat_map(Node::items).filter_map(Node::as_str).collect();
            assert_eq!(aliases, ["Ada", "Countess"]);
            let rank = node.get("extra").and_then(|extra| extra.get("rank"));
            assert!(matches!(
                rank,
                Some(Node { value: Value::Scalar(Scalar { kind: ScalarKind::Integer(1), .. }), .. })
            ));
        }
    }

    #[test]
    fn what_cannot_be_read_has_a_place() {
        for (format, text, place) in [
            (Format::Yaml, "a: 1\na: 2\n", "a"),
            (Format::Yaml, "a: &x 1\nb: *x\n", "*x"),
            (Format::Yaml, "- a\n- b\n", "-"),
            (Format::Toml, "a = 1\nb = = 2\n", "="),
        ] {
            let (_, found) = read(format, text);
            assert!(found.first().is_some_and(|first| first.starts_with(place)), "{found:?}");
        }
    }

    #[test]
    fn no_text_panics() {
        for text in [
            "a: [",
            "a:\n\tb",
            "\"",
            "é: {ü",
            "a: >-\n  ",
            "%YAML",
            "? a\n: b",
            "a: !!x y",
            "--- \n...\n---\n",
        ] {
            read(Format::Yaml, text);
            read(Format::Toml, text);
        }
    }
}
