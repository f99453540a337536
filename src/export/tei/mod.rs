//! Articles as TEI, which digital editions and their tools read: a document an article.
//!
//! Input: a [`Recorder`], and an article. Output: a TEI document with a header, lists of whom and what the text names, the statements
//! and claims in it and the reviews of these as feature structures, and the text. Entry point: [`document`].
//!
//! Everything that the text names is listed in `standOff` under its id; the text refers to it there. What the lists say of
//! somebody (`birth`) is what the site itself asserts; all that is stated, by whom, is in the feature structures.

mod body;
mod xml;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::record::{ClaimRecord, Recorder, ReviewRecord, StatementRecord};
use crate::graph::{Object, Review, Statement};
use crate::resolve::{EntityId, Target};
use crate::syntax::DocumentId;
use crate::view::{PageId, schema};
use crate::vocabulary::{Date, Literal, PropertyId, Role};
use xml::Xml;

/// What an entity is in TEI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Person,
    Organization,
    Place,
    Event,
    Source,
    Other,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Person, Self::Organization, Self::Place, Self::Event, Self::Source, Self::Other];

    /// The list, an entry of it, and the name in that.
    fn elements(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Person => ("listPerson", "person", "persName"),
            Self::Organization => ("listOrg", "org", "orgName"),
            Self::Place => ("listPlace", "place", "placeName"),
            Self::Event => ("listEvent", "event", "label"),
            Self::Source => ("listBibl", "bibl", "title"),
            Self::Other => ("list", "item", "name"),
        }
    }

    /// The element of a name in a text.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Person | Self::Organization | Self::Place => Some(self.elements().2),
            _ => None,
        }
    }
}

fn kind(recorder: Recorder<'_>, entity: EntityId) -> Kind {
    let kinds = &recorder.graph.vocabulary.kinds;
    let kind = kinds.get(recorder.graph.registry.get(entity).kind);
    let is_a = |other| schema::is_a(&kind.schema_type, other);
    match kind.role {
        Role::Source | Role::Article => Kind::Source,
        _ if is_a("Person") => Kind::Person,
        _ if is_a("Organization") => Kind::Organization,
        _ if is_a("Place") => Kind::Place,
        _ if is_a("Event") => Kind::Event,
        _ => Kind::Other,
    }
}

/// The id of an entity in each document.
fn entity_id(recorder: Recorder<'_>, entity: EntityId) -> String {
    let own = &recorder.graph.registry.get(entity).id;
    xml::id(&recorder.kind(entity).name, own)
}

/// The document of an article.
pub fn document(recorder: Recorder<'_>, article: EntityId, document: DocumentId) -> String {
    let statements = recorder.stated_in(document);
    let claims = recorder.graph.claims_in(document);
    let claims = claims.filter_map(|id| Some(recorder.claim(id, recorder.graph.claim(id)?)));
    let claims: Vec<_> = claims.collect();
    let mut xml = Xml { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned() };
    let language = recorder.views.language_of(article).tag();
    xml.open("TEI", &[("xmlns", "http://www.tei-c.org/ns/1.0"), ("xml:lang", language)]);
    header(recorder, article, recorder.views.title(), &mut xml);
    xml.within("standOff", &[], |xml| {
        lists(recorder, &named(recorder, document), xml);
        let mut known = HashSet::new();
        statements.iter().filter(|it| known.insert(it.id.clone())).for_each(|it| statement(it, xml));
        claims.iter().for_each(|it| claim(it, xml));
        reviews(recorder, document).for_each(|it| review(&recorder.review(it), xml));
    });
    let path = recorder.views.path(PageId::Entity(article));
    body::text(recorder, document, &recorder.address_of_entity(article), &path, &mut xml);
    xml.close("TEI");
    xml.out.push('\n');
    xml.out
}

fn header(recorder: Recorder<'_>, article: EntityId, site: &str, xml: &mut Xml) {
    let values = |property: PropertyId| -> Vec<String> {
        plain_values(recorder, article, property).map(|it| words(recorder, it)).collect()
    };
    let address = recorder.address_of_entity(article);
    xml.open("teiHeader", &[]);
    xml.open("fileDesc", &[]);
    xml.within("titleStmt", &[], |xml| {
        xml.element("title", &[], &recorder.graph.registry.get(article).name);
        values(PropertyId::AUTHORS).iter().for_each(|author| xml.element("author", &[], author));
    });
    xml.within("publicationStmt", &[], |xml| {
        xml.element("publisher", &[], values(PropertyId::PUBLISHER).first().map_or(site, |it| it));
        date("date", &[], recorder.graph.date(article, PropertyId::DATE), xml);
        xml.element("idno", &[("type", "URI")], &address);
        for license in values(PropertyId::LICENSE) {
            xml.within("availability", &[], |xml| xml.element("licence", &[], &license));
        }
    });
    xml.within("sourceDesc", &[], |xml| {
        xml.within("bibl", &[], |xml| {
            xml.empty("ptr", &[("target", values(PropertyId::SOURCE_URL).first().unwrap_or(&address))]);
        });
    });
    xml.close("fileDesc");
    xml.close("teiHeader");
}

/// The values of a property that the site asserts.
fn plain_values<'s>(
    recorder: Recorder<'s>,
    entity: EntityId,
    property: PropertyId,
) -> impl Iterator<Item = &'s Object> + use<'s> {
    recorder.graph.plain_values(entity, property).map(|statement: &Statement| &statement.value)
}

/// A value in words.
fn words(recorder: Recorder<'_>, value: &Object) -> String {
    match value {
        Object::Entity(id) => recorder.graph.registry.get(*id).name.clone(),
        Object::Literal(literal) => literal.canonical(),
    }
}

/// A date where there is one, with its words.
fn date(name: &str, attributes: &[(&str, &str)], date: Option<&Date>, xml: &mut Xml) {
    let Some(date) = date else { return };
    let (when, edtf) = body::when(date);
    let dated = [("when", &*when), ("when-custom", &*edtf)];
    let attributes: Vec<_> = attributes.iter().copied().chain(dated).collect();
    xml.element(name, &attributes, date.as_str());
}

/// All that a text names, says something of, or rests on.
fn named(recorder: Recorder<'_>, document: DocumentId) -> BTreeSet<EntityId> {
    let graph = recorder.graph;
    let mentioned = graph.mentions_in(document).filter_map(|mention| match mention.target {
        Target::Entity(entity) => Some(entity),
        Target::Claim(_) => None,
    });
    let stated = graph.stated_in(document).iter().flat_map(|it| {
        let named = [Some(it.subject), it.value.entity()].into_iter().flatten();
        named.chain(it.sources.iter().copied())
    });
    let claims = graph.claims_in(document).filter_map(|id| graph.claim(id));
    let of_claims = claims.flat_map(|claim| claim.speakers.iter().chain(&claim.sources).copied());
    let cited = graph.citations_in(document).map(|citation| citation.source);
    let of_reviews = reviews(recorder, document).flat_map(|review| {
        let reviewer = review.reviewer.as_ref().and_then(Object::entity);
        reviewer.into_iter().chain(review.sources.iter().copied())
    });
    mentioned.chain(stated).chain(of_claims).chain(cited).chain(of_reviews).collect()
}

/// The reviews of the claims in a document, each once.
fn reviews<'s>(recorder: Recorder<'s>, document: DocumentId) -> impl Iterator<Item = &'s Review> + use<'s> {
    let graph = recorder.graph;
    let mut known = HashSet::new();
    let reviews = graph.claims_in(document).flat_map(|claim| graph.reviews_of(claim));
    reviews.filter(move |review| known.insert(review.document))
}

fn lists(recorder: Recorder<'_>, named: &BTreeSet<EntityId>, xml: &mut Xml) {
    let mut lists: BTreeMap<Kind, Vec<EntityId>> = BTreeMap::new();
    named.iter().for_each(|&entity| lists.entry(kind(recorder, entity)).or_default().push(entity));
    for kind in Kind::ALL {
        if let Some(entities) = lists.get(&kind) {
            let list = kind.elements().0;
            xml.within(list, &[], |xml| entities.iter().for_each(|&it| entry(recorder, kind, it, xml)));
        }
    }
}

/// An entry of a list: who or what it is.
fn entry(recorder: Recorder<'_>, kind: Kind, id: EntityId, xml: &mut Xml) {
    let (_, element, name) = kind.elements();
    let entity = recorder.graph.registry.get(id);
    let front = recorder.graph.front(id);
    xml.open(element, &[("xml:id", &entity_id(recorder, id))]);
    xml.element(name, &[], &entity.name);
    if kind.name().is_some() {
        entity.aliases.iter().for_each(|alias| xml.element(name, &[("type", "alias")], alias));
    }
    details(recorder, kind, id, xml);
    xml.element("idno", &[("type", "URI")], &recorder.address_of_entity(id));
    for same in front.map_or(&[][..], |front| &front.same_as) {
        let (of, own) =
            same.text.split_once(':').filter(|(of, _)| *of == "wikidata").unwrap_or(("URI", &same.text));
        xml.element("idno", &[("type", of)], own);
    }
    let summary = front.and_then(|front| front.summary.as_ref()).map_or("", |summary| &*summary.text);
    xml.element("note", &[], summary);
    xml.close(element);
}

/// What the site itself asserts, as far as TEI has an element for it.
fn details(recorder: Recorder<'_>, kind: Kind, id: EntityId, xml: &mut Xml) {
    match kind {
        Kind::Person => {
            date("birth", &[], recorder.graph.date(id, PropertyId::BORN), xml);
            date("death", &[], recorder.graph.date(id, PropertyId::DIED), xml);
        }
        Kind::Place => {
            if let Some(Object::Literal(Literal::Coordinates(at))) =
                recorder.graph.value(id, PropertyId::COORDINATES)
            {
                let at = format!("{} {}", at.latitude(), at.longitude());
                xml.within("location", &[], |xml| xml.element("geo", &[], &at));
            }
        }
        Kind::Source => {
            plain_values(recorder, id, PropertyId::AUTHORS)
                .for_each(|it| xml.element("author", &[], &words(recorder, it)));
            plain_values(recorder, id, PropertyId::PUBLISHER)
                .for_each(|it| xml.element("publisher", &[], &words(recorder, it)));
            date("date", &[], recorder.graph.date(id, PropertyId::PUBLISHED), xml);
            for property in [PropertyId::URL, PropertyId::ARCHIVE_URL, PropertyId::SHA256] {
                let name = &*recorder.graph.vocabulary.properties.get(property).name;
                plain_values(recorder, id, property)
                    .for_each(|url| xml.element("idno", &[("type", name)], &words(recorder, url)));
            }
        }
        _ => {}
    }
}

/// A statement, with all that qualifies it.
fn statement(record: &StatementRecord<'_>, xml: &mut Xml) {
    let anchor = record.id.rsplit_once('#').map_or("", |(_, anchor)| anchor);
    xml.within("fs", &[("type", "statement"), ("xml:id", anchor)], |xml| {
        feature("subject", &record.subject, xml);
        feature("property", record.property, xml);
        feature("value", &record.value.value, xml);
        record.qualifiers.iter().for_each(|(name, value)| feature(name, &value.value, xml));
        feature("rank", record.rank, xml);
        record.claim.iter().for_each(|claim| feature("claim", claim, xml));
        record.sources.iter().for_each(|source| feature("source", source, xml));
        feature("sentence", record.reference.address.as_deref().unwrap_or_default(), xml);
    });
}

/// A claim, with its circumstances and relations.
fn claim(record: &ClaimRecord<'_>, xml: &mut Xml) {
    let own = record.id.split_once('#').map_or("", |(_, own)| own);
    let corresp = format!("#{}", xml::id("claim", own));
    xml.within("fs", &[("type", "claim"), ("corresp", &corresp)], |xml| {
        feature("id", &record.id, xml);
        feature("page", &record.page, xml);
        feature("text", &record.text, xml);
        let lists = [
            ("by", &record.speakers),
            ("by_unnamed", &record.speakers_unnamed),
            ("to", &record.to),
            ("at", &record.at),
            ("about", &record.about),
            ("source", &record.sources),
        ];
        for (name, values) in lists {
            values.iter().for_each(|value| feature(name, value, xml));
        }
        feature("on", record.on.as_deref().unwrap_or_default(), xml);
        record.via.iter().for_each(|via| feature("via", &via.value, xml));
        record.relations.iter().for_each(|(relation, other)| feature(relation, other, xml));
    });
}

/// A review, with its rating and its reasons.
fn review(record: &ReviewRecord<'_>, xml: &mut Xml) {
    xml.within("fs", &[("type", "review")], |xml| {
        feature("id", &record.id, xml);
        record.claims.iter().for_each(|claim| feature("claim", claim, xml));
        feature("rating", record.rating, xml);
        let numbers = [
            ("rating_value", record.rating_value),
            ("best", record.best),
            ("worst", record.worst),
            ("reviewed", record.reviewed.as_deref()),
            ("reviewer", record.reviewer.as_ref().map(|it| &*it.value)),
        ];
        numbers.iter().for_each(|(name, value)| feature(name, value.unwrap_or_default(), xml));
        record.sources.iter().for_each(|source| feature("source", source, xml));
        feature("reasoning", record.reasoning, xml);
    });
}

fn feature(name: &str, value: &str, xml: &mut Xml) {
    if !value.is_empty() {
        xml.within("f", &[("name", name)], |xml| xml.element("string", &[], value));
    }
}
