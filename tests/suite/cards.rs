//! Social cards: the pictures that social networks show of a page. Without the feature `cards`, how to get them.

use crate::site::Site;

/// A site with a page of every sort, in three scripts.
fn site() -> Site {
    let config = "title = \"Архив\"\ndescription = \"What was said.\"\nbase_url = \"https://example.org/a/\"\n\
                  social_cards = true\n[entities]\n\
                  mahfouz = { kind = \"person\", name = \"نجيب محفوظ\" }\n\
                  mao = { kind = \"person\", name = \"毛泽东\" }\n";
    let text = "[[Lavrov]] said [the bridge was \"safe\"]{#safe .quote by=lavrov} [@report]. [[mahfouz]] met [[mao]].\n";
    Site::new()
        .file("annals.toml", config)
        .file(
            "content/people/lavrov.md",
            "---\nname: Сергей Лавров\naliases: [Lavrov]\nsummary: Министр\n---\n",
        )
        .file(
            "content/sources/report.md",
            "---\ntitle: A report\nurl: https://example.org/report\npublished: 2016\n---\n",
        )
        .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
        .article("bridge", text)
}

#[cfg(not(feature = "cards"))]
#[test]
fn a_program_without_them_says_how_to_get_them() {
    let run = site().run(&["build"]).expect(1);
    let run = run.says("this Annals was built without the feature `cards`").says("annals.toml:4:16");
    run.says("--features cards");
}

#[cfg(feature = "cards")]
mod drawn {
    use std::collections::BTreeMap;

    use super::*;

    const BASE: &str = "https://example.org/a/";

    /// What a page says in a `<meta>` of this name.
    fn meta<'h>(html: &'h str, name: &str) -> Option<&'h str> {
        html.split(&format!("=\"{name}\" content=\"")).nth(1)?.split('"').next()
    }

    /// The pixels of a picture, each as red, green and blue.
    fn pixels(png: &[u8]) -> (u32, u32, Vec<[u8; 3]>) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("it is a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("it has a size")];
        let info = reader.next_frame(&mut bytes).expect("it is whole");
        assert_eq!(info.color_type, png::ColorType::Rgb, "no pixel is transparent");
        (info.width, info.height, bytes.chunks(3).map(|it| [it[0], it[1], it[2]]).collect())
    }

    /// How many pixels of a card are dark, in the part where its headline is.
    fn ink(png: &[u8]) -> usize {
        let (width, _, pixels) = pixels(png);
        let rows = pixels.chunks(width as usize).skip(130).take(270);
        rows.flatten().filter(|pixel| pixel[0] < 100).count()
    }

    fn cards(site: &Site) -> BTreeMap<String, Vec<u8>> {
        site.pages().into_iter().filter(|(path, _)| path.starts_with("cards/")).collect()
    }

    #[test]
    fn every_page_names_its_card() {
        let site = site().build();
        let cards = cards(&site);
        let expected = [
            "articles/bridge",
            "claims/bridge/safe",
            "pages/about",
            "people/lavrov",
            "people/mahfouz",
            "people/mao",
            "site",
            "sources/report",
        ];
        assert_eq!(
            cards.keys().collect::<Vec<_>>(),
            expected.map(|stem| format!("cards/{stem}.png")).each_ref()
        );
        for (path, html) in site.pages().iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = String::from_utf8_lossy(html);
            let own = format!("cards/{}", path.replace(".html", ".png"));
            let card = if cards.contains_key(&own) { &*own } else { "cards/site.png" };
            let named = Some(format!("{BASE}{card}")).filter(|_| path != "404.html");
            assert_eq!(meta(&html, "og:image"), named.as_deref(), "{path}");
            let kind = if named.is_some() { "summary_large_image" } else { "summary" };
            assert_eq!(meta(&html, "twitter:card"), Some(kind), "{path}");
            assert_eq!(meta(&html, "og:image:alt").is_some(), named.is_some(), "{path}");
        }
        let claim = site.page("claims/bridge/safe.html");
        let alt = "Claim by Сергей Лавров – the bridge was &quot;safe&quot; – Архив";
        assert_eq!(meta(&claim, "og:image:alt"), Some(alt));
    }

    #[test]
    fn cards_are_small_and_of_the_size_that_networks_ask_for() {
        for (path, png) in cards(&site().build()) {
            let (width, height, pixels) = pixels(&png);
            assert_eq!((width, height), (1200, 630), "{path}");
            assert!(png.len() < 40_000, "{path} has {} bytes", png.len());
            assert_eq!(pixels[630 / 2 * 1200], [0xfd, 0xfc, 0xf8], "{path}: the paper of the pages");
        }
    }

    #[test]
    fn cards_show_what_they_have_letters_for_and_leave_out_the_rest() {
        let cards = cards(&site().build());
        for drawn in ["articles/bridge", "people/lavrov", "people/mahfouz", "claims/bridge/safe", "site"] {
            assert!(ink(&cards[&format!("cards/{drawn}.png")]) > 1000, "{drawn} has no headline");
        }
        assert_eq!(ink(&cards["cards/people/mao.png"]), 0, "no boxes in place of letters");
    }

    #[test]
    fn cards_are_the_same_whatever_the_threads_and_are_kept_by_the_next_build() {
        let (one, many) = (site(), site());
        let built = |site: &Site, threads: &str| {
            let run = site.command(&["build"]).env("RAYON_NUM_THREADS", threads).output().unwrap();
            assert!(run.status.success());
            site.pages()
        };
        assert_eq!(built(&one, "1"), built(&many, "4"));
        one.backdate();
        let one =
            one.article("bridge", "Another text of [[Lavrov]], [[mahfouz]] and [[mao]] [@report].\n").build();
        let written = one.written();
        assert!(written.contains(&"articles/bridge.html".to_owned()));
        assert_eq!(written.iter().filter(|path| path.starts_with("cards/")).count(), 0, "{written:?}");
        assert!(!one.pages().contains_key("cards/claims/bridge/safe.png"), "the claim is gone");
    }

    #[test]
    fn cards_need_an_address() {
        let site = site();
        let config = std::fs::read_to_string(site.path("annals.toml")).unwrap();
        let site = site.file("annals.toml", config.replace("base_url", "# base_url")).build();
        assert_eq!(cards(&site).len(), 0);
        assert_eq!(meta(&site.page("people/lavrov.html"), "og:image"), None);
        site.run(&["build", "--base-url", "https://example.net/"]).expect(0);
        let image = "https://example.net/cards/people/lavrov.png";
        assert_eq!(meta(&site.page("people/lavrov.html"), "og:image"), Some(image));
    }

    #[test]
    fn cards_follow_the_sites_own_template() {
        let svg = |inner: &str| {
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 12 6.3\">{inner}</svg>")
        };
        let red = svg("<path fill=\"#f00\" d=\"M0 0h{% if card.kind == 'person' %}12{% endif %}v9H0z\"/>");
        let site = site().file("templates/card.svg", red).build();
        let (_, _, pixels) = pixels(&cards(&site)["cards/people/mao.png"]);
        assert!(pixels.iter().all(|pixel| *pixel == [255, 0, 0]));
        let before = site.pages();
        let site = site.file("templates/card.svg", svg("<path d=\"M0 0\">"));
        site.run(&["build"])
            .expect(1)
            .says("error[template-error]: the card can't be drawn")
            .says("templates/card.svg");
        assert_eq!(site.pages(), before, "the last good site stays");
    }
}
