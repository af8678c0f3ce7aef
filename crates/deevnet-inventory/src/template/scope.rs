//! What a template can see: one inventory, asked lazily.

use std::fmt::Debug;
use std::sync::Arc;

use deevnet_core::declared::Value;

/// An inventory as the templates of its hosts see it.
///
/// Hosts are numbered from 0 to [`host_count`](Scope::host_count); a number that no host has is never asked for.
/// Every answer is raw: a template inside a value comes back as it was written, and the resolver resolves it where it
/// is read.
pub(crate) trait Scope: Debug + Send + Sync {
    /// How many hosts there are.
    fn host_count(&self) -> usize;

    /// The inventory hostname of a host.
    fn host_name(&self, host: usize) -> Arc<str>;

    /// The number of the host of that name.
    fn host_index(&self, name: &str) -> Option<usize>;

    /// The merged variable of a host, unresolved.
    fn variable(&self, host: usize, name: &str) -> Option<Value>;

    /// The names of all variables of a host, in the order in which Ansible lists them.
    fn variable_names(&self, host: usize) -> Vec<Arc<str>>;

    /// The groups that hold a host, directly or through others, sorted, without `all`.
    fn group_names(&self, host: usize) -> Vec<Arc<str>>;

    /// The names of all groups, `all` and `ungrouped` included, in the order in which Ansible lists them.
    fn groups(&self) -> Vec<Arc<str>>;

    /// The names of a group's hosts, nested groups included, in the order in which Ansible lists them.
    fn group_hosts(&self, group: &str) -> Option<Vec<Arc<str>>>;

    /// The directory of the inventory source that lists a host, as `inventory_dir` shows it.
    fn inventory_dir(&self, host: usize) -> Option<Arc<str>>;

    /// The inventory source that lists a host, as `inventory_file` shows it.
    fn inventory_file(&self, host: usize) -> Option<Arc<str>>;

    /// The paths of the encrypted files that could define variables of a host but were not decrypted.
    fn encrypted_files(&self, host: usize) -> Vec<Arc<str>>;
}
