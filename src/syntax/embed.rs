//! Pictures as wikis and Obsidian show them: `![[map.png]]`, `![[map.png|The route]]`.
//!
//! Input: the events of a text. Output: the same events with pictures in the place of such words, which lead to the one file
//! of the site that has this name. Entry point: [`embed`].

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::brackets::Inline;

/// The endings of files that are pictures.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif"];

/// Whether a file is a picture, by its name.
pub fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| PICTURES.contains(&&*ending))
}

/// Puts pictures in the place of the words that stand for them.
pub fn embed<'t>(events: &mut Vec<Inline<'t>>, text: &'t str) {
    if !text.contains("![[") {
        return;
    }
    let mut at = 0;
    while at < events.len() {
        let run = run(events, at);
        let found = picture(text, &place(events, &run), run.len());
        match found.and_then(|found| cut(events, &run, &found)) {
            Some((range, parts)) => {
                // What stands behind the picture may hold another one.
                at = range.start + parts.len() - 1;
                events.splice(range, parts);
            }
            None => at = run.end.max(at + 1),
        }
    }
}

/// The words from an event on that follow each other in the file.
fn run(events: &[Inline<'_>], start: usize) -> Range<usize> {
    let mut end = start;
    while let Some((Event::Text(_), range)) = events.get(end)
        && (end == start || events.get(end - 1).is_some_and(|(_, before)| before.end == range.start))
    {
        end += 1;
    }
    start..end
}

/// Where a run stands in the file.
fn place(events: &[Inline<'_>], run: &Range<usize>) -> Range<usize> {
    let first = events.get(run.start).map_or(0, |(_, range)| range.start);
    let last = run.end.checked_sub(1).and_then(|last| events.get(last));
    first..last.map_or(first, |(_, range)| range.end)
}

/// A picture in the file.
struct Picture<'t> {
    place: Range<usize>,
    name: &'t str,
    alt: &'t str,
}

/// The first picture in a part of the file.
fn picture<'t>(text: &'t str, part: &Range<usize>, events: usize) -> Option<Picture<'t>> {
    let words = text.get(part.clone()).filter(|_| events > 0)?;
    words.match_indices("![[").find_map(|(at, open)| {
        let inside = words.get(at + open.len()..)?.split_once("]]")?.0;
        let (name, shown) = inside.split_once('|').unwrap_or((inside, ""));
        let start = part.start + at;
        let is_escaped = text.get(..start).is_some_and(|before| before.ends_with('\\'));
        let place = start..start + open.len() + inside.len() + 2;
        let is_one = !is_escaped && is_picture(name.trim()) && !inside.contains(['[', '\n']);
        is_one.then(|| Picture { place, name: name.trim(), alt: alt(name.trim(), shown.trim()) })
    })
}

/// The words that stand for a picture: its name where there are none. Obsidian writes its width there, too.
fn alt<'t>(name: &'t str, shown: &'t str) -> &'t str {
    let is_size = shown.chars().all(|c| c.is_ascii_digit() || c == 'x');
    let file = name.rsplit('/').next().unwrap_or(name);
    if is_size { file.rsplit_once('.').map_or(file, |(stem, _)| stem) } else { shown }
}

/// The events that a picture takes the place of, and what stands there instead.
fn cut<'t>(
    events: &[Inline<'t>],
    run: &Range<usize>,
    picture: &Picture<'t>,
) -> Option<(Range<usize>, Vec<Inline<'t>>)> {
    let place = &picture.place;
    let touched = events
        .get(run.clone())?
        .iter()
        .enumerate()
        .filter(|(_, (_, range))| range.start < place.end && place.start < range.end);
    let touched: Vec<_> = touched.map(|(at, _)| run.start + at).collect();
    let (&first, &last) = (touched.first()?, touched.last()?);
    let before = part(events.get(first)?, |range| range.start..place.start)?;
    let behind = part(events.get(last)?, |range| place.end..range.end)?;
    let image = Tag::Image {
        link_type: LinkType::WikiLink { has_pothole: true },
        dest_url: CowStr::Borrowed(picture.name),
        title: CowStr::Borrowed(""),
        id: CowStr::Borrowed(""),
    };
    let parts = [
        (Event::Start(image), place.clone()),
        (Event::Text(CowStr::Borrowed(picture.alt)), place.clone()),
        (Event::End(TagEnd::Image), place.clone()),
    ];
    let parts = before.into_iter().chain(parts).chain(behind).collect();
    Some((first..last + 1, parts))
}

/// A part of words, where there is any; nothing at all where the words are not what stands in the file.
fn part<'t>(
    (event, range): &Inline<'t>,
    kept: impl Fn(&Range<usize>) -> Range<usize>,
) -> Option<Option<Inline<'t>>> {
    let Event::Text(words) = event else { return None };
    let kept = kept(range);
    if kept.is_empty() {
        return Some(None);
    }
    if words.len() != range.len() {
        return None;
    }
    let words = words.get(kept.start - range.start..kept.end - range.start)?.to_owned();
    Some(Some((Event::Text(words.into()), kept)))
}
