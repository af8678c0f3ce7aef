//! Dates and times of YAML 1.1, as Ansible prints them.

use std::fmt::Write as _;

/// What a text that looks like a timestamp is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Timestamp {
    /// A date or a date and time, in the form of ISO 8601 that Python prints.
    Valid(String),
    /// It has the form of a timestamp but no such day or time exists; Ansible refuses the file.
    Impossible,
}

/// Reads a plain scalar as a timestamp; `None` where it has not the form of one.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let mut cursor = Cursor { rest: text.as_bytes() };
    let year = cursor.digits(4, 4)?;
    cursor.byte(b'-')?;
    let (month, month_digits) = cursor.one_or_two()?;
    cursor.byte(b'-')?;
    let (day, day_digits) = cursor.one_or_two()?;
    let date = Date { year, month, day };
    if cursor.rest.is_empty() {
        return (month_digits == 2 && day_digits == 2).then(|| date.print(""));
    }
    let time = Time::parse(&mut cursor)?;
    cursor.rest.is_empty().then(|| match time.print() {
        Some(suffix) => date.print(&suffix),
        None => Timestamp::Impossible,
    })
}

#[derive(Debug)]
struct Date {
    year: u32,
    month: u32,
    day: u32,
}

impl Date {
    fn exists(&self) -> bool {
        let leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        let days = match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(leap),
            _ => 0,
        };
        self.year > 0 && (1..=days).contains(&self.day)
    }

    fn print(&self, suffix: &str) -> Timestamp {
        if self.exists() {
            Timestamp::Valid(format!("{:04}-{:02}-{:02}{suffix}", self.year, self.month, self.day))
        } else {
            Timestamp::Impossible
        }
    }
}

#[derive(Debug)]
struct Time {
    hour: u32,
    minute: u32,
    second: u32,
    micros: u32,
    offset: Option<Offset>,
}

#[derive(Debug)]
struct Offset {
    negative: bool,
    minutes: u32,
}

/// A day in minutes: no zone may be that far away.
const DAY_MINUTES: u32 = 24 * 60;

impl Time {
    fn parse(cursor: &mut Cursor<'_>) -> Option<Self> {
        if cursor.byte(b'T').or_else(|| cursor.byte(b't')).is_none() && cursor.blanks() == 0 {
            return None;
        }
        let (hour, _) = cursor.one_or_two()?;
        cursor.byte(b':')?;
        let minute = cursor.digits(2, 2)?;
        cursor.byte(b':')?;
        let second = cursor.digits(2, 2)?;
        let micros = if cursor.byte(b'.').is_some() { cursor.fraction() } else { 0 };
        let blanks = cursor.blanks();
        let offset = if cursor.rest.is_empty() && blanks == 0 { None } else { Some(Offset::parse(cursor)?) };
        Some(Self { hour, minute, second, micros, offset })
    }

    fn print(&self) -> Option<String> {
        if self.hour > 23 || self.minute > 59 || self.second > 59 {
            return None;
        }
        let mut text = format!("T{:02}:{:02}:{:02}", self.hour, self.minute, self.second);
        if self.micros > 0 {
            let _ = write!(text, ".{:06}", self.micros);
        }
        if let Some(Offset { negative, minutes }) = self.offset {
            if minutes >= DAY_MINUTES {
                return None;
            }
            let sign = if negative && minutes > 0 { '-' } else { '+' };
            let _ = write!(text, "{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        }
        Some(text)
    }
}

impl Offset {
    /// The offset at the cursor; `None` where there is none.
    fn parse(cursor: &mut Cursor<'_>) -> Option<Self> {
        if cursor.byte(b'Z').is_some() {
            return Some(Self { negative: false, minutes: 0 });
        }
        let negative = cursor.byte(b'-').is_some();
        if !negative {
            cursor.byte(b'+')?;
        }
        let (hours, _) = cursor.one_or_two()?;
        let minutes = if cursor.byte(b':').is_some() { cursor.digits(2, 2)? } else { 0 };
        Some(Self { negative, minutes: hours * 60 + minutes })
    }
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn byte(&mut self, expected: u8) -> Option<()> {
        let rest = self.rest.strip_prefix(&[expected])?;
        self.rest = rest;
        Some(())
    }

    fn blanks(&mut self) -> usize {
        let count = self.rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.rest = &self.rest[count..];
        count
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self.rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        if count < least {
            return None;
        }
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        Some(digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0')))
    }

    fn one_or_two(&mut self) -> Option<(u32, usize)> {
        let before = self.rest.len();
        let value = self.digits(1, 2)?;
        Some((value, before - self.rest.len()))
    }

    /// The digits after the point as microseconds; further digits are dropped.
    fn fraction(&mut self) -> u32 {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        (0..6).fold(0, |value, place| value * 10 + digits.get(place).map_or(0, |digit| u32::from(digit - b'0')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valid(text: &str) -> String {
        match parse(text) {
            Some(Timestamp::Valid(text)) => text,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn dates_and_times_print_as_in_python() {
        assert_eq!(valid("2024-02-29"), "2024-02-29");
        assert_eq!(valid("2001-12-14t21:59:43.10-05:00"), "2001-12-14T21:59:43.100000-05:00");
        assert_eq!(valid("2001-1-4 1:59:43"), "2001-01-04T01:59:43");
        assert_eq!(valid("2001-12-15 2:59:43.1234567 Z"), "2001-12-15T02:59:43.123456+00:00");
        assert_eq!(valid("2001-12-15T02:59:43 -5:99"), "2001-12-15T02:59:43-06:39");
    }

    #[test]
    fn what_looks_like_a_date_but_is_none_is_told_apart() {
        assert_eq!(parse("2023-02-29"), Some(Timestamp::Impossible));
        assert_eq!(parse("2023-01-01 25:00:00"), Some(Timestamp::Impossible));
        assert_eq!(parse("2023-1-1"), None);
        assert_eq!(parse("2023-01-01 10:00"), None);
        assert_eq!(parse("2023-01-01 10:00:00 "), None);
        assert_eq!(parse("10.0.0.1"), None);
    }
}
