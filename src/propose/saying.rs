//! Who says: the verbs of saying of a sentence, each with its subject.
//!
//! Input: a sentence of a [`Paragraph`]. Output: [`Saying`]s, in their order. Entry point: [`Sentence::sayings`].

use std::ops::Range;

use super::lexicon::Lexicon;
use super::paragraph::{Item, Paragraph, Token};
use crate::locale::is_in_calendar;

/// The longest subject, in items.
const LONGEST: usize = 16;

/// What a verb of saying does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// It gives what is said as a clause or in quotation marks.
    Says,
    /// It gives what something is called.
    Calls,
    /// It goes on with whoever spoke before: "adding that".
    GoesOn,
    /// It is none: "according to".
    According,
}

/// A verb of saying and its subject, by their items in the sentence.
#[derive(Clone, Debug)]
pub(super) struct Saying {
    /// The verb.
    pub at: usize,
    /// Whoever says.
    pub subject: Range<usize>,
    /// What it does.
    pub verb: Verb,
}

impl Saying {
    /// The items from the first of verb and subject to the last.
    pub fn whole(&self) -> Range<usize> {
        self.at.min(self.subject.start)..(self.at + 1).max(self.subject.end)
    }

    /// Whether its subject stands behind it: "said Roe".
    pub fn is_inverted(&self) -> bool {
        self.subject.start > self.at
    }
}

/// A sentence of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sentence<'p> {
    /// The paragraph.
    pub paragraph: &'p Paragraph<'p>,
    /// Its items.
    pub items: &'p [Item],
    /// The words of its language.
    pub lexicon: &'p Lexicon,
}

impl<'p> Sentence<'p> {
    /// The verbs of saying with those who say.
    pub fn sayings(&self) -> Vec<Saying> {
        let mut found: Vec<Saying> = Vec::new();
        for at in 0..self.items.len() {
            let saying =
                self.according(at).or_else(|| self.going_on(at, &found)).or_else(|| self.said(at, &found));
            found.extend(saying);
        }
        found
    }

    /// A token; none for a quotation.
    pub fn token(&self, at: usize) -> Option<&'p Token<'p>> {
        self.items.get(at).and_then(|item| self.paragraph.token(*item))
    }

    /// A word in lower case; empty for a quotation and beyond the ends.
    pub fn word(&self, at: usize) -> &'p str {
        self.token(at).map_or("", |token| &token.lower)
    }

    /// Whether a word is in a list.
    pub fn is(&self, list: &str, at: usize) -> bool {
        self.lexicon.has(list, self.word(at))
    }

    /// Whether an item is in quotation marks.
    pub fn is_quoted(&self, at: usize) -> bool {
        matches!(self.items.get(at), Some(Item::Quoted(_)))
    }

    /// Whether an item is a word, no sign.
    pub fn is_word(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_word)
    }

    /// Whether a word has a capital because it is a name.
    pub fn is_name(&self, at: usize) -> bool {
        let Some(token) = self.token(at).filter(|token| token.is_capital()) else { return false };
        let small =
            ["articles", "pronouns", "possessives", "prepositions", "conjunctions", "adverbs", "relatives"];
        !self.lexicon.has_any(&small, &token.lower) && !is_in_calendar(&token.lower)
    }

    /// Whether an item names a day or a month.
    pub fn is_day(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.is_capital() && is_in_calendar(&token.lower))
    }

    /// The bytes of some items in the paragraph.
    pub fn range(&self, items: Range<usize>) -> Range<usize> {
        let ends = self.items.get(items).and_then(|items| Some((*items.first()?, *items.last()?)));
        ends.map_or(0..0, |(first, last)| self.paragraph.range(first).start..self.paragraph.range(last).end)
    }

    /// "according to Roe".
    fn according(&self, at: usize) -> Option<Saying> {
        if self.word(at) != "according" || self.word(at + 1) != "to" {
            return None;
        }
        let subject = self.named_from(at + 2, &["prepositions"]);
        self.can_say(&subject).then_some(Saying { at, subject, verb: Verb::According })
    }

    /// "adding that", of whoever spoke before, of whom a clause with "who" tells, or who begins the sentence.
    fn going_on(&self, at: usize, before: &[Saying]) -> Option<Saying> {
        let joint = self.before_adverbs(at).checked_sub(1)?;
        let is_joined = matches!(self.word(joint), "," | "and" | "while") || self.is_quoted(joint);
        if !is_joined || !self.is("participles", at) {
            return None;
        }
        let known = before.iter().rev().find(|saying| saying.verb != Verb::According);
        let who = || (0..at).rev().find(|&at| self.word(at) == "who").and_then(|who| self.antecedent(who));
        let subject = known.map(|saying| saying.subject.clone()).or_else(who).or_else(|| self.opening())?;
        Some(Saying { at, subject, verb: Verb::GoesOn })
    }

    /// Who begins the sentence: the subject of its first verb.
    fn opening(&self) -> Option<Range<usize>> {
        let subject = self.named_from(0, &["binding"]);
        let is_somebody =
            subject.clone().any(|at| self.is_name(at) || self.is_any(&["roles", "pronouns"], at));
        (is_somebody && self.can_say(&subject) && !self.is("prepositions", 0)).then_some(subject)
    }

    /// Of whom a clause with "who" tells.
    fn antecedent(&self, who: usize) -> Option<Range<usize>> {
        let comma = who.checked_sub(1)?;
        self.before_insertion(comma)
            .or_else(|| self.noun_before(if self.word(comma) == "," { comma } else { who }))
    }

    /// A verb of saying, and its subject before or behind it.
    fn said(&self, at: usize, known: &[Saying]) -> Option<Saying> {
        let verb = match () {
            () if self.is("sayings", at)
                && !(self.word(at).starts_with("put") && self.word(at + 1) != "it") =>
            {
                Verb::Says
            }
            () if self.word(at) == "put" && self.word(at + 1) == "it" => Verb::Says,
            () if self.is("callings", at) => Verb::Calls,
            () => return None,
        };
        let before = self.before_adverbs(at);
        let is_noun = before > 0
            && (self.is_any(&["articles", "possessives", "prepositions"], before - 1)
                || self.is_helper(before - 1));
        let behind = || {
            Some(self.named_from(at + 1, &["binding"]))
                .filter(|subject| self.may_be_inverted(at) && self.can_say(subject))
        };
        let is_beside = at > 0 && self.is_quoted(at - 1);
        let subject = match is_beside.then(behind).flatten() {
            Some(subject) => subject,
            None if is_noun && !self.is_pronoun(before - 1) => return None,
            None => self.subject_before(before).or_else(behind).or_else(|| self.shared(before, known))?,
        };
        Some(Saying { at, subject, verb })
    }

    /// The subject that a verb behind "and" has in common with the one before it.
    fn shared(&self, verb: usize, known: &[Saying]) -> Option<Range<usize>> {
        let is_joined = verb > 0 && matches!(self.word(verb - 1), "and" | "but");
        let known =
            || known.iter().rev().find(|saying| saying.verb != Verb::According).map(|it| it.subject.clone());
        let pronoun = || {
            (0..verb).rev().find(|&at| matches!(self.word(at), "he" | "she" | "they")).map(|at| at..at + 1)
        };
        is_joined.then(|| known().or_else(|| self.opening()).or_else(pronoun)).flatten()
    }

    /// Whether a word is in one of some lists.
    pub fn is_any(&self, lists: &[&str], at: usize) -> bool {
        self.lexicon.has_any(lists, self.word(at))
    }

    /// Whether a word before a verb makes it say nothing: "was", "did not", "to".
    fn is_helper(&self, at: usize) -> bool {
        self.is("denials", at)
            || matches!(self.word(at), "is" | "was" | "are" | "were" | "be" | "'s" | "'re" | "got")
    }

    /// Whether a word can only be a subject: "this", "that" and "they".
    fn is_pronoun(&self, at: usize) -> bool {
        self.is("pronouns", at)
    }

    /// The first of the adverbs and helpers before a verb.
    fn before_adverbs(&self, verb: usize) -> usize {
        let is_adverb = |at: usize| {
            self.is("adverbs", at)
                || self.word(at).len() > 4 && self.word(at).ends_with("ly") && !self.is_name(at)
        };
        (0..verb).rev().find(|&at| !is_adverb(at)).map_or(0, |at| at + 1)
    }

    /// Whether a verb may stand before its subject: right behind a quotation, or behind a clause and a comma.
    fn may_be_inverted(&self, at: usize) -> bool {
        let is_told = self.is_any(&["telling"], at);
        let before = at.checked_sub(1);
        !is_told && before.is_some_and(|before| self.is_quoted(before) || self.word(before) == ",")
    }

    /// Whoever is named from an item on, as far as it goes; a preposition of one of these lists goes on with it.
    fn named_from(&self, start: usize, joining: &[&str]) -> Range<usize> {
        let goes_on = |at: usize| {
            let is_owner = self.is_owner(at);
            let is_past = at > start
                && self.word(at).len() > 4
                && self.word(at).ends_with("ed")
                && !self.is_name(at)
                && !self.is_any(&["articles", "adverbs", "possessives"], at - 1);
            let is_break = !is_owner
                && (is_past
                    || self.is_any(&["conjunctions", "relatives", "sayings", "finite", "participles"], at));
            let is_and = self.word(at) == "and" && self.is_name(at.wrapping_sub(1)) && self.is_name(at + 1);
            let is_other = self.is("prepositions", at) && !self.is_any(joining, at);
            let is_first = at == start && self.is("articles", at);
            let is_other = is_other || at > start && self.is_pronoun(at);
            (self.is_word(at) || matches!(self.word(at), "." | "&") && self.is_name(at.wrapping_sub(1)))
                && !self.is_day(at)
                && (is_and || is_first || !(is_break || is_other && at > start))
        };
        let end = (start..self.items.len().min(start + LONGEST)).find(|&at| !goes_on(at));
        let end = end.unwrap_or(self.items.len().min(start + LONGEST));
        let end = (start..end)
            .rev()
            .find(|&at| self.is_word(at) && !self.is_any(&["prepositions", "articles"], at));
        start..end.map_or(start, |at| at + 1)
    }

    /// Whether an item is the end of a possessive: "the sheriff's office".
    pub fn is_owner(&self, at: usize) -> bool {
        let is_noun = at > 0
            && self.is_word(at - 1)
            && !self.is_any(&["pronouns", "relatives", "conjunctions"], at - 1);
        self.word(at) == "'s"
            && is_noun
            && self.is_word(at + 1)
            && !self.is_any(&["articles", "adverbs", "prepositions"], at + 1)
    }

    /// Whoever stands before a verb, what is told of them between two commas aside.
    fn subject_before(&self, verb: usize) -> Option<Range<usize>> {
        let last = verb.checked_sub(1)?;
        if self.is_day(last) {
            return self.subject_before(if last > 0 && self.word(last - 1) == "on" {
                last - 1
            } else {
                last
            });
        }
        if self.word(last) == "who" {
            return self.antecedent(last);
        }
        if self.is("relatives", last) {
            return None;
        }
        if matches!(self.word(last), "," | ")" | "\u{2014}" | "\u{2013}") {
            return self.before_insertion(last);
        }
        let who = (0..verb).rev().take_while(|&at| self.is_word(at)).find(|&at| self.word(at) == "who");
        self.noun_before(who.unwrap_or(verb))
    }

    /// Whoever stands before an insertion that ends in a sign: "Roe, who met Lee, said".
    fn before_insertion(&self, end: usize) -> Option<Range<usize>> {
        let opening = match self.word(end) {
            ")" => "(",
            sign => sign,
        };
        let from = (1..end)
            .rev()
            .find(|&at| opening == "," && matches!(self.word(at), "\u{2014}" | "\u{2013}" | ";" | ":"))
            .map_or(1, |at| at + 1);
        let starts = (from..end).filter(|&at| self.word(at) == opening && self.opens_insertion(at + 1));
        starts.into_iter().find_map(|at| self.noun_before(at))
    }

    /// Whether what is told of somebody may begin with an item.
    fn opens_insertion(&self, at: usize) -> bool {
        let word = self.word(at);
        let lists = [
            "relatives",
            "articles",
            "possessives",
            "prepositions",
            "participles",
            "offices",
            "qualifying",
            "roles",
        ];
        self.is_any(&lists, at)
            || self.is_name(at)
            || word.starts_with(|c: char| c.is_ascii_digit())
            || word.ends_with("ing")
            || word.ends_with("ed")
            || matches!(
                word,
                "now"
                    | "himself"
                    | "herself"
                    | "however"
                    | "too"
                    | "meanwhile"
                    | "whose"
                    | "formerly"
                    | "then"
            )
    }

    /// The name or noun with all that belongs to it that ends before an item.
    fn noun_before(&self, end: usize) -> Option<Range<usize>> {
        let first = end.saturating_sub(LONGEST);
        let start = (first..end).rev().find(|&at| self.breaks(at, end)).map_or(first, |at| at + 1);
        let subject = self.without_time(start..end);
        self.can_say(&subject).then_some(subject)
    }

    /// Whether a subject that goes on to `end` can't reach an item.
    fn breaks(&self, at: usize, end: usize) -> bool {
        if self.word(at) == "and" || self.word(at) == "&" {
            let is_pair =
                at > 0 && self.is_name(at + 1) && self.is_name(at.wrapping_sub(1)) && self.is_list(at);
            return !is_pair;
        }
        let is_sign = !self.is_word(at) && self.word(at) != "'";
        let is_verb = self.is("sayings", at) && !self.is("roles", at) && !self.is_name(at) && at + 1 < end;
        !self.is_owner(at)
            && (is_sign || is_verb || self.is_any(&["conjunctions", "relatives", "finite"], at))
    }

    /// Whether what stands before "and" begins the clause, so that both are its subject.
    fn is_list(&self, and: usize) -> bool {
        let before = (0..and).rev().find(|&at| {
            !self.is_word(at)
                || !self.is_owner(at)
                    && !self.is_name(at)
                    && !self.is_any(&["articles", "offices", "qualifying", "roles"], at)
        });
        before.is_none_or(|at| !self.is_word(at) || self.is("conjunctions", at))
    }

    /// A subject without what tells before it when or where: "On Friday Roe".
    fn without_time(&self, subject: Range<usize>) -> Range<usize> {
        if subject.end > subject.start && matches!(self.word(subject.end - 1), "he" | "she" | "they") {
            return subject.end - 1..subject.end;
        }
        let mut start = subject.start;
        while start < subject.end
            && (self.is("adverbs", start)
                || self.word(start).ends_with("ly") && !self.is_name(start)
                || matches!(self.word(start), "meanwhile" | "however" | "but" | "perhaps" | "late" | "early"))
        {
            start += 1;
        }
        let is_time = |at: usize| {
            self.token(at).is_some_and(|token| {
                is_in_calendar(&token.lower) || token.text.starts_with(|c: char| c.is_ascii_digit())
            })
        };
        let is_in_phrase = self.is("prepositions", start) && !(start + 1..subject.end).any(is_time);
        if is_in_phrase {
            return subject.end..subject.end;
        }
        if self.is("prepositions", start)
            || is_time(start)
            || matches!(self.word(start), "last" | "yesterday" | "today")
        {
            let last = (start..subject.end)
                .take_while(|&at| {
                    self.is_any(&["prepositions", "articles"], at)
                        || is_time(at)
                        || matches!(self.word(at), "last" | "yesterday" | "today" | "week" | "month" | "year")
                })
                .last();
            start = last.map_or(start, |at| at + 1);
        }
        start.min(subject.end)..subject.end
    }

    /// Whether some items can name whoever says something.
    fn can_say(&self, subject: &Range<usize>) -> bool {
        let [first, last] = [subject.start, subject.end.saturating_sub(1)];
        if subject.is_empty() || self.is_any(&["prepositions", "conjunctions"], last) {
            return false;
        }
        if subject.len() == 1 {
            return self.is_name(first)
                || matches!(self.word(first), "he" | "she" | "they" | "it")
                || self.is("roles", first)
                || matches!(self.word(first), "others" | "some" | "many" | "both" | "neither" | "another");
        }
        let is_noun = subject.clone().any(|at| self.is_name(at) || self.is("roles", at));
        !self.is_any(&["prepositions", "conjunctions"], first)
            && (is_noun || self.is_any(&["articles", "possessives"], first))
    }
}
