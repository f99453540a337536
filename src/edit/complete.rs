//! What may be written at a place: names, ids, classes, keys and values.
//!
//! Input: what stands before the place and behind it, and the site as it was last read. Output: [`Completion`]s, each for what
//! is written of it so far. Entry point: [`complete`].

use crate::graph::{self, CLAIM_KEYS, Graph, RelationKind};
use crate::resolve::{EntityId, Scope, Target, name_key};
use crate::syntax::{CLASSES, DocumentId};
use crate::vocabulary::{Datatype, Property, Role};

/// How many are offered at most; with every letter typed others come in.
pub const MOST: usize = 100;
/// The keys whose values name entities.
const ENTITY_KEYS: [&str; 6] = ["by", "to", "at", "about", "of", "according-to"];

/// What something that may be written is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completed {
    /// A name or an id.
    Name,
    /// A heading of a page.
    Heading,
    /// A class.
    Class,
    /// A key.
    Key,
    /// A value, or a claim.
    Value,
}

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What an author looks for.
    pub label: String,
    /// What is written; the label where that is the same.
    pub words: Option<String>,
    /// What it is, in words.
    pub detail: String,
    /// What it is.
    pub kind: Completed,
}

impl Completion {
    fn new(label: impl Into<String>, detail: impl Into<String>, kind: Completed) -> Self {
        Self { label: label.into(), words: None, detail: detail.into(), kind }
    }
}

/// What is being written.
#[derive(Debug, PartialEq, Eq)]
enum Written<'t> {
    /// `[[na`: a name.
    Name(&'t str),
    /// `[[page#hea`: a heading or a claim of a page.
    Part(&'t str, &'t str),
    /// `[@sou`: a source.
    Source(&'t str),
    /// `{.cl`: a class.
    Class(&'t str),
    /// `{.fact of=x dur`: a key, and all that stands before it.
    Key(&'t str, &'t str),
    /// `{.claim by=x`: the value of a key, and all that stands before it.
    Value(&'t str, &'t str, &'t str),
}

/// How much of what stands before a place is written already, and all that it may become.
pub fn complete<'t>(
    graph: &Graph,
    document: Option<DocumentId>,
    before: &'t str,
    after: &str,
) -> (&'t str, Vec<Completion>) {
    let Some(written) = written(before) else { return ("", Vec::new()) };
    Desk { graph, document, after }.found(&written)
}

/// What the end of a text is about to say.
fn written(before: &str) -> Option<Written<'_>> {
    let paragraph = before.rfind("\n\n").map_or(before, |at| before.get(at + 2..).unwrap_or_default());
    mention(paragraph).or_else(|| citation(paragraph)).or_else(|| attributes(paragraph, before))
}

fn mention(before: &str) -> Option<Written<'_>> {
    let name = before.get(before.rfind("[[")? + 2..)?;
    if name.contains([']', '|', '\n', '{']) {
        return None;
    }
    let name = name.rsplit(';').next()?.trim_start();
    Some(match name.split_once('#') {
        Some((page, part)) => Written::Part(page, part),
        None => Written::Name(name),
    })
}

fn citation(before: &str) -> Option<Written<'_>> {
    let cited = before.get(before.rfind("[@")? + 1..)?;
    let last = cited.rsplit(';').next()?.trim_start().strip_prefix('@')?;
    let is_open = !cited.contains(']') && !last.contains([',', ' ']);
    is_open.then_some(Written::Source(last))
}

/// A word of attributes, between braces behind brackets or in a definition.
fn attributes<'t>(paragraph: &'t str, before: &'t str) -> Option<Written<'t>> {
    let inside = braces(paragraph).or_else(|| definition(before))?;
    let word = inside.get(word_start(inside)..)?;
    let ahead = inside.get(..inside.len() - word.len())?;
    Some(match word.split_once('=') {
        Some((key, value)) => {
            let value = value.trim_start_matches('"').rsplit(';').next()?.trim_start();
            Written::Value(ahead, key, value)
        }
        None if word.starts_with('.') => Written::Class(word.strip_prefix('.')?),
        None => Written::Key(ahead, word),
    })
}

/// Where the last word begins; white space between quotation marks ends none.
fn word_start(inside: &str) -> usize {
    let (mut start, mut is_quoted) = (0, false);
    for (at, c) in inside.char_indices() {
        is_quoted ^= c == '"';
        if c.is_whitespace() && !is_quoted {
            start = at + c.len_utf8();
        }
    }
    start
}

fn braces(paragraph: &str) -> Option<&str> {
    let open = paragraph.rfind("]{")?;
    let inside = paragraph.get(open + 2..)?;
    (!inside.contains('}')).then_some(inside)
}

/// What stands behind the label of a definition, with the lines that go on with it.
fn definition(before: &str) -> Option<&str> {
    let fence = before.get(before.rfind("```annals\n")? + "```annals\n".len()..)?;
    if fence.contains("```") {
        return None;
    }
    let begun = fence.rfind("\n").map_or(0, |at| at + 1);
    let is_label = |line: &str| !line.starts_with([' ', '\t']);
    let start = match fence.get(begun..)? {
        line if is_label(line) => begun,
        _ => fence.get(..begun)?.rmatch_indices('\n').map(|(at, _)| at + 1).chain([0]).find(|&at| {
            fence.get(at..).is_some_and(|rest| !rest.is_empty() && is_label(rest)) && at < begun
        })?,
    };
    fence.get(start..)?.split_once(':').map(|(_, rest)| rest.trim_start())
}

/// What is offered from.
struct Desk<'s> {
    graph: &'s Graph,
    document: Option<DocumentId>,
    /// What stands behind the place.
    after: &'s str,
}

impl Desk<'_> {
    /// What of it is written so far, and all that it may become.
    fn found<'t>(&self, written: &Written<'t>) -> (&'t str, Vec<Completion>) {
        match *written {
            Written::Name(begun) => (begun, self.names(begun)),
            Written::Part(page, begun) => (begun, self.parts(page)),
            Written::Source(begun) => (begun, self.sources(begun)),
            Written::Class(begun) => (begun, classes()),
            Written::Key(ahead, begun) => (begun, self.keys(ahead)),
            Written::Value(ahead, key, begun) => (begun, self.values(ahead, key, begun)),
        }
    }

    /// Names and aliases that hold what is written so far.
    fn names(&self, begun: &str) -> Vec<Completion> {
        let begun = name_key(begun);
        let end = if self.after.starts_with("]]") { "" } else { "]]" };
        let named = self.graph.registry.iter().flat_map(|(id, entity)| {
            entity.names().filter(|name| name_key(name).contains(&begun)).map(move |name| (id, name))
        });
        let found = named.take(MOST).map(|(id, name)| {
            let entity = self.graph.registry.get(id);
            let kind = &self.graph.vocabulary.kinds.get(entity.kind).name;
            let detail = if name == entity.name { kind.clone() } else { format!("{kind}: {}", entity.name) };
            let words =
                if self.means(name, id) { name.to_owned() } else { format!("{}|{name}", self.id(id)) };
            Completion { words: Some(words + end), ..Completion::new(name, detail, Completed::Name) }
        });
        found.collect()
    }

    /// Whether a name by itself stands for an entity here.
    fn means(&self, name: &str, id: EntityId) -> bool {
        let kinds = &self.graph.vocabulary.kinds;
        self.graph.registry.resolve_entity(name, &Scope::default(), kinds).is_ok_and(|found| found == id)
    }

    /// An entity's id, with its kind where others have the same.
    fn id(&self, id: EntityId) -> String {
        self.graph.registry.shortest_id(id, &Scope::default(), &self.graph.vocabulary.kinds)
    }

    /// The headings and claims of a page.
    fn parts(&self, page: &str) -> Vec<Completion> {
        let kinds = &self.graph.vocabulary.kinds;
        let named = self.graph.registry.resolve_entity(page, &Scope::default(), kinds).ok();
        let own = self.document.and_then(|own| self.graph.entity_of(own));
        let Some(entity) = named.or(own.filter(|_| page.is_empty())) else { return Vec::new() };
        let document = self.graph.document(self.graph.registry.get(entity).document);
        let headings = document.into_iter().flat_map(|it| it.body.heading_names());
        let headings = headings.filter(|(words, _)| !words.is_empty());
        let headings = headings.map(|(words, id)| Completion::new(words.trim(), id, Completed::Heading));
        headings.chain(self.claims_of(entity, "")).collect()
    }

    /// The claims of an article that have an id, each behind what names the article.
    fn claims_of(&self, article: EntityId, before: &str) -> Vec<Completion> {
        let claims = self.graph.registry.claims_of(article).take(MOST);
        let found = claims.map(|(id, claim)| {
            Completion::new(format!("{before}{id}"), self.graph.claim_words(claim), Completed::Value)
        });
        found.collect()
    }

    fn sources(&self, begun: &str) -> Vec<Completion> {
        self.entities(begun, |role| role == Role::Source)
    }

    /// Entities by their ids, as far as their ids or names hold what is written so far.
    fn entities(&self, begun: &str, is_meant: impl Fn(Role) -> bool) -> Vec<Completion> {
        let begun = name_key(begun);
        let kinds = &self.graph.vocabulary.kinds;
        let meant = self.graph.registry.iter().filter(|(_, entity)| {
            let is_begun = || entity.names().chain([&*entity.id]).any(|it| name_key(it).contains(&begun));
            is_meant(kinds.get(entity.kind).role) && is_begun()
        });
        let found = meant.take(MOST).map(|(id, entity)| {
            let detail = format!("{}: {}", kinds.get(entity.kind).name, entity.name);
            Completion::new(self.id(id), detail, Completed::Name)
        });
        found.collect()
    }

    /// The keys that a class takes; before there is one, the classes.
    fn keys(&self, ahead: &str) -> Vec<Completion> {
        let of_class = |keys: &[&str]| keys.iter().map(|&key| key_of(key, "")).collect::<Vec<_>>();
        match class(ahead) {
            None => {
                classes().into_iter().map(|it| Completion { label: format!(".{}", it.label), ..it }).collect()
            }
            Some("date") => of_class(&["when", "calendar"]),
            Some("fact") => self.properties(ahead),
            Some(_) => of_class(&[&CLAIM_KEYS[..], &RelationKind::ALL.map(RelationKind::as_str)].concat()),
        }
    }

    /// The properties of a fact's subject, and what restricts their values.
    fn properties(&self, ahead: &str) -> Vec<Completion> {
        let subject = self.subject(ahead).map(|subject| self.graph.registry.get(subject).kind);
        let fits = |property: &Property| {
            subject.is_none_or(|kind| property.applies_to(self.graph.vocabulary.kinds.get(kind)))
        };
        let properties = self.graph.vocabulary.properties.iter().map(|(_, it)| it).filter(|it| fits(it));
        let properties = properties.map(|it| key_of(&it.name.replace('_', "-"), it.datatype.as_str()));
        let details = graph::detail_names().map(|name| key_of(&name.replace('_', "-"), "qualifier"));
        [key_of("of", "")].into_iter().chain(properties).chain(details).collect()
    }

    /// What a fact is about, as far as it says so.
    fn subject(&self, ahead: &str) -> Option<EntityId> {
        let of = ahead.split_whitespace().rev().find_map(|word| word.strip_prefix("of="))?;
        let kinds = &self.graph.vocabulary.kinds;
        self.graph.registry.resolve_entity(of.trim_matches('"'), &Scope::default(), kinds).ok()
    }

    /// The values that a key may have.
    fn values(&self, ahead: &str, key: &str, begun: &str) -> Vec<Completion> {
        let is_entity = |role| matches!(role, Role::Entity);
        if key == "source" {
            return self.sources(begun);
        }
        if RelationKind::ALL.iter().any(|kind| kind.as_str() == key) {
            return self.claims(begun);
        }
        if ENTITY_KEYS.contains(&key) {
            return self.entities(begun, is_entity);
        }
        let properties = &self.graph.vocabulary.properties;
        let property =
            properties.named(&crate::vocabulary::key(key)).filter(|_| class(ahead) == Some("fact"));
        match property.map(|property| properties.get(property).datatype) {
            Some(Datatype::Entity | Datatype::EntityOrText) => self.entities(begun, is_entity),
            Some(Datatype::Boolean) => {
                ["true", "false"].map(|it| Completion::new(it, "", Completed::Value)).into()
            }
            _ => Vec::new(),
        }
    }

    /// The claims of this article by their ids, and those of the article that is written before `#`.
    fn claims(&self, begun: &str) -> Vec<Completion> {
        let kinds = &self.graph.vocabulary.kinds;
        if let Some((article, _)) = begun.split_once('#')
            && let Ok(Target::Entity(article)) =
                self.graph.registry.resolve(article, &Scope::default(), kinds)
        {
            return self.claims_of(article, &format!("{}#", self.id(article)));
        }
        let own = self.document.and_then(|own| self.graph.entity_of(own));
        let own = own.map_or_else(Vec::new, |own| self.claims_of(own, ""));
        let articles = self.entities(begun, |role| role == Role::Article).into_iter();
        own.into_iter()
            .chain(articles.map(|it| Completion { label: format!("{}#", it.label), ..it }))
            .collect()
    }
}

/// The class of the last statement before a place.
fn class(ahead: &str) -> Option<&str> {
    let classes = ahead.split_whitespace().rev().filter_map(|word| word.strip_prefix('.'));
    classes.into_iter().find(|class| CLASSES.contains(class))
}

fn classes() -> Vec<Completion> {
    CLASSES.map(|class| Completion::new(class, "", Completed::Class)).into()
}

/// A key, with what comes behind it.
fn key_of(key: &str, detail: &str) -> Completion {
    Completion { words: Some(format!("{key}=")), ..Completion::new(key, detail, Completed::Key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_text_tells_what_is_being_written() {
        for (before, expected) in [
            ("So [[Ad", Some(Written::Name("Ad"))),
            ("[[ada; Gr", Some(Written::Name("Gr"))),
            ("[[Ada]] said", None),
            ("[[Ada|sh", None),
            ("[[guide#Hea", Some(Written::Part("guide", "Hea"))),
            ("It is so [@rep", Some(Written::Source("rep"))),
            ("[@one, p. 4; @tw", Some(Written::Source("tw"))),
            ("[@one, p", None),
            ("[[[Ada]] spoke]{.cl", Some(Written::Class("cl"))),
            ("[it]{.claim b", Some(Written::Key(".claim ", "b"))),
            ("[it]{.claim by=ad", Some(Written::Value(".claim ", "by", "ad"))),
            ("[it]{.claim to=\"ada; gr", Some(Written::Value(".claim ", "to", "gr"))),
            ("[it]{.claim by=ada} b", None),
            ("```annals\nfirst: .fact of=x du", Some(Written::Key(".fact of=x ", "du"))),
            ("```annals\nfirst: .claim by=x\n  .fact o", Some(Written::Key(".claim by=x\n  .fact ", "o"))),
            ("```annals\nfirst: .claim\n```\n\nb", None),
        ] {
            assert_eq!(written(before), expected, "{before}");
        }
    }
}
