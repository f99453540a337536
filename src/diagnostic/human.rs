//! Diagnostics for people, in the manner of rustc.
//!
//! Input: sorted diagnostics and the files they point into. Output: text, with or without colour.
//! Entry point: [`render`].

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::plain::{plain, plain_coloured};
use super::{Diagnostic, Severity};
use crate::source::{FileId, Files, Location, Span};

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
    let snippets = involved_files(diagnostic).into_iter().map(|file| snippet(diagnostic, file, files));
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

/// The lines of a file from the first to the last place in it; in a large file, its whole text would take long.
fn snippet<'a>(diagnostic: &'a Diagnostic, file: FileId, files: &'a Files) -> Snippet<'a, Annotation<'a>> {
    let source = files.get(file);
    let places = places(diagnostic).filter(|(location, ..)| location.file == file);
    let all = places.clone().map(|(location, ..)| location.span).reduce(Span::to).unwrap_or_default();
    let lines = source.lines(all);
    let annotations = places.map(|(location, message, kind)| {
        let range = location.span.range();
        annotation(range.start - lines.start..range.end - lines.start, message, kind)
    });
    Snippet::source(source.text.get(lines.clone()).unwrap_or_default())
        .line_start(source.line(all.start))
        .path(plain(&source.path))
        .annotations(annotations)
}

/// Every place of a finding, the primary one first, with what is written under it.
fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = (Location, &str, AnnotationKind)> + Clone {
    let primary = (diagnostic.primary, diagnostic.primary_label.as_str(), AnnotationKind::Primary);
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
