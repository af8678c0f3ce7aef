//! What cloud-init is to tell a machine.

use std::net::{IpAddr, Ipv4Addr};

use deevnet_core::model::VirtualMachine;
use deevnet_core::tenant::{TenantRecord, WorkloadRecord};
use ipnet::Ipv4Net;

/// What cloud-init is to tell a machine; what is `None` or empty is left as it is found.
#[derive(Debug, Clone, Default)]
pub(in crate::plan) struct DesiredCloudInit {
    /// The address of an interface, by the number of its network device.
    pub(in crate::plan) address: Option<(usize, DesiredAddress)>,
    pub(in crate::plan) nameservers: Vec<IpAddr>,
    pub(in crate::plan) search_domain: Option<String>,
    pub(in crate::plan) user: Option<String>,
    pub(in crate::plan) ssh_keys: Vec<String>,
    pub(in crate::plan) upgrade: Option<bool>,
}

/// A fixed address and the gateway to it.
#[derive(Debug, Clone, Copy)]
pub(in crate::plan) struct DesiredAddress {
    pub(in crate::plan) address: Ipv4Net,
    pub(in crate::plan) gateway: Option<Ipv4Addr>,
}

impl DesiredCloudInit {
    /// What a definition says; `place` is the number of the network device that has the fixed address.
    pub(super) fn of(definition: &VirtualMachine, place: usize) -> Self {
        let gateway = definition.static_gateway.map(|gateway| gateway.value);
        let address = definition.static_ip.map(|address| (place, DesiredAddress { address: address.value, gateway }));
        let cloud_init = definition.cloud_init.as_ref();
        let keys = cloud_init.map(|cloud_init| cloud_init.ssh_keys.as_slice()).unwrap_or_default();
        Self {
            address,
            nameservers: definition.nameservers.iter().map(|server| server.value).collect(),
            search_domain: cloud_init.and_then(|cloud_init| Some(cloud_init.search_domain.as_ref()?.value.to_string())),
            user: cloud_init.and_then(|cloud_init| Some(cloud_init.user.as_ref()?.value.to_string())),
            ssh_keys: keys.iter().map(|key| key.value.trim().to_owned()).filter(|key| !key.is_empty()).collect(),
            upgrade: cloud_init.and_then(|cloud_init| Some(cloud_init.upgrade?.value)),
        }
    }

    /// With the address that follows from a workload's slot, where none is declared.
    pub(super) fn numbered(mut self, tenant: &TenantRecord, workload: &WorkloadRecord) -> Self {
        if let (None, Some(address), Some(subnet)) = (self.address, workload.address, tenant.subnet) {
            let address = Ipv4Net::new(address, subnet.prefix_len()).ok();
            self.address = address.map(|address| (0, DesiredAddress { address, gateway: tenant.gateway }));
        }
        self
    }
}
