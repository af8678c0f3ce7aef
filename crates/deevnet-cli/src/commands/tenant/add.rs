//! `deevnet tenant add`.

use std::path::Path;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use deevnet_core::tenant::{Device, MacPolicy, Requirement, TenantName, TenantRecord, TenantRequest, WorkloadClass};
use deevnet_registry::{AddedTenant, TenantError, TenantUser};
use serde::Serialize;

use super::ChangeArguments;
use super::numbers::given;
use super::refusal::{diff, refuse};
use super::users;
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
    let name: TenantName = arguments.name.parse().map_err(Failure::TenantName)?;
    let request = TenantRequest { name, class: arguments.class, mac_policy: arguments.mac_policy };
    match change.inventory()?.add(&request, change.writing()) {
        Ok(added) => Told { added: &added, dry_run: change.dry_run }.print(change.format, output),
        Err(TenantError::Obstacles { findings, unknown }) => refuse(&findings, unknown, output),
        Err(error) => {
            if let TenantError::Uneditable { lines: Some(lines), .. } = &error {
                output.print_data(lines)?;
            }
            Err(error.into())
        }
    }
}

/// What is to be told of an addition.
struct Told<'a> {
    added: &'a AddedTenant,
    dry_run: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    dry_run: bool,
    changed: bool,
    files: Vec<&'a Path>,
    tenant: &'a TenantRecord,
    users: &'a [TenantUser],
    needs: &'a [Requirement],
}

impl Told<'_> {
    fn print(&self, format: Format, output: &mut Output) -> Result<Exit, Failure> {
        let is_unchanged = self.added.addition.is_unchanged();
        match format {
            Format::Json => output.print_data(&to_json(&self.document())?)?,
            Format::Text if is_unchanged => {
                output
                    .print(&format!("The tenant `{}` is declared already; nothing changed.\n", self.record().name))?;
            }
            Format::Text if self.dry_run => {
                output.print_data(&diff(&self.added.edits))?;
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
        &self.added.addition.record
    }

    /// The tenant with the numbers that it is given.
    fn summary(&self) -> String {
        let record = self.record();
        format!("the tenant `{}` with {}", record.name, sentence(&given(record)))
    }

    /// What the network needs for it, and what uses it already.
    fn circumstances(&self) -> String {
        let mut text = needs(&self.added.addition.needs);
        let users = &self.added.users;
        if !users.is_empty() {
            text.push_str("\nThe inventory uses it already:\n");
            text.push_str(&users::lines(users));
        }
        text
    }

    fn files(&self) -> String {
        let paths: Vec<String> =
            self.added.edits.paths().map(|path| printable(&path.display().to_string()).into_owned()).collect();
        sentence(&paths)
    }

    fn document(&self) -> Document<'_> {
        Document {
            version: JSON_VERSION,
            dry_run: self.dry_run,
            changed: !self.added.addition.is_unchanged(),
            files: self.added.edits.paths().collect(),
            tenant: self.record(),
            users: &self.added.users,
            needs: &self.added.addition.needs,
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
