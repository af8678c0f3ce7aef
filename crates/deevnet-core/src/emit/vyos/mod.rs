//! A VyOS router, as commands of its configuration mode: interfaces, DHCP server, zones and source NAT.
//!
//! Paths are those of VyOS 1.5. Every segment with a gateway is a VLAN interface of one parent with that address; every
//! segment with a pool or reservations is a shared network, its subnet numbered by its VLAN ID. Where a policy between
//! zones is declared, the zones are firewall zones, and those that reach the internet are masqueraded there. The address
//! of the interface to the internet is left to whoever sets the router up.
//!
//! The addresses of those VLAN interfaces, the shared networks, and zones, rule sets, address groups and source NAT are
//! deleted first and set anew, so that what is no longer declared does not survive; as one commit, what stays the same
//! is not touched. Other VLAN interfaces are left alone: what else they are for is not known here, and an interface in no
//! zone is let nowhere while the default is to block.

#[cfg(test)]
mod configuration;
mod dhcp;
mod firewall;
#[cfg(test)]
mod grammar;
mod nat;
mod preamble;
mod quoted;
mod rule;
mod rule_set;
#[cfg(test)]
mod semantics;
mod unsaid;
mod zones;

use std::fmt::{self, Write};
use std::sync::Arc;

use crate::emit::emission::{Emission, EmittedFile};
use crate::emit::error::EmitError;
use crate::emit::interface_name::InterfaceName;
use crate::emit::left_out::{LeftOut, Part};
use crate::emit::options::EmitOptions;
use crate::emit::plain_word::is_plain_word;
use crate::emit::published::Published;
use crate::emit::reason::Reason;
use crate::emit::reserved::by_scope;
use crate::emit::router::Router;
use crate::emit::scope::Scope;
use crate::emit::target::Target;
use crate::finding::Subject;

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let router = Router::choose(&published.network, options, Target::Vyos)?;
    let own = || router.interface().filter(is_ethernet);
    let parent = options.interface.clone().or_else(own).ok_or(EmitError::RouterUnknown { target: Target::Vyos })?;
    let mut refused = Vec::new();
    let mut text = String::new();
    preamble::write(&mut text, published, options, &router)?;
    let named: Vec<&Scope> = published.scopes.iter().filter(|scope| is_named(scope, &mut refused)).collect();
    text.push_str("\n# interfaces\n");
    let mut served: Vec<(&Scope, InterfaceName)> = Vec::new();
    for scope in &named {
        if write_interface(&mut text, &parent, scope, &mut refused)? {
            served.push((scope, format!("{parent}.{}", scope.vlan_id).parse()?));
        }
    }
    text.push_str("\n# DHCP server\ndelete service dhcp-server shared-network-name\n");
    let mut hosts = by_scope(published, &mut refused);
    for scope in named {
        let hosts = hosts.remove(&scope.segment).unwrap_or_default();
        if scope.pool.is_some() || !hosts.is_empty() {
            dhcp::write_network(&mut text, published, scope, &hosts, &mut refused)?;
        }
    }
    firewall::write(&mut text, published, (options, &router), &served, &mut refused)?;
    Ok(Emission { files: vec![EmittedFile::new(router.file_name("vyos-commands.txt"), text)], left_out: refused })
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

/// Writes the VLAN interface of a segment; false where the router has no address there.
fn write_interface(
    text: &mut String,
    parent: &InterfaceName,
    scope: &Scope,
    refused: &mut Vec<LeftOut>,
) -> Result<bool, fmt::Error> {
    let Some(gateway) = scope.gateway else {
        refused.push(left_out_segment(scope, Part::RouterInterface, &Reason::GatewayMissing));
        return Ok(false);
    };
    let path = format!("interfaces ethernet {parent} vif {}", scope.vlan_id);
    writeln!(text, "delete {path} address")?;
    writeln!(text, "set {path} address '{gateway}/{}'", scope.subnet.prefix_len())?;
    writeln!(text, "set {path} description '{}'", scope.segment)?;
    Ok(true)
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
        `vyos` needs the ethernet interface that the VLANs are on, and the declaration does not tell which it is
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
