//! Making a text's markup light, where the site stays what it is.
//!
//! Input: a site, and some of its documents. Output: the changes of their files. Entry point: [`tidy`].
//!
//! What a claim would have from the claim around it, from the front matter or from the event at which it was said need not
//! stand in it. Nobody but the graph knows what that is: a key goes if the text without it resolves to the same.

use super::apart::written_end;
use super::gather::{gathered, stated};
use super::whole::{after, is_as_good};
use super::{Change, Edit, Manuscript, apply};
use crate::diagnostic::Severity;
use crate::graph::Graph;
use crate::load::LoadError;
use crate::pipeline::Site;
use crate::source::Span;
use crate::syntax::{Annotation, AnnotationId, DocumentId};

/// What a claim may have from elsewhere, in the order in which it is tried: who speaks decides on the rest.
const INHERITED: [&str; 7] = ["by", "by-unnamed", "on", "at", "to", "via", "source"];

/// The changes that make some documents of a site light; with `facts`, these go to the claim or mention that says the same,
/// and names become short.
///
/// # Errors
/// When the system refuses a file.
pub fn tidy(site: &Site, documents: &[DocumentId], facts: bool) -> Result<Vec<Change>, LoadError> {
    let mut changes = Vec::new();
    for &id in documents {
        let Some(manuscript) = Manuscript::new(site, id) else { continue };
        let text = light(site, id, facts)?;
        changes
            .extend(text.filter(|text| **text != *manuscript.file.text).map(|text| manuscript.change(text)));
    }
    Ok(changes)
}

/// How often what one step made is looked at again.
const MOST_ROUNDS: usize = 5;

/// The text of a document with light markup; none where nothing can be made lighter.
fn light(site: &Site, id: DocumentId, facts: bool) -> Result<Option<String>, LoadError> {
    let mut best: Option<Site> = None;
    for _ in 0..MOST_ROUNDS {
        let Some(next) = lighter(best.as_ref().unwrap_or(site), id, facts)? else { break };
        best = Some(next);
    }
    let Some(done) = best else { return Ok(None) };
    let is_same = resolved(done.graph(), id) == resolved(site.graph(), id);
    let text = Manuscript::new(&done, id).map(|it| it.file.text.to_string());
    Ok(text.filter(|_| is_same && is_as_good(site, &done, Severity::Note).is_ok()))
}

/// The site after each step once; none where no step changes anything.
fn lighter(site: &Site, id: DocumentId, facts: bool) -> Result<Option<Site>, LoadError> {
    let mut best = shortened(site, id)?;
    if facts {
        let gathered = gathered(best.as_ref().unwrap_or(site), id)?;
        best = gathered.or(best);
        let named = step(best.as_ref().unwrap_or(site), id, &|it: &Manuscript<'_>| it.with_short_names())?;
        best = named.or(best);
        let dated = step(best.as_ref().unwrap_or(site), id, &|it: &Manuscript<'_>| it.with_short_dates())?;
        best = dated.or(best);
        let claims = step(best.as_ref().unwrap_or(site), id, &|it: &Manuscript<'_>| it.apart_from_claims())?;
        best = claims.or(best);
    }
    let apart = |it: &Manuscript<'_>| it.apart().unwrap_or_else(|_| it.file.text.to_string());
    Ok(step(best.as_ref().unwrap_or(site), id, &apart)?.or(best))
}

/// The site with another text of a document, where that says the same.
fn step(
    site: &Site,
    id: DocumentId,
    make: &dyn Fn(&Manuscript<'_>) -> String,
) -> Result<Option<Site>, LoadError> {
    let Some(manuscript) = Manuscript::new(site, id) else { return Ok(None) };
    let text = make(&manuscript);
    if text == *manuscript.file.text {
        return Ok(None);
    }
    let next = after(site, &[manuscript.change(text)])?;
    Ok(Some(next).filter(|next| stated(next.graph(), id) == stated(site.graph(), id)))
}

/// The site with a document whose claims say nothing that they have from elsewhere; none where they don't.
fn shortened(site: &Site, id: DocumentId) -> Result<Option<Site>, LoadError> {
    let claims = site.graph().document(id).map(|document| document.claims().map(|(at, _)| at).collect());
    let claims: Vec<AnnotationId> = claims.unwrap_or_default();
    let mut short = None;
    for claim in claims {
        while let Some(next) = without_key(short.as_ref().unwrap_or(site), id, claim)? {
            short = Some(next);
        }
    }
    Ok(short)
}

/// The site without one key of a claim, where all claims stay what they are.
fn without_key(site: &Site, id: DocumentId, claim: AnnotationId) -> Result<Option<Site>, LoadError> {
    let Some(manuscript) = Manuscript::new(site, id) else { return Ok(None) };
    let Some(annotation) = manuscript.document.body.annotation(claim) else { return Ok(None) };
    for key in INHERITED.into_iter().filter(|key| manuscript.may_inherit(annotation, key)) {
        let Some(edit) = removal(annotation, key, &manuscript.file.text) else { continue };
        let change = manuscript.change(apply(&manuscript.file.text, vec![edit]));
        let next = after(site, &[change])?;
        if resolved(next.graph(), id) == resolved(site.graph(), id) {
            return Ok(Some(next));
        }
    }
    Ok(None)
}

impl Manuscript<'_> {
    /// Whether anything but the claim itself could tell this of it.
    fn may_inherit(&self, claim: &Annotation, key: &str) -> bool {
        let mut around = self.document.body.around(claim);
        let is_told = || self.document.front.rest.iter().any(|entry| entry.key.text == "claims");
        key == "on" && claim.attributes.get("at").is_some()
            || around.any(|(_, it)| it.is_claim())
            || is_told()
    }

    /// The change that gives the file another text.
    pub(super) fn change(&self, after: String) -> Change {
        Change { path: self.file.path.to_string(), to: None, before: self.file.text.to_string(), after }
    }
}

/// The edit that takes a key out of attributes, with the space before it.
fn removal(annotation: &Annotation, key: &str, text: &str) -> Option<Edit> {
    let (key, value) = annotation.attributes.pairs.iter().find(|(given, _)| given.text == key)?;
    let before = text.get(..key.span.start as usize)?;
    let start = before.trim_end_matches([' ', '\t', '\r', '\n']).len();
    Some(Edit { span: Span::new(start..written_end(value.span, text)), words: String::new() })
}

/// All that the claims of a document are, as pages show it, and its citations.
pub(super) fn resolved(graph: &Graph, id: DocumentId) -> Vec<String> {
    let claims = graph.claims_in(id).filter_map(|claim| graph.claim(claim)).map(|claim| {
        let relations: Vec<_> = claim.relations.iter().map(|it| (it.kind, it.claim)).collect();
        let who = (&claim.id, &claim.speakers, &claim.unnamed, &claim.to, &claim.text);
        let when = (graph.said_on(claim), graph.said_at(claim), &claim.via, &claim.about, &claim.sources);
        format!("{who:?} {when:?} {relations:?}")
    });
    let cited = graph.citations().filter(|citation| citation.document == id);
    claims.chain(cited.map(|citation| format!("{citation:?}"))).collect()
}
