//! Texts of files in the output for terminals, programs and spreadsheets: no character of theirs is obeyed.

use annals::diagnostic::{render_github, render_human, render_json, render_sarif};
use annals::load::Snapshot;
use annals::pipeline::{Options, Site};

use crate::memory::{Checked, check};
use crate::site::sheet;

/// A site whose texts and paths hold what terminals obey.
fn checked() -> Checked {
    check([
        ("annals.toml", "title = \"T\"\n"),
        (
            "content/articles/a\u{9b}31m\u{1b}]0;x\u{7}.md",
            "---\ntitle: A\ndate: 2017-07-14\n---\n[[No\u{9b}31mbody\u{202e}\u{1b}[2J]] and ![x\u{9d}](y\u{9b}z.png) [[%0A::error::x]].\n",
        ),
    ])
}

#[test]
fn no_finding_holds_what_a_terminal_obeys() {
    let Checked { diagnostics, files } = checked();
    assert!(diagnostics.len() >= 3);
    let mut printed = vec![render_sarif(&diagnostics, &files, |_| String::new())];
    for finding in &diagnostics {
        printed.extend([render_human(finding, &files, false, 100), render_github(finding, &files)]);
        printed.push(render_json(finding, &files));
    }
    for text in printed {
        let is_obeyed = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
        assert_eq!(text.find(is_obeyed), None, "{text:?}");
    }
    let json: serde_json::Value = serde_json::from_str(&render_json(&diagnostics[0], &files)).unwrap();
    assert!(json["file"].as_str().unwrap().contains("a\u{9b}31m"), "programs get the very path: {json}");
    let coloured = render_human(&diagnostics[0], &files, true, 100);
    assert!(
        coloured.contains("\u{1b}[") && !coloured.contains('\u{9b}') && !coloured.contains("\u{1b}]0"),
        "{coloured:?}"
    );
}

/// What a spreadsheet would run, and numbers, which it may.
pub const FORMULAS: [&str; 8] = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\\t=1", "-5", "+7.5", "-33.5, 70.25"];

#[test]
fn no_cell_of_a_table_begins_a_formula() {
    let spans = FORMULAS.iter().map(|fact| format!("[x]{{.fact of=ada saying=\"{fact}\"}}\n"));
    let article = format!("---\ntitle: A\ndate: 2017-07-14\n---\n{}", spans.collect::<String>());
    let files = [
        ("annals.toml", "base_url = \"https://example.org/\"\n[properties.saying]\nlabel = \"saying\"\n"),
        ("content/people/ada.md", "---\nname: \"=Ada\"\n---\n"),
        ("content/articles/a.md", &*article),
    ];
    let site = Site::of(Snapshot::from_memory(files), Options::default());
    let csv = sheet(&site, "statements");
    for kept in [",'=1+1,", ",'+cmd,", ",'-2+3,", ",'@SUM(A1),", ",-5,", ",+7.5,", ",\"-33.5, 70.25\","] {
        assert!(csv.contains(kept), "{kept} in {csv}");
    }
    let cells = csv.lines().flat_map(|line| line.split(','));
    let begins = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '@', '\t']);
    cells.for_each(|cell| assert!(!begins(cell), "{cell} in {csv}"));
}

#[test]
fn a_word_of_a_translation_is_no_markup() {
    let files = [
        ("templates/words/en.toml", "note_n = \"\\\"><b>{n}\"\n"),
        ("content/sources/s.md", "---\ntitle: S\n---\n"),
        ("content/articles/a.md", "---\ntitle: A\ndate: 2017-07-14\n---\nIt is so [@s].\n"),
    ];
    let site = Site::of(Snapshot::from_memory(files), Options::default());
    let html = String::from_utf8(site.page("articles/a.html").unwrap().unwrap().into_owned()).unwrap();
    assert!(html.contains("aria-label=\"&quot;&gt;&lt;b&gt;1\"") && !html.contains("\"><b>1"), "{html}");
}
