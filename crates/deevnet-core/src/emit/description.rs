//! Descriptions that tell a consumer's own entries from managed ones.

use std::fmt;

use serde::{Serialize, Serializer};

use super::options::EmitOptions;

/// The most characters of a description that a router takes.
const LONGEST: usize = 255;

/// What descriptions begin with, and the ` - ` after it; nothing where it is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prefix<'a>(&'a str);

impl<'a> Prefix<'a> {
    /// The words that were asked for, or else a target's own.
    pub(super) fn choose(options: &'a EmitOptions, own: &'a str) -> Self {
        Self::new(options.description_prefix.as_deref().unwrap_or(own))
    }

    /// Words with or without the separator at their end.
    fn new(words: &'a str) -> Self {
        let words = words.trim_end();
        Self(words.strip_suffix(" -").unwrap_or(words).trim_end())
    }
}

impl fmt::Display for Prefix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "{} - ", self.0) }
    }
}

/// The description of one interface's entry: `<prefix> - <host> (<interface>)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Description<'a> {
    prefix: Prefix<'a>,
    host: &'a str,
    interface: &'a str,
}

impl<'a> Description<'a> {
    pub(super) fn new(prefix: Prefix<'a>, host: &'a str, interface: &'a str) -> Self {
        Self { prefix, host, interface }
    }

    /// Free text as the one line of printable characters that a router takes as a description.
    pub(super) fn one_line(text: &str) -> String {
        let printable = text.chars().map(|found| if found.is_control() { ' ' } else { found });
        printable.take(LONGEST).collect()
    }
}

impl fmt::Display for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{} ({})", self.prefix, self.host, self.interface)
    }
}

impl Serialize for Description<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_has_one_separator() {
        for words in ["Lab", "Lab ", "Lab -", "Lab - ", "Lab  -  "] {
            assert_eq!(Description::new(Prefix::new(words), "pi01", "eth0").to_string(), "Lab - pi01 (eth0)");
        }
        assert_eq!(Prefix::new("x-").to_string(), "x- - ");
        assert_eq!(Description::new(Prefix::new(" "), "pi01", "eth0").to_string(), "pi01 (eth0)");
    }
}
