//! The substrate as a whole.

use deevnet_core::Spanned;
use deevnet_core::model::Substrate;

use super::shown;
use crate::table::Table;

/// One line for each of its properties.
pub(super) fn table(substrate: &Substrate) -> Table {
    let range = substrate.vmid_range.map(|range| format!("{}-{}", range.value.start, range.value.end));
    let tenants: Vec<&str> = substrate.tenants.iter().map(|tenant| tenant.name.value.as_str()).collect();
    let mut table = Table::new(["PROPERTY", "VALUE"]);
    for (property, value) in [
        ("name", text(substrate.name.as_ref())),
        ("domain", shown(substrate.domain().as_ref())),
        ("site octet", text(substrate.site_octet.as_ref())),
        ("site code", text(substrate.site_code.as_ref())),
        ("MAC namespace", text(substrate.mac_namespace.as_ref())),
        ("management VMIDs", shown(range.as_ref())),
        ("name grammar", substrate.name_grammar.to_string()),
        ("segments", substrate.segments.len().to_string()),
        ("hosts", substrate.hosts.len().to_string()),
        ("interfaces", substrate.hosts.values().map(|host| host.interfaces.len()).sum::<usize>().to_string()),
        ("tenants", if tenants.is_empty() { "-".to_owned() } else { tenants.join(", ") }),
    ] {
        table.row([property.to_owned(), value]);
    }
    table
}

fn text<T: ToString>(value: Option<&Spanned<T>>) -> String {
    shown(value.map(|value| &value.value))
}
