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
