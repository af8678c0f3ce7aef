//! What is proven about a policy, as Python sees it.

use deevnet_core::Sources;
use deevnet_core::policy::{Cause, Outcome, Proof};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::packet::PyPacket;
use crate::pickled::{Pickled, pickle, restore};
use crate::position::PyPosition;
use crate::tuple::Tuple;

fn rule_of(cause: Cause) -> Option<usize> {
    match cause {
        Cause::Rule(place) => Some(place),
        Cause::InternetZone(_) | Cause::Default => None,
    }
}

/// A statement about a policy, and whether it is true.
#[pyclass(name = "Proof", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyProof {
    /// What is stated, such as `guest reaches nothing internal`.
    statement: String,
    /// Why it must be true.
    reason: String,
    /// Whether it is proven.
    holds: bool,
    /// `holds`, `refuted` or `open`.
    outcome: String,
    /// One packet that refutes it: one that the policy passes.
    packet: Option<PyPacket>,
    /// The rule that lets that packet through, by its place in the list from 0; `None` where no rule does.
    rule: Option<usize>,
    /// Where what lets that packet through stands.
    position: Option<PyPosition>,
    /// The rules that could not be read, by their places in the list, where nothing can be proven for them.
    unread: Tuple<usize>,
    /// All of it in words.
    text: String,
}

impl PyProof {
    pub(crate) fn new(proof: &Proof, sources: &Sources) -> Self {
        let witness = proof.witness();
        let position = witness.and_then(|witness| sources.position(witness.span));
        let (outcome, unread) = match &proof.outcome {
            Outcome::Holds => ("holds", Tuple(Vec::new())),
            Outcome::Refuted(_) => ("refuted", Tuple(Vec::new())),
            Outcome::Open(rules) => ("open", rules.iter().copied().collect()),
        };
        Self {
            statement: proof.statement.clone(),
            reason: proof.reason.to_string(),
            holds: proof.holds(),
            outcome: outcome.to_owned(),
            packet: witness.map(|witness| PyPacket::from(&witness.packet)),
            rule: witness.and_then(|witness| rule_of(witness.cause)),
            position: position.as_ref().map(PyPosition::from),
            unread,
            text: proof.to_string(),
        }
    }
}

#[pymethods]
impl PyProof {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        format!("<Proof {}>", self.text)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}
