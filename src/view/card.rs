//! The pictures of pages for social networks: which page has which, and what is on it.
//!
//! Input: a page, or what a card is of. Output: the card's address, its path, its content. Entry points: [`of_page`],
//! [`path`] and [`card`].

use std::borrow::Cow;

use super::model::{Card, CardLink, Content};
use super::{PageId, Parts, Viewpoint, claim, notes};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::vocabulary::Role;

/// The width and the height of a card, which social networks ask for.
pub const SIZE: [usize; 2] = [1200, 630];

/// What the card of a page is of: the site itself where there is no target. No card is named by what only programs read.
pub fn of_page(page: PageId) -> Option<Option<Target>> {
    match page {
        PageId::Entity(id) | PageId::More(id, ..) => Some(Some(Target::Entity(id))),
        PageId::Claim(id) => Some(Some(Target::Claim(id))),
        PageId::List(..) | PageId::Home | PageId::Search | PageId::Vocabulary | PageId::Data => Some(None),
        PageId::NotFound
        | PageId::Redirect(_)
        | PageId::Feed(_)
        | PageId::FeedOf(..)
        | PageId::Sitemap(_)
        | PageId::Robots
        | PageId::Llms
        | PageId::Card(_) => None,
    }
}

/// Where the card of the page with this path is written; that of the site without one.
pub fn path(page: Option<&str>) -> String {
    let page = page.unwrap_or("site.html");
    let stem = page.strip_suffix("/index.html").or_else(|| page.strip_suffix(".html")).unwrap_or(page);
    format!("cards/{stem}.png")
}

/// What a page says of its card.
pub fn link(view: &Viewpoint<'_, '_>, of: Option<Target>) -> Option<CardLink> {
    let card = content(view, of);
    let mut words = vec![&*card.label, card.title, &view.views.config.title];
    words.retain(|word| !word.is_empty());
    words.dedup();
    let [width, height] = SIZE;
    let url = view.absolute(&view.views.path(PageId::Card(of)))?;
    Some(CardLink { url, alt: words.join(" – "), width, height })
}

/// A card.
pub fn card<'a>(view: &Viewpoint<'a, '_>, of: Option<Target>) -> Parts<'a> {
    let card = content(view, of);
    (view.head(card.title, "card", ""), Content::Card(card))
}

fn content<'a>(view: &Viewpoint<'a, '_>, of: Option<Target>) -> Card<'a> {
    let config = &*view.views.config;
    match of {
        Some(Target::Entity(id)) => of_entity(view, id),
        Some(Target::Claim(id)) => of_claim(view, id).unwrap_or_default(),
        None => {
            Card { kind: "site", label: "".into(), title: &config.title, note: (&*config.description).into() }
        }
    }
}

fn of_entity<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Card<'a> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let kind = view.views.kind(entity.kind);
    let summary =
        graph.front(id).and_then(|front| front.summary.as_ref()).map_or("", |summary| &summary.text);
    let note = match kind.role {
        Role::Source => notes::details(view, id),
        _ => view.event_date(id).map_or_else(String::new, |date| date.words),
    };
    let note = if note.is_empty() { summary.into() } else { note.into() };
    Card { kind: &kind.name, label: kind.label_in(view.language).into(), title: &entity.name, note }
}

fn of_claim<'a>(view: &Viewpoint<'a, '_>, id: ClaimId) -> Option<Card<'a>> {
    let claim = view.claim(id)?;
    let label = Cow::from(claim::heading(view.language, &claim.speakers));
    Some(Card { kind: "claim", label, title: claim.words, note: claim.sentence.document.title })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_lies_where_its_page_does() {
        assert_eq!(path(Some("people/ada.html")), "cards/people/ada.png");
        assert_eq!(path(Some("people/ada/index.html")), "cards/people/ada.png");
        assert_eq!(path(None), "cards/site.png");
    }
}
