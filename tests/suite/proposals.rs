//! What the program proposes, beside what a careful author marks up.
//!
//! Input: the site `proposals`, and the same without its markup. Output: precision and recall by kind, as the table in the
//! guide.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annals::pipeline::{self, Options};
use annals::propose::{self, Kind, Proposal};
use annals::resolve::Finder;
use annals::source::Span;
use annals::syntax::{Annotation, AnnotationKind, Document, DocumentId, SpanClass};

use crate::site::{Site, repository};

/// An annotation as it is compared.
#[derive(Clone, Debug)]
struct Marked {
    kind: Kind,
    text: Range<usize>,
    /// What it says: its speaker, date or office.
    says: String,
}

/// The site of the test set.
fn gold() -> Site {
    Site::copy_of(&repository().join("tests/suite/proposals"))
}

/// The same site with nothing marked up in its articles.
fn stripped(gold: &pipeline::Site) -> Site {
    let site = self::gold();
    for (_, document) in articles(gold) {
        let file = gold.files().get(document.file);
        site.write(&file.path, strip(&file.text, document).as_bytes());
    }
    site
}

fn articles(site: &pipeline::Site) -> Vec<(DocumentId, &Document)> {
    let documents = site.graph().all_documents();
    documents.filter(|(_, document)| document.folder == "articles").collect()
}

/// A text without its mentions and spans.
fn strip(text: &str, document: &Document) -> String {
    let mut cuts: Vec<Range<usize>> = Vec::new();
    for annotation in &document.body.annotations {
        let (whole, inner) = (annotation.span.range(), annotation.inner.range());
        cuts.extend([whole.start..inner.start, inner.end..whole.end]);
    }
    cuts.sort_by_key(|cut| cut.start);
    let mut out = String::new();
    let mut at = 0;
    for cut in cuts {
        out.push_str(text.get(at..cut.start).unwrap_or_default());
        at = at.max(cut.end);
    }
    out + &text[at..]
}

fn marked(annotation: &Annotation) -> Vec<Marked> {
    let value = |key: &str| annotation.attributes.get(key).map(|value| value.text.clone());
    let kind = match annotation.kind {
        AnnotationKind::Span(SpanClass::Quote) => Kind::Quote,
        AnnotationKind::Span(SpanClass::Claim) => Kind::Claim,
        AnnotationKind::Span(SpanClass::Date) => Kind::Date,
        AnnotationKind::Span(SpanClass::Fact) if value("position").is_some() => Kind::Fact,
        _ => return Vec::new(),
    };
    let says = ["by", "by-unnamed", "when", "of"].into_iter().find_map(value).unwrap_or_default();
    vec![Marked { kind, text: annotation.text.clone(), says }]
}

fn proposed(proposal: &Proposal) -> Marked {
    let value =
        |key: &str| proposal.attributes.iter().find(|(own, _)| own == key).map(|(_, value)| value.clone());
    let says = ["by", "by-unnamed", "when", "of"].into_iter().find_map(value).unwrap_or_default();
    Marked { kind: proposal.kind, text: proposal.text.clone(), says }
}

/// How much two parts of a text have in common, of what either has.
fn alike(one: &Range<usize>, other: &Range<usize>) -> f64 {
    let common = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    common as f64 / (one.end.max(other.end) - one.start.min(other.start)).max(1) as f64
}

/// How many of a kind there are, were proposed, were right, and said the same.
#[derive(Debug, Default)]
struct Score {
    gold: usize,
    proposed: usize,
    right: usize,
    same: usize,
}

impl Score {
    fn precision(&self) -> f64 {
        self.right as f64 / self.proposed.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }

    fn said(&self) -> f64 {
        self.same as f64 / self.right.max(1) as f64
    }
}

/// Scores the proposals for all articles; `tell` hears of every difference.
fn scores(mut tell: impl FnMut(&str)) -> BTreeMap<Kind, Score> {
    let gold_site = gold();
    let open = |site: &Site| {
        pipeline::Site::open(&site.path(""), Options { drafts: true, ..Options::default() })
            .expect("it can be read")
    };
    let gold = open(&gold_site);
    let site = stripped(&gold);
    let plain = open(&site);
    let finder = Finder::new(
        &plain.graph().registry,
        &plain.graph().vocabulary.kinds,
        &plain.graph().documents,
        plain.occurrences(),
        "en",
    );
    let mut scores: BTreeMap<Kind, Score> = BTreeMap::new();
    for (index, document) in articles(&plain) {
        let known = articles(&gold)
            .into_iter()
            .find(|(_, it)| it.path == document.path)
            .expect("it is the same site")
            .1;
        assert_eq!(document.body.text, known.body.text, "{}", document.path);
        let site = propose::Context::new(&plain, &finder, index).expect("it is there");
        let found: Vec<_> = propose::propose(&site);
        let found: Vec<_> = found
            .iter()
            .filter(|it| !matches!(it.kind, Kind::Name | Kind::Who))
            .map(|it| (proposed(it), it.rule))
            .collect();
        let expected: Vec<_> = known.body.annotations.iter().flat_map(marked).collect();
        let text = &document.body.text;
        let mut is_met = vec![false; expected.len()];
        for (proposal, rule) in &found {
            let score = scores.entry(proposal.kind).or_default();
            score.proposed += 1;
            let best =
                expected.iter().enumerate().filter(|(at, it)| it.kind == proposal.kind && !is_met[*at]);
            let best = best
                .max_by(|a, b| alike(&a.1.text, &proposal.text).total_cmp(&alike(&b.1.text, &proposal.text)));
            match best.filter(|(_, it)| alike(&it.text, &proposal.text) >= 0.8) {
                Some((at, it)) => {
                    is_met[at] = true;
                    score.right += 1;
                    if it.says == proposal.says {
                        score.same += 1;
                    } else {
                        tell(&format!(
                            "{} SAYS {:?} {rule}: {} for {} | {}",
                            document.path,
                            proposal.kind,
                            proposal.says,
                            it.says,
                            &text[it.text.clone()]
                        ));
                    }
                }
                None => tell(&format!(
                    "{} EXTRA {:?} {rule} {}: {}",
                    document.path,
                    proposal.kind,
                    proposal.says,
                    &text[proposal.text.clone()]
                )),
            }
        }
        for (at, it) in expected.iter().enumerate() {
            let score = scores.entry(it.kind).or_default();
            score.gold += 1;
            if !is_met[at] {
                tell(&format!(
                    "{} MISSED {:?} {}: {}",
                    document.path,
                    it.kind,
                    it.says,
                    &text[it.text.clone()]
                ));
            }
        }
    }
    scores
}

/// The table of the guide.
pub fn table() -> String {
    let mut table = String::from(
        "| what | in the texts | proposed | precision | recall | speaker, date or person right |\n|---|---|---|---|---|---|\n",
    );
    for (kind, score) in scores(|_| ()) {
        let Score { gold, proposed, .. } = score;
        let (precision, recall, said) = (score.precision(), score.recall(), score.said());
        let _ = writeln!(
            table,
            "| `{}` | {gold} | {proposed} | {precision:.2} | {recall:.2} | {said:.2} |",
            kind.as_str()
        );
    }
    table
}

/// Run with `--nocapture`, it tells of every difference.
#[test]
fn a_part_of_a_text_is_proposed_what_the_whole_is_there() {
    let gold = gold();
    let gold = pipeline::Site::open(&gold.path(""), Options::default()).unwrap();
    let site = stripped(&gold);
    let plain = pipeline::Site::open(&site.path(""), Options::default()).unwrap();
    let finder = plain.finder();
    for (id, _) in articles(&plain) {
        let context = propose::Context::new(&plain, &finder, id).unwrap();
        let (all, length) = (propose::propose(&context), context.file().text.len());
        for start in (0..length).step_by(997) {
            let part = Span::new(start..(start + 300).min(length));
            let told = |found: &[Proposal]| format!("{found:#?}");
            let expected: Vec<_> = all.iter().filter(|it| it.span.touches(part)).cloned().collect();
            assert_eq!(told(&propose::propose_within(&context, part)), told(&expected));
        }
    }
}

#[test]
fn proposals_are_what_a_careful_author_marks_up() {
    let scores = scores(|difference| println!("{difference}"));
    for (kind, precision, recall, said) in [
        (Kind::Quote, 0.97, 0.93, 0.88),
        (Kind::Claim, 0.80, 0.70, 0.80),
        (Kind::Date, 0.95, 0.94, 0.90),
        (Kind::Fact, 0.92, 0.92, 0.95),
    ] {
        let score = &scores[&kind];
        let reached = [score.precision(), score.recall(), score.said()];
        assert!(
            reached.iter().zip([precision, recall, said]).all(|(is, least)| *is >= least),
            "{kind:?} {reached:?}"
        );
    }
}
