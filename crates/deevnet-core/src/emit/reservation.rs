//! DHCP reservations and Wake-on-LAN entries.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::boot::NetworkBoot;
use crate::mac::MacAddress;
use crate::name::DnsLabel;

/// One DHCP reservation: this MAC always gets this address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reservation {
    /// The inventory hostname.
    pub host: Arc<str>,
    /// The host's name in the DNS.
    pub label: Arc<DnsLabel>,
    /// The interface.
    pub interface: Arc<str>,
    /// Its MAC address.
    pub mac: MacAddress,
    /// Its address.
    pub address: Ipv4Addr,
    /// The segment it is on: the declared one, or the one whose subnet holds the address.
    pub segment: Option<Arc<str>>,
    /// The published segment whose subnet holds the address, in which a DHCP server can hand it out.
    pub scope: Option<Arc<str>>,
    /// Network boot options.
    pub boot: Option<NetworkBoot>,
}

/// One interface that is woken by Wake-on-LAN.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WakeEntry {
    /// The inventory hostname.
    pub host: Arc<str>,
    /// The interface.
    pub interface: Arc<str>,
    /// Its MAC address.
    pub mac: MacAddress,
}
