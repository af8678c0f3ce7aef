//! A switch's table of MAC addresses as Python sees it.

use deevnet_core::mac_table::{AddressHolders, MacTableReport};
use deevnet_core::model::Substrate;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::Result;
#[cfg(feature = "stubs")]
use crate::hint::{ANY, Hint, either, generic};
use crate::hostvars::plain;
use crate::json::{Json, MacTable};

/// The lines of a table: one after another, or in one text.
pub(crate) struct Lines(Vec<String>);

impl<'py> FromPyObject<'_, 'py> for Lines {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = either!(generic!("collections.abc", "Iterable", String::INPUT_TYPE), String::INPUT_TYPE);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            return Ok(Self(text.to_cow()?.lines().map(str::to_owned).collect()));
        }
        object.try_iter()?.map(|line| line?.extract()).collect::<PyResult<_>>().map(Self)
    }
}

impl Lines {
    /// The table with the holder of each address.
    pub(crate) fn report(&self, substrate: &Substrate) -> Result<Json<MacTable>> {
        let lines = self.0.iter().flat_map(|text| text.lines());
        Json::new(&MacTableReport::new(lines, &AddressHolders::of(substrate)))
    }
}

/// The answer of `Substrate.mac_table` as a dictionary.
pub(crate) struct Report(MacTableReport);

impl<'py> FromPyObject<'_, 'py> for Report {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = generic!("collections.abc", "Mapping", String::INPUT_TYPE, ANY);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let report = serde_json::from_value(plain(&object, 0)?);
        report.map(Self).map_err(|error| PyValueError::new_err(format!("it is no report of a MAC table: {error}")))
    }
}

/// Writes what `Substrate.mac_table` answers in columns.
///
/// >>> row = {"mac": "02:de:20:00:00:c8", "port": "Gi1/0/4", "vlan": "25", "inventory": "dns-vm01 (eth0)"}
/// >>> print(format_mac_table({"entries": [row]}))
/// Port            VLAN  MAC Address         Inventory Host
/// --------------- ----- ------------------- ----------------------------
/// Gi1/0/4         25    02:de:20:00:00:c8   dns-vm01 (eth0)
///
/// Raises `ValueError` for a dictionary that is no such report.
#[pyfunction]
pub(crate) fn format_mac_table(report: Report) -> String {
    report.0.to_string()
}
