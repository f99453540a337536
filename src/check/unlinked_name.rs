//! # unlinked-name
//!
//! The name of a known entity stands in prose without markup.
//!
//! ## What it finds
//!
//! The names and aliases of entities in the prose of articles and of entities' own texts, each entity once a file. They
//! are found as whole words (`'s` may follow), the longest first; not in code, links or headings, and not those that
//! several entities have, unless the article says under `names` which one it means. Capitals more than the name has do
//! not matter (PUTIN), capitals fewer do (a white house). A name that is a word of the language as well, as the site's
//! own texts show (will, rose), counts only inside a sentence, and one of a month or a day not at all; nor does one that
//! is only a part of a longer name or title (York in "New York", "King's College" or *The York Herald*, Titanic in
//! "Titanic ship"): `annals link` shows these too. A German noun that is a surname as well (Koch) can't be told from it,
//! and counts. This is a note.
//!
//! ## Why it matters
//!
//! Only what is marked up leads to the page of whom it names, and only so does that page lead back to the sentence.
//! `annals link` marks up all of these for you.
//!
//! ## Fails
//!
//! ```markdown
//! It was Ada Lovelace who wrote the first program.
//! ```
//!
//! ## Passes
//!
//! ```markdown
//! It was [[Ada Lovelace]] who wrote the first program.
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: unlinked-name, reason: …}]` in the front matter of the file.

use std::collections::BTreeMap;

use super::facts::Site;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::graph::reads::{self, Part};
use crate::resolve::{EntityId, Unlinked};
use crate::source::Location;
use crate::syntax::DocumentId;
use crate::vocabulary::Role;

/// Finds names without markup: the first place of each, with how often it stands elsewhere.
pub fn of_document(site: &Site<'_>, id: DocumentId) -> Vec<Diagnostic> {
    reads::note(Part::NAMES);
    let own = site.graph.entity_of(id).filter(|own| matches!(site.role(*own), Role::Article | Role::Entity));
    let (Some(own), Some(finder), Some(document)) = (own, site.finder, site.graph.document(id)) else {
        return Vec::new();
    };
    let source = &site.snapshot.files.get(document.file).text;
    let mut places: BTreeMap<EntityId, Vec<Unlinked>> = BTreeMap::new();
    for unlinked in finder.unlinked(id, Some(own), source, false) {
        if let [entity] = *unlinked.candidates
            && unlinked.is_sure
        {
            places.entry(entity).or_default().push(unlinked);
        }
    }
    let first = |(entity, places): (&EntityId, &Vec<Unlinked>)| {
        let (first, others) = places.split_first()?;
        let words = document.body.text.get(first.text.clone())?;
        let message = format!("`{words}` is a known {} and stands here without markup", site.kind(*entity));
        let label = match others.len() {
            0 => String::new(),
            1 => "and once more in this file".to_owned(),
            more => format!("and {more} times more in this file"),
        };
        Some(
            Diagnostic::new(Code::UnlinkedName, Location::new(document.file, first.span), message)
                .primary_label(label)
                .help(format!("write `{}`", markup(site, *entity, words)))
                .replace(Applicability::Ask, first.span, markup(site, *entity, first.span.of(source))),
        )
    };
    places.iter().filter_map(first).collect()
}

/// The mention that means an entity and shows these words.
fn markup(site: &Site<'_>, entity: EntityId, words: &str) -> String {
    let registry = &site.graph.registry;
    let is_enough = registry.get(entity).is_called(words);
    if is_enough { format!("[[{words}]]") } else { format!("[[{}|{words}]]", registry.get(entity).id) }
}
