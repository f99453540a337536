//! Whom and what an entity is named with: the entity in the middle, the others around it.
//!
//! Input: the others, those most often named with it first, and how often each two of them are. Output: lines as broad
//! as two are often named together. Entry point: [`network`].

use super::{FONT, GAP, Picture, SIGN, WIDTH, letters, sign, text};

/// For fewer others there is no picture.
const LEAST: usize = 8;
/// The height that one name takes, the least of them, the radius of the circle of others.
const ROW: i32 = 42;
const LEAST_ROWS: usize = 3;
const RADIUS: i32 = 57;
/// The breadth of the broadest line.
const BROADEST: usize = 5;

/// One of the others.
pub struct Other<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its kind's name.
    pub kind: &'a str,
    /// How often it is named with the one in the middle.
    pub count: usize,
}

/// The picture of an entity of a kind among others; `ties` are pairs of these, by their places. None for fewer than
/// eight others, and none where a name has no room: a list says it better.
pub fn network(kind: &str, others: &[Other<'_>], ties: &[(usize, usize)]) -> Option<Picture> {
    if others.len() < LEAST {
        return None;
    }
    let right = others.len().div_ceil(2);
    let height = right.max(LEAST_ROWS) as i32 * ROW;
    let middle = (WIDTH / 2, height / 2);
    let places: Vec<_> = (0..others.len()).map(|at| place(at, others.len(), height)).collect();
    let most = others.iter().map(|other| other.count).max().unwrap_or_default().max(BROADEST);
    let mut html = String::new();
    for &(one, other) in ties {
        if let (Some(one), Some(other)) = (places.get(one), places.get(other)) {
            html.push_str(&line("tie", *one, *other, 1));
        }
    }
    for (other, place) in others.iter().zip(&places) {
        let breadth = 1 + (BROADEST - 1) * other.count / most;
        html.push_str(&line("bond", middle, *place, breadth));
    }
    html.push_str(&format!("<g class=\"mark own\">{}</g>", sign(kind, middle.0, middle.1, 2 * SIGN)));
    for (other, &(x, y)) in others.iter().zip(&places) {
        html.push_str(&format!("<g class=\"mark\">{}</g>", sign(other.kind, x, y, SIGN)));
        html.push_str(&name(other.name, (x, y), x > middle.0)?);
    }
    Some(Picture { width: WIDTH, height, html })
}

/// The place of one of the others: clockwise from the top, half of them on each side, none beside another.
fn place(at: usize, count: usize, height: i32) -> (i32, i32) {
    let right = count.div_ceil(2);
    let (side, row, rows) = if at < right { (1.0, at, right) } else { (-1.0, count - 1 - at, count - right) };
    let share = (row as f64 + 0.5) / rows as f64;
    let bend = (1.0 - (2.0 * share - 1.0).powi(2)).sqrt().max(0.35);
    let x = f64::from(WIDTH) / 2.0 + side * f64::from(RADIUS) * bend;
    (x.round() as i32, (share * f64::from(height)).round() as i32)
}

fn line(class: &str, from: (i32, i32), to: (i32, i32), breadth: usize) -> String {
    format!(
        "<path class=\"{class}\" stroke-width=\"{breadth}\" d=\"M{} {}L{} {}\"/>",
        from.0, from.1, to.0, to.1
    )
}

/// A name in one line or two, where it has room in them.
fn name(name: &str, (x, y): (i32, i32), right: bool) -> Option<String> {
    let (x, anchor) = if right { (x + SIGN + GAP, "start") } else { (x - SIGN - GAP, "end") };
    let most = letters(WIDTH / 2 - RADIUS - SIGN - GAP);
    let fits = |part: &str| part.chars().count() <= most;
    if fits(name) {
        return Some(text(x, y + FONT / 3, anchor, name));
    }
    let spaces = name.match_indices(' ').map(|(at, _)| name.split_at(at));
    let (first, second) = spaces.rev().find(|(first, second)| fits(first) && fits(second.trim_start()))?;
    Some(text(x, y - 2, anchor, first) + &text(x, y + FONT, anchor, second.trim_start()))
}
