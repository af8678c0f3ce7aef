//! Ansible inventories as declarations of network identity, every value with its file, line and column.

mod config;
mod context;
mod declare;
mod document;
mod duplicate;
mod error;
mod files;
mod graph;
mod handed_over;
mod ini;
mod integer;
mod intern;
mod inventory;
mod json;
mod key;
mod limits;
mod list;
mod load;
mod marks;
mod options;
mod reading;
mod same;
mod scope;
mod settle;
mod source;
mod template;
mod vault;
mod yaml;

pub use config::{
    CONFIG_FILE, ConfigError, ConfigFault, ConfigFaultKind, HIDDEN_CONFIG_FILE, config_for, parse_config, read_config,
};
pub use error::LoadError;
pub use inventory::Inventory;
pub use load::{from_hostvars, load, load_list_json};
pub use options::Options;
pub use vault::{ReadVaultPasswordError, VaultPassword};
