//! Ansible inventory to the deevnet model.

mod config;
mod template;

pub use config::{CONFIG_FILE, ConfigError, ConfigFault, ConfigFaultKind, config_for, parse_config, read_config};
