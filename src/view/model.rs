//! The page models: all that a template may see.
//!
//! Input: none, these are types. Output: what [`render`](crate::render) gives to Tera. A template sees [`Page`]'s
//! fields by their names; every `url` is relative to the page it is on, so it can be written into `href` as it is.
//! Fields called `html` are safe to print with `| safe`; all others are plain text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::data::Node;

/// Serializes a model that has the fields of another one directly. `#[serde(flatten)]` takes several times as long, and
/// lists are long.
macro_rules! serialize_flat {
    ($model:ident { $inner:ident { $($direct:ident),* }, $($field:ident),* }) => {
        impl Serialize for $model<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let Self { $inner: inner, $($field),* } = self;
                let count = [$(stringify!($direct),)* $(stringify!($field)),*].len();
                let mut fields = serializer.serialize_struct(stringify!($model), count)?;
                $(fields.serialize_field(stringify!($direct), &inner.$direct)?;)*
                $(fields.serialize_field(stringify!($field), $field)?;)*
                fields.end()
            }
        }
    };
}

serialize_flat!(Counted { entity { kind, name, url, dir, summary }, count });
serialize_flat!(Together { entity { kind, name, url, dir, summary }, count, sentence, is_quoted });
serialize_flat!(EventRef { entity { kind, name, url, dir, summary }, date, role, stated });
serialize_flat!(ListItem { entity { kind, name, url, dir, summary }, date, count, years });
serialize_flat!(Quote { quoted { html, url, lang, dir }, document, date });

/// The author's own keys, under `extra`; nothing where there are none.
pub type Extra<'a> = Option<&'a Node>;

/// The same of the whole site.
pub type SiteExtra = Option<Node>;

/// What every template sees.
#[derive(Debug, Hash, Serialize)]
pub struct Page<'a> {
    // Many pages share one, so the renderer gives it to templates, already in their form.
    /// The site.
    #[serde(skip)]
    pub site: &'a Site,
    /// The page itself: its head.
    pub page: Head<'a>,
    /// What is on it, under the name of its template: `article`, `entity`, `more`, `claim`, `list`, `home`, `search`, `vocabulary`, `data`, `text` or `card`.
    #[serde(flatten)]
    pub content: Content<'a>,
}

/// The content of a page.
#[derive(Debug, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Content<'a> {
    /// `article.html`
    Article(Box<Article<'a>>),
    /// `person.html`, `event.html` … or, where there is none of the kind's name, `entity.html`
    Entity(Box<Entity<'a>>),
    /// `more.html`: a further page of a section
    More(Box<More<'a>>),
    /// `claim.html`
    Claim(Box<ClaimPage<'a>>),
    /// `list.html`: the index of a kind
    List(List<'a>),
    /// `index.html`
    Home(Home<'a>),
    /// `redirect.html`: what leads on from an earlier address
    Redirect(Link<'a>),
    /// `search.html`
    Search(Search<'a>),
    /// `vocabulary.html`
    Vocabulary(Vocabulary<'a>),
    /// `data.html`
    Data(Data<'a>),
    /// `page.html`, and `404.html` with an empty text
    Text(Text<'a>),
    /// `card.svg`
    Card(Card<'a>),
    /// `feed.xml` and `feed.json`
    Feed(Feed<'a>),
    /// `sitemap.xml`
    Sitemap(Sitemap),
    /// `robots.txt`
    Robots(Robots),
    /// `llms.txt`
    Llms(Llms<'a>),
}

/// The site as every page shows it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Site {
    /// Its title.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
    /// Its language, a BCP 47 tag.
    pub language: String,
    /// The home page.
    pub home: String,
    /// The page that finds by name.
    pub search: String,
    /// The folder of static files, with a closing `/` unless it is the page's own folder.
    pub root: String,
    /// The style sheet with the icons that `annals.toml` gives to kinds, where it gives any.
    pub icons: Option<String>,
    /// The style sheet that `[theme]` comes to, where it says anything.
    pub theme: Option<String>,
    /// The style sheet of the site's own that goes behind all others.
    pub css: Option<String>,
    /// The picture that stands in place of the site's name.
    pub logo: Option<String>,
    /// Whether the reader may switch between light and dark.
    pub switch: bool,
    /// What pages may load from where, for `<meta http-equiv="Content-Security-Policy">`.
    pub policy: String,
    /// The feed of the newest articles, where the site has a `base_url`.
    pub feed: Option<String>,
    /// The same as JSON Feed.
    pub json_feed: Option<String>,
    /// The page of what is published as data, where there is anything.
    pub data: Option<String>,
    /// The files that hold all of it.
    pub exports: Vec<Alternate>,
    /// The page from which it is seen, where that is one to which every page leads: `home` or `search`.
    pub here: &'static str,
    /// The main menu: the indexes of all kinds that have pages, then the plain pages.
    pub menu: Vec<MenuItem>,
    /// `extra` of `annals.toml`.
    pub extra: SiteExtra,
    // The language of the pages that it is seen from.
    #[serde(skip)]
    pub(crate) seen_in: String,
    // Its place among the looks of the site that pages share.
    #[serde(skip)]
    pub(crate) number: usize,
}

/// An entry of the menu.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MenuItem {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// Whether the reader is there.
    pub current: bool,
    /// Whether it is a plain page (About, the guide), not an index.
    pub plain: bool,
}

/// The head of a page.
#[derive(Debug, Hash, Serialize)]
pub struct Head<'a> {
    /// Its title, without the site's.
    pub title: Cow<'a, str>,
    /// One or two sentences; may be empty.
    pub description: &'a str,
    /// Its language, a BCP 47 tag.
    pub language: &'a str,
    /// Its kind: `article`, `person`, …, `list`, `home`, `404`.
    pub kind: &'a str,
    /// Its absolute address, where the site has a `base_url`.
    pub canonical: Option<String>,
    /// The `id`s of what its record states, as far as nothing on the page has them.
    pub anchors: Vec<String>,
    /// Its picture for social networks: its own, or the one that is drawn where the site has those.
    pub card: Option<CardLink>,
    /// The feed of the articles that name what it is about, where there is one.
    pub feed: Option<String>,
    /// The same as JSON Feed.
    pub json_feed: Option<String>,
    /// Where the file that it is made from can be edited, where the site says so.
    pub edit: Option<String>,
    /// The same text in other languages.
    pub translations: Vec<Translation<'a>>,
    /// Files that say what is on it as data: of an article those of its own, of the page of all data the tables.
    pub exports: Vec<Alternate>,
    /// What it is about, as schema.org's JSON-LD for `<script type="application/ld+json">`; nothing on indexes and plain
    /// pages.
    pub data: Option<String>,
}

/// The same in another format.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Alternate {
    /// What people call the format, or the file's name: `SQLite`.
    pub title: String,
    /// The file.
    pub url: String,
    /// Its media type: `application/json`.
    pub media_type: &'static str,
}

/// A text in another language.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Translation<'a> {
    /// The language, a BCP 47 tag.
    pub language: &'a str,
    /// What the language is called by those who speak it, else its tag.
    pub label: &'a str,
    /// The page.
    pub url: String,
    /// Its absolute address, where the site has a `base_url`.
    pub canonical: Option<String>,
}

/// Where the picture of a page for social networks is.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CardLink {
    /// Its absolute address.
    pub url: String,
    /// The words on it, for those who can't see it.
    pub alt: String,
    /// Its width in pixels.
    pub width: usize,
    /// Its height.
    pub height: usize,
}

/// A page to lead to.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Link<'a> {
    /// What to call it.
    pub title: Cow<'a, str>,
    /// Where it is.
    pub url: String,
    /// `ltr` or `rtl` where the title runs the other way than the page's language; else empty.
    pub dir: &'static str,
}

/// A date for a reader.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DateView {
    /// The date as HTML.
    pub html: String,
    /// In words: `7 July 2017`, `about 1852`.
    pub words: String,
    /// For `<time datetime>`, where HTML can express the date.
    pub datetime: Option<String>,
}

/// An entity as it is named on another page, or a speaker without one.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct EntityRef<'a> {
    /// The kind's name: `person`.
    pub kind: &'a str,
    /// The entity's name.
    pub name: &'a str,
    /// Its page; empty on that page, and for a speaker who has none.
    pub url: String,
    /// `ltr` or `rtl` where the name runs the other way than the page's language; else empty.
    pub dir: &'static str,
    /// One sentence about it; may be empty.
    pub summary: &'a str,
}

/// A sentence quoted under its article.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Sentence<'a> {
    /// The sentence, what matters in it within `<b>`; of a claim, a fact and a reference empty, unless a template of the site
    /// names `.html`.
    pub html: String,
    /// The very sentence, in its article.
    pub url: String,
    /// Its language where that is not the page's; else empty.
    pub lang: &'a str,
    /// `ltr` or `rtl` where that language runs the other way; else empty.
    pub dir: &'static str,
}

/// A sentence quoted with its article.
#[derive(Clone, Debug, Hash)]
pub struct Quote<'a> {
    /// The sentence.
    pub quoted: Sentence<'a>,
    /// The article or page it stands in.
    pub document: Link<'a>,
    /// The article's date.
    pub date: Option<&'a DateView>,
}

/// A value as a reader sees it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ValueView<'a> {
    /// The value as HTML: a link where it is an entity or an address.
    pub html: String,
    /// In words: `2 hours 16 minutes`, `7 July 2017`, an entity's name.
    pub words: String,
    /// The machine's form, for `<data value>`; empty for text and entities.
    pub machine: String,
    /// For `<time datetime>`, where HTML can express the date.
    pub datetime: Option<String>,
    /// The entity it is.
    pub entity: Option<EntityRef<'a>>,
    /// The address it is.
    pub href: Option<String>,
}

/// A qualifier of a statement: `organization` Red Cross.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Qualifier<'a> {
    /// What it says of the value: `organization`, `title`.
    pub label: Cow<'a, str>,
    /// Its value.
    pub value: ValueView<'a>,
}

/// What supports a statement.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Reference<'a> {
    /// A sentence of an article.
    Sentence(Quote<'a>),
    /// The front matter of a file: the editors of the site say so. On the page of that very file, without a `url`.
    Record(Link<'a>),
    /// A cited source.
    Source(Link<'a>),
}

/// A statement with its value: one value of one row of an infobox.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Statement<'a> {
    /// Its `id`, where this is the page of the record that states it; else empty.
    pub anchor: String,
    /// What it is about.
    pub subject: EntityRef<'a>,
    /// The same as a link.
    pub subject_html: String,
    /// The property's label: `duration`.
    pub label: &'a str,
    /// The value.
    pub value: ValueView<'a>,
    /// Whether anything restricts it: any of what follows.
    pub limited: bool,
    /// The role that its value has, or its subject.
    pub role: Option<ValueView<'a>>,
    /// What else restricts it: organization, title.
    pub qualifiers: Vec<Qualifier<'a>>,
    /// When it held: `from 1990 until 1999`, `as of 2017`; may be empty.
    pub time: String,
    /// How sure it is: `alleged`; empty where it is certain.
    pub certainty: Cow<'a, str>,
    /// Who says so, where it is not the site itself.
    pub according_to: Vec<ValueView<'a>>,
    /// Whether the editors no longer go by it, and keep it for the record.
    pub deprecated: bool,
    /// What supports it; never empty.
    pub references: Vec<Reference<'a>>,
    /// Whether it follows from a statement about the value (a participant's event, a part's whole).
    pub derived: bool,
}

/// A marked fact of a text: its words state one value or several.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Fact<'a> {
    /// The `id` of the fact in its article; its card's is `card-` and this.
    pub anchor: String,
    /// The words.
    pub words: &'a str,
    /// What they state, at least one.
    pub statements: Vec<Statement<'a>>,
    /// Its sentence, its words highlighted.
    pub sentence: Quote<'a>,
}

/// A row of an infobox: all values of one property.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Row<'a> {
    /// The property's label.
    pub label: &'a str,
    /// Whether the values contradict each other.
    pub conflicting: bool,
    /// The values, at least one.
    pub statements: Vec<Statement<'a>>,
    /// How many more there are, on the pages `more.values`.
    pub more: usize,
}

/// A claim as it is listed anywhere.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Claim<'a> {
    /// Its own page.
    pub url: String,
    /// The `id` of the claim in its article.
    pub anchor: &'a str,
    /// On the pages of its article its number there, of one in another's words `7.1`; elsewhere empty.
    pub number: String,
    /// On the pages of its article the claims in its words; elsewhere none.
    pub inside: Vec<Claim<'a>>,
    /// Whether the words are the speaker's own.
    pub quote: bool,
    /// The words: on its article's page as they stand there, elsewhere as they stand alone.
    pub words: &'a str,
    /// Who says it, some of them perhaps without a page; empty: the article itself.
    pub speakers: Vec<EntityRef<'a>>,
    /// The same as links in a row.
    pub speakers_html: String,
    /// To whom, as links in a row.
    pub to_html: String,
    /// The same as data, where a template of the site names `.to`; else none.
    pub to: Vec<EntityRef<'a>>,
    /// At which event or place, as links in a row.
    pub at_html: String,
    /// The same as data, where a template of the site names `.at`; else none.
    pub at: Vec<EntityRef<'a>>,
    /// When.
    pub on: Option<DateView>,
    /// Through which medium.
    pub via: Option<ValueView<'a>>,
    /// What it is about, as links in a row.
    pub about_html: String,
    /// The same as data, where a template of the site names `.about`; else none.
    pub about: Vec<EntityRef<'a>>,
    /// Its sentence, its words highlighted, and its article.
    pub sentence: Quote<'a>,
    /// What it says of other claims: `denies` ….
    pub relations: Vec<Relation<'a>>,
    /// What other claims say of it: `denied by` ….
    pub responses: Vec<Relation<'a>>,
    /// Whether another claim denies or disputes it, or it denies or disputes another.
    pub disputed: bool,
    /// The sources cited for it.
    pub sources: Vec<Link<'a>>,
    /// Its reviews.
    pub reviews: Vec<Review<'a>>,
}

/// Neighbours in a list of claims that are of one article and one speaker, and were made on one occasion.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ClaimGroup<'a> {
    /// Their article, unless that is the page's own or the same as that of the group before.
    pub document: Option<Link<'a>>,
    /// Its date.
    pub date: Option<&'a DateView>,
    /// By whom they were made and on which occasion: what the component `circumstances` makes of the first; may be empty.
    pub occasion: String,
    /// The claims as HTML, at least one.
    pub entries: Vec<ClaimEntry>,
    /// The same as data, where a template of the site names `.claims`; else none.
    pub claims: Vec<Claim<'a>>,
}

/// A claim of a list, as HTML.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ClaimEntry {
    /// What the component `claim` makes of it.
    pub html: String,
    /// On the page of its article what the component `claim_card` makes of it; else empty.
    pub card: String,
}

/// How a claim stands to another.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Relation<'a> {
    /// `denies`, `denied by`, `repeats` ….
    pub label: &'a str,
    /// Whether it is a contradiction: denies, disputes.
    pub contradicts: bool,
    /// The other claim's page.
    pub url: String,
    /// The other claim's words.
    pub words: &'a str,
    /// Their language where that is not the page's; else empty.
    pub lang: &'a str,
    /// `ltr` or `rtl` where that language runs the other way; else empty.
    pub dir: &'static str,
    /// Who says the other; empty: its article itself.
    pub speakers: Vec<EntityRef<'a>>,
    /// The same as links in a row.
    pub speakers_html: String,
    /// The other's article.
    pub document: Link<'a>,
}

/// A review of a claim.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Review<'a> {
    /// Its `id` on the claim's own page.
    pub anchor: String,
    /// The rating in words: `Mostly true`.
    pub rating: &'a str,
    /// The rating on its scale: `4 of 5`; may be empty.
    pub scale: String,
    /// Who reviewed it.
    pub reviewer: Option<ValueView<'a>>,
    /// When.
    pub reviewed: Option<DateView>,
    /// On which evidence.
    pub sources: Vec<Link<'a>>,
    /// What the reviewer wrote; empty anywhere but on the claim's own page, and where it is on that of another claim.
    pub html: String,
    /// Its footnotes.
    pub notes: Vec<Note<'a>>,
    /// The claim whose page has that, where it is another: the same review is of both, or this claim repeats that one.
    pub of: Option<Link<'a>>,
}

/// Two claims that contradict each other.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Dispute<'a> {
    /// The claim that is denied or disputed: what the component `side` makes of it.
    pub first_html: String,
    /// The same as data, where a template of the site names `.first`; else nothing.
    pub first: Option<Claim<'a>>,
    /// `denied by` or `disputed by`.
    pub label: &'a str,
    /// The claim that denies or disputes it.
    pub second_html: String,
    /// See `first`.
    pub second: Option<Claim<'a>>,
}

/// An article.
#[derive(Debug, Hash, Serialize)]
pub struct Article<'a> {
    /// The headline.
    pub title: &'a str,
    /// Where it was written: `Hamburg`; may be empty.
    pub dateline: &'a str,
    /// When it was published.
    pub date: Option<DateView>,
    /// When it was last changed.
    pub updated: Option<DateView>,
    /// Who wrote it.
    pub authors: Vec<ValueView<'a>>,
    /// Who published it.
    pub publisher: Option<ValueView<'a>>,
    /// Where it was published.
    pub source_url: Option<&'a str>,
    /// Under which licence.
    pub license: &'a str,
    /// One or two sentences on what it says; may be empty.
    pub description: &'a str,
    /// Its picture.
    pub image: Option<Image>,
    /// What was corrected in it.
    pub corrections: Vec<CorrectionView<'a>>,
    /// The headings of its text, where there are five and more.
    pub contents: Vec<Heading<'a>>,
    /// The text, with every mention, claim, fact and sentence marked: its paragraphs, lists, tables ….
    pub blocks: Vec<Block<'a>>,
    /// The claims that stand in no other's words, in the order of the text; the first of them where there are many.
    pub claims: Vec<ClaimGroup<'a>>,
    /// How many such claims there are.
    pub claim_count: usize,
    /// The facts, in the order of the text; the first of them where there are many.
    pub facts: Vec<Fact<'a>>,
    /// How many facts there are.
    pub fact_count: usize,
    /// The contradictions its claims are in; some of them where there are many.
    pub disputes: Vec<Dispute<'a>>,
    /// How many contradictions there are.
    pub dispute_count: usize,
    /// Whom and what it names, by kind, the most named first; those most named of all where there are many.
    pub entities: Vec<EntityGroup<'a>>,
    /// The pages of `claims`, `facts`, `names` and `notes`, where they go on on further ones.
    #[serde(serialize_with = "by_section")]
    pub more: SectionParts,
    /// The footnotes and the sources cited, in the order of their numbers; the first sources where there are many.
    pub notes: Vec<Note<'a>>,
    /// Whether the text has a link to one of them; a claim may name its source without one.
    pub notes_in_text: bool,
    /// `extra` of the front matter.
    pub extra: Extra<'a>,
}

/// A picture.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Image {
    /// Its address.
    pub url: String,
    /// What stands for it; may be empty.
    pub alt: String,
    /// What stands below it; may be empty.
    pub caption: String,
    /// Whose it is; may be empty.
    pub credit: String,
}

/// A correction of an article.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CorrectionView<'a> {
    /// When it was made.
    pub date: Option<DateView>,
    /// What was wrong.
    pub text: &'a str,
}

/// A heading in a table of contents.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Heading<'a> {
    /// How deep it lies below those of the highest level, from 1.
    pub depth: usize,
    /// Its words.
    pub words: &'a str,
    /// Its `id`.
    pub id: &'a str,
}

/// A paragraph of an article, or a list, a table …, with what stands in the margin beside it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Block<'a> {
    /// The paragraph.
    pub html: String,
    /// Who says what is claimed in it.
    pub notes: Vec<MarginNote<'a>>,
}

/// A note in the margin: of one claim, or of neighbours that have the same speaker and circumstances.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MarginNote<'a> {
    /// The numbers of the claims: `4`, `4–5`.
    pub numbers: String,
    /// The speakers: `Sergey Lavrov and Rex Tillerson`; empty: the article itself.
    pub who: String,
    /// To whom, where, through which medium: `at the summit, via Russia 24`; may be empty.
    pub how: String,
    /// What contradicts the claims or is contradicted by them, unless an earlier note tells it.
    pub against: Vec<MarginDispute<'a>>,
    /// What reviewers say of them: `Mostly true, Fact Desk`.
    pub reviews: Vec<String>,
}

/// One side of a contradiction, as the margin tells it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MarginDispute<'a> {
    /// `denies`, `denied by` ….
    pub label: &'a str,
    /// Who says the other side; empty: its article itself.
    pub who: String,
    /// The words of the other side, or their beginning.
    pub words: String,
}

/// Entities of one kind.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EntityGroup<'a> {
    /// The kind's name: `person`.
    pub kind: &'a str,
    /// The kind's plural label: `People`.
    pub label: &'a str,
    /// How many of the kind the article names.
    pub count: usize,
    /// Those on this page as a list, with the number of mentions; empty where none is.
    pub html: String,
    /// The same as data, where a template of the site names `entities`; else none.
    pub entities: Vec<Counted<'a>>,
}

/// An entity with a count.
#[derive(Clone, Debug, Hash)]
pub struct Counted<'a> {
    /// The entity.
    pub entity: EntityRef<'a>,
    /// How often.
    pub count: usize,
}

/// An entity that is named together with another one.
#[derive(Clone, Debug, Hash)]
pub struct Together<'a> {
    /// The entity.
    pub entity: EntityRef<'a>,
    /// How many sentences name both.
    pub count: usize,
    /// One of these sentences, the newest that none before has; its words only where it is shown.
    pub sentence: Sentence<'a>,
    /// Whether it is shown here, as is done for a few sentences, each once.
    pub is_quoted: bool,
}

/// A numbered note: a footnote, or a cited source.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Note<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// What its `id` is, behind `note-`: its number, in a review behind that one's id.
    pub id: String,
    /// The same in the digits of the language.
    pub digits: String,
    /// The text of a footnote; empty where it is a source.
    pub html: String,
    /// The source's page.
    pub source: Link<'a>,
    /// Publisher and date, for a reader; may be empty.
    pub details: String,
    /// Where the source itself is, if that is known.
    pub address: Option<ValueView<'a>>,
    /// The places that name it.
    pub citations: Vec<Citation<'a>>,
}

/// A place that names a note.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Citation<'a> {
    /// The mark in the text.
    pub url: String,
    /// Where in the source: `p. 4`; may be empty.
    pub locator: &'a str,
}

/// A person, an event, an organization, a place, a source, or an entity of the site's own kinds.
#[derive(Debug, Hash, Serialize)]
pub struct Entity<'a> {
    /// The id: the file's stem.
    pub id: &'a str,
    /// The kind's name: `person`.
    pub kind: &'a str,
    /// The kind's label: `Person`.
    pub kind_label: &'a str,
    /// The index of the kind.
    pub index: Link<'a>,
    /// The name.
    pub name: &'a str,
    /// Other names.
    pub aliases: Vec<&'a str>,
    /// One sentence; may be empty.
    pub summary: &'a str,
    /// Its picture.
    pub image: Option<Image>,
    /// The same thing elsewhere: Wikidata and others.
    pub same_as: Vec<Link<'a>>,
    /// The headings of its text, where there are five and more.
    pub contents: Vec<Heading<'a>>,
    /// The file's text.
    pub html: String,
    /// The footnotes and the sources cited in it, in the order of their numbers.
    pub notes: Vec<Note<'a>>,
    /// All that is stated, a row a property, in the vocabulary's order, except by what `events` lists.
    pub infobox: Vec<Row<'a>>,
    /// A place on a map.
    pub map: Option<Picture>,
    /// Its events on a line of time; on an event, it and its parts and neighbours.
    pub timeline: Option<Picture>,
    /// The people it is named with, from eight on.
    pub network: Option<Picture>,
    /// The events that the site says it takes part in, in the order of time (on an event: its parts).
    pub events: Vec<EventRef<'a>>,
    /// On an event: what came before it and what after, within the same whole, except what the infobox names.
    pub before: Vec<EventRef<'a>>,
    /// See `before`.
    pub after: Vec<EventRef<'a>>,
    /// Claims by it, the newest article first.
    pub said: Vec<ClaimGroup<'a>>,
    /// Claims about it, or made at it, by others.
    pub about: Vec<ClaimGroup<'a>>,
    /// Whom it is named with in one sentence as lists, the most often first; may be empty.
    pub together_html: String,
    /// The same as data, where a template of the site names `together`; else none.
    pub together: Vec<Together<'a>>,
    /// How often it is named, on the whole site.
    pub mention_count: usize,
    /// Its mentions in context as lists, newest article first; the first of several pages where there are many.
    pub mentions_html: String,
    /// The same as data, where a template of the site names `quotes`; else none.
    pub mentions: Vec<MentionGroup<'a>>,
    /// The pages of each section that goes on on further ones, by its name: `values`, `events`, `said`, `about`,
    /// `archive`, `citations`, `works`, `mentions`; none where there is only one.
    #[serde(serialize_with = "by_section")]
    pub more: SectionParts,
    /// What it wrote, published and reviewed, the newest first; the first of several pages where there is much.
    pub works: Vec<Work<'a>>,
    /// On a source: the sentences that cite it as entries of a list; may be empty.
    pub citations_html: String,
    /// The same as data, where a template of the site names `citations`; else none.
    pub citations: Vec<Quote<'a>>,
    /// `extra` of the front matter.
    pub extra: Extra<'a>,
}

/// A picture. All that it says is in a list of the page, too.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Picture {
    /// Its width, for `viewBox`.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// What `<svg>` holds.
    pub html: String,
}

/// One of several pages that hold a long list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Part {
    /// What to call it: its number, or the first entry's group.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Whether the reader is there.
    pub current: bool,
}

/// The pages of sections, by the names of the sections.
pub type SectionParts = BTreeMap<&'static str, Vec<Part>>;

/// Serializes them as a struct: the keys of a map would be allocated for every page.
fn by_section<S: Serializer>(sections: &SectionParts, serializer: S) -> Result<S::Ok, S::Error> {
    let mut fields = serializer.serialize_struct("SectionParts", sections.len())?;
    sections.iter().try_for_each(|(section, parts)| fields.serialize_field(section, parts))?;
    fields.end()
}

/// A further page of a section that is too long for the page it belongs to. All lists but one are empty.
#[derive(Debug, Hash, Serialize)]
pub struct More<'a> {
    /// The article or entity.
    pub entity: EntityRef<'a>,
    /// The section: `values`, `events`, `said`, `about`, `archive`, `citations`, `works`, `mentions`; of an article `claims`, `facts`,
    /// `names`, `notes`.
    pub section: &'static str,
    /// Which of the section's pages it is; the entity's own is the first.
    pub part: usize,
    /// The values of properties that have many.
    pub values: Vec<Row<'a>>,
    /// Events.
    pub events: Vec<EventRef<'a>>,
    /// Claims.
    pub claims: Vec<ClaimGroup<'a>>,
    /// Facts.
    pub facts: Vec<Fact<'a>>,
    /// Whom and what the article names.
    pub names: Vec<EntityGroup<'a>>,
    /// The sources that it cites.
    pub notes: Vec<Note<'a>>,
    /// Sentences that cite a source as entries of a list.
    pub citations_html: String,
    /// The same as data, where a template of the site names `citations`; else none.
    pub citations: Vec<Quote<'a>>,
    /// What it wrote, published and reviewed.
    pub works: Vec<Work<'a>>,
    /// The paragraphs of its archived text, the words marked that are quoted from it.
    pub archive: Vec<String>,
    /// Mentions in context as lists, newest article first.
    pub mentions_html: String,
    /// The same as data, where a template of the site names `quotes`; else none.
    pub mentions: Vec<MentionGroup<'a>>,
    /// All pages of the section.
    pub parts: Vec<Part>,
}

/// A text in the list of whoever wrote, published or reviewed it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Work<'a> {
    /// Its title.
    pub name: Cow<'a, str>,
    /// Its page.
    pub url: String,
    /// `ltr` or `rtl` where the title runs the other way than the page; else empty.
    pub dir: &'static str,
    /// When it was published.
    pub date: Option<&'a DateView>,
    /// What was done with it: `written`, `published`, `reviewed`.
    pub role: &'a str,
}

/// An event in a list.
#[derive(Clone, Debug, Hash)]
pub struct EventRef<'a> {
    /// The event.
    pub entity: EntityRef<'a>,
    /// When it was.
    pub date: Option<DateView>,
    /// The role in it; may be empty.
    pub role: &'a str,
    /// What the entity whose page lists it states by it, and its infobox does not repeat.
    pub stated: Vec<Statement<'a>>,
}

/// The mentions in one article.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MentionGroup<'a> {
    /// The article.
    pub document: Link<'a>,
    /// Its date.
    pub date: Option<&'a DateView>,
    /// The sentences, each once, in the order of the text.
    pub quotes: Vec<Sentence<'a>>,
}

/// The page of a claim.
#[derive(Debug, Hash, Serialize)]
pub struct ClaimPage<'a> {
    /// The claim; its own reviews are in it.
    #[serde(flatten)]
    pub claim: Claim<'a>,
    /// Its sentence, quoted.
    pub quoted: String,
    /// Whose claim it is: `Claim by Rex Tillerson`.
    pub heading: String,
    /// The facts it states.
    pub facts: Vec<Fact<'a>>,
    /// The index of claims.
    pub index: Link<'a>,
}

/// The index of a kind.
#[derive(Debug, Hash, Serialize)]
pub struct List<'a> {
    /// The kind's name: `person`.
    pub kind: &'a str,
    /// Its plural label: `People`.
    pub label: &'a str,
    /// How many there are on all its pages.
    pub count: usize,
    /// The pages it is divided into, each named by its first group; none where there is only one.
    pub parts: Vec<Part>,
    /// The groups: letters for names, years for events and articles, states for claims.
    pub groups: Vec<ListGroup<'a>>,
}

/// A group of an index.
#[derive(Debug, Hash, Serialize)]
pub struct ListGroup<'a> {
    /// Its heading: `A`, `2017`, `Disputed`.
    pub title: String,
    /// Its `id`, for jump links.
    pub anchor: String,
    /// Articles and entities.
    pub items: Vec<ListItem<'a>>,
    /// Claims.
    pub claims: Vec<ClaimGroup<'a>>,
}

/// An entry of an index.
#[derive(Debug, Hash)]
pub struct ListItem<'a> {
    /// The article or entity.
    pub entity: EntityRef<'a>,
    /// When it was: articles and events.
    pub date: Option<DateView>,
    /// How often it is named; 0 for articles.
    pub count: usize,
    /// The years in which a person lived or an organization was there, where another has the same name; may be empty.
    pub years: String,
}

/// The home page.
#[derive(Debug, Hash, Serialize)]
pub struct Home<'a> {
    /// The text of `content/pages/index.md`, where there is one.
    pub html: String,
    /// The footnotes and the sources cited in it, in the order of their numbers.
    pub notes: Vec<Note<'a>>,
    /// The newest articles.
    pub articles: Vec<ListItem<'a>>,
    /// The latest events.
    pub events: Vec<ListItem<'a>>,
    /// The people most named.
    pub people: Vec<ListItem<'a>>,
    /// The contradictions, newest article first.
    pub disputes: Vec<Dispute<'a>>,
    /// The addresses of the indexes, by their kinds.
    pub indexes: BTreeMap<&'a str, String>,
}

/// The page that finds by name.
#[derive(Debug, Hash, Serialize)]
pub struct Search<'a> {
    /// The folder of the index, with a closing `/` unless it is the page's own folder.
    pub index: String,
    /// The kinds, for those who look without typing.
    pub kinds: Vec<SearchKind<'a>>,
    /// The page of the words that facts are made of, where there are facts.
    pub vocabulary: Option<String>,
}

/// A kind on the search page.
#[derive(Debug, Hash, Serialize)]
pub struct SearchKind<'a> {
    /// The kind's name: `person`.
    pub kind: &'a str,
    /// Its plural label: `People`.
    pub label: &'a str,
    /// Its index; a few plain pages have none.
    pub url: Option<String>,
    /// How many there are.
    pub count: usize,
    /// The groups of the index: letters, years, states; of a few plain pages, all of them.
    pub groups: Vec<Part>,
}

/// The page of the words that facts are made of.
#[derive(Debug, Hash, Serialize)]
pub struct Vocabulary<'a> {
    /// Properties, qualifiers, and what is said of claims.
    pub groups: Vec<TermGroup<'a>>,
}

/// Words of one sort.
#[derive(Debug, Hash, Serialize)]
pub struct TermGroup<'a> {
    /// What they are: `Properties`.
    pub label: &'a str,
    /// The words.
    pub terms: Vec<Term<'a>>,
}

/// A word that facts are made of. Of a qualifier, and of what is said of claims, only the first three are known.
#[derive(Debug, Default, Hash, Serialize)]
pub struct Term<'a> {
    /// Its `id`.
    pub anchor: String,
    /// Its name in markup and exports: `planned_duration`.
    pub name: String,
    /// What readers see: `planned duration`.
    pub label: &'a str,
    /// The datatype of its values, in words; may be empty.
    pub datatype: &'a str,
    /// The labels of the kinds that it is stated of; none where it is of all.
    pub of: Vec<&'a str>,
    /// The labels of the kinds of its values; none where they are of all.
    pub values: Vec<&'a str>,
    /// The property that says the same of the value.
    pub inverse: Option<Link<'a>>,
    /// The same property in Wikidata.
    pub wikidata: Option<String>,
    /// The property of schema.org that comes nearest.
    pub schema: Option<String>,
}

/// The page of what is published as data.
#[derive(Debug, Hash, Serialize)]
pub struct Data<'a> {
    /// How much there is of what.
    pub counts: Vec<Count<'a>>,
    /// Under which licence, where the site says so; without a `url` where that is no address.
    pub license: Option<Link<'a>>,
    /// The formats.
    pub formats: Vec<DataFormat<'a>>,
}

/// How much there is of something.
#[derive(Debug, Hash, Serialize)]
pub struct Count<'a> {
    /// Of what: `People`.
    pub label: &'a str,
    /// How many, in the digits of the language.
    pub count: String,
}

/// A format that is published.
#[derive(Debug, Hash, Serialize)]
pub struct DataFormat<'a> {
    /// Its name: `sqlite`.
    pub name: &'a str,
    /// What people call it: `SQLite`.
    pub label: &'a str,
    /// What it is, in a sentence.
    pub about: &'a str,
    /// Its version, where it has one of its own.
    pub version: Option<&'a str>,
    /// Its files; none where it has one for each article, to which the article's page leads.
    pub files: Vec<Alternate>,
}

/// A plain page.
#[derive(Debug, Default, Hash, Serialize)]
pub struct Text<'a> {
    /// Its title.
    pub title: &'a str,
    /// The headings of its text, where there are five and more.
    pub contents: Vec<Heading<'a>>,
    /// Its text.
    pub html: String,
    /// The footnotes and the sources cited in it, in the order of their numbers.
    pub notes: Vec<Note<'a>>,
    /// `extra` of the front matter.
    pub extra: Extra<'a>,
}

/// The picture of a page for social networks: what is written on it.
#[derive(Debug, Default, Hash, Serialize)]
pub struct Card<'a> {
    /// The kind's name: `article`, `person` …; that of the card which indexes share is `site`.
    pub kind: &'a str,
    /// The kind's label, of a claim whose it is: `Person`, `Claim by Rex Tillerson`; may be empty.
    pub label: Cow<'a, str>,
    /// The headline, the name, the claim's words.
    pub title: &'a str,
    /// A date, a claim's article, who published a source, or else one sentence; may be empty.
    pub note: Cow<'a, str>,
}

/// The newest articles, for feed readers.
#[derive(Debug, Hash, Serialize)]
pub struct Feed<'a> {
    /// The feed's own absolute address.
    pub url: String,
    /// The home page's.
    pub home: String,
    /// The time of the latest change, as RFC 3339 has it; empty without articles.
    pub updated: String,
    /// The articles, newest first.
    pub entries: Vec<FeedEntry<'a>>,
}

/// An article in the feed.
#[derive(Debug, Hash, Serialize)]
pub struct FeedEntry<'a> {
    /// The headline.
    pub title: &'a str,
    /// Its absolute address.
    pub url: String,
    /// Its language, a BCP 47 tag.
    pub language: &'a str,
    /// When it was published, as RFC 3339 has it.
    pub published: String,
    /// When it was last changed.
    pub updated: String,
    /// The names of its authors.
    pub authors: Vec<String>,
    /// One or two sentences on what it says; may be empty.
    pub summary: &'a str,
    /// The text, without annotations; its links are relative to the article, and absolute in `feed.json`.
    pub html: String,
}

/// The addresses of the site's pages, for search engines.
#[derive(Debug, Hash, Serialize)]
pub struct Sitemap {
    /// The absolute addresses of further sitemaps, where one can't hold all pages.
    pub maps: Vec<String>,
    /// The pages; none where there are further sitemaps.
    pub urls: Vec<SitemapUrl>,
}

/// A page in a sitemap.
#[derive(Debug, Hash, Serialize)]
pub struct SitemapUrl {
    /// Its absolute address.
    pub url: String,
    /// The day on which an article's page was last changed, where it says so: `2017-07-14`.
    pub changed: Option<String>,
}

/// What `llms.txt` says.
#[derive(Debug, Hash, Serialize)]
pub struct Llms<'a> {
    /// The home page, the indexes and the plain pages.
    pub indexes: Vec<Link<'a>>,
    /// The newest articles.
    pub articles: Vec<LlmsArticle>,
    /// What is there for programs.
    pub data: Vec<Link<'a>>,
}

/// An article in `llms.txt`.
#[derive(Debug, Hash, Serialize)]
pub struct LlmsArticle {
    /// The headline, as Markdown.
    pub title: String,
    /// Its absolute address.
    pub url: String,
    /// What it says, as Markdown; may be empty.
    pub note: String,
}

/// What `robots.txt` says.
#[derive(Debug, Hash, Serialize)]
pub struct Robots {
    /// The absolute address of the sitemap.
    pub sitemap: String,
}
