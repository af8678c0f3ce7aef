//! Removing a machine.

use std::time::Duration;

use super::effect::{Effect, Sight};
use super::error::ActionError;
use super::machine::{Found, Machine};
use crate::notation::Upid;
use crate::request::{ApiError, DeleteQemu};

/// A machine that is removed with its disks.
pub(super) struct Destroying<'a> {
    pub(super) machine: Machine<'a>,
    pub(super) substrate: &'a str,
    pub(super) name: &'a str,
    pub(super) limit: Duration,
}

impl Effect for Destroying<'_> {
    async fn request(&self) -> Result<Option<Upid>, ApiError> {
        let call = DeleteQemu {
            node: self.machine.node.to_owned(),
            vmid: self.machine.vmid,
            purge: true,
            destroy_unreferenced_disks: false,
        };
        self.machine.client.call(&call).await.map(Some)
    }

    /// Looks for the machine, and refuses to go on where it is not the one that is to be removed. It comes before every request.
    async fn look(&self) -> Result<Sight, ActionError> {
        let Some(found) = self.machine.find_free(self.limit).await? else { return Ok(Sight::Made) };
        match self.objection(&found) {
            None => Ok(Sight::NotMade),
            Some(reason) => Err(ActionError::Foreign { vmid: self.machine.vmid, reason }),
        }
    }
}

impl Destroying<'_> {
    /// Why a machine is not the one that is to be removed: name, tag and mark must all say that it is.
    fn objection(&self, found: &Found) -> Option<String> {
        let (substrate, vmid) = (self.substrate, self.machine.vmid);
        if found.get("name") != Some(self.name) {
            return Some(format!("it is {}, not `{}`", found.title(), self.name));
        }
        if !found.is_tagged(substrate) {
            return Some(format!("it has not the tag of {substrate}"));
        }
        if !found.is_marked(substrate, vmid) {
            return Some(format!("its description does not say that it is machine {vmid} of {substrate}"));
        }
        found.is_template().then(|| "it is a template".to_owned())
    }
}
