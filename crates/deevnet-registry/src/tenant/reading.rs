//! The inventory that a tenant is added to or removed from.

use std::path::{Path, PathBuf};

use deevnet_core::check::Checked;
use deevnet_core::declared::Declared;
use deevnet_core::model::Substrate;
use deevnet_core::{Finding, Position, Span, check, rules};
use deevnet_inventory::{Options, load};

use super::error::TenantError;

/// The family of rules about tenants.
const TENANT_FAMILY: u16 = 8;

/// What an inventory declares at one moment.
#[derive(Debug)]
pub(super) struct Reading {
    declared: Declared,
    checked: Checked,
}

impl Reading {
    /// Reads the inventory at a path.
    pub(super) fn of(path: &Path, options: &Options) -> Result<Self, TenantError> {
        let declared = load(path, options)?;
        let checked = check(&declared);
        Ok(Self { declared, checked })
    }

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

    /// Refuses errors that make it unknown which numbers are free: about tenants, and about what could not be read.
    pub(super) fn refuse_adding(&self) -> Result<(), TenantError> {
        let is_tenants = |finding: &Finding| finding.rule.code.number() / 100 == TENANT_FAMILY;
        self.refuse("which numbers are free", |finding| is_tenants(finding) || is_unread(finding))
    }

    /// Refuses errors that make it unknown what a tenant is used by.
    pub(super) fn refuse_removing(&self) -> Result<(), TenantError> {
        let unknown = "what still uses the tenant";
        self.refuse(unknown, |finding| is_unread(finding) || finding.rule == &rules::TENANT_NAME_DUPLICATE)
    }

    fn refuse(&self, unknown: &'static str, matters: impl Fn(&Finding) -> bool) -> Result<(), TenantError> {
        let matters = |finding: &&Finding| finding.is_error() && matters(finding);
        let findings: Vec<Finding> = self.checked.findings.iter().filter(matters).cloned().collect();
        if findings.is_empty() { Ok(()) } else { Err(TenantError::Obstacles { findings, unknown }) }
    }
}

/// Whether a finding says that some value could not be read, so that it is unknown what it says.
fn is_unread(finding: &Finding) -> bool {
    let about_values = [&rules::WRONG_TYPE, &rules::TEMPLATE_FAILED, &rules::SECRET_NEEDED, &rules::VLAN_ID_INVALID];
    finding.rule.is_about_reading() || about_values.contains(&finding.rule)
}
