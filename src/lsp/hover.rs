//! What is known of whom or what a name stands for.
//!
//! Input: a place. Output: a few lines of Markdown. Entry point: [`hover`].

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind};

use super::asked::Asked;
use crate::graph::{Claim, Graph, Object, Statement};
use crate::resolve::{ClaimId, EntityId, Target};

/// How many values are told.
const VALUES: usize = 8;

/// Who or what is named at a place.
pub fn hover(asked: &Asked<'_>) -> Option<Hover> {
    let name = asked.name();
    let told = match asked.target()? {
        Target::Entity(entity) => Told(asked.graph()).entity(entity),
        Target::Claim(claim) => Told(asked.graph()).claim(claim)?,
    };
    let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: told });
    Some(Hover { contents, range: name.map(|name| asked.range(name.location.span)) })
}

struct Told<'g>(&'g Graph);

impl Told<'_> {
    fn entity(&self, id: EntityId) -> String {
        let graph = self.0;
        let entity = graph.registry.get(id);
        let full = graph.registry.full_id(id, &graph.vocabulary.kinds);
        let mut lines = vec![format!("**{}** `{full}`", escaped(&entity.name))];
        lines.extend(graph.front(id).and_then(|front| front.summary.as_ref()).map(|it| escaped(&it.text)));
        let values: Vec<_> = graph.statements_of(id).take(VALUES).map(|it| self.statement(it)).collect();
        lines.extend((!values.is_empty()).then(|| values.join("\n")));
        let counts = [
            (graph.mentions_of(id).len(), "mention"),
            (graph.claims_by(id).len(), "claim"),
            (graph.citations_of(id).len(), "citation"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<_> =
            counts.map(|(count, of)| format!("{count} {of}{}", if count == 1 { "" } else { "s" })).collect();
        lines.extend((!counts.is_empty()).then(|| counts.join(", ")));
        lines.join("\n\n")
    }

    /// A value, and who says so where that is not the site itself.
    fn statement(&self, statement: &Statement) -> String {
        let label = &self.0.vocabulary.properties.get(statement.property).label;
        let claim = statement.claim.and_then(|claim| self.0.claim(claim));
        let by = claim.map(|claim| self.speakers(claim)).filter(|by| !by.is_empty());
        let by = by.map_or_else(String::new, |by| format!(" (according to {by})"));
        format!("- {label}: {}{by}", escaped(&self.value(&statement.value)))
    }

    fn value(&self, value: &Object) -> String {
        match value {
            Object::Entity(entity) => self.0.registry.get(*entity).name.clone(),
            Object::Literal(literal) => literal.in_words(),
        }
    }

    fn speakers(&self, claim: &Claim) -> String {
        let names: Vec<_> = self.0.speaker_names(claim).map(escaped).collect();
        names.join(", ")
    }

    fn claim(&self, id: ClaimId) -> Option<String> {
        let claim = self.0.claim(id)?;
        let mut lines = vec![format!("“{}”", escaped(self.0.claim_words(id)))];
        let on = self.0.said_on(claim).map(|date| date.in_words());
        let who = [Some(self.speakers(claim)), on].into_iter().flatten().filter(|it| !it.is_empty());
        lines.push(who.collect::<Vec<_>>().join(", "));
        let relations = claim.relations.iter().map(|it| (it.kind.as_str(), it.claim));
        let responses = self.0.responses(id).iter().map(|it| (it.kind.inverse(), it.claim));
        lines.extend(
            relations
                .chain(responses)
                .take(VALUES)
                .map(|(kind, other)| format!("- {kind} “{}”", escaped(self.0.claim_words(other)))),
        );
        lines.retain(|line| !line.is_empty());
        Some(lines.join("\n\n"))
    }
}

/// Words that Markdown leaves as they are.
fn escaped(words: &str) -> String {
    words
        .chars()
        .flat_map(|c| [Some('\\').filter(|_| "\\`*_[]<>#|".contains(c)), Some(c)])
        .flatten()
        .collect()
}
