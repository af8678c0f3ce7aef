//! Where a node is, and what is trusted there.

use std::fs;
use std::path::Path;

use deevnet_core::model::{Endpoint, Host, Hypervisor, Tls};
use deevnet_proxmox::client::Trust;

use crate::access_file::{AccessFile, DeclaredTrust};
use crate::fault::NodeFault;

/// The purpose of an interface that a host is managed over.
const MANAGEMENT: &str = "mgmt";

/// The endpoint of a node and what makes its certificate trusted.
#[derive(Debug, Clone)]
pub struct Target {
    /// Where it answers.
    pub endpoint: Endpoint,
    /// What makes its certificate trusted.
    pub trust: Trust,
}

impl Target {
    /// The target of a hypervisor: what an access file says of it, or else the inventory, whose paths count from a folder.
    ///
    /// # Errors
    /// When the host has no endpoint, or a file of authorities cannot be read.
    pub fn of(host: &Host, hypervisor: &Hypervisor, access: &AccessFile, folder: &Path) -> Result<Self, NodeFault> {
        let endpoint = Self::endpoint(host, hypervisor, access)?;
        let declared = access.trust(&host.name).or_else(|| declared_trust(&hypervisor.tls, folder));
        let trust = match declared {
            None => Trust::System,
            Some(DeclaredTrust::Fingerprint(fingerprint)) => Trust::Fingerprint(fingerprint),
            Some(DeclaredTrust::Insecure) => Trust::Insecure,
            Some(DeclaredTrust::CaFile(path)) => match fs::read(&path) {
                Ok(pem) => Trust::CaFile(pem),
                Err(source) => return Err(NodeFault::CaFile { host: host.name.to_string(), path, source }),
            },
        };
        Ok(Self { endpoint, trust })
    }

    /// The endpoint of a hypervisor: as declared, or at the address of its management interface or else its first one.
    ///
    /// # Errors
    /// When the host has none of them.
    pub fn endpoint(host: &Host, hypervisor: &Hypervisor, access: &AccessFile) -> Result<Endpoint, NodeFault> {
        let declared = access.endpoint(&host.name).or(hypervisor.endpoint.as_ref().map(|endpoint| &endpoint.value));
        if let Some(endpoint) = declared {
            return Ok(endpoint.clone());
        }
        let is_management = |purpose: &str| purpose == MANAGEMENT;
        let interfaces = || host.interfaces.values().filter(|interface| interface.address.value.fixed().is_some());
        let managed = interfaces()
            .find(|interface| interface.purpose.as_ref().is_some_and(|purpose| is_management(&purpose.value)));
        let address = managed.or_else(|| interfaces().next()).and_then(|interface| interface.address.value.fixed());
        address
            .and_then(|address| format!("https://{address}").parse().ok())
            .ok_or_else(|| NodeFault::NoEndpoint { host: host.name.to_string() })
    }
}

/// What an inventory declares to be trusted, the strictest of it.
fn declared_trust(tls: &Tls, folder: &Path) -> Option<DeclaredTrust> {
    if let Some(fingerprint) = &tls.fingerprint {
        return Some(DeclaredTrust::Fingerprint(fingerprint.value));
    }
    if let Some(file) = &tls.ca_file {
        return Some(DeclaredTrust::CaFile(folder.join(&*file.value)));
    }
    tls.is_insecure().then_some(DeclaredTrust::Insecure)
}
