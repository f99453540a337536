//! Notes in the margin of a wide window, level with their paragraphs: who says what is claimed there, and who contradicts it.
//!
//! Input: an article's claims and the nodes of a block of its text. Output: the notes beside the block. Entry points:
//! [`Margin::new`] and [`Margin::beside`].
//!
//! Of a long article, the claims that its own page lists have notes. Neighbours with the same speaker and circumstances share a note. A contradiction is told once, with its first claim.

use std::collections::BTreeSet;

use super::Viewpoint;
use super::model::{MarginDispute, MarginNote};
use super::numbers::{Numbered, Numbers};
use super::parts::short;
use crate::graph::{Claim, Relation};
use crate::resolve::{ClaimId, EntityId};
use crate::syntax::{Node, NodeKind};

/// What a note takes on a page without what contradicts its claim, in bytes, more or less.
pub const WEIGHT: usize = 220;
/// How many contradictions of a claim the margin tells.
const DISPUTES: usize = 3;

/// Writes the notes of an article, block by block.
pub struct Margin<'w, 'a, 'p> {
    view: &'w Viewpoint<'a, 'p>,
    numbers: &'w Numbers<'a>,
    /// The contradictions that a note tells, each with its lesser claim first.
    told: BTreeSet<(ClaimId, ClaimId)>,
}

impl<'w, 'a, 'p> Margin<'w, 'a, 'p> {
    /// The notes of an article.
    pub fn new(view: &'w Viewpoint<'a, 'p>, numbers: &'w Numbers<'a>) -> Self {
        Self { view, numbers, told: BTreeSet::new() }
    }

    /// The notes beside a block with these nodes.
    pub fn beside(&mut self, nodes: &[Node]) -> Vec<MarginNote<'a>> {
        let begun = nodes.iter().filter_map(|node| match node.kind {
            NodeKind::Annotation(at, part) if part.is_first => self.numbers.claim(at),
            _ => None,
        });
        let is_listed = |it: &Numbered<'_>| !self.numbers.links.contains_key(&it.claim.site.annotation);
        let claims: Vec<_> = begun.filter(|it| it.number.inner == 0 && is_listed(it)).collect();
        let mut notes: Vec<(Numbered<'a>, MarginNote<'a>)> = Vec::new();
        for claim in claims {
            let note = self.note(&claim);
            match notes.last_mut() {
                Some((first, last)) if is_shared(last, &note) => {
                    last.numbers = format!("{}–{}", self.view.claim_number(first.number), note.numbers);
                }
                _ => notes.push((claim, note)),
            }
        }
        notes.into_iter().map(|(_, note)| note).collect()
    }

    fn note(&mut self, it: &Numbered<'a>) -> MarginNote<'a> {
        let language = self.view.language;
        let with = |word: &str, names: String| {
            if names.is_empty() { names } else { format!("{} {names}", language.word(word)) }
        };
        let via = it.claim.via.as_ref().map(|via| self.view.value(via).words);
        let how = [
            with("to", self.names(&it.claim.to)),
            with("at", self.names(&it.claim.at)),
            with("via", via.unwrap_or_default()),
        ];
        let how: Vec<_> = how.into_iter().filter(|part| !part.is_empty()).collect();
        MarginNote {
            numbers: self.view.claim_number(it.number),
            who: self.who(it.claim),
            how: how.join(language.word("comma")),
            against: self.against(it),
            reviews: self.reviews(it),
        }
    }

    fn names(&self, entities: &[EntityId]) -> String {
        let names = entities.iter().map(|&id| &*self.view.graph().registry.get(id).name);
        self.view.language.list(&names.collect::<Vec<_>>())
    }

    fn who(&self, claim: &'a Claim) -> String {
        let names: Vec<_> = self.view.graph().speaker_names(claim).collect();
        self.view.language.list(&names)
    }

    /// The contradictions of a claim, and of those in its words, that no note has told.
    fn against(&mut self, claim: &Numbered<'a>) -> Vec<MarginDispute<'a>> {
        let mut against = Vec::new();
        for it in self.numbers.claims_with(claim.number) {
            let relations = it.claim.relations.iter().map(|relation| (relation, false));
            let responses = self.view.graph().responses(it.id).iter().map(|response| (response, true));
            let all = relations.chain(responses).filter(|(relation, _)| relation.kind.contradicts());
            for (relation, is_inverse) in all {
                let pair = (it.id.min(relation.claim), it.id.max(relation.claim));
                if self.told.insert(pair) {
                    against.extend(self.side(relation, is_inverse));
                }
            }
        }
        against.truncate(DISPUTES);
        against
    }

    fn side(&self, relation: &Relation, is_inverse: bool) -> Option<MarginDispute<'a>> {
        let other = self.view.graph().claim(relation.claim)?;
        Some(MarginDispute {
            label: self.view.relation_label(relation.kind, is_inverse),
            who: self.who(other),
            words: short(self.view.claim_words(relation.claim)),
        })
    }

    /// What reviewers say of a claim, and of those in its words.
    fn reviews(&self, claim: &Numbered<'a>) -> Vec<String> {
        let claims = self.numbers.claims_with(claim.number).iter();
        let reviews = claims.flat_map(|it| self.view.graph().reviews_of(it.id));
        let words = reviews.map(|review| match &review.reviewer {
            Some(reviewer) => {
                let comma = self.view.language.word("comma");
                format!("{}{comma}{}", review.rating.text, self.view.value(reviewer).words)
            }
            None => review.rating.text.clone(),
        });
        words.collect()
    }
}

/// Whether two neighbours share a note: they say the same of who speaks and where, and nothing else.
fn is_shared(one: &MarginNote<'_>, other: &MarginNote<'_>) -> bool {
    let is_plain = |note: &MarginNote<'_>| note.against.is_empty() && note.reviews.is_empty();
    is_plain(one) && is_plain(other) && (&one.who, &one.how) == (&other.who, &other.how)
}
