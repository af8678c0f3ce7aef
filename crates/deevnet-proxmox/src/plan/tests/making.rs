//! Machines that are made.

use super::trial::faults;
use super::world::{applied, guest, planned, settled, substrate, survey};
use crate::plan::Operation;
use crate::survey::{GuestStatus, Survey};

#[test]
fn a_new_machine_is_cloned_configured_grown_and_started() {
    let plan = planned(&substrate(), &survey());
    insta::assert_snapshot!(plan, @"
    hv01 (node pve1)
      + dns-vm01 (VM 210)
          clone fedora-server-44-1.10 (9001): no node has a virtual machine 210
            + vmid: 210
            + name: dns-vm01
            + template: fedora-server-44-1.10 (9001)
            + storage: local-zfs
          configure: the clone is to be as declared
            ~ cores: 1 -> 2
            ~ memory: 1024 MiB -> 2048 MiB
            + startup: order=10
            + onboot: 1
            ~ tags: fedora -> deevnet-dvntm
            + net0.mac: 02:de:20:00:00:d2
            + net0.tag: 25
            + scsi1: 100 GiB on local-zfs
            + ipconfig0: ip=10.20.25.10/24,gw=10.20.25.1
            + nameserver: 10.20.25.1
          grow scsi0 to 16G: the template's disk is smaller than declared
            ~ scsi0.size: 4 GiB -> 16 GiB
          start: it is new
            + status: running

    hv02 (node pve2)
      + api.orchard (VM 301)
          clone fedora-server-44-1.10 (9001): no node has a virtual machine 301
            + vmid: 301
            + name: api-orchard
            + template: fedora-server-44-1.10 (9001)
            + storage: local-lvm
          configure: the clone is to be as declared
            ~ cores: 1 -> 2
            ~ memory: 1024 MiB -> 4096 MiB
            ~ tags: fedora -> deevnet-dvntm;tenant-orchard
            + net0.tag: 50
          grow scsi0 to 32G: the template's disk is smaller than declared
            ~ scsi0.size: 4 GiB -> 32 GiB
          start: it is new
            + status: running

    Plan: 2 to add, 0 to change, 0 to destroy.
    ");
}

#[test]
fn a_half_made_machine_is_gone_on_with() {
    let substrate = substrate();
    let whole = planned(&substrate, &survey());
    let mut part = whole.clone();
    part.actions.truncate(1);
    let survey = applied(&part, &survey());
    let plan = planned(&substrate, &survey);
    assert!(!plan.to_string().contains("clone fedora-server-44-1.10 (9001): no node has a virtual machine 210"));
    assert!(plan.faults.is_empty(), "{plan}");
    assert!(planned(&substrate, &applied(&plan, &survey)).is_empty());
}

#[test]
fn a_machine_that_is_being_made_is_waited_for() {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    let dns = guest(&mut survey, "hv01", 210);
    dns.lock = Some("clone".to_owned());
    dns.name = None;
    dns.config.clear();
    dns.status = GuestStatus::Stopped;
    insta::assert_snapshot!(planned(&substrate, &survey), @"
    = dns-vm01 (VM 210) on hv01: lock stays clone: it is being made, and does not say yet by whom
        hint: wait until the node is done and plan again

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
}

#[test]
fn nodes_that_lack_something_are_faults() {
    let node = |change: &dyn Fn(&mut crate::survey::NodeState)| {
        let mut survey = survey();
        change(survey.nodes.get_mut("hv01").unwrap());
        faults(&planned(&substrate(), &survey))
    };
    let lacking = [
        node(&|node| node.bridges.clear()),
        node(&|node| node.bridges.get_mut("vmbr0").unwrap().is_vlan_aware = false),
        node(&|node| node.storages.clear()),
        node(&|node| {
            let storage = node.storages.get_mut("local-zfs").unwrap();
            storage.free = Some(deevnet_core::quantity::DataSize::gibibytes(99));
        }),
        node(&|node| node.guests.retain(|vmid, _| *vmid < 9000)),
        node(&|node| node.node = None),
    ];
    insta::assert_snapshot!(lacking.join("\n"), @r#"
    dns-vm01 is attached to vmbr0, which hv01 does not have
      create the bridge, or correct `deevnet_hypervisor.bridge`
    dns-vm01 is tagged with 25, but vmbr0 of hv01 is not VLAN-aware
      make the bridge VLAN-aware, so that it keeps every tag
    hv01 has no storage local-zfs
      create it on the node, or declare another storage; hv01 has none
    the storage local-zfs of hv01 has 99 GiB free, but what is planned there takes 116 GiB
      make room, or place machines on another storage or hypervisor
    hv01 has no template whose name begins with "fedora-server-", for dns-vm01
      build the template on that node: nodes share none
    the node name of hv01 is not known
      declare `deevnet_hypervisor.node`, or plan again when the node answers
    "#);
}

#[test]
fn tags_of_a_template_do_not_stay_and_those_of_others_do() {
    let substrate = substrate();
    let whole = planned(&substrate, &survey());
    let mut part = whole.clone();
    part.actions.retain(|action| matches!(action.operation, Operation::Clone(_)));
    let mut half_made = applied(&part, &survey());
    let tags = |survey: &mut Survey| guest(survey, "hv01", 210).config["tags"].clone();
    assert_eq!(tags(&mut half_made), "fedora");
    let mut made = applied(&planned(&substrate, &half_made), &half_made);
    assert_eq!(tags(&mut made), "deevnet-dvntm");
    guest(&mut made, "hv01", 210).config.insert("tags".to_owned(), "fedora;nightly".to_owned());
    assert_eq!(tags(&mut applied(&planned(&substrate, &made), &made)), "deevnet-dvntm;fedora;nightly");
}
