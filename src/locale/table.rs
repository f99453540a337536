//! A language's table of words.
//!
//! Input: the text of a `words/LANGUAGE.toml`. Output: a [`Table`] of [`Word`]s by key, `properties.duration` for one in
//! a section. Entry point: [`read`].

use std::collections::BTreeMap;

use crate::data::{self, Entry, Format, Text, Value, unknown_key};
use crate::diagnostic::{Code, Diagnostic};

/// The sections of a table. Those with a `true` may hold any keys: the names of kinds, properties and qualifiers, the
/// site's own among them, what an author may write as `certainty`, and what its own templates need.
const SECTIONS: [(&str, bool); 11] = [
    ("certainty", true),
    ("datatypes", false),
    ("durations", false),
    ("extra", true),
    ("formats", false),
    ("kinds", true),
    ("properties", true),
    ("qualifiers", true),
    ("relations", false),
    ("scales", false),
    ("terms", false),
];

/// The forms that a word can have: the plurals of CLDR, and what depends on what stands beside it.
const FORMS: [&str; 10] =
    ["zero", "one", "two", "few", "many", "other", "day", "month", "uncertain", "alone"];

/// Words by key.
pub type Table = BTreeMap<String, Word>;

/// A word or sentence in all its forms; one that has a single form calls it `other`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(BTreeMap<String, String>);

impl Word {
    /// The text of a form; that of the form `other` where the word has no such form.
    pub fn form(&self, form: &str) -> &str {
        self.0.get(form).or_else(|| self.0.get("other")).map_or("", String::as_str)
    }

    /// All forms.
    pub fn forms(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

/// Reads a table. Where `known` is given, keys that it lacks are warnings.
pub fn read(text: &str, known: Option<&Table>) -> (Table, Vec<Diagnostic>) {
    let (root, diagnostics) = data::parse(Format::Toml, text, 0..text.len(), Code::TemplateError);
    let mut reader = Reader { known, table: Table::new(), diagnostics };
    for entry in root.entries() {
        match SECTIONS.iter().find(|(section, _)| *section == entry.key.text) {
            Some((section, is_open)) => {
                for inner in entry.value.entries() {
                    reader.add(&format!("{section}."), inner, *is_open);
                }
            }
            None => reader.add("", entry, false),
        }
    }
    (reader.table, reader.diagnostics)
}

struct Reader<'k> {
    known: Option<&'k Table>,
    table: Table,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn add(&mut self, section: &str, entry: &Entry, is_open: bool) {
        let key = format!("{section}{}", entry.key.text);
        if let Some(known) = self.known.filter(|known| !is_open && !known.contains_key(&key)) {
            let near =
                known.keys().filter_map(|key| key.strip_prefix(section)).filter(|key| !key.contains('.'));
            self.diagnostics.push(unknown_key(entry, near));
            return;
        }
        let forms: BTreeMap<String, String> = match &entry.value.value {
            Value::Table(forms) => forms.iter().filter_map(|form| self.form(form)).collect(),
            _ => self.text(&entry.key, entry).into_iter().map(|text| ("other".to_owned(), text)).collect(),
        };
        self.table.insert(key, Word(forms));
    }

    fn form(&mut self, form: &Entry) -> Option<(String, String)> {
        if !FORMS.contains(&&*form.key.text) {
            self.diagnostics.push(unknown_key(form, FORMS.into_iter()));
            return None;
        }
        Some((form.key.text.clone(), self.text(&form.key, form)?))
    }

    fn text(&mut self, key: &Text, entry: &Entry) -> Option<String> {
        let text = entry.value.as_str().map(str::to_owned);
        if text.is_none() {
            let message = format!("`{}` is a text, found {}", key.text, entry.value.kind());
            self.diagnostics.push(Diagnostic::at(Code::TemplateError, entry.value.span, message));
        }
        text
    }
}
