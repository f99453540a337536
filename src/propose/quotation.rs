//! Words in quotation marks that somebody said, and who that was.
//!
//! Input: the paragraphs of a text, one after the other. Output: a [`Told`] for each quotation. Entry point:
//! [`Speakers::quotations`].
//!
//! Whoever says stands right behind the quotation or before it; else whoever spoke last in its paragraph, or in the one
//! before that goes on. What nobody says is none: a title, a nickname, words held at arm's length.

use std::ops::Range;

use super::paragraph::Item;
use super::saying::{Saying, Sentence, Verb};
use super::{Kind, Told};

/// From how many words on a quotation speaks for itself.
const LONG: usize = 6;

/// Who spoke last.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    /// The bytes of the words that name them, in the plain text.
    last: Option<Range<usize>>,
    /// Whether a quotation goes on in the next paragraph.
    goes_on: bool,
}

/// A quotation with what says who said it.
struct Attributed {
    speaker: Range<usize>,
    rule: &'static str,
    tier: u8,
}

impl Speakers {
    /// What somebody said in the sentences of a paragraph.
    pub fn quotations(&mut self, sentences: &[Sentence<'_>]) -> Vec<Told> {
        let mut told = Vec::new();
        let mut in_paragraph: Option<Range<usize>> = None;
        for sentence in sentences {
            let sayings = sentence.sayings();
            for (at, item) in sentence.items.iter().enumerate() {
                let Item::Quoted(quoted) = *item else { continue };
                let found = attributed(sentence, &sayings, at)
                    .or_else(|| self.continued(sentence, at, quoted, in_paragraph.as_ref()));
                let found = found.filter(|found| !is_title(sentence, at, found.rule));
                self.goes_on &= found.is_none();
                let Some(found) = found else { continue };
                in_paragraph = Some(found.speaker.clone());
                told.extend(tell(sentence, quoted, found));
            }
            let last = sayings.iter().rfind(|saying| saying.verb != Verb::According);
            in_paragraph = last.map(|saying| absolute(sentence, &saying.subject)).or(in_paragraph);
        }
        self.goes_on = told.last().is_some_and(|_| ends_open(sentences));
        self.last = in_paragraph.or(self.last.take().filter(|_| sentences.is_empty()));
        told
    }

    /// Whose words go on that nobody says right beside them.
    fn continued(
        &self,
        sentence: &Sentence<'_>,
        at: usize,
        quoted: usize,
        in_paragraph: Option<&Range<usize>>,
    ) -> Option<Attributed> {
        let is_alone =
            sentence.items.iter().all(|item| matches!(item, Item::Quoted(_)) || !is_word(sentence, *item));
        let is_first = quoted == 0 && at == 0;
        match (in_paragraph, &self.last) {
            (Some(speaker), _) if is_alone => attribute(speaker, "same-speaker", 1),
            (None, Some(speaker)) if is_first && self.goes_on => attribute(speaker, "goes-on", 1),
            (None, Some(speaker)) if is_alone => attribute(speaker, "speaker-before", 2),
            _ => None,
        }
    }
}

fn is_word(sentence: &Sentence<'_>, item: Item) -> bool {
    sentence.paragraph.token(item).is_some_and(super::paragraph::Token::is_word)
}

fn attribute(speaker: &Range<usize>, rule: &'static str, tier: u8) -> Option<Attributed> {
    Some(Attributed { speaker: speaker.clone(), rule, tier })
}

/// Whether the last quotation of a paragraph has no closing mark.
fn ends_open(sentences: &[Sentence<'_>]) -> bool {
    let quoted = sentences.first().and_then(|sentence| sentence.paragraph.quoted.last());
    quoted.is_some_and(|quoted| quoted.is_open)
}

fn tell(sentence: &Sentence<'_>, quoted: usize, found: Attributed) -> Option<Told> {
    let words = &sentence.paragraph.quoted.get(quoted)?.words;
    let start = sentence.paragraph.start;
    Some(Told {
        kind: Kind::Quote,
        words: words.start + start..words.end + start,
        speaker: found.speaker,
        rule: found.rule,
        tier: found.tier,
    })
}

/// The bytes of some items in the plain text.
pub(super) fn absolute(sentence: &Sentence<'_>, items: &Range<usize>) -> Range<usize> {
    let range = sentence.range(items.clone());
    range.start + sentence.paragraph.start..range.end + sentence.paragraph.start
}

/// Who says a quotation, by what stands beside it.
fn attributed(sentence: &Sentence<'_>, sayings: &[Saying], at: usize) -> Option<Attributed> {
    let found = |saying: &Saying, rule, tier| attribute(&absolute(sentence, &saying.subject), rule, tier);
    let before = sayings.iter().rfind(|saying| saying.whole().end <= at && saying.verb != Verb::According);
    let behind = sayings.iter().find(|saying| is_behind(sentence, saying, at));
    if let Some(saying) = before.filter(|saying| is_beside(sentence, saying.at + 1, at)) {
        return found(saying, "verb-before", 1);
    }
    if let Some(saying) = behind {
        return found(saying, "verb-behind", 1);
    }
    if let Some(saying) = before {
        return found(saying, "in-what-is-said", 1);
    }
    let according = sayings.iter().find(|saying| saying.verb == Verb::According);
    if let Some(saying) = according {
        return found(saying, "according-to", 1);
    }
    sayings
        .iter()
        .find(|saying| saying.at > at && length(sentence, at) >= LONG)
        .and_then(|saying| found(saying, "verb-later", 2))
}

/// Whether nothing but a sign or a small word stands between a verb and a quotation.
fn is_beside(sentence: &Sentence<'_>, from: usize, quotation: usize) -> bool {
    quotation >= from
        && (from..quotation).all(|at| {
            !sentence.is_word(at)
                || matches!(sentence.word(at), "that" | "it" | "him" | "her" | "them" | "as" | "out")
        })
}

/// Whether somebody says it right behind a quotation.
fn is_behind(sentence: &Sentence<'_>, saying: &Saying, quotation: usize) -> bool {
    let first = saying.whole().start;
    let is_next = first > quotation && (quotation + 1..first).all(|at| sentence.word(at) == ",");
    is_next && !matches!(saying.verb, Verb::GoesOn)
}

/// How many words a quotation has.
fn length(sentence: &Sentence<'_>, at: usize) -> usize {
    words(sentence, at).split_whitespace().count()
}

fn words<'p>(sentence: &Sentence<'p>, at: usize) -> &'p str {
    let Some(Item::Quoted(quoted)) = sentence.items.get(at) else { return "" };
    let quoted = sentence.paragraph.quoted.get(*quoted);
    quoted.and_then(|quoted| sentence.paragraph.text.get(quoted.words.clone())).unwrap_or_default()
}

/// Whether what stands in quotation marks is what something is called.
fn is_title(sentence: &Sentence<'_>, at: usize, rule: &str) -> bool {
    let before = at.wrapping_sub(1);
    let is_told = sentence.is("titling", before)
        || sentence.is("titling", at.wrapping_sub(2)) && !sentence.is_word(before);
    let words = words(sentence, at);
    let is_small = |word: &str| word.chars().count() < 4 || word.starts_with(|c: char| !c.is_alphabetic());
    let mut long = words.split_whitespace().filter(|word| !is_small(word)).peekable();
    let is_capital = long.peek().is_some() && long.all(|word| word.starts_with(char::is_uppercase));
    let is_short = words.split_whitespace().count() < LONG;
    is_told
        || is_capital
            && is_short
            && rule != "verb-behind"
            && !words.ends_with(['!', '?'])
            && words.contains(' ')
}
