//! Unbound's local data, as the estate's resolver publishes it.
//!
//! An alias is an address record of its own, as OPNsense writes host aliases: Unbound does not follow a CNAME of local
//! data. The zone is `transparent`, so that names without data here, such as a tenant's own zone, are still asked for
//! elsewhere.

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
    writeln!(text, "server:\n    local-zone: \"{domain}.\" transparent")?;
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
