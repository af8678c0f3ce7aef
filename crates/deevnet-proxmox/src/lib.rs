//! Standalone Proxmox VE nodes: what exists on them, what a declaration would change, and the change itself.
//!
//! Data moves one way. [`observe`](mod@observe) reads every declared node into a [`Survey`](survey::Survey). [`plan`](mod@plan)
//! compares it with a [`Substrate`](deevnet_core::model::Substrate) and gives a [`Plan`](plan::Plan): immutable, pure, field by
//! field. [`apply`](mod@apply) runs the plan and reads back what every machine will boot with.
//!
//! Below them, [`request`] shapes what is asked of a node and [`notation`] reads and writes the texts that Proxmox VE keeps in its
//! configuration; neither does any I/O. A [`client`] sends requests over a [`transport`], which is injected.

pub mod apply;
pub mod client;
pub mod notation;
pub mod observe;
pub mod plan;
pub mod request;
#[cfg(feature = "simulator")]
pub mod simulator;
pub mod survey;
pub mod transport;
