//! Setting and removing options of a machine, and growing its disks.

use std::time::Duration;

use super::comparison::{has_grown, means};
use super::effect::{Effect, Sight};
use super::error::ActionError;
use super::machine::Machine;
use crate::notation::{NewSize, Upid};
use crate::plan::{ConfigOrder, ResizeOrder};
use crate::request::{ApiError, ResizeDisk, UpdateQemuConfig};

/// Options that are set and removed at once. The digest makes a second request harmless.
pub(super) struct Configuring<'a> {
    pub(super) machine: Machine<'a>,
    pub(super) order: &'a ConfigOrder,
    pub(super) digest: Option<String>,
}

impl Effect for Configuring<'_> {
    async fn request(&self) -> Result<Option<Upid>, ApiError> {
        let call = UpdateQemuConfig {
            node: self.machine.node.to_owned(),
            vmid: self.machine.vmid,
            set: self.order.set.clone(),
            delete: self.order.delete.clone(),
            digest: self.digest.clone(),
        };
        self.machine.client.call(&call).await.map(|_| None)
    }

    async fn look(&self) -> Result<Sight, ActionError> {
        let options = self.machine.next_boot().await?.options;
        let is_set = |(key, value): (&String, &String)| options.get(key).is_some_and(|found| means(key, value, found));
        let is_made =
            self.order.set.iter().all(is_set) && !self.order.delete.iter().any(|key| options.contains_key(key));
        Ok(if is_made { Sight::Made } else { Sight::NotMade })
    }
}

/// A disk that grows to a size. Growing to the size that it has changes nothing.
pub(super) struct Growing<'a> {
    pub(super) machine: Machine<'a>,
    pub(super) order: &'a ResizeOrder,
    pub(super) size: NewSize,
    pub(super) digest: Option<String>,
    pub(super) limit: Duration,
}

impl Effect for Growing<'_> {
    async fn request(&self) -> Result<Option<Upid>, ApiError> {
        let call = ResizeDisk {
            node: self.machine.node.to_owned(),
            vmid: self.machine.vmid,
            disk: self.order.disk.clone(),
            size: self.size,
            digest: self.digest.clone(),
        };
        self.machine.client.call(&call).await.map(Some)
    }

    async fn look(&self) -> Result<Sight, ActionError> {
        let found = self.machine.find_free(self.limit).await?;
        let found = found.ok_or(ActionError::Gone { vmid: self.machine.vmid })?;
        let has_grown = found.get(&self.order.disk).is_some_and(|disk| has_grown(&self.order.size, disk));
        Ok(if has_grown { Sight::Made } else { Sight::NotMade })
    }
}
