//! What was read back otherwise than it was set.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A field of a machine that will not boot with what was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The option, such as `net0`.
    pub field: String,
    /// What was set; `None` where it was removed.
    pub wanted: Option<String>,
    /// What the machine will boot with; `None` where it has no such option.
    pub found: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |value: &Option<String>| value.as_ref().map_or("nothing".to_owned(), |value| format!("`{value}`"));
        write!(f, "{} is {}, not {}", self.field, quoted(&self.found), quoted(&self.wanted))
    }
}
