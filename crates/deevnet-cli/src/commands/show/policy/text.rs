//! A policy for people at a terminal.

use std::fmt::Write;

use deevnet_core::policy::{Outcome, Reach};
use deevnet_report::{Flow, Flows, PolicyView, ShownProof};

use super::rules;
use crate::page::{self, count};
use crate::printable::printable;
use crate::table::Table;

/// With more zones than this a matrix is wider than a screen; the flows are listed instead.
const WIDEST_MATRIX: usize = 16;
/// How many boxes of an exact set are printed; the others are in the JSON document.
const MOST_BOXES: usize = 8;
/// The cell of a pair between which nothing gets through.
const NOTHING: &str = "·";

/// The matrix, the exact packets of narrow flows, the proofs, notes and rules.
pub(super) fn page(view: &PolicyView<'_>) -> String {
    let mut text = String::new();
    let narrow: Vec<&Flow> = view.matrix.flows.iter().filter(|flow| matches!(flow.reach, Reach::Some(_))).collect();
    if view.matrix.zones.len() <= WIDEST_MATRIX {
        let _ = writeln!(text, "{}\n", page::strong("Who reaches whom (rows open connections to columns)"));
        text.push_str(&matrix(&view.matrix, &narrow).to_string());
    } else {
        let _ = writeln!(text, "{}\n", page::strong("Who reaches whom"));
        text.push_str(&list(&view.matrix, &narrow).to_string());
    }
    for (index, flow) in narrow.iter().enumerate() {
        write_packets(&mut text, index + 1, flow);
    }
    if !view.proofs.is_empty() {
        let _ = writeln!(text, "\n{}\n", page::strong("What is proven"));
        view.proofs.iter().for_each(|proof| write_proof(&mut text, proof));
    }
    if !view.notes.is_empty() {
        let _ = writeln!(text, "\n{}\n", page::strong("Two permitted hops"));
        view.notes.iter().for_each(|note| {
            let _ = writeln!(text, "note      {}", printable(note));
        });
    }
    let _ = write!(text, "\n{}\n\n{}", page::strong("Rules"), rules::table(view.policy));
    text
}

fn matrix(flows: &Flows, narrow: &[&Flow]) -> Table {
    let header = std::iter::once("FROM").chain(flows.zones.iter().map(|zone| &*zone.name));
    let mut table = Table::with_columns(header.map(str::to_owned));
    for from in &flows.zones {
        let cells = flows.zones.iter().map(|to| match flows.between(from, to) {
            None | Some(Reach::None) => NOTHING.to_owned(),
            Some(Reach::All) => "all".to_owned(),
            Some(Reach::Some(_)) => {
                let place = narrow.iter().position(|flow| *flow.from == *from.name && *flow.to == *to.name);
                place.map_or_else(|| NOTHING.to_owned(), |index| format!("[{}]", index + 1))
            }
        });
        table.row_of(std::iter::once(from.name.to_string()).chain(cells));
    }
    table
}

fn list(flows: &Flows, narrow: &[&Flow]) -> Table {
    let mut table = Table::new(["FROM", "TO", "PACKETS"]);
    for flow in &flows.flows {
        let place = narrow.iter().position(|found| std::ptr::eq(*found, flow));
        let packets = place.map_or_else(|| flow.reach.to_string(), |index| format!("[{}]", index + 1));
        table.row([flow.from.clone(), flow.to.clone(), packets]);
    }
    table
}

fn write_packets(text: &mut String, number: usize, flow: &Flow) {
    let Reach::Some(packets) = &flow.reach else { return };
    let _ = writeln!(text, "\n[{number}] {} -> {}, only:", printable(&flow.from), printable(&flow.to));
    for found in packets.boxes().iter().take(MOST_BOXES) {
        let _ = writeln!(text, "    {found}");
    }
    if let Some(more) = packets.boxes().len().checked_sub(MOST_BOXES).filter(|more| *more > 0) {
        let _ = writeln!(text, "    and {more} more; see --format json");
    }
}

fn write_proof(text: &mut String, shown: &ShownProof) {
    let statement = printable(&shown.proof.statement).into_owned();
    match &shown.proof.outcome {
        Outcome::Holds => {
            let _ = writeln!(text, "{}     {statement}", page::strong("holds"));
        }
        Outcome::Refuted(witness) => {
            let _ = writeln!(text, "{}   {statement}", page::error("refuted"));
            let _ = writeln!(text, "          {}", printable(&witness.packet.to_string()));
            let place = shown.position.as_ref().map(|position| format!(" at {position}")).unwrap_or_default();
            let culprit = shown.culprit.as_deref().unwrap_or_default();
            let _ = writeln!(text, "          is let through by {}{place}", printable(culprit));
        }
        Outcome::Open(rules) => {
            let _ = writeln!(text, "{}      {statement}", page::warning("open"));
            let _ = writeln!(text, "          {} could not be read; see `deevnet check`", count(rules.len(), "rule"));
        }
    }
}
