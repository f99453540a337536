//! Properties: what can be stated of a thing, and as which kind of value.
//!
//! Input: the built-in list (`vocabulary.toml`) and `[properties]` of `annals.toml`, in the same form. Output:
//! [`Properties`]. Entry point: [`Properties::new`].

use std::collections::HashMap;

use super::kind::{Kind, Kinds};
use super::value::Datatype;
use crate::config::Config;
use crate::data::{self, Entry, Format, Table, Text};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, one_of};
use crate::locale::Language;

const BUILTIN: &str = include_str!("vocabulary.toml");

/// What can be stated of a thing.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name: `planned_duration`.
    pub name: String,
    /// What it is called in English, or the site calls it: `planned duration`.
    pub label: String,
    /// Whether the label is the site's own, which goes before the words of a language.
    pub is_labelled: bool,
    /// The datatype of its values.
    pub datatype: Datatype,
    /// The names of the kinds it can be stated of; empty for all.
    pub subjects: Vec<String>,
    /// The names of the kinds its values can be of; empty for all.
    pub values: Vec<String>,
    /// Whether a thing has one value at most.
    pub single: bool,
    /// Qualifiers that tell apart values of which there may be one each (Wikibase's separators).
    pub separators: Vec<String>,
    /// The property that says the same of the value.
    pub inverse: Option<String>,
    /// Whether it is its own inverse.
    pub symmetric: bool,
    /// The least and the greatest number it can have.
    pub range: Option<(f64, f64)>,
    /// The date properties of the same thing that can't be earlier (its ordering).
    pub before: Vec<String>,
    /// The schema.org property.
    pub schema: Option<String>,
    /// The Wikidata property.
    pub wikidata: Option<String>,
}

/// The index of a property in [`Properties`], which is also its place in an infobox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyId(pub u16);

/// All properties of a site.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    list: Vec<Property>,
    by_name: HashMap<String, PropertyId>,
}

/// A property's or qualifier's name as it is compared: `as-of` and `as_of` are one.
pub fn key(name: &str) -> String {
    name.replace('-', "_")
}

impl Properties {
    /// The built-in properties and those of the site. The findings' places are in `annals.toml`.
    pub fn new(config: &Config, kinds: &Kinds) -> (Self, Vec<Diagnostic>) {
        let mut properties = Self::default();
        let (builtin, mut diagnostics) =
            data::parse(Format::Toml, BUILTIN, 0..BUILTIN.len(), Code::BadConfig);
        for entry in builtin.entries() {
            diagnostics.extend(properties.declare(entry, kinds));
        }
        for entry in config.properties.iter().flat_map(|node| node.entries()) {
            diagnostics.extend(properties.declare(entry, kinds));
        }
        diagnostics.extend(properties.check_references(config));
        (properties, diagnostics)
    }

    /// Adds a property, or changes what an entry says of a known one.
    fn declare(&mut self, entry: &Entry, kinds: &Kinds) -> Vec<Diagnostic> {
        let name = key(&entry.key.text);
        let known = self.named(&name);
        let meant = known.map(|id| &self.get(id).name).filter(|meant| **meant != name);
        let misnamed = meant.map(|meant| another_name(&entry.key, meant));
        let mut table = Table::new(&entry.value, Code::BadConfig);
        let base = known.map_or_else(|| Property::new(&name), |id| self.get(id).clone());
        let (property, aliases) = base.changed(&mut table, kinds);
        let mut diagnostics = table.finish();
        diagnostics.extend(misnamed);
        let id = match known {
            Some(id) => {
                self.list[usize::from(id.0)] = property;
                id
            }
            None => {
                self.list.push(property);
                PropertyId(self.list.len() as u16 - 1)
            }
        };
        self.by_name.insert(name, id);
        for alias in aliases {
            let taken = self.by_name.insert(key(&alias.text), id).filter(|taken| *taken != id);
            diagnostics.extend(taken.map(|taken| taken_name(&alias, &self.get(taken).name)));
        }
        diagnostics
    }

    /// Reports the properties that the site's own name and nobody declares.
    fn check_references(&self, config: &Config) -> Vec<Diagnostic> {
        let entries = config.properties.iter().flat_map(|node| node.entries());
        let referring = entries.flat_map(|entry| ["inverse", "before"].map(|name| entry.value.get(name)));
        let named = referring.flatten().flat_map(|node| node.items());
        named
            .filter_map(|node| {
                let name = node.as_str().filter(|name| self.named(name).is_none())?;
                let message = format!("there is no property `{name}`");
                let help = did_you_mean(name, self.names())
                    .unwrap_or_else(|| format!("declare it as well: `[properties.{name}]`"));
                Some(Diagnostic::at(Code::BadConfig, node.span, message).help(help))
            })
            .collect()
    }

    /// The property of an id that these properties gave out.
    pub fn get(&self, id: PropertyId) -> &Property {
        &self.list[usize::from(id.0)]
    }

    /// The property with this name or alias.
    pub fn named(&self, name: &str) -> Option<PropertyId> {
        let known = if name.contains('-') { self.by_name.get(&key(name)) } else { self.by_name.get(name) };
        known.copied()
    }

    /// The property that says of a value what another says of its subject: itself where it is symmetric.
    pub fn inverse(&self, id: PropertyId) -> Option<PropertyId> {
        let property = self.get(id);
        if property.symmetric { Some(id) } else { self.named(property.inverse.as_ref()?) }
    }

    /// All names, for a did-you-mean.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.list.iter().map(|property| &*property.name)
    }

    /// Every property with its id.
    pub fn iter(&self) -> impl Iterator<Item = (PropertyId, &Property)> + Clone {
        self.list.iter().enumerate().map(|(index, property)| (PropertyId(index as u16), property))
    }
}

/// An alias would change another property than the one it looks like.
fn another_name(name: &Text, meant: &str) -> Diagnostic {
    let message = format!("`{}` is another name of the property `{meant}`", name.text);
    let help =
        format!("write `[properties.{meant}]` to change that one, or choose a name for one of your own");
    Diagnostic::at(Code::BadConfig, name.span, message).help(help)
}

fn taken_name(alias: &Text, owner: &str) -> Diagnostic {
    let message = format!("`{}` is a name of the property `{owner}` already", alias.text);
    Diagnostic::at(Code::BadConfig, alias.span, message).help("choose another one")
}

fn english(key: &str) -> Option<String> {
    Language::english().find(key).map(str::to_owned)
}

impl Property {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: english(&format!("properties.{name}")).unwrap_or_else(|| name.replace('_', " ")),
            is_labelled: false,
            datatype: Datatype::Text,
            subjects: Vec::new(),
            values: Vec::new(),
            single: false,
            separators: Vec::new(),
            inverse: None,
            symmetric: false,
            range: None,
            before: Vec::new(),
            schema: None,
            wikidata: None,
        }
    }

    /// The property with what a table says of it, and its other names.
    fn changed(self, table: &mut Table<'_>, kinds: &Kinds) -> (Self, Vec<Text>) {
        let or = |text: Option<Text>, before: Option<String>| text.map(|text| text.text).or(before);
        let aliases = table.texts("aliases");
        let label = table.text("label");
        let property = Self {
            is_labelled: self.is_labelled || label.is_some(),
            label: label.map_or(self.label, |label| label.text),
            datatype: datatype(table).unwrap_or(self.datatype),
            subjects: kind_names(table, "of", kinds).unwrap_or(self.subjects),
            values: kind_names(table, "values", kinds).unwrap_or(self.values),
            single: table.node("single").map_or(self.single, |_| table.flag("single")),
            separators: strings(table, "separators").unwrap_or(self.separators),
            inverse: or(table.text("inverse"), self.inverse).map(|name| key(&name)),
            symmetric: table.node("symmetric").map_or(self.symmetric, |_| table.flag("symmetric")),
            range: range(table).or(self.range),
            before: strings(table, "before").unwrap_or(self.before),
            schema: or(table.text("schema"), self.schema),
            wikidata: or(table.text("wikidata"), self.wikidata),
            name: self.name,
        };
        (property, aliases)
    }

    /// What a reader of a language calls it.
    pub fn label_in<'l>(&'l self, language: &'l Language) -> &'l str {
        let word = language.find(&format!("properties.{}", self.name)).filter(|_| !self.is_labelled);
        word.unwrap_or(&self.label)
    }

    /// Whether it can be stated of a kind; the site's own kinds take any property.
    pub fn applies_to(&self, kind: &Kind) -> bool {
        !kind.builtin || self.subjects.is_empty() || self.subjects.contains(&kind.name)
    }
}

fn datatype(table: &mut Table<'_>) -> Option<Datatype> {
    let text = table.text("datatype")?;
    let datatype = Datatype::parse(&text.text);
    if datatype.is_none() {
        let names: Vec<_> = Datatype::ALL.iter().map(|datatype| format!("`{}`", datatype.as_str())).collect();
        let message = format!("there is no datatype `{}`", text.text);
        table.report(
            Diagnostic::at(Code::BadConfig, text.span, message).help(format!("it is {}", one_of(&names))),
        );
    }
    datatype
}

fn strings(table: &mut Table<'_>, name: &'static str) -> Option<Vec<String>> {
    table.node(name)?;
    Some(table.texts(name).into_iter().map(|text| key(&text.text)).collect())
}

/// `[least, greatest]`; either may be infinite.
fn range(table: &mut Table<'_>) -> Option<(f64, f64)> {
    let node = table.node("range")?;
    let numbers: Option<Vec<f64>> = node.items().map(|item| item.as_str()?.parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[least, greatest]) if least <= greatest => Some((least, greatest)),
        _ => {
            table.wrong_shape(node, "the least and the greatest number, as in `[0, inf]`");
            None
        }
    }
}

fn kind_names(table: &mut Table<'_>, name: &'static str, kinds: &Kinds) -> Option<Vec<String>> {
    table.node(name)?;
    let mut names = Vec::new();
    for text in table.texts(name) {
        if kinds.named(&text.text).is_none() {
            let message = format!("there is no kind `{}`", text.text);
            let known = kinds.iter().map(|(_, kind)| &*kind.name);
            let help = did_you_mean(&text.text, known);
            table.report(Diagnostic::at(Code::BadConfig, text.span, message).maybe_help(help));
        }
        names.push(text.text);
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_vocabulary_is_without_fault() {
        let config = Config::default();
        let (kinds, _) = Kinds::new(&config);
        let (properties, found) = Properties::new(&config, &kinds);
        assert_eq!(found, []);
        for (_, property) in properties.iter() {
            for name in property.inverse.iter().chain(&property.before) {
                assert!(properties.named(name).is_some(), "{}: {name}", property.name);
            }
        }
    }

    #[test]
    fn what_a_site_says_of_a_property_is_checked() {
        let text = "[properties.depth]\ndatatype = \"number\"\nrange = [3, 1]\nbefore = [\"dyed\"]\n";
        let config = crate::config::parse(text).config;
        let (kinds, _) = Kinds::new(&config);
        let (_, found) = Properties::new(&config, &kinds);
        let places: Vec<_> = found.iter().map(|finding| finding.primary.span.of(text)).collect();
        assert_eq!(places, ["[3, 1]", "\"dyed\""]);
        assert_eq!(found[1].help, ["did you mean `died`?"]);
    }
}
