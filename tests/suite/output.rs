//! What a build does to the output folder, and how the program ends.

use std::fs::{self, File};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use annals::output::MANIFEST;
use scraper::Html;

use crate::html::selector;
use crate::site::{Run, Site};

fn small_site() -> Site {
    Site::new()
        .article("first", "[[Ada Lovelace]] wrote a program.\n")
        .article("second", "[[Charles Babbage]] built an engine.\n")
        .person("ada", "Ada Lovelace")
        .person("charles", "Charles Babbage")
}

#[test]
fn a_second_build_writes_nothing() {
    let site = small_site().build();
    site.backdate();
    site.run(&["build"]).expect(0).says("0 written");
    assert_eq!(site.written(), Vec::<String>::new());
}

#[test]
fn a_file_is_written_exactly_if_its_bytes_differ() {
    let site = small_site().build();
    let before = site.pages();
    site.backdate();
    let site =
        site.file("content/people/ada.md", "---\nname: Ada Lovelace\nsummary: First of all.\n---\n").build();
    let changed: Vec<_> = site
        .pages()
        .into_iter()
        .filter(|(path, bytes)| before.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert!(changed.contains(&"people/ada.html".to_owned()), "{changed:?}");
    assert!(!changed.contains(&"people/charles.html".to_owned()), "{changed:?}");
    assert_eq!(site.written(), changed);
}

#[test]
fn what_somebody_changed_in_the_output_is_mended() {
    let site = small_site().build();
    let good = site.pages();
    fs::write(site.output().join("people/ada.html"), "spoiled").unwrap();
    fs::remove_file(site.output().join("index.html")).unwrap();
    let site = site.build();
    assert_eq!(site.pages(), good);
}

#[test]
fn pages_that_are_no_longer_made_are_removed_with_their_folders() {
    let site = small_site().file("content/places/paris.md", "---\nname: Paris\n---\n").build();
    assert!(site.output().join("places/paris.html").is_file());
    site.remove("content/places/paris.md");
    site.run(&["build"]).expect(0).says("removed");
    assert!(!site.output().join("places.html").exists());
    assert!(!site.output().join("places").exists());
}

#[test]
fn a_removed_page_leaves_the_same_bytes_as_if_it_had_never_been() {
    let site = small_site().build();
    let never = site.pages();
    let site = site.person("grace", "Grace Hopper").build();
    site.remove("content/people/grace.md");
    let site = site.build();
    assert_eq!(site.pages(), never);
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_left_as_it_was() {
    let site = small_site().file("public/holidays/rome.txt", "dear diary");
    let run = site.run(&["build"]).expect(2).says("holidays/rome.txt");
    assert!(run.stderr.contains("which Annals did not write"), "{}", run.stderr);
    let names: Vec<_> =
        fs::read_dir(site.output()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["holidays"]);
    assert_eq!(fs::read(site.output().join("holidays/rome.txt")).unwrap(), b"dear diary");
}

#[test]
fn the_folder_of_the_site_itself_is_refused() {
    let site = small_site();
    site.run(&["build", "-o", "."]).expect(2).says("which Annals did not write");
    assert!(!site.path("index.html").exists());
}

#[test]
fn a_foreign_file_that_comes_later_is_refused_and_nothing_is_written() {
    let site = small_site().build();
    site.backdate();
    let site = site.file("public/people/notes.txt", "mine").person("grace", "Grace Hopper");
    site.run(&["build"]).expect(2).says("people/notes.txt");
    assert_eq!(site.written(), ["people/notes.txt"]);
}

#[test]
fn hidden_files_in_the_output_are_the_users() {
    let site = small_site().file("public/.git/HEAD", "ref").file("public/.nojekyll", "").build();
    let site = site.person("grace", "Grace Hopper").build();
    assert_eq!(site.page(".git/HEAD"), "ref");
    assert!(site.output().join(".nojekyll").is_file());
}

#[test]
fn an_error_writes_nothing_and_the_last_good_site_stays() {
    let site = small_site().build();
    let good = site.pages();
    site.backdate();
    let site = site.article("first", "[[Ada Lovelace]] and [[Nobody]].\n").person("grace", "Grace Hopper");
    site.run(&["build"]).expect(1).says("error[unknown-name]").says("content/articles/first.md:5:24");
    assert_eq!(site.written(), Vec::<String>::new());
    assert_eq!(site.pages(), good);
}

#[test]
fn an_error_on_a_first_build_makes_no_folder() {
    let site = small_site().article("third", "[[Nobody]]\n");
    site.run(&["build"]).expect(1);
    assert!(!site.output().exists());
}

/// Such a mistake shows only when the page is rendered, when other pages are long done.
#[test]
fn a_template_that_fails_on_one_page_leaves_the_last_good_site() {
    let site = small_site().build();
    let good = site.pages();
    site.backdate();
    let template = "{% extends \"annals/person.html\" %}\n{% block sections %}{{ entity.infobox[0].label }}{% endblock sections %}\n";
    let site = site.file("templates/person.html", template).file("annals.toml", "title = \"Renamed\"\n");
    let run = site.run(&["build"]).expect(1).says("error[template-error]").says("templates/person.html:2");
    assert!(run.stderr.contains("people/"), "{}", run.stderr);
    assert_eq!(site.written(), Vec::<String>::new());
    assert_eq!(site.pages(), good);
}

#[test]
fn a_component_of_the_frame_is_overridden_as_any_other() {
    let own = "{% component frame_header(@site, @words) -%}<header>{{ site.title }}: {{ words.search }}</header>{%- endcomponent frame_header %}";
    let site = small_site().file("templates/own.html", own);
    let run = site.run(&["build"]).expect(0);
    assert!(!run.stderr.contains("unused-override"), "{}", run.stderr);
    assert!(site.pages().iter().filter(|(path, _)| path.ends_with(".html")).all(|(_, page)| {
        String::from_utf8_lossy(page).contains("<header>Test: Search</header>\n<main id=\"content\">")
    }));
    let site = site.file("templates/own.html", own.replace("site.title", "site.menu.nothing.here"));
    site.run(&["build"]).expect(1).says("error[template-error]").says("templates/own.html:1");
}

/// Two claims of which one denies the other, by two people of two articles.
fn dispute() -> Site {
    Site::new()
        .person("ada", "Ada")
        .person("bo", "Bo")
        .article("a", "[It rained]{.claim #rain by=ada}.\n")
        .article("b", "[It was dry]{.claim #dry by=bo denies=a#rain}.\n")
}

/// What many pages show is rendered once for all of them; it must still be right on each.
#[test]
fn a_claim_leads_to_all_but_the_page_it_is_on() {
    let site = dispute().build();
    let links = |page: &str| {
        let (html, of_claims) = (Html::parse_document(&site.page(page)), selector("li .claim a:not(.ref)"));
        let links = html.select(&of_claims).filter_map(|link| link.value().attr("href"));
        links.map(|link| link.split('#').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let [rain, dry] = ["../claims/a/rain.html", "../claims/b/dry.html"];
    assert_eq!(links("people/ada.html"), [rain, "../people/bo.html", dry, "../articles/b.html"]);
    assert_eq!(links("people/bo.html"), [dry, "../people/ada.html", rain, "../articles/a.html"]);
    let [ada, bo] = ["people/ada.html", "people/bo.html"];
    assert_eq!(links("claims.html"), ["claims/a/rain.html", bo, "claims/b/dry.html", "articles/b.html"]);
    assert_eq!(
        links("index.html"),
        [ada, "claims/a/rain.html", "articles/a.html", bo, "claims/b/dry.html", "articles/b.html"]
    );
    let own = Site::new()
        .person("ada", "Ada")
        .article("a", "[It rained]{.claim #rain by=ada}. [It poured]{.claim by=ada repeats=rain}.\n");
    let page = own.build().page("people/ada.html");
    assert!(!page.contains("people/ada.html\">Ada"), "{page}");
}

#[test]
fn a_component_for_claims_is_overridden_as_any_other() {
    let own = "{% component circumstances(claim, badge=true, by=true) -%}<p class=\"by\">{{ claim.speakers[0].name }} {{ by }}</p>{%- endcomponent circumstances %}
        {% component claim(claim, here=false, @words, @site) -%}<p class=\"own\">{{ claim.words }}{% if here %} here{% endif %}{{ words.colon }}{{ claim.relations | length }}</p><img src=\"{{ site.root }}x.png\" alt=\"\">{%- endcomponent claim %}
        {% component side(claim, of=\"\") -%}<p class=\"side\">{{ claim.words }}</p>{%- endcomponent side %}
        {% component claim_card(claim) -%}<p class=\"card\">{{ claim.words }}</p>{%- endcomponent claim_card %}";
    let site = dispute().file("templates/own.html", own);
    let run = site.run(&["build"]).expect(0);
    assert!(!run.stderr.contains("unused-override"), "{}", run.stderr);
    let person = site.page("people/bo.html");
    for shown in ["<p class=\"own\">It was dry: 1</p>", "<p class=\"by\">Bo false</p>"] {
        assert!(person.contains(shown), "{shown} in {person}");
    }
    assert!(person.contains("<img src=\"../x.png\""), "{person}");
    let index = site.page("claims.html");
    assert!(
        index.contains("<p class=\"by\">Ada true</p>") && index.contains("<img src=\"x.png\""),
        "{index}"
    );
    let article = site.page("articles/b.html");
    for shown in [
        "<p class=\"own\">It was dry here: 1</p>",
        "<p class=\"card\">It was dry</p>",
        "<p class=\"side\">It rained</p>",
    ] {
        assert!(article.contains(shown), "{shown} in {article}");
    }
    let site =
        site.file("templates/own.html", own.replace("claim.relations", "claim.relations[0].nothing.here"));
    site.run(&["build"]).expect(1).says("error[template-error]").says("templates/own.html:2");
}

/// A site that takes long enough to be killed in the middle.
fn big_site() -> Site {
    let paragraph = "[[Person 7]] met [[Person 8]] and [[Person 9]]. They [spoke]{.claim by=person-7}.\n\n";
    (0..40).fold(Site::new(), |site, number| {
        site.person(&format!("person-{number}"), &format!("Person {number}"))
            .article(&format!("article-{number}"), &paragraph.repeat(8))
    })
}

/// Starts a build, kills it as soon as the output folder looks so, and tells whether it was in the middle.
fn kill_build(site: &Site, when: impl Fn(&Site) -> bool) -> bool {
    let mut build = site.command(&["build"]).stderr(Stdio::null()).spawn().unwrap();
    while build.try_wait().unwrap().is_none() && !when(site) {
        sleep(Duration::from_micros(200));
    }
    let _ = build.kill();
    !build.wait().unwrap().success()
}

fn has_temporaries(site: &Site) -> bool {
    site.output().join("people").read_dir().is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().ends_with("-tmp")))
    })
}

fn is_unfinished(site: &Site) -> bool {
    fs::read_to_string(site.output().join(MANIFEST)).is_ok_and(|list| list.starts_with("unfinished"))
}

/// The moments at which a build is killed: its folder is there, files are being written, they get their names.
const MOMENTS: [fn(&Site) -> bool; 3] = [|site| site.output().exists(), has_temporaries, is_unfinished];

#[test]
fn a_killed_build_is_set_right_by_the_next() {
    let site = big_site().build();
    let good = site.pages();
    for when in MOMENTS {
        fs::remove_dir_all(site.output()).unwrap();
        assert!(kill_build(&site, when), "the build was over before it could be killed");
        site.run(&["build"]).expect(0);
        assert_eq!(site.pages(), good);
    }
}

#[test]
fn a_killed_rebuild_is_set_right_by_the_next() {
    let site = big_site().file("annals.toml", "title = \"Before\"\n").build();
    let before = site.pages();
    let site = site.file("annals.toml", "title = \"After\"\n").person("late", "Late");
    for when in &MOMENTS[1..] {
        assert!(kill_build(&site, when), "the build was over before it could be killed");
    }
    let site = site.build();
    let after = site.pages();
    assert!(after.contains_key("people/late.html"));
    site.remove("content/people/late.md");
    let site = site.file("annals.toml", "title = \"Before\"\n").build();
    assert_eq!(site.pages(), before);
    let site = site.file("annals.toml", "title = \"After\"\n").person("late", "Late").build();
    assert_eq!(site.pages(), after);
}

#[test]
fn two_builds_at_once_leave_a_whole_site() {
    let site = big_site().build();
    let good = site.pages();
    fs::remove_dir_all(site.output()).unwrap();
    let builds: Vec<_> =
        (0..3).map(|_| site.command(&["build"]).stderr(Stdio::piped()).spawn().unwrap()).collect();
    let mut done = 0;
    for build in builds {
        let run = Run::from(build.wait_with_output().unwrap());
        match run.status {
            Some(0) => done += 1,
            _ => drop(run.expect(2).says("another build is writing")),
        }
    }
    assert!(done > 0, "no build got through");
    assert_eq!(site.pages(), good);
}

#[test]
fn a_folder_that_another_build_writes_is_refused() {
    let site = small_site().build();
    let lock = File::options().write(true).open(site.output().join(".annals-lock")).unwrap();
    lock.lock().unwrap();
    site.run(&["build"]).expect(2).says("another build is writing");
    drop(lock);
    site.run(&["build"]).expect(0);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let site = small_site();
    site.run(&["build", "-o", "annals.toml/public"]).expect(2).says("annals.toml/public");
    let site = site.build();
    fs::remove_file(site.output().join("people/ada.html")).unwrap();
    fs::create_dir(site.output().join("people/ada.html")).unwrap();
    site.run(&["build"]).expect(2).says("people/ada.html");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_named() {
    use std::os::unix::fs::PermissionsExt as _;

    let site = small_site().build();
    let people = site.output().join("people");
    fs::set_permissions(&people, fs::Permissions::from_mode(0o555)).unwrap();
    let site = site.file("annals.toml", "title = \"Renamed\"\n");
    // Whoever may write everywhere, as in a container, is not stopped by this.
    let may_write = File::create(people.join("probe.annals-tmp")).is_ok();
    let run = site.run(&["build"]).expect(if may_write { 0 } else { 2 });
    assert!(may_write || run.stderr.contains("people/"), "{}", run.stderr);
    fs::set_permissions(&people, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_exit_status_tells_who_is_at_fault() {
    let site = small_site();
    site.run(&["check"]).expect(0).says("no findings");
    site.run(&["check", "--deny", "warnings"]).expect(0);
    let site = site.file("content/people/ada.md", "---\nname: Ada Lovelace\nsumary: First.\n---\n");
    site.run(&["check"]).expect(0).says("warning[unknown-key]").says("did you mean `summary`?");
    site.run(&["check", "--deny", "warnings"]).expect(1);
    site.run(&["build"]).expect(0);
    let site = site.article("first", "[[Nobody]]\n");
    site.run(&["check"]).expect(1);
    site.run(&["build", "--no-such-option"]).expect(2);
    site.run(&["check", "--root", "content"]).expect(2).says("annals.toml");
    let empty = tempfile::tempdir().unwrap();
    let outside = site.command(&["check"]).current_dir(empty.path()).output().unwrap();
    Run::from(outside).expect(2).says("annals.toml");
}

#[test]
fn a_site_is_found_from_any_folder_in_it() {
    let site = small_site();
    let below = site.command(&["build"]).current_dir(site.path("content/people")).output().unwrap();
    Run::from(below).expect(0);
    assert!(site.output().join("people/ada.html").is_file());
}

/// One run reports every file that can't be read as it should, and checks the others.
#[test]
fn unreadable_files_are_told_and_the_others_checked() {
    let site = small_site()
        .file("content/people/latin.md", b"---\nname: Andr\xe9\n---\n")
        .file("content/people/open.md", "---\nname: Grace\n")
        .file("content/people/yaml.md", "---\nname: [Grace\n---\n")
        .file("content/people/toml.md", "+++\nname = \n+++\n")
        .file("content/people/nameless.md", "No front matter.\n")
        .file("content/articles/undated.md", "---\ntitle: Undated\n---\n[[Nobody]]\n")
        .file("content/articles/untitled.md", "---\ndate: 2017-07-07\n---\n");
    let run = site.run(&["check"]).expect(1);
    for (code, place) in [
        ("unreadable-file", "content/people/latin.md:2:11"),
        ("bad-front-matter", "content/people/open.md:1:1"),
        ("bad-front-matter", "content/people/yaml.md:2:7"),
        ("bad-front-matter", "content/people/toml.md:2:"),
        ("bad-front-matter", "content/people/nameless.md:1:1"),
        ("bad-front-matter", "content/articles/undated.md:1:1"),
        ("unknown-name", "content/articles/undated.md:4:3"),
        ("bad-front-matter", "content/articles/untitled.md:1:1"),
    ] {
        let told = run.stderr.split("\n\n").any(|finding| {
            finding.starts_with(&format!("error[{code}]")) && finding.contains(&format!("--> {place}"))
        });
        assert!(told, "{code} at {place} is missing in:\n{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_are_not_followed() {
    use std::os::unix::fs::symlink;

    let elsewhere = small_site();
    let site = small_site();
    symlink(elsewhere.path("content/people/ada.md"), site.path("content/people/spy.md")).unwrap();
    symlink(elsewhere.path("content"), site.path("content/events")).unwrap();
    symlink("gone.md", site.path("content/people/dangling.md")).unwrap();
    symlink("..", site.path("content/people/circle")).unwrap();
    let run = site.run(&["build"]).expect(1).says("error[outside-site]");
    for path in
        ["content/people/spy.md", "content/events", "content/people/dangling.md", "content/people/circle"]
    {
        assert!(run.stderr.contains(path), "{path} is missing in:\n{}", run.stderr);
    }
    assert!(!site.output().exists());
}

#[cfg(unix)]
#[test]
fn links_within_the_site_are_followed() {
    use std::os::unix::fs::symlink;

    let site = small_site().file("content/notes/grace.md", "---\nname: Grace\n---\n");
    fs::rename(site.path("content/notes"), site.path("drawer")).unwrap();
    symlink("../../drawer/grace.md", site.path("content/people/grace.md")).unwrap();
    let site = site.build();
    assert!(site.page("people/grace.html").contains("Grace"));
}

#[test]
fn what_systems_leave_in_the_output_stops_no_build() {
    let site = small_site().build();
    let names =
        ["people/.DS_Store", "Thumbs.db", "people/desktop.ini", "articles/._first.html", "people/ada.html~"];
    let site = names.iter().fold(site, |site, name| site.file(&format!("public/{name}"), "junk"));
    let site = site.person("grace", "Grace Hopper").build();
    assert!(names.iter().all(|name| site.page(name) == "junk"));
    assert!(site.output().join("people/grace.html").is_file());
}

#[test]
fn the_list_of_what_was_written_is_not_trusted() {
    let site = small_site().file("precious.txt", "mine").file("public/.git/HEAD", "ref").build();
    let list = fs::read_to_string(site.output().join(MANIFEST)).unwrap();
    let absolute = site.path("precious.txt");
    let lies = [
        "../precious.txt",
        "people/../../precious.txt",
        "./../precious.txt",
        &absolute.to_string_lossy(),
        ".git/HEAD",
    ];
    let lies = lies.iter().fold(list, |list, path| format!("{list}0000000000000001 {path}\n"));
    let site = site.file("public/.annals-manifest", lies).person("grace", "Grace Hopper").build();
    assert_eq!(fs::read(absolute).unwrap(), b"mine");
    assert_eq!(site.page(".git/HEAD"), "ref");
}

#[cfg(unix)]
#[test]
fn no_link_in_the_output_is_written_through() {
    use std::os::unix::fs::symlink;
    let site = small_site().file("elsewhere/ada.html", "mine").build();
    let page = site.output().join("people/ada.html");
    for path in [&*page, &site.output().join(".annals-note"), &site.output().join("index.html.annals-tmp")] {
        let _ = fs::remove_file(path);
        symlink(site.path("elsewhere/ada.html"), path).unwrap();
    }
    let site = site.file("content/people/ada.md", "---\nname: Ada Lovelace\nsummary: First.\n---\n").build();
    assert!(!page.is_symlink() && page.is_file());
    fs::rename(site.output().join("people"), site.path("people")).unwrap();
    symlink(site.path("elsewhere"), site.output().join("people")).unwrap();
    site.run(&["build"]).expect(2).says("`people`");
    assert_eq!(fs::read(site.path("elsewhere/ada.html")).unwrap(), b"mine");
    assert_eq!(site.path("elsewhere").read_dir().unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn no_folder_of_others_is_written_through() {
    let site =
        small_site().file("static/.well-known/security.txt", "ours").file("elsewhere/security.txt", "mine");
    fs::create_dir(site.output()).unwrap();
    std::os::unix::fs::symlink(site.path("elsewhere"), site.output().join(".well-known")).unwrap();
    site.run(&["build"]).expect(2).says(".well-known");
    assert_eq!(fs::read(site.path("elsewhere/security.txt")).unwrap(), b"mine");
}

#[test]
fn well_known_addresses_are_written_and_kept_and_removed() {
    let site =
        small_site().file("static/.well-known/security.txt", "ours").file("static/.secret", "no").build();
    assert_eq!(site.page(".well-known/security.txt"), "ours");
    assert!(!site.output().join(".secret").exists());
    site.backdate();
    site.run(&["build"]).expect(0).says("0 written");
    let site =
        site.file("public/.well-known/acme-challenge/token", "the host's").person("grace", "Grace").build();
    site.remove("static/.well-known/security.txt");
    let site = site.build();
    assert!(!site.output().join(".well-known/security.txt").exists());
    assert_eq!(site.page(".well-known/acme-challenge/token"), "the host's");
}

#[test]
fn no_site_is_written_into_its_own_sources() {
    let site = small_site();
    for folder in
        ["content", "content/new/folder", "static", "templates/x", "content/../static/y", "gone/../content/z"]
    {
        site.run(&["build", "-o", folder]).expect(2).says("from which the site is made");
        assert!(!site.path("content/new").exists() && !site.path("static").exists());
    }
}

/// Ids from everywhere, each with the place where it is given.
#[test]
fn no_id_leads_out_of_its_folder() {
    let names = |id: &str| {
        format!("---\ntitle: A\ndate: 2020-01-01\nnames: {{Q: {{kind: person, name: Q, id: {id}}}}}\n---\n")
    };
    let settings =
        |key: &str| format!("title = \"T\"\n[entities]\n{key} = {{ kind = \"person\", name = \"Q\" }}\n");
    let cases = [
        ("content/articles/a.md", names("../../../outside/x"), "content/articles/a.md:4:40"),
        ("content/articles/a.md", names("/outside"), "content/articles/a.md:4:40"),
        ("content/articles/a.md", names("\"a\\nb\""), "content/articles/a.md:4:40"),
        ("content/articles/a.md", names(".."), "content/articles/a.md:4:40"),
        ("content/articles/a.md", names(&"x".repeat(300)), "content/articles/a.md:4:40"),
        ("annals.toml", settings("\"../../x\""), "annals.toml:3:1"),
        ("annals.toml", settings("aux"), "annals.toml:3:1"),
        ("annals.toml", settings("\"a\\\\b\""), "annals.toml:3:1"),
        ("content/people/nul.md", "---\nname: N\n---\n".to_owned(), "content/people/nul.md:1:1"),
        ("content/people/why?.md", "---\nname: N\n---\n".to_owned(), "content/people/why?.md:1:1"),
        (
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2020-01-01\n---\n[x]{#con .claim}\n".to_owned(),
            "content/articles/a.md:5:6",
        ),
    ];
    for (path, text, place) in cases {
        let run = small_site().file(path, &text).run(&["build"]).expect(1);
        assert!(
            run.stderr.contains("error[bad-id]") && run.stderr.contains(place),
            "{place}\n{}",
            run.stderr
        );
    }
}

#[test]
fn paths_that_two_files_would_have_are_found_before_anything_is_written() {
    let cases: [(&[&str], &str); 9] = [
        (&["static/people/ada.html"], "`people/ada.html`"),
        (&["static/PEOPLE/Ada.HTML"], "`PEOPLE/Ada.HTML`"),
        (&["static/people"], "`people` would be a file"),
        (&["static/map.png", "static/Map.png"], "`static/Map.png` and `static/map.png`"),
        (&["static/m\u{fc}.png", "static/mu\u{308}.png"], "would be one file"),
        (&["static/a", "content/a/b.png"], "`a` would be a file"),
        (&["static/aux.txt"], "static/aux.txt:1:1"),
        (&["static/a\nb.txt"], "U+000A"),
        (&["static/search/n.js"], "that Annals makes"),
    ];
    for (files, words) in cases {
        let site = files.iter().fold(small_site(), |site, path| site.file(path, "x"));
        site.run(&["check"]).expect(1).says("path-collision").says(words);
        site.run(&["build"]).expect(1);
        assert!(!site.output().exists());
    }
    let long = format!("static/{}.txt", "x".repeat(240));
    small_site().file(&long, "x").run(&["check"]).expect(1).says("longer than 243 bytes");
    let fits = format!("static/{}.txt", "x".repeat(239));
    small_site().file(&fits, "x").build();
    small_site().person(&"x".repeat(238), "X").build();
}

#[test]
fn composed_names_and_decomposed_ones_are_the_same() {
    let site = Site::new()
        .file("content/articles/mu\u{308}ller.md", "---\ntitle: M\ndate: 2020-01-01\n---\n![](zoe\u{308}.png)\n")
        .file("content/articles/zoe\u{308}.png", "x")
        .article("b", "[One](m\u{fc}ller.md), [two](m%C3%BCller.md), [three](mu%CC%88ller.md), ![](zo\u{eb}.png), [[m\u{fc}ller]].\n")
        .file("content/sources/cafe\u{301}.txt", "Words.")
        .file("content/sources/s.md", "---\ntitle: S\ntext: caf\u{e9}.txt\n---\n")
        .file("annals.toml", "title = \"T\"\n[checks]\norphan-entity = \"allow\"\n");
    let run = site.run(&["check", "--deny", "warnings"]).expect(0);
    assert!(!run.stderr.contains("broken-link"), "{}", run.stderr);
    let pages = site.build().pages();
    assert!(
        ["articles/m\u{fc}ller.html", "articles/zo\u{eb}.png"].iter().all(|path| pages.contains_key(*path))
    );
}
