//! Raw HTML in Markdown, cleaned of all that could run or disguise.
//!
//! Input: a text's events. Output: the same events, their raw HTML cleaned by ammonia. Entry point: [`sanitize`].
//!
//! A tag opened in one piece of raw HTML is often closed in another, so all pieces of a text are cleaned together,
//! with a sign between them that tells them apart again. Where the sign does not survive (a piece ends inside an
//! attribute or a script), every piece is cleaned by itself.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::Event;

use super::brackets::Inline;

/// A private-use character; an author's own is taken out of raw HTML.
const SIGN: char = '\u{F8F0}';

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_generic_attributes(["class", "dir", "id", "lang"])
        .attribute_filter(|_, _, value| (!value.contains(SIGN)).then_some(Cow::Borrowed(value)));
    builder
});

/// Cleans the raw HTML among `events`; pieces of which nothing is left are empty.
pub fn sanitize(events: &mut [Inline<'_>]) {
    let mut pieces = Vec::new();
    let mut previous = None;
    for (index, (event, _)) in events.iter().enumerate() {
        if let Event::Html(html) | Event::InlineHtml(html) = event {
            if previous.is_some_and(|previous| previous + 1 < index) || pieces.is_empty() {
                pieces.push(String::new());
            }
            if let Some(piece) = pieces.last_mut()
                && !hides_what_follows(event)
            {
                piece.extend(html.chars().filter(|&c| c != SIGN));
            }
            previous = Some(index);
        }
    }
    if !pieces.is_empty() {
        replace(events, clean(&pieces));
    }
}

/// Whether a piece begins or ends an element whose content is no HTML, so that the signs in it would get lost. Between
/// two pieces of inline HTML there are only words, which are the author's and stay.
fn hides_what_follows(event: &Event<'_>) -> bool {
    const VERBATIM: [&str; 9] =
        ["iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title"];
    let Event::InlineHtml(html) = event else { return false };
    tag(html).is_some_and(|(name, _)| VERBATIM.iter().any(|verbatim| verbatim.eq_ignore_ascii_case(name)))
}

fn clean(pieces: &[String]) -> Vec<String> {
    let sign = SIGN.to_string();
    let together = CLEANER.clean(&pieces.join(&sign)).to_string();
    let cleaned: Vec<String> = together.split(SIGN).map(str::to_owned).collect();
    if cleaned.len() == pieces.len() {
        return cleaned;
    }
    pieces.iter().map(|piece| CLEANER.clean(piece).to_string()).collect()
}

/// Puts the cleaned pieces in place of the first event of each, and nothing in place of the others.
fn replace(events: &mut [Inline<'_>], cleaned: Vec<String>) {
    let mut cleaned = cleaned.into_iter();
    let mut previous = None;
    for (index, (event, _)) in events.iter_mut().enumerate() {
        if let Event::Html(html) | Event::InlineHtml(html) = event {
            let adjacent = previous.is_some_and(|previous| previous + 1 == index);
            let piece = if adjacent { None } else { cleaned.next() };
            *html = piece.unwrap_or_default().into();
            previous = Some(index);
        }
    }
}

/// The name of a piece that is one tag, and whether it closes; none for anything else.
pub fn tag(html: &str) -> Option<(&str, bool)> {
    const VOID: [&str; 6] = ["br", "hr", "img", "wbr", "col", "area"];
    let inside = html.strip_prefix('<')?.strip_suffix('>')?;
    let (inside, closes) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    (!name.is_empty() && !inside.contains('<') && !VOID.contains(&name)).then_some((name, closes))
}
