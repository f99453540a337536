//! Names and plain words: whom they mean, and where they mean nobody.
//!
//! Input: small sites. Output: their pages and findings, as an author sees them.

use crate::site::Site;

fn person(occupation: &str) -> String {
    format!("---\nname: Ann Pell\noccupation: {occupation}\nresidence: Baker Town\n---\n")
}

fn bakers(occupation: &str) -> String {
    let site = Site::new()
        .person("baker", "Hugh Baker")
        .file("content/places/baker-town.md", "---\nname: Baker Town\n---\n");
    let site = site.file("content/people/pell.md", person(occupation)).build();
    site.page("people/pell.html")
}

#[test]
fn a_plain_word_is_somebody_only_where_its_property_says_so() {
    let page = bakers("baker");
    assert!(!page.contains("Hugh Baker") && page.contains("../places/baker-town.html"), "{page}");
    for occupation in ["person:baker", "\"[[Hugh Baker]]\"", "\"[[baker|the baker]]\""] {
        assert!(bakers(occupation).contains("href=\"baker.html\""), "{occupation}");
    }
}

#[test]
fn who_can_be_meant_decides_between_those_of_one_id() {
    let site = Site::new()
        .person("lee", "Jo Lee")
        .file("content/places/lee.md", "---\nname: The Lee\n---\n")
        .file("content/sources/lee.md", "---\ntitle: Lee's letter\n---\n")
        .file("content/events/fair.md", "---\nname: The fair\nplace: lee\n---\n")
        .article("lee", "[It rained]{#rain .claim by=person:lee source=lee}.")
        .article(
            "b",
            "[It did]{.claim by=person:lee supports=lee#rain}, at [[the fair]], says [[lee#rain]] [@lee].",
        );
    let site = site.build();
    assert!(site.page("events/fair.html").contains("../places/lee.html"));
    assert!(site.page("articles/b.html").contains("claims/lee/rain.html"));
}

#[test]
fn an_article_is_no_speaker() {
    let site = Site::new()
        .person("lee", "Jo Lee")
        .article("lee", "[It rained]{#rain .claim by=lee}, [in town]{.fact of=lee residence=town}.");
    assert!(site.build().page("people/lee.html").contains("It rained"));
}

#[test]
fn a_name_may_hold_the_sign_of_a_claim() {
    let site = Site::new()
        .file("content/events/c-sharp.md", "---\nname: \"C#\"\naliases: [\"#csharp\"]\n---\n")
        .article("why", "[It is fast]{#fast .claim about=\"C#\"}.")
        .article("then", "[[C#]], [[#csharp]] and [[why#fast]]; [no]{.claim denies=why#fast}.");
    let page = site.build().page("articles/then.html");
    assert!(page.matches("href=\"../events/c-sharp.html\"").count() >= 2, "{page}");
    assert!(page.contains("../claims/why/fast.html"), "{page}");
}

#[test]
fn apostrophes_and_hyphens_of_print_are_those_of_the_keyboard() {
    let site = Site::new()
        .person("ohara", "Nell O'Hara")
        .person("bost", "Jean\u{2011}Luc Bost")
        .article("a", "[[Nell O\u{2019}Hara]] and [[Nell O\u{2BC}Hara]] met [[Jean-Luc Bost]], [and left]{.claim by=\"Jean\u{2013}Luc Bost\"}.");
    let page = site.build().page("articles/a.html");
    assert!(page.contains("href=\"../people/ohara.html\">Nell O\u{2019}Hara</a>"), "{page}");
}
