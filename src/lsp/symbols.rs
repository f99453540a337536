//! What a text and a site consist of: headings and claims, entities, and what an editor may fold away.
//!
//! Input: a text, or the sites and words to look for. Output: symbols and folds. Entry points: [`of_document`],
//! [`of_sites`] and [`folds`].

use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolResponse, FoldingRange, FoldingRangeKind, Location,
    SymbolKind, WorkspaceSymbol,
};

use super::asked::Asked;
use super::position::Encoding;
use super::root::{Buffers, Root};
use crate::resolve::{Entity, name_key};
use crate::source::Span;
use crate::vocabulary::Role;

/// How many symbols of the sites are told at most.
const MOST: usize = 200;

/// The headings and claims of a text, in its order.
pub fn of_document(asked: &Asked<'_>) -> Option<DocumentSymbolResponse> {
    let body = &asked.body()?.body;
    let headings = body.headings.iter().filter_map(|heading| {
        let words = body.text.get(heading.text.clone())?.trim();
        Some((body.span_of(heading.text.clone())?, words.to_owned(), None, SymbolKind::Namespace))
    });
    let claims = asked.graph().claims_in(asked.document?).filter_map(|id| {
        let claim = asked.graph().claim(id)?;
        let span = asked.graph().annotation(claim.site.document, claim.site.annotation)?.span;
        let speakers: Vec<_> = asked.graph().speaker_names(claim).collect();
        Some((
            span,
            asked.graph().words_in_article(claim).to_owned(),
            Some(speakers.join(", ")),
            SymbolKind::String,
        ))
    });
    let mut all: Vec<_> = headings.chain(claims).filter(|(_, words, ..)| !words.is_empty()).collect();
    all.sort_by_key(|(span, ..)| *span);
    let symbols = all.into_iter().map(|(span, name, detail, kind)| {
        let range = asked.range(span);
        DocumentSymbol::new(name, detail, kind, None, None, range, range, None)
    });
    Some(DocumentSymbolResponse::DocumentSymbolList(symbols.collect()))
}

/// The entities of the sites whose names hold some words.
pub fn of_sites(roots: &[Root], buffers: &Buffers, words: &str, encoding: Encoding) -> Vec<WorkspaceSymbol> {
    let words = name_key(words);
    let symbols = roots.iter().flat_map(|root| {
        let entities = root.site().graph().registry.iter().map(|(_, entity)| entity);
        let meant = entities.filter(|it| it.names().any(|name| name_key(name).contains(&words)));
        meant.filter_map(|entity| symbol_of(root, buffers, entity, encoding))
    });
    symbols.take(MOST).collect()
}

fn symbol_of(root: &Root, buffers: &Buffers, entity: &Entity, encoding: Encoding) -> Option<WorkspaceSymbol> {
    let kind = root.site().graph().vocabulary.kinds.get(entity.kind);
    let file = root.site().files().get(entity.location.file);
    let range = encoding.range(file, entity.location.span);
    let location = Location { uri: root.uri(&root.path(entity.location.file), buffers)?, range };
    let base_symbol_information = BaseSymbolInformation {
        name: entity.name.clone(),
        kind: match kind.role {
            Role::Article | Role::Page | Role::Source => SymbolKind::File,
            _ => SymbolKind::Class,
        },
        tags: None,
        container_name: Some(kind.name.clone()),
    };
    Some(WorkspaceSymbol { location: location.into(), data: None, base_symbol_information })
}

/// The front matter, and the definitions of labels.
pub fn folds(asked: &Asked<'_>) -> Option<Vec<FoldingRange>> {
    let text = &*asked.text.text;
    let front = front_matter(text);
    let fences = fences(text);
    let folds = front.into_iter().chain(fences).map(|span| {
        let range = asked.range(span);
        let (start_line, end_line) = (range.start.line, range.end.line);
        FoldingRange { start_line, end_line, kind: Some(FoldingRangeKind::Region), ..FoldingRange::default() }
    });
    Some(folds.collect())
}

/// The lines of the front matter.
fn front_matter(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let fence = text.get(start..start + 3).filter(|fence| ["---", "+++"].contains(fence))?;
    let end = text.get(start + 3..)?.find(&format!("\n{fence}"))?;
    Some(Span::new(start..start + 3 + end + 1))
}

/// The lines of each fence of definitions.
pub fn fences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut at, mut open) = (0, None);
    for line in text.split_inclusive('\n') {
        match (open, line.trim_end()) {
            (None, "```annals") => open = Some(at),
            (Some(start), "```") => {
                found.push(Span::new(start..at + "```".len()));
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    found
}
