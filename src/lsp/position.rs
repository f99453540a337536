//! Places in a text as editors count them.
//!
//! Input: a text and a byte, or a line and a column in the units that the client counts. Output: the other of the two.
//! Entry points: the methods of [`Encoding`]. Nowhere else are columns counted in anything but bytes and characters.

use gen_lsp_types::{InitializeParams, Position, PositionEncodingKind, Range};

use crate::source::{Span, TextFile};

/// What the columns of a client count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, which every client can count.
    #[default]
    Utf16,
}

impl Encoding {
    /// Bytes where the client can count them.
    pub fn of_client(client: &InitializeParams) -> Self {
        let general = client.capabilities.general.as_ref();
        let known = general.and_then(|general| general.position_encodings.as_ref());
        let has_bytes = known.is_some_and(|known| known.contains(&PositionEncodingKind::UTF8));
        if has_bytes { Self::Utf8 } else { Self::Utf16 }
    }

    /// Its name in the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// The line and column of a byte of a file.
    pub fn position(self, file: &TextFile, byte: u32) -> Position {
        let count = file.count_in_line(byte);
        let character = match self {
            Self::Utf8 => byte as usize - file.start_of_line(byte),
            Self::Utf16 => count.characters + count.pairs,
        };
        Position { line: file.line(byte) as u32 - 1, character: character as u32 }
    }

    /// The lines and columns of a part of a file.
    pub fn range(self, file: &TextFile, span: Span) -> Range {
        Range { start: self.position(file, span.start), end: self.position(file, span.end) }
    }

    /// The byte at a line and column; one behind a line's end counts as its end, as the protocol wants it.
    pub fn byte(self, text: &str, position: Position) -> usize {
        let mut start = 0;
        let mut lines = text.split_inclusive('\n');
        for _ in 0..position.line {
            match lines.next() {
                Some(line) => start += line.len(),
                None => return text.len(),
            }
        }
        let line = lines.next().unwrap_or_default().trim_end_matches(['\n', '\r']);
        let mut left = position.character as usize;
        for (at, c) in line.char_indices() {
            let units = match self {
                Self::Utf8 => c.len_utf8(),
                Self::Utf16 => c.len_utf16(),
            };
            if left < units {
                return start + at;
            }
            left -= units;
        }
        start + line.len()
    }

    /// The bytes between two places.
    pub fn span(self, text: &str, range: Range) -> Span {
        let (start, end) = (self.byte(text, range.start), self.byte(text, range.end));
        Span::new(start..end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_the_client_counts_them() {
        let file = TextFile::new("a.md", "a😀b\r\nعمر x\n");
        for (encoding, columns) in
            [(Encoding::Utf16, [(0, 3), (1, 3), (1, 5)]), (Encoding::Utf8, [(0, 5), (1, 6), (1, 8)])]
        {
            for ((line, character), byte) in columns.into_iter().zip([5u32, 14, 16]) {
                let position = Position { line, character };
                assert_eq!(encoding.position(&file, byte), position);
                assert_eq!(encoding.byte(&file.text, position), byte as usize);
            }
            let beyond = |line| encoding.byte(&file.text, Position { line, character: 99 });
            assert_eq!((beyond(0), beyond(1), beyond(9)), (6, 16, 17));
        }
        // Within a character counts as before it.
        assert_eq!(Encoding::Utf16.byte(&file.text, Position { line: 0, character: 2 }), 1);
    }
}
