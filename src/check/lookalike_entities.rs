//! # lookalike-entities
//!
//! Two entities share a name, an alias or a `same_as`.
//!
//! ## What it finds
//!
//! Two files or declarations with a name in common, whether as `name` or among `aliases`, compared as names are resolved:
//! after Unicode normalization, without regard to case and white space. Or two with one `same_as`, such as the same
//! Wikidata item.
//!
//! ## Why it matters
//!
//! Either both are one, and half of what is known is on each page; or they are two, and a mention by the shared name
//! is an error, since Annals does not guess.
//!
//! ## Fails
//!
//! ```text
//! content/people/j-smith.md       name: Jane Smith
//! content/people/jane-smith.md    name: Jane Smith
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/people/j-smith.md       name: Jane Smith (chemist)
//! content/people/jane-smith.md    name: Jane Smith (pilot)
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: lookalike-entities, reason: …}]` in the front matter of one of the two. Articles then say which one
//! they mean by its id, or once for all under `names`.

use std::collections::BTreeSet;

use super::facts::Site;
use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::{EntityId, name_key};
use crate::source::Location;

/// Finds entities that look like each other.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let mut signs: Vec<(String, EntityId)> = site.entities().flat_map(|id| signs(site, id)).collect();
    signs.sort();
    signs.dedup();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for group in signs.chunk_by(|a, b| a.0 == b.0) {
        let Some(((sign, first), others)) = group.split_first() else { continue };
        for (_, other) in others {
            if seen.insert((first, other)) {
                found.push(lookalike(site, sign, *first, *other));
            }
        }
    }
    found
}

/// What an entity can be taken for another by: the keys of its names, and its places in other registers.
fn signs(site: &Site<'_>, id: EntityId) -> Vec<(String, EntityId)> {
    let names = site.graph.registry.get(id).names().map(name_key);
    let same_as = site.graph.front(id).into_iter().flat_map(|front| &front.same_as);
    names.chain(same_as.map(|text| register(&text.text))).map(|sign| (sign, id)).collect()
}

/// A `same_as` in one form, whether it is an address or a prefix with an id.
fn register(same_as: &str) -> String {
    let address = same_as.trim().trim_end_matches('/');
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let address = address.strip_prefix("www.").unwrap_or(address);
    let item =
        ["wikidata.org/wiki/", "wikidata.org/entity/"].iter().find_map(|start| address.strip_prefix(start));
    item.map_or_else(|| address.to_owned(), |item| format!("wikidata:{item}"))
}

fn lookalike(site: &Site<'_>, sign: &str, first: EntityId, second: EntityId) -> Diagnostic {
    let (place, shown) = place(site, second, sign);
    let message = format!(
        "`{}` and `{}` share {shown}",
        site.graph.registry.full_id(first, &site.graph.vocabulary.kinds),
        site.graph.registry.full_id(second, &site.graph.vocabulary.kinds)
    );
    Diagnostic::new(Code::LookalikeEntities, place, message)
        .label(self::place(site, first, sign).0, "the other one")
        .help("if both are one, merge the files; if not, tell the names apart")
}

/// Where an entity says what it shares, and what that is.
fn place(site: &Site<'_>, id: EntityId, sign: &str) -> (Location, String) {
    let entity = site.graph.registry.get(id);
    let front = site.graph.front(id);
    let at = |text: &Text| Location::new(entity.location.file, text.span);
    if name_key(&entity.name) == sign {
        return (entity.location, format!("the name `{}`", entity.name));
    }
    let alias = front.and_then(|front| front.aliases.iter().find(|alias| name_key(&alias.text) == sign));
    if let Some(alias) = alias {
        return (at(alias), format!("the name `{}`", alias.text));
    }
    let same_as = front.and_then(|front| front.same_as.iter().find(|text| register(&text.text) == sign));
    same_as.map_or((entity.location, sign.to_owned()), |text| (at(text), format!("`same_as: {}`", text.text)))
}
