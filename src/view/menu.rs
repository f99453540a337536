//! The main menu, which every page shows.
//!
//! Input: the graph and `[menu]`. Output: the entries in their order, and each as it looks from a page. Entry points:
//! [`entries`] and [`MenuEntry::seen`].

use super::model::MenuItem;
use super::{HOME, PageId, Viewpoint, Views};
use crate::config;
use crate::graph::Object;
use crate::resolve::{EntityId, Indexed};
use crate::vocabulary::{KindId, Literal, PropertyId, Role};

/// How many plain pages a site may have to name them in its menu; those of a larger one get an index.
pub const MENU_PAGES: usize = 24;

/// An entry of the menu.
#[derive(Debug)]
pub struct MenuEntry {
    title: Title,
    to: To,
}

/// What an entry says: the name of a kind, which each language has its own word for, that of a page, or the site's words.
#[derive(Debug)]
enum Title {
    Kind(KindId),
    Page(EntityId),
    Own(String),
}

/// Where an entry leads.
#[derive(Debug)]
enum To {
    /// A file of the output.
    File(String),
    /// Out of the site.
    Elsewhere(String),
}

impl MenuEntry {
    /// The file of the output that it leads to, where that is one.
    pub fn path(&self) -> Option<&str> {
        match &self.to {
            To::File(path) => Some(path),
            To::Elsewhere(_) => None,
        }
    }

    /// The entry as it looks from a page.
    pub fn seen(&self, view: &Viewpoint<'_, '_>) -> MenuItem {
        MenuItem {
            title: match &self.title {
                Title::Kind(kind) => view.views.kind(*kind).plural_in(view.language).to_owned(),
                Title::Page(page) => view.graph().registry.get(*page).name.clone(),
                Title::Own(title) => title.clone(),
            },
            url: match &self.to {
                To::File(to) => view.link_below(to),
                To::Elsewhere(url) => url.clone(),
            },
            current: self.path() == Some(view.path),
            plain: !matches!(self.title, Title::Kind(_)),
        }
    }

    fn of_kind(views: &Views, kind: KindId) -> Self {
        let path = views.path(PageId::List(kind, 1)).into_owned();
        Self { title: Title::Kind(kind), to: To::File(path) }
    }

    fn of_page(views: &Views, page: EntityId) -> Self {
        Self { title: Title::Page(page), to: To::File(views.path(PageId::Entity(page)).into_owned()) }
    }
}

/// The entries of the menu: those that the site lists, else the indexes of all kinds, and then the plain pages.
pub fn entries(views: &Views) -> Vec<MenuEntry> {
    match &views.config.menu {
        Some(own) => own.iter().filter_map(|entry| listed(views, entry)).collect(),
        None => {
            let indexes = views.listed_kinds().map(|(kind, _)| MenuEntry::of_kind(views, kind));
            let entities = views.graph.registry.iter().map(|(id, _)| id);
            let pages = entities.filter(|&id| is_in_menu(views, id)).map(|id| MenuEntry::of_page(views, id));
            indexes.chain(pages).collect()
        }
    }
}

/// An entry that the site lists; none where it names nothing that has a page.
fn listed(views: &Views, entry: &config::MenuEntry) -> Option<MenuEntry> {
    match entry {
        config::MenuEntry::Named(name) => {
            match views.graph.registry.indexed(&name.text, &views.graph.vocabulary.kinds).ok()? {
                Indexed::Kind(kind) => views
                    .listed_kinds()
                    .any(|(listed, _)| listed == kind)
                    .then(|| MenuEntry::of_kind(views, kind)),
                Indexed::Entity(page) => Some(MenuEntry::of_page(views, page)),
            }
        }
        config::MenuEntry::Link { title, url } => {
            let to = match url.path() {
                Some(path) => To::File(path.to_owned()),
                None => To::Elsewhere(url.text.clone()),
            };
            Some(MenuEntry { title: Title::Own(title.clone()), to })
        }
    }
}

/// Whether a plain page is in the menu of a site that leaves it to Annals: it says so, or lies directly in the folder of
/// its kind.
fn is_in_menu(views: &Views, page: EntityId) -> bool {
    let entity = views.graph.registry.get(page);
    if views.kind(entity.kind).role != Role::Page || views.path(PageId::Entity(page)) == HOME {
        return false;
    }
    match views.graph.value(page, PropertyId::MENU) {
        Some(Object::Literal(Literal::Boolean(said))) => *said,
        _ if views.directory.order.list(entity.kind).len() > MENU_PAGES => false,
        _ => entity.document.and_then(|at| views.graph.document(at)).is_some_and(|document| {
            let below = document.path.strip_prefix(&*document.folder).unwrap_or(&document.path);
            !below.trim_start_matches('/').contains('/')
        }),
    }
}
