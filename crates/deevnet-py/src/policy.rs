//! Policies as Python sees them.

use deevnet_core::Sources;
use deevnet_core::model::{Action, Substrate};
use deevnet_core::policy::{Analysis, Reach};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::packet::{PyPacket, PyPacketBox};
use crate::pickled::{Pickled, pickle, restore};
use crate::proof::PyProof;
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
///
/// A refutation is one packet, which the policy indeed passes:
///
/// >>> refuted = next(proof for proof in policy.proofs() if not proof.holds)
/// >>> policy.passes(refuted.packet), refuted.rule
/// (True, 0)
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
    /// A tenant is named by its segment or by itself.
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

    fn __str__(&self) -> String {
        if self.kind == "some" {
            let packets: Vec<&str> = self.packets.0.iter().map(PyPacketBox::text).collect();
            return packets.join("; ");
        }
        self.kind.clone()
    }

    fn __repr__(&self) -> String {
        match self.kind.as_str() {
            "some" => format!("<Reach some: {}>", self.__str__()),
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
