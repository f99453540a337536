//! What the site itself asserts, as against what it only reports.
//!
//! Input: a statement of the graph. Output: whether the site stands by it. Entry points: [`Graph::is_asserted`], and
//! [`Graph::is_plain`] for whatever has no room for who says so, how sure and until when.
//!
//! Nothing else decides this: infoboxes, indexes, linked data and checks all ask here.

use std::collections::BTreeSet;

use super::reads::{self, Part};
use super::{Claim, Graph, Object, Rank, Statement};
use crate::resolve::EntityId;
use crate::vocabulary::{Date, Literal, PropertyId};

/// What a `certainty` says that is no hedge.
const CERTAIN: [&str; 2] = ["certain", "high"];

/// The properties of which one value is the one to go by.
#[derive(Debug, Default)]
pub struct Preferred(BTreeSet<(EntityId, PropertyId)>);

impl Preferred {
    /// Those of an entity.
    pub fn of(&self, entity: EntityId) -> impl Iterator<Item = PropertyId> {
        let all = (entity, PropertyId(0))..=(entity, PropertyId(u16::MAX));
        self.0.range(all).map(|(_, property)| *property)
    }

    /// Finds them.
    pub fn new<'s>(stated: impl Iterator<Item = &'s Statement>) -> Self {
        let preferred = stated.filter(|statement| statement.rank == Rank::Preferred);
        Self(preferred.map(|statement| (statement.subject, statement.property)).collect())
    }
}

impl Graph {
    /// Whether the site itself states it: in its own voice, without a hedge, and as the value to go by.
    pub fn is_asserted(&self, statement: &Statement) -> bool {
        self.is_own_voice(statement) && self.is_serious(statement)
    }

    /// Whether it may stand without its qualifiers: the site asserts it, and of the present.
    pub fn is_plain(&self, statement: &Statement) -> bool {
        self.is_asserted(statement) && statement.qualifier("until").is_none()
    }

    /// Whether it is the article or a record that speaks, and no one else.
    pub fn is_own_voice(&self, statement: &Statement) -> bool {
        let claim = statement.claim.and_then(|claim| self.claim(claim));
        claim.is_none_or(Claim::is_of_article) && statement.qualifier("according_to").is_none()
    }

    /// Whether whoever states it does so without a hedge, and an editor does not go by another value.
    pub fn is_serious(&self, statement: &Statement) -> bool {
        statement.certainty().is_none() && self.is_best_rank(statement)
    }

    fn is_best_rank(&self, statement: &Statement) -> bool {
        let stated = match (statement.inverse_of, &statement.value) {
            (Some(property), Object::Entity(subject)) => (*subject, property),
            _ => (statement.subject, statement.property),
        };
        match statement.rank {
            Rank::Preferred => true,
            Rank::Normal => {
                reads::note(Part::entity(stated.0));
                !self.index.preferred.0.contains(&stated)
            }
            Rank::Deprecated => false,
        }
    }

    /// The first plain value of a property of an entity.
    pub fn value(&self, entity: EntityId, property: PropertyId) -> Option<&Object> {
        self.plain_values(entity, property).next().map(|statement| &statement.value)
    }

    /// The plain statements of a property about an entity.
    pub fn plain_values(&self, entity: EntityId, property: PropertyId) -> impl Iterator<Item = &Statement> {
        self.values(entity, property).filter(|statement| self.is_plain(statement))
    }

    /// The first plain value of a property of an entity, if it is a date.
    pub fn date(&self, entity: EntityId, property: PropertyId) -> Option<&Date> {
        match self.value(entity, property)? {
            Object::Literal(Literal::Date(date)) => Some(date),
            _ => None,
        }
    }

    /// The first date that is stated of an entity under one of these properties, in their order.
    pub fn first_date(&self, entity: EntityId, properties: &[PropertyId]) -> Option<&Date> {
        properties.iter().find_map(|property| self.date(entity, *property))
    }
}

impl Statement {
    /// The value of a qualifier.
    pub fn qualifier(&self, name: &str) -> Option<&Object> {
        self.qualifiers.iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }

    /// The hedge that it is stated with: `alleged`; none where it is certain.
    pub fn certainty(&self) -> Option<&str> {
        match self.qualifier("certainty")? {
            Object::Literal(Literal::Text(text)) => Some(text.trim()).filter(|text| !is_certain(text)),
            _ => None,
        }
    }

    /// Whether it follows from a statement about its value.
    pub fn is_derived(&self) -> bool {
        self.inverse_of.is_some()
    }
}

fn is_certain(certainty: &str) -> bool {
    CERTAIN.iter().any(|word| certainty.eq_ignore_ascii_case(word))
}
