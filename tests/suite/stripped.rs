//! How much of the seed article's markup comes without typing, once it is stripped of all of it.
//!
//! Input: the article's words, and the entities of this site. Output: what `annotate --yes` and `link --write` mark up, against
//! what a careful author did.

use std::collections::BTreeMap;
use std::fs;

use annals::graph::Graph;
use annals::pipeline::{Options, Site as BuiltSite};
use annals::resolve::Target;
use annals::syntax::{Annotation, AnnotationId, AnnotationKind, DocumentId, SpanClass};

use crate::site::{Site, repository};

const ARTICLE: &str = "content/articles/putin-hopes-for-more-meetings.md";

/// The kind of an annotation, its words, and what is said of them.
type Marked = (&'static str, (usize, usize), String);

fn marked(site: &BuiltSite) -> Vec<Marked> {
    let graph = site.graph();
    let (id, document) = graph.all_documents().find(|(_, it)| ARTICLE.ends_with(&it.path)).unwrap();
    let all = document.body.all_annotations();
    all.flat_map(|(at, annotation)| said(graph, id, at, annotation)).collect()
}

fn said(graph: &Graph, id: DocumentId, at: AnnotationId, annotation: &Annotation) -> Vec<Marked> {
    let place = (annotation.text.start, annotation.text.end);
    let name = |entity| graph.registry.get(entity).id.clone();
    let date = graph.date_at(id, at).map(|(date, _)| ("date", place, date.as_str().to_owned()));
    let one = match annotation.kind {
        _ if date.is_some() => date,
        AnnotationKind::Mention(_) => {
            graph.mentions_in(id).find(|it| it.annotation == at).map(|it| match it.target {
                Target::Entity(entity) => ("name", place, name(entity)),
                Target::Claim(claim) => ("name", place, graph.claim(claim).unwrap().id.clone()),
            })
        }
        AnnotationKind::Span(SpanClass::Claim | SpanClass::Quote) => {
            let claim = graph.claim(graph.claim_at(id, at).unwrap()).unwrap();
            let kind = if claim.quote { "quote" } else { "claim" };
            let who: Vec<_> =
                claim.speakers.iter().map(|&it| name(it)).chain(claim.unnamed.clone()).collect();
            Some((kind, place, who.join("; ")))
        }
        AnnotationKind::Span(SpanClass::Fact) => {
            let sentence = graph.document(id).unwrap().body.sentence(annotation.sentence).unwrap();
            let place = (sentence.text.start, sentence.text.end);
            let stated = graph.stated_by(id, at).iter().map(|it| {
                let value = it.value.entity().map_or_else(|| it.value.key(), name);
                let property = &graph.vocabulary.properties.get(it.property).name;
                ("fact", place, format!("{} {property} {value}", name(it.subject)))
            });
            return stated.collect();
        }
        _ => None,
    };
    one.into_iter().collect()
}

/// Whether two are the same: four fifths of the words, and all that is said of them; an office may be told in other words.
fn is_same(a: &Marked, b: &Marked) -> bool {
    let shared = a.1.1.min(b.1.1).saturating_sub(a.1.0.max(b.1.0));
    let all = a.1.1.max(b.1.1) - a.1.0.min(b.1.0);
    let is_alike = a.0 == b.0 || [a.0, b.0].iter().all(|it| ["claim", "quote"].contains(it));
    let office = |it: &Marked| it.2.split_once(" position text ").map(|(whose, _)| whose.to_owned());
    let is_said = a.2 == b.2 || office(a).is_some() && office(a) == office(b);
    is_alike && is_said && shared * 5 >= all * 4
}

fn open(site: &Site) -> BuiltSite {
    BuiltSite::open(&site.path(""), Options::default()).unwrap()
}

#[test]
fn most_of_the_seed_articles_markup_comes_without_typing() {
    let site = Site::copy_of(&repository());
    let by_hand = marked(&open(&site));
    let text = fs::read_to_string(site.path(ARTICLE)).unwrap();
    let front = text.split_once("---\n").unwrap().1.split_once("\nnames:").unwrap().0;
    let bare = format!("---\n{front}\n---\n\n{}", include_str!("seed.txt").replace('\n', "\n\n"));
    let run = |yes: &str| {
        site.write(ARTICLE, bare.as_bytes());
        site.run(&["annotate", "--yes", yes, ARTICLE]).expect(0);
        site.run(&["link", "--write", ARTICLE]).expect(0);
        marked(&open(&site))
    };
    let at_once = run("quote,date,fact,name");
    let asked = run("quote,date,fact,name,claim,who");
    let mut counts = BTreeMap::<&str, [usize; 3]>::new();
    for one in &by_hand {
        let is_in = |list: &[Marked]| usize::from(list.iter().any(|it| is_same(it, one)));
        let count = counts.entry(one.0).or_default();
        *count = [count[0] + 1, count[1] + is_in(&at_once), count[2] + is_in(&asked)];
        if is_in(&asked) == 0 && one.0 != "fact" {
            println!("MISSED {} {} {}", one.0, one.2, words(&text_of(&site), one));
        }
    }
    let wrong: Vec<_> = at_once.iter().filter(|it| !by_hand.iter().any(|hand| is_same(it, hand))).collect();
    for it in &wrong {
        println!("WRITTEN {} {} {}", it.0, it.2, words(&text_of(&site), it));
    }
    for it in asked.iter().filter(|it| !at_once.contains(it) && !by_hand.iter().any(|hand| is_same(it, hand)))
    {
        println!("PROPOSED {} {} {}", it.0, it.2, words(&text_of(&site), it));
    }
    let sum = |at: usize| counts.values().map(|count| count[at]).sum::<usize>();
    println!("{counts:?}: {} by hand, {} at once, {} with claims", sum(0), sum(1), sum(2));
    assert!(sum(2) * 100 >= sum(0) * 60, "too little comes without typing");
    assert_eq!(wrong, Vec::<&Marked>::new(), "what is written without asking is right");
}

fn text_of(site: &Site) -> String {
    let built = open(site);
    let (_, document) = built.graph().all_documents().find(|(_, it)| ARTICLE.ends_with(&it.path)).unwrap();
    document.body.text.clone()
}

fn words<'t>(text: &'t str, marked: &Marked) -> &'t str {
    text.get(marked.1.0..marked.1.1).unwrap_or_default()
}
