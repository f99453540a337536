//! The site's configuration.
//!
//! Input: the text of `annals.toml`. Output: a complete, validated [`Config`]. Entry point: [`parse`].
//!
//! What a site adds to the vocabulary (`[kinds]`, `[properties]`) and to the entities (`[entities]`) is kept as it was
//! written; [`vocabulary`](crate::vocabulary) and [`graph`](crate::graph) read it with the built-in ones.

mod addresses;
mod export;
mod folders;
mod ignore;
mod menu;
mod policy;
mod theme;

pub use addresses::{Addresses, decode, encode, root};
pub use export::{DATA, Export, Files, Format};
pub use folders::{Folders, dated, with_slug};
pub use ignore::Ignore;
pub use menu::{MenuEntry, MenuUrl};
pub use policy::{Policy, Resource};
pub use theme::{Scheme, Theme};

use crate::data::{self, Node, Table, Text};
use crate::diagnostic::{Applicability, Code, Diagnostic, Severity, nearest, one_of};

/// A site's settings.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The site's title, `"Annals"` where it has none.
    pub title: String,
    /// What the site is about, in a sentence.
    pub description: String,
    /// The site's address, for what must be absolute: feeds, the sitemap, canonical links. Pages link to each other
    /// without it.
    pub base_url: Option<String>,
    /// The site's language, a BCP 47 tag (`"en"` where it has none); an article may have its own.
    pub language: String,
    /// Where the file of a page can be edited, with `{path}` for its path in the site:
    /// `"https://github.com/me/site/edit/main/{path}"`; pages link there.
    pub edit_url: Option<String>,
    /// How addresses look: `"flat"` (`people/ID.html`, which also works by double-click) or `"clean"` (`people/ID/`).
    pub urls: Addresses,
    /// Whether pages have a picture for social networks, where the site has a `base_url`. It takes an Annals that was built
    /// with the feature `cards`.
    pub social_cards: bool,
    /// What pages may load from elsewhere, a table of lists of origins: `images`, `frames`, `media`, `scripts`, `connect`.
    pub policy: Policy,
    /// How the site looks, a table: the colours `accent`, `paper` and `ink`, each one for light pages or `{ light, dark }`; the
    /// faces `serif` and `sans`; `logo` and `css`, files in `static/`; `scheme`, `"auto"`, `"light"` or `"dark"`.
    pub theme: Theme,
    /// The main menu, a table: `items`, a list of kinds (`"people"`), pages (`"about"`) and links (`{ title, url }`). Without it the
    /// menu has the indexes of all kinds, then the plain pages.
    pub menu: Option<Vec<MenuEntry>>,
    /// What is published as data beside the pages, a table: `publish`, a list of formats as `annals export FORMAT` has them (`["jsonl", "sqlite"]`), which
    /// are written into the folder `data/` and listed on the page `data.html`, those that name everything by its address only where the site
    /// has a `base_url`; `license`, under which licence, in words or as an address.
    pub export: Export,
    /// Whether straight quotation marks, double and triple hyphens and three full stops are set as typographers do, in the marks of
    /// the text's language; in code, in a `.quote` and in a block quotation they stay as they are written.
    pub smart_punctuation: bool,
    /// The severity of each finding, by its code: `"allow"`, `"warn"` or `"deny"`.
    pub checks: Vec<(Code, Option<Severity>)>,
    /// The kind of the files that lie in no kind's folder; without one, such a file is an error. Their paths are their ids.
    /// On such a site, any file without a title goes by its own name.
    pub default_kind: Option<Text>,
    /// Whether a name that stands for nothing, or for several, is an error (`"deny"`) or a warning (`"warn"`), and then
    /// shown as plain text.
    pub unknown_names: Severity,
    /// Files that are passed over, as patterns of a `.gitignore`: `["*.psd", "content/private/"]`. What editors and systems
    /// leave behind (`*~`, `*.bak`, `*.orig`, `#*#`, `.#*`, `~$*`, `.DS_Store`, `Thumbs.db`, `desktop.ini`) is in any case, and
    /// so are hidden files, but for the folder `static/.well-known/`.
    pub ignore: Ignore,
    /// Kinds of the site's own, and changes to built-in ones, each a table: `folder` (empty for `content/` itself), `label`, `plural`,
    /// `schema_type`, and `icon`, the text of an SVG picture that its names are marked with.
    pub kinds: Option<Node>,
    /// Properties of the site's own, and changes to built-in ones, each a table.
    pub properties: Option<Node>,
    /// Entities that need no file, each in one line with its `kind`, `name` and any property.
    pub entities: Option<Node>,
    /// Anything that the site's own templates need: they see it as `site.extra`.
    pub extra: Option<Node>,
}

/// What `annals.toml` says.
#[derive(Debug)]
pub struct Reading {
    /// The settings.
    pub config: Config,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the file breaks the rules of TOML, and any of its settings may be missing.
    pub is_partial: bool,
}

/// Reads `annals.toml`. The findings' places are in that file, whose id the caller sets.
pub fn parse(text: &str) -> Reading {
    let (root, mut diagnostics) = data::parse(data::Format::Toml, text, 0..text.len(), Code::BadConfig);
    let is_partial = !diagnostics.is_empty();
    let mut table = Table::new(&root, Code::BadConfig);
    let base_url = base_url(&mut table);
    let config = Config {
        title: plain(table.text("title")).unwrap_or_else(|| "Annals".to_owned()),
        description: plain(table.text("description")).unwrap_or_default(),
        language: plain(table.text("language")).unwrap_or_else(|| "en".to_owned()),
        edit_url: edit_url(&mut table),
        urls: urls(&mut table),
        social_cards: social_cards(&mut table),
        policy: Policy::read(&mut table, base_url.as_deref()),
        theme: Theme::read(&mut table),
        menu: menu::read(&mut table),
        export: Export::read(&mut table),
        smart_punctuation: table.flag("smart_punctuation"),
        base_url,
        checks: checks(&mut table),
        default_kind: table.text("default_kind"),
        unknown_names: unknown_names(&mut table),
        ignore: Ignore::read(&mut table),
        kinds: table.node("kinds").cloned(),
        properties: table.node("properties").cloned(),
        entities: table.node("entities").cloned(),
        extra: table.node("extra").cloned(),
    };
    // What is wrong with half a file may be right in the whole.
    if !is_partial {
        diagnostics.extend(table.finish());
    }
    Reading { config, diagnostics, is_partial }
}

/// An address of a site as [`Config`] holds it: absolute, with a closing `/`; none where it is no such address.
pub fn normalize_base_url(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let plain = !rest.is_empty() && !rest.contains(['?', '#', ' ', '"', '<', '>']);
    plain.then(|| format!("{}/", url.trim_end_matches('/')))
}

fn plain(text: Option<Text>) -> Option<String> {
    text.map(|text| text.text)
}

fn base_url(table: &mut Table<'_>) -> Option<String> {
    let url = table.text("base_url").filter(|url| !url.text.is_empty())?;
    let normal = normalize_base_url(&url.text);
    if normal.is_none() {
        let message = format!("`{}` is not the address of a site", url.text);
        let help = "write it in full: `base_url = \"https://example.org/annals/\"`";
        table.report(Diagnostic::at(Code::BadConfig, url.span, message).help(help));
    }
    normal
}

fn edit_url(table: &mut Table<'_>) -> Option<String> {
    let url = table.text("edit_url")?;
    let is_address = ["https://", "http://"].iter().any(|scheme| url.text.starts_with(scheme));
    if is_address && url.text.contains("{path}") {
        return Some(url.text);
    }
    let message = format!("`{}` is no address with `{{path}}` in it", url.text);
    let help = "write `edit_url = \"https://github.com/me/site/edit/main/{path}\"`";
    table.report(Diagnostic::at(Code::BadConfig, url.span, message).help(help));
    None
}

fn urls(table: &mut Table<'_>) -> Addresses {
    let Some(urls) = table.text("urls") else { return Addresses::Flat };
    match &*urls.text {
        "flat" => Addresses::Flat,
        "clean" => Addresses::Clean,
        other => {
            let message = format!("`urls` can't be `{other}`");
            table.report(
                Diagnostic::at(Code::BadConfig, urls.span, message).help("write `\"flat\"` or `\"clean\"`"),
            );
            Addresses::Flat
        }
    }
}

/// Where this program can't draw them, that is an error: the site would lack what its pages are to name.
fn social_cards(table: &mut Table<'_>) -> bool {
    let can = cfg!(feature = "cards");
    let asked = table.flag("social_cards");
    if let Some(node) = table.node("social_cards").filter(|_| asked && !can) {
        let message = "this Annals was built without the feature `cards`, which `social_cards` needs";
        let help = "install it anew: `cargo install --path . --features cards`; or remove this line";
        table.report(Diagnostic::at(Code::BadConfig, node.span, message).help(help));
    }
    asked && can
}

fn unknown_names(table: &mut Table<'_>) -> Severity {
    let Some(set) = table.text("unknown_names") else { return Severity::Error };
    match &*set.text {
        "deny" => Severity::Error,
        "warn" => Severity::Warning,
        other => {
            let message = format!("`unknown_names` can't be `{other}`");
            let help = "write `\"deny\"` or `\"warn\"`";
            table.report(Diagnostic::at(Code::BadConfig, set.span, message).help(help));
            Severity::Error
        }
    }
}

fn checks(table: &mut Table<'_>) -> Vec<(Code, Option<Severity>)> {
    let mut checks = Vec::new();
    for entry in table.entries("checks") {
        let Some(code) = Code::parse(&entry.key.text) else {
            let known = Code::ALL.iter().filter(|code| code.can_stand()).map(|code| code.as_str());
            let message = format!("there is no check `{}`", entry.key.text);
            let near = nearest(&entry.key.text, known);
            let finding = Diagnostic::at(Code::BadConfig, entry.key.span, message);
            table.report(finding.meant(Applicability::Safe, entry.key.span, near));
            continue;
        };
        if !code.can_stand() {
            let message = format!("`{}` is always an error", code.as_str());
            let help = "remove this line, and mend what is reported";
            table.report(Diagnostic::at(Code::BadConfig, entry.key.span, message).help(help));
            continue;
        }
        match entry.value.as_str() {
            Some("allow") => checks.push((code, None)),
            Some("warn") => checks.push((code, Some(Severity::Warning))),
            Some("deny") => checks.push((code, Some(Severity::Error))),
            _ => table.wrong_shape(&entry.value, &one_of(&["`\"allow\"`", "`\"warn\"`", "`\"deny\"`"])),
        }
    }
    checks
}
