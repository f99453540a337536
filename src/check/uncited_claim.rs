//! # uncited-claim
//!
//! A claim has no source. This check is off unless `[checks]` turns it on: `uncited-claim = "warn"`.
//!
//! ## What it finds
//!
//! Claims and quotations without `source` and without a citation in or right behind them, in articles that name no
//! `sources` (nor `source_url`) of their own. A claim within another may rely on the sources of the outer one.
//!
//! ## Why it matters
//!
//! Readers should be able to see for themselves that somebody said so. Newsrooms that heard it in person may have no
//! document to cite, so this is for sites that want one for each.
//!
//! ## Fails
//!
//! ```markdown
//! [The talks failed]{.claim by=ada}, she said.
//! ```
//!
//! ## Passes
//!
//! ```markdown
//! [The talks failed]{.claim by=ada}, she said [@letter].
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: uncited-claim, reason: …}]` in the front matter of the article.

use super::facts::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::DocumentId;
use crate::vocabulary::PropertyId;

/// Finds claims without a source.
pub fn of_document(site: &Site<'_>, document: DocumentId) -> Vec<Diagnostic> {
    let claims = site.graph.claims_in(document);
    claims
        .filter(|&claim| site.graph.sources_of(claim).is_empty())
        .filter_map(|claim| {
            let claimed = site.graph.claim(claim)?;
            let article = site.graph.entity_of(claimed.site.document)?;
            if site.stated(article, PropertyId::SOURCE_URL).next().is_some() {
                return None;
            }
            let message = format!("this claim by {} has no source", site.speaker(claim));
            let help = "cite one behind it, `[@source-id]`, or name the article's own under `sources`";
            Some(Diagnostic::new(Code::UncitedClaim, site.claim_place(claim)?, message).help(help))
        })
        .collect()
}
