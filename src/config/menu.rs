//! The menu of a site that orders it itself: `[menu]` in `annals.toml`.
//!
//! Input: the table. Output: the entries, as they are written. Entry point: [`read`].

use crate::data::{Node, Table, Text, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// An entry of the menu.
#[derive(Clone, Debug)]
pub enum MenuEntry {
    /// The index of a kind, by its folder or its name, or a page, as `[[…]]` names it.
    Named(Text),
    /// A link of the site's own.
    Link {
        /// What it says.
        title: String,
        /// Where it leads.
        url: MenuUrl,
    },
}

/// An address of the web, or a path that counts from the site's top: `data/facts.csv`.
#[derive(Clone, Debug)]
pub struct MenuUrl {
    /// The address, as it is written.
    pub text: String,
    /// Where it stands in `annals.toml`.
    pub span: Span,
}

impl MenuUrl {
    /// The file of the output that it names, where it does not lead out of the site.
    pub fn path(&self) -> Option<&str> {
        (!self.text.contains(':') && !self.text.starts_with("//")).then(|| self.text.trim_start_matches('/'))
    }
}

/// Reads `[menu]`; none where the site leaves its menu to Annals.
pub(super) fn read(table: &mut Table<'_>) -> Option<Vec<MenuEntry>> {
    let mut inner = Table::new(table.node("menu")?, Code::BadConfig);
    let entries =
        inner.node("items").map(|items| items.items().filter_map(|item| entry(&mut inner, item)).collect());
    inner.finish().into_iter().for_each(|finding| table.report(finding));
    entries
}

fn entry(menu: &mut Table<'_>, item: &Node) -> Option<MenuEntry> {
    let Value::Table(_) = item.value else { return menu.as_text(item).map(MenuEntry::Named) };
    let mut table = Table::new(item, Code::BadConfig);
    let (title, url) = (table.text("title"), table.text("url"));
    if title.is_none() || url.is_none() {
        let message = "a link of the menu has a `title` and a `url`";
        let help = "write `{ title = \"Contact\", url = \"https://example.org/contact\" }`";
        menu.report(Diagnostic::at(Code::BadConfig, item.span, message).help(help));
    }
    table.finish().into_iter().for_each(|finding| menu.report(finding));
    let Text { text, span } = url.filter(|url| is_safe(menu, url))?;
    Some(MenuEntry::Link { title: title?.text, url: MenuUrl { text, span } })
}

/// Whether an address is one that readers can follow; others are reported.
fn is_safe(menu: &mut Table<'_>, url: &Text) -> bool {
    let scheme = url.text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let is_safe = scheme.is_none_or(|scheme| ["http", "https", "mailto", "tel"].contains(&&*scheme));
    if !is_safe {
        let message = format!("`{}` is no address that a reader could follow", url.text.escape_debug());
        let help =
            "write an address with `https:` or `mailto:`, or a path from the site's top: `data/facts.csv`";
        menu.report(Diagnostic::at(Code::BadConfig, url.span, message).help(help));
    }
    is_safe
}
