//! The vocabulary: the words that the site's facts are made of, each with the address by which exports name it.
//!
//! Input: the graph. Output: the [`Terms`] that it uses, the `id` of each on the page of the vocabulary, and that page. Entry
//! points: [`Terms::new`], [`of_property`], [`of_claim`] and `vocabulary`.

use std::collections::BTreeSet;

use super::model::{Content, Link, Term, TermGroup, Vocabulary};
use super::{Parts, Viewpoint, linked_data};
use crate::graph::{Claim, Graph};
use crate::vocabulary::{Kind, Property, PropertyId};

/// What is said of a claim beside what schema.org has words for and how it stands to others.
const OF_CLAIMS: [&str; 4] = ["by", "to", "at", "via"];

/// What facts and claims of a site are made of: properties, qualifiers, and what is said of claims.
#[derive(Debug, Default, Hash)]
pub struct Terms {
    properties: BTreeSet<PropertyId>,
    qualifiers: BTreeSet<String>,
    of_claims: BTreeSet<&'static str>,
}

impl Terms {
    /// Those that a graph uses, and the inverses of its properties.
    pub fn new(graph: &Graph) -> Self {
        let known = &graph.vocabulary.properties;
        let mut terms = Self::default();
        for statement in graph.statements() {
            terms.properties.insert(statement.property);
            terms.qualifiers.insert("rank".to_owned());
            for (name, _) in &statement.qualifiers {
                if let Some(property) = known.named(name) {
                    terms.properties.insert(property);
                } else if !terms.qualifiers.contains(name) {
                    terms.qualifiers.insert(name.clone());
                }
            }
        }
        let inverses = terms.properties.iter().filter_map(|&id| known.named(known.get(id).inverse.as_ref()?));
        terms.properties.extend(inverses.collect::<Vec<_>>());
        graph.claims().for_each(|(_, claim)| terms.add_claim(graph, claim));
        terms
    }

    fn add_claim(&mut self, graph: &Graph, claim: &Claim) {
        let is_said = [
            !claim.speakers.is_empty(),
            !claim.to.is_empty(),
            !graph.said_at(claim).is_empty(),
            claim.via.is_some(),
        ];
        self.of_claims
            .extend(OF_CLAIMS.iter().zip(is_said).filter(|(_, is_said)| *is_said).map(|(it, _)| *it));
        self.of_claims.extend(claim.relations.iter().map(|relation| relation.kind.as_str()));
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.of_claims.is_empty()
    }

    /// The properties.
    pub fn properties<'g>(&self, graph: &'g Graph) -> impl Iterator<Item = &'g Property> {
        self.properties.iter().map(|&id| graph.vocabulary.properties.get(id))
    }
}

/// The `id` of a property or a qualifier.
pub fn of_property(graph: &Graph, name: &str) -> String {
    match graph.vocabulary.properties.named(name) {
        Some(id) => id_of('p', &graph.vocabulary.properties.get(id).name),
        None => id_of('q', name),
    }
}

/// The `id` of what is said of a claim.
pub fn of_claim(name: &str) -> String {
    id_of('c', name)
}

/// An `id` holds no white space.
fn id_of(group: char, name: &str) -> String {
    format!("{group}-{}", name.split_whitespace().collect::<Vec<_>>().join("_"))
}

/// The page.
pub(super) fn vocabulary<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let terms = &view.views.directory.terms;
    let word = |name: &str| view.language.word(&format!("terms.{name}"));
    let properties = terms.properties(view.graph()).map(|it| property(view, it));
    let qualifiers = terms.qualifiers.iter();
    let qualifiers = qualifiers.map(|name| other(of_property(view.graph(), name), name, word(name)));
    let of_claims = terms.of_claims.iter().map(|&name| other(of_claim(name), name, claim_word(view, name)));
    let groups = [
        ("properties_heading", properties.collect::<Vec<_>>()),
        ("qualifiers_heading", qualifiers.collect()),
        ("claims", of_claims.collect()),
    ];
    let groups = groups.into_iter().filter(|(_, terms)| !terms.is_empty());
    let groups = groups.map(|(label, terms)| TermGroup { label: view.language.word(label), terms });
    let page = Vocabulary { groups: groups.collect() };
    let mut head =
        view.head(view.language.word("vocabulary"), "vocabulary", view.language.word("vocabulary_note"));
    head.data = Some(linked_data::vocabulary(view, &page));
    (head, Content::Vocabulary(page))
}

fn claim_word<'a>(view: &Viewpoint<'a, '_>, name: &str) -> &'a str {
    let table = if OF_CLAIMS.contains(&name) { "terms" } else { "relations" };
    view.language.word(&format!("{table}.{name}"))
}

fn property<'a>(view: &Viewpoint<'a, '_>, property: &'a Property) -> Term<'a> {
    let graph = view.graph();
    let kinds = |names: &'a [String]| {
        let kinds = names.iter().filter_map(|name| graph.vocabulary.kinds.named(name));
        kinds.map(|id| Kind::label_in(graph.vocabulary.kinds.get(id), view.language)).collect()
    };
    let own = property.symmetric.then_some(&property.name);
    Term {
        anchor: of_property(graph, &property.name),
        name: property.name.clone(),
        label: property.label_in(view.language),
        datatype: view.language.word(&format!("datatypes.{}", property.datatype.as_str())),
        of: kinds(&property.subjects),
        values: kinds(&property.values),
        inverse: property.inverse.as_ref().or(own).and_then(|name| inverse(view, name)),
        wikidata: property.wikidata.as_ref().map(|id| format!("https://www.wikidata.org/wiki/Property:{id}")),
        schema: property.schema.as_ref().map(|name| format!("https://schema.org/{name}")),
    }
}

fn inverse<'a>(view: &Viewpoint<'a, '_>, name: &str) -> Option<Link<'a>> {
    let properties = &view.graph().vocabulary.properties;
    let label = properties.get(properties.named(name)?).label_in(view.language);
    Some(Link { title: label.into(), url: format!("#{}", of_property(view.graph(), name)), dir: "" })
}

fn other<'a>(anchor: String, name: &str, label: &'a str) -> Term<'a> {
    Term { anchor, name: name.to_owned(), label, ..Term::default() }
}
