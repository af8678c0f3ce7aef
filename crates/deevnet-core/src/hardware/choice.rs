//! Which hardware a host has, as far as that is decided.

use std::fmt;
use std::str::FromStr;

use super::id::{ParseProfileIdError, ProfileId};

/// How a declaration says that the hardware is not chosen yet.
pub(super) const TO_BE_DECIDED: &str = "to-be-decided";

/// The hardware of a host: a profile, or a decision that is still open.
///
/// An open decision is a state and not a missing value: the host can be modelled, and what its role demands of the
/// hardware stands.
///
/// ```
/// use deevnet_core::hardware::HardwareChoice;
///
/// assert_eq!("to-be-decided".parse::<HardwareChoice>()?, HardwareChoice::Undecided);
/// assert!(matches!("zimaboard-832".parse::<HardwareChoice>()?, HardwareChoice::Profile(_)));
/// # Ok::<(), deevnet_core::hardware::ParseProfileIdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HardwareChoice {
    /// Still to be decided.
    Undecided,
    /// A model of machine.
    Profile(ProfileId),
}

impl HardwareChoice {
    /// The profile's ID, where the decision is made.
    pub fn profile(&self) -> Option<&ProfileId> {
        match self {
            Self::Undecided => None,
            Self::Profile(id) => Some(id),
        }
    }
}

impl fmt::Display for HardwareChoice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecided => formatter.pad(TO_BE_DECIDED),
            Self::Profile(id) => id.fmt(formatter),
        }
    }
}

impl FromStr for HardwareChoice {
    type Err = ParseProfileIdError;

    fn from_str(text: &str) -> Result<Self, ParseProfileIdError> {
        match text {
            TO_BE_DECIDED => Ok(Self::Undecided),
            _ => text.parse().map(Self::Profile),
        }
    }
}

crate::wire::as_text!(HardwareChoice, "the ID of a hardware profile, or to-be-decided");
