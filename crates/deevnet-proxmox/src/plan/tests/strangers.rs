//! Whose a machine is.

use serde_json::json;

use super::trial::{emptied, faults};
use super::world::{guest, hypervisors, machine, planned, settled, shared, stranger, substrate, substrate_of, survey};
use crate::plan::{Operation, PlanOptions, plan};
use crate::survey::{Guest, GuestKind};

#[test]
fn strangers_and_doubles_are_faults() {
    let substrate = substrate();
    let mut on_vmid = survey();
    on_vmid.nodes.get_mut("hv01").unwrap().guests.insert(210, stranger("dns-vm01"));
    on_vmid.nodes.get_mut("hv02").unwrap().guests.insert(302, stranger("api-orchard"));
    insta::assert_snapshot!(faults(&planned(&substrate, &on_vmid)), @"
    the virtual machine 302 (api-orchard) on hv02 has the name of api.orchard, whose VMID is 301
      give every other machine another name, or declare its VMID
    the virtual machine 210 (dns-vm01) on hv01 has the VMID of dns-vm01, and is not its
      where it is the declared one, take it over with `--adopt dns-vm01`
    ");

    let mut twice = settled(&substrate);
    let dns = guest(&mut twice, "hv01", 210).clone();
    twice.nodes.get_mut("hv02").unwrap().guests.insert(210, dns);
    insta::assert_snapshot!(faults(&planned(&substrate, &twice)), @"
    the virtual machine 210 (dns-vm01) on hv01 and the virtual machine 210 (dns-vm01) on hv02 have one VMID, that of dns-vm01
      a VMID stands once on all nodes of a substrate: give one of them another
    ");

    let mut moved = settled(&substrate);
    let dns = moved.nodes.get_mut("hv01").unwrap().guests.remove(&210).unwrap();
    moved.nodes.get_mut("hv02").unwrap().guests.insert(210, dns);
    let plan = planned(&substrate, &moved);
    assert!(plan.is_empty() && plan.has_identity_drift());
    insta::assert_snapshot!(plan, @"
    = dns-vm01 (VM 210) on hv01: node stays hv02, not hv01: a machine is not moved between nodes
        hint: move it by backup and restore, or declare it on hv02

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
}

#[test]
fn a_machine_is_taken_over_only_where_that_is_asked_for() {
    let substrate = substrate();
    let mut survey = survey();
    let mut dns = stranger("dns-vm01");
    dns.config.insert("scsi0".to_owned(), "local-zfs:vm-210-disk-0,size=16G".to_owned());
    survey.nodes.get_mut("hv01").unwrap().guests.insert(210, dns);
    let options = PlanOptions { adopt: ["dns-vm01".to_owned()].into(), ..PlanOptions::default() };
    let plan = plan(&substrate, &survey, &options);
    assert!(plan.faults.is_empty(), "{plan}");
    let of_dns = plan.actions.iter().filter(|action| &*action.host == "hv01");
    assert!(
        of_dns.clone().count() > 0 && of_dns.clone().all(|action| !matches!(action.operation, Operation::Clone(_)))
    );
}

#[test]
fn a_copy_of_an_owned_machine_is_nobody_s() {
    let mut survey = settled(&substrate());
    let copy = guest(&mut survey, "hv01", 210).clone();
    let node = survey.nodes.get_mut("hv01").unwrap();
    node.guests.insert(400, Guest { name: Some("copy-of-dns".to_owned()), ..copy });
    let substrate = emptied();
    let plan = planned(&substrate, &survey);
    assert!(plan.actions.iter().all(|action| !format!("{:?}", action.target).contains("400")), "{plan}");
}

#[test]
fn a_copy_made_by_hand_is_not_taken_for_the_declared_machine() {
    let mut hosts = hypervisors();
    hosts["dns-vm01"] = machine(210);
    hosts["git-vm01"] = machine(211);
    let substrate = substrate_of(&shared(), &hosts);
    let mut survey = settled(&substrate);
    let copy = Guest { name: Some("Copy-of-VM-dns-vm01".to_owned()), ..guest(&mut survey, "hv01", 210).clone() };
    survey.nodes.get_mut("hv01").unwrap().guests.insert(400, copy.clone());
    assert!(planned(&substrate, &survey).is_settled());
    survey.nodes.get_mut("hv01").unwrap().guests.insert(211, copy);
    let plan = planned(&substrate, &survey);
    assert!(plan.is_empty(), "{plan}");
    insta::assert_snapshot!(faults(&plan), @"
    the virtual machine 211 (Copy-of-VM-dns-vm01) on hv01 has the VMID of git-vm01, and is not its
      remove it, or give the declared machine another VMID
    ");
}

#[test]
fn a_vmid_that_another_host_was_given_is_free_only_when_the_old_machine_is_gone() {
    let survey = settled(&substrate());
    let mut hosts = hypervisors();
    hosts["git-vm01"] = machine(210);
    let substrate = substrate_of(&shared(), &hosts);
    let plan = planned(&substrate, &survey);
    assert!(plan.is_empty(), "{plan}");
    insta::assert_snapshot!(faults(&plan), @"
    the virtual machine 210 (dns-vm01) on hv01 has the VMID of git-vm01, and is not its
      remove it, or give the declared machine another VMID
    ");
}

#[test]
fn an_owned_machine_that_was_renamed_gets_its_name_back() {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    let dns = guest(&mut survey, "hv01", 210);
    dns.name = Some("resolver".to_owned());
    dns.config.insert("name".to_owned(), "resolver".to_owned());
    let plan = planned(&substrate, &survey);
    assert!(plan.has_identity_drift());
    insta::assert_snapshot!(plan, @"
    hv01 (node pve1)
      ~ dns-vm01 (VM 210)
          configure: it differs from the declaration
            ~ name: resolver -> dns-vm01

    Plan: 0 to add, 1 to change, 0 to destroy.
    ");
}

#[test]
fn a_machine_with_neither_name_nor_tag_is_nobody_s() {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    let dns = guest(&mut survey, "hv01", 210);
    dns.name = Some("resolver".to_owned());
    dns.config.insert("name".to_owned(), "resolver".to_owned());
    dns.config.remove("tags");
    let plan = planned(&substrate, &survey);
    assert!(plan.is_empty() && plan.faults.len() == 1, "{plan}");
}

#[test]
fn a_name_and_a_vmid_that_others_have_on_another_node_are_faults() {
    let substrate = substrate();
    let mut survey = survey();
    survey.nodes.get_mut("hv01").unwrap().guests.insert(305, stranger("api-orchard"));
    survey.nodes.get_mut("hv02").unwrap().guests.insert(778, stranger("api-orchard"));
    let container = Guest { kind: GuestKind::Lxc, ..stranger("cache") };
    survey.nodes.get_mut("hv02").unwrap().guests.insert(210, container);
    let plan = planned(&substrate, &survey);
    assert!(plan.is_empty(), "{plan}");
    insta::assert_snapshot!(faults(&plan), @"
    the virtual machine 305 (api-orchard) on hv01 and the virtual machine 778 (api-orchard) on hv02 have the name of api.orchard, whose VMID is 301
      give every other machine another name, or declare its VMID
    the container 210 (cache) on hv02 has the VMID of dns-vm01
      a VMID stands once on all nodes of a substrate: give one of them another
    ");
}

#[test]
fn a_substrate_whose_name_begins_another_owns_nothing_of_it() {
    let survey = settled(&substrate());
    let mut shared = shared();
    shared["deevnet_substrate"] = json!("dvnt");
    shared["deevnet_tenants"] = json!([]);
    let plan = planned(&substrate_of(&shared, &hypervisors()), &survey);
    assert!(plan.is_settled() && plan.owned == 0, "{plan}");
}
