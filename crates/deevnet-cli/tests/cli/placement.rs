//! `deevnet show hypervisors` and `deevnet show placement`.

use crate::substrate::Substrate;

/// A hypervisor with 32 GiB, and two machines for it.
const PLACED: &str = "\
# file: host_vars/hv01.yml
infrastructure: { form: hv, hardware: dell-optiplex-7050-mff }
deevnet_hypervisor:
  plane: management
  node: pve
  endpoint: \"https://10.20.99.21\"
  bridge: vmbr0
  vlan_aware: true
  storages:
    - { name: local-lvm, size: 400 }
  template_prefixes: [fedora-server-]
  reserve: { memory: 2048 }
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { hypervisor: hv01, vmid: 210, cores: 1, memory: 1024, disk: \"16\", startup: \"order=10\" }
# file: host_vars/git-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { hypervisor: hv01, cores: 2, memory: 4G, data_disk: { device: scsi1, size: 64 } }
# file: host_vars/new-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { cores: 1 }
";

#[test]
fn hypervisors_and_placement_are_tables() {
    let substrate = Substrate::with(&[PLACED]);
    insta::assert_snapshot!(substrate.deevnet(&["show", "hypervisors"]).text(), @"
    exit 0
    HYPERVISOR  PLANE       NODE  ENDPOINT                  BRIDGE              STORAGES   TEMPLATES       SYSTEM  HARDWARE
    hv01        management  pve   https://10.20.99.21:8006  vmbr0 (VLAN-aware)  local-lvm  fedora-server-  -       dell-optiplex-7050-mff
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "placement"]).text(), @"
    exit 0
    HYPERVISOR  RESOURCE              USED      LIMIT       LEFT  UNDECLARED
    hv01        memory               5 GiB     30 GiB     25 GiB           -
    hv01        virtual processors       3         32         29           -
    hv01        storage             80 GiB  931.3 GiB  851.3 GiB           1
    hv01        storage local-lvm   80 GiB    400 GiB    320 GiB           1

    MACHINE   HYPERVISOR  VMID  CORES  MEMORY    DISK  DATA DISK  STARTUP
    dns-vm01  hv01         210      1   1 GiB  16 GiB          -  order=10
    git-vm01  hv01           -      2   4 GiB       -     64 GiB  -

    UNPLACED  WHY
    new-vm01  it names no hypervisor
    ");
}

#[test]
fn hypervisors_and_placement_are_json() {
    let substrate = Substrate::with(&[PLACED]);
    let json = substrate.deevnet(&["show", "hypervisors", "--format", "json"]).json();
    assert_eq!((&json["version"], &json["hypervisors"]["hv01"]["node"]), (&1.into(), &"pve".into()));
    let json = substrate.deevnet(&["show", "placement", "--format", "json"]).json();
    let node = &json["placement"]["hypervisors"][0];
    assert_eq!(node["memory"]["used"], 5_u64 << 30);
    assert_eq!(node["memory"]["left"], 25_u64 << 30);
    assert_eq!(node["machines"][0]["name"], "dns-vm01");
    assert_eq!(json["placement"]["unplaced"][0]["machine"], "new-vm01");
}

#[test]
fn what_does_not_fit_is_shown_as_less_than_nothing() {
    let full = "\
# file: host_vars/big-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { hypervisor: hv01, memory: 30720 }
";
    let shown = Substrate::with(&[PLACED, full]).deevnet(&["show", "placement"]).text();
    assert!(shown.starts_with("exit 2\n"), "{shown}");
    assert!(shown.contains("35 GiB") && shown.contains("-5 GiB"), "{shown}");
}
