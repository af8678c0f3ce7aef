//! Where a host's identity is written.

use std::path::{Path, PathBuf};

use super::error::InventoryError;

/// The file of a host that holds nothing but its identity.
const FILE: &str = "identity.yml";

/// The folder of hosts' variables.
const FOLDER: &str = "host_vars";

/// The ends of a single file of variables, in the order in which Ansible looks for them.
const EXTENSIONS: [&str; 4] = ["", ".yml", ".yaml", ".json"];

/// The file of a host's identity, `host_vars/<host>/identity.yml` beside its inventory.
///
/// # Errors
/// When the host keeps its variables in a single file, which the folder would hide, or its name is none of a folder.
pub(super) fn identity_file(folder: &Path, host: &str) -> Result<PathBuf, InventoryError> {
    let is_plain = !host.starts_with('.') && Path::new(host).file_name().is_some_and(|name| name == host);
    if !is_plain {
        return Err(InventoryError::HostName { host: host.to_owned() });
    }
    let variables = folder.join(FOLDER);
    let own = variables.join(host);
    if !own.is_dir() {
        let flat = EXTENSIONS.iter().map(|end| variables.join(format!("{host}{end}"))).find(|path| path.is_file());
        if let Some(path) = flat {
            return Err(InventoryError::Flat { host: host.to_owned(), path, into: own.join("vars.yml") });
        }
    }
    Ok(own.join(FILE))
}
