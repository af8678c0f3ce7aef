//! What tests of plans ask again and again.

use deevnet_core::model::Substrate;
use serde_json::json;

use super::world::{guest, hypervisors, planned, settled, shared, substrate, substrate_of};
use crate::plan::Plan;
use crate::survey::Guest;

/// The messages and hints of what is wrong.
pub(super) fn faults(plan: &Plan) -> String {
    let lines = plan.faults.iter().map(|fault| format!("{}\n  {}", fault.message, fault.hint));
    lines.collect::<Vec<_>>().join("\n")
}

/// The plan after something of `dns-vm01` was changed by hand.
pub(super) fn after(change: impl FnOnce(&mut Guest)) -> Plan {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    change(guest(&mut survey, "hv01", 210));
    planned(&substrate, &survey)
}

/// The plan after one option of `dns-vm01` was changed by hand.
pub(super) fn with(key: &str, value: &str) -> Plan {
    after(|guest| drop(guest.config.insert(key.to_owned(), value.to_owned())))
}

/// The same substrate, in which no machine is declared any more.
pub(super) fn emptied() -> Substrate {
    let mut shared = shared();
    shared["deevnet_tenants"] = json!([]);
    substrate_of(&shared, &hypervisors())
}
