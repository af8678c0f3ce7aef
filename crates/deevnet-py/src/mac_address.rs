//! MAC addresses as Python sees them.

use std::fmt;

use deevnet_core::mac::{MacAddress, MacStyle};
use pyo3::prelude::*;

use crate::error::Result;

/// A 48-bit MAC address.
///
/// It reads colon, hyphen, Cisco dotted and bare hexadecimal text in either case, and always writes the canonical form:
/// lower case with colons. Addresses compare, order and hash by their octets.
///
/// >>> mac = MacAddress("02DE.2000.00C8")
/// >>> mac
/// MacAddress('02:de:20:00:00:c8')
/// >>> mac == MacAddress("02-de-20-00-00-c8")
/// True
#[pyclass(name = "MacAddress", module = "deevnet", frozen, eq, ord, hash, str, from_py_object)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PyMacAddress(pub(crate) MacAddress);

#[pymethods]
impl PyMacAddress {
    #[new]
    #[pyo3(signature = (text, /))]
    fn new(text: &str) -> Result<Self> {
        Ok(Self(text.parse()?))
    }

    /// The address of six octets, in transmission order.
    ///
    /// >>> MacAddress.from_octets(b"\x02\xde\x20\x00\x00\xc8")
    /// MacAddress('02:de:20:00:00:c8')
    #[staticmethod]
    #[pyo3(signature = (octets, /))]
    fn from_octets(octets: [u8; MacAddress::OCTETS]) -> Self {
        Self(MacAddress::new(octets))
    }

    /// The six octets, in transmission order.
    #[getter]
    fn octets(&self) -> [u8; MacAddress::OCTETS] {
        self.0.octets()
    }

    /// The organizationally unique identifier: the first three octets, in lower case with colons.
    ///
    /// >>> MacAddress("02:de:20:00:00:c8").oui
    /// '02:de:20'
    #[getter]
    fn oui(&self) -> String {
        let [a, b, c] = self.0.oui();
        format!("{a:02x}:{b:02x}:{c:02x}")
    }

    /// Whether it names a group of interfaces, not one.
    #[getter]
    fn is_group(&self) -> bool {
        self.0.is_group()
    }

    /// Whether it was assigned locally, not by a vendor.
    #[getter]
    fn is_local(&self) -> bool {
        self.0.is_local()
    }

    /// The address in a style: `lower-colon`, `upper-colon`, `lower-hyphen`, `upper-hyphen`, `dotted` or `bare`.
    ///
    /// >>> MacAddress("02:de:20:00:00:c8").format("upper-hyphen")
    /// '02-DE-20-00-00-C8'
    #[pyo3(signature = (style = "lower-colon"))]
    fn format(&self, style: &str) -> Result<String> {
        Ok(self.0.format(style.parse::<MacStyle>()?).to_string())
    }

    fn __repr__(&self) -> String {
        format!("MacAddress('{self}')")
    }

    fn __getnewargs__(&self) -> (String,) {
        (self.to_string(),)
    }
}

impl fmt::Display for PyMacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A MAC address where a function takes one: an object or text.
#[derive(FromPyObject)]
pub(crate) enum MacArgument {
    Address(PyMacAddress),
    Text(String),
}

impl MacArgument {
    pub(crate) fn parse(self) -> Result<MacAddress> {
        match self {
            Self::Address(PyMacAddress(mac)) => Ok(mac),
            Self::Text(text) => Ok(text.parse()?),
        }
    }
}

/// Reads a MAC address; it takes whatever `MacAddress` takes.
///
/// >>> parse_mac("02-DE-20-00-00-C8").is_local
/// True
///
/// Raises `MacError` for anything else, `UNKNOWN` and empty text included.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn parse_mac(text: &str) -> Result<PyMacAddress> {
    Ok(PyMacAddress(text.parse()?))
}

/// Writes a MAC address in a style: `lower-colon`, `upper-colon`, `lower-hyphen`, `upper-hyphen`, `dotted` or `bare`.
///
/// >>> format_mac("02:de:20:00:00:c8", "dotted")
/// '02de.2000.00c8'
///
/// Raises `MacError` or `UnknownNameError`.
#[pyfunction]
#[pyo3(signature = (mac, style = "lower-colon"))]
pub(crate) fn format_mac(mac: MacArgument, style: &str) -> Result<String> {
    Ok(mac.parse()?.format(style.parse::<MacStyle>()?).to_string())
}
