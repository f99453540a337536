//! What somebody is said to have said, without quotation marks around it.
//!
//! Input: a sentence. Output: a [`Told`] for each clause that a verb of saying gives. Entry point: [`reports`].
//!
//! The clause stands behind the verb ("Roe said that …"), before it ("…, Roe said") or beside "according to". Where it ends
//! is the hard part: before a turn ("but", "which"), before the occasion ("in an interview"), before who else says something.

use std::ops::Range;

use super::quotation::absolute;
use super::saying::{Saying, Sentence, Verb};
use super::{Kind, Told};

/// How many items may stand between a verb and "that".
const TO_THAT: usize = 16;
/// The fewest items of a clause.
const SHORTEST: usize = 3;

/// The clauses that somebody says in a sentence.
pub(super) fn reports(sentence: &Sentence<'_>) -> Vec<Told> {
    let sayings = sentence.sayings();
    let mut told: Vec<(Range<usize>, Told)> = Vec::new();
    for (index, saying) in sayings.iter().enumerate() {
        let found = match saying.verb {
            Verb::According => beside(sentence, saying),
            Verb::Says | Verb::GoesOn => {
                behind(sentence, &sayings, index).or_else(|| before(sentence, &sayings, index))
            }
            Verb::Calls => voiced(sentence, &sayings, index),
        };
        let Some((clause, rule)) = found else { continue };
        for clause in parts(sentence, clause, rule) {
            let clause = trimmed(sentence, clause);
            let is_known = told.iter().any(|(known, _)| known.start == clause.start);
            if !is_known && is_clause(sentence, &clause) {
                let words = absolute(sentence, &clause);
                let speaker = absolute(sentence, &saying.subject);
                told.push((clause, Told { kind: Kind::Claim, words, speaker, rule, tier: 1 }));
            }
        }
    }
    told.into_iter().map(|(_, told)| told).collect()
}

/// The clauses that "and that" joins.
fn parts(sentence: &Sentence<'_>, clause: Range<usize>, rule: &str) -> Vec<Range<usize>> {
    let is_joint =
        |at: &usize| matches!(sentence.word(*at), "and" | "but") && sentence.word(at + 1) == "that";
    let joints: Vec<_> = clause.clone().filter(is_joint).filter(|_| rule == "says-that").collect();
    let starts = [clause.start].into_iter().chain(joints.iter().map(|joint| joint + 2));
    let ends = joints.iter().copied().chain([clause.end]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether items are a clause, and not only a quotation.
fn is_clause(sentence: &Sentence<'_>, clause: &Range<usize>) -> bool {
    let words = clause.clone().filter(|&at| sentence.is_word(at)).count();
    let quoted = clause.clone().filter(|&at| sentence.is_quoted(at)).count();
    words > 0 && words + 2 * quoted >= SHORTEST
}

/// A clause without signs and conjunctions at its ends.
fn trimmed(sentence: &Sentence<'_>, clause: Range<usize>) -> Range<usize> {
    let is_part = |at: &usize| sentence.is_word(*at) || sentence.is_quoted(*at) || sentence.word(*at) == "$";
    let is_loose = |at: &usize| {
        let opens = sentence.is("subordinating", *at) || sentence.is("opening", *at);
        sentence.is("conjunctions", *at) && !opens
    };
    let start = clause.clone().find(|at| is_part(at) && !is_loose(at)).unwrap_or(clause.end);
    let end = (start..clause.end).rev().find(|at| is_part(at) && !is_loose(at)).map_or(start, |at| at + 1);
    start..end
}

/// The clause behind a verb.
fn behind(sentence: &Sentence<'_>, sayings: &[Saying], index: usize) -> Option<(Range<usize>, &'static str)> {
    let saying = sayings.get(index)?;
    if saying.is_inverted() && saying.verb == Verb::Says {
        return None;
    }
    let next = saying.at + 1;
    let is_whole = sentence.is_any(&["denying", "judging"], saying.at);
    if is_whole || sentence.is("promising", saying.at) && sentence.word(next) == "to" {
        let rule = if sentence.is("judging", saying.at) { "judges" } else { "denies" };
        let (start, rule) = if is_whole { (saying.at, rule) } else { (next, "promises-to") };
        let end = end(sentence, sayings, index, start);
        let is_inserted = sentence.word(saying.at.wrapping_sub(1)) == "who";
        let comma = (start..end).find(|&at| sentence.word(at) == "," && is_inserted);
        return Some((start..comma.unwrap_or(end), rule));
    }
    let from = if sentence.is("telling", saying.at) { listener(sentence, next) } else { next };
    // "said Roe agreed with Doe that …": the clause begins before Roe.
    let is_outer = |that: &usize| !(sentence.is_name(next) && has_verb(sentence, next..*that));
    let (start, rule) = match that(sentence, next).filter(is_outer) {
        Some(that) => (that + 1, "says-that"),
        None => (occasion(sentence, from), "says"),
    };
    let is_evident = rule == "says-that" || opens_clause(sentence, start, sentence.is("thinking", saying.at));
    let end = end(sentence, sayings, index, start);
    let is_inserted = sentence.word(saying.at.wrapping_sub(1)) == "who";
    let end =
        if is_inserted { (start..end).find(|&at| sentence.word(at) == ",").unwrap_or(end) } else { end };
    let is_joint =
        |at: &usize| matches!(sentence.word(*at), "and" | "but") && sentence.word(at + 1) == "that";
    let end = if rule == "says" { (start..end).find(is_joint).unwrap_or(end) } else { end };
    let is_figure = sentence.is("showing", saying.at)
        && (start..end).any(|at| {
            sentence.word(at).starts_with(|c: char| c.is_ascii_digit())
                || sentence.word(at).ends_with("ing") && !sentence.word(at).ends_with("thing")
        });
    let is_clause = is_evident && (rule == "says-that" || has_verb(sentence, start..end));
    let end = if is_clause { end } else { (start..end).find(|&at| sentence.word(at) == ",").unwrap_or(end) };
    let is_told = is_figure || is_clause;
    is_told.then_some((start..end, rule))
}

/// The clause of what is voiced: "voiced optimism that", "expressed hope over holding".
fn voiced(sentence: &Sentence<'_>, sayings: &[Saying], index: usize) -> Option<(Range<usize>, &'static str)> {
    const NEAR: usize = 3;
    let verb = sayings.get(index)?.at;
    let is_hope = sentence.is("hopes", verb + 1) && sentence.is("prepositions", verb + 2);
    if is_hope && sentence.word(verb + 3).ends_with("ing") {
        let end = end(sentence, sayings, index, verb + 1);
        let comma = (verb + 1..end).find(|&at| sentence.word(at) == ",");
        return Some((verb + 1..comma.unwrap_or(end), "voices"));
    }
    let that = that(sentence, verb + 1).filter(|that| *that > verb + 1 && *that <= verb + NEAR)?;
    Some((that + 1..end(sentence, sayings, index, that + 1), "says-that"))
}

/// The item behind whom something is told.
fn listener(sentence: &Sentence<'_>, at: usize) -> usize {
    let is_name = |at: usize| {
        sentence.is_name(at)
            || sentence.is_any(&["listeners", "possessives", "articles"], at)
            || sentence.word(at) == "'s"
    };
    if !is_name(at) {
        return at;
    }
    let mut end = at + 1;
    let is_short = sentence.is("listeners", at) && !sentence.is("articles", at);
    while !is_short
        && (is_name(end) && !sentence.is_any(&["pronouns", "articles"], end)
            || sentence.is("articles", end - 1))
        && end < at + 6
    {
        end += 1;
    }
    end
}

/// The "that" which begins the clause of a verb.
fn that(sentence: &Sentence<'_>, from: usize) -> Option<usize> {
    for at in from..sentence.items.len().min(from + TO_THAT) {
        if sentence.word(at) == "that" {
            let is_pronoun = at == from
                && (sentence.is("finite", at + 1)
                    || !sentence.is_word(at + 1) && !sentence.is_quoted(at + 1));
            return (!is_pronoun).then_some(at);
        }
        if sentence.is_any(&["finite", "pronouns", "sayings"], at)
            || matches!(sentence.word(at), ":" | ";" | "\"")
            || sentence.is_quoted(at)
        {
            return None;
        }
    }
    None
}

/// The item behind what tells where and when something is said.
fn occasion(sentence: &Sentence<'_>, from: usize) -> usize {
    let mut at = from;
    loop {
        let next = match () {
            () if sentence.is_day(at) => at + 1,
            () if sentence.is("adverbs", at) && !sentence.is("articles", at) => at + 1,
            () => phrase(sentence, at).unwrap_or(at),
        };
        if next == at {
            return at;
        }
        at = next;
    }
}

/// The item behind a phrase such as "in an interview" or "on Friday".
fn phrase(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    const LONGEST: usize = 6;
    if !sentence.is("circumstances", at) {
        return None;
    }
    let is_end = |at: &usize| sentence.is("occasions", *at) || sentence.is_day(*at);
    let end = (at + 1..at + LONGEST).take_while(|at| sentence.is_word(*at)).find(is_end)?;
    Some(end + 1)
}

/// Whether a clause may begin with an item.
fn opens_clause(sentence: &Sentence<'_>, at: usize, is_doubtful: bool) -> bool {
    let evident = ["pronouns", "articles", "possessives"];
    let is_subject = sentence.is_any(&evident, at) || sentence.is_name(at) || sentence.word(at) == "there";
    if is_doubtful {
        return is_subject && (at + 1..at + 7).any(|next| sentence.is("finite", next));
    }
    is_subject
        || sentence.is_word(at)
            && !sentence.is_any(&["prepositions", "conjunctions", "finite", "relatives", "participles"], at)
        || sentence.is("subordinating", at)
        || matches!(sentence.word(at), "under" | "this" | "that")
}

fn has_verb(sentence: &Sentence<'_>, clause: Range<usize>) -> bool {
    let is_past = |at: usize| {
        let word = sentence.word(at);
        word.len() > 4 && word.ends_with("ed") && !sentence.is_name(at)
    };
    clause
        .into_iter()
        .skip(1)
        .any(|at| sentence.is_any(&["finite", "sayings"], at) && !sentence.is_owner(at) || is_past(at))
}

/// Where a clause ends that begins at an item.
fn end(sentence: &Sentence<'_>, sayings: &[Saying], index: usize, start: usize) -> usize {
    let all = sentence.items.len();
    let own = sayings.get(index).map_or(0, |saying| saying.at);
    let others = sayings.iter().enumerate().filter(|(other, saying)| *other != index && saying.at > own);
    let other = others
        .map(|(_, saying)| saying)
        .filter(|saying| ends_before(sentence, saying, start))
        .map(first)
        .min();
    let turn = (start + 1..all).find(|&at| turns(sentence, at, all));
    turn.unwrap_or(all).min(other.unwrap_or(all))
}

/// The first item of a verb and its subject, where that does not stand in another clause.
fn first(saying: &Saying) -> usize {
    if saying.verb == Verb::GoesOn { saying.at } else { saying.whole().start }
}

/// Whether somebody else speaks of something else from here on.
fn ends_before(sentence: &Sentence<'_>, saying: &Saying, start: usize) -> bool {
    let first = first(saying);
    let joint = first.wrapping_sub(1);
    first > start
        && (matches!(saying.verb, Verb::GoesOn | Verb::According)
            || matches!(sentence.word(joint), "but" | "while" | ";" | ",")
            || sentence.word(joint) == "and" && sentence.word(joint.wrapping_sub(1)) == ",")
}

/// Whether a clause ends before an item.
fn turns(sentence: &Sentence<'_>, at: usize, all: usize) -> bool {
    let word = sentence.word(at);
    let is_behind_comma = word == "," && sentence.is("turns", at + 1) && !is_inserted(sentence, at, all);
    let is_said_too = matches!(word, "and" | "but")
        && (sentence.is_any(&["sayings", "participles"], at + 1)
            || sentence.is("adverbs", at + 1) && sentence.is_any(&["sayings", "participles"], at + 2));
    let is_occasion = phrase(sentence, at).is_some_and(|end| {
        let is_told = (at + 1..end).any(|at| sentence.is("occasions", at)) && word == "in";
        is_told && !(end..all).any(|at| sentence.is("finite", at))
    });
    let next = sentence.word(at + 1);
    let is_trailing = word == ","
        && (next.len() > 4
            && next.ends_with("ing")
            && !sentence.is_any(&["prepositions"], at + 1)
            && next != "including"
            || next == "one" && sentence.word(at + 2) == "of"
            || next == "to" && sentence.word(at + 2) == "be")
        && !(at + 2..all).any(|at| sentence.word(at) == "," && sentence.is("finite", at + 1));
    word == ";"
        || is_trailing
        || is_behind_comma
        || is_said_too
        || is_occasion
        || sentence.word(at) == "according" && sentence.word(at + 1) == "to"
}

/// Whether a clause goes on behind what a comma begins: "the deal, which he signed, would fail".
fn is_inserted(sentence: &Sentence<'_>, comma: usize, all: usize) -> bool {
    if !sentence.is("inserting", comma + 1) {
        return false;
    }
    let close = (comma + 2..all).find(|&at| sentence.word(at) == ",");
    close.is_some_and(|close| sentence.is("finite", close + 1) || sentence.is("finite", close + 2))
}

/// The clause before a verb: "…, Roe said".
fn before(sentence: &Sentence<'_>, sayings: &[Saying], index: usize) -> Option<(Range<usize>, &'static str)> {
    let saying = sayings.get(index).filter(|saying| saying.verb == Verb::Says)?;
    let whole = saying.whole();
    let comma = whole.start.checked_sub(1).filter(|&at| sentence.word(at) == ",")?;
    let rest = occasion(sentence, whole.end);
    let is_last = (rest..sentence.items.len()).next().is_none_or(|at| {
        !sentence.is_word(at) || sentence.is_any(&["conjunctions", "participles", "prepositions"], at)
    });
    let is_amid = sentence.word(whole.end) == ","
        && sentence.is_any(&["finite", "conjunctions"], whole.end + 1)
        && !sayings.iter().skip(index + 1).any(|other| other.verb != Verb::According);
    if is_amid
        && index == 0
        && !sentence.is("participles", whole.end + 1)
        && sentence.word(whole.end + 1) != "but"
        && has_verb(sentence, whole.end..sentence.items.len())
    {
        return Some((0..end(sentence, sayings, index, whole.end + 1), "clause-around"));
    }
    let start = sayings.iter().take(index).map(|other| other.whole().end).max();
    let is_free = start.is_none();
    (is_last && is_free && has_verb(sentence, 0..comma)).then_some((0..comma, "clause-before"))
}

/// The clause that "according to" belongs to.
fn beside(sentence: &Sentence<'_>, saying: &Saying) -> Option<(Range<usize>, &'static str)> {
    let all = sentence.items.len();
    let is_first = (0..saying.at).all(|at| !sentence.is_word(at) || sentence.is("conjunctions", at));
    if is_first {
        let start = (saying.subject.end..all).find(|&at| sentence.word(at) == ",")? + 1;
        let end = (start + 1..all).find(|&at| turns(sentence, at, all)).unwrap_or(all);
        return Some((start..end, "according-to"));
    }
    let end = if sentence.word(saying.at - 1) == "," { saying.at - 1 } else { saying.at };
    let start = (0..end).rev().find(|&at| {
        matches!(sentence.word(at), ";")
            || sentence.word(at) == ","
                && matches!(sentence.word(at + 1), "but" | "while" | "and" if has_verb(sentence, at + 1..end))
    });
    Some((start.map_or(0, |at| at + 1)..end, "according-to"))
}
