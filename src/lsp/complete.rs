//! What may be written at a place, in the protocol's terms.
//!
//! Input: a text as it is being written, and the site as it was last read. Output: items that replace what is written of
//! them so far. Entry point: [`complete`].

use std::path::Path;
use std::sync::Arc;

use gen_lsp_types::{CompletionItem, CompletionItemKind, CompletionList, Range, TextEdit};

use super::position::Encoding;
use super::root::Root;
use crate::edit::{self, Completed, Completion, MOST};
use crate::source::{Span, TextFile};

/// How far back from the place the markup around it may begin, in bytes.
const FARTHEST: usize = 4000;

/// What may be written at a byte of a text.
pub fn complete(
    root: &Root,
    path: &Path,
    text: &Arc<str>,
    byte: usize,
    encoding: Encoding,
) -> CompletionList {
    let from = text.floor_char_boundary(byte.saturating_sub(FARTHEST));
    let before = text.get(from..byte).unwrap_or_default();
    let after = text.get(byte..).unwrap_or_default();
    let (begun, found) = edit::complete(root.site().graph(), root.document(path), before, after);
    let file = TextFile::new("", text.clone());
    let range = encoding.range(&file, Span::new(byte - begun.len()..byte));
    let is_incomplete = found.len() >= MOST;
    let items = found.into_iter().map(|found| item(found, range)).collect();
    CompletionList { is_incomplete, items, ..CompletionList::default() }
}

fn item(found: Completion, range: Range) -> CompletionItem {
    let new_text = found.words.unwrap_or_else(|| found.label.clone());
    CompletionItem {
        filter_text: Some(found.label.clone()),
        label: found.label,
        kind: Some(match found.kind {
            Completed::Name => CompletionItemKind::Reference,
            Completed::Heading => CompletionItemKind::Field,
            Completed::Class => CompletionItemKind::Class,
            Completed::Key => CompletionItemKind::Property,
            Completed::Value => CompletionItemKind::Value,
        }),
        detail: Some(found.detail),
        text_edit: Some(TextEdit { range, new_text }.into()),
        ..CompletionItem::default()
    }
}
