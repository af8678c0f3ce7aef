//! `deevnet tenant`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::runner::{Outcome, deevnet_in};
use crate::substrate::{PI01, Substrate};

const TENANTS: &str = "\
# file: group_vars/all/tenants.yml
# who lives here
deevnet_tenants:
  # the first one
  - { name: oak, segment: iot }  # on an old segment

  # grows fast
  - { name: elm, index: 1, class: experiment }
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
    dhcp_range_start: 10.20.30.100
    dhcp_range_end: 10.20.30.200
  tenant_1:
    vlan_id: 50
    subnet: 10.20.50.0/24
    gateway: 10.20.50.1
    dhcp_range_start: 10.20.50.100
    dhcp_range_end: 10.20.50.200
  # untagged frames end here
  blackhole:
    vlan_id: 999
";

const FILE: &str = "group_vars/all/tenants.yml";

/// A copy of one of the examples, which goes away with it.
pub(crate) struct Example {
    pub(crate) directory: tempfile::TempDir,
}

impl Example {
    pub(crate) fn of(name: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
        copy(&source, &directory.path().join(name));
        Self { directory }
    }

    /// Runs a verb with the substrate's directory as its last argument.
    fn tenant(&self, name: &str, arguments: &[&str]) -> Outcome {
        let all: Vec<&str> = ["tenant"].iter().chain(arguments).copied().chain([name]).collect();
        deevnet_in(self.directory.path(), all)
    }

    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        read(self.directory.path(), &mut files);
        files
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn read(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            read(&path, files);
        } else {
            files.insert(path.clone(), fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn a_tenant_on_vlans_comes_and_goes() {
    let example = Example::of("dvntm");
    let before = example.files();
    let preview = example.tenant("dvntm", &["add", "music", "--dry-run"]);
    assert_eq!((preview.code, example.files()), (2, before.clone()), "{}", preview.text());
    assert!(preview.stdout.contains("+  - { name: music, index: 4 }\n"), "{}", preview.stdout);
    assert!(
        preview.stdout.contains("+  tenant_4:\n+    vlan_id: 53\n+    subnet: 10.20.53.0/24\n"),
        "{}",
        preview.stdout
    );

    let added = example.tenant("dvntm", &["add", "music"]);
    assert_eq!(added.code, 0, "{}", added.text());
    let changed: Vec<PathBuf> = example
        .files()
        .into_iter()
        .filter(|(path, text)| before.get(path) != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed.len(), 2, "{changed:?}");
    let after = example.files();
    assert_eq!(deevnet_in(example.directory.path(), ["check", "dvntm", "--severity", "error"]).code, 0);

    let again = example.tenant("dvntm", &["add", "music"]);
    assert_eq!(again.text(), "exit 0\nThe tenant `music` is declared already; nothing changed.\n");
    assert_eq!(example.files(), after);

    let removed = example.tenant("dvntm", &["remove", "music"]);
    assert_eq!((removed.code, example.files()), (0, before), "{}", removed.text());
}

#[test]
fn a_tenant_on_an_overlay_comes_and_goes() {
    let example = Example::of("mobile");
    let before = example.files();
    let added = example.tenant("mobile", &["add", "music", "--mac-policy", "deterministic", "--format", "json"]);
    let json = added.json();
    assert_eq!((added.code, &json["changed"], &json["tenant"]["index"]), (0, &true.into(), &3.into()));
    assert_eq!(json["tenant"]["subnet"], "10.20.131.0/24");
    assert_eq!(json["tenant"]["overlay"]["vrf_vni"], 10_003);
    assert_eq!(json["tenant"]["overlay"]["vnets"][0]["id"], "music0");
    assert!(json["needs"].as_array().unwrap().iter().any(|need| need["device"] == "hypervisor"));
    assert_eq!(deevnet_in(example.directory.path(), ["check", "mobile"]).code, 0);
    let removed = example.tenant("mobile", &["remove", "music"]);
    assert_eq!((removed.code, example.files()), (0, before));
    insta::assert_snapshot!(removed.text(), @"
    exit 0
    Removed the tenant `music` from mobile/group_vars/all/tenants.yml.

    Take down, in this order (8 steps):
       1. hypervisor  every guest with a VMID from 10120 to 10159
       2. dns         the forward zone music.mobile.example.org
       3. dns         the reverse zone 131.20.10.in-addr.arpa
       4. router      firewall rules for 10.20.131.0/24 and the route to it
       5. router      the VRF `music` with VNI 10003
       6. hypervisor  the subnet 10.20.131.0/24
       7. hypervisor  the VNet `music0`
       8. hypervisor  the zone `music`
    --- stderr
    hint: the index 3, the subnet 10.20.131.0/24, VMIDs 10120 to 10159, the VRF VNI 10003 and the VNI 20030 of `music0` are free for the next tenant from now on; take these steps before one is added
    hint: review and commit the change
    ");
}

#[test]
fn an_addition_is_told_device_by_device() {
    let substrate = Substrate::with(&[PI01, TENANTS]);
    insta::assert_snapshot!(substrate.deevnet(&["tenant", "add", "music", "--class", "ephemeral"]).text(), @"
    exit 0
    Added the tenant `music` with the index 2, VLAN 51 and the subnet 10.20.51.0/24.

    The network needs for it:
      router      an interface on VLAN 51 with the address 10.20.51.1/24
                  a DHCP scope on it: 10.20.51.100 to 10.20.51.200
                  a firewall zone `tenant_2`, which nothing reaches by default
      switch      VLAN 51, named `tenant_2`
                  `tenant_2` on the trunks to the router and to the tenant hypervisor
      dns         the forward zone music.lab.example.net
                  the reverse zone 51.20.10.in-addr.arpa
    --- stderr
    hint: review and commit group_vars/all/tenants.yml and group_vars/all/vlans.yml
    ");
    insta::assert_snapshot!(substrate.read(FILE), @"
    # who lives here
    deevnet_tenants:
      # the first one
      - { name: oak, segment: iot }  # on an old segment

      # grows fast
      - { name: elm, index: 1, class: experiment }
      - { name: music, index: 2, class: ephemeral }
    ");
    insta::assert_snapshot!(substrate.deevnet(&["tenant", "list"]).text(), @"
    exit 0
    TENANT  INDEX  NETWORK  SUBNET         VMIDS  CLASS                    CHURN      MAC POLICY           WORKLOADS
    oak         -  VLAN 30  10.20.30.0/24  -      application-development  planned    hypervisor-assigned          0
    elm         1  VLAN 50  10.20.50.0/24  -      experiment               frequent   hypervisor-assigned          0
    music       2  VLAN 51  10.20.51.0/24  -      ephemeral                unlimited  hypervisor-assigned          0
    ");
    assert_eq!(substrate.deevnet(&["show", "tenants"]).text(), substrate.deevnet(&["tenant", "list"]).text());
}

#[test]
fn what_stands_for_a_tenant_before_it_is_added_is_told_with_its_place() {
    let firewall = "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: iot, to_zone: tenant_2, action: pass, protocol: tcp, destination_port: 80 }
";
    let guest = "\
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0: { ip: 10.20.51.9 }
";
    let substrate = Substrate::with(&[PI01, TENANTS, firewall, guest]);
    let before = substrate.read(FILE);
    let json = substrate.deevnet(&["tenant", "add", "music", "--dry-run", "--format", "json"]).json();
    assert_eq!(json["users"][0]["position"]["path"], "host_vars/pi02.yml");
    assert_eq!(substrate.read(FILE), before);
    insta::assert_snapshot!(substrate.deevnet(&["tenant", "add", "music"]).text(), @"
    exit 0
    Added the tenant `music` with the index 2, VLAN 51 and the subnet 10.20.51.0/24.

    The network needs for it:
      router      an interface on VLAN 51 with the address 10.20.51.1/24
                  a DHCP scope on it: 10.20.51.100 to 10.20.51.200
                  a firewall zone `tenant_2`, which the rules that stand open to iot
      switch      VLAN 51, named `tenant_2`
                  `tenant_2` on the trunks to the router and to the tenant hypervisor
      dns         the forward zone music.lab.example.net
                  the reverse zone 51.20.10.in-addr.arpa

    The inventory uses it already:
      host_vars/pi02.yml:7: pi02 (eth0) has the address 10.20.51.9
      group_vars/all/firewall.yml:2: the firewall has the rule iot -> tenant_2
    --- stderr
    hint: review and commit group_vars/all/tenants.yml and group_vars/all/vlans.yml
    ");
}

#[test]
fn a_tenant_takes_no_segments_name_and_so_not_what_protects_it() {
    let example = Example::of("mobile");
    let before = example.files();
    let refused = example.tenant("mobile", &["add", "guest"]);
    assert_eq!((refused.code, example.files()), (1, before), "{}", refused.text());
    let file = example.directory.path().join("mobile/group_vars/all/tenants.yml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text + "  - { name: guest, index: 3 }\n").unwrap();
    let check = deevnet_in(example.directory.path(), ["check", "mobile"]);
    assert_eq!(check.code, 2);
    assert_eq!(check.stdout.matches("DV8").count(), 1, "{}", check.stdout);
    assert!(check.stdout.contains("the tenant `guest` has the name of a segment"), "{}", check.stdout);
    let policy = deevnet_in(example.directory.path(), ["show", "policy", "mobile"]);
    assert!(policy.stdout.contains("guest reaches nothing internal"), "{}", policy.stdout);
}

#[test]
fn what_is_still_used_is_not_removed() {
    let substrate = Substrate::with(&[PI01, TENANTS]);
    let before = substrate.read(FILE);
    insta::assert_snapshot!(substrate.deevnet(&["tenant", "remove", "oak"]).text(), @"
    exit 2
    --- stderr
    error: the tenant `oak` is still in use
      host_vars/pi01.yml:9: pi01 (eth0) is on iot
    hint: take out this use first, and then run this again
    ");
    let json = substrate.deevnet(&["tenant", "remove", "oak", "--format", "json"]).json();
    assert_eq!(json["users"][0]["position"]["path"], "host_vars/pi01.yml");
    assert_eq!(substrate.read(FILE), before);
    let preview = substrate.deevnet(&["tenant", "remove", "elm", "--dry-run"]);
    insta::assert_snapshot!(preview.text(), @"
    exit 2
    --- a/group_vars/all/tenants.yml
    +++ b/group_vars/all/tenants.yml
    @@ -2,6 +2,3 @@
     deevnet_tenants:
       # the first one
       - { name: oak, segment: iot }  # on an old segment
    -
    -  # grows fast
    -  - { name: elm, index: 1, class: experiment }
    --- a/group_vars/all/vlans.yml
    +++ b/group_vars/all/vlans.yml
    @@ -5,12 +5,6 @@
         gateway: 10.20.30.1
         dhcp_range_start: 10.20.30.100
         dhcp_range_end: 10.20.30.200
    -  tenant_1:
    -    vlan_id: 50
    -    subnet: 10.20.50.0/24
    -    gateway: 10.20.50.1
    -    dhcp_range_start: 10.20.50.100
    -    dhcp_range_end: 10.20.50.200
       # untagged frames end here
       blackhole:
         vlan_id: 999
    --- stderr
    Would remove the tenant `elm` and its segment `tenant_1` from group_vars/all/tenants.yml and group_vars/all/vlans.yml.

    Take down, in this order (6 steps):
       1. dns         the forward zone elm.lab.example.net
       2. dns         the reverse zone 50.20.10.in-addr.arpa
       3. router      the firewall zone `tenant_1`
       4. router      the DHCP scope 10.20.50.100 to 10.20.50.200
       5. router      the interface on VLAN 50 with the address 10.20.50.1/24
       6. switch      VLAN 50 on every trunk, and then the VLAN
    hint: the index 1, VLAN 50 and the subnet 10.20.50.0/24 will be free for the next tenant; take these steps before one is added
    ");
    assert_eq!(substrate.read(FILE), before);
}

#[test]
fn a_layout_that_is_not_continued_is_refused_with_the_lines() {
    let brackets = "# file: group_vars/all/tenants.yml\ndeevnet_tenants: [{ name: oak, segment: iot }]\n";
    let substrate = Substrate::with(&[PI01, brackets]);
    let vlans = substrate.read("group_vars/all/vlans.yml");
    insta::assert_snapshot!(substrate.deevnet(&["tenant", "add", "no"]).text(), @"
    exit 1
    deevnet_tenants:
      - name: 'no'
        index: 1
    deevnet_vlans:
      tenant_1:
        vlan_id: 50
        subnet: 10.20.50.0/24
        gateway: 10.20.50.1
        dhcp_range_start: 10.20.50.100
        dhcp_range_end: 10.20.50.200
    --- stderr
    error: cannot edit `group_vars/all/tenants.yml`
      cause: `deevnet_tenants` in line 1 is a list in brackets
    hint: nothing is written; add the lines above yourself
    ");
    assert_eq!(substrate.read(FILE), brackets.split_once('\n').unwrap().1);
    assert_eq!(substrate.read("group_vars/all/vlans.yml"), vlans);
}

#[test]
fn the_first_tenant_gets_a_file() {
    let substrate = Substrate::with(&[PI01]);
    assert_eq!(substrate.deevnet(&["tenant", "add", "null", "hosts.yml"]).code, 0);
    assert_eq!(substrate.read(FILE), "deevnet_tenants:\n  - name: 'null'\n    index: 1\n");
    assert_eq!(substrate.deevnet(&["check"]).code, 0);
    assert_eq!(substrate.deevnet(&["tenant", "remove", "null"]).code, 0);
    assert_eq!(substrate.read(FILE), "deevnet_tenants: []\n");
}

#[test]
fn what_cannot_be_done_is_told() {
    let substrate = Substrate::with(&[PI01, TENANTS]);
    let mut told = String::new();
    for arguments in [
        ["add", "moneyrouter"],
        ["add", "lab"],
        ["add", "sensors"],
        ["add", "guest"],
        ["add", "self"],
        ["remove", "okk"],
        ["remove", "willow"],
    ] {
        told += &substrate.deevnet(&[&["tenant"][..], &arguments].concat()).text();
    }
    told += &substrate.deevnet(&["tenant", "add", "elm", "--class", "ephemeral"]).text();
    substrate.write(FILE, "deevnet_tenants:\n  - { name: vintronics, index: 1 }\n");
    told += &substrate.deevnet(&["tenant", "add", "ash"]).text();
    insta::assert_snapshot!(told, @r#"
    exit 1
    --- stderr
    error: the name cannot be a tenant's
      cause: `moneyrouter` has 11 characters; a tenant's name has at most 8
    hint: shorten it: Proxmox VE's zone IDs have at most 8 characters
    exit 1
    --- stderr
    error: `lab` is the name of the substrate already
    hint: choose another name
    exit 1
    --- stderr
    error: `sensors` is the name of a service of pi01 already
    hint: choose another name
    exit 1
    --- stderr
    error: no tenant can be called `guest`: that is the name of a segment of the segmentation standard
    hint: choose another name
    exit 1
    --- stderr
    error: no tenant can be called `self`: that is the name of a word of the firewall policy
    hint: choose another name
    exit 1
    --- stderr
    error: no tenant `okk` is declared
    hint: did you mean `oak`?
    exit 1
    --- stderr
    error: no tenant `willow` is declared
    hint: `deevnet tenant list` shows all of them
    exit 1
    --- stderr
    error: the tenant `elm` is declared with the class `experiment`, not `ephemeral`
    hint: change the entry in `deevnet_tenants`, or leave the option out
    exit 2
    --- stderr
    error: group_vars/all/tenants.yml:2: `deevnet_tenants.name` is "vintronics", which is no tenant's name: `vintronics` has 10 characters; a tenant's name has at most 8 [DV801]
    Nothing changed: 1 error of the inventory makes it unknown which numbers are free.
    "#);
}
