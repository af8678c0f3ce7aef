//! Rules about firewall policy between zones: 6xx.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] = &[
    &ZONE_UNKNOWN,
    &FLOW_PROHIBITED,
    &RULE_CONTRADICTORY,
    &RULE_DUPLICATE,
    &DEFAULT_MISSING,
    &RULE_FIELD_MALFORMED,
    &NEVER_VIOLATED,
    &RULE_WITHOUT_MATCH,
    &RULE_SHADOWED,
    &FLOW_INDIRECT,
    &NET_ELSEWHERE,
    &SEGMENT_NAME_RESERVED,
];

const SEGMENTATION_STANDARD: &str = "the estate's network segmentation standard";

/// A firewall rule that names a zone which does not exist.
pub static ZONE_UNKNOWN: Rule = Rule {
    code: Code(601),
    name: "zone-unknown",
    severity: Severity::Error,
    summary: "A zone must be a segment, a tenant or a zone that the firewall's own host declares.",
    explanation: "A firewall refuses a rule between zones that it does not have, and usually the rest of the commit \
                  with it; or it loads a rule that never matches. Besides the declared zones, four words stand for \
                  places: `any`, `internet`, `wan` and `self` (the firewall itself).",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: managment, to_zone: iot, action: pass }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass }
",
};

/// A permitted flow that the standard forbids.
pub static FLOW_PROHIBITED: Rule = Rule {
    code: Code(602),
    name: "flow-prohibited",
    severity: Severity::Error,
    summary: "No rule may permit a flow that the segmentation standard prohibits.",
    explanation: "Prohibited always, for single hosts and ports too: guest to any internal segment, a tenant to \
                  another tenant, iot and iot_backend to management, and iot_vendor to or from any internal segment. \
                  Only management may reach all of them. What a rule permits is worked out packet by packet: `any`, a \
                  default that passes, and a net that lies in another zone than the one named are followed to where \
                  they lead, and what an earlier rule blocks is no breach. A rule's source is `source_net`, or else its zone's \
                  own subnet: `tenant_transit -> any` says nothing of the overlays behind that zone. The gateway of \
                  another segment is an address of that segment, so that `guest -> self` opens management by its \
                  gateway; name the zone's own gateway in `destination_net`. One such rule turns a compromised camera \
                  or a visitor's telephone into a way to the hypervisors.",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: guest, to_zone: iot, action: pass, protocol: tcp, destination_port: 443 }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass, protocol: tcp, destination_port: 443 }
",
};

/// Two rules that match the same packets and do the opposite.
pub static RULE_CONTRADICTORY: Rule = Rule {
    code: Code(603),
    name: "rule-contradictory",
    severity: Severity::Error,
    summary: "Two rules that match the same packets must not differ in action.",
    explanation: "Which of them wins depends on the firewall: one takes the first match, another the last. A narrow \
                  rule beside a broad one is no contradiction.",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass }
  - { from_zone: management, to_zone: iot, action: block }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: block, protocol: tcp, destination_port: 23 }
  - { from_zone: management, to_zone: iot, action: pass }
",
};

/// One rule written twice.
pub static RULE_DUPLICATE: Rule = Rule {
    code: Code(604),
    name: "rule-duplicate",
    severity: Severity::Warning,
    summary: "A rule must stand once.",
    explanation: "The second changes nothing today. When one of the two is changed or removed later, the other stays \
                  and keeps the flow open.",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass }
  - { from_zone: management, to_zone: guest, action: pass }
  - { from_zone: management, to_zone: iot, action: pass }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass }
  - { from_zone: management, to_zone: guest, action: pass }
",
};

/// Rules without a word on what happens where none matches.
pub static DEFAULT_MISSING: Rule = Rule {
    code: Code(605),
    name: "policy-default-missing",
    severity: Severity::Note,
    summary: "A policy must say what happens to packets that no rule matches.",
    explanation: "The standard is to deny, and deevnet assumes it. A firewall left to its own default may accept, and \
                  then every rule that permits something is without meaning.",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: host_vars/core-rt01.yml
infrastructure: { form: rt }
firewall_zones:
  - { name: LAN }
",
    right: "\
# file: host_vars/core-rt01.yml
infrastructure: { form: rt }
firewall_zones:
  - { name: LAN, default_action: drop }
",
};

/// A field of a firewall rule that cannot be read, or a key that means nothing.
pub static RULE_FIELD_MALFORMED: Rule = Rule {
    code: Code(606),
    name: "rule-field-malformed",
    severity: Severity::Error,
    summary: "A firewall rule must hold only keys that are known, and values that can be read.",
    explanation: "Nobody knows what a rule matches of which a field cannot be read: it is never taken to match more, so \
                  it is left out of every proof, and a proof that it could upset stays open. Protocols are names or \
                  numbers, nets are addresses or networks without bits beyond their prefix, ports are numbers or \
                  ranges; each may be a list. A key that means nothing is the same fault: `dest_port: 22` or \
                  `enabled: false` would narrow the rule or switch it off. Only `category`, `comment`, `description`, \
                  `log`, `name`, `reason` and `sequence`, which narrow nothing, are passed over; rules stand in the \
                  order of their list, whatever `sequence` says. All of this is asked of an entry of \
                  `firewall_never` too: one that cannot be read is not proven.",
    source: "IANA, Assigned Internet Protocol Numbers; RFC 4632; RFC 6335",
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass, protocol: tcp, destination_port: https }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass, protocol: tcp, destination_port: 443 }
",
};

/// A permitted flow that the substrate itself forbids.
pub static NEVER_VIOLATED: Rule = Rule {
    code: Code(607),
    name: "never-violated",
    severity: Severity::Error,
    summary: "No rule may permit what `firewall_never` forbids.",
    explanation: "The segmentation standard knows nothing of a substrate's own promises. What is declared in \
                  `firewall_never` is proven like the standard's own prohibitions: the finding names one packet and \
                  the rule that lets it through.",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_never:
  - { from_zone: guest, to_zone: internet, protocol: tcp, destination_port: 25, reason: visitors send no mail }
firewall_zone_policies:
  - { from_zone: guest, to_zone: internet, action: pass }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_never:
  - { from_zone: guest, to_zone: internet, protocol: tcp, destination_port: 25, reason: visitors send no mail }
firewall_zone_policies:
  - { from_zone: guest, to_zone: internet, action: block, protocol: tcp, destination_port: 25 }
  - { from_zone: guest, to_zone: internet, action: pass }
",
};

/// A firewall rule that no packet can match.
pub static RULE_WITHOUT_MATCH: Rule = Rule {
    code: Code(608),
    name: "rule-without-match",
    severity: Severity::Warning,
    summary: "A rule must be able to match a packet.",
    explanation: "A port with a protocol that has none, a net that no zone holds, or a zone without addresses: the \
                  firewall loads the rule and it never applies. Whoever wrote a pass wonders why nothing gets \
                  through; whoever wrote a block believes that something is stopped.",
    source: "RFC 791; RFC 6335",
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass, protocol: icmp, destination_port: 443 }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass, protocol: tcp, destination_port: 443 }
",
};

/// A firewall rule whose packets other rules decide about.
pub static RULE_SHADOWED: Rule = Rule {
    code: Code(609),
    name: "rule-shadowed",
    severity: Severity::Warning,
    summary: "A rule must decide about at least one packet.",
    explanation: "Every packet that the rule matches is decided by rules before it, so that it can be changed or \
                  removed without any effect. A block behind a broader pass is the dangerous case: it reads as if \
                  something were stopped. Under `firewall_match: any` every block counts as before every pass.",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass }
  - { from_zone: management, to_zone: iot, action: block, protocol: tcp, destination_port: 23 }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: block, protocol: tcp, destination_port: 23 }
  - { from_zone: management, to_zone: iot, action: pass }
",
};

/// A forbidden flow that two permitted ones make up.
pub static FLOW_INDIRECT: Rule = Rule {
    code: Code(610),
    name: "flow-indirect",
    severity: Severity::Note,
    summary: "A prohibited flow should not be possible in two permitted steps.",
    explanation: "A firewall sees each step alone. A host in between that forwards, proxies or is taken over makes \
                  one flow of the two, and nothing on the way forbids it. The note names one such path; it is no \
                  fault of a rule by itself.",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 30, subnet: 10.20.30.0/24, gateway: 10.20.30.1, dhcp_enabled: false }
  iot_backend: { vlan_id: 35, subnet: 10.20.35.0/24, gateway: 10.20.35.1, dhcp_enabled: false }
  trusted: { vlan_id: 10, subnet: 10.20.10.0/24, gateway: 10.20.10.1, dhcp_enabled: false }
  management: { vlan_id: 99, subnet: 10.20.99.0/24, gateway: 10.20.99.1, dhcp_enabled: false }
  blackhole: { vlan_id: 999 }
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: iot, to_zone: trusted, action: pass }
  - { from_zone: trusted, to_zone: management, action: pass }
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 30, subnet: 10.20.30.0/24, gateway: 10.20.30.1, dhcp_enabled: false }
  iot_backend: { vlan_id: 35, subnet: 10.20.35.0/24, gateway: 10.20.35.1, dhcp_enabled: false }
  trusted: { vlan_id: 10, subnet: 10.20.10.0/24, gateway: 10.20.10.1, dhcp_enabled: false }
  management: { vlan_id: 99, subnet: 10.20.99.0/24, gateway: 10.20.99.1, dhcp_enabled: false }
  blackhole: { vlan_id: 999 }
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: iot, to_zone: iot_backend, action: pass }
  - { from_zone: trusted, to_zone: management, action: pass }
",
};

/// A net that lies in another segment than the zone it is named with.
pub static NET_ELSEWHERE: Rule = Rule {
    code: Code(611),
    name: "net-elsewhere",
    severity: Severity::Warning,
    summary: "A net must lie in the zone that it is named with, or behind it.",
    explanation: "A firewall matches addresses: packets go where the destination lies, whatever zone the rule \
                  names. Whoever reads the zones alone believes that one segment is opened, and it is another. Nets \
                  that no segment holds, such as overlays behind a transit segment, are taken to be behind the \
                  zone. A rule that names no net speaks of the zones' own subnets alone: what comes from such overlays \
                  is named in `source_net`, what goes to them in `destination_net`.",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: guest, action: pass, destination_net: 10.20.30.0/24 }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass, destination_net: 10.20.30.0/24 }
",
};

/// A segment that is called like a word for a place.
pub static SEGMENT_NAME_RESERVED: Rule = Rule {
    code: Code(612),
    name: "segment-name-reserved",
    severity: Severity::Error,
    summary: "A segment is not called `any`, `self`, `internet` or `wan`.",
    explanation: "In rules these words, in either case, stand for every zone, the firewall itself and the internet. A \
                  segment by that name cannot be told from it: a rule that opens the segment opens the other to \
                  whoever reads the word as it is meant everywhere else.",
    source: SEGMENTATION_STANDARD,
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  wan: { vlan_id: 36, subnet: 10.20.36.0/24, gateway: 10.20.36.1 }
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  uplink: { vlan_id: 36, subnet: 10.20.36.0/24, gateway: 10.20.36.1 }
",
};
