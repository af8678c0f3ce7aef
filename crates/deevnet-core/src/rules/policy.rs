//! Rules about firewall policy between zones: 6xx.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] =
    &[&ZONE_UNKNOWN, &FLOW_PROHIBITED, &RULE_CONTRADICTORY, &RULE_DUPLICATE, &DEFAULT_MISSING, &RULE_FIELD_MALFORMED];

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
                  Only management may reach all of them. `any` and a default that passes stand for every flow that is \
                  not blocked before. One such rule turns a compromised camera or a visitor's telephone into a way \
                  to the hypervisors.",
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
  - { from_zone: management, to_zone: iot, action: pass }
  - { from_zone: management, to_zone: iot, action: block, protocol: tcp, destination_port: 23 }
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

/// A field of a firewall rule that cannot be read.
pub static RULE_FIELD_MALFORMED: Rule = Rule {
    code: Code(606),
    name: "rule-field-malformed",
    severity: Severity::Error,
    summary: "A field that narrows a rule must be one that can be read.",
    explanation: "Nobody knows what a rule matches of which a field cannot be read: it is never taken to match more, so \
                  it is left out of every proof, and a proof that it could upset stays open. Protocols are names or \
                  numbers, nets are addresses or networks without bits beyond their prefix, ports are numbers or \
                  ranges; each may be a list.",
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
