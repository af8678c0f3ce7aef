//! Which hosts need an identity.

use std::fmt;

use super::interface::is_hashed;
use crate::mac::{MacAddress, MacNamespace, Vmid, derive};
use crate::model::{Host, MacState};

/// What a host lacks that an allocation can give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A VMID and the MAC address derived from it.
    Identity,
    /// The MAC address derived from the VMID that it has; the VMID stays.
    Mac(Vmid),
}

/// Why a guest that lacks a VMID is given none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Unfit {
    /// Its MAC address was recorded as found, so the guest exists and has a VMID that the inventory does not say.
    Observed {
        /// The address that was recorded.
        mac: MacAddress,
    },
    /// It has the MAC address of an allocation and no VMID.
    HalfAllocated {
        /// The address that was allocated.
        mac: MacAddress,
        /// The VMID that derives it, where there is one.
        vmid: Option<Vmid>,
    },
}

impl fmt::Display for Unfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfit::Observed { mac } => {
                write!(formatter, "its MAC {mac} was recorded as found, so it exists and has a VMID already")
            }
            Unfit::HalfAllocated { mac, vmid: Some(vmid) } => {
                write!(formatter, "it has the MAC {mac} of VMID {vmid}, and no VMID")
            }
            Unfit::HalfAllocated { mac, vmid: None } => write!(formatter, "it has the MAC {mac}, and no VMID"),
        }
    }
}

impl Unfit {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Unfit::Observed { .. } => "write the VMID that it has on its node to `mgmt_vm.vmid`".to_owned(),
            Unfit::HalfAllocated { vmid: Some(vmid), .. } => {
                format!("write `deevnet_assigned_vmid: {vmid}` to its identity.yml, or remove the MAC there")
            }
            Unfit::HalfAllocated { vmid: None, .. } => {
                "restore `deevnet_assigned_vmid` in its identity.yml, or remove the MAC there".to_owned()
            }
        }
    }
}

/// What a host needs; `None` when it is no guest of the management plane or has all it needs.
///
/// A guest is a host with `mgmt_vm`. It needs an identity when neither `mgmt_vm.vmid` nor `deevnet_assigned_vmid` says
/// a VMID other than 0. One that has a VMID needs the MAC address when no `deevnet_assigned_mac` is known and either an
/// interface waits for it (its MAC is an empty text) or only `deevnet_assigned_vmid` was written. An interface whose MAC
/// is derived from itself neither waits for that of the VMID nor tells of one.
pub(super) fn need(host: &Host, namespace: Option<MacNamespace>) -> Option<Result<Need, Unfit>> {
    host.machine.as_ref()?;
    let assigned = host.assigned.mac.and_then(|mac| mac.value.known());
    let of_vmid =
        || host.interfaces.values().filter(|interface| !is_hashed(interface)).map(|interface| interface.mac.value);
    let observed = of_vmid().find_map(MacState::known);
    match (host.vmid(), assigned, observed) {
        (Some(vmid), None, observed) => {
            let waits = of_vmid().any(|mac| mac == MacState::Unallocated);
            let half_written = host.assigned.vmid.is_some() && observed.is_none();
            (waits || half_written).then_some(Ok(Need::Mac(vmid.value)))
        }
        (Some(_), Some(_), _) => None,
        (None, Some(mac), _) => {
            let vmid = namespace.and_then(|namespace| derive::vmid_of(namespace, mac));
            Some(Err(Unfit::HalfAllocated { mac, vmid }))
        }
        (None, None, Some(mac)) => Some(Err(Unfit::Observed { mac })),
        (None, None, None) => Some(Ok(Need::Identity)),
    }
}

impl Host {
    /// The MAC addresses that are declared for the host: the allocated one and those of its interfaces.
    pub(super) fn mac_addresses(&self) -> impl Iterator<Item = MacAddress> {
        let assigned = self.assigned.mac.and_then(|mac| mac.value.known());
        assigned.into_iter().chain(self.interfaces.values().filter_map(|interface| interface.mac.value.known()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::allocate::Request;
    use crate::declared::testing::declared_from_json;

    /// What one host needs, in words.
    fn of(variables: &Json) -> String {
        let declared = declared_from_json(&json!({
            "substrate": { "deevnet_substrate": "lab", "deevnet_mac_namespace": "02:de:20" },
            "hosts": { "dns-vm01": variables },
        }));
        let request = Request::of(&crate::check(&declared).substrate).unwrap();
        let needs = request.needs().values().map(|need| format!("{need:?}"));
        let unfit = request.unfit().values().map(|unfit| format!("{unfit}; {}", unfit.hint()));
        needs.chain(unfit).next().unwrap_or_else(|| "nothing".to_owned())
    }

    fn with_mac(mac: &str, more: &Json) -> Json {
        let mut host = json!({ "infrastructure": { "interfaces": { "eth0": { "mac": mac } } } });
        if let (Some(host), Some(more)) = (host.as_object_mut(), more.as_object()) {
            host.extend(more.clone());
        }
        host
    }

    #[test]
    fn only_guests_without_a_vmid_or_its_mac_need_one() {
        let cases = [
            json!({}),
            with_mac("", &json!({ "deevnet_assigned_vmid": 200 })),
            json!({ "mgmt_vm": {} }),
            with_mac("", &json!({ "mgmt_vm": { "vmid": 0 } })),
            with_mac("UNKNOWN", &json!({ "mgmt_vm": { "vmid": 200 } })),
            with_mac("", &json!({ "mgmt_vm": { "vmid": 200 } })),
            with_mac("52:54:00:12:34:56", &json!({ "mgmt_vm": { "vmid": 200 } })),
            json!({ "mgmt_vm": {}, "deevnet_assigned_vmid": 200 }),
            json!({ "mgmt_vm": {}, "deevnet_assigned_vmid": 200, "deevnet_assigned_mac": "02:de:20:00:00:c8" }),
            with_mac("52:54:00:12:34:56", &json!({ "mgmt_vm": {} })),
            json!({ "mgmt_vm": {}, "deevnet_assigned_mac": "02:de:20:00:00:c8" }),
            json!({ "mgmt_vm": {}, "deevnet_assigned_mac": "52:54:00:12:34:56" }),
        ];
        insta::assert_snapshot!(cases.iter().map(of).collect::<Vec<_>>().join("\n"), @"
        nothing
        nothing
        Identity
        Identity
        nothing
        Mac(Vmid(200))
        nothing
        Mac(Vmid(200))
        nothing
        its MAC 52:54:00:12:34:56 was recorded as found, so it exists and has a VMID already; write the VMID that it has on its node to `mgmt_vm.vmid`
        it has the MAC 02:de:20:00:00:c8 of VMID 200, and no VMID; write `deevnet_assigned_vmid: 200` to its identity.yml, or remove the MAC there
        it has the MAC 52:54:00:12:34:56, and no VMID; restore `deevnet_assigned_vmid` in its identity.yml, or remove the MAC there
        ");
    }
}
