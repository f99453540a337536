//! A site in memory: what stands where in it, and what becomes of it by a change.
//!
//! Input: a site's folder. Output: a [`Site`], and a [`Reading`] of it that says where each value, claim and word
//! stands. Entry points: [`Site::load`] and [`Site::read`].

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use annals::graph::{Claim, Graph, Object, Rank, Reference, Relation, Statement};
use annals::load::{CONFIG_FILE, Snapshot};
use annals::pipeline::{Options, Site as BuiltSite};
use annals::resolve::EntityId;
use annals::source::{Files, Location, Span};
use annals::syntax::{Annotation, AnnotationKind, Document};
use annals::vocabulary::{Datatype, Property};

use super::prose::{self, Word};
use crate::memory::{Checked, check};

/// A place in a file of the site.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub path: String,
    pub range: Range<usize>,
}

/// One change of one place.
#[derive(Clone, Debug)]
pub enum Change {
    /// Other words in a place.
    Replace(Place, String),
    /// A file is gone.
    Remove(String),
}

/// A change, and the places in the changed site one of which a finding has to show.
#[derive(Clone, Debug)]
pub struct Mutation {
    pub change: Change,
    pub spots: Vec<Place>,
}

impl Mutation {
    /// Other words in a place; that place has to be shown.
    pub fn replace(place: Place, words: impl Into<String>) -> Self {
        let words = words.into();
        let range = place.range.start..place.range.start + words.len();
        let spots = vec![Place { path: place.path.clone(), range }];
        Self { change: Change::Replace(place, words), spots }
    }
}

pub struct Site {
    pub name: &'static str,
    files: BTreeMap<String, String>,
}

impl Site {
    /// The content and the configuration of the site in a folder, without its plain pages: they state nothing.
    pub fn load(name: &'static str, root: &Path) -> Self {
        let content = walkdir::WalkDir::new(root.join("content"));
        let paths = content.into_iter().map(|entry| entry.unwrap().into_path()).filter(|path| path.is_file());
        let paths = paths.filter(|path| !path.starts_with(root.join("content/pages")));
        let files = paths
            .chain([root.join(CONFIG_FILE)])
            .map(|path| {
                let text = std::fs::read_to_string(&path).unwrap();
                let relative = path.strip_prefix(root).unwrap();
                let parts: Vec<_> = relative.iter().map(|part| part.to_str().unwrap()).collect();
                (parts.join("/"), text)
            })
            .collect();
        Self { name, files }
    }

    /// The site with a change.
    pub fn changed(&self, change: &Change) -> Self {
        let mut files = self.files.clone();
        match change {
            Change::Replace(place, words) => {
                files.get_mut(&place.path).unwrap().replace_range(place.range.clone(), words);
            }
            Change::Remove(path) => {
                files.remove(path).unwrap();
            }
        }
        Self { name: self.name, files }
    }

    /// The words in a place.
    pub fn words(&self, place: &Place) -> &str {
        &self.files[&place.path][place.range.clone()]
    }

    /// What `annals check` says of it.
    pub fn check(&self) -> Checked {
        check(self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }

    /// Reads the site and hands the reading to `then`.
    pub fn read<T>(&self, then: impl FnOnce(&Reading<'_>) -> T) -> T {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let session = BuiltSite::of(Snapshot::from_memory(files), Options::default());
        then(&Reading {
            graph: session.graph(),
            files: session.files(),
            paths: self.files.keys().cloned().collect(),
        })
    }
}

/// A site and where everything stands in it.
pub struct Reading<'a> {
    pub graph: &'a Graph,
    files: &'a Files,
    /// The paths of all files.
    pub paths: Vec<String>,
}

/// A value that the site states in its own voice.
#[derive(Clone)]
pub struct Value<'a> {
    pub statement: &'a Statement,
    pub property: &'a Property,
    pub place: Place,
    /// The value as written.
    pub text: &'a str,
    /// The sentence's fact that states it; none in a front matter.
    pub fact: Option<(&'a Document, &'a Annotation)>,
}

impl<'a> Reading<'a> {
    /// The text of a file.
    pub fn text(&self, document: &Document) -> &'a str {
        &self.files.get(document.file).text
    }

    /// The whole text of the file at a path.
    pub fn file(&self, path: &str) -> &'a str {
        self.files.iter().find(|(_, file)| &*file.path == path).map(|(_, file)| &*file.text).unwrap()
    }

    /// A place by its location.
    pub fn place(&self, location: Location) -> Place {
        Place { path: self.files.get(location.file).path.to_string(), range: location.span.range() }
    }

    /// A place in a document.
    pub fn at(&self, document: &Document, span: Span) -> Place {
        self.place(Location::new(document.file, span))
    }

    /// The place of the first occurrence of words in the file of an entity.
    pub fn find(&self, entity: EntityId, words: &str) -> Option<Place> {
        let document = self.graph.document(self.graph.registry.get(entity).document?)?;
        let start = self.text(document).find(words)?;
        Some(self.at(document, Span::new(start..start + words.len())))
    }

    /// Every annotation with its document.
    pub fn annotations(&self) -> impl Iterator<Item = (&'a Document, &'a Annotation)> + use<'a> {
        let documents = self.graph.documents.iter();
        documents.flat_map(|document| document.body.annotations.iter().map(move |it| (document, it)))
    }

    /// An attribute of an annotation: its place and its value.
    pub fn attribute(&self, document: &Document, of: &'a Annotation, key: &str) -> Option<(Place, &'a str)> {
        of.attributes.get(key).map(|text| (self.at(document, text.span), &*text.text))
    }

    /// The words of an annotation that readers see.
    pub fn words(&self, document: &'a Document, annotation: &Annotation) -> Vec<Word<'a>> {
        let hidden: Vec<_> = document.body.annotations.iter().flat_map(hidden).collect();
        prose::words(self.text(document), annotation.inner.range(), &hidden)
    }

    /// The name of an entity's kind.
    pub fn kind(&self, entity: EntityId) -> &'a str {
        &self.graph.vocabulary.kinds.get(self.graph.registry.get(entity).kind).name
    }

    /// Every entity of a kind.
    pub fn entities(&self, kind: &str) -> Vec<EntityId> {
        self.graph.registry.iter().map(|(id, _)| id).filter(|&id| self.kind(id) == kind).collect()
    }

    /// The id of an entity.
    pub fn id(&self, entity: EntityId) -> &'a str {
        &self.graph.registry.get(entity).id
    }

    /// Every name of an entity.
    pub fn names(&self, entity: EntityId) -> Vec<&'a str> {
        let entity = self.graph.registry.get(entity);
        [&entity.name].into_iter().chain(&entity.aliases).map(String::as_str).collect()
    }

    /// Every claim with its document and its annotation.
    pub fn claims(&self) -> impl Iterator<Item = (&'a Claim, &'a Document, &'a Annotation)> + use<'a> {
        let graph = self.graph;
        graph.claims().filter_map(move |(_, claim)| {
            let document = graph.document(claim.site.document)?;
            Some((claim, document, document.body.annotation(claim.site.annotation)?))
        })
    }

    /// How others stand to a claim.
    pub fn responses(&self, claim: &Claim) -> &'a [Relation] {
        let id = self.graph.claim_at(claim.site.document, claim.site.annotation);
        id.map_or(&[], |id| self.graph.responses(id))
    }

    /// Every value that the site states in its own voice and without a doubt.
    pub fn values(&self) -> Vec<Value<'a>> {
        let serious = self.graph.statements().filter(|statement| {
            let doubted = statement.qualifiers.iter().any(|(name, _)| name == "certainty");
            !statement.is_derived() && !doubted && statement.rank != Rank::Deprecated
        });
        let own = serious.filter(|statement| match statement.claim {
            Some(claim) => self.graph.claim(claim).is_some_and(|claim| claim.speakers.is_empty()),
            None => true,
        });
        own.map(|statement| self.value(statement)).collect()
    }

    fn value(&self, statement: &'a Statement) -> Value<'a> {
        let mut place = self.place(statement.location);
        let text = statement.location.span.of(&self.files.get(statement.location.file).text);
        if text.starts_with('"') && text.ends_with('"') {
            place.range = place.range.start + 1..place.range.end - 1;
        }
        let fact = match statement.reference {
            Reference::Sentence { document, annotation } => self
                .graph
                .document(document)
                .and_then(|document| Some((document, document.body.annotation(annotation)?))),
            Reference::Record { .. } => None,
        };
        let property = self.graph.vocabulary.properties.get(statement.property);
        Value { statement, property, place, text: text.trim_matches('"'), fact }
    }

    /// What is stated of an entity in front matter, by the property's name.
    pub fn record(&self, entity: EntityId, property: &str) -> Option<Value<'a>> {
        let mut values = self.values().into_iter();
        values.find(|it| it.statement.subject == entity && it.property.name == property && it.fact.is_none())
    }

    /// The values elsewhere that say the same of the same, word for word.
    pub fn twins(&self, value: &Value<'a>) -> Vec<Value<'a>> {
        let same = |other: &Value<'a>| {
            other.statement.subject == value.statement.subject
                && other.statement.property == value.statement.property
                && other.statement.value == value.statement.value
                && other.statement.qualifiers == value.statement.qualifiers
                && other.place != value.place
        };
        self.values().into_iter().filter(same).collect()
    }

    /// The first and the last day of an event, as its front matter gives them; only where both are certain.
    pub fn period(&self, event: EntityId) -> Option<(String, String)> {
        let text = |property| self.record(event, property).map(|value| value.text);
        let (start, end) = match (text("start"), text("end")) {
            (Some(start), Some(end)) => (start, end),
            (None, None) => text("date").map(|date| (date, date))?,
            _ => return None,
        };
        Some((first_day(start)?, last_day(end)?))
    }

    /// The days on which a person was born and died, where they are certain.
    pub fn life(&self, person: EntityId) -> (Option<String>, Option<String>) {
        let text = |property| self.record(person, property).map(|value| value.text);
        (text("born").and_then(first_day), text("died").and_then(last_day))
    }

    /// Whether a person may have lived in a year and nothing speaks against it, however imprecise the dates.
    pub fn may_have_lived(&self, person: EntityId, year: &str) -> bool {
        // An approximate date reaches five years at most.
        const REACH: i32 = 6;
        let year_of = |text: &str| text.get(..4).and_then(|year| year.parse::<i32>().ok());
        let stated = |property| self.record(person, property).and_then(|value| year_of(value.text));
        let Some(year) = year_of(year) else { return false };
        let (born, died) = (stated("born"), stated("died"));
        born.is_none_or(|born| born + REACH < year) && died.is_none_or(|died| died - REACH > year)
    }

    /// Whether a person was certainly not alive at any time between two days.
    pub fn was_absent(&self, person: EntityId, (from, until): &(String, String)) -> bool {
        let (born, died) = self.life(person);
        born.is_some_and(|born| born > *until) || died.is_some_and(|died| died < *from)
    }
}

/// The parts of an annotation that readers do not see.
fn hidden(annotation: &Annotation) -> Vec<Range<usize>> {
    let attributes = annotation.attributes.span.range();
    match &annotation.kind {
        AnnotationKind::Mention(name) if name.span != annotation.inner => vec![attributes, name.span.range()],
        _ => vec![attributes],
    }
}

/// The first day of a plain date; none where it is uncertain or no date.
pub fn first_day(date: &str) -> Option<String> {
    is_plain(date).then(|| format!("{date}{}", &"0000-01-01"[date.len()..]))
}

/// The last day of a plain date; none where it is uncertain or no date.
pub fn last_day(date: &str) -> Option<String> {
    let month_end = if date.len() == 7 { "-31" } else { "-12-31" };
    is_plain(date).then(|| if date.len() == 10 { date.to_owned() } else { format!("{date}{month_end}") })
}

/// Whether a text is `1912`, `1912-03` or `1912-03-17`.
pub fn is_plain(date: &str) -> bool {
    let digits =
        date.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    digits && matches!(date.len(), 4 | 7 | 10)
}

/// Whether a value is an entity.
pub fn entity_of(value: &Object) -> Option<EntityId> {
    match value {
        Object::Entity(entity) => Some(*entity),
        Object::Literal(_) => None,
    }
}

/// Whether a property's values are dates.
pub fn is_date(property: &Property) -> bool {
    property.datatype == Datatype::Date
}
