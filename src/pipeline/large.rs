//! Pages that would be too large: with templates of the site's own, or for a long text.
//!
//! Input: the page models and the templates. Output: page models whose lists are divided so that pages are not, and a warning
//! for each page that is all the same. Entry points: [`divided`] and [`Large`].
//!
//! What a page has is known when it is rendered. Lists are divided by what their entries take with the theme as it is; where
//! the site has templates of its own, its fullest pages are rendered beforehand, and so are those whose text takes half of
//! what a page may have.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::paths::location;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::graph::reads::{Earlier, Recorded};
use crate::load::Snapshot;
use crate::render::{Renderer, Templates};
use crate::view::{MOST, PageId, Views};

/// How often lists are divided again until the fullest pages are not too large.
const TRIES: usize = 4;

/// The renderer for page models whose lists are divided so that the site's own templates make no page too large.
pub(super) fn divided(
    snapshot: &Snapshot,
    views: &mut Views,
    templates: &Arc<Templates>,
) -> Result<Renderer, Vec<Diagnostic>> {
    let mut renderer = Renderer::new(templates.clone(), views.plan.sites())?;
    if snapshot.templates.iter().all(|template| template.file.is_none()) {
        return Ok(renderer);
    }
    for _ in 0..TRIES {
        let pages = views.fullest().into_par_iter();
        let sizes = pages.filter_map(|page| Some(renderer.page(views, page).ok()?.len()));
        match sizes.max() {
            // A little more than the largest one needs, since others may be larger.
            Some(largest) if largest > MOST => views.divide_for(largest * 110 / MOST),
            _ => break,
        }
        renderer = Renderer::new(templates.clone(), views.plan.sites())?;
    }
    Ok(renderer)
}

/// The pages with a long text, and what is wrong with each.
#[derive(Debug)]
pub(super) struct Large(BTreeMap<PageId, Arc<Recorded<Option<Diagnostic>>>>);

impl Large {
    /// Looks at those of a site that have changed since `earlier`.
    pub fn new(graph: &Graph, views: &Views, renderer: &Renderer, earlier: Option<&Earlier<Self>>) -> Self {
        let pages = views.long_texts().into_par_iter().map(|page| {
            (page, Recorded::next(earlier, |made| made.0.get(&page), || large(graph, views, renderer, page)))
        });
        Self(pages.collect())
    }

    /// A warning for each page that has too much.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.values().filter_map(|it| it.value.as_ref())
    }
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
