//! Tenants: what identifies them, their networks, their numbers and their workloads.

mod identity;
mod network;
mod number;
mod workload;

use super::context::Context;

pub(super) fn check(context: &mut Context<'_>) {
    identity::check(context);
    network::check(context);
    number::check(context);
    workload::check(context);
}
