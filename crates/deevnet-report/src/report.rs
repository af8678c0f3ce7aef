//! Everything about one substrate on one page.

use deevnet_core::Sources;
use deevnet_core::model::Substrate;
use serde::Serialize;

use crate::capacity::Capacity;
use crate::document::render;
use crate::drift::{Comparison, DriftSection};
use crate::error::RenderError;
use crate::findings::{Findings, QuotedFinding};
use crate::flags::Flags;
use crate::hosts::{Anchors, Rows};
use crate::map::Map;
use crate::overview::Overview;
use crate::policy::{Matrix, PolicyView};
use crate::segments::Segments;
use crate::vlans::VlanSection;

/// What a substrate is called that has no name.
const NAMELESS: &str = "a substrate without a name";

/// What a report is made of: a substrate, what its check found and, where it was looked at, what stands on its nodes.
#[derive(Debug)]
pub struct Report<'a> {
    /// The substrate.
    pub substrate: &'a Substrate,
    /// The files that it was read from.
    pub sources: &'a Sources,
    /// What the check found, with the lines that it is about.
    pub findings: Vec<QuotedFinding<'a>>,
    /// What was found on the nodes, and the plan for it.
    pub comparison: Option<Comparison<'a>>,
}

#[derive(Serialize)]
struct Page<'a> {
    from: &'a str,
    overview: Overview,
    map: Map,
    vlans: VlanSection,
    matrix: Matrix,
    hosts: Rows,
    findings: Findings,
    capacity: Capacity,
    drift: Option<DriftSection>,
}

impl Report<'_> {
    /// The report as one HTML file.
    ///
    /// # Errors
    /// When a template fails, which is a fault of this crate.
    pub fn html(&self) -> Result<String, RenderError> {
        let substrate = self.substrate;
        let name = substrate.name.as_ref().map_or_else(|| NAMELESS.to_owned(), |name| name.value.to_string());
        let (segments, anchors) = (Segments::of(substrate), Anchors::of(substrate));
        let findings = Findings::of(&self.findings, &anchors, &segments);
        let flags = Flags::of(&self.findings);
        let policy = PolicyView::new(substrate, self.sources, self.findings.iter().map(|quoted| quoted.finding));
        let matrix = Matrix::of(&policy);
        let drift = self.comparison.map(|comparison| DriftSection::of(comparison, substrate, &anchors));
        let page = Page {
            from: &name,
            overview: Overview::of(substrate, &findings, matrix.proven(), drift.as_ref()),
            map: Map::of(substrate, &segments, &anchors, &flags),
            vlans: VlanSection::of(substrate, &segments, &anchors, &flags),
            matrix,
            hosts: Rows::of(substrate, &segments, &anchors, &flags),
            findings,
            capacity: Capacity::of(substrate, &anchors),
            drift,
        };
        render("report", &format!("Report of {name}"), &page)
    }
}
