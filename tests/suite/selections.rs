//! Marking up whatever somebody selects.
//!
//! Input: selections by chance in every site of the tests, and a wish for each. Output: the wish is there and all else is
//! what it was, or nothing is planned and the reason is said. `ANNALS_SEED` takes another seed, `ANNALS_ROUNDS` more rounds.

use std::env;
use std::path::PathBuf;

use annals::edit::{Manuscript, Planned, Wish, apply, said};
use annals::pipeline::{Options, Site as BuiltSite};
use annals::source::{Span, TextFile};
use annals::syntax::{self, AnnotationKind, DocumentId, SpanClass};

use crate::mutations::dice::Dice;
use crate::site::{Site, repository};

const MARKDOWN: &str = "\
# A *title* of [[Ada]]\n\nFirst *some [[Ada]] emphasis* and **strong [words of\nhers]{.quote by=ada}**, ~~gone~~ `code | it`\\\nand \
[a link of [[Ada]]](https://example.org/ \"T\") &amp; \\*escaped\\* words[^n], <b>bold *words*</b>. It’s Ada's; café, naïve—ok!\n\n\
- one item *with* [[Ada|her]]\n- [ ] a task\n  1. nested [two words]{.fact of=ada occupation=writer} here\n\n> quoted [text\n> that]{.claim by=ada} \
goes on [@s, p. 3].\n\n| A *b* | [[ada\\|C]] d |\n|---|:-:|\n| some \\| words | [x y]{.date when=2017} and z |\n\n```\ncode block\n```\n\n\
[^n]: A *note* with [[Ada]].\n\nПривет, мир. 東京に行く。 a*b c*d **e**f\n\nShe said [it was [her]{#hers} own [[Ada]]{#ada}]{#own}.\n\n\
```annals\nown: .claim by=ada\n  .fact of=ada occupation=writer\nhers: .date when=2018\nada: .fact occupation=poet\n```\n";

fn sites() -> Vec<BuiltSite> {
    let folders =
        ["tests/suite/sites/lindal-games", "tests/suite/sites/sedgeley", "tests/suite/sites/south-pole"];
    let browser = ["conflicts", "directions", "markdown"].map(|it| format!("tests/browser/sites/{it}"));
    let folders = folders.into_iter().map(str::to_owned).chain(browser).chain([String::new()]);
    let own = Site::new()
        .person("ada", "Ada")
        .file("content/sources/s.md", "---\ntitle: S\n---\n")
        .article("a", MARKDOWN)
        .article("b", &MARKDOWN.replace('\n', "\r\n"));
    let open =
        |folder: PathBuf| BuiltSite::open(&folder, Options { drafts: true, ..Options::default() }).unwrap();
    let mut sites: Vec<_> = folders.map(|it| open(repository().join(it))).collect();
    sites.push(open(own.path("")));
    sites
}

fn wishes(site: &BuiltSite) -> Vec<Wish> {
    let graph = site.graph();
    let id =
        |name: &str| graph.registry.iter().find(|(_, it)| graph.vocabulary.kinds.get(it.kind).name == name);
    let person = id("person").map_or("ada".to_owned(), |(_, it)| it.id.clone());
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let span = |class, id: Option<&str>, pairs| Wish::Span { class, id: id.map(str::to_owned), pairs };
    vec![
        span(
            SpanClass::Claim,
            Some("own-id"),
            vec![pair("by", &person), pair("text", "It \"is\" | so*, it's \\ true")],
        ),
        span(SpanClass::Quote, None, vec![pair("by-unnamed", "two officials")]),
        span(SpanClass::Fact, None, vec![pair("of", &person), pair("occupation", "writer of \"it\"")]),
        span(SpanClass::Date, None, vec![pair("when", "2017-07?")]),
        span(SpanClass::Plain, None, vec![pair("lang", "la")]),
        Wish::Mention(format!("person:{person}")),
        Wish::Citation { source: "some-source".to_owned(), locator: "p. 3".to_owned() },
    ]
}

/// All that has to hold of what was planned, whatever the program itself makes sure of.
fn check(manuscript: &Manuscript<'_>, selection: Span, planned: &Planned, wish: &Wish, what: &str) {
    let before = manuscript.document;
    let read = |text: &str| {
        let file = TextFile::new(manuscript.file.path.clone(), text);
        syntax::parse(before.file, &file, manuscript.config, &manuscript.graph.vocabulary.folders).0
    };
    assert_eq!(apply(&manuscript.file.text, planned.edits.clone()), planned.text, "{what}");
    assert!(
        planned.fitted.span.contains(selection)
            || selection.of(&manuscript.file.text).trim().is_empty()
            || !planned.fitted.text.is_empty(),
        "{what}"
    );
    let inserted: usize = planned.edits.iter().map(|edit| edit.words.len()).sum();
    assert_eq!(
        planned.text.len(),
        manuscript.file.text.len() + inserted,
        "{what}: nothing may be taken away"
    );
    let new = read(&planned.text);
    let (old, new) = (&before.body, &new.body);
    assert_eq!(new.text, old.text, "{what}: the words");
    let mut rest = said(new);
    for known in said(old) {
        let at = rest.iter().position(|it| *it == known);
        rest.remove(at.unwrap_or_else(|| panic!("{what}: {known:?} is lost in\n{}", planned.text)));
    }
    assert_eq!(rest.len(), 1, "{what}: {rest:?}");
    let kinds: Vec<_> = new
        .annotations
        .iter()
        .filter(|it| it.text == planned.fitted.text || matches!(wish, Wish::Citation { .. }))
        .collect();
    let is_there = kinds.iter().any(|it| match (&it.kind, wish) {
        (AnnotationKind::Span(found), Wish::Span { class, .. }) => found == class,
        (AnnotationKind::Mention(_), Wish::Mention(_))
        | (AnnotationKind::Citation(_), Wish::Citation { .. }) => true,
        _ => false,
    });
    assert!(is_there, "{what}");
}

/// A selection by chance that begins among the words of one line of the plain text, and whether it ends in the same.
fn select(manuscript: &Manuscript<'_>, dice: &mut Dice) -> Option<(Span, bool)> {
    let body = &manuscript.document.body;
    let starts: Vec<_> =
        body.text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at).collect();
    let start = *dice.pick(&starts)?;
    let rest = &body.text[start..];
    let most = [3, 12, 60, 200][dice.roll(4)];
    let length = 1 + dice.roll(most);
    let end = start + rest.char_indices().nth(length).map_or(rest.len(), |(at, _)| at);
    let is_in_one = !body.text[start..end].trim().contains('\n');
    Some((body.span_of(start..end)?, is_in_one))
}

#[test]
fn a_selection_is_marked_up_and_all_else_stays() {
    let number = |name: &str, usual| env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(usual);
    let (seed, rounds) = (number("ANNALS_SEED", 20_170_707), number("ANNALS_ROUNDS", 40));
    println!("ANNALS_SEED={seed} ANNALS_ROUNDS={rounds}");
    let mut dice = Dice::new(seed);
    let (mut tried, mut done, mut refused) = (0, 0, Vec::new());
    for site in sites() {
        let graph = site.graph();
        let wishes = wishes(&site);
        let ids: Vec<_> = DocumentId::all(graph.documents.len()).collect();
        let told: Vec<_> =
            ids.into_iter().filter(|&id| graph.documents[id.place()].body.text.len() > 20).collect();
        for _ in 0..rounds {
            let Some(&id) = dice.pick(&told) else { break };
            let file = site.files().get(graph.documents[id.place()].file);
            let manuscript = Manuscript::new(&site, id).unwrap();
            let Some((selection, is_in_one)) = select(&manuscript, &mut dice) else { continue };
            for wish in &wishes {
                let what = format!("{}: `{}` {wish:?}", file.path, selection.of(&file.text));
                tried += usize::from(is_in_one);
                match manuscript.annotate(selection, wish) {
                    Ok(planned) => {
                        check(&manuscript, selection, &planned, wish, &what);
                        done += usize::from(is_in_one);
                    }
                    Err(why) => {
                        assert!(!why.to_string().is_empty());
                        if is_in_one {
                            refused.push(format!("{what}: {why}"));
                        }
                    }
                }
            }
        }
    }
    println!("{done} of {tried}");
    assert!(tried > 300 && done * 100 >= tried * 95, "{done} of {tried}:\n{}", refused.join("\n"));
}
