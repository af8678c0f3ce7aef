//! What holds for every sequence of additions and removals.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    AddTenantError, MacPolicy, TenantIndex, TenantName, TenantNetwork, TenantRecord, TenantRequest, WorkloadClass,
};
use crate::declared::testing::declared_from_json;
use crate::model::Substrate;

/// One step of a history.
#[derive(Debug, Clone)]
enum Step {
    Add(TenantRequest),
    Remove(TenantName),
    /// A tenant in the list moves to its front: the order of writing means nothing.
    Reorder(usize),
}

/// Few enough names that they come again, and that some share six characters.
fn names() -> impl Strategy<Value = TenantName> {
    let text = prop_oneof!["[a-d]{2,3}", "tenant[a-z]", "[a-z][a-z0-9]{3,7}"];
    text.prop_map(|text| text.parse().unwrap())
}

fn steps() -> impl Strategy<Value = Step> {
    let class = prop::option::of(prop::sample::select(WorkloadClass::OF_TENANTS));
    let policy = prop::option::of(prop::sample::select(MacPolicy::ALL));
    let request = (names(), class, policy);
    prop_oneof![
        4 => request.prop_map(|(name, class, mac_policy)| Step::Add(TenantRequest { name, class, mac_policy })),
        2 => names().prop_map(Step::Remove),
        1 => any::<usize>().prop_map(Step::Reorder),
    ]
}

/// A declaration that is edited as the command edits files.
struct Inventory {
    variables: Map<String, Value>,
}

impl Inventory {
    fn new(network: TenantNetwork) -> Self {
        let mut variables = json!({
            "deevnet_substrate": "lab",
            "deevnet_root_domain": "example.net",
            "deevnet_site_octet": 20,
            "deevnet_mac_namespace": "02:de:20",
            "deevnet_mgmt_vmid_range": { "start": 200, "end": 299 },
            "deevnet_tenants": [],
            "deevnet_vlans": { "management": { "vlan_id": 99, "subnet": "10.20.99.0/24", "gateway": "10.20.99.1" } },
        });
        if network == TenantNetwork::Overlay {
            variables["deevnet_tenant_numbering"] =
                json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
        }
        Self { variables: variables.as_object().unwrap().clone() }
    }

    fn substrate(&self) -> Substrate {
        let checked = crate::check(&declared_from_json(&json!({ "substrate": self.variables })));
        let errors: Vec<_> = checked.findings.iter().filter(|finding| finding.is_error()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        checked.substrate
    }

    fn tenants(&mut self) -> &mut Vec<Value> {
        self.variables.get_mut("deevnet_tenants").unwrap().as_array_mut().unwrap()
    }

    fn segments(&mut self) -> &mut Map<String, Value> {
        self.variables.get_mut("deevnet_vlans").unwrap().as_object_mut().unwrap()
    }

    /// Adds a tenant as it is planned; what is given to it is the lowest that is free.
    fn add(&mut self, request: &TenantRequest) -> Result<(), AddTenantError> {
        let substrate = self.substrate();
        let addition = substrate.plan_tenant(request)?;
        if let Some(tenant) = &addition.tenant {
            assert_eq!(tenant.index, lowest_free_index(&substrate));
            self.tenants().push(serde_json::to_value(tenant).unwrap());
        }
        if let Some(segment) = &addition.segment {
            assert_eq!(segment.vlan_id.get(), lowest_free_vlan(&substrate));
            self.segments().insert(segment.name.clone(), serde_json::to_value(segment).unwrap());
        }
        assert_eq!(addition.record, self.record(&request.name).unwrap());
        assert!(self.substrate().plan_tenant(request).unwrap().is_unchanged());
        Ok(())
    }

    fn remove(&mut self, name: &TenantName) {
        let Ok(removal) = self.substrate().plan_tenant_removal(name.as_str()) else { return };
        self.tenants().retain(|tenant| tenant["name"] != name.as_str());
        if let Some(segment) = removal.segment {
            self.segments().remove(&*segment);
        }
        assert!(self.record(name).is_none());
    }

    fn record(&self, name: &TenantName) -> Option<TenantRecord> {
        self.records().remove(name)
    }

    fn records(&self) -> BTreeMap<TenantName, TenantRecord> {
        self.substrate().tenant_records().into_iter().map(|record| (record.name.clone(), record)).collect()
    }
}

fn lowest_free_index(substrate: &Substrate) -> TenantIndex {
    let taken: BTreeSet<TenantIndex> = substrate.tenants.iter().map(|tenant| tenant.index.unwrap().value).collect();
    TenantIndex::allocatable().find(|index| !taken.contains(index)).unwrap()
}

fn lowest_free_vlan(substrate: &Substrate) -> u16 {
    let taken: BTreeSet<u16> =
        substrate.segments.values().map(|segment| segment.vlan_id.unwrap().value.get()).collect();
    (50..=59).find(|vlan| !taken.contains(vlan)).unwrap()
}

/// Every number that a tenant has, each with what it numbers.
fn numbers(record: &TenantRecord) -> Vec<String> {
    let mut numbers = vec![format!("index {:?}", record.index), format!("subnet {:?}", record.subnet)];
    numbers.push(format!("zone {:?}", record.reverse_zone));
    if let Some(segment) = &record.segment {
        numbers.push(format!("vlan {:?}", segment.vlan_id));
    }
    if let Some(overlay) = &record.overlay {
        let vnis = overlay.vnets.iter().map(|vnet| vnet.vni).chain([overlay.vrf_vni]);
        numbers.extend(vnis.map(|vni| format!("vni {vni:?}")));
        numbers.extend(overlay.vnets.iter().map(|vnet| format!("vnet {}", vnet.id)));
        let (first, last) = (overlay.first_vmid.unwrap().get(), overlay.last_vmid.unwrap().get());
        numbers.extend((first..=last).map(|vmid| format!("vmid {vmid}")));
    }
    numbers
}

/// Runs a history and checks after every step that nobody shares a number and nobody was moved.
fn run(network: TenantNetwork, steps: &[Step]) {
    let mut inventory = Inventory::new(network);
    for step in steps {
        let before = inventory.records();
        let touched = match step {
            Step::Add(request) => {
                drop(inventory.add(request));
                Some(request.name.clone())
            }
            Step::Remove(name) => {
                inventory.remove(name);
                Some(name.clone())
            }
            Step::Reorder(at) => {
                let tenants = inventory.tenants();
                let at = at.checked_rem(tenants.len()).unwrap_or_default();
                if let Some(front) = tenants.get_mut(..=at) {
                    front.rotate_right(1);
                }
                None
            }
        };
        let after = inventory.records();
        for (name, record) in before.iter().filter(|(name, _)| touched.as_ref() != Some(name)) {
            assert_eq!(after.get(name), Some(record), "{step:?} moved {name}");
        }
        let all: Vec<String> = after.values().flat_map(numbers).collect();
        let unique: BTreeSet<&String> = all.iter().collect();
        assert_eq!(unique.len(), all.len(), "{step:?}: {all:?}");
    }
}

fn request(name: &str) -> TenantRequest {
    TenantRequest { name: name.parse().unwrap(), class: None, mac_policy: None }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn overlays_stay_unique_and_in_place(steps in prop::collection::vec(steps(), 0..24)) {
        run(TenantNetwork::Overlay, &steps);
    }

    #[test]
    fn vlans_stay_unique_and_in_place(steps in prop::collection::vec(steps(), 0..24)) {
        run(TenantNetwork::Vlan, &steps);
    }
}

#[test]
fn the_tenant_band_fills_to_its_size_and_then_fails() {
    let mut inventory = Inventory::new(TenantNetwork::Vlan);
    for number in 0..10 {
        inventory.add(&request(&format!("t{number}"))).unwrap();
    }
    insta::assert_snapshot!(inventory.add(&request("more")).unwrap_err(), @"the tenant band, VLANs 50-59, has 0 of 10 free, and 1 is needed; taken: 50 (tenant_1), 51 (tenant_2), 52 (tenant_3), 53 (tenant_4), 54 (tenant_5), 55 (tenant_6), 56 (tenant_7), 57 (tenant_8), 58 (tenant_9), 59 (tenant_10)");
    inventory.remove(&"t3".parse().unwrap());
    inventory.add(&request("more")).unwrap();
    let record = inventory.record(&"more".parse().unwrap()).unwrap();
    assert_eq!((record.index.unwrap().get(), record.segment.unwrap().vlan_id.unwrap().get()), (4, 53));
}

#[test]
fn indices_are_handed_out_to_the_last_but_that_of_drills() {
    let mut inventory = Inventory::new(TenantNetwork::Overlay);
    for number in 0..62 {
        inventory.add(&request(&format!("t{number}x"))).unwrap();
    }
    let error = inventory.add(&request("more")).unwrap_err();
    insta::assert_snapshot!(error, @"none of the 62 tenant indices is free: 62 tenants are declared");
    insta::assert_snapshot!(error.hint(), @"remove a tenant that is no longer used, with `deevnet tenant remove`");
}
