//! The DHCP server of a VyOS router: a shared network for every segment that has a pool or reservations.

use std::fmt::{self, Write};

use crate::emit::boot::{BootFile, BootServer};
use crate::emit::left_out::{LeftOut, Part};
use crate::emit::published::Published;
use crate::emit::reason::Reason;
use crate::emit::reservation::Reservation;
use crate::emit::reserved::left_out;
use crate::emit::scope::Scope;

/// Twelve hours, in seconds.
const LEASE_SECONDS: u32 = 43_200;

/// Writes the shared network of a segment; its subnet is numbered by its VLAN ID.
pub(super) fn write_network(
    text: &mut String,
    published: &Published,
    scope: &Scope,
    hosts: &[&Reservation],
    refused: &mut Vec<LeftOut>,
) -> fmt::Result {
    let network = format!("set service dhcp-server shared-network-name {}", scope.segment);
    let path = format!("{network} subnet {}", scope.subnet);
    writeln!(text, "{network} authoritative")?;
    writeln!(text, "{path} subnet-id '{}'", scope.vlan_id)?;
    writeln!(text, "{path} lease '{LEASE_SECONDS}'")?;
    if let Some(gateway) = scope.gateway {
        writeln!(text, "{path} option default-router '{gateway}'")?;
    }
    if let Some(server) = published.name_server_of(scope) {
        writeln!(text, "{path} option name-server '{server}'")?;
    }
    if let Some(domain) = &published.domain {
        writeln!(text, "{path} option domain-name '{domain}'")?;
    }
    if let Some((start, end)) = scope.pool {
        writeln!(text, "{path} range 0 start '{start}'")?;
        writeln!(text, "{path} range 0 stop '{end}'")?;
    }
    let mut before: Option<&Reservation> = None;
    let mut number = 1;
    for host in hosts {
        number = if before.is_some_and(|before| before.host == host.host) { number + 1 } else { 1 };
        before = Some(host);
        write_host(text, &path, host, number, refused)?;
    }
    Ok(())
}

/// Writes the reservation of an interface; the second one of a host in a subnet is `<host>_2`, which names no host.
fn write_host(
    text: &mut String,
    path: &str,
    host: &Reservation,
    number: usize,
    refused: &mut Vec<LeftOut>,
) -> fmt::Result {
    let suffix = if number == 1 { String::new() } else { format!("_{number}") };
    let path = format!("{path} static-mapping {}{suffix}", host.label);
    writeln!(text, "{path} mac '{}'", host.mac)?;
    writeln!(text, "{path} ip-address '{}'", host.address)?;
    let Some(boot) = &host.boot else { return Ok(()) };
    match &boot.server {
        Some(BootServer::Address(address)) => writeln!(text, "{path} option bootfile-server '{address}'")?,
        Some(BootServer::Name(name)) => writeln!(text, "{path} option bootfile-server '{name}'")?,
        None => {}
    }
    match boot.file.as_ref().map(BootFile::as_str) {
        Some(file) if file.contains('\'') => {
            refused.push(LeftOut { part: Part::NetworkBoot, ..left_out(host, &Reason::BootFileQuote) });
        }
        Some(file) => writeln!(text, "{path} option bootfile-name '{file}'")?,
        None => {}
    }
    Ok(())
}
