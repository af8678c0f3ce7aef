//! Whether virtual machines run.

use serde::Deserialize;

use super::call::{Call, Repetition};
use super::encoding::path;
use super::guest_change::given_only;
use super::reading::{flag, optional_text, text};
use crate::notation::Upid;
use crate::transport::Method;

/// Asks whether a virtual machine runs (`GET /nodes/{node}/qemu/{vmid}/status/current`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QemuStatus {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
}

/// Whether a virtual machine runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PowerState {
    /// Whether it is `running` or `stopped`.
    #[serde(default, deserialize_with = "text")]
    pub status: String,
    /// Its name.
    #[serde(default, deserialize_with = "optional_text")]
    pub name: Option<String>,
    /// What holds it, such as `clone`.
    #[serde(default, deserialize_with = "optional_text")]
    pub lock: Option<String>,
    /// Whether it is a template.
    #[serde(default, deserialize_with = "flag")]
    pub template: bool,
}

impl Call for QemuStatus {
    type Answer = PowerState;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        status_path(&self.node, self.vmid, "current")
    }

    fn parameters(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Starts a virtual machine (`POST .../status/start`); the task fails where it runs already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartQemu {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
}

impl Call for StartQemu {
    type Answer = Upid;

    const METHOD: Method = Method::Post;
    const REPETITION: Repetition = Repetition::Never;

    fn path(&self) -> String {
        status_path(&self.node, self.vmid, "start")
    }

    fn parameters(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Ends a virtual machine at once (`POST .../status/stop`); the task succeeds where it does not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopQemu {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
    /// How long to wait for it, in seconds.
    pub timeout: Option<u32>,
}

impl Call for StopQemu {
    type Answer = Upid;

    const METHOD: Method = Method::Post;
    const REPETITION: Repetition = Repetition::Never;

    fn path(&self) -> String {
        status_path(&self.node, self.vmid, "stop")
    }

    fn parameters(&self) -> Vec<(String, String)> {
        given_only([("timeout", self.timeout.map(|seconds| seconds.to_string()))])
    }
}

/// Asks a virtual machine to shut down (`POST .../status/shutdown`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShutdownQemu {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
    /// How long to wait for it, in seconds.
    pub timeout: Option<u32>,
    /// Whether it is ended where it does not obey in time.
    pub force_stop: bool,
}

impl Call for ShutdownQemu {
    type Answer = Upid;

    const METHOD: Method = Method::Post;
    const REPETITION: Repetition = Repetition::Never;

    fn path(&self) -> String {
        status_path(&self.node, self.vmid, "shutdown")
    }

    fn parameters(&self) -> Vec<(String, String)> {
        given_only([
            ("timeout", self.timeout.map(|seconds| seconds.to_string())),
            ("forceStop", self.force_stop.then(|| "1".to_owned())),
        ])
    }
}

fn status_path(node: &str, vmid: u32, verb: &str) -> String {
    path(&["nodes", node, "qemu", &vmid.to_string(), "status", verb])
}
