//! The attributes of a span, as in Pandoc: `{#id .class key=value key="two words"}`.
//!
//! Input: a text and the place of its `{`, or of a definition's statements. Output: [`Attributes`] with the span of every
//! part, or what is wrong with them. Entry points: [`parse`] and [`statements`].

use crate::data::Text;
use crate::diagnostic::{Applicability, Code, Diagnostic, nearest};
use crate::source::Span;

/// What stands between `{` and `}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// From `{` to `}`.
    pub span: Span,
    /// `#id`.
    pub id: Option<Text>,
    /// Every `.class`.
    pub classes: Vec<Text>,
    /// Every `key=value`, unescaped.
    pub pairs: Vec<(Text, Text)>,
}

impl Attributes {
    /// The id, where there is nothing else: the label of attributes that stand elsewhere.
    pub fn label(&self) -> Option<&Text> {
        self.id.as_ref().filter(|_| self.classes.is_empty() && self.pairs.is_empty())
    }

    /// What stands between braces, if nothing is wrong with it and nothing stands behind them.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match parse(text, 0, text.len()) {
            Parsed::Attributes(attributes) if attributes.span.range().len() == text.len() => Some(attributes),
            _ => None,
        }
    }

    /// The value of the first of these keys that is given.
    pub fn get(&self, key: &str) -> Option<&Text> {
        self.pairs.iter().find(|(given, _)| given.text == key).map(|(_, value)| value)
    }
}

/// What a `{` turned out to begin.
pub enum Parsed {
    /// Attributes.
    Attributes(Attributes),
    /// Text that happens to stand in braces.
    Text,
    /// Attributes with a mistake; the second part is the end of the braces.
    Mistake(Diagnostic, usize),
}

/// The classes that give a span a meaning.
pub const CLASSES: [&str; 4] = ["claim", "quote", "fact", "date"];

/// The keys that say with an empty value that there is nobody, nowhere and nothing: `by=` is the article itself.
const MAY_BE_EMPTY: [&str; 6] = ["by", "to", "at", "on", "via", "source"];

/// How many keys a span may have: far more than there are properties.
const MOST_KEYS: usize = 200;

/// Reads attributes at `text[at..end]`, where `text[at]` is `{`.
pub fn parse(text: &str, at: usize, end: usize) -> Parsed {
    let mut reader = Reader { text, at: at + 1, end };
    reader.skip_space();
    if !reader.looks_like_attributes() {
        return Parsed::Text;
    }
    let mut attributes = Attributes::default();
    match reader.read(&mut attributes) {
        Ok(()) => {
            attributes.span = Span::new(at..reader.at);
            Parsed::Attributes(attributes)
        }
        Err(diagnostic) => Parsed::Mistake(diagnostic, reader.closing_brace()),
    }
}

/// Reads the statements of a definition, `.class key=value …` one after the other, at `text[at..end]`.
pub fn statements(text: &str, at: usize, end: usize) -> Result<Vec<Attributes>, Diagnostic> {
    let mut reader = Reader { text, at, end };
    let mut statements: Vec<Attributes> = Vec::new();
    loop {
        reader.skip_space();
        let start = reader.at;
        match (reader.peek(), statements.last_mut()) {
            (None, _) => return Ok(statements),
            (Some('.'), _) => {
                let class = reader.read_known_class()?;
                let span = Span::new(start..reader.at);
                statements.push(Attributes { span, classes: vec![class], ..Attributes::default() });
            }
            (Some('#'), _) => {
                let message = "a definition has its label, and no other id";
                return Err(bad(Span::new(start..start + 1), message).help("remove the id"));
            }
            (Some(first), None) => {
                let message = "a definition begins with what it makes of its words";
                let help = "write `.claim`, `.quote`, `.fact` or `.date` behind the label";
                return Err(bad(Span::new(start..start + first.len_utf8()), message).help(help));
            }
            (Some(_), Some(statement)) => {
                reader.read_pair(statement)?;
                statement.span.end = reader.at as u32;
            }
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Skips white space, and the `>` that continue a block quote after a line break.
    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let line_start = self
                .text
                .get(..self.at)
                .is_some_and(|before| before.trim_end_matches([' ', '\t', '>']).ends_with('\n'));
            let skipped = rest.trim_start_matches(|c: char| c.is_whitespace() || (line_start && c == '>'));
            if skipped.len() == rest.len() {
                return;
            }
            self.at += rest.len() - skipped.len();
        }
    }

    /// Braces are common in prose; attributes begin with `.`, `#`, `}`, `key=` or the bare name of a class.
    fn looks_like_attributes(&self) -> bool {
        match self.peek() {
            Some('.' | '#') => self.rest().chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '_'),
            Some('}') => true,
            Some(_) => {
                let word = word(self.rest());
                CLASSES.contains(&word)
                    || (!word.is_empty() && self.rest().get(word.len()..).is_some_and(|r| r.starts_with('=')))
            }
            None => false,
        }
    }

    fn read(&mut self, into: &mut Attributes) -> Result<(), Diagnostic> {
        loop {
            self.skip_space();
            match self.peek() {
                Some('}') => {
                    self.at += 1;
                    return Ok(());
                }
                Some('#') => self.read_id(into)?,
                Some('.') => {
                    self.at += 1;
                    let class = self.read_word("a class needs a name after `.`")?;
                    into.classes.push(class);
                }
                Some(_) => self.read_pair(into)?,
                None => return Err(self.never_close(into)),
            }
        }
    }

    fn read_id(&mut self, into: &mut Attributes) -> Result<(), Diagnostic> {
        self.at += 1;
        let id = self.read_word("an id needs a name after `#`")?;
        match &into.id {
            None => into.id = Some(id),
            Some(first) => {
                let message = format!("a span has one id, this one has `{}` and `{}`", first.text, id.text);
                return Err(bad(id.span, message).help("remove one of them"));
            }
        }
        Ok(())
    }

    /// A class that gives a span a meaning.
    fn read_known_class(&mut self) -> Result<Text, Diagnostic> {
        self.at += 1;
        let class = self.read_word("a class needs a name after `.`")?;
        if CLASSES.contains(&&*class.text) {
            return Ok(class);
        }
        let message = format!("there is no class `.{}` for a definition", class.text);
        let near = nearest(&class.text, CLASSES);
        let finding = bad(class.span, message).meant(Applicability::Safe, class.span, near);
        Err(finding.or_help(|| format!("it may be `.{}`", CLASSES.join("`, `."))))
    }

    fn read_pair(&mut self, into: &mut Attributes) -> Result<(), Diagnostic> {
        let key = self.read_word("expected `#id`, `.class`, `key=value` or `}`")?;
        if self.peek() != Some('=') {
            return Err(not_a_pair(&key));
        }
        self.at += 1;
        let value = match self.peek() {
            Some(quote @ ('"' | '\'')) => self.read_quoted(quote)?,
            next if MAY_BE_EMPTY.contains(&&*key.text)
                && next.is_none_or(|c| c == '}' || c.is_whitespace()) =>
            {
                Text { text: String::new(), span: Span::new(self.at..self.at) }
            }
            _ => self.read_bare()?,
        };
        if let Some((first, _)) = into.pairs.iter().find(|(given, _)| given.text == key.text) {
            let message = format!("the key `{}` is given twice", key.text);
            let help = "list several values in one, separated by `;`";
            return Err(bad(key.span, message).label_at(first.span, "first given here").help(help));
        }
        if into.pairs.len() == MOST_KEYS {
            let message = format!("a span has at most {MOST_KEYS} keys");
            return Err(bad(key.span, message).help("divide them among several spans"));
        }
        into.pairs.push((key, value));
        Ok(())
    }

    fn read_word(&mut self, otherwise: &str) -> Result<Text, Diagnostic> {
        let word = word(self.rest());
        if word.is_empty() {
            let width = self.peek().map_or(0, char::len_utf8);
            return Err(
                bad(Span::new(self.at..self.at + width), otherwise).help("see the guide on attributes")
            );
        }
        let span = Span::new(self.at..self.at + word.len());
        self.at += word.len();
        Ok(Text { text: word.to_owned(), span })
    }

    fn read_bare(&mut self) -> Result<Text, Diagnostic> {
        let rest = self.rest();
        let length =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '}' | '"' | '\'')).unwrap_or(rest.len());
        let span = Span::new(self.at..self.at + length);
        if length == 0 {
            return Err(
                bad(span, "a value is missing after `=`").help("write `key=value` or `key=\"two words\"`")
            );
        }
        self.at += length;
        Ok(Text { text: rest.get(..length).unwrap_or_default().to_owned(), span })
    }

    /// A value in quotes: `\"` and `\\` stand for the character, a line break for a space.
    fn read_quoted(&mut self, quote: char) -> Result<Text, Diagnostic> {
        let opening = self.at;
        self.at += 1;
        let start = self.at;
        let mut value = String::new();
        while let Some(next) = self.peek() {
            self.at += next.len_utf8();
            match next {
                _ if next == quote => {
                    let span = Span::new(start..self.at - 1);
                    return Ok(Text { text: value, span });
                }
                '\\' if self.peek().is_some_and(|c| matches!(c, '"' | '\'' | '\\' | '|')) => {
                    value.extend(self.peek());
                    self.at += 1;
                }
                '\n' => {
                    self.skip_space();
                    value.truncate(value.trim_end().len());
                    value.push(' ');
                }
                other => value.push(other),
            }
        }
        Err(bad(Span::new(opening..opening + 1), "this value's quotation mark never closes")
            .help(format!("close it with {quote} before the `}}`")))
    }

    fn never_close(&self, into: &Attributes) -> Diagnostic {
        let start = into.id.iter().chain(&into.classes).map(|text| text.span.start).min();
        let start = start.map_or(self.at.saturating_sub(1), |start| start as usize - 1);
        bad(Span::new(start..start + 1), "these attributes never close").help("close them with `}`")
    }

    /// Where to go on after a mistake: behind the next `}`.
    fn closing_brace(&self) -> usize {
        self.rest().find('}').map_or(self.end, |found| self.at + found + 1)
    }
}

fn not_a_pair(key: &Text) -> Diagnostic {
    let message = format!("`{}` is neither a class nor a key with a value", key.text);
    let finding = bad(key.span, message);
    if CLASSES.contains(&&*key.text) {
        let class = format!(".{}", key.text);
        let help = format!("a class begins with a full stop: `{class}`");
        return finding.help(help).replace(Applicability::Safe, key.span, class);
    }
    finding.help(format!("write `.{0}` for a class, `{0}=value` for a key", key.text))
}

fn bad(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(Code::BadAttribute, span, message)
}

/// The longest beginning that can be an id, a class or a key.
pub fn word(text: &str) -> &str {
    let length = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
        .unwrap_or(text.len());
    text.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]

    use super::*;

    fn read(text: &str) -> Attributes {
        match parse(text, 0, text.len()) {
            Parsed::Attributes(attributes) => attributes,
            Parsed::Text => panic!("text"),
            Parsed::Mistake(diagnostic, _) => panic!("{}", diagnostic.message),
        }
    }

    #[test]
    fn every_part_has_its_span() {
        let text = "{#a-1 .claim by=\"Ада; \\\"Zoë\\\"\" on=2017-07\n> to=x}";
        let attributes = read(text);
        assert_eq!(attributes.id.as_ref().map(|id| id.span.of(text)), Some("a-1"));
        assert_eq!(attributes.classes[0].span.of(text), "claim");
        assert_eq!(attributes.pairs[0].1.text, "Ада; \"Zoë\"");
        assert_eq!(attributes.pairs[1].1.span.of(text), "2017-07");
        assert_eq!(attributes.pairs[2].0.text, "to");
        assert_eq!(attributes.span.range(), 0..text.len());
    }

    #[test]
    fn braces_in_prose_stay_prose() {
        for text in ["{a set}", "{1, 2}", "{ }x"] {
            assert!(!matches!(parse(text, 0, text.len()), Parsed::Mistake(..)), "{text}");
        }
        assert!(matches!(parse("{a set}", 0, 7), Parsed::Text));
        assert!(matches!(parse("{claim by=x}", 0, 12), Parsed::Mistake(..)));
    }

    #[test]
    fn no_beginning_of_attributes_panics() {
        let text = "{#a .claim by=\"Ада; x\" k='é\\'' #b}";
        for end in (1..=text.len()).filter(|&end| text.is_char_boundary(end)) {
            parse(text, 0, end);
        }
    }
}
