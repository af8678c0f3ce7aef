//! The substrate in a few figures.

use deevnet_core::model::Substrate;
use serde::Serialize;

use crate::count::{count, plural};
use crate::drift::DriftSection;
use crate::findings::Findings;

/// The figures at the head of a report.
#[derive(Debug, Serialize)]
pub(crate) struct Overview {
    domain: Option<String>,
    block: Option<String>,
    tiles: Vec<Tile>,
}

/// One figure, and the part of the page that it leads to.
#[derive(Debug, Serialize)]
struct Tile {
    figure: String,
    noun: String,
    detail: String,
    class: &'static str,
    section: &'static str,
}

impl Overview {
    pub(crate) fn of(
        substrate: &Substrate,
        findings: &Findings,
        (statements, refuted): (usize, usize),
        drift: Option<&DriftSection>,
    ) -> Self {
        let interfaces: usize = substrate.hosts.values().map(|host| host.interfaces.len()).sum();
        let mut tiles = vec![
            Tile::plain(substrate.hosts.len(), "host", count(interfaces, "interface"), "hosts"),
            Tile::plain(substrate.segments.len(), "segment", ports(substrate), "vlans"),
            Tile::plain(substrate.hypervisors().count(), "hypervisor", machines(substrate), "capacity"),
            Tile::plain(substrate.policy.rules.len(), "policy rule", proofs(statements, refuted), "policy"),
            findings_tile(findings),
        ];
        if refuted > 0 {
            tiles[3].class = "error";
        }
        tiles.extend(drift.map(drift_tile));
        Self {
            domain: substrate.domain().map(|domain| domain.to_string()),
            block: substrate.site_octet.map(|octet| format!("10.{}.0.0/16", octet.value)),
            tiles,
        }
    }
}

impl Tile {
    fn plain(figure: usize, noun: &str, detail: String, section: &'static str) -> Self {
        Self { figure: figure.to_string(), noun: plural(figure, noun), detail, class: "plain", section }
    }
}

fn ports(substrate: &Substrate) -> String {
    let ports = substrate.hosts.values().filter_map(|host| host.switch_ports.as_ref());
    let ports: usize = ports.map(|ports| ports.trunk.len() + ports.access.len()).sum();
    count(ports, "switch port")
}

fn machines(substrate: &Substrate) -> String {
    count(substrate.machines().count(), "machine")
}

fn proofs(statements: usize, refuted: usize) -> String {
    match (statements, refuted) {
        (0, _) => "no statement to prove".to_owned(),
        (_, 0) => "no statement refuted".to_owned(),
        (_, refuted) => format!("{} refuted", count(refuted, "statement")),
    }
}

fn findings_tile(findings: &Findings) -> Tile {
    let class = match (findings.errors, findings.warnings) {
        (0, 0) => "good",
        (0, _) => "warning",
        _ => "error",
    };
    let severities = [(findings.errors, "error"), (findings.warnings, "warning"), (findings.notes, "note")];
    let detail = severities.map(|(number, noun)| count(number, noun)).join(", ");
    Tile {
        figure: findings.total.to_string(),
        noun: plural(findings.total, "finding"),
        detail,
        class,
        section: "findings",
    }
}

fn drift_tile(drift: &DriftSection) -> Tile {
    let total = drift.add + drift.change + drift.destroy;
    let detail = format!("{} to add, {} to change, {} to destroy", drift.add, drift.change, drift.destroy);
    let class = if total == 0 { "good" } else { "warning" };
    Tile {
        figure: total.to_string(),
        noun: format!("planned {}", plural(total, "change")),
        detail,
        class,
        section: "drift",
    }
}
