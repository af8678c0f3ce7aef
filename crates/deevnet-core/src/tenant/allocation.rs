//! Choosing the index of a new tenant.

use crate::model::{Segment, Substrate};
use crate::network::SiteBlock;

use super::network::TenantNetwork;
use super::{TenantIndex, overlay, segment_name};

impl Substrate {
    /// The lowest index that no tenant has and whose place is free.
    ///
    /// The place of an index is the subnet of its overlay, or on VLANs the segment `tenant_<index>`: a complete one that
    /// is no tenant's was made for whoever comes next.
    ///
    /// # Errors
    /// When none of the 62 indices is free.
    pub fn free_tenant_index(&self) -> Result<TenantIndex, NoFreeIndexError> {
        let network = self.tenant_network();
        let free = TenantIndex::allocatable().find(|index| self.is_index_free(*index, network));
        free.ok_or(NoFreeIndexError { tenants: self.tenants.len() })
    }

    fn is_index_free(&self, index: TenantIndex, network: TenantNetwork) -> bool {
        if self.tenants.iter().any(|tenant| tenant.index.is_some_and(|taken| taken.value == index)) {
            return false;
        }
        match network {
            TenantNetwork::Overlay => self.is_overlay_free(index),
            TenantNetwork::Vlan => match self.segments.get(segment_name(index).as_str()) {
                Some(segment) => is_complete(segment) && self.tenant_with_segment(&segment.name).is_none(),
                None => true,
            },
        }
    }

    fn is_overlay_free(&self, index: TenantIndex) -> bool {
        let Some(octet) = self.site_octet else { return true };
        let own = overlay::subnet(SiteBlock::new(octet.value), index);
        let subnets = self.segments.values().filter_map(|segment| segment.subnet);
        subnets.map(|subnet| subnet.value).all(|subnet| !own.contains(&subnet) && !subnet.contains(&own))
    }
}

fn is_complete(segment: &Segment) -> bool {
    segment.vlan_id.is_some() && segment.subnet.is_some() && segment.gateway.is_some()
}

/// The error of a substrate that has no index left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("none of the {} tenant indices is free: {tenants} tenants are declared", TenantIndex::LAST_ALLOCATABLE)]
#[non_exhaustive]
pub struct NoFreeIndexError {
    /// How many tenants are declared.
    pub tenants: usize,
}

impl NoFreeIndexError {
    /// What to do about it.
    pub const fn hint(self) -> &'static str {
        "remove a tenant that is no longer used, with `deevnet tenant remove`"
    }
}
