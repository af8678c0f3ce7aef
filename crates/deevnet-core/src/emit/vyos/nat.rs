//! Source NAT: what leaves to the internet has the router's address there.

use std::fmt::{self, Write};
use std::sync::Arc;

use super::quoted;
use super::rule::{AddressMatch, Groups};
use super::zones::RouterZone;
use crate::emit::interface_name::InterfaceName;
use crate::emit::published::Published;
use crate::policy::{Analysis, Zone, ZoneKind};

/// Where the rules of tenants' overlays are numbered from, beyond every VLAN ID.
const FIRST_OVERLAY: u32 = 5_000;

/// The masquerading of one zone; its number is the zone's VLAN ID, or else made from its tenant's index.
#[derive(Debug)]
pub(super) struct NatRule {
    number: u32,
    zone: Arc<str>,
    sources: AddressMatch,
}

/// The rules of the zones that reach the internet through the router, by rules or as internet zones, by number.
pub(super) fn rules(
    published: &Published,
    analysis: &Analysis,
    zones: &[RouterZone],
    groups: &mut Groups,
) -> Vec<NatRule> {
    let Some(internet) = analysis.zones().iter().find(|zone| zone.kind == ZoneKind::Internet) else {
        return Vec::new();
    };
    let members = zones.iter().filter(|zone| !zone.is_router()).flat_map(|zone| &zone.members);
    let inside = members.filter_map(|member| analysis.zones().get(member.zone)).filter(|zone| zone.kind.is_internal());
    let mut rules: Vec<NatRule> = inside
        .filter(|zone| analysis.reachable(&zone.name, &internet.name).is_ok_and(|reach| reach.is_some()))
        .filter_map(|zone| {
            let number = number(published, zone)?;
            let sources = groups.matching(zone.addresses.as_ref()?)?;
            Some(NatRule { number, zone: Arc::clone(&zone.name), sources })
        })
        .collect();
    rules.sort_by_key(|rule| rule.number);
    rules
}

fn number(published: &Published, zone: &Zone) -> Option<u32> {
    if let Some(scope) = published.scope(&zone.name) {
        return Some(scope.vlan_id.get().into());
    }
    let tenants = &published.network.tenants;
    let index = tenants.iter().find(|tenant| tenant.name.value.as_str() == &*zone.name)?.index?.value;
    Some(FIRST_OVERLAY + index.get())
}

/// Writes the rules.
pub(super) fn write(text: &mut String, rules: &[NatRule], wan: &InterfaceName) -> fmt::Result {
    text.push_str("\n# source NAT\ndelete nat source\n");
    for NatRule { number, zone, sources } in rules {
        let path = format!("set nat source rule {number}");
        writeln!(text, "{path} description {}", quoted::description(zone))?;
        writeln!(text, "{path} outbound-interface name '{wan}'")?;
        match sources {
            AddressMatch::Address(address) => writeln!(text, "{path} source address '{address}'")?,
            AddressMatch::Group(group) => writeln!(text, "{path} source group address-group '{group}'")?,
        }
        writeln!(text, "{path} translation address 'masquerade'")?;
    }
    Ok(())
}
