//! The VLAN plan itself: IDs are unique and in their bands, subnets do not overlap.

use std::collections::BTreeSet;

use ipnet::Ipv4Net;

use crate::check::context::Context;
use crate::finding::Subject;
use crate::model::{CORE_BAND_SEGMENTS, Segment, Substrate};
use crate::network::{VlanBand, VlanId};
use crate::rules;
use crate::source::Spanned;
use crate::vlan_plan::VlanBands;

pub(super) fn check(context: &mut Context<'_>) {
    check_duplicate_ids(context);
    check_bands(context);
    check_overlaps(context);
}

fn check_duplicate_ids(context: &mut Context<'_>) {
    let mut segments: Vec<(VlanId, &Segment)> =
        numbered_segments(context.substrate).map(|(segment, vlan)| (vlan.value, segment)).collect();
    segments.sort_by_key(|(vlan, segment)| (*vlan, segment.span, &segment.name));
    for group in segments.chunk_by(|left, right| left.0 == right.0) {
        let (vlan, first) = group[0];
        for (_, other) in &group[1..] {
            report_duplicate_id(context, vlan, first, other);
        }
    }
}

fn report_duplicate_id(context: &mut Context<'_>, vlan: VlanId, first: &Segment, other: &Segment) {
    let span = other.vlan_id.map_or(other.span, |vlan| vlan.span);
    let first_span = first.vlan_id.map_or(first.span, |vlan| vlan.span);
    let finding = context
        .finding(
            &rules::VLAN_ID_DUPLICATE,
            span,
            format!("VLAN {vlan} is the segment {} and the segment {}", first.name, other.name),
        )
        .with_value(vlan.to_string())
        .with_hint("give each segment a VLAN ID of its own, in the band of its kind")
        .with_related(format!("first declared for {}", first.name), context.position(first_span))
        .with_subject(Subject::segment(other.name.clone()))
        .with_subject(Subject::segment(first.name.clone()));
    context.push(finding);
}

fn check_bands(context: &mut Context<'_>) {
    let tenants: BTreeSet<&str> = context.substrate.tenants.iter().map(|tenant| tenant.name.value.as_str()).collect();
    for (segment, vlan) in numbered_segments(context.substrate) {
        let bands = &context.substrate.vlan_bands;
        let found = bands.band_of(vlan.value);
        let Some(problem) = band_problem(&segment.name, &tenants, bands, found) else { continue };
        let mut finding = context
            .finding(
                &rules::VLAN_OUTSIDE_BAND,
                vlan.span,
                format!("{} is on VLAN {}{problem}", segment.name, vlan.value),
            )
            .with_value(vlan.value.to_string())
            .with_subject(Subject::segment(segment.name.clone()));
        if let Some(band) = expected_band(&segment.name, &tenants) {
            finding = finding.with_hint(format!("give it {}", bands.range(band)));
        }
        context.push(finding);
    }
}

/// What is wrong with a segment's band, in words that follow its VLAN.
fn band_problem(name: &str, tenants: &BTreeSet<&str>, bands: &VlanBands, found: Option<VlanBand>) -> Option<String> {
    match (expected_band(name, tenants), found) {
        (Some(expected), found) if found == Some(expected) => None,
        (Some(expected), _) => Some(format!(", outside the {expected} band ({})", bands.range(expected))),
        (None, None) => Some(", which is in no band of the plan".to_owned()),
        (None, Some(band @ VlanBand::Reserved)) => Some(format!(", in the {band} band ({})", bands.range(band))),
        (None, Some(_)) => None,
    }
}

/// The band of a segment's kind, as far as its name tells.
fn expected_band(name: &str, tenants: &BTreeSet<&str>) -> Option<VlanBand> {
    match name {
        "management" => Some(VlanBand::Management),
        "blackhole" => Some(VlanBand::Blackhole),
        "lab" => Some(VlanBand::Lab),
        _ if name.starts_with("lab_") => Some(VlanBand::Lab),
        _ if CORE_BAND_SEGMENTS.contains(&name) => Some(VlanBand::Core),
        _ if name.starts_with("tenant_") || tenants.contains(name) => Some(VlanBand::Tenant),
        _ => None,
    }
}

/// Subnets overlap only where one holds the other, so each is compared with the smallest one around it.
fn check_overlaps(context: &mut Context<'_>) {
    let mut subnets: Vec<(Spanned<Ipv4Net>, &Segment)> =
        context.substrate.segments.values().filter_map(|segment| Some((segment.subnet?, segment))).collect();
    subnets.sort_by_key(|(subnet, segment)| {
        (subnet.value.network(), subnet.value.prefix_len(), segment.span, &segment.name)
    });
    let mut around: Vec<(Spanned<Ipv4Net>, &Segment)> = Vec::new();
    for inner in subnets {
        while around.pop_if(|outer| !outer.0.value.contains(&inner.0.value)).is_some() {}
        if let Some(outer) = around.last() {
            report_overlap(context, *outer, inner);
        }
        around.push(inner);
    }
}

fn report_overlap(
    context: &mut Context<'_>,
    (outer, outer_segment): (Spanned<Ipv4Net>, &Segment),
    (inner, inner_segment): (Spanned<Ipv4Net>, &Segment),
) {
    let finding = context
        .finding(
            &rules::SUBNETS_OVERLAP,
            inner.span,
            format!(
                "the subnet {} of {} overlaps {} of {}",
                inner.value, inner_segment.name, outer.value, outer_segment.name
            ),
        )
        .with_value(inner.value.to_string())
        .with_hint("every segment needs a subnet of its own; the plan's is 10.<site octet>.<VLAN ID>.0/24")
        .with_related(format!("the subnet of {}", outer_segment.name), context.position(outer.span))
        .with_subject(Subject::segment(inner_segment.name.clone()))
        .with_subject(Subject::segment(outer_segment.name.clone()));
    context.push(finding);
}

fn numbered_segments(substrate: &Substrate) -> impl Iterator<Item = (&Segment, Spanned<VlanId>)> {
    substrate.segments.values().filter_map(|segment| Some((segment, segment.vlan_id?)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ipnet::Ipv4Net;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::{Severity, Subject};
    use crate::rules;

    fn plan(segments: &Value) -> Value {
        json!({ "substrate": { "deevnet_vlans": segments } })
    }

    #[test]
    fn two_segments_on_one_vlan_are_both_named() {
        let findings = reported(
            &rules::VLAN_ID_DUPLICATE,
            &plan(&json!({ "iot": { "vlan_id": 30 }, "iot_vendor": { "vlan_id": 30 }, "trusted": { "vlan_id": 10 } })),
        );
        assert_eq!(findings.len(), 1);
        insta::assert_snapshot!(findings[0].message, @"VLAN 30 is the segment iot and the segment iot_vendor");
        assert_eq!(findings[0].severity, Severity::Error);
        assert_eq!(findings[0].subjects, [Subject::segment("iot_vendor"), Subject::segment("iot")]);
        assert_ne!(findings[0].related[0].position, findings[0].position);
    }

    #[test]
    fn a_third_segment_on_the_vlan_is_reported_too() {
        let same = json!({ "a": { "vlan_id": 30 }, "b": { "vlan_id": 30 }, "c": { "vlan_id": "30" } });
        assert_eq!(reported(&rules::VLAN_ID_DUPLICATE, &plan(&same)).len(), 2);
    }

    #[test]
    fn a_segment_outside_the_band_of_its_kind_is_reported() {
        let messages = messages(
            &rules::VLAN_OUTSIDE_BAND,
            &plan(&json!({
                "blackhole": { "vlan_id": 998 },
                "lab_optics": { "vlan_id": 65 },
                "management": { "vlan_id": 98 },
                "tenant_4": { "vlan_id": 60 },
                "trusted": { "vlan_id": 55 },
                "voice": { "vlan_id": 200 },
                "voice_lab": { "vlan_id": 61 },
            })),
        );
        insta::assert_snapshot!(messages.join("\n"), @"
        blackhole is on VLAN 998, outside the blackhole band (VLAN 999)
        lab_optics is on VLAN 65, outside the lab band (VLANs 70-79)
        management is on VLAN 98, outside the management band (VLAN 99)
        tenant_4 is on VLAN 60, outside the tenant band (VLANs 50-59)
        trusted is on VLAN 55, outside the core band (VLANs 10-40)
        voice is on VLAN 200, which is in no band of the plan
        voice_lab is on VLAN 61, in the reserved band (VLANs 60-69)
        ");
    }

    #[test]
    fn the_plan_of_the_estate_is_in_its_bands() {
        let mut json = plan(&json!({
            "blackhole": { "vlan_id": 999 },
            "grooveiq": { "vlan_id": 53 },
            "guest": { "vlan_id": 40 },
            "iot_backend": { "vlan_id": 35 },
            "lab": { "vlan_id": 70 },
            "management": { "vlan_id": 99 },
            "tenant_1": { "vlan_id": 50 },
            "tenant_transit": { "vlan_id": 50 },
            "tenant_underlay": { "vlan_id": 51 },
            "trusted": { "vlan_id": 10 },
            "voice": { "vlan_id": 15 },
        }));
        json["substrate"]["deevnet_tenants"] = json!([{ "name": "grooveiq", "index": 1 }]);
        assert!(messages(&rules::VLAN_OUTSIDE_BAND, &json).is_empty());
    }

    #[test]
    fn a_tenants_own_segment_belongs_in_the_tenant_band() {
        let mut json = plan(&json!({ "grooveiq": { "vlan_id": 33 } }));
        json["substrate"]["deevnet_tenants"] = json!([{ "name": "grooveiq", "index": 1 }]);
        insta::assert_snapshot!(messages(&rules::VLAN_OUTSIDE_BAND, &json).join("\n"), @"grooveiq is on VLAN 33, outside the tenant band (VLANs 50-59)");
    }

    #[test]
    fn a_subnet_inside_another_is_reported_with_both() {
        let findings = reported(
            &rules::SUBNETS_OVERLAP,
            &plan(&json!({
                "a": { "subnet": "10.20.0.0/16" },
                "b": { "subnet": "10.20.30.0/24" },
                "c": { "subnet": "10.20.30.128/25" },
                "d": { "subnet": "10.20.31.0/24" },
                "e": { "subnet": "10.21.0.0/24" },
            })),
        );
        let messages: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_snapshot!(messages.join("\n"), @"
        the subnet 10.20.30.0/24 of b overlaps 10.20.0.0/16 of a
        the subnet 10.20.30.128/25 of c overlaps 10.20.30.0/24 of b
        the subnet 10.20.31.0/24 of d overlaps 10.20.0.0/16 of a
        ");
        assert_eq!(findings[0].subjects, [Subject::segment("b"), Subject::segment("a")]);
        assert_eq!(findings[0].severity, Severity::Error);
    }

    #[test]
    fn equal_subnets_overlap_and_neighbours_do_not() {
        let equal = json!({ "a": { "subnet": "10.20.30.0/24" }, "b": { "subnet": "10.20.30.0/24" } });
        assert_eq!(reported(&rules::SUBNETS_OVERLAP, &plan(&equal)).len(), 1);
        let apart = json!({ "a": { "subnet": "10.20.30.0/24" }, "b": { "subnet": "10.20.31.0/24" }, "c": {} });
        assert!(reported(&rules::SUBNETS_OVERLAP, &plan(&apart)).is_empty());
    }
    /// Subnets that are often nested or equal: few bits are free.
    fn subnet() -> impl Strategy<Value = Ipv4Net> {
        (0..=3_u8, 0..=3_u8, 14..=24_u8).prop_filter_map("a legal prefix", |(second, third, prefix)| {
            Ipv4Net::new([10, second, third * 64, 0].into(), prefix).ok().map(|net| net.trunc())
        })
    }

    proptest! {
        #[test]
        fn every_segment_that_shares_addresses_is_named(subnets in prop::collection::vec(subnet(), 0..8)) {
            let segments: serde_json::Map<_, _> = subnets
                .iter()
                .enumerate()
                .map(|(index, subnet)| (format!("s{index}"), json!({ "subnet": subnet.to_string() })))
                .collect();
            let found = reported(&rules::SUBNETS_OVERLAP, &plan(&segments.into()));
            let named: BTreeSet<_> = found.into_iter().flat_map(|finding| finding.subjects).collect();
            let sharing = |(index, subnet): (usize, &Ipv4Net)| {
                let mut others = subnets.iter().enumerate().filter(|(other, _)| *other != index);
                let is_shared = others.any(|(_, other)| other.contains(subnet) || subnet.contains(other));
                is_shared.then(|| Subject::segment(format!("s{index}")))
            };
            prop_assert_eq!(named, subnets.iter().enumerate().filter_map(sharing).collect());
        }
    }
}
