//! The text of an inventory's files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use super::address_plan::{AddressPlan, FLOWS, INTERNET_ZONES, Segment};
use super::host::{FIRST_VMID, Host, Interface, Machine};

/// The last VMID of the declared range, above that of every host of the largest inventory.
const LAST_VMID: usize = 999_999;

/// Appends formatted lines to a text; a text takes every write.
macro_rules! line {
    ($text:expr, $($argument:tt)*) => {
        let _ = writeln!($text, $($argument)*);
    };
}

/// The files that hold for the whole substrate and for each cell.
pub(super) fn of_substrate(plan: &AddressPlan) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::from([
        ("group_vars/all/main.yml".into(), main()),
        ("group_vars/all/vlans.yml".into(), vlans(&plan.segments())),
        ("group_vars/all/firewall.yml".into(), firewall(plan)),
        ("group_vars/all/switch_profiles.yml".into(), SWITCH_PROFILES.to_owned()),
    ]);
    for cell in 0..plan.cells() {
        let name = AddressPlan::cell_name(cell);
        let text = format!("# Settings of one cell\ncell_number: {}\ncell_segment: {name}\n", cell + 1);
        files.insert(format!("group_vars/{name}.yml").into(), text);
    }
    files
}

const SWITCH_PROFILES: &str = "\
# Switch port profiles; segments are named, not numbered
deevnet_switch_profiles:
  trunk_all:
    mode: trunk
    native_vlan: blackhole
    allowed_vlans: all
  trunk_server:
    mode: trunk
    native_vlan: blackhole
    allowed_vlans:
      - management
      - trusted
      - storage
      - platform
      - tenant_1
      - tenant_2
      - tenant_3
  access_management:
    mode: access
    vlan: management
  access_trusted:
    mode: access
    vlan: trusted

deevnet_port_roles:
  uplink:
    profile: trunk_all
  hypervisor_trunk:
    profile: trunk_server
  hypervisor_management:
    profile: access_management
  workstation:
    profile: access_trusted
";

fn main() -> String {
    format!(
        "\
deevnet_root_domain: example.net
deevnet_substrate: bench
deevnet_site_octet: 20
deevnet_mac_namespace: \"02:de:20\"
deevnet_mgmt_vmid_range:
  start: {FIRST_VMID}
  end: {LAST_VMID}

# Where Ansible connects to: the interface marked for it, or the first with an address
ansible_host: >-
  {{{{
    env.interfaces | dict2items | selectattr('value.ansible', 'defined') | selectattr('value.ansible')
    | map(attribute='value.ip') | first
    | default(
      env.interfaces | dict2items | map(attribute='value.ip') | reject('in', [none, 'dhcp']) | first,
      true
    )
  }}}}

deevnet_fqdn: \"{{{{ inventory_hostname }}}}.{{{{ deevnet_substrate }}}}.{{{{ deevnet_root_domain }}}}\"
"
    )
}

fn vlans(segments: &[Segment]) -> String {
    let mut text = String::from("# Segments of the substrate\ndeevnet_vlans:\n");
    for segment in segments {
        line!(text, "  {}:\n    vlan_id: {}", segment.name, segment.vlan);
        if let (Some((network, prefix)), Some(gateway)) = (segment.network, segment.gateway()) {
            line!(text, "    subnet: \"{network}/{prefix}\"\n    gateway: \"{gateway}\"");
        }
        match segment.pool {
            Some((start, end)) => {
                line!(text, "    dhcp_range_start: \"{start}\"\n    dhcp_range_end: \"{end}\"");
            }
            None => {
                line!(text, "    dhcp_enabled: false  # Static mappings only");
            }
        }
    }
    text
}

fn firewall(plan: &AddressPlan) -> String {
    let cells: Vec<String> = (0..plan.cells()).map(AddressPlan::cell_name).collect();
    let mut text = String::from("# Flows between zones; everything else is denied\nfirewall_default_action: block\n");
    text.push_str("firewall_zone_policies:\n");
    for (from, to) in FLOWS.into_iter().flat_map(|(from, all)| all.iter().map(move |to| (from, to))) {
        line!(text, "  - {{ from_zone: {from}, to_zone: {to}, action: pass }}");
    }
    for cell in &cells {
        line!(text, "  - {{ from_zone: management, to_zone: {cell}, action: pass }}");
        line!(text, "  - {{ from_zone: {cell}, to_zone: platform, action: pass }}");
    }
    text.push_str("\nfirewall_internet_zones:\n");
    for zone in INTERNET_ZONES.into_iter().chain(cells.iter().map(String::as_str)) {
        line!(text, "  - {zone}");
    }
    text
}

/// The hosts file: groups by place and, beside them, groups by purpose.
pub(super) fn hosts(hosts: &[Host]) -> String {
    let mut text = String::from("all:\n  children:\n    infrastructure:\n      children:\n        compute:\n");
    text.push_str("          children:\n");
    group(&mut text, 12, "hypervisors", hosts.iter().filter(|host| host.form == "hv"));
    group(&mut text, 8, "builder", hosts.iter().filter(|host| host.cell.is_none() && host.form == "ph"));
    cells(&mut text, hosts);
    let boots = |host: &&Host| host.interfaces.iter().any(|interface| interface.boots_from.is_some());
    group(&mut text, 4, "netboot_clients", hosts.iter().filter(boots));
    group(&mut text, 4, "managed_machines", hosts.iter().filter(|host| host.machine.is_some()));
    text
}

fn cells(text: &mut String, hosts: &[Host]) {
    let numbers: BTreeSet<usize> = hosts.iter().filter_map(|host| host.cell).collect();
    if numbers.is_empty() {
        return;
    }
    text.push_str("    cells:\n      children:\n");
    for number in numbers {
        let name = AddressPlan::cell_name(number);
        line!(text, "        {name}:\n          children:");
        let inside = || hosts.iter().filter(move |host| host.cell == Some(number));
        group(text, 12, &format!("{name}_machines"), inside().filter(|host| host.form == "vm"));
        group(text, 12, &format!("{name}_metal"), inside().filter(|host| host.form != "vm"));
    }
}

fn group<'a>(text: &mut String, indent: usize, name: &str, hosts: impl Iterator<Item = &'a Host>) {
    let mut hosts = hosts.peekable();
    let listed = if hosts.peek().is_some() { "" } else { " {}" };
    line!(text, "{:indent$}{name}:", "");
    line!(text, "{:indent$}  hosts:{listed}", "");
    for host in hosts {
        line!(text, "{:indent$}    {}: {{}}", "", host.name);
    }
}

/// The files of one host: one, or a folder with what a person wrote and what an allocation wrote.
pub(super) fn of_host(host: &Host) -> Vec<(PathBuf, String)> {
    let name = &host.name;
    match &host.machine {
        None => vec![(format!("host_vars/{name}.yml").into(), variables(host, None))],
        Some(machine) => vec![
            (format!("host_vars/{name}/vars.yml").into(), variables(host, Some(machine))),
            (format!("host_vars/{name}/identity.yml").into(), identity(host, machine)),
        ],
    }
}

fn identity(host: &Host, machine: &Machine) -> String {
    let mut text = String::from("# Allocated; do not edit\n");
    line!(text, "deevnet_assigned_vmid: {}", machine.vmid);
    for interface in &host.interfaces {
        line!(text, "deevnet_assigned_mac: \"{}\"", interface.mac);
    }
    text
}

fn variables(host: &Host, machine: Option<&Machine>) -> String {
    let mut text = format!("infrastructure:\n  form: {}\n  interfaces:\n", host.form);
    for interface in &host.interfaces {
        let mac = machine.map_or(interface.mac.as_str(), |_| "{{ deevnet_assigned_mac | default('') }}");
        line!(text, "    {}:\n      mac: \"{mac}\"", interface.name);
    }
    text.push_str("\nenv:\n");
    if let Some(role) = &host.role {
        line!(text, "  role: {role}");
    }
    text.push_str("  interfaces:\n");
    for interface in &host.interfaces {
        binding(&mut text, interface);
    }
    if let Some(machine) = machine {
        line!(text, "\nmgmt_vm:\n  hypervisor: {}\n  node: {0}", machine.hypervisor);
        text.push_str("  vmid: \"{{ deevnet_assigned_vmid | default(0) }}\"\n");
        text.push_str("  template_prefix: fedora-cloud\n  cores: 2\n  memory: 4096\n");
    }
    text
}

fn binding(text: &mut String, interface: &Interface) {
    line!(text, "    {}:", interface.name);
    let Some(fixed) = &interface.fixed else {
        line!(text, "      ip: dhcp\n      purpose: transit");
        return;
    };
    let purpose = if interface.name == "eth0" { "mgmt" } else { "lan" };
    line!(text, "      ip: {}\n      purpose: {purpose}\n      segment: {}", fixed.address, fixed.segment);
    if interface.wake_on_lan {
        line!(text, "      wol: true");
    }
    line!(text, "      dns:\n        host_a_record: true\n        dhcp_reservation: {}", interface.reserved);
    if interface.cnames.is_empty() {
        line!(text, "        cnames: []");
    } else {
        line!(text, "        cnames:");
        for label in &interface.cnames {
            line!(text, "          - {label}");
        }
    }
    if let Some(server) = interface.boots_from {
        line!(text, "        pxe_boot:\n          tftp_server: \"{server}\"\n          boot_file: \"ipxe.efi\"");
    }
}

#[cfg(test)]
mod tests {
    use super::super::Inventory;

    #[test]
    fn a_machine_with_an_allocation_leaves_its_identity_to_a_template() {
        let files = Inventory::generate(40, 1).files();
        let identities: Vec<_> = files.iter().filter(|(path, _)| path.ends_with("identity.yml")).collect();
        assert!(!identities.is_empty());
        for (path, text) in identities {
            assert!(text.contains("deevnet_assigned_mac: \"02:de:20:00:00:"), "{text}");
            let beside = &files[&path.with_file_name("vars.yml")];
            assert!(beside.contains("mac: \"{{ deevnet_assigned_mac | default('') }}\""), "{beside}");
        }
    }

    #[test]
    fn the_builder_is_where_netboot_clients_look_for_it() {
        let files = Inventory::generate(3, 1).files();
        let builder = &files[std::path::Path::new("host_vars/provisioner-ph01.yml")];
        assert!(builder.contains("ip: 10.20.99.4\n"), "{builder}");
    }
}
