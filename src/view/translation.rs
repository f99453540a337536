//! What a page says of its own file: where it can be edited, and which others are the same text in other languages.
//!
//! Input: a viewpoint and an entity. Output: links for the page's head. Entry points: [`Viewpoint::edit`] and
//! [`Viewpoint::translations`].

use super::Viewpoint;
use super::model::Translation;
use crate::config::encode;
use crate::resolve::EntityId;
use crate::vocabulary::PropertyId;

/// What languages are called by those who speak them.
const NAMES: [(&str, &str); 24] = [
    ("ar", "العربية"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hu", "Magyar"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("zh", "中文"),
];

impl<'a> Viewpoint<'a, '_> {
    /// Where the file of an entity can be edited.
    pub fn edit(&self, id: EntityId) -> Option<String> {
        let document = self.graph().document(self.graph().registry.get(id).document?)?;
        let mut path = String::new();
        encode(&mut path, &format!("content/{}", document.path));
        Some(self.views.config.edit_url.as_ref()?.replace("{path}", &path))
    }

    /// The pages that say, themselves or by way of another, that they are the same text.
    pub fn translations(&self, id: EntityId) -> Vec<Translation<'a>> {
        let graph = self.graph();
        let mut known = vec![id];
        let mut next = 0;
        while let Some(&of) = known.get(next) {
            next += 1;
            for other in graph.plain_values(of, PropertyId::TRANSLATIONS).filter_map(|it| it.value.entity()) {
                if !known.contains(&other) {
                    known.push(other);
                }
            }
        }
        let mut others: Vec<_> =
            known.into_iter().filter(|other| *other != id).map(|it| self.translation(it)).collect();
        others.sort_by(|a, b| (a.language, &a.url).cmp(&(b.language, &b.url)));
        others
    }

    fn translation(&self, id: EntityId) -> Translation<'a> {
        let language = self.views.language_of(id).tag();
        let primary = language.split('-').next().unwrap_or(language);
        let name = NAMES.iter().find(|(tag, _)| *tag == primary).map_or(language, |(_, name)| name);
        let path = &self.views.directory.entity_paths[id.0 as usize];
        Translation { language, label: name, url: self.link(path), canonical: self.views.absolute(path) }
    }
}
