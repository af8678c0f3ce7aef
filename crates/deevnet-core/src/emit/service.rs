//! Service names: which of them can be published, and where they point.

use std::collections::HashMap;
use std::sync::Arc;

use super::collector::Collector;
use super::left_out::Part;
use super::reason::Reason;
use super::record::{AddressRecord, ServiceRecord};
use crate::finding::{Finding, Subject};
use crate::model::{Host, Interface};

/// One host's claim to a service name.
#[derive(Debug)]
pub(super) struct Claim<'a> {
    host: &'a Arc<str>,
    service: &'a Arc<str>,
    /// The error that touches the interface it is declared on.
    obstacle: Option<&'a Finding>,
    /// The index of the address record it points at.
    record: Option<usize>,
}

impl<'a> Claim<'a> {
    /// The claims of an interface, where its host's address records begin at `first`: they point at the interface's
    /// own record, or else at the host's first.
    pub(super) fn of(
        host: &'a Host,
        interface: &'a Interface,
        obstacle: Option<&'a Finding>,
        records: &[AddressRecord],
        first: usize,
    ) -> impl Iterator<Item = Claim<'a>> + use<'a> {
        let address = interface.address.value.fixed().filter(|_| interface.wants_address_record());
        let own = records[first..].iter().position(|record| Some(record.address) == address);
        let record = own.map(|index| first + index).or_else(|| (first < records.len()).then_some(first));
        let services = interface.publication.cnames.iter().map(|service| &service.name.value);
        services.map(move |service| Claim { host: &host.name, service, obstacle, record })
    }
}

/// Publishes the service names that are claimed, once all address records are known.
///
/// The DNS holds one CNAME at a name and nothing beside it (RFC 1034, section 3.6.2): of several claims the first host
/// by name has it, and a host's own name is never an alias. The claims are in order of hosts.
pub(super) fn settle(collector: &mut Collector<'_>, claims: &[Claim<'_>]) {
    let records = std::mem::take(&mut collector.published.address_records);
    let mut holders: HashMap<&str, Holder<'_>> =
        records.iter().map(|record| (record.label.as_str(), Holder::Name(&record.host))).collect();
    for claim in claims {
        settle_one(collector, &records, &mut holders, claim);
    }
    collector.published.address_records = records;
    let services = &mut collector.published.service_records;
    for own in services.chunk_by_mut(|left, right| left.host == right.host) {
        own.sort_unstable_by(|left, right| (&left.interface, &left.service).cmp(&(&right.interface, &right.service)));
    }
}

/// Who holds a name in the zone.
#[derive(Debug, Clone, Copy)]
enum Holder<'a> {
    /// The host whose own name it is.
    Name(&'a Arc<str>),
    /// The host that publishes it as a service.
    Service(&'a Arc<str>),
}

/// Publishes one service name; a second claim of the same host, on another interface, is the same name.
fn settle_one<'r>(
    collector: &mut Collector<'_>,
    records: &'r [AddressRecord],
    holders: &mut HashMap<&'r str, Holder<'r>>,
    claim: &Claim<'r>,
) {
    let Claim { host, service, .. } = *claim;
    let free = match holders.get(&**service) {
        Some(Holder::Service(holder)) if *holder == host => return,
        Some(Holder::Service(holder)) => {
            Err(Reason::ServiceTaken { service: Arc::clone(service), host: Arc::clone(holder) })
        }
        Some(Holder::Name(holder)) => Err(Reason::NameOfHost(Arc::clone(holder))),
        None => collector.require_fitting(service),
    };
    let subject = || Subject::service(Arc::clone(host), Arc::clone(service));
    let obstacle = collector.obstacles.about_service(host, service).or(claim.obstacle);
    let record = claim.record.and_then(|index| records.get(index)).ok_or(Reason::NoAddressRecord);
    let entry = free.and(record);
    let Some(record) = collector.admit(subject, Part::ServiceRecord, obstacle, entry) else { return };
    holders.insert(service, Holder::Service(host));
    collector.published.service_records.push(ServiceRecord::new(service, record));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emit::testing::{lab, listed, published};

    #[test]
    fn a_name_belongs_to_one_host_and_never_hides_a_hosts_own() {
        let mut json = lab();
        json["hosts"]["hv01"]["env"]["interfaces"]["eth0"]["dns"]["cnames"] = json!(["dns", "pi01"]);
        let published = published(&json);
        assert_eq!(&*published.service("dns").unwrap().host, "core-rt01");
        let lines = published.left_out.iter().filter(|found| found.part == crate::emit::Part::ServiceRecord);
        insta::assert_snapshot!(listed(lines), @"
        service name dns of hv01: `dns` already points at core-rt01
        service name pi01 of hv01: `pi01` is the name of a host that has an address record
        service name queue of worker-vm02: its host has no published address record to point at
        ");
    }

    #[test]
    fn a_service_points_at_its_own_interface_or_else_the_hosts_first() {
        let mut json = lab();
        json["hosts"]["pi01"]["env"]["interfaces"]["eth1"]["dns"]["cnames"] = json!(["console", "mqtt"]);
        json["hosts"]["hv01"]["env"]["interfaces"]["eth9"] = json!({ "dns": { "cnames": ["spare"] } });
        let published = published(&json);
        assert_eq!(published.service("console").unwrap().address.to_string(), "10.20.99.11");
        assert_eq!(published.service("mqtt").unwrap().address.to_string(), "10.20.30.11");
        assert_eq!(published.service("spare").unwrap().address.to_string(), "10.20.99.21");
    }
}
