//! How much of each thing the loader accepts, far above what an inventory needs.

/// The size above which a file is not read, in bytes.
pub(crate) const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// How deep lists and maps may nest, aliases expanded.
pub(crate) const MAX_DEPTH: usize = 128;

/// How many values one file may hold, where every alias stands for a copy.
pub(crate) const MAX_VALUES: usize = 8_000_000;

/// How many digits a whole number may have, as in Python's conversion of text to `int`.
pub(crate) const MAX_INTEGER_DIGITS: usize = 4_300;

/// How many hosts one pattern such as `pi[01:04]` may stand for.
pub(crate) const MAX_PATTERN_HOSTS: usize = 1_000_000;

/// How many entries host files may make: a host in a group counts one, and so does each variable given there.
pub(crate) const MAX_LISTINGS: usize = 5_000_000;

/// How many memberships of hosts in groups there may be, nested groups included.
pub(crate) const MAX_MEMBERSHIPS: usize = 20_000_000;

/// How many findings one file may have; a file with more has one cause.
pub(crate) const MAX_FILE_FINDINGS: usize = 1_000;

/// How many folders may stand within one another below the inventory.
pub(crate) const MAX_FOLDER_DEPTH: usize = 32;

/// How many folders are looked into for one kind of file.
pub(crate) const MAX_FOLDERS: usize = 100_000;

/// How many steps the loader goes through the graph of groups while it grows.
pub(crate) const MAX_GRAPH_STEPS: usize = 50_000_000;
