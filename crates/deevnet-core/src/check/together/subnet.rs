//! One subnet, one substrate; and no subnet in the site block of another.

use std::sync::Arc;

use ipnet::Ipv4Net;

use super::{Place, Together};
use crate::finding::Subject;
use crate::model::{Segment, Substrate};
use crate::network::SiteBlock;
use crate::rules;

/// The subnet of a segment of one site.
#[derive(Debug, Clone, Copy)]
struct Owned<'a> {
    place: Place,
    segment: &'a Segment,
    subnet: Ipv4Net,
}

/// A site block and the site octet that gives it.
#[derive(Debug, Clone, Copy)]
struct Block {
    place: Place,
    block: SiteBlock,
}

/// What one site has of addresses.
struct Addresses<'a> {
    block: Option<Block>,
    owned: Vec<Owned<'a>>,
}

pub(super) fn check(together: &mut Together<'_>) {
    let all: Vec<_> = together.substrates().map(|(site, substrate)| Addresses::of(site, substrate)).collect();
    for (later, addresses) in all.iter().enumerate() {
        for earlier in &all[..later] {
            compare(together, earlier, addresses);
        }
    }
}

impl<'a> Addresses<'a> {
    fn of(site: usize, substrate: &'a Substrate) -> Self {
        let block = substrate
            .site_octet
            .map(|octet| Block { place: Place { site, span: octet.span }, block: SiteBlock::new(octet.value) });
        let owned = substrate.segments.values().filter_map(|segment| {
            let subnet = segment.subnet?;
            Some(Owned { place: Place { site, span: subnet.span }, segment, subnet: subnet.value })
        });
        Self { block, owned: owned.collect() }
    }

    /// Whether a subnet shares addresses with the site block.
    fn has_in_block(&self, owned: &Owned<'_>) -> bool {
        self.block.is_some_and(|block| is_overlap(block.block.network(), owned.subnet))
    }

    /// Whether a subnet is as large as the site block, so that every segment there is in it.
    fn is_within(&self, owned: &Owned<'_>) -> bool {
        self.block.is_some_and(|block| owned.subnet.contains(&block.block.network()))
    }
}

/// Two networks overlap where one is in the other.
fn is_overlap(one: Ipv4Net, other: Ipv4Net) -> bool {
    one.contains(&other) || other.contains(&one)
}

fn compare(together: &mut Together<'_>, earlier: &Addresses<'_>, later: &Addresses<'_>) {
    let shared = earlier.block.filter(|block| later.block.is_some_and(|other| other.block == block.block));
    if shared.is_none() {
        check_block(together, earlier, later);
        check_block(together, later, earlier);
    }
    for owned in &later.owned {
        for other in earlier.owned.iter().filter(|other| is_overlap(other.subnet, owned.subnet)) {
            let is_said = match shared {
                // A shared block is reported by itself.
                Some(shared) => {
                    let block = shared.block.network();
                    block.contains(&owned.subnet) && block.contains(&other.subnet)
                }
                None => earlier.is_within(owned) || later.is_within(other),
            };
            if is_said {
                continue;
            }
            // The subnet that strays into the other's block is to be changed; otherwise the later one.
            if later.has_in_block(other) && !earlier.has_in_block(owned) {
                report_subnet(together, other, owned);
            } else {
                report_subnet(together, owned, other);
            }
        }
    }
}

/// Reports subnets of one site in the block of another, where no segment there says it more exactly.
fn check_block(together: &mut Together<'_>, addresses: &Addresses<'_>, other: &Addresses<'_>) {
    let Some(block) = other.block else { return };
    for owned in addresses.owned.iter().filter(|owned| other.has_in_block(owned)) {
        if other.is_within(owned) || !other.owned.iter().any(|taken| is_overlap(taken.subnet, owned.subnet)) {
            report_block(together, owned, block);
        }
    }
}

fn report_subnet(together: &mut Together<'_>, owned: &Owned<'_>, other: &Owned<'_>) {
    let other_site = together.name(other.place.site);
    let found = if owned.subnet == other.subnet {
        format!("which is that of segment `{}` of {other_site} too", other.segment.name)
    } else {
        format!("which overlaps {} of segment `{}` of {other_site}", other.subnet, other.segment.name)
    };
    report(together, owned, &found, other.place, &format!("segment `{}` of {other_site}", other.segment.name));
}

fn report_block(together: &mut Together<'_>, owned: &Owned<'_>, block: Block) {
    let other_site = together.name(block.place.site);
    let relation = if block.block.network().contains(&owned.subnet) { "is in" } else { "holds" };
    let found = format!("which {relation} the site block {} of {other_site}", block.block);
    report(together, owned, &found, block.place, &format!("the site octet of {other_site}"));
}

fn report(together: &mut Together<'_>, owned: &Owned<'_>, found: &str, other: Place, note: &str) {
    let site = together.name(owned.place.site);
    let message = format!("segment `{}` of {site} has the subnet {}, {found}", owned.segment.name, owned.subnet);
    let hint = match together.planned(owned) {
        Some(planned) if planned != owned.subnet => format!("the plan of {site} has {planned} for it"),
        _ => "give one of the two other addresses".to_owned(),
    };
    let finding = together.report(&rules::SUBNET_SHARED, owned.place, message, other, note);
    finding.value = Some(owned.subnet.to_string());
    finding.hint = Some(hint);
    finding.subjects = vec![Subject::segment(Arc::clone(&owned.segment.name))];
}

impl Together<'_> {
    /// The subnet that the address plan of its own site has for a segment.
    fn planned(&self, owned: &Owned<'_>) -> Option<Ipv4Net> {
        let octet = self.sites[owned.place.site].substrate.site_octet?;
        SiteBlock::new(octet.value).segment_subnet(owned.segment.vlan_id?.value)
    }
}
