//! Findings about facts: one rule a file, and what the site and its files say of findings.
//!
//! Input: a [`Site`], and what the stages before found. Output: all findings, with the severities that `[checks]` sets,
//! without those that a file acknowledges, sorted. Entry points: [`run`] and [`manual`].
//!
//! A rule is a function from the site to findings, entered in `RULES`. The `//!` of its file is the page of the
//! user's manual. A rule speaks only when it is certain: dates are intervals, and what can't be read is let be.

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
mod unlinked_name;
mod unreviewed_dispute;
mod wrong_order;

pub(crate) use acknowledge::print;

use rayon::prelude::*;

pub(crate) use archive::{Archived, archive_path, archived, quoted_places};
pub use facts::Site;

use crate::config::Config;
use crate::diagnostic::{self, Code, Diagnostic, Severity};

/// A rule: what it finds, and its page of the manual.
struct Rule {
    code: Code,
    find: fn(&Site<'_>) -> Vec<Diagnostic>,
    /// The rule's own file, which begins with the page.
    file: &'static str,
}

macro_rules! rule {
    ($module:ident, $code:ident) => {
        Rule {
            code: Code::$code,
            find: $module::find,
            file: include_str!(concat!(stringify!($module), ".rs")),
        }
    };
}

/// Every rule, in the order of the manual.
const RULES: &[Rule] = &[
    rule!(conflicting_values, ConflictingValues),
    rule!(quote_not_in_source, QuoteNotInSource),
    rule!(prose_disagrees, ProseDisagrees),
    rule!(event_outside_parent, EventOutsideParent),
    rule!(dead_or_unborn, DeadOrUnborn),
    rule!(wrong_order, WrongOrder),
    rule!(self_contradiction, SelfContradiction),
    rule!(one_sided_relation, OneSidedRelation),
    rule!(circular_part, CircularPart),
    rule!(uncited_claim, UncitedClaim),
    rule!(unreviewed_dispute, UnreviewedDispute),
    rule!(stale_review, StaleReview),
    rule!(unlinked_name, UnlinkedName),
    rule!(orphan_entity, OrphanEntity),
    rule!(lookalike_entities, LookalikeEntities),
    rule!(stray_markup, StrayMarkup),
    rule!(broken_link, BrokenLink),
    rule!(hash_mismatch, HashMismatch),
];

/// Runs all rules, and settles what they and the stages before (`found`) have to say.
pub fn run(site: &Site<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let rules: Vec<_> = RULES.iter().filter(|rule| is_told(site.config, rule.code)).collect();
    let findings: Vec<_> = rules.into_par_iter().flat_map_iter(|rule| (rule.find)(site)).collect();
    let findings = repeated_ids::find(site).into_iter().chain(findings);
    let mut settled = acknowledge::settle(site, found.into_iter().chain(findings).collect());
    settled.retain_mut(|finding| {
        let severity = severity(site.config, finding.code);
        finding.severity = severity.unwrap_or(finding.severity);
        severity.is_some()
    });
    diagnostic::sort(&mut settled, &site.snapshot.files);
    settled
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
