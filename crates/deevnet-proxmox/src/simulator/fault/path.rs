//! Which paths.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// A pattern of paths below `/api2/json`: `*` stands for one segment, and a last `**` for any number of them.
///
/// ```
/// use deevnet_proxmox::simulator::PathPattern;
///
/// let clones = PathPattern::from("/nodes/*/qemu/*/clone");
/// assert!(clones.matches("/nodes/pve1/qemu/9000/clone"));
/// assert!(!clones.matches("/nodes/pve1/qemu/9000/config"));
/// assert!(PathPattern::from("/nodes/**").matches("/nodes/pve1/qemu"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern(String);

impl PathPattern {
    /// Whether a path, without its query, is one of them.
    pub fn matches(&self, path: &str) -> bool {
        let mut found = segments(path);
        for wanted in segments(&self.0) {
            match (wanted, found.next()) {
                ("**", _) => return true,
                ("*", Some(_)) => {}
                (wanted, Some(segment)) if wanted == segment => {}
                _ => return false,
            }
        }
        found.next().is_none()
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

impl From<&str> for PathPattern {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl FromStr for PathPattern {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
