//! What VyOS 1.5 takes as commands, as far as we use them: paths, and what their values may be.
//!
//! The paths and bounds are those of the interface definitions that VyOS publishes for its configuration mode.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// The paths, with the kind of value in angle brackets.
const PATHS: &[&str] = &[
    "interfaces ethernet <ethernet> vif <vlan> address <cidr>",
    "interfaces ethernet <ethernet> vif <vlan> description <description>",
    "service dhcp-server shared-network-name <network> authoritative",
    "service dhcp-server shared-network-name <network> subnet <prefix> subnet-id <number>",
    "service dhcp-server shared-network-name <network> subnet <prefix> lease <number>",
    "service dhcp-server shared-network-name <network> subnet <prefix> option default-router <address>",
    "service dhcp-server shared-network-name <network> subnet <prefix> option name-server <address>",
    "service dhcp-server shared-network-name <network> subnet <prefix> option domain-name <text>",
    "service dhcp-server shared-network-name <network> subnet <prefix> range <name> start <address>",
    "service dhcp-server shared-network-name <network> subnet <prefix> range <name> stop <address>",
    "service dhcp-server shared-network-name <network> subnet <prefix> static-mapping <network> mac <mac>",
    "service dhcp-server shared-network-name <network> subnet <prefix> static-mapping <network> ip-address <address>",
    "service dhcp-server shared-network-name <network> subnet <prefix> static-mapping <network> option bootfile-server <text>",
    "service dhcp-server shared-network-name <network> subnet <prefix> static-mapping <network> option bootfile-name <text>",
    "firewall group address-group <name> address <member>",
    "firewall group interface-group <name> interface <interface>",
    "firewall global-options state-policy <state> action <action>",
    "firewall ipv4 forward filter default-action <base-action>",
    "firewall ipv4 forward filter rule <rule> action <action>",
    "firewall ipv4 forward filter rule <rule> description <description>",
    "firewall ipv4 forward filter rule <rule> outbound-interface group <name>",
    "firewall ipv6 forward filter default-action <base-action>",
    "firewall ipv4 name <name> default-action <action>",
    "firewall ipv6 name <name> default-action <action>",
    "firewall ipv4 name <name> rule <rule> action <action>",
    "firewall ipv4 name <name> rule <rule> description <description>",
    "firewall ipv4 name <name> rule <rule> protocol <protocol>",
    "firewall ipv4 name <name> rule <rule> <end> address <match>",
    "firewall ipv4 name <name> rule <rule> <end> group address-group <name>",
    "firewall ipv4 name <name> rule <rule> <end> port <ports>",
    "firewall zone <name> default-action <zone-action>",
    "firewall zone <name> member interface <interface>",
    "firewall zone <name> local-zone",
    "firewall zone <name> intra-zone-filtering action <base-action>",
    "firewall zone <name> intra-zone-filtering firewall name <name>",
    "firewall zone <name> intra-zone-filtering firewall ipv6-name <name>",
    "firewall zone <name> from <name> firewall name <name>",
    "firewall zone <name> from <name> firewall ipv6-name <name>",
    "nat source rule <rule> description <description>",
    "nat source rule <rule> outbound-interface name <interface>",
    "nat source rule <rule> source address <match>",
    "nat source rule <rule> source group address-group <name>",
    "nat source rule <rule> translation address <translation>",
];

/// The paths that are replaced as a whole, each above others that are set.
const REPLACED: &[&str] = &[
    "interfaces ethernet <ethernet> vif <vlan> address",
    "service dhcp-server shared-network-name",
    "firewall zone",
    "firewall ipv4 forward filter",
    "firewall ipv6 forward filter",
    "firewall ipv4 name",
    "firewall ipv6 name",
    "firewall group address-group",
    "firewall group interface-group <name>",
    "nat source",
];

/// A command of the configuration mode: the words of its path, without quotes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// A path and, last, its value.
    Set(Vec<String>),
    /// A path, with everything below it.
    Delete(Vec<String>),
}

/// Reads a command.
///
/// # Errors
///
/// The line is no command that VyOS takes.
pub(super) fn command(line: &str) -> Result<Command, String> {
    let (verb, path) = line.split_once(' ').ok_or_else(|| format!("no command: {line}"))?;
    let words = split(path).ok_or_else(|| format!("a quote is not closed: {line}"))?;
    match verb {
        "set" if is_among(PATHS, &words) => Ok(Command::Set(words)),
        "delete" if is_among(REPLACED, &words) => Ok(Command::Delete(words)),
        _ => Err(format!("no path: {line}")),
    }
}

fn is_among(paths: &[&str], words: &[String]) -> bool {
    paths.iter().any(|path| {
        let parts: Vec<&str> = path.split(' ').collect();
        parts.len() == words.len() && parts.iter().zip(words).all(|(part, word)| is_word(part, word))
    })
}

#[test]
fn what_is_replaced_is_above_what_is_set() {
    for path in REPLACED {
        assert!(PATHS.iter().any(|below| below.strip_prefix(path).is_some_and(|rest| rest.starts_with(' '))), "{path}");
    }
}

/// Splits as the shell of the configuration mode does: at blanks, except in single quotes.
fn split(path: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('\'') {
            Some(quoted) => quoted.split_once('\'')?,
            None => rest.split_at(rest.find(' ').unwrap_or(rest.len())),
        };
        words.push(word.to_owned());
        rest = after.strip_prefix(' ').or(after.is_empty().then_some(after))?;
    }
    Some(words)
}

fn is_word(part: &str, word: &str) -> bool {
    match part.strip_prefix('<').and_then(|part| part.strip_suffix('>')) {
        Some(kind) => is_value(kind, word),
        None => part == word,
    }
}

fn is_value(kind: &str, value: &str) -> bool {
    let is_number = |text: &str, first: u32, last: u32| text.parse().is_ok_and(|n: u32| (first..=last).contains(&n));
    match kind {
        "ethernet" => is_interface(value) && !value.contains('.'),
        "interface" => is_interface(value) && value.len() <= 15,
        "vlan" => is_number(value, 1, 4_094),
        "number" => is_number(value, 1, u32::MAX),
        "rule" => is_number(value, 1, 999_999),
        "cidr" => value.parse::<Ipv4Net>().is_ok(),
        "prefix" => is_prefix(value),
        "address" => value.parse::<Ipv4Addr>().is_ok(),
        "member" => value.parse::<Ipv4Addr>().is_ok() || is_range(value),
        "match" => value.parse::<Ipv4Addr>().is_ok() || is_range(value) || is_prefix(value),
        "mac" => value.split(':').count() == 6 && value.split(':').all(|part| u8::from_str_radix(part, 16).is_ok()),
        "name" => value.starts_with(|first: char| first.is_ascii_alphanumeric()) && is_plain(value),
        "network" => is_plain(value),
        "description" => value.chars().count() <= 255,
        "text" => !value.is_empty(),
        "state" => ["established", "related", "invalid"].contains(&value),
        "action" => ["accept", "drop", "reject"].contains(&value),
        "base-action" => ["accept", "drop"].contains(&value),
        "zone-action" => ["drop", "reject"].contains(&value),
        "protocol" => ["tcp", "udp", "tcp_udp", "icmp"].contains(&value) || is_number(value, 0, 255),
        "end" => ["source", "destination"].contains(&value),
        "ports" => value.split(',').all(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            is_number(first, 1, 65_535) && is_number(last, first.parse().unwrap_or(0), 65_535)
        }),
        "translation" => value == "masquerade",
        _ => panic!("<{kind}> is not described"),
    }
}

fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

fn is_interface(value: &str) -> bool {
    ["eth", "lan", "en", "bond", "br", "pppoe", "wlan", "tun"].iter().any(|prefix| value.starts_with(prefix))
}

fn is_prefix(value: &str) -> bool {
    value.parse::<Ipv4Net>().is_ok_and(|net| net.addr() == net.network())
}

fn is_range(value: &str) -> bool {
    let ends = value.split_once('-').and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    ends.is_some_and(|(first, last): (Ipv4Addr, Ipv4Addr)| first <= last)
}

#[test]
fn what_is_no_command_is_told() {
    for line in [
        "set firewall zone iot default-action 'accept'",
        "set firewall zone -iot local-zone",
        "set firewall ipv4 name a rule 0 action 'drop'",
        "set firewall ipv4 name a rule 1 source address '10.20.30.9/24'",
        "set firewall ipv4 name a rule 1 source port '0'",
        "set firewall group address-group a address '10.20.30.0/24'",
        "set firewall ipv4 name a rule 1 description 'it's'",
        "delete firewall",
    ] {
        assert!(command(line).is_err(), "{line}");
    }
    assert!(command("set firewall ipv4 name a rule 1 description 'two words'").is_ok());
    assert!(command("delete firewall ipv4 name").is_ok());
}
