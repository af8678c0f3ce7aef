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
    if host.interfaces.values().any(Interface::wants_address_record) {
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
                .with_subject(Subject::service(Arc::clone(&host.name), Arc::clone(&name.value)))
                .with_subject(subject(host, interface));
            context.push(finding);
        }
    }
}
