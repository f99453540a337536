//! The further pages of sections that are too long for the page they belong to, and the links between them.
//!
//! Input: a viewpoint, an entity, a section of its page. Output: the page's head and content; the links to all pages of
//! a list. Entry points: [`more`], [`all_parts`] and [`Viewpoint::parts`].

use super::model::{Content, More, Part, SectionParts};
use super::{Numbers, PageId, Parts, Section, Viewpoint, archive, article, entity, fragment, works};
use crate::resolve::EntityId;
use crate::vocabulary::{Date, PropertyId};

/// How many pages before and after the reader's a list of pages names, and that it names every so manieth.
const NEAR: usize = 2;
const EVERY: usize = 20;

/// A further page of a section.
pub fn more<'a>(view: &Viewpoint<'a, '_>, id: EntityId, section: Section, part: u32) -> Parts<'a> {
    let views = view.views;
    let range = views.splits.range(id, section, part);
    let mut page = More {
        entity: view.entity(id),
        section: section.name(),
        part: part as usize,
        values: Vec::new(),
        events: Vec::new(),
        claims: Vec::new(),
        facts: Vec::new(),
        names: Vec::new(),
        notes: Vec::new(),
        citations_html: String::new(),
        citations: Vec::new(),
        works: Vec::new(),
        archive: Vec::new(),
        mentions_html: String::new(),
        mentions: Vec::new(),
        parts: parts(view, id, section, part),
    };
    let numbers = || Numbers::new(&views.graph, views.graph.registry.get(id).document);
    match section {
        Section::Values => page.values = entity::values(view, id, range),
        Section::Archive => page.archive = archive::paragraphs(view, id, range),
        Section::Events => page.events = view.events(within(&entity::events(views, id), range)),
        Section::Works => page.works = view.works(within(&works::works(views, id), range)),
        Section::Said => page.claims = view.claims(within(&entity::said(views, id), range), false),
        Section::About => page.claims = view.claims(within(&entity::about(views, id), range), true),
        Section::Citations => {
            let citations = entity::quotes(view, within(&entity::citations(views, id), range));
            page.citations_html = fragment::citations(view.language, &citations);
            page.citations = views.asked.list("citations", citations);
        }
        Section::Mentions => {
            let mentions = entity::groups(view, within(&entity::sentences(views, id), range));
            page.mentions_html = fragment::mentions(&mentions);
            page.mentions = views.asked.list("quotes", mentions);
        }
        Section::Claims => page.claims = article::claims(view, &numbers(), range),
        Section::Facts => page.facts = article::facts(view, &numbers(), range),
        Section::Names => page.names = article::names(view, id, range),
        Section::Notes => page.notes = article::notes(view, &numbers(), range),
    }
    let title = match (section, part) {
        (Section::Archive, 2) => format!("{} – {}", page.entity.name, view.language.word("archive")),
        _ => view.part_title(page.entity.name, part as usize),
    };
    (view.head(title, section.name(), ""), Content::More(Box::new(page)))
}

/// A part of a list, as far as it goes.
pub fn within<T>(list: &[T], range: std::ops::Range<usize>) -> &[T] {
    let end = range.end.min(list.len());
    list.get(range.start.min(end)..end).unwrap_or_default()
}

/// The pages of each section of an entity's page.
pub fn all_parts(view: &Viewpoint<'_, '_>, id: EntityId) -> SectionParts {
    Section::ALL.into_iter().map(|section| (section.name(), parts(view, id, section, 1))).collect()
}

/// The pages of a section: those of mentions by their years, others by their numbers.
fn parts(view: &Viewpoint<'_, '_>, id: EntityId, section: Section, current: u32) -> Vec<Part> {
    let splits = &view.views.splits;
    let count = splits.parts(id, section) as usize;
    if count < 2 {
        return Vec::new();
    }
    let page = |part: usize| match part as u32 {
        1 => PageId::Entity(id),
        part => PageId::More(id, section, part),
    };
    let number = |part: usize| view.digits(part);
    if section != Section::Mentions {
        return view.parts(count, current as usize, number, page);
    }
    let sentences = entity::sentences(view.views, id);
    let year = |sentence: Option<&entity::Sentence>| {
        let document = view.graph().entity_of(sentence?.document)?;
        view.graph().date(document, PropertyId::DATE)?.year()
    };
    let years = |part: usize| {
        let shown = within(&sentences, splits.range(id, section, part as u32));
        match (year(shown.last()), year(shown.first())) {
            (Some(first), Some(last)) if first != last => {
                format!(
                    "{}–{}",
                    Date::year_words(first, view.language),
                    Date::year_words(last, view.language)
                )
            }
            (Some(year), _) | (None, Some(year)) => Date::year_words(year, view.language),
            (None, None) => number(part),
        }
    };
    view.parts(count, current as usize, years, page)
}

impl Viewpoint<'_, '_> {
    /// The pages of a long list: the first and the last, those near the reader's, those with which a title begins, and
    /// a few more; none where there is only one.
    pub fn parts(
        &self,
        count: usize,
        current: usize,
        title: impl Fn(usize) -> String,
        page: impl Fn(usize) -> PageId,
    ) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut before = String::new();
        for part in (1..=count).filter(|_| count > 1) {
            let title = title(part);
            let begins = title != before;
            let near = part.abs_diff(current) <= NEAR;
            if near
                || part == 1
                || part == count
                || part % EVERY == 0
                || (begins && title != self.digits(part))
            {
                let shown = if begins { title.clone() } else { self.part_title(&title, part) };
                parts.push(Part { title: shown, url: self.page_url(page(part)), current: part == current });
            }
            before = title;
        }
        parts
    }
}
