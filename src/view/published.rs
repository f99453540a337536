//! What is published as data beside the pages: the page that tells of it, and the links to it in the heads of pages.
//!
//! Input: a viewpoint. Output: links, and the page. Entry points: [`of_site`], [`of_article`] and [`data`].

use super::model::{Alternate, Content, Count, Data, DataFormat, Link};
use super::{Parts, Viewpoint, linked_data};
use crate::config::{Files, Format};
use crate::resolve::EntityId;
use crate::vocabulary::Role;

/// A format that is published.
#[derive(Clone, Debug)]
pub struct Published {
    /// The format.
    pub format: Format,
    /// The names of its files; none of one with a file an article.
    pub files: Vec<String>,
    /// Its version, where it has one of its own.
    pub version: Option<&'static str>,
}

impl Published {
    /// The file of this name, as all pages lead to it that lie equally deep.
    fn link(&self, view: &Viewpoint<'_, '_>, file: &str, title: &str) -> Alternate {
        let url = view.link_below(&self.format.path(file));
        Alternate { title: title.to_owned(), url, media_type: media_type(self.format, file) }
    }

    /// All files, by their names.
    fn links(&self, view: &Viewpoint<'_, '_>) -> Vec<Alternate> {
        self.files.iter().map(|file| self.link(view, file, file)).collect()
    }
}

/// What a file is; beside tables in lines of JSON lies what tells of their columns.
fn media_type(format: Format, file: &str) -> &'static str {
    match file.rsplit_once('.') {
        Some(("schema", "json")) => "application/schema+json",
        Some((_, "sql")) => "application/sql",
        _ => format.media_type(),
    }
}

/// The files that hold all that the site says.
pub fn of_site(view: &Viewpoint<'_, '_>) -> Vec<Alternate> {
    let whole = view.views.published.iter().filter(|it| it.format.files() == Files::One);
    let link = |it: &Published| Some(it.link(view, it.files.first()?, it.format.label()));
    whole.filter_map(link).collect()
}

/// The files of an article; none of anything else.
pub fn of_article(view: &Viewpoint<'_, '_>, id: EntityId) -> Vec<Alternate> {
    let entity = view.graph().registry.get(id);
    let has_own = view.views.kind(entity.kind).role == Role::Article && entity.document.is_some();
    let formats = view.views.published.iter();
    let own = formats.filter(|it| has_own && it.format.files() == Files::Articles);
    own.map(|it| it.link(view, &it.format.file(&entity.id), it.format.label())).collect()
}

/// The page.
pub fn data<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let page = Data { counts: counts(view), license: license(view), formats: formats(view) };
    let mut head = view.head(view.language.word("data"), "data", view.language.word("data_note"));
    let tables = view.views.published.iter().filter(|it| it.format.files() == Files::Tables);
    head.exports = tables.flat_map(|it| it.links(view)).collect();
    head.data = Some(linked_data::dataset(view, &page));
    (head, Content::Data(page))
}

fn counts<'a>(view: &Viewpoint<'a, '_>) -> Vec<Count<'a>> {
    let graph = view.graph();
    let kinds = view.views.listed_kinds().filter(|(_, kind)| kind.role != Role::Page);
    let kinds =
        kinds.map(|(id, kind)| (kind.plural_in(view.language), view.views.directory.order.list(id).len()));
    let facts = (view.language.word("facts"), graph.stated().count());
    let mentions = (view.language.word("mentions"), graph.mentions().count());
    let count = |(label, count)| Count { label, count: view.language.count("count_alone", count) };
    kinds.chain([facts, mentions]).map(count).collect()
}

fn license<'a>(view: &Viewpoint<'a, '_>) -> Option<Link<'a>> {
    let license = view.views.config.export.license.as_deref()?;
    let is_address = license.starts_with("https://") || license.starts_with("http://");
    let url = if is_address { license.to_owned() } else { String::new() };
    Some(Link { title: license.into(), url, dir: "" })
}

fn formats<'a>(view: &Viewpoint<'a, '_>) -> Vec<DataFormat<'a>> {
    let formats = view.views.published.iter().map(|it| DataFormat {
        name: it.format.as_str(),
        label: it.format.label(),
        about: view.language.word(&format!("formats.{}", it.format.as_str())),
        version: it.version,
        files: it.links(view),
    });
    formats.collect()
}
