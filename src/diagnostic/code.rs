//! Every code a diagnostic can have, with its severity and its page of the manual.
//!
//! Input: none. Output: [`Code`]. A code's doc comment is what `annals explain` prints; a rule of
//! [`check`](crate::check) has its manual page in its own file instead, and here only the page's first line.

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably wrong.
    Warning,
    /// Certainly wrong: nothing is built.
    #[default]
    Error,
}

impl Severity {
    /// The word for it in every output format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal, $severity:ident $(, $opt_in:ident)?;)*) => {
        /// The stable name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])* $name,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as it is printed and configured: kebab-case.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The severity it has unless the site sets another.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Whether it is reported only where the site asks for it.
            pub fn is_opt_in(self) -> bool {
                match self { $(Self::$name => { const OPT_IN: &[&str] = &[$(stringify!($opt_in))?]; !OPT_IN.is_empty() })* }
            }

            /// Whether a site or a file may let it stand: what is certainly wrong must be mended.
            pub fn can_stand(self) -> bool {
                self.severity() != Severity::Error
            }

            /// Its page of the manual, as Markdown.
            pub fn manual(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc, "\n",)*),)* }
            }

            /// The code of this name.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }
        }
    };
}

codes! {
    /// A mention or a reference names nobody the site knows.
    ///
    /// `[[Rex Tilerson]]` is looked up in the article's own `names`, then among ids, names and
    /// aliases. Nothing found there is an error, because a page would otherwise lack a link that
    /// its author meant. Correct the spelling, add the spelling to the `aliases` of the entity,
    /// or declare the entity: as a file in `content/`, or in one line of `names:` or `[entities]`.
    UnknownName = "unknown-name", Error;
    /// A name fits more than one entity.
    ///
    /// Two entities share the name or alias, and Annals does not guess. Write the id
    /// (`[[donald-trump|Trump]]`), the id with its kind (`[[person:paris|Paris]]`), or settle it
    /// for the whole article with `names: {Trump: donald-trump}`.
    AmbiguousName = "ambiguous-name", Error;
    /// An id can't be the name of a file.
    ///
    /// Ids stand in addresses and name files of the output, so every system must take them: no `/`
    /// or `\\`, none of `< > : " | ? *` and no control characters, no full stop or space at the end,
    /// no name of a device on Windows such as `con` or `aux`, and 238 bytes at most. That holds for
    /// the names of files in `content/`, for the keys and `id`s of `[entities]` and `names:`, and
    /// for the ids of claims.
    BadId = "bad-id", Error;
    /// Two things have the same id.
    ///
    /// Ids are unique within a kind (two files of one stem in different folders of
    /// `content/people/` clash), and the ids of spans, of headings and of raw HTML are unique
    /// within their file. They can't be those of the page's own parts either, such as `content`
    /// and `section-notes`: a link to one of the two would lead to the other.
    DuplicateId = "duplicate-id", Error;
    /// A span or a mention never closes, or would close in another block.
    ///
    /// `[text]{.claim}` and `[[name]]` begin and end in one paragraph, heading, list item or
    /// table cell. Close the bracket before the block ends; a claim that runs over two paragraphs
    /// is two claims.
    UnclosedSpan = "unclosed-span", Error;
    /// The attributes of a span can't be read, lack something or say something unknown.
    ///
    /// Attributes are `{#id .class key=value other="two words"}`. Each class knows its keys: see the
    /// guide's chapter on the markup.
    BadAttribute = "bad-attribute", Error;
    /// A value is not of the datatype that its property asks for.
    ///
    /// Dates are EDTF (`2017-07-07`, `1852~`), durations ISO 8601 (`PT2H16M`), coordinates
    /// `lat, lon` in degrees; numbers may carry a known unit (`35 km`, `3bn GBP`) and be a range or limit
    /// (`10..12`, `40..`, `..12`, `~12`); a reference is the name or id of an entity of a fitting kind.
    BadValue = "bad-value", Error;
    /// A fact states a property that the vocabulary does not have.
    ///
    /// Correct the spelling, or add the property to `annals.toml` under `[properties.NAME]`.
    UnknownProperty = "unknown-property", Error;
    /// A reference to a claim leads nowhere.
    ///
    /// A claim is named by its id within its article (`denies=pressed`), and by its full id
    /// elsewhere (`denies="article-id#pressed"`).
    UnknownClaim = "unknown-claim", Error;
    /// A citation or a `source` names no source of the site.
    ///
    /// A source is a file in `content/sources/`; `[@stem]` cites it.
    UnknownSource = "unknown-source", Error;
    /// The front matter is not valid YAML or TOML, lacks a required key, or has a value of the
    /// wrong shape.
    BadFrontMatter = "bad-front-matter", Error;
    /// `annals.toml` is not valid TOML, or a setting in it has a value that it can't have.
    BadConfig = "bad-config", Error;
    /// A template can't be parsed, or fails on a page.
    ///
    /// Templates are [Tera 2](https://keats.github.io/tera/). The page models that they see are
    /// listed in the guide.
    TemplateError = "template-error", Error;
    /// Two files of the output would have one path, or one has a path that not every system takes.
    ///
    /// Paths are compared without regard to case and to the form of accented letters, as file
    /// systems on Windows and macOS do; and where one file is called `map`, no other can lie in a
    /// folder `map/`. The parts of a path are subject to the same rules as ids, for `annals explain
    /// bad-id`, and have 243 bytes at most.
    PathCollision = "path-collision", Error;
    /// A path leads out of the site's folder.
    ///
    /// Symbolic links and paths in front matter may point anywhere within the site and nowhere
    /// else, so that a site is complete in its folder.
    OutsideSite = "outside-site", Error;
    /// A file of the site can't be read as text.
    ///
    /// Markdown, templates and archived texts are UTF-8.
    UnreadableFile = "unreadable-file", Error;
    /// A Markdown file lies in no folder of a kind.
    ///
    /// `content/` has one folder a kind: `articles`, `people`, … Move the file there, or declare a
    /// kind for its folder with `[kinds.NAME]` in `annals.toml`.
    UnknownKind = "unknown-kind", Error;
    /// A key of the front matter or of `annals.toml` means nothing to Annals.
    ///
    /// Correct its spelling; put what your own templates need under `extra:`.
    UnknownKey = "unknown-key", Warning;
    /// A part of one of the site's templates overrides nothing.
    ///
    /// A block that no template above it has is never shown, and a component that no template
    /// calls is never used: its name is misspelt, or the built-in theme has changed. Correct the
    /// name, or remove the part.
    UnusedOverride = "unused-override", Warning;
    /// A file of `content/` makes no page.
    ///
    /// Hugo and Zola describe a section of a site in a file `_index.md`; Annals lists articles, people and all other kinds
    /// by itself. Remove the file, or give it another name to make it a page.
    IgnoredFile = "ignored-file", Warning;
    /// A link's scheme is not one that a page should carry.
    ///
    /// `javascript:`, `vbscript:` and `data:` links are shown as plain text.
    UnsafeLink = "unsafe-link", Warning;
    /// Raw HTML was taken out of a text: a page may not hold it.
    ///
    /// A text may hold what shows words, pictures, tables and formulas. What runs, loads or asks for something is taken out,
    /// and what lies in it stays where it is meant to be read: scripts, frames, films, forms, styles, attributes such as
    /// `onclick`, addresses such as `javascript:`. `[policy]` in `annals.toml` lets frames, films, sound and scripts through,
    /// from the origins that it lists: `frames = ["https://video.example.net"]`, or `media = ["self"]` for files of the site.
    /// A tag that nothing closes is taken out, too, and so is one that Annals does not know; write `&lt;` to show it.
    RemovedHtml = "removed-html", Warning;
    /// A picture comes from another host, and browsers will not load it.
    ///
    /// Every page says which hosts it loads anything from, by default none: so a site shows the same to all its readers for as
    /// long as it stands, and tells nobody who reads it. Put the picture into the site, or allow its host in `annals.toml`:
    /// `images = ["https://pics.example.net"]` under `[policy]`.
    BlockedResource = "blocked-resource", Warning;
    /// A text is so long that its page has more than 200 KB of HTML.
    ///
    /// Such a page is slow to load, and nobody finds the way in it. Long lists (of claims, facts, names and notes) go on on
    /// further pages by themselves. A text does not, since links lead to its sentences: divide it into several articles, and
    /// link each to the next. Markup counts, too: a marked name takes five times the room of a plain one.
    LargePage = "large-page", Warning;
    /// A format in `publish` is left out: it names everything by its address, and the site has none.
    ///
    /// Set `base_url` in `annals.toml`, or build with `--base-url`; a site that is only built where it is published needs nothing
    /// else.
    UnpublishedData = "unpublished-data", Note;
    /// An `allow` in a front matter acknowledges nothing that is there.
    ///
    /// A finding was acknowledged, and is gone or has changed since: another value, another sentence.
    /// What was true of the old finding need not be true of the new one. Remove the `allow`, or read
    /// the new finding and give its fingerprint under `finding:`.
    LapsedAllow = "lapsed-allow", Warning;

    /// A property that has one value is given two.
    ConflictingValues = "conflicting-values", Warning;
    /// The quoted words do not occur in the archived text of the cited source.
    QuoteNotInSource = "quote-not-in-source", Warning;
    /// The number, date, weekday, duration or name in the text is not the value in the markup.
    ProseDisagrees = "prose-disagrees", Warning;
    /// An event's date lies outside that of the event it is part of.
    EventOutsideParent = "event-outside-parent", Warning;
    /// Somebody did something before birth or after death.
    DeadOrUnborn = "dead-or-unborn", Warning;
    /// What ended had not begun, and the like.
    WrongOrder = "wrong-order", Warning;
    /// One speaker both asserts and denies, one claim both supports and denies, or claims repeat
    /// each other in a circle.
    SelfContradiction = "self-contradiction", Warning;
    /// A relation stated of one of two contradicts what is stated of the other.
    OneSidedRelation = "one-sided-relation", Warning;
    /// Something is, by way of others, part of itself.
    CircularPart = "circular-part", Warning;
    /// A claim has no source.
    UncitedClaim = "uncited-claim", Warning, opt_in;
    /// Claims contradict each other, and neither has a review.
    UnreviewedDispute = "unreviewed-dispute", Note;
    /// A review is older than a later contrary claim.
    StaleReview = "stale-review", Warning;
    /// The name of a known entity stands in prose without markup.
    UnlinkedName = "unlinked-name", Note;
    /// Nothing mentions an entity.
    OrphanEntity = "orphan-entity", Note;
    /// Two entities share a name, an alias or a `same_as`.
    LookalikeEntities = "lookalike-entities", Warning;
    /// Something that looks like markup of Annals would be shown to readers as it is, or says nothing.
    StrayMarkup = "stray-markup", Warning;
    /// A link, a picture or an anchor inside the site leads nowhere.
    BrokenLink = "broken-link", Warning;
    /// The archived text of a source is not the one that was recorded.
    HashMismatch = "hash-mismatch", Warning;
}
