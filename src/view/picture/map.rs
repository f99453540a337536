//! Where a place is: its surroundings on a map.
//!
//! Input: coordinates, and the outlines of `outlines.txt`. Output: land, borders and a mark. Entry point: [`map`].
//!
//! The projection is equirectangular, true to scale at the place. What lies outside the window is cut off, so a map is
//! a few kilobytes.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::{Picture, WIDTH, cut, text};
use crate::vocabulary::Coordinates;

/// The window, and how many pixels a degree of latitude takes.
const HEIGHT: i32 = 220;
const SCALE: f64 = 7.0;
/// How far outlines go on beyond the window, so that their cut edges can't be seen.
const BEYOND: f64 = 4.0;
/// Nothing is shown beyond these latitudes, where the projection tears everything apart.
const FARTHEST: f64 = 72.0;

type Point = (f64, f64);

/// A line of `outlines.txt`.
struct Outline {
    land: bool,
    /// Longitude and latitude in degrees.
    points: Vec<Point>,
    /// The least and the greatest longitude.
    longitudes: (f64, f64),
    /// The least and the greatest latitude.
    latitudes: (f64, f64),
}

static OUTLINES: LazyLock<Vec<Outline>> =
    LazyLock::new(|| include_str!("outlines.txt").lines().filter_map(outline).collect());

fn outline(line: &str) -> Option<Outline> {
    let (kind, rest) = line.split_once(' ')?;
    let land = match kind {
        "land" => true,
        "border" => false,
        _ => return None,
    };
    let mut numbers = rest.split(' ').filter_map(|number| number.parse::<f64>().ok());
    let mut points = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    while let (Some(east), Some(north)) = (numbers.next(), numbers.next()) {
        (x, y) = (x + east, y + north);
        points.push((x / 10.0, y / 10.0));
    }
    let (longitudes, latitudes) =
        (reach(points.iter().map(|point| point.0)), reach(points.iter().map(|it| it.1)));
    Some(Outline { land, points, longitudes, latitudes })
}

/// The least and the greatest number.
fn reach(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    numbers.fold((f64::MAX, f64::MIN), |(least, greatest), number| (least.min(number), greatest.max(number)))
}

/// The map around a place.
pub fn map(name: &str, place: Coordinates) -> Picture {
    let window = Window::around(place);
    let (mut land, mut borders) = (String::new(), String::new());
    for outline in OUTLINES.iter() {
        for turn in [-360.0, 0.0, 360.0] {
            if !window.reaches(outline, turn) {
                continue;
            }
            let points: Vec<_> = outline.points.iter().map(|&(x, y)| window.pixel((x + turn, y))).collect();
            if outline.land {
                draw(&mut land, &window.clip(&points), true);
            } else {
                window.pieces(&points).iter().for_each(|piece| draw(&mut borders, piece, false));
            }
        }
    }
    let (x, y) = window.pixel((place.longitude(), place.latitude()));
    let (x, y) = (x.round() as i32, y.round() as i32);
    let html = format!(
        "<path class=\"land\" fill-rule=\"evenodd\" d=\"{land}\"/><path class=\"line\" d=\"{borders}\"/>\
         <circle class=\"mark own\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>{}",
        text(x + 10, y + 4, "start", &cut(name, 24))
    );
    Picture { width: WIDTH, height: HEIGHT, html }
}

/// What part of the world is shown.
struct Window {
    middle: Point,
    /// Pixels a degree of longitude takes, and one of latitude.
    scale: Point,
}

impl Window {
    fn around(place: Coordinates) -> Self {
        let latitude = place.latitude().clamp(-FARTHEST, FARTHEST);
        let shrunk = SCALE * latitude.to_radians().cos();
        Self { middle: (place.longitude(), latitude), scale: (shrunk, SCALE) }
    }

    fn pixel(&self, (longitude, latitude): Point) -> Point {
        let x = (longitude - self.middle.0) * self.scale.0 + f64::from(WIDTH) / 2.0;
        let y = (self.middle.1 - latitude) * self.scale.1 + f64::from(HEIGHT) / 2.0;
        (x, y)
    }

    /// Whether an outline may be shown, turned by so many degrees.
    fn reaches(&self, outline: &Outline, turn: f64) -> bool {
        let (west, east) = (outline.longitudes.0 + turn, outline.longitudes.1 + turn);
        let (left, top) = self.pixel((west, outline.latitudes.1));
        let (right, bottom) = self.pixel((east, outline.latitudes.0));
        left <= f64::from(WIDTH) + BEYOND
            && right >= -BEYOND
            && top <= f64::from(HEIGHT) + BEYOND
            && bottom >= -BEYOND
    }

    /// An area cut off at the edges of the window, by Sutherland and Hodgman.
    fn clip(&self, points: &[Point]) -> Vec<Point> {
        let (right, bottom) = (f64::from(WIDTH) + BEYOND, f64::from(HEIGHT) + BEYOND);
        let mut points = points.to_vec();
        for inside in [
            (|p: Point, _: f64, _: f64| p.0 + BEYOND) as fn(Point, f64, f64) -> f64,
            |p, right, _| right - p.0,
            |p, _, _| p.1 + BEYOND,
            |p, _, bottom| bottom - p.1,
        ] {
            points = cut_off(&points, |point| inside(point, right, bottom));
        }
        points
    }

    /// The parts of a line that are in the window or lead into it.
    fn pieces(&self, points: &[Point]) -> Vec<Vec<Point>> {
        let shown = |point: &Point| {
            (-BEYOND..=f64::from(WIDTH) + BEYOND).contains(&point.0)
                && (-BEYOND..=f64::from(HEIGHT) + BEYOND).contains(&point.1)
        };
        let mut pieces: Vec<Vec<Point>> = Vec::new();
        let mut goes_on = false;
        for pair in points.windows(2) {
            let &[from, to] = pair else { continue };
            if !shown(&from) && !shown(&to) {
                goes_on = false;
                continue;
            }
            match pieces.last_mut().filter(|_| goes_on) {
                Some(piece) => piece.push(to),
                None => pieces.push(vec![from, to]),
            }
            goes_on = true;
        }
        pieces
    }
}

/// The part of an area on which `inside` is not negative.
fn cut_off(points: &[Point], inside: impl Fn(Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::with_capacity(points.len());
    let before = points.iter().cycle().skip(points.len().saturating_sub(1));
    for (&from, &to) in before.zip(points) {
        let (from_inside, to_inside) = (inside(from), inside(to));
        if (from_inside < 0.0) != (to_inside < 0.0) {
            let share = from_inside / (from_inside - to_inside);
            kept.push((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share));
        }
        if to_inside >= 0.0 {
            kept.push(to);
        }
    }
    kept
}

/// Appends a line, in half pixels.
fn draw(path: &mut String, points: &[Point], close: bool) {
    let half_pixels = |at: f64| (at * 2.0).round() as i32;
    let mut points: Vec<_> = points.iter().map(|&(x, y)| (half_pixels(x), half_pixels(y))).collect();
    points.dedup();
    if points.len() < 2 {
        return;
    }
    for (at, &(x, y)) in points.iter().enumerate() {
        path.push(if at == 0 { 'M' } else { 'L' });
        write_half(path, x);
        path.push(' ');
        write_half(path, y);
    }
    path.push_str(if close { "z" } else { "" });
}

/// Writes half a number.
fn write_half(path: &mut String, double: i32) {
    let sign = if double < 0 { "-" } else { "" };
    let half = if double % 2 == 0 { "" } else { ".5" };
    let _ = write!(path, "{sign}{}{half}", double.unsigned_abs() / 2);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_place_on_earth_has_a_small_map() {
        for (latitude, longitude) in
            [(53.5, 10.0), (0.0, 180.0), (90.0, 0.0), (-90.0, -180.0), (71.0, -179.9)]
        {
            let place = Coordinates::parse(&format!("{latitude},{longitude}")).unwrap();
            let picture = map("X", place);
            assert!(picture.html.len() < 25_000, "{latitude},{longitude}: {} bytes", picture.html.len());
            assert!(!picture.html.contains("NaN") && !picture.html.contains("inf"));
        }
    }

    #[test]
    fn what_a_window_cuts_stays_within_it() {
        let place = Coordinates::parse("53.5,10").unwrap();
        let window = Window::around(place);
        let square = [(-900.0, -900.0), (900.0, -900.0), (900.0, 900.0), (-900.0, 900.0)];
        let clipped = window.clip(&square);
        assert_eq!(clipped.len(), 4);
        assert!(clipped.iter().all(|(x, y)| x.abs() <= 344.0 && y.abs() <= 224.0));
    }
}
