//! The markup of a text, which an editor shows paler than the words.
//!
//! Input: a text. Output: its brackets, attributes, citations and definitions, line by line, as the protocol counts them. Entry
//! points: [`tokens`] and [`legend`].

use gen_lsp_types::{Position, SemanticToken, SemanticTokens, SemanticTokensLegend};

use super::asked::Asked;
use super::symbols::fences;
use crate::source::Span;
use crate::syntax::{Annotation, AnnotationKind};

/// What a token may be: themes show comments paler than anything else.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend::new(vec!["comment".to_owned()], Vec::new())
}

/// The markup of a text.
pub fn tokens(asked: &Asked<'_>) -> Option<SemanticTokens> {
    let text = &*asked.text.text;
    let annotations = asked.body()?.body.annotations.iter().flat_map(markup);
    let mut spans: Vec<_> = annotations.chain(fences(text)).collect();
    spans.sort();
    let (mut data, mut end, mut last) = (Vec::new(), 0, Position { line: 0, character: 0 });
    for span in spans.into_iter().flat_map(|span| lines(text, span)) {
        let span = Span { start: span.start.max(end), ..span };
        if span.start < span.end {
            end = span.end;
            data.push(token(asked, span, &mut last));
        }
    }
    Some(SemanticTokens::new(None, data))
}

/// What of an annotation is not words of the page.
fn markup(annotation: &Annotation) -> Vec<Span> {
    let Annotation { span, inner, attributes, .. } = annotation;
    match annotation.kind {
        AnnotationKind::Citation(_) => vec![*span],
        _ => vec![
            Span { start: span.start, end: inner.start },
            Span { start: inner.end, end: span.end },
            attributes.span,
        ],
    }
}

/// The parts of a span on each of its lines, without their ends.
fn lines(text: &str, span: Span) -> Vec<Span> {
    let mut start = span.start as usize;
    let lines = span.of(text).split_inclusive('\n').map(|line| {
        let part = Span::new(start..start + line.trim_end_matches(['\n', '\r']).len());
        start += line.len();
        part
    });
    lines.collect()
}

/// A token behind the last one, which is on one line.
fn token(asked: &Asked<'_>, span: Span, last: &mut Position) -> SemanticToken {
    let range = asked.range(span);
    let (start, before) = (range.start, std::mem::replace(last, range.start));
    let delta_line = start.line - before.line;
    let delta_start = if delta_line == 0 { start.character - before.character } else { start.character };
    let length = range.end.character - start.character;
    SemanticToken { delta_line, delta_start, length, token_type: 0, token_modifiers_bitset: 0 }
}
