//! Who has a number or an address already.

use std::fmt;
use std::sync::Arc;

use crate::name::DnsLabel;
use crate::tenant::TenantIndex;

/// Who holds a VMID or MAC address, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Holder {
    /// A host that the inventory declares.
    Host {
        /// Its inventory hostname.
        host: Arc<str>,
    },
    /// An interface that the inventory declares.
    Interface {
        /// The inventory hostname.
        host: Arc<str>,
        /// The interface's key.
        interface: Arc<str>,
    },
    /// A host of which the inventory keeps the variables and that no group lists.
    Orphan {
        /// The name that it had.
        host: Arc<str>,
    },
    /// A tenant, whose index reserves a block of numbers.
    Tenant {
        /// Its name.
        tenant: Arc<str>,
    },
    /// A tenant that is not declared yet, for whose index the numbering reserves a block of numbers.
    FutureTenant {
        /// Its index.
        index: TenantIndex,
    },
    /// A guest that a survey found on a node.
    Node {
        /// The Proxmox node name.
        node: Arc<str>,
    },
    /// A list of taken numbers that was handed in.
    List {
        /// The name of the list.
        name: Arc<str>,
        /// The line, counted from 1, where it has lines.
        line: Option<usize>,
    },
    /// A host to which the registry gave it before.
    Registered {
        /// The substrate.
        substrate: DnsLabel,
        /// The inventory hostname.
        host: Arc<str>,
    },
}

impl fmt::Display for Holder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Holder::Host { host } => formatter.write_str(host),
            Holder::Interface { host, interface } => write!(formatter, "{host} {interface}"),
            Holder::Orphan { host } => write!(formatter, "{host}, which no group lists"),
            Holder::Tenant { tenant } => write!(formatter, "the tenant {tenant}"),
            Holder::FutureTenant { index } => {
                write!(formatter, "a tenant with the index {index}, whenever there is one")
            }
            Holder::Node { node } => write!(formatter, "a guest on {node}"),
            Holder::List { name, line: Some(line) } => write!(formatter, "line {line} of {name}"),
            Holder::List { name, line: None } => formatter.write_str(name),
            Holder::Registered { substrate, host } => write!(formatter, "{host} of {substrate}"),
        }
    }
}
