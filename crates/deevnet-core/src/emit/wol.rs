//! Wake-on-LAN entries as the estate's router role takes them.

use serde::Serialize;

use super::description::{Description, Prefix};
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::json;
use super::options::EmitOptions;
use super::published::Published;
use crate::mac::MacAddress;

const DESCRIPTION_PREFIX: &str = "Ansible-managed";

/// One entry of the target `wol`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WakeRow<'a> {
    /// The inventory hostname.
    pub hostname: &'a str,
    /// The interface.
    pub interface_key: &'a str,
    /// The MAC address, written in upper case with colons.
    #[serde(serialize_with = "json::upper_colon")]
    pub mac: MacAddress,
    /// `<prefix> - <host> (<interface>)`.
    pub description: Description<'a>,
}

impl Published {
    /// The entries of the target `wol`.
    pub fn wake_rows<'a>(&'a self, options: &'a EmitOptions) -> impl Iterator<Item = WakeRow<'a>> {
        let prefix = Prefix::choose(options, DESCRIPTION_PREFIX);
        self.wake_entries.iter().map(move |entry| WakeRow {
            hostname: &entry.host,
            interface_key: &entry.interface,
            mac: entry.mac,
            description: Description::new(prefix, &entry.host, &entry.interface),
        })
    }
}

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let rows: Vec<WakeRow<'_>> = published.wake_rows(options).collect();
    Ok(Emission::of(EmittedFile::new("wol.json", json::pretty(&rows)?)))
}
