//! Text files, places in them, and the translation of byte offsets into lines and columns.
//!
//! Input: paths and texts, as [`load`](crate::load) read them. Output: [`Files`], which every later stage and every
//! diagnostic refers to by [`FileId`]. Entry point: [`Files::new`].

mod fingerprint;
pub mod path;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub(crate) use fingerprint::fingerprint;

/// A file's index in [`Files`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file; both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset of the byte after the last.
    pub end: u32,
}

impl Span {
    /// The span of a range of byte offsets. Files are smaller than 4 GiB ([`load`](crate::load) refuses others).
    pub fn new(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32 }
    }

    /// The span as a range of byte offsets.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether they have a byte in common, or one begins where the other ends.
    pub fn touches(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The part of `text` under the span; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

/// Words to put in the place of a span.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// The bytes to replace.
    pub span: Span,
    /// What to put there.
    pub words: String,
}

impl Edit {
    /// Words to put in at a byte, where nothing is replaced.
    pub fn at(byte: u32, words: impl Into<String>) -> Self {
        Self { span: Span { start: byte, end: byte }, words: words.into() }
    }
}

/// A span in a named file: what a diagnostic points at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

impl Location {
    /// A location from its parts.
    pub fn new(file: FileId, span: Span) -> Self {
        Self { file, span }
    }
}

/// A line and a column as editors count them: from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values).
    pub column: usize,
}

/// A text file of the site.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// Path relative to the site, with `/` on every system.
    pub path: Arc<str>,
    /// The whole text, as it is on disk.
    pub text: Arc<str>,
    marks: OnceLock<Marks>,
}

/// What a place's line and column are counted from.
#[derive(Clone, Debug)]
struct Marks {
    /// Where each line begins.
    lines: Vec<u32>,
    /// What stands before each stretch of [`STRETCH`] bytes.
    before: Vec<Count>,
}

/// How many characters begin in a piece of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// All of them, as Unicode scalar values.
    pub characters: usize,
    /// Those that take two units of UTF-16.
    pub pairs: usize,
}

impl Count {
    /// Counts in UTF-8.
    fn of(bytes: &[u8]) -> Self {
        let count = |begins: fn(&u8) -> bool| bytes.iter().filter(|byte| begins(byte)).count();
        Self {
            characters: count(|byte| byte & 0b1100_0000 != 0b1000_0000),
            pairs: count(|byte| *byte >= 0xF0),
        }
    }

    fn and(self, other: Self) -> Self {
        Self { characters: self.characters + other.characters, pairs: self.pairs + other.pairs }
    }
}

/// How many bytes are counted through at most for a column, however long its line.
const STRETCH: usize = 256;

impl TextFile {
    /// A file from its path relative to the site and its text.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), marks: OnceLock::new() }
    }

    /// The position of a byte offset; an offset past the end is taken as the end.
    pub fn position(&self, offset: u32) -> Position {
        Position { line: self.line(offset), column: self.count_in_line(offset).characters + 1 }
    }

    /// What stands in its line before a byte offset.
    pub fn count_in_line(&self, offset: u32) -> Count {
        let end = (offset as usize).min(self.text.len());
        let (all, earlier) =
            (self.count_before(end), self.count_before(self.line_start(self.line(offset)).min(end)));
        Count { characters: all.characters - earlier.characters, pairs: all.pairs - earlier.pairs }
    }

    /// The offset at which the line of an offset begins.
    pub fn start_of_line(&self, offset: u32) -> usize {
        self.line_start(self.line(offset))
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|&start| start <= offset).max(1)
    }

    /// The bytes of the lines that a span touches.
    pub fn lines(&self, span: Span) -> Range<usize> {
        self.line_start(self.line(span.start))..self.line_start(self.line(span.end) + 1)
    }

    /// The offset at which a line begins; the text's end for one behind the last.
    fn line_start(&self, line: usize) -> usize {
        self.line_starts().get(line - 1).map_or(self.text.len(), |&start| start as usize)
    }

    fn line_starts(&self) -> &[u32] {
        &self.marks().lines
    }

    /// What stands before an offset.
    fn count_before(&self, at: usize) -> Count {
        let start = at - at % STRETCH;
        let before = self.marks().before.get(at / STRETCH).copied().unwrap_or_default();
        before.and(Count::of(self.text.as_bytes().get(start..at).unwrap_or_default()))
    }

    fn marks(&self) -> &Marks {
        self.marks.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect();
            let stretches = self.text.as_bytes().chunks(STRETCH);
            let ends = stretches.scan(Count::default(), |all, stretch| {
                *all = all.and(Count::of(stretch));
                Some(*all)
            });
            Marks { lines, before: std::iter::once(Count::default()).chain(ends).collect() }
        })
    }
}

/// All text files of a site, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Files(Vec<Arc<TextFile>>);

impl Files {
    /// The files in the order in which their ids count them.
    pub fn new(files: Vec<TextFile>) -> Self {
        Self(files.into_iter().map(Arc::new).collect())
    }

    /// Adds a file and returns its id.
    pub fn push(&mut self, file: TextFile) -> FileId {
        self.0.push(Arc::new(file));
        FileId(self.0.len() as u32 - 1)
    }

    /// Puts another text in the place of a file's.
    pub fn replace(&mut self, id: FileId, file: TextFile) {
        self.0[id.0 as usize] = Arc::new(file);
    }

    /// The file of an id that these files gave out.
    pub fn get(&self, id: FileId) -> &TextFile {
        &self.0[id.0 as usize]
    }

    /// Every file with its id.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &TextFile)> {
        self.0.iter().enumerate().map(|(index, file)| (FileId(index as u32), &**file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let file = TextFile::new("a.md", "é—x\nzwei\n");
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(5), Position { line: 1, column: 3 });
        assert_eq!(file.position(7), Position { line: 2, column: 1 });
        assert_eq!(file.position(99), Position { line: 3, column: 1 });
        assert_eq!((file.lines(Span::new(2..3)), file.lines(Span::new(3..8))), (0..7, 0..12));
    }
}
