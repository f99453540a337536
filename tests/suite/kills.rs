//! Programs that are killed at random moments: nothing is left torn, lost or half-renamed.
//!
//! `ANNALS_KILLS=200` kills that often (a few times else), `ANNALS_SEED=…` at the same moments again.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use crate::site::{Site, tree};

type Tree = BTreeMap<String, Vec<u8>>;

/// Numbers that look random, and are the same for the same seed.
struct Random(u64);

impl Random {
    fn new(name: &str) -> Self {
        let given = std::env::var("ANNALS_SEED").ok().and_then(|seed| seed.parse().ok());
        let now = || SystemTime::UNIX_EPOCH.elapsed().map_or(1, |time| time.as_nanos() as u64);
        let seed = given.unwrap_or_else(now);
        println!("{name}: ANNALS_SEED={seed}");
        Self(seed)
    }

    /// A part of a time (splitmix64).
    fn moment(&mut self, whole: Duration) -> Duration {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        whole.mul_f64((mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64)
    }
}

fn times() -> usize {
    std::env::var("ANNALS_KILLS").ok().and_then(|times| times.parse::<usize>().ok()).unwrap_or(12).div_ceil(3)
}

/// A site in which everybody is named often.
fn site() -> Site {
    let text = "[[person-7|Somebody]] met [[person-8]]. Person 7 wrote to Person 9, as Person 7 does.\n\n";
    (0..40).fold(Site::new(), |site, number| {
        site.person(&format!("person-{number}"), &format!("Person {number}"))
            .article(&format!("article-{number}"), &text.repeat(4))
    })
}

fn sources(site: &Site) -> Tree {
    let mut files = tree(&site.path("content"));
    files.extend(site.path(".annals-journal").exists().then(|| ("journal".to_owned(), Vec::new())));
    files
}

/// The site with all files as they were.
fn reset(site: &Site, files: &Tree) {
    std::fs::remove_dir_all(site.path("content")).unwrap();
    files.iter().for_each(|(path, bytes)| site.write(&format!("content/{path}"), bytes));
}

/// Kills a command at a moment; tells whether it had not ended by then.
fn kill(site: &Site, command: &[&str], moment: Duration) -> bool {
    let mut child = site.command(command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(moment);
    let _ = child.kill();
    !child.wait().unwrap().success()
}

/// Kills a command that edits the site again and again: after the next run, all of its work is done, or none.
fn all_or_nothing(name: &str, command: &[&str]) {
    let mut random = Random::new(name);
    let site = site();
    let before = sources(&site);
    let start = Instant::now();
    site.run(command).expect(0);
    let (whole, after) = (start.elapsed(), sources(&site));
    assert_ne!(before, after);
    let (mut killed, mut done) = (0, 0);
    for _ in 0..times() {
        reset(&site, &before);
        killed += usize::from(kill(&site, command, random.moment(whole)));
        site.run(&["check"]);
        let now = sources(&site);
        done += usize::from(now == after);
        assert!(now == before || now == after, "some files are as before the edit and some as after it");
    }
    println!("{name}: {killed} of {} killed, {done} of them finished", times());
}

#[test]
fn a_rename_that_is_killed_is_whole_or_was_not() {
    all_or_nothing("rename", &["rename", "person:person-7", "somebody-else"]);
}

#[test]
fn a_link_that_is_killed_is_whole_or_was_not() {
    all_or_nothing("link", &["link", "--write"]);
}

#[test]
fn a_build_that_is_killed_leaves_whole_pages_and_the_next_one_the_site() {
    let mut random = Random::new("build");
    let (old, new) =
        (site(), site().file("annals.toml", "title = \"Another\"\n").person("grace", "Grace Hopper"));
    let (old, start) = (old.build(), Instant::now());
    let new = new.build();
    let (whole, before, after) = (start.elapsed(), old.pages(), new.pages());
    for path in ["annals.toml", "content/people/grace.md"] {
        old.write(path, &std::fs::read(new.path(path)).unwrap());
    }
    for _ in 0..times() {
        std::fs::remove_dir_all(old.output()).unwrap();
        before.iter().for_each(|(path, bytes)| old.write(&format!("public/{path}"), bytes));
        kill(&old, &["build"], random.moment(whole));
        for (path, bytes) in old.pages().into_iter().filter(|(path, _)| path.ends_with(".html")) {
            let is_whole = before.get(&path) == Some(&bytes) || after.get(&path) == Some(&bytes);
            assert!(is_whole, "{path} is torn");
        }
        old.run(&["build"]).expect(0);
        assert!(old.pages() == after, "the next build does not set it right");
    }
}
