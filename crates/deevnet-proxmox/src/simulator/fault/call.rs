//! Which of the calls that match.

use std::fmt;
use std::str::FromStr;

use super::notation::ParseFaultError;

/// A range of calls, counted from 1, both ends included; written `3`, `2-4`, `3-` or `-2`.
///
/// ```
/// use deevnet_proxmox::simulator::CallRange;
///
/// let second_and_third: CallRange = "2-3".parse()?;
/// assert!(second_and_third.contains(3) && !second_and_third.contains(1));
/// assert_eq!("-5".parse::<CallRange>()?.to_string(), "-5");
/// # Ok::<(), deevnet_proxmox::simulator::ParseFaultError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallRange {
    first: u64,
    last: Option<u64>,
}

impl CallRange {
    /// Every call.
    pub const ALL: Self = Self { first: 1, last: None };

    /// One call.
    pub const fn only(call: u64) -> Self {
        Self { first: call, last: Some(call) }
    }

    /// So many calls from the first on.
    pub const fn up_to(last: u64) -> Self {
        Self { first: 1, last: Some(last) }
    }

    /// Every call from one on.
    pub const fn from(first: u64) -> Self {
        Self { first, last: None }
    }

    /// Whether a call is in it.
    pub fn contains(self, call: u64) -> bool {
        self.first <= call && self.last.is_none_or(|last| call <= last)
    }
}

impl fmt::Display for CallRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (first, Some(last)) if first == last => write!(f, "{first}"),
            (1, Some(last)) => write!(f, "-{last}"),
            (first, Some(last)) => write!(f, "{first}-{last}"),
            (first, None) => write!(f, "{first}-"),
        }
    }
}

impl FromStr for CallRange {
    type Err = ParseFaultError;

    fn from_str(text: &str) -> Result<Self, ParseFaultError> {
        let wrong = || ParseFaultError::Calls { value: text.to_owned() };
        let number = |digits: &str| digits.parse::<u64>().ok().filter(|number| *number > 0).ok_or_else(wrong);
        let range = match text.split_once('-') {
            None => Self::only(number(text)?),
            Some(("", last)) => Self::up_to(number(last)?),
            Some((first, "")) => Self::from(number(first)?),
            Some((first, last)) => Self { first: number(first)?, last: Some(number(last)?) },
        };
        if range.last.is_some_and(|last| last < range.first) { Err(wrong()) } else { Ok(range) }
    }
}
