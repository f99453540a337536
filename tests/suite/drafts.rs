//! Drafts and left-overs stay at home, whatever lies beside them.

use std::os::unix::fs::symlink;

use crate::site::Site;

const DRAFT: &str = "---\ntitle: Secret\ndate: 2020-01-02\ndraft: true\n---\n";
const OPEN: &str = "---\ntitle: Open\ndate: 2020-01-01\n---\n";

/// Builds a site of these files, beside an open article, and says which of the last ones are published.
#[track_caller]
fn published(files: &[(&str, &str)], asked: &[&str]) -> Vec<String> {
    let site = Site::new().file("content/articles/open.md", OPEN);
    let site = files.iter().fold(site, |site, (path, text)| site.file(path, text)).build();
    let pages = site.pages();
    asked.iter().filter(|path| pages.contains_key(**path)).map(|path| (*path).to_owned()).collect()
}

#[test]
fn a_draft_is_one_in_the_words_of_any_program() {
    for front in [
        "\n---\ntitle: S\ndate: 2020-01-02\ndraft: true\n---\n",
        "\u{FEFF} \n\t\r\n---\r\ntitle: S\r\ndate: 2020-01-02\r\ndraft: true\r\n---\r\n",
        "\n\n+++\ntitle = \"S\"\ndate = 2020-01-02\ndraft = true\n+++\n",
        "---\ntitle: S\ndate: 2020-01-02\npublish: false\n---\n",
    ] {
        let files = [("content/articles/secret.md", front)];
        assert!(published(&files, &["articles/secret.html"]).is_empty(), "{front:?}");
    }
    let open = [("content/articles/a.md", "---\ntitle: A\ndate: 2020-01-02\npublish: true\n---\n")];
    assert_eq!(published(&open, &["articles/a.html"]), ["articles/a.html"]);
}

#[test]
fn what_lies_in_a_drafts_own_folder_is_the_drafts() {
    let files = [
        ("content/articles/bundle/index.md", DRAFT),
        ("content/articles/bundle/a.png", "a"),
        ("content/articles/bundle/img/deep/b.txt", "b"),
        ("content/articles/folder/one.md", DRAFT),
        ("content/articles/folder/two.md", DRAFT),
        ("content/articles/folder/c.png", "c"),
        ("content/articles/mixed/three.md", DRAFT),
        ("content/articles/mixed/four.md", OPEN),
        ("content/articles/mixed/d.png", "d"),
        ("content/articles/e.png", "e"),
    ];
    let asked = [
        "articles/bundle/a.png",
        "articles/bundle/img/deep/b.txt",
        "articles/folder/c.png",
        "articles/mixed/d.png",
        "articles/e.png",
    ];
    assert_eq!(published(&files, &asked), ["articles/mixed/d.png", "articles/e.png"]);
}

#[test]
fn what_only_drafts_show_is_theirs_and_what_others_show_is_not() {
    let draft = format!("{DRAFT}![](only.png) [file](both.pdf) <img src=\"only2.png\" alt=\"\">\n");
    let open = format!("{OPEN}[file](both.pdf) ![](bundle/shared.png)\n");
    let files = [
        ("content/articles/secret.md", &*draft),
        ("content/articles/second.md", &open),
        ("content/articles/only.png", "1"),
        ("content/articles/only2.png", "1"),
        ("content/articles/both.pdf", "2"),
        ("content/articles/bundle/index.md", DRAFT),
        ("content/articles/bundle/shared.png", "3"),
        ("content/articles/bundle/own.png", "4"),
    ];
    let asked = [
        "articles/only.png",
        "articles/only2.png",
        "articles/both.pdf",
        "articles/bundle/shared.png",
        "articles/bundle/own.png",
    ];
    assert_eq!(published(&files, &asked), ["articles/both.pdf", "articles/bundle/shared.png"]);
}

#[test]
fn the_archived_text_of_a_draft_stays_at_home_unless_another_source_has_it() {
    let source = |text: &str, more: &str| format!("---\ntitle: S\ntext: {text}\n{more}---\n");
    let files = [
        ("content/sources/leak.md", &*source("leak.txt", "draft: true\n")),
        ("content/sources/leak2.md", &source("/static/leak2.txt", "draft: true\n")),
        ("content/sources/both.md", &source("both.txt", "draft: true\n")),
        ("content/sources/open.md", &source("both.txt", "")),
        ("content/sources/leak.txt", "x"),
        ("content/sources/both.txt", "x"),
        ("static/leak2.txt", "x"),
    ];
    assert_eq!(
        published(&files, &["sources/leak.txt", "leak2.txt", "sources/both.txt"]),
        ["sources/both.txt"]
    );
}

#[test]
fn whom_a_draft_alone_declares_has_no_page() {
    let draft = DRAFT.replace("draft: true", "draft: true\nnames: {X: {kind: person, name: Mole}}");
    let site =
        Site::new().file("content/articles/open.md", OPEN).file("content/articles/secret.md", draft).build();
    assert!(!site.pages().keys().any(|path| path.starts_with("people")), "{:?}", site.pages().keys());
}

#[test]
fn drafts_come_with_all_that_is_theirs_when_they_are_asked_for() {
    let site = Site::new().file("content/articles/b/index.md", DRAFT).file("content/articles/b/a.png", "a");
    site.run(&["build", "--drafts"]).expect(0);
    assert!(site.output().join("articles/b/a.png").is_file());
}

#[test]
fn leftovers_are_neither_read_nor_published_nor_an_error() {
    let site = Site::new().article("a", "Text.\n");
    let names = [
        "a.md.bak",
        "a.md.orig",
        "#a.md#",
        "~$a.docx",
        "Thumbs.db",
        "desktop.ini",
        "b.md~",
        "._a.md",
        ".a.md.swp",
    ];
    let site = names.iter().fold(site, |site, name| {
        site.file(&format!("content/articles/{name}"), "secret").file(&format!("static/{name}"), "secret")
    });
    symlink("editor@host.4711:1700000000", site.path("content/articles/.#a.md")).unwrap();
    symlink("editor@host.4711:1700000000", site.path("content/articles/#b.md#")).unwrap();
    let before = Site::new().article("a", "Text.\n").build().pages().into_keys().collect::<Vec<_>>();
    assert_eq!(site.build().pages().into_keys().collect::<Vec<_>>(), before);
}

#[test]
fn what_is_ignored_by_wish_is_not_read() {
    let site = Site::new()
        .file(
            "annals.toml",
            "title = \"T\"\nignore = [\"*.psd\", \"private/\", \"content/articles/wip-*.md\"]\n",
        )
        .article("a", "Text.\n")
        .article("wip-1", "[[Nobody]]\n")
        .article("private/x", "[[Nobody]]\n")
        .file("static/img/logo.psd", "x")
        .file("static/img/logo.svg", "x")
        .build();
    let pages = site.pages();
    let has = |path: &str| pages.contains_key(path);
    assert!(
        has("img/logo.svg") && !has("img/logo.psd") && !has("articles/wip-1.html") && !has("articles/x.html")
    );
}

#[test]
fn a_site_without_its_content_is_no_empty_site() {
    let site = Site::new().article("a", "Text.\n").build();
    let good = site.pages();
    std::fs::rename(site.path("content"), site.path("moved")).unwrap();
    for command in ["build", "check"] {
        site.run(&[command]).expect(2).says("content");
    }
    assert_eq!(site.pages(), good);
}
