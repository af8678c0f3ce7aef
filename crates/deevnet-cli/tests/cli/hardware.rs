//! `deevnet show hardware`.

use crate::substrate::{PI01, Substrate};

const HYPERVISORS: &str = "\
# file: deevnet.toml
[hardware.attic-server]
based_on = \"dell-optiplex-7050-mff\"
source = \"the label on its case\"
vendor = \"Example\"
model = \"X1\"
memory = { size = \"16 GiB\" }
# file: host_vars/hv01.yml
infrastructure: { form: hv, hardware: attic-server }
deevnet_hypervisor: { plane: tenant }
env: {}
# file: host_vars/hv02.yml
infrastructure: { form: hv, hardware: to-be-decided }
deevnet_hypervisor: { plane: management }
env: {}
# file: host_vars/hv03.yml
infrastructure: { form: hv }
env: {}
";

#[test]
fn hosts_are_shown_with_what_is_demanded_of_them() {
    let substrate = Substrate::with(&[PI01, HYPERVISORS]);
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware"]).text(), @"");
}

#[test]
fn hosts_are_json_with_fit_and_profiles() {
    let json = Substrate::with(&[HYPERVISORS]).deevnet(&["show", "hardware", "--format", "json"]).json();
    assert_eq!(json["version"], 1);
    let hosts = &json["hardware"]["hosts"];
    assert_eq!(hosts["hv01"]["fit"]["lines"][0]["detail"], "short by 16 GiB");
    assert_eq!(hosts["hv02"]["hardware"], "to-be-decided");
    assert_eq!(hosts["hv02"]["fit"]["lines"][0]["verdict"], "undecided");
    assert!(hosts["hv03"]["hardware"].is_null() && hosts["hv03"]["fit"].is_null());
    let size = &json["hardware"]["profiles"]["attic-server"]["memory"]["size"];
    assert_eq!((&size["value"], &size["source"]), (&"16 GiB".into(), &"the label on its case".into()));
}

#[test]
fn every_profile_or_one_is_shown_without_an_inventory() {
    let substrate = Substrate::with(&[HYPERVISORS]);
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware", "--all"]).text(), @"");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware", "attic-server"]).text(), @"");
    let json = substrate.deevnet(&["show", "hardware", "--all", "--format", "json"]).json();
    assert_eq!(json["hardware"]["profiles"].as_object().unwrap().len(), 8);
    assert!(json["hardware"].get("hosts").is_none());
}

#[test]
fn a_misspelt_profile_is_told() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware", "zimabord-832"]).text(), @"");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hosts", "--all"]).text(), @"");
}
