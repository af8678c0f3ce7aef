//! What exists on the nodes: asked of them, or read from a file.

mod progress;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use deevnet_core::model::Substrate;
use deevnet_proxmox::client::Client;
use deevnet_proxmox::observe::{ObserveOptions, observe};
use deevnet_proxmox::survey::Survey;
use tokio::runtime;

use self::progress::ProgressBars;
use crate::failure::Failure;
use crate::input;

/// Reads the survey that `deevnet observe --out` wrote.
pub(crate) fn read(file: &Path) -> Result<Survey, Failure> {
    let name = || format!("`{}`", file.display());
    let text = input::read_text(file).map_err(|source| Failure::Unreadable { name: name(), source })?;
    Survey::from_json(&text).map_err(|source| Failure::Survey { name: name(), source })
}

/// Asks every node, with progress on a terminal.
pub(crate) fn ask(clients: &BTreeMap<Arc<str>, Client>, substrate: &Substrate) -> Result<Survey, Failure> {
    Ok(executor()?.block_on(asked(clients, substrate)))
}

/// Asks every node, with progress on a terminal, where a conversation goes on already.
pub(crate) async fn asked(clients: &BTreeMap<Arc<str>, Client>, substrate: &Substrate) -> Survey {
    let bars = ProgressBars::new(clients.keys());
    let survey = observe(clients, ObserveOptions::of(substrate).watched_by(bars.watcher())).await;
    bars.clear();
    survey
}

/// What runs the conversation with nodes, on this thread.
pub(crate) fn executor() -> Result<runtime::Runtime, Failure> {
    runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::NoExecutor)
}
