//! Lists and configurations for consumers: routers, DHCP and DNS servers, whatever wakes machines.
//!
//! [`Published`] holds the facts that a checked substrate publishes, computed once, complete and sorted; every
//! emitter prints from it, so that all of them agree. What cannot be published, or is touched by an error of the
//! check, is in [`Published::left_out`]: nothing is dropped without a word. [`emit`] writes one [`Target`].
//!
//! The same declaration gives the same bytes: nothing depends on the order of hosts, and no line of one host depends
//! on another host. Names, addresses and MACs are validated types; free text is quoted as the format demands.
//!
//! ```
//! use deevnet_core::declared::Declared;
//! use deevnet_core::emit::{EmitOptions, Published, Target, emit};
//!
//! let checked = deevnet_core::check(&Declared::default());
//! let emission = emit(Target::Wol, &Published::new(&checked), &EmitOptions::default())?;
//! assert_eq!(emission.files[0].name, "wol.json");
//! assert_eq!(emission.files[0].content, "[]\n");
//! # Ok::<(), deevnet_core::emit::EmitError>(())
//! ```

mod addressing;
mod ansible_inventory;
mod bind_forward;
mod bind_reverse;
mod boot;
mod boot_configuration;
mod candidate;
mod cloud_init;
mod collector;
mod description;
mod dhcp_reservations;
mod dns_records;
mod dnsmasq;
mod emission;
mod emit_option;
mod error;
mod ethers;
mod everything;
#[cfg(test)]
mod golden;
mod grub;
mod header;
mod hosts;
mod interface_name;
mod inventory_host;
mod json;
mod kea;
mod kernel;
mod left_out;
mod machine;
mod mermaid;
mod name_server;
mod nftables;
mod node;
mod obstacles;
mod opnsense_kea;
mod opnsense_unbound;
mod optional_text;
mod options;
mod plain_word;
mod port_name;
#[cfg(test)]
mod properties;
mod proxmox_interfaces;
mod published;
mod pxelinux;
mod reason;
mod record;
mod reservation;
mod reserved;
mod router;
mod rule_name;
mod scope;
mod service;
mod sites;
mod switch;
mod switch_cli;
mod switch_dialect;
mod target;
mod terraform;
#[cfg(test)]
mod testing;
mod unbound;
mod virtual_machine;
mod vlan;
mod vlan_list;
mod vlan_plan;
mod vyos;
mod wol;
mod zone;

pub use crate::name::{ParseUserNameError, UserName};
pub use addressing::{Addressing, StaticRoute};
pub use boot::{BootFile, BootServer, NetworkBoot, ParseBootFileError, ParseBootServerError};
pub use boot_configuration::{BootConfiguration, BootLoader};
pub use description::Description;
pub use dhcp_reservations::ReservationRow;
pub use dns_records::{AddressRow, DnsRecords, PointerRow, ServiceRow};
pub use emission::{Emission, EmittedFile, emit};
pub use emit_option::EmitOption;
pub use error::EmitError;
pub use everything::{Everything, emit_all};
pub use interface_name::{InterfaceName, ParseInterfaceNameError};
pub use inventory_host::{InventoryHost, InventoryInterface};
pub use kernel::{
    BootTitle, KernelFolder, KernelOptions, ParseBootTitleError, ParseKernelFolderError, ParseKernelOptionsError,
};
pub use left_out::{LeftOut, Part};
pub use machine::{MachineInterface, MachineUser, PublishedMachine};
pub use node::{NodeInterface, PublishedNode};
pub use optional_text::OptionalText;
pub use options::EmitOptions;
pub use port_name::{ParsePortNameError, PortName};
pub use published::Published;
pub use record::{AddressRecord, FullName, PointerRecord, ServiceRecord};
pub use reservation::{Reservation, WakeEntry};
pub use scope::Scope;
pub use switch::{SwitchConfiguration, SwitchPort};
pub use switch_dialect::SwitchDialect;
pub use target::Target;
pub use virtual_machine::{MachineHome, PublishedDevice, PublishedDisk, PublishedVirtualMachine};
pub use vlan::PublishedVlan;
pub use wol::WakeRow;
