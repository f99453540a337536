//! Another id for whom or what a name stands for.
//!
//! Input: a place and the new id. Output: the edits of all files that name it, and the new name of its own. Entry points:
//! [`prepare`] and [`rename`].

use gen_lsp_types::{
    DocumentChange, Edit, OptionalVersionedTextDocumentIdentifier, PrepareRenamePlaceholder,
    PrepareRenameResult, RenameFile, TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};

use super::asked::Asked;
use crate::edit::{self, Change};
use crate::graph::Graph;
use crate::resolve::Target;
use crate::source::FileId;

/// The id that is about to get another.
pub fn prepare(asked: &Asked<'_>) -> Option<PrepareRenameResult> {
    let target = asked.target()?;
    let span = asked.name().map(|name| name.location.span);
    let span = span.or_else(|| Some(asked.declaration(target)?.span))?;
    let placeholder = id(asked.graph(), target)?.to_owned();
    Some(PrepareRenamePlaceholder { range: asked.range(span), placeholder }.into())
}

fn id(graph: &Graph, target: Target) -> Option<&str> {
    Some(match target {
        Target::Entity(entity) => &graph.registry.get(entity).id,
        Target::Claim(claim) => &graph.claim(claim)?.id,
    })
}

/// The edits that give it another id, in drafts as well; or why it can't have that.
pub fn rename(asked: &Asked<'_>, new: &str, can_move_files: bool) -> Result<WorkspaceEdit, String> {
    let whole = asked.root.with_drafts();
    let asked = &whole.as_ref().and_then(|whole| asked.within(whole)).unwrap_or(*asked);
    let target = asked.target().ok_or("nobody and nothing is named here")?;
    let site = asked.root.site();
    let renamed = edit::rename(site, target, new).map_err(|error| error.to_string())?;
    let renamed = renamed.map_err(|refusal| refusal.to_string())?;
    let edits = renamed.edits.into_iter().filter_map(|(file, edits)| edit_of(asked, file, edits));
    let moves: Vec<_> = renamed.changes.iter().filter_map(|change| moved(asked, change)).collect();
    if !moves.is_empty() && !can_move_files {
        return Err("this editor can't rename the file; `annals rename` does".to_owned());
    }
    let changes = edits.chain(moves).collect();
    Ok(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
}

fn edit_of(asked: &Asked<'_>, file: FileId, edits: Vec<edit::Edit>) -> Option<DocumentChange> {
    let text = asked.root.site().files().get(file);
    let edits = edits.into_iter().map(|edit| {
        Edit::TextEdit(TextEdit { range: asked.encoding.range(text, edit.span), new_text: edit.words })
    });
    let text_document = OptionalVersionedTextDocumentIdentifier {
        version: asked.version(file),
        text_document_identifier: TextDocumentIdentifier { uri: asked.uri(file)? },
    };
    Some(TextDocumentEdit { text_document, edits: edits.collect() }.into())
}

fn moved(asked: &Asked<'_>, change: &Change) -> Option<DocumentChange> {
    let uri = |path: &str| asked.uri_at(&asked.root.folder.join(path));
    let (old_uri, new_uri) = (uri(&change.path)?, uri(change.to.as_ref()?)?);
    Some(RenameFile { old_uri, new_uri, options: None, annotation_id: None }.into())
}
