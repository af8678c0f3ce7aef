//! Hypervisors as their own network configuration has them: a VLAN-aware bridge over one physical interface.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::Arc;

use super::addressing::{Addressing, StaticRoute, default_route};
use super::candidate;
use super::collector::Collector;
use super::interface_name::InterfaceName;
use super::left_out::Part;
use super::reason::Reason;
use crate::finding::Subject;
use crate::model::{Host, Hypervisor, Interface, PortMode, SegmentLookup};
use crate::network::VlanId;
use crate::vlan_plan::{HypervisorVlans, PlannedPort, VlanPlan, names_interface};

/// The network of a hypervisor, whole: a file that lacked one of its addresses would cut it off.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedNode {
    /// The inventory hostname, a DNS label.
    pub host: Arc<str>,
    /// The bridge that machines are attached to.
    pub bridge: InterfaceName,
    /// The physical interface of the bridge.
    pub uplink: InterfaceName,
    /// The VLAN of the bridge's untagged frames, where something needs it.
    pub untagged: Option<VlanId>,
    /// The VLANs that pass the bridge with a tag.
    pub tagged: BTreeSet<VlanId>,
    /// The interfaces with addresses, and the physical ones beside the uplink, in order of their declared names.
    pub interfaces: Vec<NodeInterface>,
}

/// An interface of a hypervisor.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeInterface {
    /// Its name: that of the bridge, of a VLAN on it such as `vmbr0.99`, or of a physical interface.
    pub name: InterfaceName,
    /// How it gets its address.
    pub addressing: Addressing,
    /// The router to everywhere else; at most one interface of a node has one.
    pub gateway: Option<Ipv4Addr>,
    /// Its other routes, in order of declaration.
    pub routes: Vec<StaticRoute>,
}

/// Collects the networks of hypervisors, by name.
pub(super) fn collect(collector: &mut Collector<'_>, plan: &VlanPlan) {
    let substrate = collector.substrate;
    let lookup = SegmentLookup::new(substrate);
    let mut vlans = substrate.vlans_of_hypervisors();
    for host in substrate.hosts.values() {
        let (Some(hypervisor), Some(vlans)) = (&host.hypervisor, vlans.remove(&host.name)) else { continue };
        let about = |interface: &Interface| collector.obstacles.about_interface(&host.name, &interface.name);
        let obstacle = collector.obstacles.about_host(&host.name).or_else(|| host.interfaces.values().find_map(about));
        let ports = plan.ports().iter().filter(|port| is_behind(port, host)).collect();
        let entry = Draft { host, hypervisor, vlans: &vlans, ports, lookup: &lookup }.node();
        let subject = || Subject::host(Arc::clone(&host.name));
        let admitted = collector.admit(subject, Part::NodeNetwork, obstacle, entry);
        collector.published.nodes.extend(admitted);
    }
}

fn is_behind(port: &PlannedPort, host: &Host) -> bool {
    port.required.as_ref().is_some_and(|required| required.behind.host == host.name)
}

/// What the network of one hypervisor is made of.
struct Draft<'a> {
    host: &'a Host,
    hypervisor: &'a Hypervisor,
    vlans: &'a HypervisorVlans,
    /// The switch ports that it stands behind.
    ports: Vec<&'a PlannedPort>,
    lookup: &'a SegmentLookup<'a>,
}

impl Draft<'_> {
    fn node(&self) -> Result<PublishedNode, Reason> {
        candidate::label_of(self.host)?;
        let bridge = self.bridge()?;
        let uplink = self.uplink(&bridge)?;
        let port = self.port_of(uplink);
        let native = port.and_then(|port| port.declared.native);
        let untagged = native.filter(|vlan| self.vlans.needed.contains(vlan));
        let mut tagged = self.vlans.needed.clone();
        if !self.vlans.is_complete {
            tagged.extend(port.ok_or(Reason::NodeVlansUnknown)?.declared.tagged.iter().copied());
        }
        tagged.retain(|vlan| Some(*vlan) != native);
        let interfaces = self.interfaces(&bridge, uplink, port)?;
        Ok(PublishedNode {
            host: Arc::clone(&self.host.name),
            uplink: parse(&uplink.name)?,
            bridge,
            untagged,
            tagged,
            interfaces,
        })
    }

    fn bridge(&self) -> Result<InterfaceName, Reason> {
        let bridge = self.hypervisor.bridge.as_ref().ok_or(Reason::BridgeUnknown)?;
        match self.hypervisor.vlan_aware {
            Some(aware) if !aware.value => Err(Reason::BridgePlain(Arc::clone(&bridge.value))),
            _ => parse(&bridge.value),
        }
    }

    /// The physical interface of the bridge: the only one, or the one that the description of a trunk port names.
    fn uplink(&self, bridge: &InterfaceName) -> Result<&Interface, Reason> {
        let is_physical = |interface: &&Interface| *interface.name != *bridge.as_str() && !interface.name.contains('.');
        let physical: Vec<&Interface> = self.host.interfaces.values().filter(is_physical).collect();
        if let [only] = physical.as_slice() {
            return Ok(only);
        }
        let is_named = |interface: &Interface| {
            self.ports.iter().any(|port| port.declared.mode == PortMode::Trunk && is_described(port, interface))
        };
        let mut named = physical.into_iter().filter(|interface| is_named(interface));
        match (named.next(), named.next()) {
            (Some(uplink), None) => Ok(uplink),
            _ => Err(Reason::UplinkUnknown),
        }
    }

    /// The switch port that an interface is plugged into: the one that names it, or the only one.
    fn port_of(&self, interface: &Interface) -> Option<&PlannedPort> {
        let named = self.ports.iter().find(|port| is_described(port, interface)).copied();
        named.or(match self.ports.as_slice() {
            [only] => Some(*only),
            _ => None,
        })
    }

    fn interfaces(
        &self,
        bridge: &InterfaceName,
        uplink: &Interface,
        port: Option<&PlannedPort>,
    ) -> Result<Vec<NodeInterface>, Reason> {
        let mut found = Vec::new();
        for interface in self.host.interfaces.values() {
            found.push((interface, Addressing::of(interface, self.lookup)?));
        }
        let way_out = default_route(&found, self.lookup);
        let mut interfaces = Vec::new();
        for (place, (interface, addressing)) in found.into_iter().enumerate() {
            let is_uplink = interface.name == uplink.name;
            if is_uplink && addressing == Addressing::Absent {
                continue;
            }
            let (routes, unread) = StaticRoute::of(interface);
            if let Some(reason) = unread.into_iter().next() {
                return Err(reason);
            }
            interfaces.push(NodeInterface {
                name: if is_uplink { self.name_on_bridge(bridge, uplink, port)? } else { parse(&interface.name)? },
                addressing,
                gateway: way_out.filter(|(chosen, _)| *chosen == place).map(|(_, gateway)| gateway),
                routes,
            });
        }
        Ok(interfaces)
    }

    /// What has the address of the uplink, which a bridge has taken: the bridge, or a VLAN on it.
    fn name_on_bridge(
        &self,
        bridge: &InterfaceName,
        uplink: &Interface,
        port: Option<&PlannedPort>,
    ) -> Result<InterfaceName, Reason> {
        let segment = self.lookup.of_interface(uplink).and_then(|segment| segment.vlan_id);
        let vlan = segment.ok_or(Reason::NodeSegmentUnknown)?.value;
        let setting = &port.ok_or(Reason::NodePortUnknown(vlan))?.declared;
        if setting.native == Some(vlan) {
            return Ok(bridge.clone());
        }
        if setting.carries(vlan) { parse(&format!("{bridge}.{vlan}")) } else { Err(Reason::NodePortLacks(vlan)) }
    }
}

fn is_described(port: &PlannedPort, interface: &Interface) -> bool {
    port.description.as_ref().is_some_and(|description| names_interface(description, interface))
}

fn parse(name: &str) -> Result<InterfaceName, Reason> {
    name.parse().map_err(Reason::InterfaceName)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::emit::testing::{lab, listed, published};
    use crate::emit::{EmitOptions, Part, Target, emit};

    /// The file of `hv01`, without what every file has, or why there is none.
    fn told(json: &Json) -> String {
        let published = published(json);
        if published.nodes.is_empty() {
            return listed(published.left_out.iter().filter(|left_out| left_out.part == Part::NodeNetwork));
        }
        let emission = emit(Target::ProxmoxInterfaces, &published, &EmitOptions::default()).unwrap();
        let lines = emission.files[0].content.lines().skip(5);
        lines.filter(|line| !line.is_empty() && !line.starts_with("source")).collect::<Vec<_>>().join("\n")
    }

    fn port(json: &mut Json) -> &mut Json {
        &mut json["hosts"]["access-sw01"]["switch_ports"]["trunk"][1]
    }

    #[test]
    fn untagged_management_is_on_the_bridge_itself() {
        let mut json = lab();
        port(&mut json)["native_vlan"] = json!("management");
        insta::assert_snapshot!(told(&json), @"
        iface eth0 inet manual
        auto vmbr0
        iface vmbr0 inet static
            address 10.20.99.21/24
            gateway 10.20.99.1
            bridge-ports eth0
            bridge-stp off
            bridge-fd 0
            bridge-vlan-aware yes
            bridge-pvid 99
            bridge-vids 25
        ");
    }

    #[test]
    fn a_second_interface_has_its_own_address_and_the_trunk_has_the_bridge() {
        let mut json = lab();
        let host = &mut json["hosts"]["hv01"];
        host["infrastructure"]["interfaces"]["eth1"] = json!({});
        host["env"]["interfaces"]["eth0"]["routes"] = json!(["10.20.0.0/16 10.20.99.1"]);
        host["env"]["interfaces"]["eth1"] = json!({ "purpose": "machines" });
        insta::assert_snapshot!(told(&json), @"
        iface eth1 inet manual
        auto vmbr0
        iface vmbr0 inet manual
            bridge-ports eth1
            bridge-stp off
            bridge-fd 0
            bridge-vlan-aware yes
            bridge-vids 25 99
        auto eth0
        iface eth0 inet static
            address 10.20.99.21/24
            gateway 10.20.99.1
            up ip route replace 10.20.0.0/16 via 10.20.99.1 dev eth0
        ");
        json["hosts"]["hv01"]["env"]["interfaces"]["eth1"]["purpose"] = json!("storage");
        insta::assert_snapshot!(told(&json), @"network of the hypervisor of hv01: which of its interfaces the bridge is on is not known: it has not just one, and no trunk port names one");
    }

    #[test]
    fn what_a_node_of_no_known_plane_needs_is_what_its_port_carries() {
        let mut json = lab();
        json["hosts"]["hv01"]["deevnet_hypervisor"]["plane"] = Json::Null;
        port(&mut json)["allowed_vlans"] = json!(["platform", "iot", "management"]);
        assert!(told(&json).contains("bridge-vids 25 30 99"), "{}", told(&json));
    }

    #[test]
    fn tenants_networks_pass_a_node_of_their_plane() {
        let mut json = lab();
        for (name, vlan) in [("tenant_1", 50), ("tenant_2", 51), ("tenant_3", 52)] {
            json["substrate"]["deevnet_vlans"][name] = json!({ "vlan_id": vlan });
        }
        json["hosts"]["hv01"]["deevnet_hypervisor"]["plane"] = json!("tenant");
        assert!(told(&json).contains("bridge-vids 25 50-52 99"), "{}", told(&json));
    }

    #[test]
    fn a_network_that_would_not_be_whole_is_left_out() {
        let told = |change: &dyn Fn(&mut Json)| {
            let mut json = lab();
            change(&mut json);
            told(&json)
        };
        let cases: [&dyn Fn(&mut Json); 8] = [
            &|json| json["hosts"]["hv01"]["deevnet_hypervisor"]["bridge"] = Json::Null,
            &|json| json["hosts"]["hv01"]["deevnet_hypervisor"]["bridge"] = json!("vmbr0\nreboot"),
            &|json| json["hosts"]["hv01"]["deevnet_hypervisor"]["vlan_aware"] = json!(false),
            &|json| port(json)["description"] = json!("spare"),
            &|json| port(json)["allowed_vlans"] = json!(["platform"]),
            &|json| json["hosts"]["hv01"]["env"]["interfaces"]["eth0"]["segment"] = json!("nowhere"),
            &|json| json["hosts"]["hv01"]["env"]["interfaces"]["eth0"]["ip"] = json!("192.0.2.9"),
            &|json| json["hosts"]["hv01"]["env"]["interfaces"]["eth0"]["routes"] = json!(["default"]),
        ];
        insta::assert_snapshot!(cases.map(told).join("\n"), @r#"
        network of the hypervisor of hv01: it declares no bridge
        network of the hypervisor of hv01: "vmbr0\nreboot" has '\n' at column 6, which an interface name does not have
        network of the hypervisor of hv01: its bridge vmbr0 is declared as not VLAN-aware
        network of the hypervisor of hv01: no switch port is declared as its, so that nobody can tell whether VLAN 99 has a tag there
        network of the hypervisor of hv01: its switch port does not carry VLAN 99, which its address is in
        network of the hypervisor of hv01: its address 10.20.99.21 has no prefix: it declares none, and its segment's subnet does not hold it
        network of the hypervisor of hv01: its address 192.0.2.9 has no prefix: it declares none, and its segment's subnet does not hold it
        network of the hypervisor of hv01: "default" is no route: a destination and a gateway
        "#);
    }
}
