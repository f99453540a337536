//! The guide's generated parts are what the code says.
//!
//! Each stands in a page of `content/pages/` between a comment that names it and `<!-- end -->`. With `ANNALS_ACCEPT=1`
//! the pages are written anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use annals::diagnostic::Code;
use annals::export::tables::TABLES;

/// A struct or enum of a source file, with its fields or variants.
struct Item {
    name: String,
    doc: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: String,
    doc: String,
}

/// Reads the documented public types of a source file.
fn items(source: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut doc = String::new();
    let mut open = false;
    for line in source.lines() {
        let line = line.trim();
        if let Some(text) = line.strip_prefix("///") {
            doc.push_str(text);
        } else if let Some(rest) = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "))
        {
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            items.push(Item { name: name.to_owned(), doc: std::mem::take(&mut doc), fields: Vec::new() });
            open = line.ends_with('{');
        } else if line == "}" {
            open = false;
        } else if open && !line.starts_with("#[") && !doc.is_empty() {
            let field = line.trim_start_matches("pub ").trim_end_matches(',');
            let (name, kind) = field.split_once(": ").unwrap_or((field, ""));
            let field = Field { name: name.to_owned(), kind: kind.to_owned(), doc: std::mem::take(&mut doc) };
            items.last_mut().expect("a field stands in a type").fields.push(field);
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
    items
}

/// A Rust type in words: "list of Claim", "Quote or nothing".
fn in_words(kind: &str, items: &[Item]) -> String {
    let kind = kind.replace("'a ", "").replace("<'a>", "").replace("'a, ", "");
    let inside =
        |outer: &str| kind.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>').map(str::to_owned));
    if let Some(inner) = inside("Vec<") {
        return format!("list of {}", in_words(&inner, items));
    }
    if let Some(inner) = inside("Option<") {
        return format!("{} or nothing", in_words(&inner, items));
    }
    match kind.trim_start_matches('&') {
        "str" | "'static str" | "String" | "Cow<str>" => "text".to_owned(),
        "usize" | "u32" | "i32" => "number".to_owned(),
        "SectionParts" => "a list of *Part* for each name".to_owned(),
        "BTreeMap<&str, String>" => "a text for each name".to_owned(),
        "bool" => "true or false".to_owned(),
        "Extra" | "SiteExtra" => "the author's own shape".to_owned(),
        other if items.iter().any(|item| item.name == other) => format!("*{other}*"),
        other => panic!("the guide has no words for `{other}`"),
    }
}

/// What the guide calls a field and what it says that it is. A variant is told by `type` and has another model's fields.
fn in_guide(field: &Field, items: &[Item]) -> (String, String) {
    if let Some((variant, model)) = field.name.trim_end_matches(')').split_once('(') {
        let kind = format!("{} (its fields, directly)", in_words(model, items));
        return (format!("`type` is `{}`", variant.to_lowercase()), kind);
    }
    let flat = [("entity", "EntityRef"), ("quoted", "Sentence")];
    let flat = flat.iter().any(|(name, kind)| field.name == *name && field.kind.starts_with(kind));
    let flat = if flat { " (its fields, directly)" } else { "" };
    (format!("`{}`", field.name), format!("{}{flat}", in_words(&field.kind, items)))
}

fn page_models() -> String {
    let items = items(include_str!("../../src/view/model.rs"));
    let mut text = String::new();
    for item in items.iter().filter(|item| item.name != "Content") {
        let _ = writeln!(text, "### {}\n\n{}\n", item.name, item.doc.trim());
        let _ = writeln!(text, "| field | is | what it holds |\n|---|---|---|");
        for field in &item.fields {
            let (name, kind) = in_guide(field, &items);
            let _ = writeln!(text, "| {name} | {kind} | {} |", field.doc.trim().replace('|', "\\|"));
        }
        text.push('\n');
    }
    text
}

fn properties() -> String {
    let (vocabulary, _) = annals::vocabulary::Vocabulary::new(&annals::config::parse("").config);
    let mut text = String::from(
        "| property | datatype | of | values | one only | inverse | schema.org | Wikidata |\n|---|---|---|---|---|---|---|---|\n",
    );
    for (_, property) in vocabulary.properties.iter() {
        let or_any = |kinds: &[String]| if kinds.is_empty() { "any".to_owned() } else { kinds.join(", ") };
        let values = if property.datatype.as_str().starts_with("entity") {
            or_any(&property.values)
        } else {
            String::new()
        };
        let inverse =
            if property.symmetric { "itself" } else { property.inverse.as_deref().unwrap_or_default() };
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {values} | {} | {inverse} | {} | {} |",
            property.name,
            property.datatype.as_str(),
            or_any(&property.subjects),
            if property.single { "yes" } else { "" },
            property.schema.as_deref().unwrap_or_default(),
            property.wikidata.as_deref().unwrap_or_default(),
        );
    }
    text
}

/// The keys of a property, which the head of the built-in list explains.
fn property_keys() -> String {
    let head = include_str!("../../src/vocabulary/vocabulary.toml")
        .lines()
        .take_while(|line| !line.starts_with('['));
    let keys = head.filter_map(|line| line.strip_prefix("# ")?.split_once("  "));
    let rows = keys.map(|(key, says)| {
        format!(
            "| {} | {} |\n",
            key.trim().split(", ").map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "),
            says.trim()
        )
    });
    format!("| key | what it says |\n|---|---|\n{}", rows.collect::<String>())
}

fn configuration() -> String {
    let items = items(include_str!("../../src/config/mod.rs"));
    let config = items.iter().find(|item| item.name == "Config").expect("the configuration is a type");
    let mut text = String::from("| key | what it says |\n|---|---|\n");
    for field in &config.fields {
        let _ = writeln!(text, "| `{}` | {} |", field.name, field.doc.trim().replace('|', "\\|"));
    }
    text
}

/// The manual pages of all findings, one level of headings down.
fn checks() -> String {
    let mut text = String::from("| finding | is | says |\n|---|---|---|\n");
    let pages: Vec<_> = Code::ALL.iter().map(|&code| (code, annals::check::manual(code))).collect();
    for (code, page) in &pages {
        let first = page.lines().skip(1).find(|line| !line.is_empty()).unwrap_or_default();
        let severity = if code.is_opt_in() { "allowed" } else { code.severity().as_str() };
        let _ = writeln!(
            text,
            "| [`{0}`](#{0}) | {severity} | {1} |",
            code.as_str(),
            first.trim_end_matches('.').replace('|', "\\|")
        );
    }
    for (code, page) in &pages {
        let _ = writeln!(text, "\n<h3 id=\"{0}\">{0}</h3>", code.as_str());
        for line in page.lines().skip(1) {
            let _ = writeln!(text, "{}{line}", if line.starts_with("## ") { "##" } else { "" });
        }
    }
    text
}

/// The benchmark's results, a site each.
fn results() -> Vec<Site> {
    figures(include_str!("../bench/results.toml"), "[[site]]")
}

/// The figures of a file of results, of which each begins like this.
fn figures(results: &str, beginning: &str) -> Vec<Site> {
    let sites = results.split(beginning).skip(1);
    let figure = |line: &str| {
        let (key, value) = line.split_once(" = ")?;
        Some((key.to_owned(), value.parse().expect("a result is a number")))
    };
    sites.map(|site| site.lines().filter_map(figure).collect()).collect()
}

/// What was measured on a site.
type Site = BTreeMap<String, f64>;

/// What was timed, with the key of its result.
const TIMED: [(&str, &str); 6] = [
    ("Hugo", "hugo"),
    ("everything", "full"),
    ("after one edit", "edited"),
    ("nothing changed", "unchanged"),
    ("the floor", "floor"),
    ("saved, then served", "served"),
];

/// A number with a comma before each group of three digits.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

fn seconds(time: f64) -> String {
    if time < 0.1 { format!("{:.0} ms", time * 1e3) } else { format!("{time:.2} s") }
}

fn speed() -> String {
    let sites = results();
    let row = |what: &str, cell: &dyn Fn(&Site) -> String| {
        let cells: Vec<_> = sites.iter().map(cell).collect();
        format!("| {what} | {} |\n", cells.join(" | "))
    };
    let mut text = row("articles", &|site| grouped(site["articles"]));
    let _ = writeln!(text, "|---{}|", "|--:".repeat(sites.len()));
    text.push_str(&row("pages", &|site| grouped(site["pages"])));
    for (what, key) in TIMED {
        let time = |site: &Site| site.get(key).map_or_else(|| "–".to_owned(), |time| seconds(*time));
        text.push_str(&row(what, &time));
    }
    text + &row("memory", &|site| format!("{} MB", grouped(site["memory"] / 1e6)))
}

/// What an editor waits for, with the key of its result.
const WAITS: [(&str, &str); 6] = [
    ("mistakes in the markup", "syntax"),
    ("all findings of the site", "findings"),
    ("what may stand here", "completion"),
    ("who is this?", "hover"),
    ("what to do here", "actions"),
    ("another id for whom most texts name", "rename"),
];

/// How long an editor waits for the language server.
fn waits() -> String {
    let texts = figures(include_str!("../bench/editor.toml"), "[[editor]]");
    let row = |what: &str, cells: Vec<String>| format!("| {what} | {} |\n", cells.join(" | "));
    let mut text = row("articles", texts.iter().map(|text| grouped(text["articles"])).collect());
    let _ = writeln!(text, "|---{}|", "|--:".repeat(texts.len()));
    text += &row("characters of the text", texts.iter().map(|text| grouped(text["characters"])).collect());
    for (what, key) in WAITS {
        let time = |time: f64| if time < 1e-3 { "< 1 ms".to_owned() } else { seconds(time) };
        text += &row(what, texts.iter().map(|text| time(text[key])).collect());
    }
    text
}

/// The times of the largest site that all were timed on, as bars.
fn speed_picture() -> String {
    const LABELS: f64 = 150.0;
    const WIDTH: f64 = 640.0;
    const ROW: f64 = 30.0;
    let results = results();
    let site = results.iter().rfind(|site| TIMED.iter().all(|(_, key)| site.contains_key(*key)));
    let site = site.or(results.last()).expect("something was measured");
    let times: Vec<_> = TIMED.iter().filter_map(|(what, key)| Some((what, *site.get(*key)?))).collect();
    let most = times.iter().map(|(_, time)| *time).fold(0.0, f64::max);
    let mut rows = String::new();
    for (row, (what, time)) in times.iter().enumerate() {
        let y = ROW * (row as f64 + 1.5);
        let width = (WIDTH - LABELS - 80.0) * time / most;
        let _ = writeln!(
            rows,
            "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text><rect x=\"{LABELS:.0}\" y=\"{:.0}\" width=\"{:.1}\" height=\"16\"/><text x=\"{:.1}\" y=\"{:.0}\">{}</text>",
            LABELS - 10.0,
            y + 13.0,
            what,
            y,
            width.max(1.0),
            LABELS + width + 8.0,
            y + 13.0,
            seconds(*time),
        );
    }
    let height = ROW * (times.len() as f64 + 1.5);
    let articles = grouped(site["articles"]);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" width=\"{WIDTH:.0}\" height=\"{height:.0}\" font-family=\"system-ui, sans-serif\" font-size=\"14\">\n\
         <style>text {{ fill: #333 }} rect {{ fill: #2f6f8f }} @media (prefers-color-scheme: dark) {{ text {{ fill: #ddd }} rect {{ fill: #6fb3d2 }} }}</style>\n\
         <text x=\"{LABELS:.0}\" y=\"24\" font-weight=\"bold\">{articles} articles</text>\n{rows}</svg>\n"
    )
}

#[test]
fn the_picture_of_speed_is_up_to_date() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content/pages/speed.svg");
    let picture = speed_picture();
    if std::env::var_os("ANNALS_ACCEPT").is_some() {
        std::fs::write(&path, &picture).expect("the picture can be written");
    }
    assert!(
        std::fs::read_to_string(&path).is_ok_and(|known| known == picture),
        "run the test with ANNALS_ACCEPT=1"
    );
}

/// The generated parts by the names that the pages call them.
fn parts() -> Vec<(&'static str, String)> {
    vec![
        ("page models", page_models()),
        ("properties", properties()),
        ("property keys", property_keys()),
        ("configuration", configuration()),
        ("checks", checks()),
        ("speed", speed()),
        ("waits", waits()),
        ("proposals", crate::proposals::table()),
        ("tables", tables()),
    ]
}

/// The tables that facts are exported as.
fn tables() -> String {
    let rows = TABLES.iter().map(|table| {
        let columns = table.columns.iter().map(|column| match column.of {
            Some(of) => format!("`{}` → `{of}`", column.name),
            None => format!("`{}`", column.name),
        });
        format!("| `{}` | {} | {} |\n", table.name, table.about, columns.collect::<Vec<_>>().join(", "))
    });
    format!(
        "| table | a row | columns; → is the table whose `id` it is |\n|---|---|---|\n{}",
        rows.collect::<String>()
    )
}

#[test]
fn generated_parts_are_up_to_date() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content/pages");
    let accept = std::env::var_os("ANNALS_ACCEPT").is_some();
    let mut parts = parts();
    let mut stale = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("the guide is there") {
        let path = entry.expect("the guide can be read").path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let mut renewed = text.clone();
        parts.retain(|(name, part)| {
            let opening = format!("<!-- generated: {name} -->\n");
            let Some(start) = renewed.find(&opening).map(|at| at + opening.len()) else { return true };
            let end = start + renewed[start..].find("<!-- end -->").expect("a generated part ends");
            renewed.replace_range(start..end, &format!("\n{}\n", part.trim()));
            false
        });
        if renewed != text {
            stale.push(path.display().to_string());
            if accept {
                std::fs::write(&path, renewed).expect("the guide can be written");
            }
        }
    }
    let missing: Vec<_> = parts.iter().map(|(name, _)| *name).collect();
    assert!(missing.is_empty(), "no page of the guide shows: {missing:?}");
    assert!(accept || stale.is_empty(), "run the test with ANNALS_ACCEPT=1; stale: {stale:?}");
}

/// A promise is worth as much as the test that keeps it, so each one that the chapter names must be there.
#[test]
fn every_promise_names_a_test_that_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let chapter = std::fs::read_to_string(root.join("content/pages/guide-promises.md")).unwrap();
    let rows = chapter.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise"));
    for row in rows {
        let (_, tests) = row.trim_end_matches(" |").rsplit_once(" | ").unwrap();
        for test in tests.split(", ") {
            let (file, name) = test.trim_matches('`').split_once("::").unwrap_or_else(|| panic!("{test}"));
            let code = std::fs::read_to_string(root.join(format!("tests/suite/{file}.rs"))).unwrap();
            let at = code.find(&format!("fn {name}(")).unwrap_or_else(|| panic!("there is no test {test}"));
            assert!(code[..at].lines().rev().take(3).any(|line| line == "#[test]"), "{test} is no test");
        }
    }
}
