//! The segments that interfaces say they are on.

use crate::check::context::{Context, label, subject};
use crate::model::{Host, Interface};
use crate::nearest;
use crate::rules;

pub(super) fn check(context: &mut Context<'_>) {
    if !context.has_plan() {
        return;
    }
    for (host, interface) in context.interfaces() {
        check_interface(context, host, interface);
    }
}

fn check_interface(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    let Some(segment) = &interface.segment else { return };
    let segments = &context.substrate.segments;
    if segments.contains_key(&segment.value) {
        return;
    }
    let hint = match nearest(&segment.value, segments.keys().map(|name| &**name)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "declare it in deevnet_vlans, or name one that is there".to_owned(),
    };
    let finding = context
        .finding(
            &rules::SEGMENT_UNDEFINED,
            segment.span,
            format!(
                "{} is on the segment \"{}\", which deevnet_vlans does not have",
                label(host, interface),
                segment.value
            ),
        )
        .with_value(segment.value.as_ref())
        .with_hint(hint)
        .with_subject(subject(host, interface));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::reported;
    use crate::finding::{Severity, Subject};
    use crate::rules::SEGMENT_UNDEFINED;

    fn host_on(segment: &Value) -> Value {
        json!({ "pi01": { "env": { "interfaces": { "eth0": { "segment": segment } } } } })
    }

    fn plan() -> Value {
        json!({ "deevnet_vlans": { "iot": { "vlan_id": 30 }, "management": { "vlan_id": 99 } } })
    }

    #[test]
    fn a_misspelt_segment_is_reported_with_the_one_meant() {
        let findings =
            reported(&SEGMENT_UNDEFINED, &json!({ "substrate": plan(), "hosts": host_on(&json!("managment")) }));
        assert_eq!(findings.len(), 1);
        insta::assert_snapshot!(
            findings[0].message,
            @"pi01 (eth0) is on the segment \"managment\", which deevnet_vlans does not have"
        );
        assert_eq!(findings[0].hint.as_deref(), Some("did you mean `management`?"));
        assert_eq!(findings[0].severity, Severity::Error);
        assert_eq!(findings[0].subjects, [Subject::interface("pi01", "eth0")]);
    }

    #[test]
    fn a_segment_like_no_other_is_reported_without_a_guess() {
        let findings =
            reported(&SEGMENT_UNDEFINED, &json!({ "substrate": plan(), "hosts": host_on(&json!("basement")) }));
        assert_eq!(findings[0].hint.as_deref(), Some("declare it in deevnet_vlans, or name one that is there"));
    }

    #[test]
    fn a_declared_segment_none_at_all_and_no_plan_are_legitimate() {
        for (substrate, segment) in
            [(plan(), json!("iot")), (plan(), Value::Null), (json!({}), json!("iot")), (json!({}), json!("basement"))]
        {
            let json = json!({ "substrate": substrate, "hosts": host_on(&segment) });
            assert!(reported(&SEGMENT_UNDEFINED, &json).is_empty(), "{json}");
        }
    }
}
