//! The IDs of virtual networks.

use std::fmt;

use serde::{Serialize, Serializer};

use super::name::TenantName;
use super::number::VnetNumber;

/// The ID of a VNet in Proxmox VE's software-defined network: the first six characters of its tenant's name and the
/// VNet's number.
///
/// It is unique over all zones, and the name of a bridge on every node, so it has at most eight characters. Two tenants
/// whose names share six characters would share it.
///
/// ```
/// use deevnet_core::tenant::{VnetId, VnetNumber};
///
/// let id = VnetId::of(&"grooveiq".parse()?, VnetNumber::new(1)?);
/// assert_eq!(id.to_string(), "groove1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VnetId(String);

impl VnetId {
    /// How many characters of a tenant's name it holds.
    pub const NAME_LENGTH: usize = 6;

    /// The ID of a tenant's VNet.
    pub fn of(tenant: &TenantName, number: VnetNumber) -> VnetId {
        VnetId(format!("{}{number}", VnetId::prefix(tenant)))
    }

    /// What the IDs of all VNets of a tenant begin with.
    pub fn prefix(tenant: &TenantName) -> &str {
        let name = tenant.as_str();
        name.get(..VnetId::NAME_LENGTH).unwrap_or(name)
    }

    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VnetId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl Serialize for VnetId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_is_one_that_proxmox_takes(name in "[a-z][a-z0-9]{0,7}", number in 0..10_u32) {
            let id = VnetId::of(&name.parse().unwrap(), VnetNumber::new(number).unwrap()).to_string();
            prop_assert!((2..=8).contains(&id.len()));
            prop_assert!(id.starts_with(|first: char| first.is_ascii_lowercase()));
            prop_assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        }
    }
}
