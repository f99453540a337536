//! What readers' and search engines' programs fetch: the feed, the sitemap, `robots.txt`.
//!
//! Input: a viewpoint. Output: the content of one of these files. Entry points: [`feed`], [`sitemap`] and [`robots`]; a
//! site without a `base_url` has none of them, since all their links must be absolute.

use jiff::Timestamp;

use super::model::{Content, Feed, FeedEntry, Robots, Sitemap, SitemapUrl};
use super::text::plain;
use super::{PageId, Parts, Viewpoint, Views, entity};
use crate::resolve::EntityId;
use crate::vocabulary::{Date, Role};

/// How many articles the feed holds.
const ENTRIES: usize = 20;

/// How many addresses one sitemap may hold, by the protocol.
const URLS: usize = 50_000;

/// The feed of the newest articles.
pub fn feed<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let articles = view.graph().vocabulary.kinds.with_role(Role::Article);
    let newest = articles.map_or(&[][..], |kind| view.views.order.list(kind));
    let newest = newest.iter().map(|&id| EntityId(id));
    let entries: Vec<_> = newest.filter_map(|id| entry(view, id)).take(ENTRIES).collect();
    let feed = Feed {
        url: view.absolute("feed.xml").unwrap_or_default(),
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
pub fn of_entity<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Parts<'a> {
    let sentences = entity::sentences(view.views, id);
    let articles = sentences.chunk_by(|a, b| a.document == b.document);
    let entries = articles.filter_map(|sentences| {
        let article = view.graph().entity_of(sentences.first()?.document)?;
        let quotes = sentences.iter().take(QUOTED).map(|it| format!("<p>{}</p>", view.quoted(it)));
        Some(FeedEntry { html: quotes.collect(), ..entry(view, article)? })
    });
    let entries: Vec<_> = entries.take(ENTRIES).collect();
    let feed = Feed {
        url: view.absolute(view.path).unwrap_or_default(),
        home: view.absolute(&view.views.entity_paths[id.0 as usize]).unwrap_or_default(),
        updated: updated(&entries).to_owned(),
        entries,
    };
    let title = format!("{} – {}", view.graph().registry.get(id).name, view.views.config.title);
    (view.head(title, "feed", ""), Content::Feed(feed))
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
    let published = graph.date(id, "date")?.timestamp()?;
    let updated = graph.date(id, "updated").and_then(Date::timestamp);
    let later = updated.filter(|updated| instant(updated) > instant(&published));
    let summary = graph.front(id).and_then(|front| front.summary.as_ref());
    let authors = graph.vocabulary.properties.named("authors");
    let authors = authors.into_iter().flat_map(|property| graph.plain_values(id, property));
    let path = &*view.views.entity_paths[id.0 as usize];
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
    let mut pages = view.views.html_pages();
    pages.retain(|page| *page != PageId::NotFound);
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

/// The day on which an article was last changed.
fn changed(views: &Views, id: EntityId) -> Option<String> {
    let graph = &*views.graph;
    let is_article = views.kind(graph.registry.get(id).kind).role == Role::Article;
    let date = ["updated", "date"].into_iter().find_map(|property| graph.date(id, property));
    let timestamp = date.filter(|_| is_article)?.timestamp()?;
    timestamp.split('T').next().map(str::to_owned)
}

/// `robots.txt`.
pub fn robots<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let sitemap = view.absolute("sitemap.xml").unwrap_or_default();
    (view.head("", "robots", ""), Content::Robots(Robots { sitemap }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_is_split_where_the_protocol_demands_it() {
        assert_eq!([1, 50_000, 50_001, 100_000, 100_001].map(further_sitemaps), [0, 0, 2, 2, 3]);
    }
}
