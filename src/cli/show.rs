//! `annals show`: what is known about somebody or something, in the terminal.
//!
//! Input: a name. Output: facts, claims and mentions, each with the sentence and the place it comes from. Entry point:
//! [`Show::run`].

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::messages::{counted, text_width, wrapped};
use crate::data::Text;
use crate::diagnostic::{one_of, plain};
use crate::graph::{Claim, Graph, Object, Reference, Statement};
use crate::pipeline::{Options, Site};
use crate::resolve::{ClaimId, EntityId, Scope, Target, Unresolved, name_key};
use crate::source::{Files, Location, Span};
use crate::syntax::{AnnotationId, DocumentId, SentenceId};

/// What `annals show` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Show {
    /// A name, an alias, an id, `kind:id`, or the full id of a claim
    #[arg(value_name = "NAME")]
    name: String,
    /// Show everything, not only the first of a long list
    #[arg(long)]
    all: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals show \"Ada Lovelace\"
  annals show event:engine-demonstration
  annals show a-visit-to-the-engine#understood";

/// How many entries of a list are shown unless all are asked for.
const SHORT: usize = 10;

impl Show {
    /// Runs the command.
    pub fn run(&self, root: &Path) -> anyhow::Result<ExitCode> {
        let site = Site::open(root, Options { drafts: true, ..Options::default() })?;
        let graph = site.graph();
        let kinds = &graph.vocabulary.kinds;
        let target = graph.registry.resolve(&self.name, &Scope::default(), kinds);
        let target = target.map_err(|unresolved| unknown(graph, &self.name, &unresolved))?;
        let limit = if self.all { usize::MAX } else { SHORT };
        let mut sheet = Sheet { graph, files: site.files(), limit, width: text_width(), out: String::new() };
        match target {
            Target::Entity(entity) => sheet.entity(entity),
            Target::Claim(claim) => sheet.claim(claim),
        }
        let mut out = anstream::stdout().lock();
        out.write_all(sheet.out.as_bytes())?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Why a name shows nothing, and whom it may mean: all whose names it is a part of, as a surname is, or else the nearest.
fn unknown(graph: &Graph, name: &str, unresolved: &Unresolved) -> anyhow::Error {
    let (registry, kinds) = (&graph.registry, &graph.vocabulary.kinds);
    let words = words(name);
    let is_called = |own: &str| self::words(own).contains(&words);
    let named = registry.iter().filter(|(_, entity)| entity.names().any(is_called));
    let named: Vec<_> =
        named.map(|(id, entity)| format!("{} (`{}`)", entity.name, registry.full_id(id, kinds))).collect();
    if !named.is_empty() && words.len() > 2 && !matches!(unresolved, Unresolved::UnknownClaim(_)) {
        return anyhow::anyhow!("`{name}` may be {}", one_of(&named));
    }
    let name = Text { text: name.to_owned(), span: Span::default() };
    let finding = registry.explain(&name, unresolved, kinds);
    anyhow::anyhow!("{}; {}", finding.message, finding.help.join("; "))
}

/// The words of a name as they are compared, each between spaces.
fn words(name: &str) -> String {
    let key = name_key(name);
    let words = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

/// A text being written.
struct Sheet<'a> {
    graph: &'a Graph,
    files: &'a Files,
    limit: usize,
    width: usize,
    out: String,
}

impl Sheet<'_> {
    fn entity(&mut self, id: EntityId) {
        let graph = self.graph;
        let entity = graph.registry.get(id);
        self.title(&entity.name, &graph.registry.full_id(id, &graph.vocabulary.kinds));
        if let Some(summary) = graph.front(id).and_then(|front| front.summary.as_ref()) {
            self.text(&summary.text);
        }
        if !entity.aliases.is_empty() {
            self.text(&format!("Also called {}", entity.aliases.join(", ")));
        }
        self.place(entity.location);
        self.list("Facts", graph.statements_of(id), Self::statement);
        self.list("Says", graph.claims_by(id).iter(), |sheet, claim| sheet.claim_line(*claim));
        self.list("Claims about it", graph.claims_on(id).iter(), |sheet, claim| sheet.claim_line(*claim));
        let cited = graph.citations_of(id).map(|citation| (citation.document, citation.sentence));
        self.list("Supports", cited, |sheet, (document, sentence)| sheet.sentence(document, sentence));
        let mut sentences: Vec<_> = graph.mentions_of(id).map(|it| (it.document, it.sentence)).collect();
        sentences.dedup();
        self.list("Mentioned in", sentences.into_iter(), |sheet, (document, sentence)| {
            sheet.sentence(document, sentence);
        });
        if let Some(document) = entity.document {
            self.list("Claims in it", graph.claims_in(document), |sheet, claim| {
                sheet.claim_line(claim);
            });
        }
    }

    fn claim(&mut self, id: ClaimId) {
        let Some(claim) = self.graph.claim(id) else { return };
        self.title(&format!("“{}”", self.graph.claim_words(id)), &self.claim_id(claim));
        self.text(&self.who_says(claim));
        self.sentence_of(claim.site.document, claim.site.annotation);
        let relations = claim.relations.iter().map(|it| (it.kind.as_str(), it.claim));
        let responses = self.graph.responses(id).iter().map(|it| (it.kind.inverse(), it.claim));
        self.list(
            "Beside other claims",
            relations.chain(responses).collect::<Vec<_>>().into_iter(),
            |sheet, it| {
                sheet.line(&format!("{}:", it.0));
                sheet.claim_line(it.1);
            },
        );
        self.list("Reviews", self.graph.reviews_of(id), |sheet, review| {
            let by =
                review.reviewer.as_ref().map_or(String::new(), |it| format!(", by {}", sheet.object(it)));
            let when =
                review.reviewed.as_ref().map_or(String::new(), |(it, _)| format!(", {}", it.in_words()));
            sheet.line(&format!("{}{by}{when}", review.rating.text));
        });
        self.list("Sources", claim.sources.iter(), |sheet, source| {
            let entity = sheet.graph.registry.get(*source);
            sheet.line(&entity.name);
            sheet.place(entity.location);
        });
    }

    fn title(&mut self, name: &str, id: &str) {
        let _ = writeln!(self.out, "\x1b[1m{}\x1b[0m  \x1b[2m{id}\x1b[0m", wrapped(name, self.width, 0));
    }

    fn list<T>(
        &mut self,
        title: &str,
        items: impl ExactSizeIterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        let count = items.len();
        if count == 0 {
            return;
        }
        let _ = writeln!(self.out, "\n\x1b[1m{title}\x1b[0m ({count})");
        items.take(self.limit).for_each(|item| write(self, item));
        if count > self.limit {
            let _ = writeln!(self.out, "  … and {}; --all shows them", counted(count - self.limit, "other"));
        }
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", wrapped(text, self.width, 2));
    }

    /// A line that belongs to the one above it.
    fn detail(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", wrapped(text, self.width, 4));
    }

    fn text(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", wrapped(text, self.width, 0));
    }

    fn place(&mut self, location: Location) {
        let file = self.files.get(location.file);
        let position = file.position(location.span.start);
        let _ = writeln!(
            self.out,
            "    \x1b[2m{}:{}:{}\x1b[0m",
            plain(&file.path),
            position.line,
            position.column
        );
    }

    fn statement(&mut self, statement: &Statement) {
        let property = self.graph.vocabulary.properties.get(statement.property);
        let qualifiers = statement
            .qualifiers
            .iter()
            .map(|(name, value)| format!(", {} {}", name.replace('_', " "), self.object(value)));
        let qualifiers: String = qualifiers.collect();
        self.line(&format!("{}: {}{qualifiers}", property.label, self.object(&statement.value)));
        if let Some(claim) = statement.claim.and_then(|claim| self.graph.claim(claim)) {
            self.detail(&self.who_says(claim));
        }
        match statement.reference {
            Reference::Sentence { document, annotation } => self.sentence_of(document, annotation),
            Reference::Record { .. } => self.place(statement.location),
        }
    }

    fn claim_line(&mut self, id: ClaimId) {
        let Some(claim) = self.graph.claim(id) else { return };
        self.line(&format!("“{}”", self.graph.claim_words(id)));
        self.detail(&format!("{} ({})", self.who_says(claim), self.claim_id(claim)));
    }

    fn claim_id(&self, claim: &Claim) -> String {
        let article = self.graph.entity_of(claim.site.document);
        let article = article.map_or("", |article| &self.graph.registry.get(article).id);
        format!("{article}#{}", claim.id)
    }

    /// "Vladimir Putin, July 2017", or that it is the article itself that says so.
    fn who_says(&self, claim: &Claim) -> String {
        let names: Vec<_> = self.graph.speaker_names(claim).collect();
        let who = if names.is_empty() { "the article itself".to_owned() } else { names.join(", ") };
        self.graph.said_on(claim).map_or(who.clone(), |date| format!("{who}, {}", date.in_words()))
    }

    fn object(&self, object: &Object) -> String {
        match object {
            Object::Entity(entity) => self.graph.registry.get(*entity).name.clone(),
            Object::Literal(literal) => literal.in_words(),
        }
    }

    fn sentence_of(&mut self, document: DocumentId, annotation: AnnotationId) {
        if let Some(annotation) = self.graph.annotation(document, annotation) {
            self.sentence(document, annotation.sentence);
        }
    }

    /// A sentence and its place.
    fn sentence(&mut self, document: DocumentId, sentence: SentenceId) {
        let Some(source) = self.graph.document(document) else { return };
        let Some(words) = self.graph.sentence(document, sentence) else { return };
        self.detail(&format!("“{}”", source.body.text.get(words.text.clone()).unwrap_or_default()));
        let first = source.body.annotations.iter().find(|annotation| annotation.sentence == sentence);
        if let Some(first) = first {
            self.place(Location::new(source.file, first.span));
        }
    }
}
