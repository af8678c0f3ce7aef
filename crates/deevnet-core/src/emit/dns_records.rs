//! DNS records as the estate's resolver role takes them.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::json;
use super::published::Published;
use super::record::FullName;
use super::target::Target;
use crate::name::DomainName;

/// The target `dns-records`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DnsRecords<'a> {
    /// The address records.
    pub dns_host_records: Vec<AddressRow<'a>>,
    /// The service names.
    pub dns_cname_records: Vec<ServiceRow<'a>>,
    /// The pointer records.
    pub dns_ptr_records: Vec<PointerRow<'a>>,
}

/// One address record of the target `dns-records`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AddressRow<'a> {
    /// The inventory hostname.
    pub hostname: &'a str,
    /// The address.
    pub ip: Ipv4Addr,
    /// The host's full name.
    pub fqdn: FullName<'a>,
    /// The service names that are aliases of that name, with each of its addresses.
    pub cnames: Vec<&'a str>,
}

/// One service name of the target `dns-records`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ServiceRow<'a> {
    /// The service, relative to the domain.
    pub name: &'a str,
    /// The inventory hostname that publishes it.
    pub target_host: &'a str,
    /// The address it is declared beside, one of those that the host has.
    pub target_ip: Ipv4Addr,
}

/// One pointer record of the target `dns-records`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PointerRow<'a> {
    /// The reverse name.
    pub name: String,
    /// The address.
    pub ip: Ipv4Addr,
    /// The host's full name.
    pub target: FullName<'a>,
}

impl Published {
    /// The target `dns-records`.
    ///
    /// # Errors
    ///
    /// When the substrate's domain is not known, or ends in a number.
    pub fn dns_records(&self) -> Result<DnsRecords<'_>, EmitError> {
        let domain = self.require_domain(Target::DnsRecords)?;
        Ok(DnsRecords {
            dns_host_records: self.address_rows(domain),
            dns_cname_records: self
                .service_records
                .iter()
                .map(|record| ServiceRow {
                    name: &record.service,
                    target_host: &record.host,
                    target_ip: record.address,
                })
                .collect(),
            dns_ptr_records: self
                .pointer_records
                .iter()
                .map(|record| PointerRow {
                    name: record.name(),
                    ip: record.address,
                    target: FullName::new(record.label.as_str(), domain),
                })
                .collect(),
        })
    }

    fn address_rows<'a>(&'a self, domain: &'a DomainName) -> Vec<AddressRow<'a>> {
        let row = |(record, services): (&'a super::AddressRecord, Vec<&'a super::ServiceRecord>)| AddressRow {
            hostname: &record.host,
            ip: record.address,
            fqdn: FullName::new(record.label.as_str(), domain),
            cnames: services.iter().map(|record| &*record.service).collect(),
        };
        self.names().map(row).collect()
    }
}

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    Ok(Emission::of(EmittedFile::new("dns-records.json", json::pretty(&published.dns_records()?)?)))
}
