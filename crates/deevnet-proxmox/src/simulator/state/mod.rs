//! What a node has: its guests, storages, network, rights and tasks.

mod access;
mod clock;
mod container;
mod from_setup;
mod network;
mod node;
mod pool;
mod random;
mod storage;
mod task;
mod virtual_machine;

pub(crate) use crate::simulator::sdn::Sdn;
pub(crate) use access::{Access, AclEntry, Token, User};
pub(crate) use clock::Clock;
pub(crate) use container::Container;
pub(crate) use network::Interface;
pub(crate) use node::Node;
pub(crate) use pool::Pool;
pub(crate) use random::Random;
pub(crate) use storage::{Storage, Volume};
pub(crate) use task::{Outcome, Task, TaskLog, Tasks};
pub(crate) use virtual_machine::{PowerState, Snapshot, VirtualMachine, digest};
