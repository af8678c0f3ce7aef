//! What is not published, and why.

use std::fmt;

use serde::Serialize;

use crate::finding::Subject;
use crate::rules::Code;

/// A part of a declaration that is published, or left out, as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A DHCP reservation.
    Reservation,
    /// The network boot options of a reservation.
    NetworkBoot,
    /// An address record, and the pointer record that goes with it.
    AddressRecord,
    /// The pointer record of an address record that is published.
    PointerRecord,
    /// A service name.
    ServiceRecord,
    /// A Wake-on-LAN entry.
    WakeEntry,
    /// A segment's subnet.
    Subnet,
    /// A segment's dynamic pool.
    Pool,
    /// A segment's VLAN.
    Vlan,
    /// The configuration of a switch.
    Switch,
    /// One port of a switch.
    SwitchPort,
    /// A router's interface in a segment.
    RouterInterface,
    /// The configuration of a machine that boots from the network.
    BootConfiguration,
    /// A boot from the network that asks nobody which image to load.
    UnattendedBoot,
    /// A rule between zones, or what of it a router's firewall has no words for.
    FirewallRule,
    /// The network configuration of a machine.
    MachineNetwork,
    /// A machine's user and keys.
    MachineUser,
    /// The network configuration of a hypervisor.
    NodeNetwork,
    /// A host, or an interface of one, in an inventory for Ansible.
    InventoryHost,
    /// A virtual machine as its hypervisor is to make it.
    VirtualMachine,
    /// A disk of a virtual machine.
    VirtualDisk,
}

crate::named::named!(Part, "part":
    Reservation => "reservation",
    NetworkBoot => "network-boot",
    AddressRecord => "address-record",
    PointerRecord => "pointer-record",
    ServiceRecord => "service-record",
    WakeEntry => "wake-entry",
    Subnet => "subnet",
    Pool => "pool",
    Vlan => "vlan",
    Switch => "switch",
    SwitchPort => "switch-port",
    RouterInterface => "router-interface",
    FirewallRule => "firewall-rule",
    MachineNetwork => "machine-network",
    MachineUser => "machine-user",
    NodeNetwork => "node-network",
    BootConfiguration => "boot-configuration",
    UnattendedBoot => "unattended-boot",
    InventoryHost => "inventory-host",
    VirtualMachine => "virtual-machine",
    VirtualDisk => "virtual-disk",
);

impl Part {
    /// What it is, in the words of a message.
    fn words(self) -> &'static str {
        match self {
            Part::Reservation => "DHCP reservation",
            Part::NetworkBoot => "network boot",
            Part::AddressRecord => "address record",
            Part::PointerRecord => "pointer record",
            Part::ServiceRecord => "service name",
            Part::WakeEntry => "Wake-on-LAN entry",
            Part::Subnet => "subnet",
            Part::Pool => "dynamic pool",
            Part::Vlan => "VLAN",
            Part::Switch => "switch configuration",
            Part::SwitchPort => "switch port",
            Part::RouterInterface => "router interface",
            Part::FirewallRule => "firewall rule",
            Part::MachineNetwork => "cloud-init network",
            Part::MachineUser => "cloud-init user",
            Part::NodeNetwork => "network of the hypervisor",
            Part::BootConfiguration => "boot configuration",
            Part::UnattendedBoot => "unattended boot",
            Part::InventoryHost => "inventory entry",
            Part::VirtualMachine => "virtual machine",
            Part::VirtualDisk => "disk",
        }
    }
}

/// Something declared that is not published.
///
/// It orders by what it is about, so that a report never depends on the order of hosts. `Display` says it in one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// What it belongs to.
    pub subject: Subject,
    /// Which part of it is left out.
    pub part: Part,
    /// The rule whose error touches it; `None` where no error does and it still cannot be published.
    pub rule: Option<Code>,
    /// Why.
    pub message: String,
}

impl LeftOut {
    /// Whether something is amiss: an error touches it, a value is missing, or others stand in its way.
    ///
    /// It is not with a pointer record: one is left out by itself only where no published subnet holds its address,
    /// and the reverse zone is then somebody else's. Nor is it with an unattended boot: a machine for which no image is
    /// declared shows the boot server's menu.
    pub fn is_fault(&self) -> bool {
        self.rule.is_some() || !matches!(self.part, Part::PointerRecord | Part::UnattendedBoot)
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.part.words())?;
        match &self.subject {
            Subject::Host { host } | Subject::Device { host } => write!(f, " of {}", Printable(host))?,
            Subject::Interface { host, interface } | Subject::Hardware { host, interface } => {
                write!(f, " of {} ({})", Printable(host), Printable(interface))?;
            }
            Subject::Service { host, service } => write!(f, " {} of {}", Printable(service), Printable(host))?,
            Subject::Segment { segment } => write!(f, " of segment {}", Printable(segment))?,
        }
        write!(f, ": {}", Printable(&self.message))?;
        match self.rule {
            Some(rule) => write!(f, " [{rule}]"),
            None => Ok(()),
        }
    }
}

/// Text from a declaration, with control characters escaped so that a line stays a line.
struct Printable<'a>(&'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            if character.is_control() {
                write!(f, "{}", character.escape_default())?;
            } else {
                write!(f, "{character}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_one_line_whatever_the_names() {
        let left_out = LeftOut {
            subject: Subject::interface("pi01", "eth0\n\u{1b}[31m"),
            part: Part::Reservation,
            rule: Some(crate::rules::DUPLICATE_KEY.code),
            message: "its MAC address is not known".to_owned(),
        };
        insta::assert_snapshot!(
            left_out,
            @r"DHCP reservation of pi01 (eth0\n\u{1b}[31m): its MAC address is not known [DV902]"
        );
        let service = LeftOut { subject: Subject::service("pi01", "web"), part: Part::ServiceRecord, ..left_out };
        insta::assert_snapshot!(service, @"service name web of pi01: its MAC address is not known [DV902]");
    }
}
