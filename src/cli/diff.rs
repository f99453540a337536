//! `annals diff`: what changed between two exports.
//!
//! Input: two files that `annals export json` wrote. Output: what was added, removed and changed from the first to the second,
//! in words or as JSON. Entry point: [`Diff::run`].

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::messages::{Console, answer};
use crate::export::diff::{Change, Facts, Kind, changes};

/// What `annals diff` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Diff {
    /// The earlier export
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The later one
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Print a JSON document instead of words
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals export json -o monday.json
  annals export json -o friday.json
  annals diff monday.json friday.json
  annals diff monday.json friday.json --json | jq '.[] | select(.change == \"changed-value\")'";

impl Diff {
    /// Runs the command.
    pub fn run(&self, console: Console) -> anyhow::Result<ExitCode> {
        let changes = changes(&read(&self.old)?, &read(&self.new)?);
        if self.json {
            answer(serde_json::to_string_pretty(&changes)?)?;
        } else if !changes.is_empty() {
            let words: Vec<_> = changes.iter().map(|change| &*change.words).collect();
            answer(words.join("\n"))?;
        }
        console.status(summary(&changes))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn read(path: &Path) -> anyhow::Result<Facts> {
    let file = File::open(path).with_context(|| format!("can't read {}", path.display()))?;
    let no_export = || format!("{} is no file that `annals export json` wrote", path.display());
    Facts::read(BufReader::new(file)).with_context(no_export)
}

/// How many changes there are: "2 added, 1 changed value".
fn summary(changes: &[Change]) -> String {
    let count = |kind: Kind| changes.iter().filter(|change| change.change == kind).count();
    let counts = Kind::ALL.into_iter().filter(|&kind| count(kind) > 0);
    let counts: Vec<_> = counts.map(|kind| format!("{} {}", count(kind), kind.as_str())).collect();
    if counts.is_empty() { "nothing changed".to_owned() } else { counts.join(", ") }
}
