//! A node itself: its status, its network interfaces, its list of machines.

mod endpoints;
mod figures;
mod index;
mod machines;
mod network;

pub(crate) use endpoints::ENDPOINTS;
pub(crate) use figures::row;
pub(crate) use machines::{ENDPOINTS as MACHINES, PRESSURE, machine_row, qmp_status};
pub(crate) use network::ENDPOINTS as NETWORK;
