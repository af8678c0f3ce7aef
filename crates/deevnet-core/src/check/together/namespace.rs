//! One MAC namespace, one substrate.

use super::{Place, Together};
use crate::check::sharing::sharing;
use crate::mac::{InterfaceNamespace, MacNamespace};
use crate::rules;
use crate::source::Spanned;

/// Three octets that a substrate derives MACs into: its declared namespace, or the one for interfaces beside it.
#[derive(Debug, Clone, Copy)]
struct Owned {
    place: Place,
    declared: MacNamespace,
    is_for_interfaces: bool,
}

pub(super) fn check(together: &mut Together<'_>) {
    let owned = together.substrates().filter_map(|(site, substrate)| Some((site, substrate.mac_namespace?)));
    for owners in sharing(owned.flat_map(|(site, namespace)| both(site, namespace))) {
        let [first, others @ ..] = owners.as_slice() else { continue };
        for other in others {
            // Where both declare one namespace, that has been said of the declared ones.
            if !(first.is_for_interfaces && other.is_for_interfaces) {
                report(together, other, first);
            }
        }
    }
}

fn both(site: usize, namespace: Spanned<MacNamespace>) -> impl Iterator<Item = ([u8; 3], Owned)> {
    let (place, declared) = (Place { site, span: namespace.span }, namespace.value);
    let interfaces = InterfaceNamespace::of(declared).ok().map(InterfaceNamespace::octets);
    let owned = move |is_for_interfaces| Owned { place, declared, is_for_interfaces };
    let own = (declared.octets(), owned(false));
    std::iter::once(own).chain(interfaces.map(|octets| (octets, owned(true))))
}

fn report(together: &mut Together<'_>, owned: &Owned, first: &Owned) {
    let (site, first_site) = (together.name(owned.place.site), together.name(first.place.site));
    let message = match (owned.is_for_interfaces, first.is_for_interfaces) {
        (false, true) => format!(
            "the MAC namespace {} of {site} holds the MACs that interfaces of {first_site} derive, whose namespace is {}",
            owned.declared, first.declared
        ),
        (true, false) => format!(
            "the MACs that interfaces of {site} derive are in {}, the MAC namespace of {first_site}",
            first.declared
        ),
        _ => format!("the MAC namespace {} of {site} is that of {first_site} too", owned.declared),
    };
    let note = format!("the namespace of {first_site}");
    let finding = together.report(&rules::MAC_NAMESPACE_SHARED, owned.place, message, first.place, &note);
    finding.value = Some(owned.declared.to_string());
    finding.hint =
        Some("write the octet of each substrate in decimal digits, as in 02:de:20 for 10.20.0.0/16".to_owned());
}
