//! Policies as Python sees them.

use std::fmt;

use deevnet_core::Sources;
use deevnet_core::model::{Action, Substrate};
use deevnet_core::policy::{Analysis, Cause, Outcome, Packet, PacketBox, Proof, Protocol, Reach};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::address::parse_address;
use crate::error::Result;
use crate::pickled::{Pickled, pickle, restore};
use crate::position::PyPosition;
use crate::tuple::Tuple;

/// What a substrate's firewall lets through between its zones, exactly.
///
/// >>> rules = [
/// ...     {"from_zone": "guest", "to_zone": "iot", "action": "pass", "protocol": "tcp", "destination_port": 631},
/// ... ]
/// >>> lab = {
/// ...     "deevnet_vlans": {
/// ...         "guest": {"vlan_id": 40, "subnet": "10.20.40.0/24"},
/// ...         "iot": {"vlan_id": 30, "subnet": "10.20.30.0/24"},
/// ...     },
/// ...     "firewall_zone_policies": rules,
/// ... }
/// >>> policy = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]}).policy()
/// >>> policy.reachable("guest", "iot")
/// <Reach some: tcp to port 631>
/// >>> policy.reachable("iot", "guest").kind
/// 'none'
/// >>> [str(proof) for proof in policy.proofs() if not proof.holds]
/// ['guest reaches nothing internal: refuted by tcp from 10.20.40.10 (guest) to 10.20.30.10 (iot) port 631']
#[pyclass(name = "Policy", module = "deevnet", frozen)]
pub(crate) struct PyPolicy {
    analysis: Analysis,
    sources: Sources,
}

impl PyPolicy {
    pub(crate) fn of(substrate: &Substrate, sources: &Sources) -> Self {
        Self { analysis: Analysis::of(substrate), sources: sources.clone() }
    }
}

#[pymethods]
impl PyPolicy {
    /// The zones: segments, tenants with an overlay, `internet`, and `self` for the firewall.
    #[getter]
    fn zones(&self) -> Tuple<String> {
        self.analysis.zones().iter().map(|zone| zone.name.to_string()).collect()
    }

    /// Which packets one zone may send to another, told by the packet that opens a flow.
    ///
    /// Raises `UnknownNameError` for a name that is no zone.
    fn reachable(&self, py: Python<'_>, from_zone: &str, to_zone: &str) -> Result<PyReach> {
        let reach = py.detach(|| self.analysis.reachable(from_zone, to_zone))?;
        Ok(PyReach::from(&reach))
    }

    /// Every pair of zones between which anything gets through, with what does.
    fn flows(&self, py: Python<'_>) -> Vec<(String, String, PyReach)> {
        py.detach(|| {
            let matrix = self.analysis.matrix();
            let name = |zone: usize| matrix.zones()[zone].name.to_string();
            matrix.flows().map(|(from, to, reach)| (name(from), name(to), PyReach::from(reach))).collect()
        })
    }

    /// Everything that is stated about the policy, each statement proven or refuted by one packet.
    fn proofs(&self, py: Python<'_>) -> Vec<PyProof> {
        py.detach(|| self.analysis.proofs().iter().map(|proof| PyProof::new(proof, &self.sources)).collect())
    }

    /// Whether the firewall passes a packet that opens a flow.
    ///
    /// Raises `UnknownNameError` for a name that is no zone or no protocol, and `AddressError`.
    fn passes(&self, packet: &PyPacket) -> Result<bool> {
        Ok(self.analysis.decide(&packet.parse()?)?.action == Action::Pass)
    }

    fn __repr__(&self) -> String {
        format!("<Policy: {} zones>", self.analysis.zones().len())
    }
}

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
    fn parse(&self) -> Result<Packet> {
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

/// Which packets one zone may send to another.
#[pyclass(name = "Reach", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyReach {
    /// `none`, `some` or `all`.
    kind: String,
    /// Where it is `some`, exactly which; no packet is in two of them.
    packets: Tuple<PyPacketBox>,
}

#[pymethods]
impl PyReach {
    /// Whether any packet gets through.
    fn __bool__(&self) -> bool {
        self.kind != "none"
    }

    fn __repr__(&self) -> String {
        let shown: Vec<&str> = self.packets.0.iter().map(|found| found.text.as_str()).collect();
        match self.kind.as_str() {
            "some" => format!("<Reach some: {}>", shown.join("; ")),
            kind => format!("<Reach {kind}>"),
        }
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl From<&Reach> for PyReach {
    fn from(reach: &Reach) -> Self {
        match reach {
            Reach::None => Self { kind: "none".to_owned(), packets: Tuple(Vec::new()) },
            Reach::All => Self { kind: "all".to_owned(), packets: Tuple(Vec::new()) },
            Reach::Some(packets) => {
                Self { kind: "some".to_owned(), packets: packets.boxes().iter().map(PyPacketBox::from).collect() }
            }
        }
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

fn rule_of(cause: Cause) -> Option<usize> {
    match cause {
        Cause::Rule(place) => Some(place),
        Cause::InternetZone(_) | Cause::Default => None,
    }
}

/// A statement about a policy, and whether it is true.
#[pyclass(name = "Proof", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyProof {
    /// What is stated, such as `guest reaches nothing internal`.
    statement: String,
    /// Why it must be true.
    reason: String,
    /// Whether it is proven.
    holds: bool,
    /// `holds`, `refuted` or `open`.
    outcome: String,
    /// One packet that refutes it: one that the policy passes.
    packet: Option<PyPacket>,
    /// The rule that lets that packet through, by its place in the list from 0; `None` where no rule does.
    rule: Option<usize>,
    /// Where what lets that packet through stands.
    position: Option<PyPosition>,
    /// The rules that could not be read, by their places in the list, where nothing can be proven for them.
    unread: Tuple<usize>,
    /// All of it in words.
    text: String,
}

impl PyProof {
    fn new(proof: &Proof, sources: &Sources) -> Self {
        let witness = proof.witness();
        let position = witness.and_then(|witness| sources.position(witness.span));
        let (outcome, unread) = match &proof.outcome {
            Outcome::Holds => ("holds", Tuple(Vec::new())),
            Outcome::Refuted(_) => ("refuted", Tuple(Vec::new())),
            Outcome::Open(rules) => ("open", rules.iter().copied().collect()),
        };
        Self {
            statement: proof.statement.clone(),
            reason: proof.reason.to_string(),
            holds: proof.holds(),
            outcome: outcome.to_owned(),
            packet: witness.map(|witness| PyPacket::from(&witness.packet)),
            rule: witness.and_then(|witness| rule_of(witness.cause)),
            position: position.as_ref().map(PyPosition::from),
            unread,
            text: proof.to_string(),
        }
    }
}

#[pymethods]
impl PyProof {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        format!("<Proof {}>", self.text)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}
