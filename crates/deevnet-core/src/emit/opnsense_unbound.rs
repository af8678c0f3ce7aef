//! Host overrides and aliases of an OPNsense router's resolver, as bodies of its Unbound API.
//!
//! Field names are those of the model `OPNsense/Unbound/Unbound`. A router knows an override by an identifier of its
//! own, so an alias names the override it belongs to beside its body: whoever sends it puts that identifier into the
//! body as `host`. A host may have several overrides, so the address is part of that name, and a service is an alias of
//! each of them.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::description::{Description, Prefix};
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::json;
use super::options::EmitOptions;
use super::published::Published;
use super::record::{AddressRecord, ServiceRecord};
use super::target::Target;
use crate::name::DomainName;

/// What descriptions begin with in the estate's DNS role.
const DESCRIPTION_PREFIX: &str = "Ansible managed";
/// How the API writes a flag that is set.
const SET: &str = "1";

#[derive(Serialize)]
struct Payloads<'a> {
    #[serde(rename = "_comment")]
    comment: String,
    /// Bodies of `unbound/settings/add_host_override`.
    host_overrides: Vec<OverrideBody<'a>>,
    host_aliases: Vec<Belonging<'a>>,
}

#[derive(Serialize)]
struct OverrideBody<'a> {
    host: HostOverride<'a>,
}

#[derive(Serialize)]
struct HostOverride<'a> {
    enabled: &'static str,
    hostname: &'a str,
    domain: &'a DomainName,
    rr: &'static str,
    server: Ipv4Addr,
    description: String,
}

/// An alias and the override it belongs to; `alias` wants the router's own identifier of that override as `host`.
#[derive(Serialize)]
struct Belonging<'a> {
    host_override: Place<'a>,
    /// A body of `unbound/settings/add_host_alias`, all but its host.
    alias: Alias<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    hostname: &'a str,
    domain: &'a DomainName,
    server: Ipv4Addr,
}

#[derive(Serialize)]
struct Alias<'a> {
    enabled: &'static str,
    hostname: &'a str,
    domain: &'a DomainName,
    description: String,
}

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let domain = published.require_domain(Target::OpnsenseUnbound)?;
    let prefix = Prefix::choose(options, DESCRIPTION_PREFIX);
    let overrides = published.address_records.iter().map(|record| host_override(record, domain, prefix));
    let aliases = published
        .names()
        .flat_map(|(record, services)| services.into_iter().map(move |service| alias(record, service, domain, prefix)));
    let payloads = Payloads {
        comment: Header(published).to_string(),
        host_overrides: overrides.collect(),
        host_aliases: aliases.collect(),
    };
    Ok(Emission::of(EmittedFile::new("opnsense-unbound.json", json::pretty(&payloads)?)))
}

fn host_override<'a>(record: &'a AddressRecord, domain: &'a DomainName, prefix: Prefix<'_>) -> OverrideBody<'a> {
    let hostname = record.label.as_str();
    let description = Description::one_line(&format!("{prefix}{hostname}"));
    OverrideBody { host: HostOverride { enabled: SET, hostname, domain, rr: "A", server: record.address, description } }
}

fn alias<'a>(
    record: &'a AddressRecord,
    service: &'a ServiceRecord,
    domain: &'a DomainName,
    prefix: Prefix<'_>,
) -> Belonging<'a> {
    let (label, service) = (record.label.as_str(), &*service.service);
    let description = Description::one_line(&format!("{prefix}{service} -> {label}"));
    Belonging {
        host_override: Place { hostname: label, domain, server: record.address },
        alias: Alias { enabled: SET, hostname: service, domain, description },
    }
}
