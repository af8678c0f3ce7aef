use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Site, check_together};
use crate::declared::testing::declared_from_json;
use crate::finding::{Finding, Severity};
use crate::rules;

/// What is found in several substrates together, a list for each.
fn found(substrates: &[Value]) -> Vec<Vec<Finding>> {
    let declared: Vec<_> = substrates.iter().map(declared_from_json).collect();
    let checked: Vec<_> = declared.iter().map(crate::check).collect();
    let sites: Vec<Site<'_>> = checked
        .iter()
        .zip(&declared)
        .map(|(checked, declared)| Site::new(&checked.substrate, &declared.sources))
        .collect();
    check_together(&sites)
}

fn messages(substrates: &[Value]) -> Vec<String> {
    found(substrates)
        .into_iter()
        .flatten()
        .map(|finding| format!("{} {}", finding.rule.code, finding.message))
        .collect()
}

fn substrate(name: &str, octet: u8, hosts: &[(&str, &str)]) -> Value {
    let mut json = json!({
        "substrate": {
            "deevnet_substrate": name,
            "deevnet_site_octet": octet,
            "deevnet_mac_namespace": format!("02:de:{octet}"),
        },
        "hosts": {},
    });
    for (host, mac) in hosts {
        json["hosts"][*host] = json!({ "infrastructure": { "interfaces": { "eth0": { "mac": mac } } } });
    }
    json
}

#[test]
fn what_substrates_do_not_share_is_fine() {
    let home = substrate("home", 10, &[("dns-vm01", "02:de:10:00:00:c8")]);
    let mobile = substrate("mobile", 20, &[("dns-vm02", "02:de:20:00:00:c8")]);
    assert!(messages(&[home.clone(), mobile]).is_empty());
    assert!(messages(std::slice::from_ref(&home)).is_empty());
    assert!(check_together(&[]).is_empty());
}

#[test]
fn a_mac_on_two_hosts_is_reported_where_the_later_stands() {
    let home = substrate("home", 10, &[("pi01", "00:00:5e:00:53:01")]);
    let mobile = substrate("mobile", 20, &[("pi02", "00:00:5e:00:53:01"), ("pi03", "00:00:5e:00:53:03")]);
    let findings = found(&[mobile.clone(), home.clone()]);
    assert_eq!((findings[0].len(), findings[1].len()), (1, 0));
    let finding = &findings[0][0];
    insta::assert_snapshot!(finding.message, @"00:00:5e:00:53:01 is on pi02 (eth0) of `mobile` and on pi01 (eth0) of `home`");
    assert_eq!(&*finding.position.as_ref().unwrap().path, "host_vars/pi02.yml");
    assert_eq!(&*finding.related[0].position.as_ref().unwrap().path, "host_vars/pi01.yml");
    assert!(finding.is_error());
    let swapped: Vec<Vec<Finding>> = found(&[home, mobile]).into_iter().rev().collect();
    assert_eq!(swapped, findings);
}

#[test]
fn a_host_that_roams_is_one_host() {
    let with = |name, octet, mac| substrate(name, octet, &[("dv00bld001p01", mac)]);
    assert!(messages(&[with("home", 10, "00:00:5e:00:53:01"), with("mobile", 20, "00:00:5e:00:53:01")]).is_empty());
    insta::assert_snapshot!(
        messages(&[with("home", 10, "00:00:5e:00:53:01"), with("mobile", 20, "00:00:5e:00:53:02")]).join("\n"),
        @"DV411 dv00bld001p01 (eth0) has 00:00:5e:00:53:02 on `mobile`, but 00:00:5e:00:53:01 on `home`"
    );
    assert!(messages(&[with("home", 10, "00:00:5e:00:53:01"), with("mobile", 20, "UNKNOWN")]).is_empty());
}

#[test]
fn a_third_host_with_the_mac_of_one_that_roams_is_reported() {
    let mac = "00:00:5e:00:53:01";
    let home = substrate("home", 10, &[("builder-ph01", mac)]);
    let mobile = substrate("mobile", 20, &[("builder-ph01", mac)]);
    let third = substrate("van", 30, &[("pi01", mac)]);
    insta::assert_snapshot!(
        messages(&[home, mobile, third]).join("\n"),
        @"DV113 00:00:5e:00:53:01 is on pi01 (eth0) of `van` and on builder-ph01 (eth0) of `home`"
    );
}

#[test]
fn two_machines_of_one_name_are_a_note() {
    let home = substrate("home", 10, &[("pi01", "00:00:5e:00:53:01")]);
    let mobile = substrate("mobile", 20, &[("pi01", "00:00:5e:00:53:02")]);
    let findings = found(&[home, mobile]);
    assert_eq!(findings[1].len(), 1);
    assert_eq!(findings[1][0].severity, Severity::Note);
    insta::assert_snapshot!(findings[1][0].message, @"pi01 is a machine of `mobile`, and another one of `home`");
}

#[test]
fn names_blocks_and_namespaces_belong_to_one_substrate() {
    let dvnt = substrate("dvnt", 20, &[]);
    insta::assert_snapshot!(messages(&[dvnt.clone(), substrate("dvntm", 20, &[])]).join("\n"), @"
    DV114 the MAC namespace 02:de:20 of `dvntm` is that of `dvnt` too
    DV216 the site block 10.20.0.0/16 of `dvntm` is that of `dvnt` too
    ");
    insta::assert_snapshot!(messages(&[dvnt.clone(), substrate("DVNT", 30, &[])]).join("\n"), @"DV410 two substrates have the name `dvnt`");
    assert!(messages(&[dvnt, substrate("dvntm", 30, &[])]).is_empty(), "a name is no prefix");
}

/// A substrate with segments, each with its subnet.
fn with_subnets(name: &str, octet: u8, subnets: &[(&str, &str)]) -> Value {
    let mut json = substrate(name, octet, &[]);
    for (segment, subnet) in subnets {
        json["substrate"]["deevnet_vlans"][*segment] = json!({ "vlan_id": 10, "subnet": subnet });
    }
    json
}

#[test]
fn a_subnet_belongs_to_one_substrate() {
    let home = with_subnets("home", 30, &[("trusted", "10.30.10.0/24"), ("bench", "192.168.5.0/24")]);
    let mobile = with_subnets("mobile", 20, &[("lab", "10.30.10.0/24"), ("visit", "192.168.5.128/25")]);
    let findings = found(&[home, mobile]);
    assert_eq!((findings[0].len(), findings[1].len()), (0, 2));
    let finding = &findings[1][0];
    insta::assert_snapshot!(
        finding.message,
        @"segment `lab` of `mobile` has the subnet 10.30.10.0/24, which is that of segment `trusted` of `home` too"
    );
    insta::assert_snapshot!(finding.hint.as_deref().unwrap(), @"the plan of `mobile` has 10.20.10.0/24 for it");
    assert!(finding.is_error() && finding.position.is_some() && finding.related[0].position.is_some());
    insta::assert_snapshot!(
        findings[1][1].message,
        @"segment `visit` of `mobile` has the subnet 192.168.5.128/25, which overlaps 192.168.5.0/24 of segment `bench` of `home`"
    );
}

#[test]
fn a_subnet_in_a_foreign_site_block_is_reported_where_it_stands() {
    let home = with_subnets("home", 30, &[("trusted", "10.30.10.0/24"), ("guest", "10.20.40.0/24")]);
    let mobile = with_subnets("mobile", 20, &[("trusted", "10.20.10.0/24")]);
    let findings = found(&[home, mobile.clone()]);
    assert_eq!((findings[0].len(), findings[1].len()), (1, 0));
    insta::assert_snapshot!(
        findings[0][0].message,
        @"segment `guest` of `home` has the subnet 10.20.40.0/24, which is in the site block 10.20.0.0/16 of `mobile`"
    );
    let all = with_subnets("home", 30, &[("all", "10.16.0.0/12")]);
    insta::assert_snapshot!(
        messages(&[all, mobile.clone()]).join("\n"),
        @"DV217 segment `all` of `home` has the subnet 10.16.0.0/12, which holds the site block 10.20.0.0/16 of `mobile`"
    );
    let stray = with_subnets("home", 30, &[("lab", "10.20.10.0/24")]);
    insta::assert_snapshot!(
        messages(&[mobile, stray]).join("\n"),
        @"DV217 segment `lab` of `home` has the subnet 10.20.10.0/24, which is that of segment `trusted` of `mobile` too"
    );
}

#[test]
fn a_shared_site_block_is_said_once() {
    let subnets = [("trusted", "10.20.10.0/24"), ("bench", "192.168.5.0/24")];
    let codes: Vec<String> = found(&[with_subnets("home", 20, &subnets), with_subnets("mobile", 20, &subnets)])
        .into_iter()
        .flatten()
        .map(|finding| format!("{} {}", finding.rule.code, finding.value.unwrap_or_default()))
        .collect();
    assert_eq!(codes, ["DV114 02:de:20", "DV216 20", "DV217 192.168.5.0/24"]);
}

#[test]
fn a_namespace_inside_the_hashed_range_of_another_is_reported_either_way() {
    let with = |name: &str, namespace: &str| json!({ "substrate": { "deevnet_substrate": name, "deevnet_mac_namespace": namespace } });
    insta::assert_snapshot!(messages(&[with("a", "02:de:20"), with("b", "06:de:20")]).join("\n"), @"DV114 the MAC namespace 06:de:20 of `b` holds the MACs that interfaces of `a` derive, whose namespace is 02:de:20");
    insta::assert_snapshot!(messages(&[with("a", "06:de:20"), with("b", "02:de:20")]).join("\n"), @"DV114 the MACs that interfaces of `b` derive are in 06:de:20, the MAC namespace of `a`");
    assert!(messages(&[with("a", "02:de:20"), with("b", "06:de:21")]).is_empty());
}

#[test]
fn a_tenant_has_the_name_of_no_substrate_at_all() {
    let mut mobile = substrate("mobile", 20, &[]);
    mobile["substrate"]["deevnet_tenants"] = json!([{ "name": "home", "index": 1 }, { "name": "homes", "index": 2 }]);
    let findings = found(&[mobile, substrate("home", 10, &[])]);
    assert_eq!((findings[0].len(), findings[1].len()), (1, 0));
    assert_eq!(findings[0][0].rule, &rules::TENANT_IS_SUBSTRATE);
    insta::assert_snapshot!(findings[0][0].message, @"the tenant `home` of `mobile` has the name of a substrate");
}

proptest! {
    /// Brute force over every address of a small space, and the same whichever substrate comes first.
    #[test]
    fn subnets_are_reported_exactly_where_an_address_is_on_both(
        home in prop::collection::vec((0..4_u8, 24..27_u8), 0..3),
        mobile in prop::collection::vec((0..4_u8, 24..27_u8), 0..3),
        octets in (0..3_u8, 0..3_u8),
    ) {
        let subnets = |numbers: &[(u8, u8)]| -> Vec<(String, ipnet::Ipv4Net)> {
            let subnet = |(octet, length): (u8, u8)| ipnet::Ipv4Net::new([10, octet, 1, 64].into(), length).unwrap().trunc();
            numbers.iter().enumerate().map(|(index, number)| (format!("s{index}"), subnet(*number))).collect()
        };
        let (home, mobile) = (subnets(&home), subnets(&mobile));
        let json = |name, octet, subnets: &[(String, ipnet::Ipv4Net)]| {
            let texts: Vec<_> = subnets.iter().map(|(name, subnet)| (name.as_str(), subnet.to_string())).collect();
            let texts: Vec<(&str, &str)> = texts.iter().map(|(name, subnet)| (*name, subnet.as_str())).collect();
            with_subnets(name, octet, &texts)
        };
        let (one, other) = (json("home", octets.0, &home), json("mobile", octets.1, &mobile));
        let reported = found(&[one.clone(), other.clone()]);
        let swapped: Vec<Vec<Finding>> = found(&[other, one]).into_iter().rev().collect();
        prop_assert_eq!(&reported, &swapped);
        let reported = reported.iter().flatten().any(|finding| finding.rule == &rules::SUBNET_SHARED);
        let owners = |address: std::net::Ipv4Addr, octet: u8, subnets: &[(String, ipnet::Ipv4Net)]| {
            (address.octets()[1] == octet, subnets.iter().any(|(_, subnet)| subnet.contains(&address)))
        };
        let expected = (0..4_u8).flat_map(|octet| (0..=255_u8).map(move |last| [10, octet, 1, last].into())).any(|address| {
            let (in_home, on_home) = owners(address, octets.0, &home);
            let (in_mobile, on_mobile) = owners(address, octets.1, &mobile);
            (in_home || on_home) && (in_mobile || on_mobile) && !(in_home && in_mobile)
        });
        prop_assert_eq!(reported, expected);
    }

    /// Brute force over every pair of interfaces of two substrates.
    #[test]
    fn a_mac_is_reported_exactly_where_two_hosts_share_it(
        home in prop::collection::btree_map("[ab]", 0..4_u8, 0..3),
        mobile in prop::collection::btree_map("[abc]", 0..4_u8, 0..4),
    ) {
        let hosts = |macs: &std::collections::BTreeMap<String, u8>| -> Vec<(String, String)> {
            macs.iter().map(|(host, last)| (host.clone(), format!("00:00:5e:00:53:{last:02x}"))).collect()
        };
        let (home, mobile) = (hosts(&home), hosts(&mobile));
        let json = |name, octet, hosts: &[(String, String)]| {
            let hosts: Vec<(&str, &str)> = hosts.iter().map(|(host, mac)| (host.as_str(), mac.as_str())).collect();
            substrate(name, octet, &hosts)
        };
        let reported = found(&[json("home", 10, &home), json("mobile", 20, &mobile)]);
        prop_assert!(reported[0].is_empty());
        let reported = reported[1].iter().filter(|finding| finding.rule == &rules::MAC_ON_TWO_SUBSTRATES).count();
        let expected = mobile.iter().filter(|(host, mac)| {
            let mut sharing = home.iter().filter(|(_, other)| other == mac).peekable();
            sharing.peek().is_some() && sharing.all(|(other, _)| other != host)
        });
        prop_assert_eq!(reported, expected.count());
    }
}
