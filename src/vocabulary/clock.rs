//! Times as other programs write them → the one form that EDTF has.
//!
//! Input: a text such as `2020-01-05T10:00:00.000Z`, `2020-01-05 10:00 +0200` or `2020-01-05 10:00:00 +0200 CEST`. Output:
//! `2020-01-05T10:00:00+02:00`. Entry point: [`as_edtf`].

use std::borrow::Cow;

/// The text in the form that EDTF has; as it is where it is no day with a time.
pub fn as_edtf(text: &str) -> Cow<'_, str> {
    normal(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn normal(text: &str) -> Option<String> {
    let (day, rest) = text.split_at_checked("2020-01-05".len())?;
    let is_day = matches(day, "dddd-dd-dd");
    let time = rest.strip_prefix(['T', 't', ' ', '\t']).filter(|_| is_day)?.trim_start();
    let (minutes, rest) = time.split_at_checked("10:00".len()).filter(|(it, _)| matches(it, "dd:dd"))?;
    let (seconds, rest) = match rest.split_at_checked(":00".len()) {
        Some((seconds, rest)) if matches(seconds, ":dd") => (seconds, without_fraction(rest)),
        _ => (":00", rest),
    };
    Some(format!("{day}T{minutes}{seconds}{}", zone(rest.trim())?))
}

/// A time of day goes by whole seconds here.
fn without_fraction(text: &str) -> &str {
    match text.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => text,
    }
}

/// The shift from UTC, without the name of the zone that may stand behind it.
fn zone(text: &str) -> Option<Cow<'_, str>> {
    let (shift, name) = text.split_once(' ').unwrap_or((text, ""));
    if !name.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    match shift {
        "" => Some("".into()),
        "Z" | "z" | "UTC" | "GMT" => Some("Z".into()),
        _ if matches(shift, "+dddd") => shift.split_at_checked(3).map(|(h, m)| format!("{h}:{m}").into()),
        _ if matches(shift, "+dd:dd") || matches(shift, "+dd") => Some(shift.into()),
        _ => None,
    }
}

/// Whether a text has a form, in which `d` is a digit and `+` a sign.
fn matches(text: &str, form: &str) -> bool {
    let fits = |(found, wanted)| match wanted {
        b'd' => u8::is_ascii_digit(&found),
        b'+' => matches!(found, b'+' | b'-'),
        _ => found == wanted,
    };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_other_programs_get_the_form_of_edtf() {
        for (text, edtf) in [
            ("2020-01-05T10:00:00.000Z", "2020-01-05T10:00:00Z"),
            ("2020-01-05T10:00:00,25+02:00", "2020-01-05T10:00:00+02:00"),
            ("2020-01-05T10:00Z", "2020-01-05T10:00:00Z"),
            ("2020-01-05t10:00:59z", "2020-01-05T10:00:59Z"),
            ("2020-01-05T20:17", "2020-01-05T20:17:00"),
            ("2020-01-05 20:17", "2020-01-05T20:17:00"),
            ("2020-01-05T10:00:00+0200", "2020-01-05T10:00:00+02:00"),
            ("2020-01-05 10:00:00 -0730", "2020-01-05T10:00:00-07:30"),
            ("2020-01-05 10:00:00.123456 +0200 CEST", "2020-01-05T10:00:00+02:00"),
            ("2020-01-05 10:00:00 +0000 UTC", "2020-01-05T10:00:00+00:00"),
            ("2020-01-05  10:00 UTC", "2020-01-05T10:00:00Z"),
            ("2020-01-05 99:99", "2020-01-05T99:99:00"),
        ] {
            assert_eq!(as_edtf(text), edtf);
        }
        for text in ["", "2020-01-05", "2020-01", "2020-01-05Tea", "2020-01-05 10", "2020-01-05T1:00", "é"] {
            assert_eq!(as_edtf(text), text);
        }
    }
}
