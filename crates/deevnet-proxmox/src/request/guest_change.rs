//! What makes, changes and removes virtual machines.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;

use super::call::{Call, Repetition};
use super::encoding::path;
use crate::notation::{NewSize, Upid};
use crate::transport::Method;

/// Makes a virtual machine from another (`POST /nodes/{node}/qemu/{vmid}/clone`).
///
/// The clone keeps tags, description and `onboot` of the original where nothing else is said, and gets MAC addresses of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloneQemu {
    /// The node.
    pub node: String,
    /// The VMID of the original.
    pub vmid: u32,
    /// The VMID of the clone.
    pub newid: u32,
    /// The name of the clone; `Copy-of-` and that of the original where nothing is said.
    pub name: Option<String>,
    /// The description of the clone.
    pub description: Option<String>,
    /// Whether every disk is copied; where nothing is said, a clone of a template is linked to it.
    pub full: Option<bool>,
    /// The storage of the copied disks; not allowed for a linked clone.
    pub storage: Option<String>,
    /// The pool that the clone joins.
    pub pool: Option<String>,
}

impl Call for CloneQemu {
    type Answer = Upid;

    const METHOD: Method = Method::Post;
    const REPETITION: Repetition = Repetition::Never;

    fn path(&self) -> String {
        path(&["nodes", &self.node, "qemu", &self.vmid.to_string(), "clone"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        let given = [
            ("newid", Some(self.newid.to_string())),
            ("name", self.name.clone()),
            ("description", self.description.clone()),
            ("full", self.full.map(|full| u8::from(full).to_string())),
            ("storage", self.storage.clone()),
            ("pool", self.pool.clone()),
        ];
        given_only(given)
    }
}

/// Sets and removes options of a virtual machine at once (`PUT /nodes/{node}/qemu/{vmid}/config`).
///
/// On a running machine, what cannot be changed in place waits for the next boot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateQemuConfig {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
    /// What is set.
    pub set: BTreeMap<String, String>,
    /// What is removed.
    pub delete: Vec<String>,
    /// The digest of the configuration that is changed; the node refuses where it is another.
    pub digest: Option<String>,
}

impl Call for UpdateQemuConfig {
    type Answer = IgnoredAny;

    const METHOD: Method = Method::Put;
    const REPETITION: Repetition = Repetition::Idempotent;

    fn path(&self) -> String {
        path(&["nodes", &self.node, "qemu", &self.vmid.to_string(), "config"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        changes(&self.set, &self.delete, self.digest.as_ref())
    }
}

/// Makes a disk larger (`PUT /nodes/{node}/qemu/{vmid}/resize`); making it smaller fails in the task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResizeDisk {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
    /// The device, such as `scsi0`.
    pub disk: String,
    /// Its new size.
    pub size: NewSize,
    /// The digest of the configuration that is changed.
    pub digest: Option<String>,
}

impl Call for ResizeDisk {
    type Answer = Upid;

    const METHOD: Method = Method::Put;
    // With `NewSize::More`, twice is more than once.
    const REPETITION: Repetition = Repetition::Never;

    fn path(&self) -> String {
        path(&["nodes", &self.node, "qemu", &self.vmid.to_string(), "resize"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        given_only([
            ("disk", Some(self.disk.clone())),
            ("size", Some(self.size.to_string())),
            ("digest", self.digest.clone()),
        ])
    }
}

/// Removes a virtual machine and its disks (`DELETE /nodes/{node}/qemu/{vmid}`); a running one is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteQemu {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
    /// Whether backup jobs, replications and high availability forget it too.
    pub purge: bool,
    /// Whether disks go too that carry its VMID without being in its configuration.
    pub destroy_unreferenced_disks: bool,
}

impl Call for DeleteQemu {
    type Answer = Upid;

    const METHOD: Method = Method::Delete;
    const REPETITION: Repetition = Repetition::Never;

    fn path(&self) -> String {
        path(&["nodes", &self.node, "qemu", &self.vmid.to_string()])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        let one = |is_set: bool| is_set.then(|| "1".to_owned());
        given_only([("purge", one(self.purge)), ("destroy-unreferenced-disks", one(self.destroy_unreferenced_disks))])
    }
}

/// The parameters that have a value.
pub(super) fn given_only<const N: usize>(parameters: [(&str, Option<String>); N]) -> Vec<(String, String)> {
    parameters.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// The parameters of a change.
pub(super) fn changes(
    set: &BTreeMap<String, String>,
    delete: &[String],
    digest: Option<&String>,
) -> Vec<(String, String)> {
    let mut parameters: Vec<_> = set.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    if !delete.is_empty() {
        parameters.push(("delete".to_owned(), delete.join(",")));
    }
    parameters.extend(digest.map(|digest| ("digest".to_owned(), digest.clone())));
    parameters
}
