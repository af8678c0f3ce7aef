//! What may be a host in a host file: a name or address, with ranges in brackets.

/// Whether a text is a host name or address as Ansible knows them, ranges such as `[01:04]` included.
///
/// It only matters where a port may follow: what is no host keeps its colon and digits.
pub(super) fn is_host(text: &str) -> bool {
    is_ipv4(text) || is_ipv6(text) || is_host_name(text)
}

/// The parts of a text between separators that stand outside of brackets.
fn split_outside(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut bracketed = false;
    let mut start = 0;
    for (at, character) in text.char_indices() {
        match character {
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if character == separator && !bracketed => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A range in brackets whose bounds are made of some digits, with an optional decimal step.
fn is_range(text: &str, is_digit: fn(char) -> bool) -> bool {
    let Some(body) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return false };
    let parts: Vec<&str> = body.split(':').collect();
    let is_bound = |part: &&str| !part.is_empty() && part.chars().all(is_digit);
    match parts.as_slice() {
        [from, to] => is_bound(from) && is_bound(to),
        [from, to, step] => is_bound(from) && is_bound(to) && is_decimal(step),
        _ => false,
    }
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_letter_range(text: &str) -> bool {
    let body = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    let mut parts = body.split(':');
    let is_letter = |part: Option<&str>| {
        part.is_some_and(|part| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    is_letter(parts.next()) && is_letter(parts.next()) && parts.next().is_none_or(is_decimal) && parts.next().is_none()
}

fn is_ipv4(text: &str) -> bool {
    let parts = split_outside(text, '.');
    parts.len() == 4
        && parts.iter().all(|part| {
            is_range(part, |digit| digit.is_ascii_digit())
                || (part.len() <= 3 && is_decimal(part) && part.parse().is_ok_and(|value: u16| value <= 255))
        })
}

fn is_ipv6(text: &str) -> bool {
    if text.parse::<std::net::Ipv6Addr>().is_ok() {
        return true;
    }
    let parts = split_outside(text, ':');
    let is_part = |part: &&str| {
        is_range(part, |digit| digit.is_ascii_hexdigit())
            || ((1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    if !text.contains("::") {
        return parts.len() == 8 && parts.iter().all(is_part);
    }
    let empty = parts.iter().filter(|part| part.is_empty()).count();
    let edges = usize::from(text.starts_with("::")) + usize::from(text.ends_with("::"));
    empty == 1 + edges && parts.len() - empty <= 7 && parts.iter().filter(|part| !part.is_empty()).all(is_part)
}

fn is_host_name(text: &str) -> bool {
    split_outside(text, '.').into_iter().all(is_label)
}

/// Letters, digits, `_`, `-` and ranges; neither the first nor the last may be `-`, nor the last `_`.
fn is_label(label: &str) -> bool {
    let mut rest = label;
    let mut last = None;
    while let Some(first) = rest.chars().next() {
        let length = if first == '[' {
            let Some(end) = rest.find(']') else { return false };
            let range = &rest[..=end];
            if !is_range(range, |digit| digit.is_ascii_digit()) && !is_letter_range(range) {
                return false;
            }
            end + 1
        } else if first.is_alphanumeric() || first == '_' || (first == '-' && last.is_some()) {
            first.len_utf8()
        } else {
            return false;
        };
        last = Some(first);
        rest = &rest[length..];
    }
    last.is_some_and(|last| last != '-' && last != '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_with_and_without_ranges() {
        for text in [
            "pi01",
            "pi_01",
            "a",
            "pi[01:04]",
            "db-[a:f]-x.example.net",
            "192.0.2.1",
            "192.0.2.[1:9:2]",
            "2001:db8::1",
            "::1",
            "fe80::",
            "2001:db8::[1:f]",
            "1:2:3:4:5:6:7:8",
            "caf\u{e9}",
        ] {
            assert!(is_host(text), "{text}");
        }
        for text in ["", "-a", "a-", "a_", "a b", "a..b", "[1:2", "a[1]", "a[b:3]", ":::", "1:2", "a/b"] {
            assert!(!is_host(text), "{text}");
        }
    }
}
