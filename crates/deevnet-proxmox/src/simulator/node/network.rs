//! The network interfaces of a node.

use serde_json::{Map, Value, json};

use crate::simulator::parameter::{Format, Parameter};
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::sdn::{Kind, Section};
use crate::simulator::state::Node;
use crate::transport::Method;

const TYPES_8: &[&str] = &[
    "bridge",
    "bond",
    "eth",
    "alias",
    "vlan",
    "OVSBridge",
    "OVSBond",
    "OVSPort",
    "OVSIntPort",
    "vnet",
    "any_bridge",
    "any_local_bridge",
];

const TYPES_9: &[&str] = &[
    "bridge",
    "bond",
    "eth",
    "alias",
    "vlan",
    "fabric",
    "OVSBridge",
    "OVSBond",
    "OVSPort",
    "OVSIntPort",
    "vnet",
    "any_bridge",
    "any_local_bridge",
    "include_sdn",
];

const TYPE: &[Parameter] = &[
    Parameter::choice("type", TYPES_8).optional().releases(&[Release::V8_4]),
    Parameter::choice("type", TYPES_9).optional().releases(&[Release::V9_2]),
];

/// The name of a network interface.
static INTERFACE: Format = Format::new("pve-iface", |text| {
    let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'-'));
    if text.len() >= 2 && inner && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(());
    }
    Err(format!("invalid network interface name '{text}'\n"))
});

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/nodes/{node}/network", &[TYPE], Permission::User, list),
    Endpoint::new(
        Method::Get,
        "/nodes/{node}/network/{iface}",
        &[&[Parameter::formatted("iface", &INTERFACE).max_length(20)]],
        Permission::All("/nodes/{node}", &["Sys.Audit"]),
        |node, call| match node.interfaces.get(call.text("iface")) {
            Some(interface) => Ok(Value::Object(interface.options.clone()).into()),
            None => Err(Refusal::parameter("iface", "interface does not exist")),
        },
    ),
];

impl Node {
    /// Whether guests can be attached to a bridge: one of the node, or a VNet that its network has.
    pub(crate) fn has_bridge(&self, name: &str) -> bool {
        let own = self.interfaces.get(name).is_some_and(|interface| is_bridge(&interface.options));
        own || self.sdn.has_vnet(name)
    }
}

fn is_bridge(options: &Map<String, Value>) -> bool {
    matches!(options.get("type").and_then(Value::as_str), Some("bridge" | "OVSBridge"))
}

fn list(node: &mut Node, call: &Call) -> Answer {
    let wanted = call.get("type");
    let is_wanted = |options: &Map<String, Value>| match wanted {
        None | Some("include_sdn") => true,
        Some("any_bridge" | "any_local_bridge") => is_bridge(options),
        Some(wanted) => options.get("type").is_some_and(|found| found == wanted),
    };
    let own = node.interfaces.iter().filter(|(_, interface)| is_wanted(&interface.options));
    let mut rows: Vec<Value> = own
        .map(|(name, interface)| {
            let mut row = interface.options.clone();
            row.insert("iface".to_owned(), name.as_str().into());
            Value::Object(row)
        })
        .collect();
    if matches!(wanted, Some("any_bridge" | "include_sdn")) {
        rows.extend(vnets(node, call));
    }
    Ok(Reply::from(rows))
}

/// The VNets as bridges: those in force, of which 9.x tells only what the network of the node has.
fn vnets(node: &Node, call: &Call) -> Vec<Value> {
    let vnets = node.sdn.running(Kind::Vnet).filter(|(_, _, generated)| *generated || node.release < Release::V9_2);
    let shown = vnets.filter(|(id, vnet, _)| {
        let zone = vnet.get("zone").unwrap_or_default();
        node.allows(&call.caller, &format!("/sdn/zones/{zone}/{id}"), "SDN.Use")
    });
    let row = |(id, vnet, _): (&str, &Section, bool)| {
        let vlan_aware = u8::from(vnet.get("vlanaware") == Some("1"));
        json!({
            "iface": id, "type": "vnet", "active": "1", "ipam": 0, "vlanaware": vlan_aware, "comments": vnet.get("alias"),
        })
    };
    shown.map(row).collect()
}
