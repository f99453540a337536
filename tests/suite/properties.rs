//! What holds for every text and every site, tried on many that are made up.
//!
//! Each run tries the same ones; `PROPTEST_RNG_SEED=7 PROPTEST_CASES=2000 cargo test properties` tries others.

use std::collections::BTreeMap;

use annals::config::{Config, Folders};
use annals::diagnostic::{Diagnostic, Severity};
use annals::source::{FileId, Span, TextFile};
use annals::syntax::{self, Annotation, AnnotationKind, Document, NodeId, NodeKind};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;
use pulldown_cmark::{Options, Parser, html};
use scraper::Html;

use crate::html::{broken_links, misnested, plain, repeated, selector, text, words};
use crate::site::{Site, repository};

fn tries(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { cases };
    let rng_seed =
        if std::env::var_os("PROPTEST_RNG_SEED").is_some() { default.rng_seed } else { RngSeed::Fixed(7) };
    ProptestConfig { cases, rng_seed, failure_persistence: None, max_shrink_iters: 2000, ..default }
}

fn parse(text: &str) -> (Document, Vec<Diagnostic>) {
    let config = Config { language: "en".to_owned(), ..Config::default() };
    syntax::parse(FileId(0), &TextFile::new("content/articles/a.md", text), &config, &Folders::default())
}

/// A front matter, without which a heading at the top of a text would be the title and no part of it.
const TITLED: &str = "---\ntitle: T\n---\n";

/// A text of some of these parts in any order.
fn soup(parts: &'static [&'static str], length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(select(parts), length).prop_map(|parts| parts.concat())
}

const MARKDOWN: &[&str] = &[
    "a",
    "é",
    "word",
    "Two words.",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "    ",
    "\t",
    "*",
    "**",
    "_",
    "__",
    "`",
    "``",
    "~~",
    "#",
    "# ",
    "### ",
    "> ",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "- [ ] ",
    "- [x] ",
    "---\n",
    "===\n",
    "***\n",
    "```\n",
    "~~~ text\n",
    "\\",
    "\\*",
    "\\[",
    "&amp;",
    "&copy;",
    "&",
    "\"",
    "'",
    "!",
    ".",
    ")",
    "}",
    "|",
    "\n| a | b |\n|:--|--:|\n| c | *d* |\n",
    "[link](https://example.org \"title\")",
    "![picture *here*](https://example.org/a.png)",
    "<https://example.org>",
    "[^1]",
    "\n[^1]: note\n",
    "[no span]",
    "[x]",
    "[*y*] ",
    "{braces}",
    "{1, 2}",
    "𝔘",
    "\u{301}",
    "\u{a0}",
];

proptest! {
    #![proptest_config(tries(1500))]

    #[test]
    fn a_text_without_annotations_renders_as_markdown(source in soup(MARKDOWN, 0..40)) {
        let (document, _) = parse(&format!("{TITLED}{source}"));
        prop_assume!(document.body.annotations.is_empty());
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS;
        let mut expected = String::new();
        html::push_html(&mut expected, Parser::new_ext(&source, options));
        prop_assert_eq!(without_ids(&plain(&document.body)), expected);
    }
}

/// HTML without the ids of headings, which Markdown alone does not give.
fn without_ids(html: &str) -> String {
    let mut headings = html.split("<h");
    let first = headings.next().unwrap_or_default().to_owned();
    headings.fold(first, |out, rest| {
        let (tag, behind) = rest.split_once('>').expect("a tag ends");
        format!("{out}<h{}>{behind}", tag.split(" id=\"").next().unwrap_or_default())
    })
}

const BRACKETS: &[&str] = &[
    "[",
    "[",
    "]",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "{}",
    "{.claim",
    "{.claim}",
    "{#a .quote",
    "{.fact of=x",
    "{claim",
    " .date",
    "#id",
    "=",
    "by=",
    "key=\"",
    "\"",
    "'",
    "\\",
    "\\[",
    "\\]",
    "|",
    "\\|",
    "[@",
    "@x",
    "@x, p. 4",
    ";",
    ",",
    "`",
    "``",
    "*",
    "**",
    "_",
    "~~",
    "<b>",
    "</b>",
    "<a href=\"",
    "<!--",
    "-->",
    "<",
    ">",
    "](",
    "](x.md)",
    "![",
    "[^1]",
    "\n[^1]: ",
    "(",
    ")",
    "\n",
    "\n\n",
    "\n> ",
    "\n- ",
    "\n# ",
    "\n| ",
    "\n|--|\n",
    "    ",
    "\t",
    "\r\n",
    "word",
    " ",
    "Ada",
    "é",
    "𝔘",
    "א",
    "\u{301}",
    "\u{feff}",
    "\0",
    "\u{f8f0}",
    "---\n",
    "+++\n",
    "name: ",
    "&lt;",
    ".",
];

/// Whether a span lies in a text and cuts no character.
fn fits(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some()
}

proptest! {
    #![proptest_config(tries(3000))]

    #[test]
    fn every_span_of_any_text_lies_in_its_file(source in soup(BRACKETS, 0..60)) {
        let (document, diagnostics) = parse(&source);
        let body = &document.body;
        for annotation in &body.annotations {
            prop_assert!(fits(&source, annotation.span));
            prop_assert!(fits(&source, annotation.inner));
            prop_assert!(annotation.span.contains(annotation.inner));
            prop_assert!(body.text.get(annotation.text.clone()).is_some());
            prop_assert!(body.sentences.is_empty() || body.sentence(annotation.sentence).is_some());
        }
        for sentence in &body.sentences {
            prop_assert!(body.text.get(sentence.text.clone()).is_some_and(|words| !words.trim().is_empty()));
        }
        for (id, node) in (0..).zip(body.tree.nodes()) {
            prop_assert!(fits(&source, node.span), "{node:?}");
            prop_assert!(node.end > NodeId(id) && node.end.0 as usize <= body.tree.nodes().len());
            if let NodeKind::Words(words) | NodeKind::Code(words) = node.kind {
                prop_assert!(body.text.get(words.range()).is_some());
            }
        }
        for diagnostic in &diagnostics {
            prop_assert!(fits(&source, diagnostic.primary.span), "{diagnostic:?}");
            prop_assert!(diagnostic.labels.iter().all(|label| fits(&source, label.location.span)), "{diagnostic:?}");
        }
    }
}

/// Parts of which each that is complete is right: whatever comes out without an error must make a good page.
const ANNOTATED: &[&str] = &[
    "[",
    "[",
    "[",
    "]{.claim by=ada}",
    "]{.quote by=ada}",
    "]{.claim}",
    "]{.fact of=ball duration=PT2H}",
    "]{.own lang=la}",
    "]{.date when=2017-07-07}",
    "[[Ada]]",
    "[[Ada|",
    "]]",
    "[[ball]]",
    "[@letter]",
    "[@letter, p. 4]",
    "*",
    "**",
    "_",
    "~~",
    "*",
    "`code`",
    "[link](https://example.org)",
    "[",
    "](https://example.org)",
    "![picture](https://example.org/a.png)",
    "word",
    "Words. ",
    " ",
    " ",
    "A ",
    "é",
    "א",
    "&amp;",
    "\\*",
    "\\\n",
    "\n",
    "\n\n",
    "\n- ",
    "\n> ",
    "\n\n# ",
    "\n\n| a | b |\n|---|---|\n| ",
    " | ",
    "[^1]",
    "\n\n[^1]: ",
];

/// A site in which any text of [`ANNOTATED`] parts means something, whose articles show nothing but their text.
fn bare_site() -> Site {
    Site::new()
        .file(
            "templates/article.html",
            "{% for block in article.blocks %}{{ block.html | safe }}{% endfor %}{% for note in article.notes %}{{ note.html | safe }}{% endfor %}",
        )
        .person("ada", "Ada")
        .file("content/events/ball.md", "---\nname: Ball\n---\n")
        .file("content/sources/letter.md", "---\ntitle: Letter\n---\n")
}

fn is_sound(source: &str) -> bool {
    let (document, diagnostics) = parse(source);
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    let is_known = |annotation: &Annotation| match &annotation.kind {
        AnnotationKind::Mention(name) => {
            matches!(&*words(&name.text), "Ada" | "ball") && annotation.attributes.pairs.is_empty()
        }
        _ => true,
    };
    !document.body.annotations.is_empty()
        && document.body.annotations.iter().all(is_known)
        && !diagnostics.iter().any(is_error)
}

proptest! {
    #![proptest_config(tries(20))]

    #[test]
    fn annotations_of_any_nesting_make_a_good_page(
        sources in prop::collection::vec(soup(ANNOTATED, 1..16).prop_filter("has mistakes", |source| is_sound(source)), 1..40)
    ) {
        let site = sources.iter().enumerate().fold(bare_site(), |site, (number, source)| site.article(&format!("a{number}"), source));
        let report = site.build_here();
        prop_assert!(report.written.is_some(), "{:?}", report.diagnostics);
        for (number, source) in sources.iter().enumerate() {
            let page = site.page(&format!("articles/a{number}.html"));
            prop_assert_eq!(misnested(&page), None, "{} gives {}", source, page);
            let html = Html::parse_fragment(&page);
            prop_assert_eq!(repeated(&html), Vec::<&str>::new(), "{} gives {}", source, page);
            let (document, _) = parse(&format!("{TITLED}{source}"));
            // Footnotes stand behind the rest.
            let is_moved = !document.body.footnotes.is_empty();
            let squeezed = |text: &str| {
                let mut squeezed: Vec<_> = text.chars().filter(|c| !c.is_whitespace()).collect();
                if is_moved {
                    squeezed.sort_unstable();
                }
                squeezed
            };
            prop_assert_eq!(squeezed(&text(html.root_element())), squeezed(&document.body.text), "{} gives {}", source, page);
        }
    }
}

/// A tree of inline Markdown whose plain text is known.
#[derive(Clone, Debug)]
enum Inline {
    Words(&'static str),
    Code(&'static str),
    Mention(&'static str, Option<&'static str>),
    Around(&'static str, Vec<Inline>, &'static str),
    Citation,
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        4 => select(&["word", "Mr. Smith", "really?", "“quoted” words", "слово", "שלום", "1 < 2 & 3", "e.g. this"][..]).prop_map(Inline::Words),
        1 => select(&["[[code]]", "a*b", "]{.claim}"][..]).prop_map(Inline::Code),
        2 => (select(&["Ada", "person:ada", "ball", "ADA"][..]), prop::option::of(select(&["she", "the *other*", "Ada’s"][..]))).prop_map(|(name, shown)| Inline::Mention(name, shown)),
        1 => Just(Inline::Citation),
    ];
    let link = |inner| Inline::Around("[so ", inner, "](https://example.org)");
    let leaf = prop_oneof![4 => leaf.clone(), 1 => prop::collection::vec(leaf, 1..4).prop_map(link)];
    let around = [
        ("so *so ", " so*"),
        ("so **so ", " so**"),
        ("so ~~so ", " so~~"),
        ("[", "]{.claim by=ada}"),
        ("[", "]{.quote by=ada to=\"ada; ball\"}"),
        ("[", "]{.fact of=ball\nduration=PT2H certainty=\"*\"}"),
        ("[", "]{.own data=\"]} [[x\"}"),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        (select(around.to_vec()), prop::collection::vec(inner, 1..4))
            .prop_map(|((open, close), inner)| Inline::Around(open, inner, close))
    })
}

/// Writes the Markdown of inline elements, and their plain text.
fn write(inlines: &[Inline], markdown: &mut String, plain: &mut String) {
    for (at, inline) in inlines.iter().enumerate() {
        if at > 0 {
            markdown.push(if at % 3 == 2 { '\n' } else { ' ' });
            plain.push(' ');
        }
        match inline {
            Inline::Words(words) => {
                markdown.push_str(words);
                plain.push_str(words);
            }
            Inline::Code(words) => {
                *markdown += &format!("`{words}`");
                plain.push_str(words);
            }
            Inline::Mention(name, None) => {
                *markdown += &format!("[[{name}]]");
                plain.push_str(name);
            }
            Inline::Mention(name, Some(shown)) => {
                *markdown += &format!("[[{name}|{shown}]]");
                plain.push_str(&shown.replace('*', ""));
            }
            Inline::Around(open, inner, close) => {
                markdown.push_str(open);
                plain.push_str(&open.replace(['*', '~', '['], ""));
                write(inner, markdown, plain);
                markdown.push_str(close);
                plain.push_str(close.split(['*', '~', ']']).next().unwrap_or_default());
            }
            Inline::Citation => {
                markdown.push_str("so [@letter, p. 4]");
                plain.push_str("so");
            }
        }
    }
}

/// The Markdown of paragraphs, and their plain text.
fn paragraphs(paragraphs: &[Vec<Inline>]) -> (String, String) {
    let (mut markdown, mut plain) = (String::new(), String::new());
    for paragraph in paragraphs {
        write(paragraph, &mut markdown, &mut plain);
        markdown.push_str("\n\n");
        plain.push('\n');
    }
    (markdown, words(&plain))
}

proptest! {
    #![proptest_config(tries(20))]

    #[test]
    fn the_plain_text_of_an_article_is_its_authors(
        articles in prop::collection::vec(prop::collection::vec(prop::collection::vec(inline(), 1..6), 1..4), 1..12)
    ) {
        let articles: Vec<_> = articles.iter().map(|article| paragraphs(article)).collect();
        let site = articles.iter().enumerate().fold(bare_site(), |site, (number, (source, _))| site.article(&format!("a{number}"), source));
        let report = site.build_here();
        prop_assert!(report.written.is_some(), "{:#?}", report.diagnostics);
        for (number, (source, plain)) in articles.iter().enumerate() {
            let page = Html::parse_fragment(&site.page(&format!("articles/a{number}.html")));
            prop_assert_eq!(&text(page.root_element()), plain, "{}", source);
        }
    }

    #[test]
    fn every_mention_leads_to_an_entity_and_back(
        articles in prop::collection::vec(prop::collection::vec(prop::collection::vec(inline(), 1..6), 1..4), 1..8)
    ) {
        let site = articles.iter().enumerate().fold(bare_site(), |site, (number, article)| {
            site.article(&format!("a{number}"), &paragraphs(article).0)
        });
        site.remove("templates/article.html");
        prop_assert!(site.build_here().written.is_some());
        prop_assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
        for (path, bytes) in site.pages().iter().filter(|(path, _)| path.starts_with("articles/")) {
            let page = Html::parse_document(&String::from_utf8_lossy(bytes));
            for mention in page.select(&selector(".text a.m")) {
                let target = crate::html::resolve(path, mention.value().attr("href").unwrap_or_default());
                let sentence = mention.ancestors().filter_map(scraper::ElementRef::wrap).find_map(|it| {
                    it.value().attr("id").filter(|_| it.value().classes().any(|class| class == "s"))
                });
                if let Some(sentence) = sentence {
                    let back = format!("../{path}#{sentence}");
                    prop_assert!(site.page(&target).contains(&back), "{target} does not lead back to {back}");
                }
            }
        }
    }
}

const SENTENCES: &[&str] = &[
    "[[Ada]] came.",
    "[[Ada]] and [[Ball|she]] went.",
    "[They slept]{.claim by=ada}.",
    "The [ball]{.fact of=ball duration=PT2H} ended.",
    "[*Never*, said [[Ada]]]{.quote by=ada}!",
    "[It was long]{.claim}, [[Ada]] said [@letter].",
    "Then nothing.",
    "Why?",
    "On [Friday]{.date when=2017-07-07} it rained.",
    "[[Ada]] met [[Ada|herself]].",
    "In [two hours]{.fact of=ball duration=PT2H}.",
];

/// The anchors of a page's text, each with the words of what carries it and of the sentence around.
fn anchors(site: &Site, path: &str) -> BTreeMap<String, String> {
    let page = Html::parse_fragment(&site.page(path));
    let carriers = selector("[id]");
    page.select(&carriers)
        .map(|element| {
            let sentence =
                std::iter::once(element).chain(element.ancestors().filter_map(scraper::ElementRef::wrap));
            let mut sentence = sentence.filter(|it| it.value().classes().any(|class| class == "s"));
            let id = element.value().attr("id").unwrap_or_default().to_owned();
            (id, format!("{}: {}", text(element), sentence.next().map(text).unwrap_or_default()))
        })
        .collect()
}

proptest! {
    #![proptest_config(tries(24))]

    #[test]
    fn an_anchor_stays_when_something_else_changes(
        before in subsequence(SENTENCES, 1..SENTENCES.len()).prop_shuffle(),
        after in subsequence(SENTENCES, 1..SENTENCES.len()).prop_shuffle(),
    ) {
        let site = bare_site().article("a", &before.join(" "));
        prop_assert!(site.build_here().written.is_some());
        let old = anchors(&site, "articles/a.html");
        let site = site.article("a", &after.join("\n\n"));
        prop_assert!(site.build_here().written.is_some());
        let new = anchors(&site, "articles/a.html");
        let kept = old.iter().filter(|(_, words)| new.values().any(|new| new == *words));
        for (id, words) in kept {
            prop_assert_eq!(new.get(id), Some(words));
        }
    }
}

/// The files of a small site of every kind of page.
fn files() -> Vec<(String, String)> {
    let mut files = vec![
        (
            "content/events/ball.md".to_owned(),
            "---\nname: Ball\ndate: 1843-07-10\nplace: london\n---\n".to_owned(),
        ),
        ("content/sources/letter.md".to_owned(), "---\ntitle: Letter\n---\n".to_owned()),
        ("content/places/london.md".to_owned(), "---\nname: London\n---\n".to_owned()),
        ("content/people/ada.md".to_owned(), "---\nname: Ada\n---\nMet [[Person 1]].\n".to_owned()),
    ];
    for number in 0..6 {
        let text = SENTENCES.iter().cycle().skip(number * 3).take(6).copied().collect::<Vec<_>>().join(" ");
        let text = format!(
            "---\ntitle: Article {number}\ndate: 2017-07-0{}\n---\n{text} [[Person {number}]]\n",
            number + 1
        );
        files.push((format!("content/articles/a{number}.md"), text));
        files.push((format!("content/people/p{number}.md"), format!("---\nname: Person {number}\n---\n")));
    }
    files
}

proptest! {
    #![proptest_config(tries(6))]

    #[test]
    fn neither_threads_nor_the_order_of_files_change_a_byte(shuffled in Just(files()).prop_shuffle(), threads in 1..8_usize) {
        let write = |files: &[(String, String)], threads: usize| {
            let site = files.iter().fold(Site::new(), |site, (path, text)| site.file(path, text));
            let output = site.command(&["build"]).env("RAYON_NUM_THREADS", threads.to_string()).output().unwrap();
            crate::site::Run::from(output).expect(0);
            site.pages()
        };
        let (one, many) = (write(&files(), 1), write(&shuffled, threads));
        prop_assert!(one == many);
        prop_assert!(one.len() > 20);
    }
}

/// What a build in a folder of this name writes, in a process with such a mask for new files and such an environment.
#[cfg(unix)]
fn written_in(name: &str, umask: &str, environment: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join(name);
    for (path, text) in [("annals.toml".to_owned(), "title = \"T\"\n".to_owned())].iter().chain(&files()) {
        std::fs::create_dir_all(site.join(path).parent().unwrap()).unwrap();
        std::fs::write(site.join(path), text).unwrap();
    }
    let script = format!("umask {umask} && exec \"$0\" build");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_annals")]).current_dir(&site);
    let output = command.envs(environment.iter().copied()).output().unwrap();
    crate::site::Run::from(output).expect(0);
    let mut files = crate::site::tree(&site.join("public"));
    files.remove(".annals-note");
    files
}

#[test]
#[cfg(unix)]
fn neither_place_nor_mask_nor_environment_change_a_byte() {
    let plain = written_in("site", "022", &[("TZ", "UTC"), ("LC_ALL", "C"), ("LANG", "C")]);
    let turkish = [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")];
    assert!(plain == written_in("ein Ordner/ü", "077", &turkish));
    let american = [("TZ", "America/Los_Angeles"), ("LANGUAGE", "de"), ("SOURCE_DATE_EPOCH", "1")];
    assert!(plain == written_in("a/b/c", "002", &american));
    assert!(plain.len() > 20);
}

/// A change to the site of [`files`].
#[derive(Clone, Debug)]
enum Edit {
    Article(usize, Vec<&'static str>),
    Rename(usize, &'static str),
    Title(&'static str),
    Template(&'static str),
    Add(usize),
    Remove(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let sentences = subsequence(SENTENCES, 1..6);
    prop_oneof![
        3 => (0..6_usize, sentences).prop_map(|(article, sentences)| Edit::Article(article, sentences)),
        2 => (0..6_usize, select(&["Mary", "Zoë", "Charles"][..])).prop_map(|(person, name)| Edit::Rename(person, name)),
        1 => select(&["One", "Two"][..]).prop_map(Edit::Title),
        1 => select(&["gone", "{{ words.not_found }}"][..]).prop_map(Edit::Template),
        1 => (6..9_usize).prop_map(Edit::Add),
        1 => (6..9_usize).prop_map(Edit::Remove),
    ]
}

fn apply(site: Site, edit: &Edit) -> Site {
    match edit {
        Edit::Article(number, sentences) => site.article(&format!("a{number}"), &sentences.join(" ")),
        // Its old name stays an alias, so that the articles which use it stay right.
        Edit::Rename(number, name) => site.file(
            &format!("content/people/p{number}.md"),
            format!("---\nname: {name} {number}\naliases: [Person {number}]\n---\n"),
        ),
        Edit::Title(title) => site.file("annals.toml", format!("title = \"{title}\"\n")),
        Edit::Template(text) => site.file("templates/404.html", text),
        Edit::Add(number) => site.person(&format!("p{number}"), &format!("Person {number}")),
        Edit::Remove(number) => {
            let _ = std::fs::remove_file(site.path(&format!("content/people/p{number}.md")));
            site
        }
    }
}

proptest! {
    #![proptest_config(tries(10))]

    #[test]
    fn a_rebuild_is_a_clean_build_and_a_second_one_writes_nothing(edits in prop::collection::vec(edit(), 1..6)) {
        let mut site = files().iter().fold(Site::new(), |site, (path, text)| site.file(path, text));
        prop_assert!(site.build_here().written.is_some());
        for edit in &edits {
            site = apply(site, edit);
            prop_assert!(site.build_here().written.is_some());
        }
        let clean = Site::copy_of(&site.path(""));
        clean.build_here();
        prop_assert!(site.pages() == clean.pages());
        site.backdate();
        site.build_here();
        prop_assert_eq!(site.written(), Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(tries(300))]

    /// What is found in a value can be shown in the file only if the value's place is known, however it is written.
    #[test]
    fn a_value_of_the_front_matter_has_its_place(value in "[a-zéא𝔘] ?[a-zéא𝔘A-Z ]{0,8}[a-zéא𝔘]", style in 0..6_usize, before in "[a-zé𝔘]{0,6}") {
        let (quote, text) = match style {
            0 => ("", format!("---\nsummary: {before}x\nname: {value}\n---\n")),
            1 => ("'", format!("---\nsummary: '{before}'\nname: '{value}'\n---\n")),
            2 => ("\"", format!("\u{feff}---\r\nname: \"{value}\"\r\n---\r\n")),
            3 => ("\"", format!("+++\nsummary = '{before}'\nname = \"{value}\"\n+++\n")),
            4 => ("'", format!("---\n{{summary: \"{before}\", name: '{value}'}}\n---\n")),
            _ => ("", format!("---\naliases: [{before}x, \"{before}\"]\nname: {value} # why\n---\n")),
        };
        let (document, diagnostics) = parse(&text);
        prop_assert_eq!(&diagnostics, &Vec::new());
        let name = document.front.name.as_ref().expect("it is given");
        prop_assert_eq!(&name.text, &value);
        prop_assert_eq!(name.span.of(&text), format!("{quote}{value}{quote}"));
    }
}

#[test]
fn the_seed_site_is_the_same_bytes_twice() {
    let (one, other) = (Site::copy_of(&repository()), Site::copy_of(&repository()));
    one.build_here();
    other.run(&["build"]).expect(0);
    assert!(one.pages() == other.pages());
}
