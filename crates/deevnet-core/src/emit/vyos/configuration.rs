//! Commands read back as what the router does with a packet.
//!
//! The order of decisions is that of the nftables rules that VyOS makes of its configuration: the base chain of forwarded
//! packets, then the zone that a packet leaves to, then the rule set of the zone that it comes from.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::grammar::{self, Command};
use crate::model::Action;
use crate::policy::{Packet, Protocol};

/// The values of a path, by the words below it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Configuration {
    leaves: BTreeMap<Vec<String>, Vec<String>>,
}

impl Configuration {
    /// Reads commands, on a router that has no configuration yet; comments and empty lines are none.
    ///
    /// # Errors
    ///
    /// A line is no command that VyOS takes.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut configuration = Self::default();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match grammar::command(line)? {
                Command::Set(words) => configuration.set(words)?,
                Command::Delete(path) => configuration.leaves.retain(|words, _| !words.starts_with(&path)),
            }
        }
        Ok(configuration)
    }

    /// Sets a value; setting what is there already changes nothing.
    fn set(&mut self, mut words: Vec<String>) -> Result<(), String> {
        let value = words.pop().ok_or("an empty command")?;
        let values = self.leaves.entry(words).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
        Ok(())
    }

    /// The configuration without interfaces.
    pub(super) fn without_interfaces(mut self) -> Self {
        self.leaves.retain(|words, _| words.first().is_none_or(|word| word != "interfaces"));
        self
    }

    fn all(&self, path: &str) -> &[String] {
        let words: Vec<String> = path.split(' ').map(ToOwned::to_owned).collect();
        self.leaves.get(&words).map_or(&[], Vec::as_slice)
    }

    fn one(&self, path: &str) -> Option<&str> {
        let values = self.all(path);
        assert!(values.len() <= 1, "{path} is set more than once");
        values.first().map(String::as_str)
    }

    /// The interfaces of a firewall zone.
    pub(super) fn interfaces(&self, zone: &str) -> &[String] {
        self.all(&format!("firewall zone {zone} member interface"))
    }

    /// Whether a firewall zone is the router itself.
    pub(super) fn is_local(&self, zone: &str) -> bool {
        self.all(&format!("firewall zone {zone}")).iter().any(|word| word == "local-zone")
    }

    /// What happens to a packet that opens a flow from one firewall zone to another.
    pub(super) fn decide(&self, from: &str, to: &str, packet: &Packet) -> Action {
        if !self.is_local(to) && !self.passes_base(to) {
            return Action::Block;
        }
        let zone = format!("firewall zone {to}");
        let path = if from == to { format!("{zone} intra-zone-filtering") } else { format!("{zone} from {from}") };
        match (self.one(&format!("{path} action")), self.one(&format!("{path} firewall name"))) {
            (Some(action), None) => action_of(action),
            (None, Some(name)) => self.rule_set(name, packet),
            (None, None) if from == to => Action::Pass,
            (None, None) => Action::Block,
            (Some(_), Some(_)) => panic!("{path} has two answers"),
        }
    }

    /// Whether the base chain lets packets on to a zone.
    fn passes_base(&self, to: &str) -> bool {
        let filter = "firewall ipv4 forward filter";
        let let_on = self.one(&format!("{filter} rule 10 outbound-interface group")).is_some_and(|group| {
            let members = self.all(&format!("firewall group interface-group {group} interface"));
            self.interfaces(to).iter().all(|interface| members.contains(interface))
        });
        let_on || self.one(&format!("{filter} default-action")) != Some("drop")
    }

    fn rule_set(&self, name: &str, packet: &Packet) -> Action {
        let path = format!("firewall ipv4 name {name}");
        let prefix: Vec<String> = format!("{path} rule").split(' ').map(ToOwned::to_owned).collect();
        let below = self.leaves.keys().filter_map(|words| words.strip_prefix(prefix.as_slice())?.first());
        let mut numbers: Vec<u32> = below.filter_map(|number| number.parse().ok()).collect();
        numbers.sort_unstable();
        let rule = numbers.into_iter().map(|number| format!("{path} rule {number}"));
        let mut deciding = rule.filter(|rule| self.matches(rule, packet));
        let decider = deciding.next().map_or_else(|| format!("{path} default-action"), |rule| format!("{rule} action"));
        self.one(&decider).map_or_else(|| panic!("{decider} is not set"), action_of)
    }

    fn matches(&self, rule: &str, packet: &Packet) -> bool {
        let protocol = self.one(&format!("{rule} protocol"));
        protocol.is_none_or(|word| has_protocol(word, packet.protocol))
            && self.matches_end(&format!("{rule} source"), packet.source, packet.source_port, protocol)
            && self.matches_end(&format!("{rule} destination"), packet.destination, packet.destination_port, protocol)
    }

    fn matches_end(&self, end: &str, address: Ipv4Addr, port: Option<u16>, protocol: Option<&str>) -> bool {
        let own = self.one(&format!("{end} address")).is_none_or(|text| has_address(text, address));
        let group = self.one(&format!("{end} group address-group")).is_none_or(|group| {
            let members = self.all(&format!("firewall group address-group {group} address"));
            assert!(!members.is_empty(), "the group {group} has no members");
            members.iter().any(|member| has_address(member, address))
        });
        let ports = self.one(&format!("{end} port")).is_none_or(|ports| {
            let has_ports = protocol.is_some_and(|word| ["tcp", "udp", "tcp_udp"].contains(&word));
            assert!(has_ports, "{end} port needs tcp, udp or tcp_udp");
            port.is_some_and(|port| ports.split(',').any(|range| has_port(range, port)))
        });
        own && group && ports
    }

    /// Every name that is referred to and every zone that is needed is there.
    pub(super) fn dangling(&self) -> Vec<String> {
        let exists = |path: String| {
            let words: Vec<String> = path.split(' ').map(ToOwned::to_owned).collect();
            self.leaves.keys().any(|found| found.starts_with(&words))
        };
        let referred = self.leaves.iter().flat_map(|(words, values)| values.iter().map(move |value| (words, value)));
        let missing = referred.filter(|(words, value)| match words.last().map(String::as_str) {
            Some("name") if words[0] == "firewall" => !exists(format!("firewall ipv4 name {value}")),
            Some("ipv6-name") => !exists(format!("firewall ipv6 name {value}")),
            Some("address-group") => !exists(format!("firewall group address-group {value}")),
            _ => false,
        });
        missing.map(|(words, value)| format!("{} {value}", words.join(" "))).collect()
    }
}

fn action_of(word: &str) -> Action {
    if word == "accept" { Action::Pass } else { Action::Block }
}

fn has_protocol(word: &str, protocol: Protocol) -> bool {
    match word {
        "tcp_udp" => [Protocol::TCP, Protocol::UDP].contains(&protocol),
        _ => word.parse() == Ok(protocol),
    }
}

fn has_address(text: &str, address: Ipv4Addr) -> bool {
    if let Some((first, last)) = text.split_once('-') {
        let ends: [Ipv4Addr; 2] = [first, last].map(|end| end.parse().unwrap());
        return (ends[0]..=ends[1]).contains(&address);
    }
    text.parse::<Ipv4Net>().map_or_else(|_| text.parse() == Ok(address), |net| net.contains(&address))
}

fn has_port(range: &str, port: u16) -> bool {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let ends: [u16; 2] = [first, last].map(|end| end.parse().unwrap());
    (ends[0]..=ends[1]).contains(&port)
}
