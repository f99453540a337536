//! A paragraph as a reader of quotations sees it: words, what stands in quotation marks, sentences.
//!
//! Input: a part of a document's plain text. Output: a [`Paragraph`]. Entry point: [`Paragraph::read`].
//!
//! A sentence is a list of [`Item`]s, in which all that stands between two quotation marks is one: so the words around
//! a quotation are seen as if it were one of them.

use std::ops::Range;

use super::lexicon::Lexicon;
use crate::prose::Prose;
use crate::syntax::sentences;

/// A word, a number or a sign.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    /// As it stands there.
    pub text: &'t str,
    /// In lower case, without the full stop of an abbreviation.
    pub lower: String,
    /// Its first byte in the paragraph.
    pub start: usize,
}

impl Token<'_> {
    /// The byte behind it.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it begins with a capital.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether it is a word or a number, not a sign.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric) || self.is_clitic()
    }

    /// Whether it is the end of a contraction or a possessive: `'s`.
    pub fn is_clitic(&self) -> bool {
        self.text.len() > 1 && self.text.starts_with(['\'', '\u{2019}'])
    }
}

/// Words in quotation marks.
#[derive(Clone, Debug)]
pub(super) struct Quoted {
    /// The bytes between the marks, without a last comma or full stop.
    pub words: Range<usize>,
    /// The bytes with the marks.
    pub whole: Range<usize>,
    /// Whether the paragraph ends before the closing mark: the next one goes on.
    pub is_open: bool,
}

/// A part of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A token, by its index.
    Token(usize),
    /// A quotation, by its index.
    Quoted(usize),
}

/// A paragraph.
#[derive(Debug)]
pub(super) struct Paragraph<'t> {
    /// Its words.
    pub text: &'t str,
    /// Its first byte in the plain text.
    pub start: usize,
    /// All tokens.
    pub tokens: Vec<Token<'t>>,
    /// What stands in quotation marks.
    pub quoted: Vec<Quoted>,
    /// Its sentences.
    pub sentences: Vec<Vec<Item>>,
}

impl<'t> Paragraph<'t> {
    /// Reads a paragraph that begins at a byte of the plain text.
    pub fn read(text: &'t str, start: usize, language: &str, lexicon: &Lexicon) -> Self {
        let tokens = tokens(text, Prose::of(language));
        let quoted = quotations(text, &tokens);
        let mut paragraph = Self { text, start, tokens, quoted, sentences: Vec::new() };
        let bounds = sentences(&paragraph.masked(), language);
        paragraph.sentences = bounds.into_iter().map(|bound| paragraph.items(bound)).collect();
        paragraph.join(lexicon);
        paragraph
    }

    /// A token; none beyond the last.
    pub fn token(&self, item: Item) -> Option<&Token<'t>> {
        match item {
            Item::Token(token) => self.tokens.get(token),
            Item::Quoted(_) => None,
        }
    }

    /// The bytes of an item in the paragraph.
    pub fn range(&self, item: Item) -> Range<usize> {
        match item {
            Item::Token(token) => self.tokens.get(token).map_or(0..0, |token| token.start..token.end()),
            Item::Quoted(quoted) => self.quoted.get(quoted).map_or(0..0, |quoted| quoted.whole.clone()),
        }
    }

    /// The text with other words for all that is quoted, so that no sentence ends in it.
    fn masked(&self) -> String {
        let mut masked = String::with_capacity(self.text.len());
        let mut at = 0;
        for quoted in &self.quoted {
            masked.push_str(self.text.get(at..quoted.words.start).unwrap_or_default());
            let words = self.text.get(quoted.words.clone()).unwrap_or_default();
            masked.push(if words.starts_with(char::is_uppercase) { 'X' } else { 'x' });
            masked.extend(std::iter::repeat_n('x', quoted.words.len() - 1));
            at = quoted.words.end;
        }
        masked.push_str(self.text.get(at..).unwrap_or_default());
        masked
    }

    fn items(&self, bounds: Range<usize>) -> Vec<Item> {
        let mut items = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().filter(|(_, token)| bounds.contains(&token.start)) {
            let quoted = self.quoted.iter().position(|quoted| quoted.whole.contains(&token.start));
            match quoted {
                None => items.push(Item::Token(at)),
                Some(quoted) if items.last() == Some(&Item::Quoted(quoted)) => {}
                Some(quoted) => items.push(Item::Quoted(quoted)),
            }
        }
        items
    }

    /// Joins what says whose words a sentence was to that sentence: `"Why?" he asked.`
    fn join(&mut self, lexicon: &Lexicon) {
        let mut joined: Vec<Vec<Item>> = Vec::new();
        for sentence in std::mem::take(&mut self.sentences) {
            let is_behind = joined.last().is_some_and(|before| self.asks(before));
            match joined.last_mut().filter(|_| is_behind && self.tells(&sentence, lexicon)) {
                Some(before) => before.extend(sentence),
                None => joined.push(sentence),
            }
        }
        self.sentences = joined;
    }

    /// Whether a sentence is a quotation that ends in a question or a shout.
    fn asks(&self, sentence: &[Item]) -> bool {
        let Some(Item::Quoted(quoted)) = sentence.last() else { return false };
        let words = self.quoted.get(*quoted).and_then(|quoted| self.text.get(quoted.words.clone()));
        words.is_some_and(|words| words.ends_with(['?', '!', '\u{2014}', '\u{2026}']))
    }

    /// Whether a sentence begins with who says and a verb of saying.
    fn tells(&self, sentence: &[Item], lexicon: &Lexicon) -> bool {
        const FAR: usize = 6;
        let words = sentence.iter().take(FAR).map_while(|item| self.token(*item));
        let mut words = words.take_while(|token| token.is_word());
        words.any(|token| lexicon.has_any(&["sayings", "callings"], &token.lower))
    }
}

/// The tokens of a text.
fn tokens<'t>(text: &'t str, prose: &Prose) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some((rest, first)) = text.get(at..).and_then(|rest| Some((rest, rest.chars().next()?))) {
        let length = length(rest, first, prose);
        if !first.is_whitespace() {
            let token = rest.get(..length).unwrap_or(rest);
            let lower = token.to_lowercase().replace('\u{2019}', "'");
            tokens.push(Token { text: token, lower: lower.trim_end_matches('.').to_owned(), start: at });
        }
        at += length.max(1);
    }
    tokens
        .iter_mut()
        .filter(|token| token.lower.is_empty())
        .for_each(|token| token.lower = token.text.to_owned());
    tokens
}

/// How long the token is that a text begins with.
fn length(rest: &str, first: char, prose: &Prose) -> usize {
    if let Some(clitic) = clitic(rest) {
        return clitic;
    }
    if !first.is_alphanumeric() {
        return first.len_utf8();
    }
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let joins = matches!(c, '-' | '.' | '\'' | '\u{2019}' | '&' | ',' | ':')
            && joins(c, rest.get(..at).unwrap_or_default(), next)
            && clitic(rest.get(at..).unwrap_or_default()).is_none();
        if !c.is_alphanumeric() && !joins {
            break;
        }
        end = at + c.len_utf8();
    }
    end + usize::from(is_abbreviation(rest, end, prose))
}

/// Whether a sign stands amid a word: in `O'Neill`, `U.S`, `12.5`, `3,000`.
fn joins(sign: char, before: &str, next: char) -> bool {
    let is_number = before.ends_with(|c: char| c.is_ascii_digit()) && next.is_ascii_digit();
    match sign {
        ',' | ':' => is_number,
        '.' => {
            is_number
                || next.is_alphabetic() && before.rsplit('.').next().is_some_and(|it| it.chars().count() < 3)
        }
        _ => next.is_alphanumeric(),
    }
}

/// How long the `'s` is that a text begins with.
fn clitic(rest: &str) -> Option<usize> {
    let behind = rest.strip_prefix(['\'', '\u{2019}'])?;
    let ending = ["s", "re", "ll", "d", "ve", "m"].into_iter().find(|ending| {
        let after = behind.strip_prefix(ending);
        after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    })?;
    Some(rest.len() - behind.len() + ending.len())
}

/// Whether a full stop behind a word belongs to it.
fn is_abbreviation(rest: &str, end: usize, prose: &Prose) -> bool {
    let word = rest.get(..end).unwrap_or_default();
    let is_followed = rest.get(end..).is_some_and(|behind| behind.starts_with('.'));
    let lower = word.to_lowercase();
    let is_initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase) && word != "I";
    is_followed
        && (is_initial
            || word.contains('.')
            || ["always", "followed"].iter().any(|list| prose.has(list, &lower)))
}

/// What stands between quotation marks.
fn quotations(text: &str, tokens: &[Token<'_>]) -> Vec<Quoted> {
    let mut quoted = Vec::new();
    let mut open: Option<usize> = None;
    for token in tokens {
        match (token.text, open) {
            ("\u{201C}" | "\"", None) => open = Some(token.start),
            ("\u{201D}" | "\"", Some(start)) => {
                quoted.extend(Quoted::new(text, start..token.end(), token.text.len()));
                open = None;
            }
            _ => {}
        }
    }
    quoted.extend(open.and_then(|start| Quoted::new(text, start..text.len(), 0)));
    quoted
}

impl Quoted {
    /// What stands in some bytes, the last `mark` of which are the closing mark.
    fn new(text: &str, whole: Range<usize>, mark: usize) -> Option<Self> {
        let opening = text.get(whole.start..)?.chars().next()?.len_utf8();
        let inner = text.get(whole.start + opening..whole.end - mark)?;
        let words = inner.trim_end().trim_end_matches([',', '.']).trim_end();
        let start = whole.start + opening + (words.len() - words.trim_start().len());
        let words = start..whole.start + opening + words.len();
        (words.start < words.end).then_some(Self { words, whole, is_open: mark == 0 })
    }
}
