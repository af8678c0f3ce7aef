//! String constants of Python.

/// A string constant and how many bytes it takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scanned {
    pub(super) text: String,
    pub(super) is_bytes: bool,
    pub(super) length: usize,
}

/// Reads the string constant at the start of a text, prefix and quotes included; `None` where there is none.
pub(super) fn scan(text: &str) -> Option<Scanned> {
    let prefix = text.bytes().take_while(u8::is_ascii_alphabetic).take(3).count();
    let (is_raw, is_bytes) = match text[..prefix].to_ascii_lowercase().as_str() {
        "" | "u" => (false, false),
        "r" => (true, false),
        "b" => (false, true),
        "br" | "rb" => (true, true),
        _ => return None,
    };
    let body = &text[prefix..];
    let quote = body.chars().next().filter(|first| ['"', '\''].contains(first))?;
    let triple: String = [quote; 3].iter().collect();
    let mark = if body.starts_with(&triple) { triple } else { quote.to_string() };
    let inner = &body[mark.len()..];
    let end = end_of(inner, &mark)?;
    let content = &inner[..end];
    if is_bytes && !content.is_ascii() {
        return None;
    }
    let text = if is_raw { content.to_owned() } else { unescape(content, is_bytes)? };
    Some(Scanned { text, is_bytes, length: prefix + mark.len() * 2 + end })
}

/// Where the closing mark begins; a backslash keeps what follows it from closing.
fn end_of(inner: &str, mark: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(character) = inner[at..].chars().next() {
        if inner[at..].starts_with(mark) {
            return Some(at);
        }
        at += character.len_utf8();
        if character == '\\' {
            at += inner[at..].chars().next()?.len_utf8();
        }
    }
    None
}

/// The content with its escapes replaced; of bytes, which must then be UTF-8, every escape is one byte.
fn unescape(content: &str, is_bytes: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find('\\') {
        let escape = escaped(&rest[at + 1..], is_bytes)?;
        let end = at + 1 + escape.length;
        let kept = if escape.code.is_some() { at } else { end };
        bytes.extend_from_slice(&rest.as_bytes()[..kept]);
        match escape.code {
            Some(code) if is_bytes => bytes.push(u8::try_from(code).ok()?),
            Some(code) => bytes.extend_from_slice(char::from_u32(code)?.encode_utf8(&mut [0; 4]).as_bytes()),
            None => {}
        }
        rest = &rest[end..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// One escape: the character it stands for, or itself where Python does not know it, and its bytes after the backslash.
struct Escape {
    code: Option<u32>,
    length: usize,
}

fn escaped(rest: &str, is_bytes: bool) -> Option<Escape> {
    let first = rest.chars().next()?;
    let known = |code: u32| Some(Escape { code: Some(code), length: 1 });
    match first {
        '\\' | '\'' | '"' => known(first.into()),
        'a' => known(7),
        'b' => known(8),
        't' => known(9),
        'n' => known(10),
        'v' => known(11),
        'f' => known(12),
        'r' => known(13),
        'x' => hexadecimal(rest, 2),
        'u' if !is_bytes => hexadecimal(rest, 4),
        'U' if !is_bytes => hexadecimal(rest, 8),
        'N' if !is_bytes => None,
        '0'..='7' => {
            let digits = rest.bytes().take(3).take_while(|digit| (b'0'..=b'7').contains(digit)).count();
            let code = u32::from_str_radix(&rest[..digits], 8).ok()?;
            Some(Escape { code: Some(if is_bytes { code & 0xff } else { code }), length: digits })
        }
        _ => Some(Escape { code: None, length: first.len_utf8() }),
    }
}

fn hexadecimal(rest: &str, digits: usize) -> Option<Escape> {
    let digits = rest.get(1..=digits).filter(|text| text.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    Some(Escape { code: Some(u32::from_str_radix(digits, 16).ok()?), length: digits.len() + 1 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(source: &str) -> Option<String> {
        scan(source).map(|scanned| scanned.text)
    }

    #[test]
    fn constants() {
        for (source, expected) in [
            ("'a b'", Some("a b")),
            (r#""it's""#, Some("it's")),
            (r"'a\tb\x41\101\u00e9\z\''", Some("a\tbAA\u{e9}\\z'")),
            (r"r'\d+\''", Some(r"\d+\'")),
            ("'''a'b'''", Some("a'b")),
            (r"b'\xc3\xa9'", Some("\u{e9}")),
            ("''", Some("")),
            ("f'{x}'", None),
            ("'a", None),
            (r"'\ud800'", None),
        ] {
            assert_eq!(text(source).as_deref(), expected, "{source}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[bru]{0,2}['\"]{0,3}[\\\\a-fxuNU0-9é'\"]{0,20}") {
            scan(&text);
        }
    }
}
