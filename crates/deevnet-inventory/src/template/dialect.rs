//! From Ansible's Jinja to the engine's.
//!
//! The two languages share their grammar; two habits of Ansible are written out before a template is compiled:
//!
//! * Inside `{{ }}` a backslash in a string constant stands for itself, so that `regex_replace('(\d+)', '\1')` needs no
//!   doubling. Inside `{% %}` Python's escapes hold.
//! * An attribute of something undefined is undefined, not an error, so that `a.b.c | default('x')` works when `a.b` is
//!   missing. Every access becomes a call of [`ACCESS`], which hands the undefined on.
//!
//! * Operands of comparisons, `in`, `~`, `+` and `*`, and the keys of written maps, go through the filters of
//!   [`bounds`](super::bounds), because the engine would compare or write a value of any extent.
//!
//! The translation also refuses templates that would exhaust the parser (see [`limits`](super::limits)).

use super::bounds::{CONTAINER, FACTOR, KEY, SIZED};
use super::failure::Failure;
use super::limits::{BRACKET_DEPTH_LIMIT, OPERATORS_PER_TAG, SOURCE_LIMIT, STATEMENTS_LIMIT};

/// The function that stands for attribute and subscript access in translated templates.
pub(super) const ACCESS: &str = "__at";

/// Names that are operators or parts of statements, never values.
const KEYWORDS: &[&str] = &["and", "elif", "else", "for", "if", "in", "is", "not", "or", "recursive"];

/// Operators of more than one character, longest first.
const LONG_OPERATORS: &[&str] = &["==", "!=", "<=", ">=", "//", "**"];

/// Translates a template.
pub(super) fn translate(source: &str) -> Result<String, Failure> {
    if source.len() > SOURCE_LIMIT {
        return Err(Failure::limit(format!("the template is longer than {SOURCE_LIMIT} bytes")));
    }
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(source.len() + 16);
    let mut rest = source.as_str();
    let mut statements = 0;
    while let Some(start) = next_tag(rest) {
        let (text, tag) = rest.split_at(start);
        out.push_str(text);
        rest = match tag.as_bytes().get(1) {
            Some(b'#') => copy_through(&mut out, tag, "#}"),
            Some(b'%') if is_raw(tag) => copy_raw(&mut out, tag),
            Some(b'%') => {
                statements += 1;
                Tag::translate(&mut out, tag, Delimiter::Statement)?
            }
            _ => Tag::translate(&mut out, tag, Delimiter::Expression)?,
        };
        if statements > STATEMENTS_LIMIT {
            return Err(Failure::limit(format!("the template has more than {STATEMENTS_LIMIT} statements")));
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn next_tag(text: &str) -> Option<usize> {
    text.match_indices('{')
        .map(|(index, _)| index)
        .find(|index| matches!(text.as_bytes().get(index + 1), Some(b'{' | b'%' | b'#')))
}

/// Copies to the end of the first `end`, or everything.
fn copy_through<'a>(out: &mut String, text: &'a str, end: &str) -> &'a str {
    let length = text.find(end).map_or(text.len(), |index| index + end.len());
    let (head, rest) = text.split_at(length);
    out.push_str(head);
    rest
}

fn is_raw(tag: &str) -> bool {
    statement_name(tag) == "raw"
}

/// The first word of a statement.
fn statement_name(tag: &str) -> &str {
    let inner = tag.trim_start_matches("{%").trim_start_matches(['-', '+']).trim_start();
    inner.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default()
}

/// Copies a `{% raw %}` block through the end of its `{% endraw %}`.
fn copy_raw<'a>(out: &mut String, tag: &'a str) -> &'a str {
    let mut rest = copy_through(out, tag, "%}");
    while let Some(start) = rest.find("{%") {
        let (text, statement) = rest.split_at(start);
        out.push_str(text);
        rest = copy_through(out, statement, "%}");
        if statement_name(statement) == "endraw" {
            return rest;
        }
    }
    out.push_str(rest);
    ""
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Delimiter {
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
    /// A subscript that opens at this place of the output; `plain` until a `:` or `,` is met in it.
    Subscript {
        open: usize,
        plain: bool,
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
struct Tag<'a, 'o> {
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
    fn translate(out: &'o mut String, text: &'a str, delimiter: Delimiter) -> Result<&'a str, Failure> {
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

    /// Sends the operand that ends here through a filter.
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
        self.end_pending();
        if self.complete {
            self.guard(left);
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
            ('[', Some(operand)) => (Bracket::Subscript { open: self.out.len(), plain: true }, operand),
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
            Bracket::Subscript { open, plain: true } if !self.out[open + 1..].trim().is_empty() => {
                let shifted = open.saturating_add_signed(self.begin_access(frame.operand));
                self.out.replace_range(shifted..=shifted, ",");
                self.rest = &self.rest[1..];
                self.end_access(frame.operand);
                return;
            }
            Bracket::FilterCall => {}
            _ => self.operand = Some(Operand { access_end: None, constant: false, ..frame.operand }),
        }
        self.complete = true;
        self.copy(1);
    }

    fn operator(&mut self, first: char) {
        let long = LONG_OPERATORS.iter().find(|operator| self.rest.starts_with(**operator));
        let length = long.map_or(first.len_utf8(), |operator| operator.len());
        match &self.rest[..length] {
            "==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "+" => {
                self.operators += 1;
                self.guarded_operator(length, SIZED, SIZED);
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
            Some(Bracket::Subscript { plain, .. }) => *plain = false,
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

/// Where a string that has just opened closes.
fn string_end(body: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    body.char_indices().find_map(|(index, character)| {
        let closes = !escaped && character == quote;
        escaped = !escaped && character == '\\';
        closes.then_some(index)
    })
}

/// Writes text as a string constant of the engine.
fn push_literal(out: &mut String, text: &str) {
    out.push('\'');
    for character in text.chars() {
        if matches!(character, '\\' | '\'') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('\'');
}

/// Resolves Python's escapes.
fn unescape(raw: &str) -> Result<String, Failure> {
    let mut out = String::with_capacity(raw.len());
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('a') => out.push('\u{7}'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('v') => out.push('\u{b}'),
            Some('\n') => {}
            Some(plain @ ('\\' | '\'' | '"')) => out.push(plain),
            Some('x') => out.push(code_point(&mut characters, 2)?),
            Some('u') => out.push(code_point(&mut characters, 4)?),
            Some('U') => out.push(code_point(&mut characters, 8)?),
            Some(digit @ '0'..='7') => out.push(octal(digit, &mut characters)),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    Ok(out)
}

fn code_point(characters: &mut std::str::Chars<'_>, length: usize) -> Result<char, Failure> {
    let digits: String = characters.by_ref().take(length).collect();
    let code = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == length);
    code.and_then(char::from_u32)
        .ok_or_else(|| Failure::failed(format!("it is not a valid template: bad escape `{digits}` in a string")))
}

fn octal(first: char, characters: &mut std::str::Chars<'_>) -> char {
    let mut code = first.to_digit(8).unwrap_or(0);
    for _ in 0..2 {
        let Some(digit) = characters.clone().next().and_then(|next| next.to_digit(8)) else { break };
        characters.next();
        code = code * 8 + digit;
    }
    char::from_u32(code).unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn translated(source: &str) -> String {
        translate(source).unwrap()
    }

    #[test]
    fn access_hands_the_undefined_on() {
        assert_eq!(translated("{{ a.b.c | default('x') }}"), "{{ __at(a,'b','c') | default('x') }}");
        assert_eq!(translated("{{ a[0].b['c d'] }}"), "{{ __at(a,0,'b','c d') }}");
        assert_eq!(translated("{{ a.0.b }}"), "{{ __at(a,0,'b') }}");
        assert_eq!(translated("{{ (a | first).b }}"), "{{ __at((a | first),'b') }}");
        assert_eq!(translated("{{ a[b.c].d }}"), "{{ __at(a,__at(b,'c'),'d') }}");
        assert_eq!(translated("{{ -a.b + c.d }}"), "{{ -__at(a,'b')|__sized + __at(c,'d')|__sized }}");
        assert_eq!(translated("{{ a.b is eq c.d }}"), "{{ __at(a,'b') is eq __at(c,'d') }}");
    }

    #[test]
    fn methods_calls_and_slices_stay() {
        assert_eq!(translated("{{ a.b.split('.')[1] }}"), "{{ __at(__at(a,'b').split('.'),1) }}");
        assert_eq!(translated("{{ a.b[1:] }}"), "{{ __at(a,'b')[1:] }}");
        assert_eq!(translated("{{ 'a.b'.upper() }}"), "{{ 'a.b'.upper() }}");
        assert_eq!(translated("{{ f(a.b)[0] }}"), "{{ __at(f(__at(a,'b')),0) }}");
        assert_eq!(translated("{{ 1.5 + 2 }} a.b {{ [1, 2] }}"), "{{ 1.5 + 2 }} a.b {{ [1, 2] }}");
    }

    #[test]
    fn operands_are_guarded() {
        assert_eq!(translated("{{ a == b.c | f(d) and e }}"), "{{ a|__sized == __at(b,'c') | f(d)|__sized and e }}");
        assert_eq!(translated("{{ a.b ~ 'x' ~ c }}"), "{{ __at(a,'b')|__sized ~ 'x' ~ c|__sized }}");
        assert_eq!(
            translated("{{ a not in b if c in d else e }}"),
            "{{ a|__sized not in b|__container if c|__sized in d|__container else e }}"
        );
        assert_eq!(translated("{{ (a + b) * 3 - -c }}"), "{{ (a|__sized + b|__sized)|__factor * 3 - -c }}");
        assert_eq!(translated("{{ {a: b, 'c': d} }}"), "{{ {a|__key: b, 'c': d} }}");
        assert_eq!(translated("{{ f(*a, b=c, **d) }}"), "{{ f(*a, b=c, **d) }}");
        assert_eq!(
            translated("{% if a.b != c %}{% for d in e if d == f %}"),
            "{% if __at(a,'b')|__sized != c|__sized %}{% for d in e if d|__sized == f|__sized %}"
        );
    }

    #[test]
    fn dots_of_filter_and_test_names_stay() {
        assert_eq!(translated("{{ a | ns.col.f(b.c) }}"), "{{ a | ns.col.f(__at(b,'c')) }}");
        assert_eq!(translated("{{ a is not ns.col.t(1) }}"), "{{ a is not ns.col.t(1) }}");
        assert_eq!(translated("{{ a is defined and b.c }}"), "{{ a is defined and __at(b,'c') }}");
    }

    #[test]
    fn statements_translate_too() {
        assert_eq!(
            translated("{% for k in a.b if k.c %}{{ loop.index }}{% endfor %}"),
            "{% for k in __at(a,'b') if __at(k,'c') %}{{ __at(loop,'index') }}{% endfor %}"
        );
        assert_eq!(translated("{%- if (a).b -%}x{%+ endif %}"), "{%- if __at((a),'b') -%}x{%+ endif %}");
    }

    #[test]
    fn backslashes_are_literal_in_expressions_only() {
        assert_eq!(translated(r"{{ '\1' }}"), r"{{ '\\1' }}");
        assert_eq!(translated(r"{% set a = '\n\x41\d' %}"), "{% set a = '\nA\\\\d' %}");
        assert_eq!(translated(r#"{{ "it's" }}"#), r"{{ 'it\'s' }}");
    }

    #[test]
    fn comments_and_raw_blocks_are_left_alone() {
        for source in
            ["{# a.b #}", "{% raw %}{{ a.b }}{% endraw %}", "{%- raw -%} '{% x %}' {%- endraw %} y", "a { b } c"]
        {
            assert_eq!(translated(source), source);
        }
        assert_eq!(
            translated("{% raw %}{{ a.b }}{% endraw %}{{ a.b }}"),
            "{% raw %}{{ a.b }}{% endraw %}{{ __at(a,'b') }}"
        );
    }

    #[test]
    fn braces_inside_an_expression_do_not_close_it() {
        assert_eq!(translated("{{ {'a': {'b': c.d}} }}"), "{{ {'a': {'b': __at(c,'d')}} }}");
    }

    #[test]
    fn what_would_exhaust_the_parser_is_refused() {
        let refused = |source: String| translate(&source).unwrap_err().reason;
        let limit = deevnet_core::declared::UnresolvedReason::Limit;
        assert_eq!(refused(format!("{{{{ {}1{} }}}}", "(".repeat(500), ")".repeat(500))), limit);
        assert_eq!(refused(format!("{{{{ 1{} }}}}", "+1".repeat(500))), limit);
        assert_eq!(refused(format!("{{{{ a{} }}}}", "|f".repeat(500))), limit);
        assert_eq!(refused("{% if a %}".repeat(500)), limit);
        assert_eq!(refused("{{ a }}".repeat(50_000)), limit);
    }

    proptest! {
        #[test]
        fn any_text_translates_or_is_refused(source in "[{}%#a-c .|()\\[\\]'\"\\\\is,:0-9é-]{0,60}") {
            let _ = translate(&source);
        }

        #[test]
        fn text_without_a_tag_stays(source in "[^{\r]*") {
            prop_assert_eq!(translate(&source).unwrap(), source);
        }
    }
}
