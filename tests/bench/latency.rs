//! How long an editor waits for the language server.
//!
//! Input: a corpus. Output: [`Waits`] while a short article is written, and a very long one. Entry point: [`measure`].
//!
//! The client is the one of the tests. A wait is from what is typed until all that comes of it is there; the moment of quiet
//! after which a site is checked does not count. Of all rounds the median counts.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::editor::{Editor, end_of, uri};
use crate::generate::Corpus;

/// How often each wait is measured.
const ROUNDS: usize = 15;

/// How long it is quiet before the server checks a site.
const QUIET: Duration = Duration::from_millis(200);

/// What columns count.
const ENCODING: &str = "utf-8";

/// The number of an article that is a hundred times as long as others.
const LONG: usize = 2_499;

/// What is waited for.
pub const WAITS: [&str; 6] = ["syntax", "findings", "completion", "hover", "rename", "actions"];

/// How long each is waited for, in seconds.
pub struct Waits {
    /// How many characters the article has.
    characters: usize,
    times: [Duration; WAITS.len()],
}

impl Waits {
    /// A table of the results' file.
    pub fn toml(&self, articles: usize) -> String {
        let mut text = format!("\n[[editor]]\narticles = {articles}\ncharacters = {}\n", self.characters);
        for (name, time) in WAITS.iter().zip(self.times) {
            let _ = writeln!(text, "{name} = {:.4}", time.as_secs_f64());
        }
        text
    }
}

/// Measures the waits in a site of a corpus, which is written to a folder.
pub fn measure(corpus: &Corpus, folder: &Path) -> io::Result<[Waits; 2]> {
    corpus.write(folder)?;
    std::fs::write(folder.join(Corpus::path(LONG)), corpus.article(LONG))?;
    let waits = [0, LONG].map(|number| {
        let text = format!("{}\n[[{}]] \n", corpus.article(number), corpus.most_named());
        Writer::open(folder, number, text).waits()
    });
    Ok(waits)
}

/// Somebody who writes an article.
struct Writer {
    editor: Editor,
    article: PathBuf,
    text: String,
}

impl Writer {
    /// Opens an article, and waits until the site was checked.
    fn open(folder: &Path, number: usize, text: String) -> Self {
        let mut editor = Editor::open(folder, ENCODING);
        let article = folder.join(Corpus::path(number));
        editor.open_file(&article, &text);
        let mut writer = Self { editor, article, text };
        writer.finding(0);
        writer
    }

    fn waits(mut self) -> Waits {
        let times = [
            median(|round| self.syntax(round)),
            median(|round| self.finding(round + 1)),
            median(|_| self.completion()),
            median(|_| self.asked("textDocument/hover", json!({}))),
            median(|round| self.asked("textDocument/rename", json!({ "newName": format!("named-{round}") }))),
            median(|_| self.actions()),
        ];
        let characters = self.text.chars().count();
        self.editor.close();
        Waits { characters, times }
    }

    /// Types words at the end of the text; says when.
    fn typed(&mut self, words: &str) -> Instant {
        let end = end_of(&self.text, ENCODING);
        let start = Instant::now();
        self.editor.change(&self.article, &json!([{ "range": { "start": end, "end": end }, "text": words }]));
        start
    }

    /// Takes the words back that were typed last.
    fn take_back(&mut self, words: &str) -> Instant {
        let (start, end) = (end_of(&self.text, ENCODING), end_of(&format!("{}{words}", self.text), ENCODING));
        let now = Instant::now();
        self.editor.change(&self.article, &json!([{ "range": { "start": start, "end": end }, "text": "" }]));
        now
    }

    /// Until a mistake of the markup is told.
    fn syntax(&mut self, _round: usize) -> Duration {
        let start = self.typed("[[");
        let is_told = |told: &[Value]| told.iter().any(|it| it["code"] == "unclosed-span");
        self.editor.until(&self.article, is_told);
        let time = start.elapsed();
        self.take_back("[[");
        self.editor.until(&self.article, |told| !is_told(told));
        time
    }

    /// Until a name is told that nobody has.
    fn finding(&mut self, round: usize) -> Duration {
        let (name, words) = (format!("`Nobody{round}`"), format!("[[Nobody{round}]]"));
        let is_told = |told: &[Value]| told.iter().any(|it| it["message"].to_string().contains(&name));
        let start = self.typed(&words);
        self.editor.until(&self.article, is_told);
        let time = start.elapsed();
        self.take_back(&words);
        self.editor.until(&self.article, |told| !is_told(told));
        time.saturating_sub(QUIET)
    }

    /// Until names are offered for what is being typed.
    fn completion(&mut self) -> Duration {
        let start = self.typed("[[ba");
        let place = json!(end_of(&format!("{}[[ba", self.text), ENCODING));
        let document = json!({ "uri": uri(&self.article) });
        self.editor.ask("textDocument/completion", json!({ "textDocument": document, "position": place }));
        let time = start.elapsed();
        self.take_back("[[ba");
        self.settle();
        time
    }

    /// Until the site is read and checked again.
    fn settle(&mut self) {
        self.finding(ROUNDS + 1);
    }

    /// From a key until a question is answered about the entity that is named most.
    fn asked(&mut self, method: &str, more: Value) -> Duration {
        let mut params = self.at_the_name();
        params
            .as_object_mut()
            .into_iter()
            .for_each(|it| it.extend(more.as_object().cloned().unwrap_or_default()));
        let start = self.typed("x");
        self.editor.ask(method, params);
        let time = start.elapsed();
        self.take_back("x");
        self.settle();
        time
    }

    /// Until it is said what may be done there.
    fn actions(&mut self) -> Duration {
        let params = self.at_the_name();
        let range = json!({ "start": params["position"], "end": params["position"] });
        self.asked("textDocument/codeAction", json!({ "range": range, "context": { "diagnostics": [] } }))
    }

    /// The place of the last name in the text.
    fn at_the_name(&self) -> Value {
        let before = &self.text[..self.text.rfind("]]").unwrap_or_default()];
        json!({ "textDocument": { "uri": uri(&self.article) }, "position": end_of(before, ENCODING) })
    }
}

/// The median of as many measurements as there are rounds.
fn median(mut measured: impl FnMut(usize) -> Duration) -> Duration {
    let mut times: Vec<_> = (0..ROUNDS).map(&mut measured).collect();
    times.sort();
    times[ROUNDS / 2]
}
