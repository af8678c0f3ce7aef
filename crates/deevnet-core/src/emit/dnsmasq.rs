//! dnsmasq as the builder runs it before there is a router: DHCP on the management segment, DNS for the substrate.

use std::fmt::{self, Write};

use super::boot::{BootFile, BootServer, NetworkBoot};
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::left_out::LeftOut;
use super::options::EmitOptions;
use super::published::Published;
use super::reason::Reason;
use super::record::FullName;
use super::reservation::Reservation;
use super::reserved::{Reserved, left_out};
use super::scope::Scope;
use super::target::Target;
use crate::mac::MacStyle;
use crate::name::DomainName;

const LEASE_TIME: &str = "12h";

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let domain = published.require_domain(Target::Dnsmasq)?;
    let scope = published.management().ok_or(EmitError::ManagementUnknown { target: Target::Dnsmasq })?;
    let mut text = String::new();
    write_preamble(&mut text, published, options, domain)?;
    write_scope(&mut text, scope)?;
    let left_out = write_reservations(&mut text, published, scope, domain)?;
    write_names(&mut text, published, domain)?;
    Ok(Emission { files: vec![EmittedFile::new("dnsmasq.conf", text)], left_out })
}

fn write_preamble(text: &mut String, published: &Published, options: &EmitOptions, domain: &DomainName) -> fmt::Result {
    writeln!(text, "# {}", Header(published))?;
    writeln!(text, "# bootstrap-authoritative: DHCP on the management segment only, DNS for the whole substrate\n")?;
    if let Some(interface) = &options.interface {
        writeln!(text, "interface={interface}\nbind-interfaces")?;
    }
    writeln!(text, "domain={domain}\nlocal=/{domain}/\ndhcp-authoritative")
}

/// Without a pool the range is static: only reservations are answered. The name server 0.0.0.0 stands for this machine.
fn write_scope(text: &mut String, scope: &Scope) -> fmt::Result {
    let netmask = scope.subnet.netmask();
    match scope.pool {
        Some((start, end)) => writeln!(text, "dhcp-range={start},{end},{netmask},{LEASE_TIME}")?,
        None => writeln!(text, "dhcp-range={},static,{netmask},{LEASE_TIME}", scope.subnet.network())?,
    }
    if let Some(gateway) = scope.gateway {
        writeln!(text, "dhcp-option=option:router,{gateway}")?;
    }
    writeln!(text, "dhcp-option=option:dns-server,0.0.0.0")
}

fn write_reservations(
    text: &mut String,
    published: &Published,
    scope: &Scope,
    domain: &DomainName,
) -> Result<Vec<LeftOut>, fmt::Error> {
    let mut reserved = Reserved::default();
    let mut refused = Vec::new();
    text.push_str("\n# reservations\n");
    for reservation in &published.reservations {
        if reservation.scope.as_ref() == Some(&scope.segment) {
            match reserved.take(reservation) {
                Ok(()) => write_reservation(text, reservation, domain)?,
                Err(left_out) => refused.push(left_out),
            }
        } else if reservation.segment.as_ref() == Some(&scope.segment) {
            refused.push(left_out(reservation, &Reason::OutsideScopes(reservation.address)));
        }
    }
    Ok(refused)
}

/// The name is written in full, because dnsmasq reads single words such as `ignore` or `12h` as something else.
fn write_reservation(text: &mut String, reservation: &Reservation, domain: &DomainName) -> fmt::Result {
    let Reservation { mac, address, label, .. } = reservation;
    let name = FullName::new(label.as_str(), domain);
    let Some(boot) = &reservation.boot else {
        return writeln!(text, "dhcp-host={mac},{address},{name}");
    };
    let tag = format!("boot-{}", mac.format(MacStyle::Bare));
    writeln!(text, "dhcp-host={mac},set:{tag},{address},{name}")?;
    write_boot(text, &tag, boot)
}

fn write_boot(text: &mut String, tag: &str, boot: &NetworkBoot) -> fmt::Result {
    match (&boot.file, &boot.server) {
        (Some(file), Some(server)) => writeln!(text, "dhcp-boot=tag:{tag},{},,{server}", Quoted(file)),
        (Some(file), None) => writeln!(text, "dhcp-boot=tag:{tag},{}", Quoted(file)),
        (None, Some(server)) => write_server(text, tag, server),
        (None, None) => Ok(()),
    }
}

fn write_server(text: &mut String, tag: &str, server: &BootServer) -> fmt::Result {
    writeln!(text, "dhcp-option=tag:{tag},option:tftp-server,\"{server}\"")
}

fn write_names(text: &mut String, published: &Published, domain: &DomainName) -> fmt::Result {
    text.push_str("\n# names\n");
    for record in &published.address_records {
        writeln!(text, "host-record={},{}", FullName::new(record.label.as_str(), domain), record.address)?;
    }
    for record in &published.service_records {
        let name = FullName::new(record.label.as_str(), domain);
        writeln!(text, "cname={},{name}", FullName::new(&record.service, domain))?;
    }
    Ok(())
}

/// A path in double quotes, inside which a backslash makes the next quote or backslash plain.
struct Quoted<'a>(&'a BootFile);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for character in self.0.as_str().chars() {
            if matches!(character, '"' | '\\') {
                f.write_char('\\')?;
            }
            f.write_char(character)?;
        }
        f.write_char('"')
    }
}
