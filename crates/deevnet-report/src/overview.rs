//! The substrate in a few figures.

use deevnet_core::model::Substrate;
use serde::Serialize;

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
    noun: &'static str,
    detail: String,
    class: &'static str,
    section: &'static str,
}

impl Overview {
    pub(crate) fn of(substrate: &Substrate, findings: &Findings, refuted: usize, drift: Option<&DriftSection>) -> Self {
        let interfaces: usize = substrate.hosts.values().map(|host| host.interfaces.len()).sum();
        let mut tiles = vec![
            Tile::plain(substrate.hosts.len(), "hosts", format!("{interfaces} interfaces"), "hosts"),
            Tile::plain(substrate.segments.len(), "segments", ports(substrate), "vlans"),
            Tile::plain(substrate.hypervisors().count(), "hypervisors", machines(substrate), "capacity"),
            Tile::plain(substrate.policy.rules.len(), "policy rules", proofs(refuted), "policy"),
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
    fn plain(figure: usize, noun: &'static str, detail: String, section: &'static str) -> Self {
        Self { figure: figure.to_string(), noun, detail, class: "plain", section }
    }
}

fn ports(substrate: &Substrate) -> String {
    let ports = substrate.hosts.values().filter_map(|host| host.switch_ports.as_ref());
    let ports: usize = ports.map(|ports| ports.trunk.len() + ports.access.len()).sum();
    format!("{ports} switch ports")
}

fn machines(substrate: &Substrate) -> String {
    format!("{} machines", substrate.machines().count())
}

fn proofs(refuted: usize) -> String {
    match refuted {
        0 => "no statement refuted".to_owned(),
        1 => "1 statement refuted".to_owned(),
        refuted => format!("{refuted} statements refuted"),
    }
}

fn findings_tile(findings: &Findings) -> Tile {
    let class = match (findings.errors, findings.warnings) {
        (0, 0) => "good",
        (0, _) => "warning",
        _ => "error",
    };
    let detail = format!("{} errors, {} warnings, {} notes", findings.errors, findings.warnings, findings.notes);
    Tile { figure: findings.total.to_string(), noun: "findings", detail, class, section: "findings" }
}

fn drift_tile(drift: &DriftSection) -> Tile {
    let total = drift.add + drift.change + drift.destroy;
    let detail = format!("{} to add, {} to change, {} to destroy", drift.add, drift.change, drift.destroy);
    let class = if total == 0 { "good" } else { "warning" };
    Tile { figure: total.to_string(), noun: "changes planned", detail, class, section: "drift" }
}
