//! What is shown of a policy: which zone reaches which, what is proven, and what deserves a look.

use std::collections::BTreeSet;

use deevnet_core::model::{Policy, Substrate};
use deevnet_core::policy::{Analysis, Cause, Matrix, Proof, Reach, Witness, Zone, ZoneIndex, ZoneKind};
use deevnet_core::rules::FLOW_INDIRECT;
use deevnet_core::{Finding, Position, Sources};
use serde::Serialize;

use super::rules::word;

/// A policy as it is shown, in any format.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    pub(super) policy: &'a Policy,
    pub(super) matrix: Flows,
    pub(super) proofs: Vec<Shown>,
    /// Paths over two permitted hops between zones that must not meet.
    pub(super) notes: Vec<String>,
}

/// The zones, and every pair between which something gets through.
#[derive(Debug, Serialize)]
pub(super) struct Flows {
    pub(super) zones: Vec<Zone>,
    pub(super) flows: Vec<Flow>,
}

/// What one zone may send to another.
#[derive(Debug, Serialize)]
pub(super) struct Flow {
    pub(super) from: String,
    pub(super) to: String,
    #[serde(flatten)]
    pub(super) reach: Reach,
}

/// A statement, whether it holds, and for a refuted one the rule and its place.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    #[serde(flatten)]
    pub(super) proof: Proof,
    /// What lets the refuting packet through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) culprit: Option<String>,
    /// Where that is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) position: Option<Position>,
}

impl<'a> View<'a> {
    /// The view of a substrate's policy; `findings` are those of its check.
    pub(super) fn new(substrate: &'a Substrate, sources: &Sources, findings: &[Finding]) -> Self {
        let analysis = Analysis::of(substrate);
        let policy = &substrate.policy;
        let shown = |proof: Proof| Shown {
            culprit: proof.witness().map(|witness| culprit(policy, witness)),
            position: proof.witness().and_then(|witness| sources.position(witness.span)),
            proof,
        };
        let notes = findings.iter().filter(|finding| *finding.rule == FLOW_INDIRECT);
        Self {
            policy,
            matrix: Flows::of(&analysis.matrix()),
            proofs: analysis.proofs().into_iter().map(shown).collect(),
            notes: notes.map(|finding| finding.message.clone()).collect(),
        }
    }
}

impl Flows {
    fn of(matrix: &Matrix) -> Self {
        let name = |zone: ZoneIndex| matrix.zones()[zone].name.to_string();
        let flows: Vec<Flow> = matrix
            .flows()
            .map(|(from, to, reach)| Flow { from: name(from), to: name(to), reach: reach.clone() })
            .collect();
        let named: BTreeSet<&str> = flows.iter().flat_map(|flow| [flow.from.as_str(), flow.to.as_str()]).collect();
        let is_routed =
            |zone: &&Zone| !matches!(zone.kind, ZoneKind::Blackhole | ZoneKind::Unknown) || named.contains(&*zone.name);
        Self { zones: matrix.zones().iter().filter(is_routed).cloned().collect(), flows }
    }

    /// What one zone may send to another, where it is anything.
    pub(super) fn between(&self, from: &Zone, to: &Zone) -> Option<&Reach> {
        let flow = self.flows.iter().find(|flow| *flow.from == *from.name && *flow.to == *to.name);
        flow.map(|flow| &flow.reach)
    }
}

/// What lets a packet through, in words.
fn culprit(policy: &Policy, witness: &Witness) -> String {
    match witness.cause {
        Cause::Rule(index) => match policy.rules.get(index).and_then(|rule| rule.name.as_ref()) {
            Some(name) => format!("rule {}, \"{}\"", index + 1, name.value),
            None => format!("rule {}", index + 1),
        },
        Cause::InternetZone(_) => "firewall_internet_zones".to_owned(),
        Cause::Default => format!("the default action, {}", word(policy.default_action())),
    }
}
