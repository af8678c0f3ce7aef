//! What keeps a plan from machines.

use serde_json::json;

use super::trial::{emptied, faults};
use super::world::{
    checked_of, guest, hypervisors, machine, planned, settled, shared, substrate, substrate_of, survey,
};
use crate::plan::{PlanOptions, Withheld, plan};
use crate::survey::{Gap, GapReason, NodeState, Survey};

#[test]
fn an_unusual_share_of_changes_stops_at_the_gate() {
    let mut hosts = hypervisors();
    for vmid in 210..222 {
        hosts[format!("app-vm{vmid}")] = machine(vmid);
    }
    let substrate = substrate_of(&shared(), &hosts);
    let mut survey = settled(&substrate);
    let change = |survey: &mut Survey, vmids: std::ops::Range<u32>| {
        for vmid in vmids {
            guest(survey, "hv01", vmid).config.insert("cores".to_owned(), "1".to_owned());
        }
    };
    change(&mut survey, 210..213);
    assert_eq!(planned(&substrate, &survey).gate(), Ok(()));
    change(&mut survey, 213..214);
    insta::assert_snapshot!(planned(&substrate, &survey).gate().unwrap_err(), @"4 of 13 owned machines would be changed or removed, more than 30 %");
}

#[test]
fn only_targets_are_planned() {
    let options = |target: &str| PlanOptions { targets: [target.to_owned()].into(), ..PlanOptions::default() };
    let hosts = |target: &str| {
        let plan = plan(&substrate(), &survey(), &options(target));
        let mut hosts: Vec<String> = plan.actions.iter().map(|action| action.host.to_string()).collect();
        hosts.dedup();
        (hosts, faults(&plan))
    };
    assert_eq!(hosts("dns-vm01").0, ["hv01"]);
    for name in ["orchard", "api.orchard", "api-orchard"] {
        assert_eq!(hosts(name).0, ["hv02"], "{name}");
    }
    insta::assert_snapshot!(hosts("dns-vm02").1, @"
    `dns-vm02` is no machine and no tenant of dvntm
      did you mean `dns-vm01`?
    ");
}

#[test]
fn what_an_error_is_about_is_left_alone() {
    let mut hosts = hypervisors();
    hosts["dns-vm01"] = machine(210);
    hosts["git-vm01"] = machine(210);
    let substrate = substrate_of(&shared(), &hosts);
    insta::assert_snapshot!(faults(&planned(&substrate, &survey())), @"
    the VMID 210 is declared for several machines
      give each its own
    ");
    let mut hosts = hypervisors();
    hosts["dns-vm01"] = machine(210);
    hosts["dns-vm01"]["mgmt_vm"]["vmid"] = json!(0);
    let substrate = substrate_of(&shared(), &hosts);
    insta::assert_snapshot!(faults(&planned(&substrate, &survey())), @"
    dns-vm01 has no VMID yet
      run `deevnet alloc`
    ");
}

#[test]
fn what_a_check_found_wrong_is_left_alone() {
    let mut hosts = hypervisors();
    hosts["dns-vm01"] = machine(210);
    hosts["dns-vm01"]["mgmt_vm"]["vlan_tag"] = json!(99);
    let checked = checked_of(&shared(), &hosts);
    let options = PlanOptions { withheld: Withheld::of(&checked.findings), ..PlanOptions::default() };
    insta::assert_snapshot!(faults(&plan(&checked.substrate, &survey(), &options)), @"
    dns-vm01 is left alone because of an error: dns-vm01 is tagged with VLAN 99 (management), but its segment platform is VLAN 25 [DV724]
      correct the inventory; `deevnet check` shows the place
    ");
    let emptied = emptied();
    let kept = plan(&emptied, &settled(&substrate()), &options);
    assert!(kept.actions.iter().all(|action| &*action.host == "hv02"), "{kept}");
}

#[test]
fn a_node_that_showed_nothing_is_named_and_not_its_bridge() {
    let mut survey = survey();
    let reason = GapReason::Unreachable { message: "connection refused".to_owned() };
    let gap = |subject: &str| Gap { subject: subject.to_owned(), reason: reason.clone() };
    survey.nodes.insert("hv02".into(), NodeState { gaps: vec![gap("node")], ..NodeState::default() });
    let node = survey.nodes.get_mut("hv01").unwrap();
    node.bridges.clear();
    node.gaps.push(gap("bridges"));
    insta::assert_snapshot!(faults(&planned(&substrate(), &survey)), @"
    api.orchard stands on hv02, which could not be read: node: connection refused
      `deevnet observe` shows whether a node can be read
    whether hv01 has vmbr0 for dns-vm01 is not shown: bridges: connection refused
      `deevnet observe` shows what a node holds back
    ");
}
