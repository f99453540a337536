//! `annals annotate`: proposed annotations, each to be accepted or not.
//!
//! Input: articles, and what the author says of each proposal. Output: the proposals on standard output, or the articles
//! with those that were accepted. Entry point: [`Annotate::run`].

mod show;
mod terminal;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::documents_of;
use super::messages::{Console, counted};
use crate::edit::{self, Change};
use crate::pipeline::{Options, Site};
use crate::propose::{self, Declined, Kind, Outcome, Proposal};

/// What `annals annotate` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Annotate {
    /// The articles to look at
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Accept all proposals of these kinds without asking, and no others
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    yes: Vec<Wanted>,
    /// Show the proposals and change nothing
    #[arg(long, conflicts_with_all = ["yes", "diff"])]
    list: bool,
    /// Show what accepting all of them would change, and change nothing
    #[arg(long, conflicts_with = "yes")]
    diff: bool,
    /// How proposals are shown; `json` is one a line, and changes nothing
    #[arg(long, value_enum, default_value_t = Format::Human, conflicts_with_all = ["yes", "diff"])]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  annals annotate content/articles/a-visit-to-the-engine.md
  annals annotate --yes quote,date content/articles/a-visit-to-the-engine.md
  annals annotate --diff content/articles/a-visit-to-the-engine.md

Each proposal is shown in its sentence. y accepts it, n declines it for good, e changes its attributes, a accepts all
of its kind, u takes the last answer back, q keeps what was accepted and ends, ? explains. Nothing is written before
the end, and nothing at all where a file was changed meanwhile. What was declined is noted in .annals/declined.";

/// A kind of proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Wanted {
    /// Quotations with their speakers
    Quote,
    /// What somebody is reported to have said
    Claim,
    /// Dates
    Date,
    /// Offices
    Fact,
    /// People whom the site does not know yet
    Name,
    /// Whom pronouns and offices mean
    Who,
}

impl Wanted {
    fn kind(self) -> Kind {
        match self {
            Self::Quote => Kind::Quote,
            Self::Claim => Kind::Claim,
            Self::Date => Kind::Date,
            Self::Fact => Kind::Fact,
            Self::Name => Kind::Name,
            Self::Who => Kind::Who,
        }
    }
}

/// How proposals are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs: an object a line
    Json,
}

impl Annotate {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let whole = Site::open(root, Options { drafts: true, ..Options::default() })?;
        let finder = whole.finder();
        let mut declined = Declined::read(root)?;
        let mut changes = Vec::new();
        let mut written = 0;
        for id in documents_of(&whole, root, &self.files)? {
            let Some(context) = propose::Context::new(&whole, &finder, id) else { continue };
            let file = context.file();
            let mut found = propose::propose(&context);
            found.retain(|proposal| !declined.has(&file.path, proposal));
            if self.list || self.format == Format::Json {
                self.show(&found, file)?;
                continue;
            }
            let accepted = match self.decided(&found) {
                Some(accepted) => accepted,
                None => terminal::ask(file, found, &mut declined)?,
            };
            let outcome = propose::write(&context, &accepted);
            report(&outcome, &file.path, console)?;
            if self.diff {
                show::diff(&file.path, &file.text, &outcome.text)?;
            } else if outcome.written > 0 {
                written += outcome.written;
                let (path, before) = (file.path.to_string(), file.text.to_string());
                changes.push(Change { path, to: None, before, after: outcome.text });
            }
        }
        if !(self.list || self.diff || self.format == Format::Json) {
            edit::write(root, &changes)?;
            declined.write()?;
            console.status(format_args!(
                "{} in {}",
                counted(written, "annotation"),
                counted(changes.len(), "file")
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// What to accept without asking; none where the author is to be asked.
    fn decided(&self, found: &[Proposal]) -> Option<Vec<Proposal>> {
        if self.diff {
            return Some(found.to_vec());
        }
        let is_wanted = |it: &&Proposal| self.yes.iter().any(|wanted| wanted.kind() == it.kind);
        (!self.yes.is_empty()).then(|| found.iter().filter(is_wanted).cloned().collect())
    }

    fn show(&self, found: &[Proposal], file: &crate::source::TextFile) -> anyhow::Result<()> {
        let mut out = anstream::stdout().lock();
        for proposal in found {
            match self.format {
                Format::Human => writeln!(out, "{}", show::human(proposal, file))?,
                Format::Json => writeln!(out, "{}", show::json(proposal, file)?)?,
            }
        }
        Ok(())
    }
}

/// Says what could not be written.
fn report(outcome: &Outcome, path: &str, console: Console) -> anyhow::Result<()> {
    for refused in &outcome.refused {
        let words = crate::resolve::collapse(&refused.words);
        console.status(format_args!(
            "{path}: “{words}” is left as it is: marked up, it would change what stands around it"
        ))?;
    }
    Ok(())
}
