//! A site under an editor: its files, and over them the texts that are open.
//!
//! Input: what changed, in an editor or on disk. Output: the [`Site`] as it is now, and what is to be told of it. Entry
//! points: [`Root::open`] and [`Root::refresh`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::Uri;

use super::address;
use crate::diagnostic::Diagnostic;
use crate::load::{Disk, LoadError, Overlay, System};
use crate::pipeline::{Options, Site};
use crate::source::{FileId, TextFile};
use crate::syntax::{self, DocumentId};

/// A text that is open in an editor.
#[derive(Debug)]
pub struct Buffer {
    /// The address by which the editor knows it.
    pub uri: Uri,
    /// The editor's count of its changes.
    pub version: i32,
    /// What is in it.
    pub text: Arc<str>,
}

/// The open texts, by the paths of their files.
pub type Buffers = BTreeMap<PathBuf, Buffer>;

/// A site under an editor.
pub struct Root {
    /// Its folder.
    pub folder: PathBuf,
    /// The same by the name that the editor has for it, in which links may lead there.
    shown: PathBuf,
    disk: Arc<dyn System>,
    site: Site,
    /// The files that changed since the site was read, as paths in it; all of them where one of these is empty.
    changed: BTreeSet<PathBuf>,
    /// What the editor was told, by the paths of the files.
    pub told: BTreeMap<PathBuf, Told>,
}

/// The findings in a file that an editor was told of.
#[derive(Debug, Default, PartialEq)]
pub struct Told {
    /// Those that the last check of the site made.
    pub lasting: Vec<gen_lsp_types::Diagnostic>,
    /// The errors of the text by itself, which are found anew with every change.
    pub own: Vec<gen_lsp_types::Diagnostic>,
    /// Whether the text has changed since, so that the editor has other places than these, or more.
    pub is_behind: bool,
}

impl Root {
    /// Reads the site in a folder, which the editor may show by another name.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn open(
        folder: PathBuf,
        shown: PathBuf,
        options: Options,
        buffers: &Buffers,
    ) -> Result<Self, LoadError> {
        let disk: Arc<dyn System> = Arc::new(Disk::new(&folder)?);
        let system = over(&disk, &folder, buffers);
        let site = Site::of(crate::load::Snapshot::load(system)?, options);
        Ok(Self { folder, shown, disk, site, changed: BTreeSet::new(), told: BTreeMap::new() })
    }

    /// The same with its drafts, where these are left out.
    pub fn with_drafts(&self) -> Option<Self> {
        let (folder, shown, disk) = (self.folder.clone(), self.shown.clone(), self.disk.clone());
        let (changed, told) = Default::default();
        Some(Self { folder, shown, disk, site: self.site.with_drafts()?, changed, told })
    }

    /// How many folders deep its own lies.
    pub fn depth(&self) -> usize {
        self.folder.components().count()
    }

    /// Notes that a file has another text.
    pub fn note(&mut self, path: &Path) {
        if let Ok(below) = path.strip_prefix(&self.folder) {
            self.changed.insert(below.to_owned());
        }
    }

    /// Whether the site was read with this text of a file.
    pub fn has_read(&self, path: &Path, text: &str) -> bool {
        self.file(path).is_some_and(|(_, file)| *file.text == *text)
    }

    /// Whether anything has changed since the site was read.
    pub fn is_stale(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Reads what has changed. The site stays what it was where the system refuses a file, as while another program puts
    /// one in its place; the next change reads all of it.
    pub fn refresh(&mut self, buffers: &Buffers) {
        if self.changed.is_empty() {
            return;
        }
        let system = over(&self.disk, &self.folder, buffers);
        let changed: Vec<_> = self.changed.iter().cloned().collect();
        if let Ok(next) = self.site.next_in(&system, &changed) {
            let before = std::mem::replace(&mut self.site, next);
            rayon::spawn(move || drop(before));
            self.changed.clear();
        }
    }

    /// The site as it was last read.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The path of a file for the system.
    pub fn path(&self, file: FileId) -> PathBuf {
        self.folder.join(&*self.site.files().get(file).path)
    }

    /// The editor's address of a file: its own for a text that is open.
    pub fn uri(&self, path: &Path, buffers: &Buffers) -> Option<Uri> {
        let shown = || address::uri(&self.shown.join(path.strip_prefix(&self.folder).ok()?));
        buffers.get(path).map(|buffer| buffer.uri.clone()).or_else(shown)
    }

    /// The file at a path, as it was last read.
    pub fn file(&self, path: &Path) -> Option<(FileId, &TextFile)> {
        let below = self.below(path)?;
        self.site.files().iter().find(|(_, file)| *file.path == *below)
    }

    /// The document at a path.
    pub fn document(&self, path: &Path) -> Option<DocumentId> {
        let (file, _) = self.file(path)?;
        self.site.graph().document_in(file)
    }

    /// A path in the site, with `/`.
    pub fn below(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.folder).ok()?;
        Some(below.components().map(|it| it.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    }

    /// The errors of a text by itself, which no other file has a part in; none where it is no text of the site's.
    pub fn errors_in(&self, path: &Path, text: &Arc<str>) -> Option<(TextFile, Vec<Diagnostic>)> {
        let (id, known) = self.file(path)?;
        self.document(path)?;
        let file = TextFile::new(known.path.clone(), text.clone());
        let folders = &self.site.graph().vocabulary.folders;
        let (_, mut found) = syntax::parse(id, &file, self.site.config(), folders);
        found.retain(super::findings::is_error);
        Some((file, found))
    }
}

/// The files of a site with the open texts over them.
fn over(disk: &Arc<dyn System>, folder: &Path, buffers: &Buffers) -> Arc<dyn System> {
    let texts = buffers.iter().filter_map(|(path, buffer)| {
        let below = path.strip_prefix(folder).ok()?;
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
        Some((parts.collect::<Vec<_>>().join("/"), Some(buffer.text.clone())))
    });
    Arc::new(Overlay::new(disk.clone(), texts.collect()))
}
