//! What of a substrate stands on which tier of the map.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use deevnet_core::model::{Host, Interface, PortMode, Substrate};
use deevnet_core::name::Form;
use deevnet_core::placement::{Machine, MachineOwner, NodePlacement};
use deevnet_core::vlan_plan::{PlannedPort, VlanPlan};

use super::badge::Badge;
use super::card::{Card, Cell};
use super::grid::Grid;
use super::link::Cable;
use crate::count::count;
use crate::flags::Flags;
use crate::hosts::Anchors;
use crate::segments::{Segments, Tinted};

/// With more hosts than this they are drawn small.
const MOST_LEGIBLE_HOSTS: usize = 160;
/// With more ports than this they are drawn small.
const MOST_LEGIBLE_PORTS: usize = 200;

/// What is drawn, before it has a place.
pub(super) struct Draft<'a> {
    pub(super) tiers: Vec<(&'static str, Vec<Card>)>,
    pub(super) cables: Vec<Cable<'a>>,
    pub(super) is_dense: bool,
    pub(super) has_small_ports: bool,
    pub(super) description: String,
}

/// The tiers of a substrate from the router down.
pub(super) fn draft<'a>(
    substrate: &'a Substrate,
    segments: &'a Segments,
    anchors: &'a Anchors,
    flags: &'a Flags,
) -> Draft<'a> {
    let plan = substrate.vlan_plan();
    let is_dense = substrate.hosts.len() > MOST_LEGIBLE_HOSTS;
    let has_small_ports = plan.ports().len() > MOST_LEGIBLE_PORTS;
    let draughtsman = Draughtsman {
        substrate,
        segments,
        anchors,
        flags,
        hosts: if is_dense { Grid::MANY_HOSTS } else { Grid::HOSTS },
        ports: if has_small_ports { Grid::MANY_PORTS } else { Grid::PORTS },
    };
    let routers = draughtsman.routers();
    let mut switches = draughtsman.switches(&plan);
    let counted = switches.len();
    switches.extend(draughtsman.access_points());
    let nodes = draughtsman.hypervisors();
    let drawn: BTreeSet<Arc<str>> = [&routers, &switches, &nodes]
        .into_iter()
        .flatten()
        .flat_map(|card| card.host.iter().chain(card.cells.iter().filter_map(|cell| cell.host.as_ref())))
        .cloned()
        .collect();
    let others = draughtsman.others(&drawn);
    let cables = cables(substrate, &plan, routers.len());
    let counts = [(routers.len(), "router"), (counted, "switch"), (nodes.len(), "hypervisor")];
    let counts = counts.map(|(number, noun)| count(number, noun)).join(", ");
    let description = format!("{counts}; {} in all", count(substrate.hosts.len(), "host"));
    let tiers = vec![
        ("Routing", routers),
        ("Switching and wireless", switches),
        ("Hypervisors", nodes),
        ("Hosts by segment", others),
    ];
    Draft { tiers, cables, is_dense, has_small_ports, description }
}

/// What all cards are drawn from.
struct Draughtsman<'a> {
    substrate: &'a Substrate,
    segments: &'a Segments,
    anchors: &'a Anchors,
    flags: &'a Flags,
    hosts: Grid,
    ports: Grid,
}

/// Every switch with its ports in order, and what is known to be behind them; switches are the cards after the routers.
fn cables<'a>(substrate: &'a Substrate, plan: &VlanPlan, first: usize) -> Vec<Cable<'a>> {
    let mut cables = Vec::new();
    for (index, (_, ports)) in by_switch(substrate, plan).into_iter().enumerate() {
        for (port, planned) in ports.into_iter().enumerate() {
            let behind = planned.required.as_ref().map(|required| &*required.behind.host);
            if let Some((behind, _)) = behind.and_then(|host| substrate.hosts.get_key_value(host)) {
                cables.push(Cable { switch: first + index, port, behind });
            }
        }
    }
    cables
}

/// The switches in order of their names, with their ports.
fn by_switch<'p>(substrate: &Substrate, plan: &'p VlanPlan) -> BTreeMap<Arc<str>, Vec<&'p PlannedPort>> {
    let mut switches: BTreeMap<Arc<str>, Vec<&PlannedPort>> = substrate
        .hosts
        .values()
        .filter(|host| host.switch_ports.is_some() || has_form(host, Form::Switch))
        .map(|host| (Arc::clone(&host.name), Vec::new()))
        .collect();
    for port in plan.ports() {
        switches.entry(Arc::clone(&port.switch)).or_default().push(port);
    }
    switches
}

fn has_form(host: &Host, form: Form) -> bool {
    host.form.is_some_and(|found| found.value == form)
}

impl Draughtsman<'_> {
    fn routers(&self) -> Vec<Card> {
        let routers = self.substrate.hosts.values();
        let routers = routers.filter(|host| has_form(host, Form::Router) && host.switch_ports.is_none());
        routers
            .map(|host| {
                let cells = host.interfaces.values().map(|interface| self.interface(host, interface)).collect();
                self.card("router", host, role(host, "router"), cells, self.hosts)
            })
            .collect()
    }

    fn switches(&self, plan: &VlanPlan) -> Vec<Card> {
        let card = |(name, ports): (Arc<str>, Vec<&PlannedPort>)| {
            let host = self.substrate.hosts.get(&name)?;
            let subtitle = format!("{}, {}", role(host, "switch"), count(ports.len(), "port"));
            let cells = ports.into_iter().map(|port| self.port(port)).collect();
            Some(self.card("switch", host, subtitle, cells, self.ports))
        };
        by_switch(self.substrate, plan).into_iter().filter_map(card).collect()
    }

    /// Every access point with the wireless networks of the substrate.
    fn access_points(&self) -> Vec<Card> {
        let points = self.substrate.hosts.values();
        let points = points.filter(|host| has_form(host, Form::AccessPoint) && host.switch_ports.is_none());
        let networks = || self.segments.all().iter().filter_map(|segment| self.wireless(segment));
        points
            .map(|host| self.card("access-point", host, role(host, "access point"), networks().collect(), self.hosts))
            .collect()
    }

    fn wireless(&self, segment: &Tinted) -> Option<Cell> {
        let ssid = self.substrate.segments.get(&segment.name)?.wifi_ssid.as_ref()?;
        Some(Cell {
            anchor: Some(segment.anchor()),
            segments: vec![segment.clone()],
            ..Cell::new("wireless", ssid.value.to_string(), format!("{} on {}", ssid.value, segment.name))
        })
    }

    fn hypervisors(&self) -> Vec<Card> {
        let placement = self.substrate.placement();
        let card = |node: &NodePlacement<'_>| {
            let plane = node.hypervisor().plane.map_or_else(String::new, |plane| format!("{} plane, ", plane.value));
            let subtitle = format!("{plane}{}", count(node.machines().len(), "machine"));
            let cells = node.machines().iter().map(|machine| self.machine(machine)).collect();
            self.card("hypervisor", node.host(), subtitle, cells, self.hosts)
        };
        placement.nodes().iter().map(card).collect()
    }

    /// A card for each segment with hosts that are drawn nowhere else, then one for those on no segment.
    fn others(&self, drawn: &BTreeSet<Arc<str>>) -> Vec<Card> {
        let mut by_segment: BTreeMap<Option<usize>, Vec<Cell>> = BTreeMap::new();
        for host in self.substrate.hosts.values().filter(|host| !drawn.contains(&host.name)) {
            let first = self.segments_of(host).first().map(|segment| segment.place);
            by_segment.entry(first).or_default().push(self.host(host));
        }
        let homeless = by_segment.remove(&None);
        let mut cards: Vec<Card> = by_segment
            .into_iter()
            .filter_map(|(place, cells)| Some(self.segment_card(self.segments.all().get(place?)?, cells)))
            .collect();
        cards.extend(homeless.map(|cells| Card {
            subtitle: count(cells.len(), "host"),
            ..Card::new("homeless", "No segment".to_owned(), cells, self.hosts)
        }));
        cards
    }

    fn segment_card(&self, segment: &Tinted, cells: Vec<Cell>) -> Card {
        let vlan = segment.vlan.map_or_else(|| "no VLAN".to_owned(), |vlan| format!("VLAN {vlan}"));
        let hosts = count(cells.len(), "host");
        Card {
            subtitle: format!("{vlan}, {hosts}"),
            anchor: Some(segment.anchor()),
            segment: Some(segment.clone()),
            badge: self.flags.grave_segment(&segment.name).map(Badge::new),
            ..Card::new("segment", segment.name.to_string(), cells, self.hosts)
        }
    }

    fn card(&self, class: &'static str, host: &Host, subtitle: String, cells: Vec<Cell>, grid: Grid) -> Card {
        Card {
            subtitle,
            host: Some(Arc::clone(&host.name)),
            anchor: self.anchors.to(&host.name).map(str::to_owned),
            badge: self.flags.grave_host(&host.name).map(Badge::new),
            ..Card::new(class, host.name.to_string(), cells, grid)
        }
    }

    /// The segments of a host, in order of its interfaces, each once.
    fn segments_of(&self, host: &Host) -> Vec<Tinted> {
        let mut found: Vec<Tinted> = Vec::new();
        for segment in host.interfaces.values().filter_map(|interface| self.segments.of_interface(interface)) {
            if !found.contains(segment) {
                found.push(segment.clone());
            }
        }
        found
    }

    fn host(&self, host: &Host) -> Cell {
        let mut title = vec![format!("{}, {}", host.name, role(host, "host"))];
        title.extend(host.interfaces.values().map(|interface| self.told(interface)));
        Cell {
            host: Some(Arc::clone(&host.name)),
            anchor: self.anchors.to(&host.name).map(str::to_owned),
            segments: self.segments_of(host),
            badge: self.flags.grave_host(&host.name).map(Badge::new),
            ..Cell::new("host", host.name.to_string(), title.join("\n"))
        }
    }

    fn interface(&self, host: &Host, interface: &Interface) -> Cell {
        Cell {
            anchor: self.anchors.to(&host.name).map(str::to_owned),
            segments: self.segments.of_interface(interface).cloned().into_iter().collect(),
            ..Cell::new("interface", interface.name.to_string(), self.told(interface))
        }
    }

    fn machine(&self, machine: &Machine<'_>) -> Cell {
        let vmid = machine.vmid().map_or_else(String::new, |vmid| format!(" (VM {})", vmid.value));
        if let Some(host) = machine.host() {
            let cell = self.host(host);
            return Cell { class: "machine", title: cell.title.replacen(',', &format!("{vmid},"), 1), ..cell };
        }
        let on = self.segment_of(machine);
        Cell {
            segments: on.cloned().into_iter().collect(),
            ..Cell::new(
                "workload",
                machine.name().into_owned(),
                format!("{}{vmid}, workload of a tenant", machine.name()),
            )
        }
    }

    /// The segment of a workload: that of its VLAN tag, or else its tenant's.
    fn segment_of(&self, machine: &Machine<'_>) -> Option<&Tinted> {
        let tagged = machine.definition().vlan_tag.and_then(|tag| self.segments.on(tag.value));
        let MachineOwner::Tenant(tenant, _) = machine.owner() else { return tagged };
        let index = tenant.index.map(|index| index.value.to_string());
        let is_tenants = |segment: &&Tinted| {
            let owner = self.substrate.tenant_of_segment(&segment.name);
            owner.is_some_and(|owner| owner == tenant.name.value.as_str() || Some(owner) == index.as_deref())
        };
        tagged.or_else(|| self.segments.all().iter().find(is_tenants))
    }

    fn port(&self, port: &PlannedPort) -> Cell {
        let setting = &port.declared;
        let vlans = setting.native.iter().chain(&setting.tagged);
        let segments: Vec<Tinted> = match setting.mode {
            PortMode::Access => setting.native.and_then(|vlan| self.segments.on(vlan)).cloned().into_iter().collect(),
            PortMode::Trunk => vlans.filter_map(|vlan| self.segments.on(*vlan)).cloned().collect(),
        };
        let name = port.interface.as_deref().unwrap_or("?");
        let behind = port.required.as_ref().map(|required| &*required.behind.host);
        let behind = behind.or(port.description.as_deref()).map_or_else(String::new, |behind| format!(": {behind}"));
        let mode = match (setting.mode, setting.is_all) {
            (PortMode::Access, _) => "access",
            (PortMode::Trunk, true) => "trunk of every VLAN",
            (PortMode::Trunk, false) => "trunk",
        };
        let names: Vec<&str> = segments.iter().map(|segment| &*segment.name).collect();
        let title = format!("port {name}{behind}\n{mode}: {}", names.join(", "));
        let class = if setting.mode == PortMode::Trunk { "port trunk" } else { "port access" };
        let label = name.rsplit('/').next().unwrap_or(name).to_owned();
        Cell { segments, ..Cell::new(class, label, title) }
    }

    /// An interface in one line: its name, segment and address.
    fn told(&self, interface: &Interface) -> String {
        let segment = self.segments.of_interface(interface).map(|segment| format!(" on {}", segment.name));
        let address = interface.address.value.fixed().map(|address| format!(", {address}"));
        format!("{}{}{}", interface.name, segment.unwrap_or_default(), address.unwrap_or_default())
    }
}

fn role(host: &Host, otherwise: &str) -> String {
    match (&host.role, host.form) {
        (Some(role), _) => role.value.to_string(),
        (None, Some(form)) => form.value.description().to_owned(),
        (None, None) => otherwise.to_owned(),
    }
}
