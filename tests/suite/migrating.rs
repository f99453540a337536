//! Notes and posts that were written for other programs, put into `content/` as `guide-migrating.md` tells it: they become
//! a site with warnings, in which nothing of their text is lost.

use std::collections::BTreeSet;

use crate::examples::blocks;
use crate::html::broken_links;
use crate::site::{Run, Site};

/// A site with the settings that the chapter gives to this title, and these files of `content/`.
fn moved(title: &str, files: &[(&str, &str)]) -> Site {
    let mut settings = blocks().filter(|it| it.chapter == "guide-migrating.md" && it.code.contains(title));
    let settings = settings.next().expect("the chapter gives the settings").code;
    let site = Site::new().file("annals.toml", settings);
    files.iter().fold(site, |site, (path, text)| site.file(&format!("content/{path}"), text))
}

/// Builds it, which must succeed, and gives the codes of its findings.
fn build(site: &Site) -> (Run, BTreeSet<String>) {
    let run = site.run(&["build"]).expect(0);
    let codes = run.stderr.lines().filter_map(|line| line.strip_prefix("warning[")?.split(']').next());
    let codes = codes.map(str::to_owned).collect();
    (run, codes)
}

/// What stands between the tags of a page's text.
fn words(page: &str) -> String {
    let (_, text) = page.split_once("<div class=\"text\">").expect("it has a text");
    let text = text.split("</article>").next().unwrap_or_default();
    text.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words).collect()
}

const VAULT: &[(&str, &str)] = &[
    (".obsidian/app.json", "{}"),
    (".trash/Old.md", "---\nname: {{x}}\n---\n"),
    ("Attachments/Pasted image 2023.png", "picture"),
    ("Attachments/paper.pdf", "paper"),
    (
        "Home.md",
        "---\ntags:\n  - moc\naliases:\n  - Index\ncssclasses: [wide]\ncreated: 2023-01-01T10:00\nrelated: \"[[Alpha]]\"\n---\n# Welcome\n\n\
         [[Alpha]], [[Alpha.md]], [[Projects/Alpha|project]], [[Alpha#Goals|the goals]], [[Alpha#^b1]], ![[Alpha]], [x](Projects/Alpha.md).\n\
         [[#Local]], [[Not yet]], [[Not yet|later]], ![[Pasted image 2023.png|300]], [[paper.pdf#page=3]].\n\n\
         ![A picture](Attachments/Pasted%20image%202023.png) %%to myself%% ==marked== $x^2$ #tag/sub ^b2\n\n\
         > [!NOTE]- A callout\n> With [[Index|a link]].\n\n\
         ```dataview\nTABLE file.mtime FROM \"Projects\" WHERE x = [[Nobody]]\n```\n\n\
         - [ ] todo 📅 2023-01-05\n- [/] half\n\nA note[^1] and ^[another].\n\n[^1]: On [[Alpha]].\n",
    ),
    (
        "Projects/Alpha.md",
        "---\naliases: Ali\nstatus: \"#active\"\ndue: 2023-05-01\nrating: 5\nempty:\n---\n## Goals\n\n\
         | a | b |\n|---|---|\n| [[Home\\|start]] | key:: value |\n\n- [ ] [[Ali]] in [[Home]], {{title}} [x]{odd} ^b1\n",
    ),
    ("Daily/2020-01-01.md", "---\ndate: 2020-01-01\n---\n<< [[2019-12-31]] | [[2020-01-02]] >>\n"),
    ("Daily/2020-01-02.md", ""),
    (
        "Kanban.md",
        "---\n\nkanban-plugin: basic\n\n---\n\n## To do\n\n- [ ] Buy\n\n%% kanban:settings\n```\n{}\n```\n%%\n",
    ),
    ("people/Ann Lee.md", "---\ntags: person\n---\nShe keeps [[Alpha]].\n"),
    ("people/Bob Ray.md", "Of [[Ann Lee]].\n"),
    ("Untitled.md", "---\n---\n"),
    ("README.md", "a"),
    ("Projects/README.md", "b"),
    ("Board.canvas", "{}"),
];

#[test]
fn an_obsidian_vault_becomes_a_site() {
    let site = moved("My notes", VAULT);
    let (run, codes) = build(&site);
    assert_eq!(codes, ["broken-link", "unknown-key", "unknown-name"].map(str::to_owned).into());
    for help in ["write `[its name](paper.pdf)`", "to link to the page alone, write `[[Projects/Alpha]]`"] {
        assert!(run.stderr.contains(help), "{help}: {}", run.stderr);
    }
    let home = site.page("pages/Home.html");
    assert!(home.contains("<h1>Welcome</h1>"), "{home}");
    assert_eq!(home.matches("href=\"Projects/Alpha.html\"").count(), 7, "{home}");
    assert!(home.contains("href=\"Projects/Alpha.html#goals\">the goals</a>"), "{home}");
    assert!(home.contains("src=\"../Attachments/Pasted%20image%202023.png\""), "{home}");
    assert!(home.contains("Pasted%20image%202023.png\" alt=\"Pasted image 2023\""), "{home}");
    let words = words(&home);
    for kept in ["Not yet, later, , paper.pdf#page=3", "%%to myself%% ==marked== $x^2$", "[!NOTE]- A callout"]
    {
        assert!(words.contains(kept), "{kept} in {words}");
    }
    for page in ["README", "Projects/README", "Daily/2020-01-01", "Daily/2020-01-02", "Kanban", "Untitled"] {
        site.page(&format!("pages/{page}.html"));
    }
    assert!(site.page("people/Ann Lee.html").contains("<h1>Ann Lee</h1>"));
    assert!(!site.pages().keys().any(|path| path.contains("Old") || path.contains("obsidian")));
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn a_picture_is_found_by_its_name() {
    let text = "See ![[map.png|The route]]![[Old/plan.png|300]] and `![[map.png]]`.\n\nNo !\\[[map.png]], ![[people/two.png]], ![[two.png]], ![[gone.png]].\n";
    let pictures = ["articles/2017/Map.png", "articles/two.png", "people/two.png", "pages/Old/plan.PNG"];
    let site = Site::new().article("walk", text);
    let site = pictures.iter().fold(site, |site, picture| site.file(&format!("content/{picture}"), ""));
    let (run, codes) = build(&site);
    assert_eq!(codes, ["broken-link".to_owned()].into());
    for finding in [
        "2 files of this site are called `two.png`",
        "from the others: articles/two.png or people/two.png",
        "no file of this site is called `gone.png`",
    ] {
        assert!(run.stderr.contains(finding), "{finding}: {}", run.stderr);
    }
    let page = site.page("articles/walk.html");
    let shown = "See <img src=\"2017/Map.png\" alt=\"The route\" /><img src=\"../pages/Old/plan.PNG\" alt=\"plan\" /> and <code>![[map.png]]</code>.";
    assert!(page.contains(shown), "{page}");
    assert!(page.contains("No ![[map.png]], <img src=\"../people/two.png\" alt=\"two\" />, <img"), "{page}");
}

#[test]
fn the_template_of_a_note_says_what_is_wrong() {
    let site = moved("My notes", &[("Templates/Daily.md", "---\ndate: {{date}}\n---\n")]);
    site.run(&["check"]).expect(1).says("content/Templates/Daily.md:2");
}

const HUGO: &[(&str, &str)] = &[
    ("_index.md", "---\ntitle: Welcome\nmenu: main\n---\n"),
    (
        "about/index.md",
        "---\ntitle: About\ndate: 2021-01-01\nmenu:\n  main:\n    weight: 20\n---\nMe. {{< figure src=\"/images/me.jpg\" >}}\n",
    ),
    ("search.md", "---\ntitle: Search\nlayout: search\nmenu: main\n---\n"),
    ("posts/_index.md", "+++\ntitle = \"Posts\"\n+++\n"),
    (
        "posts/first.md",
        "+++\ntitle = 'First'\ndate = 2020-01-01T10:00:00+02:00\nlastmod = 2023-02-01\nweight = 3\nslug = 'one'\naliases = ['/old/']\n\
         author = \"Jane\"\ncover = { image = \"c.jpg\" }\n[params]\nx = 1\n[[resources]]\nsrc = \"*.jpg\"\n+++\n\
         Intro.\n<!--more-->\n\n## Heading {#own}\n\n{{< highlight go \"linenos=table\" >}}\na := b[[0]]\n{{< /highlight >}}\n\n\
         {{% notice tip %}}*Well*{{% /notice %}} [ref]({{< ref \"second.md\" >}}), [file](second.md), [address](/posts/second/), [@jane] said.\n\n\
         ![A picture](pic.png){width=300 .wide}\n\n| a |\n|---|\n| 1 |\n{.striped}\n\n<div class=\"box\"><a href=\"/posts/second/\">raw</a></div>\n",
    ),
    ("posts/pic.png", "picture"),
    (
        "posts/second.md",
        "---\ntitle: \"Second: more\"\ndate: 2020-02-01 10:00:00 +0200\ntags: [a]\ncategories:\n- x\ncover:\n    image: \"<image>\"\n---\nText\n",
    ),
    ("posts/second.de.md", "---\ntitle: Zweiter\ndate: \"2020-02-01\"\nlanguage: de\n---\nText\n"),
    ("posts/bundle/index.md", "---\ntitle: Bundle\ndate: 2020-02-03\n---\n![A picture](images/a.png)\n"),
    ("posts/bundle/images/a.png", "picture"),
    ("posts/draft.md", "---\ntitle: Draft\ndate: 2020-02-03\ndraft: true\n---\n"),
];

#[test]
fn a_blog_of_hugo_becomes_a_site() {
    let site = moved("My blog", HUGO);
    let (run, codes) = build(&site);
    let expected = ["ignored-file", "unknown-key", "unknown-name", "unknown-source"];
    assert_eq!(codes, expected.map(str::to_owned).into(), "{}", run.stderr);
    let first = site.page("posts/one/index.html");
    assert!(first.contains("href=\"../second/\"") && first.contains("src=\"../pic.png\""), "{first}");
    let words = words(&first);
    for kept in [
        "{{&lt; highlight go",
        "a := b0",
        "{{% notice tip %}}Well{{% /notice %}}",
        "[@jane] said.",
        "{width=300 .wide}",
    ] {
        assert!(words.contains(kept), "{kept} in {words}");
    }
    assert!(first.contains("<h2 id=\"own\">"), "{first}");
    for page in ["pages/about", "pages/search", "posts/second", "posts/second.de"] {
        site.page(&format!("{page}/index.html"));
    }
    assert!(site.page("posts/bundle/index.html").contains("src=\"images/a.png\""));
    assert!(!site.pages().contains_key("posts/draft/index.html"));
}

const ZOLA: &[(&str, &str)] = &[
    ("_index.md", "+++\nsort_by = \"date\"\n+++\n"),
    (
        "about.md",
        "+++\ntitle = \"About\"\ntemplate = \"about.html\"\n[extra]\nx = [1, { a = 2 }]\n+++\nMe.\n",
    ),
    ("posts/_index.md", "+++\ntitle = \"Posts\"\npaginate_by = 5\n[extra]\nx = 1\n+++\n"),
    (
        "posts/2020-01-01-first.md",
        "+++\ntitle = \"First\"\ndate = 2020-01-01\nupdated = 2020-02-01\nauthors = [\"me\"]\n[taxonomies]\ntags = [\"a\"]\n[extra]\ntoc = true\n+++\n\
         Intro <!-- more -->\n\n[next](@/posts/second.md), [trip](@/posts/trip/index.md), {{ youtube(id=\"x\") }}.\n\n\
         {% quote(author=\"Me\") %}\nWords\n{% end %}\n\n```rust,linenos\nlet a = b[[0]];\n```\n",
    ),
    ("posts/second.md", "+++\ntitle = \"Second\"\ndate = \"2020-01-02T10:00:00Z\"\n+++\nText\n"),
    (
        "posts/trip/index.md",
        "+++\ntitle = \"Trip\"\ndate = 2020-01-03T10:00:00\n+++\n![A picture](pic.png)\n",
    ),
    ("posts/trip/pic.png", "picture"),
];

#[test]
fn a_blog_of_zola_becomes_a_site() {
    let site = moved("My blog", ZOLA);
    let (run, codes) = build(&site);
    assert_eq!(codes, ["ignored-file", "unknown-key"].map(str::to_owned).into(), "{}", run.stderr);
    let first = site.page("posts/first/index.html");
    assert!(first.contains("href=\"../second/\"") && first.contains("href=\"../trip/\""), "{first}");
    let words = words(&first);
    for kept in ["{{ youtube(id=\"x\") }}", "{% quote(author=\"Me\") %}\nWords\n{% end %}", "let a = b[[0]];"]
    {
        assert!(words.contains(kept), "{kept} in {words}");
    }
    assert!(site.page("posts/trip/index.html").contains("src=\"pic.png\""));
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}
