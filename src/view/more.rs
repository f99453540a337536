//! The further pages of sections that are too long for the page they belong to.
//!
//! Input: a viewpoint, an entity, a section of its page. Output: the page's head and content. Entry point: [`more`].

use super::model::{Content, More};
use super::names::names;
use super::notes::notes;
use super::pages::parts;
use super::section::{Section, within};
use super::{Numbers, Parts, Viewpoint, archive, article, entity, fragment, lists, works};
use crate::resolve::EntityId;

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
        Section::Events => page.events = view.events(within(&lists::events(views, id), range)),
        Section::Works => page.works = view.works(within(&works::works(views, id), range)),
        Section::Said => page.claims = view.claims(within(&lists::said(views, id), range), false),
        Section::About => page.claims = view.claims(within(&lists::about(views, id), range), true),
        Section::Citations => {
            let citations = entity::quotes(view, within(&lists::citations(views, id), range));
            page.citations_html = fragment::citations(view.language, &citations);
            page.citations = views.asked.list("citations", citations);
        }
        Section::Mentions => {
            let mentions = entity::groups(view, within(&lists::sentences(views, id), range));
            page.mentions_html = fragment::mentions(&mentions);
            page.mentions = views.asked.list("quotes", mentions);
        }
        Section::Claims => page.claims = article::claims(view, &numbers(), range),
        Section::Facts => page.facts = article::facts(view, &numbers(), range),
        Section::Names => page.names = names(view, id, range),
        Section::Notes => page.notes = notes(view, &numbers(), range),
    }
    let title = match (section, part) {
        (Section::Archive, 2) => format!("{} – {}", page.entity.name, view.language.word("archive")),
        _ => view.part_title(page.entity.name, part as usize),
    };
    (view.head(title, section.name(), ""), Content::More(Box::new(page)))
}
