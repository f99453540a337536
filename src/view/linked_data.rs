//! Pages as linked data: schema.org in JSON-LD.
//!
//! Input: a viewpoint and what its page is about. Output: the text of a `<script type="application/ld+json">`. Entry
//! points: [`article`], [`entity`], [`claim`], [`vocabulary`], [`dataset`] and [`home`].
//!
//! Search engines read data whose only `@context` is schema.org, and one `ClaimReview` a page. Lists stop at
//! [`LISTED`] items: the page itself has them all.

use serde_json::{Map, Value, json};

use super::model;
use super::schema::{self, Term};
use super::{PageId, Viewpoint, statement};
use crate::graph::{Claim, Object, Review};
use crate::resolve::{ClaimId, EntityId};
use crate::syntax::Correction;
use crate::vocabulary::{Date, PropertyId};

/// How many values a property has at most.
const LISTED: usize = 20;

/// How many of those whom an article names most it is about.
const SUBJECTS: usize = 3;

/// An article.
pub fn article(view: &Viewpoint<'_, '_>, id: EntityId, description: &str) -> String {
    let graph = view.graph();
    let mut data = thing(view, id, description);
    let name = data.remove("name").unwrap_or_default();
    data.insert("headline".into(), name);
    data.insert("inLanguage".into(), view.language.tag().into());
    let document = graph.registry.get(id).document;
    let named = super::names::counts(graph, document).into_iter().take(LISTED);
    let mut named: Vec<_> = named.map(|(entity, _)| reference(view, entity)).collect();
    let others = named.split_off(named.len().min(SUBJECTS));
    insert(&mut data, "about", named);
    insert(&mut data, "mentions", others);
    let corrections = graph.front(id).map_or(&[][..], |front| &front.corrections);
    insert(&mut data, "correction", corrections.iter().take(LISTED).map(correction).collect());
    script(data)
}

fn correction(correction: &Correction) -> Value {
    let mut data = Map::new();
    data.insert("@type".into(), "CorrectionComment".into());
    data.insert("text".into(), (&*correction.text.text).into());
    let date = correction.date.as_ref().and_then(|date| Date::parse(&date.text).ok()?.iso());
    insert(&mut data, "datePublished", date.into_iter().map(Value::from).collect());
    data.into()
}

/// A person, an event, a source …
pub fn entity(view: &Viewpoint<'_, '_>, id: EntityId, description: &str) -> String {
    script(thing(view, id, description))
}

/// A claim: its review where it has one.
pub fn claim(view: &Viewpoint<'_, '_>, id: ClaimId, words: &str) -> Option<String> {
    let claim = said(view, id, words)?;
    Some(match own_review(view, id) {
        Some(review) => script(claim_review(view, PageId::Claim(id), words, review, claim)),
        None => script(claim),
    })
}

/// The review that names a claim.
fn own_review<'g>(view: &Viewpoint<'g, '_>, id: ClaimId) -> Option<&'g Review> {
    view.graph().reviews_of(id).find(|review| review.claims.contains(&id))
}

/// The review of a claim as its page has it; none where it has none.
pub fn reviewed(view: &Viewpoint<'_, '_>, id: ClaimId) -> Option<Value> {
    let review = own_review(view, id)?;
    let words = view.graph().claim_words(id);
    Some(claim_review(view, PageId::Claim(id), words, review, said(view, id, words)?).into())
}

/// A claim, whatever is made of it.
fn said(view: &Viewpoint<'_, '_>, id: ClaimId, words: &str) -> Option<Map<String, Value>> {
    let graph = view.graph();
    let claim = graph.claim(id)?;
    let mut data = Map::new();
    data.insert("@type".into(), "Claim".into());
    data.insert("@id".into(), iri(view, &view.views.path(PageId::Claim(id))).into());
    data.insert("name".into(), words.into());
    let speakers = claim.speakers.iter().map(|&speaker| Object::Entity(speaker));
    insert(&mut data, "author", speakers.filter_map(|speaker| agent(view, "author", &speaker)).collect());
    insert(&mut data, "creditText", claim.unnamed.iter().map(|words| words.as_str().into()).collect());
    insert(
        &mut data,
        "about",
        claim.about.iter().take(LISTED).map(|&about| reference(view, about)).collect(),
    );
    let language = graph.entity_of(claim.site.document).map(|it| view.views.language_of(it).tag());
    insert(&mut data, "inLanguage", language.into_iter().map(Value::from).collect());
    let on = graph.said_on(claim).and_then(|date| date.iso());
    insert(&mut data, "datePublished", on.into_iter().map(Value::from).collect());
    insert(&mut data, "appearance", appearances(view, claim));
    Some(data)
}

/// Where a claim appeared, with the address of a source elsewhere.
fn appearances(view: &Viewpoint<'_, '_>, claim: &Claim) -> Vec<Value> {
    let graph = view.graph();
    let appearances = schema::appearances(graph, claim).into_iter().take(LISTED);
    let appearances = appearances.map(|id| {
        let mut data = reference(view, id);
        if let (Some(Object::Literal(url)), Value::Object(data)) =
            (graph.value(id, PropertyId::URL), &mut data)
        {
            data.insert("url".into(), url.canonical().into());
        }
        data
    });
    appearances.collect()
}

/// The address of a review: on the page of the claim that it reviews first.
fn review_iri(view: &Viewpoint<'_, '_>, review: &Review) -> String {
    let page = review
        .claims
        .first()
        .map_or_else(String::new, |&claim| iri(view, &view.views.path(PageId::Claim(claim))));
    format!("{page}#{}", statement::of_review(view.graph(), review))
}

fn claim_review(
    view: &Viewpoint<'_, '_>,
    page: PageId,
    words: &str,
    review: &Review,
    claim: Map<String, Value>,
) -> Map<String, Value> {
    let mut rating = Map::new();
    rating.insert("@type".into(), "Rating".into());
    rating.insert("alternateName".into(), (&*review.rating.text).into());
    let numbers =
        [("ratingValue", &review.rating_value), ("bestRating", &review.best), ("worstRating", &review.worst)];
    for (name, number) in numbers {
        insert(&mut rating, name, number.iter().map(|number| (&*number.text).into()).collect());
    }
    let mut data = Map::new();
    data.insert("@type".into(), "ClaimReview".into());
    data.insert("@id".into(), review_iri(view, review).into());
    data.insert("url".into(), iri(view, &view.views.path(page)).into());
    data.insert("claimReviewed".into(), words.into());
    data.insert("itemReviewed".into(), claim.into());
    data.insert("reviewRating".into(), rating.into());
    let reviewer = review.reviewer.as_ref().and_then(|reviewer| agent(view, "author", reviewer));
    data.insert("author".into(), reviewer.unwrap_or_else(|| publisher(view)));
    let reviewed = review.reviewed.as_ref().and_then(|(date, _)| date.iso());
    insert(&mut data, "datePublished", reviewed.into_iter().map(Value::from).collect());
    data
}

/// The site as somebody: who reviews what nobody else is named for.
fn publisher(view: &Viewpoint<'_, '_>) -> Value {
    json!({ "@type": "Organization", "name": view.views.config.title, "url": iri(view, "index.html") })
}

/// The site.
pub fn home(view: &Viewpoint<'_, '_>) -> String {
    let config = &*view.views.config;
    let mut data = Map::new();
    data.insert("@type".into(), "WebSite".into());
    data.insert("url".into(), iri(view, "index.html").into());
    data.insert("name".into(), (&*config.title).into());
    data.insert("inLanguage".into(), view.language.tag().into());
    let description = Some(&*config.description).filter(|text| !text.is_empty());
    insert(&mut data, "description", description.into_iter().map(Value::from).collect());
    script(data)
}

/// The words that the site's facts are made of.
pub fn vocabulary(view: &Viewpoint<'_, '_>, page: &model::Vocabulary<'_>) -> String {
    let own = iri(view, view.path);
    let term = |term: &model::Term<'_>| {
        let mut data = Map::new();
        data.insert("@type".into(), "DefinedTerm".into());
        data.insert("@id".into(), format!("{own}#{}", encoded(&term.anchor)).into());
        data.insert("name".into(), term.label.into());
        data.insert("termCode".into(), (&*term.name).into());
        insert(&mut data, "sameAs", term.wikidata.iter().map(|url| (&**url).into()).collect());
        Value::from(data)
    };
    let mut data = Map::new();
    data.insert("@type".into(), "DefinedTermSet".into());
    data.insert("@id".into(), (&*own).into());
    data.insert("name".into(), view.language.word("vocabulary").into());
    data.insert("inLanguage".into(), view.language.tag().into());
    let terms = page.groups.iter().flat_map(|group| &group.terms).map(term);
    insert(&mut data, "hasDefinedTerm", terms.collect());
    script(data)
}

/// What is published as data, with each file that holds all of it or a table.
pub fn dataset(view: &Viewpoint<'_, '_>, page: &model::Data<'_>) -> String {
    let own = iri(view, view.path);
    let download = |(format, file): (&model::DataFormat<'_>, &model::Alternate)| {
        let url = url::Url::parse(&own).and_then(|own| own.join(&file.url));
        json!({
            "@type": "DataDownload",
            "name": format!("{}: {}", format.label, file.title),
            "encodingFormat": file.media_type,
            "contentUrl": url.map_or_else(|_| file.url.clone(), String::from),
        })
    };
    let files = page.formats.iter().flat_map(|format| format.files.iter().map(move |file| (format, file)));
    let mut data = Map::new();
    data.insert("@type".into(), "Dataset".into());
    data.insert("@id".into(), (&*own).into());
    data.insert("name".into(), (&*view.views.config.title).into());
    data.insert("description".into(), view.language.word("data_note").into());
    data.insert("inLanguage".into(), view.language.tag().into());
    let license = page.license.iter().filter(|license| !license.url.is_empty());
    insert(&mut data, "license", license.map(|license| (&*license.url).into()).collect());
    insert(&mut data, "distribution", files.map(download).collect());
    script(data)
}

/// An entity with all that schema.org has a property for.
fn thing(view: &Viewpoint<'_, '_>, id: EntityId, description: &str) -> Map<String, Value> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let Value::Object(mut data) = reference(view, id) else { return Map::new() };
    insert(&mut data, "alternateName", entity.aliases.iter().map(|alias| (&**alias).into()).collect());
    let description = Some(description).filter(|text| !text.is_empty());
    insert(&mut data, "description", description.into_iter().map(Value::from).collect());
    let same_as = graph.front(id).map_or(&[][..], |front| &front.same_as);
    insert(&mut data, "sameAs", same_as.iter().map(|text| self::same_as(&text.text).url.into()).collect());
    insert(&mut data, "image", view.image_data(id).into_iter().collect());
    for (name, terms) in schema::plain(graph, id) {
        let values = terms.iter().filter_map(|term| self::term(view, term)).take(LISTED);
        insert(&mut data, name, values.collect());
    }
    data
}

/// An entity as it is named in the data of another page.
fn reference(view: &Viewpoint<'_, '_>, id: EntityId) -> Value {
    let entity = view.graph().registry.get(id);
    let path = &view.views.directory.entity_paths[id.0 as usize];
    json!({ "@type": view.views.kind(entity.kind).schema_type, "@id": iri(view, path), "name": entity.name })
}

/// Somebody who wrote, published, reviewed or said something: an entity that can, or a name.
fn agent(view: &Viewpoint<'_, '_>, property: &str, who: &Object) -> Option<Value> {
    let graph = view.graph();
    match who {
        Object::Entity(id) => schema::entity(graph, property, *id).and_then(|it| term(view, &it)),
        Object::Literal(name) => term(view, &schema::named(property, &name.canonical())),
    }
}

/// A value; none that JSON-LD can't express without a datatype of its own.
fn term(view: &Viewpoint<'_, '_>, value: &Term<'_>) -> Option<Value> {
    Some(match value {
        Term::Entity(id, None) => reference(view, *id),
        Term::Entity(id, Some(of)) => {
            let mut value = reference(view, *id);
            value["@type"] = json!([value["@type"], of]);
            value
        }
        Term::Date(date) => date.iso()?.into(),
        Term::Duration(duration) => duration.xsd()?.into(),
        Term::About(number) => number.words(view.language).into(),
        Term::Boolean(truth) => (*truth).into(),
        Term::Text(text) => (&**text).into(),
        Term::Url(text) => (*text).into(),
        Term::Number(number) => Value::Number(number.parse().ok()?),
        Term::Thing(of, properties) => {
            let mut data = Map::new();
            data.insert("@type".into(), (*of).into());
            for (name, value) in properties {
                insert(&mut data, name, term(view, value).into_iter().collect());
            }
            data.into()
        }
    })
}

/// An `id` as the end of an address.
fn encoded(anchor: &str) -> String {
    let mut text = String::new();
    crate::config::encode(&mut text, anchor);
    text
}

/// The address of a page: absolute where the site knows its own, else relative to this one.
fn iri(view: &Viewpoint<'_, '_>, path: &str) -> String {
    view.absolute(path).unwrap_or_else(|| view.link(path))
}

/// Sets a property to its values: to the value itself where there is one.
fn insert(data: &mut Map<String, Value>, name: &str, mut values: Vec<Value>) {
    let value = match values.len() {
        0 => return,
        1 => values.remove(0),
        _ => Value::Array(values),
    };
    data.insert(name.to_owned(), value);
}

/// The data as the text of a script, which ends at any `</script`, and in which `<!--` has a meaning of its own.
fn script(mut data: Map<String, Value>) -> String {
    data.insert("@context".into(), "https://schema.org".into());
    Value::Object(data).to_string().replace('<', "\\u003c")
}

/// The same thing elsewhere: `wikidata:Q7747`, or an address.
pub fn same_as(text: &str) -> model::Link<'_> {
    match text.strip_prefix("wikidata:") {
        Some(id) => model::Link {
            title: "Wikidata".into(),
            url: format!("https://www.wikidata.org/wiki/{}", id.trim()),
            dir: "",
        },
        None => {
            let host =
                text.split_once("://").map_or(text, |(_, rest)| rest.split('/').next().unwrap_or(rest));
            model::Link {
                title: host.strip_prefix("www.").unwrap_or(host).into(),
                url: text.to_owned(),
                dir: "",
            }
        }
    }
}
