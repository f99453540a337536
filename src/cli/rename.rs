//! `annals rename`: give something another id, everywhere at once.
//!
//! Input: an id and the new one. Output: the file under its new name, and every reference to it changed: in mentions,
//! attributes, front matter, `names`, `[entities]` and links. Entry point: [`Rename::run`].
//!
//! Nothing is written before the site as it would be has been read and found to mean the same.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::messages::{Console, answer, counted};
use super::shown;
use crate::edit::{self, Renamed};
use crate::graph::Graph;
use crate::pipeline::{Options, Site};
use crate::resolve::{EntityId, Scope, Target, Unresolved, name_key};

/// What `annals rename` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Rename {
    /// What to rename: `kind:id`, or the id where no other kind has it; `article#id` for a claim
    #[arg(value_name = "KIND:OLD")]
    old: String,
    /// The new id
    #[arg(value_name = "NEW")]
    new: String,
    /// Show what would change, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals rename person:ada-lovelace ada-byron
  annals rename -n article:a-visit a-visit-to-the-engine
  annals rename a-visit#understood understood-at-once

All of it is done, or nothing. Names and the words of the articles stay as they are.";

impl Rename {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let options = Options { drafts: true, ..Options::default() };
        let site = Site::open(root, options)?;
        let target = self.target(site.graph())?;
        let Renamed { changes, edits } = edit::rename(&site, target, &self.new)??;
        if self.dry_run {
            let edited = changes.iter().filter(|change| change.before != change.after);
            edited.into_iter().try_for_each(|change| answer(shown(&root.join(&change.path))))?;
        } else {
            edit::write(root, &changes)?;
            let moved = changes.iter().filter_map(|change| change.to.as_ref());
            moved.into_iter().try_for_each(|to| answer(shown(&root.join(to))))?;
        }
        let (places, files) = (edits.values().map(Vec::len).sum(), edits.len());
        let done = if self.dry_run { "would change" } else { "changed" };
        console.status(format_args!("{} in {} {done}", counted(places, "place"), counted(files, "file")))?;
        Ok(ExitCode::SUCCESS)
    }

    /// What the old id stands for.
    fn target(&self, graph: &Graph) -> anyhow::Result<Target> {
        let kinds = &graph.vocabulary.kinds;
        match graph.registry.resolve(&self.old, &Scope::default(), kinds) {
            Ok(Target::Entity(entity)) if !is_id(graph, entity, &self.old) => {
                anyhow::bail!("write its id, `{}`", graph.registry.full_id(entity, kinds))
            }
            Ok(target) => Ok(target),
            Err(Unresolved::Ambiguous(_)) => {
                anyhow::bail!("several kinds have the id; write `kind:{}`", self.old)
            }
            Err(_) => anyhow::bail!("there is no `{}`; `annals show NAME` finds ids", self.old),
        }
    }
}

/// Whether something is named by its id, not by a name.
fn is_id(graph: &Graph, entity: EntityId, written: &str) -> bool {
    let key = name_key(written);
    let id = name_key(&graph.registry.get(entity).id);
    key == id || key.split_once(':').is_some_and(|(_, rest)| rest.trim() == id)
}
