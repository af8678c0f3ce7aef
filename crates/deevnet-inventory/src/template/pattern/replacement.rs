//! What a match is replaced by.

use regex::Captures;

use super::{Pattern, group};
use crate::template::failure::Failure;

/// A replacement as `re.sub` has it: text with references to groups.
#[derive(Debug)]
pub(in crate::template) struct Replacement {
    parts: Vec<Part>,
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Index(usize),
    Name(String),
}

impl Replacement {
    /// Parses a replacement for a pattern.
    pub(in crate::template) fn new(text: &str, pattern: &Pattern) -> Result<Self, Failure> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            literal.push_str(&rest[..at]);
            let (part, tail) = reference(&rest[at + 1..])?;
            match part {
                Part::Text(text) => literal.push_str(&text),
                part => {
                    parts.extend([Part::Text(std::mem::take(&mut literal)), part]);
                }
            }
            rest = tail;
        }
        literal.push_str(rest);
        parts.push(Part::Text(literal));
        let known = |part: &Part| match part {
            Part::Text(_) => true,
            Part::Index(index) => *index <= pattern.group_count(),
            Part::Name(name) => pattern.has_group(name),
        };
        if !parts.iter().all(known) {
            return Err(Failure::failed(format!("the replacement `{text}` names a group that the pattern has not")));
        }
        Ok(Self { parts })
    }

    /// Adds the replacement of one match.
    pub(in crate::template) fn expand(&self, captures: &Captures<'_>, out: &mut String) {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Index(index) => out.push_str(group(captures, *index)),
                Part::Name(name) => out.push_str(captures.name(name).map_or("", |found| found.as_str())),
            }
        }
    }
}

/// What stands after a backslash of a replacement, and what follows it.
fn reference(text: &str) -> Result<(Part, &str), Failure> {
    let bad = || Failure::failed("a replacement has a bad escape");
    let mut characters = text.chars();
    let part = match characters.next().ok_or_else(bad)? {
        'g' => {
            let (name, rest) =
                characters.as_str().strip_prefix('<').and_then(|tail| tail.split_once('>')).ok_or_else(bad)?;
            let part = name.parse().map_or_else(|_| Part::Name(name.to_owned()), Part::Index);
            return Ok((part, rest));
        }
        '0' => return Err(bad()),
        '1'..='9' => {
            let length = text.len().min(if text[1..].starts_with(|next: char| next.is_ascii_digit()) { 2 } else { 1 });
            let (digits, rest) = text.split_at(length);
            return Ok((Part::Index(digits.parse().map_err(|_| bad())?), rest));
        }
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '\\' => '\\',
        letter if letter.is_ascii_alphabetic() => return Err(bad()),
        other => return Ok((Part::Text(format!("\\{other}")), characters.as_str())),
    };
    Ok((Part::Text(part.to_string()), characters.as_str()))
}
