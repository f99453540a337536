//! One Markdown file → its tree: front matter, text, annotations.
//!
//! Input: a file's path and text. Output: a [`Document`] that knows nothing of other files, and all that is wrong with
//! it. Entry point: [`parse`].

mod annotation;
mod attributes;
mod body;
mod brackets;
mod front;
mod links;
mod sanitize;
mod sentence;

pub use annotation::{Annotation, AnnotationKind, CitedSource, SpanClass};
pub use attributes::Attributes;
pub use body::{Body, Mark, MarkKind, Prose, Sentence};
pub use front::{Allowed, Front, read as read_front};
pub use links::LinkTarget;

use links::LinkContext;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, TextFile};

/// A Markdown file.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// The folder of `content/` it lies in, which tells its kind; empty for `content/` itself.
    pub folder: String,
    /// Its path below `content/`.
    pub path: String,
    /// Its id: the file's stem.
    pub id: String,
    /// Its front matter.
    pub front: Front,
    /// Whether it has a front matter at all.
    pub has_front: bool,
    /// The picture that its front matter names.
    pub image: Option<LinkTarget>,
    /// Its text.
    pub body: Body,
}

/// Reads a Markdown file. The diagnostics have their places in `file`.
pub fn parse(file: FileId, source: &TextFile, config: &Config) -> (Document, Vec<Diagnostic>) {
    let split = front::split(&source.text);
    let (front, mut diagnostics) = front::parse(&source.text, &split);
    let language = front.language.as_ref().map_or(&*config.language, |language| &*language.text);
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let context = LinkContext { path, addresses: config.urls };
    let (body, found) = body::read(&source.text, split.body, language, &context);
    diagnostics.extend(found);
    let diagnostics = diagnostics.into_iter().map(|diagnostic| diagnostic.in_file(file)).collect();
    let image = front.image.as_ref().and_then(|image| links::target(&image.text, image.span, &context));
    let (folder, rest) = path.split_once('/').unwrap_or(("", path));
    let stem = rest.rsplit('/').next().unwrap_or(rest);
    let document = Document {
        file,
        folder: folder.to_owned(),
        path: path.to_owned(),
        id: stem.strip_suffix(".md").unwrap_or(stem).to_owned(),
        front,
        image,
        has_front: split.front.is_some() || split.unclosed.is_some(),
        body,
    };
    (document, diagnostics)
}
