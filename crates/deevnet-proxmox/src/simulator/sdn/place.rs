//! Places in the server's sources that its texts name.

use crate::simulator::release::Release;

/// A place that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Where a zone is deleted.
    ZoneDeletion,
    /// Where a VNet is created.
    VnetCreation,
}

impl Place {
    /// The file and line of a release.
    pub(super) fn text(self, release: Release) -> &'static str {
        match (self, release) {
            (Self::ZoneDeletion, Release::V8_4) => "/usr/share/perl5/PVE/Network/SDN/Zones/Plugin.pm line 159.",
            (Self::ZoneDeletion, Release::V9_2) => "/usr/share/perl5/PVE/Network/SDN/Zones/Plugin.pm line 149.",
            (Self::VnetCreation, Release::V8_4) => "/usr/share/perl5/PVE/API2/Network/SDN/Vnets.pm line 232.",
            (Self::VnetCreation, Release::V9_2) => "/usr/share/perl5/PVE/API2/Network/SDN/Vnets.pm line 326.",
        }
    }
}
