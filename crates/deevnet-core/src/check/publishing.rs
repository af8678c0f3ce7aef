//! Names that are published in DNS.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::{Context, label, subject};
use crate::finding::Subject;
use crate::model::{Host, Interface, Service};
use crate::name::DomainName;
use crate::rules;

pub(super) fn check(context: &mut Context<'_>) {
    check_services(context);
    check_domain(context);
    check_relative(context);
    check_lengths(context);
}

/// One claim to a service name.
#[derive(Clone, Copy)]
struct Claim<'a> {
    host: &'a Host,
    interface: &'a Interface,
    service: &'a Service,
}

impl Claim<'_> {
    fn subject(&self) -> Subject {
        Subject::service(Arc::clone(&self.host.name), Arc::clone(&self.service.name.value))
    }
}

fn check_services(context: &mut Context<'_>) {
    let mut claims: BTreeMap<&str, Vec<Claim<'_>>> = BTreeMap::new();
    for (host, interface) in context.interfaces() {
        for service in &interface.publication.cnames {
            claims.entry(&service.name.value).or_default().push(Claim { host, interface, service });
        }
        check_address_record(context, host, interface);
    }
    for (name, claims) in claims {
        if let Some(named) = context.substrate.hosts.get(name) {
            for claim in &claims {
                report_host_name(context, named, claim);
            }
        }
        for claim in &claims[1..] {
            if claim.host.name != claims[0].host.name {
                report_duplicate(context, name, &claims[0], claim);
            }
        }
    }
}

fn check_address_record(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    let Some(service) = interface.publication.cnames.first() else { return };
    let may_have_record = |found: &Interface| found.wants_address_record() || found.publication.host_a_record_rejected;
    if host.interfaces.values().any(may_have_record) {
        return;
    }
    let finding = context
        .finding(
            &rules::SERVICE_WITHOUT_RECORD,
            service.name.span,
            format!("{} has service names, but the host has no address record", label(host, interface)),
        )
        .with_value(service.name.value.as_ref())
        .with_hint("set host_a_record to true, or remove the names")
        .with_subject(subject(host, interface));
    context.push(finding);
}

fn report_host_name(context: &mut Context<'_>, named: &Host, claim: &Claim<'_>) {
    let finding = context
        .finding(
            &rules::SERVICE_IS_HOST,
            claim.service.name.span,
            format!(
                "the service name `{}` of {} is the name of a host",
                named.name,
                label(claim.host, claim.interface)
            ),
        )
        .with_value(named.name.as_ref())
        .with_hint("a name with a CNAME has no other records; choose another")
        .with_related("the host of that name", context.position(named.span))
        .with_subject(claim.subject());
    context.push(finding);
}

fn report_duplicate(context: &mut Context<'_>, name: &str, first: &Claim<'_>, second: &Claim<'_>) {
    let finding = context
        .finding(
            &rules::SERVICE_DUPLICATE,
            second.service.name.span,
            format!("the service name `{name}` is claimed by {} and by {}", first.host.name, second.host.name),
        )
        .with_value(name)
        .with_hint("a service stands at one host; remove it from the other")
        .with_related(format!("first claimed by {}", first.host.name), context.position(first.service.name.span))
        .with_subject(second.subject())
        .with_subject(first.subject());
    context.push(finding);
}

fn check_domain(context: &mut Context<'_>) {
    let substrate = context.substrate;
    if substrate.name.is_some() && substrate.root_domain.is_some() {
        return;
    }
    let published = context
        .interfaces()
        .find_map(|(_, interface)| interface.publication.host_a_record.filter(|flag| flag.value).map(|flag| flag.span));
    let Some(span) = published else { return };
    let missing = match (&substrate.name, &substrate.root_domain) {
        (Some(_), None) => "deevnet_root_domain is",
        (None, Some(_)) => "deevnet_substrate is",
        _ => "deevnet_substrate and deevnet_root_domain are",
    };
    let finding = context
        .finding(
            &rules::DOMAIN_MISSING,
            span,
            format!("address records are asked for, but {missing} not declared for the whole substrate"),
        )
        .with_hint("declare them in group_vars/all");
    context.push(finding);
}

/// A service name is relative to the domain.
fn check_relative(context: &mut Context<'_>) {
    let Some(domain) = context.substrate.domain() else { return };
    let suffix = format!(".{domain}");
    for (host, interface) in context.interfaces() {
        for service in &interface.publication.cnames {
            let name = &service.name;
            let Some(relative) = name.value.strip_suffix(&suffix) else { continue };
            let finding = context
                .finding(
                    &rules::SERVICE_INVALID,
                    name.span,
                    format!("`{}` ends in the domain, which is added to it once more", name.value),
                )
                .with_value(name.value.as_ref())
                .with_hint(format!("write `{relative}`"))
                .with_subject(Subject::service(Arc::clone(&host.name), Arc::clone(&name.value)));
            context.push(finding);
        }
    }
}

/// A published name has at most 253 characters, its domain included.
fn check_lengths(context: &mut Context<'_>) {
    let Some(domain) = context.substrate.domain().map(|domain| domain.to_string()) else { return };
    for (host, interface) in context.interfaces() {
        for service in &interface.publication.cnames {
            let name = &service.name;
            if name.value.len() + 1 + domain.len() <= DomainName::MAX_LENGTH {
                continue;
            }
            let finding = context
                .finding(
                    &rules::SERVICE_INVALID,
                    name.span,
                    format!("`{}.{domain}` is longer than {} characters", name.value, DomainName::MAX_LENGTH),
                )
                .with_value(name.value.as_ref())
                .with_subject(Subject::service(Arc::clone(&host.name), Arc::clone(&name.value)));
            context.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Subject;
    use crate::rules;

    fn publishing(names: &Value) -> Value {
        json!({ "env": { "interfaces": {
            "eth0": { "ip": "10.20.30.11", "dns": { "host_a_record": true, "cnames": names } } } } })
    }

    fn hosts(hosts: &Value) -> Value {
        json!({ "substrate": { "deevnet_substrate": "lab", "deevnet_root_domain": "example.net" }, "hosts": hosts })
    }

    #[test]
    fn a_service_stands_at_one_host() {
        let json = hosts(&json!({
            "pi01": publishing(&json!(["radio", "clock", "clock"])),
            "pi02": publishing(&json!(["Radio"])),
        }));
        let findings = reported(&rules::SERVICE_DUPLICATE, &json);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "the service name `radio` is claimed by pi01 and by pi02");
        assert_eq!(findings[0].subjects, [Subject::service("pi02", "radio"), Subject::service("pi01", "radio")]);
    }

    #[test]
    fn a_service_is_no_host() {
        let json = hosts(&json!({ "pi01": publishing(&json!(["pi02"])), "pi02": publishing(&json!([])) }));
        assert_eq!(
            messages(&rules::SERVICE_IS_HOST, &json),
            ["the service name `pi02` of pi01 (eth0) is the name of a host"]
        );
    }

    #[test]
    fn a_service_is_made_of_labels() {
        let found =
            |name: &str| messages(&rules::SERVICE_INVALID, &hosts(&json!({ "pi01": publishing(&json!([name])) })));
        for name in ["radio", "api.radio", "9", "Radio"] {
            assert!(found(name).is_empty(), "{name}");
        }
        let long = "a".repeat(64);
        for name in ["my_radio", "-radio", "radio-", "a..b", "a b", long.as_str()] {
            assert_eq!(found(name).len(), 1, "{name}");
        }
        let whole = vec!["a".repeat(60); 4].join(".");
        assert_eq!(found(&whole).len(), 1, "longer than 253 with its domain");
    }

    #[test]
    fn a_service_is_relative_to_the_domain() {
        let found =
            |name: &str| messages(&rules::SERVICE_INVALID, &hosts(&json!({ "pi01": publishing(&json!([name])) })));
        assert_eq!(
            found("radio.lab.example.net"),
            ["`radio.lab.example.net` ends in the domain, which is added to it once more"]
        );
        assert!(found("radio.lab.example").is_empty());
    }

    #[test]
    fn an_unreadable_flag_is_no_missing_record() {
        let mut json = hosts(&json!({ "pi01": publishing(&json!(["radio"])) }));
        json["hosts"]["pi01"]["env"]["interfaces"]["eth0"]["dns"]["host_a_record"] = json!("true");
        assert!(reported(&rules::SERVICE_WITHOUT_RECORD, &json).is_empty());
    }

    #[test]
    fn services_stand_beside_an_address_record() {
        let mut json = hosts(&json!({ "pi01": publishing(&json!(["radio"])) }));
        assert!(reported(&rules::SERVICE_WITHOUT_RECORD, &json).is_empty());
        json["hosts"]["pi01"]["env"]["interfaces"]["eth0"]["dns"]["host_a_record"] = json!(false);
        assert_eq!(
            messages(&rules::SERVICE_WITHOUT_RECORD, &json),
            ["pi01 (eth0) has service names, but the host has no address record"]
        );
    }

    #[test]
    fn records_have_a_domain() {
        let json = json!({ "hosts": { "pi01": publishing(&json!([])) } });
        assert_eq!(reported(&rules::DOMAIN_MISSING, &json).len(), 1);
        assert!(reported(&rules::DOMAIN_MISSING, &hosts(&json!({ "pi01": publishing(&json!([])) }))).is_empty());
        assert!(reported(&rules::DOMAIN_MISSING, &json!({ "hosts": { "pi01": {} } })).is_empty());
    }
}
