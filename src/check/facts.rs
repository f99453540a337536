//! The site as the rules see it.
//!
//! Input: the graph, the configuration and the files. Output: [`Site`]. Entry points: its methods, the questions that
//! several rules ask.

use std::fmt;
use std::ops::Range;

use super::ids::Theme;
use crate::config::Config;
use crate::data::Text;
use crate::graph::{Graph, Object, Reference, Statement};
use crate::load::Snapshot;
use crate::resolve::{ClaimId, EntityId, Finder};
use crate::source::Location;
use crate::syntax::{Annotation, Body, Document};
use crate::vocabulary::{Date, Literal, PropertyId, Role, key};

/// The pages and files of data that a site will be written as, by their paths relative to the output folder.
pub trait OutputPaths: fmt::Debug + Sync {
    /// Whether there is such a file.
    fn has(&self, path: &str) -> bool;

    /// The paths of all.
    fn paths(&self) -> Box<dyn Iterator<Item = &str> + '_>;
}

/// A site as far as its facts go, and what it will be written as.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// All that the site says.
    pub graph: &'a Graph,
    /// Its settings.
    pub config: &'a Config,
    /// Its files.
    pub snapshot: &'a Snapshot,
    /// The ids that its templates give out.
    pub theme: &'a Theme<'a>,
    /// The files that are made of it.
    pub pages: &'a dyn OutputPaths,
    /// What finds names without markup; there only where a rule asks that is not allowed everywhere.
    pub finder: Option<&'a Finder<'a>>,
}

impl<'a> Site<'a> {
    /// The name of an entity.
    pub fn name(&self, entity: EntityId) -> &'a str {
        &self.graph.registry.get(entity).name
    }

    /// What Annals does with an entity's kind.
    pub fn role(&self, entity: EntityId) -> Role {
        self.graph.vocabulary.kinds.get(self.graph.registry.get(entity).kind).role
    }

    /// The name of an entity's kind.
    pub fn kind(&self, entity: EntityId) -> &'a str {
        &self.graph.vocabulary.kinds.get(self.graph.registry.get(entity).kind).name
    }

    /// The persons, events, organizations, places and the like.
    pub fn entities(&self) -> impl Iterator<Item = EntityId> {
        self.graph.registry.iter().map(|(id, _)| id).filter(|&id| self.role(id) == Role::Entity)
    }

    /// The name of a statement's property.
    pub fn property(&self, statement: &Statement) -> &'a str {
        &self.graph.vocabulary.properties.get(statement.property).name
    }

    /// A value in words.
    pub fn words(&self, value: &Object) -> String {
        match value {
            Object::Entity(entity) => self.name(*entity).to_owned(),
            Object::Literal(literal) => literal.in_words(),
        }
    }

    /// What is stated of an entity under a property, however it is stated; inverses are left out.
    pub fn stated(
        &self,
        entity: EntityId,
        property: PropertyId,
    ) -> impl Iterator<Item = &'a Statement> + use<'a> {
        self.related(entity, property).filter(|statement| !statement.is_derived())
    }

    /// What is stated of an entity under a property, on its own side or on the other.
    pub fn related(
        &self,
        entity: EntityId,
        property: PropertyId,
    ) -> impl Iterator<Item = &'a Statement> + use<'a> {
        self.graph.values(entity, property)
    }

    /// What the site itself states of an entity under a property, in its own voice and without doubt.
    pub fn asserted(
        &self,
        entity: EntityId,
        property: PropertyId,
    ) -> impl Iterator<Item = &'a Statement> + use<'a, '_> {
        self.stated(entity, property).filter(|statement| self.graph.is_asserted(statement))
    }

    /// The dates that the site states of an entity, each with its statement.
    pub fn dates(
        &self,
        entity: EntityId,
        property: PropertyId,
    ) -> impl Iterator<Item = (&'a Date, &'a Statement)> + use<'a, '_> {
        self.asserted(entity, property).filter_map(|statement| Some((date(&statement.value)?, statement)))
    }

    /// The words of a claim, as its article has them.
    pub fn claim_words(&self, claim: ClaimId) -> &'a str {
        self.graph.claim(claim).map_or("", |claim| self.graph.words_in_article(claim))
    }

    /// The place of a claim's words.
    pub fn claim_place(&self, claim: ClaimId) -> Option<Location> {
        let site = self.graph.claim(claim)?.site;
        let document = self.graph.document(site.document)?;
        Some(Location::new(document.file, document.body.annotation(site.annotation)?.inner))
    }

    /// An attribute of a claim.
    pub fn attribute(&self, claim: ClaimId, name: &str) -> Option<&'a Text> {
        let site = self.graph.claim(claim)?.site;
        self.graph.annotation(site.document, site.annotation)?.attributes.get(name)
    }

    /// The place of an attribute of a claim, its name included.
    pub fn attribute_place(&self, claim: ClaimId, name: &str) -> Option<Location> {
        let site = self.graph.claim(claim)?.site;
        let attributes = &self.graph.annotation(site.document, site.annotation)?.attributes;
        let (key, value) = attributes.pairs.iter().find(|(key, _)| key.text == name)?;
        Some(Location::new(self.graph.document(site.document)?.file, key.span.to(value.span)))
    }

    /// Where it is written who says a claim: in its attributes, in those of the claim around it, or in the front matter.
    pub fn speaker_place(&self, claim: ClaimId) -> Option<Location> {
        let value =
            |claim, name| Some((self.graph.claim(claim)?.site.document, self.attribute(claim, name)?.span));
        let by = |claim| value(claim, "by").or_else(|| value(claim, "by-unnamed"));
        let around = || self.graph.claims_around(claim).into_iter().find_map(by);
        let usual = || {
            let document = self.graph.claim(claim)?.site.document;
            let front = &self.graph.document(document)?.front;
            let claims = front.rest.iter().find(|entry| entry.key.text == "claims")?;
            Some((document, claims.value.get("by")?.span))
        };
        let (document, span) = by(claim).or_else(around).or_else(usual)?;
        Some(Location::new(self.graph.document(document)?.file, span))
    }

    /// The place of a statement: in a sentence, from the name of its subject to the value, where they stand in that
    /// order; else that of the value.
    pub fn fact_place(&self, statement: &Statement) -> Location {
        let Reference::Sentence { document, annotation } = statement.reference else {
            return statement.location;
        };
        let attributes = self.graph.annotation(document, annotation).map(|it| &it.attributes);
        let subject = attributes.and_then(|it| it.pairs.iter().find(|(key, _)| key.text == "of"));
        let before = subject.filter(|(key, _)| key.span.start < statement.location.span.start);
        before.map_or(statement.location, |(key, _)| {
            Location::new(statement.location.file, key.span.to(statement.location.span))
        })
    }

    /// The place of a statement's qualifier, or else of its value.
    pub fn qualifier_place(&self, statement: &Statement, name: &str) -> Location {
        let span = match statement.reference {
            Reference::Sentence { document, annotation } => {
                self.graph.annotation(document, annotation).and_then(|it| {
                    let pairs = it.attributes.pairs.iter();
                    pairs.clone().find(|(given, _)| key(&given.text) == name).map(|(_, value)| value.span)
                })
            }
            Reference::Record { entity } => self.graph.front(entity).and_then(|front| {
                let nodes = front.rest.iter().flat_map(|entry| entry.value.items());
                let mut tables = nodes.map(|node| node.entries());
                let own = tables
                    .find(|entries| entries.iter().any(|it| it.value.span == statement.location.span))?;
                own.iter().find(|it| key(&it.key.text) == name).map(|it| it.value.span)
            }),
        };
        span.map_or(statement.location, |span| Location::new(statement.location.file, span))
    }

    /// The names of a claim's speakers, or those of the article that makes it.
    pub fn speaker(&self, claim: ClaimId) -> String {
        let Some(claim) = self.graph.claim(claim) else { return String::new() };
        match &*self.graph.speaker_names(claim).collect::<Vec<_>>() {
            [] => "the article".to_owned(),
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            names => names.concat(),
        }
    }

    /// What a claim's speakers do, from what one of them does: `says`, of two `say`.
    pub fn verb(&self, claim: ClaimId, of_one: &str) -> String {
        let is_one = self.graph.claim(claim).is_none_or(|claim| match (&*claim.speakers, &*claim.unnamed) {
            ([], []) | ([_], []) => true,
            ([], [words]) => !is_plural(words),
            _ => false,
        });
        match of_one.strip_suffix("ies") {
            _ if is_one => of_one.to_owned(),
            Some(stem) => format!("{stem}y"),
            None => of_one.strip_suffix('s').unwrap_or(of_one).to_owned(),
        }
    }

    /// Whether a document is in English.
    pub fn is_english(&self, document: &Document) -> bool {
        self.language(document) == "en"
    }

    /// The language of a document, without region or script.
    pub fn language(&self, document: &'a Document) -> &'a str {
        let language = document.front.language.as_ref().map_or(&*self.config.language, |tag| &*tag.text);
        language.split(['-', '_']).next().unwrap_or(language)
    }
}

/// What of some sentences is near a part of them: in very long ones, what is further away tells nothing of it.
pub fn near(text: &str, sentences: Range<usize>, part: &Range<usize>) -> Range<usize> {
    const FARTHEST: usize = 1000;
    let start = text.ceil_char_boundary(part.start.saturating_sub(FARTHEST));
    let end = text.floor_char_boundary(part.end + FARTHEST);
    sentences.start.max(start)..sentences.end.min(end)
}

/// Words on one line, cut short, for a message.
pub fn shown(words: &str) -> String {
    const MOST: usize = 60;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None => line,
    }
}

/// Whether words name several: `two officials`, and not `an official`, `the mayor of the Falls`.
fn is_plural(words: &str) -> bool {
    const BEHIND: [&str; 9] = ["of", "close", "in", "at", "from", "with", "near", "who", "on"];
    let head: Vec<_> = words.split_whitespace().take_while(|word| !BEHIND.contains(word)).collect();
    let is_one = matches!(head.as_slice(), ["a" | "A" | "an" | "An" | "one" | "One", ..]);
    let last = head.last().copied().unwrap_or_default();
    !is_one && (last.ends_with('s') && !last.ends_with("ss") || matches!(last, "people" | "police"))
}

/// The entity that a value is.
pub fn entity(value: &Object) -> Option<EntityId> {
    match value {
        Object::Entity(entity) => Some(*entity),
        Object::Literal(_) => None,
    }
}

/// The date that a value is.
pub fn date(value: &Object) -> Option<&Date> {
    match value {
        Object::Literal(Literal::Date(date)) => Some(date),
        _ => None,
    }
}

/// The word right behind an annotation; empty where something else stands there.
pub fn word_behind<'b>(body: &'b Body, annotation: &Annotation) -> &'b str {
    let after = body.text.get(annotation.text.end..).and_then(|after| after.strip_prefix(' '));
    after.and_then(|after| after.split([' ', ',', '.', '\n']).next()).unwrap_or_default()
}
