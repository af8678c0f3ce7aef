//! Unbound's local data, as the estate's resolver publishes it.
//!
//! A service has every address of its host as records of its own, as OPNsense writes host aliases: Unbound does not
//! follow a CNAME of local data. The zone is `static`, so that a name without data does not exist and is asked of nobody;
//! the zone of a tenant below it is `transparent`, since its names are elsewhere.

use std::fmt::{self, Write};

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::published::Published;
use super::record::FullName;
use super::target::Target;
use super::zone::TIME_TO_LIVE;
use crate::name::DomainName;

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    let domain = published.require_domain(Target::Unbound)?;
    let mut text = String::new();
    writeln!(text, "# {}", Header(published))?;
    writeln!(text, "server:\n    local-zone: \"{domain}.\" static")?;
    for zone in &published.tenant_zones {
        writeln!(text, "    local-zone: \"{zone}.\" transparent")?;
    }
    write_names(&mut text, published, domain)?;
    for record in &published.pointer_records {
        let name = FullName::new(record.label.as_str(), domain);
        writeln!(text, "    local-data-ptr: \"{} {TIME_TO_LIVE} {name}.\"", record.address)?;
    }
    Ok(Emission::of(EmittedFile::new("unbound.conf", text)))
}

fn write_names(text: &mut String, published: &Published, domain: &DomainName) -> fmt::Result {
    for (record, services) in published.names() {
        let names = std::iter::once(record.label.as_str()).chain(services.iter().map(|service| &*service.service));
        for name in names {
            let name = FullName::new(name, domain);
            writeln!(text, "    local-data: \"{name}. {TIME_TO_LIVE} IN A {}\"", record.address)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emit::testing::{lab, published, text};
    use crate::emit::{EmitOptions, Target};

    #[test]
    fn the_zones_of_tenants_are_asked_for_elsewhere() {
        let mut json = lab();
        json["substrate"]["deevnet_tenants"] =
            json!([{ "name": "orchard", "index": 2 }, { "name": "atelier", "index": 1 }]);
        let text = text(Target::Unbound, &published(&json), &EmitOptions::default());
        let zones: Vec<&str> = text.lines().filter(|line| line.contains("local-zone")).collect();
        insta::assert_snapshot!(zones.join("\n"), @r#"
        local-zone: "lab.example.net." static
        local-zone: "atelier.lab.example.net." transparent
        local-zone: "orchard.lab.example.net." transparent
        "#);
    }
}
