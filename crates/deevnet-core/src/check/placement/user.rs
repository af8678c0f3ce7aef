//! What a machine is told at its first boot: cloud-init can create its user.

use crate::check::context::Context;
use crate::name::UserName;
use crate::placement::Machine;
use crate::rules;

use super::subject;

/// Reports users that cloud-init cannot create, of machines on any hypervisor or none yet.
pub(super) fn check(context: &mut Context<'_>) {
    for machine in context.substrate.machines() {
        check_user(context, &machine);
    }
}

fn check_user(context: &mut Context<'_>, machine: &Machine<'_>) {
    let definition = machine.definition();
    let Some(user) = definition.cloud_init.as_ref().and_then(|cloud_init| cloud_init.user.as_ref()) else { return };
    let Err(error) = user.value.parse::<UserName>() else { return };
    let mut finding = context
        .finding(&rules::CLOUD_INIT_USER_INVALID, user.span, format!("the user of {}: {error}", machine.name()))
        .with_value(user.value.as_ref())
        .with_hint("write a name such as `ops`, or leave it out for the user of the machine's image");
    finding.subjects.extend(subject(machine, context.substrate.placed_on(definition).ok()));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Subject;
    use crate::rules::CLOUD_INIT_USER_INVALID;

    fn with_user(user: &Value) -> Value {
        json!({ "hosts": { "dns-vm01": { "mgmt_vm": { "cloud_init": { "user": user } } } } })
    }

    #[test]
    fn a_user_that_cannot_be_created_is_reported() {
        let findings = reported(&CLOUD_INIT_USER_INVALID, &with_user(&json!("ops: #x")));
        insta::assert_snapshot!(findings[0].message, @r#"the user of dns-vm01: "ops: #x" is not the name of a user: a small letter or underscore, then small letters, digits, hyphens and underscores, 32 at most"#);
        assert_eq!(findings[0].subjects, [Subject::device("dns-vm01")]);
    }

    #[test]
    fn a_users_name_and_none_are_legitimate() {
        for user in [json!("ops"), json!("_svc-1"), json!(null)] {
            assert!(messages(&CLOUD_INIT_USER_INVALID, &with_user(&user)).is_empty(), "{user}");
        }
    }

    #[test]
    fn a_workload_keeps_its_hypervisor_from_being_filled() {
        let workload = json!({ "name": "api", "hypervisor": "hv02", "cloud_init": { "user": "Ops" } });
        let findings = reported(
            &CLOUD_INIT_USER_INVALID,
            &json!({
                "substrate": { "deevnet_tenants": [{ "name": "music", "workloads": [workload] }] },
                "hosts": { "hv02": { "infrastructure": { "form": "hv" } } },
            }),
        );
        assert_eq!(findings[0].subjects, [Subject::device("hv02")]);
    }
}
