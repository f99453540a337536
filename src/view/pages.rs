//! The links between the pages of a long list.
//!
//! Input: a viewpoint and a list. Output: the links to all its pages. Entry points: [`all_parts`], [`parts`] and
//! [`Viewpoint::parts`].

use super::lists;
use super::model::{Part, SectionParts};
use super::section::{Section, Sentence, within};
use super::{PageId, Viewpoint};
use crate::resolve::EntityId;
use crate::vocabulary::{Date, PropertyId};

/// How many pages before and after the reader's a list of pages names, and that it names every so manieth.
const NEAR: usize = 2;
const EVERY: usize = 20;

/// The pages of each section of an entity's page.
pub fn all_parts(view: &Viewpoint<'_, '_>, id: EntityId) -> SectionParts {
    Section::ALL.into_iter().map(|section| (section.name(), parts(view, id, section, 1))).collect()
}

/// The pages of a section: those of mentions by their years, others by their numbers.
pub fn parts(view: &Viewpoint<'_, '_>, id: EntityId, section: Section, current: u32) -> Vec<Part> {
    let splits = &view.views.splits;
    let count = splits.parts(id, section) as usize;
    if count < 2 {
        return Vec::new();
    }
    let page = |part: usize| match part as u32 {
        1 => PageId::Entity(id),
        part => PageId::More(id, section, part),
    };
    let number = |part: usize| view.digits(part);
    if section != Section::Mentions {
        return view.parts(count, current as usize, number, page);
    }
    let sentences = lists::sentences(view.views, id);
    let year = |sentence: Option<&Sentence>| {
        let document = view.graph().entity_of(sentence?.document)?;
        view.graph().date(document, PropertyId::DATE)?.year()
    };
    let years = |part: usize| {
        let shown = within(&sentences, splits.range(id, section, part as u32));
        match (year(shown.last()), year(shown.first())) {
            (Some(first), Some(last)) if first != last => {
                format!(
                    "{}–{}",
                    Date::year_words(first, view.language),
                    Date::year_words(last, view.language)
                )
            }
            (Some(year), _) | (None, Some(year)) => Date::year_words(year, view.language),
            (None, None) => number(part),
        }
    };
    view.parts(count, current as usize, years, page)
}

impl Viewpoint<'_, '_> {
    /// The pages of a long list: the first and the last, those near the reader's, those with which a title begins, and
    /// a few more; none where there is only one.
    pub fn parts(
        &self,
        count: usize,
        current: usize,
        title: impl Fn(usize) -> String,
        page: impl Fn(usize) -> PageId,
    ) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut before = String::new();
        for part in (1..=count).filter(|_| count > 1) {
            let title = title(part);
            let begins = title != before;
            let near = part.abs_diff(current) <= NEAR;
            if near
                || part == 1
                || part == count
                || part % EVERY == 0
                || (begins && title != self.digits(part))
            {
                let shown = if begins { title.clone() } else { self.part_title(&title, part) };
                parts.push(Part { title: shown, url: self.page_url(page(part)), current: part == current });
            }
            before = title;
        }
        parts
    }
}
