//! What pages are made from, part by part, so that a build knows which parts are others than they were for the last one.
//!
//! Input: a site, and the fingerprints of its files. Output: a number for each text, each entity and each claim, and one for
//! all that any page may depend on besides. Entry points: [`Parts::new`] and [`Parts::changed`].
//!
//! Parts are counted as the site counts them, which holds as long as all texts declare the same.

use std::fmt::Write as _;

use rayon::prelude::*;

use super::Site;
use super::memory::Fingerprints;
use crate::graph::reads::{Part, PartSet};
use crate::resolve::{ClaimId, EntityId};
use crate::source::fingerprint;
use crate::syntax::DocumentId;

/// A number for each part that a page may be made from.
#[derive(Debug)]
pub(super) struct Parts {
    /// Of what any page may depend on: the settings, templates and files to copy, all that is declared, all orders.
    common: u64,
    documents: Vec<u64>,
    entities: Vec<u64>,
    claims: Vec<u64>,
}

impl Parts {
    /// Those of a site.
    pub fn new(site: &Site, files: &Fingerprints) -> Self {
        let (graph, views) = (site.graph(), site.views());
        let entities = (0..graph.registry.iter().len()).into_par_iter().map(|at| EntityId(at as u32));
        let claims = (0..graph.registry.claims().len()).into_par_iter().map(|at| ClaimId(at as u32));
        Self {
            common: fingerprint(&(files.others, views.fingerprint(), declared(site))),
            documents: graph.documents.iter().map(|it| files.of(it.file)).collect(),
            entities: entities.map(|id| views.fingerprint_of(id)).collect(),
            claims: claims.map(|id| graph.fingerprint_of_claim(id)).collect(),
        }
    }

    /// The parts that are others than before; nothing where all are.
    pub fn changed(&self, before: &Self) -> Option<PartSet> {
        let sizes = |parts: &Self| [&parts.documents, &parts.entities, &parts.claims].map(Vec::len);
        if self.common != before.common || sizes(self) != sizes(before) {
            return None;
        }
        let differing = |now: &[u64], before: &[u64]| -> Vec<u32> {
            let pairs = (0..).zip(now.iter().zip(before));
            pairs.filter(|(_, (now, before))| now != before).map(|(at, _)| at).collect()
        };
        let documents = differing(&self.documents, &before.documents).into_iter();
        let entities = differing(&self.entities, &before.entities).into_iter();
        let claims = differing(&self.claims, &before.claims).into_iter();
        let mut changed: PartSet = documents.map(|at| Part::document(DocumentId(at))).collect();
        changed.extend(entities.map(|at| Part::entity(EntityId(at))));
        changed.extend(claims.map(|at| Part::claim(ClaimId(at))));
        if !changed.is_empty() {
            changed.insert(Part::EVERYTHING);
        }
        Some(changed)
    }

    /// A line for each list of numbers.
    pub fn to_text(&self) -> String {
        let mut text = format!("{:016x}\n", self.common);
        for list in [&self.documents, &self.entities, &self.claims] {
            for number in list {
                let _ = write!(text, "{number:016x}");
            }
            text.push('\n');
        }
        text
    }

    /// Reads such lines.
    pub fn of_lines<'t>(lines: &mut impl Iterator<Item = &'t str>) -> Option<Self> {
        let mut numbers = || -> Option<Vec<u64>> {
            let digits = lines.next()?.as_bytes().chunks(16);
            digits.map(|number| u64::from_str_radix(std::str::from_utf8(number).ok()?, 16).ok()).collect()
        };
        let common = *numbers()?.first()?;
        Some(Self { common, documents: numbers()?, entities: numbers()?, claims: numbers()? })
    }
}

/// A number for all that the texts declare.
fn declared(site: &Site) -> Vec<u64> {
    let documents = site.graph().documents.par_iter();
    documents.map(|it| it.fingerprint_of_declared(&site.files().get(it.file).text)).collect()
}
