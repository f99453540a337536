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

use std::collections::BTreeSet;

use super::facts::{Site, entity};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Object, Reference, Statement};
use crate::resolve::EntityId;

/// Finds entities that nothing mentions.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let mut unnamed: BTreeSet<EntityId> = site.entities().filter(|&id| !is_named(site, id)).collect();
    if !unnamed.is_empty() {
        take_out_stated(site, &mut unnamed);
    }
    let orphan = |id| {
        let message = format!("nothing mentions the {} `{}`", site.kind(id), site.name(id));
        let help =
            "mention it, as in `[[name]]`; add the spelling that is used to its `aliases`; or remove it";
        Diagnostic::new(Code::OrphanEntity, site.graph.registry.get(id).location, message).help(help)
    };
    unnamed.into_iter().map(orphan).collect()
}

/// Whether a text names an entity that is not its own.
fn is_named(site: &Site<'_>, id: EntityId) -> bool {
    let graph = site.graph;
    graph.mentions_of(id).any(|mention| graph.entity_of(mention.document) != Some(id))
}

/// Takes out those that what is stated, claimed or reviewed elsewhere than in their own file has a part in.
fn take_out_stated(site: &Site<'_>, unnamed: &mut BTreeSet<EntityId>) {
    let graph = site.graph;
    let mut take_out = |id: EntityId, from: Option<EntityId>| {
        if from != Some(id) {
            unnamed.remove(&id);
        }
    };
    for statement in graph.stated() {
        let from = stated_by(site, statement);
        take_out(statement.subject, from);
        let qualifiers = statement.qualifiers.iter().map(|(_, value)| value);
        for id in qualifiers.chain([&statement.value]).filter_map(entity) {
            take_out(id, from);
        }
    }
    for id in graph.reviews().filter_map(|review| review.reviewer.as_ref()).filter_map(entity) {
        take_out(id, None);
    }
    for (_, claim) in graph.claims() {
        let from = graph.entity_of(claim.site.document);
        let via = claim.via.iter().filter_map(|via: &Object| entity(via));
        let named = [&claim.speakers, &claim.to, &claim.at, &claim.about].into_iter().flatten().copied();
        for id in named.chain(via) {
            take_out(id, from);
        }
    }
}

/// The entity in whose file a statement stands.
fn stated_by(site: &Site<'_>, statement: &Statement) -> Option<EntityId> {
    match statement.reference {
        Reference::Sentence { document, .. } => site.graph.entity_of(document),
        Reference::Record { entity } => Some(entity),
    }
}
