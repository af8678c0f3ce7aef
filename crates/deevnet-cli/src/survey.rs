//! What exists on the nodes: asked of them, or read from a file.

mod progress;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use deevnet_core::model::Substrate;
use deevnet_proxmox::client::Client;
use deevnet_proxmox::observe::{ObserveOptions, observe};
use deevnet_proxmox::survey::Survey;
use tokio::runtime;

use self::progress::ProgressBars;
use crate::failure::Failure;

/// Reads the survey that `deevnet observe --out` wrote.
pub(crate) fn read(file: &Path) -> Result<Survey, Failure> {
    let name = || format!("`{}`", file.display());
    let text = fs::read_to_string(file).map_err(|source| Failure::Unreadable { name: name(), source })?;
    Survey::from_json(&text).map_err(|source| Failure::Survey { name: name(), source })
}

/// Asks every node, with progress on a terminal.
pub(crate) fn ask(clients: &BTreeMap<Arc<str>, Client>, substrate: &Substrate) -> Result<Survey, Failure> {
    let bars = ProgressBars::new(clients.keys());
    let options = ObserveOptions::of(substrate).watched_by(bars.watcher());
    let survey = executor()?.block_on(observe(clients, options));
    bars.clear();
    Ok(survey)
}

/// What runs the conversation with nodes, on this thread.
pub(crate) fn executor() -> Result<runtime::Runtime, Failure> {
    runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::NoExecutor)
}
