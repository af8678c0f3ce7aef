//! VLANs, segments and switch ports: one VLAN plan, and ports that carry what the hosts behind them need.

mod access;
mod attachment;
mod membership;
mod plan;
mod reference;
mod trunk;

use super::context::Context;

pub(super) fn check(context: &mut Context<'_>) {
    plan::check(context);
    membership::check(context);
    reference::check(context);
    trunk::check(context);
    access::check(context);
}
