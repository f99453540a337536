//! Markup that stays out of the way: attributes in a fence at the end, names and dates in their short forms.
//!
//! Input: the same text with its attributes in the prose and apart from it. Output: the same site; and what is said of
//! labels and definitions that do not fit.

use annals::pipeline::{Options, Site as BuiltSite};
use annals::resolve::Target;

use crate::memory::check;
use crate::site::Site;

const INLINE: &str = "[[Ann Roe]] said [the [[bridge]] opened on [Friday]{.date when=2017-07-07}, and carries \
    [two cars]{.fact of=bridge capacity=2}]{#opened .claim by=roe at=bridge}, and [was\n“[a fine day]{.quote}”\
    ]{#fine .claim by=roe supports=opened}.\n\n> It [weighs [12 t]{.fact of=bridge mass=\"12 t\"}]{#mass .claim}.\n\n\
    The [[bridge|crossing]] is [Ann Roe's]{.fact of=bridge owner=roe}.\n";

const LIGHT: &str = "[[Ann Roe]] said [the [[bridge]] opened on [Friday]{#day}, and carries \
    [two cars]{#cars}]{#opened}, and [was\n“[a fine day]{.quote}”]{#fine}.\n\n> It [weighs [12 t]{#t}]{#mass}.\n\n\
    The [[bridge|crossing]] is [Ann Roe's]{#hers}.\n\n```annals\nopened: .claim by=roe at=bridge\n\
    day: .date when=2017-07-07\ncars: .fact of=bridge\n  capacity=2\n\nfine: .claim by=roe\n  supports=opened\n```\n\n\
    > ```annals\n> t: .fact of=bridge\n>   mass=\"12\n>   t\"\n> mass: .claim\n> ```\n\n- ```annals\n  hers: .fact of=bridge owner=roe\n  ```\n";

fn site(text: &str) -> Site {
    let bridge = "---\nname: The bridge\naliases: [bridge]\n---\n";
    let site = Site::new().person("roe", "Ann Roe").file("content/places/bridge.md", bridge);
    let config = "title = \"T\"\n[properties.capacity]\ndatatype = \"number\"\n[properties.mass]\ndatatype = \"number\"\n";
    site.file("annals.toml", config).article("a", text)
}

/// The pages of a site that says this in an article.
fn pages(text: &str) -> Vec<(String, String)> {
    let site = site(text);
    site.run(&["build"]).expect(0);
    let pages = site.pages().into_iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn attributes_that_stand_apart_change_no_byte_of_a_page() {
    // Of the block that holds nothing but definitions, the block is left.
    let (inline, light) = (pages(&format!("{INLINE}\n\n>\n\n-\n")), pages(LIGHT));
    for ((path, expected), (_, found)) in inline.iter().zip(&light) {
        assert_eq!(found, expected, "{path}");
    }
    assert_eq!(inline.len(), light.len());
}

/// What an article states: subject, property and value, and whether a claim does.
fn stated(text: &str) -> Vec<String> {
    let site = site(text);
    let session = BuiltSite::open(&site.path(""), Options::default()).unwrap();
    assert!(session.findings().iter().all(|it| it.code.can_stand()), "{:?}", session.findings());
    let graph = session.graph();
    let stated =
        graph.stated().filter(|it| matches!(it.reference, annals::graph::Reference::Sentence { .. }));
    let name = |id| graph.registry.get(id).id.clone();
    let told = stated.map(|it| {
        let value = it.value.entity().map_or_else(|| it.value.key(), name);
        let property = &graph.vocabulary.properties.get(it.property).name;
        format!("{} {property} {value}{}", name(it.subject), if it.claim.is_some() { " (said)" } else { "" })
    });
    told.collect()
}

#[test]
fn facts_behind_a_mention_are_about_whom_it_names() {
    let inline = "[[Ann Roe]]{.fact occupation=carpenter} came.";
    assert_eq!(stated(inline), ["roe occupation text carpenter"]);
    let light = "[[Ann Roe|She]]{#roe} came, and so did [[Ann Roe]]{#roe}.\n\n```annals\n\
        roe: .fact occupation=carpenter\n  .fact of=bridge owner=roe\n```\n";
    let once = ["roe occupation text carpenter", "bridge owner roe"];
    assert_eq!(stated(light), [once, once].concat());
}

#[test]
fn the_facts_of_a_claim_are_its_speakers() {
    let light = "[It is [[Ann Roe]]'s]{#hers}.\n\n```annals\nhers: .claim by=roe\n  .fact of=bridge owner=roe .fact of=roe\n  residence=bridge\n```\n";
    assert_eq!(stated(light), ["bridge owner roe (said)", "roe residence bridge (said)"]);
}

#[test]
fn a_mention_may_name_several_and_a_date_where_nothing_has_that_name() {
    let text = "[[roe; bridge|Both]] and [[Ann Roe; bridge]] on [[2017-07-07|Friday]] and [[2016]].";
    let site = site(text).person("2016", "Twenty-sixteen");
    let session = BuiltSite::open(&site.path(""), Options::default()).unwrap();
    let graph = session.graph();
    let (id, document) = graph.all_documents().find(|(_, document)| document.id == "a").unwrap();
    let named: Vec<_> = graph
        .mentions_in(id)
        .filter_map(|it| match it.target {
            Target::Entity(entity) => Some((
                &*graph.registry.get(entity).id,
                document.body.words(graph.annotation(id, it.annotation)?),
            )),
            Target::Claim(_) => None,
        })
        .collect();
    assert_eq!(
        named,
        [
            ("roe", "Both"),
            ("bridge", "Both"),
            ("roe", "Ann Roe; bridge"),
            ("bridge", "Ann Roe; bridge"),
            ("2016", "2016")
        ]
    );
    site.run(&["build"]).expect(0);
    let page = site.page("articles/a.html");
    assert!(
        page.contains("<time class=\"date\" datetime=\"2017-07-07\" title=\"7 July 2017\">Friday</time>"),
        "{page}"
    );
}

#[test]
fn a_renamed_id_stays_what_a_mention_of_several_shows() {
    let site = site("[[roe; bridge]] and [[roe]]{#r}.\n\n```annals\nr: .fact employer=roe\n```\n");
    site.run(&["rename", "person:roe", "ann"]).expect(0);
    let text = std::fs::read_to_string(site.path("content/articles/a.md")).unwrap();
    assert!(text.contains("[[ann; bridge|roe; bridge]] and [[ann|roe]]{#r}."), "{text}");
    assert!(text.contains("r: .fact employer=ann\n"), "{text}");
}

/// What is found in an article: the code, and the words of every place.
fn found(text: &str) -> Vec<String> {
    let front = "---\ntitle: T\ndate: 2017-07-07\n---\n";
    let article = format!("{front}{text}");
    let files =
        [("content/articles/a.md", &*article), ("content/people/roe.md", "---\nname: Ann Roe\n---\n")];
    let checked = check(files.map(|(path, text)| (path, text.as_bytes())));
    let findings = checked.diagnostics.iter().map(|finding| {
        let places =
            std::iter::once(finding.primary).chain(finding.labels.iter().map(|label| label.location));
        let words = places.map(|place| place.span.of(&checked.files.get(place.file).text).to_owned());
        format!("{}: {}", finding.code.as_str(), words.collect::<Vec<_>>().join(" | "))
    });
    findings.collect()
}

#[test]
fn what_does_not_fit_together_is_shown_at_every_place() {
    for (text, expected) in [
        ("[It]{#it}.\n\n```annals\nit: .claim by=roe\nit: .claim\n```", "duplicate-id: it | it"),
        ("[It]{#it .claim by=roe}.\n\n```annals\nit: .claim\n```", "bad-attribute: {#it .claim by=roe} | it"),
        ("[It]{#it} and [that]{#it}.\n\n```annals\nit: .claim by=roe\n```", "duplicate-id: it | it"),
        ("[[Ann Roe]]{#it}.\n\n```annals\nit: .claim by=roe\n```", "bad-attribute: {#it} | .claim by=roe"),
        ("[It]{#it}.\n\n```annals\nit: .claim by=roe .quote\n```", "bad-attribute: .quote | .claim by=roe"),
        ("[It]{#it}.\n\n```annals\nit: .clam by=roe\n```", "bad-attribute: clam"),
        ("[It]{#it}.\n\n```annals\nit: by=roe\n```", "bad-attribute: b"),
        ("[It]{#it}.\n\n```annals\nit: ﬁrst\n```", "bad-attribute: ﬁ"),
        ("[It]{#it}.\n\n```annals\nit:\n```", "bad-attribute: it"),
        ("[It]{.claim by=roe}.\n\n```annals\nNo definition.\n```", "bad-attribute: No definition."),
        ("[It]{.claim by=roe}.\n\n```annals\nit: .claim by=roe\n```", "stray-markup: it"),
        ("[It]{#it}.\n\n```annals\nit: .claim by=nobody\n```", "unknown-name: nobody"),
        ("[[Ann Roe]]{.claim by=roe}.", "bad-attribute: claim"),
        ("[[Ann Roe]]{#her}, see [her](#her).", "broken-link: [her](#her)"),
    ] {
        let findings: Vec<_> = found(text).into_iter().filter(|it| !it.starts_with("orphan")).collect();
        assert!(findings.iter().any(|it| it == expected), "{text}: {findings:?}");
    }
}
