//! The table of MAC addresses that a switch has learned, held against what is declared.
//!
//! Switches print it in columns whose order and names differ, so a [`MacTableLine`] is told by what its columns look like.
//! [`AddressHolders`] says whose an address is, and a [`MacTableReport`] puts both together.
//!
//! ```
//! use deevnet_core::mac_table::MacTableLine;
//!
//! let line = MacTableLine::read("  10    02de.2000.00c8    DYNAMIC     Gi1/0/4").unwrap();
//! assert_eq!(line.mac.to_string(), "02:de:20:00:00:c8");
//! assert_eq!((line.vlan, line.port), (Some("10"), Some("Gi1/0/4")));
//! assert_eq!(MacTableLine::read("Vlan    Mac Address       Type        Ports"), None);
//! ```

mod holders;
mod line;
mod report;

pub use holders::AddressHolders;
pub use line::MacTableLine;
pub use report::{MacTableReport, MacTableRow};
