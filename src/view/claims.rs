//! Claims as pages show them: with their relations and reviews, in lists, and in contradictions.
//!
//! Input: a viewpoint and claims. Output: their page models, and what the theme makes of them. Entry points:
//! [`Viewpoint::claims`], [`Viewpoint::claims_here`] and [`Viewpoint::disputes`].

use std::collections::BTreeSet;

use memchr::memmem::Finder;

use super::component::{Form, ROOT};
use super::model::{Claim, ClaimEntry, ClaimGroup, Dispute, EntityRef, Relation, Review};
use super::numbers::{ClaimNumber, Numbered};
use super::text::is_disputed;
use super::{Numbers, Viewpoint, fragment, statement};
use crate::graph::{self, RelationKind};
use crate::resolve::ClaimId;

/// How many relations of a claim a list shows, and how many others' to it; its own page shows more.
pub const RELATIONS: usize = 8;

/// A claim of a list, before it is in a group.
struct Listed<'a> {
    id: ClaimId,
    entry: ClaimEntry,
    /// Its model, where that was made: for its article, or since a template of the site's own may ask for it.
    model: Option<Claim<'a>>,
}

impl<'a> Viewpoint<'a, '_> {
    /// The words of a claim: on its article's page as they stand there, elsewhere as they stand alone.
    pub fn claim_words(&self, id: ClaimId) -> &'a str {
        let graph = self.graph();
        let Some(claim) = graph.claim(id) else { return "" };
        if self.is_in_article(claim) { graph.words_in_article(claim) } else { graph.claim_words(id) }
    }

    /// Whether this is the page of the article that a claim stands in.
    fn is_in_article(&self, claim: &graph::Claim) -> bool {
        let article = self.graph().entity_of(claim.site.document);
        article.is_some_and(|article| self.is_at(article))
    }

    /// Who says a claim.
    fn speakers(&self, claim: &'a graph::Claim) -> Vec<EntityRef<'a>> {
        let unnamed = claim.unnamed.iter().map(|words| EntityRef {
            name: words,
            dir: self.language.other_direction(words),
            ..EntityRef::default()
        });
        claim.speakers.iter().map(|&speaker| self.entity(speaker)).chain(unnamed).collect()
    }

    /// Claims as they are listed outside their articles; without `by`, all are of one speaker, who is known.
    pub fn claims(&self, claims: &[ClaimId], by: bool) -> Vec<ClaimGroup<'a>> {
        if claims.is_empty() {
            return Vec::new();
        }
        let (own, is_asked) = (self.own_link(), self.views.asked.names(".claims"));
        let listed = |&id: &ClaimId| {
            let html = self.shared(id, Form::Entry { here: false }, &own);
            let model = is_asked.then(|| self.claim(id)).flatten();
            Listed { id, entry: ClaimEntry { html, card: String::new() }, model }
        };
        let occasion = |listed: &Listed<'_>| self.shared(listed.id, Form::Occasion { by }, &own);
        self.grouped(claims.iter().map(listed), occasion, false)
    }

    /// Claims as their article lists them, each with those in its words.
    pub fn claims_here(&self, claims: &[&[Numbered<'a>]]) -> Vec<ClaimGroup<'a>> {
        let occasion = |listed: &Listed<'a>| {
            let html = listed.model.as_ref().and_then(|it| self.rendered(it, Form::Occasion { by: true }));
            html.unwrap_or_default()
        };
        self.grouped(claims.iter().filter_map(|claims| self.listed_here(claims)), occasion, true)
    }

    fn listed_here(&self, claims: &[Numbered<'a>]) -> Option<Listed<'a>> {
        let claim = self.claim_with_inner(claims)?;
        let id = claims.first()?.id;
        let html = self.rendered(&claim, Form::Entry { here: true }).unwrap_or_default();
        let is_shown = self.graph().claim(id).is_some_and(|it| self.is_in_article(it));
        let card = if is_shown { self.rendered(&claim, Form::Card) } else { None };
        let entry = ClaimEntry { html, card: card.unwrap_or_default() };
        Some(Listed { id, entry, model: Some(claim) })
    }

    /// Claims, neighbours of one article, speaker and occasion together; a list of their article is `here`.
    fn grouped(
        &self,
        claims: impl Iterator<Item = Listed<'a>>,
        occasion: impl Fn(&Listed<'a>) -> String,
        here: bool,
    ) -> Vec<ClaimGroup<'a>> {
        let (graph, is_asked) = (self.graph(), self.views.asked.names(".claims"));
        let mut groups: Vec<ClaimGroup<'a>> = Vec::new();
        let mut first: Option<&graph::Claim> = None;
        for listed in claims {
            let Some(claim) = graph.claim(listed.id) else { continue };
            let document = claim.site.document;
            let page = graph.shown_with(document);
            let is_told = here || first.is_some_and(|first| graph.shown_with(first.site.document) == page);
            if !is_told || !first.is_some_and(|first| is_same_occasion(graph, first, claim)) {
                first = Some(claim);
                let document = (!is_told).then_some(document);
                groups.push(ClaimGroup {
                    document: document.map(|document| self.document_link(document)),
                    date: document.and_then(|document| self.date_of_document(document)),
                    occasion: occasion(&listed),
                    entries: Vec::new(),
                    claims: Vec::new(),
                });
            }
            if let Some(group) = groups.last_mut() {
                group.entries.push(listed.entry);
                group.claims.extend(listed.model.filter(|_| is_asked));
            }
        }
        groups
    }

    /// What finds a link to this page in what pages share.
    fn own_link(&self) -> Finder<'static> {
        Finder::new(&format!("\"{}\"", self.views.config.urls.link_below(ROOT, self.path))).into_owned()
    }

    /// A claim as all pages of a language show it, unless it leads to this very page.
    fn shared(&self, id: ClaimId, form: Form<'_>, own: &Finder<'_>) -> String {
        let (shared, count) =
            (self.views.shared.get(self.language.tag()), self.views.directory.claim_paths.len());
        let known = shared.and_then(|shared| {
            let make = || self.anywhere(shared.look).rendered_by_id(id, form);
            shared.forms(form)?.get(id, count, make)
        });
        match known.filter(|html| own.find(html.as_bytes()).is_none()) {
            Some(html) => html.replace(ROOT, &self.root),
            None => self.rendered_by_id(id, form).unwrap_or_default(),
        }
    }

    fn rendered_by_id(&self, id: ClaimId, form: Form<'_>) -> Option<String> {
        self.rendered(&self.claim(id)?, form)
    }

    fn rendered(&self, claim: &Claim<'a>, form: Form<'_>) -> Option<String> {
        self.components.claim(claim, form, self.views.plan.sites().get(self.look)?)
    }

    /// A claim as it is listed.
    pub fn claim(&self, id: ClaimId) -> Option<Claim<'a>> {
        self.claim_with(id, RELATIONS)
    }

    /// A claim as its article lists it, with those in its words.
    fn claim_with_inner(&self, claims: &[Numbered<'a>]) -> Option<Claim<'a>> {
        let mut claims = claims
            .iter()
            .filter_map(|it| Some(Claim { number: self.claim_number(it.number), ..self.claim(it.id)? }));
        let outer = claims.next()?;
        Some(Claim { inside: claims.collect(), ..outer })
    }

    /// The number of a claim in the digits of the page's language.
    pub fn claim_number(&self, number: ClaimNumber) -> String {
        match (number.outer, number.inner) {
            (outer, 0) => self.digits(outer),
            (outer, inner) => format!("{}.{}", self.digits(outer), self.digits(inner)),
        }
    }

    /// A claim with some of its relations, and some of others to it.
    pub fn claim_with(&self, id: ClaimId, relations: usize) -> Option<Claim<'a>> {
        let graph = self.graph();
        let claim = graph.claim(id)?;
        let site = claim.site;
        let words = self.claim_words(id);
        let asked = &self.views.asked;
        let (speakers, to) = (self.speakers(claim), self.entities(&claim.to));
        let (at, about) = (self.entities(graph.said_at(claim)), self.entities(&claim.about));
        Some(Claim {
            url: self.claim_url(id),
            anchor: &claim.id,
            number: String::new(),
            inside: Vec::new(),
            quote: claim.quote && words == graph.words_in_article(claim),
            words,
            speakers_html: fragment::entities(self.language, &speakers, true),
            speakers,
            to_html: fragment::entities(self.language, &to, false),
            to: asked.list(".to", to),
            at_html: fragment::entities(self.language, &at, false),
            at: asked.list(".at", at),
            on: graph.said_on(claim).map(|date| self.date(&date)),
            via: claim.via.as_ref().map(|via| self.value(via)),
            about_html: fragment::entities(self.language, &about, false),
            about: asked.list(".about", about),
            sentence: self.quote_of(site.document, site.annotation),
            relations: claim
                .relations
                .iter()
                .take(relations)
                .filter_map(|it| self.relation(it, self.relation_label(it.kind, false)))
                .collect(),
            responses: graph
                .responses(id)
                .iter()
                .take(relations)
                .filter_map(|it| self.relation(it, self.relation_label(it.kind, true)))
                .collect(),
            disputed: is_disputed(graph, id, claim),
            sources: claim.sources.iter().map(|&source| self.link_to(source)).collect(),
            reviews: graph.reviews_of(id).map(|review| self.review(review, id)).collect(),
        })
    }

    /// How one claim stands to another, or how the other looks back.
    pub fn relation_label(&self, kind: RelationKind, is_inverse: bool) -> &'a str {
        self.language.word(&relation_key(kind, is_inverse))
    }

    fn relation(&self, relation: &graph::Relation, label: &'a str) -> Option<Relation<'a>> {
        let other = self.graph().claim(relation.claim)?;
        let (lang, dir) = self.foreign(other.site.document);
        let speakers = self.speakers(other);
        Some(Relation {
            lang,
            dir,
            label,
            contradicts: relation.kind.contradicts(),
            url: self.claim_url(relation.claim),
            words: self.claim_words(relation.claim),
            speakers_html: fragment::entities(self.language, &speakers, true),
            speakers,
            document: self.document_link(other.site.document),
        })
    }

    /// A review as it stands beside a claim: with its text where that is the first claim that it is of.
    pub fn review(&self, review: &'a graph::Review, of: ClaimId) -> Review<'a> {
        let scale = match (&review.rating_value, &review.best) {
            (Some(value), Some(best)) => {
                self.language.fill("rating_scale", &[("value", &value.text), ("best", &best.text)])
            }
            (Some(value), None) => value.text.clone(),
            _ => String::new(),
        };
        let other = review.claims.first().filter(|&&first| first != of);
        let is_here =
            self.views.directory.claim_paths.get(of.0 as usize).is_some_and(|path| path == self.path);
        let is_shown = is_here && other.is_none();
        let numbers = is_shown.then(|| Numbers::new(self.graph(), review.document));
        Review {
            anchor: statement::of_review(self.graph(), review).to_string(),
            rating: &review.rating.text,
            scale,
            reviewer: review.reviewer.as_ref().map(|reviewer| self.value(reviewer)),
            reviewed: review.reviewed.as_ref().map(|(date, _)| self.date(date)),
            sources: review.sources.iter().map(|&source| self.link_to(source)).collect(),
            html: numbers
                .as_ref()
                .map_or_else(String::new, |it| super::text::html(self, review.document, it)),
            // Sources are named where they are cited.
            notes: numbers.map_or_else(Vec::new, |it| super::notes::notes(self, &it, 0..0)),
            of: other.map(|&other| self.link_to_review(other)),
        }
    }

    /// The contradictions that any of these claims is in, each once, as many as `shown`.
    pub fn disputes(&self, claims: impl IntoIterator<Item = ClaimId>, shown: usize) -> Vec<Dispute<'a>> {
        let own = self.own_link();
        let is_asked = self.views.asked.names(".first");
        let data = |id| is_asked.then(|| self.claim(id)).flatten();
        let dispute = |(first, second, kind): (ClaimId, ClaimId, RelationKind)| Dispute {
            first_html: self.side(first, &own),
            first: data(first),
            label: self.language.form(&relation_key(kind, true), "alone"),
            second_html: self.side(second, &own),
            second: data(second),
        };
        dispute_pairs(self.graph(), claims).into_iter().take(shown).map(dispute).collect()
    }

    /// One side of a contradiction.
    fn side(&self, id: ClaimId, own: &Finder<'_>) -> String {
        match self.graph().claim(id) {
            Some(claim) if self.is_in_article(claim) => {
                let of = self.document_link(claim.site.document).url;
                self.rendered_by_id(id, Form::Side { of: &of }).unwrap_or_default()
            }
            _ => self.shared(id, Form::Side { of: "" }, own),
        }
    }
}

/// The key of the word for a relation: `relations.denied_by`.
fn relation_key(kind: RelationKind, is_inverse: bool) -> String {
    let name = if is_inverse { kind.inverse() } else { kind.as_str() };
    format!("relations.{}", name.replace(' ', "_"))
}

/// The contradictions that any of these claims is in, each once: what is contradicted, and what contradicts it.
pub fn dispute_pairs(
    graph: &graph::Graph,
    claims: impl IntoIterator<Item = ClaimId>,
) -> Vec<(ClaimId, ClaimId, RelationKind)> {
    let mut pairs = Vec::new();
    let mut known = BTreeSet::new();
    for id in claims {
        let Some(claim) = graph.claim(id) else { continue };
        let denies = claim.relations.iter().map(|relation| (relation.claim, id, relation.kind));
        let denied = graph.responses(id).iter().map(|response| (id, response.claim, response.kind));
        let pairs_of = denies.chain(denied).filter(|(_, _, kind)| kind.contradicts());
        pairs.extend(pairs_of.filter(|(first, second, _)| known.insert((*first, *second))));
    }
    pairs
}

/// Whether two claims have the same speakers and circumstances.
fn is_same_occasion(graph: &graph::Graph, one: &graph::Claim, other: &graph::Claim) -> bool {
    let via = |claim: &graph::Claim| claim.via.as_ref().map(graph::Object::key);
    one.speakers == other.speakers
        && one.unnamed == other.unnamed
        && one.to == other.to
        && graph.said_at(one) == graph.said_at(other)
        && graph.said_on(one) == graph.said_on(other)
        && via(one) == via(other)
}
