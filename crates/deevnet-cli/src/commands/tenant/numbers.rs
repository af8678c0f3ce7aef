//! The numbers of a tenant, in words.

use deevnet_core::tenant::TenantRecord;

/// Its index, VLAN and subnet, as far as it has them.
pub(super) fn given(record: &TenantRecord) -> Vec<String> {
    let mut given = Vec::new();
    given.extend(record.index.map(|index| format!("the index {index}")));
    let segment = record.segment.as_ref();
    given.extend(segment.and_then(|segment| segment.vlan_id).map(|vlan| format!("VLAN {vlan}")));
    given.extend(record.subnet.map(|subnet| format!("the subnet {subnet}")));
    given
}

/// Everything that the next tenant may be given once it is removed.
pub(super) fn freed(record: &TenantRecord) -> Vec<String> {
    let mut freed = given(record);
    if let Some(overlay) = &record.overlay {
        let vmids = overlay.first_vmid.zip(overlay.last_vmid);
        freed.extend(vmids.map(|(first, last)| format!("VMIDs {first} to {last}")));
        freed.extend(overlay.vrf_vni.map(|vni| format!("the VRF VNI {vni}")));
        freed.extend(overlay.vnets.iter().filter_map(|vnet| Some(format!("the VNI {} of `{}`", vnet.vni?, vnet.id))));
    }
    freed
}
