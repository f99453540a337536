//! Publishing as the guide tells it: what readers get from a real web server, and what lies on a branch.
//!
//! Configurations and commands are those of `content/pages/guide-publishing.md`, with other addresses. They need
//! nginx and git.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use scraper::Html;
use tempfile::TempDir;

use crate::html::links;
use crate::needed::are_there;
use crate::program::{annals, run};
use crate::site::{Site, repository, tree};

/// The first block of code in the guide after some words.
fn from_guide(words: &str) -> String {
    let guide = fs::read_to_string(repository().join("content/pages/guide-publishing.md")).unwrap();
    let (_, rest) = guide.split_once(words).unwrap_or_else(|| panic!("the guide doesn't say {words}"));
    let lines = rest.lines().skip_while(|line| !line.starts_with("```")).skip(1);
    lines.take_while(|line| !line.starts_with("```")).flat_map(|line| [line, "\n"]).collect()
}

/// The files of an output folder that the guide publishes.
fn published(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(folder);
    files.retain(|path, _| !path.starts_with(".annals-") && !path.starts_with(".git/"));
    files
}

/// A running nginx with a site in the folder `/news/`, which ends with the test.
struct Nginx {
    child: Child,
    port: u16,
    folder: TempDir,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Nginx {
    /// Builds the site for an address, puts it where the guide's configuration expects it, and serves it.
    fn start(site: &Site) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        site.run(&["build", "--base-url", &format!("http://127.0.0.1:{port}/news/")]).expect(0);
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in published(&site.output()) {
            let path = folder.path().join("www/archive").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        fs::write(folder.path().join("nginx.conf"), configuration(folder.path(), port)).unwrap();
        let mut command = Command::new("nginx");
        command.arg("-p").arg(folder.path()).args(["-c", "nginx.conf", "-e", "stderr"]);
        let mut nginx = Self { child: command.spawn().unwrap(), port, folder };
        nginx.wait();
        nginx
    }

    fn wait(&mut self) {
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert_eq!(self.child.try_wait().unwrap(), None, "nginx ends at once; see above");
            assert!(Instant::now() < until, "nginx doesn't answer");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn get(&self, address: &str) -> Answer {
        let port = self.port;
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(stream, "GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let answer = String::from_utf8_lossy(&bytes);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: format!("{head}\r\n"), body: body.to_owned() }
    }

    /// The address on this server that a link means; none where it leads elsewhere.
    fn address(&self, page: &str, link: &str) -> Option<String> {
        let link = link.split(['#', '?']).next().unwrap_or_default();
        if let Some(rest) = link.strip_prefix(&format!("http://127.0.0.1:{}/", self.port)) {
            return Some(format!("/{rest}"));
        }
        if link.is_empty() || link.contains(':') {
            return None;
        }
        let (folder, _) = page.rsplit_once('/').unwrap();
        let mut parts: Vec<_> = folder.split('/').collect();
        let (up, name) = link.rsplit_once('/').unwrap_or(("", link));
        let (up, name) = if matches!(name, "." | "..") { (link, "") } else { (up, name) };
        for part in up.split('/') {
            match part {
                ".." => drop(parts.pop()),
                "." | "" => {}
                part => parts.push(part),
            }
        }
        Some(format!("{}/{name}", parts.join("/")))
    }

    /// Follows every link from an address on, and gives the addresses that were found there. Each must be answered.
    fn crawl(&self, from: &str) -> BTreeSet<String> {
        let mut seen = BTreeSet::from([from.to_owned()]);
        let mut waiting = vec![(String::new(), from.to_owned())];
        let mut broken = Vec::new();
        while let Some((origin, address)) = waiting.pop() {
            let answer = self.get(&address);
            if answer.status != 200 {
                broken.push(format!("{origin}: {address} gives {}", answer.status));
            }
            if answer.head.contains("Content-Type: text/html") {
                let found = links(&Html::parse_document(&answer.body));
                let found = found.iter().filter_map(|link| self.address(&address, link));
                let new = found.filter(|found| seen.insert(found.clone())).collect::<Vec<_>>();
                waiting.extend(new.into_iter().map(|found| (address.clone(), found)));
            }
        }
        assert_eq!(broken, Vec::<String>::new());
        seen
    }
}

/// The guide's configuration, within what nginx needs to run in a folder of its own, without privileges.
fn configuration(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    let locations = from_guide("nginx needs no more than this");
    assert!(locations.contains("/var/www/archive/"), "{locations}");
    let locations = locations
        .replace("/var/www/archive/", "WWW")
        .replace("/archive", "/news")
        .replace("WWW", &format!("{folder}/www/archive/"));
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|what| format!("{what}_temp_path {folder}/{what};\n"))
        .concat();
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr crit;\nevents {{}}\n\
         http {{\naccess_log off;\n{temporary}\
         types {{ text/html html; text/css css; text/javascript js; text/xml xml; image/svg+xml svg; text/plain txt; }}\n\
         server {{\nlisten 127.0.0.1:{port};\nroot {folder}/nothing;\n{locations}}}\n}}\n"
    )
}

/// What a reader finds who follows all links of this repository's site.
fn can_be_read_on_nginx(urls: &str) {
    if !are_there(&["nginx"]) {
        return;
    }
    let site = Site::copy_of(&repository());
    let config = fs::read_to_string(site.path("annals.toml")).unwrap();
    let site = site.file("annals.toml", format!("urls = \"{urls}\"\n{config}"));
    let nginx = Nginx::start(&site);

    let found = nginx.crawl("/news/");
    let host = format!("http://127.0.0.1:{}", nginx.port);
    let map = nginx.get("/news/sitemap.xml").body;
    let told = map.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap());
    let told: Vec<_> = told.map(|address| address.strip_prefix(&host).unwrap()).collect();
    assert!(told.len() > 70, "{map}");
    let hidden: Vec<_> = told.iter().filter(|address| !found.contains(**address)).collect();
    assert_eq!(hidden, Vec::<&&str>::new(), "no link leads to these");

    let entry = nginx.get("/news");
    assert_eq!(entry.status, 301);
    assert!(entry.head.contains(&format!("Location: {host}/news/\r\n")), "{}", entry.head);
    assert!(nginx.get("/news/robots.txt").head.contains("Content-Type: text/plain; charset=utf-8"));
    assert_eq!(nginx.get("/news/_headers").status, 200);
    unknown_addresses_lead_back(&nginx, if urls == "flat" { "/news/index.html" } else { "/news/" });
}

/// An unknown address shows the site's own page, and a reader finds the way home from there.
fn unknown_addresses_lead_back(nginx: &Nginx, home: &str) {
    let page = fs::read_to_string(nginx.folder.path().join("www/archive/404.html")).unwrap();
    for unknown in ["/news/nobody.html", "/news/a/deep/and/unknown/address/", "/news/.annals-manifest"] {
        let answer = nginx.get(unknown);
        assert_eq!((answer.status, &answer.body), (404, &page), "{unknown}");
    }
    let ways = links(&Html::parse_document(&page));
    let ways: BTreeSet<_> =
        ways.iter().filter_map(|way| nginx.address("/news/a/deep/address", way)).collect();
    assert!(ways.contains(home), "{ways:?}");
    for way in ways {
        assert_eq!(nginx.get(&way).status, 200, "{way}");
    }
}

#[test]
fn every_page_can_be_read_on_nginx() {
    can_be_read_on_nginx("flat");
}

#[test]
fn every_page_can_be_read_on_nginx_with_clean_addresses() {
    can_be_read_on_nginx("clean");
}

/// A command that knows no settings of whoever runs the tests.
fn bare(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    command.env_remove("XDG_CONFIG_HOME").env_remove("GIT_CONFIG_GLOBAL");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Ada").env(format!("GIT_{role}_EMAIL"), "ada@example.org");
    }
    command
}

fn succeeds(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_branch_holds_what_was_built() {
    if !are_there(&["git"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let remote = folder.join("remote.git");
    run(folder, &["init", "repository"]).output();
    succeeds(bare("git", folder).args(["init", "--bare"]).arg(&remote));

    let commands = from_guide("put the folder on a branch of its own");
    assert!(commands.contains("git@github.com:you/repository.git"), "{commands}");
    let commands = commands.replace("git@github.com:you/repository.git", remote.to_str().unwrap());
    let program = Path::new(annals(folder, &[]).get_program()).parent().unwrap().to_owned();
    let path = env::join_paths([program].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap())));
    let path = path.unwrap();

    let publish = |checkout: &str| {
        let mut shell = bare("sh", &folder.join("repository"));
        succeeds(shell.args(["-e", "-c", &commands]).env("PATH", &path));
        succeeds(bare("git", folder).args(["clone", "--branch", "gh-pages"]).arg(&remote).arg(checkout));
        let mut branch = tree(&folder.join(checkout));
        branch.retain(|path, _| !path.starts_with(".git/"));
        assert!(branch.contains_key(".nojekyll") && branch.contains_key("index.html"));
        assert!(branch == published(&folder.join("site")), "{:?}", branch.keys());
        branch
    };

    publish("first");
    let articles = folder.join("repository/content/articles");
    fs::remove_dir_all(&articles).unwrap();
    fs::create_dir(&articles).unwrap();
    fs::write(articles.join("another.md"), "---\ntitle: Another\ndate: 2017-07-07\n---\nText.\n").unwrap();
    let branch = publish("second");
    let articles: Vec<_> = branch.keys().filter(|path| path.starts_with("articles/")).collect();
    assert_eq!(articles, ["articles/another.html"]);
}
