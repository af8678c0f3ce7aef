//! MAC addresses: reading them as people write them, writing them as each consumer wants them, and deriving the
//! ones nobody has to invent.
//!
//! A [`MacAddress`] is six octets, canonically written in lower case with colons. A [`MacNamespace`] is the three
//! octets a substrate owns; [`mod@derive`] turns the namespace and something already unique inside the substrate (a
//! [`Vmid`], or a role, node and instance) into the one address that belongs to it. What has no such number, such as the
//! second interface of a guest, is hashed into the [`InterfaceNamespace`] beside it. A derivation is pure and never
//! changes once it is released: the golden vectors beside it are frozen.
//!
//! ```
//! use deevnet_core::mac::{derive, MacNamespace, MacStyle, Vmid};
//!
//! let mobile = MacNamespace::for_site_octet(20)?;
//! let mac = derive::vmid(mobile, Vmid::try_from(200)?);
//! assert_eq!(mac.to_string(), "02:de:20:00:00:c8");
//! assert_eq!(mac.format(MacStyle::Dotted).to_string(), "02de.2000.00c8");
//! assert_eq!(derive::vmid_of(mobile, mac).map(Vmid::get), Some(200));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod address;
mod derivation;
pub mod derive;
#[cfg(test)]
mod golden;
mod interface_namespace;
mod namespace;
mod octets;
mod origin;
mod style;
mod vmid;

pub use address::{MacAddress, ParseMacError};
pub use derivation::Derivation;
pub use interface_namespace::{InterfaceNamespace, InterfaceNamespaceError};
pub use namespace::{MacNamespace, ParseNamespaceError, SiteOctetError};
pub use origin::MacOrigin;
pub use style::{FormattedMac, MacStyle};
pub use vmid::{ParseVmidError, Vmid};
