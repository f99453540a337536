//! The mutation test: single factual mistakes in correct sites, and whether they are found.
//!
//! Four sites that say nothing wrong are changed in one place at a time, by the kinds of mistake in
//! [`kinds`](self::kinds). The kind knows what on the site the mistake contradicts; a mistake counts as found where a
//! finding shows the place that was changed. The choice is made by a generator with a fixed seed, so every run makes
//! the same mistakes. Run it with `--nocapture` to see the figures.

mod claims;
pub mod dice;
mod doubt;
mod kinds;
mod names;
mod prose;
mod quotes;
mod ranges;
mod silent;
mod site;
mod time;
mod values;

use std::fmt::Write;
use std::path::Path;

use annals::source::Location;
use rayon::prelude::*;

use crate::memory::Checked;
use dice::Dice;
use kinds::{KINDS, Kind, Oracle};
use site::{Change, Mutation, Site};

const SEED: u64 = 1911;

/// How many mistakes of a kind a site gets at most.
const PER_KIND: usize = 4;

/// What became of one mistake.
struct Outcome {
    kind: &'static Kind,
    /// Whether there was any finding.
    found: bool,
    /// Whether a finding showed the place.
    shown: bool,
    /// The mistake in a line.
    story: String,
}

fn sites() -> Vec<Site> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["south-pole", "lindal-games", "sedgeley"];
    let own = own.map(|name| Site::load(name, &root.join("tests/suite/sites").join(name)));
    [Site::load("seed", root)].into_iter().chain(own).collect()
}

#[test]
fn a_correct_site_has_no_findings() {
    for site in sites() {
        let report = site.check();
        let found: Vec<_> = report.diagnostics.iter().map(|it| (it.code, &*it.message)).collect();
        assert!(found.is_empty(), "{}: {found:#?}", site.name);
    }
}

#[test]
fn mistakes_are_found_where_they_were_made() {
    let outcomes = outcomes(&sites());
    println!("{}", table(&outcomes));
    let contradicting: Vec<_> = outcomes.iter().filter(|it| is_contradiction(it.kind)).collect();
    let missed: Vec<_> = contradicting.iter().filter(|it| !it.shown).map(|it| &*it.story).collect();
    println!("missed, or shown elsewhere:\n{}", missed.join("\n"));
    let guessed: Vec<_> = outcomes.iter().filter(|it| !is_contradiction(it.kind) && it.found).collect();
    let guessed: Vec<_> = guessed.iter().map(|it| &*it.story).collect();
    assert!(guessed.is_empty(), "found, though nothing contradicts it:\n{}", guessed.join("\n"));
    let kinds = KINDS.iter().filter(|kind| contradicting.iter().any(|it| it.kind.name == kind.name)).count();
    assert!(contradicting.len() >= 300, "only {} mistakes", contradicting.len());
    assert!(kinds >= 25, "only {kinds} kinds");
    let shown = contradicting.len() - missed.len();
    assert!(shown * 100 >= contradicting.len() * 97, "only {shown} of {} are found", contradicting.len());
}

/// Makes the mistakes and checks each of the sites that result.
fn outcomes(sites: &[Site]) -> Vec<Outcome> {
    let mut dice = Dice::new(SEED);
    let mut mutations = Vec::new();
    for site in sites {
        site.read(|reading| {
            for kind in KINDS {
                let made = (kind.make)(reading, &mut dice);
                let chosen = dice.sample(made, PER_KIND);
                mutations.extend(chosen.into_iter().map(|mutation| (site, kind, mutation)));
            }
        });
    }
    mutations.into_par_iter().map(|(site, kind, mutation)| outcome(site, kind, &mutation)).collect()
}

fn outcome(site: &Site, kind: &'static Kind, mutation: &Mutation) -> Outcome {
    let report = site.changed(&mutation.change).check();
    let places = report.diagnostics.iter().flat_map(|finding| {
        [finding.primary].into_iter().chain(finding.labels.iter().map(|label| label.location))
    });
    let shown = places.into_iter().any(|place| shows(&report, place, mutation));
    let codes: Vec<_> = report.diagnostics.iter().map(|finding| finding.code.as_str()).collect();
    let story = format!("{} | {} | {} | {codes:?}", kind.name, site.name, told(site, &mutation.change));
    Outcome { kind, found: !report.diagnostics.is_empty(), shown, story }
}

/// Whether a place of a finding overlaps one that the mistake should be shown at.
fn shows(report: &Checked, place: Location, mutation: &Mutation) -> bool {
    let path = &*report.files.get(place.file).path;
    let range = place.span.range();
    mutation.spots.iter().filter(|spot| spot.path == path).any(|spot| match spot.range.is_empty() {
        true => range.start <= spot.range.start && spot.range.start <= range.end,
        false => range.start < spot.range.end && spot.range.start < range.end,
    })
}

fn told(site: &Site, change: &Change) -> String {
    match change {
        Change::Remove(path) => format!("{path} is gone"),
        Change::Replace(place, words) => {
            format!("{}:{} {:?} → {words:?}", place.path, place.range.start, site.words(place))
        }
    }
}

fn is_contradiction(kind: &Kind) -> bool {
    matches!(kind.oracle, Oracle::Contradicts(_))
}

/// The figures by kind, as Markdown.
fn table(outcomes: &[Outcome]) -> String {
    let mut table = String::new();
    for (title, wanted) in [("contradicts", true), ("not found, because", false)] {
        let _ = writeln!(table, "| mistake | {title} | made | found | shown |\n|---|---|--:|--:|--:|");
        for kind in KINDS.iter().filter(|kind| is_contradiction(kind) == wanted) {
            let _ = writeln!(table, "{}", row(kind, outcomes));
        }
        let all: Vec<_> = outcomes.iter().filter(|it| is_contradiction(it.kind) == wanted).collect();
        let _ = writeln!(table, "{}\n", figures("| **all** | |", &all));
    }
    table
}

fn row(kind: &Kind, outcomes: &[Outcome]) -> String {
    let (Oracle::Contradicts(reason) | Oracle::Nothing(reason)) = kind.oracle;
    let own: Vec<_> = outcomes.iter().filter(|it| it.kind.name == kind.name).collect();
    figures(&format!("| {} | {reason} |", kind.name), &own)
}

fn figures(head: &str, outcomes: &[&Outcome]) -> String {
    let found = outcomes.iter().filter(|it| it.found).count();
    let shown = outcomes.iter().filter(|it| it.shown).count();
    format!("{head} {} | {found} | {shown} |", outcomes.len())
}
