//! The options of an emission by name, and which target uses which.

use super::error::EmitError;
use super::target::Target;

/// One of the [`EmitOptions`](super::EmitOptions).
///
/// Its names are what `Display` writes and `FromStr` reads.
///
/// ```
/// use deevnet_core::emit::{EmitOption, Target};
///
/// assert!(EmitOption::Serial.is_used_by(Target::BindForward));
/// let error = EmitOption::Serial.require_used_by(Target::Hosts).unwrap_err();
/// assert_eq!(error.to_string(), "`hosts` has no use for `serial`: it is for bind-forward and bind-reverse");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EmitOption {
    /// What descriptions begin with.
    DescriptionPrefix,
    /// The interface that DHCP is served on, or that a router's VLANs are on.
    Interface,
    /// The host whose interfaces a router's file is for.
    Router,
    /// A router's interface to the internet.
    Wan,
    /// The name server of the zones.
    NameServer,
    /// The serial of the zones.
    Serial,
    /// The command language of switches.
    Dialect,
    /// Whether packets to the router itself are judged.
    GuardRouter,
}

crate::named::named!(EmitOption, "emit option":
    DescriptionPrefix => "description-prefix",
    Interface => "interface",
    Router => "router",
    Wan => "wan",
    NameServer => "name-server",
    Serial => "serial",
    Dialect => "dialect",
    GuardRouter => "guard-router",
);

impl EmitOption {
    /// Whether a target reads it.
    pub fn is_used_by(self, target: Target) -> bool {
        match self {
            Self::DescriptionPrefix => {
                matches!(target, Target::DhcpReservations | Target::Wol | Target::OpnsenseKea | Target::OpnsenseUnbound)
            }
            Self::Interface => {
                matches!(target, Target::Dnsmasq | Target::KeaDhcp4 | Target::Nftables | Target::Vyos)
            }
            Self::NameServer | Self::Serial => matches!(target, Target::BindForward | Target::BindReverse),
            Self::Dialect => matches!(target, Target::SwitchCli),
            Self::Router | Self::Wan | Self::GuardRouter => matches!(target, Target::Nftables | Target::Vyos),
        }
    }

    /// The targets that read it, in the order of the type.
    pub fn targets(self) -> impl Iterator<Item = Target> {
        Target::ALL.iter().copied().filter(move |target| self.is_used_by(*target))
    }

    /// Refuses it for a target that would pass it over in silence.
    ///
    /// # Errors
    ///
    /// When the target has no use for it.
    pub fn require_used_by(self, target: Target) -> Result<(), EmitError> {
        if self.is_used_by(target) { Ok(()) } else { Err(EmitError::OptionUnused { option: self, target }) }
    }

    /// Its targets in the words of a message: `a, b and c`.
    pub(super) fn told_targets(self) -> String {
        let names: Vec<&str> = self.targets().map(Target::name).collect();
        match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => "none".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_without_use_names_the_targets_that_use_it() {
        let told: Vec<String> = EmitOption::ALL
            .iter()
            .map(|option| option.require_used_by(Target::VlanPlan).unwrap_err().to_string())
            .collect();
        insta::assert_snapshot!(told.join("\n"), @"
        `vlan-plan` has no use for `description-prefix`: it is for dhcp-reservations, wol, opnsense-kea and opnsense-unbound
        `vlan-plan` has no use for `interface`: it is for dnsmasq, kea-dhcp4, nftables and vyos
        `vlan-plan` has no use for `router`: it is for nftables and vyos
        `vlan-plan` has no use for `wan`: it is for nftables and vyos
        `vlan-plan` has no use for `name-server`: it is for bind-forward and bind-reverse
        `vlan-plan` has no use for `serial`: it is for bind-forward and bind-reverse
        `vlan-plan` has no use for `dialect`: it is for switch-cli
        `vlan-plan` has no use for `guard-router`: it is for nftables and vyos
        ");
    }
}
