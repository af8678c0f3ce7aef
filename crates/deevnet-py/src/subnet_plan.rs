//! The subnets of a site's VLANs as Python sees them.

use deevnet_core::network::{ParseVlanIdError, PlannedSubnet, SiteBlock, VlanId};
use pyo3::prelude::*;
use pyo3::types::PyMapping;
use serde::Serialize;

use crate::error::{Error, Result, exception};
#[cfg(feature = "stubs")]
use crate::hint::{ANY, Hint, generic};
use crate::json::{Json, PlannedSubnets};

/// The key of a declared segment's VLAN ID.
const VLAN_ID: &str = "vlan_id";

/// VLANs by the names of their segments: each an ID, or a mapping with `vlan_id` as inventories declare it.
pub(crate) struct Vlans(Vec<(String, VlanId)>);

impl<'py> FromPyObject<'_, 'py> for Vlans {
    type Error = Error;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = generic!("collections.abc", "Mapping", String::INPUT_TYPE, ANY);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> Result<Self> {
        let mapping = object.cast::<PyMapping>().map_err(PyErr::from)?;
        let mut vlans = Vec::new();
        for name in mapping.try_iter()? {
            let name = name?;
            let declared = mapping.get_item(&name)?;
            let id = match declared.cast::<PyMapping>() {
                Ok(segment) => segment.get_item(VLAN_ID)?,
                Err(_) => declared,
            };
            vlans.push((name.extract()?, id.str()?.to_cow()?.parse()?));
        }
        vlans.sort_by(|(left, one), (right, other)| (one, left).cmp(&(other, right)));
        Ok(Self(vlans))
    }
}

/// One VLAN with the name of its segment.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    #[serde(flatten)]
    planned: PlannedSubnet,
}

/// What the estate's plan gives each VLAN of a site: subnet, gateway and what each part of the subnet is for, by VLAN ID.
///
/// The site is the second octet of its block, and VLANs are given by name: each an ID, or a mapping with `vlan_id` as
/// inventories declare it. A VLAN above 255, such as the blackhole, has no subnet.
///
/// >>> platform, blackhole = subnet_plan(20, {"blackhole": 999, "platform": {"vlan_id": 25}})
/// >>> platform["name"], platform["band"], platform["subnet"], platform["gateway"]
/// ('platform', 'core', '10.20.25.0/24', '10.20.25.1')
/// >>> platform["ranges"]["dynamic"]
/// ['10.20.25.100', '10.20.25.200']
/// >>> blackhole["subnet"] is None
/// True
///
/// Raises `VlanError` for an ID that is none.
#[pyfunction]
pub(crate) fn subnet_plan(octet: u8, vlans: Vlans) -> Result<Json<PlannedSubnets>> {
    let site = SiteBlock::new(octet);
    let rows = vlans.0.iter().map(|(name, vlan)| Row { name, planned: PlannedSubnet::new(site, *vlan) });
    Json::new(&rows.collect::<Vec<_>>())
}

impl From<ParseVlanIdError> for Error {
    fn from(error: ParseVlanIdError) -> Error {
        let value = error.value().to_owned();
        exception::VlanError::new_err((error.to_string(), value, error.hint())).into()
    }
}
