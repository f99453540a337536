//! The words that statements are made of: kinds, properties, datatypes and values.
//!
//! Input: the built-in vocabulary and what `annals.toml` adds. Output: a [`Vocabulary`], and [`Literal`]s read from
//! text. Entry points: [`Vocabulary::new`] and [`Literal::parse`].

mod amount;
mod builtin;
mod clock;
mod date;
mod date_words;
mod duration;
mod kind;
mod property;
mod quantity;
pub mod unit;
mod value;

pub use amount::{scale, scale_letter};
pub use date::{Bounds, Date, Day, SortKey};
pub use duration::Duration;
pub use kind::{Kind, KindId, Kinds, Role};
pub use property::{Properties, Property, PropertyId, key};
pub use quantity::{Extent, Quantity};
pub use value::{Coordinates, Datatype, Literal, ValueError};

use crate::config::{Config, Folders};
use crate::diagnostic::Diagnostic;

/// The kinds and properties of a site.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// The kinds.
    pub kinds: Kinds,
    /// The properties.
    pub properties: Properties,
    /// Where the files of each kind lie.
    pub folders: Folders,
}

impl Vocabulary {
    /// The built-in vocabulary with the site's additions. The findings' places are in `annals.toml`.
    pub fn new(config: &Config) -> (Self, Vec<Diagnostic>) {
        let (kinds, mut diagnostics) = Kinds::new(config);
        let (properties, found) = Properties::new(config, &kinds);
        diagnostics.extend(found);
        let (folders, found) = kinds.folders(config);
        diagnostics.extend(found);
        (Self { kinds, properties, folders }, diagnostics)
    }
}

/// Qualifiers that any fact may have, beside the properties of the vocabulary.
pub const QUALIFIERS: [&str; 8] =
    ["as_of", "from", "until", "according_to", "certainty", "role", "organization", "title"];
