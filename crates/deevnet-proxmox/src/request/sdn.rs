//! The software-defined network.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::call::{Call, Repetition};
use super::encoding::path;
use super::guest_change::{changes, given_only};
use super::reading;
use crate::notation::Upid;
use crate::transport::Method;

/// An object of the software-defined network.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SdnObject {
    /// A controller, by ID.
    Controller {
        /// Its ID.
        id: String,
    },
    /// A zone, by ID.
    Zone {
        /// Its ID.
        id: String,
    },
    /// A VNet, by ID.
    Vnet {
        /// Its ID.
        id: String,
    },
    /// A subnet of a VNet.
    Subnet {
        /// The ID of the VNet.
        vnet: String,
        /// The network in CIDR form, which its ID is made from.
        cidr: String,
        /// Its ID, `zone-network-length`.
        id: String,
    },
}

impl SdnObject {
    /// Where objects of its kind are listed and made.
    fn collection(&self) -> String {
        match self {
            Self::Controller { .. } => path(&["cluster", "sdn", "controllers"]),
            Self::Zone { .. } => path(&["cluster", "sdn", "zones"]),
            Self::Vnet { .. } => path(&["cluster", "sdn", "vnets"]),
            Self::Subnet { vnet, .. } => path(&["cluster", "sdn", "vnets", vnet, "subnets"]),
        }
    }

    /// Where it is changed and removed.
    fn place(&self) -> String {
        let (Self::Controller { id } | Self::Zone { id } | Self::Vnet { id } | Self::Subnet { id, .. }) = self;
        self.collection() + &path(&[id])
    }

    /// What names it when it is made.
    fn naming(&self) -> Vec<(String, String)> {
        let (key, name) = match self {
            Self::Controller { id } => ("controller", id),
            Self::Zone { id } => ("zone", id),
            Self::Vnet { id } => ("vnet", id),
            Self::Subnet { cidr, .. } => ("subnet", cidr),
        };
        let kind = matches!(self, Self::Subnet { .. }).then(|| "subnet".to_owned());
        given_only([(key, Some(name.clone())), ("type", kind)])
    }
}

/// Asks for the zones, with what waits for being applied (`GET /cluster/sdn/zones`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SdnZones;

/// Asks for the VNets, with what waits for being applied (`GET /cluster/sdn/vnets`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SdnVnets;

/// Asks for the controllers, with what waits for being applied (`GET /cluster/sdn/controllers`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SdnControllers;

/// Asks for the subnets of a VNet, with what waits for being applied (`GET /cluster/sdn/vnets/{vnet}/subnets`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SdnSubnets {
    /// The VNet.
    pub vnet: String,
}

/// A call that lists objects with what waits for being applied.
macro_rules! lists {
    ($call:ty, $self:ident: $path:expr) => {
        impl Call for $call {
            type Answer = Vec<SdnRow>;

            const METHOD: Method = Method::Get;
            const REPETITION: Repetition = Repetition::Read;

            fn path(&$self) -> String {
                path($path)
            }

            fn parameters(&self) -> Vec<(String, String)> {
                vec![("pending".to_owned(), "1".to_owned())]
            }
        }
    };
}

lists!(SdnZones, self: &["cluster", "sdn", "zones"]);
lists!(SdnVnets, self: &["cluster", "sdn", "vnets"]);
lists!(SdnControllers, self: &["cluster", "sdn", "controllers"]);
lists!(SdnSubnets, self: &["cluster", "sdn", "vnets", &self.vnet, "subnets"]);

/// An object of the software-defined network as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SdnRow {
    /// Its options in force, numbers as text, its ID and type included.
    pub options: BTreeMap<String, String>,
    /// The options that wait for being applied; one that will be gone has the value `deleted`.
    pub pending: BTreeMap<String, String>,
    /// `new`, `changed` or `deleted` while it waits for being applied.
    pub state: Option<String>,
    /// The digest of the file of its kind.
    pub digest: Option<String>,
}

impl SdnRow {
    /// An option as it is in force.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.options.get(key).map(String::as_str)
    }

    /// The options as they will be in force: pending ones over current ones.
    pub fn effective(&self) -> BTreeMap<String, String> {
        let mut options = self.options.clone();
        for (key, value) in &self.pending {
            if value == "deleted" {
                options.remove(key);
            } else {
                options.insert(key.clone(), value.clone());
            }
        }
        options
    }
}

impl<'de> Deserialize<'de> for SdnRow {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut values: BTreeMap<String, Value> = reading::map(deserializer)?;
        let pending = match values.remove("pending") {
            Some(Value::Object(pending)) => texts(pending),
            _ => BTreeMap::new(),
        };
        let mut options = texts(values);
        let (state, digest) = (options.remove("state"), options.remove("digest"));
        Ok(Self { options, pending, state, digest })
    }
}

fn texts(values: impl IntoIterator<Item = (String, Value)>) -> BTreeMap<String, String> {
    let is_empty_list = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    let texts = values.into_iter().filter(|(_, value)| !is_empty_list(value));
    texts.filter_map(|(key, value)| Some((key, reading::text_of(&value)?))).collect()
}

/// Makes an object, pending until it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateSdn {
    /// The object.
    pub object: SdnObject,
    /// Its options, the type of a zone or controller and the zone of a VNet included.
    pub set: BTreeMap<String, String>,
    /// The lock that is held, from 9.0 on.
    pub lock_token: Option<String>,
}

impl Call for CreateSdn {
    type Answer = IgnoredAny;

    const METHOD: Method = Method::Post;
    const REPETITION: Repetition = Repetition::Never;

    fn path(&self) -> String {
        self.object.collection()
    }

    fn parameters(&self) -> Vec<(String, String)> {
        let mut parameters = self.object.naming();
        let named: Vec<String> = parameters.iter().map(|(key, _)| key.clone()).collect();
        let options = self.set.iter().filter(|(key, _)| !named.contains(key));
        parameters.extend(options.map(|(key, value)| (key.clone(), value.clone())));
        parameters.extend(lock(self.lock_token.as_ref()));
        parameters
    }
}

/// Sets and removes options of an object, pending until it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateSdn {
    /// The object.
    pub object: SdnObject,
    /// What is set.
    pub set: BTreeMap<String, String>,
    /// What is removed.
    pub delete: Vec<String>,
    /// The digest of the file of its kind.
    pub digest: Option<String>,
    /// The lock that is held, from 9.0 on.
    pub lock_token: Option<String>,
}

impl Call for UpdateSdn {
    type Answer = IgnoredAny;

    const METHOD: Method = Method::Put;
    const REPETITION: Repetition = Repetition::Idempotent;

    fn path(&self) -> String {
        self.object.place()
    }

    fn parameters(&self) -> Vec<(String, String)> {
        let mut parameters = changes(&self.set, &self.delete, self.digest.as_ref());
        parameters.extend(lock(self.lock_token.as_ref()));
        parameters
    }
}

/// Removes an object, pending until it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteSdn {
    /// The object.
    pub object: SdnObject,
    /// The lock that is held, from 9.0 on.
    pub lock_token: Option<String>,
}

impl Call for DeleteSdn {
    type Answer = IgnoredAny;

    const METHOD: Method = Method::Delete;
    const REPETITION: Repetition = Repetition::Never;

    fn path(&self) -> String {
        self.object.place()
    }

    fn parameters(&self) -> Vec<(String, String)> {
        lock(self.lock_token.as_ref())
    }
}

/// Puts everything that waits in force, as a task (`PUT /cluster/sdn`).
///
/// The task says `OK` even where a node could not reload its network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplySdn {
    /// The lock that is held, from 9.0 on.
    pub lock_token: Option<String>,
}

impl Call for ApplySdn {
    type Answer = Upid;

    const METHOD: Method = Method::Put;
    const REPETITION: Repetition = Repetition::Idempotent;

    fn path(&self) -> String {
        path(&["cluster", "sdn"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        lock(self.lock_token.as_ref())
    }
}

fn lock(token: Option<&String>) -> Vec<(String, String)> {
    given_only([("lock-token", token.cloned())])
}
