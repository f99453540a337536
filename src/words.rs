//! The words of the theme, by language.
//!
//! Input: the tables `words/LANGUAGE.toml` among the templates. Output: [`Words`]. Entry points: [`Words::new`] and
//! [`Words::table`].
//!
//! A word that a site's own table lacks is taken from the built-in one of that language, and then from the English one;
//! so a site's table may be short.

use std::collections::BTreeMap;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use crate::data::{self, Entry, Format, Node, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Template;

/// The language whose words stand in for missing ones.
const FALLBACK: &str = "en";

/// The tables of all languages.
#[derive(Debug, Default)]
pub struct Words(BTreeMap<String, Node>);

impl Words {
    /// Reads the tables.
    pub fn new(templates: &[Template]) -> (Self, Vec<Diagnostic>) {
        let mut words = Self::default();
        let mut diagnostics = Vec::new();
        for template in templates.iter().rev() {
            let name = template.name.strip_prefix("words/").and_then(|name| name.strip_suffix(".toml"));
            let Some(language) = name else { continue };
            let (table, found) =
                data::parse(Format::Toml, &template.text, 0..template.text.len(), Code::TemplateError);
            let file = template.file.unwrap_or_default();
            diagnostics.extend(found.into_iter().map(|finding| finding.in_file(file)));
            words.add(language.to_lowercase(), table);
        }
        (words, diagnostics)
    }

    /// Adds a table; what it says goes before what a built-in one of its language says.
    fn add(&mut self, language: String, table: Node) {
        let Some(known) = self.0.get_mut(&language) else {
            self.0.insert(language, table);
            return;
        };
        if let (Value::Table(known), Value::Table(own)) = (&mut known.value, table.value) {
            known.retain(|entry| !own.iter().any(|other| other.key.text == entry.key.text));
            known.extend(own);
        }
    }

    /// The words of a language: those of its own table, of the table of its main language, of the English one.
    pub fn table(&self, language: &str) -> Vec<Entry> {
        let language = language.to_lowercase();
        let main = language.split('-').next().unwrap_or_default();
        let mut words: BTreeMap<&str, &Entry> = BTreeMap::new();
        for table in [FALLBACK, main, &*language].into_iter().filter_map(|name| self.0.get(name)) {
            words.extend(table.entries().iter().map(|entry| (&*entry.key.text, entry)));
        }
        words.into_values().cloned().collect()
    }
}

/// The form of a counted word, by CLDR's plural rules of a language, with the number put in.
pub fn count(forms: &[(&str, &str)], number: usize, language: &str) -> String {
    let category = language
        .parse::<Locale>()
        .ok()
        .and_then(|locale| PluralRules::try_new_cardinal(locale.into()).ok())
        .map_or(PluralCategory::Other, |rules| rules.category_for(number));
    let name = match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    };
    let form = |wanted: &str| forms.iter().find(|(form, _)| *form == wanted).map(|(_, text)| *text);
    form(name).or_else(|| form("other")).unwrap_or("{n}").replace("{n}", &number.to_string())
}

/// The forms of a counted word: the texts of a table.
pub fn forms(node: &Node) -> Vec<(&str, &str)> {
    match &node.value {
        Value::Table(entries) => {
            entries.iter().filter_map(|entry| Some((&*entry.key.text, entry.value.as_str()?))).collect()
        }
        _ => node.as_str().map(|text| ("other", text)).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_the_plural_of_their_language() {
        let forms =
            [("one", "{n} книга"), ("few", "{n} книги"), ("many", "{n} книг"), ("other", "{n} книги")];
        assert_eq!(
            [1, 3, 5, 21].map(|number| count(&forms, number, "ru")),
            ["1 книга", "3 книги", "5 книг", "21 книга"]
        );
        assert_eq!(count(&[("one", "{n} page"), ("other", "{n} pages")], 0, "en-GB"), "0 pages");
    }
}
