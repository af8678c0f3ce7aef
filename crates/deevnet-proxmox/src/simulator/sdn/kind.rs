//! The kinds of objects and what is said about each.

/// A kind of object of software-defined networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Zone,
    Vnet,
    Subnet,
    Controller,
}

impl Kind {
    /// What the API calls it, which is also the parameter that holds its ID.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::Vnet => "vnet",
            Self::Subnet => "subnet",
            Self::Controller => "controller",
        }
    }

    /// The option that a row shows even of an object that is not in force yet, beside ID and type.
    pub(crate) fn always_shown(self) -> &'static [&'static str] {
        match self {
            Self::Subnet => &["vnet"],
            Self::Zone | Self::Vnet | Self::Controller => &[],
        }
    }
}

/// The options that every type of zone has.
const ANY_ZONE: &[&str] = &["nodes", "mtu", "dns", "reversedns", "dnszone", "ipam"];

/// What a type of zone or controller may and must have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    required: &'static [&'static str],
    optional: &'static [&'static str],
    common: &'static [&'static str],
}

impl Options {
    /// Whether an option may stand in it.
    pub(crate) fn knows(self, key: &str) -> bool {
        [self.required, self.optional, self.common].iter().any(|keys| keys.contains(&key))
    }

    /// The options that must stand in it.
    pub(crate) fn required(self) -> &'static [&'static str] {
        self.required
    }
}

/// The options of a type of an object.
pub(crate) fn options(kind: Kind, of_type: &str) -> Options {
    let (required, optional): (&[&str], &[&str]) = match (kind, of_type) {
        (Kind::Zone, "simple") => (&[], &["dhcp"]),
        (Kind::Zone, "vlan") => (&["bridge"], &["bridge-disable-mac-learning"]),
        (Kind::Zone, "qinq") => (&["bridge", "tag"], &["vlan-protocol"]),
        (Kind::Zone, "vxlan") => (&[], &["peers", "vxlan-port", "fabric"]),
        (Kind::Zone, "evpn") => (
            &["controller", "vrf-vxlan"],
            &[
                "advertise-subnets",
                "bridge-disable-mac-learning",
                "disable-arp-nd-suppression",
                "exitnodes",
                "exitnodes-local-routing",
                "exitnodes-primary",
                "mac",
                "rt-import",
            ],
        ),
        (Kind::Zone, _) => (&[], &["dp-id"]),
        (Kind::Vnet, _) => (&["zone"], &["alias", "tag", "vlanaware", "isolate-ports"]),
        (Kind::Subnet, _) => (&["vnet"], &["gateway", "snat", "dnszoneprefix", "dhcp-range", "dhcp-dns-server"]),
        (Kind::Controller, "evpn") => (&["asn"], &["peers", "fabric"]),
        (Kind::Controller, "bgp") => {
            (&["asn", "node", "peers"], &["bgp-multipath-as-path-relax", "ebgp", "ebgp-multihop", "loopback"])
        }
        (Kind::Controller, "isis") => (&["isis-domain", "isis-ifaces", "isis-net", "node"], &["loopback"]),
        (Kind::Controller, _) => (&[], &[]),
    };
    let common = if kind == Kind::Zone { ANY_ZONE } else { &[] };
    Options { required, optional, common }
}

/// Whether the value of an option is a number in answers.
pub(crate) fn is_number(key: &str) -> bool {
    matches!(
        key,
        "advertise-subnets"
            | "asn"
            | "bgp-multipath-as-path-relax"
            | "bridge-disable-mac-learning"
            | "disable-arp-nd-suppression"
            | "dp-id"
            | "ebgp"
            | "ebgp-multihop"
            | "exitnodes-local-routing"
            | "isolate-ports"
            | "mtu"
            | "snat"
            | "tag"
            | "vlanaware"
            | "vrf-vxlan"
            | "vxlan-port"
    )
}
