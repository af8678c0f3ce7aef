//! Machines as the declaration wants them.

mod cloud_init;
mod nic;
mod read;

use std::sync::Arc;

use deevnet_core::model::{Hypervisor, StartupOrder};
use deevnet_core::quantity::DataSize;

pub(super) use cloud_init::{DesiredAddress, DesiredCloudInit};
pub(super) use nic::DesiredNic;
pub(super) use read::read;

use super::action::Target;

/// A machine as the declaration wants it; what is `None` is left as it is found.
#[derive(Debug, Clone)]
pub(super) struct DesiredMachine<'a> {
    /// An inventory hostname, or `<workload>.<tenant>`.
    pub(super) name: Arc<str>,
    /// The name of the virtual machine: the hostname, or `<workload>-<tenant>`.
    pub(super) vm_name: String,
    pub(super) vmid: u32,
    pub(super) tenant: Option<Arc<str>>,
    /// The inventory hostname of its hypervisor.
    pub(super) host: &'a Arc<str>,
    pub(super) hypervisor: &'a Hypervisor,
    pub(super) template_prefix: Option<&'a str>,
    pub(super) storage: Option<&'a str>,
    pub(super) cores: Option<u32>,
    pub(super) memory: Option<DataSize>,
    pub(super) disk: Option<DataSize>,
    pub(super) data_disk: Option<DesiredDisk<'a>>,
    pub(super) startup: Option<StartupOrder>,
    pub(super) nics: Vec<DesiredNic>,
    pub(super) cloud_init: DesiredCloudInit,
}

/// A disk beside the one that a machine boots from.
#[derive(Debug, Clone)]
pub(super) struct DesiredDisk<'a> {
    pub(super) device: String,
    pub(super) size: DataSize,
    pub(super) storage: Option<&'a str>,
}

impl DesiredMachine<'_> {
    /// What actions on it are about.
    pub(super) fn target(&self) -> Target {
        Target::Machine { name: Arc::clone(&self.name), vmid: self.vmid, tenant: self.tenant.clone() }
    }

    /// Whether it is attached to a VNet of its tenant.
    pub(super) fn has_vnet(&self) -> bool {
        self.nics.iter().any(|nic| nic.is_vnet)
    }

    /// The names that people may call it by.
    pub(super) fn names(&self) -> Vec<&str> {
        let names = [Some(&*self.name), Some(self.vm_name.as_str()), self.tenant.as_deref()];
        names.into_iter().flatten().collect()
    }
}
