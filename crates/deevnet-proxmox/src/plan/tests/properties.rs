//! What holds for every survey and every order.

use std::sync::{Arc, LazyLock};

use deevnet_core::model::Substrate;
use proptest::prelude::*;
use serde_json::json;

use super::world::{applied, hypervisors, machine, planned, settled, shared, stranger, substrate_of, survey};
use crate::plan::{Action, Operation, Plan, Target};
use crate::survey::{Gap, GapReason, Guest, GuestStatus, Survey};

/// Five machines on two nodes.
static SUBSTRATE: LazyLock<Substrate> = LazyLock::new(|| {
    let mut hosts = hypervisors();
    for (number, vmid) in (210..214).enumerate() {
        let mut machine = machine(vmid);
        if number % 2 == 0 {
            machine["mgmt_vm"]["hypervisor"] = json!("hv02");
        }
        hosts[format!("app-vm{number}")] = machine;
    }
    substrate_of(&shared(), &hosts)
});

/// What stands on the nodes once all of them are made.
static SETTLED: LazyLock<Survey> = LazyLock::new(|| settled(&SUBSTRATE));

/// The values that options are changed to by hand.
fn any_option() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("cores", "8"),
        ("sockets", "2"),
        ("memory", "512"),
        ("name", "renamed"),
        ("net0", "virtio=02:de:20:00:00:aa,bridge=vmbr0,tag=7"),
        ("net0", "e1000=BC:24:11:00:00:01,bridge=vmbr9,firewall=1"),
        ("net0", "nonsense"),
        ("net1", "virtio=BC:24:11:00:00:02,bridge=vmbr0"),
        ("scsi0", "local-zfs:vm-1-disk-0,size=1G"),
        ("scsi0", "local-lvm:vm-1-disk-0,size=900G"),
        ("tags", "theirs"),
        ("tags", "deevnet-dvntm"),
        ("description", "deevnet: dvntm/app-vm0/210"),
        ("description", "deevnet: dvntm/gone-vm01/400"),
        ("description", "a note"),
        ("startup", "order=99"),
        ("ipconfig0", "ip=dhcp"),
        ("protection", "1"),
    ])
}

fn any_guest() -> impl Strategy<Value = Guest> {
    let names = prop::sample::select(vec!["app-vm0", "app-vm1", "api-orchard", "gone-vm01", "nas", "web"]);
    let options = prop::collection::vec(any_option(), 0..6);
    let parts = (names, options, any::<bool>(), any::<bool>(), prop::option::weighted(0.1, Just("clone".to_owned())));
    parts.prop_map(|(name, options, is_running, is_template, lock)| {
        let mut guest = stranger(name);
        guest.config.extend(options.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())));
        guest.status = if is_running { GuestStatus::Running } else { GuestStatus::Stopped };
        guest.is_template = is_template;
        guest.lock = lock;
        guest
    })
}

/// Nodes on which anything stands: the machines as declared, changed by hand, or somebody else's.
fn any_survey() -> impl Strategy<Value = Survey> {
    let vmids = prop::sample::select(vec![150_u32, 210, 211, 212, 213, 301, 400]);
    let hosts = prop::sample::select(vec!["hv01", "hv02"]);
    let guests = prop::collection::vec((hosts.clone(), vmids.clone(), any_guest()), 0..5);
    let changes = prop::collection::vec((hosts, vmids, any_option()), 0..8);
    (any::<bool>(), guests, changes).prop_map(|(is_settled, guests, changes)| {
        let mut survey = if is_settled { SETTLED.clone() } else { survey() };
        for (host, vmid, guest) in guests {
            survey.nodes.get_mut(host).unwrap().guests.insert(vmid, guest);
        }
        for (host, vmid, (key, value)) in changes {
            if let Some(guest) = survey.nodes.get_mut(host).unwrap().guests.get_mut(&vmid) {
                guest.config.insert(key.to_owned(), value.to_owned());
            }
        }
        for guest in survey.nodes.values_mut().flat_map(|node| node.guests.values_mut()) {
            guest.name = guest.config.get("name").cloned();
        }
        survey
    })
}

/// Whether the description of a guest, or its tag and its name, say that it is the machine of a VMID.
fn is_owned(guest: &Guest, vmid: u32) -> bool {
    let text = |key: &str| guest.config.get(key).map(String::as_str).unwrap_or_default();
    let is_marked =
        text("description").contains("deevnet: dvntm/") && text("description").ends_with(&format!("/{vmid}"));
    !guest.is_template && (is_marked || text("tags").contains("deevnet-dvntm"))
}

/// Every action on a guest that stands there is on an owned one, and a clone is of a VMID that nothing has.
fn touches_only_owned(plan: &Plan, survey: &Survey) -> Result<(), TestCaseError> {
    for action in &plan.actions {
        let Target::Machine { vmid, .. } = action.target else { continue };
        let found = survey.nodes[&action.host].guests.get(&vmid);
        let is_made = plan.actions.iter().any(|other| {
            matches!(other.operation, Operation::Clone(_)) && other.host == action.host && other.target == action.target
        });
        let is_free = survey.nodes.values().all(|node| !node.guests.contains_key(&vmid));
        let is_right = if is_made { is_free } else { found.is_some_and(|guest| is_owned(guest, vmid)) };
        prop_assert!(is_right, "{:?} touches {:?}", action, found);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn nothing_unowned_is_touched(survey in any_survey()) {
        touches_only_owned(&planned(&SUBSTRATE, &survey), &survey)?;
    }

    #[test]
    fn what_a_plan_makes_needs_no_plan(survey in any_survey()) {
        let plan = planned(&SUBSTRATE, &survey);
        let again = planned(&SUBSTRATE, &applied(&plan, &survey));
        prop_assert!(again.is_empty(), "{plan}\nand then\n{again}");
    }

    #[test]
    fn a_plan_that_was_cut_off_is_finished_by_the_next(survey in any_survey(), cut in 0..20_usize) {
        let whole = planned(&SUBSTRATE, &survey);
        let mut part = whole.clone();
        part.actions.truncate(cut);
        let between = applied(&part, &survey);
        let rest = planned(&SUBSTRATE, &between);
        let end = applied(&rest, &between);
        prop_assert!(planned(&SUBSTRATE, &end).is_empty(), "{whole}\nand then\n{rest}");
        let vmids = |survey: &Survey| -> Vec<(Arc<str>, Vec<u32>)> {
            survey.nodes.iter().map(|(host, node)| (Arc::clone(host), node.guests.keys().copied().collect())).collect()
        };
        prop_assert_eq!(vmids(&end), vmids(&applied(&whole, &survey)));
    }

    #[test]
    fn a_plan_does_not_depend_on_the_order_of_the_declaration(survey in any_survey(), seed in any::<prop::sample::Index>()) {
        let tenant = |name: &str, index: u32, vmid: u32| json!({ "name": name, "index": index, "workloads": [
            { "name": "api", "vmid": vmid, "disk": 8, "hypervisor": "hv02" },
            { "name": "store", "vmid": vmid + 1, "disk": 8, "hypervisor": "hv02" },
        ] });
        let mut tenants = vec![tenant("orchard", 1, 301), tenant("atelier", 2, 311), tenant("foundry", 3, 321)];
        let of = |tenants: &[serde_json::Value]| {
            let mut shared = shared();
            shared["deevnet_tenants"] = json!(tenants);
            planned(&substrate_of(&shared, &hypervisors()), &survey)
        };
        let first = of(&tenants);
        let turn = seed.index(tenants.len());
        tenants.rotate_left(turn);
        tenants[0]["workloads"].as_array_mut().unwrap().reverse();
        prop_assert_eq!(of(&tenants), first);
    }

    #[test]
    fn nothing_is_made_or_removed_after_a_survey_that_misses_anything(
        mut survey in any_survey(), host in prop::sample::select(vec!["hv01", "hv02"]), is_gone in any::<bool>(),
    ) {
        if is_gone {
            survey.nodes.remove(host);
        } else {
            let gap = Gap { subject: "guests".to_owned(), reason: GapReason::Failed { message: "timeout".to_owned() } };
            survey.nodes.get_mut(host).unwrap().gaps.push(gap);
        }
        let plan = planned(&SUBSTRATE, &survey);
        let makes_or_removes = |action: &Action| matches!(action.operation, Operation::Clone(_) | Operation::Destroy(_));
        prop_assert!(!plan.actions.iter().any(makes_or_removes), "{plan}");
    }

    #[test]
    fn plans_are_read_as_they_were_written(survey in any_survey()) {
        let plan = planned(&SUBSTRATE, &survey);
        prop_assert_eq!(Plan::from_json(&plan.to_json().unwrap()).unwrap(), plan);
    }
}
