//! Who says a claim, what is said once for several, the wording that stands alone, and the reviews that count for it.
//!
//! Input: small sites with three people and three events. Output: what the pages of claims and people say, and the
//! findings.

use annals::pipeline::Options;
use scraper::Html;

use crate::html::text;
use crate::memory;
use crate::site::{Site, rows};

const ENTITIES: &str = "title = \"Test\"
base_url = \"https://example.org/\"
[entities]
roe = { kind = \"person\", name = \"Jane Roe\", aliases = [\"Roe\"] }
lee = { kind = \"person\", name = \"Ada Lee\", aliases = [\"Lee\"] }
kerr = { kind = \"person\", name = \"Tess Kerr\", aliases = [\"Kerr\"] }
fenby = { kind = \"place\", name = \"Fenby\" }
gazette = { kind = \"organization\", name = \"The Gazette\" }
";

fn site(front: &str, body: &str) -> Site {
    let article = format!("---\ntitle: The dry summer\ndate: 2020-01-01\n{front}---\n{body}\n");
    let site = Site::new().file("annals.toml", ENTITIES).file("content/articles/a.md", article);
    let site = site
        .file("content/events/summit.md", "---\nname: The summit\nstart: 2017-07-07\nend: 2017-07-08\n---\n");
    let site = site.file("content/events/briefing.md", "---\nname: The briefing\ndate: 2017-07-09\n---\n");
    let site = site.file("content/events/stroll.md", "---\nname: The stroll\n---\n");
    let site =
        site.file("content/sources/post.md", "---\ntitle: A post\nurl: https://social.example/1\n---\n");
    site.file("content/sources/record.md", "---\ntitle: The record\n---\n")
}

/// The words of the main part of a page.
fn main_of(site: &Site, page: &str) -> String {
    let page = Html::parse_document(&site.page(page));
    page.select(&crate::html::selector("main")).map(text).collect()
}

/// What the page of a claim says has each of the words behind `+` and none of those behind `-`.
fn expect(site: &Site, claim: &str, words: &[&str]) {
    let page = main_of(site, &format!("claims/a/{claim}.html"));
    let page = page.split("In context").next().unwrap_or_default();
    for word in words {
        let (sign, word) = word.split_at(1);
        assert_eq!(page.contains(word), sign == "+", "{sign}{word} on the page of {claim}: {page}");
    }
}

#[test]
fn a_claim_within_another_has_what_it_does_not_say_otherwise() {
    let body = "[[Roe]] said [it “[was fine]{#all .quote}”, “[late]{#there .quote at=briefing}”, “[wet]{#then .quote at=stroll}”,
        “[cold]{#who .quote to=kerr}”, “[odd]{#none .quote to= source=}”, [Lee said [no]{#lee .claim by=lee}, aides
        [yes]{#aides .claim by-unnamed=aides}, and so [it is]{#own .claim by=}]{#inner .claim}]{#outer .claim by=roe to=lee
        at=summit on=2017-07-07 via=gazette source=post}.";
    let site = site("", body).build();
    let all = ["+Claim by Jane Roe", "+to Ada Lee", "+The summit", "+7 July 2017", "+The Gazette", "+A post"];
    for claim in ["outer", "all", "inner"] {
        expect(&site, claim, &all);
    }
    expect(&site, "there", &["+The briefing", "+9 July 2017", "-summit", "-7 July", "+A post"]);
    expect(&site, "then", &["+The stroll", "-summit", "-July", "+Claim by Jane Roe"]);
    expect(&site, "who", &["+to Tess Kerr", "-to Ada Lee", "+The summit"]);
    expect(&site, "none", &["-to Ada Lee", "-A post", "+The summit"]);
    let nothing = ["-Jane Roe", "-summit", "-July", "-Gazette", "-post", "-to Ada"];
    expect(&site, "lee", &[&["+Claim by Ada Lee"], &nothing[..]].concat());
    expect(&site, "aides", &[&["+Claim by aides"], &nothing[..]].concat());
    expect(&site, "own", &[&["+Claim of the article"], &nothing[..]].concat());
}

#[test]
fn a_front_matter_tells_what_its_claims_share() {
    let front = "claims: {by: roe, to: lee, at: summit, source: record}\n";
    let body = "She said [it was late]{#usual .claim}. [It was]{#own .claim by=}. [[Lee]] asked [why]{#lee .claim by=lee}. She
        posted [that]{#post .claim source=post}, and [this [@post]]{#cited .claim}.\n\nShe said [so]{#beside .claim} [@post].";
    let site = site(front, body).build();
    expect(
        &site,
        "usual",
        &["+Claim by Jane Roe", "+to Ada Lee", "+The summit", "+7–8 July 2017", "+The record"],
    );
    expect(&site, "own", &["+Claim of the article", "-summit", "-record", "-Roe"]);
    expect(&site, "lee", &["+Claim by Ada Lee", "+The summit", "-to Ada Lee"]);
    for claim in ["post", "cited", "beside"] {
        expect(&site, claim, &["+Claim by Jane Roe", "-The record"]);
    }
    assert!(main_of(&site, "sources/record.html").contains("She said it was late."));
}

#[test]
fn a_usual_day_is_not_that_of_another_event() {
    let body = "[a]{#none .claim}, [b]{#dated .claim at=briefing}, [c]{#undated .claim at=stroll}, [d]{#place .claim at=fenby}";
    let usual = site("claims: {by: roe, on: 2017-07-10}\n", body).build();
    expect(&usual, "dated", &["+9 July 2017", "-10 July"]);
    for claim in ["none", "undated", "place"] {
        expect(&usual, claim, &["+10 July 2017"]);
    }
    let there = site("claims: {by: roe, at: summit, on: 2017-07-07}\n", body).build();
    expect(&there, "none", &["+The summit", "+7 July 2017"]);
    expect(&there, "undated", &["+The stroll", "-July", "-summit"]);
}

#[test]
fn who_names_another_day_was_not_where_the_first_was_said() {
    let body = "[a “[b]{#same .quote on=2017-07-07}”, “[c]{#month .quote on=2017-07}”, “[d, [e]{#inner .claim}]{#later .quote
        on=2017-07-14}”, “[f]{#there .quote at=summit on=2017-07-08}”]{#outer .claim by=roe at=summit}.";
    let event = site("", body).build();
    event.run(&["check"]).expect(0);
    for claim in ["outer", "same", "month", "there"] {
        expect(&event, claim, &["+The summit"]);
    }
    for claim in ["later", "inner"] {
        expect(&event, claim, &["+14 July 2017", "-summit", "+Claim by Jane Roe"]);
    }
    let body = "[a]{#same .claim on=2017-07-07}, [b]{#later .claim on=2017-07-09}, [c]{#usual .claim}";
    let place = site("claims: {by: roe, at: fenby, on: 2017-07-07}\n", body).build();
    expect(&place, "same", &["+Fenby"]);
    expect(&place, "usual", &["+Fenby", "+7 July"]);
    expect(&place, "later", &["-Fenby", "+9 July"]);
}

#[test]
fn claims_of_the_article_have_nothing_of_the_front_matter() {
    let site =
        site("claims: {at: summit}\n", "[It was over]{#own .claim}. [[Lee]] said [no]{#lee .claim by=lee}.")
            .build();
    expect(&site, "own", &["-summit", "-July"]);
    expect(&site, "lee", &["+The summit"]);
}

#[test]
fn speakers_without_a_page_are_shown_and_get_none() {
    let body = "They said [it was]{#two .claim by-unnamed=\"two officials; a clerk\"}. [[Roe]] and aides said [it was
        not]{#mixed .claim by=roe by-unnamed=aides denies=two}.";
    let site = site("", body).build();
    expect(&site, "two", &["+Claim by two officials and a clerk"]);
    expect(&site, "mixed", &["+Claim by Jane Roe and aides"]);
    assert!(main_of(&site, "articles/a.html").contains("two officials and a clerk"));
    assert!(main_of(&site, "people/roe.html").contains("Jane Roe and aides"));
    assert!(site.page("claims/a/two.html").contains(r#""creditText":["two officials","a clerk"]"#));
    assert!(!site.page("claims/a/two.html").contains(r#""author""#));
    let data = site.run(&["export", "json"]).expect(0).stdout;
    let data: String =
        data.split_whitespace().collect::<Vec<_>>().join(" ").replace("[ ", "[").replace(" ]", "]");
    assert!(data.contains(r#""speakers_unnamed": ["two officials", "a clerk"]"#), "{data}");
    let pages = site.pages().into_keys().filter(|page| page.contains("official") || page.contains("clerk"));
    assert_eq!(pages.count(), 0);
    let found = site.run(&["check"]).expect(0);
    found.says("Jane Roe and aides deny what two officials and a clerk say");
}

#[test]
fn words_that_stand_alone_are_shown_everywhere_but_in_the_article() {
    let body = "[[Roe]] said [this]{#this .claim by=roe text=\"Fares doubled\"}, [[Lee]] [not that]{#that .claim by=lee denies=this
        text=\"Fares fell\"}. [[Kerr]] had “[so]{#so .quote by=kerr text=\"Rents fell\"}”.";
    let site = site("", body).build();
    let article = main_of(&site, "articles/a.html");
    assert!(article.contains("said this") && !article.contains("Fares"), "{article}");
    for page in [
        "claims/a/this.html",
        "claims/a/that.html",
        "people/roe.html",
        "people/lee.html",
        "claims.html",
        "index.html",
    ] {
        let page = main_of(&site, page);
        assert!(page.contains("Fares doubled") && page.contains("Fares fell"), "{page}");
    }
    assert!(site.page("claims/a/this.html").contains(r#""name":"Fares doubled""#));
    // They are not the speaker's words, so they are no quotation.
    let kerr = Html::parse_document(&site.page("people/kerr.html"));
    assert_eq!(kerr.select(&crate::html::selector("blockquote.words")).count(), 0);
    assert!(main_of(&site, "people/kerr.html").contains("Rents fell"));
    let claims = rows(&annals::pipeline::Site::open(&site.path(""), Options::default()).unwrap())
        .remove("claims")
        .unwrap();
    let kerrs = claims.iter().find(|claim| claim["text"] == "Rents fell").unwrap();
    assert_eq!((&kerrs["words"], &kerrs["is_quote"]), (&"so".into(), &true.into()));
}

const CLAIMS: &str = "[[Roe]] said [fares doubled]{#fares .claim by=roe on=2020-01-01 source=post}. [[Lee]] said [rents fell]{#rents
    .claim by=lee on=2020-01-01}. [[Kerr]] said [so too]{#too .claim by=kerr repeats=fares on=2020-01-02}. A clerk said
    [so]{#partly .claim by-unnamed=\"a clerk\" repeats=fares qualifies=fares}. [[Lee]] said [no]{#no .claim by=lee denies=too}.";

fn review(claims: &str, rating: &str) -> String {
    format!(
        "---\nclaim: {claims}\nrating: {rating}\nreviewed: 2020-02-01\n---\nNot so, as [[Tess Kerr]] found.\n"
    )
}

#[test]
fn a_review_counts_for_all_its_claims_and_those_that_repeat_them() {
    let site =
        site("", CLAIMS).file("content/claims/fares.md", review("[a#fares, a#rents]", "Overstated")).build();
    for claim in ["fares", "rents", "too"] {
        expect(&site, claim, &["+Overstated"]);
    }
    expect(&site, "fares", &["+Not so, as"]);
    for claim in ["rents", "too"] {
        expect(&site, claim, &["-Not so, as", "+Review of “fares doubled”"]);
    }
    for claim in ["partly", "no"] {
        expect(&site, claim, &["-Overstated"]);
    }
    assert!(main_of(&site, "people/lee.html").contains("Overstated"));
    let is_reviewed = |claim: &str| site.page(&format!("claims/a/{claim}.html")).contains("ClaimReview");
    assert!(is_reviewed("fares") && is_reviewed("rents") && !is_reviewed("too"));
    assert!(
        site.page("claims/a/fares.html")
            .contains(r#""appearance":{"@id":"https://example.org/sources/post.html""#)
    );
    assert!(site.page("claims/a/fares.html").contains(r#""url":"https://social.example/1""#));
    assert!(
        site.page("claims/a/rents.html")
            .contains(r#""appearance":{"@id":"https://example.org/articles/a.html""#)
    );
    let kerr = main_of(&site, "people/kerr.html");
    assert!(
        kerr.contains("Review of “fares doubled”") && kerr.contains("Not so, as Tess Kerr found."),
        "{kerr}"
    );
    let found = site.run(&["check"]).expect(0);
    assert!(!found.stderr.contains("unreviewed-dispute") && !found.stdout.contains("unreviewed-dispute"));
}

#[test]
fn a_claims_own_review_goes_before_that_of_what_it_repeats() {
    let site = site("", CLAIMS).file("content/claims/fares.md", review("a#fares", "Overstated"));
    let site = site.file("content/claims/too.md", review("a#too", "Unproven")).build();
    expect(&site, "too", &["+Unproven", "-Overstated"]);
}

/// The codes found on a site of one article.
fn codes(body: &str, review: Option<&str>) -> Vec<&'static str> {
    let article = format!("---\ntitle: A\ndate: 2020-01-01\n---\n{body}\n");
    let mut files = vec![("annals.toml", ENTITIES.to_owned()), ("content/articles/a.md", article)];
    files.extend(review.map(|review| ("content/claims/a.md", review.to_owned())));
    let checked = memory::check(files);
    checked.diagnostics.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn a_correction_of_what_the_review_found_wrong_agrees_with_it() {
    let body = "[[Roe]] said [so]{#so .claim by=roe on=2020-01-01}. [[Lee]] said [so, too]{#too .claim by=lee repeats=so
        on=2020-01-02}. [[Kerr]] said [it otherwise]{.claim by=kerr KIND on=2020-05-01}.";
    let is_stale = |kind: &str, rating: &str| {
        codes(&body.replace("KIND", kind), Some(&review("a#so", rating))).contains(&"stale-review")
    };
    for rating in ["Overstated", "Mostly false", "Two\nrating_value: 2\nbest: 5\nworst: 1"] {
        assert!(!is_stale("corrects=so", rating), "{rating}");
        assert!(is_stale("denies=so", rating), "{rating}");
    }
    for rating in ["\"True\"", "Unproven", "Four\nrating_value: 4\nbest: 5\nworst: 1"] {
        assert!(is_stale("corrects=so", rating), "{rating}");
    }
    assert!(is_stale("denies=too", "\"True\""));
}

#[test]
fn an_article_does_not_contradict_itself_by_what_others_say() {
    for body in [
        "Residents said [it leaked]{#a .claim by-unnamed=residents}. Officials [did not]{.claim by-unnamed=officials denies=a}.",
        "Residents said [it leaked]{#a .claim}. Officials denied [that it had]{.claim denies=a}.",
        "[It leaked]{#a .claim}, residents said. [It did not]{.claim denies=a}.",
    ] {
        assert!(!codes(body, None).contains(&"self-contradiction"), "{body}");
    }
    for body in [
        "[It leaked]{#a .claim}. [It did not]{.claim denies=a}.",
        "Residents said so: [it leaked]{#a .claim by=}. [It did not]{.claim by= denies=a}.",
    ] {
        assert!(codes(body, None).contains(&"self-contradiction"), "{body}");
    }
}

#[test]
fn unnamed_speakers_are_no_way_around_names() {
    for (by, code) in [
        ("by-unnamed=\"Jane Rowe\"", "unknown-name"),
        ("by-unnamed=\"two officials; Ada Leee\"", "unknown-name"),
        ("by-unnamed=Roe", "bad-attribute"),
        ("by=\"roe; Ada Leee\"", "unknown-name"),
        ("by=roe by-unnamed=\"two officials\"", ""),
        ("by-unnamed=\"a friend of Roe; Two Officials\"", ""),
    ] {
        let codes = codes(&format!("[[Fenby]], [[Roe]] and others said [it was over]{{.claim {by}}}."), None);
        assert_eq!(codes.contains(&code), !code.is_empty(), "{by}: {codes:?}");
        assert!(!code.is_empty() || !codes.contains(&"unknown-name"), "{by}: {codes:?}");
    }
}

/// Sentences that say who spoke, and whether the markup says otherwise.
const SAID: [(&str, bool); 38] = [
    ("[[Lee]], who met [[Roe]], said [it was over]{.claim by=lee}.", false),
    ("[[Lee]], who met [[Roe]], said [it was over]{.claim by=kerr}.", true),
    ("[[Lee]], who met [[Roe]], said [it was over]{.claim by=roe}.", true),
    ("[[Lee]], whom [[Roe]] had hired, claimed [it was over]{.claim by=lee}.", false),
    ("[[Lee]], the mayor of [[Fenby]] and a friend of [[Roe]], said [it was over]{.claim by=lee}.", false),
    ("[[Lee]], the mayor of [[Fenby]] and a friend of [[Roe]], said [it was over]{.claim by=roe}.", true),
    ("[[Lee]], 45, said [it was over]{.claim by=lee}.", false),
    ("[[Lee]], 45, said [it was over]{.claim by=kerr}.", true),
    ("Mayor [[Lee]], who met [[Roe]], said that [it was over]{.claim by=lee}.", false),
    (
        "[[Lee]], who was with [[Kerr]] when [[Roe]], a friend, fell, said [it was over]{.claim by=lee}.",
        false,
    ),
    ("When she met [[Lee]], the mayor, [[Roe]], who hired her, said [it was over]{.claim by=roe}.", false),
    ("[[Lee]] (who met [[Roe]]) said [it was over]{.claim by=lee}.", false),
    ("“[It is over]{.quote by=roe},” said [[Roe]], whose wife [[Lee]] was there.", false),
    ("“[It is over]{.quote by=lee},” said [[Roe]], whose wife [[Lee]] was there.", true),
    ("“[It is over]{.quote by=lee},” [[Lee]], who met [[Roe]], said.", false),
    ("“[It is over]{.quote by=kerr},” [[Lee]], who met [[Roe]], said.", true),
    ("“[It is over]{.quote by=lee},” [[Roe]] said.", true),
    ("“[It is over]{.quote by=lee},” [[Roe]] said, “[and done]{.quote by=roe}.”", true),
    ("“[It is over.]{.quote by=lee}” [[Roe]] said [she agreed]{.claim by=roe}.", false),
    ("She said [it was over]{.claim by=lee}, [[Roe]] said [it was not]{.claim by=roe}.", false),
    ("[[Roe]] said that [it was over]{.claim by=lee}.", true),
    ("Later [[Roe]] said [it was over]{.claim by=lee}.", true),
    ("[[Roe]] said [it was over]{.claim by=}.", true),
    ("[[Roe]] said [it was over]{.claim by-unnamed=\"two officials\"}.", true),
    ("[[The Gazette]] said [it was over]{.claim by-unnamed=\"two officials\"}.", false),
    ("[[Roe]] and two officials said [it was over]{.claim by=roe by-unnamed=\"two officials\"}.", false),
    ("Two officials, who met [[Lee]], said [it was over]{.claim by-unnamed=\"two officials\"}.", false),
    ("An official who met [[Roe]] said [it was over]{.claim by-unnamed=\"an official\"}.", false),
    ("A friend of [[Roe]] said [it was over]{.claim by=lee}.", false),
    ("[[Roe]]’s lawyer said [it was over]{.claim by=lee}.", false),
    ("[[Lee]] met [[Roe]]. She said [it was over]{.claim by=lee}.", false),
    ("Asked by [[Roe]], [[Lee]] said [it was over]{.claim by=lee}.", false),
    ("[[Lee]], which [[Roe]] said [was late]{.claim by=roe}, came.", false),
    ("[It was over]{.claim by=roe}, according to [[Roe]].", false),
    ("[It was over]{.claim by=lee}, according to [[Roe]].", true),
    ("According to [[Roe]], [it was over]{.claim by=lee}.", true),
    ("According to [[Roe]]’s lawyer, [it was over]{.claim by=lee}.", false),
    ("[[Lee]] and [[Roe]] said [it was over]{.claim by=\"lee; roe\"}.", false),
];

#[test]
fn the_reader_of_verbs_of_saying_knows_who_spoke() {
    for (sentence, is_wrong) in SAID {
        assert_eq!(codes(sentence, None).contains(&"prose-disagrees"), is_wrong, "{sentence}");
    }
}
