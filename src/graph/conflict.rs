//! Which values of one property can't all be right.
//!
//! Input: the statements of a property about an entity. Output: those that contradict each other. Entry point:
//! [`Graph::conflicts`].
//!
//! Nothing else decides this: a page says that sources disagree exactly where the check `conflicting-values` does.

use std::collections::{BTreeMap, BTreeSet};

use super::{Graph, Object, RelationKind, Statement};
use crate::resolve::{ClaimId, EntityId, name_key};
use crate::vocabulary::{Date, Literal, Property, PropertyId};

/// How far up the parts of a place are followed, and how many wholes are looked at on the way.
const MOST_LEVELS: usize = 16;

/// How many statements of one property are compared with each other: of more that differ, the first.
const MOST_COMPARED: usize = 100;

/// What tells apart values of one property that hold at different times.
const TIMES: [&str; 3] = ["as_of", "from", "until"];

impl Graph {
    /// The statements of a property about an entity that contradict another, in their order: a group for each set of
    /// separators. Of those that say the same, only the first is among them.
    pub fn conflicts<'s>(&self, statements: &[&'s Statement]) -> Vec<Vec<&'s Statement>> {
        let property = statements.first().map(|first| self.vocabulary.properties.get(first.property));
        let Some(property) = property.filter(|property| property.single && statements.len() > 1) else {
            return Vec::new();
        };
        let mut separated: BTreeMap<_, Vec<&Statement>> = BTreeMap::new();
        for &statement in statements.iter().filter(|it| !it.is_derived() && self.is_serious(it)) {
            separated.entry(self.separators(property, statement)).or_default().push(statement);
        }
        let distinct = separated.values().map(|group| self.distinct(group));
        let groups = distinct.map(|group| self.contradicting(group.get(..MOST_COMPARED).unwrap_or(&group)));
        groups.filter(|group| !group.is_empty()).collect()
    }

    /// What a statement says under the property's separators; values with different ones don't contradict each other.
    /// The speaker of a claim is who it is according to.
    fn separators(&self, property: &Property, statement: &Statement) -> Vec<Option<String>> {
        let of = |name: &String| match (statement.qualifier(name), statement.claim) {
            (None, Some(claim)) if name == "according_to" => self.speakers_key(claim),
            (value, _) => value.map(|value| self.said(value)),
        };
        property.separators.iter().map(of).collect()
    }

    /// The speakers of a claim; none where it is the article itself that speaks.
    fn speakers_key(&self, claim: ClaimId) -> Option<String> {
        let names: Vec<_> = self.speaker_names(self.claim(claim)?).collect();
        (!names.is_empty()).then(|| names.join("; "))
    }

    fn said(&self, value: &Object) -> String {
        match value {
            Object::Entity(entity) => self.registry.get(*entity).name.clone(),
            Object::Literal(literal) => literal.canonical(),
        }
    }

    /// The first statement of each value, time and claim.
    fn distinct<'s>(&self, statements: &[&'s Statement]) -> Vec<&'s Statement> {
        let mut seen = BTreeSet::new();
        let key = |statement: &Statement| {
            let times = TIMES.map(|name| statement.qualifier(name).map(|time| self.said(time)));
            (self.said(&statement.value), times, statement.claim)
        };
        statements.iter().copied().filter(|statement| seen.insert(key(statement))).collect()
    }

    fn contradicting<'s>(&self, statements: &[&'s Statement]) -> Vec<&'s Statement> {
        let mut involved = BTreeSet::new();
        for (at, statement) in statements.iter().enumerate() {
            let earlier = statements.iter().take(at).position(|other| self.contradict(other, statement));
            involved.extend(earlier.into_iter().flat_map(|earlier| [earlier, at]));
        }
        involved.into_iter().filter_map(|at| statements.get(at).copied()).collect()
    }

    /// Whether two statements of one property can't both be right.
    fn contradict(&self, a: &Statement, b: &Statement) -> bool {
        !self.agree(&a.value, &b.value) && is_same_time(a, b) && !self.is_dispute(a.claim, b.claim)
    }

    /// Whether two values may both be right, one of them less precise than the other.
    fn agree(&self, a: &Object, b: &Object) -> bool {
        match (a, b) {
            (Object::Literal(a), Object::Literal(b)) => a.agrees(b),
            (Object::Entity(a), Object::Entity(b)) => a == b || self.lies_in(*a, *b) || self.lies_in(*b, *a),
            (Object::Entity(entity), Object::Literal(text))
            | (Object::Literal(text), Object::Entity(entity)) => {
                let text = name_key(&text.canonical());
                self.registry.get(*entity).names().any(|name| name_key(name) == text)
            }
        }
    }

    /// Whether one place (or part of anything) lies in another.
    fn lies_in(&self, part: EntityId, whole: EntityId) -> bool {
        let mut level = vec![part];
        for _ in 0..MOST_LEVELS {
            let above = level.iter().flat_map(|&at| self.wholes(at));
            level = above.take(MOST_LEVELS).collect();
            if level.contains(&whole) {
                return true;
            }
        }
        false
    }

    fn wholes(&self, part: EntityId) -> impl Iterator<Item = EntityId> {
        let properties = [PropertyId::PART_OF, PropertyId::COUNTRY];
        let statements = properties.into_iter().flat_map(move |property| self.values(part, property));
        let asserted = statements.filter(|statement| self.is_asserted(statement));
        asserted.filter_map(|statement| statement.value.entity())
    }

    /// Whether claims that two statements stand in are said to contradict each other, or claims around these.
    fn is_dispute(&self, a: Option<ClaimId>, b: Option<ClaimId>) -> bool {
        let (Some(a), Some(b)) = (a, b) else { return false };
        let around = |claim| std::iter::once(claim).chain(self.claims_around(claim)).collect::<Vec<_>>();
        let (a, b) = (around(a), around(b));
        let is_related = |one: ClaimId, others: &[ClaimId]| {
            let relations = self.claim(one).into_iter().flat_map(|claim| &claim.relations);
            let against = |kind: RelationKind| kind.contradicts() || kind == RelationKind::Corrects;
            relations.into_iter().any(|it| against(it.kind) && others.contains(&it.claim))
        };
        a.iter().any(|&one| is_related(one, &b)) || b.iter().any(|&one| is_related(one, &a))
    }
}

/// Whether what they say of the time leaves no doubt that they are of the same.
fn is_same_time(a: &Statement, b: &Statement) -> bool {
    TIMES.iter().all(|name| match (date(a.qualifier(name)), date(b.qualifier(name))) {
        (None, None) => true,
        (Some(a), Some(b)) => a.agrees(b),
        _ => false,
    })
}

fn date(value: Option<&Object>) -> Option<&Date> {
    match value? {
        Object::Literal(Literal::Date(date)) => Some(date),
        _ => None,
    }
}
