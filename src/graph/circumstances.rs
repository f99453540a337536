//! Who says a claim, to whom, where, when, through what, and where it can be read.
//!
//! Input: the attributes of a claim, or `claims` of a front matter. Output: [`Circumstances`]. Entry points:
//! [`Circumstances::of_claim`], [`Circumstances::of_front`] and [`Circumstances::completed`].
//!
//! What is said once holds for the claims within, and what the front matter says for all claims of the article, as far as
//! they don't say otherwise. Where a claim was made and when belong together: who names another place is not given the
//! day of the first, nor who names another day the place.

use super::model::Object;
use super::values::ValueReader;
use crate::data::{Node, Table, Text};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::resolve::EntityId;
use crate::source::Location;
use crate::syntax::Attributes;
use crate::vocabulary::Date;

/// How many letters of a name a slip of the pen changes at most.
const SLIP: usize = 2;

/// The circumstances of a claim; none of those that nobody tells.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    /// Who says it.
    pub speakers: Option<Speakers>,
    /// To whom.
    pub to: Option<Vec<EntityId>>,
    /// At which events or places.
    pub at: Option<Vec<EntityId>>,
    /// Whether `at` was not said together with `on`, and so holds only as far as it fits the time.
    pub is_at_usual: bool,
    /// When.
    pub on: Option<(Date, Location)>,
    /// Whether it is told when, be it that nobody knows: `on=` with nothing.
    pub tells_when: bool,
    /// When, if nothing tells when that was at which it was said.
    pub usually_on: Option<(Date, Location)>,
    /// Through which medium.
    pub via: Option<Object>,
    /// Whether it is told through which, be it none.
    pub tells_medium: bool,
    /// Where it can be read.
    pub sources: Option<Vec<EntityId>>,
}

/// Who says a claim; nobody: the article itself.
#[derive(Clone, Debug, Default)]
pub struct Speakers {
    /// Those who have a page.
    pub named: Vec<EntityId>,
    /// Those who have none, in words.
    pub unnamed: Vec<String>,
}

impl Speakers {
    fn is_somebody(&self) -> bool {
        !self.named.is_empty() || !self.unnamed.is_empty()
    }
}

impl Circumstances {
    /// What a claim says itself.
    pub fn of_claim(values: &mut ValueReader<'_>, attributes: &Attributes) -> Self {
        let list = |key| attributes.get(key).map(Text::split);
        let read = Self::read(values, [list("by"), list("to"), list("at"), list("source")]);
        let unnamed: Option<Vec<_>> = list("by-unnamed")
            .map(|list| list.into_iter().filter_map(|words| without_page(values, words)).collect());
        let mut told = read.told(values, attributes.get("on"), attributes.get("via"));
        if let Some(unnamed) = unnamed {
            told.speakers.get_or_insert_default().unnamed = unnamed;
        }
        told
    }

    /// Adds when something was said and through which medium, as far as that is told.
    fn told(self, values: &mut ValueReader<'_>, on: Option<&Text>, via: Option<&Text>) -> Self {
        let is_some = |text: &&Text| !text.text.is_empty();
        Self {
            on: on.filter(is_some).and_then(|on| dated(values, on)),
            tells_when: on.is_some(),
            via: via.filter(is_some).and_then(|via| values.entity_or_text(via)),
            tells_medium: via.is_some(),
            ..self
        }
    }

    /// What a front matter says of all claims of its article.
    pub fn of_front(values: &mut ValueReader<'_>, claims: &Node) -> Self {
        let mut table = Table::new(claims, Code::BadFrontMatter);
        let mut list = |key| {
            table.node(key)?;
            Some(table.texts(key).iter().flat_map(Text::split).collect())
        };
        let lists = [list("by"), list("to"), list("at"), list("source")];
        let (on, via) = (table.text("on"), table.text("via"));
        table.finish().into_iter().for_each(|finding| values.report(finding));
        let read = Self::read(values, lists);
        read.told(values, on.as_ref(), via.as_ref())
    }

    /// Reads speakers, listeners, places and sources.
    fn read(values: &mut ValueReader<'_>, [by, to, at, source]: [Option<Vec<Text>>; 4]) -> Self {
        let [by, to, at, source] = [by, to, at, source].map(|list| list.map(|list| values.at_most(list)));
        let mut entities = |list: Option<Vec<Text>>| {
            list.map(|list| list.iter().filter_map(|name| values.entity(name)).collect::<Vec<_>>())
        };
        let (named, to, at) = (entities(by), entities(to), entities(at));
        let sources = source.map(|list| list.iter().filter_map(|name| values.source(name)).collect());
        let speakers = named.map(|named| Speakers { named, unnamed: Vec::new() });
        Self { speakers, to, at, sources, ..Self::default() }
    }

    /// The circumstances of a claim that says this itself, lies in the `outer` claim, and stands in an article that says
    /// what is `usual` of its claims.
    pub fn completed(self, outer: Option<&Self>, usual: Option<&Self>) -> Self {
        let own = match outer.filter(|_| self.speakers.is_none()) {
            Some(outer) => self.with(outer),
            None => self,
        };
        match usual.filter(|usual| own.is_said_by_somebody(usual)) {
            Some(usual) => own.with(usual),
            None => own,
        }
    }

    /// Whether somebody says the claim whose circumstances these are, and not the article itself.
    pub fn is_said_by_somebody(&self, usual: &Self) -> bool {
        self.speakers.as_ref().or(usual.speakers.as_ref()).is_some_and(Speakers::is_somebody)
    }

    /// Adds what another says; nobody speaks to or by way of themselves.
    fn with(self, other: &Self) -> Self {
        let speakers = self.speakers.or_else(|| other.speakers.clone());
        let is_speaker = |entity| speakers.as_ref().is_some_and(|it: &Speakers| it.named.contains(&entity));
        let to = other.to.iter().flatten().copied().filter(|&to| !is_speaker(to));
        let via = other.via.clone().filter(|via| !via.entity().is_some_and(is_speaker));
        let is_elsewhere = self.at.as_ref().is_some_and(|at| !at.is_empty());
        let days = self.on.as_ref().zip(other.on.as_ref());
        let is_another_day =
            days.is_some_and(|((own, _), (other, _))| own.bounds().certainly_outside(&other.bounds()));
        let is_at_usual =
            if self.at.is_some() { self.is_at_usual } else { self.on.is_some() || other.is_at_usual };
        let is_placed = other.at.as_ref().is_some_and(|at| !at.is_empty());
        let (on, usually_on) = match (self.on, is_elsewhere) {
            (on, _) if self.tells_when => (on, None),
            (Some(on), _) => (Some(on), None),
            (None, false) => (other.on.clone(), self.usually_on.or_else(|| other.usually_on.clone())),
            (None, true) if is_placed => (None, self.usually_on),
            (None, true) => (None, self.usually_on.or_else(|| other.on.clone())),
        };
        Self {
            to: self.to.or_else(|| other.to.is_some().then(|| to.collect())),
            at: self.at.or_else(|| other.at.clone().filter(|_| !is_another_day)),
            is_at_usual,
            on,
            tells_when: self.tells_when || other.tells_when,
            usually_on,
            via: self.via.or(via.filter(|_| !self.tells_medium)),
            tells_medium: self.tells_medium || other.tells_medium,
            sources: self.sources,
            speakers,
        }
    }
}

fn dated(values: &mut ValueReader<'_>, text: &Text) -> Option<(Date, Location)> {
    Some((values.date(text)?, values.location(text.span)))
}

/// The words for somebody without a page. Who has one, or nearly the name of somebody who has, is no such.
fn without_page(values: &mut ValueReader<'_>, words: Text) -> Option<String> {
    let kinds = &values.vocabulary.kinds;
    if values.registry.resolve_entity(&words.text, &values.scope, kinds).is_ok() {
        let message = format!("`{}` has a page, and so is not unnamed", words.text);
        let help = format!("write `by=\"{}\"`", words.text);
        values.report(Diagnostic::at(Code::BadAttribute, words.span, message).help(help));
        return None;
    }
    let Some(near) = nearly(values, &words.text) else { return Some(words.text) };
    let message = format!("`{}` is nearly the name of somebody who has a page", words.text);
    let finding = Diagnostic::at(Code::UnknownName, words.span, message);
    let finding = finding.maybe_help(did_you_mean(&words.text, [near]));
    values.report(finding.help("if this is somebody else, add to the words what sets them apart"));
    None
}

/// The name that words are a slip of the pen for: those of a full name, which all begin with a capital letter.
fn nearly<'a>(values: &ValueReader<'a>, words: &str) -> Option<&'a str> {
    let parts = words.split_whitespace();
    if parts.clone().count() < 2 || !parts.clone().all(|word| word.starts_with(char::is_uppercase)) {
        return None;
    }
    let entities = values.registry.iter().map(|(_, entity)| entity);
    let mut names = entities.flat_map(|it| std::iter::once(&it.name).chain(&it.aliases)).map(String::as_str);
    names.find(|name| strsim::osa_distance(words, name) <= SLIP)
}
