//! # orphan-entity
//!
//! Nothing mentions an entity.
//!
//! ## What it finds
//!
//! A person, an organization, a place, an event or a thing of the site's own kinds that no other file mentions, names as
//! a value, as a speaker or as what a claim is about. This is a note.
//!
//! ## Why it matters
//!
//! Its page leads nowhere and nothing leads to it. Often its name stands in articles without markup (`unlinked-name`), or
//! under a spelling that lacks among its `aliases`.
//!
//! ## Fails
//!
//! A file `content/people/ada.md`, and no article in which `[[Ada]]` occurs.
//!
//! ## Passes
//!
//! ```markdown
//! It was [[Ada]] who wrote the first program.
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: orphan-entity, reason: …}]` in the front matter of the entity.

use super::facts::{Site, entity};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Object, Reference, Statement};
use crate::resolve::{EntityId, Target};

/// Finds entities that nothing mentions.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let mentioned = mentioned(site);
    let is_orphan = |id: &EntityId| mentioned.get(id.0 as usize) == Some(&false);
    site.entities()
        .filter(is_orphan)
        .map(|id| {
            let message = format!("nothing mentions the {} `{}`", site.kind(id), site.name(id));
            let help =
                "mention it, as in `[[name]]`; add the spelling that is used to its `aliases`; or remove it";
            Diagnostic::new(Code::OrphanEntity, site.graph.registry.get(id).location, message).help(help)
        })
        .collect()
}

/// Which entities are mentioned elsewhere than in their own file.
fn mentioned(site: &Site<'_>) -> Vec<bool> {
    let graph = site.graph;
    let mut mentioned = vec![false; graph.registry.iter().count()];
    let mut mark = |id: EntityId, from: Option<EntityId>| {
        if let Some(mark) = mentioned.get_mut(id.0 as usize).filter(|_| from != Some(id)) {
            *mark = true;
        }
    };
    for mention in graph.mentions() {
        if let Target::Entity(id) = mention.target {
            mark(id, graph.entity_of(mention.document));
        }
    }
    for statement in graph.stated() {
        let from = stated_by(site, statement);
        mark(statement.subject, from);
        let qualifiers = statement.qualifiers.iter().map(|(_, value)| value);
        for id in qualifiers.chain([&statement.value]).filter_map(entity) {
            mark(id, from);
        }
    }
    for review in graph.reviews() {
        review.reviewer.iter().filter_map(entity).for_each(|id| mark(id, None));
    }
    for (_, claim) in graph.claims() {
        let from = graph.entity_of(claim.site.document);
        let via = claim.via.iter().filter_map(|via: &Object| entity(via));
        let named = [&claim.speakers, &claim.to, &claim.at, &claim.about].into_iter().flatten().copied();
        named.chain(via).for_each(|id| mark(id, from));
    }
    mentioned
}

/// The entity in whose file a statement stands.
fn stated_by(site: &Site<'_>, statement: &Statement) -> Option<EntityId> {
    match statement.reference {
        Reference::Sentence { document, .. } => site.graph.entity_of(document),
        Reference::Record { entity } => Some(entity),
    }
}
