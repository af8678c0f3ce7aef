//! Numbers of guests that are not declared.

use std::collections::BTreeSet;

use deevnet_core::model::Substrate;

/// The number that templates begin with.
const FIRST_TEMPLATE: u32 = 9000;

/// The lowest number that Proxmox VE gives a guest.
const FIRST_GUEST: u32 = 100;

/// The highest number that Proxmox VE takes.
const LAST_GUEST: u32 = 999_999_999;

/// The numbers that are still free in a substrate.
pub(super) struct Numbers {
    taken: BTreeSet<u32>,
    end_of_range: Option<u32>,
}

impl Numbers {
    /// All numbers but those that are declared, and those of the range that management machines get theirs from.
    pub(super) fn new(substrate: &Substrate) -> Self {
        let hosts = substrate.hosts.values().filter_map(|host| Some(host.assigned.vmid.as_ref()?.value.get()));
        let machines = substrate.machines().filter_map(|machine| Some(machine.vmid()?.value.get()));
        let mut taken: BTreeSet<u32> = hosts.chain(machines).collect();
        let range = substrate.vmid_range.map(|range| range.value.start.get()..=range.value.end.get());
        let end_of_range = range.clone().and_then(|range| range.rev().find(|number| !taken.contains(number)));
        taken.extend(range.into_iter().flatten());
        Self { taken, end_of_range }
    }

    /// A number for a template.
    pub(super) fn template(&mut self) -> u32 {
        self.lowest(FIRST_TEMPLATE)
    }

    /// A number for a guest that nobody declared. The first is the last free one of the range of management machines, where whoever
    /// gives numbers has to see it.
    pub(super) fn stranger(&mut self) -> u32 {
        self.end_of_range.take().unwrap_or_else(|| self.lowest(FIRST_GUEST))
    }

    fn lowest(&mut self, first: u32) -> u32 {
        let number = (first..=LAST_GUEST).find(|number| !self.taken.contains(number)).unwrap_or(first);
        self.taken.insert(number);
        number
    }
}
