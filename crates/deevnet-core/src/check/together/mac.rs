//! One MAC address, one host.

use super::{Holder, Together};
use crate::check::sharing::sharing;
use crate::rules;

pub(super) fn check(together: &mut Together<'_>) {
    let known = together.interfaces().filter_map(|holder| Some((holder.interface.mac.value.known()?, holder)));
    for holders in sharing(known) {
        for (index, holder) in holders.iter().enumerate() {
            if let Some(other) = other_host(&holders[..index], holder) {
                report(together, holder, other);
            }
        }
    }
}

/// A host of an earlier site with the address of a holder, unless the holder's own host has it there.
fn other_host<'h, 'a>(before: &'h [Holder<'a>], holder: &Holder<'a>) -> Option<&'h Holder<'a>> {
    let mut elsewhere = before.iter().filter(|other| other.site != holder.site);
    let first = elsewhere.clone().next()?;
    elsewhere.all(|other| other.host.name != holder.host.name).then_some(first)
}

fn report(together: &mut Together<'_>, holder: &Holder<'_>, other: &Holder<'_>) {
    let Some(mac) = holder.interface.mac.value.known() else { return };
    let (site, other_site) = (together.name(holder.site), together.name(other.site));
    let message = format!("{mac} is on {} of {site} and on {} of {other_site}", holder.label(), other.label());
    let note = format!("{} of {other_site}", other.label());
    let finding = together.report(&rules::MAC_ON_TWO_SUBSTRATES, holder.place(), message, other.place(), &note);
    finding.value = Some(mac.to_string());
    finding.hint = Some("correct one of them, or give a host that roams one name on both".to_owned());
    finding.subjects = vec![holder.subject()];
}
