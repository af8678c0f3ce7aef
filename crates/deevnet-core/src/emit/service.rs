//! Service names: which of them can be published, and where they point.

use std::collections::HashMap;
use std::sync::Arc;

use super::collector::Collector;
use super::left_out::Part;
use super::reason::Reason;
use super::record::{AddressRecord, ServiceRecord};
use crate::finding::Subject;
use crate::model::{Host, Interface, Service};

/// Collects the service names of every host, once all address records are known.
///
/// The DNS holds one CNAME at a name and nothing beside it (RFC 1034, section 3.6.2): of several claims the first host
/// by name has it, and a host's own name is never an alias.
pub(super) fn collect(collector: &mut Collector<'_>) {
    let records = std::mem::take(&mut collector.published.address_records);
    let mut taken = Taken::new(&records);
    let mut rest = records.as_slice();
    for host in collector.substrate.hosts.values() {
        let (own, others) = rest.split_at(rest.iter().take_while(|record| record.host == host.name).count());
        rest = others;
        for interface in host.interfaces.values() {
            let record = record_of(interface, own);
            for service in &interface.publication.cnames {
                collect_one(collector, &mut taken, host, interface, service, record);
            }
        }
    }
    collector.published.address_records = records;
    collector.published.service_records.sort_unstable_by(|left, right| {
        (&left.host, &left.interface, &left.service).cmp(&(&right.host, &right.interface, &right.service))
    });
}

/// The address record that an interface's services point at: its own, or else the host's first.
fn record_of<'r>(interface: &Interface, records: &'r [AddressRecord]) -> Option<&'r AddressRecord> {
    let address = interface.address.value.fixed().filter(|_| interface.wants_address_record());
    records.iter().find(|record| Some(record.address) == address).or_else(|| records.first())
}

fn collect_one(
    collector: &mut Collector<'_>,
    taken: &mut Taken<'_>,
    host: &Host,
    interface: &Interface,
    service: &Service,
    record: Option<&AddressRecord>,
) {
    let name = &service.name.value;
    if taken.is_held_by(name, &host.name) {
        return;
    }
    let subject = || Subject::service(Arc::clone(&host.name), Arc::clone(name));
    let obstacle = collector.obstacles.about(&subject()).or_else(|| collector.obstacle(host, interface));
    let entry = taken
        .require_free(name)
        .and_then(|()| collector.require_fitting(name))
        .and_then(|()| record.ok_or(Reason::NoAddressRecord));
    let Some(record) = collector.admit(subject, Part::ServiceRecord, obstacle, entry) else { return };
    taken.services.insert(Arc::clone(name), Arc::clone(&host.name));
    collector.published.service_records.push(ServiceRecord {
        service: Arc::clone(name),
        host: Arc::clone(&host.name),
        interface: Arc::clone(&record.interface),
        label: record.label.clone(),
        address: record.address,
    });
}

/// The names that the zone already holds, each with the host it belongs to.
struct Taken<'r> {
    hosts: HashMap<&'r str, &'r Arc<str>>,
    services: HashMap<Arc<str>, Arc<str>>,
}

impl<'r> Taken<'r> {
    fn new(records: &'r [AddressRecord]) -> Self {
        let hosts = records.iter().map(|record| (record.label.as_str(), &record.host));
        Self { hosts: hosts.collect(), services: HashMap::new() }
    }

    /// Whether a host already publishes that service: declaring it on two of its interfaces is one name.
    fn is_held_by(&self, service: &str, host: &str) -> bool {
        self.services.get(service).is_some_and(|holder| **holder == *host)
    }

    fn require_free(&self, service: &Arc<str>) -> Result<(), Reason> {
        if let Some(host) = self.services.get(service) {
            return Err(Reason::ServiceTaken { service: Arc::clone(service), host: Arc::clone(host) });
        }
        match self.hosts.get(&**service) {
            Some(host) => Err(Reason::NameOfHost(Arc::clone(host))),
            None => Ok(()),
        }
    }
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
