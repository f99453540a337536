//! A place in a site that an editor asks about, and the way back from places of the site to those of the protocol.
//!
//! Input: a site as it is now, a file of it and a byte. Output: [`Asked`], from which every feature answers. Entry point:
//! [`Asked::new`].

use std::path::Path;

use gen_lsp_types::{Location, Range, Uri};

use super::position::Encoding;
use super::root::{Buffers, Root};
use crate::graph::{Graph, NameUse};
use crate::resolve::Target;
use crate::source::{self, FileId, Span, TextFile};
use crate::syntax::{Document, DocumentId};

/// A place in a site.
#[derive(Clone, Copy)]
pub struct Asked<'r> {
    /// The site.
    pub root: &'r Root,
    buffers: &'r Buffers,
    /// What columns count.
    pub encoding: Encoding,
    /// The file.
    pub file: FileId,
    /// What is in it.
    pub text: &'r TextFile,
    /// The document that it is, where it is one.
    pub document: Option<DocumentId>,
    /// The byte.
    pub byte: u32,
}

impl<'r> Asked<'r> {
    /// The start of a file; none where the site has no such file.
    pub fn new(root: &'r Root, buffers: &'r Buffers, encoding: Encoding, path: &Path) -> Option<Self> {
        let (file, text) = root.file(path)?;
        Some(Self { root, buffers, encoding, file, text, document: root.document(path), byte: 0 })
    }

    /// The same place where the site has its drafts.
    pub fn within<'w>(&self, whole: &'w Root) -> Option<Asked<'w>>
    where
        'r: 'w,
    {
        let asked = Asked::new(whole, self.buffers, self.encoding, &self.root.path(self.file))?;
        Some(Asked { byte: self.byte, ..asked })
    }

    /// All that the site says.
    pub fn graph(&self) -> &'r Graph {
        self.root.site().graph()
    }

    /// What is in the file.
    pub fn body(&self) -> Option<&'r Document> {
        self.graph().document(self.document)
    }

    /// The name at the place, and what it stands for: the innermost where several are around it.
    pub fn name(&self) -> Option<NameUse> {
        let uses = self.graph().uses_in(self.document?).into_iter();
        let at = uses.filter(|it| it.location.file == self.file && self.is_in(it.location.span));
        at.min_by_key(|it| it.location.span.range().len())
    }

    /// What the place is about: what a name there stands for, else the claim or the entity that it declares.
    pub fn target(&self) -> Option<Target> {
        self.name().map(|it| it.target).or_else(|| self.claim()).or_else(|| self.declared())
    }

    /// The claim whose attributes the place is in.
    fn claim(&self) -> Option<Target> {
        let document = self.document?;
        let around = self.body()?.body.annotations_at(self.byte);
        let annotations = around.into_iter().filter(|&id| {
            let annotation = self.graph().annotation(document, id);
            annotation.is_some_and(|it| self.is_in(it.attributes.span))
        });
        annotations.filter_map(|id| self.graph().claim_at(document, id)).map(Target::Claim).next()
    }

    /// The entity whose front matter, or whose line, the place is in.
    fn declared(&self) -> Option<Target> {
        let registry = &self.graph().registry;
        let is_declared = |location: source::Location| {
            location.file == self.file && self.text.lines(location.span).contains(&(self.byte as usize))
        };
        let found = registry.iter().find(|(_, entity)| is_declared(entity.location));
        found.map(|(id, _)| Target::Entity(id))
    }

    fn is_in(&self, span: Span) -> bool {
        span.start <= self.byte && self.byte <= span.end
    }

    /// A part of the file in the client's terms.
    pub fn range(&self, span: Span) -> Range {
        self.encoding.range(self.text, span)
    }

    /// The editor's address of a file of the site.
    pub fn uri(&self, file: FileId) -> Option<Uri> {
        self.uri_at(&self.root.path(file))
    }

    /// The editor's address of a path in the site.
    pub fn uri_at(&self, path: &Path) -> Option<Uri> {
        self.root.uri(path, self.buffers)
    }

    /// The editor's count of the changes of a file that is open.
    pub fn version(&self, file: FileId) -> Option<i32> {
        self.buffers.get(&self.root.path(file)).map(|buffer| buffer.version)
    }

    /// A place of the site in the client's terms.
    pub fn location(&self, location: source::Location) -> Option<Location> {
        let file = self.root.site().files().get(location.file);
        Some(Location { uri: self.uri(location.file)?, range: self.encoding.range(file, location.span) })
    }

    /// Where something is declared: the name of an entity, the words of a claim.
    pub fn declaration(&self, target: Target) -> Option<source::Location> {
        let graph = self.graph();
        match target {
            Target::Entity(entity) => Some(graph.registry.get(entity).location),
            Target::Claim(claim) => {
                let site = graph.claim(claim)?.site;
                let span = graph.annotation(site.document, site.annotation)?.inner;
                Some(source::Location::new(graph.document(site.document)?.file, span))
            }
        }
    }
}
