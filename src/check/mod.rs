//! Findings about facts: one rule a file, and what the site and its files say of findings.
//!
//! Input: a [`Site`], and what the stages before found. Output: all findings, with the severities that `[checks]` sets,
//! without those that a file acknowledges, sorted. Entry points: [`run`] and [`manual`].
//!
//! A rule is a function from a text, an entity or the whole site to findings, entered in `RULES`. The `//!` of its file is
//! the page of the user's manual. A rule speaks only when it is certain: dates are intervals, and what can't be read is let
//! be.

mod acknowledge;
mod archive;
mod broken_link;
mod circular_part;
mod conflicting_values;
mod dead_or_unborn;
pub(crate) mod english;
mod event_outside_parent;
mod facts;
mod hash_mismatch;
mod ids;
mod lookalike_entities;
mod one_sided_relation;
mod orphan_entity;
mod prose_disagrees;
mod quotation;
mod quote_not_in_source;
mod repeated_ids;
mod self_contradiction;
mod stale_review;
mod stray_markup;
mod time;
mod uncited_claim;
mod units;
mod unlinked_name;
mod unreviewed_dispute;
mod wrong_order;

pub(crate) use acknowledge::print;

use std::sync::Arc;

use rayon::prelude::*;

pub(crate) use archive::{Archived, archive_path, archived, quoted_places};
pub use facts::{OutputPaths, Site};
pub use ids::Theme;
pub use units::Units;

use crate::config::Config;
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::graph::reads::Earlier;
use units::{OfDocument, OfEntity};

/// A rule: what it finds, and its page of the manual.
struct Rule {
    code: Code,
    find: &'static [Find],
    /// The rule's own file, which begins with the page.
    file: &'static str,
}

/// What a rule looks at at once: where a text or an entity is all that it needs, a change makes it look there alone.
#[derive(Clone, Copy)]
enum Find {
    Document(OfDocument),
    Entity(OfEntity),
    Site(fn(&Site<'_>) -> Vec<Diagnostic>),
}

macro_rules! rule {
    ($module:ident, $code:ident) => {
        rule!($module, $code, [Site: find])
    };
    ($module:ident, $code:ident, [$($of:ident: $find:ident),+]) => {
        Rule {
            code: Code::$code,
            find: &[$(Find::$of($module::$find)),+],
            file: include_str!(concat!(stringify!($module), ".rs")),
        }
    };
}

/// Every rule, in the order of the manual.
const RULES: &[Rule] = &[
    rule!(conflicting_values, ConflictingValues, [Entity: of_entity]),
    rule!(quote_not_in_source, QuoteNotInSource),
    rule!(prose_disagrees, ProseDisagrees, [Document: of_document]),
    rule!(event_outside_parent, EventOutsideParent, [Entity: of_entity]),
    rule!(dead_or_unborn, DeadOrUnborn, [Entity: of_entity, Document: of_document]),
    rule!(wrong_order, WrongOrder, [Entity: of_entity, Document: of_document]),
    rule!(self_contradiction, SelfContradiction),
    rule!(one_sided_relation, OneSidedRelation),
    rule!(circular_part, CircularPart),
    rule!(uncited_claim, UncitedClaim, [Document: of_document]),
    rule!(unreviewed_dispute, UnreviewedDispute),
    rule!(stale_review, StaleReview, [Document: of_document]),
    rule!(unlinked_name, UnlinkedName, [Document: of_document]),
    rule!(orphan_entity, OrphanEntity),
    rule!(lookalike_entities, LookalikeEntities),
    rule!(stray_markup, StrayMarkup),
    rule!(broken_link, BrokenLink),
    rule!(hash_mismatch, HashMismatch),
];

/// Runs all rules, and settles what they and the stages before (`found`) have to say; returns besides what is kept for the
/// next site.
pub fn run(
    site: &Site<'_>,
    found: Vec<Diagnostic>,
    earlier: Option<&Earlier<Units>>,
) -> (Vec<Diagnostic>, Arc<Units>) {
    let (mut of_document, of_entity, mut of_site) = rules(site.config);
    of_document.insert(0, repeated_ids::of_document);
    of_site.insert(0, repeated_ids::of_reviews);
    let (units, findings) = rayon::join(
        || Units::new(site, &of_document, &of_entity, earlier),
        || of_site.into_par_iter().flat_map_iter(|find| find(site)).collect::<Vec<_>>(),
    );
    let findings = findings.into_iter().chain(units.found().cloned());
    let mut settled = acknowledge::settle(site, found.into_iter().chain(findings).collect());
    settled.retain_mut(|finding| {
        let severity = severity(site.config, finding.code);
        finding.severity = severity.unwrap_or(finding.severity);
        severity.is_some()
    });
    diagnostic::sort(&mut settled, &site.snapshot.files);
    (settled, Arc::new(units))
}

/// Functions of rules, by what they look at.
type Finds = (Vec<OfDocument>, Vec<OfEntity>, Vec<fn(&Site<'_>) -> Vec<Diagnostic>>);

/// The rules whose findings anybody reads.
fn rules(config: &Config) -> Finds {
    let mut finds = Finds::default();
    for find in RULES.iter().filter(|rule| is_told(config, rule.code)).flat_map(|rule| rule.find) {
        match *find {
            Find::Document(find) => finds.0.push(find),
            Find::Entity(find) => finds.1.push(find),
            Find::Site(find) => finds.2.push(find),
        }
    }
    finds
}

/// Whether anybody reads the findings of a code.
pub(crate) fn is_told(config: &Config, code: Code) -> bool {
    severity(config, code).is_some()
}

/// The severity of a code on a site; none where its findings are allowed.
fn severity(config: &Config, code: Code) -> Option<Severity> {
    let is_name =
        matches!(code, Code::UnknownName | Code::AmbiguousName | Code::UnknownClaim | Code::UnknownSource);
    if is_name {
        return Some(config.unknown_names);
    }
    let default = (!code.is_opt_in()).then(|| code.severity());
    let set = config.checks.iter().rev().find(|(set, _)| *set == code);
    set.map_or(default, |(_, severity)| *severity)
}

/// A code's page of the manual, as Markdown.
pub fn manual(code: Code) -> String {
    match rule(code) {
        Some(rule) => header(rule.file),
        None => {
            format!("# {}\n\n{}", code.as_str(), code.manual().lines().map(unindented).collect::<String>())
        }
    }
}

fn rule(code: Code) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// A line of a doc comment without the space that follows the slashes.
fn unindented(line: &str) -> String {
    format!("{}\n", line.strip_prefix(' ').unwrap_or(line))
}

/// The `//!` that a file begins with.
fn header(file: &str) -> String {
    file.lines().map_while(|line| line.strip_prefix("//!")).map(unindented).collect()
}
