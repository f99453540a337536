//! Which pages there are, and what the site looks like from each.
//!
//! Input: all pages' views, and the [`Plan`] of a site before. Output: a [`Plan`]: the same one, where the pages are. Entry point:
//! [`next`].

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::component::Shared;
use super::menu::{self, MenuEntry};
use super::section::Splits;
use super::{FeedFormat, HOME, NOT_FOUND, PageId, SEARCH, Site, Viewpoint, Views, feed};
use crate::graph::reads::{Earlier, PartSet};

/// How the pages of a site before were laid out.
#[derive(Debug)]
pub struct Laid {
    /// How they were divided.
    pub divided: Earlier<Splits>,
    /// Which there were.
    pub plan: Arc<Plan>,
}

impl Laid {
    /// The layout of the site before: of its pages as they are shown, or else as those before it were.
    pub fn next(views: Option<&Views>, before: Option<&Self>, changed: Option<&PartSet>) -> Option<Self> {
        let divided =
            Earlier::next(views.map(|views| &views.splits), before.map(|before| &before.divided), changed)?;
        let plan = views.map(|views| &views.plan).or(before.map(|before| &before.plan))?;
        Some(Self { divided, plan: plan.clone() })
    }
}

/// What the site looks like depends on: a page's language, what leads to the site's top, and where the page is one to which
/// every page leads, its path.
type Look = (String, String, String);

/// Which pages there are, and what the site looks like from them.
#[derive(Debug, Default)]
pub struct Plan {
    pages: Vec<PageId>,
    /// How many of them people read: the first.
    for_people: usize,
    /// What the site looks like from pages; many share one.
    sites: Vec<Site>,
    numbers: HashMap<Look, usize>,
    /// What it looks like from any page of a language.
    anywhere: HashMap<String, usize>,
    /// The pages to which every page leads: from one of them the site looks as from no other one.
    own: Vec<String>,
}

/// The plan of a site, which is that of the site before with the same directory where there are the same pages.
pub fn next(views: &Views, before: Option<&Arc<Plan>>) -> Arc<Plan> {
    let for_people = pages_for_people(views);
    let count = for_people.len();
    let pages = with_others(views, for_people);
    match before.filter(|before| before.pages == pages) {
        Some(before) => before.clone(),
        None => Plan::new(views, pages, count).into(),
    }
}

impl Plan {
    /// Finds what the site looks like from each page.
    fn new(views: &Views, pages: Vec<PageId>, for_people: usize) -> Self {
        let menu = menu::entries(views);
        let mut own = vec![HOME.to_owned(), views.config.urls.top(SEARCH)];
        own.extend(menu.iter().filter_map(MenuEntry::path).map(str::to_owned));
        let mut plan = Self { own, ..Self::default() };
        let mut known = HashSet::new();
        for &page in &pages {
            let (path, language) = (views.path(page), views.language(page));
            let is_own = path == NOT_FOUND || plan.own.iter().any(|own| *own == path);
            if is_own || known.insert((language.tag(), path.matches('/').count())) {
                plan.add(&Viewpoint::new(views, &path, language), &menu);
            }
        }
        plan.add_anywhere(views, &menu);
        Self { pages, for_people, ..plan }
    }

    fn add(&mut self, view: &Viewpoint<'_, '_>, menu: &[MenuEntry]) {
        let look = self.look(view);
        let sites = &mut self.sites;
        self.numbers.entry(look).or_insert_with(|| {
            sites.push(view.site(menu, sites.len()));
            sites.len() - 1
        });
    }

    fn add_anywhere(&mut self, views: &Views, menu: &[MenuEntry]) {
        let languages: BTreeSet<_> = self.sites.iter().map(|site| site.seen_in.clone()).collect();
        for tag in languages {
            let number = self.sites.len();
            let anywhere = Viewpoint::new(views, "", views.languages.language(&tag)).anywhere(number);
            self.sites.push(anywhere.site(menu, number));
            self.anywhere.insert(tag, number);
        }
    }

    /// The same for all pages from which the site looks the same.
    fn look(&self, view: &Viewpoint<'_, '_>) -> Look {
        let own = self.own.iter().find(|own| *own == view.path);
        (view.language.tag().to_owned(), view.root.clone(), own.cloned().unwrap_or_default())
    }

    /// Every page, in a fixed order; with a `base_url` also what programs fetch.
    pub fn pages(&self) -> &[PageId] {
        &self.pages
    }

    /// Every page that people read.
    pub fn pages_for_people(&self) -> &[PageId] {
        self.pages.get(..self.for_people).unwrap_or_default()
    }

    /// Every different look of the site from its pages.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// What the site looks like from a page, as a place among [`Self::sites`].
    pub(super) fn number(&self, view: &Viewpoint<'_, '_>) -> usize {
        self.numbers.get(&self.look(view)).copied().unwrap_or_default()
    }

    /// What the pages of each language share, none of it made yet.
    pub fn shared(&self) -> HashMap<String, Shared> {
        self.anywhere.iter().map(|(tag, &number)| (tag.clone(), Shared::new(number))).collect()
    }
}

/// Every page, in a fixed order: those that people read, with a `base_url` also what programs fetch.
fn with_others(views: &Views, mut pages: Vec<PageId>) -> Vec<PageId> {
    let cards: BTreeSet<_> = pages.iter().filter_map(|&page| views.card(page)).collect();
    let cards = cards.into_iter().map(PageId::Card);
    if views.config.base_url.is_some() {
        let sitemaps = feed::further_sitemaps(pages.len());
        pages.extend(FeedFormat::ALL.map(PageId::Feed));
        pages.extend([PageId::Robots, PageId::Llms]);
        let entities = views.graph.registry.iter().map(|(id, _)| id);
        let followed = entities.filter(|&id| feed::is_followed(views, id));
        pages.extend(followed.flat_map(|id| FeedFormat::ALL.map(|format| PageId::FeedOf(id, format))));
        pages.extend((0..=sitemaps).map(PageId::Sitemap));
    }
    pages.extend(cards);
    pages.extend((0..views.directory.redirects.len()).map(|at| PageId::Redirect(at as u32)));
    pages
}

/// Every page that people read.
fn pages_for_people(views: &Views) -> Vec<PageId> {
    let mut pages = vec![PageId::Home, PageId::Search, PageId::NotFound];
    pages.extend((!views.directory.terms.is_empty()).then_some(PageId::Vocabulary));
    pages.extend((!views.published.is_empty()).then_some(PageId::Data));
    for (id, _) in views.graph.registry.iter() {
        if views.directory.entity_paths[id.0 as usize] != HOME {
            pages.push(PageId::Entity(id));
        }
    }
    pages.extend(views.splits.pages().map(|(id, section, part)| PageId::More(id, section, part)));
    pages.extend(views.graph.registry.claims().map(PageId::Claim));
    for (kind, _) in views.listed_kinds() {
        pages.extend((1..=views.splits.list_parts(kind)).map(|part| PageId::List(kind, part as u32)));
    }
    pages
}
