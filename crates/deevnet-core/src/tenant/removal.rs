//! Removing a tenant: only one that nothing uses.

use std::sync::Arc;

use serde::Serialize;

use super::{TenantName, TenantRecord, TenantUse};
use crate::model::Substrate;
use crate::nearest;

/// A tenant that can be removed, and what leaves the inventory with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TenantRemoval {
    /// Everything that follows from its declaration, which is free again afterwards.
    pub record: TenantRecord,
    /// Its segment in `deevnet_vlans`, where it has one.
    pub segment: Option<Arc<str>>,
}

impl Substrate {
    /// Plans the removal of a tenant.
    ///
    /// # Errors
    /// When there is no such tenant, or something still uses its segment, VLAN, subnet, VMIDs or name.
    pub fn plan_tenant_removal(&self, name: &str) -> Result<TenantRemoval, RemoveTenantError> {
        let Some(tenant) = self.tenants.iter().find(|tenant| tenant.name.value.as_str() == name) else {
            let names = self.tenants.iter().map(|tenant| tenant.name.value.as_str());
            let meant = nearest(name, names).and_then(|name| name.parse().ok());
            return Err(RemoveTenantError::Unknown { name: name.to_owned(), meant });
        };
        let users = self.tenant_users(tenant);
        if !users.is_empty() {
            return Err(RemoveTenantError::InUse { name: tenant.name.value.clone(), users });
        }
        let segment = self.segment_of_tenant(tenant).map(|segment| Arc::clone(&segment.name));
        Ok(TenantRemoval { record: self.tenant_record(tenant), segment })
    }
}

/// The error of a tenant that cannot be removed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RemoveTenantError {
    /// There is no such tenant.
    #[error("no tenant `{name}` is declared")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The tenant that was probably meant.
        meant: Option<TenantName>,
    },
    /// Something still uses it.
    #[error("the tenant `{name}` is still in use")]
    InUse {
        /// Its name.
        name: TenantName,
        /// What uses it.
        users: Vec<TenantUse>,
    },
}

impl RemoveTenantError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            RemoveTenantError::Unknown { meant: Some(meant), .. } => format!("did you mean `{meant}`?"),
            RemoveTenantError::Unknown { meant: None, .. } => "`deevnet tenant list` shows all of them".to_owned(),
            RemoveTenantError::InUse { .. } => "take out what uses it first, and then run this again".to_owned(),
        }
    }
}
