//! The forward zone of the substrate.

use std::fmt::{self, Write};
use std::net::Ipv4Addr;

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::name_server::STAND_IN;
use super::options::EmitOptions;
use super::published::Published;
use super::target::Target;
use super::zone::Zones;

/// What stands at a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Data<'a> {
    Address(Ipv4Addr),
    Alias(&'a str),
}

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let domain = published.require_domain(Target::BindForward)?;
    let zones = Zones::new(published, domain, options)?;
    let mut text = zones.begin(domain)?;
    for (owner, data) in records(published, zones.name_server.stand_in) {
        write_record(&mut text, owner, data)?;
    }
    Ok(Emission::of(EmittedFile::new(format!("{domain}.zone"), text)))
}

/// Every record with the name it stands at, sorted by name.
fn records(published: &Published, stand_in: Option<Ipv4Addr>) -> Vec<(&str, Data<'_>)> {
    let addresses =
        published.address_records.iter().map(|record| (record.label.as_str(), Data::Address(record.address)));
    let aliases = published.service_records.iter().map(|record| (&*record.service, Data::Alias(record.label.as_str())));
    let stand_in = stand_in.map(|address| (STAND_IN, Data::Address(address)));
    let mut records: Vec<(&str, Data<'_>)> = addresses.chain(aliases).chain(stand_in).collect();
    records.sort();
    records.dedup();
    records
}

fn write_record(text: &mut String, owner: &str, data: Data<'_>) -> fmt::Result {
    match data {
        Data::Address(address) => writeln!(text, "{owner}\tIN\tA\t{address}"),
        Data::Alias(label) => writeln!(text, "{owner}\tIN\tCNAME\t{label}"),
    }
}
