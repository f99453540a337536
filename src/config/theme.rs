//! What a site looks like: `[theme]` in `annals.toml`.
//!
//! Input: the table. Output: a [`Theme`], and the style sheet that it comes to. Entry points: [`Theme::read`] and
//! [`Theme::sheet`].

use crate::data::{Node, Table, Text, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::path::path_fault;

/// The colours, and what each is for.
const COLOURS: [&str; 3] = ["accent", "paper", "ink"];
/// The faces.
const FACES: [&str; 2] = ["serif", "sans"];
/// Names of faces that are no family's, which stand without quotation marks.
const GENERIC: [&str; 6] = ["serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif"];

/// Which colours pages have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Those that the reader's system or the switch on the page asks for.
    #[default]
    Auto,
    /// Light ones.
    Light,
    /// Dark ones.
    Dark,
}

/// How a site differs in its looks from the built-in theme.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// The lines of its style sheet.
    rules: Vec<String>,
    /// A picture in `static/` that stands in place of the site's name.
    pub logo: Option<Text>,
    /// A style sheet in `static/` that goes behind all others.
    pub css: Option<Text>,
    /// Which colours pages have.
    pub scheme: Scheme,
}

impl Theme {
    /// Reads `[theme]`.
    pub(super) fn read(table: &mut Table<'_>) -> Self {
        let Some(node) = table.node("theme") else { return Self::default() };
        let mut inner = Table::new(node, Code::BadConfig);
        let mut rules = Vec::new();
        for name in COLOURS {
            for (shade, colour) in colours(&mut inner, name) {
                rules.push(format!("--{name}-{shade}: {colour};"));
            }
        }
        for name in FACES {
            rules.extend(faces(&mut inner, name).map(|faces| format!("--{name}: {faces};")));
        }
        let (logo, css) = (file(&mut inner, "logo"), file(&mut inner, "css"));
        let scheme = scheme(&mut inner);
        inner.finish().into_iter().for_each(|finding| table.report(finding));
        Self { rules, logo, css, scheme }
    }

    /// The style sheet, where there is anything in it.
    pub fn sheet(&self) -> Option<String> {
        let scheme = match self.scheme {
            Scheme::Auto => None,
            Scheme::Light => Some("color-scheme: light;"),
            Scheme::Dark => Some("color-scheme: dark;"),
        };
        let lines: String =
            self.rules.iter().map(String::as_str).chain(scheme).map(|rule| format!("  {rule}\n")).collect();
        (!lines.is_empty()).then(|| format!(":root {{\n{lines}}}\n"))
    }
}

/// A colour for light pages, or `{light, dark}`.
fn colours(table: &mut Table<'_>, name: &'static str) -> Vec<(&'static str, String)> {
    let Some(node) = table.node(name) else { return Vec::new() };
    let mut shades: Vec<(&'static str, Text)> = Vec::new();
    if let Value::Table(_) = node.value {
        let mut inner = Table::new(node, Code::BadConfig);
        shades.extend(["light", "dark"].into_iter().filter_map(|shade| Some((shade, inner.text(shade)?))));
        inner.finish().into_iter().for_each(|finding| table.report(finding));
    } else {
        shades.extend(table.text(name).map(|colour| ("light", colour)));
    }
    shades.retain(|(_, colour)| {
        let is_colour = is_colour(colour.text.trim());
        if !is_colour {
            let message = format!("`{}` is no colour", colour.text.escape_debug());
            let help = format!(
                "write `{name} = \"#7a0012\"`, or `{name} = {{ light = \"#7a0012\", dark = \"#ff8a9a\" }}`"
            );
            table.report(Diagnostic::at(Code::BadConfig, colour.span, message).help(help));
        }
        is_colour
    });
    shades.into_iter().map(|(shade, colour)| (shade, colour.text.trim().to_owned())).collect()
}

/// `#7a0012`, `crimson`, `rgb(122 0 18)`: nothing that could end a rule.
fn is_colour(text: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if let Some(digits) = text.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" .,%/+-".contains(&byte);
    match text.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        Some((function, values)) => is_name(function) && values.bytes().all(plain),
        None => is_name(text),
    }
}

/// The faces of a list, the first that a reader has being used.
fn faces(table: &mut Table<'_>, name: &'static str) -> Option<String> {
    let faces = table.text(name)?;
    let families = faces.text.split(',').map(|family| family.trim().trim_matches(['"', '\'']).trim());
    let families: Vec<_> = families.collect();
    let is_plain = |family: &&str| {
        !family.is_empty() && family.chars().all(|c| c.is_alphanumeric() || " -_.+".contains(c))
    };
    if !families.iter().all(is_plain) {
        let message = format!("`{}` is no list of faces", faces.text.escape_debug());
        let help =
            format!("write their names with commas between them: `{name} = \"Charter, Georgia, serif\"`");
        table.report(Diagnostic::at(Code::BadConfig, faces.span, message).help(help));
        return None;
    }
    let quoted = families
        .into_iter()
        .map(|family| if GENERIC.contains(&family) { family.to_owned() } else { format!("\"{family}\"") });
    Some(quoted.collect::<Vec<_>>().join(", "))
}

/// The path of a file in `static/`.
fn file(table: &mut Table<'_>, name: &'static str) -> Option<Text> {
    let mut path = table.text(name)?;
    path.text = path.text.trim_start_matches('/').to_owned();
    let Some(fault) = path_fault(&path.text) else { return Some(path) };
    let message =
        format!("`{}` can't be a file of `static/`: a part of its path {fault}", path.text.escape_debug());
    let help = format!("write its path below `static/`: `{name} = \"looks/{name}\"`");
    table.report(Diagnostic::at(Code::BadConfig, path.span, message).help(help));
    None
}

fn scheme(table: &mut Table<'_>) -> Scheme {
    let node: Option<&Node> = table.node("scheme");
    let span = node.map(|node| node.span);
    match table.text("scheme").as_ref().map(|scheme| &*scheme.text) {
        None | Some("auto") => Scheme::Auto,
        Some("light") => Scheme::Light,
        Some("dark") => Scheme::Dark,
        Some(other) => {
            let message = format!("`scheme` can't be `{other}`");
            let help = "write `\"auto\"`, `\"light\"` or `\"dark\"`";
            table.report(Diagnostic::at(Code::BadConfig, span.unwrap_or_default(), message).help(help));
            Scheme::Auto
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_can_end_no_rule() {
        for colour in ["#fff", "#7a0012", "crimson", "rgb(122 0 18 / .5)", "oklch(40% 0.2 20)"] {
            assert!(is_colour(colour), "{colour}");
        }
        for other in ["", "#ff", "#ggg", "red;}", "rgb(1", "url(x:y)", "var(--x)}", "rgb((1)", "a b"] {
            assert!(!is_colour(other), "{other}");
        }
    }
}
