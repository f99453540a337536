//! The tour of the README, taken: every command prints what stands below it.

use std::fs;
use std::path::Path;

use crate::program::{read, run, write};
use crate::site::repository;

const ARTICLE: &str = "content/articles/a-visit-to-the-engine.md";

/// The commands of the README with what they print, as the blocks of the console show it.
fn blocks() -> Vec<Vec<(String, String)>> {
    let readme = fs::read_to_string(repository().join("README.md")).expect("there is a README");
    let blocks = readme.split("```console\n").skip(1);
    let shown = blocks.map(|rest| rest.split("```").next().unwrap_or_default().to_owned());
    let commands = |block: String| {
        let parts = block.split("$ ").skip(1);
        parts.map(|part| part.split_once('\n').expect("a command ends")).map(own).collect()
    };
    shown.map(commands).collect()
}

fn own((command, printed): (&str, &str)) -> (String, String) {
    (command.to_owned(), printed.to_owned())
}

/// Runs the commands of one block.
fn follow(folder: &Path, block: &[(String, String)]) {
    for (command, printed) in block {
        let Some(arguments) = command.strip_prefix("annals ") else { continue };
        let arguments: Vec<_> = match arguments.split_once(" \"") {
            Some((first, quoted)) => first.split(' ').chain([quoted.trim_end_matches('"')]).collect(),
            None => arguments.split(' ').collect(),
        };
        let ran = run(folder, &arguments);
        assert_eq!(ran.stderr + &ran.stdout, *printed, "{command}");
    }
}

/// Changes the article as the README says.
fn edit(site: &Path, from: &str, to: &str) {
    let text = read(site, ARTICLE);
    assert!(text.contains(from), "{from} is not in {text}");
    write(site, &[(ARTICLE, &text.replacen(from, to, 1))]);
}

#[test]
fn the_tour_of_the_readme_shows_what_is_printed() {
    let blocks = blocks();
    let [init, build, unknown, quotation, new] = &blocks[..] else { panic!("{} blocks", blocks.len()) };
    let folder = tempfile::tempdir().expect("a temporary folder");
    follow(folder.path(), init);
    let site = folder.path().join("tour");
    follow(&site, build);
    edit(&site, "[[Sophia De Morgan]]", "[[Sophia DeMorgan]]");
    follow(&site, unknown);
    edit(&site, "[[Sophia DeMorgan]]", "[[Sophia De Morgan]]");
    edit(&site, "great beauty", "rare beauty");
    follow(&site, quotation);
    follow(&site, new);
}
