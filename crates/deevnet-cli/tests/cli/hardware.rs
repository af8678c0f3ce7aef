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
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware"]).text(), @"
    exit 0
    HOST  HARDWARE       CPU                  THREADS  MEMORY       STORAGE                  ETHERNET                    POWER
    hv01  attic-server   Intel Core i7-6700T        8  16 GiB DDR4  1 TB SSD (NVMe or SATA)  1 x 1 Gbit/s Intel I219-LM  35 W
    hv02  to-be-decided  -                          -  -            -                        -                           -
    hv03  -              -                          -  -            -                        -                           -

    hv01 as a tenant hypervisor: it is short
    NEEDS                      HAS                                     VERDICT          BECAUSE
    32 GiB of memory           16 GiB DDR4                             short by 16 GiB  it runs the machines of several tenants at once
    1 TB of SSD storage        1 TB SSD (NVMe or SATA)                 met              images and disks are kept on the node, as nodes share no storage
    x86_64 with VT-x or AMD-V  Intel Core i7-6700T, x86_64, VT-x VT-d  met              guests run on the processor's own virtualization
    1 Gbit/s Ethernet          1 x 1 Gbit/s Intel I219-LM              met              all its guests reach the substrate through it

    hv02 as a management hypervisor: to be decided, and this is demanded
    NEEDS                      HAS  VERDICT        BECAUSE
    32 GiB of memory           -    to be decided  it runs all services of the management plane
    1 TB of SSD storage        -    to be decided  images and disks are kept on the node, as nodes share no storage
    x86_64 with VT-x or AMD-V  -    to be decided  guests run on the processor's own virtualization
    1 Gbit/s Ethernet          -    to be decided  all its guests reach the substrate through it
    ");
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
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware", "--all"]).text(), @"
    exit 0
    PROFILE                 NAME                                  CPU                                THREADS  MEMORY         STORAGE                  ETHERNET                     POWER
    aoostar-n1-pro          AOOSTAR N1 Pro                        Intel N150                         unknown  12 GiB LPDDR5  1 TB SSD (NVMe)          2 x 2.5 Gbit/s Intel I226-V  unknown
    attic-server            Example X1                            Intel Core i7-6700T                      8  16 GiB DDR4    1 TB SSD (NVMe or SATA)  1 x 1 Gbit/s Intel I219-LM   35 W
    dell-optiplex-7050-mff  Dell OptiPlex 7050 Micro Form Factor  Intel Core i7-6700T                      8  32 GiB DDR4    1 TB SSD (NVMe or SATA)  1 x 1 Gbit/s Intel I219-LM   35 W
    gl-inet-slate-ax        GL.iNet GL-AXT1800 (Slate AX)         IPQ6000                            unknown  512 MiB DDR3L  128 MiB flash (NAND)     3 x 1 Gbit/s                 8.75 W
    raspberry-pi-4-b-8gb    Raspberry Pi 4 Model B 8 GB           Broadcom BCM2711 (Arm Cortex-A72)  unknown  8 GiB LPDDR4   unknown                  1 x 1 Gbit/s                 15 W
    tp-link-eap650-outdoor  TP-Link Omada EAP650-Outdoor          unknown                            unknown  unknown        unknown                  1 x 1 Gbit/s                 12.3 W
    tp-link-sg2218          TP-Link Omada SG2218                  unknown                            unknown  unknown        unknown                  16 x 1 Gbit/s, 2 x 1 Gbit/s  8.65 W
    zimaboard-832           IceWhale ZimaBoard 832                Intel Celeron N3450                unknown  8 GiB LPDDR4   32 GB eMMC               2 x 1 Gbit/s                 unknown
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware", "attic-server"]).text(), @"
    exit 0
    attic-server: Example X1

    FIGURE                VALUE                SOURCE
    vendor                Example              the label on its case
    model                 X1                   the label on its case
    form_factor           micro form factor    the estate's standard
    cpu.model             Intel Core i7-6700T  the estate's standard
    cpu.architecture      x86_64               the estate's standard
    cpu.cores             4                    the estate's standard
    cpu.threads           8                    the estate's standard
    cpu.base_clock        2.8 GHz              the estate's standard
    cpu.turbo_clock       3.6 GHz              the estate's standard
    cpu.tdp               35 W                 the estate's standard
    cpu.features          VT-x, VT-d           the estate's standard
    memory.size           16 GiB               the label on its case
    memory.type           DDR4                 the estate's standard
    memory.maximum        32 GiB               https://www.dell.com/learn/us/en/04/help-me-choose/hmc-optiplex-memory
    storage[0].size       1 TB                 the estate's standard
    storage[0].kind       SSD                  the estate's standard
    storage[0].interface  NVMe or SATA         the estate's standard
    nics[0].count         1                    the estate's standard
    nics[0].speed         1 Gbit/s             the estate's standard
    nics[0].chipset       Intel I219-LM        the estate's standard
    power                 35 W                 the estate's standard

    as a hypervisor: it is short
    NEEDS                      HAS                                     VERDICT          BECAUSE
    32 GiB of memory           16 GiB DDR4                             short by 16 GiB  it runs many machines at once
    1 TB of SSD storage        1 TB SSD (NVMe or SATA)                 met              images and disks are kept on the node, as nodes share no storage
    x86_64 with VT-x or AMD-V  Intel Core i7-6700T, x86_64, VT-x VT-d  met              guests run on the processor's own virtualization
    1 Gbit/s Ethernet          1 x 1 Gbit/s Intel I219-LM              met              all its guests reach the substrate through it
    ");
    let json = substrate.deevnet(&["show", "hardware", "--all", "--format", "json"]).json();
    assert_eq!(json["hardware"]["profiles"].as_object().unwrap().len(), 8);
    assert!(json["hardware"].get("hosts").is_none());
}

#[test]
fn a_misspelt_profile_is_told() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware", "zimabord-832"]).text(), @"
    exit 1
    --- stderr
    error: there is no hardware profile `zimabord-832`
    hint: did you mean `zimaboard-832`?
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hosts", "--all"]).text(), @"
    exit 1
    --- stderr
    error: `--all` goes with `deevnet show hardware`
    hint: leave it out, or show hardware
    ");
}

#[test]
fn a_profile_of_a_substrates_own_is_shown_from_anywhere() {
    let substrate = Substrate::with(&[PI01]);
    let own = "[hardware.attic-server]\nbased_on = \"zimaboard-832\"\nsource = \"its label\"\nmodel = \"X1\"\n";
    substrate.write("home/deevnet.toml", own);
    let shown = substrate.deevnet(&["show", "hardware", "attic-server", "home"]).text();
    assert!(shown.starts_with("exit 0\nattic-server: IceWhale X1\n"), "{shown}");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware", "attic-server"]).text(), @"
    exit 1
    --- stderr
    error: there is no hardware profile `attic-server`
    hint: `deevnet show hardware --all` lists profiles; an inventory's path has to exist
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware", "attic-server", "hoem"]).text(), @"
    exit 1
    --- stderr
    error: cannot read `hoem`
      cause: No such file or directory (os error 2)
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hosts", "home", "home"]).text(), @"
    exit 1
    --- stderr
    error: `home` is a path, and so is `home`
    hint: name one part and one path, as in `deevnet show hosts PATH`
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hardware", "./home", "home"]).text(), @"
    exit 1
    --- stderr
    error: `./home` is a path, and so is `home`
    hint: name one part and one path, as in `deevnet show hosts PATH`
    ");
}
