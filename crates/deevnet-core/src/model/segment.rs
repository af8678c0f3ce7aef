//! Segments as they are declared in `deevnet_vlans`.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::reader::{Key, Reader, scalar_text};
use crate::declared::{Data, Map, Value};
use crate::finding::Subject;
use crate::network::{self, VlanId};
use crate::rules;
use crate::source::{Span, Spanned};

pub(super) const SEGMENT_KEYS: &[&str] =
    &["vlan_id", "subnet", "gateway", "dhcp_range_start", "dhcp_range_end", "dhcp_enabled", "wifi_ssid"];

/// One broadcast domain: a VLAN with, usually, one IPv4 subnet and one firewall zone of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Segment {
    /// Its name, the key in `deevnet_vlans`.
    pub name: Arc<str>,
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// Its VLAN ID.
    pub vlan_id: Option<Spanned<VlanId>>,
    /// Its subnet; a blackhole or underlay has none.
    pub subnet: Option<Spanned<Ipv4Net>>,
    /// Its gateway.
    pub gateway: Option<Spanned<Ipv4Addr>>,
    /// The first address of its dynamic pool.
    pub dhcp_range_start: Option<Spanned<Ipv4Addr>>,
    /// The last address of its dynamic pool.
    pub dhcp_range_end: Option<Spanned<Ipv4Addr>>,
    /// `false` where addresses are static only; `None` where nothing is said.
    pub dhcp_enabled: Option<Spanned<bool>>,
    /// The SSID of its wireless network.
    pub wifi_ssid: Option<Spanned<Arc<str>>>,
}

impl Segment {
    /// The first and last address of the dynamic pool, where both are declared in order.
    pub fn pool(&self) -> Option<(Ipv4Addr, Ipv4Addr)> {
        let (start, end) = (self.dhcp_range_start?.value, self.dhcp_range_end?.value);
        (start <= end).then_some((start, end))
    }

    /// Whether the dynamic pool holds an address.
    pub fn pool_contains(&self, address: Ipv4Addr) -> bool {
        self.pool().is_some_and(|(start, end)| (start..=end).contains(&address))
    }

    /// The segment as addresses are looked up in it, where it has a VLAN ID and a subnet.
    pub(super) fn for_plan(&self) -> Option<network::Segment> {
        let (vlan, subnet) = (self.vlan_id?, self.subnet?);
        Some(network::Segment::new(Arc::clone(&self.name), vlan.value).with_subnet(subnet.value))
    }

    /// Whether its subnet holds an address.
    pub fn contains(&self, address: Ipv4Addr) -> bool {
        self.subnet.is_some_and(|subnet| subnet.value.contains(&address))
    }

    /// Whether addresses are static only (`dhcp_enabled: false`).
    pub fn is_static_only(&self) -> bool {
        self.dhcp_enabled.is_some_and(|flag| !flag.value)
    }

    /// A segment of which nothing is known but its name.
    pub(crate) fn named(name: &str, span: Span) -> Self {
        Self {
            name: name.into(),
            span,
            vlan_id: None,
            subnet: None,
            gateway: None,
            dhcp_range_start: None,
            dhcp_range_end: None,
            dhcp_enabled: None,
            wifi_ssid: None,
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, name: &str, span: Span, value: &Value) -> Self {
        let mut segment = Self::named(name, span);
        reader.about(Some(Subject::segment(name)));
        if let Some(map) = reader.map(key, value) {
            segment.read_fields(reader, key, map);
        }
        reader.about(None);
        segment
    }

    fn read_fields(&mut self, reader: &mut Reader<'_>, key: Key<'_>, map: &Map) {
        reader.require(key, map, self.span, &["vlan_id"]);
        for (name, span, value) in map.text_entries() {
            let key = key.child(name);
            match name {
                "vlan_id" => self.vlan_id = read_vlan_id(reader, key, value),
                "subnet" => self.subnet = read_subnet(reader, key, value),
                "gateway" => self.gateway = read_address(reader, key, value),
                "dhcp_range_start" => self.dhcp_range_start = read_address(reader, key, value),
                "dhcp_range_end" => self.dhcp_range_end = read_address(reader, key, value),
                "dhcp_enabled" => self.dhcp_enabled = reader.boolean(key, value),
                "wifi_ssid" => self.wifi_ssid = reader.text(key, value),
                _ => reader.unknown_key(key, span, SEGMENT_KEYS),
            }
        }
    }
}

/// Reads a VLAN ID, 1 to 4094, written as a number or as decimal text.
pub(super) fn read_vlan_id(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<VlanId>> {
    let number = reader.integer(key, value)?;
    let parsed = u16::try_from(number.value).ok().and_then(|id| VlanId::new(id).ok());
    if parsed.is_none() {
        let finding = reader
            .finding(
                &rules::VLAN_ID_INVALID,
                number.span,
                format!("`{key}` is {}, but a VLAN ID is between {} and {}", number.value, VlanId::MIN, VlanId::MAX),
            )
            .with_value(number.value.to_string());
        reader.push(finding);
    }
    parsed.map(|id| Spanned::new(id, number.span))
}

/// Reads an IPv4 address; null and empty text are absent.
pub(super) fn read_address(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Ipv4Addr>> {
    let text = address_text(reader, key, value)?;
    if let Ok(address) = text.value.parse() {
        return Some(Spanned::new(address, text.span));
    }
    reject_address(reader, key, &text);
    None
}

/// Reports text that is not an IPv4 address.
pub(super) fn reject_address(reader: &mut Reader<'_>, key: Key<'_>, text: &Spanned<Arc<str>>) {
    let hint = if text.value.contains(':') && text.value.parse::<std::net::Ipv6Addr>().is_ok() {
        "deevnet models IPv4; leave IPv6 addresses out of `ip`"
    } else if text.value.contains('/') {
        "write the address without its prefix length; that belongs in `prefix`"
    } else if text.value.split('.').any(|part| part.len() > 1 && part.starts_with('0')) {
        "write the octets without leading zeros"
    } else {
        "write four decimal octets, such as 10.20.99.21"
    };
    let finding = reader
        .finding(
            &rules::ADDRESS_MALFORMED,
            text.span,
            format!("`{key}` is \"{}\", which is not an IPv4 address", text.value),
        )
        .with_value(text.value.as_ref())
        .with_hint(hint);
    reader.push(finding);
}

/// The text of an address; a number, a list or anything else is a malformed address.
pub(super) fn address_text(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Arc<str>>> {
    match value.data() {
        Data::Text(text) if text.trim().is_empty() => None,
        Data::Integer(_) | Data::LargeInteger(_) | Data::Float(_) => {
            let shown = scalar_text(value).unwrap_or_default();
            let finding = reader
                .finding(
                    &rules::ADDRESS_MALFORMED,
                    value.span(),
                    format!("`{key}` is the number {shown}, which is not an IPv4 address"),
                )
                .with_value(shown)
                .with_hint("write four decimal octets, such as 10.20.99.21");
            reader.push(finding);
            None
        }
        _ => reader.text(key, value),
    }
}

fn read_subnet(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Ipv4Net>> {
    let text = address_text(reader, key, value)?;
    let problem = match text.value.parse::<Ipv4Net>() {
        Ok(subnet) if subnet.addr() == subnet.network() => return Some(Spanned::new(subnet, text.span)),
        Ok(subnet) => (
            format!("`{key}` is \"{}\", which has bits set beyond its prefix", text.value),
            format!("write it as {}", subnet.trunc()),
        ),
        Err(_) => (
            format!("`{key}` is \"{}\", which is not an IPv4 subnet", text.value),
            "write the network and its prefix length, such as 10.20.99.0/24".to_owned(),
        ),
    };
    let finding = reader
        .finding(&rules::ADDRESS_MALFORMED, text.span, problem.0)
        .with_value(text.value.as_ref())
        .with_hint(problem.1);
    reader.push(finding);
    None
}
