//! What a reader, a browser or a crawler sees of the pages.
//!
//! Input: the files of an output folder. Output: what is wrong with their links and tags. Entry points:
//! [`broken_links`], [`misnested`] and [`words`].

use std::collections::{BTreeMap, BTreeSet};

use annals::config::{Addresses, Folders};
use annals::load::FileNames;
use annals::syntax::{Body, LinkContext};
use annals::view;
use scraper::{ElementRef, Html, Selector};

/// Elements without an end tag.
const VOID: [&str; 7] = ["br", "hr", "img", "input", "link", "meta", "wbr"];

pub fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("the selector is valid")
}

/// A text as HTML, as its Markdown alone makes it.
pub fn plain(body: &Body) -> String {
    let folders = &Folders::default();
    let (page, addresses, files) = ("articles/a.html", Addresses::Flat, &FileNames::default());
    view::plain(body, LinkContext { page, addresses, files, folders })
}

/// A text as a reader takes it in: white space is only a gap between words.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words in an element.
pub fn text(element: ElementRef<'_>) -> String {
    words(&element.text().collect::<String>())
}

/// Every `href`, `src` and reference to an `id` on the pages that leads nowhere within the output.
pub fn broken_links(pages: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let parsed: BTreeMap<&str, Html> = pages
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (&**path, Html::parse_document(&String::from_utf8_lossy(bytes))))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        parsed.iter().map(|(path, page)| (*path, ids(page).into_iter().collect())).collect();
    let mut broken = Vec::new();
    for (path, page) in &parsed {
        for link in links(page) {
            if let Some(why) = broken_link(path, &link, pages, &ids) {
                broken.push(format!("{path}: {link} {why}"));
            }
        }
        broken.extend(repeated(page).into_iter().map(|id| format!("{path}: the id {id} is given twice")));
    }
    broken
}

/// The `id`s of a page, in order.
pub fn ids(page: &Html) -> Vec<&str> {
    page.select(&selector("[id]")).filter_map(|element| element.value().attr("id")).collect()
}

/// The `id`s that a page gives twice.
pub fn repeated(page: &Html) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    ids(page).into_iter().filter(|id| !seen.insert(*id)).collect()
}

/// All that a page refers to.
pub fn links(page: &Html) -> Vec<String> {
    let mut links = Vec::new();
    for attribute in ["href", "src"] {
        let elements = page.select(&selector(&format!("[{attribute}]"))).collect::<Vec<_>>();
        links
            .extend(elements.iter().filter_map(|element| element.value().attr(attribute)).map(str::to_owned));
    }
    for attribute in ["aria-details", "aria-labelledby", "aria-controls", "for", "popovertarget"] {
        let elements = page.select(&selector(&format!("[{attribute}]"))).collect::<Vec<_>>();
        let targets = elements.iter().filter_map(|element| element.value().attr(attribute));
        links.extend(targets.flat_map(str::split_whitespace).map(|id| format!("#{id}")));
    }
    links
}

fn broken_link(
    page: &str,
    link: &str,
    pages: &BTreeMap<String, Vec<u8>>,
    ids: &BTreeMap<&str, BTreeSet<&str>>,
) -> Option<&'static str> {
    if ["https:", "http:", "mailto:", "data:"].iter().any(|scheme| link.starts_with(scheme)) {
        return None;
    }
    if link.starts_with('/') || link.contains(':') {
        return Some("is not relative");
    }
    let (address, anchor) = link.split_once('#').unwrap_or((link, ""));
    let address = address.split('?').next().unwrap_or_default();
    let target = resolve(page, &decode(address));
    if !pages.contains_key(&target) {
        return Some("leads to no file");
    }
    let anchor = decode(anchor);
    let is_there = anchor.is_empty() || ids.get(&*target).is_some_and(|ids| ids.contains(&*anchor));
    (!is_there).then_some("leads to no place of the page")
}

/// The file that an address on a page means, as a web server gives it.
pub fn resolve(page: &str, address: &str) -> String {
    if address.is_empty() {
        return page.to_owned();
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    if address.ends_with('.') {
        parts.push("");
    }
    let path = parts.join("/");
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let code: String =
            if byte == b'%' { rest.by_ref().take(2).map(char::from).collect() } else { String::new() };
        bytes.push(if byte == b'%' {
            u8::from_str_radix(&code, 16).expect("a code follows %")
        } else {
            byte
        });
    }
    String::from_utf8(bytes).expect("addresses are UTF-8")
}

/// The first tag of a piece of HTML that does not nest as it should, or stands where it may not.
pub fn misnested(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        if VOID.contains(&name) {
            continue;
        }
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return Some(format!("<{tag}> closes what is not open"));
            }
        } else {
            if open.contains(&"a") && matches!(name, "a" | "button") {
                return Some(format!("<{tag}> stands in a link"));
            }
            open.push(name);
        }
    }
    open.pop().map(|name| format!("<{name}> never closes"))
}
