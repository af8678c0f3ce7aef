//! Strings of JSON.

use std::borrow::Cow;

/// A string and how many bytes it takes with its quotes.
pub(super) struct Scanned<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) length: usize,
}

/// Reads the string at the start of a text, which begins with a quote.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn scan(text: &str) -> Result<Scanned<'_>, &'static str> {
    let body = &text[1..];
    let end = body.bytes().position(|byte| matches!(byte, b'"' | b'\\') || byte < b' ');
    match end.map(|end| (end, body.as_bytes()[end])) {
        Some((end, b'"')) => Ok(Scanned { text: Cow::Borrowed(&body[..end]), length: end + 2 }),
        Some((end, b'\\')) => unescape(body, end),
        Some(_) => Err("a control character stands in a string"),
        None => Err("a string does not end"),
    }
}

fn unescape(body: &str, first: usize) -> Result<Scanned<'_>, &'static str> {
    let mut text = body[..first].to_owned();
    let mut rest = &body[first..];
    loop {
        let plain = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\') || byte < b' ');
        let at = plain.ok_or("a string does not end")?;
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match rest.as_bytes() {
            [b'"', ..] => return Ok(Scanned { text: Cow::Owned(text), length: body.len() - rest.len() + 2 }),
            [b'\\', escape, ..] => {
                let (character, length) = escaped(*escape, &rest[1..])?;
                text.push(character);
                rest = &rest[1 + length..];
            }
            _ => return Err("a control character stands in a string"),
        }
    }
}

/// The character of an escape without its backslash, and how many bytes the escape takes.
fn escaped(escape: u8, rest: &str) -> Result<(char, usize), &'static str> {
    let character = match escape {
        b'"' | b'\\' | b'/' => char::from(escape),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(rest),
        _ => return Err("an unknown escape stands in a string"),
    };
    Ok((character, 1))
}

fn unicode(rest: &str) -> Result<(char, usize), &'static str> {
    const UNIT: usize = "u0000".len();
    let high = unit(&rest[1..]).ok_or("\\u must be followed by four hexadecimal digits")?;
    if let Some(character) = char::from_u32(high) {
        return Ok((character, UNIT));
    }
    let low = rest.get(UNIT..).and_then(|rest| rest.strip_prefix("\\u")).and_then(unit);
    match low {
        Some(low) if (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low) => {
            let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            Ok((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 2 * UNIT + 1))
        }
        _ => Err("half a surrogate pair is no character"),
    }
}

fn unit(digits: &str) -> Option<u32> {
    let digits = digits.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> Result<String, &'static str> {
        let scanned = scan(source)?;
        assert_eq!(&source[scanned.length..], "!");
        Ok(scanned.text.into_owned())
    }

    #[test]
    fn escapes() {
        assert_eq!(text(r#""a b"!"#).unwrap(), "a b");
        assert_eq!(text(r#""\"\\\/\b\f\n\r\tA\u00e9"!"#).unwrap(), "\"\\/\u{8}\u{c}\n\r\tA\u{e9}");
        assert_eq!(text(r#""x\ud83d\ude00y"!"#).unwrap(), "x\u{1f600}y");
    }

    #[test]
    fn faults() {
        for source in [r#""a"#, r#""\"#, r#""\x""#, r#""\u12""#, r#""\ud83d""#, "\"a\nb\"", "\"\\n\u{1}\""] {
            assert!(scan(source).is_err(), "{source}");
        }
    }
}
