//! # stray-markup
//!
//! Something that looks like markup of Annals would be shown to readers as it is, or says nothing.
//!
//! ## What it finds
//!
//! - attributes that belong to no words: `{.claim by=ada}` without brackets before it, `[words] {.fact …}` with a space
//!   between, `said so.{#label}` behind a sentence;
//! - a mention that another bracket cuts: `[to [[london|the]{.date when=2025} town]]`;
//! - a definition outside its fence, and a fence whose name is misspelt;
//! - a label without a definition, `[words]{#label}`, to which nothing links;
//! - a definition whose label no words have.
//!
//! Each with what may have been meant, where that is clear. Code, formulas (`$…$`), braces with other words in them and
//! those of template languages are let be.
//!
//! ## Why it matters
//!
//! A reader never sees a piece of markup, and an author never loses what was marked up, without being told.
//!
//! ## Fails
//!
//! ````markdown
//! It was to last [35 minutes]{#planed}.
//!
//! ```annals
//! planned: .fact of=meeting planned-duration=PT35M
//! ```
//! ````
//!
//! ## Passes
//!
//! ````markdown
//! It was to last [35 minutes]{#planned}, as said [below]{#below .anchor}.
//!
//! ```annals
//! planned: .fact of=meeting planned-duration=PT35M
//! ```
//! ````
//!
//! ## To acknowledge it
//!
//! A backslash before a bracket or brace makes it one of the text's: `\[`. A label that is only there to be linked to
//! says so: `[words]{#label .anchor}`. Or `allow: [{code: stray-markup, reason: …}]` in the front matter of the file.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::facts::Site;
use crate::data::Text;
use crate::diagnostic::{Applicability, Code, Diagnostic, nearest};
use crate::load::FileNames;
use crate::source::Location;
use crate::syntax::{AnnotationKind, Document, LinkContext};

/// Finds labels that are neither defined nor linked to.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let linked = OnceCell::new();
    let is_linked = |id, label: &Text| {
        let page = site.graph.page_of(id, site.config.urls);
        let linked = linked.get_or_init(|| linked_anchors(site));
        page.is_none_or(|page| linked.contains(&(page, label.text.clone())))
    };
    let mut found = Vec::new();
    for (id, document) in site.graph.all_documents() {
        for annotation in &document.body.annotations {
            let Some(label) = annotation.attributes.label() else { continue };
            // The label of a mention is no anchor.
            let is_mention = matches!(annotation.kind, AnnotationKind::Mention(_));
            if is_mention || !is_linked(id, label) {
                found.push(undefined(document, label, is_mention));
            }
        }
    }
    found
}

/// Every anchor that a link of the site leads to, with its page.
fn linked_anchors(site: &Site<'_>) -> HashSet<(String, String)> {
    let mut linked = HashSet::new();
    let (addresses, folders) = (site.config.urls, &site.graph.vocabulary.folders);
    let files = FileNames::default();
    for (id, document) in site.graph.all_documents() {
        let Some(page) = site.graph.page_of(id, addresses) else { continue };
        let context = LinkContext { page: &page, addresses, files: &files, folders };
        let places = document.body.links.iter().filter_map(|link| link.target.place(&context));
        for place in places.filter(|place| !place.anchor.is_empty()) {
            let path = if place.path.is_empty() { page.clone() } else { place.path };
            let anchor = place.anchor.into_owned();
            linked.insert((format!("{path}/index.html"), anchor.clone()));
            linked.insert((path, anchor));
        }
    }
    linked
}

fn undefined(document: &Document, label: &Text, is_mention: bool) -> Diagnostic {
    let message = format!("the label `{}` is defined nowhere", label.text);
    let near = nearest(&label.text, document.body.definitions.iter().map(|it| &*it.text));
    let label_text = &label.text;
    let help = match is_mention {
        true => format!("define it in an `annals` fence, `{label_text}: .fact …`, or remove it"),
        false => format!(
            "define it in an `annals` fence, `{label_text}: .claim by=…`; \
             where links lead to it, write `{{#{label_text} .anchor}}`"
        ),
    };
    let place = Location::new(document.file, label.span);
    Diagnostic::new(Code::StrayMarkup, place, message).meant(Applicability::Ask, label.span, near).help(help)
}
