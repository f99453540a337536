//! Files of the site that the author wants to be passed over.
//!
//! Input: `ignore` of `annals.toml`, patterns as in a `.gitignore`. Output: [`Ignore`]. Entry point: [`Ignore::matches`].

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::data::Table;
use crate::diagnostic::{Code, Diagnostic};

/// Which files are passed over.
#[derive(Clone, Debug)]
pub struct Ignore(Gitignore);

impl Default for Ignore {
    fn default() -> Self {
        Self(Gitignore::empty())
    }
}

impl Ignore {
    /// Reads the patterns of the key `ignore`.
    pub(super) fn read(table: &mut Table<'_>) -> Self {
        let mut patterns = GitignoreBuilder::new("");
        for pattern in table.texts("ignore") {
            if let Err(error) = patterns.add_line(None, &pattern.text) {
                let message = format!("`{}` is no pattern of file names: {error}", pattern.text);
                let help = "write it as in a `.gitignore`: `*.psd`, `content/drafts/`";
                table.report(Diagnostic::at(Code::BadConfig, pattern.span, message).help(help));
            }
        }
        Self(patterns.build().unwrap_or_else(|_| Gitignore::empty()))
    }

    /// Whether a pattern fits a path in the site, or below the folder of the site in which it lies, or a folder above it.
    pub fn matches(&self, path: &str) -> bool {
        let below = path.split_once('/').map(|(_, below)| below);
        !self.0.is_empty() && std::iter::once(path).chain(below).any(|path| self.has(path))
    }

    /// Only a folder is told to be one where something lies in it, so each path is asked for as both.
    fn has(&self, path: &str) -> bool {
        self.0.matched_path_or_any_parents(path, false).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use crate::config::parse;

    #[test]
    fn patterns_are_those_of_a_gitignore() {
        let text = "ignore = [\"*.psd\", \"private/\", \"/content/people/x.md\", \"articles/wip-*\", \"**/raw/*.tif\", \"*.log\", \"!keep.log\"]";
        let ignore = parse(text).config.ignore;
        let ignored = [
            "content/a.psd",
            "static/img/a.psd",
            "content/private/a.md",
            "content/articles/private/b/a.md",
            "content/people/x.md",
            "content/articles/wip-1.md",
            "static/raw/a.tif",
            "content/a.log",
        ];
        for path in ignored {
            assert!(ignore.matches(path), "{path}");
        }
        for path in
            ["content/a.md", "content/people/y.md", "content/articles/old/wip-1.md", "content/keep.log"]
        {
            assert!(!ignore.matches(path), "{path}");
        }
        assert!(!parse("").config.ignore.matches("content/a.md"));
    }

    #[test]
    fn a_pattern_that_is_none_is_reported() {
        let found = parse("ignore = [\"{a\"]").diagnostics;
        assert_eq!(found.iter().map(|it| it.primary.span.start).collect::<Vec<_>>(), [10]);
    }
}
