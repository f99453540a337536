//! What `annals.toml` says, as pages show it.

use std::fs;

use crate::html::broken_links;
use crate::site::Site;

const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#000" d="M2 1h12v14H2z"/></svg>"##;

#[test]
fn a_kind_has_the_icon_that_the_site_gives_it() {
    let kinds = format!("[kinds.work]\nicon = '''\n{ICON}\n'''\n[kinds.\"2nd\"]\nfolder = \"seconds\"\n");
    for (urls, root) in [("flat", ".."), ("clean", "../..")] {
        let site = Site::new()
            .file("annals.toml", format!("urls = \"{urls}\"\n{kinds}"))
            .file("content/works/engine.md", "---\nname: Engine\n---\n")
            .article("first", "The [[Engine]].\n")
            .build();
        let article = if urls == "flat" { "articles/first.html" } else { "articles/first/index.html" };
        let page = site.page(article);
        let theme = page.find("annals.css").unwrap();
        let icons = page.find(&format!("<link rel=\"stylesheet\" href=\"{root}/icons.css\">")).expect(&page);
        assert!(theme < icons, "the theme's own signs would go first");
        assert!(page.contains("class=\"m work\""), "{page}");
        assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
        let sheet = site.page("icons.css");
        let encoded = sheet.split("image/svg+xml,").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let picture = percent_encoding(encoded);
        assert_eq!(picture, ICON);
        assert!(
            sheet.starts_with("[class~=work] { --shape: none; --icon: url(\"data:")
                && sheet.lines().count() == 1,
            "{sheet}"
        );
    }
}

/// Undoes the encoding of an address.
fn percent_encoding(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        let (code, rest) = part.split_at(2);
        text + &char::from(u8::from_str_radix(code, 16).unwrap()).to_string() + rest
    })
}

#[test]
fn a_site_without_icons_has_no_style_sheet_of_its_own() {
    let site = Site::new().article("first", "Words.\n").build();
    assert!(!site.page("articles/first.html").contains("icons.css"));
    assert!(fs::metadata(site.path("public/icons.css")).is_err());
}

#[test]
fn a_menu_of_its_own_has_what_the_site_lists_in_that_order() {
    let menu = "[menu]\nitems = [\"people\", \"about\", \"Ada\", { title = \"Give\", url = \"https://e.example/?a&b\" }, { title = \"Facts\", url = \"/facts.csv\" }]\n";
    for (urls, root) in [("flat", "../"), ("clean", "../../")] {
        let site = Site::new()
            .file("annals.toml", format!("urls = \"{urls}\"\n{menu}"))
            .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
            .file("content/pages/hidden.md", "---\ntitle: Hidden\n---\nText.\n")
            .file("static/facts.csv", "a\n")
            .person("ada", "Ada")
            .article("first", "[[Ada]].\n");
        let run = site.run(&["build"]).expect(0);
        assert!(!run.stderr.contains("broken-link"), "{}", run.stderr);
        let end = |path: &str| if urls == "flat" { format!("{path}.html") } else { format!("{path}/") };
        let page =
            site.page(if urls == "flat" { "articles/first.html" } else { "articles/first/index.html" });
        let shown = page.split("<ul>").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap();
        let item =
            |class: &str, url: String, title: &str| format!("<li{class}><a href=\"{url}\">{title}</a></li>");
        let plain = " class=\"plain\"";
        let expected = [
            item("", format!("{root}{}", end("people")), "People"),
            item(plain, format!("{root}{}", end("pages/about")), "About"),
            item(plain, format!("{root}{}", end("people/ada")), "Ada"),
            item(plain, "https://e.example/?a&amp;b".to_owned(), "Give"),
            item(plain, format!("{root}facts.csv"), "Facts"),
        ];
        assert_eq!(
            shown.split_whitespace().collect::<String>(),
            expected.concat().split_whitespace().collect::<String>()
        );
        assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
    }
}

#[test]
fn an_entry_of_the_menu_that_leads_nowhere_is_told() {
    for (items, severity, says, help) in [
        ("\"peple\"", "warning[broken-link]", "the menu names `peple`", "did you mean `people`?"),
        (
            "{ title = \"A\", url = \"a.csv\" }",
            "warning[broken-link]",
            "there is no `a.csv`",
            "from the site's top",
        ),
        ("{ title = \"A\" }", "error[bad-config]", "has a `title` and a `url`", "write `{ title"),
        (
            "{ title = \"A\", url = \"javascript:x\" }",
            "error[bad-config]",
            "`javascript:x` is no address",
            "https:",
        ),
    ] {
        let site =
            Site::new().file("annals.toml", format!("[menu]\nitems = [{items}]\n")).person("ada", "Ada");
        let run = site.run(&["check"]).says("annals.toml:2:").says(help);
        assert!(run.stderr.contains(severity) && run.stderr.contains(says), "{}", run.stderr);
    }
}

/// The words of a page's text as readers see them.
fn words_of(page: &str) -> String {
    let page = scraper::Html::parse_document(page);
    page.select(&crate::html::selector(".text")).map(crate::html::text).collect()
}

#[test]
fn punctuation_is_set_as_the_language_does_where_the_site_asks_for_it() {
    let text = "\"It's 'odd' -- or not,\" said the boys' coach in '90s style... --- `\"x\" -- y`.";
    for (language, set) in [
        ("en", "“It’s ‘odd’ – or not,” said the boys’ coach in ’90s style… — \"x\" -- y."),
        ("de", "„It’s ‚odd‘ – or not,“ said the boys’ coach in ’90s style… — \"x\" -- y."),
        ("fr", "«\u{202f}It’s “odd” – or not,\u{202f}» said the boys’ coach in ’90s style… — \"x\" -- y."),
        ("ru", "«It’s „odd“ – or not,» said the boys’ coach in ’90s style… — \"x\" -- y."),
        ("ar", "«It’s “odd” – or not,» said the boys’ coach in ’90s style… — \"x\" -- y."),
    ] {
        let article = format!("---\ntitle: A\ndate: 2020-01-01\nlanguage: {language}\n---\n{text}\n");
        let site = Site::new().file("content/articles/a.md", article);
        site.run(&["build"]).expect(0);
        assert!(
            words_of(&site.page("articles/a.html"))
                .contains(text.trim_end_matches('.').split('`').next().unwrap())
        );
        let site = site.file("annals.toml", "smart_punctuation = true\n");
        site.run(&["build"]).expect(0);
        let page = site.page("articles/a.html");
        assert!(words_of(&page).contains(&set.replace('\u{202f}', " ")), "{language}: {page}");
        let opening: String = set.chars().take_while(|c| *c != 'I').collect();
        assert!(page.contains(&format!("{opening}It")), "{language}: {page}");
    }
}

#[test]
fn punctuation_of_a_quotation_stays_as_it_is_written() {
    let text = "\"[I'm \"sure\" -- now]{.quote by=ada},\" [[Ada]] said -- \"thus\". [[Ada]] left -- \"late\".\n\n> She's \"here\".\n";
    let site = Site::new()
        .file("annals.toml", "smart_punctuation = true\n")
        .person("ada", "Ada")
        .article("a", text)
        .build();
    let shown = words_of(&site.page("articles/a.html"));
    for words in ["“I'm \"sure\" -- now", ",” Ada", " said – “thus”.", "She's \"here\"."] {
        assert!(shown.contains(words), "{shown}");
    }
    let person = site.page("people/ada.html");
    assert!(person.contains("<b>Ada</b> left – “late”."), "{person}");
}
