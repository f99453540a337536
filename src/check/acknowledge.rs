//! What files say of findings: `allow: [{code, reason, finding}]`.
//!
//! Input: all findings. Output: those that no file acknowledges, and a warning for each acknowledgement of nothing.
//! Entry point: [`settle`].
//!
//! A fingerprint stands for what a finding says and for the words at its places, not for where they are: an
//! acknowledgement that names it survives edits elsewhere, and lapses when what it acknowledged changes.

use std::collections::BTreeMap;

use super::facts::Site;
use super::{is_told, rule};
use crate::anchor::fingerprint;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{FileId, Files, Location};
use crate::syntax::Allowed;

/// Takes out what files acknowledge, tells how the rest can be, and reports acknowledgements of nothing.
pub fn settle(site: &Site<'_>, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let files = &site.snapshot.files;
    let allowed = allowed(site);
    let mut used: BTreeMap<FileId, Vec<bool>> =
        allowed.iter().map(|(file, entries)| (*file, vec![false; entries.len()])).collect();
    let is_complete = !findings.iter().any(|finding| finding.severity == Severity::Error);
    let mut left = Vec::new();
    for mut finding in findings {
        let print = print(&finding, files);
        if finding.code.can_stand() && is_allowed(&finding, &print, &allowed, &mut used) {
            continue;
        }
        if rule(finding.code).is_some() {
            finding.help.extend(way_to_acknowledge(&finding, &print, files));
        }
        left.push(finding);
    }
    // Where something is wrong with the site itself, findings may be missing for that reason alone.
    if is_complete {
        let lapsed = lapsed(site, &allowed, &used, &left);
        left.extend(lapsed);
    }
    left
}

/// The acknowledgements of every file that has any.
fn allowed<'a>(site: &Site<'a>) -> BTreeMap<FileId, Vec<&'a Allowed>> {
    let documents = site.graph.documents.iter().map(|document| (document.file, &document.front));
    let declared = site
        .graph
        .registry
        .iter()
        .filter_map(|(_, entity)| Some((entity.location.file, entity.declaration.as_deref()?)));
    let mut allowed: BTreeMap<FileId, Vec<&Allowed>> = BTreeMap::new();
    for (file, front) in documents.chain(declared).filter(|(_, front)| !front.allow.is_empty()) {
        allowed.entry(file).or_default().extend(&front.allow);
    }
    allowed
}

/// Whether a file that a finding points into acknowledges it; every entry that does is marked as used.
fn is_allowed(
    finding: &Diagnostic,
    print: &str,
    allowed: &BTreeMap<FileId, Vec<&Allowed>>,
    used: &mut BTreeMap<FileId, Vec<bool>>,
) -> bool {
    let mut is_allowed = false;
    for place in places(finding) {
        let (Some(entries), Some(used)) = (allowed.get(&place.file), used.get_mut(&place.file)) else {
            continue;
        };
        for (entry, used) in entries.iter().zip(used) {
            let is_meant = entry.finding.as_ref().is_none_or(|meant| meant == print);
            if entry.code == finding.code && is_meant {
                *used = true;
                is_allowed = true;
            }
        }
    }
    is_allowed
}

fn places(finding: &Diagnostic) -> impl Iterator<Item = Location> {
    std::iter::once(finding.primary).chain(finding.labels.iter().map(|label| label.location))
}

/// The fingerprint of a finding.
pub fn print(finding: &Diagnostic, files: &Files) -> String {
    let mut words = format!("{}\n{}", finding.code.as_str(), finding.message);
    for place in places(finding) {
        words.push('\n');
        words.push_str(place.span.of(&files.get(place.file).text));
    }
    fingerprint(&words)
}

/// The line for the front matter of the first file among the places that has one.
fn way_to_acknowledge(finding: &Diagnostic, print: &str, files: &Files) -> Option<String> {
    let code = finding.code.as_str();
    let text = places(finding)
        .map(|place| &files.get(place.file).text)
        .find(|text| text.starts_with("---") || text.starts_with("+++"))?;
    Some(if text.starts_with("+++") {
        format!("if it may stand: `allow = [{{code = \"{code}\", finding = \"{print}\", reason = \"…\"}}]`")
    } else {
        format!("if it may stand: `allow: [{{code: {code}, finding: {print}, reason: …}}]`")
    })
}

/// The acknowledgements that were not used though their rule ran.
fn lapsed(
    site: &Site<'_>,
    allowed: &BTreeMap<FileId, Vec<&Allowed>>,
    used: &BTreeMap<FileId, Vec<bool>>,
    left: &[Diagnostic],
) -> Vec<Diagnostic> {
    let entries = allowed.iter().flat_map(|(file, entries)| {
        let used = used.get(file).into_iter().flatten();
        entries.iter().zip(used).filter(|(_, used)| !**used).map(|(entry, _)| (*file, *entry))
    });
    entries
        .filter(|(_, entry)| is_told(site.config, entry.code))
        .map(|(file, entry)| {
            let message = format!("this `allow` acknowledges no `{}`", entry.code.as_str());
            Diagnostic::new(Code::LapsedAllow, Location::new(file, entry.span), message).help(instead(
                file,
                entry,
                left,
                &site.snapshot.files,
            ))
        })
        .collect()
}

/// What to do about an acknowledgement of nothing: the findings that it may now be meant for.
fn instead(file: FileId, entry: &Allowed, left: &[Diagnostic], files: &Files) -> String {
    let of_code = left.iter().filter(|finding| finding.code == entry.code);
    let here = of_code.filter(|finding| places(finding).any(|place| place.file == file));
    let prints: Vec<_> = here.map(|finding| format!("`finding: {}`", print(finding, files))).collect();
    if prints.is_empty() {
        "remove it, since there is no such finding any more".to_owned()
    } else {
        format!("the finding has changed; if it may stand as it is now, write {}", prints.join(" or "))
    }
}
