//! A build after any change gives the same files and findings as a build from nothing, and so does a site that is kept.
//!
//! A small site is edited at random: texts, names, drafts, settings, templates, copied files; and so is its output. After
//! each step, the folder that was built before is built again and compared with a fresh one. The seed is printed, and
//! `ANNALS_SEED` takes it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use annals::diagnostic::render_human;
use annals::pipeline::{Options, PageFault, Report, Site as BuiltSite, build, check};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use tempfile::TempDir;

/// The files that edits touch, each with what it may hold; the first text is what it holds in the beginning.
const FILES: [(&str, &[&str]); 12] = [
    (
        "annals.toml",
        &[
            "title = \"A\"\n",
            "title = \"B\"\nlanguage = \"de\"\n",
            "title = \"A\"\nurls = \"clean\"\nbase_url = \"https://example.org/a/\"\n",
            "title = \"A\"\n[entities]\nbob = { kind = \"person\", name = \"Bob\" }\n",
            "title = \"A\"\n[properties.rank]\nof = [\"person\"]\nsingle = true\n",
            "title = \"A\"\n[checks]\norphan-entity = \"deny\"\n",
        ],
    ),
    (
        "content/articles/first.md",
        &[
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[[Ada]] met [[Bob]].\n",
            "---\ntitle: First, changed\ndate: 2018-01-01\n---\n\n[[Ada]] met [[summit]]. [She left]{#left .claim by=ada}.\n",
            "---\ntitle: First\ndate: 2017-07-14\ndraft: true\n---\n\n[[Ada]].\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\nNobody is [[named so]].\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[It took [35 minutes]{.fact of=summit duration=PT36M}\n",
            // From here on they declare the same, and say something else.
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[[Ada]] met nobody at all.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\nIt rained. [[Ada]] met [[Bob]]. [[Ada]] left.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[[Bob]] was [born in 1979]{.fact of=bob born=1979 rank=preferred}.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\nThe [[summit]] was [on 8 July]{.fact of=summit date=2017-07-08} [@doc].\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[She [left in 1980]{.fact of=ada born=1980}]{#left .claim by=bob}.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[The bridge fell]{#left .claim by=ada source=doc}, she said.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[The bridge fell]{#left .quote by=ada source=doc}, she said.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[She **left**]{#left .claim by=ada to=bob on=2017-07-01}, it seems[@doc, p. 1].\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[[Ada]]: [She left]{#left .quote by=ada corrects=second#came}[@doc, p. 2].\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[It was [on 1 July]{.fact of=picnic date=2017-07-01}]{#left .claim}.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\n[It was [on 1 July]{.fact of=picnic date=2017-07-01}]{#left .claim by-unnamed=officials}.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\nAt last [she stayed]{#left .claim by=ada at=summit denies=second#came}.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\nAt last, [she stayed]{.claim by=ada}.\n",
            "---\ntitle: First\ndate: 2017-07-14\n---\n\nAt last, [she left again]{.claim by=ada}.\n",
        ],
    ),
    (
        "content/articles/second.md",
        &[
            "---\ntitle: Second\ndate: 2017-07-15\nlanguage: de\n---\n\n[[Ada]] sagte, [er kam]{#came .claim by=ada}.\n",
            "---\ntitle: Second\ndate: 2017-07-15\n---\n\n[No]{.claim by=bob denies=first#left}, said [[bob]].\n",
            "---\ntitle: Second\ndate: 2017-07-15\n---\n\nText. [@doc, p. 3]\n",
            "---\ntitle: Second\ndate: 2017-07-15\nlanguage: de\n---\n\n[[Ada]] und [[Bob]] sagten, [er ging]{#came .claim by=bob repeats=first#left}.\n",
            "---\ntitle: Second\ndate: 2017-07-15\nlanguage: de\n---\n\n[Er kam]{#came .claim by=\"ada; bob\"}, [[Ada]] auch[@doc].\n",
        ],
    ),
    (
        "content/people/ada.md",
        &["---\nname: Ada\nborn: 1980\n---\n", "---\nname: Ada\nborn: 2020\naliases: [Bob]\n---\n"],
    ),
    (
        "content/people/bob.md",
        &[
            "---\nname: Bob\n---\n",
            "---\nname: Ada\n---\n",
            "+++\nname = \"Bob\"\n+++\n\n[[Ada]]’s friend.\n",
        ],
    ),
    (
        "content/claims/left.md",
        &[
            "",
            "---\nclaim: first#left\nrating: false\nreviewer: bob\n---\n\nShe did not.\n",
            "---\nclaim: first#left\nrating: true\nreviewer: bob\n---\n\nShe did, says [[Ada]].\n",
        ],
    ),
    ("content/events/picnic.md", &["---\nname: The picnic\n---\n"]),
    ("content/events/summit.md", &["---\nname: The summit\ndate: 2017-07-07\nparticipants: [ada]\n---\n"]),
    (
        "content/sources/doc.md",
        &[
            "---\ntitle: A document\ntext: /static/doc.txt\n---\n",
            "---\ntitle: The document\npublished: 2016\n---\n",
        ],
    ),
    (
        "templates/claim.html",
        &[
            "",
            "{% extends \"annals/claim.html\" %}\n",
            "own {{ page.title }}\n",
            "{{ broken\n",
            "{{ page.nothing.at_all }}\n",
        ],
    ),
    ("static/logo.txt", &["logo\n", "other\n"]),
    ("static/doc.txt", &["On Monday the bridge fell.\n", "The bridge fell on Tuesday.\n"]),
];
/// Other names that files may get.
const NAMES: [&str; 4] = [
    "content/people/carl.md",
    "content/articles/deep/third.md",
    "content/pages/about.md",
    "static/people.html",
];

/// One thing that happens to a site or to its output.
#[derive(Clone, Debug)]
enum Step {
    Write(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Drafts(bool),
    /// Changes one of the files that were written: cut off, removed, or edited.
    Tamper(usize, usize),
    /// Nothing.
    Rest,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let file = 0..FILES.len();
    let step = prop_oneof![
        6 => (file.clone(), 0..19usize).prop_map(|(file, text)| Step::Write(file, text)),
        1 => file.clone().prop_map(Step::Remove),
        1 => (file, 0..NAMES.len()).prop_map(|(file, name)| Step::Rename(file, name)),
        1 => any::<bool>().prop_map(Step::Drafts),
        2 => (0..200usize, 0..3usize).prop_map(|(file, how)| Step::Tamper(file, how)),
        1 => Just(Step::Rest),
    ];
    proptest::collection::vec(step, 1..8)
}

struct Site {
    folder: TempDir,
    options: Options,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: TempDir::new().unwrap(), options: Options::default() };
        for (path, texts) in FILES.iter().filter(|(_, texts)| !texts[0].is_empty()) {
            site.write(path, texts[0]);
        }
        site
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Does a step; returns the paths it touched.
    fn step(&mut self, step: &Step, output: &Path) -> Vec<PathBuf> {
        match *step {
            Step::Write(file, text) => {
                let (path, texts) = FILES[file];
                self.write(path, texts[text % texts.len()]);
                vec![self.root().join(path)]
            }
            Step::Remove(file) if file > 0 => {
                let _ = fs::remove_file(self.root().join(FILES[file].0));
                vec![self.root().join(FILES[file].0)]
            }
            Step::Rename(file, name) if file > 0 => {
                let (from, to) = (self.root().join(FILES[file].0), self.root().join(NAMES[name]));
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                let _ = fs::rename(&from, &to);
                vec![from, to]
            }
            Step::Drafts(drafts) => {
                self.options.drafts = drafts;
                Vec::new()
            }
            Step::Tamper(file, how) => {
                tamper(output, file, how);
                Vec::new()
            }
            Step::Remove(_) | Step::Rename(..) | Step::Rest => Vec::new(),
        }
    }
}

fn tamper(output: &Path, file: usize, how: usize) {
    let paths: Vec<_> = tree(output).into_keys().collect();
    let Some(path) = paths.get(file % paths.len().max(1)).map(|path| output.join(path)) else { return };
    let bytes = fs::read(&path).unwrap();
    match how {
        0 => fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
        1 => fs::remove_file(&path).unwrap(),
        // As many bytes as before.
        _ => fs::write(&path, bytes.iter().rev().copied().collect::<Vec<_>>()).unwrap(),
    }
}

/// All files of the output but those of the program's own, with their bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (path, fs::read(entry.path()).unwrap())
    });
    named.filter(|(path, _)| !path.starts_with(".annals")).collect()
}

fn findings(report: &Report) -> Vec<String> {
    report.diagnostics.iter().map(|finding| render_human(finding, &report.files, false, 100)).collect()
}

/// The bytes of every page by its path, or why it has none.
type Pages = BTreeMap<String, Result<Vec<u8>, String>>;

/// What a site shows: its findings, and each page or why there is none.
fn shown(session: &BuiltSite) -> (Vec<String>, Pages) {
    let findings = session.findings().iter();
    let findings = findings.map(|finding| render_human(finding, session.files(), false, 100)).collect();
    let mut paths: Vec<_> = session.paths().map(str::to_owned).collect();
    paths.sort();
    let page = |path: &String| match session.page(path) {
        Ok(page) => Ok(page.expect("a page that is named is there").into_owned()),
        Err(PageFault::Template(findings)) => Err(findings[0].message.clone()),
        Err(fault) => panic!("{fault}"),
    };
    (findings, paths.iter().map(|path| (path.clone(), page(path))).collect())
}

/// Other edits each time, or those of `ANNALS_SEED=…` again.
fn tries() -> Config {
    let given = std::env::var("ANNALS_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| u64::from(std::process::id()));
    println!("ANNALS_SEED={seed}");
    Config { cases: 12, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(tries())]

    #[test]
    fn a_rebuild_is_a_clean_build(steps in steps()) {
        let mut site = Site::new();
        let output = site.folder.path().join("public");
        build(&site.root(), &output, &site.options).unwrap();
        let mut last_good = tree(&output);
        for (number, step) in steps.iter().enumerate() {
            site.step(step, &output);
            let report = build(&site.root(), &output, &site.options).unwrap();
            let fresh = site.folder.path().join(format!("fresh-{number}"));
            let clean = build(&site.root(), &fresh, &site.options).unwrap();
            prop_assert_eq!(findings(&report), findings(&clean), "after {:?}", step);
            prop_assert_eq!(report.written.is_some(), clean.written.is_some());
            if clean.written.is_some() {
                last_good = tree(&fresh);
                let again = build(&site.root(), &output, &site.options).unwrap();
                prop_assert_eq!(again.written.unwrap().changed, 0, "a second build writes nothing");
                prop_assert_eq!(findings(&again), findings(&clean), "a second build finds the same");
            } else if matches!(step, Step::Tamper(..)) {
                last_good = tree(&output);
            }
            prop_assert!(tree(&output) == last_good, "the files differ after {step:?}");
        }
    }

    #[test]
    fn a_site_shows_what_one_made_from_nothing_would(steps in steps()) {
        let mut site = Site::new();
        let mut session = BuiltSite::open(&site.root(), site.options.clone()).unwrap();
        for step in &steps {
            if !matches!(step, Step::Drafts(_)) {
                let touched = site.step(step, &site.root().join("nowhere"));
                session = session.next(&touched).unwrap();
                let new = BuiltSite::open(&site.root(), site.options.clone()).unwrap();
                prop_assert_eq!(shown(&session), shown(&new), "after {:?}", step);
            }
        }
    }
}

/// Of two texts of a file that declare the same, each in the place of the other: what is kept reads none of it, in a folder
/// as in a site that is served. `around` are other texts of other files, by their numbers.
fn replaced_by_each_other(around: &[(&str, usize)], is_meant: impl Fn(&str) -> bool) {
    let site = Site::new();
    for (path, text) in around {
        let (_, texts) = FILES.iter().find(|(it, _)| it == path).unwrap();
        site.write(path, texts[*text]);
    }
    let build_to = |folder: &Path| build(&site.root(), folder, &site.options).unwrap();
    let (path, texts) = FILES[1];
    let declare_the_same =
        |text: &&&str| text.starts_with("---\ntitle: First\ndate: 2017-07-14\n---\n") && is_meant(text);
    let texts: Vec<_> = texts.iter().filter(declare_the_same).collect();
    let (output, fresh) = (site.folder.path().join("public"), site.folder.path().join("fresh"));
    let mut built = 0;
    for (one, other) in texts.iter().flat_map(|one| texts.iter().map(move |other| (one, other))) {
        site.write(path, one);
        build_to(&output);
        let before = BuiltSite::open(&site.root(), site.options.clone()).unwrap();
        shown(&before);
        site.write(path, other);
        build_to(&output);
        let next = before.next(&[site.root().join(path)]).unwrap();
        let clean = BuiltSite::open(&site.root(), site.options.clone()).unwrap();
        assert!(shown(&next) == shown(&clean), "{around:?} {one:?} {other:?}");
        if build_to(&fresh).written.is_some() {
            assert!(tree(&output) == tree(&fresh), "{around:?} {one:?} {other:?}");
            built += 1;
            fs::remove_dir_all(&fresh).unwrap();
        }
    }
    assert!(built > 8, "{built}");
}

#[test]
fn a_text_that_says_something_else_changes_all_pages_that_show_it() {
    replaced_by_each_other(&[], |text| !text.contains("#left"));
}

#[test]
fn a_claim_that_is_told_otherwise_changes_all_pages_that_show_it() {
    let (second, review) = ("content/articles/second.md", "content/claims/left.md");
    replaced_by_each_other(&[], |text| text.contains("#left"));
    replaced_by_each_other(&[("annals.toml", 2), (second, 3), (review, 1)], |text| text.contains("#left"));
}

/// What a change elsewhere tells of a text: whether `words` are among the findings before it, and after.
fn told_by(texts: &[(&str, &str)], (path, text): (&str, &str), words: &str) -> [bool; 2] {
    let site = Site::new();
    texts.iter().for_each(|(path, text)| site.write(path, text));
    let before = BuiltSite::open(&site.root(), site.options.clone()).unwrap();
    let is_told = |site: &BuiltSite| site.findings().iter().any(|it| it.message.contains(words));
    let told = is_told(&before);
    site.write(path, text);
    let next = before.next(&[site.root().join(path)]).unwrap();
    let clean = BuiltSite::open(&site.root(), site.options.clone()).unwrap();
    assert!(shown(&next) == shown(&clean), "{path}: {text}");
    [told, is_told(&next)]
}

#[test]
fn what_is_found_in_one_text_may_depend_on_another() {
    let (first, second) = ("content/articles/first.md", "content/articles/second.md");
    let front = "---\ntitle: First\ndate: 2017-07-14\n---\n\n";
    let text = |words: &str| format!("{front}{words}\n");
    // What a text writes in lower case is a word of the language, and no name in another.
    let named = [(first, &*text("[[Ada]] left.")), (second, &*text("Ada came. [[Bob]] saw it."))];
    assert_eq!(told_by(&named, (first, &text("An ada left.")), "`Ada` is a known person"), [true, false]);
    // The last mention of somebody.
    let named = [(first, &*text("[[Bob]] left.")), (second, &*text("[[Ada]] left."))];
    assert_eq!(
        told_by(&named, (first, &text("He left.")), "nothing mentions the person `Bob`"),
        [false, true]
    );
    // When somebody died who said something.
    let claim = text("[He came]{.claim by=ada on=2019-07-01}.");
    let died = text("[[Ada]] died [in 2018]{.fact of=ada died=2018}.");
    let texts = [(first, &*text("[[Ada]] died.")), (second, &*claim)];
    assert_eq!(told_by(&texts, (first, &died), "but died in 2018"), [false, true]);
    // An id of a template.
    let page =
        "{% extends \"annals/claim.html\" %}\n{% block main %}<p id=\"mine\"></p>{% endblock main %}\n";
    let texts = [(first, &*text("[[Ada]] [left]{#mine .anchor}."))];
    assert_eq!(told_by(&texts, ("templates/claim.html", page), "has the id `mine` already"), [false, true]);
}

#[test]
fn a_check_finds_what_a_build_finds() {
    let site = Site::new();
    let output = site.folder.path().join("public");
    let built = build(&site.root(), &output, &site.options).unwrap();
    assert!(built.written.is_some());
    assert_eq!(findings(&check(&site.root(), &site.options).unwrap()), findings(&built));
}
