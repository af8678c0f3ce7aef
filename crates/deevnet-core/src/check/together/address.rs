//! One site block, one substrate.

use super::{Place, Together};
use crate::check::sharing::sharing;
use crate::network::SiteBlock;
use crate::rules;

pub(super) fn check(together: &mut Together<'_>) {
    let octets = together.substrates().filter_map(|(site, substrate)| {
        let octet = substrate.site_octet?;
        Some((octet.value, (Place { site, span: octet.span }, octet.value)))
    });
    for owners in sharing(octets) {
        let [(first, _), others @ ..] = owners.as_slice() else { continue };
        for (place, octet) in others {
            let (site, first_site) = (together.name(place.site), together.name(first.site));
            let message = format!("the site block {} of {site} is that of {first_site} too", SiteBlock::new(*octet));
            let note = format!("the site octet of {first_site}");
            let finding = together.report(&rules::SITE_BLOCK_SHARED, *place, message, *first, &note);
            finding.value = Some(octet.to_string());
            finding.hint = Some("give one of the substrates another octet".to_owned());
        }
    }
}
