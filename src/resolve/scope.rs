//! The names that hold in one document alone.
//!
//! Input: a document's `names`. Output: a [`Scope`]. Entry point: [`Scope::read`].

use std::collections::HashMap;

use super::name_key;
use super::registry::{EntityId, Registry};
use crate::data::{Entry, Text, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::vocabulary::Kinds;

/// The names that hold in one document, and the document itself.
#[derive(Debug, Default)]
pub struct Scope {
    /// The document, for `[[#claim]]`.
    pub document: Option<EntityId>,
    /// What each name key stands for.
    pub(super) names: HashMap<String, EntityId>,
}

impl Scope {
    /// Reads `names`; an entry that declares an entity was registered before.
    pub fn read(
        document: EntityId,
        names: &[Entry],
        registry: &Registry,
        kinds: &Kinds,
    ) -> (Self, Vec<Diagnostic>) {
        let mut scope = Self { document: Some(document), names: HashMap::new() };
        let mut diagnostics = Vec::new();
        let site = Self::default();
        for entry in names {
            let meant = match &entry.value.value {
                Value::Scalar(scalar) => Text { text: scalar.text.clone(), span: entry.value.span },
                Value::Table(_) => Text { text: declared_id(entry), span: entry.key.span },
                _ => {
                    let message =
                        format!("expected an id for `{}`, found {}", entry.key.text, entry.value.kind());
                    diagnostics.push(Diagnostic::at(Code::BadFrontMatter, entry.value.span, message));
                    continue;
                }
            };
            match registry.resolve_entity(&meant.text, &site, kinds) {
                Ok(entity) => {
                    scope.names.insert(name_key(&entry.key.text), entity);
                }
                Err(unresolved) => diagnostics.push(registry.explain(&meant, &unresolved, kinds)),
            }
        }
        (scope, diagnostics)
    }
}

/// The id of an entity that a one-line entry declares: its `id`, or its key made into one.
pub(super) fn declared_id(entry: &Entry) -> String {
    match entry.value.get("id").and_then(|id| id.as_str()) {
        Some(id) => id.to_owned(),
        None => name_key(&entry.key.text).split_whitespace().collect::<Vec<_>>().join("-"),
    }
}
