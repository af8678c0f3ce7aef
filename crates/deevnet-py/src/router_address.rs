//! Which VLAN interfaces of a router lack their address, as Python sees it.

use deevnet_core::network::RouterAddress;
use pyo3::prelude::*;
use pyo3::types::PyMapping;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::address::{parse_address, parse_subnet};
use crate::error::Result;
#[cfg(feature = "stubs")]
use crate::hint::{ANY, Hint, generic};
use crate::hostvars::plain;
use crate::json::{Json, UnaddressedVlans};

/// What stands for the identifier of an interface that does not exist.
const NO_IDENTIFIER: &str = "?";

/// A mapping of plain data, in its own order.
pub(crate) struct Entries(Vec<(String, Value)>);

impl<'py> FromPyObject<'_, 'py> for Entries {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = generic!("collections.abc", "Mapping", ANY, ANY);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let mapping = object.cast::<PyMapping>()?;
        let entry = |key: PyResult<Bound<'py, PyAny>>| {
            let key = key?;
            Ok((key.str()?.to_string(), plain(&mapping.get_item(&key)?, 0)?))
        };
        mapping.try_iter()?.map(entry).collect::<PyResult<_>>().map(Self)
    }
}

impl Entries {
    fn into_map(self) -> Map<String, Value> {
        self.0.into_iter().collect()
    }
}

/// A VLAN whose interface lacks its address.
#[derive(Serialize)]
struct Unaddressed<'a> {
    name: &'a str,
    vlan_id: &'a Value,
    gateway: &'a str,
    identifier: &'a str,
    device: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<u8>,
}

/// The VLANs whose interface on a router lacks the segment's gateway address, in the order of `vlans`.
///
/// `vlans` are declared segments by name, of which those with a `gateway` count; `devices` the router's devices by VLAN ID;
/// `interfaces` what it has on each device: `identifier` and `ipv4`. Addresses are compared whole, and so is a prefix
/// length that the router tells. `prefix` is in the answer where it is not 24.
///
/// >>> vlans = {"trusted": {"vlan_id": 10, "gateway": "10.20.1.1"}}
/// >>> interfaces = {"vlan01": {"identifier": "opt1", "ipv4": "10.20.1.10/24"}}
/// >>> vlans_needing_ip(vlans, {"10": "vlan01"}, interfaces)
/// [{'name': 'trusted', 'vlan_id': 10, 'gateway': '10.20.1.1', 'identifier': 'opt1', 'device': 'vlan01'}]
///
/// Raises `AddressError` for a gateway or a subnet that is none.
#[pyfunction]
pub(crate) fn vlans_needing_ip(
    vlans: Entries,
    devices: Entries,
    interfaces: Entries,
) -> Result<Json<UnaddressedVlans>> {
    let (devices, interfaces) = (devices.into_map(), interfaces.into_map());
    let mut lacking = Vec::new();
    for (name, vlan) in &vlans.0 {
        let Some(gateway) = text(&vlan["gateway"]) else { continue };
        let subnet = text(&vlan["subnet"]).map(parse_subnet).transpose()?;
        let wanted = RouterAddress::new(parse_address(gateway)?, subnet);
        let device = devices.get(&written(&vlan["vlan_id"])).and_then(text).unwrap_or_default();
        let interface = interfaces.get(device).unwrap_or(&Value::Null);
        if !wanted.is_among(&written(&interface["ipv4"])) {
            lacking.push(Unaddressed {
                name,
                vlan_id: &vlan["vlan_id"],
                gateway,
                identifier: interface["identifier"].as_str().unwrap_or(NO_IDENTIFIER),
                device,
                prefix: (wanted.prefix() != RouterAddress::DEFAULT_PREFIX).then(|| wanted.prefix()),
            });
        }
    }
    Json::new(&lacking)
}

/// A text that says something.
fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

/// A value as it is written; of several, all.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().map(written).collect::<Vec<_>>().join(" "),
        Value::Null | Value::Bool(_) | Value::Object(_) => String::new(),
    }
}
