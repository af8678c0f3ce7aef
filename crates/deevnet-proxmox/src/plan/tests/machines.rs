//! Plans of machines.

use super::world::{guest, planned, settled, substrate, survey};

#[test]
fn a_new_machine_is_cloned_configured_grown_and_started() {
    let plan = planned(&substrate(), &survey());
    insta::assert_snapshot!(plan, @"");
}

#[test]
fn what_was_applied_needs_nothing() {
    let substrate = substrate();
    let plan = planned(&substrate, &settled(&substrate));
    assert_eq!((plan.actions.len(), plan.blocked.len(), plan.faults.len()), (0, 0, 0), "{plan}");
    assert_eq!((plan.owned, plan.unchanged), (2, 2));
}
