//! What the kernel holds, evaluated packet by packet.

use std::collections::BTreeMap;
use std::error::Error;
use std::net::Ipv4Addr;

use deevnet_core::model::Action;
use deevnet_core::policy::{Packet, Protocol};
use serde_json::Value;

/// The hook at which a packet is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hook {
    /// On its way from one zone to another.
    Forward,
    /// On its way to the router itself.
    Input,
}

impl Hook {
    fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Input => "input",
        }
    }
}

/// A ruleset as the kernel lists it.
pub(crate) struct Ruleset {
    objects: Vec<Value>,
    /// The interface of each zone that has one, by the zone's variable.
    interfaces: BTreeMap<String, String>,
}

impl Ruleset {
    /// Reads what `nft --json list ruleset` printed, and the interfaces from the text that was loaded.
    pub(crate) fn parse(json: &str, text: &str) -> Result<Self, Box<dyn Error>> {
        let listing: Value = serde_json::from_str(json)?;
        let objects = listing["nftables"].as_array().ok_or("no list of objects")?.clone();
        let defines = text.lines().filter_map(|line| line.strip_prefix("define ")?.split_once(" = "));
        let interfaces =
            defines.map(|(variable, name)| (variable.to_owned(), name.trim_matches('"').to_owned())).collect();
        Ok(Self { objects, interfaces })
    }

    /// The interface of a zone.
    pub(crate) fn interface(&self, zone: &str) -> Option<&str> {
        let safe: String = zone.chars().map(|found| if found.is_ascii_alphanumeric() { found } else { '_' }).collect();
        self.interfaces.get(&format!("if_{safe}")).map(String::as_str)
    }

    /// What becomes of a packet that belongs to no connection yet.
    pub(crate) fn decide(&self, packet: &Packet, hook: Hook) -> Result<Action, Box<dyn Error>> {
        let chain =
            self.objects.iter().filter_map(|object| object.get("chain")).find(|chain| chain["name"] == hook.name());
        let policy = chain.ok_or("no such chain")?["policy"].as_str().unwrap_or_default().to_owned();
        let rules = self.objects.iter().filter_map(|object| object.get("rule"));
        for rule in rules.filter(|rule| rule["chain"] == hook.name()) {
            if let Some(action) = self.verdict(rule, packet, hook)? {
                return Ok(action);
            }
        }
        Ok(if policy == "accept" { Action::Pass } else { Action::Block })
    }

    /// The verdict of a rule; `None` where it does not match.
    fn verdict(&self, rule: &Value, packet: &Packet, hook: Hook) -> Result<Option<Action>, Box<dyn Error>> {
        for statement in rule["expr"].as_array().ok_or("a rule without expressions")? {
            if let Some(comparison) = statement.get("match") {
                if !self.matches(comparison, packet, hook)? {
                    return Ok(None);
                }
            } else if statement.get("accept").is_some() {
                return Ok(Some(Action::Pass));
            } else if statement.get("drop").is_some() {
                return Ok(Some(Action::Block));
            } else {
                return Err(format!("an unknown statement: {statement}").into());
            }
        }
        Err(format!("a rule without a verdict: {rule}").into())
    }

    fn matches(&self, comparison: &Value, packet: &Packet, hook: Hook) -> Result<bool, Box<dyn Error>> {
        let (left, right) = (&comparison["left"], &comparison["right"]);
        let positive = match comparison["op"].as_str() {
            Some("==" | "in") => true,
            Some("!=") => false,
            _ => return Err(format!("an unknown comparison: {comparison}").into()),
        };
        Ok(self.field(left, packet, hook)?.is_some_and(|value| self.holds(right, &value) == positive))
    }

    /// The value of a packet's field; `None` where it has none.
    fn field(&self, left: &Value, packet: &Packet, hook: Hook) -> Result<Option<Field>, Box<dyn Error>> {
        let name = |zone: &str| self.interface(zone).map(|name| Field::Word(name.to_owned()));
        let port = |protocol: &Value, port: Option<u16>| {
            let is_meant = protocol == "th" || *protocol == packet.protocol.to_string();
            port.filter(|_| is_meant).map(|port| Field::Number(port.into()))
        };
        if left.get("ct").is_some() {
            return Ok(Some(Field::Word("new".to_owned())));
        }
        if let Some(meta) = left.get("meta") {
            return Ok(match meta["key"].as_str() {
                Some("iifname") => name(&packet.ingress),
                Some("oifname") if hook == Hook::Forward => name(&packet.egress),
                Some("oifname") => None,
                Some("nfproto") => Some(Field::Word("ipv4".to_owned())),
                Some("l4proto") => Some(Field::Protocol(packet.protocol)),
                _ => return Err(format!("an unknown key: {meta}").into()),
            });
        }
        let payload = left.get("payload").ok_or_else(|| format!("an unknown field: {left}"))?;
        Ok(match payload["field"].as_str() {
            Some("saddr") => Some(Field::Address(packet.source)),
            Some("daddr") => Some(Field::Address(packet.destination)),
            Some("sport") => port(&payload["protocol"], packet.source_port),
            Some("dport") => port(&payload["protocol"], packet.destination_port),
            Some("protocol") => Some(Field::Protocol(packet.protocol)),
            _ => return Err(format!("an unknown field: {payload}").into()),
        })
    }

    /// Whether the right side of a comparison holds a value.
    fn holds(&self, right: &Value, value: &Field) -> bool {
        if let Some(set) = right.as_str().and_then(|name| name.strip_prefix('@')) {
            let sets = self.objects.iter().filter_map(|object| object.get("set"));
            let elements = sets.filter(|found| found["name"] == set).filter_map(|found| found["elem"].as_array());
            return elements.flatten().any(|element| self.holds(element, value));
        }
        if let Some(elements) = right.get("set").unwrap_or(right).as_array() {
            return elements.iter().any(|element| self.holds(element, value));
        }
        if let Some(range) = right.get("range") {
            return value.is_between(&range[0], &range[1]);
        }
        if let Some(prefix) = right.get("prefix") {
            let net = format!("{}/{}", prefix["addr"].as_str().unwrap_or_default(), prefix["len"]);
            return value.is_in(&net);
        }
        value.is(right)
    }
}

/// The value of a field.
enum Field {
    Word(String),
    Number(u32),
    Address(Ipv4Addr),
    Protocol(Protocol),
}

impl Field {
    fn is(&self, right: &Value) -> bool {
        match self {
            Self::Word(word) => right == word.as_str(),
            Self::Number(number) => *right == *number,
            Self::Address(address) => *right == address.to_string(),
            Self::Protocol(protocol) => {
                let text = right.as_str().map_or_else(|| right.to_string(), str::to_owned);
                text.parse() == Ok(*protocol)
            }
        }
    }

    fn number_of(right: &Value) -> Option<u32> {
        let address = || right.as_str()?.parse::<Ipv4Addr>().ok().map(u32::from);
        right.as_u64().and_then(|number| u32::try_from(number).ok()).or_else(address)
    }

    fn is_between(&self, first: &Value, last: &Value) -> bool {
        let own = match self {
            Self::Word(_) => None,
            Self::Number(number) => Some(*number),
            Self::Address(address) => Some(u32::from(*address)),
            Self::Protocol(protocol) => Some(protocol.number().into()),
        };
        let (first, last) = (Self::number_of(first), Self::number_of(last));
        own.zip(first).zip(last).is_some_and(|((own, first), last)| (first..=last).contains(&own))
    }

    fn is_in(&self, net: &str) -> bool {
        let addresses: Result<deevnet_core::policy::Addresses, _> = net.parse();
        matches!((self, addresses), (Self::Address(address), Ok(addresses)) if addresses.contains(*address))
    }
}
