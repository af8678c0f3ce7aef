//! Virtual machines: their configuration, volumes, power, copies and snapshots.

mod agent;
mod change;
mod change_effect;
mod clone;
mod create;
mod destroy;
mod drive;
mod endpoints;
mod file;
pub(super) mod format;
mod guest_task;
mod network_device;
mod option;
mod power;
mod resize;
mod show;
mod snapshot;
mod template;
#[cfg(test)]
mod tests;
mod volume;
mod wish;

pub(crate) use endpoints::ENDPOINTS;
