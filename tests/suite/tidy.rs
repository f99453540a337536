//! The shape of the code: what rustfmt and clippy don't see, and a reader would.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use annals::diagnostic::Code;

use crate::site::{repository, tree};

/// The stages; each may use those above it, never those below.
const STAGES: [&str; 23] = [
    "source",
    "anchor",
    "diagnostic",
    "data",
    "config",
    "load",
    "locale",
    "prose",
    "syntax",
    "vocabulary",
    "resolve",
    "graph",
    "check",
    "view",
    "render",
    "export",
    "output",
    "pipeline",
    "edit",
    "propose",
    "serve",
    "lsp",
    "cli",
];

/// A source file of the program.
struct File {
    path: String,
    text: String,
}

impl File {
    /// The code without comments and without the tests at its end.
    fn code(&self) -> String {
        let code = self.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = code.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The place of its stage among all; none for `lib.rs` and `main.rs`.
    fn stage(&self) -> Option<usize> {
        let name = self.path.split('/').next().unwrap_or_default();
        STAGES.iter().position(|stage| *stage == name.trim_end_matches(".rs"))
    }
}

fn files() -> Vec<File> {
    let sources = tree(&repository().join("src")).into_iter().filter(|(path, _)| path.ends_with(".rs"));
    sources
        .map(|(path, bytes)| File { path, text: String::from_utf8(bytes).expect("code is UTF-8") })
        .collect()
}

/// Fails with all that was found wrong.
#[track_caller]
fn nothing(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The modules that code uses from `crate::` or `super::`: `a` and `b` for `crate::a::X` and `use crate::{a::X, b};`.
fn used_modules(code: &str, from: &str) -> Vec<String> {
    let mut used = Vec::new();
    for after in code.split(from).skip(1) {
        let Some(list) = after.strip_prefix('{') else {
            used.push(identifier(after));
            continue;
        };
        let mut depth = 0;
        let mut part = String::new();
        for c in list.chars() {
            match c {
                '}' if depth == 0 => break,
                ',' if depth == 0 => used.push(identifier(&std::mem::take(&mut part))),
                '{' => depth += 1,
                '}' => depth -= 1,
                c if depth == 0 => part.push(c),
                _ => {}
            }
        }
        used.push(identifier(&part));
    }
    used
}

fn identifier(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn a_stage_uses_those_above_it_only() {
    let mut wrong = Vec::new();
    for file in files() {
        let Some(stage) = file.stage() else { continue };
        for used in used_modules(&file.code(), "crate::") {
            if STAGES.iter().position(|other| *other == used).is_some_and(|other| other > stage) {
                wrong.push(format!("src/{}: `{}` may not use `{used}`", file.path, STAGES[stage]));
            }
        }
    }
    nothing(wrong);
}

/// Those of the page models beside the module itself, which has what all of them look at.
#[test]
fn no_files_of_the_page_models_use_each_other_in_a_circle() {
    let name = |file: &File| file.path.strip_prefix("view/")?.strip_suffix(".rs").map(str::to_owned);
    let files = files().into_iter().filter_map(|file| Some((name(&file)?, file.code())));
    let files = files.filter(|(name, _)| name != "mod" && !name.contains('/'));
    let mut uses: BTreeMap<_, _> = files.map(|(name, code)| (name, used_modules(&code, "super::"))).collect();
    assert!(uses.len() > 30);
    loop {
        let left: BTreeSet<_> = uses.keys().cloned().collect();
        uses.retain(|_, used| used.iter().any(|used| left.contains(used)));
        if uses.len() == left.len() {
            break;
        }
    }
    nothing(uses.into_keys().collect());
}

/// The stages as the table of `lib.rs` has them, from the first column: "[`load`]", "`export`, `serve`, [`cli`]".
fn stages_of_the_table(lib: &str) -> Vec<String> {
    let lines = lib.lines().filter_map(|line| line.strip_prefix("//! "));
    let rows = lines.skip_while(|line| !line.starts_with("| stage |")).skip(2);
    let cells = rows.map_while(|row| row.strip_prefix('|')?.split('|').next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn the_architecture_text_has_the_stages_in_their_order() {
    let lib = fs::read_to_string(repository().join("src/lib.rs")).expect("it is there");
    assert_eq!(stages_of_the_table(&lib), STAGES);
}

#[test]
fn the_crate_consists_of_its_stages() {
    let modules: Vec<_> = files()
        .into_iter()
        .filter(|file| file.stage().is_none() && !matches!(&*file.path, "lib.rs" | "main.rs"))
        .map(|file| format!("src/{} belongs to no stage", file.path))
        .collect();
    nothing(modules);
}

/// A rule's header is its page of the manual instead, with an example.
#[test]
fn every_file_says_what_goes_in_and_out() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| file.stage().is_some()) {
        let header = file.text.lines().map_while(|line| line.strip_prefix("//!")).collect::<String>();
        let is_rule = file.path.starts_with("check/") && rule(&file.path).is_some();
        let has_no_input = header.contains("Input: none");
        let needed: &[&str] = match (is_rule, has_no_input) {
            (true, _) => &["```"],
            (false, true) => &["Input:"],
            (false, false) => &["Input:", "Output:", "Entry point"],
        };
        let missing = needed.iter().filter(|word| !header.contains(*word));
        wrong.extend(missing.map(|word| format!("src/{}: its `//!` header has no `{word}`", file.path)));
    }
    nothing(wrong);
}

/// The code whose rule a file holds.
fn rule(path: &str) -> Option<Code> {
    let stem = path.rsplit('/').next()?.strip_suffix(".rs")?;
    Code::parse(&stem.replace('_', "-"))
}

/// The lines of each function, from the one that names it to the brace that closes it, which rustfmt puts under it.
fn functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<_> = code.lines().collect();
    let mut functions = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let words: Vec<_> = line.split_whitespace().collect();
        let Some(name) = words.iter().position(|word| *word == "fn").and_then(|at| words.get(at + 1)) else {
            continue;
        };
        let closing = format!("{}}}", " ".repeat(indent));
        let one_line = line.ends_with('}') || line.ends_with(';');
        let end =
            lines[at..].iter().position(|line| *line == closing || line.trim_end() == format!("{closing})"));
        functions.push((identifier(name), if one_line { 1 } else { end.map_or(1, |end| end + 1) }));
    }
    functions
}

#[test]
fn functions_are_short() {
    let mut lengths = Vec::new();
    let mut wrong = Vec::new();
    for file in files() {
        for (name, length) in functions(&file.code()) {
            lengths.push(length);
            if length > 50 {
                wrong.push(format!("src/{}: `{name}` has {length} lines", file.path));
            }
        }
    }
    lengths.sort_unstable();
    let tenth_longest = lengths[lengths.len() * 9 / 10];
    if tenth_longest > 20 {
        wrong.push(format!("one function in ten has {tenth_longest} lines or more; 20 are enough"));
    }
    nothing(wrong);
}

/// Reports the lines of some files that hold one of some words.
fn holding(files: impl Iterator<Item = File>, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in file.code().lines().enumerate() {
            let words = words.iter().filter(|word| line.contains(*word));
            found.extend(words.map(|word| format!("src/{}:{}: `{word}`", file.path, number + 1)));
        }
    }
    found
}

#[test]
fn nothing_panics_on_purpose() {
    let panics = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "dbg!("];
    nothing(holding(files().into_iter(), &panics));
}

/// What makes pages and findings is a function of the files: it reads and writes nothing else, and has no memory, but for
/// the note of what is read.
#[test]
fn stages_up_to_rendering_are_pure() {
    let output = STAGES.iter().position(|stage| *stage == "output");
    let pure = files().into_iter().filter(|file| file.path != "graph/reads.rs").filter(|file| {
        file.stage().is_some_and(|stage| Some(stage) < output && !["load", "edit"].contains(&STAGES[stage]))
    });
    let impure = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant",
        "println!",
        "print!(",
        "static mut",
        "thread_local!",
        ": Mutex<",
        ": RwLock<",
        "AtomicUsize",
        "AtomicBool",
    ];
    nothing(holding(pure, &impure));
}

#[test]
fn nothing_is_left_to_do_and_no_place_of_one_machine_is_named() {
    let words = ["TODO", "FIXME", "/home/", "/root/", "/tmp/"];
    let mut wrong = Vec::new();
    for folder in ["src", "templates", "static", "content"] {
        for (path, bytes) in tree(&repository().join(folder)) {
            let text = String::from_utf8_lossy(&bytes);
            let found = words.iter().filter(|word| text.contains(*word));
            wrong.extend(found.map(|word| format!("{folder}/{path}: `{word}`")));
        }
    }
    nothing(wrong);
}

#[test]
fn the_top_level_holds_what_it_may() {
    let allowed = [
        ".ci",
        ".git",
        ".gitignore",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "annals.toml",
        "content",
        "editors",
        "public",
        "rustfmt.toml",
        "src",
        "static",
        "target",
        "templates",
        "tests",
    ];
    let names = fs::read_dir(repository()).expect("the repository is there");
    let names = names.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned());
    nothing(names.filter(|name| !allowed.contains(&&**name)).collect());
}
