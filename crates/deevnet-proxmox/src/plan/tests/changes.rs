//! Machines that are changed.

use super::trial::{after, with};
use super::world::{applied, guest, planned, settled, substrate, texts};
use crate::plan::{Operation, PlanOptions, Risk, plan};
use crate::survey::{GuestStatus, PendingRow};

#[test]
fn one_option_changes_and_the_spelling_of_the_mac_stays() {
    let plan = with("net0", "virtio=02:DE:20:00:00:d2,bridge=vmbr0,firewall=1,queues=4,tag=30");
    let [action] = &plan.actions[..] else { panic!("{plan}") };
    let Operation::Configure(order) = &action.operation else { panic!("{plan}") };
    assert_eq!(order.set["net0"], "virtio=02:DE:20:00:00:d2,bridge=vmbr0,firewall=1,queues=4,tag=25");
    assert_eq!((action.needs_reboot, action.risk), (false, Risk::Disruptive));
    insta::assert_snapshot!(plan, @"
    hv01 (node pve1)
      ~ dns-vm01 (VM 210)
          configure: it differs from the declaration [interrupts it]
            ~ net0.tag: 30 -> 25

    Plan: 0 to add, 1 to change, 0 to destroy.
    ");
}

#[test]
fn a_running_machine_is_not_stopped_unless_that_is_asked_for() {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    let dns = guest(&mut survey, "hv01", 210);
    dns.config.insert("memory".to_owned(), "1024".to_owned());
    dns.config.insert("net0".to_owned(), "virtio=02:de:20:00:00:aa,bridge=vmbr0,tag=25".to_owned());
    insta::assert_snapshot!(planned(&substrate, &survey), @"
    hv01 (node pve1)
      ~ dns-vm01 (VM 210)
          configure: it differs from the declaration [takes effect at its next start]
            ~ memory: 1024 MiB -> 2048 MiB
            ~ net0.mac: 02:de:20:00:00:aa -> 02:de:20:00:00:d2

    Plan: 0 to add, 1 to change, 0 to destroy.
    ");
    let options = PlanOptions { reboot: true, ..PlanOptions::default() };
    insta::assert_snapshot!(plan(&substrate, &survey, &options), @"
    hv01 (node pve1)
      ~ dns-vm01 (VM 210)
          shut down: values take effect when it starts [interrupts it]
            ~ status: running -> stopped
          configure: it differs from the declaration
            ~ memory: 1024 MiB -> 2048 MiB
            ~ net0.mac: 02:de:20:00:00:aa -> 02:de:20:00:00:d2
          start: it was stopped so that values take effect
            ~ status: stopped -> running

    Plan: 0 to add, 1 to change, 0 to destroy.
    ");
    let stopped = applied(&plan(&substrate, &survey, &options), &survey);
    assert!(planned(&substrate, &stopped).is_empty());
}

#[test]
fn values_that_wait_are_what_it_boots_with() {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    let (value, pending) = (Some("1024".to_owned()), Some("2048".to_owned()));
    guest(&mut survey, "hv01", 210).pending =
        vec![PendingRow { key: "memory".to_owned(), value, pending, delete: false }];
    assert!(planned(&substrate, &survey).is_empty());
    let options = PlanOptions { reboot: true, ..PlanOptions::default() };
    let told: Vec<String> =
        plan(&substrate, &survey, &options).actions.iter().map(|action| action.operation.to_string()).collect();
    assert_eq!(told, ["shut down", "start"]);
}

#[test]
fn disks_grow_and_never_shrink_or_move() {
    insta::assert_snapshot!(with("scsi0", "local-zfs:vm-210-disk-0,size=8G"), @"
    hv01 (node pve1)
      ~ dns-vm01 (VM 210)
          grow scsi0 to 16G: its disk is smaller than declared
            ~ scsi0.size: 8 GiB -> 16 GiB

    Plan: 0 to add, 1 to change, 0 to destroy.
    ");
    insta::assert_snapshot!(with("scsi0", "local-zfs:vm-210-disk-0,size=32G"), @"
    = dns-vm01 (VM 210) on hv01: scsi0.size stays 32 GiB, not 16 GiB: a disk is never made smaller
        hint: declare 32 GiB, or make it anew by hand

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
    insta::assert_snapshot!(with("scsi1", "scratch:vm-210-disk-1,size=100G"), @"
    = dns-vm01 (VM 210) on hv01: scsi1.storage stays scratch, not local-zfs: a disk is not moved to another storage
        hint: move the disk by hand (`qm disk move`), or declare the storage that scsi1 is on

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
    insta::assert_snapshot!(with("scsi1", "none,media=cdrom"), @"
    = dns-vm01 (VM 210) on hv01: scsi1 stays none,media=cdrom, not 100 GiB: scsi1 holds something else
        hint: declare another `data_disk.device`

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
}

#[test]
fn only_lost_tags_are_a_matter_of_tags() {
    let plan = with("tags", "mine");
    let [action] = &plan.actions[..] else { panic!("{plan}") };
    let tags = ["deevnet-dvntm", "mine"].map(str::to_owned).to_vec();
    assert_eq!(action.operation, Operation::Retag { tags });
}

#[test]
fn other_text_in_a_description_stays() {
    let plan = with("description", "Ask Robin before you touch it\n");
    let [action] = &plan.actions[..] else { panic!("{plan}") };
    let Operation::Configure(order) = &action.operation else { panic!("{plan}") };
    assert_eq!(order.set["description"], "Ask Robin before you touch it\n\ndeevnet: dvntm/dns-vm01/210");
}

#[test]
fn a_network_device_that_is_not_declared_stays() {
    let plan = with("net1", "virtio=BC:24:11:00:00:01,bridge=vmbr0");
    assert!(plan.is_empty());
    insta::assert_snapshot!(plan, @"
    = dns-vm01 (VM 210) on hv01: net1 stays virtio=BC:24:11:00:00:01,bridge=vmbr0: net1 is not declared, and what it is for is not known
        hint: declare it in `nics`, or remove it by hand

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
}

#[test]
fn a_stopped_machine_is_started() {
    let plan = after(|guest| guest.status = GuestStatus::Stopped);
    insta::assert_snapshot!(plan, @"
    hv01 (node pve1)
      ~ dns-vm01 (VM 210)
          start: it is declared and does not run
            ~ status: stopped -> running

    Plan: 0 to add, 1 to change, 0 to destroy.
    ");
}

#[test]
fn a_locked_machine_is_waited_for() {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    let dns = guest(&mut survey, "hv01", 210);
    dns.lock = Some("backup".to_owned());
    assert!(planned(&substrate, &survey).blocked.is_empty());
    guest(&mut survey, "hv01", 210).config.insert("cores".to_owned(), "8".to_owned());
    insta::assert_snapshot!(planned(&substrate, &survey), @"
    = dns-vm01 (VM 210) on hv01: lock stays backup: it is locked, so that nothing of it can be changed
        hint: wait until the node is done and plan again; where nothing runs, `qm unlock` takes the lock backup away

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
}

#[test]
fn what_only_waits_interrupts_nothing_and_what_is_noticed_is_told_beside_it() {
    let told = |values: &[(&str, &str)]| {
        let plan = after(|guest| guest.config.extend(texts(values)));
        plan.to_string().lines().nth(2).unwrap().trim().to_owned()
    };
    let (memory, tag) = (("memory", "1024"), ("net0", "virtio=02:de:20:00:00:d2,bridge=vmbr0,tag=30"));
    insta::assert_snapshot!([told(&[memory]), told(&[tag]), told(&[memory, tag])].join("\n"), @"
    configure: it differs from the declaration [takes effect at its next start]
    configure: it differs from the declaration [interrupts it]
    configure: it differs from the declaration [interrupts it; some of it takes effect at its next start]
    ");
}
