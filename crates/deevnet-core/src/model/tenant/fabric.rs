//! The software-defined network that overlays are made in (`deevnet_sdn`).

use std::net::Ipv4Addr;
use std::sync::Arc;

use serde::Serialize;

use crate::declared::Value;
use crate::model::reader::{Key, Reader};
use crate::model::segment::read_address;
use crate::named::named;
use crate::source::{Span, Spanned};

pub(in crate::model) const SDN_KEYS: &[&str] = &["zone_type", "controller", "peers", "mtu"];

/// The MTUs that a zone may have: the least that IPv4 allows and the largest jumbo frame (RFC 791, section 3.2).
const MTU: std::ops::RangeInclusive<i64> = 576..=65_520;

/// What a zone of an overlay is, by the name of Proxmox VE's plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneType {
    /// A bridge of the node alone: its workloads reach one another and nothing else.
    Simple,
    /// VXLAN between nodes that name one another.
    Vxlan,
    /// VXLAN whose routes a controller announces by BGP, with a VRF of its own.
    Evpn,
}

named!(ZoneType, "type of SDN zone":
    Simple => "simple",
    Vxlan => "vxlan",
    Evpn => "evpn",
);

/// How the overlays of all tenants are made on a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SoftwareDefinedNetwork {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// What their zones are.
    pub zone_type: Option<Spanned<ZoneType>>,
    /// The controller that announces their routes; an EVPN zone has one.
    ///
    /// It is made once by whoever installs a node, with the substrate's autonomous system and the routers that it speaks to: it
    /// belongs to the node and not to a tenant, and zones of several tenants share it. So a plan neither makes nor removes it;
    /// where it is missing, the tenants that need it are left alone.
    pub controller: Option<Spanned<Arc<str>>>,
    /// The addresses of the nodes that carry them, in order; a VXLAN zone has them.
    pub peers: Vec<Spanned<Ipv4Addr>>,
    /// The largest frame inside them; the node's own choice where nothing is said.
    pub mtu: Option<Spanned<u32>>,
}

/// Reads how overlays are made; null declares nothing.
pub(in crate::model) fn read_fabric(
    reader: &mut Reader<'_>,
    key: Key<'_>,
    value: &Value,
) -> Option<SoftwareDefinedNetwork> {
    if value.is_null() {
        return None;
    }
    let mut fabric =
        SoftwareDefinedNetwork { span: value.span(), zone_type: None, controller: None, peers: Vec::new(), mtu: None };
    let map = reader.map(key, value)?;
    reader.require(key, map, value.span(), &["zone_type"]);
    for (name, span, value) in map.text_entries() {
        let key = key.child(name);
        match name {
            "zone_type" => fabric.zone_type = reader.named(key, value),
            "controller" => fabric.controller = reader.text(key, value),
            "peers" => {
                let items = reader.list(key, value);
                fabric.peers = items.iter().filter_map(|item| read_address(reader, key, item)).collect();
            }
            "mtu" => fabric.mtu = read_mtu(reader, key, value),
            _ => reader.unknown_key(key, span, SDN_KEYS),
        }
    }
    Some(fabric)
}

fn read_mtu(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<u32>> {
    let number = reader.integer(key, value)?;
    match u32::try_from(number.value) {
        Ok(mtu) if MTU.contains(&number.value) => Some(Spanned::new(mtu, number.span)),
        _ => reader.reject(key, value, "an MTU, 576 to 65520"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{declared_from_json, messages};
    use crate::rules::{ADDRESS_MALFORMED, UNKNOWN_KEY, WRONG_TYPE};

    fn with(declaration: &Value) -> Value {
        json!({ "substrate": { "deevnet_sdn": declaration } })
    }

    #[test]
    fn a_whole_declaration_is_read() {
        let declaration = json!({ "zone_type": "evpn", "controller": "fabric", "peers": ["10.20.99.21"], "mtu": 1450 });
        let substrate = crate::check(&declared_from_json(&with(&declaration))).substrate;
        let shown = serde_json::to_string(&substrate.sdn).unwrap();
        insta::assert_snapshot!(shown, @r#"{"zone_type":"evpn","controller":"fabric","peers":["10.20.99.21"],"mtu":1450}"#);
        assert!(crate::check(&declared_from_json(&with(&Value::Null))).substrate.sdn.is_none());
    }

    #[test]
    fn what_cannot_be_read_is_reported() {
        let json = with(&json!({ "zone_type": "vlan", "peers": ["hv01"], "mtu": 1, "controler": "fabric" }));
        let shown: Vec<String> = [&WRONG_TYPE, &ADDRESS_MALFORMED, &UNKNOWN_KEY]
            .into_iter()
            .flat_map(|rule| messages(rule, &json))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        `deevnet_sdn.mtu` is 1, but must be an MTU, 576 to 65520
        `deevnet_sdn.zone_type` is "vlan", which is not a known type of SDN zone
        `deevnet_sdn.peers` is "hv01", which is not an IPv4 address
        `deevnet_sdn.controler` is a key that means nothing; nothing reads it
        "#);
    }
}
