//! What holds for every placement.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Amount, Placement};
use crate::declared::testing::declared_from_json;
use crate::model::Substrate;

/// What one machine asks for, and the number of its hypervisor; the last has no hypervisor.
#[derive(Debug, Clone)]
struct Asked {
    hypervisor: u8,
    cores: Option<u32>,
    memory: Option<u32>,
    disk: Option<u32>,
    storage: u8,
}

/// How many hypervisors there are.
const HYPERVISORS: u8 = 3;

fn asked() -> impl Strategy<Value = Asked> {
    let amount = |most| prop::option::weighted(0.8, 1..most);
    (0..=HYPERVISORS, amount(16_u32), amount(64_u32), amount(500_u32), 0..3_u8).prop_map(
        |(hypervisor, cores, memory, disk, storage)| Asked {
            hypervisor,
            cores,
            memory: memory.map(|memory| memory * 512),
            disk,
            storage,
        },
    )
}

fn substrate(machines: &[Asked], name_of: impl Fn(usize) -> String) -> Substrate {
    let mut hosts = serde_json::Map::new();
    for number in 0..HYPERVISORS {
        let hypervisor = json!({ "storages": [{ "name": "store0", "size": 300 }, { "name": "store1" }] });
        let infrastructure = json!({ "form": "hv", "hardware": "dell-optiplex-7050-mff" });
        let host = json!({ "infrastructure": infrastructure, "deevnet_hypervisor": hypervisor });
        hosts.insert(format!("hv{number}"), host);
    }
    for (index, asked) in machines.iter().enumerate() {
        hosts.insert(name_of(index), json!({ "mgmt_vm": definition(asked) }));
    }
    crate::check(&declared_from_json(&json!({ "hosts": hosts }))).substrate
}

fn definition(asked: &Asked) -> Value {
    json!({
        "hypervisor": (asked.hypervisor < HYPERVISORS).then(|| format!("hv{}", asked.hypervisor)),
        "cores": asked.cores,
        "memory": asked.memory,
        "disk": asked.disk,
        "storage": format!("store{}", asked.storage),
    })
}

/// The sums of each hypervisor: memory, virtual processors, all disks, and each storage's.
fn sums(placement: &Placement<'_>) -> BTreeMap<String, (u64, u64, u64, BTreeMap<String, u64>)> {
    let sums = placement.nodes().iter().map(|node| {
        let storages = node.storages().iter().map(|use_| (use_.name().to_string(), use_.balance().used().number()));
        let storages = storages.filter(|(_, used)| *used > 0).collect();
        let (memory, threads, storage) = (node.memory().used(), node.threads().used(), node.storage().used());
        (node.host().name.to_string(), (memory.number(), threads, storage.number(), storages))
    });
    sums.collect()
}

fn ascending(index: usize) -> String {
    format!("a{index:02}-vm01")
}

fn descending(index: usize) -> String {
    format!("z{:02}-vm01", 99 - index)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sums_equal_plain_addition(machines in prop::collection::vec(asked(), 0..12)) {
        let substrate = substrate(&machines, ascending);
        let found = sums(&substrate.placement());
        for number in 0..HYPERVISORS {
            let here = || machines.iter().filter(|asked| asked.hypervisor == number);
            let mut storages: BTreeMap<String, u64> = BTreeMap::new();
            for asked in here() {
                if let Some(disk) = asked.disk {
                    *storages.entry(format!("store{}", asked.storage)).or_default() += u64::from(disk) << 30;
                }
            }
            let memory: u64 = here().filter_map(|asked| asked.memory).map(|memory| u64::from(memory) << 20).sum();
            let cores: u64 = here().filter_map(|asked| asked.cores).map(u64::from).sum();
            let expected = (memory, cores, storages.values().sum::<u64>(), storages);
            prop_assert_eq!(&found[&format!("hv{number}")], &expected);
        }
        let unplaced = machines.iter().filter(|asked| asked.hypervisor == HYPERVISORS).count();
        prop_assert_eq!(substrate.placement().unplaced().len(), unplaced);
    }

    #[test]
    fn the_order_of_hosts_changes_no_sum(machines in prop::collection::vec(asked(), 0..12)) {
        let forward = substrate(&machines, ascending);
        let backward = substrate(&machines, descending);
        prop_assert_eq!(sums(&forward.placement()), sums(&backward.placement()));
    }

    #[test]
    fn one_more_machine_lowers_no_sum(machines in prop::collection::vec(asked(), 1..12)) {
        let (fewer, more) = (substrate(&machines[1..], ascending), substrate(&machines, ascending));
        let (fewer, more) = (sums(&fewer.placement()), sums(&more.placement()));
        for (hypervisor, (memory, threads, storage, storages)) in &fewer {
            let larger = &more[hypervisor];
            prop_assert!(*memory <= larger.0 && *threads <= larger.1 && *storage <= larger.2);
            prop_assert!(storages.iter().all(|(name, used)| larger.3.get(name).is_some_and(|more| used <= more)));
        }
    }
}
