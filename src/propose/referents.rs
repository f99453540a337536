//! Whom words mean that are no name: pronouns, what stands right beside a name, offices, and “the meeting”.
//!
//! Input: a paragraph, all who are named, and what is said by whom. Output: [`Referent`]s. Entry point: [`referents`].
//!
//! In a quotation, a pronoun means whoever stands in brackets behind it, and goes on to mean them; nobody else is guessed.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use super::lexicon::Lexicon;
use super::paragraph::{Paragraph, Token};
use super::people::{People, Who};
use super::{Context, Kind, Told};
use crate::resolve::{Entity, EntityId};
use crate::vocabulary::{KindId, Role};

/// Words that mean somebody.
#[derive(Debug)]
pub(super) struct Referent {
    /// Their bytes in the plain text.
    pub words: Range<usize>,
    pub who: Who,
    pub rule: &'static str,
}

/// The rule that finds what is no person: “the meeting”.
pub(super) const THE_ONLY: &str = "the-only-one";

/// How many words may stand between “his” and the name beside it: “his eldest son, Donald Trump Jr”.
const MOST_BESIDE: usize = 3;

/// How many words an office has at most.
const MOST_OFFICE: usize = 4;

/// All words of a paragraph that mean somebody and are no name.
pub(super) fn referents(
    paragraph: &Paragraph<'_>,
    people: &People<'_>,
    told: &[(Told, Vec<Who>)],
    things: &Things,
    lexicon: &Lexicon,
) -> Vec<Referent> {
    let mut found: Vec<Referent> = Vec::new();
    for at in 0..paragraph.tokens.len() {
        let start = paragraph.tokens.get(at).map_or(0, |token| paragraph.start + token.start);
        if found.last().is_some_and(|last| start < last.words.end) {
            continue;
        }
        let reader = Reader { paragraph, people, told, things, lexicon };
        let referent = reader.beside(at).or_else(|| reader.office(at)).or_else(|| reader.national(at));
        let referent = referent.or_else(|| reader.thing(at));
        let referent = referent.or_else(|| reader.pronoun(at, &found));
        found.extend(referent);
    }
    found
}

/// The events and groups that a text tells of, by the last words of their names.
#[derive(Debug, Default)]
pub(super) struct Things(HashMap<String, Option<EntityId>>);

impl Things {
    /// All those of a site with a name of which some other word stands in the text, too: the one of which most do.
    pub fn new(site: &Context<'_>, lexicon: &Lexicon) -> Self {
        let text = site.document.body.text.to_lowercase();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            *counts.entry(word).or_default() += 1;
        }
        let mut best: HashMap<String, (usize, Option<EntityId>)> = HashMap::new();
        for (id, entity) in site.graph.registry.iter().filter(|(_, it)| is_thing(site, it)) {
            let names = entity.names().chain([&*entity.id]);
            for (head, others) in names.filter_map(|name| head_and_others(name, lexicon)) {
                let count: usize = others.iter().filter_map(|word| counts.get(&**word)).sum();
                let slot = best.entry(head).or_insert((0, None));
                match count.cmp(&slot.0) {
                    Ordering::Greater => *slot = (count, Some(id)),
                    Ordering::Equal if slot.1 != Some(id) => slot.1 = None,
                    _ => {}
                }
            }
        }
        Self(best.into_iter().map(|(head, (_, entity))| (head, entity)).collect())
    }

    fn called(&self, head: &str) -> Option<EntityId> {
        self.0.get(singular(head)).copied().flatten()
    }
}

fn is_thing(site: &Context<'_>, entity: &Entity) -> bool {
    let role = site.graph.vocabulary.kinds.get(entity.kind).role;
    role == Role::Entity && ![KindId::PERSON, KindId::PLACE].contains(&entity.kind)
}

/// The word of a name that tells what it is, the last one before a preposition, and the others, in lower case.
fn head_and_others(name: &str, lexicon: &Lexicon) -> Option<(String, Vec<String>)> {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<_> = words.map(str::to_owned).collect();
    words.retain(|word| !word.chars().all(|c| c.is_ascii_digit()));
    let end = words.iter().position(|word| lexicon.has("prepositions", word)).unwrap_or(words.len());
    let head = words.remove(end.checked_sub(1)?);
    words.retain(|word| word.len() > 3 && !lexicon.has("prepositions", word));
    (head.len() > 3 && !words.is_empty()).then(|| (singular(&head).to_owned(), words))
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(word)
}

struct Reader<'r, 's> {
    paragraph: &'r Paragraph<'s>,
    people: &'r People<'s>,
    told: &'r [(Told, Vec<Who>)],
    things: &'r Things,
    lexicon: &'r Lexicon,
}

impl<'s> Reader<'_, 's> {
    fn token(&self, at: usize) -> Option<&Token<'s>> {
        self.paragraph.tokens.get(at)
    }

    /// The place in the plain text of some tokens.
    fn place(&self, first: usize, last: usize) -> Option<Range<usize>> {
        let start = self.paragraph.start;
        Some(start + self.token(first)?.start..start + self.token(last)?.end())
    }

    /// Who is named from a byte of the plain text on.
    fn named(&self, at: usize) -> Option<&Who> {
        let end = self.paragraph.start + self.paragraph.text.len();
        let mut named = self.people.within(&(at..end));
        named.next().filter(|named| named.words.start == at).map(|named| &named.who)
    }

    /// “his US counterpart Donald Trump”, “his eldest son, Donald Trump Jr”.
    fn beside(&self, at: usize) -> Option<Referent> {
        let first = self.token(at)?;
        if !matches!(&*first.lower, "his" | "her" | "their") {
            return None;
        }
        (at + 1..=at + MOST_BESIDE).find_map(|last| {
            let words = self.place(at, last)?;
            let is_phrase = self.is_phrase(at + 1..last + 1);
            let comma = self.token(last + 1).filter(|it| it.text == ",").map_or(last + 1, |_| last + 2);
            let behind = self.paragraph.start + self.token(comma)?.start;
            let is_noun = self.token(last).is_some_and(|token| !token.is_capital());
            let who = self.named(behind).filter(|_| is_phrase && is_noun)?;
            Some(Referent { words, who: who.clone(), rule: "beside-name" })
        })
    }

    /// Whether tokens can stand between “the” and the end of what it begins.
    fn is_phrase(&self, mut tokens: Range<usize>) -> bool {
        const OTHERS: [&str; 6] =
            ["prepositions", "conjunctions", "pronouns", "possessives", "relatives", "sayings"];
        tokens.all(|at| {
            let is_in =
                |it: &Token<'_>| it.is_word() && !it.is_clitic() && !self.lexicon.has_any(&OTHERS, &it.lower);
            self.token(at).is_some_and(is_in)
        })
    }

    /// “their first meeting”, where only one is told of.
    fn thing(&self, at: usize) -> Option<Referent> {
        let first = self.token(at)?;
        if !matches!(&*first.lower, "the" | "his" | "her" | "their" | "its" | "this") {
            return None;
        }
        let mut ends = at + 1..=at + 1 + MOST_BESIDE;
        ends.find_map(|last| {
            let head =
                self.token(last).filter(|token| !token.is_capital() && self.is_phrase(at + 1..last + 1))?;
            let entity = self.things.called(&head.lower).filter(|_| self.ends_behind(last))?;
            Some(Referent { words: self.place(at, last)?, who: Who::Known(entity), rule: THE_ONLY })
        })
    }

    /// Whether a phrase may end with a token: no noun stands behind it.
    fn ends_behind(&self, last: usize) -> bool {
        const BEHIND: [&str; 7] =
            ["prepositions", "conjunctions", "pronouns", "relatives", "finite", "sayings", "adverbs"];
        let is_noun = |next: &Token<'_>| next.is_word() && !self.lexicon.has_any(&BEHIND, &next.lower);
        !self.token(last + 1).is_some_and(is_noun)
    }

    /// “the secretary of state”, of whom the text has told the name.
    fn office(&self, at: usize) -> Option<Referent> {
        self.token(at).filter(|token| token.lower == "the")?;
        let ends = (at + 1..=at + MOST_OFFICE).rev();
        ends.into_iter().find_map(|last| {
            let words: Vec<_> =
                (at + 1..=last).map(|it| self.token(it).map(|it| &*it.lower)).collect::<Option<_>>()?;
            let office = words.join(" ");
            let goes_on = self.token(last + 1).is_some_and(|next| next.lower == "of" || next.is_clitic());
            if !self.lexicon.has("offices", &office) || goes_on {
                return None;
            }
            let place = self.place(at, last)?;
            let who = self.people.by_office(&format!("the {office}"), place.start)?;
            Some(Referent { words: place, who, rule: "office" })
        })
    }

    /// “the Russian leader”, where only one is named with that word.
    fn national(&self, at: usize) -> Option<Referent> {
        self.token(at).filter(|token| token.lower == "the")?;
        let words = self.place(at, at + 2).filter(|_| self.ends_behind(at + 2))?;
        let start = self.paragraph.start;
        let text = self.paragraph.text.get(words.start - start..words.end - start)?;
        let who = self.people.by_nation(text, words.start)?;
        Some(Referent { words, who, rule: "beside-word" })
    }

    fn pronoun(&self, at: usize, found: &[Referent]) -> Option<Referent> {
        let token = self.token(at)?;
        let pronoun = match &*token.lower {
            "he" | "him" | "his" => "he",
            "she" | "her" | "hers" => "she",
            _ => return None,
        };
        let words = self.place(at, at)?;
        if let Some(who) = self.in_brackets(at) {
            return Some(Referent { words, who, rule: "in-brackets" });
        }
        let quote = self.told.iter().map(|(told, _)| told).find(|told| {
            told.kind == Kind::Quote && told.words.start <= words.start && words.end <= told.words.end
        });
        if let Some(quote) = quote {
            let mut before = found.iter().rev().filter(|it| it.words.start >= quote.words.start);
            let same = before.find(|it| self.people.fits(&it.who, pronoun))?;
            return Some(Referent { words, who: same.who.clone(), rule: "same-in-quotation" });
        }
        let before = self.just_before(&words, pronoun, found);
        let who = before.or_else(|| self.people.meant(pronoun, words.start, self.told).into_iter().next())?;
        Some(Referent { words, who, rule: "pronoun" })
    }

    /// Who is meant by other words of the same sentence, where nobody is named between.
    fn just_before(&self, words: &Range<usize>, pronoun: &str, found: &[Referent]) -> Option<Who> {
        let last = found.iter().rev().find(|it| !matches!(it.rule, "pronoun" | THE_ONLY))?;
        let start = last.words.end.checked_sub(self.paragraph.start)?;
        let between = self.paragraph.text.get(start..words.start - self.paragraph.start)?;
        let is_near = !between.contains(['.', '?', '!']) && !between.contains(char::is_uppercase);
        Some(last.who.clone()).filter(|who| is_near && self.people.fits(who, pronoun))
    }

    /// “He (Trump)”.
    fn in_brackets(&self, at: usize) -> Option<Who> {
        let open = self.token(at + 1).filter(|token| token.text == "(")?;
        self.named(self.paragraph.start + open.end()).cloned()
    }
}
