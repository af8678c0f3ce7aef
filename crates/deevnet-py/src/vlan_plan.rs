//! VLAN plans as Python sees them.

use std::hash::{Hash, Hasher};
use std::num::NonZero;
use std::sync::Arc;

use deevnet_core::model::{PortMode, Substrate};
use deevnet_core::network::VlanBand;
use deevnet_core::vlan_plan::{
    BandUse, PlannedPort, PlannedSegment, PortDifference, PortRequirement, Reason, VlanPlan,
};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::{Result, exception};
use crate::pickled::{Pickled, pickle, restore};
use crate::tuple::Tuple;

/// The VLAN plan of a substrate: bands, segments, and what each switch port carries and has to carry.
///
/// >>> lab = {"deevnet_vlans": {"tenant_1": {"vlan_id": 50}, "tenant_3": {"vlan_id": 52}}}
/// >>> plan = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]}).vlan_plan()
/// >>> plan.free("tenant"), plan.free_batch("tenant", 3)
/// (51, [51, 53, 54])
/// >>> [(band.name, band.used, band.free) for band in plan.bands if band.used]
/// [('tenant', 2, 8)]
#[pyclass(name = "VlanPlan", module = "deevnet", frozen, eq, hash)]
#[derive(Debug)]
pub(crate) struct PyVlanPlan(VlanPlan);

impl PyVlanPlan {
    pub(crate) fn of(substrate: &Substrate) -> Self {
        Self(substrate.vlan_plan())
    }

    /// All that Python sees of it; where it is declared is no part of that.
    fn shown(&self) -> (Tuple<PyVlanBand>, Tuple<PyPlannedSegment>, Tuple<PyPlannedPort>, Tuple<String>) {
        (self.bands(), self.segments(), self.ports(), self.conflicts())
    }
}

impl PartialEq for PyVlanPlan {
    fn eq(&self, other: &Self) -> bool {
        self.shown() == other.shown()
    }
}

impl Eq for PyVlanPlan {}

impl Hash for PyVlanPlan {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.shown().hash(state);
    }
}

#[pymethods]
impl PyVlanPlan {
    /// Every band of VLAN IDs with what is left of it.
    #[getter]
    fn bands(&self) -> Tuple<PyVlanBand> {
        self.0.bands().iter().map(PyVlanBand::from).collect()
    }

    /// The segments, by VLAN ID and then by name.
    #[getter]
    fn segments(&self) -> Tuple<PyPlannedSegment> {
        self.0.segments().iter().map(PyPlannedSegment::from).collect()
    }

    /// The ports of every switch, by switch and then in order of declaration, trunks first.
    #[getter]
    fn ports(&self) -> Tuple<PyPlannedPort> {
        self.0.ports().iter().map(PyPlannedPort::from).collect()
    }

    /// Every two segments that claim one thing, a line each.
    #[getter]
    fn conflicts(&self) -> Tuple<String> {
        self.0.conflicts().iter().map(ToString::to_string).collect()
    }

    /// The lowest free VLAN ID of a band, such as `tenant`.
    ///
    /// What is declared never moves. Raises `VlanError` where the band is full, and `UnknownNameError` for a band that
    /// does not exist.
    fn free(&self, band: &str) -> Result<u16> {
        Ok(self.0.free(band.parse::<VlanBand>()?)?.get())
    }

    /// The lowest `count` free VLAN IDs of a band, all of them or none.
    ///
    /// Raises as `free` does.
    fn free_batch(&self, band: &str, count: i64) -> Result<Vec<u16>> {
        let Some(wanted) = usize::try_from(count).ok().and_then(NonZero::new) else {
            let message = format!("{count} VLAN IDs cannot be allocated");
            return Err(exception::VlanError::new_err((message, count.to_string(), "ask for one or more")).into());
        };
        let free = self.0.free_batch(band.parse::<VlanBand>()?, wanted)?;
        Ok(free.into_iter().map(u16::from).collect())
    }

    fn __repr__(&self) -> String {
        format!("<VlanPlan: {} segments, {} ports>", self.0.segments().len(), self.0.ports().len())
    }
}

/// One band of VLAN IDs and how much of it is left.
#[pyclass(name = "VlanBand", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyVlanBand {
    /// What it is kept for, such as `tenant`.
    name: String,
    /// The first ID.
    start: u16,
    /// The last ID.
    end: u16,
    /// How many IDs it has.
    size: usize,
    /// How many of them are taken, by segments or by ports that name them.
    used: usize,
    /// How many of them are free.
    free: usize,
}

impl From<&BandUse> for PyVlanBand {
    fn from(band: &BandUse) -> Self {
        Self {
            name: band.band.to_string(),
            start: band.range.start().get(),
            end: band.range.end().get(),
            size: band.size,
            used: band.used,
            free: band.free,
        }
    }
}

#[pymethods]
impl PyVlanBand {
    fn __repr__(&self) -> String {
        format!("<VlanBand {} {}-{}: {} free>", self.name, self.start, self.end, self.free)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

/// One segment of a VLAN plan; what is not declared is `None`.
#[pyclass(name = "PlannedSegment", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyPlannedSegment {
    /// Its name.
    name: String,
    /// Its VLAN ID.
    vlan_id: Option<u16>,
    /// The band that its ID is in.
    band: Option<String>,
    /// Its subnet.
    subnet: Option<String>,
    /// Its gateway.
    gateway: Option<String>,
    /// The first and last address of its dynamic pool.
    pool: Option<(String, String)>,
    /// The name of its wireless network.
    ssid: Option<String>,
}

impl From<&PlannedSegment> for PyPlannedSegment {
    fn from(segment: &PlannedSegment) -> Self {
        Self {
            name: segment.name.to_string(),
            vlan_id: segment.vlan.map(u16::from),
            band: segment.band.map(|band| band.to_string()),
            subnet: segment.subnet.map(|subnet| subnet.to_string()),
            gateway: segment.gateway.map(|gateway| gateway.to_string()),
            pool: segment.pool.map(|(start, end)| (start.to_string(), end.to_string())),
            ssid: segment.ssid.as_ref().map(ToString::to_string),
        }
    }
}

#[pymethods]
impl PyPlannedSegment {
    fn __repr__(&self) -> String {
        format!("<PlannedSegment {}>", self.name)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

/// One port of a switch, as it is declared and as it has to be.
///
/// The second half is empty where the port's description names no host.
#[pyclass(name = "PlannedPort", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyPlannedPort {
    /// The switch's inventory hostname.
    switch: String,
    /// The port, as the switch names it.
    interface: Option<String>,
    /// What the declaration says is behind it.
    description: Option<String>,
    /// `trunk` or `access`, as declared.
    mode: String,
    /// The VLAN of untagged frames, as declared.
    native: Option<u16>,
    /// The VLANs that pass with a tag, as declared.
    tagged: Tuple<u16>,
    /// The host behind it.
    behind: Option<String>,
    /// What kind of thing that is, such as `hypervisor`.
    behind_kind: Option<String>,
    /// `trunk` or `access`, as it has to be.
    required_mode: Option<String>,
    /// The VLAN of untagged frames, as it has to be.
    required_native: Option<u16>,
    /// The VLANs that have to pass, tagged or not, each with every reason.
    required: Tuple<PyRequiredVlan>,
    /// The VLANs that are needed and not carried.
    missing: Tuple<u16>,
    /// The VLANs that are carried and not needed.
    superfluous: Tuple<u16>,
    /// Whether mode, untagged VLAN and carried VLANs are all as they have to be.
    fits: bool,
}

impl From<&PlannedPort> for PyPlannedPort {
    fn from(port: &PlannedPort) -> Self {
        let required = port.required.as_ref();
        Self {
            switch: port.switch.to_string(),
            interface: text(port.interface.as_ref()),
            description: text(port.description.as_ref()),
            mode: mode(port.declared.mode).to_owned(),
            native: port.declared.native.map(u16::from),
            tagged: port.declared.tagged.iter().map(|vlan| vlan.get()).collect(),
            behind: required.map(|required| required.behind.host.to_string()),
            behind_kind: required.map(|required| required.behind.kind.to_string()),
            required_mode: required.map(|required| mode(required.mode).to_owned()),
            required_native: required.and_then(|required| required.native).map(u16::from),
            required: required.map_or(Tuple(Vec::new()), required_vlans),
            missing: port.missing().map(|(vlan, _)| vlan.get()).collect(),
            superfluous: port.superfluous().map(u16::from).collect(),
            fits: port.differences == [] as [PortDifference; 0],
        }
    }
}

#[pymethods]
impl PyPlannedPort {
    fn __repr__(&self) -> String {
        format!("<PlannedPort {} of {}>", self.interface.as_deref().unwrap_or("without a name"), self.switch)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

/// One VLAN that has to pass a port, and why.
#[pyclass(name = "RequiredVlan", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyRequiredVlan {
    /// The VLAN ID.
    vlan_id: u16,
    /// Every reason, in words where "it" is the VLAN: `hv01 (eth0) is on it`.
    reasons: Tuple<String>,
}

#[pymethods]
impl PyRequiredVlan {
    fn __repr__(&self) -> String {
        format!("<RequiredVlan {}: {}>", self.vlan_id, self.reasons.0.join(", "))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

fn required_vlans(required: &PortRequirement) -> Tuple<PyRequiredVlan> {
    let reasons = |reasons: &mut dyn Iterator<Item = &Reason>| reasons.map(ToString::to_string).collect();
    let entries = required.vlans.iter();
    entries.map(|(vlan, found)| PyRequiredVlan { vlan_id: vlan.get(), reasons: reasons(&mut found.keys()) }).collect()
}

fn text(value: Option<&Arc<str>>) -> Option<String> {
    value.map(ToString::to_string)
}

fn mode(mode: PortMode) -> &'static str {
    match mode {
        PortMode::Trunk => "trunk",
        PortMode::Access => "access",
    }
}
