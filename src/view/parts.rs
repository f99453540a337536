//! The parts that many pages show: entities, values, statements, quoted sentences.
//!
//! Input: a viewpoint and something of the graph. Output: its page model. Entry points: the methods of [`Viewpoint`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::escape::{escape, escape_into};
use super::model::{
    DateView, EntityRef, EventRef, Link, Qualifier, Quote, Reference, Row, Sentence, Statement, ValueView,
};
use super::typography::Typography;
use super::{PageId, Viewpoint, fragment, statement};
use crate::check::archive_path;
use crate::graph::{self, Object, Rank};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::syntax::{AnnotationId, DocumentId, SentenceId};
use crate::vocabulary::{Date, KindId, Literal, PropertyId};

/// The qualifiers that a statement's page tells in words of their own.
const TOLD: [&str; 6] = ["as_of", "from", "until", "according_to", "certainty", "role"];
/// The longest title of a claim's page, in characters.
const TITLE_LENGTH: usize = 80;
/// How many values of a property an infobox shows; the rest is on a page of its own.
pub const ROW: usize = 12;

/// How much of a sentence is quoted that is longer, in bytes, and what of it stands before the words it is quoted for.
pub const LONGEST_QUOTE: usize = 2000;
const BEFORE: usize = 500;

/// A sentence as HTML, with some ranges of it within `<b>`; where it is very long, what stands around the first of them.
fn excerpt(words: &Words<'_>, sentence: Range<usize>, parts: &[Range<usize>]) -> String {
    let text = words.text;
    if sentence.len() <= LONGEST_QUOTE {
        return words.highlighted(sentence, parts);
    }
    let first = parts.first().map_or(sentence.start, |part| part.start);
    let start = text.floor_char_boundary(first.saturating_sub(BEFORE)).max(sentence.start);
    let end = text.floor_char_boundary(start + LONGEST_QUOTE).min(sentence.end);
    let cut = |is_cut| if is_cut { "…" } else { "" };
    let shown = words.highlighted(start..end, parts);
    format!("{}{shown}{}", cut(start > sentence.start), cut(end < sentence.end))
}

/// A text and how its marks are set.
struct Words<'a> {
    text: &'a str,
    typography: Option<Typography<'a>>,
}

impl Words<'_> {
    /// A part of the text as HTML, with some ranges of it within `<b>`.
    fn highlighted(&self, whole: Range<usize>, parts: &[Range<usize>]) -> String {
        let mut html = String::with_capacity(whole.len() + parts.len() * 7);
        let mut at = whole.start;
        for part in parts {
            let (start, end) = (part.start.clamp(at, whole.end), part.end.clamp(at, whole.end));
            if start < end {
                self.write(&mut html, at..start);
                html.push_str("<b>");
                self.write(&mut html, start..end);
                html.push_str("</b>");
                at = end;
            }
        }
        self.write(&mut html, at..whole.end);
        html
    }

    fn write(&self, html: &mut String, range: Range<usize>) {
        match &self.typography {
            Some(typography) => typography.write(html, range),
            None => escape_into(html, self.text.get(range).unwrap_or_default()),
        }
    }
}

impl<'a> Viewpoint<'a, '_> {
    /// An entity by its name.
    pub fn entity(&self, id: EntityId) -> EntityRef<'a> {
        let entity = self.graph().registry.get(id);
        let summary = self.graph().front(id).and_then(|front| front.summary.as_ref());
        EntityRef {
            kind: self.kind_name(id),
            name: &entity.name,
            url: if self.is_at(id) { String::new() } else { self.entity_url(id) },
            dir: self.language.other_direction(&entity.name),
            summary: summary.map_or("", |summary| &summary.text),
        }
    }

    /// Whether this is an entity's own page.
    pub fn is_at(&self, id: EntityId) -> bool {
        self.views.directory.entity_paths.get(id.0 as usize).is_some_and(|path| path == self.path)
    }

    /// Entities by their names.
    pub fn entities(&self, ids: &[EntityId]) -> Vec<EntityRef<'a>> {
        ids.iter().map(|&id| self.entity(id)).collect()
    }

    /// The title of one of several pages of a list.
    pub fn part_title(&self, title: &str, part: usize) -> String {
        match part {
            1 => title.to_owned(),
            _ => self.language.fill("page_n", &[("title", title), ("n", &self.digits(part))]),
        }
    }

    /// A page by its title.
    pub fn link_to(&self, id: EntityId) -> Link<'a> {
        let title = &*self.graph().registry.get(id).name;
        let dir = self.language.other_direction(title);
        Link { title: title.into(), url: self.entity_url(id), dir }
    }

    /// The index of a kind.
    pub fn index(&self, kind: KindId) -> Link<'a> {
        let title = self.views.kind(kind).plural_in(self.language);
        Link { title: title.into(), url: self.page_url(PageId::List(kind, 1)), dir: "" }
    }

    /// A document by its title.
    pub fn document_link(&self, document: DocumentId) -> Link<'a> {
        match self.graph().shown_with(document) {
            Some(Target::Entity(entity)) => self.link_to(entity),
            Some(Target::Claim(claim)) => self.link_to_review(claim),
            None => Link::default(),
        }
    }

    /// The page of a claim, for its review.
    pub fn link_to_review(&self, id: ClaimId) -> Link<'a> {
        let words = short(self.claim_words(id));
        let title = self.language.fill("review_of", &[("words", &words)]);
        Link { dir: self.language.other_direction(&title), title: title.into(), url: self.claim_url(id) }
    }

    /// A date in words.
    pub fn date_words(&self, date: &Date) -> String {
        date.words(self.language)
    }

    /// A date for a reader.
    pub fn date(&self, date: &Date) -> DateView {
        let (words, datetime) = (self.date_words(date), date.datetime());
        DateView { html: fragment::date(&words, datetime.as_deref()), words, datetime }
    }

    /// The first date that is stated of an entity under one of these properties.
    pub fn date_of(&self, entity: EntityId, properties: &[PropertyId]) -> Option<DateView> {
        self.graph().first_date(entity, properties).map(|date| self.date(date))
    }

    /// When an event was.
    pub fn event_date(&self, event: EntityId) -> Option<DateView> {
        self.graph().time_of(event).map(|date| self.date(&date))
    }

    /// A value for a reader.
    pub fn value(&self, value: &'a Object) -> ValueView<'a> {
        match value {
            Object::Entity(entity) => self.entity_value(*entity),
            Object::Literal(literal) => written(ValueView {
                html: String::new(),
                words: literal.words(self.language),
                machine: if matches!(literal, Literal::Text(_)) {
                    String::new()
                } else {
                    literal.canonical()
                },
                datetime: literal.datetime(),
                entity: None,
                href: if let Literal::Url(url) = literal { Some(url.clone()) } else { None },
            }),
        }
    }

    fn entity_value(&self, entity: EntityId) -> ValueView<'a> {
        let words = &self.graph().registry.get(entity).name;
        written(ValueView { entity: Some(self.entity(entity)), ..in_words(words) })
    }

    /// A sentence of a document with the words of some annotations highlighted.
    pub fn sentence(
        &self,
        document: DocumentId,
        sentence: SentenceId,
        annotations: &[AnnotationId],
    ) -> Sentence<'a> {
        let graph = self.graph();
        let mut html = String::new();
        if let (Some(source), Some(found)) = (graph.document(document), graph.sentence(document, sentence)) {
            let words =
                annotations.iter().filter_map(|&at| source.body.annotation(at)).map(|it| it.text.clone());
            let parts: Vec<_> = words.collect();
            let typography = self.typography(Some(document), &source.body);
            html = excerpt(&Words { text: &source.body.text, typography }, found.text.clone(), &parts);
        }
        Sentence { html, ..self.unquoted(document, sentence) }
    }

    /// A sentence without its words, of which only the place is shown.
    pub fn unquoted(&self, document: DocumentId, sentence: SentenceId) -> Sentence<'a> {
        let (lang, dir) = self.foreign(document);
        Sentence { html: String::new(), url: self.sentence_url(document, sentence), lang, dir }
    }

    /// Where a sentence stands.
    pub fn sentence_url(&self, document: DocumentId, sentence: SentenceId) -> String {
        let graph = self.graph();
        let target = graph.shown_with(document);
        let mut url = target.map_or_else(String::new, |target| self.target_url(target));
        if let Some(found) = graph.sentence(document, sentence) {
            let _ = write!(url, "#{}", found.anchor);
        }
        url
    }

    /// The same with its article.
    pub fn quote(
        &self,
        document: DocumentId,
        sentence: SentenceId,
        annotations: &[AnnotationId],
    ) -> Quote<'a> {
        Quote {
            quoted: self.sentence(document, sentence, annotations),
            document: self.document_link(document),
            date: self.date_of_document(document),
        }
    }

    /// The date of an article.
    pub fn date_of_document(&self, document: DocumentId) -> Option<&'a DateView> {
        let dates = &self.views.directory.dates;
        let date = dates.get(document.place())?.as_ref()?;
        let shared = self.views.shared.get(self.language.tag())?;
        shared.date(document.place(), dates.len(), || self.date(date))
    }

    /// The language of a document and its direction, where they are not those of this page.
    pub fn foreign(&self, document: DocumentId) -> (&'a str, &'static str) {
        let own =
            self.graph().entity_of(document).map_or(self.language, |entity| self.views.language_of(entity));
        let lang = if own.tag() == self.language.tag() { "" } else { own.tag() };
        let dir = match (self.language.is_rtl(), own.is_rtl()) {
            (true, false) => "ltr",
            (false, true) => "rtl",
            _ => "",
        };
        (lang, dir)
    }

    /// The sentence that an annotation stands in; its words highlighted where a template of the site's own may show them.
    pub fn quote_of(&self, document: DocumentId, annotation: AnnotationId) -> Quote<'a> {
        let sentence = self.sentence_of(document, annotation);
        if self.views.asked.names(".html") {
            return self.quote(document, sentence, &[annotation]);
        }
        Quote {
            quoted: self.unquoted(document, sentence),
            document: self.document_link(document),
            date: self.date_of_document(document),
        }
    }

    /// The sentence that an annotation stands in.
    pub fn sentence_of(&self, document: DocumentId, annotation: AnnotationId) -> SentenceId {
        let found = self.graph().annotation(document, annotation);
        found.map_or(SentenceId::default(), |found| found.sentence)
    }

    /// A statement by itself.
    pub fn statement(&self, statement: &'a graph::Statement) -> Statement<'a> {
        let qualifiers = statement.qualifiers.iter().filter(|(name, _)| !TOLD.contains(&&**name));
        let qualifiers = qualifiers
            .map(|(name, value)| Qualifier { label: self.qualifier_label(name), value: self.value(value) });
        let (subject, value) = (self.entity(statement.subject), self.value(&statement.value));
        let statement = Statement {
            anchor: self.record_anchor(statement),
            subject_html: fragment::entities(self.language, std::slice::from_ref(&subject), false),
            subject,
            label: self.property_label(statement.property),
            value: match self.archived(statement) {
                Some(archived) => written(ValueView { href: Some(archived), ..value }),
                None => value,
            },
            limited: false,
            role: statement.qualifier("role").map(|role| self.value(role)),
            qualifiers: qualifiers.collect(),
            time: self.time(statement),
            certainty: self.certainty(statement),
            according_to: self.according_to(statement),
            deprecated: statement.rank == Rank::Deprecated,
            references: vec![self.reference(statement)],
            derived: statement.is_derived(),
        };
        Statement { limited: is_limited(&statement), ..statement }
    }

    /// Where the archived text is that a source names.
    fn archived(&self, statement: &graph::Statement) -> Option<String> {
        let graph = self.graph();
        let property = &graph.vocabulary.properties.get(statement.property).name;
        let document = graph.registry.get(statement.subject).document.filter(|_| property == "text")?;
        let Object::Literal(named) = &statement.value else { return None };
        let own = format!("content/{}", graph.document(document)?.path);
        let path = archive_path(&own, &named.canonical())?;
        let path = path.strip_prefix("content/").or_else(|| path.strip_prefix("static/"))?;
        Some(self.link(path))
    }

    /// The `id` of what a record states, on the record's page.
    fn record_anchor(&self, statement: &graph::Statement) -> String {
        if self.is_at(statement.subject) && statement::is_of_record(statement) {
            statement::anchor(self.graph(), statement, "").to_string()
        } else {
            String::new()
        }
    }

    /// When a statement holds: "from 1990 until 1999", "as of 2017".
    fn time(&self, statement: &graph::Statement) -> String {
        let date = |name: &str| match statement.qualifier(name) {
            Some(Object::Literal(Literal::Date(date))) => Some(date),
            _ => None,
        };
        let as_of = date("as_of").map(|date| date.as_of_words(self.language));
        let period = Date::period_words(date("from"), date("until"), self.language);
        let times = as_of.into_iter().chain(period);
        times.collect::<Vec<_>>().join(self.language.word("comma"))
    }

    /// How sure a statement is, where it is not certain: a word of the language, or the author's own.
    fn certainty(&self, statement: &'a graph::Statement) -> Cow<'a, str> {
        let hedge = statement.certainty().unwrap_or_default();
        let known = self.language.find(&format!("certainty.{}", hedge.to_lowercase()));
        known.unwrap_or(hedge).into()
    }

    /// Who says so, where it is not the site itself.
    fn according_to(&self, statement: &'a graph::Statement) -> Vec<ValueView<'a>> {
        let claim = statement.claim.and_then(|claim| self.graph().claim(claim));
        let unnamed = claim.into_iter().flat_map(|claim| &claim.unnamed).map(|words| in_words(words));
        let speakers = claim.into_iter().flat_map(|claim| &claim.speakers);
        let named = statement.qualifiers.iter().filter(|(name, _)| name == "according_to");
        let mut all: Vec<_> = named.map(|(_, value)| self.value(value)).collect();
        for speaker in speakers.map(|&speaker| self.entity_value(speaker)).chain(unnamed) {
            if !all.iter().any(|known| known.words == speaker.words) {
                all.push(speaker);
            }
        }
        all
    }

    /// All that restricts a statement, in words: "from 1990 until 1999, alleged, according to Roe".
    fn limits(&self, statement: &graph::Statement) -> String {
        let who: Vec<_> = self.according_to(statement).into_iter().map(|it| it.words).collect();
        let who = self.language.list(&who.iter().map(String::as_str).collect::<Vec<_>>());
        let who = if who.is_empty() { who } else { format!("{} {who}", self.language.word("according_to")) };
        let is_deprecated = statement.rank == Rank::Deprecated;
        let deprecated = if is_deprecated { self.language.word("deprecated") } else { "" };
        let limits = [deprecated, &self.time(statement), &self.certainty(statement), &who];
        let limits: Vec<_> = limits.into_iter().filter(|limit| !limit.is_empty()).collect();
        limits.join(self.language.word("comma"))
    }

    fn property_label(&self, property: PropertyId) -> &'a str {
        self.graph().vocabulary.properties.get(property).label_in(self.language)
    }

    /// What a qualifier is called: some have words of their own, and every property can be one.
    fn qualifier_label(&self, name: &str) -> Cow<'a, str> {
        let own = self.language.find(&format!("qualifiers.{name}"));
        let property = || self.graph().vocabulary.properties.named(name).map(|id| self.property_label(id));
        own.or_else(property).map_or_else(|| name.replace('_', " ").into(), Cow::Borrowed)
    }

    fn reference(&self, statement: &graph::Statement) -> Reference<'a> {
        match statement.reference {
            graph::Reference::Sentence { document, annotation } => {
                Reference::Sentence(self.quote_of(document, annotation))
            }
            graph::Reference::Record { entity } => {
                let record = self.link_to(entity);
                Reference::Record(if self.is_at(entity) {
                    Link { url: String::new(), ..record }
                } else {
                    record
                })
            }
        }
    }

    /// All that is stated of an entity, a row a property; equal values are one, with all that supports them. Of many
    /// values, the first are shown.
    pub fn rows(&self, entity: EntityId, without: &[&str]) -> Vec<Row<'a>> {
        let rows = row_values(self.graph(), entity).into_iter().filter_map(|values| {
            let property = self.graph().vocabulary.properties.get(values.first()?.first()?.property);
            (!without.contains(&&*property.name)).then(|| self.row(&values, ROW))
        });
        rows.collect()
    }

    /// A row of the values of one property, of which the first `shown` are shown.
    pub fn row(&self, values: &[Vec<&'a graph::Statement>], shown: usize) -> Row<'a> {
        let first = values.iter().flatten().next();
        let property = first.map(|first| self.graph().vocabulary.properties.get(first.property));
        let all: Vec<_> = values.iter().flatten().copied().collect();
        Row {
            label: property.map_or("", |property| property.label_in(self.language)),
            conflicting: !self.graph().conflicts(&all).is_empty(),
            statements: values.iter().take(shown).map(|equal| self.merged(equal)).collect(),
            more: values.len().saturating_sub(shown),
        }
    }

    /// Statements of one value as one.
    fn merged(&self, equal: &[&'a graph::Statement]) -> Statement<'a> {
        const SHOWN: usize = 5;
        let mut shown: Vec<_> = equal.iter().take(SHOWN).map(|statement| self.statement(statement)).collect();
        let mut first = shown.remove(0);
        for other in shown {
            first.references.extend(other.references);
            for speaker in other.according_to {
                if !first.according_to.iter().any(|known| known.words == speaker.words) {
                    first.according_to.push(speaker);
                }
            }
            first.derived &= other.derived;
        }
        let mut anchors = equal.iter().map(|statement| self.record_anchor(statement));
        first.anchor = anchors.find(|anchor| !anchor.is_empty()).unwrap_or_default();
        if equal.iter().any(|statement| self.graph().is_own_voice(statement)) {
            first.according_to.clear();
        }
        Statement { limited: is_limited(&first), ..first }
    }

    /// An event with its date and the role that somebody has in it.
    pub fn event(&self, event: EntityId, role: &'a str) -> EventRef<'a> {
        EventRef { entity: self.entity(event), date: self.event_date(event), role, stated: Vec::new() }
    }

    /// Events with the roles that somebody has in them.
    pub fn events(&self, events: &[(EntityId, &'a str)]) -> Vec<EventRef<'a>> {
        events.iter().map(|&(event, role)| self.event(event, role)).collect()
    }

    /// The name of a claim's button for those who hear the page.
    pub fn claim_label(&self, number: &str, claim: &graph::Claim) -> String {
        let names: Vec<_> = self.graph().speaker_names(claim).collect();
        let (key, name) = match &*names {
            [] => ("claim_n", String::new()),
            names => ("claim_n_by", self.language.list(names)),
        };
        self.language.fill(key, &[("number", number), ("name", &name)])
    }

    /// The name of a fact's button for those who hear the page.
    pub fn fact_label(&self, document: Option<DocumentId>, annotation: AnnotationId) -> String {
        let graph = self.graph();
        let stated = graph.stated_by(document, annotation).iter().map(|statement| {
            let values = [
                ("name", &*graph.registry.get(statement.subject).name),
                ("property", self.property_label(statement.property)),
                ("value", &self.value_in_words(statement)),
            ];
            self.language.fill("fact_says", &values)
        });
        let facts = stated.collect::<Vec<_>>().join(self.language.word("fact_join"));
        self.language.fill("fact_of", &[("facts", &facts)])
    }

    /// A statement's value with all that restricts it.
    fn value_in_words(&self, statement: &graph::Statement) -> String {
        let value = match &statement.value {
            Object::Entity(entity) => self.graph().registry.get(*entity).name.clone(),
            Object::Literal(literal) => literal.words(self.language),
        };
        let limits = self.limits(statement);
        if limits.is_empty() { value } else { format!("{value} ({limits})") }
    }

    /// The name of a note's number for those who hear the page.
    pub fn note_label(&self, number: usize) -> String {
        self.language.fill("note_n", &[("n", &self.digits(number))])
    }

    /// A number in the digits of the page's language.
    pub fn digits(&self, number: usize) -> String {
        self.language.number(&number.to_string()).into_owned()
    }
}

/// Whether anything restricts a statement.
fn is_limited(statement: &Statement<'_>) -> bool {
    let Statement { deprecated, role, qualifiers, time, certainty, according_to, .. } = statement;
    let is_plain = role.is_none() && qualifiers.is_empty() && time.is_empty() && certainty.is_empty();
    *deprecated || !is_plain || !according_to.is_empty()
}

/// Somebody without a page.
fn in_words<'a>(words: &str) -> ValueView<'a> {
    let html = escape(words).into_owned();
    let words = words.to_owned();
    ValueView { html, words, machine: String::new(), datetime: None, entity: None, href: None }
}

/// A value with what it looks like.
fn written(value: ValueView<'_>) -> ValueView<'_> {
    ValueView { html: fragment::value(&value), ..value }
}

/// The values that are stated of an entity, by property: those first that the site asserts, of the present before those of
/// the past, and those last that its editors no longer go by. Equal ones are together, those of the site's own voice first.
pub fn row_values(graph: &graph::Graph, entity: EntityId) -> Vec<Vec<Vec<&graph::Statement>>> {
    let statements: Vec<_> = graph.statements_of(entity).collect();
    let rows = statements.chunk_by(|a, b| a.property == b.property).map(distinct);
    let standing = |statement: &&graph::Statement| match statement.rank {
        Rank::Deprecated => 3,
        _ if graph.is_plain(statement) => 0,
        _ if graph.is_asserted(statement) => 1,
        _ => 2,
    };
    let sorted = rows.map(|mut values| {
        values.iter_mut().for_each(|equal| equal.sort_by_key(|it| !graph.is_own_voice(it)));
        values.sort_by_key(|equal| equal.iter().map(standing).min());
        values
    });
    sorted.collect()
}

/// Statements grouped by what they say, each group once, in order.
fn distinct<'a>(statements: &[&'a graph::Statement]) -> Vec<Vec<&'a graph::Statement>> {
    if let [only] = statements {
        return vec![vec![*only]];
    }
    let mut groups: Vec<Vec<&graph::Statement>> = Vec::new();
    let mut known = HashMap::new();
    for &statement in statements {
        let is_deprecated = statement.rank == Rank::Deprecated;
        let key = format!("{} {:?} {is_deprecated}", statement.value.key(), statement.qualifiers);
        let group = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(statement),
            None => groups.push(vec![statement]),
        }
    }
    groups
}

/// The beginning of a claim's words, as long as a title may be.
pub fn short(words: &str) -> String {
    let mut short: String = words.chars().take(TITLE_LENGTH).collect();
    if short.len() < words.len() {
        let end = short.rfind(char::is_whitespace).unwrap_or(short.len());
        short.truncate(end);
        short.push('…');
    }
    short
}
