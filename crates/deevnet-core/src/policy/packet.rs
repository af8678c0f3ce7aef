//! One packet that opens a flow.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use serde::Serialize;

use super::Protocol;

/// An IPv4 packet that opens a flow, as the firewall between the zones sees it.
///
/// Answers to it belong to the flow that it opened and are no packets of their own here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Packet {
    /// The zone from which it enters the firewall.
    pub ingress: Arc<str>,
    /// The zone that its destination lies in or behind.
    pub egress: Arc<str>,
    /// Its protocol.
    pub protocol: Protocol,
    /// Its source address.
    pub source: Ipv4Addr,
    /// Its destination address.
    pub destination: Ipv4Addr,
    /// Its source port; `None` where the protocol has no ports, and then any other value is ignored.
    pub source_port: Option<u16>,
    /// Its destination port; as the source port.
    pub destination_port: Option<u16>,
}

/// `tcp 10.20.40.10:49152 (guest) -> 10.20.99.21:22 (management)`.
impl fmt::Display for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let port = |port: Option<u16>| port.map(|port| format!(":{port}")).unwrap_or_default();
        write!(
            f,
            "{} {}{} ({}) -> {}{} ({})",
            self.protocol,
            self.source,
            port(self.source_port),
            self.ingress,
            self.destination,
            port(self.destination_port),
            self.egress
        )
    }
}
