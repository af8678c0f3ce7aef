//! Kea's IPv4 server as the core router runs it: every segment is a subnet, numbered by its VLAN ID.
//!
//! Parameter names are those of the Kea Administrator Reference Manual 2.2, chapter 8.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::boot::{BootFile, BootServer};
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::json;
use super::options::EmitOptions;
use super::published::Published;
use super::reservation::Reservation;
use super::reserved::by_scope;
use super::scope::Scope;
use crate::mac::MacAddress;
use crate::network::VlanId;

/// Twelve hours, in seconds.
const LEASE_SECONDS: u32 = 43_200;

#[derive(Serialize)]
struct Configuration<'a> {
    #[serde(rename = "Dhcp4")]
    server: Server<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Server<'a> {
    user_context: Comment,
    interfaces_config: Interfaces<'a>,
    lease_database: LeaseDatabase,
    authoritative: bool,
    valid_lifetime: u32,
    host_reservation_identifiers: [&'static str; 1],
    subnet4: Vec<Subnet<'a>>,
}

#[derive(Serialize)]
struct Comment {
    comment: String,
}

#[derive(Serialize)]
struct Interfaces<'a> {
    interfaces: [&'a str; 1],
}

#[derive(Serialize)]
struct LeaseDatabase {
    r#type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Subnet<'a> {
    id: VlanId,
    #[serde(rename = "subnet")]
    network: Ipv4Net,
    user_context: Segment<'a>,
    pools: Vec<Pool>,
    option_data: Vec<ServerOption>,
    reservations: Vec<Host<'a>>,
}

#[derive(Serialize)]
struct Segment<'a> {
    segment: &'a str,
}

#[derive(Serialize)]
struct Pool {
    pool: String,
}

#[derive(Serialize)]
struct ServerOption {
    name: &'static str,
    data: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Host<'a> {
    #[serde(serialize_with = "json::upper_colon")]
    hw_address: MacAddress,
    ip_address: Ipv4Addr,
    hostname: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_server: Option<Ipv4Addr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_hostname: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    boot_file_name: Option<&'a str>,
}

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let mut left_out = Vec::new();
    let mut hosts = by_scope(published, &mut left_out);
    let subnets = published.scopes.iter().filter_map(|scope| {
        let reserved = hosts.remove(&scope.segment).unwrap_or_default();
        let reservations: Vec<Host<'_>> = reserved.into_iter().map(host).collect();
        (scope.pool.is_some() || !reservations.is_empty()).then(|| subnet(published, scope, reservations))
    });
    let server = Server {
        user_context: Comment { comment: Header(published).to_string() },
        interfaces_config: Interfaces { interfaces: [options.interface.as_ref().map_or("*", |name| name.as_str())] },
        lease_database: LeaseDatabase { r#type: "memfile" },
        authoritative: true,
        valid_lifetime: LEASE_SECONDS,
        host_reservation_identifiers: ["hw-address"],
        subnet4: subnets.collect(),
    };
    let content = json::pretty(&Configuration { server })?;
    Ok(Emission { files: vec![EmittedFile::new("kea-dhcp4.conf", content)], left_out })
}

fn host(reservation: &Reservation) -> Host<'_> {
    let boot = reservation.boot.as_ref();
    let (next_server, server_hostname) = match boot.and_then(|boot| boot.server.as_ref()) {
        Some(BootServer::Address(address)) => (Some(*address), None),
        Some(BootServer::Name(name)) => (None, Some(name.as_str())),
        None => (None, None),
    };
    Host {
        hw_address: reservation.mac,
        ip_address: reservation.address,
        hostname: reservation.label.as_str(),
        next_server,
        server_hostname,
        boot_file_name: boot.and_then(|boot| boot.file.as_ref()).map(BootFile::as_str),
    }
}

fn subnet<'a>(published: &Published, scope: &'a Scope, reservations: Vec<Host<'a>>) -> Subnet<'a> {
    Subnet {
        id: scope.vlan_id,
        network: scope.subnet,
        user_context: Segment { segment: &scope.segment },
        pools: scope.pool.map(|(start, end)| Pool { pool: format!("{start} - {end}") }).into_iter().collect(),
        option_data: options_of(published, scope),
        reservations,
    }
}

/// The options of a scope.
fn options_of(published: &Published, scope: &Scope) -> Vec<ServerOption> {
    let name_server = published.name_server_of(scope);
    let router = scope.gateway.map(|gateway| ServerOption { name: "routers", data: gateway.to_string() });
    let names = name_server.map(|address| ServerOption { name: "domain-name-servers", data: address.to_string() });
    let domain = published.domain.as_ref().map(|domain| ServerOption { name: "domain-name", data: domain.to_string() });
    router.into_iter().chain(names).chain(domain).collect()
}
