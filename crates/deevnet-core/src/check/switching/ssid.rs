//! Wireless networks: each belongs to one segment.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::Subject;
use crate::model::Segment;
use crate::rules;
use crate::source::Spanned;

type Claim<'a> = (&'a Spanned<Arc<str>>, &'a Segment);

pub(super) fn check(context: &mut Context<'_>) {
    let mut claims: BTreeMap<&str, Vec<Claim<'_>>> = BTreeMap::new();
    for segment in context.substrate.segments.values() {
        if let Some(ssid) = &segment.wifi_ssid {
            claims.entry(&ssid.value).or_default().push((ssid, segment));
        }
    }
    for claims in claims.values_mut() {
        claims.sort_by_key(|(ssid, segment)| (ssid.span, &segment.name));
        if let Some((first, others)) = claims.split_first() {
            for other in others {
                report(context, *first, *other);
            }
        }
    }
}

fn report(context: &mut Context<'_>, (first_ssid, first): Claim<'_>, (ssid, segment): Claim<'_>) {
    let message =
        format!("the wireless network \"{}\" is of the segment {} and of {}", ssid.value, first.name, segment.name);
    let finding = context
        .finding(&rules::SSID_DUPLICATE, ssid.span, message)
        .with_value(ssid.value.as_ref())
        .with_hint("give each segment a wireless network of its own name")
        .with_related(format!("first declared for {}", first.name), context.position(first_ssid.span))
        .with_subject(Subject::segment(segment.name.clone()))
        .with_subject(Subject::segment(first.name.clone()));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::messages;
    use crate::rules::SSID_DUPLICATE;

    fn found(segments: &Value) -> Vec<String> {
        messages(&SSID_DUPLICATE, &json!({ "substrate": { "deevnet_vlans": segments } }))
    }

    #[test]
    fn one_name_on_two_segments_is_reported_with_both() {
        let segments = json!({
            "guest": { "vlan_id": 40, "wifi_ssid": "Lantern" },
            "iot": { "vlan_id": 30, "wifi_ssid": "Lantern Things" },
            "trusted": { "vlan_id": 10, "wifi_ssid": "Lantern" },
        });
        insta::assert_snapshot!(found(&segments).join("\n"), @r#"the wireless network "Lantern" is of the segment guest and of trusted"#);
    }

    #[test]
    fn names_that_differ_in_case_are_two_networks() {
        let segments = json!({
            "guest": { "vlan_id": 40, "wifi_ssid": "Lantern" },
            "trusted": { "vlan_id": 10, "wifi_ssid": "lantern" },
            "management": { "vlan_id": 99 },
        });
        assert!(found(&segments).is_empty());
    }
}
