//! A policy as a page for a browser: one file, nothing to fetch.

use deevnet_core::policy::{Outcome, Reach, Zone};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use super::view::{Shown, View};

const NAME: &str = "policy.html";
const TEMPLATE: &str = include_str!("policy.html.jinja");

/// One row of the matrix.
#[derive(Serialize)]
struct Row {
    from: String,
    cells: Vec<Cell>,
}

/// What one zone may send to another.
#[derive(Serialize)]
struct Cell {
    to: String,
    class: &'static str,
    text: String,
    packets: Vec<String>,
}

/// A statement and what became of it.
#[derive(Serialize)]
struct Statement {
    class: &'static str,
    text: String,
    reason: String,
    packet: Option<String>,
    culprit: Option<String>,
    position: Option<String>,
}

/// Everything on the page.
#[derive(Serialize)]
struct Page<'a> {
    title: &'a str,
    zones: Vec<String>,
    rows: Vec<Row>,
    statements: Vec<Statement>,
    notes: &'a [String],
    version: &'static str,
}

/// The page of a policy; `title` names the substrate.
pub(super) fn page(title: &str, view: &View<'_>) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template(NAME, TEMPLATE)?;
    let page = Page {
        title,
        zones: view.matrix.zones.iter().map(|zone| zone.name.to_string()).collect(),
        rows: rows(view),
        statements: view.proofs.iter().map(statement).collect(),
        notes: &view.notes,
        version: env!("CARGO_PKG_VERSION"),
    };
    environment.get_template(NAME)?.render(Serde(&page))
}

fn rows(view: &View<'_>) -> Vec<Row> {
    let zones = &view.matrix.zones;
    let row = |from: &Zone| Row {
        from: from.name.to_string(),
        cells: zones.iter().map(|to| cell(&to.name, view.matrix.between(from, to))).collect(),
    };
    zones.iter().map(row).collect()
}

fn cell(to: &str, reach: Option<&Reach>) -> Cell {
    let (class, text, packets) = match reach {
        None | Some(Reach::None) => ("none", String::new(), Vec::new()),
        Some(Reach::All) => ("all", "all".to_owned(), Vec::new()),
        Some(Reach::Some(packets)) => {
            let boxes: Vec<String> = packets.boxes().iter().map(ToString::to_string).collect();
            ("some", "some".to_owned(), boxes)
        }
    };
    Cell { to: to.to_owned(), class, text, packets }
}

fn statement(shown: &Shown) -> Statement {
    let class = match shown.proof.outcome {
        Outcome::Holds => "holds",
        Outcome::Refuted(_) => "refuted",
        Outcome::Open(_) => "open",
    };
    Statement {
        class,
        text: shown.proof.statement.clone(),
        reason: shown.proof.reason.to_string(),
        packet: shown.proof.witness().map(|witness| witness.packet.to_string()),
        culprit: shown.culprit.clone(),
        position: shown.position.as_ref().map(ToString::to_string),
    }
}
