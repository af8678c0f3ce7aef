//! DHCP reservations as the estate's router role takes them.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::boot::{BootFile, BootServer};
use super::description::{Description, Prefix};
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::json;
use super::optional_text::OptionalText;
use super::options::EmitOptions;
use super::published::Published;
use crate::mac::MacAddress;

const DESCRIPTION_PREFIX: &str = "Ansible managed";

/// One entry of the target `dhcp-reservations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReservationRow<'a> {
    /// The inventory hostname.
    pub hostname: &'a str,
    /// The MAC address, written in upper case with colons.
    #[serde(serialize_with = "json::upper_colon")]
    pub mac: MacAddress,
    /// The address.
    pub ip: Ipv4Addr,
    /// The interface.
    pub interface: &'a str,
    /// `<prefix> - <host> (<interface>)`.
    pub description: Description<'a>,
    /// The TFTP server, or empty.
    pub pxe_tftp_server: OptionalText<'a, BootServer>,
    /// The boot file, or empty.
    pub pxe_boot_file: OptionalText<'a, BootFile>,
}

impl Published {
    /// The entries of the target `dhcp-reservations`.
    pub fn reservation_rows<'a>(&'a self, options: &'a EmitOptions) -> impl Iterator<Item = ReservationRow<'a>> {
        let prefix = Prefix::choose(options, DESCRIPTION_PREFIX);
        self.reservations.iter().map(move |reservation| {
            let boot = reservation.boot.as_ref();
            ReservationRow {
                hostname: &reservation.host,
                mac: reservation.mac,
                ip: reservation.address,
                interface: &reservation.interface,
                description: Description::new(prefix, &reservation.host, &reservation.interface),
                pxe_tftp_server: OptionalText::new(boot.and_then(|boot| boot.server.as_ref())),
                pxe_boot_file: OptionalText::new(boot.and_then(|boot| boot.file.as_ref())),
            }
        })
    }
}

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let rows: Vec<ReservationRow<'_>> = published.reservation_rows(options).collect();
    Ok(Emission::of(EmittedFile::new("dhcp-reservations.json", json::pretty(&rows)?)))
}
