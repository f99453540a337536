//! The languages of a site: the words of the theme, and how each language writes numbers, dates and lists.
//!
//! Input: the tables `words/LANGUAGE.toml` among the templates. Output: a [`Language`] for each tag that the site uses.
//! Entry points: [`Languages::new`] and [`Languages::language`]; [`Language::english`] for findings, which are English always.
//!
//! A word that a site's own table lacks is taken from the built-in one of that language, and then from the English one;
//! so a site's table may be short.

mod alphabet;
mod calendar;
mod language;
mod surname;
mod table;

use std::collections::{BTreeMap, BTreeSet};

pub use alphabet::Alphabet;
pub use calendar::{MONTHS, WEEKDAYS, is_in_calendar};
pub use language::{Language, is_rtl};
pub use surname::sort_form;
use table::Table;

use crate::diagnostic::Diagnostic;
use crate::load::Template;

/// The language whose words stand in for missing ones.
const FALLBACK: &str = "en";

/// The languages of a site.
#[derive(Debug, Default)]
pub struct Languages {
    site: Language,
    others: BTreeMap<String, Language>,
}

impl Languages {
    /// Prepares the language of a site, and those that some of its pages have.
    pub fn new<'l>(
        templates: &[Template],
        site: &str,
        others: impl IntoIterator<Item = &'l str>,
    ) -> (Self, Vec<Diagnostic>) {
        let others: BTreeSet<&str> = others.into_iter().filter(|tag| *tag != site).collect();
        let used = others.iter().copied().chain([site, FALLBACK]).map(main_language).collect();
        let (tables, diagnostics) = tables(templates, &used);
        let language = |tag: &str| Language::new(tag, words(&tables, tag));
        let others = others.into_iter().map(|tag| (tag.to_owned(), language(tag))).collect();
        (Self { others, site: language(site) }, diagnostics)
    }

    /// A language by its tag; that of the site where no page has it.
    pub fn language(&self, tag: &str) -> &Language {
        self.others.get(tag).unwrap_or(&self.site)
    }

    /// The language of the site.
    pub fn site(&self) -> &Language {
        &self.site
    }

    /// Every language.
    pub fn iter(&self) -> impl Iterator<Item = &Language> {
        std::iter::once(&self.site).chain(self.others.values())
    }
}

/// The language of a tag without region and script, in lower case.
fn main_language(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_lowercase()
}

/// The site's own tables and the built-in ones that are used, by language in lower case. What a site's own table says
/// goes before what the built-in one says.
fn tables(templates: &[Template], used: &BTreeSet<String>) -> (BTreeMap<String, Table>, Vec<Diagnostic>) {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    let (own, builtin): (Vec<_>, Vec<_>) = templates.iter().partition(|template| template.file.is_some());
    for template in builtin.into_iter().chain(own) {
        let name = template.name.strip_prefix("words/").and_then(|name| name.strip_suffix(".toml"));
        let Some(language) = name.filter(|name| template.file.is_some() || used.contains(*name)) else {
            continue;
        };
        let known = template.file.and_then(|_| tables.get(FALLBACK));
        let (table, found) = table::read(&template.text, known);
        let file = template.file.unwrap_or_default();
        diagnostics.extend(found.into_iter().map(|finding| finding.in_file(file)));
        tables.entry(language.to_lowercase()).or_default().extend(table);
    }
    (tables, diagnostics)
}

/// The words of a language: those of its own table, of the table of its main language, of the English one.
fn words(tables: &BTreeMap<String, Table>, tag: &str) -> Table {
    let (main, tag) = (main_language(tag), tag.to_lowercase());
    let mut words = Table::new();
    for table in [FALLBACK, &*main, &*tag].into_iter().filter_map(|name| tables.get(name)) {
        words.extend(table.iter().map(|(key, word)| (key.clone(), word.clone())));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn own(name: &str, text: &str) -> Template {
        Template { name: name.into(), text: text.into(), file: Some(FileId::default()) }
    }

    fn builtin() -> Vec<Template> {
        let builtin = crate::load::builtin_templates().into_iter();
        builtin.map(|(name, text)| Template { name: name.into(), text: text.into(), file: None }).collect()
    }

    #[test]
    fn a_site_adds_a_language_by_a_file() {
        let text = "claims = \"Beweringen\"\n\n[properties]\nduration = \"duur\"\n";
        let templates = [vec![own("words/nl.toml", text)], builtin()].concat();
        let (words, found) = Languages::new(&templates, "nl", ["de"]);
        assert_eq!(found, []);
        let dutch = words.site();
        assert_eq!([dutch.word("claims"), dutch.word("facts")], ["Beweringen", "Facts"]);
        assert_eq!(dutch.find("properties.duration"), Some("duur"));
        assert_eq!(dutch.date(2017, 7, 7).as_deref(), Some("7 juli 2017"));
        assert_eq!(words.language("de").word("facts"), "Fakten");
    }

    #[test]
    fn a_sites_table_changes_single_words() {
        let templates = [vec![own("words/de.toml", "facts = \"Tatsachen\"\n")], builtin()].concat();
        let (words, _) = Languages::new(&templates, "de-AT", []);
        assert_eq!([words.site().word("facts"), words.site().word("notes")], ["Tatsachen", "Belege"]);
    }

    #[test]
    fn a_word_that_the_theme_does_not_use_is_a_warning() {
        let text = "clams = \"x\"\nentries = { one = \"{n}\", twoo = \"{n}\" }\n[properties]\nmass = \"x\"\n\
                    [relations]\ndenys = \"x\"\n[extra]\nmine = \"x\"\n";
        let (_, found) = Languages::new(&[vec![own("words/xx.toml", text)], builtin()].concat(), "xx", []);
        let findings: Vec<_> = found.iter().map(|it| (it.primary.span.of(text), it.help.join(" "))).collect();
        let expected = [
            ("clams", "did you mean `claims`?"),
            ("twoo", "did you mean `two`?"),
            ("denys", "did you mean `denies`?"),
        ];
        assert_eq!(findings, expected.map(|(key, help)| (key, help.to_owned())));
    }
}
