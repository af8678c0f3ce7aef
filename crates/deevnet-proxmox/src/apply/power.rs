//! Starting and stopping machines.

use std::time::Duration;

use super::effect::{Effect, Sight};
use super::error::ActionError;
use super::machine::Machine;
use crate::notation::Upid;
use crate::request::{ApiError, ShutdownQemu, StartQemu, StopQemu};

/// A machine that is started. A second request is refused where the first was heard.
pub(super) struct Starting<'a>(pub(super) Machine<'a>);

impl Effect for Starting<'_> {
    async fn request(&self) -> Result<Option<Upid>, ApiError> {
        let Self(machine) = self;
        machine.client.call(&StartQemu { node: machine.node.to_owned(), vmid: machine.vmid }).await.map(Some)
    }

    async fn look(&self) -> Result<Sight, ActionError> {
        Ok(if self.0.is_running().await? { Sight::Made } else { Sight::NotMade })
    }
}

/// A machine that is asked to shut down.
pub(super) struct ShuttingDown<'a> {
    pub(super) machine: Machine<'a>,
    pub(super) patience: Duration,
}

impl Effect for ShuttingDown<'_> {
    async fn request(&self) -> Result<Option<Upid>, ApiError> {
        let call = ShutdownQemu {
            node: self.machine.node.to_owned(),
            vmid: self.machine.vmid,
            timeout: Some(u32::try_from(self.patience.as_secs()).unwrap_or(u32::MAX)),
            force_stop: false,
        };
        self.machine.client.call(&call).await.map(Some)
    }

    async fn look(&self) -> Result<Sight, ActionError> {
        has_stopped(self.machine).await
    }
}

/// A machine that is ended at once.
pub(super) struct Stopping<'a>(pub(super) Machine<'a>);

impl Effect for Stopping<'_> {
    async fn request(&self) -> Result<Option<Upid>, ApiError> {
        let Self(machine) = self;
        let call = StopQemu { node: machine.node.to_owned(), vmid: machine.vmid, timeout: None };
        machine.client.call(&call).await.map(Some)
    }

    async fn look(&self) -> Result<Sight, ActionError> {
        has_stopped(self.0).await
    }
}

async fn has_stopped(machine: Machine<'_>) -> Result<Sight, ActionError> {
    Ok(if machine.is_running().await? { Sight::NotMade } else { Sight::Made })
}
