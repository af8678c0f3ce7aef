//! Rules about several substrates together: those of MAC addresses, of site blocks, of subnets and of names.
//!
//! Their examples are two inventories: what stands under `other/` is the second.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const MAC_RULES: &[&Rule] = &[&MAC_ON_TWO_SUBSTRATES, &MAC_NAMESPACE_SHARED];
pub(super) const ADDRESS_RULES: &[&Rule] = &[&SITE_BLOCK_SHARED, &SUBNET_SHARED];
pub(super) const NAME_RULES: &[&Rule] = &[&SUBSTRATE_NAME_SHARED, &HOST_DIFFERS_BETWEEN_SUBSTRATES];

/// One MAC address on hosts of two substrates.
pub static MAC_ON_TWO_SUBSTRATES: Rule = Rule {
    code: Code(113),
    name: "mac-on-two-substrates",
    severity: Severity::Error,
    summary: "A MAC address belongs to one host on all substrates together.",
    explanation: "VMIDs repeat from substrate to substrate, MACs may not: the two networks touch whenever one visits \
                  the other. A host that roams is listed on both under one name, and keeps its MAC on both.",
    source: "IEEE 802-2014, 8.1; the estate's MAC naming standard",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
deevnet_site_octet: 10
deevnet_mac_namespace: \"02:de:10\"
# file: other/host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.10.30.12 }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
deevnet_site_octet: 10
deevnet_mac_namespace: \"02:de:10\"
# file: other/host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0: { ip: 10.10.30.12 }
",
};

/// One MAC namespace for two substrates.
pub static MAC_NAMESPACE_SHARED: Rule = Rule {
    code: Code(114),
    name: "mac-namespace-shared",
    severity: Severity::Error,
    summary: "Every substrate has a MAC namespace of its own.",
    explanation: "VMIDs repeat from substrate to substrate, so two substrates with one namespace derive the same MACs. \
                  A substrate has its declared namespace and the one beside it, with bit 0x04 of the first octet set, \
                  for MACs that interfaces derive: neither may be another substrate's.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
deevnet_mac_namespace: \"02:de:20\"
# file: other/host_vars/pi02.yml
infrastructure: { form: pi }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
deevnet_mac_namespace: \"02:de:10\"
# file: other/host_vars/pi02.yml
infrastructure: { form: pi }
",
};

/// One site block for two substrates.
pub static SITE_BLOCK_SHARED: Rule = Rule {
    code: Code(216),
    name: "site-block-shared",
    severity: Severity::Error,
    summary: "Every substrate has a site block of its own.",
    explanation: "A substrate owns `10.<octet>.0.0/16`. Where two own one block, equal addresses mean different hosts, \
                  and nothing can be routed between them.",
    source: "the estate's address plan",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
deevnet_site_octet: 20
# file: other/host_vars/pi02.yml
infrastructure: { form: pi }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
deevnet_site_octet: 10
# file: other/host_vars/pi02.yml
infrastructure: { form: pi }
",
};

/// One subnet on two substrates, or a subnet of one in the site block of another.
pub static SUBNET_SHARED: Rule = Rule {
    code: Code(217),
    name: "subnet-shared",
    severity: Severity::Error,
    summary: "No subnet of a substrate overlaps a subnet or the site block of another.",
    explanation: "Between two networks with the same addresses nothing can be routed: each takes the other's hosts for \
                  its own. A subnet inside the site block is the substrate's alone; one outside every block, such as \
                  192.168.5.0/24, is free to one substrate. Where two substrates have one site block, that is said \
                  once, and not of each subnet in it.",
    source: "RFC 1918, section 4; the estate's address plan",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
# file: other/group_vars/all/vlans.yml
deevnet_vlans:
  workshop:
    vlan_id: 30
    subnet: 10.20.30.0/24
# file: other/host_vars/pi02.yml
infrastructure: { form: pi }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
# file: other/group_vars/all/vlans.yml
deevnet_vlans:
  workshop:
    vlan_id: 30
    subnet: 10.10.30.0/24
# file: other/host_vars/pi02.yml
infrastructure: { form: pi }
",
};

/// One name for two substrates.
pub static SUBSTRATE_NAME_SHARED: Rule = Rule {
    code: Code(410),
    name: "substrate-name-shared",
    severity: Severity::Error,
    summary: "Every substrate has a name of its own.",
    explanation: "The name is the first label of the substrate's domain, and MACs are derived from it. Two substrates of \
                  one name publish different hosts in one zone. It comes from an inventory copied for the next \
                  substrate.",
    source: "the estate's naming standard",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: lab
# file: other/host_vars/pi02.yml
infrastructure: { form: pi }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
# file: other/host_vars/pi02.yml
infrastructure: { form: pi }
",
};

/// One host name on two substrates, with different MAC addresses.
pub static HOST_DIFFERS_BETWEEN_SUBSTRATES: Rule = Rule {
    code: Code(411),
    name: "host-differs-between-substrates",
    severity: Severity::Warning,
    summary: "A host that two substrates list has the same MACs on both.",
    explanation: "A host that roams, such as a builder, is listed by every substrate that it visits. When its hardware \
                  changes in one inventory only, it has no address on the other substrate. Where nothing says that \
                  the two are one host, they are two machines of one name, which is a note: an inventory made of both \
                  would merge them without a word.",
    source: "the estate's naming standard",
    wrong: "\
# file: host_vars/dv00bld001p01.yml
infrastructure:
  form: ph
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.20, segment: management }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
deevnet_site_octet: 10
# file: other/host_vars/dv00bld001p01.yml
infrastructure:
  form: ph
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0: { ip: 10.10.99.20 }
",
    right: "\
# file: host_vars/dv00bld001p01.yml
infrastructure:
  form: ph
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.20, segment: management }
# file: other/group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: annex
deevnet_site_octet: 10
# file: other/host_vars/dv00bld001p01.yml
infrastructure:
  form: ph
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0: { ip: 10.10.99.20 }
",
};
