//! What somebody wrote, published and reviewed.
//!
//! Input: an entity that articles, sources and reviews name so. Output: these, the newest first. Entry points: [`works`] and
//! [`Viewpoint::works`].

use std::cmp::Reverse;

use super::model::{Link, Work};
use super::weight::{of_entity, of_side};
use super::{Viewpoint, Views};
use crate::resolve::{EntityId, Target};
use crate::syntax::DocumentId;
use crate::vocabulary::PropertyId;

/// A text, and what somebody did with it.
#[derive(Clone, Copy, Debug)]
pub struct Done {
    what: Target,
    /// The key of the word for it.
    role: &'static str,
    /// The document that has its date.
    document: Option<DocumentId>,
}

/// What an entity wrote, published and reviewed, the newest first.
pub fn works(views: &Views, id: EntityId) -> Vec<Done> {
    let graph = &views.graph;
    let stated = graph.works_of(id).filter(|statement| graph.is_asserted(statement)).map(|statement| {
        let is_published = statement.property == PropertyId::PUBLISHER;
        let role = if is_published { "work_published" } else { "work_written" };
        let document = graph.registry.get(statement.subject).document;
        Done { what: Target::Entity(statement.subject), role, document }
    });
    let reviewed = graph.reviews_by(id).filter_map(|review| {
        let what = Target::Claim(*review.claims.first()?);
        Some(Done { what, role: "work_reviewed", document: Some(review.document) })
    });
    let mut works: Vec<_> = stated.chain(reviewed).collect();
    let date =
        |work: &Done| views.directory.dates.get(work.document?.place())?.as_ref().map(|date| date.sort_key());
    works.sort_by_cached_key(|work| (Reverse(date(work)), work.role, work.what));
    works.dedup_by_key(|work| (work.what, work.role));
    works
}

/// What each of them takes in a list.
pub fn costs(views: &Views, id: EntityId) -> Vec<usize> {
    let cost = |work: &Done| match work.what {
        Target::Entity(entity) => of_entity(views, entity),
        Target::Claim(claim) => of_side(views, claim),
    };
    works(views, id).iter().map(cost).collect()
}

impl<'a> Viewpoint<'a, '_> {
    /// Works as a list shows them.
    pub fn works(&self, works: &[Done]) -> Vec<Work<'a>> {
        let work = |work: &Done| {
            let Link { title, url, dir } = match work.what {
                Target::Entity(entity) => self.link_to(entity),
                Target::Claim(claim) => self.link_to_review(claim),
            };
            let date = work.document.and_then(|document| self.date_of_document(document));
            Work { name: title, url, dir, date, role: self.language.word(work.role) }
        };
        works.iter().map(work).collect()
    }
}
