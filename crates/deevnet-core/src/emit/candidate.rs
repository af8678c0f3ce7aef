//! One interface that may publish something.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::boot::NetworkBoot;
use super::reason::Reason;
use super::record::AddressRecord;
use super::reservation::{Reservation, WakeEntry};
use super::sites::Site;
use crate::finding::{Finding, Subject};
use crate::mac::MacAddress;
use crate::model::{AddressState, Host, Interface, MacState};
use crate::name::DnsLabel;

/// One interface with what its entries are made of.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a, 'l> {
    pub(super) host: &'a Host,
    pub(super) label: &'l Result<Arc<DnsLabel>, Reason>,
    pub(super) interface: &'a Interface,
    pub(super) obstacle: Option<&'a Finding>,
    pub(super) site: Site,
}

impl Candidate<'_, '_> {
    pub(super) fn subject(&self) -> Subject {
        Subject::interface(Arc::clone(&self.host.name), Arc::clone(&self.interface.name))
    }

    /// Its reservation, still without network boot options.
    pub(super) fn reservation(&self) -> Result<Reservation, Reason> {
        Ok(Reservation {
            host: Arc::clone(&self.host.name),
            label: self.label.clone()?,
            interface: Arc::clone(&self.interface.name),
            mac: self.mac()?,
            address: self.address()?,
            segment: self.site.segment.clone(),
            scope: self.site.scope.clone(),
            boot: None,
        })
    }

    pub(super) fn address_record(&self) -> Result<AddressRecord, Reason> {
        Ok(AddressRecord {
            host: Arc::clone(&self.host.name),
            interface: Arc::clone(&self.interface.name),
            label: self.label.clone()?,
            address: self.address()?,
        })
    }

    pub(super) fn wake_entry(&self) -> Result<WakeEntry, Reason> {
        let mac = self.mac()?;
        Ok(WakeEntry { host: Arc::clone(&self.host.name), interface: Arc::clone(&self.interface.name), mac })
    }

    /// Its network boot options, where it has any.
    pub(super) fn boot(&self) -> Result<Option<NetworkBoot>, Reason> {
        let Some(declared) = &self.interface.publication.pxe_boot else { return Ok(None) };
        let server = declared.tftp_server.as_ref().map(|text| text.value.parse().map_err(Reason::BootServer));
        let file = declared.boot_file.as_ref().map(|text| text.value.parse().map_err(Reason::BootFile));
        let (server, file) = (server.transpose()?, file.transpose()?);
        Ok((server.is_some() || file.is_some()).then_some(NetworkBoot { server, file }))
    }

    fn mac(&self) -> Result<MacAddress, Reason> {
        match self.interface.mac.value {
            MacState::Known(mac) => Ok(mac),
            _ if self.interface.mac_rejected => Err(Reason::MacMalformed),
            _ if self.interface.hardware.is_none() => Err(Reason::HardwareMissing),
            MacState::Unknown => Err(Reason::MacUnknown),
            MacState::Unallocated => Err(Reason::MacUnallocated),
        }
    }

    fn address(&self) -> Result<Ipv4Addr, Reason> {
        match self.interface.address.value {
            AddressState::Fixed(address) => Ok(address),
            _ if self.interface.address_rejected => Err(Reason::AddressMalformed),
            AddressState::Dynamic => Err(Reason::AddressDynamic),
            AddressState::Absent => Err(Reason::AddressAbsent),
        }
    }
}

/// A host's name in the DNS.
pub(super) fn label_of(host: &Host) -> Result<Arc<DnsLabel>, Reason> {
    host.name.parse().map(Arc::new).map_err(Reason::HostName)
}
