//! The command languages of switches.

/// The command language that a switch's configuration is written in.
///
/// ```
/// use deevnet_core::emit::SwitchDialect;
///
/// assert_eq!("cisco".parse(), Ok(SwitchDialect::Cisco));
/// assert_eq!(SwitchDialect::default(), SwitchDialect::TpLink);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SwitchDialect {
    /// TP-Link `JetStream`, where every port is a general one with tagged and untagged members.
    #[default]
    TpLink,
    /// Cisco IOS, where a port is a trunk or an access port.
    Cisco,
}

crate::named::named!(SwitchDialect, "switch dialect":
    TpLink => "tp-link",
    Cisco => "cisco",
);

impl SwitchDialect {
    /// The longest description of a port, in characters.
    pub(super) const fn longest_description(self) -> usize {
        match self {
            // JetStream CLI reference guide, `description`.
            SwitchDialect::TpLink => 16,
            // Cisco IOS interface command reference, `description (interface)`.
            SwitchDialect::Cisco => 200,
        }
    }

    /// The longest name of a VLAN, in characters.
    pub(super) const fn longest_vlan_name(self) -> usize {
        match self {
            // JetStream CLI reference guide, `name`.
            SwitchDialect::TpLink => 16,
            // Cisco IOS LAN switching command reference, `name (VLAN submode)`.
            SwitchDialect::Cisco => 32,
        }
    }
}
