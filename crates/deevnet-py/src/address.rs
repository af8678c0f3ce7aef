//! Addresses and subnets as Python sees them.

use std::net::Ipv4Addr;

use deevnet_core::network::most_specific_subnet;
use ipnet::Ipv4Net;
use pyo3::prelude::*;
use pyo3::types::PyMapping;

use crate::error::{Error, Result, exception};
#[cfg(feature = "stubs")]
use crate::hint::{ANY, Hint, either, generic};

/// What an inventory writes where an interface has no fixed address.
const DYNAMIC: &str = "dhcp";

/// The subnets to look in: a mapping from subnets to anything, or the subnets alone.
pub(crate) struct Subnets<'py> {
    names: Vec<String>,
    values: Option<Bound<'py, PyMapping>>,
}

impl<'py> FromPyObject<'_, 'py> for Subnets<'py> {
    type Error = Error;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = either!(
        generic!("collections.abc", "Mapping", String::INPUT_TYPE, ANY),
        generic!("collections.abc", "Iterable", String::INPUT_TYPE)
    );

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> Result<Self> {
        let names = object.try_iter()?.map(|name| name?.extract()).collect::<PyResult<_>>()?;
        Ok(Self { names, values: object.cast::<PyMapping>().ok().map(Borrowed::to_owned) })
    }
}

/// The entry of the most specific subnet that holds an address: its value, or the subnet where only subnets are given.
///
/// `None` where no subnet holds the address, and where there is no fixed address to look up: `None`, an empty text or
/// `dhcp`. Of equal subnets the first counts; bits beyond a subnet's prefix do not.
///
/// >>> subnet_for_ip("10.20.25.21", {"10.20.0.0/16": "site", "10.20.25.0/24": "platform"})
/// 'platform'
/// >>> subnet_for_ip("10.20.25.21", ["10.20.0.0/16", "10.20.25.0/24"])
/// '10.20.25.0/24'
/// >>> subnet_for_ip("dhcp", ["10.20.0.0/16"]) is None
/// True
///
/// Raises `AddressError` for anything that is not an IPv4 address or subnet.
#[pyfunction]
pub(crate) fn subnet_for_ip<'py>(
    py: Python<'py>,
    ip: Option<&str>,
    subnets: Subnets<'py>,
) -> Result<Option<Bound<'py, PyAny>>> {
    let parsed = subnets.names.iter().map(|name| parse_subnet(name)).collect::<Result<Vec<Ipv4Net>>>()?;
    let Some(text) = ip.filter(|ip| !ip.is_empty() && *ip != DYNAMIC) else { return Ok(None) };
    let Some(index) = most_specific_subnet(parse_address(text)?, parsed) else { return Ok(None) };
    let name = &subnets.names[index];
    Ok(Some(match subnets.values {
        Some(values) => values.get_item(name)?,
        None => name.into_pyobject(py).map_err(PyErr::from)?.into_any(),
    }))
}

pub(crate) fn parse_address(text: &str) -> Result<Ipv4Addr> {
    text.parse().map_err(|_| refused(text, "an IPv4 address", "write four decimal octets, such as 10.20.99.21"))
}

pub(crate) fn parse_subnet(text: &str) -> Result<Ipv4Net> {
    let hint = "write the network and its prefix length, such as 10.20.99.0/24";
    text.parse().map_err(|_| refused(text, "an IPv4 subnet", hint))
}

fn refused(text: &str, expected: &str, hint: &'static str) -> Error {
    let message = format!("`{text}` is not {expected}");
    exception::AddressError::new_err((message, text.to_owned(), hint)).into()
}
