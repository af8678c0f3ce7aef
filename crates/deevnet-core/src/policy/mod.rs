//! Policy as exact sets of packets: what reaches what, proven or refuted.
//!
//! [`Analysis::of`] resolves a substrate's rules against its zones and puts them together. From it come, for any two
//! zones, exactly which packets one may send to the other ([`Analysis::reachable`], [`Analysis::matrix`]); proofs and
//! refutations of what must never be ([`Analysis::proofs`]); and what is wrong with single rules.
//!
//! # Packets
//!
//! A packet is the zone it enters from, an IPv4 protocol, two addresses and, for TCP, UDP, DCCP, SCTP and UDP-Lite, two
//! ports. Only packets that open a flow count; answers to them pass. A rule with ports and without a protocol means TCP
//! or UDP; one about IPv6 alone matches none of these packets, and is judged by its zones
//! ([`Analysis::ipv6_breaches`]).
//!
//! # Where packets come from and go
//!
//! A rule speaks of packets that enter from its `from_zone`, with the sources of `source_net` or else the zone's own
//! subnet. What is routed through a zone is not its own: `tenant_transit` to `any` says nothing of the overlays behind
//! it, and a rule about them names them in `source_net`.
//! Without `destination_net` it speaks of the `to_zone`'s own addresses. With one it matches by address: the packets go
//! where the address is, and only an address that nobody claims lies behind the `to_zone`. So a rule from `iot` to
//! `platform` with a net of `management` opens management, which is what it is reported for.
//!
//! A zone without declared addresses stands for every address that no other zone claims, and is kept apart from every
//! other such zone: what is proven about it holds whatever its addresses turn out to be, if they are none that a rule puts
//! behind another zone.
//!
//! What goes to `self` reaches the firewall's own addresses, and nothing behind them: those are the gateways of all
//! segments, and each is an address of its segment. So `guest` to `self` reaches management by its gateway, and a rule
//! that is meant for the guests' own gateway alone has to name it in `destination_net`.
//!
//! # Which rule decides
//!
//! Under `firewall_match: first` the first rule that matches; under `any` a block wins over every pass
//! ([`Matching`](crate::model::Matching)). Where no rule matches, a zone of `firewall_internet_zones` may reach the
//! internet; everything else meets the default action, deny where none is declared.

mod analysis;
mod boxes;
mod breach;
mod clause;
mod detour;
mod diagram;
mod field;
mod filter_line;
mod idle;
mod interval_set;
mod ipv6;
mod misplaced;
mod packet;
mod packet_set;
mod pick;
#[cfg(test)]
mod plain_words;
mod product;
mod proof;
#[cfg(test)]
mod properties;
mod protocol;
mod reachable;
mod sequence;
pub(crate) mod space;
mod standard;
#[cfg(test)]
mod ways_around;
mod zone;

pub use analysis::Analysis;
pub use breach::Breach;
pub use clause::{Clause, ClauseMatch};
pub use detour::Detour;
pub use field::{Addresses, FieldSet, FieldValue, ParseFieldError, Ports, Protocols};
pub use filter_line::FilterLine;
pub use idle::{IdleRule, Idleness};
pub use ipv6::Ipv6Breach;
pub use misplaced::MisplacedNet;
pub use packet::Packet;
pub use packet_set::{PacketBox, PacketSet, Reach};
pub use proof::{Cause, Outcome, Proof, Verdict, Witness};
pub use protocol::{ParseProtocolError, Protocol};
pub use reachable::Matrix;
pub use zone::{UnknownZoneError, Zone, ZoneKind};

/// The index of a zone among the zones of an analysis.
pub type ZoneIndex = usize;
