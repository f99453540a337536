//! One Markdown file → its tree: front matter, text, annotations.
//!
//! Input: a file's path and text. Output: a [`Document`] that knows nothing of other files, and all that is wrong with
//! it. Entry point: [`parse`].

mod allowed;
mod annotation;
mod attributes;
mod body;
mod brackets;
mod build;
mod definitions;
mod embed;
mod front;
mod heading;
mod inline;
mod links;
mod nest;
mod quoted;
mod raw;
mod sanitize;
mod sentence;
mod stray;
mod tree;

pub use annotation::{Annotation, AnnotationKind, CitedSource, SpanClass};
pub use attributes::{Attributes, CLASSES};
pub use body::{Body, Footnote, Prose, Sentence};
pub(crate) use embed::is_picture;
pub use front::{Allowed, Correction, Front, Picture, end as front_end, read as read_front};
pub use heading::{Heading, slug};
pub use links::{Link, LinkContext, LinkPlace, LinkTarget};
pub(crate) use sentence::sentences;
pub use tree::{
    Alignment, AnnotationId, DocumentId, HeadingId, LinkId, Node, NodeId, NodeKind, Part, SentenceId, Slice,
    Tree,
};

use std::ops::{Deref, Range};
use std::sync::Arc;

use body::Context;

use crate::config::{Config, Folders, dated};
use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::path::{id_fault, nfc};
use crate::source::{FileId, Span, TextFile, fingerprint};

/// A Markdown file: its place among the files of a site, and what is in it, which sites share that have the same text.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The file.
    pub file: FileId,
    content: Arc<Content>,
}

impl Deref for Document {
    type Target = Content;

    fn deref(&self) -> &Content {
        &self.content
    }
}

/// What is in a Markdown file.
#[derive(Debug, Default)]
pub struct Content {
    /// The folder of its kind: the one of `content/` it lies in, or that of the default kind; empty for `content/` itself.
    pub folder: String,
    /// Its path below `content/`.
    pub path: String,
    /// Its id: see [`Folders::place`].
    pub id: String,
    /// Its front matter.
    pub front: Front,
    /// Whether it has a front matter at all.
    pub has_front: bool,
    /// The picture that its front matter names.
    pub image: Option<Link>,
    /// Its text.
    pub body: Body,
}

impl Content {
    /// Its claims and quotations.
    pub fn claims(&self) -> impl Iterator<Item = (AnnotationId, &Annotation)> {
        self.body.all_annotations().filter(|(_, annotation)| annotation.is_claim())
    }

    /// The ids that the author gave to its claims.
    fn claim_ids(&self) -> impl Iterator<Item = Option<&str>> {
        self.claims().map(|(_, claim)| claim.attributes.id.as_ref().map(|id| &*id.text))
    }

    /// Whether nobody who is named, no claim and no heading depends on which of the two texts a file holds.
    pub fn declares_the_same(&self, other: &Self) -> bool {
        let is_told_alike = self.has_front == other.has_front && self.front == other.front;
        let are_parts_the_same = self.claim_ids().eq(other.claim_ids())
            && self.body.heading_names().eq(other.body.heading_names());
        self.path == other.path && is_told_alike && are_parts_the_same
    }

    /// A number for what [`Self::declares_the_same`] compares, of a document that was read from this text.
    pub fn fingerprint_of_declared(&self, text: &str) -> u64 {
        let front = (text.get(..front::split(text).body), self.front.name.as_ref().map(|name| &name.text));
        let claims: Vec<_> = self.claim_ids().collect();
        let headings: Vec<_> = self.body.heading_names().collect();
        fingerprint(&(&self.path, front, claims, headings))
    }
}

/// Reads a Markdown file. The diagnostics have their places in `file`.
pub fn parse(
    file: FileId,
    source: &TextFile,
    config: &Config,
    folders: &Folders,
) -> (Document, Vec<Diagnostic>) {
    let split = front::split(&source.text);
    let path = &*nfc(source.path.strip_prefix("content/").unwrap_or(&source.path));
    let (folder, id) = folders.place(path);
    let is_review = folder == folders.claims;
    let (mut front, mut diagnostics) = front::parse(&source.text, &split, !is_review);
    if folder == folders.articles || folder == folders.pages {
        front.take_paths();
    }
    if let Some((date, _)) = date_in_name(path).filter(|_| folder == folders.articles) {
        front.take_date(date);
    }
    let language = front.language.as_ref().map_or(&*config.language, |language| &*language.text);
    let mut start = split.body;
    // A review has no title of its own: what looks like one is part of its text.
    let has_title = front.name.is_some() || split.unclosed.is_some() || is_review;
    let heading = front::heading(&source.text, start).filter(|_| !has_title);
    if let Some((title, end)) = &heading {
        (front.name, start) = (Some(title.clone()), *end);
    } else if !has_title && folders.may_be_untitled(folder) {
        front.name = Some(Text { text: file_name(path, id).to_owned(), span: Span::default() });
    }
    let title = heading.as_ref().map(|(title, _)| &*title.text);
    // A page may show several reviews, and the same sentence may stand in two of them.
    let part = if is_review { id } else { "" };
    let context = Context { path, language, title, part, policy: &config.policy };
    let (body, found) = body::read(&source.text, start, context);
    diagnostics.extend(found);
    diagnostics.extend(bad_claim_ids(&body));
    let image = front.image.as_ref().map(|image| &image.src);
    diagnostics.extend(image.and_then(|it| sanitize::blocked_picture(&it.text, it.span, &config.policy)));
    let image = image.map(|src| picture(src, path));
    let diagnostics = diagnostics.into_iter().map(|diagnostic| diagnostic.in_file(file)).collect();
    let content = Content {
        folder: folder.to_owned(),
        path: path.to_owned(),
        id: id.to_owned(),
        front,
        image,
        has_front: split.front.is_some() || split.unclosed.is_some(),
        body,
    };
    (Document { file, content: Arc::new(content) }, diagnostics)
}

/// Parts of a text in their order; those that touch or overlap are one.
fn joined(mut parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    parts.sort_unstable_by_key(|part| part.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => joined.push(part),
        }
    }
    joined
}

/// The picture that the front matter names, as a link of the text.
fn picture(src: &Text, path: &str) -> Link {
    Link { span: src.span, target: links::target(&src.text, path), title: String::new() }
}

/// The ids of claims that could not be the names of their pages.
fn bad_claim_ids(body: &Body) -> impl Iterator<Item = Diagnostic> {
    let ids = body.annotations.iter().filter(|it| it.is_claim()).filter_map(|it| it.attributes.id.as_ref());
    ids.filter_map(|id| {
        let message =
            format!("`{}` can't be the id of a claim: it {}", id.text.escape_debug(), id_fault(&id.text)?);
        let help = "choose letters and digits, with hyphens between them";
        Some(Diagnostic::at(Code::BadId, id.span, message).help(help))
    })
}

/// The date that the name of a file begins with, or that of the folder it is the index of; with the rest.
fn date_in_name(path: &str) -> Option<(&str, &str)> {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    dated(stem.strip_suffix("/index").unwrap_or(stem).rsplit('/').next()?)
}

/// The name of a file, or of the folder that it is the index of.
fn file_name<'p>(path: &'p str, id: &'p str) -> &'p str {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let name = if stem.ends_with("/index") { id } else { stem };
    name.rsplit('/').next().unwrap_or(name)
}
