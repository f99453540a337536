//! What commands print: findings, counts and status lines, as wide and as colourful as the terminal takes.
//!
//! Input: reports and lines. Output: text on standard error, and answers on standard output. Entry point: [`Console`].

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, Write as _};

use anstream::{AutoStream, ColorChoice};

use crate::check::manual;
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity, plain, render_human};
use crate::source::Files;

/// The width of findings where there is no terminal, and the widest in one.
const WIDTH: usize = 140;
/// The width of answers, for ease of reading.
const TEXT_WIDTH: usize = 100;

/// How many findings of one code are printed of one line.
const ON_A_LINE: usize = 10;

/// How much to print.
#[derive(Clone, Copy, Debug, Default)]
pub struct Console {
    /// Errors alone.
    pub quiet: bool,
    /// What else is known, too.
    pub verbose: bool,
}

impl Console {
    /// Prints all findings, then how many there are.
    pub fn findings(self, findings: &[Diagnostic], files: &Files) -> io::Result<()> {
        self.list(findings, files)?;
        if self.verbose {
            self.manual(findings)?;
        }
        self.status(format_args!("{} in {}", tally(findings), counted(files.iter().count(), "file")))?;
        if has_errors(findings) && !self.verbose {
            self.status("`annals explain CODE` tells more about a finding, by the code in its brackets")?;
        }
        Ok(())
    }

    /// Prints how many findings a program can mend.
    pub fn fixes(self, findings: &[Diagnostic]) -> io::Result<()> {
        let is_safe = |it: &Fix| it.applicability == Applicability::Safe;
        match findings.iter().filter(|finding| finding.fixes.iter().any(is_safe)).count() {
            0 => Ok(()),
            safe => self.status(format_args!("`annals check --fix` mends {}", counted(safe, "of them"))),
        }
    }

    /// Prints findings one by one, a line of the author's at a time.
    pub fn list(self, findings: &[Diagnostic], files: &Files) -> io::Result<()> {
        let shown = |finding: &&Diagnostic| !self.quiet || finding.severity == Severity::Error;
        let shown: Vec<_> = findings.iter().filter(shown).collect();
        let line = |finding: &Diagnostic| files.get(finding.primary.file).line(finding.primary.span.start);
        let on_a_line = shown.chunk_by(|a, b| a.primary.file == b.primary.file && line(a) == line(b));
        let (colour, width) = (AutoStream::choice(&io::stderr()) != ColorChoice::Never, width());
        let render = |finding: &Diagnostic| render_human(finding, files, colour, width);
        on_a_line.into_iter().try_for_each(|findings| list_line(findings, files, render))
    }

    /// Prints the manual's page for every code that occurs.
    fn manual(self, findings: &[Diagnostic]) -> io::Result<()> {
        let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            self.status(format_args!("{}\n", manual(code).trim()))?;
        }
        Ok(())
    }

    /// Prints what a command did, unless it is to be quiet.
    pub fn status(self, line: impl Display) -> io::Result<()> {
        if self.quiet { Ok(()) } else { writeln!(io::stderr(), "{}", plain(&line.to_string())) }
    }
}

/// Prints the findings of one line: of very many of one code only the first, and how many more there are. A bracket held
/// down must not bury what else is wrong under thousands of pictures of the same line.
fn list_line(
    findings: &[&Diagnostic],
    files: &Files,
    render: impl Fn(&Diagnostic) -> String,
) -> io::Result<()> {
    let mut err = io::stderr().lock();
    let mut alike: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in findings {
        let alike = alike.entry(finding.code).or_default();
        alike.push(finding);
        if alike.len() <= ON_A_LINE {
            writeln!(err, "{}\n", render(finding))?;
        }
    }
    for (code, alike) in alike {
        let Some(next) = alike.get(ON_A_LINE) else { continue };
        let file = files.get(next.primary.file);
        let (more, code) = (grouped(alike.len() - ON_A_LINE), code.as_str());
        let place = format!("line {} of {}", file.line(next.primary.span.start), plain(&file.path));
        writeln!(err, "{more} more `{code}` in {place}; `annals check --format json` lists every one\n")?;
    }
    Ok(())
}

/// Prints an answer on standard output.
pub fn answer(text: impl Display) -> io::Result<()> {
    writeln!(io::stdout(), "{}", plain(&text.to_string()))
}

/// Whether any finding is an error.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// The width of the terminal in columns, as far as lines are readable.
pub fn width() -> usize {
    let of = terminal_size::terminal_size_of(io::stderr()).or_else(terminal_size::terminal_size);
    of.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, WIDTH))
}

/// The width of running text.
pub fn text_width() -> usize {
    width().min(TEXT_WIDTH)
}

/// How many findings there are of each severity: "3 errors, 2 warnings".
pub fn tally(findings: &[Diagnostic]) -> String {
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts = kinds.iter().filter_map(|(severity, word)| {
        let count = findings.iter().filter(|finding| finding.severity == *severity).count();
        (count > 0).then(|| counted(count, word))
    });
    let counts: Vec<_> = counts.collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// "1 file", "2 files".
pub fn counted(number: usize, word: &str) -> String {
    let plural = match word.strip_suffix('y') {
        _ if number == 1 => word.to_owned(),
        Some(stem) => format!("{stem}ies"),
        None => format!("{word}s"),
    };
    format!("{} {plural}", grouped(number))
}

/// A number with its digits in groups of three: "12,480".
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A text broken into lines of `width` columns at most, each moved to the right by `indent`.
pub fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let mut out = margin.clone();
    let mut column = indent;
    for word in plain(text).split_whitespace() {
        let length = word.chars().count();
        if column > indent && column + 1 + length > width {
            out.push('\n');
            out.push_str(&margin);
            column = indent;
        } else if column > indent {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_words() {
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(0, "error"), "0 errors");
        assert_eq!(counted(1_234_567, "entity"), "1,234,567 entities");
    }

    #[test]
    fn text_is_wrapped_between_words() {
        assert_eq!(wrapped("one two  three", 9, 2), "  one two\n  three");
        assert_eq!(wrapped("überlanges", 3, 0), "überlanges");
    }
}
