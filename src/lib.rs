//! Annals: a static-site generator for fact-annotated articles.
//!
//! An author writes articles in Markdown and marks up who and what is named, who said what, and which value each
//! sentence states. Annals resolves every name, checks the facts as a compiler checks types, and writes a linked static
//! site, in which every fact leads back to the sentence that supports it.
//!
//! This page is the architecture: what the program consists of, and what holds everywhere in it. What a site may contain
//! is told in the guide (`content/pages/guide.md`); the `annals` command is a thin binary around [`cli::run`].
//!
//! # From text to pages
//!
//! The program is a small compiler. Each module is a stage, and each stage is a function from what the stages before made
//! to something new; nothing is filled in later.
//!
//! ```text
//! files ── load ──▶ Snapshot ── syntax ──▶ Document (one a file)
//!                      │                       │
//!                      ├── config ──▶ Config   ├── resolve ──▶ Registry   (who and what there is, by name)
//!                      └── vocabulary ──▶ ·    └── graph ────▶ Graph      (who says what about whom, and where)
//!                                                    │
//!                            check ◀─────────────────┤
//!                              │                     ├── view ──▶ Page ── render ──▶ bytes ── output ──▶ files
//!                              ▼                     └── export ───────────────────────▶
//!                          Diagnostic
//! ```
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`source`] | paths and texts | [`Files`](source::Files): every place is a [`Location`](source::Location), a span in a file |
//! | [`anchor`] | what a part of a page says | its `id`, which depends on nothing else |
//! | [`diagnostic`] | what a stage noticed | [`Diagnostic`](diagnostic::Diagnostic)s with a stable code, and their printed forms |
//! | [`data`] | YAML or TOML | one tree in which every key and value knows its place |
//! | [`config`] | `annals.toml` | a complete, validated [`Config`](config::Config) |
//! | [`load`] | files on disk, in memory or over others ([`System`](load::System)) | an owned [`Snapshot`](load::Snapshot) of all that can make a page |
//! | [`locale`] | the tables `words/LANGUAGE.toml` | the words of the theme in each language, and its numbers, dates and lists |
//! | [`prose`] | the tables of each language | which full stops end no sentence, which words deny, which begin a name |
//! | [`syntax`] | one Markdown file | a [`Document`](syntax::Document): front matter, and its text as a [`Tree`](syntax::Tree) |
//! | [`vocabulary`] | the built-in kinds and properties and the site's | a [`Vocabulary`](vocabulary::Vocabulary), and typed values |
//! | [`resolve`] | documents and declarations | a [`Registry`](resolve::Registry) that knows whom each name means |
//! | [`graph`] | documents and the registry | one immutable [`Graph`](graph::Graph) of mentions, statements, claims |
//! | [`check`] | the graph | findings about facts, one rule a file |
//! | [`view`] | the graph | the list of pages, and the model of each: all that a template may see |
//! | [`render`] | a page model | the page's bytes |
//! | [`export`] | the graph, addresses and pages | the facts as data, in the files of each format |
//! | [`output`] | bytes by path | an output folder, in which only what differs is written |
//! | [`pipeline`] | a site's folder | all of the above in their order |
//! | [`edit`] | a text, a selection in it, and what an author wishes of it | the files of an author, all changed or none |
//! | [`propose`] | a document and the names of the site | the annotations it may have, and the edits that write them |
//! | `serve`, [`lsp`], [`cli`] | a site | a local server, one for editors, the command line |
//!
//! A stage uses those above it in this table and never those below; a test reads the code and keeps it so.
//!
//! # What holds everywhere
//!
//! - **A stage returns a value and findings**, and never stops at the first mistake. What can't be understood is left out of
//!   the value and reported once, where it stands. An author's mistake is a [`Diagnostic`](diagnostic::Diagnostic); an
//!   environment that fails is an error with a path ([`LoadError`](load::LoadError),
//!   [`OutputError`](output::OutputError)), and ends the run.
//! - **With an error, nothing is written**: the last good site stays as it was.
//! - **No path leads out of its folder.** Ids pass one function, [`id_fault`](source::path::id_fault), wherever they come
//!   from; [`output`] has a handle on its folder and trusts neither a link in it nor its own list.
//! - **An author's files are changed by [`edit`] alone**, all or none, and only while they hold what was read of them. A text
//!   is read as it would be before it is written: what would lose a word or another annotation is refused. What
//!   the edit is about to do is written down first, so that the next run brings one that was killed to its end.
//! - **Texts are never rewritten.** Annotations are found among the events of the Markdown parser; the plain text of a
//!   rendered article is the plain text its author wrote, and every span of the file can be shown to its author.
//! - **A text is one tree**, in which sentences, annotations and Markdown's elements nest: what overlaps is cut there, once.
//!   A link in it says what is meant ([`LinkTarget`](syntax::LinkTarget)); it gets an address where a page is written.
//! - **What pages show most is written once, without a template**: dates, values, lists of quoted sentences and
//!   of names reach a template as ready HTML, and lists as data only where a template of the site's own names them.
//! - **The same content gives the same bytes**, on any machine, with any number of threads, in any order of the files.
//!   Parallel work keeps the order of its input, and nothing that reaches a page iterates over a hash map.
//! - **Conflicts are data.** Statements that contradict each other are all kept; what to say of them is for [`check`] and
//!   for the pages.
//!
//! And what is *absent*:
//!
//! - no reading or writing outside [`load`], [`edit`] and [`output`] and what is on top of [`pipeline`]: the stages from [`syntax`] to
//!   [`export`] are functions of their input (a database alone is made in a temporary file, which goes), and so can be run on a site in memory
//!   ([`Snapshot::from_memory`](load::Snapshot::from_memory));
//! - no clock: a page does not know when it was made (only `--timings` measures anything);
//! - no global state, no lock in a domain type, no pass that fills in what another left empty; the one exception, the note
//!   that a thread keeps of what it reads of a graph ([`graph::reads`]), changes no answer;
//! - nothing that a template could see but its page model and the words of its language: no function of a template reads a
//!   file, another page or the graph;
//! - no page model with types of the domain in it: [`view::model`] is a boundary with types of its own, which are what the
//!   guide promises to writers of templates.
//!
//! # A rebuild
//!
//! A rebuild is a build that was given what the last one kept; there is no second way through the stages. Nothing that is
//! kept is ever changed: after a change there is a new [`Site`](pipeline::Site) beside the old one, which lives as long as
//! somebody shows it. The new one shares with the old the tree of each file whose text is the same, and, as long as no
//! file declares anything else than it did, the names and what each such file says ([`Graph::next`](graph::Graph::next));
//! moreover, as long as none states anything else, where everything is and in which order it is listed
//! ([`Directory`](view::Directory)), and with the same pages what the site looks like from them ([`Plan`](view::Plan)). Page
//! models and templates are made when something asks for them: an editor seldom does.
//!
//! While something is made, every query of the graph notes the text, the entity or the claim that it looks at
//! ([`graph::reads`]), so that it need not be made again before one of these parts has changed. In a site that is kept, this
//! holds for what a rule finds in one text or about one entity, and for how a page is divided
//! ([`Recorded`](graph::reads::Recorded)). A build knows it from the last one of each page: where nothing else has changed that
//! any page may depend on (settings, templates, what is declared, the orders of lists), only pages that read a changed part
//! are made again. A model is hashed with all that its template sees besides; a page
//! whose hash is that of the last build is not rendered, and one whose bytes are the same is not written. Random edits are
//! tested to give what a clean build gives.
//!
//! [`output`] puts files in their places only when all of them are there, and lists what it wrote. So a build that is
//! killed, or that finds a template at fault on its last page, leaves a good site, and the next one sets all right.
//!
//! # Words used
//!
//! | word | means | known from |
//! |---|---|---|
//! | entity | somebody or something with a page: a person, an event, a place … | schema.org |
//! | mention | a place in a text where an entity is named | W3C Web Annotation |
//! | statement | a subject, a property, a value, with qualifiers, rank and references | Wikibase |
//! | reference | what supports a statement: a sentence, or the record of a page | Wikibase |
//! | claim | somebody's assertion, with speaker, date, place and its relations to other claims | schema.org `Claim` |
//! | review | a claim's rating, by whom and on which evidence | schema.org `ClaimReview` |
//! | source | a document that is cited; never a file of the site | PROV |
//! | document | a Markdown file of the site | |
//! | annotation | a marked-up part of a text: a mention, a span or a citation | Pandoc, wikis |
//! | diagnostic, finding | what is wrong or doubtful, where, and the way out | rustc |

pub mod anchor;
pub mod check;
pub mod cli;
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod edit;
pub mod export;
pub mod graph;
pub mod load;
pub mod locale;
pub mod lsp;
pub mod output;
pub mod pipeline;
pub mod propose;
pub mod prose;
pub mod render;
pub mod resolve;
pub mod serve;
pub mod source;
pub mod syntax;
pub mod view;
pub mod vocabulary;
