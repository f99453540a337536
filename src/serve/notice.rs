//! What there is to say of a site: its findings, for the terminal and for the page they are shown over.
//!
//! Input: findings. Output: a [`Notice`], and its message for browsers as JSON. Entry point: [`Notice::about`].

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::load::LoadError;
use crate::source::{Files, Location};

/// How many findings are shown over a page.
const SHOWN: usize = 30;

/// What there is to say of a site at one time.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// Counts the changes.
    pub version: u64,
    /// The path of the page that was edited, where it is one.
    pub edited: Option<String>,
    /// All findings.
    pub findings: Arc<[Diagnostic]>,
    /// The files that they point into.
    pub files: Arc<Files>,
    /// Why the site could not be read.
    pub refusal: Option<String>,
    shown: Arc<[Shown]>,
}

/// A finding as the page's script gets it.
#[derive(Debug, Serialize)]
struct Shown {
    severity: &'static str,
    code: &'static str,
    message: String,
    places: Vec<Place>,
    help: Vec<String>,
}

/// A place with the line that it is in.
#[derive(Debug, Serialize)]
struct Place {
    place: String,
    href: String,
    before: String,
    words: String,
    after: String,
    message: String,
}

#[derive(Serialize)]
struct Message<'a> {
    /// Tells apart this run's messages from those of another.
    version: String,
    edited: Option<&'a str>,
    errors: usize,
    warnings: usize,
    findings: &'a [Shown],
}

impl Notice {
    /// An empty notice for the next change.
    pub fn next(&self) -> Self {
        Self { version: self.version + 1, ..Self::default() }
    }

    /// Says what was found in a site in `root`.
    pub fn about(mut self, findings: Vec<Diagnostic>, files: &Files, root: &Path) -> Self {
        let mut important: Vec<_> =
            findings.iter().filter(|finding| finding.severity > Severity::Note).collect();
        important.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let shown = important.into_iter().take(SHOWN);
        self.shown = shown.map(|finding| Shown::new(finding, files, root)).collect();
        self.findings = findings.into();
        self.files = Arc::new(files.clone());
        self
    }

    /// Says that the site could not be read.
    pub fn refused(mut self, error: &LoadError) -> Self {
        let message = error.to_string();
        self.shown = [Shown {
            severity: Severity::Error.as_str(),
            code: "unreadable-file",
            message: message.clone(),
            places: Vec::new(),
            help: Vec::new(),
        }]
        .into();
        self.refusal = Some(message);
        self
    }

    /// How many findings of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        let refused = usize::from(severity == Severity::Error && self.refusal.is_some());
        self.findings.iter().filter(|finding| finding.severity == severity).count() + refused
    }

    /// The version as browsers know it.
    pub fn tag(&self) -> String {
        format!("{}-{}", std::process::id(), self.version)
    }

    /// The message for browsers.
    pub fn message(&self) -> String {
        let message = Message {
            version: self.tag(),
            edited: self.edited.as_deref(),
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            findings: &self.shown,
        };
        serde_json::to_string(&message).unwrap_or_default()
    }
}

impl Shown {
    fn new(finding: &Diagnostic, files: &Files, root: &Path) -> Self {
        let primary = (finding.primary, &*finding.primary_label);
        let labels = finding.labels.iter().map(|label| (label.location, &*label.message));
        let places = std::iter::once(primary).chain(labels);
        Self {
            severity: finding.severity.as_str(),
            code: finding.code.as_str(),
            message: finding.message.clone(),
            places: places.map(|(location, message)| Place::new(location, message, files, root)).collect(),
            help: finding.help.clone(),
        }
    }
}

impl Place {
    fn new(location: Location, message: &str, files: &Files, root: &Path) -> Self {
        let file = files.get(location.file);
        let position = file.position(location.span.start);
        let place = format!("{}:{}:{}", file.path, position.line, position.column);
        let range = location.span.range();
        let start = file.text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let line = file.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let end = range.end.min(start + line.len());
        let part = |range: std::ops::Range<usize>| file.text.get(range).unwrap_or_default().to_owned();
        Self {
            href: format!("vscode://file{}", root.join(&place).display()),
            place,
            before: part(start..range.start),
            words: part(range.start..end),
            after: part(end.max(range.start)..start + line.len()),
            message: message.to_owned(),
        }
    }
}
