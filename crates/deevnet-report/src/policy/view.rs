//! What is shown of a policy: which zone reaches which, what is proven, and what deserves a look.

use std::collections::BTreeSet;

use deevnet_core::model::{Action, Policy, Substrate};
use deevnet_core::policy::{self, Analysis, Cause, Proof, Reach, Witness, Zone, ZoneIndex, ZoneKind};
use deevnet_core::rules::FLOW_INDIRECT;
use deevnet_core::{Finding, Position, Sources};
use serde::Serialize;

/// A policy as it is shown, in any format.
#[derive(Debug, Serialize)]
pub struct PolicyView<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// Which zone reaches which.
    pub matrix: Flows,
    /// What is claimed about it, and what became of that.
    pub proofs: Vec<ShownProof>,
    /// Paths over two permitted hops between zones that must not meet.
    pub notes: Vec<String>,
}

/// The zones, and every pair between which something gets through.
#[derive(Debug, Serialize)]
pub struct Flows {
    /// The zones that packets come from or go to.
    pub zones: Vec<Zone>,
    /// The pairs.
    pub flows: Vec<Flow>,
}

/// What one zone may send to another.
#[derive(Debug, Serialize)]
pub struct Flow {
    /// The zone that opens connections.
    pub from: String,
    /// The zone that they reach.
    pub to: String,
    /// The packets that get through.
    #[serde(flatten)]
    pub reach: Reach,
}

/// A statement, whether it holds, and for a refuted one the rule and its place.
#[derive(Debug, Serialize)]
pub struct ShownProof {
    /// The statement and its outcome.
    #[serde(flatten)]
    pub proof: Proof,
    /// What lets the refuting packet through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub culprit: Option<String>,
    /// Where that is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

impl<'a> PolicyView<'a> {
    /// The view of a substrate's policy; `findings` are those of its check.
    pub fn new<'f>(
        substrate: &'a Substrate,
        sources: &Sources,
        findings: impl IntoIterator<Item = &'f Finding>,
    ) -> Self {
        let analysis = Analysis::of(substrate);
        let policy = &substrate.policy;
        let shown = |proof: Proof| ShownProof {
            culprit: proof.witness().map(|witness| culprit(policy, witness)),
            position: proof.witness().and_then(|witness| sources.position(witness.span)),
            proof,
        };
        let notes = findings.into_iter().filter(|finding| *finding.rule == FLOW_INDIRECT);
        Self {
            policy,
            matrix: Flows::of(&analysis.matrix()),
            proofs: analysis.proofs().into_iter().map(shown).collect(),
            notes: notes.map(|finding| finding.message.clone()).collect(),
        }
    }
}

impl Flows {
    fn of(matrix: &policy::Matrix) -> Self {
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
    pub fn between(&self, from: &Zone, to: &Zone) -> Option<&Reach> {
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
        Cause::Default => format!("the default action, {}", action_word(policy.default_action())),
    }
}

/// What a rule does, as firewalls say it.
pub fn action_word(action: Action) -> &'static str {
    match action {
        Action::Pass => "pass",
        Action::Block => "block",
    }
}
