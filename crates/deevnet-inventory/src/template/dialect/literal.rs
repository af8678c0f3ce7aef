//! String constants: where they end, what they hold, how the engine writes them.

use crate::template::failure::Failure;

/// Where a string that has just opened closes.
pub(super) fn string_end(body: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    body.char_indices().find_map(|(index, character)| {
        let closes = !escaped && character == quote;
        escaped = !escaped && character == '\\';
        closes.then_some(index)
    })
}

/// Writes text as a string constant of the engine.
pub(super) fn push_literal(out: &mut String, text: &str) {
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
pub(super) fn unescape(raw: &str) -> Result<String, Failure> {
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
