//! The network configuration of a machine, version 2.

use std::fmt::{self, Write};

use super::scalar::Quoted;
use crate::emit::addressing::Addressing;
use crate::emit::header::Header;
use crate::emit::machine::{MachineInterface, PublishedMachine};
use crate::emit::published::Published;

/// Everywhere: the destination of a default route, which every renderer understands.
const EVERYWHERE: &str = "0.0.0.0/0";

/// The file of a machine.
pub(super) fn text(published: &Published, machine: &PublishedMachine) -> Result<String, fmt::Error> {
    let mut text = format!("# {}\n", Header(published));
    text.push_str("network:\n  version: 2\n  ethernets:\n");
    let resolving = resolving(machine);
    for (place, interface) in machine.interfaces.iter().enumerate() {
        write_interface(&mut text, interface, place)?;
        if Some(place) == resolving {
            write_resolution(&mut text, machine)?;
        }
    }
    Ok(text)
}

/// The interface that names are looked up through: the one to everywhere else, or else the first with a fixed address.
/// Where there is neither, the first one, for name servers that are declared.
fn resolving(machine: &PublishedMachine) -> Option<usize> {
    let place = |wanted: fn(&MachineInterface) -> bool| machine.interfaces.iter().position(wanted);
    let fixed = place(|interface| interface.gateway.is_some())
        .or_else(|| place(|interface| interface.addressing.fixed().is_some()));
    fixed.or_else(|| (!machine.name_servers.is_empty()).then_some(0))
}

fn write_interface(text: &mut String, interface: &MachineInterface, place: usize) -> fmt::Result {
    match &interface.name {
        Some(name) => writeln!(text, "    {}:", Quoted(name.as_str()))?,
        None => writeln!(text, "    \"net{place}\":")?,
    }
    writeln!(text, "      match:\n        macaddress: {}", Quoted(&interface.mac.to_string()))?;
    if let Some(name) = &interface.name {
        writeln!(text, "      set-name: {}", Quoted(name.as_str()))?;
    }
    match interface.addressing {
        Addressing::Fixed(address) => {
            writeln!(text, "      dhcp4: false\n      addresses:\n        - {}", Quoted(&address.to_string()))?;
        }
        Addressing::Dynamic => text.push_str("      dhcp4: true\n"),
        Addressing::Absent => text.push_str("      dhcp4: false\n"),
    }
    write_routes(text, interface)
}

fn write_routes(text: &mut String, interface: &MachineInterface) -> fmt::Result {
    let others = interface.routes.iter().map(|route| (route.destination.to_string(), route.gateway));
    let default = interface.gateway.map(|gateway| (EVERYWHERE.to_owned(), gateway));
    for (place, (destination, gateway)) in default.into_iter().chain(others).enumerate() {
        text.push_str(if place == 0 { "      routes:\n" } else { "" });
        writeln!(text, "        - to: {}\n          via: {}", Quoted(&destination), Quoted(&gateway.to_string()))?;
    }
    Ok(())
}

fn write_resolution(text: &mut String, machine: &PublishedMachine) -> fmt::Result {
    if machine.name_servers.is_empty() && machine.search.is_none() {
        return Ok(());
    }
    text.push_str("      nameservers:\n");
    for (place, server) in machine.name_servers.iter().enumerate() {
        text.push_str(if place == 0 { "        addresses:\n" } else { "" });
        writeln!(text, "          - {}", Quoted(&server.to_string()))?;
    }
    if let Some(search) = &machine.search {
        writeln!(text, "        search:\n          - {}", Quoted(search.as_ref()))?;
    }
    Ok(())
}
