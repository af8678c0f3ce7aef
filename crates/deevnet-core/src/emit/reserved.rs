//! What a DHCP server accepts together.

use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;
use std::sync::Arc;

use super::left_out::{LeftOut, Part};
use super::published::Published;
use super::reason::Reason;
use super::reservation::Reservation;
use crate::finding::Subject;
use crate::mac::MacAddress;

/// The reservations of one subnet so far: Kea and dnsmasq refuse a configuration that reserves an address twice, and a
/// MAC address can have one of them only.
#[derive(Debug, Default)]
pub(super) struct Reserved<'a> {
    addresses: HashMap<Ipv4Addr, &'a Arc<str>>,
    macs: HashMap<MacAddress, &'a Arc<str>>,
}

impl<'a> Reserved<'a> {
    /// Takes a reservation, or says why it cannot stand beside the others.
    pub(super) fn take(&mut self, reservation: &'a Reservation) -> Result<(), LeftOut> {
        if let Some(host) = self.addresses.get(&reservation.address) {
            let (address, host) = (reservation.address, Arc::clone(host));
            return Err(left_out(reservation, &Reason::AddressReserved { address, host }));
        }
        if let Some(host) = self.macs.get(&reservation.mac) {
            return Err(left_out(reservation, &Reason::MacReserved { host: Arc::clone(host) }));
        }
        self.addresses.insert(reservation.address, &reservation.host);
        self.macs.insert(reservation.mac, &reservation.host);
        Ok(())
    }
}

/// The reservations of each subnet by its segment, in order of host and interface; what has no place is refused.
pub(super) fn by_scope<'a>(
    published: &'a Published,
    refused: &mut Vec<LeftOut>,
) -> BTreeMap<&'a Arc<str>, Vec<&'a Reservation>> {
    let mut scopes: BTreeMap<&Arc<str>, (Reserved<'_>, Vec<&Reservation>)> = BTreeMap::new();
    for reservation in &published.reservations {
        let Some(scope) = &reservation.scope else {
            refused.push(left_out(reservation, &Reason::OutsideScopes(reservation.address)));
            continue;
        };
        let (reserved, hosts) = scopes.entry(scope).or_default();
        match reserved.take(reservation) {
            Ok(()) => hosts.push(reservation),
            Err(left_out) => refused.push(left_out),
        }
    }
    scopes.into_iter().map(|(scope, (_, hosts))| (scope, hosts)).collect()
}

/// A reservation that has no place in a DHCP server's configuration.
pub(super) fn left_out(reservation: &Reservation, reason: &Reason) -> LeftOut {
    LeftOut {
        subject: Subject::interface(Arc::clone(&reservation.host), Arc::clone(&reservation.interface)),
        part: Part::Reservation,
        rule: None,
        message: reason.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emit::testing::{lab, listed, published};
    use crate::emit::{EmitOptions, Target, emit};

    #[test]
    fn a_server_gets_each_address_and_each_mac_once() {
        let mut json = lab();
        let interfaces = json!({ "eth0": { "mac": "00:00:5e:00:53:01" }, "eth1": { "mac": "00:00:5e:00:53:99" } });
        let dns = json!({ "dhcp_reservation": true });
        json["hosts"]["hv01"]["infrastructure"]["interfaces"] = interfaces;
        json["hosts"]["hv01"]["env"]["interfaces"] = json!({
            "eth0": { "ip": "10.20.99.31", "segment": "management", "dns": dns },
            "eth1": { "ip": "10.20.99.1", "segment": "management", "dns": dns },
        });
        json["hosts"]["pi01"]["env"]["interfaces"]["eth0"]["ip"] = json!("192.168.8.2");
        json["hosts"]["pi01"]["env"]["interfaces"]["eth1"]["ip"] = json!("192.168.8.3");
        let published = published(&json);
        assert_eq!(published.reservations.iter().filter(|found| &*found.host == "hv01").count(), 2);
        let refused = |target| {
            let emission = emit(target, &published, &EmitOptions::default()).unwrap();
            let refused = emission.left_out.iter().filter(|found| !published.left_out.contains(found));
            listed(refused)
        };
        insta::assert_snapshot!(refused(Target::KeaDhcp4), @"
        DHCP reservation of hv01 (eth0): its MAC address already has a reservation in this subnet, for core-rt01
        DHCP reservation of hv01 (eth1): 10.20.99.1 is already reserved for core-rt01
        DHCP reservation of pi01 (eth0): no published subnet holds 192.168.8.2
        DHCP reservation of pi01 (eth1): no published subnet holds 192.168.8.3
        ");
        insta::assert_snapshot!(refused(Target::Dnsmasq), @"
        DHCP reservation of hv01 (eth0): its MAC address already has a reservation in this subnet, for core-rt01
        DHCP reservation of hv01 (eth1): 10.20.99.1 is already reserved for core-rt01
        DHCP reservation of pi01 (eth1): no published subnet holds 192.168.8.3
        ");
    }
}
