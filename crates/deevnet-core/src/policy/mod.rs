//! Policy as exact sets of packets: what reaches what, proven or refuted.

mod field;
mod interval_set;
mod packet;
mod packet_set;
mod proof;
mod protocol;

pub use field::{Addresses, FieldSet, FieldValue, ParseFieldError, Ports, Protocols};
pub use packet::Packet;
pub use packet_set::{PacketBox, PacketSet, Reach};
pub use proof::{Cause, Outcome, Proof, Verdict, Witness};
pub use protocol::{ParseProtocolError, Protocol};
