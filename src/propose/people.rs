//! Whom the words of a text mean: names, surnames, titles and pronouns.
//!
//! Input: a document with its mentions, the names of the site that stand in it, and its paragraphs. Output: [`Who`] is
//! meant by some words. Entry points: [`People::new`] and [`People::who`].
//!
//! Nobody's pronoun is guessed from a first name: it is what the record says (`pronouns: she`), what the text says of
//! somebody ("his son", "Ms. Roe"), and else unknown, which fits any.

use std::ops::Range;

use super::lexicon::Lexicon;
use super::paragraph::{Paragraph, Token};
use super::{Context, Told};
use crate::graph::Object;
use crate::locale::is_in_calendar;
use crate::prose::Prose;
use crate::resolve::{EntityId, Target, name_key};
use crate::vocabulary::{KindId, Literal, PropertyId};

/// Somebody, as far as a text tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Somebody with a page.
    Known(EntityId),
    /// Somebody with a name whom the site does not know.
    New(String),
    /// Somebody without a name.
    Unnamed(String),
}

/// The words of a name in the plain text, and whose it is.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Its bytes.
    pub words: Range<usize>,
    /// Whose name it is.
    pub who: Who,
}

/// All who are named in a text.
pub(super) struct People<'s> {
    site: &'s Context<'s>,
    paragraphs: &'s [Paragraph<'s>],
    lexicon: &'s Lexicon,
    /// In the order of the text.
    named: Vec<Named>,
}

impl<'s> People<'s> {
    /// Finds everybody who is named.
    pub fn new(site: &'s Context<'s>, paragraphs: &'s [Paragraph<'s>], lexicon: &'s Lexicon) -> Self {
        let mut people = Self { site, paragraphs, lexicon, named: site.named() };
        people.named.sort_by_key(|named| (named.words.start, std::cmp::Reverse(named.words.end)));
        for paragraph in paragraphs {
            people.add_names(paragraph);
        }
        people
    }

    /// Everybody whom the site does not know yet, by the full name at its first place.
    pub fn new_names(&self) -> impl Iterator<Item = &Named> {
        let first = |named: &&Named| match &named.who {
            Who::New(name) => self
                .named
                .iter()
                .find(|other| other.who == Who::New(name.clone()))
                .is_some_and(|first| first.words == named.words),
            _ => false,
        };
        self.named.iter().filter(first)
    }

    /// The surname by which a text calls somebody as well.
    pub fn surname(&self, named: &Named) -> Option<&'s str> {
        let full = self.site.text(&named.words);
        let others = self.named.iter().filter(|other| other.who == named.who);
        others.map(|other| self.site.text(&other.words)).find(|words| *words != full && !words.contains(' '))
    }

    /// The names that stand in a part of the text.
    pub fn within(&self, part: &Range<usize>) -> impl Iterator<Item = &Named> + use<'_, 's> {
        let first = self.named.partition_point(|named| named.words.start < part.start);
        let end = part.end;
        self.named.iter().skip(first).take_while(move |named| named.words.end <= end)
    }

    /// Adds the names of a paragraph that the site does not know: full names, and the surnames of those who are.
    fn add_names(&mut self, paragraph: &Paragraph<'_>) {
        let runs = capitals(paragraph, self.lexicon);
        let mut found = Vec::new();
        for run in runs {
            let words = paragraph.start + run.first().map_or(0, |token| token.start)
                ..paragraph.start + run.last().map_or(0, |token| token.end());
            let is_known =
                self.named.iter().any(|named| named.words.start < words.end && words.start < named.words.end);
            if let Some(who) = self.name(run, &found).filter(|_| !is_known) {
                found.push(Named { words, who });
            }
        }
        self.named.extend(found);
        self.named.sort_by_key(|named| (named.words.start, std::cmp::Reverse(named.words.end)));
    }

    /// Whose name some words with capitals are.
    fn name(&self, run: &[Token<'_>], latest: &[Named]) -> Option<Who> {
        let last = run.iter().rfind(|token| !matches!(&*token.lower, "jr" | "sr"))?;
        let is_surname = |name: &str| {
            name.rsplit(' ').find(|word| !matches!(*word, "Jr." | "Sr." | "Jr" | "Sr")) == Some(last.text)
                && name.contains(' ')
        };
        let known = latest.iter().rev().chain(self.named.iter().rev());
        let known = known.map(|named| &named.who).find(|who| self.names(who).any(is_surname));
        let is_alone = run.len() == 1;
        match known {
            Some(who)
                if is_alone
                    || self
                        .names(who)
                        .any(|name| name.starts_with(run.first().map_or("", |token| token.text))) =>
            {
                Some(who.clone())
            }
            _ if is_alone => self.site.with_surname(last.text).map(Who::Known),
            _ if run.iter().any(|token| self.lexicon.has("groups", &token.lower)) => None,
            _ => Some(Who::New(join(run))),
        }
    }

    /// The names of somebody.
    fn names<'w>(&'w self, who: &'w Who) -> impl Iterator<Item = &'w str> {
        let known = match who {
            Who::Known(entity) if self.site.is_person(*entity) => Some(self.site.graph.registry.get(*entity)),
            _ => None,
        };
        let new = if let Who::New(name) = who { Some(&**name) } else { None };
        known.into_iter().flat_map(|entity| entity.names()).chain(new)
    }

    /// Whom some words of a sentence mean; `told` is what was said before, with those who said it.
    pub fn who(&self, words: &Range<usize>, told: &[(Told, Vec<Who>)]) -> Vec<Who> {
        let text = self.site.text(words);
        let key = text.to_lowercase();
        if matches!(&*key, "he" | "she" | "they" | "it") {
            return self.meant(&key, words.start, told);
        }
        let named: Vec<_> = self
            .within(words)
            .filter(|named| self.is_head(named, words))
            .map(|named| named.who.clone())
            .collect();
        match named.split_first() {
            Some((first, [])) => vec![first.clone()],
            Some((first, _)) if !text.contains(" and ") => vec![first.clone()],
            Some(_) => named,
            None => vec![
                self.beside(words)
                    .or_else(|| self.by_office(&key, words.start))
                    .or_else(|| self.by_nation(text, words.start))
                    .unwrap_or_else(|| self.unnamed(text)),
            ],
        }
    }

    /// Somebody in words; the first is in lower case unless it is a name.
    fn unnamed(&self, text: &str) -> Who {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = words.split(' ').next().unwrap_or_default();
        let small = ["articles", "possessives", "roles", "conjunctions", "adverbs", "qualifying", "bodies"];
        let is_small = self.lexicon.has_any(&small, &first.to_lowercase())
            || first.ends_with('s') && !words.contains(' ')
            || first.contains('-');
        let is_number = self.lexicon.has("counts", &first.to_lowercase());
        Who::Unnamed(if is_small || is_number {
            first.to_lowercase() + words.get(first.len()..).unwrap_or_default()
        } else {
            words
        })
    }

    /// Who is named between commas behind a noun: "the host, Colin Frey,".
    fn beside(&self, words: &Range<usize>) -> Option<Who> {
        let behind = self.site.text(&(words.end..words.end + 2));
        let named = self.named.iter().find(|named| named.words.start == words.end + 2);
        named.filter(|_| behind == ", ").map(|named| named.who.clone())
    }

    /// Whether a name is what the words around it are about: not "a spokesman for Roe", "Roe's lawyer", "Roe officials".
    fn is_head(&self, named: &Named, words: &Range<usize>) -> bool {
        let before = self.site.text(&(words.start..named.words.start));
        let behind = self.site.text(&(named.words.end..words.end));
        let last = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        let next = behind.split_whitespace().next().unwrap_or_default();
        let is_part = before
            .split_whitespace()
            .any(|word| self.lexicon.has("prepositions", &word.to_lowercase()) && word != "of")
            || self.lexicon.has("prepositions", &last);
        let goes_on = next.is_empty()
            || next.starts_with([',', '('])
            || self.lexicon.has_any(&["prepositions", "conjunctions"], next);
        !is_part && goes_on && !behind.starts_with(['\'', '\u{2019}'])
    }

    /// Whoever has an office that the text names without a name: "the secretary of state".
    pub fn by_office(&self, words: &str, at: usize) -> Option<Who> {
        let office = words.strip_prefix("the ")?;
        let before: Vec<_> = self.named.iter().filter(|named| named.words.start < at).collect();
        let held = |named: &&&Named| {
            self.titles(named).iter().any(|title| {
                title == office || office.split(' ').all(|word| title.split(' ').any(|it| it == word))
            })
        };
        let is_body = self.lexicon.has("institutions", office);
        let is_group = |named: &&&Named| matches!(named.who, Who::Known(entity) if self.site.graph.registry.is_a(entity, KindId::ORGANIZATION));
        let found = before.iter().rev().find(|named| if is_body { is_group(named) } else { held(named) });
        found.map(|named| named.who.clone())
    }

    /// Whom “the Russian leader” means: the only one who is named with that word.
    pub fn by_nation(&self, words: &str, at: usize) -> Option<Who> {
        let words = words.strip_prefix("the ").or_else(|| words.strip_prefix("The "))?;
        let (nation, office) = words.split_once(' ')?;
        let is_office = self.lexicon.has_any(&["offices", "leaders"], office);
        let is_nation = nation.starts_with(char::is_uppercase) && is_office;
        self.beside_word(&nation.to_lowercase(), at).filter(|_| is_nation)
    }

    /// The only one before a byte of the text beside whose name a word stands: “Russian President Vladimir Putin”.
    fn beside_word(&self, word: &str, at: usize) -> Option<Who> {
        let before = self.named.iter().filter(|named| named.words.start < at && self.fits(&named.who, "any"));
        let mut found: Vec<_> =
            before.filter(|it| self.words_before(it).iter().any(|it| it == word)).collect();
        found.dedup_by(|a, b| a.who == b.who);
        match &*found {
            [only] => Some(only.who.clone()),
            _ => None,
        }
    }

    /// Up to four words before a name, the nearest first, in lower case.
    fn words_before(&self, named: &Named) -> Vec<String> {
        let Some(paragraph) = self.paragraph(named.words.start) else { return Vec::new() };
        let at = named.words.start - paragraph.start;
        let before = paragraph.tokens.iter().rev().skip_while(|token| token.end() > at);
        before.take(4).take_while(|token| token.is_word()).map(|token| token.lower.clone()).collect()
    }

    /// What somebody is called beside a name, in lower case: the words before it, behind it, and in the record.
    fn titles(&self, named: &Named) -> Vec<String> {
        let mut titles = self.site.positions(&named.who);
        let Some(paragraph) = self.paragraph(named.words.start) else { return titles };
        let before = self.words_before(named);
        for length in 1..=before.len() {
            let title = before.iter().take(length).rev().cloned().collect::<Vec<_>>().join(" ");
            if self.lexicon.has_any(&["offices", "roles"], &title) {
                titles.push(title);
            }
        }
        titles.extend(self.apposition(paragraph, named.words.end - paragraph.start));
        titles
    }

    /// What stands between two commas behind a name: ", the mayor of Dayton,".
    fn apposition(&self, paragraph: &Paragraph<'_>, at: usize) -> Option<String> {
        const LONGEST: usize = 9;
        let mut behind = paragraph.tokens.iter().skip_while(|token| token.start < at);
        behind.next().filter(|token| token.text == ",")?;
        let words: Vec<_> =
            behind.take(LONGEST).take_while(|token| token.is_word()).map(|token| &*token.lower).collect();
        let is_office = words.iter().any(|word| self.lexicon.has_any(&["offices", "roles"], word));
        is_office.then(|| words.join(" "))
    }

    /// The paragraph around a byte of the plain text.
    fn paragraph(&self, at: usize) -> Option<&'s Paragraph<'s>> {
        let next = self.paragraphs.partition_point(|paragraph| paragraph.start <= at);
        self.paragraphs.get(next.checked_sub(1)?)
    }

    /// Whom a pronoun means: who is named first in its sentence, or spoke last here, else who is named in the sentences before.
    pub fn meant(&self, pronoun: &str, at: usize, told: &[(Told, Vec<Who>)]) -> Vec<Who> {
        let Some(paragraph) = self.paragraph(at) else { return Vec::new() };
        let fits = |who: &&Who| self.fits(who, pronoun);
        let start = self.sentence_start(paragraph, at);
        let before = told.iter().rev().filter(|(told, _)| told.speaker.start < at);
        let here = before.clone().take_while(|(told, _)| {
            told.speaker.start >= paragraph.start || told.words.start >= paragraph.start
        });
        let speaker = |mut said: &mut dyn Iterator<Item = &(Told, Vec<Who>)>| {
            (&mut said)
                .find(|(_, who)| {
                    who.len() > 1 && pronoun == "they" || who.len() == 1 && who.iter().all(|who| fits(&who))
                })
                .map(|(_, who)| who.clone())
        };
        let named = |part: Range<usize>| self.subjects(part).find(fits).map(|who| vec![who.clone()]);
        named(start..at)
            .or_else(|| speaker(&mut here.clone()))
            .or_else(|| self.sentences_before(paragraph, start).find_map(named))
            .or_else(|| speaker(&mut before.clone()))
            .or_else(|| {
                self.named
                    .iter()
                    .rev()
                    .filter(|named| named.words.start < at)
                    .map(|named| &named.who)
                    .find(fits)
                    .map(|who| vec![who.clone()])
            })
            .unwrap_or_default()
    }

    /// Those who are named in a part of the text and may act there, in order.
    fn subjects(&self, part: Range<usize>) -> impl Iterator<Item = &Who> + use<'_, 's> {
        self.within(&part).filter(move |named| self.is_subject(named)).map(|named| &named.who)
    }

    /// Whether a name is governed by nothing before it.
    fn is_subject(&self, named: &Named) -> bool {
        let before = self.site.text(&(named.words.start.saturating_sub(24)..named.words.start));
        let last = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        let behind = self.site.text(&(named.words.end..named.words.end + 2));
        !self.lexicon.has("prepositions", &last) && !behind.starts_with(['\'', '\u{2019}'])
    }

    fn sentence_start(&self, paragraph: &Paragraph<'_>, at: usize) -> usize {
        let starts = paragraph.sentences.iter().filter_map(|sentence| sentence.first());
        let starts = starts.map(|item| paragraph.start + paragraph.range(*item).start);
        starts.rev().find(|start| *start <= at).unwrap_or(paragraph.start)
    }

    /// The sentences of a paragraph before a byte, the nearest first.
    fn sentences_before(&self, paragraph: &Paragraph<'_>, at: usize) -> impl Iterator<Item = Range<usize>> {
        let bounds = paragraph.sentences.iter().filter_map(|sentence| {
            let (first, last) = (sentence.first()?, sentence.last()?);
            Some(
                paragraph.start + paragraph.range(*first).start..paragraph.start + paragraph.range(*last).end,
            )
        });
        bounds.filter(|bound| bound.end <= at).collect::<Vec<_>>().into_iter().rev()
    }

    /// Whether a pronoun can mean somebody.
    pub fn fits(&self, who: &Who, pronoun: &str) -> bool {
        let is_person = match who {
            Who::Known(entity) => self.site.is_person(*entity),
            Who::New(_) => true,
            Who::Unnamed(words) => return self.fits_words(words, pronoun),
        };
        match pronoun {
            "it" | "they" => !is_person,
            "any" => is_person,
            pronoun => is_person && self.pronoun(who).is_none_or(|own| own == pronoun),
        }
    }

    /// Whether a pronoun can mean whom words name: many are "they", one who has a gender is nobody of another.
    fn fits_words(&self, words: &str, pronoun: &str) -> bool {
        let head = words.split(',').next().unwrap_or_default();
        let head = head
            .split(' ')
            .take_while(|word| !self.lexicon.has("prepositions", word))
            .last()
            .unwrap_or_default();
        let is_many = head.ends_with('s') || matches!(head, "police" | "people");
        match pronoun {
            "they" => is_many,
            "it" => !is_many,
            "he" => !is_many && !self.lexicon.has("she", head),
            _ => !is_many && !self.lexicon.has("he", head),
        }
    }

    /// The pronoun of somebody, as far as the record or the text tells.
    fn pronoun(&self, who: &Who) -> Option<String> {
        self.site.pronoun(who).or_else(|| {
            let named = self.named.iter().filter(|named| named.who == *who);
            let told = named.filter_map(|named| self.told_pronoun(named));
            told.into_iter().next().map(str::to_owned)
        })
    }

    fn told_pronoun(&self, named: &Named) -> Option<&'static str> {
        let before = self.site.text(&(named.words.start.saturating_sub(40)..named.words.start));
        let last =
            before.rsplit(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).take(2);
        let words: Vec<_> = last.map(str::to_lowercase).collect();
        let is_in = |list: &str| words.iter().any(|word| self.lexicon.has(list, word));
        if is_in("she") { Some("she") } else { is_in("he").then_some("he") }
    }
}

/// The words of a name.
fn join(run: &[Token<'_>]) -> String {
    run.iter().map(|token| token.text).collect::<Vec<_>>().join(" ")
}

/// The runs of words with capitals in a paragraph that may be names of people, titles before them aside.
fn capitals<'p, 't>(paragraph: &'p Paragraph<'t>, lexicon: &Lexicon) -> Vec<&'p [Token<'t>]> {
    const MOST: usize = 5;
    let tokens = &paragraph.tokens;
    let is_part = |token: &Token<'_>| {
        let small = [
            "articles",
            "pronouns",
            "possessives",
            "prepositions",
            "conjunctions",
            "relatives",
            "adverbs",
            "sayings",
        ];
        token.is_capital() && !lexicon.has_any(&small, &token.lower) && !is_in_calendar(&token.lower)
            || matches!(token.text, "van" | "von" | "de" | "del" | "al" | "bin" | "la")
    };
    let mut runs = Vec::new();
    for run in tokens.chunk_by(|a, b| is_part(a) && is_part(b) && b.start == a.end() + 1) {
        let is_title = |token: &Token<'_>| {
            Prose::of("en").has("titles", &token.lower)
                || lexicon.has_any(&["offices", "qualifying", "roles"], &token.lower)
        };
        let start = run.iter().position(|token| is_part(token) && token.is_capital() && !is_title(token));
        let name = start.and_then(|start| run.get(start..)).filter(|name| name.len() <= MOST);
        runs.extend(name.filter(|name| !name.is_empty()));
    }
    runs
}

impl Context<'_> {
    /// The names of the document: those that are marked up, and those that are not.
    fn named(&self) -> Vec<Named> {
        let mentions = self.graph.mentions_in(self.id).filter_map(|mention| {
            let Target::Entity(entity) = mention.target else { return None };
            let words = self.document.body.annotation(mention.annotation)?.text.clone();
            Some(Named { words, who: Who::Known(entity) })
        });
        let unlinked = self.unlinked.iter().filter_map(|name| match *name.candidates {
            [entity] if name.is_sure || self.text(&name.text).starts_with(char::is_uppercase) => {
                Some(Named { words: name.text.clone(), who: Who::Known(entity) })
            }
            _ => None,
        });
        mentions.chain(unlinked).collect()
    }

    pub(super) fn is_person(&self, entity: EntityId) -> bool {
        self.graph.registry.is_a(entity, KindId::PERSON)
    }

    /// The one person with a surname.
    fn with_surname(&self, surname: &str) -> Option<EntityId> {
        self.surnames.get(&name_key(surname)).copied().flatten()
    }

    /// The texts of a property of somebody.
    fn texts(&self, who: &Who, property: PropertyId) -> Vec<String> {
        let Who::Known(entity) = who else { return Vec::new() };
        let values = self.graph.values(*entity, property).filter_map(|statement| match &statement.value {
            Object::Literal(Literal::Text(text)) => Some(text.to_lowercase()),
            _ => None,
        });
        values.collect()
    }

    fn positions(&self, who: &Who) -> Vec<String> {
        self.texts(who, PropertyId::POSITION)
    }

    /// What the record says: "she", of "she/her".
    fn pronoun(&self, who: &Who) -> Option<String> {
        let said = self.texts(who, PropertyId::PRONOUNS).into_iter().next()?;
        said.split(|c: char| !c.is_alphabetic()).next().map(str::to_owned)
    }
}
