//! The shape of a rule.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::finding::Severity;

/// The stable code of a rule, `DV101` to `DV999`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub(crate) u16);

impl Code {
    /// The number after `DV`.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DV{:03}", self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The rules about what could not be read: broken, unreadable and oversized files, cyclic groups, exceeded limits,
/// structures that are no inventory, and files that are half changed.
const ABOUT_READING: &[Code] = &[Code(901), Code(906), Code(907), Code(908), Code(909), Code(910), Code(915)];

/// One rule of the catalogue.
///
/// The examples are inventories in small: each file starts with a line `# file: <path>`, laid over
/// [`EXAMPLE_BASE`](super::EXAMPLE_BASE). The wrong one is reported by this rule, the right one is not. The examples of
/// a rule about several substrates are two inventories, the second under [`OTHER_SUBSTRATE`](Rule::OTHER_SUBSTRATE).
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Rule {
    /// Its stable code.
    pub code: Code,
    /// Its name in kebab case.
    pub name: &'static str,
    /// How serious a finding is unless configured otherwise.
    pub severity: Severity,
    /// What it demands, in one sentence.
    pub summary: &'static str,
    /// Why, and what happens otherwise.
    pub explanation: &'static str,
    /// The source of the rule: an RFC, an IEEE standard, a tool's manual or the estate's standard.
    pub source: &'static str,
    /// An inventory that breaks it.
    pub wrong: &'static str,
    /// The same inventory, put right.
    pub right: &'static str,
}

impl Rule {
    /// What the paths of an example's second inventory begin with; that one is not laid over anything.
    pub const OTHER_SUBSTRATE: &'static str = "other/";

    /// Whether it is about several substrates that are checked together.
    ///
    /// ```
    /// use deevnet_core::rules;
    ///
    /// assert!(rules::MAC_ON_TWO_SUBSTRATES.is_about_several());
    /// assert!(!rules::MAC_DUPLICATE.is_about_several());
    /// ```
    pub fn is_about_several(&self) -> bool {
        self.wrong.lines().any(|line| line.starts_with("# file: other/"))
    }

    /// Whether it reports what could not be read.
    ///
    /// What such a place declares is unknown, so its findings are never hidden: no selection leaves them out, and a
    /// configuration that would is refused.
    ///
    /// ```
    /// use deevnet_core::rules;
    ///
    /// assert!(rules::YAML_MALFORMED.is_about_reading());
    /// assert!(!rules::DUPLICATE_KEY.is_about_reading());
    /// ```
    pub fn is_about_reading(&self) -> bool {
        ABOUT_READING.contains(&self.code)
    }
}
