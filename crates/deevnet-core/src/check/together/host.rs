//! One host name, one set of MAC addresses.

use super::{Holder, Together};
use crate::check::sharing::sharing;
use crate::finding::Severity;
use crate::mac::MacAddress;
use crate::model::Host;
use crate::name::HostName;
use crate::rules;

pub(super) fn check(together: &mut Together<'_>) {
    let hosts = together
        .substrates()
        .flat_map(|(site, substrate)| substrate.hosts.values().map(move |host| (&*host.name, (site, host))));
    for listed in sharing(hosts) {
        let [first, others @ ..] = listed.as_slice() else { continue };
        for other in others {
            compare(together, *first, *other);
        }
    }
}

fn compare(together: &mut Together<'_>, (first_site, first): (usize, &Host), (site, host): (usize, &Host)) {
    let is_one = is_roaming(host) || macs(host).any(|mac| macs(first).any(|other| other == mac));
    for interface in host.interfaces.values() {
        let Some(other) = first.interfaces.get(&interface.name) else { continue };
        let (Some(mac), Some(first_mac)) = (interface.mac.value.known(), other.mac.value.known()) else { continue };
        if mac != first_mac {
            let (holder, first) =
                (Holder { site, host, interface }, Holder { site: first_site, host: first, interface: other });
            report(together, &holder, mac, &first, first_mac, is_one);
        }
    }
}

fn is_roaming(host: &Host) -> bool {
    matches!(&host.parsed_name, Some(HostName::FixedWidth(name)) if name.is_roaming())
}

fn macs(host: &Host) -> impl Iterator<Item = MacAddress> {
    host.interfaces.values().filter_map(|interface| interface.mac.value.known())
}

fn report(
    together: &mut Together<'_>,
    holder: &Holder<'_>,
    mac: MacAddress,
    first: &Holder<'_>,
    first_mac: MacAddress,
    is_one: bool,
) {
    let (site, first_site) = (together.name(holder.site), together.name(first.site));
    let (message, hint) = if is_one {
        let message = format!("{} has {mac} on {site}, but {first_mac} on {first_site}", holder.label());
        (message, "read the MAC off the device again, and correct the other inventory")
    } else {
        let message = format!("{} is a machine of {site}, and another one of {first_site}", holder.host.name);
        (message, "keep the two inventories apart: one made of both would merge the two machines")
    };
    let note = format!("{} of {first_site}", first.label());
    let rule = &rules::HOST_DIFFERS_BETWEEN_SUBSTRATES;
    let finding = together.report(rule, holder.place(), message, first.place(), &note);
    finding.severity = if is_one { rule.severity } else { Severity::Note };
    finding.value = Some(mac.to_string());
    finding.hint = Some(hint.to_owned());
    finding.subjects = vec![holder.subject()];
}
