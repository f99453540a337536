//! Going through proposals one by one, as `git add -p` does.
//!
//! Input: proposals, and an author's keys on standard input. Output: those that were accepted. Entry point: [`ask`].
//!
//! The end of the input means what `q` does: what was accepted is kept.

use std::io::{self, BufRead as _, Write as _};

use super::show::{described, human};
use crate::diagnostic::plain;
use crate::propose::{Declined, Proposal};
use crate::source::TextFile;

const KEYS: &str = "y,n,e,a,d,u,q,?";

const HELP: &str = "\
y  accept it
n  decline it: it is not proposed again
e  change its attributes, and accept it
a  accept it and all further ones of its kind
d  leave it and all further ones of its kind for another time
u  take the last answer back
q  keep what was accepted, and end
?  this help
";

/// What an author says of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Accepted,
    Declined,
    Left,
}

/// The proposals of a file, the surest first, and what was answered.
struct Questions<'f> {
    file: &'f TextFile,
    found: Vec<Proposal>,
    answers: Vec<Option<Answer>>,
    /// Which of them each answer was about, the last at the end.
    history: Vec<Vec<usize>>,
}

/// Asks about each proposal; returns those that are accepted.
pub(super) fn ask(
    file: &TextFile,
    mut found: Vec<Proposal>,
    declined: &mut Declined,
) -> anyhow::Result<Vec<Proposal>> {
    found.sort_by_key(|proposal| proposal.tier);
    let answers = vec![None; found.len()];
    let mut questions = Questions { file, found, answers, history: Vec::new() };
    while let Some(at) = questions.next() {
        questions.show(at)?;
        let Some(line) = line()? else { break };
        match line.trim() {
            "y" => questions.answer(vec![at], Answer::Accepted),
            "n" => questions.answer(vec![at], Answer::Declined),
            "a" => questions.answer(questions.alike(at), Answer::Accepted),
            "d" => questions.answer(questions.alike(at), Answer::Left),
            "e" => questions.edit(at)?,
            "u" => questions.take_back(),
            "q" => break,
            _ => print(HELP)?,
        }
    }
    Ok(questions.accepted(declined))
}

impl Questions<'_> {
    /// The first that has no answer.
    fn next(&self) -> Option<usize> {
        self.answers.iter().position(Option::is_none)
    }

    /// A proposal and all of its kind that have no answer.
    fn alike(&self, at: usize) -> Vec<usize> {
        let kind = self.found.get(at).map(|proposal| proposal.kind);
        let open = self.answers.iter().zip(&self.found).enumerate();
        let alike = open.filter(|(_, (answer, proposal))| answer.is_none() && Some(proposal.kind) == kind);
        alike.map(|(at, _)| at).collect()
    }

    fn answer(&mut self, about: Vec<usize>, answer: Answer) {
        for &at in &about {
            if let Some(slot) = self.answers.get_mut(at) {
                *slot = Some(answer);
            }
        }
        self.history.push(about);
    }

    fn take_back(&mut self) {
        for at in self.history.pop().unwrap_or_default() {
            if let Some(slot) = self.answers.get_mut(at) {
                *slot = None;
            }
        }
    }

    fn show(&self, at: usize) -> io::Result<()> {
        let Some(proposal) = self.found.get(at) else { return Ok(()) };
        let place = format!("[{}/{}]", at + 1, self.found.len());
        print(&format!("\n{}{place} {}? ({KEYS}) ", human(proposal, self.file), described(proposal)))
    }

    /// Lets the author write other attributes.
    fn edit(&mut self, at: usize) -> io::Result<()> {
        let Some(proposal) = self.found.get_mut(at) else { return Ok(()) };
        print(&format!("attributes, now `{}`: ", plain(&proposal.written())))?;
        let Some(line) = line()? else { return Ok(()) };
        match proposal.with(line.trim()) {
            Some(edited) => {
                *proposal = edited;
                self.answer(vec![at], Answer::Accepted);
                Ok(())
            }
            None => print("these are no attributes; write them as in `by=ada-lovelace on=1843-07`\n"),
        }
    }

    /// Those that are accepted, in the order of the text; notes which were declined.
    fn accepted(self, declined: &mut Declined) -> Vec<Proposal> {
        let answered = || self.found.iter().zip(&self.answers);
        for (proposal, _) in answered().filter(|(_, answer)| **answer == Some(Answer::Declined)) {
            declined.add(&self.file.path, proposal);
        }
        let accepted = answered().filter(|(_, answer)| **answer == Some(Answer::Accepted));
        let mut accepted: Vec<_> = accepted.map(|(proposal, _)| proposal.clone()).collect();
        accepted.sort_by_key(|proposal| proposal.span);
        accepted
    }
}

/// The next line of the input; none at its end.
fn line() -> io::Result<Option<String>> {
    let mut line = String::new();
    let length = io::stdin().lock().read_line(&mut line)?;
    Ok((length > 0).then_some(line))
}

fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    write!(out, "{text}")?;
    out.flush()
}
