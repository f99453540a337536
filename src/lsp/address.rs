//! Files as the protocol names them: `file:` addresses.
//!
//! Input: an address or a path. Output: the other. Entry points: [`path`], [`named`] and [`uri`].

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;
use url::Url;

/// The file that an address names, as it names it; none where it names none, as `untitled:` does.
pub fn named(uri: &Uri) -> Option<PathBuf> {
    let url = Url::parse(uri.as_ref()).ok().filter(|url| url.scheme() == "file")?;
    url.to_file_path().ok()
}

/// The file that an address names, by the one name that it has.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let path = named(uri)?;
    // The same file has one name, whatever links lead to it; one that is not saved yet lies in a folder that has.
    path.canonicalize()
        .ok()
        .or_else(|| Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?)))
        .or(Some(path))
}

/// The address of a file.
pub fn uri(path: &Path) -> Option<Uri> {
    Some(Uri::from(Url::from_file_path(path).ok()?.to_string()))
}
