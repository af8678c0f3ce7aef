//! Where a value was written: files, spans and resolved positions.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// A file of a declaration, by its number in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// The place of one value in a declaration: a file, a line, a column and a width on that line.
///
/// Lines and columns count from 1, columns and width in characters. Twelve bytes, so that every value of a large
/// inventory can carry one; a column or width beyond 65 535 is stored as 65 535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    file: u32,
    line: u32,
    column: u16,
    width: u16,
}

impl Span {
    /// The span of a value that was not read from a file, such as host variables handed over by Python.
    pub const NONE: Self = Self { file: u32::MAX, line: 0, column: 0, width: 0 };

    /// A span of `width` characters from `line` and `column`, both counted from 1.
    pub fn new(file: FileId, line: usize, column: usize, width: usize) -> Self {
        Self {
            file: file.0,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u16::try_from(column).unwrap_or(u16::MAX),
            width: u16::try_from(width).unwrap_or(u16::MAX),
        }
    }

    /// The start of a file, for a finding about the file itself.
    pub fn file(file: FileId) -> Self {
        Self::new(file, 1, 1, 0)
    }

    /// The file, or `None` for [`Span::NONE`].
    pub fn file_id(self) -> Option<FileId> {
        (self.file != u32::MAX).then_some(FileId(self.file))
    }

    /// The line, from 1; 0 for [`Span::NONE`].
    pub fn line(self) -> usize {
        self.line as usize
    }

    /// The column in characters, from 1; 0 for [`Span::NONE`].
    pub fn column(self) -> usize {
        usize::from(self.column)
    }

    /// The number of characters the value covers on its first line.
    pub fn width(self) -> usize {
        usize::from(self.width)
    }
}

/// A typed value with the place where it was declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was declared.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: convert(self.value), span: self.span }
    }
}

impl<T: Serialize> Serialize for Spanned<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// The files of a declaration, in the order in which they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    paths: Vec<Arc<str>>,
}

impl Sources {
    /// Adds a file by the path that findings show.
    pub fn add(&mut self, path: impl Into<Arc<str>>) -> FileId {
        let id = u32::try_from(self.paths.len()).unwrap_or(u32::MAX - 1);
        self.paths.push(path.into());
        FileId(id)
    }

    /// The path of a file.
    pub fn path(&self, file: FileId) -> Option<&Arc<str>> {
        self.paths.get(file.0 as usize)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The position that a span stands for, or `None` for [`Span::NONE`].
    pub fn position(&self, span: Span) -> Option<Position> {
        let path = self.path(span.file_id()?)?;
        Some(Position { path: Arc::clone(path), line: span.line(), column: span.column(), width: span.width() })
    }
}

/// A resolved place in a file, as findings show it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct Position {
    /// The path of the file, as the user named it.
    pub path: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters the value covers on that line; 0 when unknown.
    pub width: usize,
}

/// `path:line:column`, as compilers write it.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_small() {
        assert_eq!(std::mem::size_of::<Span>(), 12);
    }

    #[test]
    fn a_span_without_a_file_has_no_position() {
        let mut sources = Sources::default();
        let file = sources.add("hosts.yml");
        assert_eq!(sources.position(Span::NONE), None);
        let position = sources.position(Span::new(file, 3, 5, 4)).unwrap();
        assert_eq!((&*position.path, position.line, position.column, position.width), ("hosts.yml", 3, 5, 4));
        assert_eq!(position.to_string(), "hosts.yml:3:5");
    }

    #[test]
    fn a_far_column_saturates() {
        let mut sources = Sources::default();
        let file = sources.add("long.yml");
        assert_eq!(Span::new(file, 1, 1 << 20, 1 << 20).column(), 65_535);
    }
}
