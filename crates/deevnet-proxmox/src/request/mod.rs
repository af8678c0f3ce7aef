//! What is asked of a node and what it answers, without I/O.
//!
//! A request is a [`Call`]: a struct for each that is used. [`http_request`] gives what is sent for one, and [`answer`] what
//! came back: the answer of the call's own type, or an [`ApiError`] that says what went wrong.

mod access;
mod call;
mod classify;
mod encoding;
mod error;
mod exchange;
mod guest;
mod guest_change;
mod guest_status;
mod node;
mod reading;
mod sdn;
mod storage;
mod task;

pub use access::{AccessTicket, PermissionTable, Permissions, Ticket};
pub use call::{Call, Repetition};
pub use encoding::percent_encode;
pub use error::{ApiError, ApiErrorKind};
pub use exchange::{API_ROOT, answer, http_request};
pub use guest::{
    GuestConfig, GuestRow, ListLxc, ListQemu, LxcConfig, LxcPending, PendingOption, QemuConfig, QemuPending,
};
pub use guest_change::{CloneQemu, DeleteQemu, ResizeDisk, UpdateQemuConfig};
pub use guest_status::{PowerState, QemuStatus, ShutdownQemu, StartQemu, StopQemu};
pub use node::{FreeVmid, Interface, Networks, NextId, NodeRow, NodeStatus, NodeSummary, Nodes, Release, Version};
pub use sdn::{
    ApplySdn, CreateSdn, DeleteSdn, SdnControllers, SdnObject, SdnRow, SdnSubnets, SdnVnets, SdnZones, UpdateSdn,
};
pub use storage::{StorageContent, StorageRow, Storages, VolumeRow};
pub use task::{LogLine, TaskLog, TaskRow, TaskState, TaskStatus, Tasks};
