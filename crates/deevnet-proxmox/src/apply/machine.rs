//! A virtual machine on its node, as it is looked at while it is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::error::ActionError;
use super::patience::patiently;
use crate::client::Client;
use crate::notation::{OwnershipMark, Tags};
use crate::request::{ApiError, ApiErrorKind, PendingOption, PowerState, QemuConfig, QemuPending, QemuStatus};

/// How often a machine is looked at that something else holds.
const LOCK_INTERVAL: Duration = Duration::from_secs(1);

/// A virtual machine on its node.
#[derive(Clone, Copy)]
pub(super) struct Machine<'a> {
    pub(super) client: &'a Client,
    pub(super) node: &'a str,
    pub(super) vmid: u32,
}

/// The configuration of a machine, with what waits for the next boot.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) digest: Option<String>,
    pub(super) options: BTreeMap<String, String>,
}

impl Found {
    pub(super) fn get(&self, option: &str) -> Option<&str> {
        self.options.get(option).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    pub(super) fn lock(&self) -> Option<&str> {
        self.get("lock")
    }

    pub(super) fn mark(&self) -> Option<OwnershipMark> {
        OwnershipMark::find(self.options.get("description")?)
    }

    /// Whether its mark says that it was made for the substrate with this VMID.
    pub(super) fn is_marked(&self, substrate: &str, vmid: u32) -> bool {
        self.mark().is_some_and(|mark| mark.substrate() == substrate && mark.vmid() == vmid)
    }

    /// Whether it has the tag of the substrate.
    pub(super) fn is_tagged(&self, substrate: &str) -> bool {
        self.get("tags").is_some_and(|tags| Tags::read(tags).contains(&OwnershipMark::tag_of(substrate)))
    }

    /// Whether it is a template.
    pub(super) fn is_template(&self) -> bool {
        self.get("template").is_some_and(|flag| flag != "0")
    }

    /// What people call it.
    pub(super) fn title(&self) -> String {
        self.get("name").map_or_else(|| "a machine without a name".to_owned(), |name| format!("`{name}`"))
    }
}

/// What a machine will boot with.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NextBoot {
    pub(super) options: BTreeMap<String, String>,
    /// The options, set or removed, that are not in force before.
    pub(super) waiting: BTreeSet<String>,
}

impl From<Vec<PendingOption>> for NextBoot {
    fn from(found: Vec<PendingOption>) -> Self {
        let mut boot = Self::default();
        for PendingOption { key, value, pending, delete } in found {
            if pending.is_some() || delete {
                boot.waiting.insert(key.clone());
            }
            if let Some(value) = pending.or(value.filter(|_| !delete)) {
                boot.options.insert(key, value);
            }
        }
        boot
    }
}

impl Machine<'_> {
    /// The machine as it is configured; `None` where there is none.
    pub(super) async fn find(self) -> Result<Option<Found>, ApiError> {
        let call = QemuConfig { node: self.node.to_owned(), vmid: self.vmid, current: false };
        match patiently(|| self.client.call(&call)).await {
            Ok(config) => Ok(Some(Found { digest: config.digest, options: config.options })),
            Err(error) if matches!(error.kind(), ApiErrorKind::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The machine as it is configured, once nothing holds it.
    pub(super) async fn find_free(self, limit: Duration) -> Result<Option<Found>, ActionError> {
        let begin = Instant::now();
        loop {
            let found = self.find().await?;
            let Some(lock) = found.as_ref().and_then(Found::lock) else { return Ok(found) };
            if begin.elapsed() >= limit {
                return Err(ActionError::Held { vmid: self.vmid, lock: lock.to_owned(), seconds: limit.as_secs() });
            }
            sleep(LOCK_INTERVAL).await;
        }
    }

    /// The machine as it is configured, once nothing holds it, if it is of the substrate: its mark or its tag says so.
    pub(super) async fn find_own(self, substrate: &str, limit: Duration) -> Result<Found, ActionError> {
        let found = self.find_free(limit).await?.ok_or(ActionError::Gone { vmid: self.vmid })?;
        if found.is_marked(substrate, self.vmid) || found.mark().is_none() && found.is_tagged(substrate) {
            return Ok(found);
        }
        let reason = format!("nothing says that {} is of {substrate}", found.title());
        Err(ActionError::Foreign { vmid: self.vmid, reason })
    }

    /// What it will boot with: pending options over those in force.
    pub(super) async fn next_boot(self) -> Result<NextBoot, ApiError> {
        let call = QemuPending { node: self.node.to_owned(), vmid: self.vmid };
        Ok(patiently(|| self.client.call(&call)).await?.into())
    }

    /// Whether it runs.
    pub(super) async fn is_running(self) -> Result<bool, ApiError> {
        let call = QemuStatus { node: self.node.to_owned(), vmid: self.vmid };
        let state: PowerState = patiently(|| self.client.call(&call)).await?;
        Ok(state.status == "running")
    }
}
