//! The command as its users see it: the real binary, its output and its exit codes.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod alloc;
mod apply;
mod check;
mod completions;
mod emit;
mod emit_all;
mod emitted_folder;
mod fix;
mod graph;
mod hardware;
mod help;
#[cfg(unix)]
mod interrupt;
mod lifecycle;
mod mac;
mod man;
mod nodes;
mod observe;
mod placement;
mod plan;
mod policy;
#[cfg(unix)]
mod registry;
mod report;
mod rule;
mod runner;
mod schema;
mod schema_keys;
mod show;
mod simulate;
mod substrate;
mod tenant;
mod trust;
mod usage;
mod vlan;
