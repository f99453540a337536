//! Facts → page models: which pages there are, and what each shows.
//!
//! Input: the graph and the configuration. Output: the list of [`PageId`]s and the [`Page`] of each, which depends on
//! nothing but these inputs; and files that are no pages. Entry points: [`Views::new`], [`Views::page`] and
//! [`Views::files`].

mod archive;
mod article;
mod card;
mod claim;
mod claims;
mod component;
mod directory;
mod entity;
mod escape;
mod facts;
mod feed;
mod fragment;
mod icons;
mod image;
mod linked_data;
mod list;
mod lists;
mod margin;
mod markdown;
mod menu;
pub mod model;
mod more;
mod names;
mod notes;
mod numbers;
mod order;
mod pages;
mod parts;
mod picture;
mod plan;
mod published;
mod quiet;
mod redirect;
pub mod schema;
mod search;
mod section;
mod split;
pub mod statement;
mod text;
mod translation;
mod typography;
pub mod vocabulary;
mod weight;
mod works;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub use card::SIZE as CARD_SIZE;
pub use component::{Components, Form, Unseen};
pub use feed::Format as FeedFormat;
pub use model::{Claim, Page, Site};
pub use published::Published;
pub use section::{Section, Splits};
pub use split::MOST;
pub use text::plain;

use crate::check::Archived;
use crate::config::{Config, DATA, Scheme, root};
use crate::graph::{Graph, Object};
use crate::load::{FileNames, Template};
use crate::locale::{Language, Languages};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::source::{Location, fingerprint};
use crate::syntax::{Body, DocumentId, LinkContext};
use crate::vocabulary::{Kind, KindId, Role};
use component::Shared;
pub use directory::Directory;
use fragment::Asked;
use menu::{MENU_PAGES, MenuEntry};
use model::{Content, Head};
pub use numbers::Numbers;
pub use plan::{Laid, Plan};
use typography::Typography;

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageId {
    /// The page of an article, a person, an event …
    Entity(EntityId),
    /// A further page of a section: 2, 3 …
    More(EntityId, Section, u32),
    /// The page of a claim.
    Claim(ClaimId),
    /// The index of a kind, or a further page of it: 1, 2 …
    List(KindId, u32),
    /// The home page.
    Home,
    /// What leads from an earlier address to the page that it was of.
    Redirect(u32),
    /// The page that finds by name.
    Search,
    /// The page of the words that facts are made of.
    Vocabulary,
    /// The page of what is published as data.
    Data,
    /// The page for an address that leads nowhere.
    NotFound,
    /// The feed of the newest articles.
    Feed(FeedFormat),
    /// The feed of the newest articles that name an entity.
    FeedOf(EntityId, FeedFormat),
    /// `sitemap.xml` (0), or one of the further ones that it lists: 1, 2 …
    Sitemap(u32),
    /// `robots.txt`.
    Robots,
    /// `llms.txt`.
    Llms,
    /// The picture for social networks of a page, or the one that indexes share.
    Card(Option<Target>),
}

/// A file of the site that is no page, and that no template makes.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Where it is written, relative to the output folder.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What pages are made from.
pub struct Inputs<'t> {
    /// The facts.
    pub graph: Arc<Graph>,
    /// The settings.
    pub config: Arc<Config>,
    /// The languages of the pages.
    pub languages: Arc<Languages>,
    /// Where everything is, and in which orders pages list it.
    pub directory: Arc<Directory>,
    /// The archived texts of sources.
    pub archived: BTreeMap<EntityId, Archived>,
    /// The files that pages show by their names.
    pub files: FileNames,
    /// What is published as data.
    pub published: Vec<Published>,
    /// The site's own templates and those of the theme.
    pub templates: &'t [Template],
    /// How the pages of a site before were laid out that had the same settings, files and directory.
    pub earlier: Option<&'t Laid>,
}

/// Everything that pages are made from.
#[derive(Debug)]
pub struct Views {
    graph: Arc<Graph>,
    config: Arc<Config>,
    languages: Arc<Languages>,
    /// What the site's own templates name.
    asked: Asked,
    /// Where everything is, and in which orders pages list it.
    pub directory: Arc<Directory>,
    /// How pages are divided.
    pub splits: Arc<Splits>,
    /// Which pages there are, and what the site looks like from each.
    pub plan: Arc<Plan>,
    /// What pages of a language share.
    shared: HashMap<String, Shared>,
    /// The archived texts of sources.
    archived: BTreeMap<EntityId, Archived>,
    /// The files that pages show by their names.
    files: FileNames,
    /// What is published as data.
    published: Vec<Published>,
}

impl Views {
    /// Prepares what all pages share.
    pub fn new(inputs: Inputs<'_>) -> Self {
        let Inputs { graph, config, languages, directory, archived, files, published, .. } = inputs;
        let mut views = Self {
            graph,
            config,
            languages,
            asked: Asked::new(inputs.templates),
            directory,
            archived,
            splits: Arc::default(),
            plan: Arc::default(),
            shared: HashMap::new(),
            files,
            published,
        };
        views.divide(100, inputs.earlier);
        views
    }

    /// Divides long lists into pages, and finds what the site looks like from all of them.
    fn divide(&mut self, percent: usize, earlier: Option<&Laid>) {
        self.splits = split::splits(self, percent, earlier.map(|earlier| &earlier.divided)).into();
        self.plan = plan::next(self, earlier.map(|earlier| &earlier.plan));
        self.shared = self.plan.shared();
    }

    /// Divides lists again, for templates with which pages take so many percent of what was expected so far.
    pub fn divide_for(&mut self, percent: usize) {
        self.divide(self.splits.percent * percent / 100, None);
    }

    /// Pages that are likely to be the largest of their kinds, but for those with a long text.
    pub fn fullest(&self) -> Vec<PageId> {
        const OF_A_KIND: usize = 3;
        let graph = &*self.graph;
        let fullness = |id: EntityId| {
            let document = graph.registry.get(id).document;
            graph.mentions_of(id).len() + graph.claims_on(id).len() + graph.mentions_in(document).count()
        };
        let mut entities: Vec<_> = graph.registry.iter().map(|(id, entity)| (entity.kind, id)).collect();
        entities.sort_by_cached_key(|&(kind, id)| (kind, Reverse(fullness(id))));
        let of_kinds = entities.chunk_by(|a, b| a.0 == b.0);
        let fullest = of_kinds.flat_map(|kind| kind.iter().take(OF_A_KIND)).map(|&(_, id)| id);
        let has_long_text = |id| self.splits.of(id).is_some_and(|division| division.has_long_text);
        let fullest = fullest.filter(|&id| !has_long_text(id));
        let more = self.splits.pages().filter(|(.., part)| *part == 2);
        let lists = self.listed_kinds().map(|(kind, _)| PageId::List(kind, 1));
        let more = more.map(|(id, section, part)| PageId::More(id, section, part)).take(4 * OF_A_KIND);
        fullest.map(PageId::Entity).chain(more).chain(lists).collect()
    }

    /// A number that is the same as long as pages are the same that are made from the same parts of the graph, by the same
    /// names.
    pub fn fingerprint(&self) -> u64 {
        fingerprint(&(self.directory.fingerprint(), &self.splits.lists, self.plan.sites()))
    }

    /// The same of what is shown of an entity.
    pub fn fingerprint_of(&self, id: EntityId) -> u64 {
        let divided = self.splits.of(id).map(|division| (&division.starts, &division.sentences));
        let quotes = self.archived.get(&id).map(|archived| &archived.quotes);
        fingerprint(&(self.graph.fingerprint_of_entity(id), divided, quotes))
    }

    /// The place that names the earlier address which a page leads on from.
    pub fn redirect_location(&self, at: u32) -> Option<Location> {
        Some(self.directory.redirects.get(at as usize)?.location)
    }

    /// What the card of a page is of, on a site that has cards and an address by which a page can name one.
    fn card(&self, page: PageId) -> Option<Option<Target>> {
        let has_cards = self.config.social_cards && self.config.base_url.is_some();
        if has_cards { card::of_page(page) } else { None }
    }

    /// Where a page is written, relative to the output folder.
    pub fn path(&self, page: PageId) -> Cow<'_, str> {
        let urls = self.config.urls;
        match page {
            PageId::Entity(id) => Cow::Borrowed(&self.directory.entity_paths[id.0 as usize]),
            PageId::More(id, section, part) => {
                let entity = self.graph.registry.get(id);
                let name = format!("{}/{}-{part}", self.graph.address_id(id), section.name());
                urls.page(&self.kind(entity.kind).folder, &name).into()
            }
            PageId::Claim(id) => Cow::Borrowed(&self.directory.claim_paths[id.0 as usize]),
            PageId::List(kind, 1) => urls.page(&self.kind(kind).index, "").into(),
            PageId::List(kind, part) => urls.top(&format!("{}-{part}", self.kind(kind).index)).into(),
            PageId::Home => HOME.into(),
            PageId::Redirect(at) => Cow::Borrowed(&self.directory.redirects[at as usize].path),
            PageId::Search => urls.top(SEARCH).into(),
            PageId::Vocabulary => urls.top("vocabulary").into(),
            PageId::Data => urls.top(DATA).into(),
            PageId::NotFound => NOT_FOUND.into(),
            PageId::Feed(format) => format.file().into(),
            PageId::FeedOf(id, format) => {
                let folder = &self.kind(self.graph.registry.get(id).kind).folder;
                format!("{folder}/{}/{}", self.graph.address_id(id), format.file())
                    .trim_start_matches('/')
                    .to_owned()
                    .into()
            }
            PageId::Sitemap(0) => "sitemap.xml".into(),
            PageId::Sitemap(part) => format!("sitemap-{part}.xml").into(),
            PageId::Robots => "robots.txt".into(),
            PageId::Llms => "llms.txt".into(),
            PageId::Card(of) => card::path(of.map(|of| self.target_path(of))).into(),
        }
    }

    /// A page, as the links of a text on it see it.
    pub fn as_linked<'p>(&'p self, page: &'p str) -> LinkContext<'p> {
        let folders = &self.graph.vocabulary.folders;
        LinkContext { page, addresses: self.config.urls, files: &self.files, folders }
    }

    fn target_path(&self, target: Target) -> &str {
        self.directory.path(target)
    }

    /// The name of the template that shows a page.
    pub fn template(&self, page: PageId) -> &str {
        match page {
            PageId::Entity(id) => {
                let kind = self.kind(self.graph.registry.get(id).kind);
                match kind.role {
                    Role::Page => "page",
                    _ => &kind.name,
                }
            }
            PageId::More(..) => "more",
            PageId::Claim(_) => "claim",
            PageId::List(..) => "list",
            PageId::Home => "index",
            PageId::Redirect(_) => "redirect",
            PageId::Search => "search",
            PageId::Vocabulary => "vocabulary",
            PageId::Data => "data",
            PageId::NotFound => "404",
            PageId::Feed(format) | PageId::FeedOf(_, format) => format.file(),
            PageId::Sitemap(_) => "sitemap.xml",
            PageId::Robots => "robots.txt",
            PageId::Llms => "llms.txt",
            PageId::Card(_) => "card.svg",
        }
    }

    /// What a page shows, with parts that the theme makes.
    pub fn page(&self, page: PageId, components: &dyn Components) -> Page<'_> {
        let path = self.path(page);
        let view = Viewpoint::new(self, &path, self.language(page));
        let look = self.plan.number(&view);
        let view = Viewpoint { look, components, ..view };
        let (mut head, content) = match page {
            PageId::Entity(id) => match self.kind(self.graph.registry.get(id).kind).role {
                Role::Article => article::article(&view, id),
                Role::Page => article::text(&view, id),
                _ => entity::entity(&view, id),
            },
            PageId::More(id, section, part) => more::more(&view, id, section, part),
            PageId::Claim(id) => claim::claim(&view, id),
            PageId::List(kind, part) => list::list(&view, kind, part as usize),
            PageId::Home => list::home(&view),
            PageId::Redirect(at) => redirect::redirect(&view, self.directory.redirects[at as usize].to),
            PageId::Search => search::search(&view),
            PageId::Vocabulary => vocabulary::vocabulary(&view),
            PageId::Data => published::data(&view),
            PageId::NotFound => article::not_found(&view),
            PageId::Feed(format) => feed::feed(&view, format),
            PageId::FeedOf(id, format) => feed::of_entity(&view, id, format),
            PageId::Sitemap(part) => feed::sitemap(&view, part),
            PageId::Robots => feed::robots(&view),
            PageId::Llms => feed::llms(&view),
            PageId::Card(of) => card::card(&view, of),
        };
        let own = if let PageId::Entity(id) = page { view.share(id) } else { None };
        if let PageId::Entity(id) = page {
            let has_feed = self.config.base_url.is_some() && feed::is_followed(self, id);
            let link = |format| has_feed.then(|| view.page_url(PageId::FeedOf(id, format)));
            (head.feed, head.json_feed) = (link(FeedFormat::Atom), link(FeedFormat::Json));
            head.edit = view.edit(id);
            head.translations = view.translations(id);
            head.exports = published::of_article(&view, id);
        }
        head.card = own.or_else(|| self.card(page).and_then(|of| card::link(&view, of)));
        Page { site: &self.plan.sites()[look], page: head, content }
    }

    /// The files that are no pages: the index that the search page reads, the signs of the site's own kinds, and what servers
    /// are to send with every file.
    pub fn files(&self) -> Vec<DataFile> {
        let icons = icons::sheet(&self.graph.vocabulary.kinds);
        let theme = self.config.theme.sheet();
        let theme = theme.map(|sheet| DataFile { path: THEME.to_owned(), bytes: sheet.into_bytes() });
        search::files(self)
            .into_iter()
            .chain(icons)
            .chain(theme)
            .chain([headers(&self.config)])
            .chain(redirect::file(self))
            .collect()
    }

    /// Whether a path is one of [`Self::files`], or of a folder that they lie in; it is in small letters.
    pub fn makes(&self, path: &str) -> bool {
        search::makes(path)
            || path == THEME && self.config.theme.sheet().is_some()
            || path == icons::PATH && icons::is_needed(&self.graph.vocabulary.kinds)
    }

    /// The language of a page: that of the file it is made from, else the site's.
    fn language(&self, page: PageId) -> &Language {
        let entity = match page {
            PageId::Entity(id)
            | PageId::More(id, ..)
            | PageId::FeedOf(id, _)
            | PageId::Card(Some(Target::Entity(id))) => Some(id),
            PageId::Claim(id) | PageId::Card(Some(Target::Claim(id))) => {
                self.graph.claim(id).and_then(|claim| self.graph.entity_of(claim.site.document))
            }
            _ => None,
        };
        entity.map_or(self.languages.site(), |entity| self.language_of(entity))
    }

    /// The language of an entity's own page.
    pub fn language_of(&self, entity: EntityId) -> &Language {
        let own = self.graph.front(entity).and_then(|front| front.language.as_ref());
        own.map_or(self.languages.site(), |language| self.languages.language(&language.text))
    }

    /// The site's title.
    pub fn title(&self) -> &str {
        &self.config.title
    }

    /// The site's own language.
    pub fn site_language(&self) -> &Language {
        self.languages.site()
    }

    /// The absolute address of a file of the output, where the site has a `base_url`.
    pub fn absolute(&self, path: &str) -> Option<String> {
        let mut url = self.config.base_url.clone()?;
        // The home page is at the site's own address.
        let path = if path == HOME { "" } else { self.config.urls.visible(path) };
        crate::config::encode(&mut url, path);
        Some(url)
    }

    /// The pages that show the text of an entity and its notes.
    pub fn pages_of_text(&self, id: EntityId) -> impl Iterator<Item = PageId> {
        let further = 2..=self.splits.parts(id, Section::Notes);
        [PageId::Entity(id)]
            .into_iter()
            .chain(further.map(move |part| PageId::More(id, Section::Notes, part)))
    }

    /// The reviews of claims in schema.org's words, each as it stands in the page of its claim.
    pub fn claim_reviews(&self) -> impl Iterator<Item = serde_json::Value> {
        self.graph.registry.claims().filter_map(|id| {
            let page = PageId::Claim(id);
            let path = self.path(page);
            linked_data::reviewed(&Viewpoint::new(self, &path, self.language(page)), id)
        })
    }

    /// The pages that a text may make too large: all others are divided so that none is.
    pub fn long_texts(&self) -> Vec<PageId> {
        self.splits.long_texts().map(PageId::Entity).collect()
    }

    /// The document of `content/pages/index.md`.
    fn home_text(&self) -> Option<DocumentId> {
        let at = self.directory.entity_paths.iter().position(|path| path == HOME)?;
        self.graph.registry.get(EntityId(at as u32)).document
    }

    fn kind(&self, id: KindId) -> &Kind {
        self.graph.vocabulary.kinds.get(id)
    }

    /// The kinds whose index has something to list.
    fn listed_kinds(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        let kinds = self.graph.vocabulary.kinds.iter();
        kinds.filter(|(id, kind)| {
            let count = self.directory.order.list(*id).len();
            count > if kind.role == Role::Page { MENU_PAGES } else { 0 }
        })
    }
}

/// What Netlify and Cloudflare Pages are to send with every file.
fn headers(config: &Config) -> DataFile {
    let lines = config.policy.headers().map(|(name, value)| format!("  {name}: {value}\n"));
    let note = "# For Netlify and Cloudflare Pages. The policy stands in every page, too, as far as a page can state it.\n";
    DataFile { path: "_headers".to_owned(), bytes: format!("{note}/*\n{}", lines.concat()).into_bytes() }
}

/// The page for an address that leads nowhere; servers look for it under this name.
const NOT_FOUND: &str = "404.html";
/// The style sheet that `[theme]` comes to.
const THEME: &str = "theme.css";
/// The search page, without its ending.
const SEARCH: &str = "search";

/// Where the home page is written.
const HOME: &str = "index.html";

/// A page, from which all others are seen: links are relative to it, and all words are of its language.
struct Viewpoint<'a, 'p> {
    views: &'a Views,
    path: &'p str,
    language: &'a Language,
    /// What leads to the site's top; the page that is shown at any address has the site's own.
    root: String,
    /// What the site looks like from here, as a place among [`Plan::sites`].
    look: usize,
    components: &'p dyn Components,
}

impl<'a, 'p> Viewpoint<'a, 'p> {
    fn new(views: &'a Views, path: &'p str, language: &'a Language) -> Self {
        let absolute = views.config.base_url.clone().filter(|_| path == NOT_FOUND);
        let root = absolute.unwrap_or_else(|| root(path));
        Self { views, path, language, root, look: 0, components: &Unseen }
    }

    /// Any page of the same language.
    fn anywhere(&self, look: usize) -> Self {
        Self { path: "", root: component::ROOT.to_owned(), look, ..*self }
    }

    /// The site as it looks from here.
    fn site(&self, menu: &[MenuEntry], number: usize) -> Site {
        let config = &*self.views.config;
        let link = |path: &str| self.link_below(path);
        let feed = |format: FeedFormat| config.base_url.as_ref().map(|_| link(format.file()));
        Site {
            title: config.title.clone(),
            description: config.description.clone(),
            language: config.language.clone(),
            home: link(HOME),
            policy: config.policy.content(),
            feed: feed(FeedFormat::Atom),
            json_feed: feed(FeedFormat::Json),
            data: (!self.views.published.is_empty()).then(|| link(&self.views.path(PageId::Data))),
            exports: published::of_site(self),
            search: link(&config.urls.top(SEARCH)),
            root: self.root.clone(),
            theme: config.theme.sheet().map(|_| link(THEME)),
            css: config.theme.css.as_ref().map(|css| link(&css.text)),
            logo: config.theme.logo.as_ref().map(|logo| link(&logo.text)),
            switch: config.theme.scheme == Scheme::Auto,
            icons: icons::is_needed(&self.graph().vocabulary.kinds).then(|| link(icons::PATH)),
            here: match self.path {
                HOME => "home",
                path if path == config.urls.top(SEARCH) => "search",
                _ => "",
            },
            menu: menu.iter().map(|entry| entry.seen(self)).collect(),
            extra: config.extra.clone(),
            seen_in: self.language.tag().to_owned(),
            number,
        }
    }

    fn graph(&self) -> &'a Graph {
        &self.views.graph
    }

    /// How the marks of a document's text are set, on a site that does not leave them as they are written.
    fn typography(&self, document: Option<DocumentId>, body: &'a Body) -> Option<Typography<'a>> {
        let entity = document.and_then(|document| self.graph().entity_of(document));
        let language = entity.map_or(self.language, |entity| self.views.language_of(entity));
        self.views.config.smart_punctuation.then(|| Typography::new(body, language))
    }

    /// The page, as the links of a text see it.
    fn page(&self) -> LinkContext<'_> {
        self.views.as_linked(self.path)
    }

    /// The link to a file of the output, as short as can be. A page that is shown at any address is linked from the site's top.
    fn link(&self, path: &str) -> String {
        match self.path {
            // What leads from a page to the site's top may be nothing, and then would be no link.
            "" if self.views.config.urls.visible(path).is_empty() => format!("{}./", self.root),
            NOT_FOUND | "" => self.link_below(path),
            page => self.views.config.urls.link(page, path),
        }
    }

    /// The same as all pages have it that lie equally deep.
    fn link_below(&self, path: &str) -> String {
        self.views.config.urls.link_below(&self.root, path)
    }

    fn entity_url(&self, entity: EntityId) -> String {
        self.link(&self.views.directory.entity_paths[entity.0 as usize])
    }

    fn claim_url(&self, claim: ClaimId) -> String {
        self.link(&self.views.directory.claim_paths[claim.0 as usize])
    }

    fn target_url(&self, target: Target) -> String {
        self.link(self.views.target_path(target))
    }

    fn page_url(&self, page: PageId) -> String {
        self.link(&self.views.path(page))
    }

    fn kind_name(&self, entity: EntityId) -> &'a str {
        &self.views.kind(self.graph().registry.get(entity).kind).name
    }

    /// A page's head.
    fn head(&self, title: impl Into<Cow<'a, str>>, kind: &'a str, description: &'a str) -> Head<'a> {
        Head {
            title: title.into(),
            description,
            language: self.language.tag(),
            kind,
            canonical: self.absolute(self.path).filter(|_| self.path != NOT_FOUND),
            card: None,
            feed: None,
            json_feed: None,
            edit: None,
            translations: Vec::new(),
            exports: Vec::new(),
            anchors: Vec::new(),
            data: None,
        }
    }

    /// The absolute address of a file of the output, where the site has a `base_url`.
    fn absolute(&self, path: &str) -> Option<String> {
        self.views.absolute(path)
    }

    fn text_of(&self, value: Option<&'a Object>) -> &'a str {
        match value {
            Some(Object::Literal(
                crate::vocabulary::Literal::Text(text) | crate::vocabulary::Literal::Url(text),
            )) => text,
            _ => "",
        }
    }
}

/// What a page's content is made of, with its head.
type Parts<'a> = (Head<'a>, Content<'a>);
