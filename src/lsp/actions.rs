//! What may be done at a place: mend a finding, mark up what is selected, take a proposal.
//!
//! Input: a part of a text. Output: edits with their titles. Entry point: [`actions`].

use std::collections::HashMap;

use gen_lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionResponse, Range, TextEdit, WorkspaceEdit,
};

use super::asked::Asked;
use super::findings;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::edit::{self, Manuscript, Wish};
use crate::propose::{Context, propose_within};
use crate::source::{Edit, FileId, Span};
use crate::syntax::SpanClass;

/// How many of a kind are offered at most.
const MOST: usize = 20;

/// All that may be done in a range of a text.
pub fn actions(asked: &Asked<'_>, range: Range, context: &CodeActionContext) -> Vec<CodeActionResponse> {
    let span = asked.encoding.span(&asked.text.text, range);
    let is_wanted = |kind: &CodeActionKind| {
        context.only.as_ref().is_none_or(|only| only.iter().any(|wanted| includes(wanted, kind)))
    };
    let mut found = Vec::new();
    if is_wanted(&CodeActionKind::QuickFix) {
        found.extend(fixes(asked, span));
    }
    if is_wanted(&CodeActionKind::RefactorRewrite) {
        found.extend(annotations(asked, span));
        found.extend(proposals(asked, span));
    }
    found.into_iter().map(CodeActionResponse::CodeAction).collect()
}

/// Whether actions of a kind are among those of another: `refactor` has all of `refactor.rewrite`.
fn includes(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let [wanted, kind] = [wanted, kind].map(|kind| String::from(kind.clone()));
    let below = kind.strip_prefix(&*wanted);
    wanted.is_empty() || below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
}

/// The edits that mend the findings there.
fn fixes(asked: &Asked<'_>, span: Span) -> Vec<CodeAction> {
    let there = asked
        .root
        .site()
        .findings()
        .iter()
        .filter(|finding| finding.primary.file == asked.file && finding.primary.span.touches(span));
    let fixes = there.flat_map(|it| edit::fixes(asked.root.site(), it).into_iter().map(move |fix| (it, fix)));
    fixes.filter_map(|(finding, fix)| mending(asked, finding, &fix)).take(MOST).collect()
}

fn mending(asked: &Asked<'_>, finding: &Diagnostic, fix: &Fix) -> Option<CodeAction> {
    Some(CodeAction {
        diagnostics: Some(vec![findings::told(finding, asked.text, asked.encoding, Vec::new())]),
        is_preferred: (fix.applicability == Applicability::Safe).then_some(true),
        ..action(asked, CodeActionKind::QuickFix, fix.title.clone(), &fix.edits)?
    })
}

/// What a selection may be marked up as; whom and what it is about, the author completes.
fn annotations(asked: &Asked<'_>, span: Span) -> Vec<CodeAction> {
    if span.start == span.end {
        return Vec::new();
    }
    let manuscript = asked.document.and_then(|document| Manuscript::new(asked.root.site(), document));
    let Some(manuscript) = manuscript else { return Vec::new() };
    let class = |class, pairs: Vec<(String, String)>| Wish::Span { class, id: None, pairs };
    let wishes = [
        ("Mark up as a claim", class(SpanClass::Claim, Vec::new())),
        ("Mark up as a quotation", class(SpanClass::Quote, Vec::new())),
    ];
    let planned = wishes.into_iter().filter_map(|(title, wish)| {
        let edits = manuscript.annotate(span, &wish).ok()?.edits;
        action(asked, CodeActionKind::RefactorRewrite, title.to_owned(), &in_file(asked, edits))
    });
    planned.collect()
}

/// What the program proposes there.
fn proposals(asked: &Asked<'_>, span: Span) -> Vec<CodeAction> {
    let Some(document) = asked.document else { return Vec::new() };
    let site = asked.root.site();
    let Some(context) = Context::new(site, &site.finder(), document) else { return Vec::new() };
    let proposed = propose_within(&context, span).into_iter().take(MOST);
    let actions = proposed.filter_map(|it| {
        let title =
            format!("Take the proposal: {} “{}” {}", it.kind.as_str(), short(&it.words), it.written());
        action(asked, CodeActionKind::RefactorRewrite, title, &in_file(asked, it.edits))
    });
    actions.collect()
}

fn short(words: &str) -> String {
    const LONGEST: usize = 40;
    let short: String = words.chars().take(LONGEST).collect();
    if short.len() < words.len() { short + "…" } else { short }
}

fn in_file(asked: &Asked<'_>, edits: Vec<Edit>) -> Vec<(FileId, Edit)> {
    edits.into_iter().map(|edit| (asked.file, edit)).collect()
}

fn action(
    asked: &Asked<'_>,
    kind: CodeActionKind,
    title: String,
    edits: &[(FileId, Edit)],
) -> Option<CodeAction> {
    let mut changes: HashMap<_, Vec<TextEdit>> = HashMap::new();
    for (file, edit) in edits {
        let range = asked.encoding.range(asked.root.site().files().get(*file), edit.span);
        changes.entry(asked.uri(*file)?).or_default().push(TextEdit { range, new_text: edit.words.clone() });
    }
    let edit = WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    Some(CodeAction { title, kind: Some(kind), edit: Some(edit), ..CodeAction::default() })
}
