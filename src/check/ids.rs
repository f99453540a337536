//! The ids that the templates give to parts of the pages which show an author's text.
//!
//! Input: the site's templates. Output: [`Theme`]. Entry point: [`Theme::new`].

use crate::load::Snapshot;

/// The template that shows no text of a file.
const SEARCH: &str = "search.html";

/// What the ids in the templates begin with, and whether that is all of them.
#[derive(Debug)]
pub struct Theme<'a>(Vec<(&'a str, bool)>);

impl<'a> Theme<'a> {
    /// The ids in a site's templates.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let templates = snapshot.templates.iter().filter(|template| *template.name != *SEARCH);
        Self(templates.flat_map(|template| ids(&template.text)).collect())
    }

    /// Whether a part of a page may have this id.
    pub fn may_have(&self, id: &str) -> bool {
        self.0.iter().any(|(known, whole)| if *whole { *known == id } else { id.starts_with(known) })
    }

    /// Whether a part of every page has this id, or one whose id is made of a part's number or own id does.
    pub fn has(&self, id: &str, is_part: impl Fn(&str) -> bool) -> bool {
        self.0.iter().any(|(known, whole)| {
            let rest = id.strip_prefix(known);
            rest.is_some_and(|rest| if *whole { rest.is_empty() } else { is_part(rest) })
        })
    }
}

/// The ids that a text in HTML gives out: what each begins with, up to what a template fills in, and whether it is whole.
fn ids(html: &str) -> impl Iterator<Item = (&str, bool)> {
    html.match_indices(" id=\"").filter_map(|(at, found)| {
        let value = html.get(at + found.len()..)?.split('"').next()?;
        let fixed = value.split("{{").next().unwrap_or(value);
        (!fixed.is_empty()).then_some((fixed, fixed.len() == value.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_up_to_what_a_template_fills_in() {
        let html = "<p id=\"top\"><i class=\"x\" id=\"note-{{ n }}\"></i><b id=\"{{ all }}\">";
        assert_eq!(ids(html).collect::<Vec<_>>(), [("top", true), ("note-", false)]);
    }
}
