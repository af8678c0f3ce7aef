//! Machines that nothing declares any more.

use serde_json::json;

use super::trial::{emptied, faults};
use super::world::{applied, guest, hypervisors, machine, planned, settled, shared, substrate, substrate_of};
use crate::survey::{Gap, GapReason};

#[test]
fn nothing_is_made_or_removed_where_a_node_is_hidden() {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    survey.nodes.get_mut("hv01").unwrap().guests.remove(&210);
    let reason = GapReason::Unreachable { message: "connection refused".to_owned() };
    survey.nodes.get_mut("hv02").unwrap().gaps = vec![Gap { subject: "node".to_owned(), reason }];
    let plan = planned(&substrate, &survey);
    assert!(plan.is_empty());
    insta::assert_snapshot!(faults(&plan), @"
    dns-vm01 is not made, because its VMID may be taken: the survey is incomplete: hv02: node: connection refused
      plan again when every node answers and shows everything
    ");
    let mut hosts = hypervisors();
    hosts["git-vm01"] = machine(211);
    let mut shared = shared();
    shared["deevnet_tenants"] = json!([]);
    let others = substrate_of(&shared, &hosts);
    insta::assert_snapshot!(faults(&planned(&others, &survey)), @"
    api.orchard is not declared, and is not removed: the survey is incomplete: hv02: node: connection refused
      plan again when every node answers
    git-vm01 is not made, because its VMID may be taken: the survey is incomplete: hv02: node: connection refused
      plan again when every node answers and shows everything
    ");
}

#[test]
fn what_nothing_declares_any_more_is_removed() {
    let survey = settled(&substrate());
    let substrate = emptied();
    let plan = planned(&substrate, &survey);
    insta::assert_snapshot!(plan, @"
    hv01 (node pve1)
      - dns-vm01 (VM 210)
          shut down: it is removed next [interrupts it]
            ~ status: running -> stopped
          destroy with its disks: nothing declares it any more [destroys data]
            - vmid: 210
            - name: dns-vm01

    hv02 (node pve2)
      - api.orchard (VM 301)
          shut down: it is removed next [interrupts it]
            ~ status: running -> stopped
          destroy with its disks: nothing declares it any more [destroys data]
            - vmid: 301
            - name: api-orchard

    Plan: 0 to add, 0 to change, 2 to destroy.
    ");
    assert_eq!((plan.owned, plan.gate()), (2, Ok(())));
    let gone = applied(&plan, &survey);
    assert!(planned(&substrate, &gone).is_empty());
    assert_eq!(gone.nodes["hv01"].guests.keys().copied().collect::<Vec<_>>(), [150, 9000, 9001, 9002]);
}

#[test]
fn a_protected_machine_stays() {
    let mut survey = settled(&substrate());
    guest(&mut survey, "hv01", 210).config.insert("protection".to_owned(), "1".to_owned());
    let substrate = emptied();
    let plan = planned(&substrate, &survey);
    assert_eq!(plan.blocked.len(), 1);
}

#[test]
fn what_bears_another_name_than_its_mark_gives_is_left_alone() {
    let mut survey = settled(&substrate());
    guest(&mut survey, "hv01", 210).name = Some("mine".to_owned());
    let plan = planned(&emptied(), &survey);
    assert!(plan.actions.iter().all(|action| &*action.host == "hv02"), "{plan}");
}
