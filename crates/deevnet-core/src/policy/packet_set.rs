//! Sets of packets between two zones.

use std::fmt;
use std::net::Ipv4Addr;

use serde::Serialize;

use super::{Addresses, Packet, Ports, Protocols};

/// All packets whose every field lies in a set: one row of a packet set.
///
/// A protocol without ports has every port here: no rule can tell its packets apart by one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct PacketBox {
    /// The protocols.
    pub protocols: Protocols,
    /// The source addresses; `None` is every address that the first zone's packets have.
    pub sources: Option<Addresses>,
    /// The destination addresses; `None` is every address in or behind the second zone.
    pub destinations: Option<Addresses>,
    /// The source ports.
    pub source_ports: Ports,
    /// The destination ports.
    pub destination_ports: Ports,
}

impl PacketBox {
    /// Whether it holds a packet between its zones.
    pub fn contains(&self, packet: &Packet) -> bool {
        let has_address = |set: &Option<Addresses>, address: Ipv4Addr| {
            set.as_ref().is_none_or(|addresses| addresses.contains(address))
        };
        let has_port = |set: &Ports, port: Option<u16>| !packet.protocol.has_ports() || set.contains(port.unwrap_or(0));
        self.protocols.contains(packet.protocol)
            && has_address(&self.sources, packet.source)
            && has_address(&self.destinations, packet.destination)
            && has_port(&self.source_ports, packet.source_port)
            && has_port(&self.destination_ports, packet.destination_port)
    }
}

/// `tcp to 10.20.25.5 port 443`, with only what is narrower than everything; `everything` where nothing is.
impl fmt::Display for PacketBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.protocols.is_any() {
            parts.push(self.protocols.to_string());
        }
        let ends = [("from", &self.sources, &self.source_ports), ("to", &self.destinations, &self.destination_ports)];
        for (word, addresses, ports) in ends {
            if let Some(addresses) = addresses {
                parts.push(format!("{word} {addresses}"));
            }
            if !ports.is_any() {
                let place = if addresses.is_some() { String::new() } else { format!("{word} ") };
                parts.push(format!("{place}port {ports}"));
            }
        }
        f.write_str(if parts.is_empty() { "everything" } else { "" })?;
        f.write_str(&parts.join(" "))
    }
}

/// An exact set of packets between two zones: boxes of which no two share a packet, in a fixed order.
///
/// Equal sets between the same zones are equal values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PacketSet {
    boxes: Vec<PacketBox>,
}

impl PacketSet {
    pub(crate) fn new(boxes: Vec<PacketBox>) -> Self {
        Self { boxes }
    }

    /// Its boxes.
    pub fn boxes(&self) -> &[PacketBox] {
        &self.boxes
    }

    /// Whether it holds a packet between its zones.
    pub fn contains(&self, packet: &Packet) -> bool {
        self.boxes.iter().any(|found| found.contains(packet))
    }
}

/// The boxes, one after the other, with semicolons.
impl fmt::Display for PacketSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, found) in self.boxes.iter().enumerate() {
            write!(f, "{}{found}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

/// Which packets one zone may send to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase", tag = "reach", content = "packets")]
pub enum Reach {
    /// None at all.
    None,
    /// Exactly these, neither none nor all.
    Some(PacketSet),
    /// Every packet from an address of the first zone to an address in or behind the second.
    All,
}

impl Reach {
    /// Whether any packet gets through.
    pub fn is_some(&self) -> bool {
        !matches!(self, Self::None)
    }
}

/// `all`, `none` or the packets.
impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.pad("none"),
            Self::Some(packets) => packets.fmt(f),
            Self::All => f.pad("all"),
        }
    }
}
