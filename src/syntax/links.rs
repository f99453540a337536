//! Where links and pictures lead.
//!
//! Input: an address, as an author wrote it, and the path of its file. Output: a [`LinkTarget`], which says what is meant
//! and not how a page will write it: only a page knows where it lies. Entry points: [`target`], and for a page
//! [`LinkTarget::address`] and [`LinkTarget::place`].

use std::borrow::Cow;

use super::heading::slug;
use crate::config::{Addresses, Folders, decode};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::FileNames;
use crate::source::Span;
use crate::source::path::nfc;

/// A link or a picture of a text.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its place in the file.
    pub span: Span,
    /// Where it leads.
    pub target: LinkTarget,
    /// Its title; mostly empty.
    pub title: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// Out of the site: the address as it is written.
    Elsewhere(String),
    /// To a part of the page it is on: the address as it is written.
    Here(String),
    /// To a file of the site.
    File {
        /// Its path below `content/`.
        path: String,
        /// What is asked of it, without `?`.
        query: Option<String>,
        /// The anchor, without `#`; may be empty.
        anchor: String,
    },
    /// To the one file of the site that has this name, or this end of its path.
    Named(String),
    /// Where an address in raw HTML leads, which stays as it is and counts from the page.
    Raw(String),
}

/// A page that links are on.
#[derive(Clone, Copy, Debug)]
pub struct LinkContext<'a> {
    /// Where it is written.
    pub page: &'a str,
    /// How addresses look.
    pub addresses: Addresses,
    /// The files that are copied as they are, by name.
    pub files: &'a FileNames,
    /// The folders of the kinds.
    pub folders: &'a Folders,
}

/// A place within the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkPlace<'l> {
    /// A file, relative to the output folder; an empty path is the page itself.
    pub path: String,
    /// The anchor, without `#`; may be empty.
    pub anchor: Cow<'l, str>,
}

impl LinkTarget {
    /// Whether it is an address in raw HTML.
    pub fn is_raw(&self) -> bool {
        matches!(self, Self::Raw(_))
    }

    /// The address on a page.
    pub fn address(&self, context: &LinkContext<'_>) -> Cow<'_, str> {
        let (path, query, anchor) = match self {
            Self::Elsewhere(url) | Self::Here(url) | Self::Raw(url) => return url.into(),
            Self::Named(name) => {
                return context.addresses.link(context.page, context.files.path(name)).into();
            }
            Self::File { path, query, anchor } => (path, query, anchor),
        };
        let mut address =
            context.addresses.link(context.page, &context.addresses.of_file(path, context.folders));
        if let Some(query) = query {
            address.push('?');
            address.push_str(query);
        }
        if !anchor.is_empty() {
            address.push('#');
            address.push_str(anchor);
        }
        address.into()
    }

    /// What it leads to from a page, where that is within the site.
    pub fn place(&self, context: &LinkContext<'_>) -> Option<LinkPlace<'_>> {
        match self {
            Self::Elsewhere(_) => None,
            Self::Here(url) => {
                let (_, anchor) = url.split_once('#').unwrap_or((url, ""));
                Some(LinkPlace { path: String::new(), anchor: anchor.into() })
            }
            Self::File { path, anchor, .. } => {
                let path = context.addresses.of_file(path, context.folders);
                Some(LinkPlace { path, anchor: anchor.into() })
            }
            Self::Named(name) => {
                Some(LinkPlace { path: context.files.path(name).to_owned(), anchor: "".into() })
            }
            Self::Raw(url) => {
                let (path, anchor) = url.split_once('#').unwrap_or((url, ""));
                let path = path.split('?').next().unwrap_or_default();
                let path = if path.is_empty() { String::new() } else { join(context.page, &decode(path)) };
                Some(LinkPlace { path, anchor: anchor.into() })
            }
        }
    }
}

/// What is reported of a link whose scheme is dangerous, of which only the words stay.
pub fn unsafe_link(url: &str, span: Span) -> Option<Diagnostic> {
    let scheme = unsafe_scheme(url)?;
    let message = format!("a `{scheme}:` link is not put on the page");
    let help = "link to an `https:` address or to a page of the site";
    Some(Diagnostic::at(Code::UnsafeLink, span, message).help(help))
}

/// The scheme of an address that could run a script in the page.
fn unsafe_scheme(url: &str) -> Option<String> {
    let scheme = scheme(url)?;
    matches!(&*scheme, "javascript" | "vbscript" | "data").then_some(scheme)
}

/// The scheme of an absolute address in lower case, read as browsers do: control characters and spaces are skipped.
pub fn scheme(url: &str) -> Option<String> {
    let (before, _) = url.split_once(':')?;
    let scheme: String = before.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let plain = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (plain && scheme.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| scheme.to_ascii_lowercase())
}

/// What an address means in the file with this path below `content/`.
pub fn target(url: &str, path: &str) -> LinkTarget {
    if scheme(url).is_some() || url.starts_with("//") {
        return LinkTarget::Elsewhere(url.to_owned());
    }
    let (file, anchor) = url.split_once('#').unwrap_or((url, ""));
    let (file, query) = file.split_once('?').map_or((file, None), |(file, query)| (file, Some(query)));
    if file.is_empty() {
        return LinkTarget::Here(url.to_owned());
    }
    // Obsidian links to a heading by its words: no `id` has a space in it.
    let words = decode(anchor);
    let anchor = if words.contains(' ') { slug(&words) } else { anchor.to_owned() };
    let query = query.map(str::to_owned);
    LinkTarget::File { path: join(path, &nfc(&decode(file))), query, anchor }
}

/// What an address in raw HTML leads to, where that may be within the site.
pub fn raw_target(url: &str) -> Option<LinkTarget> {
    let url = htmlize::unescape_attribute(url);
    let is_elsewhere = url.is_empty() || scheme(&url).is_some() || url.starts_with("//");
    (!is_elsewhere).then(|| LinkTarget::Raw(url.into_owned()))
}

/// The path that `relative` means in the file `from`; `/` begins at the site's top.
fn join(from: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    // Zola begins a link from the top of `content/` with `@/`.
    let relative = relative.strip_prefix('@').filter(|rest| rest.starts_with('/')).unwrap_or(relative);
    if !relative.starts_with('/') {
        parts.extend(from.split('/'));
        parts.pop();
    }
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_read_as_browsers_read_them() {
        for url in ["javascript:alert(1)", "JavaScript:x", "java\nscript:x", "data:text/html,x"] {
            assert!(unsafe_scheme(url).is_some(), "{url}");
        }
        for url in ["https://example.org", "people/x.md", "#a:b", "mailto:a@example.org", "a/b:c"] {
            assert_eq!(unsafe_scheme(url), None, "{url}");
        }
    }

    #[test]
    fn links_between_files_become_links_between_pages() {
        let (page, addresses, folders) = ("articles/summit.html", Addresses::default(), &Folders::default());
        let context = LinkContext { page, addresses, folders, files: &FileNames::default() };
        let address = |url| target(url, "articles/2017/summit.md").address(&context).into_owned();
        assert_eq!(address("../../people/ada.md#s-1"), "../people/ada.html#s-1");
        assert_eq!(address("map.png?x"), "2017/map.png?x");
        assert_eq!(address("@/people/ada.md"), "../people/ada.html");
        assert_eq!(address("#s-1"), "#s-1");
        assert_eq!(address("https://example.org/x.md"), "https://example.org/x.md");
    }
}
