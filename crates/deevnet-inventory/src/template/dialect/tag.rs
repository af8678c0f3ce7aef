//! The inside of one pair of delimiters.

use super::literal::{push_literal, string_end, unescape};
use super::{ACCESS, SLICE};
use crate::template::bounds::{CONTAINER, FACTOR, KEY, ORDERED, SIZED};
use crate::template::failure::Failure;
use crate::template::limits::{BRACKET_DEPTH_LIMIT, OPERATORS_PER_TAG};

/// Names that are operators or parts of statements, never values.
const KEYWORDS: &[&str] = &["and", "elif", "else", "for", "if", "in", "is", "not", "or", "recursive"];

/// Operators of more than one character, longest first.
const LONG_OPERATORS: &[&str] = &["==", "!=", "<=", ">=", "//", "**"];

/// What a tag is enclosed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delimiter {
    Expression,
    Statement,
}

impl Delimiter {
    /// The closing delimiter at the start of a text, with its whitespace control.
    fn closing(self, text: &str) -> Option<&str> {
        let end = if self == Self::Expression { "}}" } else { "%}" };
        let bare = text.strip_prefix(['-', '+']).unwrap_or(text);
        bare.starts_with(end).then(|| &text[..text.len() - bare.len() + end.len()])
    }
}

/// An operand whose text ends at the end of the output: a name, constant or bracket with its accesses and calls.
#[derive(Debug, Clone, Copy)]
struct Operand {
    /// Where its text starts in the output.
    start: usize,
    /// Where the closing bracket of its last access call is, if it ends with one.
    access_end: Option<usize>,
    /// It is a number or text written out, which needs no guard.
    constant: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Group,
    Map,
    Call,
    FilterCall,
    /// A subscript that opens at this place of the output, with the places of its colons.
    Subscript {
        open: usize,
        colons: [Option<usize>; 2],
        comma: bool,
    },
}

#[derive(Debug, Clone, Copy)]
struct Frame {
    bracket: Bracket,
    /// The operand that the bracket belongs to, or the start of the bracket itself.
    operand: Operand,
    /// The filter that waits for the end of an operand outside the bracket.
    pending: Option<&'static str>,
}

/// The translation of the inside of one pair of delimiters.
pub(super) struct Tag<'a, 'o> {
    out: &'o mut String,
    rest: &'a str,
    delimiter: Delimiter,
    frames: Vec<Frame>,
    operand: Option<Operand>,
    /// A filter or test name has just been copied: a bracket that follows holds its arguments.
    after_name: bool,
    /// An operand ends here, with its filters and tests.
    complete: bool,
    /// The filter that the operand under way is to go through at its end.
    pending: Option<&'static str>,
    /// The `in` of a `for` statement is still to come; it is no operator.
    loop_head: bool,
    operators: usize,
}

impl<'a, 'o> Tag<'a, 'o> {
    /// Translates the tag at the start of a text and gives what follows it.
    pub(super) fn translate(out: &'o mut String, text: &'a str, delimiter: Delimiter) -> Result<&'a str, Failure> {
        let mut tag = Self {
            out,
            rest: text,
            delimiter,
            frames: Vec::new(),
            operand: None,
            after_name: false,
            complete: false,
            pending: None,
            loop_head: false,
            operators: 0,
        };
        tag.copy(2);
        if tag.rest.starts_with(['-', '+']) {
            tag.copy(1);
        }
        while !tag.rest.is_empty() {
            if tag.frames.is_empty()
                && let Some(end) = delimiter.closing(tag.rest)
            {
                tag.end_pending();
                tag.copy(end.len());
                break;
            }
            tag.token()?;
            if tag.operators > OPERATORS_PER_TAG {
                return Err(Failure::limit(format!("an expression has more than {OPERATORS_PER_TAG} operators")));
            }
        }
        Ok(tag.rest)
    }

    fn token(&mut self) -> Result<(), Failure> {
        let Some(first) = self.rest.chars().next() else { return Ok(()) };
        match first {
            _ if first.is_whitespace() => self.copy(first.len_utf8()),
            '\'' | '"' => self.string(first)?,
            _ if first.is_ascii_digit() => self.number(),
            _ if first.is_alphabetic() || first == '_' => self.word(),
            '.' if self.operand.is_some() => self.attribute(),
            '|' => self.filter(),
            '(' | '[' | '{' => self.open(first)?,
            ')' | ']' | '}' => self.close(first),
            _ => self.operator(first),
        }
        Ok(())
    }

    fn copy(&mut self, length: usize) {
        let (head, rest) = self.rest.split_at(length);
        self.out.push_str(head);
        self.rest = rest;
    }

    fn begin_operand(&mut self, constant: bool) {
        self.operand = Some(Operand { start: self.out.len(), access_end: None, constant });
        self.after_name = false;
        self.complete = true;
    }

    fn end_operand(&mut self) {
        self.operand = None;
        self.after_name = false;
        self.complete = false;
    }

    /// Sends the operand that ends here through a filter, unless it is a constant.
    fn guard(&mut self, filter: &str) {
        if self.complete && !self.operand.is_some_and(|operand| operand.constant) {
            let end = self.out.trim_end().len();
            self.out.insert_str(end, filter);
            self.out.insert(end, '|');
        }
    }

    /// Sends the operand that ends here through the filter that waits for it.
    fn end_pending(&mut self) {
        if let Some(filter) = self.pending.take() {
            self.guard(filter);
        }
    }

    /// Copies an operator between two operands that are to go through filters.
    fn guarded_operator(&mut self, length: usize, left: &'static str, right: &'static str) {
        let guarded = self.pending == Some(left);
        self.end_pending();
        if self.complete {
            if !guarded {
                self.guard(left);
            }
            self.pending = Some(right);
        }
        self.end_operand();
        self.copy(length);
    }

    fn string(&mut self, quote: char) -> Result<(), Failure> {
        let body = &self.rest[1..];
        let Some(end) = string_end(body, quote) else {
            return Err(Failure::failed("it is not a valid template: a string is not closed"));
        };
        let raw = &body[..end];
        let text = match self.delimiter {
            Delimiter::Expression => raw.to_owned(),
            Delimiter::Statement => unescape(raw)?,
        };
        self.begin_operand(true);
        push_literal(self.out, &text);
        self.rest = &body[end + 1..];
        Ok(())
    }

    fn number(&mut self) {
        self.begin_operand(true);
        let digits = span(self.rest, |character| character.is_ascii_alphanumeric() || character == '_');
        let fraction = match self.rest[digits..].strip_prefix('.') {
            Some(tail) => match span(tail, |character| character.is_ascii_alphanumeric() || character == '_') {
                0 => 0,
                length if tail.starts_with(|character: char| character.is_ascii_digit()) => length + 1,
                _ => 0,
            },
            None => 0,
        };
        let mut length = digits + fraction;
        if self.rest[..length].ends_with(['e', 'E']) && self.rest[length..].starts_with(['+', '-']) {
            length += 1 + span(&self.rest[length + 1..], |character| character.is_ascii_digit());
        }
        self.copy(length);
    }

    fn word(&mut self) {
        let length = word_length(self.rest);
        let word = &self.rest[..length];
        let opens_statement = self.delimiter == Delimiter::Statement
            && matches!(self.out.trim_end().trim_end_matches(['-', '+']).as_bytes(), [.., b'{', b'%']);
        if word == "is" {
            self.operators += 1;
            self.copy(length);
            self.space();
            if self.rest.starts_with("not") && word_length(self.rest) == 3 {
                self.copy(3);
                self.space();
            }
            self.dotted_name();
        } else if opens_statement {
            self.loop_head = word == "for";
            self.copy(length);
            self.end_operand();
        } else if word == "in" && self.loop_head && self.frames.is_empty() {
            self.loop_head = false;
            self.copy(length);
            self.end_operand();
        } else if word == "in" && self.pending == Some(CONTAINER) && !self.complete {
            self.copy(length);
        } else if word == "in" || (word == "not" && self.complete) {
            self.operators += 1;
            self.guarded_operator(length, SIZED, CONTAINER);
        } else if KEYWORDS.contains(&word) {
            self.operators += 1;
            self.end_pending();
            self.copy(length);
            self.end_operand();
        } else {
            self.begin_operand(false);
            self.copy(length);
        }
    }

    fn filter(&mut self) {
        self.operators += 1;
        self.copy(1);
        self.space();
        self.dotted_name();
    }

    /// Copies a filter or test name, whose dots are part of the name.
    fn dotted_name(&mut self) {
        loop {
            let length = word_length(self.rest);
            self.copy(length);
            if length == 0 || !self.rest.starts_with('.') {
                break;
            }
            self.copy(1);
        }
        self.end_operand();
        self.after_name = true;
        self.complete = true;
    }

    fn space(&mut self) {
        let length = span(self.rest, char::is_whitespace);
        self.copy(length);
    }

    fn attribute(&mut self) {
        self.operators += 1;
        let tail = self.rest[1..].trim_start();
        let length = word_length(tail);
        let name = &tail[..length];
        let called = tail[length..].trim_start().starts_with('(');
        let Some(operand) = self.operand else { return self.copy(1) };
        if name.is_empty() {
            return self.operator('.');
        }
        self.rest = &tail[length..];
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            self.access(operand, name);
        } else if called {
            self.out.push('.');
            self.out.push_str(name);
            self.operand = Some(Operand { access_end: None, constant: false, ..operand });
        } else {
            self.access(operand, &format!("'{name}'"));
        }
    }

    /// Turns the operand into a call of [`ACCESS`] with one more key.
    fn access(&mut self, operand: Operand, key: &str) {
        self.begin_access(operand);
        self.out.push(',');
        self.out.push_str(key);
        self.end_access(operand);
    }

    /// Opens the access call, or reopens the one that the operand ends with; gives by how much the output has grown.
    fn begin_access(&mut self, operand: Operand) -> isize {
        if let Some(end) = operand.access_end {
            self.out.remove(end);
            -1
        } else {
            self.out.insert(operand.start, '(');
            self.out.insert_str(operand.start, ACCESS);
            (ACCESS.len() + 1).cast_signed()
        }
    }

    fn end_access(&mut self, operand: Operand) {
        self.operand = Some(Operand { start: operand.start, access_end: Some(self.out.len()), constant: false });
        self.after_name = false;
        self.complete = true;
        self.out.push(')');
    }

    fn open(&mut self, first: char) -> Result<(), Failure> {
        self.operators += 1;
        if self.frames.len() >= BRACKET_DEPTH_LIMIT {
            return Err(Failure::limit(format!("brackets are nested more than {BRACKET_DEPTH_LIMIT} deep")));
        }
        let here = Operand { start: self.out.len(), access_end: None, constant: false };
        let (bracket, operand) = match (first, self.operand) {
            ('(', None) if self.after_name => (Bracket::FilterCall, here),
            ('(', Some(operand)) => (Bracket::Call, operand),
            ('[', Some(operand)) => {
                (Bracket::Subscript { open: self.out.len(), colons: [None; 2], comma: false }, operand)
            }
            ('{', _) => (Bracket::Map, here),
            _ => (Bracket::Group, here),
        };
        self.frames.push(Frame { bracket, operand, pending: self.pending.take() });
        self.end_operand();
        self.copy(1);
        Ok(())
    }

    fn close(&mut self, last: char) {
        self.end_pending();
        let Some(frame) = self.frames.pop() else { return self.operator(last) };
        self.pending = frame.pending;
        self.end_operand();
        match frame.bracket {
            Bracket::Subscript { open, colons: [None, None], comma: false }
                if !self.out[open + 1..].trim().is_empty() =>
            {
                let shifted = open.saturating_add_signed(self.begin_access(frame.operand));
                self.out.replace_range(shifted..=shifted, ",");
                self.rest = &self.rest[1..];
                self.end_access(frame.operand);
                return;
            }
            Bracket::Subscript { open, colons, comma: false } if colons[0].is_some() => {
                self.slice(frame.operand, open, colons);
                return;
            }
            Bracket::FilterCall => {}
            _ => self.operand = Some(Operand { access_end: None, constant: false, ..frame.operand }),
        }
        self.complete = true;
        self.copy(1);
    }

    /// Turns the operand and the slice that has opened after it into a call of [`SLICE`].
    fn slice(&mut self, operand: Operand, open: usize, colons: [Option<usize>; 2]) {
        let end = self.out.len();
        let bounds = [Some(open), colons[0], colons[1], Some(end)];
        let mut call = format!("{SLICE}({}", &self.out[operand.start..open]);
        for (index, start) in bounds[..3].iter().enumerate() {
            let stop = bounds[index + 1..].iter().flatten().next();
            let part = start.zip(stop.copied()).map_or("", |(start, stop)| self.out[start + 1..stop].trim());
            call.push(',');
            call.push_str(if part.is_empty() { "none" } else { part });
        }
        call.push(')');
        self.out.replace_range(operand.start.., &call);
        self.rest = &self.rest[1..];
        self.operand = Some(Operand { access_end: None, constant: false, ..operand });
        self.complete = true;
    }

    fn operator(&mut self, first: char) {
        let long = LONG_OPERATORS.iter().find(|operator| self.rest.starts_with(**operator));
        let length = long.map_or(first.len_utf8(), |operator| operator.len());
        match &self.rest[..length] {
            "==" | "!=" | "~" | "+" => {
                self.operators += 1;
                self.guarded_operator(length, SIZED, SIZED);
            }
            "<" | "<=" | ">" | ">=" => {
                self.operators += 1;
                self.guarded_operator(length, ORDERED, ORDERED);
            }
            "*" => {
                self.operators += 1;
                self.guarded_operator(length, FACTOR, FACTOR);
            }
            "," | ":" => self.divider(first),
            _ => {
                self.operators += 1;
                self.end_pending();
                self.end_operand();
                self.copy(length);
            }
        }
    }

    /// A comma or colon between items, arguments, or a key and its value.
    fn divider(&mut self, divider: char) {
        self.end_pending();
        match self.frames.last_mut().map(|frame| &mut frame.bracket) {
            Some(Bracket::Subscript { colons, .. }) if divider == ':' => {
                match colons.iter_mut().find(|colon| colon.is_none()) {
                    Some(colon) => *colon = Some(self.out.len()),
                    None => self.complete = false,
                }
            }
            Some(Bracket::Subscript { comma, .. }) => *comma = true,
            Some(Bracket::Map) if divider == ':' => self.guard(KEY),
            _ => {}
        }
        self.end_operand();
        self.copy(1);
    }
}

fn span(text: &str, accept: impl Fn(char) -> bool) -> usize {
    text.find(|character| !accept(character)).unwrap_or(text.len())
}

fn word_length(text: &str) -> usize {
    span(text, |character| character.is_alphanumeric() || character == '_')
}
