//! Tickets and permissions.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::call::{Call, Repetition};
use super::reading;
use crate::transport::Method;

/// Asks for a ticket: for a password, or for a ticket that ends soon (`POST /access/ticket`).
#[derive(Debug, Clone)]
pub struct AccessTicket {
    /// The user with the realm, such as `automation@pve`.
    pub username: String,
    /// The password, or a ticket that still holds.
    pub password: SecretString,
}

/// A ticket, which holds for two hours.
#[derive(Debug, Clone, Deserialize)]
pub struct Ticket {
    /// The user that it is for.
    pub username: String,
    /// What goes into the cookie `PVEAuthCookie`.
    #[serde(deserialize_with = "reading::secret")]
    pub ticket: SecretString,
    /// What goes with every request that changes something, as the header `CSRFPreventionToken`.
    #[serde(rename = "CSRFPreventionToken", deserialize_with = "reading::secret")]
    pub csrf_token: SecretString,
}

impl Call for AccessTicket {
    type Answer = Ticket;

    const METHOD: Method = Method::Post;
    const REPETITION: Repetition = Repetition::Idempotent;

    fn path(&self) -> String {
        "/access/ticket".to_owned()
    }

    fn parameters(&self) -> Vec<(String, String)> {
        let password = self.password.expose_secret().to_owned();
        vec![("username".to_owned(), self.username.clone()), ("password".to_owned(), password)]
    }
}

/// Asks what the token or user may do (`GET /access/permissions`).
#[derive(Debug, Clone, Default)]
pub struct Permissions {
    /// The path to ask about; all of them where nothing is said.
    pub path: Option<String>,
}

impl Call for Permissions {
    type Answer = PermissionTable;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        "/access/permissions".to_owned()
    }

    fn parameters(&self) -> Vec<(String, String)> {
        self.path.iter().map(|path| ("path".to_owned(), path.clone())).collect()
    }
}

/// The paths that an answer has unless nothing holds there; further ones only where an access control entry names them.
const ALWAYS_TOLD: &[&str] = &["/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms"];

/// Which privileges hold on which paths, and whether they do on what is below.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PermissionTable(BTreeMap<String, BTreeMap<String, bool>>);

impl PermissionTable {
    /// Whether a privilege holds on a path: the nearest path of the table at or above it decides.
    ///
    /// On a path of the table the privilege holds if it stands there; from a path above it only if it is passed on. Where one of
    /// the paths that nodes always tell of is missing from the table, nothing holds at or below it, whatever holds at `/`.
    pub fn allows(&self, path: &str, privilege: &str) -> bool {
        if let Some(here) = self.0.get(path) {
            return here.contains_key(privilege);
        }
        let mut above = path;
        while !ALWAYS_TOLD.contains(&above)
            && let Some((parent, _)) = above.rsplit_once('/')
        {
            above = if parent.is_empty() { "/" } else { parent };
            if let Some(privileges) = self.0.get(above) {
                return privileges.get(privilege).copied().unwrap_or(false);
            }
        }
        false
    }

    /// Whether there are no privileges at all.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(BTreeMap::is_empty)
    }

    /// The paths with their privileges and whether each is passed on to what is below.
    pub fn paths(&self) -> &BTreeMap<String, BTreeMap<String, bool>> {
        &self.0
    }
}

impl<'de> Deserialize<'de> for PermissionTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let paths: BTreeMap<String, BTreeMap<String, Value>> = reading::map(deserializer)?;
        let is_passed_on = |value: Value| reading::text_of(&value).is_some_and(|text| text != "0");
        let privileges = |privileges: BTreeMap<String, Value>| {
            privileges.into_iter().map(|(privilege, value)| (privilege, is_passed_on(value))).collect()
        };
        Ok(Self(paths.into_iter().map(|(path, found)| (path, privileges(found))).collect()))
    }
}
