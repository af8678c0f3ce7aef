//! Plans of machines.

use serde_json::json;

use super::world::{
    applied, checked_of, guest, hypervisors, machine, planned, settled, shared, stranger, substrate, substrate_of,
    survey,
};
use crate::plan::{Operation, Plan, PlanOptions, Risk, Withheld, plan};
use crate::survey::{Gap, GapReason, GuestStatus, PendingRow, Survey};

/// The messages and hints of what is wrong.
fn faults(plan: &Plan) -> String {
    let lines = plan.faults.iter().map(|fault| format!("{}\n  {}", fault.message, fault.hint));
    lines.collect::<Vec<_>>().join("\n")
}

/// The plan after something of `dns-vm01` was changed by hand.
fn after(change: impl FnOnce(&mut crate::survey::Guest)) -> Plan {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    change(guest(&mut survey, "hv01", 210));
    planned(&substrate, &survey)
}

/// The same substrate, in which no machine is declared any more.
fn emptied() -> deevnet_core::model::Substrate {
    let mut shared = shared();
    shared["deevnet_tenants"] = json!([]);
    substrate_of(&shared, &hypervisors())
}

fn with(key: &str, value: &str) -> Plan {
    after(|guest| drop(guest.config.insert(key.to_owned(), value.to_owned())))
}

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
            ~ tags: fedora -> deevnet-dvntm;fedora
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
            ~ tags: fedora -> deevnet-dvntm;fedora;tenant-orchard
            + net0.tag: 50
          grow scsi0 to 32G: the template's disk is smaller than declared
            ~ scsi0.size: 4 GiB -> 32 GiB
          start: it is new
            + status: running

    Plan: 2 to add, 0 to change, 0 to destroy.
    ");
}

#[test]
fn what_was_applied_needs_nothing() {
    let substrate = substrate();
    let plan = planned(&substrate, &settled(&substrate));
    assert_eq!((plan.actions.len(), plan.blocked.len(), plan.faults.len()), (0, 0, 0), "{plan}");
    assert_eq!((plan.owned, plan.unchanged), (2, 2));
}

#[test]
fn spellings_that_mean_the_same_are_no_difference() {
    let same = [
        ("net0", "bridge=vmbr0,firewall=on,tag=0025,virtio=02:DE:20:00:00:D2"),
        ("memory", "current=2048"),
        ("scsi0", "local-zfs:vm-210-disk-0,size=16384M"),
        ("scsi1", "local-zfs:vm-210-disk-1,iothread=0,size=107374182400"),
        ("tags", "Fedora, deevnet-dvntm"),
        ("description", "deevnet: dvntm/dns-vm01/210"),
        ("startup", "10"),
        ("nameserver", "10.20.25.1,"),
        ("ipconfig0", "gw=10.20.25.1,ip=10.20.25.10/24"),
        ("sockets", "1"),
    ];
    for (key, value) in same {
        let plan = with(key, value);
        assert!(plan.is_empty() && plan.blocked.is_empty() && plan.faults.is_empty(), "{key}: {plan}");
    }
}

#[test]
fn what_is_not_written_has_its_default() {
    let mut hosts = hypervisors();
    hosts["dns-vm01"] = machine(210);
    hosts["dns-vm01"]["mgmt_vm"]["cores"] = json!(1);
    hosts["dns-vm01"]["mgmt_vm"]["memory"] = json!(512);
    let substrate = substrate_of(&shared(), &hosts);
    let mut survey = settled(&substrate);
    let dns = guest(&mut survey, "hv01", 210);
    dns.config.remove("cores");
    dns.config.remove("memory");
    assert!(planned(&substrate, &survey).is_empty());
}

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
          configure: it differs from the declaration [interrupts it] [takes effect at its next start]
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
          configure: it differs from the declaration [interrupts it]
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
fn strangers_and_doubles_are_faults() {
    let substrate = substrate();
    let mut on_vmid = survey();
    on_vmid.nodes.get_mut("hv01").unwrap().guests.insert(210, stranger("dns-vm01"));
    on_vmid.nodes.get_mut("hv02").unwrap().guests.insert(302, stranger("api-orchard"));
    insta::assert_snapshot!(faults(&planned(&substrate, &on_vmid)), @"
    the virtual machine 302 (api-orchard) on hv02 has the name of api.orchard, whose VMID is 301
      give that machine another name, or declare its VMID
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
fn a_copy_of_an_owned_machine_is_nobody_s() {
    let mut survey = settled(&substrate());
    let copy = guest(&mut survey, "hv01", 210).clone();
    let node = survey.nodes.get_mut("hv01").unwrap();
    node.guests.insert(400, crate::survey::Guest { name: Some("copy-of-dns".to_owned()), ..copy });
    let substrate = emptied();
    let plan = planned(&substrate, &survey);
    assert!(plan.actions.iter().all(|action| !format!("{:?}", action.target).contains("400")), "{plan}");
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
fn drift_tells_identity_from_the_rest() {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    let dns = guest(&mut survey, "hv01", 210);
    dns.config.insert("net0".to_owned(), "virtio=02:de:20:00:00:d2,bridge=vmbr0,tag=30".to_owned());
    dns.config.insert("memory".to_owned(), "1024".to_owned());
    dns.config.insert("startup".to_owned(), "order=99".to_owned());
    survey.nodes.get_mut("hv02").unwrap().guests.remove(&301);
    let drift = planned(&substrate, &survey).drift();
    let lines: Vec<String> = drift.iter().map(|one| format!("{:?}: {one}", one.class)).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    Identity: hv01: dns-vm01 (VM 210): net0.tag is 30, but 25 is declared
    Identity: hv02: api.orchard (VM 301): is missing
    Resource: hv01: dns-vm01 (VM 210): memory is 1024 MiB, but 2048 MiB is declared
    Cosmetic: hv01: dns-vm01 (VM 210): startup is order=99, but order=10 is declared
    ");
}

#[test]
fn a_plan_is_read_as_it_was_written() {
    let plan = planned(&substrate(), &survey());
    let json = plan.to_json().unwrap();
    assert_eq!(Plan::from_json(&json).unwrap(), plan);
    assert!(plan.check_survey(&survey()).is_ok());
    assert!(plan.check_survey(&settled(&substrate())).is_err());
}
