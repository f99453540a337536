//! # lookalike-entities
//!
//! Two entities share a name, an alias or a `same_as`, apostrophes, hyphens and accents aside.
//!
//! ## What it finds
//!
//! Two files or declarations with a name in common, whether as `name` or among `aliases`, compared as readers do: case,
//! white space, the kind of apostrophe or hyphen and accents make no difference. Or two with one `same_as`, such as the
//! same Wikidata item.
//!
//! ## Why it matters
//!
//! Either both are one, and half of what is known is on each page; or they are two, and a mention by the shared name
//! is an error, since Annals does not guess. Names that differ in an accent alone can both be mentioned, but by whoever
//! types one without it the wrong one is.
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
use crate::resolve::{EntityId, bare_key, name_key};
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
    let names = site.graph.registry.get(id).names().map(bare_key);
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
    let (other, shown_there) = self::place(site, first, sign);
    let shared = match (shown, shown_there) {
        (Sign::Name(one), Sign::Name(other)) if name_key(one) != name_key(other) => {
            format!("differ only in the accents of `{other}` and `{one}`")
        }
        (Sign::Name(name), _) => format!("share the name `{name}`"),
        (Sign::Register(same_as), _) => format!("share `same_as: {same_as}`"),
    };
    let full_id = |id| site.graph.registry.full_id(id, &site.graph.vocabulary.kinds);
    let message = format!("`{}` and `{}` {shared}", full_id(first), full_id(second));
    Diagnostic::new(Code::LookalikeEntities, place, message)
        .label(other, "the other one")
        .help("if both are one, merge the files; if not, tell the names apart")
}

/// What two entities share.
enum Sign<'a> {
    Name(&'a str),
    Register(&'a str),
}

/// Where an entity says what it shares, and what that is.
fn place<'a>(site: &Site<'a>, id: EntityId, sign: &str) -> (Location, Sign<'a>) {
    let entity = site.graph.registry.get(id);
    let front = site.graph.front(id);
    let at = |text: &Text| Location::new(entity.location.file, text.span);
    let alias = front.and_then(|front| front.aliases.iter().find(|alias| bare_key(&alias.text) == sign));
    if let Some(alias) = alias.filter(|_| bare_key(&entity.name) != sign) {
        return (at(alias), Sign::Name(&alias.text));
    }
    let same_as = front.and_then(|front| front.same_as.iter().find(|text| register(&text.text) == sign));
    same_as.map_or((entity.location, Sign::Name(&entity.name)), |text| (at(text), Sign::Register(&text.text)))
}
