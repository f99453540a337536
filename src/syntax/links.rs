//! Markdown links and pictures: those into the site get the addresses of its pages, dangerous ones are taken out.
//!
//! Input: a block's events, and where the text's own page will be. Output: events with the addresses that the page
//! will show, and the [`LinkTarget`]s within the site. Entry point: [`rewrite`].

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::brackets::Inline;
use crate::config::{Addresses, Folders, Policy, decode};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::source::path::nfc;

/// What the links of a text are relative to.
#[derive(Clone, Copy, Debug)]
pub struct LinkContext<'a> {
    /// The text's path below `content/`: `articles/2017/summit.md`.
    pub path: &'a str,
    /// Where the page that shows the text is written.
    pub page: &'a str,
    /// How addresses look.
    pub addresses: Addresses,
    /// The folders of the kinds.
    pub folders: &'a Folders,
    /// What its page may load.
    pub policy: &'a Policy,
}

/// A link or picture within the site.
#[derive(Clone, Debug)]
pub struct LinkTarget {
    /// The link in the file.
    pub span: Span,
    /// The file it leads to, relative to the output folder; an empty path is the page itself.
    pub path: String,
    /// The anchor, without `#`; may be empty.
    pub anchor: String,
    /// Whether it stands in raw HTML, which keeps its addresses as they are.
    pub raw: bool,
}

/// Gives links and pictures their addresses; a link with a dangerous scheme leaves only its words.
pub fn rewrite<'t>(
    inlines: Vec<Inline<'t>>,
    context: &LinkContext<'_>,
    targets: &mut Vec<LinkTarget>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Inline<'t>> {
    let mut kept = Vec::with_capacity(inlines.len());
    let mut open = Vec::new();
    for (mut event, range) in inlines {
        match &mut event {
            // An address of mail is no path; Markdown's writer puts `mailto:` before it.
            Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => open.push(true),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let span = Span::new(range.clone());
                let scheme = unsafe_scheme(dest_url);
                open.push(scheme.is_none());
                if let Some(scheme) = scheme {
                    diagnostics.push(unsafe_link(span, &scheme));
                    continue;
                }
                if let Some((address, target)) = internal(dest_url, span, context) {
                    *dest_url = address.into();
                    targets.push(target);
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) if open.pop() == Some(false) => continue,
            _ => {}
        }
        kept.push((event, range));
    }
    kept
}

fn unsafe_link(span: Span, scheme: &str) -> Diagnostic {
    Diagnostic::at(Code::UnsafeLink, span, format!("a `{scheme}:` link is not put on the page"))
        .help("link to an `https:` address or to a page of the site")
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

/// What an address in a file leads to, where that is within the site.
pub fn target(url: &str, span: Span, context: &LinkContext<'_>) -> Option<LinkTarget> {
    internal(url, span, context).map(|(_, target)| target)
}

/// The address on the page of a link into the site, and what it leads to; none for a link elsewhere.
fn internal(url: &str, span: Span, context: &LinkContext<'_>) -> Option<(String, LinkTarget)> {
    if scheme(url).is_some() || url.starts_with("//") {
        return None;
    }
    let (path, anchor) = url.split_once('#').unwrap_or((url, ""));
    let anchor = anchor.to_owned();
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    if path.is_empty() {
        return Some((url.to_owned(), LinkTarget { span, path: String::new(), anchor, raw: false }));
    }
    let file = join(context.path, &nfc(&decode(path)));
    let target = context.addresses.of_file(&file, context.folders);
    let mut address = context.addresses.link(context.page, &target);
    if let Some(query) = query {
        address = format!("{address}?{query}");
    }
    if !anchor.is_empty() {
        address = format!("{address}#{anchor}");
    }
    Some((address, LinkTarget { span, path: target, anchor, raw: false }))
}

/// What an address in raw HTML leads to, where that is within the site: it counts from the page.
pub fn raw_target(url: &str, span: Span, context: &LinkContext<'_>) -> Option<LinkTarget> {
    let url = htmlize::unescape_attribute(url);
    if url.is_empty() || scheme(&url).is_some() || url.starts_with("//") {
        return None;
    }
    let (path, anchor) = url.split_once('#').unwrap_or((&url, ""));
    let path = path.split('?').next().unwrap_or_default();
    let path = if path.is_empty() { String::new() } else { join(context.page, &decode(path)) };
    Some(LinkTarget { span, path, anchor: anchor.to_owned(), raw: true })
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
        let (addresses, folders) = (Addresses::default(), &Folders::default());
        let (path, page) = ("articles/2017/summit.md", "articles/summit.html");
        let policy = &Policy::default();
        let context = LinkContext { path, page, addresses, folders, policy };
        let address = |url| internal(url, Span::default(), &context).map(|(address, _)| address);
        assert_eq!(address("../../people/ada.md#s-1").as_deref(), Some("../people/ada.html#s-1"));
        assert_eq!(address("map.png").as_deref(), Some("2017/map.png"));
        assert_eq!(address("@/people/ada.md").as_deref(), Some("../people/ada.html"));
        assert_eq!(address("https://example.org/x.md"), None);
    }
}
