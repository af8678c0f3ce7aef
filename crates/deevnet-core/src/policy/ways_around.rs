//! Ways around a proof: policies that let a packet through, none of whose statements may be said to hold.

use serde_json::{Value, json};

use super::{Analysis, Outcome};
use crate::declared::testing::{declared_from_json, messages, reported};
use crate::model::Substrate;
use crate::rules::{FLOW_PROHIBITED, NEVER_VIOLATED, RULE_FIELD_MALFORMED, ZONE_UNKNOWN};

fn segment(vlan: u8) -> Value {
    json!({ "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1") })
}

fn rule(from: &str, to: &str, action: &str, fields: &Value) -> Value {
    let mut rule = json!({ "from_zone": from, "to_zone": to, "action": action });
    for (name, value) in fields.as_object().unwrap() {
        rule[name] = value.clone();
    }
    rule
}

fn never(from: &str, to: &str, fields: &Value) -> Value {
    let mut never = rule(from, to, "", fields);
    never.as_object_mut().unwrap().remove("action");
    never["reason"] = "we say so".into();
    never
}

fn lab(rules: &[Value], never: &[Value]) -> Value {
    json!({ "substrate": {
        "deevnet_site_octet": 20,
        "deevnet_vlans": {
            "guest": segment(40), "iot": segment(30), "management": segment(99), "platform": segment(25),
            "trusted": segment(10), "tenant_transit": segment(50),
        },
        "deevnet_tenants": [{ "name": "oak", "index": 1 }, { "name": "elm", "index": 2 }],
        "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
        "firewall_zone_policies": rules,
        "firewall_never": never,
        "firewall_default_action": "deny",
    } })
}

/// The outcome of the statement that begins with some words.
fn outcome(json: &Value, statement: &str) -> Outcome {
    let analysis = Analysis::of(&Substrate::read(&declared_from_json(json)).0);
    let proofs = analysis.proofs();
    proofs.into_iter().find(|proof| proof.statement.starts_with(statement)).unwrap().outcome
}

fn is_refuted(json: &Value, statement: &str) -> bool {
    matches!(outcome(json, statement), Outcome::Refuted(_))
}

#[test]
fn the_firewalls_own_addresses_are_protected_where_a_never_names_them() {
    let web = json!({ "protocol": "tcp", "destination_port": 443 });
    let gateway = json!({ "destination_net": "10.20.40.1/32" });
    for (rule, never) in [
        (rule("guest", "self", "pass", &gateway), never("guest", "self", &web)),
        (rule("guest", "self", "pass", &web), never("guest", "self", &gateway)),
        (rule("guest", "self", "pass", &web), never("guest", "any", &gateway)),
        (rule("guest", "self", "pass", &gateway), never("guest", "any", &web)),
        (rule("iot", "self", "pass", &web), never("iot", "management", &json!({ "destination_net": "10.20.99.1" }))),
    ] {
        let json = lab(&[rule], &[never]);
        assert_eq!(messages(&NEVER_VIOLATED, &json).len(), 1, "{json:#}");
    }
}

#[test]
fn the_gateways_of_other_segments_are_addresses_of_those() {
    let own = json!({ "destination_net": "10.20.40.1/32" });
    let of_management = json!({ "destination_net": "10.20.99.1" });
    for rule in [rule("guest", "self", "pass", &json!({})), rule("guest", "any", "pass", &of_management)] {
        let json = lab(&[rule], &[never("guest", "management", &json!({}))]);
        assert!(is_refuted(&json, "guest reaches nothing internal"), "{json:#}");
        let Outcome::Refuted(witness) = outcome(&json, "guest never reaches management") else { panic!("{json:#}") };
        assert_eq!(witness.packet.destination.to_string(), "10.20.99.1");
    }
    for rules in [
        vec![rule("guest", "self", "pass", &own)],
        vec![rule("guest", "self", "block", &of_management), rule("guest", "self", "pass", &own)],
    ] {
        let json = lab(&rules, &[never("guest", "management", &json!({}))]);
        assert_eq!(outcome(&json, "guest reaches nothing internal"), Outcome::Holds);
        assert_eq!(outcome(&json, "guest never reaches management"), Outcome::Holds);
    }
}

#[test]
fn what_a_rule_to_the_firewall_reaches_is_said_with_the_way_out() {
    let rules = [rule("guest", "self", "pass", &json!({})), rule("any", "self", "pass", &json!({}))];
    let json = lab(&rules, &[never("iot", "platform", &json!({}))]);
    let findings = [reported(&FLOW_PROHIBITED, &json), reported(&NEVER_VIOLATED, &json)].concat();
    let shown: Vec<_> = findings
        .iter()
        .map(|finding| format!("{} [{}]", finding.message, finding.hint.as_deref().unwrap_or_default()))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    guest -> self permits guest -> iot, which is prohibited: guests reach the internet only; it lets through tcp from 10.20.40.10 (guest) to 10.20.30.1 (iot) port 22 [narrow it to the zone's own gateway with `destination_net: 10.20.40.1/32`; `self` is the gateway of every segment]
    any -> self permits guest -> iot, which is prohibited: guests reach the internet only; it lets through tcp from 10.20.40.10 (guest) to 10.20.30.1 (iot) port 22 [name one zone with its own gateway, such as guest with `destination_net: 10.20.40.1/32`; `self` is the gateway of every segment]
    any -> self breaks "iot never reaches platform": we say so; it lets through tcp from 10.20.30.10 (iot) to 10.20.25.1 (platform) port 22 [name one zone with its own gateway, such as iot with `destination_net: 10.20.30.1/32`; `self` is the gateway of every segment]
    "#);
}

#[test]
fn a_block_with_a_field_that_nobody_reads_covers_nothing() {
    for field in ["port", "source_address", "enabled", "interface"] {
        let mut fields = json!({});
        fields[field] = json!(22);
        let rules = [rule("guest", "management", "block", &fields), rule("guest", "management", "pass", &json!({}))];
        assert!(is_refuted(&lab(&rules, &[]), "guest"), "{field}");
    }
    for field in ["description", "comment", "log", "name", "sequence", "category"] {
        let mut fields = json!({});
        fields[field] = json!("no guests");
        let rules = [rule("guest", "management", "block", &fields), rule("guest", "management", "pass", &json!({}))];
        assert_eq!(outcome(&lab(&rules, &[]), "guest"), Outcome::Holds, "{field}");
    }
}

#[test]
fn a_key_that_nobody_knows_is_an_error_and_leaves_the_rule_unread() {
    for (field, value) in [
        ("dest_port", json!(22)),
        ("destination_prot", json!(22)),
        ("enabled", json!(false)),
        ("quick", json!(false)),
        ("via", Value::Null),
    ] {
        let mut fields = json!({ "protocol": "tcp" });
        fields[field] = value;
        let mut json = lab(&[rule("guest", "management", "pass", &fields)], &[]);
        assert_eq!(messages(&RULE_FIELD_MALFORMED, &json).len(), 1, "{field}");
        assert_eq!(messages(&FLOW_PROHIBITED, &json).len(), 0, "{field}");
        assert_eq!(outcome(&json, "guest"), Outcome::Open(vec![0]), "{field}");
        json["hosts"] = json!({ "core-rt01": { "firewall_zone_policies": [rule("iot", "guest", "pass", &fields)] } });
        assert_eq!(messages(&RULE_FIELD_MALFORMED, &json).len(), 2, "{field}");
        let json = lab(&[], &[never("trusted", "iot", &fields)]);
        assert_eq!(messages(&RULE_FIELD_MALFORMED, &json).len(), 1, "{field}");
        let analysis = Analysis::of(&Substrate::read(&declared_from_json(&json)).0);
        assert!(analysis.proofs().iter().all(|proof| !proof.statement.contains("never reaches")));
    }
}

#[test]
fn a_key_that_nobody_knows_is_named_with_those_that_are_known() {
    let rules = [rule("trusted", "management", "pass", &json!({ "dest_port": 22, "destination_prot": 22 }))];
    let json = lab(&rules, &[never("iot", "platform", &json!({ "proto": "tcp" }))]);
    let shown: Vec<_> = reported(&RULE_FIELD_MALFORMED, &json)
        .iter()
        .map(|finding| format!("{} [{}]", finding.message, finding.hint.as_deref().unwrap_or_default()))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    `firewall_never.proto` is a key that means nothing: it may narrow the entry, which counts for nothing [the keys here are from_zone, to_zone, reason, protocol, source_net, destination_net, source_port, destination_port, ip_version]
    `firewall_zone_policies.dest_port` is a key that means nothing: it may narrow the entry, which counts for nothing [the keys here are from_zone, to_zone, action, name, protocol, source_net, destination_net, source_port, destination_port, ip_version]
    `firewall_zone_policies.destination_prot` is a key that means nothing: it may narrow the entry, which counts for nothing [did you mean `destination_port`? the keys here are from_zone, to_zone, action, name, protocol, source_net, destination_net, source_port, destination_port, ip_version]
    ");
}

#[test]
fn a_never_about_a_zone_that_is_none_is_reported_and_not_proven() {
    let json = lab(&[], &[never("gest", "platform", &json!({})), never("iot", "Management", &json!({}))]);
    insta::assert_snapshot!(messages(&ZONE_UNKNOWN, &json).join("\n"), @r#"
    the zone "gest" is no segment
    the zone "Management" is no segment
    "#);
    let analysis = Analysis::of(&Substrate::read(&declared_from_json(&json)).0);
    assert!(analysis.proofs().iter().all(|proof| !proof.statement.contains("never reaches")));
}

#[test]
fn a_rule_about_ipv6_alone_is_prohibited_between_the_same_zones() {
    let ipv6 = json!({ "ip_version": 6 });
    let rules = [
        rule("guest", "management", "pass", &ipv6),
        rule("oak", "elm", "pass", &ipv6),
        rule("any", "any", "pass", &ipv6),
        rule("guest", "internet", "pass", &ipv6),
        rule("trusted", "platform", "pass", &ipv6),
        rule("guest", "management", "block", &ipv6),
    ];
    insta::assert_snapshot!(messages(&FLOW_PROHIBITED, &lab(&rules, &[])).join("\n"), @"
    guest -> management (ip_version 6) is prohibited: guests reach the internet only; it lets IPv6 through from guest to management
    oak -> elm (ip_version 6) is prohibited: tenants never reach each other; it lets IPv6 through from oak to elm
    any -> any (ip_version 6) is prohibited: guests reach the internet only; it lets IPv6 through from guest to elm
    ");
    assert_eq!(outcome(&lab(&rules, &[]), "guest"), Outcome::Open(vec![0, 2]));
    assert_eq!(outcome(&lab(&rules[3..], &[]), "guest"), Outcome::Holds);
}

#[test]
fn a_host_that_has_its_own_rules_breaks_what_is_declared_never_to_be() {
    let mut json = lab(&[], &[never("trusted", "iot", &json!({}))]);
    json["hosts"] = json!({ "core-rt01": { "firewall_zone_policies": [rule("trusted", "iot", "pass", &json!({}))] } });
    insta::assert_snapshot!(messages(&NEVER_VIOLATED, &json).join("\n"), @r#"trusted -> iot breaks "trusted never reaches iot": we say so; it lets through tcp from 10.20.10.10 (trusted) to 10.20.30.10 (iot) port 22"#);
}

#[test]
fn what_a_tenant_is_called_does_not_matter() {
    let vlans = |name: &str, segment_name: &str| {
        let mut json = lab(&[], &[]);
        json["substrate"]["deevnet_vlans"][segment_name] = segment(51);
        json["substrate"]["deevnet_vlans"]["tenant_2"] = segment(52);
        json["substrate"]["deevnet_tenants"] =
            json!([{ "name": name, "segment": segment_name }, { "name": "elm", "index": 2, "segment": "tenant_2" }]);
        json["substrate"].as_object_mut().unwrap().remove("deevnet_tenant_numbering");
        json
    };
    for (name, segment) in [("oak", "tenant_1"), ("oak", "tenant_oak"), ("oak", "oak"), ("oak", "orchard")] {
        let mut json = vlans(name, segment);
        let names = [name, segment, "tenant_oak"];
        let others = ["elm", "tenant_elm", "tenant_2"];
        for (one, two) in names.iter().flat_map(|one| names.iter().map(move |two| (one, two))) {
            json["substrate"]["firewall_zone_policies"] = json!([rule(one, two, "pass", &json!({}))]);
            assert!(messages(&FLOW_PROHIBITED, &json).is_empty(), "{one} -> {two}");
            assert!(messages(&ZONE_UNKNOWN, &json).is_empty(), "{one} -> {two}");
        }
        for (one, two) in names.iter().flat_map(|one| others.iter().map(move |two| (one, two))) {
            for (from, to) in [(one, two), (two, one)] {
                json["substrate"]["firewall_zone_policies"] = json!([rule(from, to, "pass", &json!({}))]);
                assert_eq!(messages(&FLOW_PROHIBITED, &json).len(), 1, "{from} -> {to}");
            }
        }
    }
}

#[test]
fn a_block_of_ipv6_covers_ipv6_alone() {
    let version = |version: &str| json!({ "ip_version": version });
    let passes = |first: Value| lab(&[first, rule("guest", "management", "pass", &version("any"))], &[]);
    assert_eq!(messages(&FLOW_PROHIBITED, &passes(rule("guest", "any", "block", &version("any")))).len(), 0);
    insta::assert_snapshot!(messages(&FLOW_PROHIBITED, &passes(rule("guest", "any", "block", &json!({})))).join("\n"), @"guest -> management (ip_version any) is prohibited: guests reach the internet only; it lets IPv6 through from guest to management");
    insta::assert_snapshot!(messages(&FLOW_PROHIBITED, &passes(rule("guest", "any", "block", &version("6")))).join("\n"), @"guest -> management (ip_version any) is prohibited: guests reach the internet only; it lets through tcp from 10.20.40.10 (guest) to 10.20.99.10 (management) port 22");
}

#[test]
fn a_tenant_by_the_name_of_another_zone_is_still_there() {
    for name in ["platform", "internet", "self", "any", "guest"] {
        let nets = json!({ "source_net": "10.20.129.0/24", "destination_net": "10.20.130.0/24" });
        let mut json = lab(
            &[rule("tenant_transit", "tenant_transit", "pass", &nets), rule("iot", "management", "pass", &json!({}))],
            &[],
        );
        json["substrate"]["deevnet_tenants"][0]["name"] = name.into();
        assert_eq!(messages(&FLOW_PROHIBITED, &json).len(), 2, "{name}");
    }
}

#[test]
fn a_tenant_takes_nothing_of_what_protects_a_zone_of_the_standard() {
    let mut json = lab(&[rule("iot", "management", "pass", &json!({}))], &[]);
    json["substrate"]["deevnet_tenants"] = json!([{ "name": "oak", "segment": "management" }]);
    assert_eq!(messages(&FLOW_PROHIBITED, &json).len(), 1);
}

#[test]
fn a_rule_about_ipv6_may_name_its_nets() {
    for (version, found) in [(json!(6), 0), (json!(4), 1)] {
        let nets = json!({ "ip_version": version, "source_net": "2001:db8::/64, 2001:db8:1::7" });
        let json = lab(&[rule("guest", "internet", "pass", &nets)], &[]);
        assert_eq!(messages(&RULE_FIELD_MALFORMED, &json).len(), found);
    }
}
