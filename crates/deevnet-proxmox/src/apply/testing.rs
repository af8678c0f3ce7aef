//! What tests of applying share.

use crate::plan::{Action, Plan, Scope};

/// A plan that has nothing but actions.
pub(super) fn plan(actions: Vec<Action>) -> Plan {
    Plan {
        version: Plan::VERSION,
        substrate: "dvntm".into(),
        survey: String::new(),
        scope: Scope::default(),
        actions,
        blocked: Vec::new(),
        faults: Vec::new(),
        unchanged: 0,
        owned: 0,
    }
}
