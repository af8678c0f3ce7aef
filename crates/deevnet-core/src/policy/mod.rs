//! Policy as exact sets of packets: what reaches what, proven or refuted.

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
mod misplaced;
mod packet;
mod packet_set;
mod pick;
mod product;
mod proof;
#[cfg(test)]
mod properties;
mod protocol;
mod reachable;
mod sequence;
pub(crate) mod space;
mod standard;
mod zone;

pub use analysis::Analysis;
pub use breach::Breach;
pub use clause::{Clause, ClauseMatch};
pub use detour::Detour;
pub use field::{Addresses, FieldSet, FieldValue, ParseFieldError, Ports, Protocols};
pub use filter_line::FilterLine;
pub use idle::{IdleRule, Idleness};
pub use misplaced::MisplacedNet;
pub use packet::Packet;
pub use packet_set::{PacketBox, PacketSet, Reach};
pub use proof::{Cause, Outcome, Proof, Verdict, Witness};
pub use protocol::{ParseProtocolError, Protocol};
pub use reachable::Matrix;
pub use zone::{UnknownZoneError, Zone, ZoneKind};

/// The index of a zone among the zones of an analysis.
pub type ZoneIndex = usize;
