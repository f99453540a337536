//! Which mentions of a text have no mark of their own for those who read first and look up second.
//!
//! Input: a text and what its annotations mention. Output: for each annotation whether it is a pronoun, a repetition in
//! its paragraph, or within words that are marked already. Entry point: [`unmarked`].

use std::collections::HashSet;

use crate::graph::Mention;
use crate::resolve::Target;
use crate::syntax::{AnnotationId, Body, NodeKind};

/// The mentions without a mark. `pronouns` are the language's, with spaces between.
pub fn unmarked(body: &Body, mentions: &[Option<&Mention>], pronouns: &str) -> HashSet<AnnotationId> {
    let mut unmarked = HashSet::new();
    let mut named: HashSet<Target> = HashSet::new();
    for node in body.tree.nodes() {
        match node.kind {
            NodeKind::Annotation(at, part) if part.is_first => {
                let Some(mention) = mentions.get(at.place()).copied().flatten() else { continue };
                let is_unmarked = is_pronoun(body, at, pronouns)
                    || is_within_mark(body, at, mentions, &unmarked)
                    || !named.insert(mention.target);
                if is_unmarked {
                    unmarked.insert(at);
                }
            }
            kind if is_block(kind) => named.clear(),
            _ => {}
        }
    }
    unmarked
}

fn is_pronoun(body: &Body, annotation: AnnotationId, pronouns: &str) -> bool {
    let words = body.annotation(annotation).map_or("", |it| body.words(it));
    let words = words.to_lowercase();
    pronouns.split_whitespace().any(|pronoun| pronoun == words)
}

/// Whether a mention stands in the words of another one that is marked.
fn is_within_mark(
    body: &Body,
    annotation: AnnotationId,
    mentions: &[Option<&Mention>],
    unmarked: &HashSet<AnnotationId>,
) -> bool {
    let mut around = body.annotation(annotation).into_iter().flat_map(|it| body.around(it));
    around.any(|(at, _)| mentions.get(at.place()).is_some_and(Option::is_some) && !unmarked.contains(&at))
}

/// Whether a node begins a paragraph or what stands for one.
fn is_block(kind: NodeKind) -> bool {
    use NodeKind::{Cell, Footnote, HeadCell, Heading, Item, Paragraph};
    matches!(kind, Paragraph | Heading(_) | Item | Cell(_) | HeadCell(_) | Footnote(..))
}
