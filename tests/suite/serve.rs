//! `annals serve`: what a browser gets, and that it is always what a clean build would write.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::program::{annals, read, run, starter, write};

const ARTICLE: &str = "content/articles/a-visit-to-the-engine.md";
const PAGE: &str = "/articles/a-visit-to-the-engine.html";

/// A running server, which ends with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(site: &Path, port: u16) -> Self {
        let port = port.to_string();
        let mut command = annals(site, &["serve", "--port", &port]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://localhost:").nth(1).unwrap_or_else(|| panic!("{line}"));
        let port = address.split('/').next().unwrap().parse().unwrap();
        Self { child, port }
    }

    fn request(&self, method: &str, path: &str, host: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let answer = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_owned(), body.to_owned())
    }

    fn get(&self, path: &str) -> (u16, String) {
        let (status, _, body) = self.request("GET", path, "localhost");
        (status, body)
    }

    /// Waits until a page says something.
    fn wait_for(&self, path: &str, words: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        while !self.get(path).1.contains(words) {
            assert!(Instant::now() < until, "{path} never said {words}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The next message for open pages that satisfies a condition.
    fn message(&self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET /~annals/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        for line in BufReader::new(stream).lines() {
            if let Some(data) = line.unwrap().strip_prefix("data: ") {
                let message = serde_json::from_str(data).unwrap();
                if wanted(&message) {
                    return message;
                }
            }
        }
        panic!("the stream ended");
    }
}

/// A page without the script that only a server puts in.
fn without_script(page: &str) -> String {
    let Some((before, rest)) = page.split_once("<script src=\"/~annals/live.js\"") else {
        return page.to_owned();
    };
    let (_, after) = rest.split_once("</script>").unwrap();
    format!("{before}{after}")
}

#[test]
fn pages_follow_their_files_and_a_broken_edit_leaves_the_last_good_site() {
    let site = starter();
    let server = Server::start(site.path(), 0);
    let text = read(site.path(), ARTICLE);
    write(site.path(), &[(ARTICLE, &(text.clone() + "\nA new sentence.\n"))]);
    server.wait_for(PAGE, "A new sentence.");
    let edited = server.message(|message| message["edited"].is_string());
    assert_eq!(edited["edited"], PAGE.trim_start_matches('/'));

    write(site.path(), &[(ARTICLE, &(text.clone() + "\nBroken by [[Nobody]].\n"))]);
    let broken = server.message(|message| message["errors"] == 1);
    let place = &broken["findings"][0]["places"][0];
    assert_eq!(broken["findings"][0]["code"], "unknown-name");
    assert_eq!((&place["before"], &place["words"]), (&"Broken by [[".into(), &"Nobody".into()));
    assert!(place["href"].as_str().unwrap().ends_with(place["place"].as_str().unwrap()));
    assert!(server.get(PAGE).1.contains("A new sentence."));

    let temporary = site.path().join("content/articles/.saving");
    std::fs::write(&temporary, text + "\nSaved by renaming.\n").unwrap();
    std::fs::rename(temporary, site.path().join(ARTICLE)).unwrap();
    server.wait_for(PAGE, "Saved by renaming.");
    server.message(|message| message["errors"] == 0);
}

/// A template that only fails on a page is an error like any other: pages stay, also those that nobody has seen yet.
#[test]
fn a_template_that_fails_on_a_page_leaves_the_last_good_site() {
    let site = starter();
    let server = Server::start(site.path(), 0);
    let person = "/people/ada-lovelace.html";
    let (before, unseen) = (server.get(PAGE), server.message(|_| true));
    assert_eq!((before.0, &unseen["errors"]), (200, &0.into()));

    write(site.path(), &[("templates/person.html", "{{ page.nothing.at_all }}\n")]);
    let broken = server.message(|message| message["errors"].as_u64() > Some(0));
    let finding = &broken["findings"][0];
    assert_eq!(finding["code"], "template-error");
    assert_eq!(finding["places"][0]["place"], "templates/person.html:1:9");
    assert_eq!(server.get(person).0, 200, "nobody has looked at this page before");
    assert_eq!(server.get(PAGE).0, 200);

    // As long as it is broken, the site shown stays, and an edit of a text does not hide the error.
    write(site.path(), &[(ARTICLE, &(read(site.path(), ARTICLE) + "\nAnother sentence.\n"))]);
    let still = server.message(|message| message["version"] != broken["version"]);
    assert_eq!(still["findings"][0]["code"], "template-error");
    write(site.path(), &[("templates/person.html", "mended\n")]);
    server.wait_for(person, "mended");
    server.wait_for(PAGE, "Another sentence.");
    assert_eq!(server.message(|_| true)["errors"], 0);
}

/// Not all pages are tried after each edit of a text. One that fails when somebody first looks at it says why and where, and
/// comes up by itself once that is mended.
#[test]
fn a_page_that_fails_at_the_first_look_shows_the_place_to_mend() {
    let site = starter();
    let template = "{% extends \"annals/person.html\" %}\n{% block title %}{% if entity.mention_count > 9 %}{{ page.nothing.at_all }}{% endif %}{% endblock title %}\n";
    write(site.path(), &[("templates/person.html", template)]);
    let server = Server::start(site.path(), 0);
    let text = read(site.path(), ARTICLE);
    write(site.path(), &[(ARTICLE, &(text.clone() + "\nMany. " + &"[[Ada Lovelace]] ".repeat(9)))]);
    server.wait_for(PAGE, "Many.");
    let (status, page) = server.get("/people/ada-lovelace.html");
    assert_eq!(status, 500, "{page}");
    assert!(page.contains("error[template-error]") && page.contains("templates/person.html:2:"), "{page}");
    write(site.path(), &[(ARTICLE, &text)]);
    server.wait_for("/people/ada-lovelace.html", "<h1");
}

#[test]
fn templates_styles_and_settings_are_watched_too() {
    let site = starter();
    let server = Server::start(site.path(), 0);
    write(
        site.path(),
        &[("annals.toml", &read(site.path(), "annals.toml").replace("A new site", "Renamed site"))],
    );
    server.wait_for("/", "Renamed site");
    write(site.path(), &[("static/annals.css", "body{color:teal}")]);
    server.wait_for("/annals.css", "teal");
    write(site.path(), &[("templates/404.html", "not here")]);
    server.wait_for("/nowhere", "not here");
    std::fs::remove_dir_all(site.path().join("templates")).unwrap();
    server.wait_for("/nowhere", "<!DOCTYPE html>");
    std::fs::rename(site.path().join("content/people"), site.path().join("content/gone")).unwrap();
    server.message(|message| message["errors"].as_u64() > Some(0));
    std::fs::rename(site.path().join("content/gone"), site.path().join("content/people")).unwrap();
    server.message(|message| message["errors"] == 0);
}

#[test]
fn a_server_answers_for_its_site_alone() {
    let site = starter();
    let server = Server::start(site.path(), 0);
    for path in ["/", "/people", "/people/ada-lovelace", "/people/ada-lovelace.html", "/annals.css"] {
        assert_eq!(server.get(path).0, 200, "{path}");
    }
    for path in [
        "/../annals.toml",
        "/%2e%2e/annals.toml",
        "/annals.toml",
        "/content/people/ada-lovelace.md",
        "//etc/passwd",
        "/nope",
    ] {
        assert_eq!(server.get(path).0, 404, "{path}");
    }
    for host in ["example.org", "localhost.example.org", "192.168.0.1"] {
        assert_eq!(server.request("GET", "/", host).0, 403, "{host}");
    }
    assert_eq!(server.request("GET", "/", "127.0.0.1:1").0, 200);
    assert_eq!(server.request("POST", "/", "localhost").0, 405);
    let (_, head, body) = server.request("HEAD", PAGE, "localhost");
    assert!(
        head.contains("content-type: text/html; charset=utf-8") && head.contains("x-annals-page: "),
        "{head}"
    );
    assert_eq!(body, "");
}

#[test]
fn a_taken_port_is_passed_over() {
    let site = starter();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert!(Server::start(site.path(), port).port > port);
}

/// Numbers without a pattern, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// `ANNALS_SAVES` sets how many.
#[test]
fn after_random_saves_the_served_site_is_a_clean_build() {
    const ROUND: u64 = 200;
    let saves = std::env::var("ANNALS_SAVES").ok().and_then(|number| number.parse().ok()).unwrap_or(1000);
    let site = starter();
    let server = Server::start(site.path(), 0);
    let text = read(site.path(), ARTICLE);
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for number in 1..=saves {
        save(site.path(), &text, &mut chance, number);
        // Some saves come together, some by themselves.
        std::thread::sleep(Duration::from_millis(chance.below(40)));
        if number % ROUND == 0 || number == saves {
            let end = format!("The end of {number}.");
            write(site.path(), &[(ARTICLE, &format!("{text}\n{end}\n"))]);
            server.wait_for(PAGE, &end);
            assert_eq!(unlike_a_clean_build(&server, site.path()), Vec::<String>::new(), "{number} saves");
        }
    }
}

/// The files that the server has otherwise than a clean build, or not at all.
fn unlike_a_clean_build(server: &Server, site: &Path) -> Vec<String> {
    let clean = tempfile::tempdir().unwrap();
    let folder = clean.path().join("public");
    let address = format!("http://localhost:{}/", server.port);
    run(site, &["build", "-o", folder.to_str().unwrap(), "--base-url", &address]).output();
    different(server, &folder)
}

/// One thing that an author or an editor does.
fn save(site: &Path, text: &str, chance: &mut Chance, number: u64) {
    let article = site.join(ARTICLE);
    let person = |id: u64| site.join(format!("content/people/guest-{id}.md"));
    let (one, other) = (person(chance.below(4)), person(chance.below(4)));
    match chance.below(7) {
        0 => std::fs::write(article, format!("{text}\nSave {number} of [[Ada Lovelace]].\n")).unwrap(),
        1 => std::fs::write(article, format!("{text}\nBroken [[by {number}.\n")).unwrap(),
        2 => {
            let temporary = site.join("content/articles/4913~");
            std::fs::write(&temporary, format!("{text}\nRenamed into place {number}.\n")).unwrap();
            std::fs::rename(temporary, article).unwrap();
        }
        3 => std::fs::write(&one, format!("---\nname: Guest {number}\n---\n")).unwrap(),
        4 if one.exists() && one != other => std::fs::rename(one, other).unwrap(),
        5 if one.exists() => std::fs::remove_file(one).unwrap(),
        _ => write(site, &[("static/extra/note.txt", &number.to_string())]),
    }
}

/// The files of a clean build that the server does not have, or has otherwise.
fn different(server: &Server, clean: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(clean).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let paths = files.map(|entry| entry.path().strip_prefix(clean).unwrap().display().to_string());
    let pages = paths.filter(|path| !path.starts_with('.'));
    let pages: Vec<_> = pages.collect();
    assert!(pages.len() > 10, "{pages:?}");
    pages
        .into_iter()
        .filter(|path| {
            let built = String::from_utf8_lossy(&std::fs::read(clean.join(path)).unwrap()).into_owned();
            without_script(&server.get(&format!("/{path}")).1) != built
        })
        .collect()
}

/// A newcomer's path in a terminal, keyboard and all.
#[test]
fn a_newcomer_gets_from_nothing_to_a_site_in_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let size = PtySize { rows: 40, cols: 90, pixel_width: 0, pixel_height: 0 };
    let in_terminal = |arguments: &[&str]| {
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_annals"));
        command.args(arguments);
        command.cwd(folder.path());
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        (child, pty.master)
    };
    let printed = |arguments: &[&str]| {
        let (mut child, master) = in_terminal(arguments);
        let mut text = Vec::new();
        // A terminal whose program has ended gives an error instead of an end on Linux.
        let _ = master.try_clone_reader().unwrap().read_to_end(&mut text);
        (child.wait().unwrap().exit_code(), String::from_utf8_lossy(&text).into_owned())
    };
    let (status, text) = printed(&["init", "site"]);
    assert!(status == 0 && text.contains("annals serve --open"), "{text}");
    let (status, text) = printed(&["--root", "site", "new", "person", "Mary Somerville"]);
    assert!(status == 0 && text.contains("mary-somerville.md"), "{text}");
    let article = format!("site/{ARTICLE}");
    let good = read(folder.path(), &article);
    write(folder.path(), &[(&article, &(good.clone() + "\nShe knew [[Mary Sommerville]].\n"))]);
    let (status, text) = printed(&["--root", "site", "check"]);
    assert!(status == 1 && text.contains("\u{1b}["), "in colour: {text}");
    assert!(text.contains("did you mean `Mary Somerville` (person:mary-somerville)?"), "{text}");
    write(folder.path(), &[(&article, &(good + "\nShe knew [[Mary Somerville]].\n"))]);

    let (mut child, master) = in_terminal(&["--root", "site", "serve", "--port", "0"]);
    let mut lines = BufReader::new(master.try_clone_reader().unwrap()).lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains("http://localhost:")).unwrap();
    let address = line.split("http://localhost:").nth(1).unwrap();
    let port: u16 = address.split('/').next().unwrap().parse().unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(
        stream,
        "GET /people/mary-somerville.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    assert!(page.contains("She knew"), "{page}");
    let pressed = Instant::now();
    master.take_writer().unwrap().write_all(b"\x03").unwrap();
    child.wait().unwrap();
    assert!(pressed.elapsed() < Duration::from_secs(2), "Ctrl-C ends it at once");

    let (status, text) = printed(&["--root", "site", "build"]);
    assert!(status == 0 && text.contains("no findings"), "{text}");
    assert!(read(folder.path(), "site/public/people/mary-somerville.html").contains("She knew"));
}

/// What a browser tells of the site that asks.
fn asked(server: &Server, path: &str, headers: &str) -> (u16, String, String) {
    server.request("GET", path, &format!("localhost:{}\r\n{headers}", server.port))
}

#[test]
fn another_site_in_the_same_browser_reads_nothing() {
    let site = starter();
    let server = Server::start(site.path(), 0);
    let files =
        ["/", PAGE, "/annals.css", "/search/names.js", "/~annals/live.js", "/~annals/events", "/nowhere"];
    for path in files {
        for from in ["cross-site", "same-site", "unheard-of"] {
            for how in [
                "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script",
                "Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty",
                "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe",
            ] {
                let (status, _, body) = asked(&server, path, &format!("Sec-Fetch-Site: {from}\r\n{how}"));
                assert_eq!((status, body.contains("<html")), (403, false), "{path} {from} {how}");
            }
        }
        let foreign = ["Origin: http://localhost:1", "Origin: https://evil.example", "Origin: null"];
        foreign.iter().for_each(|origin| assert_eq!(asked(&server, path, origin).0, 403, "{path} {origin}"));
    }
    let visit = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document";
    let own = "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script";
    let typed = "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document";
    for (path, headers) in [("/", visit), ("/", typed), ("/annals.css", own), ("/", "Accept: */*")] {
        assert_eq!(asked(&server, path, headers).0, 200, "{path} {headers}");
    }
}

#[test]
fn every_answer_says_what_it_may_load_and_who_may_load_it() {
    let site = starter();
    let config = read(site.path(), "annals.toml") + "\n[policy]\nimages = \"https://p.example\"\n";
    write(site.path(), &[("annals.toml", &config)]);
    let server = Server::start(site.path(), 0);
    for (method, path) in
        [("GET", "/"), ("GET", "/annals.css"), ("GET", "/nowhere"), ("POST", "/"), ("GET", "/articles")]
    {
        let (_, head, _) = server.request(method, path, "localhost");
        let head = head.to_ascii_lowercase();
        for part in [
            "cross-origin-resource-policy: same-origin",
            "img-src 'self' data: https://p.example;",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
        ] {
            assert!(head.contains(part), "{method} {path}: {head}");
        }
    }
    assert_eq!(server.request("GET", "/", "evil.example").0, 403);
}

/// The watcher is told of a change only later, so the server must see by itself what a file has become.
#[cfg(unix)]
#[test]
fn a_file_that_becomes_a_link_or_a_pipe_is_not_read() {
    let (site, other) = (starter(), tempfile::tempdir().unwrap());
    std::fs::write(other.path().join("secret"), "secret").unwrap();
    let files = [("static/a.bin", "a"), ("static/b.bin", "b"), ("static/c.bin", "c")];
    write(site.path(), &files);
    let server = Server::start(site.path(), 0);
    assert_eq!(server.get("/c.bin").1, "c");
    let path = |name: &str| site.path().join("static").join(name);
    ["a.bin", "b.bin", "c.bin"].iter().for_each(|name| std::fs::remove_file(path(name)).unwrap());
    std::os::unix::fs::symlink(other.path().join("secret"), path("a.bin")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(path("b.bin")).status().unwrap().success());
    std::os::unix::fs::symlink(other.path().join("secret"), path("c.bin")).unwrap();
    for name in ["/a.bin", "/b.bin", "/c.bin"] {
        let (status, body) = server.get(name);
        assert!(!body.contains("secret"), "{name}: {status} {body}");
    }
    assert_eq!(server.get("/").0, 200);
}
