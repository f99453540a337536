//! What leads on from earlier addresses.
//!
//! Input: what the front matters call `former`. Output: a page for each, which sends readers on, and `_redirects`, by which
//! servers do. Entry points: [`redirects`], [`redirect()`] and [`file()`].

use super::model::{Content, Link};
use super::{DataFile, PageId, Parts, Viewpoint, Views};
use crate::graph::Graph;
use crate::resolve::EntityId;
use crate::source::Location;

/// An earlier address.
#[derive(Debug)]
pub struct Redirect {
    /// The file of the output that it was.
    pub path: String,
    /// Whose it was.
    pub to: EntityId,
    /// Where that is written.
    pub location: Location,
}

/// The earlier addresses of all entities, whose pages have these paths.
pub fn redirects(graph: &Graph, entity_paths: &[String]) -> Vec<Redirect> {
    let entities = graph.registry.iter();
    let of_entity = entities.flat_map(|(to, entity)| {
        let former = graph.front(to).map_or(&[][..], |front| &front.former);
        former.iter().map(move |it| {
            let location = Location::new(entity.location.file, it.span);
            Redirect { path: it.text.clone(), to, location }
        })
    });
    of_entity.filter(|it| entity_paths[it.to.0 as usize] != it.path).collect()
}

/// The page that leads on.
pub fn redirect<'a>(view: &Viewpoint<'a, '_>, to: EntityId) -> Parts<'a> {
    let Link { title, url, dir } = view.link_to(to);
    let mut head = view.head(title.clone(), "redirect", "");
    head.canonical = view.absolute(&view.views.path(PageId::Entity(to)));
    (head, Content::Redirect(Link { title, url, dir }))
}

/// `_redirects`, as Netlify and Cloudflare Pages read it.
pub fn file(views: &Views) -> Option<DataFile> {
    let line = |it: &Redirect| {
        format!(
            "{} {} 301\n",
            address(views, &it.path),
            address(views, &views.directory.entity_paths[it.to.0 as usize])
        )
    };
    let lines: String = views.directory.redirects.iter().map(line).collect();
    (!lines.is_empty()).then(|| DataFile { path: "_redirects".to_owned(), bytes: lines.into_bytes() })
}

/// The address of a file of the output, from the top of its host.
fn address(views: &Views, path: &str) -> String {
    let base = views.config.base_url.as_deref().and_then(|url| url.split_once("://"));
    let folder = base.and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, folder)| folder);
    let mut address = format!("/{folder}");
    crate::config::encode(&mut address, views.config.urls.visible(path));
    address
}
