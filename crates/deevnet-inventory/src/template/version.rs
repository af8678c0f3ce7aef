//! Loose version numbers: digits by value, letters by alphabet.

use std::cmp::Ordering;

use super::failure::Failure;

#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    Number(&'a str),
    Word(&'a str),
}

/// The order of two versions, or an obstacle where a number stands against a word.
pub(super) fn order(left: &str, right: &str) -> Result<Ordering, Failure> {
    if left.is_empty() || right.is_empty() {
        return Err(Failure::failed("a version to be compared is empty"));
    }
    let (left, right) = (parts(left), parts(right));
    for (left, right) in left.iter().zip(&right) {
        let ordering = match (left, right) {
            (Part::Number(left), Part::Number(right)) => order_digits(left, right),
            (Part::Word(left), Part::Word(right)) => left.cmp(right),
            (Part::Number(number), Part::Word(word)) | (Part::Word(word), Part::Number(number)) => {
                return Err(Failure::failed(format!("the version parts `{number}` and `{word}` have no order")));
            }
        };
        if ordering != Ordering::Equal {
            return Ok(ordering);
        }
    }
    Ok(left.len().cmp(&right.len()))
}

/// Digits of any length compared by value.
fn order_digits(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

/// The runs of digits, of small letters and of anything else but dots.
fn parts(version: &str) -> Vec<Part<'_>> {
    let class = |byte: u8| match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'.' => 2,
        _ => 3,
    };
    let mut parts = Vec::new();
    let mut rest = version;
    while let Some(first) = rest.bytes().next() {
        let kind = class(first);
        let length = rest.bytes().position(|byte| class(byte) != kind).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(length);
        match kind {
            0 => parts.push(Part::Number(run)),
            2 => {}
            _ => parts.push(Part::Word(run)),
        }
        rest = tail;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_order_by_value() {
        assert_eq!(order("44-1.9", "44-1.10").unwrap(), Ordering::Less);
        assert_eq!(order("1.2.0", "1.2").unwrap(), Ordering::Greater);
        assert_eq!(order("1.02", "1.2").unwrap(), Ordering::Equal);
        assert_eq!(order("1.2rc1", "1.2rc2").unwrap(), Ordering::Less);
        order("1.x", "1.2").unwrap_err();
        order("", "1").unwrap_err();
    }
}
