//! The segments of a generated substrate and the addresses taken from them.

use std::net::Ipv4Addr;

/// A segment as `deevnet_vlans` declares it.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) name: String,
    pub(super) vlan: usize,
    /// The network address and its prefix length; a black hole has none.
    pub(super) network: Option<(Ipv4Addr, u8)>,
    /// The first and the last address given out by DHCP.
    pub(super) pool: Option<(Ipv4Addr, Ipv4Addr)>,
}

impl Segment {
    /// The router's address, the first of the network.
    pub(super) fn gateway(&self) -> Option<Ipv4Addr> {
        self.network.map(|(network, _)| Ipv4Addr::from_bits(network.to_bits() + 1))
    }
}

/// The core segments a substrate always has: name, VLAN, whether DHCP serves a pool there.
const CORE: [(&str, u8, bool); 11] = [
    ("trusted", 10, true),
    ("storage", 20, false),
    ("platform", 25, false),
    ("iot", 30, true),
    ("iot_vendor", 31, true),
    ("iot_backend", 35, false),
    ("guest", 40, true),
    ("tenant_1", 50, true),
    ("tenant_2", 51, true),
    ("tenant_3", 52, true),
    ("management", 99, false),
];

/// The zones each core zone may open connections to.
pub(super) const FLOWS: [(&str, &[&str]); 8] = [
    (
        "management",
        &[
            "trusted",
            "storage",
            "platform",
            "iot",
            "iot_vendor",
            "iot_backend",
            "guest",
            "tenant_1",
            "tenant_2",
            "tenant_3",
        ],
    ),
    ("trusted", &["storage", "platform", "iot", "iot_backend", "tenant_1", "tenant_2", "tenant_3"]),
    ("tenant_1", &["platform"]),
    ("tenant_2", &["platform"]),
    ("tenant_3", &["platform"]),
    ("iot", &["iot_backend"]),
    ("iot_backend", &["platform"]),
    ("platform", &["storage"]),
];

/// The core zones that may reach the internet.
pub(super) const INTERNET_ZONES: [&str; 10] = [
    "management",
    "trusted",
    "platform",
    "iot",
    "iot_vendor",
    "iot_backend",
    "guest",
    "tenant_1",
    "tenant_2",
    "tenant_3",
];

/// The second octet of the core segments' block, `10.20.0.0/16`.
const SITE_OCTET: u8 = 20;

/// The second octet of the first cell's block, far from the site's own.
const FIRST_CELL_OCTET: usize = 100;

/// The VLAN before the first cell's.
const CELL_VLANS: usize = 1000;

/// Cells in a block of 65536 addresses: each is a /20.
const CELLS_IN_BLOCK: usize = 16;

/// Addresses with a last octet of 1 to 254, in the 15 lower /24 of a /20; the highest /24 is the pool.
const ADDRESSES_IN_CELL: usize = 15 * 254;

/// The segments, and how many addresses of the cells are taken.
///
/// A cell is a segment large enough for thousands of hosts; there are as many as the hosts need.
#[derive(Debug, Default)]
pub(super) struct AddressPlan {
    taken: usize,
    taken_in_management: u8,
}

impl AddressPlan {
    pub(super) fn new() -> Self {
        Self { taken: 0, taken_in_management: 1 }
    }

    /// Takes the next free address of the cells: the cell's number and the address.
    pub(super) fn take(&mut self) -> (usize, Ipv4Addr) {
        if self.taken.is_multiple_of(ADDRESSES_IN_CELL) {
            self.taken += 1; // the first address of a cell is its gateway
        }
        let (cell, place) = (self.taken / ADDRESSES_IN_CELL, self.taken % ADDRESSES_IN_CELL);
        self.taken += 1;
        let offset = place / 254 * 256 + place % 254 + 1;
        (cell, in_cell(cell, offset))
    }

    /// Takes the next free address for a machine of the substrate itself, on the management segment.
    pub(super) fn take_in_management(&mut self) -> Ipv4Addr {
        self.taken_in_management += 1;
        Ipv4Addr::new(10, SITE_OCTET, 99, self.taken_in_management)
    }

    /// The name of a cell's segment.
    pub(super) fn cell_name(cell: usize) -> String {
        format!("cell_{:03}", cell + 1)
    }

    /// The number of cells that hold an address.
    pub(super) fn cells(&self) -> usize {
        self.taken.div_ceil(ADDRESSES_IN_CELL)
    }

    /// All segments: those of the site, the black hole, the cells.
    pub(super) fn segments(&self) -> Vec<Segment> {
        let blackhole = Segment { name: "blackhole".to_owned(), vlan: 999, network: None, pool: None };
        let mut segments: Vec<Segment> = CORE.into_iter().map(core_segment).collect();
        segments.push(blackhole);
        segments.extend((0..self.cells()).map(cell_segment));
        segments
    }
}

fn core_segment((name, vlan, has_pool): (&str, u8, bool)) -> Segment {
    let address = |host| Ipv4Addr::new(10, SITE_OCTET, vlan, host);
    Segment {
        name: name.to_owned(),
        vlan: vlan.into(),
        network: Some((address(0), 24)),
        pool: has_pool.then(|| (address(100), address(200))),
    }
}

fn cell_segment(cell: usize) -> Segment {
    Segment {
        name: AddressPlan::cell_name(cell),
        vlan: CELL_VLANS + cell + 1,
        network: Some((in_cell(cell, 0), 20)),
        pool: Some((in_cell(cell, 0x0f01), in_cell(cell, 0x0ffe))),
    }
}

fn in_cell(cell: usize, offset: usize) -> Ipv4Addr {
    let (block, place) = (cell / CELLS_IN_BLOCK, cell % CELLS_IN_BLOCK);
    let number = (10 << 24) + ((FIRST_CELL_OCTET + block) << 16) + (place << 12) + offset;
    Ipv4Addr::from_bits(u32::try_from(number).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_filled_below_its_pool_and_around_its_gateway() {
        let mut plan = AddressPlan::new();
        let taken: Vec<_> = (0..ADDRESSES_IN_CELL).map(|_| plan.take()).collect();
        assert_eq!(taken[0], (0, Ipv4Addr::new(10, 100, 0, 2)));
        assert_eq!(taken[252], (0, Ipv4Addr::new(10, 100, 0, 254)));
        assert_eq!(taken[253], (0, Ipv4Addr::new(10, 100, 1, 1)));
        assert_eq!(taken[ADDRESSES_IN_CELL - 2], (0, Ipv4Addr::new(10, 100, 14, 254)));
        assert_eq!(taken[ADDRESSES_IN_CELL - 1], (1, Ipv4Addr::new(10, 100, 16, 2)));
        assert_eq!(plan.cells(), 2);
    }
}
