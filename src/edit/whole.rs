//! A site as it would be after changes, and whether it would be as good as it is.
//!
//! Input: a site, and changes of its files. Output: the site with them, or a [`Refusal`]. Entry points: [`after`] and
//! [`is_as_good`].

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::verify::new_finding;
use super::{Change, Refusal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::{LoadError, Overlay, System};
use crate::pipeline::Site;

/// The site as it would be after changes of its files.
///
/// # Errors
/// When the system refuses a file.
pub fn after(site: &Site, changes: &[Change]) -> Result<Site, LoadError> {
    let mut texts = BTreeMap::new();
    for change in changes {
        texts.insert(change.path.clone(), None);
        let path = change.to.as_ref().unwrap_or(&change.path);
        texts.insert(path.clone(), Some(Arc::from(&*change.after)));
    }
    let paths: Vec<_> = texts.keys().map(PathBuf::from).collect();
    let system = Arc::new(Overlay::new(site.snapshot().system.clone(), texts)) as Arc<dyn System>;
    site.next_in(&system, &paths)
}

/// Whether a site has no finding, of at least this severity, that it did not have before.
///
/// # Errors
/// When it has; says which.
pub fn is_as_good(before: &Site, after: &Site, severity: Severity) -> Result<(), Refusal> {
    let grave = |site: &Site| -> Vec<Diagnostic> {
        site.findings().iter().filter(|finding| finding.severity >= severity).cloned().collect()
    };
    match new_finding(&grave(before), &grave(after)) {
        Some(finding) => Err(Refusal::new(format!("{} ({})", finding.message, finding.code.as_str()))),
        None => Ok(()),
    }
}
