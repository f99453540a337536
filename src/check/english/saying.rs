//! Who said it: verbs of saying around what somebody is said to have said.
//!
//! Input: the sentences around a claim, with the names in them. Output: whom they name as its speaker. Entry points:
//! [`Around::sayers`] and [`tells_of_saying`].
//!
//! What stands in a relative clause or an apposition behind a name is skipped: "Lee, who met Roe, said" tells of what Lee
//! said. Where several can be meant, all of them are given.

use std::ops::Range;

/// Verbs of saying.
const SAYING: [&str; 24] = [
    "said",
    "says",
    "added",
    "wrote",
    "tweeted",
    "claimed",
    "claims",
    "stated",
    "noted",
    "announced",
    "argued",
    "warned",
    "explained",
    "replied",
    "answered",
    "responded",
    "pointed",
    "insisted",
    "declared",
    "recalled",
    "remarked",
    "testified",
    "complained",
    "asserted",
];

/// Further words by which a text gives what somebody else says.
const TELLING: [&str; 12] = [
    "told",
    "tells",
    "denied",
    "denies",
    "disputed",
    "reported",
    "reports",
    "believed",
    "believes",
    "according",
    "accused",
    "alleged",
];

/// Words that may stand between a verb of saying and what is said.
const BETWEEN: [&str; 17] = [
    "that", "out", "in", "advance", "again", "also", "later", "earlier", "then", "he", "she", "it", "they",
    "had", "has", "was", "were",
];

/// Words that a relative clause begins with.
const RELATIVE: [&str; 5] = ["who", "whom", "whose", "which", "that"];

/// Words that an apposition begins with.
const APPOSED: [&str; 13] =
    ["a", "an", "the", "his", "her", "their", "its", "one", "then", "now", "former", "formerly", "himself"];

/// Words behind which a name does not act: what goes before them does.
const GOVERNING: [&str; 22] = [
    "of", "for", "with", "to", "by", "from", "at", "in", "on", "against", "near", "behind", "after", "under",
    "like", "than", "about", "between", "beside", "without", "via", "as",
];

/// Words that a clause may begin with before its subject.
const OPENING: [&str; 12] =
    ["and", "but", "while", "when", "then", "that", "because", "although", "though", "yet", "or", "so"];

/// How long the words between a claim and a name or a verb that belong to it are, in bytes.
const NEAR: usize = 24;

/// A claim among the sentences that it stands in.
#[derive(Clone, Debug)]
pub struct Around<'t> {
    /// The whole text.
    pub text: &'t str,
    /// The bytes of the sentences.
    pub sentences: Range<usize>,
    /// The bytes of the claim.
    pub claim: Range<usize>,
    /// The bytes of the names outside the claim, in their order.
    pub names: Vec<Range<usize>>,
    /// Where the other claims begin.
    pub claims: Vec<usize>,
}

impl<'t> Around<'t> {
    /// The positions of the names that the text may mean as the claim's speaker; none where it does not say.
    pub fn sayers(&self) -> Vec<usize> {
        match self.verb_before() {
            Some(verb) => self.subjects(verb),
            None => self.names.iter().position(|name| self.is_followed_by(name)).into_iter().collect(),
        }
    }

    fn between(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start.max(self.sentences.start)..end.min(self.sentences.end)).unwrap_or_default()
    }

    /// Where the verb of saying begins that stands right before the claim: "said that".
    fn verb_before(&self) -> Option<usize> {
        let before = self.between(self.sentences.start, self.claim.start);
        let verb = words(before).into_iter().rev().find(|it| !BETWEEN.contains(&of(before, it)))?;
        let behind = before.get(verb.end..)?;
        let is_joined = behind.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || is_sign(c));
        let is_near = before.len() - verb.start <= NEAR;
        (SAYING.contains(&of(before, &verb)) && is_near && is_joined)
            .then_some(self.sentences.start + verb.start)
    }

    /// The names that may be the subject of a verb: the one right before it, or one with a clause or an apposition of its
    /// own between two commas.
    fn subjects(&self, verb: usize) -> Vec<usize> {
        let names = || self.names.iter().enumerate().take_while(|(_, name)| name.end <= verb);
        let before = self.between(self.sentences.start, verb).trim_end();
        if before.ends_with(',') {
            return names().filter(|(_, name)| self.has_insertion(name)).map(|(at, _)| at).collect();
        }
        let last = names().last().filter(|(_, name)| self.between(name.end, verb).trim().is_empty());
        last.filter(|(_, name)| self.is_acting(name)).map(|(at, _)| at).into_iter().collect()
    }

    /// Whether a name begins a clause and is followed by what tells more of it.
    fn has_insertion(&self, name: &Range<usize>) -> bool {
        is_insertion(self.between(name.end, self.claim.start)) && self.opens_clause(name)
    }

    /// Whether a name is the first of its clause, titles aside.
    fn opens_clause(&self, name: &Range<usize>) -> bool {
        let before = self.between(self.sentences.start, name.start).trim_end();
        let last = words(before).last().map_or("", |word| of(before, word));
        let is_title = last.starts_with(char::is_uppercase);
        let end = self.sentences.start + before.len();
        before.is_empty()
            || before.ends_with(is_break)
            || OPENING.contains(&last)
            || is_title && !self.names.iter().any(|it| it.end == end)
    }

    /// Whether a name right before a verb is its subject: not what a preposition or a relative clause governs.
    fn is_acting(&self, name: &Range<usize>) -> bool {
        let before = self.between(self.sentences.start, name.start);
        let clause = before.rfind(is_break).and_then(|at| before.get(at..)).unwrap_or(before);
        let words: Vec<_> = words(clause).into_iter().map(|word| of(clause, &word)).collect();
        let is_governed = words.last().is_some_and(|word| GOVERNING.contains(word));
        let relative = words.iter().rposition(|word| RELATIVE.contains(word) && *word != "that");
        !is_governed && relative.is_none_or(|at| at + 1 == words.len())
    }

    /// Whether the claim is given as what a name said: "said Roe", "Roe said" behind it, or "according to Roe".
    fn is_followed_by(&self, name: &Range<usize>) -> bool {
        let is_possessive = self.between(name.end, self.sentences.end).starts_with(['\'', '\u{2019}']);
        if is_possessive {
            return false;
        }
        if name.end <= self.claim.start {
            let is_source =
                self.between(self.sentences.start, name.start).trim_end().ends_with("ccording to");
            let between = self.between(name.end, self.claim.start);
            return is_source && between.chars().all(|c| c.is_whitespace() || is_sign(c));
        }
        let between = self.between(self.claim.end, name.start);
        if between.len() > NEAR || between.contains('\n') {
            return false;
        }
        let words: Vec<_> = words(between).into_iter().map(|word| of(between, &word)).collect();
        match words.as_slice() {
            [] => between.chars().all(|c| c.is_whitespace() || is_sign(c)) && self.says_this(name),
            ["according", "to"] => true,
            [verb, others @ ..] => SAYING.contains(verb) && others.iter().all(|word| BETWEEN.contains(word)),
        }
    }

    /// Whether a verb of saying stands behind a name, and tells of what stands before it, not of a claim behind it.
    fn says_this(&self, name: &Range<usize>) -> bool {
        let behind = self.between(name.end, self.sentences.end);
        let is_verb = |word: &Range<usize>| SAYING.contains(&of(behind, word));
        let mut words = words(behind).into_iter();
        let verb = if is_insertion(behind) {
            words.find(|word| is_verb(word) && behind.get(..word.start).is_some_and(|it| it.ends_with(", ")))
        } else {
            words.next().filter(|word| is_verb(word) && behind.get(..word.start) == Some(" "))
        };
        let Some(verb) = verb else { return false };
        let end = name.end + verb.end;
        let next =
            self.claims.iter().find(|&&claim| claim >= end).map_or("x", |&claim| self.between(end, claim));
        let is_of_next = next.split_whitespace().all(|word| BETWEEN.contains(&word));
        !is_of_next
    }
}

/// Whether what stands behind a name begins with a relative clause or an apposition.
fn is_insertion(behind: &str) -> bool {
    let Some(behind) = behind.strip_prefix(',') else { return false };
    let first = words(behind).first().map_or("", |word| of(behind, word));
    RELATIVE.contains(&first) || APPOSED.contains(&first) || first.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a text gives what somebody else says: a verb of saying is in it.
pub fn tells_of_saying(text: &str) -> bool {
    words(text)
        .iter()
        .map(|word| of(text, word))
        .any(|word| SAYING.contains(&word) || TELLING.contains(&word))
}

fn of<'t>(text: &'t str, word: &Range<usize>) -> &'t str {
    text.get(word.clone()).unwrap_or_default()
}

/// The words of a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(first)) => {
                words.push(first..at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// What ends a clause.
fn is_break(c: char) -> bool {
    matches!(
        c,
        ',' | ';'
            | ':'
            | '('
            | ')'
            | '\u{2013}'
            | '\u{2014}'
            | '"'
            | '\u{201C}'
            | '\u{201D}'
            | '.'
            | '!'
            | '?'
    )
}

/// Punctuation that may stand around a claim.
fn is_sign(c: char) -> bool {
    matches!(c, ',' | ':' | '"' | '\'' | '\u{2018}'..='\u{201D}')
}
