//! `deevnet tenant add`.

use std::path::Path;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use deevnet_core::tenant::{
    Device, MacPolicy, Requirement, TenantAddition, TenantName, TenantRecord, TenantRequest, WorkloadClass,
};
use serde::Serialize;

use super::ChangeArguments;
use super::edits::{Edits, lines};
use super::failure::TenantFailure;
use super::numbers::given;
use super::users::{self, User};
use super::workplace::{Reading, Workplace, refuse};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::output::Output;
use crate::page::{self, sentence};
use crate::printable::printable;

/// Add a tenant: reserve its numbers, declare it, and say what the network needs for it.
#[derive(Debug, Args)]
pub(super) struct AddArguments {
    /// Its name: a letter and up to seven letters and digits, all lowercase.
    name: String,

    /// What its workloads are for.
    #[arg(long, value_name = "CLASS", value_parser = classes())]
    class: Option<WorkloadClass>,

    /// Where the MAC addresses of its workloads come from.
    #[arg(long, value_name = "POLICY", value_parser = policies())]
    mac_policy: Option<MacPolicy>,

    #[command(flatten)]
    change: ChangeArguments,
}

fn classes() -> impl TypedValueParser<Value = WorkloadClass> {
    let names = WorkloadClass::OF_TENANTS.iter().map(|class| class.name());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<WorkloadClass>())
}

fn policies() -> impl TypedValueParser<Value = MacPolicy> {
    let names = MacPolicy::ALL.iter().map(|policy| policy.name());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<MacPolicy>())
}

/// Adds a tenant.
pub(super) fn run(arguments: &AddArguments, output: &mut Output) -> Result<Exit, Failure> {
    let change = &arguments.change;
    let name: TenantName = arguments.name.parse().map_err(TenantFailure::Name)?;
    let request = TenantRequest { name, class: arguments.class, mac_policy: arguments.mac_policy };
    let workplace = Workplace::open(change.path.as_deref(), &change.reading)?;
    let lock = if change.dry_run { None } else { Some(workplace.lock(change.patience())?) };
    let reading = workplace.read()?;
    let obstacles = reading.obstacles_to_adding();
    if !obstacles.is_empty() {
        return refuse(&obstacles, "which numbers are free", output);
    }
    let addition = reading.substrate().plan_tenant(&request).map_err(TenantFailure::from)?;
    let edits = match edits(&workplace, &reading, &addition) {
        Err(failure @ Failure::Tenant(TenantFailure::Uneditable { .. })) => {
            output.print_data(&lines(&addition))?;
            return Err(failure);
        }
        edits => edits?,
    };
    if let Some(lock) = &lock {
        edits.batch(workplace.folder()).commit(lock)?;
    }
    Told { addition: &addition, edits: &edits, reading: &reading, dry_run: change.dry_run }.print(change.format, output)
}

fn edits(workplace: &Workplace, reading: &Reading, addition: &TenantAddition) -> Result<Edits, Failure> {
    let mut edits = Edits::default();
    if let Some(tenant) = &addition.tenant {
        edits.add_tenant(workplace, reading, tenant)?;
    }
    if let Some(segment) = &addition.segment {
        edits.add_segment(workplace, reading, segment)?;
    }
    Ok(edits)
}

/// What is to be told of an addition.
struct Told<'a> {
    addition: &'a TenantAddition,
    edits: &'a Edits,
    reading: &'a Reading,
    dry_run: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    dry_run: bool,
    changed: bool,
    files: Vec<&'a Path>,
    tenant: &'a TenantRecord,
    users: Vec<User<'a>>,
    needs: &'a [Requirement],
}

impl Told<'_> {
    fn print(&self, format: Format, output: &mut Output) -> Result<Exit, Failure> {
        let is_unchanged = self.addition.is_unchanged();
        match format {
            Format::Json => output.print_data(&to_json(&self.document())?)?,
            Format::Text if is_unchanged => {
                output
                    .print(&format!("The tenant `{}` is declared already; nothing changed.\n", self.record().name))?;
            }
            Format::Text if self.dry_run => {
                output.print_data(&self.edits.diff())?;
                output.note(&format!("Would add {}.\n\n{}", self.summary(), self.circumstances()))?;
            }
            Format::Text => {
                output.print(&format!("Added {}.\n\n{}", self.summary(), self.circumstances()))?;
                output.note(&format!("{}: review and commit {}\n", page::hint("hint"), self.files()))?;
            }
        }
        Ok(if self.dry_run && !is_unchanged { Exit::Findings } else { Exit::Clean })
    }

    fn record(&self) -> &TenantRecord {
        &self.addition.record
    }

    /// The tenant with the numbers that it is given.
    fn summary(&self) -> String {
        let record = self.record();
        format!("the tenant `{}` with {}", record.name, sentence(&given(record)))
    }

    /// What the network needs for it, and what uses it already.
    fn circumstances(&self) -> String {
        let mut text = needs(&self.addition.needs);
        let users = &self.addition.users;
        if !users.is_empty() {
            text.push_str("\nThe inventory uses it already:\n");
            text.push_str(&users::lines(self.reading, users));
        }
        text
    }

    fn files(&self) -> String {
        let paths: Vec<String> =
            self.edits.paths().map(|path| printable(&path.display().to_string()).into_owned()).collect();
        sentence(&paths)
    }

    fn document(&self) -> Document<'_> {
        Document {
            version: JSON_VERSION,
            dry_run: self.dry_run,
            changed: !self.addition.is_unchanged(),
            files: self.edits.paths().collect(),
            tenant: self.record(),
            users: users::all(self.reading, &self.addition.users),
            needs: &self.addition.needs,
        }
    }
}

/// What each device needs, by device.
fn needs(needs: &[Requirement]) -> String {
    let mut text = "The network needs for it:\n".to_owned();
    let mut last: Option<Device> = None;
    for need in needs {
        let device = if last == Some(need.device) { "" } else { need.device.name() };
        last = Some(need.device);
        text.push_str(&printable(&format!("  {device:<10}  {}", need.text)));
        text.push('\n');
    }
    text
}
