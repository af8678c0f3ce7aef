//! Forms of the texts that software-defined networks are described with.

use std::net::{IpAddr, Ipv4Addr};

use super::subnet::SubnetId;
use crate::simulator::parameter::{Format, Pattern};

/// How long the ID of a zone or VNet may be: it names a network device.
pub(super) const MAX_ID: usize = 8;

/// The ID of a zone, as 8.x has it.
pub(super) static ZONE_ID: Format = Format::new("pve-sdn-zone-id", |text| id("zone", text, MAX_ID));

/// The ID of a VNet, as 8.x has it.
pub(super) static VNET_ID: Format = Format::new("pve-sdn-vnet-id", |text| id("vnet", text, MAX_ID));

/// The ID of a controller, as 8.x has it.
pub(super) static CONTROLLER_ID: Format = Format::new("pve-sdn-controller-id", |text| {
    let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_one = text.len() >= 2 && inner && begins_and_ends(text);
    if is_one { Ok(()) } else { Err(format!("controller ID '{text}' contains illegal characters\n")) }
});

/// The ID of a zone or VNet, as 9.x has it.
pub(super) static ID: Pattern = Pattern {
    text: "[a-zA-Z][a-zA-Z0-9]*[a-zA-Z0-9]",
    matches: |text| text.len() >= 2 && begins_and_ends(text) && text.bytes().all(|byte| byte.is_ascii_alphanumeric()),
};

/// The ID of a controller, as 9.x has it.
pub(super) static CONTROLLER: Pattern = Pattern {
    text: "[a-zA-Z][a-zA-Z0-9_-]*[a-zA-Z0-9]",
    matches: |text| {
        let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        text.len() >= 2 && begins_and_ends(text) && inner
    },
};

/// The ID of a subnet, or its network where one is created.
pub(super) static SUBNET_ID: Format = Format::new("pve-sdn-subnet-id", |text| {
    let network = SubnetId::new("zone", text);
    if network.is_ok() || text.parse::<SubnetId>().is_ok() {
        return Ok(());
    }
    Err("value does not look like a valid sdn subnet id\n".to_owned())
});

/// A second name.
pub(super) static ALIAS: Pattern = Pattern {
    text: r"(?^i:[\(\)-_.\w\d\s]{0,256})",
    matches: |text| {
        let is_one = |c: char| c.is_alphanumeric() || c.is_whitespace() || (')'..='_').contains(&c) || c == '(';
        text.chars().count() <= 256 && text.chars().all(is_one)
    },
};

/// An address.
pub(super) static IP: Format = Format::new("ip", address);

/// Addresses.
pub(super) static IP_LIST: Format = Format::list("ip", address);

/// A MAC address.
pub(super) static MAC: Format = Format::new("mac-addr", |text| {
    let octets: Vec<Option<u8>> = text.split(':').map(|octet| u8::from_str_radix(octet, 16).ok()).collect();
    match octets.as_slice() {
        [Some(first), rest @ ..] if rest.len() == 5 && rest.iter().all(Option::is_some) && first & 1 == 0 => Ok(()),
        _ => Err("value does not look like a valid unicast MAC address\n".to_owned()),
    }
});

/// A name in DNS.
pub(super) static DNS_NAME: Format = Format::new("dns-name", |text| {
    let is_label = |label: &str| {
        let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        !label.is_empty() && label.len() <= 63 && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    if text.split('.').all(is_label) { Ok(()) } else { Err("value does not look like a valid DNS name\n".to_owned()) }
});

/// Names of options.
pub(super) static OPTIONS: Format = Format::list("pve-configid", |text| {
    let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if text.len() >= 2 && inner && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(());
    }
    Err(format!("invalid configuration ID '{text}'\n"))
});

/// Names of nodes.
pub(super) static NODES: Format = Format::list("pve-node", |text| {
    let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if inner && !text.starts_with('-') && !text.ends_with('-') {
        return Ok(());
    }
    Err("value does not look like a valid node name\n".to_owned())
});

/// Names of network interfaces.
pub(super) static INTERFACES: Format = Format::list("pve-iface", |text| {
    let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'-'));
    if (2..=20).contains(&text.len()) && inner && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(());
    }
    Err(format!("invalid network interface name '{text}'\n"))
});

/// A range that DHCP gives addresses from.
pub(super) static DHCP_RANGE: Format = Format::new("pve-sdn-dhcp-range", |text| {
    let end = |wanted: &str| {
        let value = text.split(',').find_map(|part| part.split_once('=').filter(|(key, _)| *key == wanted));
        value.is_some_and(|(_, address)| address.parse::<IpAddr>().is_ok())
    };
    if end("start-address") && end("end-address") { Ok(()) } else { Err("format error\n".to_owned()) }
});

/// Targets of routes: `65000:10001`.
pub(super) static ROUTE_TARGETS: Format = Format::list("pve-sdn-bgp-rt", |text| {
    let is_number = |part: &str| part.parse::<u64>().is_ok();
    match text.split_once(':') {
        Some((one, other)) if (is_number(one) || one.parse::<Ipv4Addr>().is_ok()) && is_number(other) => Ok(()),
        _ => Err(format!("route target '{text}' is invalid\n")),
    }
});

/// A network entity title of IS-IS.
pub(super) static ISIS_NET: Format = Format::new("pve-sdn-isis-net", |text| {
    let is_hexadecimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.split('.').count() >= 5 && text.split('.').all(is_hexadecimal) {
        return Ok(());
    }
    Err("value does not look like a valid net\n".to_owned())
});

/// The name of a fabric.
pub(super) static FABRIC: Format = Format::new("pve-sdn-fabric-id", |text| id("fabric", text, MAX_ID));

fn begins_and_ends(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.ends_with(|c: char| c.is_ascii_alphanumeric())
}

fn id(kind: &str, text: &str, max: usize) -> Result<(), String> {
    let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if text.len() < 2 || !inner || !begins_and_ends(text) {
        return Err(format!("{kind} ID '{text}' contains illegal characters\n"));
    }
    if text.len() > max {
        return Err(format!("{kind} ID '{text}' can't be more length than {max} characters\n"));
    }
    Ok(())
}

fn address(text: &str) -> Result<(), String> {
    text.parse::<IpAddr>().map(|_| ()).map_err(|_| "value does not look like a valid IP address\n".to_owned())
}
