//! Subnets and reservations of an OPNsense router's DHCP server, as bodies of its Kea API.
//!
//! Field names are those of the model `OPNsense/Kea/KeaDhcpv4`. A router knows a subnet by an identifier of its own, so
//! a reservation names its subnet beside its body: whoever sends it puts the identifier of that subnet into the body.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::boot::{BootFile, BootServer, NetworkBoot};
use super::description::{Description, Prefix};
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::json;
use super::left_out::{LeftOut, Part};
use super::options::EmitOptions;
use super::published::Published;
use super::reason::Reason;
use super::reservation::Reservation;
use super::reserved;
use super::scope::Scope;
use crate::mac::MacAddress;

/// What descriptions begin with in the estate's DHCP role.
const DESCRIPTION_PREFIX: &str = "Ansible managed";

#[derive(Serialize)]
struct Payloads<'a> {
    #[serde(rename = "_comment")]
    comment: String,
    /// Bodies of `kea/dhcpv4/add_subnet`.
    subnets: Vec<SubnetBody>,
    reservations: Vec<Placed<'a>>,
}

#[derive(Serialize)]
struct SubnetBody {
    subnet4: Subnet,
}

#[derive(Serialize)]
struct Subnet {
    #[serde(rename = "subnet")]
    network: Ipv4Net,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_server: Option<Ipv4Addr>,
    pools: String,
    /// Whether the router puts its own addresses in place of the options.
    option_data_autocollect: &'static str,
    option_data: SubnetOptions,
    description: String,
}

#[derive(Serialize)]
struct SubnetOptions {
    routers: String,
    domain_name_servers: String,
    domain_name: String,
}

/// A reservation and where it belongs; `reservation` wants the router's own identifier of that subnet as `subnet`.
#[derive(Serialize)]
struct Placed<'a> {
    subnet: Ipv4Net,
    /// A body of `kea/dhcpv4/add_reservation`, all but its subnet.
    reservation: Host<'a>,
}

#[derive(Serialize)]
struct Host<'a> {
    #[serde(serialize_with = "json::upper_colon")]
    hw_address: MacAddress,
    ip_address: Ipv4Addr,
    hostname: &'a str,
    description: String,
    option_data: BootOptions<'a>,
}

#[derive(Serialize)]
struct BootOptions<'a> {
    tftp_server_name: String,
    boot_file_name: &'a str,
}

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let mut left_out = Vec::new();
    let mut hosts = reserved::by_scope(published, &mut left_out);
    let (mut subnets, mut reservations) = (Vec::new(), Vec::new());
    for scope in &published.scopes {
        let reserved = hosts.remove(&scope.segment).unwrap_or_default();
        if scope.pool.is_none() && reserved.is_empty() {
            continue;
        }
        subnets.push(SubnetBody { subnet4: subnet(published, scope, &reserved) });
        for reservation in reserved {
            let boot = boot(reservation, &mut left_out);
            reservations.push(Placed { subnet: scope.subnet, reservation: host(reservation, boot, options) });
        }
    }
    let payloads = Payloads { comment: Header(published).to_string(), subnets, reservations };
    Ok(Emission { files: vec![EmittedFile::new("opnsense-kea.json", json::pretty(&payloads)?)], left_out })
}

fn subnet(published: &Published, scope: &Scope, reserved: &[&Reservation]) -> Subnet {
    let text = |address: Option<Ipv4Addr>| address.map(|address| address.to_string()).unwrap_or_default();
    let segment = Description::one_line(&scope.segment);
    Subnet {
        network: scope.subnet,
        next_server: next_server(reserved),
        pools: scope.pool.map(|(start, end)| format!("{start} - {end}")).unwrap_or_default(),
        option_data_autocollect: "0",
        option_data: SubnetOptions {
            routers: text(scope.gateway),
            domain_name_servers: text(published.name_server_of(scope)),
            domain_name: published.domain.as_ref().map(ToString::to_string).unwrap_or_default(),
        },
        description: format!("{segment} (VLAN {})", scope.vlan_id),
    }
}

/// The boot server of a subnet, where all its machines have the same: UEFI firmware reads it from there, and a
/// reservation has no such field.
fn next_server(reserved: &[&Reservation]) -> Option<Ipv4Addr> {
    let servers: BTreeSet<Ipv4Addr> = reserved
        .iter()
        .filter_map(|reservation| match reservation.boot.as_ref()?.server {
            Some(BootServer::Address(address)) => Some(address),
            _ => None,
        })
        .collect();
    servers.first().copied().filter(|_| servers.len() == 1)
}

/// The boot options of a reservation, unless its file has a double quote, which the router refuses.
fn boot<'a>(reservation: &'a Reservation, refused: &mut Vec<LeftOut>) -> Option<&'a NetworkBoot> {
    let boot = reservation.boot.as_ref()?;
    if boot.file.as_ref().is_some_and(|file| file.as_str().contains('"')) {
        let left_out = reserved::left_out(reservation, &Reason::BootFileDoubleQuote);
        refused.push(LeftOut { part: Part::NetworkBoot, ..left_out });
        return None;
    }
    Some(boot)
}

fn host<'a>(reservation: &'a Reservation, boot: Option<&'a NetworkBoot>, options: &EmitOptions) -> Host<'a> {
    let prefix = Prefix::choose(options, DESCRIPTION_PREFIX);
    let server = boot.and_then(|boot| boot.server.as_ref());
    let description = Description::new(prefix, &reservation.host, &reservation.interface);
    Host {
        hw_address: reservation.mac,
        ip_address: reservation.address,
        hostname: reservation.label.as_str(),
        description: Description::one_line(&description.to_string()),
        option_data: BootOptions {
            tftp_server_name: server.map(ToString::to_string).unwrap_or_default(),
            boot_file_name: boot.and_then(|boot| boot.file.as_ref()).map_or("", BootFile::as_str),
        },
    }
}
