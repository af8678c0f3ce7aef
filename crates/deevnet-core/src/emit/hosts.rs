//! Lines of `/etc/hosts`.

use std::fmt::Write;

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::published::Published;
use super::record::FullName;
use super::target::Target;

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    let domain = published.require_domain(Target::Hosts)?;
    let mut text = String::new();
    writeln!(text, "# {}", Header(published))?;
    for (record, services) in published.names() {
        let label = record.label.as_str();
        write!(text, "{} {} {label}", record.address, FullName::new(label, domain))?;
        for service in services {
            let service = &*service.service;
            write!(text, " {} {service}", FullName::new(service, domain))?;
        }
        text.push('\n');
    }
    Ok(Emission::of(EmittedFile::new("hosts", text)))
}
