//! Marking up a selection: somebody's name, a claim, a fact, a date, a source.
//!
//! Input: a text, a part of its file, and a [`Wish`]. Output: [`Planned`], or why it can't be done. Entry point:
//! [`Manuscript::annotate`].

use super::fit::{Fitted, MENTION, rank};
use super::names::name_entry;
use super::verify::{Refusal, Said};
use super::{Edit, Manuscript, apply};
use crate::data::Text;
use crate::resolve::{Scope, names_of};
use crate::source::Span;
use crate::syntax::{CitedSource, SpanClass};

/// What an author wishes of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To put it in brackets with a class and keys.
    Span {
        /// What it is.
        class: SpanClass,
        /// The id of a claim, or the label of attributes that stand elsewhere.
        id: Option<String>,
        /// Keys and values.
        pairs: Vec<(String, String)>,
    },
    /// To say that it names somebody or something: a name, or an id.
    Mention(String),
    /// To say that it names somebody or something whom only this text knows.
    New {
        /// The name.
        name: String,
        /// The kind.
        kind: String,
    },
    /// To cite a source behind it.
    Citation {
        /// The source's id.
        source: String,
        /// Where in it; may be empty.
        locator: String,
    },
}

/// Edits that do what an author wishes, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What they are about.
    pub fitted: Fitted,
    /// The edits.
    pub edits: Vec<Edit>,
    /// The text with them.
    pub text: String,
}

/// How often a selection grows at most that could not be marked up as it was.
const MOST_TRIES: usize = 6;

impl Manuscript<'_> {
    /// The edits that mark up a selection, which grows as far as it has to.
    ///
    /// # Errors
    /// When it can't be marked up without changing what stands around it, or the wish can't be written.
    pub fn annotate(&self, selection: Span, wish: &Wish) -> Result<Planned, Refusal> {
        self.may_be_written(wish)?;
        let rank = wish.rank();
        let text = self.fit(selection)?.text;
        let mut next = Some(self.fit_ranked(text, rank)?);
        let mut refused = None;
        for _ in 0..MOST_TRIES {
            let Some(fitted) = next else { break };
            let tried = [false, true].map(|is_in_table| self.planned(fitted.clone(), wish, is_in_table));
            let mut why = None;
            for planned in tried {
                match planned {
                    Ok(planned) => return Ok(planned),
                    Err(refusal) => why = why.or(Some(refusal)),
                }
            }
            next = self.larger(&fitted, rank);
            refused = refused.or(why);
        }
        Err(refused.unwrap_or_else(|| Refusal::new("no words of the text stand there")))
    }

    /// Whether the site knows whom a mention is to name, and the keys are keys.
    fn may_be_written(&self, wish: &Wish) -> Result<(), Refusal> {
        let (registry, kinds) = (&self.graph.registry, &self.graph.vocabulary.kinds);
        match wish {
            Wish::Mention(name) if registry.resolve(name, &self.scope(), kinds).is_err() => {
                Err(Refusal::new(format!("`{name}` stands for nobody, or for several")))
            }
            Wish::New { name, .. } if registry.resolve(name, &self.scope(), kinds).is_ok() => {
                Err(Refusal::new(format!("`{name}` is known already")))
            }
            Wish::New { kind, .. } if kinds.named(kind).is_none() => {
                Err(Refusal::new(format!("there is no kind `{kind}`")))
            }
            _ => Ok(()),
        }
    }

    /// The names that hold in the text.
    pub(super) fn scope(&self) -> Scope {
        let (registry, kinds) = (&self.graph.registry, &self.graph.vocabulary.kinds);
        let own = self.graph.entity_of(self.id);
        own.map(|own| Scope::read(own, names_of(self.document), registry, kinds).0).unwrap_or_default()
    }

    /// The edits around a part of the text; where a bar would end a table's cell, it is escaped.
    fn planned(&self, fitted: Fitted, wish: &Wish, is_in_table: bool) -> Result<Planned, Refusal> {
        let words = fitted.span.of(&self.file.text);
        let (before, behind, said) = self.markup(wish, &fitted, words);
        let escaped = |markup: String| if is_in_table { markup.replace('|', "\\|") } else { markup };
        let edits = [(fitted.span.start, before), (fitted.span.end, behind)];
        let edits = edits.into_iter().filter(|(_, words)| !words.is_empty());
        let mut edits: Vec<_> = edits.map(|(place, words)| Edit::at(place, escaped(words))).collect();
        if let Wish::New { name, kind } = wish {
            edits.push(self.declared(name, kind)?);
        }
        let text = apply(&self.file.text, edits.clone());
        self.verify(&text, &[said])?;
        Ok(Planned { fitted, edits, text })
    }

    /// What stands before and behind the words, and what it says.
    fn markup(&self, wish: &Wish, fitted: &Fitted, words: &str) -> (String, String, Said) {
        match wish {
            Wish::Span { class, id, pairs } => {
                let said = Said::span(&fitted.text, *class, id.as_deref(), pairs);
                ("[".to_owned(), format!("]{}", attributes(*class, id.as_deref(), pairs)), said)
            }
            Wish::Mention(name) | Wish::New { name, .. } => {
                let shown = self.document.body.text.get(fitted.text.clone());
                let is_enough = shown == Some(words) && (name == words || self.is_same(name, words));
                let (before, name) =
                    if is_enough { ("[[".to_owned(), words) } else { (format!("[[{name}|"), &**name) };
                (before, "]]".to_owned(), Said::mention(&fitted.text, name))
            }
            Wish::Citation { source, locator } => {
                let text = Text { text: source.clone(), span: Span::default() };
                let said = Said::citation(
                    fitted.text.end,
                    &[CitedSource { source: text, locator: locator.clone() }],
                );
                let place = if locator.is_empty() { String::new() } else { format!(", {locator}") };
                (String::new(), format!(" [@{source}{place}]"), said)
            }
        }
    }

    /// The line of the front matter that declares somebody or something.
    fn declared(&self, name: &str, kind: &str) -> Result<Edit, Refusal> {
        let entry = name_entry(name, kind).ok_or_else(|| Refusal::new(format!("`{name}` can't be an id")))?;
        let why = "the front matter has its names in one line: write them below each other";
        self.names(&[entry]).ok_or_else(|| Refusal::new(why))
    }

    /// Whether words mean by themselves whom a name means.
    fn is_same(&self, name: &str, words: &str) -> bool {
        let (registry, kinds, scope) = (&self.graph.registry, &self.graph.vocabulary.kinds, self.scope());
        let meant = registry.resolve(name, &scope, kinds).ok();
        meant.is_some() && registry.resolve(words, &scope, kinds).ok() == meant
    }
}

impl Wish {
    fn rank(&self) -> u8 {
        match self {
            Self::Span { class, .. } => rank(*class),
            Self::Mention(_) | Self::New { .. } | Self::Citation { .. } => MENTION,
        }
    }
}

/// Attributes as they stand behind words.
fn attributes(class: SpanClass, id: Option<&str>, pairs: &[(String, String)]) -> String {
    let class = match class {
        SpanClass::Claim => Some(".claim"),
        SpanClass::Quote => Some(".quote"),
        SpanClass::Fact => Some(".fact"),
        SpanClass::Date => Some(".date"),
        SpanClass::Plain => None,
    };
    let id = id.map(|id| format!("#{id}"));
    let pairs = pairs.iter().map(|(key, value)| format!("{key}={}", quoted(value)));
    let parts: Vec<_> = id.into_iter().chain(class.map(str::to_owned)).chain(pairs).collect();
    format!("{{{}}}", parts.join(" "))
}

/// A value as it stands in attributes.
pub fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '#');
    match value.chars().all(is_plain) && !value.is_empty() {
        true => value.to_owned(),
        false if value.contains('"') && !value.contains(['\'', '\\']) => format!("'{value}'"),
        false => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}
