//! Several substrates as Python sees them.

use deevnet_core::check::{self, Site};
use pyo3::prelude::*;

use crate::finding::PyFinding;
use crate::substrate::PySubstrate;

/// Every finding of several substrates: of each by itself, and what they may not share.
///
/// A MAC address is on one host of all of them, and namespaces, site blocks and names belong to one substrate each.
/// VMIDs may repeat; a host that is listed under one name with one MAC is one host that roams. What is found in a
/// substrate is as its own `deevnet.toml` wants it.
///
/// >>> def lab(name, host):
/// ...     variables = {"infrastructure": {"interfaces": {"eth0": {"mac": "00:00:5e:00:53:01"}}}, "env": {}}
/// ...     return Substrate.from_hostvars({host: {"deevnet_substrate": name} | variables}, {"all": [host]})
/// >>> findings = check_together([lab("home", "pi01"), lab("mobile", "pi02")])
/// >>> [finding.message for finding in findings if finding.code == "DV113"]
/// ['00:00:5e:00:53:01 is on pi02 (eth0) of `mobile` and on pi01 (eth0) of `home`']
#[pyfunction]
pub(crate) fn check_together(py: Python<'_>, substrates: Vec<Py<PySubstrate>>) -> Vec<PyFinding> {
    let substrates: Vec<&PySubstrate> = substrates.iter().map(Py::get).collect();
    py.detach(|| {
        let sites: Vec<Site<'_>> = substrates.iter().map(|substrate| substrate.site()).collect();
        let together = check::check_together(&sites);
        let mut findings: Vec<_> =
            substrates.iter().zip(together).flat_map(|(substrate, besides)| substrate.configured(besides)).collect();
        findings.sort();
        findings.iter().map(PyFinding::from).collect()
    })
}
