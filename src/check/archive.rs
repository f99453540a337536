//! The archived texts of sources.
//!
//! Input: the site. Output: the file that each source's `text` names, or why it names none. Entry point:
//! [`Archives::new`].

use std::borrow::Cow;
use std::collections::HashMap;

use super::facts::Site;
use crate::graph::Statement;
use crate::resolve::EntityId;
use crate::source::FileId;
use crate::source::path::nfc;

/// The plain texts of a site, by path.
pub struct Archives<'s, 'a> {
    site: &'s Site<'a>,
    by_path: HashMap<Cow<'a, str>, FileId>,
}

/// Why a source's `text` names no plain text of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There is no such file.
    NotFound,
    /// The path leads out of the site.
    Outside,
    /// It is a file, but no UTF-8 text.
    NotPlain,
}

impl<'s, 'a> Archives<'s, 'a> {
    /// The plain texts of a site.
    pub fn new(site: &'s Site<'a>) -> Self {
        let files = &site.snapshot.files;
        let by_path = site.snapshot.texts.iter().map(|&file| (nfc(&files.get(file).path), file)).collect();
        Self { site, by_path }
    }

    /// The statement by which a source names its archived text.
    pub fn statement(&self, source: EntityId) -> Option<&'a Statement> {
        self.site.stated(source, "text").next()
    }

    /// The archived text of a source; none where it names none that is there.
    pub fn text(&self, source: EntityId) -> Option<FileId> {
        self.file(self.statement(source)?).ok()
    }

    /// The file that a source's `text` names, relative to the source's file or, with a leading `/`, to the site.
    pub fn file(&self, statement: &Statement) -> Result<FileId, Missing> {
        let named = self.site.words(&statement.value);
        let own = &*self.site.snapshot.files.get(statement.location.file).path;
        let path = archive_path(own, &named).ok_or(Missing::Outside)?;
        if let Some(&file) = self.by_path.get(&*path) {
            return Ok(file);
        }
        let asset = path.strip_prefix("content/").or_else(|| path.strip_prefix("static/"));
        let is_there = asset.is_some_and(|asset| self.site.snapshot.assets.iter().any(|it| it.path == asset));
        Err(if is_there { Missing::NotPlain } else { Missing::NotFound })
    }
}

/// The path in the site that `named` means in the file `own`; none where it leads out of the site.
pub fn archive_path(own: &str, named: &str) -> Option<String> {
    let (own, named) = (nfc(own), nfc(named));
    let mut parts: Vec<&str> = if named.starts_with('/') { Vec::new() } else { own.split('/').collect() };
    parts.pop();
    for part in named.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_within_the_site() {
        let own = "content/sources/speech.md";
        assert_eq!(archive_path(own, "speech.txt").as_deref(), Some("content/sources/speech.txt"));
        assert_eq!(archive_path(own, "../../static/a.txt").as_deref(), Some("static/a.txt"));
        assert_eq!(archive_path(own, "/static/./a.txt").as_deref(), Some("static/a.txt"));
        assert_eq!(archive_path(own, "../../../a.txt"), None);
        assert_eq!(archive_path(own, "/../a.txt"), None);
    }
}
