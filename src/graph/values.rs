//! Reading values: from attributes and from front matter alike.
//!
//! Input: texts with their places. Output: [`Object`]s, entities, dates and claims, and a diagnostic for each text that
//! is none. Entry point: [`ValueReader`].

use super::model::Object;
use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, one_of};
use crate::resolve::{ClaimId, EntityId, Registry, Scope, Target, Unresolved};
use crate::source::path::id_fault;
use crate::source::{FileId, Location, Span};
use crate::syntax::{Document, slug};
use crate::vocabulary::{Datatype, Date, Literal, Property, Role, Vocabulary};

/// Reads the values of one document.
pub struct ValueReader<'a> {
    /// All that has a page.
    pub registry: &'a Registry,
    /// Kinds and properties.
    pub vocabulary: &'a Vocabulary,
    /// The names that hold in the document.
    pub scope: Scope,
    /// The document's file.
    pub file: FileId,
    /// What is wrong with its values.
    pub diagnostics: Vec<Diagnostic>,
    /// Every name that stood for something.
    pub uses: Vec<NameUse>,
}

/// A place where a name or an id stands for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameUse {
    /// Where it is written: the name itself, or the list or scalar that it is part of.
    pub location: Location,
    /// What it stands for.
    pub target: Target,
}

impl<'a> ValueReader<'a> {
    /// A reader of a document's values, in which these names hold.
    pub fn new(registry: &'a Registry, vocabulary: &'a Vocabulary, scope: Scope, file: FileId) -> Self {
        Self { registry, vocabulary, scope, file, diagnostics: Vec::new(), uses: Vec::new() }
    }
}

impl ValueReader<'_> {
    /// Adds a finding in the document's file.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic.in_file(self.file));
    }

    /// A place in the document's file.
    pub fn location(&self, span: Span) -> Location {
        Location::new(self.file, span)
    }

    /// What a name stands for, and the id of the heading there that it ends with.
    pub fn target(&mut self, name: &Text, documents: &[Document]) -> Option<(Target, Option<String>)> {
        match self.registry.resolve(&name.text, &self.scope, &self.vocabulary.kinds) {
            Ok(target) => {
                self.note(name, target);
                Some((target, None))
            }
            Err(Unresolved::UnknownClaim(page)) => {
                let document = self.registry.get(page).document.and_then(|at| documents.get(at.place()));
                let heading = document.and_then(|document| self.heading(name, page, document));
                Some((Target::Entity(page), heading))
            }
            Err(unresolved) => {
                self.unresolved(name, &unresolved);
                None
            }
        }
    }

    /// The date that a mention denotes: `[[2017-07-14|Friday]]`, where nothing has that name.
    pub fn date_named(&self, name: &Text) -> Option<Date> {
        let date = date_of(name)?;
        let found = self.registry.resolve(&name.text, &self.scope, &self.vocabulary.kinds);
        matches!(found, Err(Unresolved::Unknown)).then_some(date)
    }

    /// The heading of a page that a name ends with, `[[page#Heading]]`; it is reported if it is not there.
    fn heading(&mut self, name: &Text, page: EntityId, document: &Document) -> Option<String> {
        let (_, words) = name.text.rsplit_once('#')?;
        if let Some(id) = document.body.heading(words) {
            return Some(id.to_owned());
        }
        let headings = &document.body.headings;
        let near = did_you_mean(&slug(words), headings.iter().map(|it| &*it.id));
        if near.is_none()
            && document.claims().next().is_some()
            && id_fault(words).is_none()
            && !words.contains(' ')
        {
            self.unresolved(name, &Unresolved::UnknownClaim(page));
            return None;
        }
        let page = &self.registry.get(page).id;
        let message = format!("`{page}` has no heading `{}`", words.trim());
        let help = near.unwrap_or_else(|| format!("to link to the page alone, write `[[{page}]]`"));
        self.report(Diagnostic::at(Code::BrokenLink, name.span, message).help(help));
        None
    }

    /// The entity that a name stands for.
    pub fn entity(&mut self, name: &Text) -> Option<EntityId> {
        let is_entity = |id| self.vocabulary.kinds.get(self.registry.get(id).kind).role == Role::Entity;
        let found = self.fitting(name, &is_entity);
        self.found(name, found)
    }

    /// What a name stands for where only some can be meant.
    fn fitting(&self, name: &Text, fits: &dyn Fn(EntityId) -> bool) -> Result<EntityId, Unresolved> {
        self.registry.resolve_fitting(linked(&name.text), &self.scope, &self.vocabulary.kinds, fits)
    }

    /// The entity that was found under a name; that there is none is reported.
    fn found(&mut self, name: &Text, found: Result<EntityId, Unresolved>) -> Option<EntityId> {
        match found {
            Ok(entity) => {
                self.note(name, Target::Entity(entity));
                Some(entity)
            }
            Err(unresolved) => {
                self.unresolved(name, &unresolved);
                None
            }
        }
    }

    /// The entities that a list names.
    pub fn entities(&mut self, list: &Text) -> Vec<EntityId> {
        self.at_most(list.split()).iter().filter_map(|name| self.entity(name)).collect()
    }

    /// The claims that a list names, by id within this document or by full id.
    pub fn claims(&mut self, list: &Text) -> Vec<(ClaimId, Span)> {
        self.at_most(list.split()).iter().filter_map(|name| Some((self.claim(name)?, name.span))).collect()
    }

    /// The names of a list, which may not be more than anybody reads: each of them is shown with all others.
    pub fn at_most(&mut self, mut names: Vec<Text>) -> Vec<Text> {
        const MOST: usize = 500;
        if let (Some(first), Some(last)) = (names.first(), names.get(MOST..).and_then(<[_]>::last)) {
            let message = format!("this list has {} names, and {MOST} are the most", names.len());
            let help = "name the group that they are, as an entity of its own";
            self.report(Diagnostic::at(Code::BadAttribute, first.span.to(last.span), message).help(help));
            names.truncate(MOST);
        }
        names
    }

    /// The claim with this id in this document, or with this full id.
    pub fn claim(&mut self, name: &Text) -> Option<ClaimId> {
        let (document, id) = name.text.rsplit_once('#').unwrap_or(("", &name.text));
        match self.registry.resolve_claim(document, id, &self.scope, &self.vocabulary.kinds) {
            Ok(claim) => {
                self.note(name, Target::Claim(claim));
                Some(claim)
            }
            Err(unresolved) => {
                let full = format!("{document}#{id}");
                let mut diagnostic = self.registry.explain(
                    &Text { text: full, span: name.span },
                    &unresolved,
                    &self.vocabulary.kinds,
                );
                diagnostic.code = Code::UnknownClaim;
                self.report(diagnostic);
                None
            }
        }
    }

    /// The source that an id or name stands for.
    pub fn source(&mut self, name: &Text) -> Option<EntityId> {
        let kinds = &self.vocabulary.kinds;
        let is_source = |id| kinds.get(self.registry.get(id).kind).role == Role::Source;
        match self.fitting(name, &is_source) {
            Ok(found) if kinds.get(self.registry.get(found).kind).role == Role::Source => {
                self.note(name, Target::Entity(found));
                Some(found)
            }
            Ok(found) => {
                let message =
                    format!("`{}` is no source but `{}`", name.text, self.registry.full_id(found, kinds));
                let help = "cite a file of `content/sources/` by its id";
                self.report(Diagnostic::at(Code::UnknownSource, name.span, message).help(help));
                None
            }
            Err(Unresolved::Ambiguous(candidates)) => {
                self.unresolved(name, &Unresolved::Ambiguous(candidates));
                None
            }
            Err(_) => {
                self.unknown_source(name);
                None
            }
        }
    }

    fn unknown_source(&mut self, name: &Text) {
        let kinds = &self.vocabulary.kinds;
        let near = self
            .registry
            .likely(&name.text, |entity, id| kinds.get(entity.kind).role == Role::Source && entity.id == id);
        let help = near.map_or_else(
            || format!("write a file `content/sources/{}.md` for it", name.text),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("there is no source `{}`", name.text);
        self.report(Diagnostic::at(Code::UnknownSource, name.span, message).help(help));
    }

    /// A date.
    pub fn date(&mut self, text: &Text) -> Option<Date> {
        match self.literal(Datatype::Date, text)? {
            Literal::Date(date) => Some(date),
            _ => None,
        }
    }

    /// An entity where the name is known, else the text itself.
    pub fn entity_or_text(&mut self, text: &Text) -> Option<Object> {
        match self.fitting(text, &|_| true) {
            Err(Unresolved::Unknown) if !is_linked(&text.text) => {
                Some(Object::Literal(Literal::Text(text.text.clone())))
            }
            found => self.found(text, found).map(Object::Entity),
        }
    }

    /// The text itself, or the entity of a `kind:id` or a `[[name]]`.
    fn text_or_entity(&mut self, text: &Text) -> Option<Object> {
        let kind = text.text.split_once(':').map(|(kind, _)| kind.trim());
        let is_meant =
            is_linked(&text.text) || kind.is_some_and(|it| self.vocabulary.kinds.named(it).is_some());
        match is_meant {
            true => self.entity_or_text(text),
            false => Some(Object::Literal(Literal::Text(text.text.clone()))),
        }
    }

    /// One value of a property.
    pub fn object(&mut self, property: &Property, text: &Text) -> Option<Object> {
        let object = match property.datatype {
            Datatype::Entity => {
                let found = self.fitting(text, &|id| self.takes(property, id));
                Object::Entity(self.found(text, found)?)
            }
            Datatype::EntityOrText => self.entity_or_text(text)?,
            Datatype::TextOrEntity => self.text_or_entity(text)?,
            datatype => Object::Literal(self.literal(datatype, text)?),
        };
        (self.fits(property, &object, text) && self.is_in_range(property, &object, text)).then_some(object)
    }

    /// Whether a number is one that the property can have.
    fn is_in_range(&mut self, property: &Property, object: &Object, text: &Text) -> bool {
        let (Some((least, greatest)), Object::Literal(Literal::Number(number))) = (property.range, object)
        else {
            return true;
        };
        let (low, high) = number.bounds();
        let is_within = |end: f64| end.is_infinite() || (least..=greatest).contains(&end);
        if is_within(low) && is_within(high) {
            return true;
        }
        let message = format!("`{}` can't be {}", property.label, number.in_words());
        let help = match (least.is_finite(), greatest.is_finite()) {
            (true, true) => format!("it is from {least} to {greatest}"),
            (true, false) => format!("it is at least {least}"),
            (false, _) => format!("it is at most {greatest}"),
        };
        self.report(Diagnostic::at(Code::BadValue, text.span, message).help(help));
        false
    }

    /// Whether an entity is of a kind that the property takes.
    fn takes(&self, property: &Property, entity: EntityId) -> bool {
        let kind = &self.vocabulary.kinds.get(self.registry.get(entity).kind).name;
        property.values.is_empty() || property.values.contains(kind)
    }

    /// Whether an entity is of a kind that the property takes; that it is not is reported.
    fn fits(&mut self, property: &Property, object: &Object, text: &Text) -> bool {
        let Object::Entity(entity) = object else { return true };
        if self.takes(property, *entity) {
            return true;
        }
        let kind = &self.vocabulary.kinds.get(self.registry.get(*entity).kind).name;
        let message = format!(
            "`{}` takes {}, and `{}` is of the kind {kind}",
            property.name,
            kinds_list(&property.values),
            text.text
        );
        let help = "name another entity, or use another property";
        self.report(Diagnostic::at(Code::BadValue, text.span, message).help(help));
        false
    }

    fn literal(&mut self, datatype: Datatype, text: &Text) -> Option<Literal> {
        match Literal::parse(datatype, &text.text) {
            Ok(literal) => Some(literal),
            Err(error) => {
                self.report(Diagnostic::at(Code::BadValue, text.span, error.message).maybe_help(error.help));
                None
            }
        }
    }

    fn note(&mut self, name: &Text, target: Target) {
        self.uses.push(NameUse { location: self.location(name.span), target });
    }

    fn unresolved(&mut self, name: &Text, unresolved: &Unresolved) {
        self.report(self.registry.explain(name, unresolved, &self.vocabulary.kinds));
    }
}

/// The date that a name can be read as.
pub fn date_of(name: &Text) -> Option<Date> {
    let is_date = name.text.contains(|c: char| c.is_ascii_digit());
    Date::parse(&name.text).ok().filter(|_| is_date)
}

/// Whether a value is written as a mention is: `[[name]]`.
fn is_linked(text: &str) -> bool {
    linked(text).len() < text.len()
}

/// The name in a value that is written as a mention is.
fn linked(text: &str) -> &str {
    let inner = text.trim().strip_prefix("[[").and_then(|text| text.strip_suffix("]]"));
    inner.map_or(text, |inner| inner.split('|').next().unwrap_or(inner))
}

fn kinds_list(kinds: &[String]) -> String {
    format!("an entity of the kind {}", one_of(kinds))
}
