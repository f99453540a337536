//! Parts of pages that many show alike: claims in lists, on cards and in contradictions, which templates make, and dates.
//!
//! Input: the model of a claim. Output: its HTML, made once a language, with [`ROOT`] in its links for what leads from a page
//! to the site's top. Entry points: [`Components`], which the stage `render` is, and [`Shared`], where what is made is kept.

use std::sync::OnceLock;

use super::model::{Claim, DateView, Site};
use crate::graph::reads::{self, Reads};
use crate::resolve::ClaimId;

/// Of how many claims it is kept; that of all others is made anew for each page.
const MOST_KEPT: usize = 100_000;

/// What stands for the way from a page to the site's top until the page is known: a noncharacter, which no HTML may hold.
pub const ROOT: &str = "\u{FFFF}";

/// How a claim is shown, with the component that shows it.
#[derive(Clone, Copy, Debug)]
pub enum Form<'v> {
    /// In a list (`claim`).
    Entry {
        /// Whether it is a list of its article.
        here: bool,
    },
    /// On its card (`claim_card`).
    Card,
    /// By whom it was made and on which occasion (`circumstances`), above a list.
    Occasion {
        /// Whether a speaker is told who is alone.
        by: bool,
    },
    /// As one side of a contradiction (`side`).
    Side {
        /// The address of its article, where the page is that one; else empty.
        of: &'v str,
    },
}

/// What renders the components of the theme, or those that a site has instead.
pub trait Components: Sync {
    /// A claim on a page from which the site looks like this; nothing where the template fails.
    fn claim(&self, claim: &Claim<'_>, form: Form<'_>, site: &Site) -> Option<String>;
}

/// For pages of which nobody sees the claims.
pub struct Unseen;

impl Components for Unseen {
    fn claim(&self, _: &Claim<'_>, _: Form<'_>, _: &Site) -> Option<String> {
        None
    }
}

/// The HTML of all claims in one form, each made when it is first asked for.
#[derive(Debug, Default)]
pub struct Forms(OnceLock<Box<[OnceLock<Made>]>>);

/// What a component came to, and what that was made from.
#[derive(Debug)]
struct Made {
    html: Box<str>,
    reads: Reads,
}

/// What looks the same from all pages of one language: the dates of documents, and claims in lists, above them with and without
/// a speaker who is alone, and in contradictions.
#[derive(Debug, Default)]
pub struct Shared {
    /// What the site looks like from any of these pages, among all looks of it.
    pub look: usize,
    entries: Forms,
    occasions: Forms,
    occasions_of_one: Forms,
    sides: Forms,
    dates: OnceLock<Box<[OnceLock<DateView>]>>,
}

impl Shared {
    /// None of them made yet.
    pub fn new(look: usize) -> Self {
        Self { look, ..Self::default() }
    }

    /// The date of a document, of so many, made if need be.
    pub fn date(&self, at: usize, of: usize, make: impl FnOnce() -> DateView) -> Option<&DateView> {
        let dates = self.dates.get_or_init(|| (0..of).map(|_| OnceLock::new()).collect());
        dates.get(at).map(|date| date.get_or_init(make))
    }

    /// The claims in this form, where pages share it.
    pub fn forms(&self, form: Form<'_>) -> Option<&Forms> {
        match form {
            Form::Entry { here: false } => Some(&self.entries),
            Form::Occasion { by: true } => Some(&self.occasions),
            Form::Occasion { by: false } => Some(&self.occasions_of_one),
            Form::Side { of: "" } => Some(&self.sides),
            _ => None,
        }
    }
}

impl Forms {
    /// A claim, of so many, in this form, made if need be; nothing where that fails, or where no more are kept.
    pub fn get(&self, id: ClaimId, of: usize, make: impl FnOnce() -> Option<String>) -> Option<&str> {
        let forms = self.0.get_or_init(|| (0..of.min(MOST_KEPT)).map(|_| OnceLock::new()).collect());
        let form = forms.get(id.0 as usize)?;
        if let Some(known) = form.get() {
            reads::note_all(&known.reads);
            return Some(&known.html);
        }
        let (html, reads) = reads::recorded(make);
        let made = Made { html: html?.into_boxed_str(), reads };
        Some(&form.get_or_init(|| made).html)
    }
}
