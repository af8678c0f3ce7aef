//! `/etc/network/interfaces` of hypervisors, as ifupdown2 reads it on Proxmox VE.
//!
//! The bridge is VLAN-aware and carries the VLANs that the node's machines and tenants need, and no others. Files of the
//! node's software-defined network are taken in at the end, where Proxmox VE puts them.

use std::fmt::{self, Write};

use super::addressing::Addressing;
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::node::{NodeInterface, PublishedNode};
use super::published::Published;
use super::target::Target;
use super::vlan_list::vlan_runs;

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    if published.nodes.is_empty() {
        return Err(EmitError::NodeUnknown { target: Target::ProxmoxInterfaces });
    }
    let mut emission = Emission::default();
    for node in &published.nodes {
        emission.files.push(EmittedFile::new(format!("{}.interfaces", node.host), text(published, node)?));
    }
    Ok(emission)
}

fn text(published: &Published, node: &PublishedNode) -> Result<String, fmt::Error> {
    let mut text = format!("# {}\n\nauto lo\niface lo inet loopback\n", Header(published));
    writeln!(text, "\niface {} inet manual", node.uplink)?;
    let own = node.interfaces.iter().find(|interface| interface.name == node.bridge);
    write_head(&mut text, node.bridge.as_str(), own.map_or(Addressing::Absent, |own| own.addressing))?;
    if let Some(own) = own {
        write_routes(&mut text, own)?;
    }
    write_bridge(&mut text, node)?;
    for interface in node.interfaces.iter().filter(|interface| interface.name != node.bridge) {
        write_head(&mut text, interface.name.as_str(), interface.addressing)?;
        write_routes(&mut text, interface)?;
    }
    text.push_str("\nsource /etc/network/interfaces.d/*\n");
    Ok(text)
}

fn write_head(text: &mut String, name: &str, addressing: Addressing) -> fmt::Result {
    let method = match addressing {
        Addressing::Fixed(_) => "static",
        Addressing::Dynamic => "dhcp",
        Addressing::Absent => "manual",
    };
    writeln!(text, "\nauto {name}\niface {name} inet {method}")?;
    match addressing {
        Addressing::Fixed(address) => writeln!(text, "    address {address}"),
        Addressing::Dynamic | Addressing::Absent => Ok(()),
    }
}

fn write_routes(text: &mut String, interface: &NodeInterface) -> fmt::Result {
    if let Some(gateway) = interface.gateway {
        writeln!(text, "    gateway {gateway}")?;
    }
    for route in &interface.routes {
        writeln!(text, "    up ip route replace {route} dev {}", interface.name)?;
    }
    Ok(())
}

fn write_bridge(text: &mut String, node: &PublishedNode) -> fmt::Result {
    writeln!(text, "    bridge-ports {}\n    bridge-stp off\n    bridge-fd 0", node.uplink)?;
    text.push_str("    bridge-vlan-aware yes\n");
    if let Some(vlan) = node.untagged {
        writeln!(text, "    bridge-pvid {vlan}")?;
    }
    if !node.tagged.is_empty() {
        writeln!(text, "    bridge-vids {}", vlan_runs(&node.tagged).join(" "))?;
    }
    Ok(())
}
