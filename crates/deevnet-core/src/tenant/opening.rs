//! Who reaches the firewall zone of a tenant by the rules that stand.

use crate::model::{Action, Substrate};
use crate::policy::{Analysis, ZoneKind};

/// Who reaches a zone, as a clause that follows its name.
pub(super) fn told(substrate: &Substrate, zone: &str) -> String {
    if substrate.policy.default_action() == Action::Pass {
        return "which everything reaches that no rule blocks: so `firewall_default_action` has it".to_owned();
    }
    match senders(substrate, zone).as_slice() {
        [] => "which nothing reaches by default".to_owned(),
        senders => format!("which the rules that stand open to {}", senders.join(", ")),
    }
}

/// The zones from which any packet gets through to a zone.
fn senders(substrate: &Substrate, zone: &str) -> Vec<String> {
    let analysis = Analysis::of(substrate);
    let others = analysis.zones().iter().filter(|from| from.kind != ZoneKind::Firewall && *from.name != *zone);
    let reaching = others.filter(|from| analysis.reachable(&from.name, zone).is_ok_and(|reach| reach.is_some()));
    reaching.map(|from| from.name.to_string()).collect()
}
