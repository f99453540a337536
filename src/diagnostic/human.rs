//! Diagnostics for people, in the manner of rustc.
//!
//! Input: sorted diagnostics and the files they point into. Output: text, with or without colour.
//! Entry point: [`render`].

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::plain::{plain, plain_coloured};
use super::{Diagnostic, Severity};
use crate::source::{FileId, Files, Location, Span, TextFile};

/// How many bytes of a file are shown at once at the most: places further apart are shown each by itself.
const LONGEST: usize = 10_000;

/// Renders one finding, without a final line break.
///
/// `width` is that of the terminal in columns.
pub fn render(diagnostic: &Diagnostic, files: &Files, colour: bool, width: usize) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(width);
    // Of texts, the renderer lets no escape character through, but what does the same by another name.
    plain_coloured(&renderer.render(&[report(diagnostic, files)])).into_owned()
}

fn report<'a>(diagnostic: &'a Diagnostic, files: &'a Files) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(plain(&diagnostic.message)).id(diagnostic.code.as_str());
    let snippets = involved_files(diagnostic).into_iter().flat_map(|file| snippets(diagnostic, file, files));
    let help = diagnostic.help.iter().map(|help| Level::HELP.message(plain(help)));
    title.elements(snippets).elements(help)
}

fn involved_files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut involved = vec![diagnostic.primary.file];
    for label in &diagnostic.labels {
        if !involved.contains(&label.location.file) {
            involved.push(label.location.file);
        }
    }
    involved
}

/// The places in a file, together where they are near each other.
fn snippets<'a>(diagnostic: &'a Diagnostic, file: FileId, files: &'a Files) -> Vec<Element<'a>> {
    let source = files.get(file);
    let places: Vec<_> = places(diagnostic).filter(|(location, ..)| location.file == file).collect();
    let all = places.iter().map(|(location, ..)| location.span).reduce(Span::to).unwrap_or_default();
    if source.lines(all).len() <= LONGEST {
        return vec![snippet(source, &places).into()];
    }
    places.iter().map(|place| alone(source, place)).collect()
}

/// A place by itself; of a very long line, only where in it.
fn alone<'a>(source: &'a TextFile, place: &Place<'a>) -> Element<'a> {
    let span = place.0.span;
    if source.lines(span).len() <= LONGEST {
        return snippet(source, std::slice::from_ref(place)).into();
    }
    let position = source.position(span.start);
    Origin::path(plain(&source.path)).line(position.line).char_column(position.column).into()
}

/// The lines of a file from the first to the last of some places in it.
fn snippet<'a>(source: &'a TextFile, places: &[Place<'a>]) -> Snippet<'a, Annotation<'a>> {
    let all = places.iter().map(|(location, ..)| location.span).reduce(Span::to).unwrap_or_default();
    let lines = source.lines(all);
    let annotations = places.iter().map(|(location, message, kind)| {
        let range = location.span.range();
        let start = source.text.floor_char_boundary(range.start);
        let end = source.text.ceil_char_boundary(range.end);
        annotation(start - lines.start..end - lines.start, message, *kind)
    });
    Snippet::source(source.text.get(lines.clone()).unwrap_or_default())
        .line_start(source.line(all.start))
        .path(plain(&source.path))
        .annotations(annotations)
}

/// A place, what is written under it, and whether it is the primary one.
type Place<'a> = (Location, &'a str, AnnotationKind);

/// Every place of a finding, the primary one first, with what is written under it.
fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = Place<'_>> {
    let primary = (diagnostic.primary, &*diagnostic.primary_label, AnnotationKind::Primary);
    let labels = diagnostic
        .labels
        .iter()
        .map(|label| (label.location, label.message.as_str(), AnnotationKind::Context));
    std::iter::once(primary).chain(labels)
}

fn annotation(range: Range<usize>, message: &str, kind: AnnotationKind) -> Annotation<'_> {
    let annotation = kind.span(range);
    if message.is_empty() { annotation } else { annotation.label(plain(message)) }
}
