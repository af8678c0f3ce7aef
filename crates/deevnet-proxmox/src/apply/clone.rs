//! Making a machine from a template.

use std::time::Duration;

use super::effect::{Effect, Sight};
use super::error::ActionError;
use super::machine::Machine;
use crate::notation::{OwnershipMark, Upid};
use crate::plan::CloneOrder;
use crate::request::{ApiError, CloneQemu};

/// A machine that is made from a template.
///
/// Its VMID is part of the request: a second one is refused where the first was heard. The mark in its description says whose
/// it is as soon as nothing holds it.
pub(super) struct Cloning<'a> {
    pub(super) machine: Machine<'a>,
    pub(super) order: &'a CloneOrder,
    /// How long a half-made machine is waited for.
    pub(super) limit: Duration,
}

impl Effect for Cloning<'_> {
    async fn request(&self) -> Result<Option<Upid>, ApiError> {
        let CloneOrder { template, vmid, name, description, storage, .. } = self.order;
        let call = CloneQemu {
            node: self.machine.node.to_owned(),
            vmid: *template,
            newid: *vmid,
            name: Some(name.clone()),
            description: Some(description.clone()),
            full: Some(true),
            storage: storage.clone(),
            pool: None,
        };
        self.machine.client.call(&call).await.map(Some)
    }

    async fn look(&self) -> Result<Sight, ActionError> {
        let Some(found) = self.machine.find_free(self.limit).await? else { return Ok(Sight::NotMade) };
        let mark = OwnershipMark::find(&self.order.description);
        if mark.is_some() && found.mark() == mark && found.get("name") == Some(self.order.name.as_str()) {
            return Ok(Sight::Made);
        }
        Err(ActionError::Taken { vmid: self.machine.vmid, found: found.title() })
    }
}
