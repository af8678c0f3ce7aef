//! Packets, and sets of them, as Python sees them.

use std::fmt;

use deevnet_core::policy::{Packet, PacketBox, Protocol};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::address::parse_address;
use crate::error::Result;
use crate::pickled::{Pickled, pickle, restore};

/// A packet that opens a flow.
///
/// A protocol is a name or a number; ports count where the protocol has any.
///
/// >>> packet = Packet("guest", "iot", "10.20.40.10", "10.20.30.10", destination_port=631)
/// >>> str(packet)
/// 'tcp 10.20.40.10 (guest) -> 10.20.30.10:631 (iot)'
#[pyclass(name = "Packet", module = "deevnet", frozen, eq, hash, str, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyPacket {
    /// The zone it comes from.
    from_zone: String,
    /// The zone it goes to.
    to_zone: String,
    /// Its source address.
    source: String,
    /// Its destination address.
    destination: String,
    /// Its protocol, such as `tcp`.
    protocol: String,
    /// Its destination port.
    destination_port: Option<u16>,
    /// Its source port.
    source_port: Option<u16>,
}

impl PyPacket {
    /// The packet as the policy reads it.
    pub(crate) fn parse(&self) -> Result<Packet> {
        Ok(Packet {
            ingress: self.from_zone.as_str().into(),
            egress: self.to_zone.as_str().into(),
            protocol: self.protocol.parse::<Protocol>()?,
            source: parse_address(&self.source)?,
            destination: parse_address(&self.destination)?,
            source_port: self.source_port,
            destination_port: self.destination_port,
        })
    }
}

impl From<&Packet> for PyPacket {
    fn from(packet: &Packet) -> Self {
        Self {
            from_zone: packet.ingress.to_string(),
            to_zone: packet.egress.to_string(),
            source: packet.source.to_string(),
            destination: packet.destination.to_string(),
            protocol: packet.protocol.to_string(),
            destination_port: packet.destination_port,
            source_port: packet.source_port,
        }
    }
}

#[pymethods]
impl PyPacket {
    #[new]
    #[pyo3(signature = (
        from_zone, to_zone, source, destination, protocol = "tcp".to_owned(), destination_port = None, source_port = None
    ))]
    fn new(
        from_zone: String,
        to_zone: String,
        source: String,
        destination: String,
        protocol: String,
        destination_port: Option<u16>,
        source_port: Option<u16>,
    ) -> Result<Self> {
        let packet = Self { from_zone, to_zone, source, destination, protocol, destination_port, source_port };
        packet.parse().map(|parsed| Self::from(&parsed))
    }

    fn __repr__(&self) -> String {
        format!("<Packet {self}>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl fmt::Display for PyPacket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let port = |port: Option<u16>| port.map(|port| format!(":{port}")).unwrap_or_default();
        let Self { from_zone, to_zone, source, destination, protocol, .. } = self;
        let (opened, reached) = (port(self.source_port), port(self.destination_port));
        write!(f, "{protocol} {source}{opened} ({from_zone}) -> {destination}{reached} ({to_zone})")
    }
}

/// All packets whose every field is in a set, each written as in a rule; `None` is every value.
#[pyclass(name = "PacketBox", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyPacketBox {
    /// The protocols, such as `tcp, udp`.
    protocols: Option<String>,
    /// The source addresses, as nets.
    sources: Option<String>,
    /// The destination addresses, as nets.
    destinations: Option<String>,
    /// The source ports, such as `1024-65535`.
    source_ports: Option<String>,
    /// The destination ports.
    destination_ports: Option<String>,
    /// All of it in words.
    text: String,
}

#[pymethods]
impl PyPacketBox {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        format!("<PacketBox {}>", self.text)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl PyPacketBox {
    /// All of it in words.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

impl From<&PacketBox> for PyPacketBox {
    fn from(found: &PacketBox) -> Self {
        Self {
            protocols: (!found.protocols.is_any()).then(|| found.protocols.to_string()),
            sources: found.sources.as_ref().map(ToString::to_string),
            destinations: found.destinations.as_ref().map(ToString::to_string),
            source_ports: (!found.source_ports.is_any()).then(|| found.source_ports.to_string()),
            destination_ports: (!found.destination_ports.is_any()).then(|| found.destination_ports.to_string()),
            text: found.to_string(),
        }
    }
}
