//! What cloud-init tells a machine.

use std::net::IpAddr;

use super::{Difference, Effect, Found, change};
use crate::notation::{decode_ssh_keys, encode_ssh_keys};
use crate::plan::change::FieldClass;
use crate::plan::desired::{DesiredAddress, DesiredCloudInit};

pub(super) fn compare(desired: &DesiredCloudInit, found: &Found<'_>, difference: &mut Difference) {
    if let Some((place, address)) = &desired.address {
        compare_address(&format!("ipconfig{place}"), address, found, difference);
    }
    nameservers(&desired.nameservers, found, difference);
    text("searchdomain", desired.search_domain.as_deref(), found, difference);
    text("ciuser", desired.user.as_deref(), found, difference);
    ssh_keys(&desired.ssh_keys, found, difference);
    // Packages are upgraded where nothing is said.
    let upgrade = desired.upgrade.filter(|upgrade| (found.get("ciupgrade") != Some("0")) != *upgrade);
    text("ciupgrade", upgrade.map(|upgrade| if upgrade { "1" } else { "0" }), found, difference);
}

/// An IPv6 address beside it stays, and so does a gateway where none is declared.
fn compare_address(key: &str, wanted: &DesiredAddress, found: &Found<'_>, difference: &mut Difference) {
    let before = found.get(key);
    let part = |name: &str| before.and_then(|text| text.split(',').find_map(|part| value_of(part, name)));
    let address = wanted.address.to_string();
    let gateway = wanted.gateway.map(|gateway| gateway.to_string()).or_else(|| part("gw").map(str::to_owned));
    if part("ip") == Some(&address) && part("gw").map(str::to_owned) == gateway {
        return;
    }
    let own = [Some(format!("ip={address}")), gateway.map(|gateway| format!("gw={gateway}"))].into_iter().flatten();
    let others = before.into_iter().flat_map(|text| text.split(',')).map(str::trim);
    let others = others.filter(|part| !part.is_empty() && value_of(part, "ip").or(value_of(part, "gw")).is_none());
    let after = own.chain(others.map(str::to_owned)).collect::<Vec<_>>().join(",");
    let change = change(key, before, Some(&after), FieldClass::Identity);
    difference.set(key, after, Effect::NextStart, [change]);
}

fn value_of<'t>(part: &'t str, name: &str) -> Option<&'t str> {
    part.trim().strip_prefix(name)?.strip_prefix('=')
}

/// Their order counts: the first one is asked first.
fn nameservers(wanted: &[IpAddr], found: &Found<'_>, difference: &mut Difference) {
    let before = found.get("nameserver");
    let words = before.into_iter().flat_map(|text| text.split([' ', ',', ';'])).filter(|word| !word.is_empty());
    let servers: Vec<Option<IpAddr>> = words.map(|word| word.parse().ok()).collect();
    if wanted.is_empty() || servers.iter().copied().eq(wanted.iter().copied().map(Some)) {
        return;
    }
    let after = wanted.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(" ");
    let change = change("nameserver", before, Some(&after), FieldClass::Resource);
    difference.set("nameserver", after, Effect::NextStart, [change]);
}

fn text(key: &str, wanted: Option<&str>, found: &Found<'_>, difference: &mut Difference) {
    let Some(wanted) = wanted.filter(|wanted| found.get(key) != Some(*wanted)) else { return };
    let change = change(key, found.get(key), Some(wanted), FieldClass::Resource);
    difference.set(key, wanted, Effect::NextStart, [change]);
}

/// Keys are a list of lines, whose order counts for nothing.
fn ssh_keys(wanted: &[String], found: &Found<'_>, difference: &mut Difference) {
    let sorted = |text: &str| {
        let mut lines: Vec<String> =
            text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    };
    let after = wanted.join("\n");
    let before = found.get("sshkeys").map(|text| decode_ssh_keys(text).unwrap_or_else(|_| text.to_owned()));
    if wanted.is_empty() || before.as_deref().map(sorted) == Some(sorted(&after)) {
        return;
    }
    let shown = |text: &str| sorted(text).join("\n");
    let change = change("sshkeys", before.as_deref().map(shown), Some(shown(&after)), FieldClass::Resource);
    difference.set("sshkeys", encode_ssh_keys(&after), Effect::NextStart, [change]);
}
