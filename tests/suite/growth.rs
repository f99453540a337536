//! How the time for a site grows with what is in it: four times as much may take four times as long and a bit.
//!
//! What is measured is the work that the program did, in seconds of the processor, and not how long that took beside
//! whatever else the machine had to do. What grew with the square of its input would take sixteen times as long.

use std::process::Command;

use annals::diagnostic::{Code, Severity};
use rayon::prelude::*;

use crate::memory::check;
use crate::site::Site;

/// How much longer four times the input may take, and a part of a second for what the machine does.
const AT_MOST: f64 = 8.0;
const SLACK: f64 = 0.3;

const FRONT: &str = "---\ntitle: A\ndate: 2020-01-01\n---\n";

/// A site with a few people, an event, a source and one article.
fn site(text: &str) -> Site {
    Site::new()
        .file("content/articles/a.md", format!("{FRONT}{text}\n"))
        .file("content/people/ann.md", "---\nname: Ann\naliases: [Ann Lee]\n---\n")
        .file("content/people/deng.md", "---\nname: 邓小平\n---\n")
        .file("content/events/meet.md", "---\nname: Meet\n---\n")
        .file("content/sources/src.md", "---\ntitle: Src\n---\n")
}

fn many(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

fn repeated(part: &'static str) -> impl Fn(usize) -> Site {
    move |count| site(&part.repeat(count))
}

fn front(lines: String) -> Site {
    site("").file("content/articles/b.md", format!("---\ntitle: B\ndate: 2020-01-01\n{lines}---\n"))
}

fn declared(count: usize, line: impl Fn(usize) -> String) -> String {
    format!("title = \"T\"\n[entities]\n{}", many(count, line))
}

fn misspelt(count: usize) -> Site {
    let people =
        declared(20 * count, |at| format!("p{at} = {{ kind = \"person\", name = \"{}\" }}\n", invented(at)));
    let text = many(count, |at| format!("[[{}x{}]]\n\n", &invented(at)[..4], &invented(at)[5..]));
    site(&text).file("annals.toml", people)
}

/// A name that no other number has.
fn invented(number: usize) -> String {
    const SYLLABLES: [&str; 12] =
        ["bak", "kor", "min", "ral", "ten", "lov", "vis", "sha", "gor", "del", "fin", "nul"];
    let digit = |place: u32| SYLLABLES[number / 12_usize.pow(place) % 12];
    format!("Al{}{} {}{}{}", digit(0), digit(1), digit(2), digit(3), digit(4))
}

fn speakers(count: usize) -> Site {
    let people =
        declared(count, |at| format!("p{at} = {{ kind = \"person\", name = \"{}\" }}\n", invented(at)));
    let list = many(count, |at| format!("p{at};"));
    site(&format!("[It rained]{{.claim by=\"{list}\"}}.")).file("annals.toml", people)
}

fn namesakes(count: usize) -> Site {
    let people = declared(count, |at| format!("p{at} = {{ kind = \"person\", name = \"Al Ba\" }}\n"));
    site("Al Ba came.").file("annals.toml", people)
}

fn long_name(count: usize) -> Site {
    let name = "word ".repeat(count);
    site("[[Ann]] came.").file("content/people/long.md", format!("---\nname: {name}\n---\n"))
}

fn broken_anchors(count: usize) -> Site {
    site(&(many(count, |at| format!("<i id=x{at}></i>")) + &many(count, |at| format!("[a](#y{at}) "))))
}

fn conflicts(count: usize) -> Site {
    site(&many(count, |at| format!("[x]{{.fact of=meet duration=PT{}M}} ", at + 1)))
}

fn same_values(count: usize) -> Site {
    site(&many(count, |_| "[x]{.claim by=ann} [two hours]{.fact of=meet duration=PT2H} ".to_owned()))
}

fn keys(count: usize) -> Site {
    front(format!("extra:\n{}", many(count, |at| format!("  k{at}: 1\n"))))
}

fn nested(open: &'static str, close: &'static str) -> impl Fn(usize) -> Site {
    move |count| site(&format!("{}a{}", open.repeat(count), close.repeat(count)))
}

fn ids(count: usize) -> Site {
    site(&many(count, |at| format!("[a]{{#c{at} .claim by=ann}} [b]{{#d{at} .claim by=ann denies=c{at}}} ")))
}

fn typographic(count: usize) -> Site {
    let site = site(&"[[Ann]] said \"no\".\n\n".repeat(count));
    site.file("annals.toml", "title = \"T\"\nsmart_punctuation = true\n")
}

/// The seconds of the processor that the program takes for a site.
fn work(site: &Site, command: &str) -> f64 {
    let script = format!("\"$0\" {command} >/dev/null 2>&1; times");
    let output = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_annals")])
        .current_dir(site.path(""))
        .output()
        .expect("there is a shell");
    let times = String::from_utf8(output.stdout).expect("it prints numbers");
    let of_children = times.lines().last().expect("it prints two lines");
    of_children.split_whitespace().map(seconds).sum()
}

/// The seconds of `1m2.5s`.
fn seconds(time: &str) -> f64 {
    let (minutes, seconds) = time.trim_end_matches('s').split_once('m').expect("it is a time");
    let number = |text: &str| text.replace(',', ".").parse::<f64>().expect("it is a number");
    60.0 * number(minutes) + number(seconds)
}

/// What is repeated, how often at first, and what the program does with it.
type Case = (&'static str, usize, &'static str, Box<dyn Fn(usize) -> Site + Sync + Send>);

fn cases() -> Vec<Case> {
    let case = |name, count, make: Box<dyn Fn(usize) -> Site + Sync + Send>| (name, count, "check", make);
    let built = |name, count, make: Box<dyn Fn(usize) -> Site + Sync + Send>| (name, count, "build", make);
    vec![
        case("open mentions", 6000, Box::new(repeated("[[Ann|"))),
        case("names with hyphens", 6000, Box::new(repeated("Ann-"))),
        case("names with full stops", 6000, Box::new(repeated("Ann."))),
        case("abbreviations", 3000, Box::new(repeated("Mr. Ann (U.S. "))),
        case("sentences without spaces", 3000, Box::new(repeated("Ann went.Ann"))),
        case("Chinese", 1500, Box::new(repeated("我们在北京看到邓小平同志和他的朋友们"))),
        case("Japanese", 1500, Box::new(repeated("これは日本語の文章であり邓小平とカタカナ"))),
        case("Thai", 1500, Box::new(repeated("นี่คือข้อความภาษาไทยAnnที่ไม่มีช่องว่าง"))),
        case("mentions", 6000, Box::new(repeated("[[Ann]] "))),
        case("mentions with attributes", 3000, Box::new(repeated("[[Ann]]{role=x} "))),
        case("halves of mentions", 3000, Box::new(repeated("[ [[Ann] "))),
        case("unknown names", 1000, Box::new(|count| site(&many(count, |at| format!("[[No{at}]] "))))),
        case("misspelt names", 50, Box::new(misspelt)),
        case("citations", 4000, Box::new(repeated("[@src]"))),
        case("unknown sources", 1000, Box::new(|count| site(&many(count, |at| format!("x [@y{at}] "))))),
        case("spans", 2500, Box::new(repeated("[a]{.claim by=ann} "))),
        case("ends of spans", 6000, Box::new(repeated("]{.claim by=ann} "))),
        case("lost attributes", 6000, Box::new(repeated("[a {.claim "))),
        case("crossing emphasis", 3000, Box::new(repeated("*[a* b]{.x} "))),
        case("claims with ids", 1000, Box::new(ids)),
        case("brackets in brackets", 6000, Box::new(nested("[", "]"))),
        case("spans in spans", 6000, Box::new(nested("[", "]{.date when=2020}"))),
        case("quotations in quotations", 6000, Box::new(nested("> ", ""))),
        case("emphasis in emphasis", 6000, Box::new(nested("*a **a ", "b** b* "))),
        case("speakers", 120, Box::new(speakers)),
        case("namesakes", 500, Box::new(namesakes)),
        case("words of a name", 4000, Box::new(long_name)),
        case("broken anchors", 1000, Box::new(broken_anchors)),
        case("conflicting values", 2500, Box::new(conflicts)),
        case("values that agree", 2500, Box::new(same_values)),
        case("facts that name", 500, Box::new(repeated("[Ann]{.fact of=meet participants=ann} [[Ann]] "))),
        case("keys", 4000, Box::new(keys)),
        built("citations on a page", 1000, Box::new(repeated("[@src]"))),
        built("conflicting values on pages", 250, Box::new(conflicts)),
        built("mentions on pages", 1000, Box::new(repeated("[[Ann]] "))),
        built("sentences in typographic marks", 3000, Box::new(typographic)),
    ]
}

#[test]
fn four_times_as_much_takes_four_times_as_long() {
    let measured: Vec<_> = cases()
        .into_par_iter()
        .map(|(name, count, command, make)| {
            (name, work(&make(count), command), work(&make(4 * count), command))
        })
        .collect();
    for (name, once, four_times) in &measured {
        println!("{name:30} {once:6.2} s, four times as much {four_times:6.2} s");
    }
    let grew = measured.iter().filter(|(_, once, four_times)| *four_times > AT_MOST * once + SLACK);
    let grew: Vec<_> = grew.map(|(name, ..)| name).collect();
    assert!(grew.is_empty(), "these grow with more than their input: {grew:?}");
}

/// What is found in an article, and in what else there is.
fn found(article: &str, path: &str, text: &str) -> Vec<(Code, String)> {
    let article = format!("{FRONT}{article}\n");
    let ann = "---\nname: Ann\n---\n";
    let files = [
        ("annals.toml", "title = \"T\"\n"),
        ("content/articles/a.md", &article),
        ("content/people/ann.md", ann),
        (path, text),
    ];
    let checked = check(files.map(|(path, text)| (path, text.as_bytes())));
    let errors = checked.diagnostics.into_iter().filter(|it| it.severity == Severity::Error);
    errors.map(|it| (it.code, it.message)).collect()
}

#[test]
fn what_nobody_writes_has_an_end_that_is_reported() {
    let deep = |depth: usize| format!("{}a{}", "[".repeat(depth), "]{.own}".repeat(depth));
    let list = |names: usize| format!("[a]{{.claim by=\"{}\"}}", "ann;".repeat(names));
    let keys = |keys: usize| format!("[a]{{{}}}", many(keys, |at| format!(" k{at}=v")));
    let name = |bytes: usize| format!("---\nname: {}\n---\n", "x".repeat(bytes));
    let nobody = ("content/people/bo.md", "---\nname: Bo\n---\n");
    for fine in [deep(101), list(500), keys(200)] {
        assert_eq!(found(&fine, nobody.0, nobody.1), []);
    }
    assert_eq!(found("", nobody.0, &name(2000)), []);
    for (text, message) in [
        (deep(102), "brackets nest more than 100 deep from here on"),
        (list(501), "this list has 501 names, and 500 are the most"),
        (keys(201), "a span has at most 200 keys"),
    ] {
        assert_eq!(found(&text, nobody.0, nobody.1), [(Code::BadAttribute, message.to_owned())]);
    }
    let message = "the name of `bo` has more than 2000 bytes".to_owned();
    assert_eq!(found("", nobody.0, &name(2001)), [(Code::BadFrontMatter, message)]);
    let aliases =
        |count: usize| format!("---\nname: Bo\naliases: [{}]\n---\n", many(count, |at| format!("Bo {at}, ")));
    let message = "`bo` has 1001 aliases, and 1000 are the most".to_owned();
    assert_eq!(found("", nobody.0, &aliases(1001)), [(Code::BadFrontMatter, message)]);
}
