//! Raw HTML in Markdown, written anew without all that could run, load or disguise what the site does not want.
//!
//! Input: a text's events, and what its pages may load. Output: the same events with their raw HTML cleaned, and a finding
//! for each thing that a reader would miss. Entry point: [`sanitize`].
//!
//! A tag stays where it stands, and only together with the tag that closes its element; both must lie in the same element
//! of Markdown's, so that nothing of a page around a text depends on it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag as Markdown, TagEnd};

use super::allowed::{self, Attribute as Rule, Element};
use super::brackets::Inline;
use super::links;
use super::raw::{self, Attribute, Tag, Token};
use crate::config::{Policy, Resource};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// How many open elements are looked through for the one that a tag closes; browsers nest no deeper than twice that.
const DEPTH: usize = 256;

/// Cleans the raw HTML among `events`; pieces of which nothing is left are empty.
pub fn sanitize(events: &mut [Inline<'_>], policy: &Policy) -> Vec<Diagnostic> {
    let pieces = pieces(events);
    let tokens: Vec<_> = pieces.iter().map(|piece| raw::tokens(&piece.html)).collect();
    let mut cleaner = Cleaner::new(policy, &pieces, &tokens);
    cleaner.closers = closers(events, &pieces, &tokens);
    let written = (0..pieces.len()).map(|at| cleaner.piece(at)).collect::<Vec<_>>();
    let Cleaner { hidden, mut found, .. } = cleaner;
    found.extend(events.iter().filter_map(|(event, range)| picture(event, range, policy)));
    let places: Vec<_> = pieces.iter().map(|piece| piece.events.clone()).collect();
    for (range, html) in places.into_iter().zip(written) {
        replace(events, range, html);
    }
    hidden.into_iter().for_each(|range| replace(events, range, String::new()));
    found
}

/// Puts HTML in place of the first of some events, and nothing in place of the others.
fn replace(events: &mut [Inline<'_>], range: Range<usize>, html: String) {
    let within = range.start.checked_sub(1).and_then(|before| events.get(before));
    let in_block =
        within.is_some_and(|(event, _)| matches!(event, Event::Html(_) | Event::Start(Markdown::HtmlBlock)));
    let mut html = Some(html);
    for (event, _) in events.get_mut(range).into_iter().flatten() {
        let html = CowStr::from(html.take().unwrap_or_default());
        *event = if in_block { Event::Html(html) } else { Event::InlineHtml(html) };
    }
}

/// Raw HTML that is read as a whole: an inline tag, or the lines of a block.
struct Piece<'t> {
    html: Cow<'t, str>,
    events: Range<usize>,
    /// Where each event begins in the HTML, and in the file.
    starts: Vec<(usize, usize)>,
}

impl Piece<'_> {
    /// The place in the file of a part of the piece, as far as its first line goes.
    fn span(&self, range: &Range<usize>) -> Span {
        let line = self.starts.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        let (start, file) = self.starts.get(line).copied().unwrap_or_default();
        let end = self.starts.get(line + 1).map_or(range.end, |(next, _)| range.end.min(*next));
        Span::new(file + range.start - start..file + end - start)
    }
}

fn pieces<'t>(events: &[Inline<'t>]) -> Vec<Piece<'t>> {
    let mut pieces: Vec<Piece<'t>> = Vec::new();
    for (index, (event, range)) in events.iter().enumerate() {
        let (Event::Html(html) | Event::InlineHtml(html)) = event else { continue };
        let is_next = |piece: &&mut Piece<'t>| matches!(event, Event::Html(_)) && piece.events.end == index;
        match pieces.last_mut().filter(is_next) {
            Some(piece) => {
                piece.starts.push((piece.html.len(), range.start));
                piece.html.to_mut().push_str(html);
                piece.events.end += 1;
            }
            None => {
                let html = html.to_string().into();
                pieces.push(Piece { html, events: index..index + 1, starts: vec![(0, range.start)] });
            }
        }
    }
    pieces
}

/// A token: the number of its piece, and its own in it.
type TokenId = (usize, usize);

/// The closing tag of each opening one that has one in the same element of Markdown's.
fn closers(
    events: &[Inline<'_>],
    pieces: &[Piece<'_>],
    tokens: &[Vec<Token<'_>>],
) -> HashMap<TokenId, TokenId> {
    let mut pairs = Pairs { open: Vec::new(), closers: HashMap::new() };
    let mut pieces = pieces.iter().map(|piece| piece.events.start).zip(tokens).enumerate().peekable();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Markdown::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(_) => pairs.open.push(None),
            Event::End(_) => while pairs.open.pop().is_some_and(|element| element.is_some()) {},
            _ => {}
        }
        if let Some((piece, (_, tokens))) = pieces.next_if(|(_, (first, _))| *first == index) {
            tokens.iter().enumerate().for_each(|(number, token)| pairs.token((piece, number), token));
        }
    }
    pairs.closers
}

struct Pairs<'h> {
    /// The tags that nothing has closed yet; an element of Markdown's is none.
    open: Vec<Option<(TokenId, &'h str)>>,
    closers: HashMap<TokenId, TokenId>,
}

impl<'h> Pairs<'h> {
    fn token(&mut self, id: TokenId, token: &Token<'h>) {
        match token {
            Token::Open(tag) if !stands_alone(tag) => self.open.push(Some((id, tag.name))),
            Token::Close(name) => {
                let open = self.open.iter().rev().take(DEPTH).map_while(Option::as_ref);
                let above = open.take_while(|(_, opened)| !opened.eq_ignore_ascii_case(name)).count();
                let at = self.open.len().checked_sub(above + 1);
                if let Some((opener, opened)) = at.and_then(|at| self.open.get(at).copied().flatten())
                    && opened.eq_ignore_ascii_case(name)
                {
                    self.open.truncate(at.unwrap_or_default());
                    self.closers.insert(opener, id);
                }
            }
            _ => {}
        }
    }
}

/// Whether a tag is a whole element.
fn stands_alone(tag: &Tag<'_>) -> bool {
    let name = tag.name.to_ascii_lowercase();
    allowed::is_void(&name) || (tag.closed && allowed::is_math(&name))
}

struct Cleaner<'c, 't> {
    policy: &'c Policy,
    pieces: &'c [Piece<'t>],
    tokens: &'c [Vec<Token<'c>>],
    closers: HashMap<TokenId, TokenId>,
    /// The closing tags that stay.
    ends: HashSet<TokenId>,
    /// Events between the two tags of an element that goes with its content.
    hidden: Vec<Range<usize>>,
    found: Vec<Diagnostic>,
}

impl<'c, 't> Cleaner<'c, 't> {
    fn new(policy: &'c Policy, pieces: &'c [Piece<'t>], tokens: &'c [Vec<Token<'c>>]) -> Self {
        let (closers, ends) = (HashMap::new(), HashSet::new());
        Self { policy, pieces, tokens, closers, ends, hidden: Vec::new(), found: Vec::new() }
    }

    /// Writes a piece anew.
    fn piece(&mut self, at: usize) -> String {
        let (mut html, mut number) = (String::new(), 0);
        let first = self.pieces.get(at).map_or(0, |piece| piece.events.start);
        if self.hidden.last().is_some_and(|hidden| hidden.contains(&first)) {
            return html;
        }
        let tokens = self.tokens.get(at).map_or(&[][..], |tokens| tokens);
        while let Some(token) = tokens.get(number) {
            let id = (at, number);
            number += 1;
            match token {
                Token::Text(text) => html.push_str(&text.replace('<', "&lt;").replace('\0', "\u{FFFD}")),
                Token::Other => {}
                Token::Close(name) if self.ends.contains(&id) => close(&mut html, name),
                Token::Close(_) => {}
                Token::Open(tag) => number = self.open(id, tag, &mut html).unwrap_or(number),
            }
        }
        html
    }

    /// Writes an opening tag, where it may stay. Where its content goes, the answer is the number of the token to go on with.
    fn open(&mut self, id: TokenId, tag: &Tag<'c>, html: &mut String) -> Option<usize> {
        let name = tag.name.to_ascii_lowercase();
        match allowed::element(&name) {
            Element::Opened => {}
            Element::Removed => self.removed(id, tag, help_without(&name)),
            Element::Emptied => {
                self.removed(id, tag, help_without(&name));
                return Some(self.hide(id));
            }
            Element::Loads(resource) if allowed::holds_text(&name) => {
                if self.may_load(id, tag, resource) {
                    self.write(id, tag, &name, html);
                    close(html, &name);
                }
                return Some(self.hide(id));
            }
            Element::Loads(resource) if !self.may_load(id, tag, resource) => {}
            Element::Kept | Element::Loads(_) => self.keep(id, tag, &name, html),
        }
        None
    }

    /// Writes a tag that may stay, unless its element has no end.
    fn keep(&mut self, id: TokenId, tag: &Tag<'c>, name: &str, html: &mut String) {
        if stands_alone(tag) || allowed::ends_by_itself(name) || self.closers.contains_key(&id) {
            return self.write(id, tag, name, html);
        }
        let message = format!("`<{name}>` is taken out: nothing closes it");
        let help = format!("put `</{name}>` behind what it is about, in the same block");
        self.report(id, &tag.range, message, help);
    }

    /// Leaves out what an element holds; the answer is the number of the token to go on with.
    fn hide(&mut self, (piece, number): TokenId) -> usize {
        let tokens = self.tokens.get(piece).map_or(&[][..], |tokens| tokens);
        match self.closers.get(&(piece, number)) {
            Some((other, end)) if *other == piece => end + 1,
            Some((other, _)) => {
                if let (Some(from), Some(to)) = (self.pieces.get(piece), self.pieces.get(*other)) {
                    self.hidden.push(from.events.end..to.events.start);
                }
                tokens.len()
            }
            None if tokens.get(number).is_some_and(holds_text) => number + 2,
            None => number + 1,
        }
    }

    /// Writes a tag with those of its attributes that may stay.
    fn write(&mut self, id: TokenId, tag: &Tag<'c>, name: &str, html: &mut String) {
        let mut written = format!("<{name}");
        let mut seen: Vec<String> = Vec::new();
        for attribute in &tag.attributes {
            let key = attribute.name.to_ascii_lowercase();
            let value = htmlize::unescape_attribute(attribute.value).replace('\0', "\u{FFFD}");
            if seen.contains(&key) {
                continue;
            }
            match self.attribute(id, name, attribute, &key, &value) {
                Some(true) => push_attribute(&mut written, &key, &value),
                Some(false) => {}
                None => return,
            }
            seen.push(key);
        }
        if name == "a" && seen.iter().any(|key| key == "href") {
            push_attribute(&mut written, "rel", "noopener noreferrer");
        }
        html.push_str(&written);
        html.push_str(if tag.closed && allowed::is_math(name) { "/>" } else { ">" });
        self.ends.extend(self.closers.get(&id));
    }

    /// Whether an attribute may stay; none where its element may not stay with it.
    fn attribute(
        &mut self,
        id: TokenId,
        element: &str,
        attribute: &Attribute<'_>,
        key: &str,
        value: &str,
    ) -> Option<bool> {
        let place = &attribute.range();
        Some(match allowed::attribute(element, key) {
            Rule::Kept => true,
            Rule::Dropped => false,
            Rule::Removed => {
                self.report(
                    id,
                    place,
                    format!("the attribute `{key}` of `<{element}>` is taken out"),
                    help_without_attribute(key),
                );
                false
            }
            Rule::Address => self.may_lead(id, place, element, value),
            Rule::Loads(Resource::Images) => {
                let addresses = addresses(key, value);
                let may_stay = addresses
                    .iter()
                    .all(|address| is_picture(address) || self.may_lead(id, place, element, address));
                self.blocked(id, place, &addresses);
                may_stay
            }
            Rule::Loads(resource) => return self.policy.refuses(resource, value).is_none().then_some(true),
        })
    }

    /// Whether a page may lead to an address.
    fn may_lead(&mut self, id: TokenId, place: &Range<usize>, element: &str, address: &str) -> bool {
        let scheme = links::scheme(address).filter(|scheme| !allowed::may_lead_to(scheme));
        let Some(scheme) = scheme else { return true };
        let message = format!("the `{scheme}:` address of `<{element}>` is taken out");
        self.report(id, place, message, "name an `https:` address or a page of the site".to_owned());
        false
    }

    /// Reports the pictures that a page will not load.
    fn blocked(&mut self, (piece, _): TokenId, place: &Range<usize>, addresses: &[&str]) {
        let Some(piece) = self.pieces.get(piece) else { return };
        let mut refused = addresses.iter().filter(|address| has_host(address));
        let refused = refused.find_map(|address| self.policy.refuses(Resource::Images, address));
        self.found.extend(refused.map(|origin| blocked(piece.span(place), &origin)));
    }

    /// Whether an element may load all it names; if not, that is reported.
    fn may_load(&mut self, id: TokenId, tag: &Tag<'c>, resource: Resource) -> bool {
        let name = tag.name.to_ascii_lowercase();
        let sources = self.sources(id, tag);
        let refused = sources.iter().find_map(|source| self.policy.refuses(resource, source));
        let message = match refused {
            Some(origin) => {
                let from =
                    if origin == "self" { "this site itself".to_owned() } else { format!("`{origin}`") };
                let help = format!(
                    "allow it in `annals.toml`: `{} = [\"{origin}\"]` under `[policy]`",
                    resource.key()
                );
                (format!("`<{name}>` is taken out: pages may not load {} from {from}", resource.key()), help)
            }
            None if sources.is_empty() && name == "script" => {
                let help = "put it into a file of `static/`, load that with `src`, and allow it in `annals.toml`: \
                            `scripts = [\"self\"]` under `[policy]`";
                ("`<script>` is taken out: no script runs that stands in a page".to_owned(), help.to_owned())
            }
            None if sources.is_empty() => {
                let help = format!(
                    "give it a `src`, and allow where that leads to in `annals.toml`: `{} = […]` under `[policy]`",
                    resource.key()
                );
                (format!("`<{name}>` is taken out: it names nothing to load"), help)
            }
            None => return true,
        };
        self.report(id, &tag.range, message.0, message.1);
        false
    }

    /// The addresses that an element loads: its own, or those of the `<source>`s in it.
    fn sources(&self, id: TokenId, tag: &Tag<'c>) -> Vec<Cow<'c, str>> {
        let (last, end) = self.closers.get(&id).copied().unwrap_or(id);
        let pieces = self.tokens.iter().enumerate().take(last + 1).skip(id.0);
        let tokens = pieces
            .flat_map(|(piece, tokens)| tokens.iter().enumerate().map(move |(at, it)| ((piece, at), it)));
        let inside =
            tokens.filter(|(at, _)| id < *at && *at < (last, end)).filter_map(|(_, token)| match token {
                Token::Open(tag) if tag.name.eq_ignore_ascii_case("source") => Some(tag),
                _ => None,
            });
        let tags = std::iter::once(tag).chain(inside);
        let src = |tag: &Tag<'c>| {
            tag.attributes.iter().find(|it| it.name.eq_ignore_ascii_case("src")).map(|it| it.value)
        };
        tags.filter_map(src).map(htmlize::unescape_attribute).collect()
    }

    fn removed(&mut self, id: TokenId, tag: &Tag<'c>, help: String) {
        let message = format!("`<{}>` is taken out: a text can't hold it", tag.name.to_ascii_lowercase());
        self.report(id, &tag.range, message, help);
    }

    fn report(&mut self, (piece, _): TokenId, range: &Range<usize>, message: String, help: String) {
        if let Some(piece) = self.pieces.get(piece) {
            self.found.push(Diagnostic::at(Code::RemovedHtml, piece.span(range), message).help(help));
        }
    }
}

/// Whether what stands behind a tag is its element's text.
fn holds_text(token: &Token<'_>) -> bool {
    matches!(token, Token::Open(tag) if allowed::holds_text(&tag.name.to_ascii_lowercase()))
}

fn close(html: &mut String, name: &str) {
    *html += &format!("</{}>", name.to_ascii_lowercase());
}

fn push_attribute(html: &mut String, name: &str, value: &str) {
    let value = value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
    *html += &format!(" {name}=\"{value}\"");
}

/// What an author can do without an element.
fn help_without(name: &str) -> String {
    match name {
        "button" | "datalist" | "fieldset" | "form" | "input" | "label" | "legend" | "optgroup"
        | "option" | "output" | "select" | "textarea" => {
            "no setting allows forms; link to a page that has one".to_owned()
        }
        "applet" | "embed" | "frame" | "frameset" | "object" => {
            "show it by `<iframe>`, which `frames` under `[policy]` in `annals.toml` allows, or link to it"
                .to_owned()
        }
        "style" => "put the rules into a style sheet of the site's own, `static/`".to_owned(),
        "svg" => {
            "save the drawing as a file, and show it as a picture: `![what it shows](drawing.svg)`".to_owned()
        }
        "base" | "body" | "head" | "html" | "link" | "meta" | "title" => {
            "what belongs into the head of a page goes into a template, `templates/base.html`".to_owned()
        }
        _ => format!("to show it to readers, write `&lt;{name}>`, or put it between backticks"),
    }
}

fn help_without_attribute(name: &str) -> String {
    match name {
        "style" => "give it a class, and style that in a style sheet of the site's own".to_owned(),
        _ if name.starts_with("on") => {
            "a script in a file can do the same: `scripts` under `[policy]` in `annals.toml` allows one"
                .to_owned()
        }
        _ => "remove it".to_owned(),
    }
}

/// Whether an attribute of raw HTML leads somewhere on the page, as far as it does not depend on its surroundings.
pub fn may_lead(element: &str, name: &str, value: &str, policy: &Policy) -> bool {
    match allowed::attribute(element, name) {
        Rule::Address => true,
        Rule::Loads(resource) => policy.refuses(resource, value).is_none(),
        _ => false,
    }
}

/// The addresses in an attribute.
pub fn addresses<'v>(name: &str, value: &'v str) -> Vec<&'v str> {
    if name == "srcset" { candidates(value) } else { vec![value] }
}

/// The addresses in a `srcset`.
fn candidates(value: &str) -> Vec<&str> {
    let is_gap = |c: char| c.is_ascii_whitespace() || c == ',';
    let (mut found, mut rest) = (Vec::new(), value.trim_start_matches(is_gap));
    while !rest.is_empty() {
        let (address, behind) =
            rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
        let bare = address.trim_end_matches(',');
        found.push(bare);
        let descriptors =
            if bare.len() == address.len() { behind.find(',').unwrap_or(behind.len()) } else { 0 };
        rest = behind.get(descriptors..).unwrap_or_default().trim_start_matches(is_gap);
    }
    found
}

/// Whether an address is that of a picture in the text itself.
fn is_picture(address: &str) -> bool {
    let start = address.get(.."data:image/".len());
    start.is_some_and(|start| start.eq_ignore_ascii_case("data:image/"))
}

/// Whether an address may be that of another host; others are looked at as links.
fn has_host(address: &str) -> bool {
    links::scheme(address).is_none_or(|scheme| matches!(&*scheme, "http" | "https"))
}

/// A finding for a picture of Markdown's that a page will not load.
fn picture(event: &Event<'_>, range: &Range<usize>, policy: &Policy) -> Option<Diagnostic> {
    let Event::Start(Markdown::Image { dest_url, .. }) = event else { return None };
    blocked_picture(dest_url, Span::new(range.clone()), policy)
}

/// A finding for the address of a picture that a page will not load.
pub fn blocked_picture(address: &str, span: Span, policy: &Policy) -> Option<Diagnostic> {
    let origin = policy.refuses(Resource::Images, address).filter(|_| has_host(address))?;
    Some(blocked(span, &origin))
}

fn blocked(span: Span, origin: &str) -> Diagnostic {
    let message = format!("browsers will not load this picture: pages may not load images from `{origin}`");
    let help = format!(
        "allow it in `annals.toml`: `images = [\"{origin}\"]` under `[policy]`; or put the picture into the site"
    );
    Diagnostic::at(Code::BlockedResource, span, message).help(help)
}

/// The name of a piece that is one tag, and whether it closes; none for anything else.
pub fn tag(html: &str) -> Option<(&str, bool)> {
    let inside = html.strip_prefix('<')?.strip_suffix('>')?;
    let (inside, closes) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    (!name.is_empty() && !inside.contains('<') && !allowed::is_void(name)).then_some((name, closes))
}
