//! Where pages are written, and how one links to another.
//!
//! Input: folders, ids and paths. Output: paths relative to the output folder, and relative links between them. Entry
//! points: [`Addresses::page`] and [`Addresses::link`].

use std::fmt::Write as _;

use super::Folders;

/// How the addresses of pages look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addresses {
    /// `people/ID.html`, which also works when opened by double-click.
    #[default]
    Flat,
    /// `people/ID/`, that is `people/ID/index.html`.
    Clean,
}

impl Addresses {
    /// The path of a page of a kind: `people/ada.html`; that of its index for an empty `id`.
    pub fn page(self, folder: &str, id: &str) -> String {
        match (folder, id) {
            (stem, "") | ("", stem) => self.top(stem),
            _ => self.top(&format!("{folder}/{id}")),
        }
    }

    /// The path of the page with this path but no ending.
    pub fn top(self, stem: &str) -> String {
        match self {
            Self::Flat => format!("{stem}.html"),
            Self::Clean => format!("{stem}/index.html"),
        }
    }

    /// The path of what a file of `content/` becomes: a page for Markdown, the same path for anything else.
    ///
    /// Folders within a kind's folder are the author's own order and no part of a page's address.
    pub fn of_file(self, path: &str, folders: &Folders) -> String {
        if !path.ends_with(".md") {
            return path.to_owned();
        }
        let (folder, id) = folders.address(path);
        if folder == folders.pages && id == "index" {
            "index.html".to_owned()
        } else {
            self.page(folder, &id)
        }
    }

    /// The link from one page to another file as an author would write it, as short as can be and percent-encoded.
    pub fn link(self, from: &str, to: &str) -> String {
        if from == to {
            let visible = self.visible(to);
            let folder = visible.rfind('/').map_or(0, |at| at + 1);
            return self.link_below("", visible.get(folder..).unwrap_or_default());
        }
        let common = common_folders(from, to);
        let [from, to] = [from, to].map(|path| path.get(common..).unwrap_or_default());
        self.link_below(&root(from), to)
    }

    /// The link to a file from any page from which `root` leads to the site's top: the file's whole path behind it.
    pub fn link_below(self, root: &str, to: &str) -> String {
        let path = self.visible(to);
        let mut link = String::with_capacity(root.len() + path.len());
        link.push_str(root);
        encode(&mut link, path);
        if link.is_empty() { "./".to_owned() } else { link }
    }

    /// An address as browsers show it: without `index.html` where addresses are clean.
    pub fn visible(self, path: &str) -> &str {
        match (self, path.strip_suffix("index.html")) {
            (Self::Clean, Some(folder)) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => path,
        }
    }
}

/// How many bytes of two paths are the same folders.
fn common_folders(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let equal = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    a.iter().take(equal).rposition(|byte| *byte == b'/').map_or(0, |at| at + 1)
}

/// What leads from a page to the site's top: `../` for each folder that it lies in.
pub fn root(page: &str) -> String {
    "../".repeat(page.matches('/').count())
}

/// Appends a path with all that has a meaning in an address percent-encoded.
pub fn encode(link: &mut String, path: &str) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/');
    if path.bytes().all(plain) {
        link.push_str(path);
        return;
    }
    for byte in path.bytes() {
        if plain(byte) {
            link.push(byte as char);
        } else {
            let _ = write!(link, "%{byte:02X}");
        }
    }
}

/// A path from an address, its percent-encoding undone.
pub fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_encoded() {
        let flat = Addresses::Flat;
        assert_eq!(flat.link("articles/a.html", "people/ö b.html"), "../people/%C3%B6%20b.html");
        assert_eq!(flat.link("people/a.html", "people/b.html"), "b.html");
        assert_eq!(flat.link("people.html", "people/b.html"), "people/b.html");
        assert_eq!(flat.link("claims/x/y.html", "index.html"), "../../index.html");
        let clean = Addresses::Clean;
        assert_eq!(clean.link("articles/a/index.html", "people/b/index.html"), "../../people/b/");
        assert_eq!(clean.link("about/index.html", "index.html"), "../");
        assert_eq!(clean.link("a/index.html", "a/index.html"), "./");
        assert_eq!(flat.link_below(&root("people/a.html"), "people/b.html"), "../people/b.html");
        assert_eq!(clean.link_below(&root("index.html"), "index.html"), "./");
    }
}
