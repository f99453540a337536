//! `annals stats`: how much there is of everything.
//!
//! Input: the site. Output: a table of counts. Entry point: [`Stats::run`].

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use unicode_segmentation::UnicodeSegmentation as _;

use super::messages::{Console, answer, grouped, tally};
use crate::graph::Graph;
use crate::pipeline::{Options, Site};

/// What `annals stats` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Stats {
    /// Count drafts as well
    #[arg(long)]
    drafts: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals stats
  annals stats --drafts           with what is not published yet";

impl Stats {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let site = Site::open(root, Options { drafts: self.drafts, ..Options::default() })?;
        let lines = rows(site.graph()).into_iter().filter(|(_, count)| *count > 0);
        let lines: Vec<_> = lines.map(|(what, count)| format!("{:>11}  {what}", grouped(count))).collect();
        answer(lines.join("\n"))?;
        console.status(tally(site.findings()))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What is counted, in the order in which it is shown.
fn rows(graph: &Graph) -> Vec<(String, usize)> {
    let kinds = &graph.vocabulary.kinds;
    let mut entities = vec![0; kinds.iter().count()];
    for (_, entity) in graph.registry.iter() {
        if let Some(count) = entities.get_mut(usize::from(entity.kind.0)) {
            *count += 1;
        }
    }
    let of_kinds = kinds.iter().zip(entities).map(|((_, kind), count)| (kind.plural.to_lowercase(), count));
    let mut rows: Vec<_> = of_kinds.collect();
    let words = |text: &str| text.unicode_words().count();
    let disputed = graph
        .claims()
        .filter(|(id, claim)| graph.relations(*id, claim).any(|relation| relation.kind.contradicts()));
    let reviewed = graph.claims().filter(|(id, _)| graph.is_reviewed(*id)).count();
    let quotes = graph.claims().filter(|(_, claim)| claim.quote).count();
    let own = |name: &str, count| (name.to_owned(), count);
    rows.extend([
        own("words", graph.documents.iter().map(|document| words(&document.body.text)).sum()),
        own("mentions", graph.mentions().count()),
        own("statements", graph.stated().count()),
        own("claims", graph.claims().count()),
        own("of them quotations", quotes),
        own("of them disputed", disputed.count()),
        own("of them reviewed", reviewed),
        own("citations", graph.citations().count()),
    ]);
    rows
}
