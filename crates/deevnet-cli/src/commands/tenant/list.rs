//! `deevnet tenant list`.

use std::path::PathBuf;

use clap::Args;
use deevnet_core::model::Substrate;
use deevnet_core::tenant::TenantRecord;
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::output::Output;
use crate::page::{self, count};
use crate::table::Table;

/// List the tenants with everything that follows from their declaration.
#[derive(Debug, Args)]
pub(super) struct ListArguments {
    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// How to print it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArguments,
}

#[derive(Serialize)]
struct Document {
    version: u32,
    tenants: Vec<TenantRecord>,
}

/// Lists the tenants.
pub(super) fn run(arguments: &ListArguments, output: &mut Output) -> Result<Exit, Failure> {
    let origin = Origin::one(arguments.path.as_deref())?;
    let examined = Examiner::new(&arguments.reading, false)?.examine(&origin)?;
    let substrate = &examined.checked.substrate;
    match arguments.format {
        Format::Json => {
            let document = Document { version: JSON_VERSION, tenants: substrate.tenant_records() };
            output.print_data(&to_json(&document)?)?;
        }
        Format::Text => output.print(&table(substrate).to_string())?,
    }
    match examined.errors() {
        0 => Ok(Exit::Clean),
        errors => {
            let found = count(errors, "error");
            output.note(&format!("{}: the check found {found}; see `deevnet check`\n", page::error("error")))?;
            Ok(Exit::Findings)
        }
    }
}

/// One line a tenant, by index and then by name.
pub(crate) fn table(substrate: &Substrate) -> Table {
    let mut table =
        Table::new(["TENANT", "INDEX", "NETWORK", "SUBNET", "VMIDS", "CLASS", "CHURN", "MAC POLICY", "WORKLOADS"]);
    table.align_right(1);
    table.align_right(8);
    let mut records = substrate.tenant_records();
    records.sort_by(|left, right| (left.index, &left.name).cmp(&(right.index, &right.name)));
    for record in records {
        table.row([
            record.name.to_string(),
            shown(record.index),
            network(&record),
            shown(record.subnet),
            vmids(&record),
            record.class.to_string(),
            record.churn_tolerance.to_string(),
            record.mac_policy.to_string(),
            record.workloads.len().to_string(),
        ]);
    }
    table
}

fn network(record: &TenantRecord) -> String {
    let vlan = record.segment.as_ref().and_then(|segment| segment.vlan_id);
    let vrf = record.overlay.as_ref().and_then(|overlay| overlay.vrf_vni);
    match (vlan, vrf) {
        (Some(vlan), _) => format!("VLAN {vlan}"),
        (None, Some(vrf)) => format!("VRF {vrf}"),
        (None, None) => record.network.to_string(),
    }
}

fn vmids(record: &TenantRecord) -> String {
    let overlay = record.overlay.as_ref();
    let ends = overlay.and_then(|overlay| overlay.first_vmid.zip(overlay.last_vmid));
    ends.map_or_else(|| "-".to_owned(), |(first, last)| format!("{first}-{last}"))
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}
