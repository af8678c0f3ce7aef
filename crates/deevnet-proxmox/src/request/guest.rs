//! Virtual machines and containers: which there are, and how they are configured.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::call::{Call, Repetition};
use super::encoding::path;
use super::reading::{flag, number, optional_text, options, text};
use crate::survey::PendingRow;
use crate::transport::Method;

/// Asks for the virtual machines of a node, templates included (`GET /nodes/{node}/qemu`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQemu {
    /// The node.
    pub node: String,
}

/// Asks for the containers of a node, templates included (`GET /nodes/{node}/lxc`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLxc {
    /// The node.
    pub node: String,
}

/// A guest in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GuestRow {
    /// Its VMID.
    #[serde(deserialize_with = "number")]
    pub vmid: u32,
    /// Its name; that of a container without one is `CT` and its VMID.
    #[serde(default, deserialize_with = "optional_text")]
    pub name: Option<String>,
    /// Whether it is `running` or `stopped`.
    #[serde(default, deserialize_with = "text")]
    pub status: String,
    /// Whether it is a template.
    #[serde(default, deserialize_with = "flag")]
    pub template: bool,
    /// What holds it, such as `clone`.
    #[serde(default, deserialize_with = "optional_text")]
    pub lock: Option<String>,
    /// Its tags.
    #[serde(default, deserialize_with = "optional_text")]
    pub tags: Option<String>,
}

/// Asks for the configuration of a virtual machine (`GET /nodes/{node}/qemu/{vmid}/config`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QemuConfig {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
    /// Whether to leave out what waits for the next boot.
    pub current: bool,
}

/// Asks for the configuration of a container (`GET /nodes/{node}/lxc/{vmid}/config`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LxcConfig {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
    /// Whether to leave out what waits for the next boot.
    pub current: bool,
}

/// The configuration of a guest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GuestConfig {
    /// The digest of its file, which a change is sent with.
    pub digest: Option<String>,
    /// Its options, numbers as text, without blank ones.
    pub options: BTreeMap<String, String>,
}

impl<'de> Deserialize<'de> for GuestConfig {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut options = options(deserializer)?;
        Ok(Self { digest: options.remove("digest"), options })
    }
}

/// Asks for the configuration of a virtual machine with what waits for the next boot (`GET .../qemu/{vmid}/pending`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QemuPending {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
}

/// Asks for the configuration of a container with what waits for the next boot (`GET .../lxc/{vmid}/pending`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LxcPending {
    /// The node.
    pub node: String,
    /// The VMID.
    pub vmid: u32,
}

/// An option with what waits for the next boot.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PendingOption {
    /// The option.
    pub key: String,
    /// Its value in force.
    #[serde(default, deserialize_with = "optional_text")]
    pub value: Option<String>,
    /// The value that it will have.
    #[serde(default, deserialize_with = "optional_text")]
    pub pending: Option<String>,
    /// Whether it will be gone; where it will be, `1` and by force `2`.
    #[serde(default, deserialize_with = "removal")]
    pub delete: bool,
}

fn removal<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(optional_text(deserializer)?.is_some_and(|text| text != "0"))
}

impl From<PendingOption> for PendingRow {
    fn from(option: PendingOption) -> Self {
        let PendingOption { key, value, pending, delete } = option;
        Self { key, value, pending, delete }
    }
}

/// A call that only reads what belongs to a guest or to all guests of a node.
macro_rules! reads {
    ($call:ty => $answer:ty, $self:ident: $path:expr, $parameters:expr) => {
        impl Call for $call {
            type Answer = $answer;

            const METHOD: Method = Method::Get;
            const REPETITION: Repetition = Repetition::Read;

            fn path(&$self) -> String {
                path($path)
            }

            fn parameters(&$self) -> Vec<(String, String)> {
                $parameters
            }
        }
    };
}

reads!(ListQemu => Vec<GuestRow>, self: &["nodes", &self.node, "qemu"], Vec::new());
reads!(ListLxc => Vec<GuestRow>, self: &["nodes", &self.node, "lxc"], Vec::new());
reads!(QemuConfig => GuestConfig, self: &["nodes", &self.node, "qemu", &self.vmid.to_string(), "config"], current(self.current));
reads!(LxcConfig => GuestConfig, self: &["nodes", &self.node, "lxc", &self.vmid.to_string(), "config"], current(self.current));
reads!(QemuPending => Vec<PendingOption>, self: &["nodes", &self.node, "qemu", &self.vmid.to_string(), "pending"], Vec::new());
reads!(LxcPending => Vec<PendingOption>, self: &["nodes", &self.node, "lxc", &self.vmid.to_string(), "pending"], Vec::new());

fn current(current: bool) -> Vec<(String, String)> {
    current.then(|| ("current".to_owned(), "1".to_owned())).into_iter().collect()
}
