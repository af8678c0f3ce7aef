//! A policy as a page for a browser, and as a part of a report.

use std::collections::BTreeMap;

use deevnet_core::policy::{Outcome, Reach, Zone};
use serde::Serialize;

use super::view::{PolicyView, ShownProof};
use crate::document::render;
use crate::error::RenderError;

/// What zones may send to each other, as a table, and what is proven about it.
#[derive(Debug, Serialize)]
pub(crate) struct Matrix {
    zones: Vec<String>,
    rows: Vec<Row>,
    statements: Vec<Statement>,
    notes: Vec<String>,
    refuted: usize,
    /// Whether any pair lets some packets through and not all.
    has_some: bool,
}

/// One row of the matrix.
#[derive(Debug, Serialize)]
struct Row {
    from: String,
    cells: Vec<Cell>,
}

/// What one zone may send to another.
#[derive(Debug, Serialize)]
struct Cell {
    to: String,
    class: &'static str,
    text: &'static str,
    packets: Vec<String>,
}

/// A statement and what became of it.
#[derive(Debug, Serialize)]
struct Statement {
    class: &'static str,
    text: String,
    reason: String,
    packet: Option<String>,
    culprit: Option<String>,
    position: Option<String>,
}

#[derive(Serialize)]
struct Page<'a> {
    from: &'a str,
    matrix: Matrix,
}

impl PolicyView<'_> {
    /// The policy as a page of its own; `substrate` names what it belongs to.
    ///
    /// # Errors
    /// When the template fails, which is a fault of this crate.
    pub fn html(&self, substrate: &str) -> Result<String, RenderError> {
        render("policy", &format!("Policy of {substrate}"), &Page { from: substrate, matrix: Matrix::of(self) })
    }
}

impl Matrix {
    /// How many statements there are, and how many of them are refuted.
    pub(crate) fn proven(&self) -> (usize, usize) {
        (self.statements.len(), self.refuted)
    }

    pub(crate) fn of(view: &PolicyView<'_>) -> Self {
        let zones = &view.matrix.zones;
        let reaches: BTreeMap<(&str, &str), &Reach> =
            view.matrix.flows.iter().map(|flow| ((&*flow.from, &*flow.to), &flow.reach)).collect();
        let row = |from: &Zone| Row {
            from: from.name.to_string(),
            cells: zones.iter().map(|to| Cell::of(&to.name, reaches.get(&(&*from.name, &*to.name)).copied())).collect(),
        };
        let is_refuted = |shown: &&ShownProof| matches!(shown.proof.outcome, Outcome::Refuted(_));
        Self {
            has_some: reaches.values().any(|reach| matches!(reach, Reach::Some(_))),
            zones: zones.iter().map(|zone| zone.name.to_string()).collect(),
            rows: zones.iter().map(row).collect(),
            statements: view.proofs.iter().map(Statement::of).collect(),
            notes: view.notes.clone(),
            refuted: view.proofs.iter().filter(is_refuted).count(),
        }
    }
}

impl Cell {
    fn of(to: &str, reach: Option<&Reach>) -> Self {
        let (class, text, packets) = match reach {
            None | Some(Reach::None) => ("none", "", Vec::new()),
            Some(Reach::All) => ("all", "all", Vec::new()),
            Some(Reach::Some(packets)) => {
                ("some", "some", packets.boxes().iter().map(ToString::to_string).collect::<Vec<_>>())
            }
        };
        Self { to: to.to_owned(), class, text, packets }
    }
}

impl Statement {
    fn of(shown: &ShownProof) -> Self {
        let class = match shown.proof.outcome {
            Outcome::Holds => "holds",
            Outcome::Refuted(_) => "refuted",
            Outcome::Open(_) => "open",
        };
        Self {
            class,
            text: shown.proof.statement.clone(),
            reason: shown.proof.reason.to_string(),
            packet: shown.proof.witness().map(|witness| witness.packet.to_string()),
            culprit: shown.culprit.clone(),
            position: shown.position.as_ref().map(ToString::to_string),
        }
    }
}
