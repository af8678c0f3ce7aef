//! A VyOS router's interfaces and DHCP server, as commands of its configuration mode.
//!
//! Paths are those of VyOS 1.5. Every segment with a gateway is a VLAN interface of one parent with that address; every
//! segment with a pool or reservations is a shared network, its subnet numbered by its VLAN ID.

use std::fmt::{self, Write};
use std::sync::Arc;

use super::boot::{BootFile, BootServer};
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::interface_name::InterfaceName;
use super::left_out::{LeftOut, Part};
use super::options::EmitOptions;
use super::plain_word::is_plain_word;
use super::published::Published;
use super::reason::Reason;
use super::reservation::Reservation;
use super::reserved::{by_scope, left_out};
use super::scope::Scope;
use super::target::Target;
use crate::finding::Subject;

/// Twelve hours, in seconds.
const LEASE_SECONDS: u32 = 43_200;

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let parent = parent(published, options).ok_or(EmitError::RouterUnknown { target: Target::Vyos })?;
    let mut refused = Vec::new();
    let mut text = format!("# {}\n", Header(published));
    let named: Vec<&Scope> = published.scopes.iter().filter(|scope| is_named(scope, &mut refused)).collect();
    text.push_str("\n# interfaces\n");
    for scope in &named {
        write_interface(&mut text, &parent, scope, &mut refused)?;
    }
    text.push_str("\n# DHCP server\n");
    let mut hosts = by_scope(published, &mut refused);
    for scope in named {
        let hosts = hosts.remove(&scope.segment).unwrap_or_default();
        if scope.pool.is_some() || !hosts.is_empty() {
            write_network(&mut text, published, scope, &hosts, &mut refused)?;
        }
    }
    Ok(Emission { files: vec![EmittedFile::new("vyos-commands.txt", text)], left_out: refused })
}

/// The interface that the VLANs are on.
fn parent(published: &Published, options: &EmitOptions) -> Option<InterfaceName> {
    let own = || published.router.as_ref()?.interface.parse().ok().filter(is_ethernet);
    options.interface.clone().or_else(own)
}

/// Whether VyOS has ethernet interfaces of such a name.
fn is_ethernet(name: &InterfaceName) -> bool {
    let is_numbered = |prefix: &str| {
        let number = name.as_str().strip_prefix(prefix);
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    ["eth", "lan"].into_iter().any(is_numbered)
        || ["eno", "ens", "enp", "enx"].into_iter().any(|prefix| name.as_str().starts_with(prefix))
}

/// Whether a segment's name can stand in a path; it is left out otherwise.
fn is_named(scope: &Scope, refused: &mut Vec<LeftOut>) -> bool {
    let is_word = is_plain_word(&scope.segment);
    if !is_word {
        refused.push(left_out_segment(scope, Part::Subnet, &Reason::NotAWord(Arc::clone(&scope.segment))));
    }
    is_word
}

fn left_out_segment(scope: &Scope, part: Part, reason: &Reason) -> LeftOut {
    let subject = Subject::segment(Arc::clone(&scope.segment));
    LeftOut { subject, part, rule: None, message: reason.to_string() }
}

fn write_interface(
    text: &mut String,
    parent: &InterfaceName,
    scope: &Scope,
    refused: &mut Vec<LeftOut>,
) -> fmt::Result {
    let Some(gateway) = scope.gateway else {
        refused.push(left_out_segment(scope, Part::RouterInterface, &Reason::GatewayMissing));
        return Ok(());
    };
    let path = format!("set interfaces ethernet {parent} vif {}", scope.vlan_id);
    writeln!(text, "{path} address '{gateway}/{}'", scope.subnet.prefix_len())?;
    writeln!(text, "{path} description '{}'", scope.segment)
}

fn write_network(
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::emit::testing::{lab, listed, published};
    use crate::emit::{Emission, emit};

    fn emission(json: &serde_json::Value, interface: Option<&str>) -> Result<Emission, EmitError> {
        let interface = interface.map(|name| name.parse().unwrap());
        emit(Target::Vyos, &published(json), &EmitOptions { interface, ..EmitOptions::default() })
    }

    #[test]
    fn the_parent_is_the_routers_own_interface_or_the_one_named() {
        let mut json = lab();
        assert!(emission(&json, None).unwrap().files[0].content.contains("set interfaces ethernet eth0 vif 99 "));
        assert!(
            emission(&json, Some("eth7")).unwrap().files[0].content.contains("set interfaces ethernet eth7 vif 99 ")
        );
        json["hosts"].as_object_mut().unwrap().remove("core-rt01");
        let error = emission(&json, None).unwrap_err();
        insta::assert_snapshot!(format!("{error}\n  {}", error.hint().unwrap()), @"
        `vyos` needs the ethernet interface that the VLANs are on, and no host has a segment's gateway on one
          name the router's interface with `--interface eth1`
        ");
        assert!(emission(&json, Some("eth1")).is_ok());
    }

    #[test]
    fn names_that_are_no_words_and_quotes_are_left_out() {
        let mut json = lab();
        json["substrate"]["deevnet_vlans"]["two words"] =
            json!({ "vlan_id": 31, "subnet": "10.20.31.0/24", "gateway": "10.20.31.1" });
        json["substrate"]["deevnet_vlans"]["bare"] = json!({ "vlan_id": 32, "subnet": "10.20.32.0/24" });
        let boot = &mut json["hosts"]["provisioner-ph01"]["env"]["interfaces"]["eth0"]["dns"]["pxe_boot"];
        boot["boot_file"] = json!("it's.0");
        let emission = emission(&json, None).unwrap();
        insta::assert_snapshot!(listed(&emission.left_out), @r#"
        DHCP reservation of hv01 (eth0): its MAC address is not known
        network boot of provisioner-ph01 (eth0): the boot file has a single quote, which ends a value
        DHCP reservation of provisioner-ph01 (eth1): its address is not fixed (`ip: dhcp`)
        router interface of segment bare: it has no gateway for the router to have
        subnet of segment two words: "two words" is no word on a command line
        "#);
        assert!(!emission.files[0].content.contains("it's") && !emission.files[0].content.contains("two words"));
    }

    #[test]
    fn a_second_interface_of_a_host_has_a_name_of_its_own() {
        let mut json = lab();
        json["hosts"]["pi01"]["env"]["interfaces"]["eth0"]["ip"] = json!("10.20.99.12");
        let emission = emission(&json, None).unwrap();
        let names: Vec<&str> = emission.files[0]
            .content
            .lines()
            .filter(|line| line.contains(" mac "))
            .filter_map(|line| line.split(" static-mapping ").nth(1)?.split(' ').next())
            .collect();
        assert_eq!(names, ["worker-vm02", "core-rt01", "pi01", "pi01_2", "provisioner-ph01"]);
    }
}
