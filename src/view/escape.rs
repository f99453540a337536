//! Words as HTML has them.
//!
//! Input: a text. Output: the same with all escaped that has a meaning in HTML. Entry points: [`escape`] and [`escape_into`].

use std::borrow::Cow;

/// A text with all that has a meaning in HTML escaped.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| entity(byte).is_some()) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    escape_into(&mut out, text);
    out.into()
}

/// Appends a text with all that has a meaning in HTML escaped.
pub fn escape_into(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(entity) = entity(byte) {
            out.push_str(text.get(from..at).unwrap_or_default());
            out.push_str(entity);
            from = at + 1;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// What stands for a character that has a meaning in HTML; all of them are single bytes.
fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    }
}
