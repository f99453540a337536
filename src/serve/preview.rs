//! The lines of a file that edits change, for a page to show.
//!
//! Input: a text and its edits. Output: [`Line`]s. Entry point: [`preview`].

use serde::Serialize;

use crate::edit::Edit;

/// Lines of a file, as pieces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line(Vec<Piece>);

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Piece {
    words: String,
    /// Whether it is new (`true`), goes (`false`), or stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_new: Option<bool>,
}

impl Line {
    /// A line that is new, or goes, as a whole.
    pub fn whole(words: &str, is_new: bool) -> Self {
        Self(vec![Piece { words: words.to_owned(), is_new: Some(is_new) }])
    }

    fn push(&mut self, words: &str, is_new: Option<bool>) {
        if !words.is_empty() {
            self.0.push(Piece { words: words.to_owned(), is_new });
        }
    }
}

/// The lines that edits change.
pub fn preview(text: &str, edits: &[Edit]) -> Vec<Line> {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort();
    let mut lines: Vec<(Line, usize)> = Vec::new();
    for edit in edits {
        let range = edit.span.range();
        let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        match lines.last_mut() {
            Some((line, at)) if start <= *at => add(line, text, at, edit),
            _ => {
                finish(text, lines.last_mut());
                let (mut line, mut at) = (Line(Vec::new()), start);
                add(&mut line, text, &mut at, edit);
                lines.push((line, at));
            }
        }
    }
    finish(text, lines.last_mut());
    lines.into_iter().map(|(line, _)| line).collect()
}

/// Adds what stands before an edit, what goes with it, and what comes.
fn add(line: &mut Line, text: &str, at: &mut usize, edit: &Edit) {
    let range = edit.span.range();
    line.push(text.get(*at..range.start).unwrap_or_default(), None);
    line.push(text.get(range.clone()).unwrap_or_default(), Some(false));
    line.push(&edit.words, Some(true));
    *at = range.end;
}

/// Adds what stands behind the last edit of a line.
fn finish(text: &str, line: Option<&mut (Line, usize)>) {
    if let Some((line, at)) = line {
        let rest = text.get(*at..).unwrap_or_default();
        let end = if text.get(..*at).is_some_and(|before| before.ends_with('\n')) {
            0
        } else {
            rest.find('\n').unwrap_or(rest.len())
        };
        line.push(rest.get(..end).unwrap_or_default(), None);
    }
}
