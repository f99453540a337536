//! The ways from a name: to where it is declared, to all that name the same, and to the files that a text links to.
//!
//! Input: a place. Output: places and links. Entry points: [`definition`], [`references`] and [`links`].

use gen_lsp_types::{DefinitionResponse, DocumentLink, Location};

use super::asked::Asked;
use crate::graph::NameUse;
use crate::resolve::Target;
use crate::syntax::LinkTarget;

/// Where what is named at a place is declared.
pub fn definition(asked: &Asked<'_>) -> Option<DefinitionResponse> {
    let declared = asked.declaration(asked.target()?)?;
    Some(DefinitionResponse::Definition(asked.location(declared)?.into()))
}

/// Every place that names what is named at a place.
pub fn references(asked: &Asked<'_>, with_declaration: bool) -> Vec<Location> {
    let Some(target) = asked.target() else { return Vec::new() };
    let declared = asked.declaration(target).filter(|_| with_declaration);
    let uses = asked.graph().uses().into_iter().filter(|it| is_of(it, target)).map(|it| it.location);
    let mut places: Vec<_> = declared.into_iter().chain(uses).collect();
    places.sort();
    places.dedup();
    places.into_iter().filter_map(|place| asked.location(place)).collect()
}

fn is_of(name: &NameUse, target: Target) -> bool {
    name.target == target
}

/// The links of a text to files of the site.
pub fn links(asked: &Asked<'_>) -> Option<Vec<DocumentLink>> {
    let links = asked.body()?.body.links.iter().filter_map(|link| {
        let LinkTarget::File { path, .. } = &link.target else { return None };
        let path = asked.root.folder.join("content").join(path);
        let target = path.is_file().then(|| asked.uri_at(&path)).flatten()?;
        Some(DocumentLink { range: asked.range(link.span), target: Some(target), ..DocumentLink::default() })
    });
    Some(links.collect())
}
