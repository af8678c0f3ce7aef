//! The source lines that a finding quotes.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};
use deevnet_core::Position;

use crate::printable::{is_hostile, printable};

/// How many lines one snippet may span; a place further away is named by its position alone.
const LONGEST_SNIPPET: usize = 200;

/// The longest line that is quoted, in bytes.
const LONGEST_LINE: usize = 2_000;

/// The largest file that is quoted from, in bytes.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// What a file encrypted by Ansible Vault begins with.
const ENCRYPTED: &str = "$ANSIBLE_VAULT;";

/// A place that is marked in a snippet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark<'a> {
    pub(super) position: &'a Position,
    pub(super) role: Role<'a>,
}

/// What a place is to the finding.
#[derive(Debug, Clone, Copy)]
pub(super) enum Role<'a> {
    /// The place of the finding itself.
    Own,
    /// Another place, with what is there.
    Related(&'a str),
}

/// The files that findings quote, each read once.
///
/// A file that cannot be read, or that no longer has the place, is simply not quoted.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    files: BTreeMap<Arc<str>, Option<Vec<String>>>,
}

impl Quotes {
    /// A snippet of one file that shows the first mark and all that are near it, and the marks that it does not show.
    pub(super) fn snippet<'a>(
        &mut self,
        marks: &[Mark<'a>],
    ) -> (Option<Snippet<'static, Annotation<'static>>>, Vec<Mark<'a>>) {
        let Some(first) = marks.first() else { return (None, Vec::new()) };
        let Some(lines) = self.lines(&first.position.path) else { return (None, marks.to_vec()) };
        let (shown, left): (Vec<Mark<'a>>, Vec<Mark<'a>>) = marks.iter().partition(|mark| {
            mark.position.line.abs_diff(first.position.line) < LONGEST_SNIPPET && span(lines, mark.position).is_some()
        });
        let numbers = || shown.iter().map(|mark| mark.position.line);
        let (Some(from), Some(to)) = (numbers().min(), numbers().max()) else { return (None, left) };
        let excerpt = Excerpt::new(lines, from, to);
        let annotations = shown.iter().filter_map(|mark| excerpt.annotation(lines, mark));
        let snippet = Snippet::source(excerpt.source.clone())
            .line_start(from)
            .path(printable(&first.position.path).into_owned())
            .annotations(annotations.collect::<Vec<_>>());
        (Some(snippet), left)
    }

    fn lines(&mut self, path: &Arc<str>) -> Option<&[String]> {
        self.files.entry(Arc::clone(path)).or_insert_with(|| read(path)).as_deref()
    }
}

/// Some lines of a file, ready to be shown: every hostile character is replaced by one that is not, so that columns
/// stay as they are.
struct Excerpt {
    source: String,
    /// Where each line begins in the source, in bytes.
    starts: Vec<usize>,
    first: usize,
}

impl Excerpt {
    fn new(lines: &[String], from: usize, to: usize) -> Self {
        let mut excerpt = Self { source: String::new(), starts: Vec::new(), first: from };
        for line in lines.iter().take(to).skip(from - 1) {
            excerpt.starts.push(excerpt.source.len());
            if line.len() <= LONGEST_LINE {
                excerpt.source.push_str(line);
            }
            excerpt.source.push('\n');
        }
        excerpt
    }

    fn annotation(&self, lines: &[String], mark: &Mark<'_>) -> Option<Annotation<'static>> {
        let start = self.starts.get(mark.position.line.checked_sub(self.first)?)?;
        let span = span(lines, mark.position)?;
        let span = start + span.start..start + span.end;
        Some(match mark.role {
            Role::Own => AnnotationKind::Primary.span(span),
            Role::Related(message) => AnnotationKind::Context.span(span).label(printable(message).into_owned()),
        })
    }
}

/// The bytes of its line that a position covers, if the line has them and is short enough to be quoted.
fn span(lines: &[String], position: &Position) -> Option<Range<usize>> {
    let line = lines.get(position.line.checked_sub(1)?)?;
    if line.len() > LONGEST_LINE {
        return None;
    }
    let start = byte_of(line, position.column.checked_sub(1)?)?;
    let width = line[start..].char_indices().map(|(byte, character)| byte + character.len_utf8());
    let width = width.take(position.width).last().unwrap_or(0);
    Some(start..start + width)
}

fn byte_of(line: &str, column: usize) -> Option<usize> {
    line.char_indices().map(|(byte, _)| byte).chain([line.len()]).nth(column)
}

/// The lines of a regular file as YAML counts them, without its byte order mark.
fn read(path: &str) -> Option<Vec<String>> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > LARGEST_FILE {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    // Places in an encrypted file are those of its plain text, which is nobody's business here.
    (!text.starts_with(ENCRYPTED)).then(|| visible_lines(&text))
}

fn visible_lines(text: &str) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    split(text).map(|line| line.chars().map(visible).collect()).collect()
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// One character that stands for another where that would be hostile to a terminal.
fn visible(character: char) -> char {
    match character {
        '\t' => '\t',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        _ if is_hostile(character) => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

#[cfg(test)]
impl Quotes {
    /// Files that are not read from the disk.
    pub(super) fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.into(), Some(visible_lines(text))));
        Self { files: files.collect() }
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::{Sources, Span};
    use proptest::prelude::*;

    use super::*;

    fn position(line: usize, column: usize, width: usize) -> Position {
        let mut sources = Sources::default();
        let file = sources.add("hosts.yml");
        sources.position(Span::new(file, line, column, width)).unwrap()
    }

    #[test]
    fn columns_count_characters() {
        let lines = vec!["é: 日本 x".to_owned()];
        assert_eq!(span(&lines, &position(1, 4, 2)), Some(4..10));
        assert_eq!(span(&lines, &position(1, 8, 0)), Some(12..12));
        assert_eq!(span(&lines, &position(1, 7, 99)), Some(11..12));
    }

    #[test]
    fn a_place_that_is_gone_has_no_span() {
        let lines = vec!["short".to_owned()];
        assert_eq!(span(&lines, &position(1, 7, 1)), None);
        assert_eq!(span(&lines, &position(2, 1, 1)), None);
        assert_eq!(span(&[String::from("x").repeat(LONGEST_LINE + 1)], &position(1, 1, 1)), None);
    }

    #[test]
    fn lines_end_as_in_yaml() {
        assert_eq!(split("a\r\nb\rc\n").collect::<Vec<_>>(), ["a", "b", "c", ""]);
    }

    #[test]
    fn an_encrypted_file_is_not_quoted() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("vault.yml").display().to_string();
        fs::write(&path, "mac: 1\n").unwrap();
        assert_eq!(read(&path), Some(vec!["mac: 1".to_owned(), String::new()]));
        fs::write(&path, "$ANSIBLE_VAULT;1.1;AES256\n6162\n").unwrap();
        assert_eq!(read(&path), None);
        assert_eq!(read(&directory.path().display().to_string()), None);
    }

    proptest! {
        #[test]
        fn no_place_panics(text in ".{0,20}", line in 0usize..3, column in 0usize..30, width in 0usize..30) {
            let lines = vec![text];
            if let Some(span) = span(&lines, &position(line, column, width)) {
                prop_assert!(lines[0].get(span).is_some());
            }
        }

        #[test]
        fn what_is_shown_is_harmless(character: char) {
            prop_assert!(character == '\t' || !is_hostile(visible(character)));
        }
    }
}
