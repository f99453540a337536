//! How far a long run has come: a bar on a terminal, a line now and then in CI, nothing in a pipe.
//!
//! Input: how many pages, or records, of how many are done. Output: text on standard error. Entry points: [`Progress::new`] and
//! [`Progress::tell`].

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::messages::grouped;

/// What takes less needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);
/// The time between two bars, and between two lines.
const REDRAW: Duration = Duration::from_millis(100);
const LINES: Duration = Duration::from_secs(10);
/// How many signs the bar has.
const WIDTH: usize = 30;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Bar,
    Lines,
    Silent,
}

/// A run's progress.
pub struct Progress {
    style: Style,
    /// What is counted: "pages".
    of: &'static str,
    /// When to say something next; whether anything was said.
    next: Mutex<(Instant, bool)>,
}

impl Progress {
    /// A progress in the style that the place of the output calls for.
    pub fn new(quiet: bool, of: &'static str) -> Self {
        let style = match io::stderr().is_terminal() {
            _ if quiet => Style::Silent,
            true => Style::Bar,
            false if std::env::var_os("CI").is_some() => Style::Lines,
            false => Style::Silent,
        };
        let first = if style == Style::Lines { LINES } else { PATIENCE };
        Self { style, of, next: Mutex::new((Instant::now() + first, false)) }
    }

    /// Says how many of how many are done, if it is time to.
    pub fn tell(&self, done: usize, all: usize) {
        // Whoever comes while another thread is saying it has nothing to add.
        let Ok(mut next) = self.next.try_lock() else { return };
        if self.style == Style::Silent || Instant::now() < next.0 {
            return;
        }
        let pause = if self.style == Style::Lines { LINES } else { REDRAW };
        *next = (Instant::now() + pause, true);
        let _ = io::stderr().write_all(self.text(done, all).as_bytes());
    }

    fn text(&self, done: usize, all: usize) -> String {
        let counted = format!("{} of {} {}", grouped(done), grouped(all), self.of);
        match self.style {
            Style::Lines => format!("{counted}\n"),
            _ => {
                let full = WIDTH * done.min(all) / all.max(1);
                format!("\r[{}{}] {counted} ", "#".repeat(full), " ".repeat(WIDTH - full))
            }
        }
    }
}

impl Drop for Progress {
    /// Takes the bar away, so that what comes next begins on a clean line.
    fn drop(&mut self) {
        let said = self.next.get_mut().is_ok_and(|next| next.1);
        if self.style == Style::Bar && said {
            let _ = io::stderr().write_all(b"\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(style: Style) -> Progress {
        Progress { style, of: "pages", next: Mutex::new((Instant::now(), false)) }
    }

    #[test]
    fn a_bar_is_as_long_as_the_part_that_is_done() {
        let bar = progress(Style::Bar).text(1_500, 3_000);
        assert_eq!(bar, format!("\r[{}{}] 1,500 of 3,000 pages ", "#".repeat(15), " ".repeat(15)));
        assert_eq!(progress(Style::Lines).text(1_500, 3_000), "1,500 of 3,000 pages\n");
    }
}
