//! Where the nodes of a substrate are, who is trusted there, and who asks.
//!
//! Each is asked of an access file first, and of the inventory last; who asks also of the environment, in between. Secrets of
//! the inventory are read only where neither of the others knows a token.
//!
//! ```
//! use deevnet_access::{AccessFile, resolve};
//! use deevnet_inventory::{Inventory, Options};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let node = "{ ansible_host: 10.20.99.21, deevnet_hypervisor: { endpoint: 'https://10.20.99.21:8006' }, \
//!     proxmox_token_id: 'deevnet@pve!plan', proxmox_token_secret: s3cret }";
//! std::fs::write(folder.path().join("hosts.yml"), format!("hv: {{ hosts: {{ hv01: {node} }} }}"))?;
//! let read = || Inventory::read(folder.path(), &Options::default());
//! let checked = deevnet_core::check(&read()?.declare());
//! let secrets = || read().map(Inventory::into_secrets);
//! let nodes = resolve(&checked.substrate, folder.path(), &AccessFile::default(), secrets)?;
//! assert_eq!(nodes["hv01"].target().endpoint.to_string(), "https://10.20.99.21:8006");
//! # Ok(())
//! # }
//! ```

mod access_file;
mod environment;
mod error;
mod fault;
mod node;
mod target;

pub use access_file::{ACCESS_VARIABLE, AccessFile};
pub use error::AccessError;
pub use fault::{AccessFileError, NodeFault};
pub use node::{NodeAccess, resolve};
pub use target::Target;
