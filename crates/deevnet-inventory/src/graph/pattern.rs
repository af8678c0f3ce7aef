//! Host patterns of host files: `pi[01:04]`, `db[a:f].example.net`, `host:2222`.

use super::address::is_host;
use crate::limits::MAX_PATTERN_HOSTS;

/// The letters of alphabetic ranges, in Ansible's order.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The hosts that a pattern stands for, and the port that it gives them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Expansion {
    pub(crate) hosts: Vec<String>,
    pub(crate) port: Option<i64>,
}

/// Why a pattern stands for no hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PatternError {
    /// A bracket without its partner, or a `|`, which Ansible cannot tell from one.
    #[error("its brackets do not form ranges")]
    Brackets,
    /// Not two or three parts.
    #[error("a range is written [begin:end] or [begin:end:step]")]
    Parts,
    /// No end.
    #[error("a range must give its end")]
    NoEnd,
    /// `[01:100]`.
    #[error("with leading zeros begin and end must have the same number of digits")]
    Width,
    /// `[f:a]`.
    #[error("a range of letters must begin at or before its end")]
    Order,
    /// Neither letters nor numbers.
    #[error("a range goes between two numbers or two letters")]
    Bound,
    /// No step, or one of zero.
    #[error("the step of a range must be a number other than zero")]
    Step,
    /// More hosts than the loader accepts.
    #[error("it stands for more than {MAX_PATTERN_HOSTS} hosts")]
    Limit,
}

impl PatternError {
    /// What to write instead.
    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::Brackets => "close every bracket, as in `pi[01:04]`",
            Self::Parts | Self::NoEnd | Self::Bound => "write the range as in `pi[01:04]` or `pi[a:d]`",
            Self::Width => "write as many digits on both sides, as in `pi[001:100]`",
            Self::Order => "write the earlier letter first; small letters come before capital ones",
            Self::Step => "write the step as in `pi[0:10:2]`, or leave it out",
            Self::Limit => "make the range smaller",
        }
    }
}

/// Splits off a port and writes out every range.
///
/// # Errors
///
/// What is wrong with a range.
pub(crate) fn expand(pattern: &str) -> Result<Expansion, PatternError> {
    let (name, port) = split_port(pattern);
    let mut pending = vec![name.to_owned()];
    let mut hosts = Vec::new();
    while let Some(name) = pending.pop() {
        if !name.contains('[') {
            hosts.push(name);
            continue;
        }
        let mut names = expand_first_range(&name)?;
        if hosts.len() + pending.len() + names.len() > MAX_PATTERN_HOSTS {
            return Err(PatternError::Limit);
        }
        names.reverse();
        pending.append(&mut names);
    }
    Ok(Expansion { hosts, port })
}

/// The pattern without its port; what is left must be a host, or the whole is a name.
fn split_port(pattern: &str) -> (&str, Option<i64>) {
    let Some((head, digits)) = pattern.rsplit_once(':') else { return (pattern, None) };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return (pattern, None);
    }
    let host = match head.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(host) if !host.is_empty() => host,
        _ if has_colon_outside_brackets(head) => return (pattern, None),
        _ => head,
    };
    match digits.parse() {
        Ok(port) if is_host(host) => (host, Some(port)),
        _ => (pattern, None),
    }
}

fn has_colon_outside_brackets(text: &str) -> bool {
    let mut bracketed = false;
    for character in text.chars() {
        match character {
            '[' => bracketed = true,
            ']' => bracketed = false,
            ':' if !bracketed => return true,
            _ => {}
        }
    }
    false
}

fn expand_first_range(name: &str) -> Result<Vec<String>, PatternError> {
    let (head, rest) = name.split_once('[').ok_or(PatternError::Brackets)?;
    let (range, tail) = rest.split_once(']').ok_or(PatternError::Brackets)?;
    if name.contains('|') || head.contains(']') {
        return Err(PatternError::Brackets);
    }
    let parts: Vec<&str> = range.split(':').collect();
    let (begin, end, step) = match parts.as_slice() {
        [begin, end] => (*begin, *end, None),
        [begin, end, step] => (*begin, *end, Some(*step)),
        _ => return Err(PatternError::Parts),
    };
    let begin = if begin.is_empty() { "0" } else { begin };
    if end.is_empty() {
        return Err(PatternError::NoEnd);
    }
    let step = step.map_or(Some(1), whole_number).filter(|step| *step != 0).ok_or(PatternError::Step)?;
    let steps = match (LETTERS.find(begin), LETTERS.find(end)) {
        (Some(begin), Some(end)) => letters(begin, end, step)?,
        _ => numbers(begin, end, step)?,
    };
    Ok(steps.into_iter().map(|step| format!("{head}{step}{tail}")).collect())
}

fn letters(begin: usize, end: usize, step: i64) -> Result<Vec<String>, PatternError> {
    if begin > end {
        return Err(PatternError::Order);
    }
    let Ok(step) = usize::try_from(step) else { return Ok(Vec::new()) };
    Ok(LETTERS[begin..=end].chars().step_by(step).map(String::from).collect())
}

fn numbers(begin: &str, end: &str, step: i64) -> Result<Vec<String>, PatternError> {
    let width = if begin.starts_with('0') && begin.len() > 1 { begin.len() } else { 0 };
    if width > 0 && width != end.len() {
        return Err(PatternError::Width);
    }
    let (Some(mut value), Some(end)) = (whole_number(begin), whole_number(end)) else {
        return Err(PatternError::Bound);
    };
    let mut found = Vec::new();
    while step > 0 && value <= end || step < 0 && value > end.saturating_add(1) {
        if found.len() >= MAX_PATTERN_HOSTS {
            return Err(PatternError::Limit);
        }
        found.push(format!("{value:0width$}"));
        match value.checked_add(step) {
            Some(next) => value = next,
            None => break,
        }
    }
    Ok(found)
}

fn whole_number(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hosts(pattern: &str) -> Vec<String> {
        expand(pattern).unwrap().hosts
    }

    #[test]
    fn ranges_of_numbers_and_letters() {
        assert_eq!(hosts("pi[01:03]"), ["pi01", "pi02", "pi03"]);
        assert_eq!(hosts("pi[8:10]"), ["pi8", "pi9", "pi10"]);
        assert_eq!(hosts("pi[1:7:3]"), ["pi1", "pi4", "pi7"]);
        assert_eq!(hosts("pi[:2]"), ["pi0", "pi1", "pi2"]);
        assert_eq!(hosts("db-[a:c].example.net"), ["db-a.example.net", "db-b.example.net", "db-c.example.net"]);
        assert_eq!(hosts("x[y:B]"), ["xy", "xz", "xA", "xB"]);
        assert_eq!(hosts("r[1:2]p[a:b]"), ["r1pa", "r1pb", "r2pa", "r2pb"]);
        assert_eq!(hosts("pi[3:1]"), Vec::<String>::new());
    }

    #[test]
    fn ports() {
        let port = |pattern: &str| {
            let expansion = expand(pattern).unwrap();
            (expansion.hosts.join(" "), expansion.port)
        };
        assert_eq!(port("pi01:22"), ("pi01".to_owned(), Some(22)));
        assert_eq!(port("pi[1:2]:22"), ("pi1 pi2".to_owned(), Some(22)));
        assert_eq!(port("[2001:db8::1]:22"), ("2001:db8::1".to_owned(), Some(22)));
        assert_eq!(port("2001:db8::1"), ("2001:db8::1".to_owned(), None));
        assert_eq!(port("pi 01:22"), ("pi 01:22".to_owned(), None));
    }

    #[test]
    fn wrong_ranges() {
        for (pattern, expected) in [
            ("pi[1]", PatternError::Parts),
            ("pi[1:2", PatternError::Brackets),
            ("pi[1:]", PatternError::NoEnd),
            ("pi[01:100]", PatternError::Width),
            ("pi[c:a]", PatternError::Order),
            ("pi[a:3]", PatternError::Bound),
            ("pi[1:3:0]", PatternError::Step),
            ("pi[0:99999999999]", PatternError::Limit),
            ("a[0:9999]b[0:9999]", PatternError::Limit),
        ] {
            assert_eq!(expand(pattern), Err(expected), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn no_pattern_panics(pattern in "[a-c0-9:\\[\\]|. -]{0,16}|\\PC{0,16}") {
            let _ = expand(&pattern);
        }

        #[test]
        fn a_range_has_as_many_hosts_as_steps(begin in 0usize..500, count in 0usize..500, step in 1usize..20) {
            let found = hosts(&format!("h[{begin}:{}:{step}]", begin + count));
            prop_assert_eq!(found.len(), count / step + 1);
            prop_assert_eq!(found.last().cloned(), Some(format!("h{}", begin + count / step * step)));
        }
    }
}
