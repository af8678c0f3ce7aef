//! Inventories in, declarations out.

use std::path::Path;

use deevnet_core::declared::Declared;

use crate::error::LoadError;
use crate::inventory::Inventory;
use crate::options::Options;

/// Loads the inventory at a path, a folder or a host file, as `ansible-inventory -i PATH` does.
///
/// # Errors
///
/// Why there is nothing to read. Everything else that is wrong stands among the findings of the declaration.
pub fn load(path: &Path, options: &Options) -> Result<Declared, LoadError> {
    Ok(Inventory::read(path, options)?.declare())
}
