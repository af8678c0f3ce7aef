//! Releases of Proxmox VE.

use std::fmt;

/// A release that a simulated node behaves as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Release {
    /// Proxmox VE 8.4.21.
    V8_4,
    /// Proxmox VE 9.2.11.
    #[default]
    V9_2,
}

impl Release {
    /// The version number in full: `8.4.21`.
    pub fn version(self) -> &'static str {
        match self {
            Self::V8_4 => "8.4.21",
            Self::V9_2 => "9.2.11",
        }
    }

    /// The number of the release: `8.4`.
    pub fn number(self) -> &'static str {
        match self {
            Self::V8_4 => "8.4",
            Self::V9_2 => "9.2",
        }
    }

    /// The identifier of the sources that the release was built from.
    pub fn repository_id(self) -> &'static str {
        match self {
            Self::V8_4 => "2606ac85",
            Self::V9_2 => "14a22df3",
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.version())
    }
}
