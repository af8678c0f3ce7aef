//! From the text of an INI host file to its entries.

use deevnet_core::declared::Value;
use deevnet_core::rules;
use deevnet_core::{Finding, Span};

use super::literal;
use super::section::{self, Heading, Section, SectionKind};
use super::words::{self, Word};
use crate::context::FileContext;
use crate::limits::MAX_LISTINGS;

/// One line that says something.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) span: Span,
    pub(crate) entry: Entry,
}

/// What a line says.
#[derive(Debug)]
pub(crate) enum Entry {
    /// A section begins.
    Section(Section),
    /// A host or a pattern of hosts with variables.
    Host { pattern: String, variables: Vec<(String, Value)> },
    /// A variable of the section's group.
    Variable { name: String, value: Value },
    /// A group in the section's group.
    Child(String),
}

/// Reads the text of a file.
///
/// # Errors
///
/// The first fault; Ansible reads nothing after it.
pub(crate) fn parse(text: &str, context: FileContext<'_>) -> Result<Vec<Line>, Box<Finding>> {
    let mut lines = Vec::new();
    let mut kind = SectionKind::Hosts;
    for (number, raw) in split_lines(text).enumerate() {
        let trimmed = raw.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        let column = raw.chars().take_while(|part| part.is_whitespace()).count() + 1;
        let source = SourceLine { text: trimmed, number: number + 1, column, context };
        if lines.len() >= MAX_LISTINGS {
            let message = format!("the file has more than {MAX_LISTINGS} entries");
            let finding = context.finding(&rules::LIMIT_EXCEEDED, source.span(0, 1), message);
            return Err(Box::new(finding.with_hint("write hosts as ranges, as in `pi[01:04]`")));
        }
        let entry = source.entry(kind)?;
        if let Entry::Section(section) = &entry {
            kind = section.kind;
        }
        lines.push(Line { span: source.span(0, source.main_width(&entry)), entry });
    }
    Ok(lines)
}

/// The lines of a text as Python splits them.
fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    let is_end = |part: char| {
        matches!(part, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let current = rest.filter(|rest| !rest.is_empty())?;
        let Some(at) = current.find(is_end) else {
            rest = None;
            return Some(current);
        };
        let length = if current[at..].starts_with("\r\n") { 2 } else { current[at..].chars().next()?.len_utf8() };
        rest = Some(&current[at + length..]);
        Some(&current[..at])
    })
}

/// A line without blanks around it.
struct SourceLine<'a> {
    text: &'a str,
    number: usize,
    column: usize,
    context: FileContext<'a>,
}

impl SourceLine<'_> {
    fn span(&self, start: usize, width: usize) -> Span {
        self.context.span(self.number, self.column + start, width)
    }

    /// How wide the name at the start of the line is.
    fn main_width(&self, entry: &Entry) -> usize {
        match entry {
            Entry::Section(_) => self.text.find(']').map_or(1, |end| self.text[..=end].chars().count()),
            Entry::Host { pattern, .. } => pattern.chars().count(),
            Entry::Variable { name, .. } | Entry::Child(name) => name.chars().count(),
        }
    }

    fn fault(&self, message: impl Into<String>) -> Box<Finding> {
        let span = self.span(0, self.text.chars().count());
        Box::new(self.context.finding(&rules::YAML_MALFORMED, span, message))
    }

    fn entry(&self, kind: SectionKind) -> Result<Entry, Box<Finding>> {
        match section::heading(self.text) {
            Heading::Section(section) => return Ok(Entry::Section(section)),
            Heading::UnknownKind(kind) => {
                let fault = self.fault(format!("a section of the kind `{kind}` is not known"));
                return Err(Box::new(fault.with_hint("write [group], [group:vars] or [group:children]")));
            }
            Heading::Malformed => {
                let fault = self.fault("this is no heading of a section");
                return Err(Box::new(fault.with_hint("write the name of the group without blanks and other signs")));
            }
            Heading::Other => {}
        }
        match kind {
            SectionKind::Hosts => self.host(),
            SectionKind::Variables => self.variable(),
            SectionKind::Children => match section::group_name(self.text) {
                Some(name) => Ok(Entry::Child(name.to_owned())),
                None => Err(self.fault("the name of a group was expected here")),
            },
        }
    }

    fn variable(&self) -> Result<Entry, Box<Finding>> {
        let Some((name, value)) = self.text.split_once('=') else {
            return Err(self.fault("a variable is written `name=value`"));
        };
        let blanks = value.chars().take_while(|part| part.is_whitespace()).count();
        let start = name.chars().count() + 1 + blanks;
        let value = value.trim();
        let span = self.span(start, value.chars().count());
        Ok(Entry::Variable { name: name.trim().to_owned(), value: literal::value(value, span) })
    }

    fn host(&self) -> Result<Entry, Box<Finding>> {
        let words =
            words::split(self.text).map_err(|fault| self.fault(format!("the line cannot be split: {fault}")))?;
        let mut words = words.into_iter();
        let pattern = words.next().map(|word| word.text).unwrap_or_default();
        if pattern.is_empty() || pattern.trim() == "---" {
            return Err(self.fault("the name of a host was expected here"));
        }
        let variables = words.map(|word| self.host_variable(&word)).collect::<Result<_, _>>()?;
        Ok(Entry::Host { pattern, variables })
    }

    fn host_variable(&self, word: &Word) -> Result<(String, Value), Box<Finding>> {
        let Some((name, value)) = word.text.split_once('=') else {
            let finding = self.fault(format!("a variable of a host is written `name=value`, not `{}`", word.text));
            return Err(Box::new(finding.with_value(word.text.as_str())));
        };
        let skipped = name.chars().count() + 1;
        let span = self.span(word.start + skipped, word.width.saturating_sub(skipped));
        Ok((name.to_owned(), literal::value(value, span)))
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::Sources;
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<Line>, String> {
        let mut sources = Sources::default();
        let file = sources.add("hosts");
        parse(text, FileContext::new(&sources, file)).map_err(|finding| {
            let position = finding.position.clone().unwrap();
            format!("{}:{} {}", position.line, position.column, finding.message)
        })
    }

    #[test]
    fn values_know_their_place() {
        let lines = read("# note\n[pis]\n  pi01 mac='00:00:5e:00:53:01' n=3\n[pis:vars]\nlevel =  2\n").unwrap();
        let Entry::Host { variables, .. } = &lines[1].entry else { panic!("{lines:?}") };
        let place = |span: Span| (span.line(), span.column(), span.width());
        assert_eq!(place(lines[1].span), (3, 3, 4));
        assert_eq!(place(variables[0].1.span()), (3, 12, 19));
        assert_eq!(place(variables[1].1.span()), (3, 34, 1));
        let Entry::Variable { value, .. } = &lines[3].entry else { panic!("{lines:?}") };
        assert_eq!(place(value.span()), (5, 10, 1));
    }

    #[test]
    fn faults_have_a_place() {
        insta::assert_snapshot!(read("[a:b]").unwrap_err(), @"1:1 a section of the kind `b` is not known");
        insta::assert_snapshot!(read("[a b]").unwrap_err(), @"1:1 this is no heading of a section");
        insta::assert_snapshot!(read("h\n  x y=1 z").unwrap_err(), @"2:3 a variable of a host is written `name=value`, not `z`");
        insta::assert_snapshot!(read("[a:vars]\nx").unwrap_err(), @"2:1 a variable is written `name=value`");
        insta::assert_snapshot!(read("h x='1").unwrap_err(), @"1:1 the line cannot be split: a quote is not closed");
        insta::assert_snapshot!(read("[a:children]\nb c").unwrap_err(), @"2:1 the name of a group was expected here");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(\\[[a-c:]{0,9}\\]|[a-c=' \"#;]{0,9}|\\PC{0,9}|\n|\r\n){0,12}") {
            let _ = read(&text);
        }
    }
}
