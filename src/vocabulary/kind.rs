//! Kinds of things: those that every site has, and the site's own.
//!
//! Input: `[kinds]` of `annals.toml`. Output: [`Kinds`]. Entry point: [`Kinds::new`].

use std::collections::HashMap;

use crate::config::{Config, Folders};
use crate::data::Table;
use crate::diagnostic::{Code, Diagnostic, one_of};
use crate::locale::Language;
use crate::source::path::id_fault;

/// What Annals does with the things of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It states facts and reports claims.
    Article,
    /// It is a page like any other: About, the guide.
    Page,
    /// Its files review claims that articles report.
    Claim,
    /// It is cited.
    Source,
    /// Articles speak of it.
    Entity,
}

/// A kind.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name, singular: `person`.
    pub name: String,
    /// Its folder in `content/` and in the output: `people`; empty for `content/` itself.
    pub folder: String,
    /// What its index is called in the output: as its folder, or as that would be if it had one.
    pub index: String,
    /// What one is called in English, or the site calls it: `Person`.
    pub label: String,
    /// What several are called: `People`.
    pub plural: String,
    /// Whether these are the site's own words, which go before those of a language.
    pub is_labelled: bool,
    /// Its schema.org type.
    pub schema_type: String,
    /// Its sign, the text of an SVG picture, where the site gives it one.
    pub icon: Option<String>,
    /// What Annals does with it.
    pub role: Role,
    /// Whether every site has it.
    pub builtin: bool,
}

/// The index of a kind in [`Kinds`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u16);

impl KindId {
    /// The kind `article`.
    pub const ARTICLE: Self = Self(0);
    /// The kind `person`.
    pub const PERSON: Self = Self(1);
    /// The kind `event`.
    pub const EVENT: Self = Self(2);
    /// The kind `organization`.
    pub const ORGANIZATION: Self = Self(3);
    /// The kind `place`.
    pub const PLACE: Self = Self(4);
    /// The kind `claim`.
    pub const CLAIM: Self = Self(5);
    /// The kind `source`.
    pub const SOURCE: Self = Self(6);
    /// The kind `page`.
    pub const PAGE: Self = Self(7);
}

/// All kinds of a site, the built-in ones first.
#[derive(Clone, Debug, Default)]
pub struct Kinds(Vec<Kind>);

/// Name, folder, schema.org type, role.
const BUILTIN: [(&str, &str, &str, Role); 8] = [
    ("article", "articles", "Article", Role::Article),
    ("person", "people", "Person", Role::Entity),
    ("event", "events", "Event", Role::Entity),
    ("organization", "organizations", "Organization", Role::Entity),
    ("place", "places", "Place", Role::Entity),
    ("claim", "claims", "Claim", Role::Claim),
    ("source", "sources", "CreativeWork", Role::Source),
    ("page", "pages", "WebPage", Role::Page),
];

impl Kinds {
    /// The built-in kinds and those of the site. The findings' places are in `annals.toml`.
    pub fn new(config: &Config) -> (Self, Vec<Diagnostic>) {
        let english = Language::english();
        let builtin = BUILTIN.map(|(name, folder, schema_type, role)| Kind {
            name: name.to_owned(),
            folder: folder.to_owned(),
            index: folder.to_owned(),
            label: english.form(&format!("kinds.{name}"), "one").to_owned(),
            plural: english.word(&format!("kinds.{name}")).to_owned(),
            is_labelled: false,
            schema_type: schema_type.to_owned(),
            icon: None,
            role,
            builtin: true,
        });
        let mut kinds = Self(builtin.into());
        let mut diagnostics = Vec::new();
        for entry in config.kinds.iter().flat_map(|node| node.entries()) {
            let mut table = Table::new(&entry.value, Code::BadConfig);
            let kind = kinds.declared(&entry.key.text, &mut table);
            diagnostics.extend(table.finish());
            diagnostics.extend(
                kinds.taken(&kind).map(|message| Diagnostic::at(Code::BadConfig, entry.key.span, message)),
            );
            match kinds.0.iter_mut().find(|other| other.name == kind.name) {
                Some(changed) => *changed = kind,
                None => kinds.0.push(kind),
            }
        }
        (kinds, diagnostics)
    }

    /// A kind as the site declares it; what it leaves out is as before, or made from its name.
    fn declared(&self, name: &str, table: &mut Table<'_>) -> Kind {
        let known = self.named(name).map(|id| self.get(id).clone());
        let base = known.unwrap_or_else(|| Kind {
            name: name.to_owned(),
            folder: format!("{name}s"),
            index: format!("{name}s"),
            label: capitalized(name),
            plural: String::new(),
            is_labelled: false,
            schema_type: "Thing".to_owned(),
            icon: None,
            role: Role::Entity,
            builtin: false,
        });
        let is_labelled =
            ["label", "label_plural", "plural"].into_iter().any(|key| table.node(key).is_some());
        let mut text = |key, before: String| table.text(key).map_or(before, |text| text.text);
        let label = text("label", base.label);
        let plural = if base.plural.is_empty() { format!("{label}s") } else { base.plural };
        let plural = text("label_plural", plural);
        let folder = text("folder", base.folder);
        Kind {
            index: if folder.is_empty() { base.index } else { folder.clone() },
            folder,
            plural: text("plural", plural),
            schema_type: text("schema_type", base.schema_type),
            icon: icon(table).or(base.icon),
            name: base.name,
            role: base.role,
            builtin: base.builtin,
            is_labelled: is_labelled || base.is_labelled,
            label,
        }
    }

    /// Why a kind can't have its folder or its name.
    fn taken(&self, kind: &Kind) -> Option<String> {
        let other = self.0.iter().find(|other| other.name != kind.name && other.folder == kind.folder);
        if let Some(other) = other {
            return Some(format!(
                "the folder `{}` already belongs to the kind `{}`",
                kind.folder, other.name
            ));
        }
        // The one is a class and the name of a template, the other the name of a folder.
        let is_plain = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        };
        if !is_plain(&kind.name) {
            return Some(format!("`{}` can't be the name of a kind", kind.name));
        }
        let is_top = kind.folder.is_empty() && kind.role != Role::Claim;
        let is_fit = is_top || is_plain(&kind.folder) && id_fault(&kind.folder).is_none();
        (!is_fit).then(|| format!("`{}` can't be the name of a kind's folder", kind.folder))
    }

    /// The kind of an id that these kinds gave out.
    pub fn get(&self, id: KindId) -> &Kind {
        &self.0[usize::from(id.0)]
    }

    /// The kind with this name.
    pub fn named(&self, name: &str) -> Option<KindId> {
        self.position(|kind| kind.name == name)
    }

    /// The kind with this folder.
    pub fn in_folder(&self, folder: &str) -> Option<KindId> {
        self.position(|kind| kind.folder == folder)
    }

    /// Where the files of each kind lie, those of the default kind among them.
    pub fn folders(&self, config: &Config) -> (Folders, Vec<Diagnostic>) {
        let [articles, pages, claims] =
            [KindId::ARTICLE, KindId::PAGE, KindId::CLAIM].map(|kind| self.get(kind).folder.clone());
        let (known, slugs) = (self.0.iter().map(|kind| kind.folder.clone()).collect(), HashMap::new());
        let Some(name) = &config.default_kind else {
            return (Folders { known, default: None, articles, pages, claims, slugs }, Vec::new());
        };
        let kind = self.named(&name.text).map(|kind| self.get(kind)).filter(|kind| kind.role != Role::Claim);
        let default = kind.map(|kind| kind.folder.clone());
        let finding = kind.is_none().then(|| {
            let message = format!("there is no kind `{}` that files could be of", name.text);
            let known = self.0.iter().filter(|kind| kind.role != Role::Claim).map(|kind| &*kind.name);
            let names = known.map(|name| format!("`\"{name}\"`")).collect::<Vec<_>>();
            Diagnostic::at(Code::BadConfig, name.span, message).help(format!("write {}", one_of(&names)))
        });
        (Folders { known, default, articles, pages, claims, slugs }, finding.into_iter().collect())
    }

    /// Every kind with its id.
    pub fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        self.0.iter().enumerate().map(|(index, kind)| (KindId(index as u16), kind))
    }

    fn position(&self, test: impl Fn(&Kind) -> bool) -> Option<KindId> {
        self.0.iter().position(test).map(|index| KindId(index as u16))
    }
}

impl Kind {
    /// What a reader of a language calls one.
    pub fn label_in<'l>(&'l self, language: &'l Language) -> &'l str {
        self.word_in(language, "one").unwrap_or(&self.label)
    }

    /// What a reader of a language calls several.
    pub fn plural_in<'l>(&'l self, language: &'l Language) -> &'l str {
        self.word_in(language, "other").unwrap_or(&self.plural)
    }

    fn word_in<'l>(&self, language: &'l Language, form: &str) -> Option<&'l str> {
        let key = format!("kinds.{}", self.name);
        language.find(&key).filter(|_| !self.is_labelled).map(|_| language.form(&key, form))
    }
}

/// A picture that a style sheet can hold: by itself it is shown only if it names its namespace.
fn icon(table: &mut Table<'_>) -> Option<String> {
    let icon = table.text("icon")?;
    let text = icon.text.trim();
    let is_picture =
        text.starts_with("<svg") && text.ends_with("</svg>") && text.contains("http://www.w3.org/2000/svg");
    if !is_picture {
        let help = "write the text of one: `icon = '<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">…</svg>'`";
        table.report(Diagnostic::at(Code::BadConfig, icon.span, "this is no SVG picture").help(help));
    }
    is_picture.then(|| text.to_owned())
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
