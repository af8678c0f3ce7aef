//! Descriptions that tell a consumer's own entries from managed ones.

use std::fmt;

use serde::{Serialize, Serializer};

/// The most characters of a description that a router takes.
const LONGEST: usize = 255;

/// The description of one interface's entry: `<prefix> - <host> (<interface>)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Description<'a> {
    prefix: &'a str,
    host: &'a str,
    interface: &'a str,
}

impl<'a> Description<'a> {
    pub(super) fn new(prefix: &'a str, host: &'a str, interface: &'a str) -> Self {
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
        write!(f, "{} - {} ({})", self.prefix, self.host, self.interface)
    }
}

impl Serialize for Description<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
