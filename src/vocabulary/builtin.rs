//! The built-in properties that Annals itself looks at.
//!
//! Input: the order of `vocabulary.toml`. Output: constants. Entry points: those of [`PropertyId`]; a test
//! holds that each is what it is called.

use super::PropertyId;

/// One constant a property, by its place in `vocabulary.toml`.
macro_rules! properties {
    ($($name:ident = $place:literal,)*) => {
        impl PropertyId {
            $(
                #[doc = "The property of this name."]
                pub const $name: Self = Self($place);
            )*
        }

        #[cfg(test)]
        const ALL: &[(&str, PropertyId)] = &[$((stringify!($name), PropertyId::$name)),*];
    };
}

properties! {
    DATE = 0,
    UPDATED = 1,
    MENU = 2,
    DATELINE = 3,
    AUTHORS = 4,
    PUBLISHER = 5,
    SOURCE_URL = 6,
    LICENSE = 7,
    TRANSLATIONS = 8,
    SOURCES = 9,
    URL = 10,
    PUBLISHED = 11,
    RETRIEVED = 12,
    ARCHIVE_URL = 13,
    TEXT = 14,
    SHA256 = 15,
    START = 17,
    END = 18,
    PART_OF = 23,
    PARTS = 24,
    PARTICIPANTS = 25,
    ORGANIZER = 26,
    CANDIDATES = 28,
    COMMANDERS = 46,
    FOLLOWS = 47,
    BORN = 49,
    DIED = 52,
    POSITION = 58,
    PRONOUNS = 60,
    CHILDREN = 81,
    FOUNDED = 96,
    FOUNDERS = 97,
    DISSOLVED = 105,
    PARENT = 106,
    COUNTRY = 125,
    COORDINATES = 133,
}

impl PropertyId {
    /// What tells when an event was; the first that is stated goes before the others.
    pub const TIMES: [Self; 3] = [Self::DATE, Self::START, Self::END];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn constants_are_what_they_are_called() {
        let (vocabulary, _) = Vocabulary::new(&Config::default());
        for (name, id) in ALL {
            assert_eq!(vocabulary.properties.get(*id).name, name.to_lowercase());
        }
    }
}
