//! Units of measure, in words and signs.
//!
//! Input: a [`Text`] and the place of a number in it, or a unit of a value. Output: a [`Unit`]. Entry points: [`around`]
//! and [`named`].

use super::Text;

/// A unit of measure.
#[derive(Debug, PartialEq)]
pub struct Unit {
    /// What it measures; units of one dimension can be converted.
    pub dimension: &'static str,
    /// How many of the dimension's smallest units it is.
    pub size: f64,
    /// Its names, in lower case and in the singular, and its signs.
    names: &'static [&'static str],
}

const fn unit(dimension: &'static str, size: f64, names: &'static [&'static str]) -> Unit {
    Unit { dimension, size, names }
}

static UNITS: [Unit; 29] = [
    unit("%", 1.0, &["%", "percent", "pct"]),
    unit("%", 0.1, &["‰", "permille", "per mille"]),
    unit("length", 1e3, &["km", "kilometer", "kilometre"]),
    unit("length", 1.0, &["m", "meter", "metre"]),
    unit("length", 0.01, &["cm", "centimeter", "centimetre"]),
    unit("length", 0.001, &["mm", "millimeter", "millimetre"]),
    unit("length", 1609.344, &["mi", "mile"]),
    unit("length", 1852.0, &["nmi", "nautical mile"]),
    unit("length", 0.3048, &["ft", "foot", "feet"]),
    unit("length", 0.0254, &["inch", "inches"]),
    unit("length", 0.9144, &["yd", "yard"]),
    unit("mass", 1.0, &["kg", "kilogram", "kilogramme", "kilo"]),
    unit("mass", 0.001, &["g", "gram", "gramme"]),
    unit("mass", 1e3, &["t", "tonne"]),
    unit("mass", 0.453_592, &["lb", "lbs"]),
    unit("area", 1e6, &["km2", "km²", "square km", "square kilometer", "square kilometre"]),
    unit("area", 1.0, &["m2", "m²", "square m", "square meter", "square metre"]),
    unit("area", 1e4, &["ha", "hectare"]),
    unit("area", 4046.86, &["acre"]),
    unit("area", 2_589_988.0, &["mi2", "mi²", "sq mi", "square mile"]),
    unit("USD", 1.0, &["usd", "$", "us$", "dollar", "us dollar", "u.s. dollar"]),
    unit("EUR", 1.0, &["eur", "€", "euro"]),
    unit("GBP", 1.0, &["gbp", "£"]),
    unit("JPY", 1.0, &["jpy", "¥", "yen"]),
    unit("RUB", 1.0, &["rub", "₽", "ruble", "rouble"]),
    unit("°C", 1.0, &["°c", "celsius", "degree celsius"]),
    unit("°F", 1.0, &["°f", "fahrenheit", "degree fahrenheit"]),
    unit("speed", 1.0, &["km/h", "kph"]),
    unit("speed", 1.609_344, &["mph"]),
];

/// The unit with this name or sign.
pub fn named(name: &str) -> Option<&'static Unit> {
    let name = name.trim().to_lowercase();
    let singular = name.strip_suffix('s').unwrap_or(&name);
    UNITS.iter().find(|unit| unit.names.contains(&&*name) || unit.names.contains(&singular))
}

/// The unit of the number between `start` and `end`, and the token behind both.
pub fn around(text: &Text<'_>, start: usize, end: usize) -> (Option<&'static Unit>, usize) {
    let before = start.checked_sub(1).map_or("", |at| text.word(at));
    if matches!(before, "$" | "€" | "£" | "¥" | "₽") {
        return (named(before), end);
    }
    if text.has(end, "per cent") {
        return (named("%"), end + 2);
    }
    let at = text.skip_dash(end);
    let two = format!("{} {}", text.word(at), text.word(at + 1));
    let sign = format!("{}{}", text.word(at), text.word(at + 1));
    match named(&two).or_else(|| named(&sign).filter(|_| text.is_joined(at + 1))) {
        Some(unit) => (Some(unit), at + 2),
        None => match named(text.word(at)) {
            Some(unit) => (Some(unit), at + 1),
            None => (None, end),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stand_behind_numbers_or_before_them() {
        let of =
            |text: &str, start, end| around(&Text::new(text), start, end).0.map(|it| (it.dimension, it.size));
        assert_eq!(of("35 kilometres", 0, 1), Some(("length", 1e3)));
        assert_eq!(of("12.5%", 0, 1), Some(("%", 1.0)));
        assert_eq!(of("12 per cent", 0, 1), Some(("%", 1.0)));
        assert_eq!(of("40 square miles", 0, 1), Some(("area", 2_589_988.0)));
        assert_eq!(of("$ 40", 1, 2), Some(("USD", 1.0)));
        assert_eq!(of("a 5-mile run", 1, 2), Some(("length", 1609.344)));
        assert_eq!(of("35 people", 0, 1), None);
    }
}
