//! Where everything is, and in which orders pages list it.
//!
//! Input: the graph and the configuration. Output: a [`Directory`], which depends on nothing but names, front matters and
//! what is stated: a text that says the same in other words leaves it as it is. Entry point: [`Directory::new`].

use rayon::prelude::*;

use super::HOME;
use super::order::Order;
use super::redirect::{self, Redirect};
use super::vocabulary::Terms;
use crate::config::{Addresses, Config};
use crate::graph::Graph;
use crate::resolve::{ClaimId, EntityId, Target};
use crate::source::fingerprint;
use crate::syntax::DocumentId;
use crate::vocabulary::{Date, PropertyId, Role};

/// Where everything is, and in which orders pages list it.
#[derive(Debug)]
pub struct Directory {
    /// Where the page of each entity is written.
    pub entity_paths: Vec<String>,
    /// Where the page of each claim is written.
    pub claim_paths: Vec<String>,
    /// The earlier addresses of all entities.
    pub redirects: Vec<Redirect>,
    /// The orders that many pages share.
    pub order: Order,
    /// The words that facts are made of.
    pub terms: Terms,
    /// The date of each document.
    pub dates: Vec<Option<Date>>,
}

impl Directory {
    /// Looks at everything; `language` is the site's.
    pub fn new(graph: &Graph, config: &Config, language: &str) -> Self {
        let entity_paths = entity_paths(graph, config.urls);
        Self {
            redirects: redirect::redirects(graph, &entity_paths),
            claim_paths: claim_paths(graph, config.urls),
            order: Order::new(graph, language),
            terms: Terms::new(graph),
            dates: dates(graph),
            entity_paths,
        }
    }

    /// A number that is the same for the same directory.
    pub fn fingerprint(&self) -> u64 {
        let dates: Vec<_> = self.dates.iter().map(|date| date.as_ref().map(Date::as_str)).collect();
        let former: Vec<_> = self.redirects.iter().map(|it| (&it.path, it.to)).collect();
        fingerprint(&(&self.entity_paths, &self.claim_paths, former, &self.order, &self.terms, dates))
    }

    /// Where the page of an entity or a claim is written.
    pub fn path(&self, target: Target) -> &str {
        match target {
            Target::Entity(id) => &self.entity_paths[id.0 as usize],
            Target::Claim(id) => &self.claim_paths[id.0 as usize],
        }
    }
}

fn entity_paths(graph: &Graph, urls: Addresses) -> Vec<String> {
    let entities = (0..graph.registry.iter().len()).into_par_iter();
    let path = |at| {
        let id = EntityId(at as u32);
        let entity = graph.registry.get(id);
        let kind = graph.vocabulary.kinds.get(entity.kind);
        let is_home = kind.role == Role::Page && entity.id == "index";
        if is_home { HOME.to_owned() } else { urls.page(&kind.folder, &graph.address_id(id)) }
    };
    entities.map(path).collect()
}

fn claim_paths(graph: &Graph, urls: Addresses) -> Vec<String> {
    let claims = (0..graph.registry.claims().len()).into_par_iter();
    let path = |at| graph.claim(ClaimId(at as u32)).map(|it| graph.claim_path(it, urls));
    claims.map(|at| path(at).unwrap_or_default()).collect()
}

fn dates(graph: &Graph) -> Vec<Option<Date>> {
    let date = |document: DocumentId| match graph.entity_of(document) {
        Some(entity) => graph.first_date(entity, &[PropertyId::DATE, PropertyId::PUBLISHED]),
        None => graph.review(document)?.reviewed.as_ref().map(|(date, _)| date),
    };
    let documents = (0..graph.documents.len()).into_par_iter().map(DocumentId::at);
    documents.map(|document| date(document).cloned()).collect()
}
