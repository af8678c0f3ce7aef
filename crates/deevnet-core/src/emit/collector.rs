//! Walks a checked substrate once and collects what it publishes.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::boot_configuration;
use super::candidate::{self, Candidate};
use super::inventory_host;
use super::left_out::{LeftOut, Part};
use super::machine;
use super::node;
use super::obstacles::Obstacles;
use super::published::Published;
use super::reason::Reason;
use super::record::{FullName, PointerRecord};
use super::router;
use super::scope;
use super::service::{self, Claim};
use super::sites::Sites;
use super::switch;
use super::virtual_machine;
use super::vlan;
use crate::check::Checked;
use crate::finding::{Finding, Subject};
use crate::graph::Graph;
use crate::model::{Host, Interface, Substrate, Tenant};
use crate::name::DomainName;
use crate::rules;

/// What is published so far, and what decides about the rest.
#[derive(Debug)]
pub(super) struct Collector<'a> {
    pub(super) substrate: &'a Substrate,
    pub(super) obstacles: Obstacles<'a>,
    pub(super) published: Published,
    claims: Vec<Claim<'a>>,
    force: bool,
}

/// The codes of rules about the policy.
const POLICY_CODES: RangeInclusive<u16> = 600..=699;

/// Whether a finding makes it unknown which packets the policy lets through.
fn hides_policy(finding: &Finding) -> bool {
    let is_about_policy = POLICY_CODES.contains(&finding.rule.code.number());
    finding.is_error() && (is_about_policy || (finding.subjects.is_empty() && finding.rule.is_about_reading()))
}

/// The zones of tenants, by name, each once.
fn tenant_zones(substrate: &Substrate) -> Vec<DomainName> {
    let Some(domain) = substrate.domain() else { return Vec::new() };
    let zone = |tenant: &Tenant| domain.child(&tenant.name.value.as_str().parse().ok()?).ok();
    substrate.tenants.iter().filter_map(zone).collect::<BTreeSet<DomainName>>().into_iter().collect()
}

impl<'a> Collector<'a> {
    pub(super) fn new(checked: &'a Checked, force: bool) -> Self {
        let substrate = &checked.substrate;
        let obstacles = Obstacles::new(&checked.findings);
        let published = Published {
            network: router::network(substrate),
            substrate: substrate.name.as_ref().map(|name| name.value.clone()),
            domain: substrate.domain(),
            tenant_zones: tenant_zones(substrate),
            unattributed_errors: obstacles.unattributed(),
            policy_has_errors: !force && checked.findings.iter().any(hides_policy),
            ..Published::default()
        };
        Self { substrate, obstacles, published, claims: Vec::new(), force }
    }

    pub(super) fn collect(mut self) -> Published {
        scope::collect(&mut self);
        let plan = self.substrate.vlan_plan();
        vlan::collect(&mut self, &plan);
        switch::collect(&mut self, &plan);
        let sites = Sites::new(self.substrate, &self.published.scopes);
        for host in self.substrate.hosts.values() {
            self.host(host, &sites);
        }
        boot_configuration::collect(&mut self);
        node::collect(&mut self, &plan);
        let claims = std::mem::take(&mut self.claims);
        service::settle(&mut self, &claims);
        machine::collect(&mut self);
        virtual_machine::collect(&mut self);
        inventory_host::collect(&mut self);
        self.published.graph = Graph::of(self.substrate);
        self.published.left_out.sort_unstable();
        self.published
    }

    /// Admits an entry, or notes why it is left out: because it has no values, or because an error touches it.
    pub(super) fn admit<T>(
        &mut self,
        subject: impl FnOnce() -> Subject,
        part: Part,
        obstacle: Option<&Finding>,
        entry: Result<T, Reason>,
    ) -> Option<T> {
        let message = match (entry, obstacle) {
            (Ok(entry), None) => return Some(entry),
            (Ok(entry), Some(_)) if self.force => return Some(entry),
            (Ok(_), Some(finding)) => finding.message.clone(),
            (Err(reason), _) => reason.to_string(),
        };
        let rule = obstacle.map(|finding| finding.rule.code);
        self.published.left_out.push(LeftOut { subject: subject(), part, rule, message });
        None
    }

    /// Refuses a name that is too long once the domain follows it.
    pub(super) fn require_fitting(&self, name: &str) -> Result<(), Reason> {
        let fits = self.published.domain.as_ref().is_none_or(|domain| FullName::new(name, domain).fits());
        if fits { Ok(()) } else { Err(Reason::NameTooLong) }
    }

    /// Collects what a host publishes; its services are only claimed until every address record is known.
    fn host(&mut self, host: &'a Host, sites: &Sites) {
        let label = candidate::label_of(host);
        let first = self.published.address_records.len();
        for interface in host.interfaces.values() {
            let obstacle = self.obstacle(host, interface);
            let site = sites.of(interface);
            self.interface(&Candidate { host, label: &label, interface, obstacle, site }, first);
        }
        for interface in host.interfaces.values() {
            let obstacle = self.obstacle(host, interface);
            self.claims.extend(Claim::of(host, interface, obstacle, &self.published.address_records, first));
        }
    }

    /// The error that touches an interface, or its host as a whole.
    fn obstacle(&self, host: &Host, interface: &Interface) -> Option<&'a Finding> {
        self.obstacles.about_interface(&host.name, &interface.name).or_else(|| self.obstacles.about_host(&host.name))
    }

    /// Collects what an interface publishes; `first` is where its host's own address records begin.
    fn interface(&mut self, candidate: &Candidate<'a, '_>, first: usize) {
        let interface = candidate.interface;
        if interface.wants_wake() {
            let entry = candidate.wake_entry();
            let obstacle = self.hardware_obstacle(candidate);
            let admitted = self.admit(|| candidate.subject(), Part::WakeEntry, obstacle, entry);
            self.published.wake_entries.extend(admitted);
        }
        if interface.wants_address_record() {
            self.address_record(candidate, first);
        }
        if interface.wants_reservation() {
            self.reservation(candidate);
        }
        self.rejected(candidate);
    }

    /// The error that touches what needs the MAC of an interface.
    fn hardware_obstacle(&self, candidate: &Candidate<'a, '_>) -> Option<&'a Finding> {
        let (host, interface) = (&candidate.host.name, &candidate.interface.name);
        candidate.obstacle.or_else(|| self.obstacles.about_hardware(host, interface))
    }

    /// Names what cannot even be told to be wanted, and service names that are none.
    fn rejected(&mut self, candidate: &Candidate<'a, '_>) {
        let publication = &candidate.interface.publication;
        let flags = [
            (publication.host_a_record_rejected, Part::AddressRecord),
            (publication.dhcp_reservation_rejected, Part::Reservation),
        ];
        for (_, part) in flags.into_iter().filter(|(is_rejected, _)| *is_rejected) {
            let rule = candidate.obstacle.map(|finding| finding.rule.code);
            let message = "whether it is wanted cannot be read".to_owned();
            self.published.left_out.push(LeftOut { subject: candidate.subject(), part, rule, message });
        }
        for name in &publication.rejected_cnames {
            let subject = Subject::service(candidate.host.name.clone(), name.value.clone());
            let (part, rule) = (Part::ServiceRecord, Some(rules::SERVICE_INVALID.code));
            let message = "it is not a DNS name".to_owned();
            self.published.left_out.push(LeftOut { subject, part, rule, message });
        }
    }

    fn reservation(&mut self, candidate: &Candidate<'a, '_>) {
        let segment = candidate.site.segment.as_ref();
        let segment_obstacle = segment.and_then(|segment| self.obstacles.about_segment(segment));
        let obstacle = self.hardware_obstacle(candidate).or(segment_obstacle);
        let entry = candidate.reservation();
        let Some(mut reservation) = self.admit(|| candidate.subject(), Part::Reservation, obstacle, entry) else {
            return;
        };
        let boot = candidate.boot();
        reservation.boot = self.admit(|| candidate.subject(), Part::NetworkBoot, None, boot).flatten();
        self.published.reservations.push(reservation);
    }

    /// Collects an address record, once a host: several of its interfaces may share the address.
    fn address_record(&mut self, candidate: &Candidate<'a, '_>, first: usize) {
        let entry = candidate.address_record().and_then(|record| {
            self.require_fitting(record.label.as_str())?;
            Ok(record)
        });
        let admitted = self.admit(|| candidate.subject(), Part::AddressRecord, candidate.obstacle, entry);
        let Some(record) = admitted else { return };
        if self.published.address_records[first..].iter().any(|found| found.address == record.address) {
            return;
        }
        let scope = candidate.site.scope.clone();
        self.published.pointer_records.push(PointerRecord::new(&record, scope));
        self.published.address_records.push(record);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::check::Checked;
    use crate::emit::Published;
    use crate::emit::testing::{checked, lab, listed, published};
    use crate::finding::{Finding, Severity, Subject};
    use crate::rules;

    fn with_error(json: &Json, subject: Subject) -> Checked {
        let mut checked = checked(json);
        let finding = Finding::new(&rules::DUPLICATE_KEY, "it is broken", None);
        checked.findings.push(finding.with_subject(subject));
        checked
    }

    #[test]
    fn what_has_no_values_is_left_out_by_name() {
        insta::assert_snapshot!(listed(&published(&lab()).left_out), @r#"
        DHCP reservation of hv01 (eth0): its MAC address is not known
        Wake-on-LAN entry of hv01 (eth0): its MAC address is not known
        DHCP reservation of provisioner-ph01 (eth1): its address is not fixed (`ip: dhcp`)
        service name queue of worker-vm02: its host has no published address record to point at
        switch port of access-sw01: "gigabitEthernet 1/0/4\nreboot" is not the name of a port: one to 64 letters, digits and `/.:-_` in words
        switch port of access-sw01: gigabitEthernet 1/0/5 has no VLAN that is published
        "#);
    }

    #[test]
    fn every_flagged_interface_of_a_host_is_published() {
        let published = published(&lab());
        let of_pi01 = |host: &str| host == "pi01";
        assert_eq!(published.reservations.iter().filter(|found| of_pi01(&found.host)).count(), 2);
        assert_eq!(published.address_records.iter().filter(|found| of_pi01(&found.host)).count(), 2);
    }

    #[test]
    fn a_missing_half_does_not_hide_the_interface() {
        let mut json = lab();
        json["hosts"]["pi01"]["infrastructure"]["interfaces"] = json!({ "eth1": { "mac": "00-00-5E-zz" } });
        let published = published(&json);
        let of_pi01 = published.left_out.iter().filter(|found| found.subject.host_name() == Some("pi01"));
        insta::assert_snapshot!(listed(of_pi01), @"
        boot configuration of pi01: 00:00:5e:00:53:12 is the MAC address of none of its interfaces
        DHCP reservation of pi01 (eth0): `infrastructure` does not declare the interface, so its MAC address is not known
        DHCP reservation of pi01 (eth1): its MAC address is malformed
        Wake-on-LAN entry of pi01 (eth1): its MAC address is malformed
        ");
    }

    #[test]
    fn an_error_about_an_interface_leaves_out_its_records_and_no_other() {
        let checked = with_error(&lab(), Subject::interface("pi01", "eth0"));
        let published = Published::new(&checked);
        insta::assert_snapshot!(listed(&published.left_out), @r#"
        DHCP reservation of hv01 (eth0): its MAC address is not known
        Wake-on-LAN entry of hv01 (eth0): its MAC address is not known
        DHCP reservation of pi01 (eth0): it is broken [DV902]
        address record of pi01 (eth0): it is broken [DV902]
        inventory entry of pi01 (eth0): it is broken [DV902]
        DHCP reservation of provisioner-ph01 (eth1): its address is not fixed (`ip: dhcp`)
        service name mqtt of pi01: it is broken [DV902]
        service name sensors.house of pi01: it is broken [DV902]
        service name queue of worker-vm02: its host has no published address record to point at
        switch port of access-sw01: "gigabitEthernet 1/0/4\nreboot" is not the name of a port: one to 64 letters, digits and `/.:-_` in words
        switch port of access-sw01: gigabitEthernet 1/0/5 has no VLAN that is published
        "#);
        assert_eq!(published.address_records.iter().filter(|record| &*record.host == "pi01").count(), 1);
    }

    #[test]
    fn an_error_about_hardware_leaves_the_names_alone() {
        let published = Published::new(&with_error(&lab(), Subject::hardware("pi01", "eth0")));
        let parts: Vec<_> =
            published.left_out.iter().filter(|found| found.rule.is_some()).map(|found| found.part).collect();
        assert_eq!(parts, [crate::emit::Part::Reservation, crate::emit::Part::InventoryHost]);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_takes_nothing_with_it() {
        let mut json = lab();
        let dns = &mut json["hosts"]["pi01"]["env"]["interfaces"]["eth0"]["dns"];
        dns["cnames"] = json!(["a b", "mqtt"]);
        let published = published(&json);
        insta::assert_snapshot!(
            listed(published.left_out.iter().filter(|found| found.subject.host_name() == Some("pi01"))),
            @"service name a b of pi01: it is not a DNS name [DV503]"
        );
        assert!(published.service("mqtt").is_some());
    }

    #[test]
    fn force_publishes_what_has_values() {
        let checked = with_error(&lab(), Subject::host("pi01"));
        assert_eq!(Published::forced(&checked), published(&lab()));
        assert!(!Published::new(&checked).reservations.iter().any(|found| &*found.host == "pi01"));
    }

    #[test]
    fn an_error_about_a_segment_leaves_out_its_subnet_and_reservations_but_no_name() {
        let checked = with_error(&lab(), Subject::segment("iot"));
        let (published, whole) = (Published::new(&checked), published(&lab()));
        assert!(published.scope("iot").is_none());
        assert_eq!(published.reservations.len(), whole.reservations.len() - 1);
        assert_eq!(published.address_records, whole.address_records);
    }

    #[test]
    fn an_error_about_a_device_or_a_service_leaves_the_address_alone() {
        assert_eq!(Published::new(&with_error(&lab(), Subject::device("pi01"))), published(&lab()));
        let published = Published::new(&with_error(&lab(), Subject::service("pi01", "mqtt")));
        assert!(published.service("mqtt").is_none() && published.service("sensors.house").is_some());
    }

    #[test]
    fn warnings_leave_nothing_out_and_errors_about_nothing_are_counted() {
        let mut checked = with_error(&lab(), Subject::host("pi01"));
        checked.findings[0].severity = Severity::Warning;
        assert_eq!(Published::new(&checked), published(&lab()));
        checked.findings.push(Finding::new(&rules::YAML_MALFORMED, "it does not parse", None));
        assert_eq!(Published::new(&checked).unattributed_errors, 1);
    }

    #[test]
    fn a_shared_address_is_one_record() {
        let mut json = lab();
        json["hosts"]["pi01"]["env"]["interfaces"]["eth1"]["ip"] = json!("10.20.30.11");
        let published = published(&json);
        assert_eq!(published.address_records.iter().filter(|record| &*record.host == "pi01").count(), 1);
        assert_eq!(published.pointer_records.len(), published.address_records.len());
    }

    #[test]
    fn network_boot_that_fits_no_message_is_left_out_alone() {
        let mut json = lab();
        let boot = &mut json["hosts"]["provisioner-ph01"]["env"]["interfaces"]["eth0"]["dns"]["pxe_boot"];
        *boot = json!({ "tftp_server": "10.20.99.295", "boot_file": "pxelinux.0" });
        let published = published(&json);
        assert!(published.reservations.iter().all(|found| &*found.host != "provisioner-ph01" || found.boot.is_none()));
        insta::assert_snapshot!(
            published.left_out.iter().find(|found| found.part == crate::emit::Part::NetworkBoot).unwrap(),
            @r#"network boot of provisioner-ph01 (eth0): the boot server "10.20.99.295" is neither an IPv4 address nor a DNS name of at most 63 characters"#
        );
    }
}
