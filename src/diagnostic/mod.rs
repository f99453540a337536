//! Findings about an author's text: what is wrong, where, and the way out.
//!
//! Input: what the stages notice. Output: [`Diagnostic`]s, sorted by place, and their printed forms
//! (one file an emitter). Entry points: [`Diagnostic::new`] and [`sort`]; the list of all codes is
//! [`Code::ALL`].
//!
//! A diagnostic is an author's mistake. A failing environment (a full disk, a folder that can't be
//! read) is never one: it is an error with a path, and ends the run.

mod code;
mod github;
mod human;
mod json;
mod likeness;
mod plain;
mod sarif;

pub use code::{Code, Severity};
pub use github::render as render_github;
pub use human::render as render_human;
pub use json::{Lines, render as render_json};
pub use likeness::{Likeness, nearest};
pub use plain::{plain, plain_json};
pub use sarif::render as render_sarif;

use crate::source::{Edit, FileId, Files, Location, Span};

/// One finding: it can be read, located and acted on without any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What rule found it.
    pub code: Code,
    /// How much it matters; the code's own severity unless the site or the file says otherwise.
    pub severity: Severity,
    /// One sentence that makes sense alone, without a full stop.
    pub message: String,
    /// The place it is about.
    pub primary: Location,
    /// A few words shown under the primary place; may be empty.
    pub primary_label: Box<str>,
    /// Other places involved, each with what it has to do with the finding.
    pub labels: Vec<Label>,
    /// Ways out: the fix, candidates, a did-you-mean.
    pub help: Vec<String>,
    /// Edits that mend it, the likeliest first.
    pub fixes: Box<[Fix]>,
}

/// Edits that mend what a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What they do, as an editor offers it: "write `.claim`".
    pub title: String,
    /// Words to put in the place of others.
    pub edits: Vec<(FileId, Edit)>,
    /// Whether a program may carry them out by itself.
    pub applicability: Applicability,
}

/// How sure it is that an author means what a fix does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// It can mean nothing else, and no word of a page changes.
    Safe,
    /// The author decides.
    Ask,
}

impl Applicability {
    /// The word for it in every output format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Ask => "ask",
        }
    }
}

/// A further place of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub location: Location,
    /// What stands there.
    pub message: String,
}

impl Diagnostic {
    /// A finding with the severity that its code has by default.
    pub fn new(code: Code, location: Location, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: location,
            primary_label: Box::default(),
            labels: Vec::new(),
            help: Vec::new(),
            fixes: Box::default(),
        }
    }

    /// A finding in a file whose id is not known yet; [`Diagnostic::in_file`] sets it.
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Location::new(FileId::default(), span), message)
    }

    /// The same finding with every place moved to `file`.
    pub fn in_file(mut self, file: FileId) -> Self {
        self.primary.file = file;
        self.labels.iter_mut().for_each(|label| label.location.file = file);
        self.fixes.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|(place, _)| *place = file);
        self
    }

    /// Adds words under the primary place.
    pub fn primary_label(mut self, message: impl Into<Box<str>>) -> Self {
        self.primary_label = message.into();
        self
    }

    /// Adds a further place.
    pub fn label(mut self, location: Location, message: impl Into<String>) -> Self {
        self.labels.push(Label { location, message: message.into() });
        self
    }

    /// Adds a further place in the file of the primary one.
    pub fn label_at(self, span: Span, message: impl Into<String>) -> Self {
        let file = self.primary.file;
        self.label(Location::new(file, span), message)
    }

    /// Adds a way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds edits in the file of the primary place that mend it.
    pub fn fix(mut self, applicability: Applicability, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        let file = self.primary.file;
        let edits = edits.into_iter().map(|edit| (file, edit)).collect();
        let fix = Fix { title: title.into(), edits, applicability };
        self.fixes = self.fixes.into_iter().chain([fix]).collect();
        self
    }

    /// Adds that other words at a place mend it.
    pub fn replace(self, applicability: Applicability, span: Span, words: impl Into<String>) -> Self {
        let words = words.into();
        let title = format!("write `{words}`");
        self.fix(applicability, title, vec![Edit { span, words }])
    }

    /// Adds that another word may be meant at a place, where one is near what stands there.
    pub fn meant(self, applicability: Applicability, span: Span, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")).replace(applicability, span, near),
            None => self,
        }
    }

    /// Adds a way out where none is known yet.
    pub fn or_help(self, help: impl FnOnce() -> String) -> Self {
        if self.help.is_empty() { self.help(help()) } else { self }
    }

    /// Adds a way out where there is one.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help.extend(help);
        self
    }
}

/// Sorts findings by file, place and code, and drops repeated ones.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, files: &Files) {
    diagnostics.sort_by(|a, b| key(a, files).cmp(&key(b, files)));
    diagnostics.dedup();
}

fn key<'a>(diagnostic: &'a Diagnostic, files: &'a Files) -> (&'a str, Span, Code, &'a str) {
    let path = &*files.get(diagnostic.primary.file).path;
    (path, diagnostic.primary.span, diagnostic.code, &diagnostic.message)
}

/// "did you mean `x`?" for the candidate most like `word`.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// Joins words as a sentence lists them: "a", "a or b", "a, b or c".
pub fn one_of(words: &[impl AsRef<str>]) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", first.join(", "), last.as_ref())
        }
    }
}
