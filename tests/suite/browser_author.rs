//! An author's day: the program in a terminal, the site in a browser, and what a save changes in the open page.
//!
//! Input: a new site and this repository's own. Output: `tests/browser/author.mjs` prints how long a save takes to be
//! seen; the test fails where the page does not follow. Without a browser it says so and passes, except where `CI` is set.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::browser::{can_be_tested, run_script};
use crate::newcomer;
use crate::site::{Site, repository};

/// The program, running in a terminal of its own, which ends with the test.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Terminal {
    fn run(folder: &Path, arguments: &[&str]) -> Self {
        let size = PtySize { rows: 40, cols: 90, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_annals"));
        command.args(arguments);
        command.cwd(folder);
        let child = pty.slave.spawn_command(command).unwrap();
        Self { child, master: pty.master }
    }

    /// Waits for the end; gives what was printed.
    fn printed(mut self) -> String {
        let mut text = Vec::new();
        // A terminal whose program has ended gives an error instead of an end on Linux.
        let _ = self.master.try_clone_reader().unwrap().read_to_end(&mut text);
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(self.child.wait().unwrap().success(), "{text}");
        text
    }

    /// The address that a server prints.
    fn address(&self) -> String {
        let mut lines = BufReader::new(self.master.try_clone_reader().unwrap()).lines().map_while(Result::ok);
        let line =
            lines.find(|line| line.contains("http://localhost:")).expect("the server says where it is");
        let address = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
        // What the server says later must be read, or it would wait for its terminal.
        std::thread::spawn(move || lines.for_each(drop));
        address
    }
}

/// Serves a site in a terminal, and has an article edited while a browser shows it.
fn edit(site: &Path, article: &str, person: &str) {
    let server = Terminal::run(site, &["serve", "--port", "0"]);
    run_script("author.mjs", &[&server.address(), site.to_str().unwrap(), article, person]);
}

#[test]
fn an_open_page_follows_its_author_from_a_new_site_to_a_published_one() {
    if !can_be_tested() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let printed = Terminal::run(folder.path(), &["init", "site"]).printed();
    assert!(printed.contains("annals serve --open"), "{printed}");
    let site = folder.path().join("site");
    edit(&site, "a-visit-to-the-engine", "ada-lovelace");
    let printed = Terminal::run(&site, &["build"]).printed();
    assert!(printed.contains("no findings"), "{printed}");
    run_script("published.mjs", &[site.join("public").to_str().unwrap()]);
}

#[test]
fn an_open_page_of_this_repository_follows_its_author() {
    if can_be_tested() {
        let site = Site::copy_of(&repository());
        edit(&site.path(""), "putin-hopes-for-more-meetings", "donald-trump");
    }
}

#[test]
fn an_author_marks_up_an_article_in_its_page() {
    if !can_be_tested() {
        return;
    }
    let text = "Mayor Ruth Ellery said on Tuesday that the bridge would close in June. “We have waited,” she said. “It is late.”\n";
    let article = format!("---\ntitle: A vote\ndate: 2017-02-10\n---\n\n{text}");
    let site = Site::new().person("ruth-ellery", "Ruth Ellery").file("content/articles/vote.md", article);
    let server = Terminal::run(&site.path(""), &["serve", "--edit", "--port", "0"]);
    run_script("edit.mjs", &[&server.address(), site.path("").to_str().unwrap()]);
}

#[test]
fn a_text_that_is_annotated_in_its_page_is_what_it_would_be_in_the_terminal() {
    if !can_be_tested() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let [terminal, page] = newcomer::begun(folder.path());
    newcomer::annotate(&terminal);
    let server = Terminal::run(&page, &["serve", "--edit", "--port", "0"]);
    let files = [page, terminal].map(|site| site.join(newcomer::ARTICLE).to_str().unwrap().to_owned());
    run_script("newcomer.mjs", &[&server.address(), &files[0], &files[1]]);
}
