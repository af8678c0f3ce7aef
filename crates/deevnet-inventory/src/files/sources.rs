//! The host files of an inventory.

use deevnet_core::{Finding, Sources};

use super::Place;
use super::folder::Entry;
use super::walk::walk;
use crate::config::CONFIG_FILE;

/// Folders that hold variables or plugins, not hosts.
const IGNORED_NAMES: &[&str] = &["host_vars", "group_vars", "vars_plugins"];

/// Ends of names that Ansible does not take for host files.
const IGNORED_ENDS: &[&str] =
    &[".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".cfg", ".retry"];

/// Every host file below a folder, sorted by name, folders within it in their place.
pub(crate) fn host_sources(folder: &Place, sources: &mut Sources, findings: &mut Vec<Finding>) -> Vec<Place> {
    walk(folder, is_host_file_or_folder, sources, findings)
}

fn is_host_file_or_folder(entry: &Entry) -> bool {
    !entry.name.starts_with('.')
        && !IGNORED_NAMES.contains(&entry.name.as_str())
        // Ansible takes its tables for groups, with warnings; it declares nothing.
        && entry.name != CONFIG_FILE
        && !IGNORED_ENDS.iter().any(|end| entry.name.ends_with(end))
}
