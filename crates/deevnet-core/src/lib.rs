//! The pure model of `deevnet`, a network identity compiler for small self-hosted substrates.
//!
//! A declaration (an Ansible inventory, read by `deevnet-inventory`) arrives as [`declared::Declared`]: tolerant,
//! every value with its file, line and column. [`check()`] turns it into a typed [`model::Substrate`] and a list of
//! [`Finding`]s, complete in one run. From the model, [`emit`] writes what routers, DHCP and DNS servers need.
//!
//! Nothing here reads a file, a clock or a random source: the same declaration gives the same bytes on any machine.

pub mod allocate;
pub mod check;
pub mod config;
pub mod declared;
pub mod emit;
mod finding;
pub mod graph;
pub mod hardware;
pub mod mac;
pub mod mac_table;
pub mod model;
pub mod name;
mod named;
mod nearest;
pub mod network;
pub mod placement;
pub mod policy;
pub mod printable;
pub mod quantity;
pub mod rules;
mod source;
pub mod tenant;
pub mod vlan_plan;
mod wire;

pub use check::{check, check_with};
pub use finding::{Finding, Fix, ParseSeverityError, Related, Severity, Subject};
pub use named::UnknownNameError;
pub use nearest::nearest;
pub use source::{FileId, Position, Sources, Span, Spanned};
