//! Derivations as Python sees them, single and bulk.

use deevnet_core::mac::derive::{self, Attempt, InterfaceIdentity, vmid_octets_into};
use deevnet_core::mac::{InterfaceNamespace, MacAddress, MacNamespace, MacStyle};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};

use crate::error::{Result, no_attempt};
#[cfg(feature = "stubs")]
use crate::hint::Hint;
use crate::mac_address::MacArgument;
use crate::vmid::{ManyVmids, VmidArgument};

/// Derives the MAC address of a guest from its VMID, inside a namespace such as `02:de:20`.
///
/// The VMID stands big-endian in the last three octets, so every guest has its own address and the address reads back
/// with `mac_to_vmid`. What it gives never changes.
///
/// >>> vmid_to_mac(200, "02:de:20")
/// '02:de:20:00:00:c8'
///
/// Raises `VmidError` outside 1 to 16777215, and `NamespaceError`.
#[pyfunction]
pub(crate) fn vmid_to_mac(vmid: VmidArgument, namespace: &str) -> Result<String> {
    Ok(derive::vmid(namespace.parse()?, vmid.0).to_string())
}

/// Derives the MAC addresses of many guests in one call: any iterable or buffer of VMIDs.
///
/// >>> vmid_to_mac_many(range(200, 203), "02:de:20")
/// ['02:de:20:00:00:c8', '02:de:20:00:00:c9', '02:de:20:00:00:ca']
///
/// Raises as `vmid_to_mac` does; then nothing is derived.
#[pyfunction]
pub(crate) fn vmid_to_mac_many<'py>(py: Python<'py>, vmids: ManyVmids, namespace: &str) -> Result<Addresses<'py>> {
    let octets = octets_of(py, &vmids, namespace)?;
    let list = PyList::empty(py);
    let mut lines = Vec::with_capacity(BATCH * (MacStyle::LowerColon.width() + 1));
    for batch in octets.chunks(BATCH) {
        write_lines(batch, &mut lines);
        let batch = PyString::from_bytes(py, &lines)?.call_method1(intern!(py, "split"), (SEPARATOR,))?;
        list.call_method1(intern!(py, "extend"), (batch,))?;
    }
    Ok(Addresses(list))
}

/// Derives the MAC addresses of many guests as octets: six after six, with nothing between them.
///
/// It is the fastest form by far, for whoever hands addresses on as bytes.
///
/// >>> vmid_to_octets_many([200, 201], "02:de:20").hex(" ", 6)
/// '02de200000c8 02de200000c9'
///
/// Raises as `vmid_to_mac` does; then nothing is derived.
#[pyfunction]
pub(crate) fn vmid_to_octets_many<'py>(
    py: Python<'py>,
    vmids: ManyVmids,
    namespace: &str,
) -> Result<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(py, octets_of(py, &vmids, namespace)?.as_flattened()))
}

fn octets_of(py: Python<'_>, vmids: &ManyVmids, namespace: &str) -> Result<Vec<[u8; MacAddress::OCTETS]>> {
    let namespace: MacNamespace = namespace.parse()?;
    let mut octets = vec![[0; MacAddress::OCTETS]; vmids.0.len()];
    py.detach(|| vmid_octets_into(namespace, &vmids.0, &mut octets))?;
    Ok(octets)
}

/// Addresses that Python cuts out of one text, which is faster than handing over a text for each; so many that the text
/// stays in the processor's cache.
const BATCH: usize = 4_096;

/// What stands between two addresses of a text.
const SEPARATOR: char = '\n';

/// Fills a buffer with addresses, one a line.
fn write_lines(addresses: &[[u8; MacAddress::OCTETS]], lines: &mut Vec<u8>) {
    lines.clear();
    for octets in addresses {
        lines.extend_from_slice(&MacAddress::new(*octets).to_canonical_text());
        lines.push(SEPARATOR as u8);
    }
    lines.pop();
}

/// A list of addresses as text.
pub(crate) struct Addresses<'py>(Bound<'py, PyList>);

impl<'py> IntoPyObject<'py> for Addresses<'py> {
    type Target = PyList;
    type Output = Bound<'py, PyList>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: Hint = <Vec<String>>::OUTPUT_TYPE;

    fn into_pyobject(self, _: Python<'py>) -> std::result::Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}

/// The VMID that a MAC address was derived from; `None` outside the namespace, and where its last three octets are zero.
///
/// >>> mac_to_vmid("02:de:20:00:00:c8", "02:de:20")
/// 200
/// >>> mac_to_vmid("02:de:10:00:00:c8", "02:de:20") is None
/// True
///
/// Raises `MacError` and `NamespaceError`.
#[pyfunction]
pub(crate) fn mac_to_vmid(mac: MacArgument, namespace: &str) -> Result<Option<u32>> {
    Ok(derive::vmid_of(namespace.parse()?, mac.parse()?).map(u32::from))
}

/// Derives a MAC address from a role, a node or service group, and an instance, each 0 to 255.
///
/// It is the estate's first rule; guests take `vmid_to_mac`.
///
/// >>> role_to_mac(2, 0, 1, "02:de:10")
/// '02:de:10:02:00:01'
///
/// Raises `NamespaceError`.
#[pyfunction]
pub(crate) fn role_to_mac(role: u8, node: u8, instance: u8, namespace: &str) -> Result<String> {
    Ok(derive::role(namespace.parse()?, role, node, instance).to_string())
}

/// Derives the MAC address of an interface that has no VMID from the names of its substrate, its host and itself.
///
/// It is the derivation `interface-sha256-v1`. The namespace is the substrate's, such as `02:de:20`; the address is in
/// the one beside it, `06:de:20`, where no VMID leads. Two interfaces may be given one address, so an allocation takes
/// the first attempt, 0 to 63, whose address nobody holds, and writes it down.
///
/// >>> interface_to_mac("mobile", "pi01", "eth0", "02:de:20")
/// '06:de:20:c3:3a:61'
/// >>> interface_to_mac("mobile", "pi01", "eth0", "02:de:20", attempt=1)
/// '06:de:20:ef:cb:ff'
///
/// Raises `NamespaceError`, also where bit `0x04` of the first octet is set already, `LabelError` for a substrate that
/// is no DNS label, and `MacError` for an attempt that does not exist.
#[pyfunction]
#[pyo3(signature = (substrate, host, interface, namespace, *, attempt = 0))]
pub(crate) fn interface_to_mac(
    substrate: &str,
    host: &str,
    interface: &str,
    namespace: &str,
    attempt: u8,
) -> Result<String> {
    let (namespace, substrate) = (InterfaceNamespace::of(namespace.parse()?)?, substrate.parse()?);
    let attempt = Attempt::new(attempt).ok_or_else(|| no_attempt(attempt))?;
    let identity = InterfaceIdentity { substrate: &substrate, host, interface };
    Ok(derive::interface(namespace, identity, attempt).to_string())
}

/// The attempt at which an interface has a MAC address; `None` when it is none of its addresses.
///
/// A hash has no inverse: of an address alone nobody can tell the interface.
///
/// >>> interface_mac_attempt("06:de:20:ef:cb:ff", "mobile", "pi01", "eth0", "02:de:20")
/// 1
/// >>> interface_mac_attempt("06:de:20:ef:cb:ff", "mobile", "pi02", "eth0", "02:de:20") is None
/// True
///
/// Raises `MacError`, and as `interface_to_mac` does.
#[pyfunction]
pub(crate) fn interface_mac_attempt(
    mac: MacArgument,
    substrate: &str,
    host: &str,
    interface: &str,
    namespace: &str,
) -> Result<Option<u8>> {
    let (namespace, substrate) = (InterfaceNamespace::of(namespace.parse()?)?, substrate.parse()?);
    let identity = InterfaceIdentity { substrate: &substrate, host, interface };
    Ok(derive::interface_attempt_of(namespace, identity, mac.parse()?).map(Attempt::get))
}
