//! Who may make a call.

use super::answer::Refusal;
use super::call::Call;
use crate::simulator::state::Node;

/// Who may make a call.
///
/// Paths have parameters in braces, as those of calls do: `/vms/{vmid}`. A handler checks further rights itself, with
/// [`Node::require`] and [`Node::allows`].
#[derive(Debug, Clone, Copy)]
pub(crate) enum Permission {
    /// Anyone, without credentials.
    World,
    /// Every user.
    User,
    /// Who has all privileges on a path.
    All(&'static str, &'static [&'static str]),
    /// Who has any of the privileges on a path.
    Any(&'static str, &'static [&'static str]),
}

impl Permission {
    /// Checks a caller's rights.
    ///
    /// # Errors
    ///
    /// With status 403 and the text that names path and privileges.
    pub(crate) fn check(&self, node: &Node, call: &Call) -> Result<(), Refusal> {
        match self {
            Self::World | Self::User => Ok(()),
            Self::All(path, privileges) => node.require(call, &fill(path, call)?, privileges),
            Self::Any(path, privileges) => node.require_any(call, &fill(path, call)?, privileges),
        }
    }
}

/// A path with the call's parameters in it.
fn fill(path: &str, call: &Call) -> Result<String, Refusal> {
    let mut filled = String::new();
    for part in path.split('/').skip(1) {
        filled.push('/');
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => filled.push_str(call.get(name).ok_or_else(|| Refusal::permission(""))?),
            None => filled.push_str(part),
        }
    }
    Ok(filled)
}
