//! What a plain scalar means: the implicit types of YAML 1.1, as PyYAML knows them.

use deevnet_core::declared::Data;

use super::timestamp::{self, Timestamp};
use crate::integer::Natural;
use crate::limits::MAX_INTEGER_DIGITS;

/// The meaning of a plain scalar.
#[derive(Debug)]
pub(crate) enum Implicit {
    /// Text, as it stands.
    Text,
    /// A null, truth value or number.
    Data(Data),
    /// A date or time, as the text that Ansible prints for it.
    Timestamp(String),
    /// `<<`, which as a key merges other maps.
    Merge,
    /// It has the form of a type but not a value of it; Ansible refuses the file.
    Refused(&'static str),
}

/// Finds what a plain scalar means.
///
/// An unquoted `12:30:45` is a number to base 60, and so is a MAC whose pairs are all decimal and below 60.
pub(crate) fn resolve(text: &str) -> Implicit {
    let Some(first) = text.as_bytes().first() else { return Implicit::Data(Data::Null) };
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => number_or_timestamp(text),
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        b'<' if text == "<<" => Implicit::Merge,
        b'=' if text == "=" => Implicit::Refused("a lone `=` has no value"),
        _ => Implicit::Text,
    }
}

fn word(text: &str) -> Implicit {
    Implicit::Data(match text {
        "~" | "null" | "Null" | "NULL" => Data::Null,
        _ => match boolean(text) {
            Some(value) => Data::Bool(value),
            None => return Implicit::Text,
        },
    })
}

/// The truth value that a word of YAML 1.1 stands for.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

fn number_or_timestamp(text: &str) -> Implicit {
    if is_float(text) {
        return float(text).map_or(Implicit::Refused("it is no number"), |value| Implicit::Data(Data::Float(value)));
    }
    if is_integer(text) {
        return integer(text).map_or(Implicit::Refused("it is no whole number"), Implicit::Data);
    }
    match timestamp::parse(text) {
        Some(Timestamp::Valid(text)) => Implicit::Timestamp(text),
        Some(Timestamp::Impossible) => Implicit::Refused("no such date or time exists"),
        None => Implicit::Text,
    }
}

/// Splits off an optional sign: whether it is negative, and the rest.
fn sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

fn all(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(allowed)
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn is_digit_or_underscore(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

/// The form of a whole number: binary, octal, decimal, hexadecimal or to base 60.
fn is_integer(text: &str) -> bool {
    let (_, body) = sign(text);
    let Some(rest) = body.strip_prefix('0') else {
        return body.starts_with(|first: char| first.is_ascii_digit()) && {
            let (head, places) = split_places(body);
            all(head, is_digit_or_underscore) && places.is_none_or(all_places_below_sixty)
        };
    };
    match rest.as_bytes().first() {
        None => true,
        Some(b'b') => rest.len() > 1 && all(&rest[1..], |byte| matches!(byte, b'0' | b'1' | b'_')),
        Some(b'x') => rest.len() > 1 && all(&rest[1..], |byte| byte.is_ascii_hexdigit() || byte == b'_'),
        Some(_) => all(rest, |byte| matches!(byte, b'0'..=b'7' | b'_')),
    }
}

/// Splits a number to base 60 into its first place and the others.
fn split_places(text: &str) -> (&str, Option<&str>) {
    match text.split_once(':') {
        Some((head, places)) => (head, Some(places)),
        None => (text, None),
    }
}

fn all_places_below_sixty(places: &str) -> bool {
    places.split(':').all(is_place_below_sixty)
}

fn is_place_below_sixty(place: &str) -> bool {
    matches!(place.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'])
}

/// The value of a text that has the form of a whole number.
pub(crate) fn integer(text: &str) -> Option<Data> {
    let (negative, body) = sign(text);
    if let Some(small) = small_decimal(body) {
        return Some(Data::Integer(if negative { -small } else { small }));
    }
    let digits = body.replace('_', "");
    let natural = match digits.as_bytes() {
        [b'0'] => Natural::default(),
        [b'0', b'b', ..] => Natural::parse(&digits[2..], 2)?,
        [b'0', b'x', ..] => Natural::parse(&digits[2..], 16)?,
        [b'0', ..] => Natural::parse(&digits, 8)?,
        _ => base_sixty(&digits)?,
    };
    Some(natural.into_data(negative))
}

/// Plain decimal digits of a number that surely fits: the common case, without allocation.
fn small_decimal(digits: &str) -> Option<i64> {
    if digits.starts_with('0') || digits.len() > 18 || !all(digits, is_digit) {
        return None;
    }
    digits.parse().ok()
}

fn base_sixty(digits: &str) -> Option<Natural> {
    let mut places = digits.split(':');
    let mut natural = Natural::parse(places.next()?, 10)?;
    if digits.len() > MAX_INTEGER_DIGITS {
        return None;
    }
    natural.append(places.map(|place| place.parse().ok()), 60)?;
    Some(natural)
}

/// The form of a number with a point, an infinity or not-a-number.
fn is_float(text: &str) -> bool {
    let (_, body) = sign(text);
    if let Some(word) = body.strip_prefix('.') {
        let signed = body.len() < text.len();
        return match word {
            "inf" | "Inf" | "INF" => true,
            "nan" | "NaN" | "NAN" => !signed,
            _ => !signed && is_fraction(word),
        };
    }
    let Some((whole, fraction)) = body.split_once('.') else { return false };
    if !whole.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let (head, places) = split_places(whole);
    let (digits, exponent) = split_exponent(fraction);
    let rest_fits = places.map_or_else(
        || exponent.is_none_or(is_exponent),
        |places| exponent.is_none() && all_places_below_sixty(places),
    );
    rest_fits && all(head, is_digit_or_underscore) && all(digits, is_digit_or_underscore)
}

/// Digits after a leading point, with an optional exponent.
fn is_fraction(text: &str) -> bool {
    let (digits, exponent) = split_exponent(text);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && all(digits, is_digit_or_underscore)
        && exponent.is_none_or(is_exponent)
}

fn split_exponent(text: &str) -> (&str, Option<&str>) {
    match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// The sign is mandatory: `1e3` is text.
fn is_exponent(text: &str) -> bool {
    text.strip_prefix(['-', '+']).is_some_and(|digits| !digits.is_empty() && all(digits, is_digit))
}

/// The value of a text that has the form of a number with a point.
pub(crate) fn float(text: &str) -> Option<f64> {
    let digits = text.replace('_', "").to_ascii_lowercase();
    let (negative, body) = sign(&digits);
    let magnitude = match body {
        ".inf" => f64::INFINITY,
        ".nan" => return Some(f64::NAN),
        _ => base_sixty_float(body)?,
    };
    Some(if negative { -magnitude } else { magnitude })
}

fn base_sixty_float(digits: &str) -> Option<f64> {
    let mut value = 0.0;
    let mut base = 1.0;
    for place in digits.rsplit(':') {
        value += place.parse::<f64>().ok()? * base;
        base *= 60.0;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn describe(text: &str) -> String {
        match resolve(text) {
            Implicit::Text => "text".to_owned(),
            Implicit::Data(Data::LargeInteger(digits)) => format!("large {digits}"),
            Implicit::Data(data) => format!("{data:?}"),
            Implicit::Timestamp(text) => format!("time {text}"),
            Implicit::Merge => "merge".to_owned(),
            Implicit::Refused(_) => "refused".to_owned(),
        }
    }

    #[test]
    fn words() {
        for (text, expected) in [
            ("", "Null"),
            ("~", "Null"),
            ("null", "Null"),
            ("nULL", "text"),
            ("yes", "Bool(true)"),
            ("Off", "Bool(false)"),
            ("y", "text"),
            ("yEs", "text"),
            ("on", "Bool(true)"),
            ("<<", "merge"),
            ("=", "refused"),
            ("=a", "text"),
        ] {
            assert_eq!(describe(text), expected, "{text}");
        }
    }

    #[test]
    fn whole_numbers() {
        for (text, expected) in [
            ("0", "Integer(0)"),
            ("-0", "Integer(0)"),
            ("+12", "Integer(12)"),
            ("1_000", "Integer(1000)"),
            ("010", "Integer(8)"),
            ("08", "text"),
            ("0o17", "text"),
            ("0x1F", "Integer(31)"),
            ("-0b101", "Integer(-5)"),
            ("0x_", "refused"),
            ("0_", "Integer(0)"),
            ("12:30:45", "Integer(45045)"),
            ("12:30:65", "text"),
            ("10:11:12:13:14:15", "Integer(7921199655)"),
            ("00:11:12:13:14:15", "text"),
            ("1:2:3a", "text"),
            ("9223372036854775808", "large 9223372036854775808"),
            ("1e3", "text"),
            ("-", "text"),
            ("1-2", "text"),
        ] {
            assert_eq!(describe(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_with_a_point() {
        for (text, expected) in [
            ("1.5", "Float(1.5)"),
            ("1.", "Float(1.0)"),
            (".5", "Float(0.5)"),
            ("-.5", "text"),
            ("1.5e3", "text"),
            ("1.5e+3", "Float(1500.0)"),
            ("1_0.5_0", "Float(10.5)"),
            ("190:20:30.15", "Float(685230.15)"),
            (".inf", "Float(inf)"),
            ("-.INF", "Float(-inf)"),
            (".nan", "Float(NaN)"),
            ("+.nan", "text"),
            ("1.2.3", "text"),
            ("10.20.99.1", "text"),
            (".", "text"),
            ("..", "text"),
            ("._1", "text"),
        ] {
            assert_eq!(describe(text), expected, "{text}");
        }
    }

    #[test]
    fn dates() {
        assert_eq!(describe("2024-01-31"), "time 2024-01-31");
        assert_eq!(describe("2024-01-32"), "refused");
        assert_eq!(describe("2024-1-31"), "text");
    }

    proptest! {
        #[test]
        fn every_text_has_a_meaning(text in "[-+0-9a-fxob_.:eEtTzZ <=~]{0,24}|\\PC{0,24}") {
            resolve(&text);
        }

        #[test]
        fn every_decimal_is_itself(value in any::<i64>()) {
            prop_assert!(matches!(resolve(&value.to_string()), Implicit::Data(Data::Integer(found)) if found == value));
        }
    }
}
