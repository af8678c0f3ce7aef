//! Segments that are called like a word of the policy.

use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::{Finding, Subject};
use crate::model::Segment;
use crate::policy::space::is_word;
use crate::rules;

pub(super) fn check(context: &mut Context<'_>) {
    let segments = context.substrate.segments.values().filter(|segment| is_word(&segment.name));
    let findings: Vec<Finding> = segments.map(|segment| of_reserved(context, segment)).collect();
    for finding in findings {
        context.push(finding);
    }
}

fn of_reserved(context: &Context<'_>, segment: &Segment) -> Finding {
    let message = format!("the segment `{0}` is called like the word `{0}` of the firewall policy", segment.name);
    context
        .finding(&rules::SEGMENT_NAME_RESERVED, segment.span, message)
        .with_value(segment.name.as_ref())
        .with_hint("give the segment another name, in every rule that means it too")
        .with_subject(Subject::segment(Arc::clone(&segment.name)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::declared::testing::messages;
    use crate::rules::SEGMENT_NAME_RESERVED;

    #[test]
    fn no_segment_is_called_like_a_word_in_either_case() {
        let json = json!({ "substrate": { "deevnet_vlans": {
            "self": { "vlan_id": 21 }, "WAN": { "vlan_id": 22 }, "internet": { "vlan_id": 23 }, "any": { "vlan_id": 24 },
            "anyone": { "vlan_id": 25 }, "wans": { "vlan_id": 26 },
        } } });
        insta::assert_snapshot!(messages(&SEGMENT_NAME_RESERVED, &json).join("\n"), @"
        the segment `WAN` is called like the word `WAN` of the firewall policy
        the segment `any` is called like the word `any` of the firewall policy
        the segment `internet` is called like the word `internet` of the firewall policy
        the segment `self` is called like the word `self` of the firewall policy
        ");
    }
}
