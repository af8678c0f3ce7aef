//! The texts that Proxmox VE keeps in its configuration: how they are read, compared and written.
//!
//! Every type reads what any version or client writes, prints what Proxmox VE itself would print, and compares by meaning:
//! `firewall=yes` is `firewall=1`, a MAC address in capitals is the same MAC address.

mod container_net;
mod disk;
mod error;
mod mark;
mod meaning;
mod net;
mod properties;
mod size;
mod ssh_keys;
mod tags;
mod upid;

pub use container_net::ContainerNet;
pub use disk::DiskVolume;
pub use error::NotationError;
pub use mark::OwnershipMark;
pub use meaning::same_description;
#[cfg(feature = "simulator")]
pub(crate) use net::MODELS as NETWORK_CARDS;
pub use net::NetDevice;
pub use size::{NewSize, Size};
pub use ssh_keys::{decode_ssh_keys, encode_ssh_keys};
pub use tags::Tags;
pub use upid::Upid;
