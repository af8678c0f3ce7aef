//! Ansible inventories as declarations of network identity, every value with its file, line and column.
//!
//! [`load`] reads the folder of a substrate, or one host file, exactly as Ansible does: host files in YAML, JSON and
//! INI with nested groups and ranges; `group_vars` and `host_vars` as files or folders; precedence by depth, priority
//! and name of groups; dictionaries replaced, not merged. [`load_list_json`] takes the output of
//! `ansible-inventory --list`, and [`from_hostvars`] variables that are merged already. What the real
//! `ansible-inventory --list` prints for the same files is the measure, and [`Inventory::to_list_json`] prints it too.
//!
//! The result is a [`Declared`](deevnet_core::declared::Declared): only the variables that identity is made of, their
//! templates resolved. Every fault is a finding with its place and never ends the reading of other files: malformed
//! YAML, a group that holds itself, bytes that are not UTF-8. Whatever is in the files, loading ends and stays within
//! named limits. Inventory scripts and plugins are not run. Only variables beside the inventory are read, none beside
//! a playbook.
//!
//! Files and values encrypted by Ansible Vault stay opaque, unless [`Options::vault_passwords`] opens them.
//!
//! # Examples
//!
//! ```
//! use deevnet_inventory::{Inventory, Options};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("hosts.yml"), "pis: { hosts: { \"pi[01:02]\": }, vars: { level: 1 } }")?;
//! std::fs::create_dir(folder.path().join("host_vars"))?;
//! std::fs::write(folder.path().join("host_vars/pi02.yml"), "level: 2")?;
//!
//! let inventory = Inventory::read(folder.path(), &Options::default())?;
//! let list = inventory.to_list_json();
//! assert_eq!(list["_meta"]["hostvars"]["pi01"]["level"], 1);
//! assert_eq!(list["_meta"]["hostvars"]["pi02"]["level"], 2);
//! # Ok(())
//! # }
//! ```

mod closed;
mod config;
mod context;
mod declare;
mod document;
mod duplicate;
pub mod edit;
mod error;
mod files;
mod graph;
mod handed_over;
mod ini;
mod integer;
mod intern;
mod inventory;
mod journal;
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
mod secrets;
mod settle;
mod source;
mod template;
mod variables;
mod vault;
mod yaml;

pub use config::{
    CONFIG_FILE, ConfigError, ConfigFault, ConfigFaultKind, HIDDEN_CONFIG_FILE, config_for, parse_config, read_config,
};
pub use error::LoadError;
pub use inventory::Inventory;
pub use journal::JOURNAL_FILE;
pub use load::{from_hostvars, load, load_list_json};
pub use options::Options;
pub use secrets::{SecretError, Secrets};
pub use variables::parse_variables;
pub use vault::{ReadVaultPasswordError, VaultPassword};
