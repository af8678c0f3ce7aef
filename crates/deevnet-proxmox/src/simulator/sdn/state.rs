//! What software-defined networks a node has: what is configured, and what is in force.

use std::collections::BTreeMap;

use super::complaint::Complaint;
use super::file::{File, Section, digest};
use super::kind::{Kind, options};

/// The text of an update with a digest that is no longer the file's.
const MODIFIED: &str = "detected modified configuration - file changed by other user? Try again.";

/// The files of one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Files {
    pub(super) zones: File,
    pub(super) vnets: File,
    pub(super) subnets: File,
    pub(super) controllers: File,
}

impl Files {
    /// The file of a kind of object.
    pub(crate) fn of(&self, kind: Kind) -> &File {
        match kind {
            Kind::Zone => &self.zones,
            Kind::Vnet => &self.vnets,
            Kind::Subnet => &self.subnets,
            Kind::Controller => &self.controllers,
        }
    }

    fn of_mut(&mut self, kind: Kind) -> &mut File {
        match kind {
            Kind::Zone => &mut self.zones,
            Kind::Vnet => &mut self.vnets,
            Kind::Subnet => &mut self.subnets,
            Kind::Controller => &mut self.controllers,
        }
    }
}

/// The software-defined networks of a node: changes wait in the files until they are applied, and then until the node has reloaded
/// its network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sdn {
    pub(super) files: Files,
    pub(super) running: Files,
    pub(super) generated: Files,
    /// The token of the lock that somebody holds.
    pub(super) lock: Option<String>,
}

impl Sdn {
    /// Networks that hold EVPN controllers and nothing else, all in force.
    pub(crate) fn with_controllers(controllers: BTreeMap<String, BTreeMap<String, String>>) -> Self {
        let section = |options| Section { kind: "evpn".to_owned(), options };
        let controllers = controllers.into_iter().map(|(id, options)| (id, section(options))).collect();
        let files = Files { controllers, ..Files::default() };
        Self { running: files.clone(), generated: files.clone(), files, lock: None }
    }

    /// Creates an object.
    pub(crate) fn create(&mut self, kind: Kind, id: &str, section: Section) -> Result<(), Complaint> {
        let name = kind.name();
        check_options(kind, &section)?;
        let work = format!("create sdn {name} object");
        if self.files.of(kind).contains_key(id) {
            return Err(Complaint::new(format!("sdn {name} object ID '{id}' already defined")).during(&work));
        }
        self.write(kind, id, section).map_err(|complaint| complaint.during(&work))
    }

    /// Changes options of an object and deletes others.
    pub(crate) fn update(&mut self, kind: Kind, id: &str, change: Change) -> Result<(), Complaint> {
        let during = |complaint: Complaint| complaint.during(&format!("update sdn {} object", kind.name()));
        if change.digest.is_some_and(|given| given != digest(self.files.of(kind))) {
            return Err(during(Complaint::new(MODIFIED)));
        }
        let found = self.files.of(kind).get(id).cloned();
        let mut section = found.ok_or_else(|| during(Complaint::new(does_not_exist(kind, id))))?;
        let known = options(kind, &section.kind);
        for key in change.delete {
            if !known.knows(&key) {
                return Err(during(Complaint::new(format!("no such option '{key}'"))));
            }
            if known.required().contains(&key.as_str()) {
                return Err(during(Complaint::new(format!("unable to delete required option '{key}'"))));
            }
            section.options.remove(&key);
        }
        section.options.extend(change.set);
        check_options(kind, &section)?;
        self.write(kind, id, section).map_err(during)
    }

    /// Deletes an object that nothing else needs.
    pub(crate) fn delete(&mut self, kind: Kind, id: &str) -> Result<(), Complaint> {
        let missing = || Complaint::new(does_not_exist(kind, id));
        let during = |complaint: Complaint| complaint.during(&format!("delete sdn {} object", kind.name()));
        if !self.files.of(kind).contains_key(id) {
            return Err(if kind == Kind::Vnet { missing() } else { during(missing()) });
        }
        self.check_unused(kind, id).map_err(during)?;
        self.files.of_mut(kind).remove(id);
        Ok(())
    }

    /// Puts what is configured in force.
    pub(crate) fn apply(&mut self) {
        self.running = self.files.clone();
    }

    /// Takes what is in force into the network of the node.
    pub(crate) fn reload(&mut self) {
        self.generated = self.running.clone();
    }

    /// The objects of a kind that are in force, each with whether the node's network has it as it is.
    pub(crate) fn running(&self, kind: Kind) -> impl Iterator<Item = (&str, &Section, bool)> {
        let generated = self.generated.of(kind);
        self.running.of(kind).iter().map(|(id, section)| (id.as_str(), section, generated.get(id) == Some(section)))
    }

    /// Whether the node's network has a VNet.
    pub(crate) fn has_vnet(&self, id: &str) -> bool {
        self.generated.vnets.contains_key(id)
    }

    /// The zone of a VNet, as configured.
    pub(crate) fn zone_of(&self, vnet: &str) -> Option<&str> {
        self.files.vnets.get(vnet).or_else(|| self.running.vnets.get(vnet))?.get("zone")
    }

    fn write(&mut self, kind: Kind, id: &str, section: Section) -> Result<(), Complaint> {
        self.check_object(kind, id, &section)?;
        self.files.of_mut(kind).insert(id.to_owned(), section);
        Ok(())
    }
}

/// A change to an object.
#[derive(Debug, Default)]
pub(crate) struct Change {
    /// The options to set.
    pub(crate) set: BTreeMap<String, String>,
    /// The options to delete.
    pub(crate) delete: Vec<String>,
    /// The digest that the file has to have.
    pub(crate) digest: Option<String>,
}

/// The text for an object that is not there.
pub(crate) fn does_not_exist(kind: Kind, id: &str) -> String {
    match kind {
        Kind::Zone => format!("sdn '{id}' does not exist"),
        Kind::Vnet | Kind::Subnet | Kind::Controller => format!("sdn {} '{id}' does not exist", kind.name()),
    }
}

fn check_options(kind: Kind, section: &Section) -> Result<(), Complaint> {
    let known = options(kind, &section.kind);
    if let Some(key) = section.options.keys().find(|key| !known.knows(key)) {
        return Err(Complaint::new(format!("unexpected property '{key}'")));
    }
    match known.required().iter().find(|key| !section.options.contains_key(**key)) {
        Some(key) => Err(Complaint::new(format!("missing value for required option '{key}'"))),
        None => Ok(()),
    }
}
