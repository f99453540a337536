//! What programs of readers and search engines fetch: feeds, the sitemap, `robots.txt`, `llms.txt`.
//!
//! Input: a viewpoint. Output: the content of one of these files. Entry points: [`feed`], [`sitemap`], [`robots`] and
//! [`llms`]; a site without a `base_url` has none of them, since all their links must be absolute.

use jiff::Timestamp;
use url::Url;

use super::model::{Content, Feed, FeedEntry, Link, Llms, LlmsArticle, Robots, Sitemap, SitemapUrl};
use super::text::plain;
use super::{PageId, Parts, Viewpoint, Views, lists};
use crate::resolve::EntityId;
use crate::vocabulary::{Date, KindId, PropertyId};

/// How many articles the feed holds.
const ENTRIES: usize = 20;

/// How many addresses one sitemap may hold, by the protocol.
const URLS: usize = 50_000;

/// In which format a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

impl Format {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Atom, Self::Json];

    /// The name of such a feed, which is also that of its template.
    pub fn file(self) -> &'static str {
        match self {
            Self::Atom => "feed.xml",
            Self::Json => "feed.json",
        }
    }
}

/// The feed of the newest articles.
pub fn feed<'a>(view: &Viewpoint<'a, '_>, format: Format) -> Parts<'a> {
    let newest = view.views.directory.order.list(KindId::ARTICLE).iter().map(|&id| EntityId(id));
    let entries: Vec<_> = newest.filter_map(|id| entry(view, id)).take(ENTRIES).collect();
    let entries = in_format(entries, format);
    let feed = Feed {
        url: view.absolute(view.path).unwrap_or_default(),
        home: view.absolute("index.html").unwrap_or_default(),
        updated: updated(&entries).to_owned(),
        entries,
    };
    (view.head(&*view.views.config.title, "feed", ""), Content::Feed(feed))
}

/// The kinds that have a feed each of the articles that name them.
const FOLLOWED: [&str; 3] = ["person", "event", "organization"];

/// How many sentences of an article a feed quotes.
const QUOTED: usize = 3;

/// Whether an entity has a feed of its own.
pub fn is_followed(views: &Views, id: EntityId) -> bool {
    let kind = &*views.kind(views.graph.registry.get(id).kind).name;
    FOLLOWED.contains(&kind) && views.graph.mentions_of(id).len() > 0
}

/// The feed of the newest articles that name an entity, with the sentences that do.
pub fn of_entity<'a>(view: &Viewpoint<'a, '_>, id: EntityId, format: Format) -> Parts<'a> {
    let sentences = lists::sentences(view.views, id);
    let articles = sentences.chunk_by(|a, b| a.document == b.document);
    let entries = articles.filter_map(|sentences| {
        let article = view.graph().entity_of(sentences.first()?.document)?;
        let quotes = sentences.iter().take(QUOTED).map(|it| format!("<p>{}</p>", view.quoted(it)));
        Some(FeedEntry { html: quotes.collect(), ..entry(view, article)? })
    });
    let entries = in_format(entries.take(ENTRIES).collect(), format);
    let feed = Feed {
        url: view.absolute(view.path).unwrap_or_default(),
        home: view.absolute(&view.views.directory.entity_paths[id.0 as usize]).unwrap_or_default(),
        updated: updated(&entries).to_owned(),
        entries,
    };
    let title = format!("{} – {}", view.graph().registry.get(id).name, view.views.config.title);
    (view.head(title, "feed", ""), Content::Feed(feed))
}

/// The entries of a feed. JSON Feed has no address from which the links of an entry count, so they are absolute there.
fn in_format<'a>(mut entries: Vec<FeedEntry<'a>>, format: Format) -> Vec<FeedEntry<'a>> {
    if format == Format::Json {
        entries.iter_mut().for_each(|entry| entry.html = absolute(&entry.html, &entry.url));
    }
    entries
}

/// HTML with absolute addresses in its links and pictures.
fn absolute(html: &str, base: &str) -> String {
    let Ok(base) = Url::parse(base) else { return html.to_owned() };
    let mut out = String::with_capacity(html.len());
    for (at, part) in html.split('<').enumerate() {
        let (tag, text) = part.split_once('>').filter(|_| at > 0).unwrap_or(("", part));
        if at > 0 {
            out.push('<');
        }
        let address = [" href=\"", " src=\""].iter().find_map(|name| Some(tag.find(name)? + name.len()));
        let address = address.and_then(|start| Some((start, start + tag.get(start..)?.find('"')?)));
        let joined =
            address.and_then(|(start, end)| base.join(&htmlize::unescape(tag.get(start..end)?)).ok());
        match (address, joined) {
            (Some((start, end)), Some(joined)) => {
                out.push_str(&tag[..start]);
                super::escape::escape_into(&mut out, joined.as_str());
                out.push_str(&tag[end..]);
            }
            _ => out.push_str(tag),
        }
        if part.len() > text.len() {
            out.push('>');
        }
        out.push_str(text);
    }
    out
}

/// When the feed last changed. One without an article needs a time as well, and must not look at the clock.
fn updated<'e>(entries: &'e [FeedEntry<'_>]) -> &'e str {
    let times = entries.iter().map(|entry| &*entry.updated);
    times.max_by_key(|time| instant(time)).unwrap_or("1970-01-01T00:00:00Z")
}

fn instant(timestamp: &str) -> Option<Timestamp> {
    timestamp.parse().ok()
}

/// An article of the feed; none without a date.
fn entry<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Option<FeedEntry<'a>> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let published = graph.date(id, PropertyId::DATE)?.timestamp()?;
    let updated = graph.date(id, PropertyId::UPDATED).and_then(Date::timestamp);
    let later = updated.filter(|updated| instant(updated) > instant(&published));
    let summary = graph.front(id).and_then(|front| front.summary.as_ref());
    let authors = graph.plain_values(id, PropertyId::AUTHORS);
    let path = &*view.views.directory.entity_paths[id.0 as usize];
    Some(FeedEntry {
        title: &entity.name,
        url: view.absolute(path)?,
        language: view.views.language_of(id).tag(),
        updated: later.unwrap_or_else(|| published.clone()),
        published,
        authors: authors.map(|author| view.value(&author.value).words).collect(),
        summary: summary.map_or("", |summary| &summary.text),
        html: plain(&graph.document(entity.document?)?.body, view.views.as_linked(path)),
    })
}

/// How many sitemaps there are beside `sitemap.xml`: none where that can hold all addresses.
pub fn further_sitemaps(pages: usize) -> u32 {
    if pages > URLS { pages.div_ceil(URLS) as u32 } else { 0 }
}

/// `sitemap.xml` for `part` 0, else `sitemap-PART.xml`. It lists the pages, or the further sitemaps where there are any.
pub fn sitemap<'a>(view: &Viewpoint<'a, '_>, part: u32) -> Parts<'a> {
    let pages = view.views.plan.pages_for_people().iter().copied();
    let pages: Vec<_> = pages.filter(|page| *page != PageId::NotFound).collect();
    let further = if part == 0 { further_sitemaps(pages.len()) } else { 0 };
    let maps = (1..=further).filter_map(|part| view.absolute(&view.views.path(PageId::Sitemap(part))));
    let first = part.saturating_sub(1) as usize * URLS;
    let urls = pages.iter().skip(first).take(if further > 0 { 0 } else { URLS });
    let sitemap = Sitemap { maps: maps.collect(), urls: urls.filter_map(|&page| url(view, page)).collect() };
    (view.head("", "sitemap", ""), Content::Sitemap(sitemap))
}

fn url(view: &Viewpoint<'_, '_>, page: PageId) -> Option<SitemapUrl> {
    let url = view.absolute(&view.views.path(page))?;
    let changed = match page {
        PageId::Entity(id) => changed(view.views, id),
        _ => None,
    };
    Some(SitemapUrl { url, changed })
}

/// The day on which an article's page was last changed, as far as it says so itself: its own date may be that of an
/// old newspaper.
fn changed(views: &Views, id: EntityId) -> Option<String> {
    let graph = &*views.graph;
    let corrections = graph.front(id).map_or(&[][..], |front| &front.corrections);
    let corrected =
        corrections.iter().filter_map(|it| Date::parse(&it.date.as_ref()?.text).ok()?.timestamp());
    let updated = graph.date(id, PropertyId::UPDATED).and_then(Date::timestamp);
    let last = updated.into_iter().chain(corrected).max_by_key(|time| instant(time))?;
    last.split('T').next().map(str::to_owned)
}

/// `robots.txt`.
pub fn robots<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let sitemap = view.absolute("sitemap.xml").unwrap_or_default();
    (view.head("", "robots", ""), Content::Robots(Robots { sitemap }))
}

/// `llms.txt`: what the site is, its main pages, and its data.
pub fn llms<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let views = view.views;
    let link = |title: &str, path: &str| Link {
        title: in_markdown(title).into(),
        dir: "",
        url: view.absolute(path).unwrap_or_default(),
    };
    let kinds = views.listed_kinds().map(|(id, kind)| {
        let plural = kind.plural_in(view.language);
        link(plural, &views.path(PageId::List(id, 1)))
    });
    let pages = views.directory.order.list(KindId::PAGE).iter().take(ENTRIES);
    let page = |&id: &u32| {
        link(&view.graph().registry.get(EntityId(id)).name, &views.directory.entity_paths[id as usize])
    };
    let home = link(&views.config.title, "index.html");
    let indexes = [home].into_iter().chain(kinds).chain(pages.map(page));
    let newest = views.directory.order.list(KindId::ARTICLE).iter().take(ENTRIES);
    let articles = newest.map(|&id| article(view, EntityId(id)));
    let vocabulary = (!views.directory.terms.is_empty()).then(|| views.path(PageId::Vocabulary));
    let vocabulary = vocabulary.map(|path| link("Vocabulary: the properties that facts are made of", &path));
    let data = [
        link("Atom feed of the newest articles", Format::Atom.file()),
        link("The same as JSON Feed", Format::Json.file()),
        link(
            "Sitemap: the addresses of all pages, each with its facts in JSON-LD (schema.org)",
            "sitemap.xml",
        ),
    ];
    let published = (!views.published.is_empty()).then(|| views.path(PageId::Data));
    let published = published.map(|path| link("All that this site says, as files of data", &path));
    let llms = Llms {
        indexes: indexes.collect(),
        articles: articles.collect(),
        data: data.into_iter().chain(vocabulary).chain(published).collect(),
    };
    (view.head(&*views.config.title, "llms", ""), Content::Llms(llms))
}

fn article<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> LlmsArticle {
    let graph = view.graph();
    let summary = graph.front(id).and_then(|front| front.summary.as_ref());
    LlmsArticle {
        title: in_markdown(&graph.registry.get(id).name),
        url: view.absolute(&view.views.directory.entity_paths[id.0 as usize]).unwrap_or_default(),
        note: in_markdown(summary.map_or("", |summary| &summary.text)),
    }
}

/// Text as the words of a link in Markdown, in one line.
fn in_markdown(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_is_split_where_the_protocol_demands_it() {
        assert_eq!([1, 50_000, 50_001, 100_000, 100_001].map(further_sitemaps), [0, 0, 2, 2, 3]);
    }
}
