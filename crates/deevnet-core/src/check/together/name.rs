//! One name, one substrate; and no tenant of that name anywhere.

use super::{Place, Together};
use crate::check::sharing::sharing;
use crate::rules;

pub(super) fn check(together: &mut Together<'_>) {
    check_substrates(together);
    check_tenants(together);
}

fn check_substrates(together: &mut Together<'_>) {
    let names = together.substrates().filter_map(|(site, substrate)| {
        let name = substrate.name.as_ref()?;
        Some((&name.value, (Place { site, span: name.span }, &name.value)))
    });
    for named in sharing(names) {
        let [(first, _), others @ ..] = named.as_slice() else { continue };
        for (place, name) in others {
            let message = format!("two substrates have the name `{name}`");
            let finding = together.report(&rules::SUBSTRATE_NAME_SHARED, *place, message, *first, "the other one");
            finding.value = Some(name.to_string());
            finding.hint = Some("give each substrate a name of its own".to_owned());
        }
    }
}

/// A substrate's own tenants are compared with its own name when it is checked by itself.
fn check_tenants(together: &mut Together<'_>) {
    let names: Vec<_> =
        together.substrates().filter_map(|(site, substrate)| Some((site, substrate.name.as_ref()?))).collect();
    let tenants: Vec<_> = together
        .substrates()
        .flat_map(|(site, substrate)| substrate.tenants.iter().map(move |tenant| (site, &tenant.name)))
        .collect();
    for (site, tenant) in tenants {
        let found = names.iter().find(|(other, name)| *other != site && tenant.value.as_str() == name.value.as_str());
        let Some((other, name)) = found else { continue };
        let message = format!("the tenant `{}` of {} has the name of a substrate", tenant.value, together.name(site));
        let (place, other) = (Place { site, span: tenant.span }, Place { site: *other, span: name.span });
        let finding = together.report(&rules::TENANT_IS_SUBSTRATE, place, message, other, "the substrate");
        finding.value = Some(tenant.value.to_string());
        finding.hint = Some("give the tenant another name".to_owned());
    }
}
