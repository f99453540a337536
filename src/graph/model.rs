//! What the graph consists of.
//!
//! Input: none, these are types. The terms are those of Wikibase (statement, property, qualifier, reference), of the
//! W3C Web Annotation model (mention) and of schema.org (claim, review).

use crate::anchor::Anchor;
use crate::data::Text;
use crate::resolve::{ClaimId, ClaimSite, EntityId, Target};
use crate::source::Location;
use crate::syntax::{AnnotationId, DocumentId, SentenceId};
use crate::vocabulary::{Date, Literal, PropertyId};

/// A place in a text where something is named.
#[derive(Clone, Debug)]
pub struct Mention {
    /// What is named.
    pub target: Target,
    /// The document.
    pub document: DocumentId,
    /// The annotation in it.
    pub annotation: AnnotationId,
    /// The sentence in it.
    pub sentence: SentenceId,
    /// Its `id` on the page.
    pub anchor: Anchor,
    /// The `id` of the heading that it names on the target's page.
    pub heading: Option<String>,
}

/// A value: an entity, or a literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// An entity.
    Entity(EntityId),
    /// Anything else.
    Literal(Literal),
}

impl Object {
    /// The entity that it is.
    pub fn entity(&self) -> Option<EntityId> {
        match self {
            Self::Entity(entity) => Some(*entity),
            Self::Literal(_) => None,
        }
    }

    /// What all objects share that say the same, however written.
    pub fn key(&self) -> String {
        match self {
            Self::Entity(entity) => format!("{entity:?}"),
            Self::Literal(literal) => literal.key(),
        }
    }
}

/// What says that a statement holds.
#[derive(Clone, Debug)]
pub enum Reference {
    /// A sentence of a document.
    Sentence {
        /// The document.
        document: DocumentId,
        /// The fact in it.
        annotation: AnnotationId,
    },
    /// The front matter of a file, or a line of `annals.toml`.
    Record {
        /// The entity whose front matter it is.
        entity: EntityId,
    },
}

/// How much an editor makes of a statement beside others of the same property, as in Wikibase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Known to be wrong or outdated, and kept for the record.
    Deprecated,
    /// As good as any other.
    #[default]
    Normal,
    /// The one to go by.
    Preferred,
}

impl Rank {
    /// Every rank.
    pub const ALL: [Self; 3] = [Self::Preferred, Self::Normal, Self::Deprecated];

    /// Its name in markup.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Normal => "normal",
            Self::Deprecated => "deprecated",
        }
    }
}

/// Subject, property, value, qualifiers, rank, reference.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it is about.
    pub subject: EntityId,
    /// What it says of it.
    pub property: PropertyId,
    /// The value.
    pub value: Object,
    /// What restricts it, by the qualifiers' names.
    pub qualifiers: Vec<(String, Object)>,
    /// How much to make of it.
    pub rank: Rank,
    /// The claim that asserts it; none where the article itself or a record does.
    pub claim: Option<ClaimId>,
    /// What says so.
    pub reference: Reference,
    /// The sources given for this very value.
    pub sources: Vec<EntityId>,
    /// Where the value is written.
    pub location: Location,
    /// The property that is written there, where this is its inverse.
    pub inverse_of: Option<PropertyId>,
}

impl Statement {
    /// What it states, wherever it stands.
    pub fn stated(&self) -> impl PartialEq {
        (self.subject, self.property, &self.value, &self.qualifiers, self.rank, self.claim)
    }
}

/// How one claim stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// It speaks for it.
    Supports,
    /// It says that it is not so.
    Denies,
    /// It doubts it, or tells it otherwise.
    Disputes,
    /// It says the same again.
    Repeats,
    /// It narrows it.
    Qualifies,
    /// It puts it right.
    Corrects,
}

impl RelationKind {
    /// Every relation.
    pub const ALL: [Self; 6] =
        [Self::Supports, Self::Denies, Self::Disputes, Self::Repeats, Self::Qualifies, Self::Corrects];

    /// The attribute for it, and the word from the claim to the other.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Denies => "denies",
            Self::Disputes => "disputes",
            Self::Repeats => "repeats",
            Self::Qualifies => "qualifies",
            Self::Corrects => "corrects",
        }
    }

    /// The words from the other claim back.
    pub fn inverse(self) -> &'static str {
        match self {
            Self::Supports => "supported by",
            Self::Denies => "denied by",
            Self::Disputes => "disputed by",
            Self::Repeats => "repeated by",
            Self::Qualifies => "qualified by",
            Self::Corrects => "corrected by",
        }
    }

    /// Whether both can't be right.
    pub fn contradicts(self) -> bool {
        matches!(self, Self::Denies | Self::Disputes)
    }
}

/// One claim's stand to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// To which.
    pub claim: ClaimId,
    /// Where it is said.
    pub location: Location,
}

/// Somebody asserts something.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Where it stands.
    pub site: ClaimSite,
    /// Its `id` on the page and in its own address: the author's, or one made of its words.
    pub id: String,
    /// Whether the words are the speaker's own.
    pub quote: bool,
    /// The wording that stands alone, where that of the article does not.
    pub text: Option<String>,
    /// Who says it, as far as they have a page.
    pub speakers: Vec<EntityId>,
    /// Who says it without having a page, in words.
    pub unnamed: Vec<String>,
    /// To whom.
    pub to: Vec<EntityId>,
    /// At which events or places; [`Graph::said_at`](super::Graph::said_at) tells which of them hold.
    pub at: Vec<EntityId>,
    /// Whether `at` was not said together with `on`, and so holds only as far as it fits the time.
    pub is_at_usual: bool,
    /// When.
    pub on: Option<(Date, Location)>,
    /// When, if nothing tells when that was at which it was said.
    pub usually_on: Option<(Date, Location)>,
    /// Through which medium.
    pub via: Option<Object>,
    /// What it is about: what the author says, then what is mentioned in it.
    pub about: Vec<EntityId>,
    /// The sources cited for it.
    pub sources: Vec<EntityId>,
    /// How it stands to others.
    pub relations: Vec<Relation>,
}

impl Claim {
    /// Whether nobody but the article itself says it.
    pub fn is_of_article(&self) -> bool {
        self.speakers.is_empty() && self.unnamed.is_empty()
    }

    /// What it is called, who tells it whom, where, when and through what, and how it stands to others.
    pub fn told(&self) -> impl PartialEq {
        let relations: Vec<_> = self.relations.iter().map(|it| (it.kind, it.claim)).collect();
        let [on, usually_on] = [&self.on, &self.usually_on].map(|it| it.as_ref().map(|(date, _)| date));
        let said = (&self.at, self.is_at_usual, on, usually_on);
        (&self.id, &self.speakers, &self.unnamed, &self.to, said, &self.via, relations)
    }
}

/// A place where a source is cited.
#[derive(Clone, Debug)]
pub struct Citation {
    /// The source.
    pub source: EntityId,
    /// Where in it; may be empty.
    pub locator: String,
    /// The document.
    pub document: DocumentId,
    /// The citation in it, or the claim whose `source` it is.
    pub annotation: AnnotationId,
    /// The sentence it belongs to.
    pub sentence: SentenceId,
    /// The claim it belongs to.
    pub claim: Option<ClaimId>,
}

/// A claim's rating.
#[derive(Clone, Debug)]
pub struct Review {
    /// The document.
    pub document: DocumentId,
    /// The claims reviewed; the page of the first has its text.
    pub claims: Vec<ClaimId>,
    /// The rating in words.
    pub rating: Text,
    /// The rating as a number, with the best and the worst possible.
    pub rating_value: Option<Text>,
    /// See `rating_value`.
    pub best: Option<Text>,
    /// See `rating_value`.
    pub worst: Option<Text>,
    /// As of when.
    pub reviewed: Option<(Date, Location)>,
    /// By whom.
    pub reviewer: Option<Object>,
    /// On which evidence.
    pub sources: Vec<EntityId>,
}

impl Review {
    /// What it is of, and when it was made.
    pub fn given(&self) -> impl PartialEq {
        (&self.claims, self.reviewed.as_ref().map(|(date, _)| date))
    }

    /// Adds the sources that its text cites to those that its front matter names.
    pub fn with_sources(mut self, cited: impl Iterator<Item = EntityId>) -> Self {
        for source in cited {
            if !self.sources.contains(&source) {
                self.sources.push(source);
            }
        }
        self
    }
}
