//! What all objects of software-defined networks have in common: how they are listed, shown, created, changed and deleted.

use std::collections::BTreeMap;

use serde_json::Value;

use super::complaint::Complaint;
use super::file::Section;
use super::kind::Kind;
use super::shown::View;
use super::state::{Change, does_not_exist};
use crate::simulator::parameter::Parameter;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Refusal, Reply};
use crate::simulator::state::Node;

/// Which configuration is asked for.
pub(super) const VIEW: &[Parameter] =
    &[Parameter::boolean("running").optional(), Parameter::boolean("pending").optional()];

/// What every change of 9.x takes.
pub(super) const LOCK: &[Parameter] = &[Parameter::text("lock-token").optional().releases(&[Release::V9_2])];

/// What every change of an object takes.
pub(super) const UPDATE: &[Parameter] = &[
    Parameter::formatted("delete", &super::format::OPTIONS).optional().max_length(4096),
    Parameter::text("digest").optional().max_length(64),
];

/// The parameters that are no options of the object.
const NO_OPTIONS: &[&str] = &["type", "delete", "digest", "lock-token"];

/// What may see an object.
const READERS: &[&str] = &["SDN.Audit", "SDN.Use", "SDN.Allocate"];

impl Node {
    /// Whether a caller may see something of software-defined networks.
    pub(super) fn shows_sdn(&self, call: &Call, path: &str) -> bool {
        READERS.iter().any(|privilege| self.allows(&call.caller, path, privilege))
    }

    fn complaint(&self, complaint: &Complaint) -> Refusal {
        Refusal::failure(complaint.text(self.release))
    }

    pub(super) fn sdn_rows(&self, call: &Call, kind: Kind) -> impl Iterator<Item = (String, Value)> {
        let wanted = call.get("type").map(str::to_owned);
        let rows = self.sdn.list(kind, view(call)).into_iter();
        rows.filter(move |(_, row)| wanted.as_deref().is_none_or(|wanted| row["type"] == wanted))
    }

    pub(super) fn sdn_object(&self, call: &Call, kind: Kind) -> Answer {
        let id = call.text(kind.name());
        let row = self.sdn.show(kind, id, view(call));
        row.map(Reply::from).ok_or_else(|| Refusal::failure(does_not_exist(kind, id)))
    }

    pub(super) fn create_sdn_object(&mut self, call: &Call, kind: Kind, id: &str, section: Section) -> Answer {
        self.require_sdn_lock(call, &format!("create sdn {} object failed", kind.name()))?;
        self.sdn.create(kind, id, section).map_err(|complaint| self.complaint(&complaint))?;
        Reply::null()
    }

    pub(super) fn update_sdn_object(&mut self, call: &Call, kind: Kind) -> Answer {
        let change = Change {
            set: options(call, kind),
            delete: call.list("delete").into_iter().map(str::to_owned).collect(),
            digest: call.get("digest").map(str::to_owned),
        };
        let id = call.text(kind.name());
        self.require_sdn_lock(call, &format!("update sdn {} object failed", kind.name()))?;
        self.sdn.update(kind, id, change).map_err(|complaint| self.complaint(&complaint))?;
        Reply::null()
    }

    pub(super) fn delete_sdn_object(&mut self, call: &Call, kind: Kind) -> Answer {
        let id = call.text(kind.name());
        self.require_sdn_lock(call, &format!("delete sdn {} object failed", kind.name()))?;
        self.sdn.delete(kind, id).map_err(|complaint| self.complaint(&complaint))?;
        Reply::null()
    }
}

/// The section that a call describes.
pub(super) fn section(call: &Call, kind: Kind) -> Section {
    let of_type = call.get("type").unwrap_or(kind.name());
    Section { kind: of_type.to_owned(), options: options(call, kind) }
}

fn options(call: &Call, kind: Kind) -> BTreeMap<String, String> {
    let is_option = |key: &str| key != kind.name() && !NO_OPTIONS.contains(&key);
    let options = call.parameters.iter().filter(|(key, _)| is_option(key));
    options.map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn view(call: &Call) -> View {
    match (call.flag("pending"), call.flag("running")) {
        (true, _) => View::Pending,
        (false, true) => View::Running,
        (false, false) => View::Configured,
    }
}
