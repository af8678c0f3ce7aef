//! The file that is being read, as its findings name it.

use deevnet_core::rules::Rule;
use deevnet_core::{FileId, Finding, Position, Sources, Span};

/// One file of the declaration while it is read: turns places in it into spans, and faults into findings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FileContext<'a> {
    sources: &'a Sources,
    file: FileId,
    /// Whether the text that is read is not the text of the file.
    decrypted: bool,
}

impl<'a> FileContext<'a> {
    /// The context of a file that is already one of the sources.
    pub(crate) fn new(sources: &'a Sources, file: FileId) -> Self {
        Self { sources, file, decrypted: false }
    }

    /// The same file for text that was decrypted: lines and columns of it are no places in the file.
    pub(crate) fn decrypted(self) -> Self {
        Self { decrypted: true, ..self }
    }

    /// The path of the file, as findings show it.
    pub(crate) fn path(&self) -> &'a str {
        self.sources.path(self.file).map_or("", |path| path)
    }

    /// The start of the file.
    pub(crate) fn start(&self) -> Span {
        Span::file(self.file)
    }

    /// A place in the file; line and column count from 1, in characters.
    pub(crate) fn span(&self, line: usize, column: usize, width: usize) -> Span {
        if self.decrypted { self.start() } else { Span::new(self.file, line, column, width) }
    }

    /// The place that a span stands for.
    pub(crate) fn position(&self, span: Span) -> Option<Position> {
        self.sources.position(span)
    }

    /// A finding at a place of any file.
    pub(crate) fn finding(&self, rule: &'static Rule, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(rule, message, self.position(span))
    }
}
