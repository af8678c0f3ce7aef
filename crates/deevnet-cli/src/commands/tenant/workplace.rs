//! The inventory that a tenant is added to or removed from.

use std::path::{Path, PathBuf};
use std::time::Duration;

use deevnet_core::check::Checked;
use deevnet_core::declared::Declared;
use deevnet_core::model::Substrate;
use deevnet_core::{Finding, Position, Span, check, rules};
use deevnet_inventory::{Options, load};
use deevnet_registry::FolderLock;

use super::failure::TenantFailure;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::output::Output;
use crate::page::{self, count};
use crate::printable::printable;

/// How the command names itself to those who wait for it.
const COMMAND: &str = "deevnet tenant";

/// The family of rules about tenants.
const TENANT_FAMILY: u16 = 8;

/// An inventory in files.
#[derive(Debug)]
pub(super) struct Workplace {
    path: PathBuf,
    options: Options,
}

/// What an inventory declares at one moment.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) declared: Declared,
    checked: Checked,
}

impl Workplace {
    pub(super) fn open(path: Option<&Path>, reading: &ReadingArguments) -> Result<Self, Failure> {
        match Origin::one(path)? {
            Origin::Inventory(path) => Ok(Self { path, options: Examiner::new(reading, false)?.into_options() }),
            list => Err(TenantFailure::List { name: list.name() }.into()),
        }
    }

    /// The folder of the inventory, which `group_vars` is in.
    pub(super) fn folder(&self) -> &Path {
        if self.path.is_dir() {
            return &self.path;
        }
        match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        }
    }

    /// Keeps other processes away while this one changes files.
    pub(super) fn lock(&self, patience: Duration) -> Result<FolderLock, Failure> {
        Ok(FolderLock::acquire(self.folder(), COMMAND, patience).map_err(TenantFailure::from)?)
    }

    pub(super) fn read(&self) -> Result<Reading, Failure> {
        let declared = load(&self.path, &self.options)?;
        let checked = check(&declared);
        Ok(Reading { declared, checked })
    }
}

impl Reading {
    pub(super) fn substrate(&self) -> &Substrate {
        &self.checked.substrate
    }

    pub(super) fn position(&self, span: Span) -> Option<Position> {
        self.declared.sources.position(span)
    }

    /// The file that declares a variable of the substrate.
    pub(super) fn file_of(&self, variable: &str) -> Option<PathBuf> {
        let position = self.position(self.declared.substrate.get(variable)?.span())?;
        Some(PathBuf::from(&*position.path))
    }

    /// The errors that make it unknown which numbers are free: about tenants, and about what could not be read.
    pub(super) fn obstacles_to_adding(&self) -> Vec<&Finding> {
        let is_tenants = |finding: &Finding| finding.rule.code.number() / 100 == TENANT_FAMILY;
        self.errors(|finding| is_tenants(finding) || is_unread(finding))
    }

    /// The errors that make it unknown what a tenant is used by.
    pub(super) fn obstacles_to_removing(&self) -> Vec<&Finding> {
        self.errors(|finding| is_unread(finding) || finding.rule == &rules::TENANT_NAME_DUPLICATE)
    }

    fn errors(&self, matters: impl Fn(&Finding) -> bool) -> Vec<&Finding> {
        self.checked.findings.iter().filter(|finding| finding.is_error() && matters(finding)).collect()
    }
}

/// Whether a finding says that some value could not be read, so that it is unknown what it says.
fn is_unread(finding: &Finding) -> bool {
    let about_values = [&rules::WRONG_TYPE, &rules::TEMPLATE_FAILED, &rules::SECRET_NEEDED, &rules::VLAN_ID_INVALID];
    finding.rule.is_about_reading() || about_values.contains(&finding.rule)
}

/// Says what stands in the way.
pub(super) fn refuse(obstacles: &[&Finding], unknown: &str, output: &mut Output) -> Result<Exit, Failure> {
    for finding in obstacles {
        let place = finding.position.as_ref().map(|position| format!("{}:{}: ", position.path, position.line));
        let told = format!("{}{} [{}]", place.unwrap_or_default(), finding.message, finding.rule.code);
        output.note(&format!("{}: {}\n", page::error("error"), printable(&told)))?;
    }
    let errors = count(obstacles.len(), "error");
    let verb = if obstacles.len() == 1 { "makes" } else { "make" };
    output.note(&format!("Nothing changed: {errors} of the inventory {verb} it unknown {unknown}.\n"))?;
    Ok(Exit::Findings)
}
