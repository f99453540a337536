//! Marking up in the page: what an author selects in a served article, and what becomes of its file.
//!
//! Input: the site that is shown, and a [`Question`] of a page. Output: an answer for it, and edited files. Entry points:
//! [`Desk::open`] and [`Desk::answer`].
//!
//! A page names words by their letters and how many stand before them, which is the same in the file, whatever markup stands
//! among them. All that writes goes through [`crate::edit`]: no word of a text can be changed here, and nothing that was changed elsewhere
//! meanwhile.

use std::collections::VecDeque;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};
use twox_hash::XxHash3_64;

use super::preview::{Line, preview};
use crate::diagnostic::Severity;
use crate::edit::{self, Change, Completion, Edit, EditError, Grown, Manuscript, Planned, Refusal, Wish};
use crate::pipeline::Site;
use crate::propose::{self, Context, Declined, Proposal, propose};
use crate::source::{Span, TextFile};
use crate::syntax::{Body, SpanClass};
use crate::view::PageId;
use crate::vocabulary::Role;

/// How many texts that pages have seen are kept, to say what has changed in them since.
const KEPT: usize = 16;

/// How many lines of what has changed are told.
const TOLD: usize = 20;

/// Where an author marks up pages.
pub struct Desk {
    root: PathBuf,
    /// What a request must know.
    token: String,
    past: Mutex<Past>,
}

/// What has been shown and done.
#[derive(Default)]
struct Past {
    /// The texts that pages have seen, by their hashes, the latest at the end.
    seen: VecDeque<(String, String)>,
    /// What was written, the latest at the end.
    done: Vec<Change>,
}

/// What a page asks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Question {
    /// What can be marked up in it, and how.
    Open { page: String },
    /// What a selection has to grow to.
    Select { page: String, selection: Selection },
    /// What the file would be with a selection marked up.
    Plan { page: String, text: String, selection: Selection, wish: Wished },
    /// The same, and to write it.
    Write { page: String, text: String, selection: Selection, wish: Wished },
    /// What the program proposes.
    Proposals { page: String },
    /// To take a proposal, perhaps with other attributes.
    Take { page: String, text: String, number: usize, attributes: Option<String> },
    /// To see a proposal never again.
    Decline { page: String, text: String, number: usize },
    /// To take the last edit back.
    Undo,
    /// What may be written behind these words.
    Complete { page: String, before: String },
}

/// Words of a page.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// What is selected.
    words: String,
    /// How many letters and digits of the text stand before it.
    before: usize,
}

/// What an author wishes of a selection.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Wished {
    /// That it names somebody or something.
    Name(String),
    /// That it names somebody or something whom the site does not know.
    New { name: String, kind: String },
    /// That it is a claim, with keys and values.
    Claim(Vec<(String, String)>),
    /// That it is a quotation.
    Quote(Vec<(String, String)>),
    /// That it states a fact.
    Fact(Vec<(String, String)>),
    /// That it is a date.
    Date(Vec<(String, String)>),
    /// That it rests on a source.
    Cite { source: String, locator: String },
}

/// What a page hears; it knows what it asked.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The kinds that something new may be, and how many proposals there are.
    Opened { kinds: Vec<String>, proposals: usize },
    /// The selection, what it took in, and the proposals there.
    Selected { text: String, selection: Selection, grown: Vec<&'static str>, proposals: Vec<Proposed> },
    /// The lines of the file that would change.
    Planned { lines: Vec<Line> },
    /// What was written.
    Written { lines: Vec<Line> },
    /// What the program proposes for a text.
    Proposals { text: String, proposals: Vec<Proposed> },
    /// That it is done.
    Done {},
    /// How much is written already, and what it may become.
    Completions { begun: String, found: Vec<Completed> },
}

/// A proposal.
#[derive(Debug, Serialize)]
pub struct Proposed {
    number: usize,
    kind: &'static str,
    attributes: String,
    rule: &'static str,
    selection: Selection,
    lines: Vec<Line>,
}

/// Something that may be written.
#[derive(Debug, Serialize)]
pub struct Completed {
    words: String,
    label: String,
    detail: String,
}

/// Why nothing is done.
#[derive(Debug)]
pub enum Fault {
    /// It can't be done: why.
    Refused(String),
    /// The text is not what the page has seen: the lines that differ.
    Changed(Vec<Line>),
    /// The system refuses.
    Failed(String),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

type Answered = Result<Answer, Fault>;

/// A text that is marked up.
struct Page<'s> {
    site: &'s Site,
    manuscript: Manuscript<'s>,
}

impl Desk {
    /// A desk for the site in a folder, for whoever knows a token that nobody can guess.
    ///
    /// # Errors
    /// When the system has nothing that can't be guessed.
    pub fn open(root: PathBuf) -> std::io::Result<Self> {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(std::io::Error::from)?;
        let token = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { root, token, past: Mutex::default() })
    }

    /// What a request must know.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Answers a page.
    ///
    /// # Errors
    /// When nothing can be done; then nothing is.
    pub fn answer(&self, site: &Site, question: Question) -> Answered {
        match question {
            Question::Open { page } => opened(&Page::find(site, &page)?, &self.declined()?),
            Question::Select { page, selection } => self.select(&Page::find(site, &page)?, &selection),
            Question::Plan { page, text, selection, wish } => {
                let page = self.page(site, &page, &text)?;
                let planned = page.planned(&selection, wish)?;
                Ok(Answer::Planned { lines: preview(&page.file().text, &planned.edits) })
            }
            Question::Write { page, text, selection, wish } => {
                let page = self.page(site, &page, &text)?;
                let planned = page.planned(&selection, wish)?;
                self.write(&page, planned.text, &planned.edits)
            }
            Question::Proposals { page } => {
                let page = Page::find(site, &page)?;
                let proposals = page.proposed(&self.declined()?);
                Ok(Answer::Proposals { text: self.seen(&page), proposals })
            }
            Question::Take { page, text, number, attributes } => {
                self.take(&self.page(site, &page, &text)?, number, attributes.as_deref())
            }
            Question::Decline { page, text, number } => {
                let page = self.page(site, &page, &text)?;
                let mut declined = self.declined()?;
                declined.add(&page.file().path, &page.proposal(number)?.1);
                declined.write().map_err(failed)?;
                Ok(Answer::Done {})
            }
            Question::Undo => self.undo(),
            Question::Complete { page, before } => complete(&Page::find(site, &page)?, &before),
        }
    }

    fn past(&self) -> std::sync::MutexGuard<'_, Past> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn declined(&self) -> Result<Declined, Fault> {
        Declined::read(&self.root).map_err(failed)
    }

    /// Notes that a page sees a text; gives what it calls it by.
    fn seen(&self, page: &Page<'_>) -> String {
        let text = &page.file().text;
        let hash = hash(text);
        let seen = &mut self.past().seen;
        seen.retain(|(known, _)| *known != hash);
        seen.push_back((hash.clone(), text.to_string()));
        let surplus = seen.len().saturating_sub(KEPT);
        seen.drain(..surplus);
        hash
    }

    /// The text of a page, as long as it is what the page has seen.
    fn page<'s>(&self, site: &'s Site, path: &str, text: &str) -> Result<Page<'s>, Fault> {
        let page = Page::find(site, path)?;
        if hash(&page.file().text) == text {
            return Ok(page);
        }
        let past = self.past();
        let seen = past.seen.iter().find(|(known, _)| known == text);
        Err(Fault::Changed(seen.map_or_else(Vec::new, |(_, before)| changed(before, &page.file().text))))
    }

    fn select(&self, page: &Page<'_>, selection: &Selection) -> Answered {
        let fitted = page.manuscript.fit(page.span(selection)?)?;
        let touches = |proposal: &Proposal| {
            proposal.text.start < fitted.text.end && fitted.text.start < proposal.text.end
        };
        let declined = self.declined()?;
        let proposals = page.proposals(&declined).filter(|(_, it)| touches(it));
        let proposals = proposals.map(|(number, it)| page.shown(number, &it)).collect();
        let grown = fitted.grown.iter().map(|it| named(*it)).collect();
        let selection = page.selection(&fitted.text);
        Ok(Answer::Selected { text: self.seen(page), selection, grown, proposals })
    }

    fn take(&self, page: &Page<'_>, number: usize, attributes: Option<&str>) -> Answered {
        let (context, proposed) = page.proposal(number)?;
        let changed = attributes.map_or(Some(proposed.clone()), |attributes| proposed.with(attributes));
        let none = || Fault::Refused("these are no attributes".to_owned());
        let proposal = changed.ok_or_else(none)?;
        let outcome = propose::write(&context, std::slice::from_ref(&proposal));
        if outcome.written == 0 {
            return Err(Fault::Refused("marked up, it would change what stands around it".to_owned()));
        }
        self.write(page, outcome.text, &proposal.edits)
    }

    /// Writes a text, where the site is as good with it.
    fn write(&self, page: &Page<'_>, after: String, edits: &[Edit]) -> Answered {
        let (path, before) = (page.file().path.to_string(), page.file().text.to_string());
        let lines = preview(&before, edits);
        let change = Change { path, to: None, before, after };
        let next = edit::after(page.site, std::slice::from_ref(&change)).map_err(failed)?;
        edit::is_as_good(page.site, &next, Severity::Error)?;
        let mut past = self.past();
        self.carry_out(&change)?;
        past.done.push(change);
        Ok(Answer::Written { lines })
    }

    fn undo(&self) -> Answered {
        let mut past = self.past();
        let Some(change) = past.done.last() else {
            return Err(Fault::Refused("nothing was written yet".to_owned()));
        };
        self.carry_out(&change.reversed())?;
        past.done.pop();
        Ok(Answer::Done {})
    }

    fn carry_out(&self, change: &Change) -> Result<(), Fault> {
        edit::write(&self.root, std::slice::from_ref(change)).map_err(|error| match error {
            EditError::Refused(path, why) => match std::fs::read_to_string(&path) {
                Ok(now) if now != change.before => Fault::Changed(changed(&change.before, &now)),
                _ => Fault::Refused(format!("{} {why}", change.path)),
            },
            other => failed(other),
        })
    }
}

impl<'s> Page<'s> {
    /// The text that a page shows.
    fn find(site: &'s Site, path: &str) -> Result<Self, Fault> {
        let graph = site.graph();
        let found = graph.all_documents().find(|&(id, _)| {
            graph.entity_of(id).is_some_and(|entity| site.views().path(PageId::Entity(entity)) == path)
        });
        let none = || Fault::Refused("this page shows no text of its own".to_owned());
        let manuscript = found.and_then(|(id, _)| Manuscript::new(site, id)).ok_or_else(none)?;
        Ok(Self { site, manuscript })
    }

    fn file(&self) -> &'s TextFile {
        self.manuscript.file
    }

    fn body(&self) -> &'s Body {
        &self.manuscript.document.body
    }

    /// The place of a selection in the file; the signs at its ends belong to it, where they stand there, too.
    fn span(&self, selection: &Selection) -> Result<Span, Fault> {
        let (words, text) = (selection.words.trim(), &self.body().text);
        let is_sign = |c: &char| !c.is_alphanumeric() && !c.is_whitespace();
        let place = self.body().find(words, selection.before).and_then(|found| {
            let before = text.get(..found.start)?.chars().rev().take_while(is_sign);
            let before = before.take(words.chars().take_while(is_sign).count());
            let behind = text.get(found.end..)?.chars().take_while(is_sign);
            let behind = behind.take(words.chars().rev().take_while(is_sign).count());
            let start = found.start - before.map(char::len_utf8).sum::<usize>();
            let end = found.end + behind.map(char::len_utf8).sum::<usize>();
            self.body().span_of(start..end)
        });
        let gone = || Fault::Refused("these words are not in the text; load the page anew".to_owned());
        place.ok_or_else(gone)
    }

    /// How the page names a part of the plain text.
    fn selection(&self, part: &Range<usize>) -> Selection {
        let words = self.body().text.get(part.clone()).unwrap_or_default().to_owned();
        Selection { words, before: self.body().letters_before(part.start) }
    }

    fn planned(&self, selection: &Selection, wish: Wished) -> Result<Planned, Fault> {
        Ok(self.manuscript.annotate(self.span(selection)?, &wish.into())?)
    }

    fn context(&self) -> Option<Context<'s>> {
        Context::new(self.site, &self.site.finder(), self.manuscript.id)
    }

    /// The proposals by their numbers, without those that were declined.
    fn proposals(&self, declined: &Declined) -> impl Iterator<Item = (usize, Proposal)> {
        let found = self.context().map_or_else(Vec::new, |context| propose(&context));
        let found = found.into_iter().enumerate();
        found.filter(|(_, proposal)| !declined.has(&self.file().path, proposal))
    }

    /// The proposals for an author to go through, the surest first.
    fn proposed(&self, declined: &Declined) -> Vec<Proposed> {
        let mut found: Vec<_> = self.proposals(declined).collect();
        found.sort_by_key(|(_, proposal)| proposal.tier);
        found.into_iter().map(|(number, it)| self.shown(number, &it)).collect()
    }

    /// A proposal by its number, and what it was made from.
    fn proposal(&self, number: usize) -> Result<(Context<'s>, Proposal), Fault> {
        let context = self.context();
        let found = context.and_then(|context| {
            let proposal = propose(&context).into_iter().nth(number)?;
            Some((context, proposal))
        });
        found.ok_or_else(|| Fault::Refused("there is no such proposal".to_owned()))
    }

    fn shown(&self, number: usize, proposal: &Proposal) -> Proposed {
        Proposed {
            number,
            kind: proposal.kind.as_str(),
            attributes: proposal.written(),
            rule: proposal.rule,
            selection: self.selection(&proposal.text),
            lines: preview(&self.file().text, &proposal.edits),
        }
    }
}

impl From<Wished> for Wish {
    fn from(wished: Wished) -> Self {
        let span = |class, pairs: Vec<(String, String)>| {
            let pairs = pairs.into_iter().filter(|(_, value)| !value.trim().is_empty());
            let (ids, pairs): (Vec<_>, Vec<_>) = pairs.partition(|(key, _)| key == "id");
            Self::Span { class, id: ids.into_iter().next().map(|(_, id)| id), pairs }
        };
        match wished {
            Wished::Name(name) => Self::Mention(name),
            Wished::New { name, kind } => Self::New { name, kind },
            Wished::Claim(pairs) => span(SpanClass::Claim, pairs),
            Wished::Quote(pairs) => span(SpanClass::Quote, pairs),
            Wished::Fact(pairs) => span(SpanClass::Fact, pairs),
            Wished::Date(pairs) => span(SpanClass::Date, pairs),
            Wished::Cite { source, locator } => Self::Citation { source, locator },
        }
    }
}

fn opened(page: &Page<'_>, declined: &Declined) -> Answered {
    let kinds = page.site.graph().vocabulary.kinds.iter().map(|(_, kind)| kind);
    let kinds = kinds.filter(|kind| kind.role == Role::Entity).map(|kind| kind.name.to_string()).collect();
    Ok(Answer::Opened { kinds, proposals: page.proposals(declined).count() })
}

fn complete(page: &Page<'_>, before: &str) -> Answered {
    let (begun, found) = edit::complete(page.site.graph(), Some(page.manuscript.id), before, "]]");
    let completed = |Completion { label, words, detail, .. }: Completion| {
        let words = words.unwrap_or_else(|| label.clone());
        Completed { words, label, detail }
    };
    Ok(Answer::Completions { begun: begun.to_owned(), found: found.into_iter().map(completed).collect() })
}

/// What a text is called by.
fn hash(text: &str) -> String {
    format!("{:016x}", XxHash3_64::oneshot(text.as_bytes()))
}

fn failed(error: impl std::fmt::Display) -> Fault {
    Fault::Failed(error.to_string())
}

/// The lines that differ between two texts.
fn changed(before: &str, after: &str) -> Vec<Line> {
    let diff = TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    let lines = lines.map(|change| Line::whole(change.value(), change.tag() == ChangeTag::Insert));
    lines.take(TOLD).collect()
}

/// What a selection took in, in words.
fn named(grown: Grown) -> &'static str {
    match grown {
        Grown::Word => "whole words",
        Grown::Mention => "a name that is marked up",
        Grown::Span => "a claim, fact or date that is marked up",
        Grown::Emphasis => "emphasised words",
        Grown::Link => "a link",
        Grown::Code => "code",
    }
}
