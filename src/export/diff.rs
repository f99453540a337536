//! What changed between two exports of a site, as a newsroom's log of corrections needs it.
//!
//! Input: two files of the format `json`. Output: [`Change`]s: statements, claims and reviews that were added, removed or
//! changed. Entry points: [`Facts::read`] and [`changes`].
//!
//! The same id is the same statement. What is left is paired by what it says and where, from the narrowest likeness to the
//! widest: the same value in another sentence, the same value otherwise qualified, another value in the same article.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt::Write as _;
use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An export, as far as it is compared.
#[derive(Debug, Default, Deserialize)]
pub struct Facts {
    #[serde(default)]
    entities: Vec<Entity>,
    #[serde(default)]
    statements: Vec<Stated>,
    #[serde(default)]
    claims: Vec<Claimed>,
    #[serde(default)]
    reviews: Vec<Reviewed>,
}

#[derive(Debug, Deserialize)]
struct Entity {
    id: String,
    name: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Stated {
    id: String,
    subject: String,
    property: String,
    value: Said,
    qualifiers: Vec<(String, Said)>,
    rank: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claim: Option<String>,
    sources: Vec<String>,
    reference: Place,
}

#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
struct Said {
    datatype: String,
    value: String,
    label: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Place {
    file: String,
    line: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Claimed {
    id: String,
    text: String,
    speakers: Vec<String>,
    page: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Reviewed {
    id: String,
    claims: Vec<String>,
    rating: String,
}

/// What became of a statement, a claim or a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It was not there.
    Added,
    /// It is gone.
    Removed,
    /// It says another value, other words or another rating.
    ChangedValue,
    /// Another sentence says so.
    ChangedSentence,
    /// It is otherwise qualified, ranked, or by somebody else.
    ChangedDetails,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Added, Self::Removed, Self::ChangedValue, Self::ChangedSentence, Self::ChangedDetails];

    /// What it is called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::ChangedValue => "changed value",
            Self::ChangedSentence => "changed sentence",
            Self::ChangedDetails => "changed details",
        }
    }
}

/// Something that changed.
#[derive(Debug, Serialize)]
pub struct Change {
    /// `statement`, `claim` or `review`.
    pub of: &'static str,
    /// What became of it.
    pub change: Kind,
    /// As it was.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub old: Value,
    /// As it is.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub new: Value,
    /// The same in words.
    pub words: String,
}

impl Facts {
    /// Reads an export.
    ///
    /// # Errors
    /// When it can't be read, or is no export of the format `json`.
    pub fn read(input: impl Read) -> io::Result<Self> {
        Ok(serde_json::from_reader(input)?)
    }

    fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entities.iter().map(|entity| (&*entity.id, &*entity.name))
    }
}

/// What changed from one export to another: statements, then claims, then reviews.
pub fn changes(old: &Facts, new: &Facts) -> Vec<Change> {
    let names: HashMap<_, _> = old.names().chain(new.names()).collect();
    let mut changes = statements(old, new, &names);
    let said = |claim: &Claimed| {
        let by = claim.speakers.iter().map(|id| names.get(&**id).copied().unwrap_or(id));
        let by = by.collect::<Vec<_>>().join(", ");
        format!("{}: “{}”", if by.is_empty() { &claim.id } else { &by }, claim.text)
    };
    changes.extend(by_id("claim", &old.claims, &new.claims, |claim| &claim.id, said));
    let rated = |review: &Reviewed| format!("{}: {}", review.claims.join(", "), review.rating);
    changes.extend(by_id("review", &old.reviews, &new.reviews, |review| &review.id, rated));
    changes
}

/// Compares what has an id that never changes, by what it says.
fn by_id<T: Serialize>(
    of: &'static str,
    old: &[T],
    new: &[T],
    id: impl Fn(&T) -> &str,
    words: impl Fn(&T) -> String,
) -> Vec<Change> {
    let known: BTreeMap<_, _> = old.iter().map(|it| (id(it), it)).collect();
    let current: BTreeMap<_, _> = new.iter().map(|it| (id(it), it)).collect();
    let ids = known.keys().chain(current.keys().filter(|id| !known.contains_key(*id)));
    let change = |id: &&str| match (known.get(id), current.get(id)) {
        (Some(old), None) => Some(changed(of, Kind::Removed, Some(*old), None, words(old))),
        (None, Some(new)) => Some(changed(of, Kind::Added, None, Some(*new), words(new))),
        (Some(old), Some(new)) if words(old) != words(new) => {
            let told = format!("{}\n  was: {}", words(new), words(old));
            Some(changed(of, Kind::ChangedValue, Some(*old), Some(*new), told))
        }
        _ => None,
    };
    ids.filter_map(change).collect()
}

fn changed<T: Serialize>(
    of: &'static str,
    change: Kind,
    old: Option<&T>,
    new: Option<&T>,
    words: String,
) -> Change {
    let record = |it: Option<&T>| it.map_or(Value::Null, |it| serde_json::to_value(it).unwrap_or_default());
    Change { of, change, old: record(old), new: record(new), words: format!("{}: {words}", change.as_str()) }
}

/// What two statements share that are one, changed: from the narrowest to the widest.
const LIKENESSES: [fn(&Stated) -> String; 5] = [
    |it| it.id.clone(),
    |it| format!("{}|{}", said(it, true), it.reference.file),
    |it| said(it, true),
    |it| format!("{}|{}", said(it, false), it.reference.file),
    |it| format!("{}|{}|{}", it.subject, it.property, it.reference.file),
];

/// What a statement says, with or without what qualifies it.
fn said(it: &Stated, qualified: bool) -> String {
    let mut said = format!("{}|{}|{}", it.subject, it.property, it.value.value);
    if qualified {
        it.qualifiers.iter().for_each(|(name, value)| _ = write!(said, "|{name}={}", value.value));
    }
    said
}

fn statements(old: &Facts, new: &Facts, names: &HashMap<&str, &str>) -> Vec<Change> {
    let mut left: Vec<&Stated> = old.statements.iter().collect();
    let mut open: Vec<&Stated> = new.statements.iter().collect();
    let mut changes = Vec::new();
    for likeness in LIKENESSES {
        let pairs = pair(&mut left, &mut open, likeness);
        changes.extend(pairs.into_iter().filter_map(|(old, new)| compared(old, new, names)));
    }
    let removed = left.into_iter().map(|it| (Kind::Removed, Some(it), None, it));
    let added = open.into_iter().map(|it| (Kind::Added, None, Some(it), it));
    changes.extend(removed.chain(added).map(|(kind, old, new, it)| {
        changed("statement", kind, old, new, format!("{}{}", words(it, names), place(it)))
    }));
    changes
}

/// Takes those out of two lists that are alike, in their order.
fn pair<'s>(
    old: &mut Vec<&'s Stated>,
    new: &mut Vec<&'s Stated>,
    likeness: fn(&Stated) -> String,
) -> Vec<(&'s Stated, &'s Stated)> {
    let mut known: HashMap<String, VecDeque<&Stated>> = HashMap::new();
    old.iter().for_each(|&it| known.entry(likeness(it)).or_default().push_back(it));
    let mut pairs = Vec::new();
    new.retain(|&it| {
        let found = known.get_mut(&likeness(it)).and_then(VecDeque::pop_front);
        pairs.extend(found.map(|found| (found, it)));
        found.is_none()
    });
    let taken: std::collections::HashSet<_> = pairs.iter().map(|(old, _)| std::ptr::from_ref(*old)).collect();
    old.retain(|&it| !taken.contains(&std::ptr::from_ref(it)));
    pairs
}

/// What changed of a statement; nothing where only its place in the file did.
fn compared(old: &Stated, new: &Stated, names: &HashMap<&str, &str>) -> Option<Change> {
    let details =
        |it: &Stated| (it.qualifiers.clone(), it.rank.clone(), it.claim.clone(), it.sources.clone());
    let was = format!("\n  was: {}{}", words(old, names), place(old));
    let kind = match () {
        () if old.value.value != new.value.value => Kind::ChangedValue,
        () if details(old) != details(new) => Kind::ChangedDetails,
        () if old.reference.sentence != new.reference.sentence => Kind::ChangedSentence,
        () => return None,
    };
    let told = format!("{}{}{was}", words(new, names), place(new));
    Some(changed("statement", kind, Some(old), Some(new), told))
}

/// A statement in words: `Ada Lovelace – born: 10 December 1815`.
fn words(it: &Stated, names: &HashMap<&str, &str>) -> String {
    let subject = names.get(&*it.subject).copied().unwrap_or(&it.subject);
    let mut words = format!("{subject} – {}: {}", it.property.replace('_', " "), it.value.label);
    if !it.qualifiers.is_empty() {
        let qualifiers = it.qualifiers.iter();
        let qualifiers =
            qualifiers.map(|(name, value)| format!("{} {}", name.replace('_', " "), value.label));
        let _ = write!(words, " ({})", qualifiers.collect::<Vec<_>>().join(", "));
    }
    words
}

/// The sentence that says so, or the file.
fn place(it: &Stated) -> String {
    let place = format!("{}:{}", it.reference.file, it.reference.line);
    match &it.reference.sentence {
        Some(sentence) => format!(", {place}: “{}”", sentence.trim().replace('\n', " ")),
        None => format!(", {place}"),
    }
}
