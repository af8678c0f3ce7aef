//! VLANs, segments and switch ports: one VLAN plan, and ports that carry what the hosts behind them need.

mod access;
mod membership;
mod plan;
mod port;
mod reference;
mod requirement;
mod ssid;
mod trunk;

use super::context::Context;

pub(super) fn check(context: &mut Context<'_>) {
    let planned = context.substrate.vlan_plan();
    plan::check(context);
    ssid::check(context);
    membership::check(context);
    reference::check(context);
    port::check(context);
    trunk::check(context);
    access::check(context);
    requirement::check(context, &planned);
}
