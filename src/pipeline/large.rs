//! Pages that a long text makes too large.
//!
//! Input: the page models and the templates. Output: a warning for each such page. Entry point: [`pages`].
//!
//! What a page has is known when it is rendered; only those are, beforehand, whose text takes half of what one may have.

use rayon::prelude::*;

use super::paths::location;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::render::Renderer;
use crate::view::{MOST, PageId, Views};

/// A warning for each page that has too much.
pub(super) fn pages(graph: &Graph, views: &Views, renderer: &Renderer) -> Vec<Diagnostic> {
    views.long_texts().filter_map(|page| large(graph, views, renderer, page)).collect()
}

fn large(graph: &Graph, views: &Views, renderer: &Renderer, page: PageId) -> Option<Diagnostic> {
    // A template that fails is reported when the page is written.
    let size = renderer.page(views, page).ok()?.len();
    if size <= MOST {
        return None;
    }
    let (kilobytes, most) = (size.div_ceil(1000), MOST / 1000);
    let message =
        format!("`{}` has {kilobytes} KB, and no page should have more than {most}", views.path(page));
    let help = "divide the text: several articles that link to each other are read and found more easily";
    Some(Diagnostic::new(Code::LargePage, location(graph, page)?, message).help(help))
}
