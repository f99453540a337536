//! Cards: the pictures of pages for social networks.
//!
//! Input: the SVG that the template `card.svg` makes. Output: a PNG. Entry points: [`register`], which adds the filter by
//! which the template sets its texts, and [`draw`].
//!
//! The fonts are those of `fonts/`, whatever the system has, so that a card is the same bytes on every machine. They hold
//! Latin, Greek, Cyrillic and Arabic writing; a text with a letter of another is not set at all.

use std::collections::BTreeSet;
use std::iter::repeat_n;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, Tree, fontdb};
use serde::Serialize;
use tera::{Kwargs, State, Tera, TeraResult, Value};
use ttf_parser::Face;
use twox_hash::XxHash3_64;

use crate::locale::is_rtl;
use crate::view::CARD_SIZE;

/// The template of cards.
pub const TEMPLATE: &str = "card.svg";

const SERIF: &[u8] = include_bytes!("fonts/NotoSerif-Bold.ttf");
const SANS: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
const ARABIC: &[u8] = include_bytes!("fonts/NotoNaskhArabic-Bold.ttf");

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in [SERIF, SANS, ARABIC] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    fonts.set_serif_family("Noto Serif");
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// From the top of a line to that of the next, in sizes of its font.
const LEADING: f64 = 1.2;
/// How much smaller a text is set that has no room.
const SMALLER: f64 = 0.92;
/// Where a PNG says what it was made from.
const STAMP: &str = "Source";

/// A text that is set.
#[derive(Debug, Default, Serialize)]
struct Fitted {
    size: f64,
    lines: Vec<String>,
}

/// The room for a text, and the sizes it may have.
struct Room {
    width: f64,
    height: f64,
    size: f64,
    least: f64,
}

/// Adds the filter `fit`.
pub fn register(tera: &mut Tera) {
    tera.register_filter("fit", |text: &str, arguments: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        let size = arguments.must_get("size")?;
        let room = Room {
            width: arguments.must_get("width")?,
            height: arguments.must_get("height")?,
            size,
            least: arguments.get("least")?.unwrap_or(size),
        };
        let bold = arguments.get("bold")?.unwrap_or(false);
        Ok(Value::from_serializable(&fit(text, bold, &room)))
    });
}

/// Sets a text as large as there is room for, and cuts it where even the least size is too large.
fn fit(text: &str, bold: bool, room: &Room) -> Fitted {
    let faces = [if bold { SERIF } else { SANS }, ARABIC].map(|font| Face::parse(font, 0).ok());
    let faces: Vec<_> = faces.into_iter().flatten().collect();
    if text.split_whitespace().flat_map(str::chars).any(|c| advance(&faces, c).is_none()) {
        return Fitted::default();
    }
    let mut size = room.size;
    loop {
        let mut lines = lines(&faces, text, room.width / size);
        let most = ((room.height / (size * LEADING)) as usize).max(1);
        if lines.len() <= most || size * SMALLER < room.least {
            cut(&faces, &mut lines, most, room.width / size);
            return Fitted { size, lines: lines.into_iter().map(embedded).collect() };
        }
        size = (size * SMALLER).floor();
    }
}

/// What a character takes, in sizes of the font; none where no font has it.
fn advance(faces: &[Face<'_>], c: char) -> Option<f64> {
    faces.iter().find_map(|face| {
        let units = face.glyph_hor_advance(face.glyph_index(c)?)?;
        Some(f64::from(units) / f64::from(face.units_per_em()))
    })
}

fn width(faces: &[Face<'_>], text: &str) -> f64 {
    text.chars().filter_map(|c| advance(faces, c)).sum()
}

/// Breaks a text into lines between words, and within a word that is longer than a line.
fn lines(faces: &[Face<'_>], text: &str, width: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if self::width(faces, &longer) <= width {
            line = longer;
            continue;
        }
        lines.extend(Some(std::mem::take(&mut line)).filter(|line| !line.is_empty()));
        for c in word.chars() {
            if !line.is_empty() && self::width(faces, &line) + advance(faces, c).unwrap_or_default() > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.extend(Some(line).filter(|line| !line.is_empty()));
    lines
}

/// Cuts what is more than `most` lines.
fn cut(faces: &[Face<'_>], lines: &mut Vec<String>, most: usize, width: f64) {
    if lines.len() <= most {
        return;
    }
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        while self::width(faces, last) + self::width(faces, "…") > width && !last.is_empty() {
            // By whole words, unless there is only one.
            last.truncate(last.rfind(' ').or(last.char_indices().next_back().map(|(at, _)| at)).unwrap_or(0));
        }
        last.push('…');
    }
}

/// A line that runs from right to left, as the drawing is told so.
fn embedded(line: String) -> String {
    if is_rtl(&line) { format!("\u{202b}{line}\u{202c}") } else { line }
}

/// Draws a card. `earlier` is the card of an earlier build: where that was drawn from the same, it is the card.
///
/// # Errors
/// What is wrong with the SVG.
pub fn draw(svg: &[u8], earlier: Option<&[u8]>) -> Result<Vec<u8>, String> {
    let stamp = stamp(svg);
    if let Some(earlier) = earlier.filter(|png| stamp_of(png).as_ref() == Some(&stamp)) {
        return Ok(earlier.to_vec());
    }
    let mut options = usvg::Options { fontdb: FONTS.clone(), ..usvg::Options::default() };
    // A card is made of its template alone, and of no other file.
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let tree = Tree::from_data(svg, &options).map_err(|error| error.to_string())?;
    let [width, height] = CARD_SIZE.map(|side| side as u32);
    let mut pixels = Pixmap::new(width, height).ok_or("there is no room for a picture")?;
    pixels.fill(Color::WHITE);
    let scale = (width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, Transform::from_scale(scale.0, scale.1), &mut pixels.as_mut());
    encode(&pixels, stamp).map_err(|error| error.to_string())
}

/// A number that is the same for the same SVG, drawn by the same version of the program.
fn stamp(svg: &[u8]) -> String {
    let seed = XxHash3_64::oneshot(env!("CARGO_PKG_VERSION").as_bytes());
    format!("{:016x}", XxHash3_64::oneshot_with_seed(seed, svg))
}

fn stamp_of(png: &[u8]) -> Option<String> {
    let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().ok()?;
    let chunks = &reader.info().uncompressed_latin1_text;
    chunks.iter().find(|chunk| chunk.keyword == STAMP).map(|chunk| chunk.text.clone())
}

/// A card has no transparent pixel.
fn opaque([red, green, blue, _]: [u8; 4]) -> [u8; 3] {
    [red, green, blue]
}

/// A picture as a PNG: with a palette where it has few colours, as flat areas and letters have.
fn encode(pixels: &Pixmap, stamp: String) -> Result<Vec<u8>, png::EncodingError> {
    let colours = pixels.data().as_chunks::<4>().0;
    let runs = colours.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len())));
    let palette: BTreeSet<[u8; 4]> = runs.clone().map(|(colour, _)| colour).collect();
    let palette: Vec<_> = palette.into_iter().collect();
    let few = palette.len() <= 256;
    let mut data = Vec::new();
    for (colour, length) in runs {
        if few {
            data.extend(repeat_n(palette.partition_point(|other| *other < colour) as u8, length));
        } else {
            data.extend(repeat_n(opaque(colour), length).flatten());
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(if few { png::ColorType::Indexed } else { png::ColorType::Rgb });
    if few {
        encoder.set_palette(palette.into_iter().flat_map(opaque).collect::<Vec<_>>());
        encoder.set_filter(png::Filter::NoFilter);
    }
    encoder.set_compression(png::Compression::High);
    encoder.add_text_chunk(STAMP.to_owned(), stamp)?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &[u8] =
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 1\"><path d=\"M0 0h1v1z\"/></svg>";
    const ROOM: Room = Room { width: 200.0, height: 100.0, size: 40.0, least: 20.0 };

    #[test]
    fn cards_of_an_earlier_build_are_taken_if_they_were_drawn_from_the_same() {
        let mut drawn = draw(SVG, None).unwrap_or_default();
        assert!(stamp_of(&drawn).is_some());
        // What only an earlier card can have.
        drawn.push(0);
        assert_eq!(draw(SVG, Some(&drawn)), Ok(drawn.clone()));
        let other = [SVG, b"<!-- other -->"].concat();
        assert!(draw(&other, Some(&drawn)).is_ok_and(|png| !png.ends_with(&[0])));
        assert!(draw(SVG, Some(b"no card")).is_ok_and(|png| !png.is_empty()));
    }

    #[test]
    fn texts_of_cards_are_set_smaller_and_then_cut() {
        let short = fit("Ada", true, &ROOM);
        assert_eq!((short.size, &*short.lines), (40.0, &["Ada".to_owned()][..]));
        let longer = fit("Ada Lovelace and Charles Babbage", true, &ROOM);
        assert!(longer.size < 40.0 && longer.lines.join(" ") == "Ada Lovelace and Charles Babbage");
        let long = fit(&"Lovelace ".repeat(50), true, &ROOM);
        assert!(long.size * LEADING * long.lines.len() as f64 <= ROOM.height, "{long:?}");
        assert!(long.lines.last().is_some_and(|line| line.ends_with("Lovelace…")), "{long:?}");
        assert!(fit(&"w".repeat(500), true, &ROOM).lines.last().is_some_and(|line| line.ends_with("w…")));
        assert!(fit(&"w".repeat(60), true, &ROOM).lines.len() > 1);
    }

    #[test]
    fn texts_of_cards_have_a_direction_and_no_unknown_letters() {
        assert_eq!(fit("سلام!", false, &ROOM).lines, ["\u{202b}سلام!\u{202c}"]);
        assert_eq!(fit("Ода Ada", false, &ROOM).lines, ["Ода Ada"]);
        assert!(fit("Ada 毛", false, &ROOM).lines.is_empty());
    }
}
