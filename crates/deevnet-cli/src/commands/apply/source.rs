//! Where the plan comes from.

use std::fs;
use std::path::Path;

use deevnet_proxmox::plan::Plan;

use crate::failure::Failure;

/// What a file of a plan begins with beside its version, and no inventory has.
const OWN_KEYS: [&str; 2] = ["survey", "actions"];

/// Where the plan comes from.
pub(super) enum Source {
    /// It is made for an inventory.
    Inventory,
    /// It was made before and kept in a file.
    Saved(Plan),
}

impl Source {
    /// Why an inventory cannot be read: a saved plan does not name the one that it belongs to.
    pub(super) fn explained(&self, failure: Failure) -> Failure {
        match (self, failure) {
            (Self::Saved(_), Failure::NoInventoryHere) => Failure::NoInventoryOfPlan,
            (_, failure) => failure,
        }
    }

    /// What a path names: a file that holds a JSON object with what every plan has is a plan, anything else an inventory.
    pub(super) fn of(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| path.is_file()) else { return Ok(Self::Inventory) };
        let name = || format!("`{}`", path.display());
        let text = fs::read_to_string(path).map_err(|source| Failure::Unreadable { name: name(), source })?;
        let is_plan = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text)
            .is_ok_and(|object| OWN_KEYS.iter().all(|key| object.contains_key(*key)));
        if !is_plan {
            return Ok(Self::Inventory);
        }
        Plan::from_json(&text).map(Self::Saved).map_err(|source| Failure::NoPlan { name: name(), source })
    }
}
