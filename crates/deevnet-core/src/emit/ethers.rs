//! Lines of `/etc/ethers` (ethers(5)): the address that belongs to a MAC address.
//!
//! Addresses stand there, not names, because a host with several interfaces has one name for all of them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::published::Published;
use super::reason::Reason;
use super::reserved::left_out;
use crate::mac::MacAddress;

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    let mut emission = Emission::default();
    let mut text = String::new();
    let mut holders: BTreeMap<MacAddress, &Arc<str>> = BTreeMap::new();
    writeln!(text, "# {}", Header(published))?;
    for reservation in &published.reservations {
        if let Some(host) = holders.get(&reservation.mac) {
            let reason = Reason::MacListed { mac: reservation.mac, host: Arc::clone(host) };
            emission.left_out.push(left_out(reservation, &reason));
            continue;
        }
        holders.insert(reservation.mac, &reservation.host);
        writeln!(text, "{} {}", reservation.mac, reservation.address)?;
    }
    emission.files.push(EmittedFile::new("ethers", text));
    Ok(emission)
}
