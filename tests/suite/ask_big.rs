//! The questions of a newsroom and the tools of others, on an archive that is rich in claims.
//!
//! Input: reports of which each sentence is known as a record. Output: what two databases answer is what the records say, and
//! every tool takes every format. `ANNALS_REPORTS=10000` makes the archive that large.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::ask::answers;
use crate::feed::others_read_feeds;
use crate::formats::{
    annotations_follow_the_model, followthemoney_takes, rdf_has_its_shape, selectors_select_their_words,
    sheets_are_whole, tei_is_valid,
};
use crate::linked_data::{BASE, session};
use crate::site::Site;

/// How many reports there are, where nothing else is wished.
const REPORTS: usize = 1_000;
/// The claims of a report, of which the last states a distance.
const CLAIMS: usize = 4;
const PEOPLE: usize = 50;
const EVENTS: usize = 40;
const SOURCES: usize = 20;

/// Whom and what the questions are about, instead of those of the seed article.
const OTHERS: [(&str, &str); 7] = [
    ("subject = 'person:donald-trump'", "subject = 'event:e2'"),
    ("person:vladimir-putin", "person:p1"),
    ("event:hamburg-meeting", "event:e2"),
    ("source:scott-journals", "source:s5"),
    ("person:donald-trump", "person:p4"),
    ("2017-07-31", "2017-07-20"),
    ("2017-07-01", "2017-07-10"),
];

/// An archive of so many reports. What a report says depends on its number alone.
struct Archive {
    reports: usize,
}

/// A claim: its report, and its number there.
type Claim = (usize, usize);

/// The rows of an answer, whatever their order.
type Rows = Vec<String>;

impl Archive {
    fn claims(&self) -> impl Iterator<Item = Claim> {
        (0..self.reports).flat_map(|report| (1..=CLAIMS).map(move |claim| (report, claim)))
    }

    /// The claim that another one denies.
    fn denied((report, claim): Claim) -> Option<Claim> {
        (claim == 2 && report % 3 == 0 && report > 0).then(|| (report - 1, 1))
    }

    fn is_disputed(&self, own: Claim) -> bool {
        Self::denied(own).is_some() || self.claims().any(|other| Self::denied(other) == Some(own))
    }

    fn is_reviewed((report, claim): Claim) -> bool {
        claim == 1 && report % 5 == 0
    }

    fn site(&self) -> Site {
        let mut config =
            "title = \"Archive\"\n[properties.distance]\ndatatype = \"number\"\nof = [\"event\"]\n[entities]\n"
                .to_owned();
        for person in 0..PEOPLE {
            let _ = writeln!(config, "p{person} = {{ kind = \"person\", name = \"{}\" }}", name(person));
        }
        for event in 0..EVENTS {
            let date = held(event);
            let _ = writeln!(
                config,
                "e{event} = {{ kind = \"event\", name = \"Meeting {event}\", date = \"{date}\" }}"
            );
        }
        let site = (0..SOURCES).fold(Site::new().file("annals.toml", config), |site, source| {
            let [archive, hash] = kept(source);
            let text = format!(
                "---\ntitle: Document {source}\nurl: https://example.org/{source}\narchive_url: {archive}\nsha256: {hash}\n---\n"
            );
            site.file(&format!("content/sources/s{source}.md"), text)
        });
        (0..self.reports).fold(site, |site, number| {
            let site = site.file(&format!("content/articles/r{number}.md"), report(number));
            if !Self::is_reviewed((number, 1)) {
                return site;
            }
            let review = format!(
                "---\nclaim: r{number}#c1\nrating: {}\nreviewed: 2022-02-03\nreviewer: The desk\nsources: [s{}]\n---\n{}\n",
                rating(number),
                number % SOURCES,
                reasoning(number)
            );
            site.file(&format!("content/claims/v{number}.md"), review)
        })
    }

    /// What is to be answered, question by question as the guide asks them.
    fn answers(&self) -> Vec<Rows> {
        vec![
            self.disputed(),
            self.stated(),
            self.reviews(),
            self.cited(),
            self.sums(),
            Self::happened(),
            self.of_a_year(),
            self.together(),
            self.in_french(),
            changed(),
            self.investigated(),
        ]
    }

    fn disputed(&self) -> Rows {
        let own = self.claims().filter(|&it| speaker(it) == 1);
        let found = own.filter(|&it| self.is_disputed(it) && !Self::is_reviewed(it));
        found
            .map(|(report, claim)| {
                let page = format!("{BASE}claims/r{report}/c{claim}.html");
                format!("{} | {} | {page}", words((report, claim)), said_on(report))
            })
            .collect()
    }

    fn stated(&self) -> Rows {
        let date = format!("date | {} | the site | –", in_words(2));
        let facts = (0..self.reports).filter(|&it| event(it) == 2).flat_map(|report| {
            let of_site = format!("distance | {} km | the site | {}", walked(report), walk(report));
            let who = name(speaker((report, CLAIMS)));
            let claimed =
                format!("distance | {} km | {who} | {}", spread(report), sentence((report, CLAIMS)));
            [of_site, claimed]
        });
        [date].into_iter().chain(facts).collect()
    }

    fn reviews(&self) -> Rows {
        let reviewed = (0..self.reports).filter(|&it| Self::is_reviewed((it, 1)));
        reviewed
            .map(|report| {
                let source = report % SOURCES;
                let [archive, hash] = kept(source);
                let review = format!("{} | {} | {}", words((report, 1)), rating(report), reasoning(report));
                format!("{review} | Document {source} | {archive} | {hash}")
            })
            .collect()
    }

    fn cited(&self) -> Rows {
        let of_source = |report: &usize| report % SOURCES == 5;
        let reports = (0..self.reports).filter(of_source);
        reports
            .flat_map(|report| {
                let own = format!("p. {} | {} | – | – | –", report + 1, walk(report));
                let review = Self::is_reviewed((report, 1))
                    .then(|| format!("– | {} | {} | – | –", reasoning(report), words((report, 1))));
                [Some(own), review].into_iter().flatten()
            })
            .collect()
    }

    fn sums(&self) -> Rows {
        let row = |is_asserted: u8, numbers: Vec<usize>| {
            let (sum, least, most) =
                (numbers.iter().sum::<usize>(), numbers.iter().min().unwrap(), numbers.iter().max().unwrap());
            format!("distance | km | {is_asserted} | {} | {sum} | {least} | {most}", numbers.len())
        };
        let reports = || 0..self.reports;
        vec![row(0, reports().map(spread).collect()), row(1, reports().map(walked).collect())]
    }

    /// Of the days asked for, each date of an event holds one or none.
    fn happened() -> Rows {
        let days: BTreeSet<_> = (10..=20).map(|day| format!("2017-07-{day}")).collect();
        let is_then = |event: &usize| {
            let date = held(*event);
            date == "2017" || date == "2017-07" || days.contains(&date)
        };
        let found = (0..EVENTS).filter(is_then);
        found.map(|event| format!("event:e{event} | Meeting {event} | date | {}", held(event))).collect()
    }

    fn of_a_year(&self) -> Rows {
        let found = (0..self.reports).filter(|&it| year(it) == 2017);
        found.map(|report| format!("Report {report} | {} | {CLAIMS}", language(report))).collect()
    }

    /// With the page of the sentence alone, since its anchor is made of its words.
    fn together(&self) -> Rows {
        let mut found: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for claim in self.claims() {
            let named = [speaker(claim), listener(claim)];
            if let Some(at) = named.iter().position(|&person| person == 4) {
                let page = format!("{BASE}articles/r{}.html#{}", claim.0, claim.1);
                found.entry(named[1 - at]).or_default().insert(page);
            }
        }
        let row = |(person, sentences): (usize, BTreeSet<String>)| {
            let first = sentences.first().and_then(|it| it.split('#').next().map(str::to_owned));
            format!("{} | {} | {}", name(person), sentences.len(), first.unwrap_or_default())
        };
        found.into_iter().map(row).collect()
    }

    fn in_french(&self) -> Rows {
        let found = self.claims().filter(|(report, _)| language(*report) == "fr");
        found.map(|claim| format!("fr | {}", words(claim))).collect()
    }

    fn investigated(&self) -> Rows {
        let found = (0..self.reports).filter(|report| report % 7 == 0);
        found.map(|it| format!("The desk investigated matter {it}. | {BASE}articles/r{it}.html")).collect()
    }
}

fn name(person: usize) -> String {
    format!("Person {person}")
}

/// When an event was: on a day, in a month or in a year.
fn held(event: usize) -> String {
    let (year, month, day) = (2015 + event % 4, event % 9 + 1, event % 28 + 1);
    match event % 3 {
        0 => format!("{year}-{month:02}-{day:02}"),
        1 => format!("{year}-{month:02}"),
        _ => format!("{year}"),
    }
}

/// The same as a reader sees it; the event that is asked for has a year.
fn in_words(event: usize) -> String {
    assert_eq!(event % 3, 2);
    held(event)
}

fn kept(source: usize) -> [String; 2] {
    [format!("https://archive.example.org/{source}"), format!("{source:064x}")]
}

fn year(report: usize) -> usize {
    2002 + report % 20
}

fn language(report: usize) -> &'static str {
    if report % 4 == 3 { "fr" } else { "en" }
}

fn event(report: usize) -> usize {
    report % EVENTS
}

fn speaker((report, claim): Claim) -> usize {
    (report + claim) % PEOPLE
}

fn listener((report, claim): Claim) -> usize {
    (report + claim + 1 + report % 7) % PEOPLE
}

fn said_on(report: usize) -> String {
    format!("{}-01-{:02}", year(report), report % 28 + 1)
}

fn rating(report: usize) -> &'static str {
    if report.is_multiple_of(2) { "False" } else { "Supported" }
}

fn reasoning(report: usize) -> String {
    format!("Matter {report} was looked into.")
}

fn walked(report: usize) -> usize {
    report * 7 % 101 + 1
}

fn spread(report: usize) -> usize {
    report * 11 % 97 + 1
}

/// The words of a claim.
fn words((report, claim): Claim) -> String {
    if claim == CLAIMS {
        return format!("the fire of case {report} spread over {} km", spread(report));
    }
    format!("committee {report} counted {claim} votes")
}

/// The sentence around it.
fn sentence(claim: Claim) -> String {
    format!("It was so that {}, said {} to {}.", words(claim), name(speaker(claim)), name(listener(claim)))
}

fn walk(report: usize) -> String {
    format!("The walk of day {report} took {} km.", walked(report))
}

/// The file of a report.
fn report(number: usize) -> String {
    let mut text = format!(
        "---\ntitle: Report {number}\ndate: {}-03-04\nlanguage: {}\n---\n\n",
        year(number),
        language(number)
    );
    for claim in 1..=CLAIMS {
        let own = (number, claim);
        let distance = format!("{} km", spread(number));
        let fact = format!("[{distance}]{{.fact of=e{} distance=\"{distance}\"}}", event(number));
        let words = words(own).replace(&distance, &fact);
        let denies =
            Archive::denied(own).map_or_else(String::new, |(report, it)| format!(" denies=r{report}#c{it}"));
        let (by, on, to) = (speaker(own), said_on(number), name(listener(own)));
        let who = name(by);
        let _ = writeln!(
            text,
            "It was so that [{words}]{{.claim #c{claim} by=p{by} on={on}{denies}}}, said [[{who}]] to [[{to}]].\n"
        );
    }
    let (distance, source) = (format!("{} km", walked(number)), number % SOURCES);
    let fact = format!("[{distance}]{{.fact of=e{} distance=\"{distance}\"}}", event(number));
    let _ = writeln!(text, "The walk of day {number} took {fact} [@s{source}, p. {}].\n", number + 1);
    if number.is_multiple_of(7) {
        let _ = writeln!(text, "The desk investigated matter {number}.");
    }
    text
}

/// The same report as it was before.
fn earlier(number: usize) -> String {
    let [now, before] = [0, 1].map(|more| format!("{} km", walked(number) + more));
    report(number).replace(&now, &before)
}

/// What the second report now says of its event.
fn changed() -> Rows {
    vec![format!("added | distance | {} km", walked(2)), format!("removed | distance | {} km", walked(2) + 1)]
}

/// The rows of each answer, sorted, without what only the program makes: the ids of statements, and the anchors of sentences.
fn told(answers: &str) -> Vec<Rows> {
    let rows = |(number, answer): (usize, &str)| {
        let rows = answer.lines().skip(1).map(|row| match (number, row.trim()) {
            (1, row) => row.rsplit_once(" | ").map_or(row, |(row, _)| row).to_owned(),
            (7 | 10, row) => row.split('#').next().unwrap_or_default().to_owned(),
            (9, row) => {
                let cells: Vec<_> = row.split(" | ").collect();
                [cells[0], cells[2], cells[3]].join(" | ")
            }
            (_, row) => row.to_owned(),
        });
        sorted(rows.collect())
    };
    answers.trim_end().split("\n\n").enumerate().map(rows).collect()
}

fn sorted(mut rows: Rows) -> Rows {
    rows.sort_unstable();
    rows
}

fn archive() -> Archive {
    let wished = std::env::var("ANNALS_REPORTS").ok();
    Archive { reports: wished.map_or(REPORTS, |it| it.parse().expect("it is a number")) }
}

#[test]
fn a_large_archive_answers_every_question_as_it_is() {
    let archive = archive();
    let site = archive.site();
    let old = archive.site().file("content/articles/r2.md", earlier(2));
    let Some(answers) = answers(&session(&site), &session(&old), &OTHERS) else { return };
    let (told, expected) = (told(&answers), archive.answers());
    assert_eq!(told.len(), expected.len(), "{answers}");
    for (number, (told, expected)) in told.into_iter().zip(expected).enumerate() {
        assert!(!told.is_empty(), "question {number} has no answer");
        assert_eq!(told, sorted(expected), "question {number}");
    }
}

#[test]
fn the_tools_of_others_take_a_large_archive() {
    let site = archive().site();
    site.run(&["build", "--base-url", BASE]).expect(0);
    assert!(selectors_select_their_words(&site) >= archive().reports * CLAIMS * 3);
    annotations_follow_the_model(&site);
    tei_is_valid(&site);
    rdf_has_its_shape(&site, &[]);
    sheets_are_whole(&site);
    followthemoney_takes(&site, &["Article", "Document", "Documentation", "Event", "Note", "Person"]);
    others_read_feeds(&site.output());
}
