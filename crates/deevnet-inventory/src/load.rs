//! Inventories in, declarations out.

use std::collections::BTreeMap;
use std::path::Path;

use deevnet_core::declared::Declared;
use serde_json::Value as Json;

use crate::error::LoadError;
use crate::inventory::Inventory;
use crate::options::Options;

/// Loads the inventory at a path, a folder or a host file, as `ansible-inventory -i PATH` does.
///
/// # Errors
///
/// Why there is nothing to read. Everything else that is wrong stands among the findings of the declaration.
///
/// # Examples
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("hosts.yml"), "all: { hosts: { \"pi[01:02]\": { env: { role: sdr } } } }")?;
/// let declared = deevnet_inventory::load(folder.path(), &deevnet_inventory::Options::default())?;
/// let names: Vec<&str> = declared.hosts.iter().map(|host| &*host.name).collect();
/// assert_eq!(names, ["pi01", "pi02"]);
/// # Ok(())
/// # }
/// ```
pub fn load(path: &Path, options: &Options) -> Result<Declared, LoadError> {
    Ok(Inventory::read(path, options)?.declare())
}

/// Loads the output of `ansible-inventory --list`, with or without `--export`; findings name it as `name`.
///
/// # Errors
///
/// That there is no output at all. Everything else that is wrong stands among the findings of the declaration.
pub fn load_list_json(name: &str, json: &[u8], options: &Options) -> Result<Declared, LoadError> {
    Ok(Inventory::from_list_json(name, json, options)?.declare())
}

/// Declares hosts whose variables are merged already, such as Ansible's `hostvars` and `groups`.
///
/// Templates in them are resolved. Nothing of it has a position.
pub fn from_hostvars(hosts: BTreeMap<String, Json>, groups: BTreeMap<String, Vec<String>>) -> Declared {
    Inventory::from_hostvars(hosts, groups).declare()
}
