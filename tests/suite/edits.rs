//! What happens to an author's files when Annals edits them.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use annals::edit::{self, Change, Recovered};
use serde_json::json;

use crate::site::{Site, tree};

const TEXT: &str = "Ada Lovelace wrote.\n";
const JOURNAL: &str = ".annals-journal";

fn named() -> Site {
    Site::new().person("ada", "Ada Lovelace").article("a", TEXT).article("b", TEXT)
}

/// All files of a site's content.
fn content(site: &Site) -> std::collections::BTreeMap<String, Vec<u8>> {
    tree(&site.path("content"))
}

fn article(site: &Site, id: &str) -> String {
    fs::read_to_string(site.path(&format!("content/articles/{id}.md"))).unwrap()
}

/// Runs a command that must refuse, in these words, and leave every file as it is.
#[track_caller]
fn refused(site: &Site, command: &[&str], words: &str) {
    let before = content(site);
    site.run(command).expect(2).says(words);
    assert_eq!(content(site), before);
    assert!(!site.path(JOURNAL).exists());
}

#[test]
fn what_is_no_text_is_not_edited_and_nothing_else_is() {
    let text = [b"---\ntitle: C\ndate: 2020-01-01\n---\nAda Lovelace \xFF wrote.\n".as_slice()].concat();
    let site = named().file("content/articles/c.md", text);
    refused(&site, &["link", "--write"], "c.md is not UTF-8");
    let site = named().file("content/articles/c.md", b"---\ntitle: C\ndate: 2020-01-01\n---\n[[ada]] \xFF\n");
    refused(&site, &["rename", "ada", "byron"], "c.md");
}

#[test]
fn a_file_that_may_not_be_written_is_not_replaced() {
    let site = named();
    fs::set_permissions(site.path("content/articles/b.md"), fs::Permissions::from_mode(0o444)).unwrap();
    refused(&site, &["link", "--write"], "b.md is read-only");
}

#[test]
fn a_link_is_not_followed() {
    let site = named();
    fs::create_dir(site.path("content/shared")).unwrap();
    fs::rename(site.path("content/articles/b.md"), site.path("content/shared/b.txt")).unwrap();
    symlink("../shared/b.txt", site.path("content/articles/b.md")).unwrap();
    refused(&site, &["link", "--write"], "b.md is a symbolic link");
}

#[test]
fn backups_of_editors_and_permissions_stay() {
    let site =
        named().file("content/articles/a.md~", "an editor's").file("content/articles/.annals-edit-x", "mine");
    fs::set_permissions(site.path("content/articles/a.md"), fs::Permissions::from_mode(0o640)).unwrap();
    site.run(&["link", "--write"]).expect(0);
    assert!(article(&site, "a").contains("[[Ada Lovelace]]"));
    let mode = fs::metadata(site.path("content/articles/a.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(content(&site)["articles/a.md~"], b"an editor's");
    let names: Vec<_> = content(&site).into_keys().collect();
    assert_eq!(
        names,
        ["articles/.annals-edit-x", "articles/a.md", "articles/a.md~", "articles/b.md", "people/ada.md"]
    );
}

fn change(path: &str, to: Option<&str>, before: &str, after: &str) -> Change {
    let (to, before, after) = (to.map(str::to_owned), before.to_owned(), after.to_owned());
    Change { path: path.to_owned(), to, before, after }
}

#[test]
fn what_was_saved_meanwhile_is_not_written_over() {
    let site = Site::new().file("content/a.md", "one").file("content/b.md", "saved meanwhile");
    let changes = [change("content/a.md", None, "one", "1"), change("content/b.md", None, "two", "2")];
    let refusal = edit::write(&site.path(""), &changes).unwrap_err().to_string();
    assert!(refusal.contains("b.md was changed meanwhile; nothing was changed"), "{refusal}");
    assert_eq!(content(&site)["a.md"], b"one");
}

/// That the second file can't be written only comes to light when the first one is.
#[test]
fn what_fails_half_way_is_taken_back() {
    let site = Site::new().file("content/a.md", "one").file("content/b/b.md", "two");
    let changes = [
        change("content/a.md", Some("content/c.md"), "one", "1"),
        change("content/b/b.md", Some("content/none/b.md"), "two", "2"),
    ];
    edit::write(&site.path(""), &changes).unwrap_err();
    assert_eq!(
        content(&site).into_iter().collect::<Vec<_>>(),
        [("a.md".into(), b"one".into()), ("b/b.md".into(), b"two".into())]
    );
    assert!(!site.path(JOURNAL).exists());
}

#[test]
fn nothing_is_edited_but_texts_of_the_site() {
    let site = Site::new().file("content/a.md", "one").file("outside.md", "one");
    for path in
        ["outside.md", "../x.md", "content/../outside.md", "content/./a.md", "/etc/passwd", "content//a.md"]
    {
        let error = edit::write(&site.path(""), &[change(path, None, "one", "1")]).unwrap_err().to_string();
        assert!(error.contains("is no text of the site"), "{error}");
        let moved = change("content/a.md", Some(path), "one", "1");
        assert!(edit::write(&site.path(""), &[moved]).is_err());
    }
    assert_eq!(fs::read(site.path("outside.md")).unwrap(), b"one");
    assert_eq!(content(&site)["a.md"], b"one");
}

/// A site in the middle of a rename that was killed: the first file is done, the second is not, the third was moved and
/// is still there under its old name.
fn killed() -> Site {
    let journal = json!([
        {"path": "content/a.md", "to": null, "before": "one", "after": "1"},
        {"path": "content/b.md", "to": null, "before": "two", "after": "2"},
        {"path": "content/c.md", "to": "content/d.md", "before": "three", "after": "3"},
    ]);
    Site::new()
        .file("content/a.md", "1")
        .file("content/b.md", "two")
        .file("content/c.md", "three")
        .file("content/d.md", "3")
        .file("content/.annals-edit-1x", "2")
        .file(JOURNAL, journal.to_string())
}

fn texts(site: &Site) -> Vec<(String, String)> {
    content(site).into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn an_edit_that_was_killed_is_finished() {
    let site = killed();
    assert_eq!(edit::recover(&site.path("")).unwrap(), Some(Recovered::Finished));
    let expected = [("a.md", "1"), ("b.md", "2"), ("d.md", "3")];
    assert_eq!(texts(&site), expected.map(|(path, text)| (path.to_owned(), text.to_owned())));
    assert!(!site.path(JOURNAL).exists());
    assert_eq!(edit::recover(&site.path("")).unwrap(), None);
}

#[test]
fn an_edit_that_was_killed_is_taken_back_where_a_file_was_changed_since() {
    let site = killed().file("content/b.md", "mine");
    assert_eq!(edit::recover(&site.path("")).unwrap(), Some(Recovered::TakenBack));
    let expected = [("a.md", "one"), ("b.md", "mine"), ("c.md", "three")];
    assert_eq!(texts(&site), expected.map(|(path, text)| (path.to_owned(), text.to_owned())));
}

#[test]
fn every_command_that_reads_the_site_brings_an_edit_to_its_end() {
    for command in [&["check"][..], &["build"], &["link"], &["stats"]] {
        let site = killed();
        site.run(command).says("an edit that had been interrupted was finished");
        assert_eq!(content(&site).len(), 3);
    }
}

#[test]
fn a_journal_that_is_not_whole_has_touched_nothing() {
    let site = Site::new().file("content/a.md", "one").file(JOURNAL, "[{\"path\": \"content/a.md\", \"befo");
    assert_eq!(edit::recover(&site.path("")).unwrap(), None);
    assert_eq!(texts(&site), [("a.md".to_owned(), "one".to_owned())]);
    assert!(!site.path(JOURNAL).exists());
}

#[test]
fn a_journal_is_not_trusted() {
    let journal = json!([{"path": "content/../../x", "to": null, "before": "one", "after": "1"}]);
    let site = Site::new().article("a", "Text.\n").file(JOURNAL, journal.to_string());
    site.run(&["build"]).expect(2).says("is no text of the site");
}

#[test]
fn two_edits_at_once_are_one_after_the_other() {
    let site = named();
    let journal = fs::File::create(site.path(JOURNAL)).unwrap();
    journal.lock().unwrap();
    let before = content(&site);
    site.run(&["link", "--write"]).expect(2).says("another program is editing this site");
    assert_eq!(content(&site), before);
}

#[test]
fn a_new_file_is_not_written_through_a_link() {
    let site = named();
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(elsewhere.path(), site.path("content/places")).unwrap();
    site.run(&["new", "place", "London"]).expect(2).says("is a symbolic link");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}
