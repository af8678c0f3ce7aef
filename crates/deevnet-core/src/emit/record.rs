//! DNS records.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::name::{DnsLabel, DomainName, reverse_name};

/// One address record: a host's name has this address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AddressRecord {
    /// The inventory hostname.
    pub host: Arc<str>,
    /// The interface that has the address; the first, where several of one host share it.
    pub interface: Arc<str>,
    /// The host's name in the DNS, relative to the substrate's domain.
    pub label: Arc<DnsLabel>,
    /// The address.
    pub address: Ipv4Addr,
}

/// One service name: an alias (CNAME) of a host's name, so that it has every published address of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceRecord {
    /// The service's label, or labels separated by dots, relative to the substrate's domain.
    pub service: Arc<str>,
    /// The inventory hostname that publishes it.
    pub host: Arc<str>,
    /// The interface of the address record it is declared beside: its own, or else the host's first.
    pub interface: Arc<str>,
    /// The host's name in the DNS, which the alias points at.
    pub label: Arc<DnsLabel>,
    /// The address of that record, one of those that the name has.
    pub address: Ipv4Addr,
}

/// One pointer record: an address belongs to a host's name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PointerRecord {
    /// The address.
    pub address: Ipv4Addr,
    /// The inventory hostname.
    pub host: Arc<str>,
    /// The interface that has the address.
    pub interface: Arc<str>,
    /// The host's name in the DNS, relative to the substrate's domain.
    pub label: Arc<DnsLabel>,
    /// The published segment whose subnet holds the address, in whose reverse zone the record stands.
    pub scope: Option<Arc<str>>,
}

impl ServiceRecord {
    /// A service that points at the host of an address record.
    pub(super) fn new(service: &Arc<str>, record: &AddressRecord) -> Self {
        Self {
            service: Arc::clone(service),
            host: Arc::clone(&record.host),
            interface: Arc::clone(&record.interface),
            label: Arc::clone(&record.label),
            address: record.address,
        }
    }
}

impl PointerRecord {
    /// The counterpart of an address record.
    pub(super) fn new(record: &AddressRecord, scope: Option<Arc<str>>) -> Self {
        Self {
            address: record.address,
            host: Arc::clone(&record.host),
            interface: Arc::clone(&record.interface),
            label: Arc::clone(&record.label),
            scope,
        }
    }

    /// The name it stands at, such as `21.99.20.10.in-addr.arpa`.
    pub fn name(&self) -> String {
        reverse_name(self.address)
    }
}

/// A name relative to a domain, written in full: `name.domain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FullName<'a> {
    name: &'a str,
    domain: &'a DomainName,
}

impl<'a> FullName<'a> {
    /// The full name of a host's label or a service's labels.
    pub(super) fn new(name: &'a str, domain: &'a DomainName) -> Self {
        Self { name, domain }
    }

    /// Whether it is short enough for the DNS.
    pub(super) fn fits(self) -> bool {
        self.name.len() + 1 + self.domain.as_str().len() <= DomainName::MAX_LENGTH
    }
}

impl fmt::Display for FullName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        f.write_str(".")?;
        f.write_str(self.domain.as_str())
    }
}

impl Serialize for FullName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
