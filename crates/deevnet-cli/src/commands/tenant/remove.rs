//! `deevnet tenant remove`.

use std::path::Path;

use clap::Args;
use deevnet_core::tenant::{RemoveTenantError, Requirement, TenantName, TenantRecord, TenantRemoval, TenantUse};
use serde::Serialize;

use super::ChangeArguments;
use super::edits::Edits;
use super::failure::TenantFailure;
use super::numbers::freed;
use super::users::{self, User};
use super::workplace::{Reading, Workplace, refuse};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::output::Output;
use crate::page::{self, count, sentence};
use crate::printable::printable;

/// Remove a tenant that nothing uses any more, and say what has to be taken down with it.
#[derive(Debug, Args)]
pub(super) struct RemoveArguments {
    /// Its name.
    name: String,

    #[command(flatten)]
    change: ChangeArguments,
}

/// Removes a tenant.
pub(super) fn run(arguments: &RemoveArguments, output: &mut Output) -> Result<Exit, Failure> {
    let change = &arguments.change;
    let workplace = Workplace::open(change.path.as_deref(), &change.reading)?;
    let lock = if change.dry_run { None } else { Some(workplace.lock(change.patience())?) };
    let reading = workplace.read()?;
    let obstacles = reading.obstacles_to_removing();
    if !obstacles.is_empty() {
        return refuse(&obstacles, "what still uses the tenant", output);
    }
    let removal = match reading.substrate().plan_tenant_removal(&arguments.name) {
        Ok(removal) => removal,
        Err(RemoveTenantError::InUse { name, users }) => {
            return tell_users(&reading, &name, &users, change.format, output);
        }
        Err(error) => return Err(TenantFailure::from(error).into()),
    };
    let mut edits = Edits::default();
    edits.remove_tenant(&reading, removal.record.name.as_str())?;
    if let Some(segment) = &removal.segment {
        edits.remove_segment(&reading, segment)?;
    }
    if let Some(lock) = &lock {
        edits.batch(workplace.folder()).commit(lock)?;
    }
    let teardown = reading.substrate().tenant_teardown(&removal.record);
    Told { removal: &removal, edits: &edits, teardown: &teardown, dry_run: change.dry_run }.print(change.format, output)
}

#[derive(Serialize)]
struct InUse<'a> {
    version: u32,
    tenant: &'a TenantName,
    users: Vec<User<'a>>,
}

/// Says what still uses a tenant, with its place.
fn tell_users(
    reading: &Reading,
    name: &TenantName,
    users: &[TenantUse],
    format: Format,
    output: &mut Output,
) -> Result<Exit, Failure> {
    if format == Format::Json {
        let users = users::all(reading, users);
        output.print_data(&to_json(&InUse { version: JSON_VERSION, tenant: name, users })?)?;
        return Ok(Exit::Findings);
    }
    output.note(&format!("{}: the tenant `{name}` is still in use\n", page::error("error")))?;
    output.note(&users::lines(reading, users))?;
    let what = if users.len() == 1 { "this use" } else { "these uses" };
    output.note(&format!("{}: take out {what} first, and then run this again\n", page::hint("hint")))?;
    Ok(Exit::Findings)
}

/// What is to be told of a removal.
struct Told<'a> {
    removal: &'a TenantRemoval,
    edits: &'a Edits,
    teardown: &'a [Requirement],
    dry_run: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    dry_run: bool,
    files: Vec<&'a Path>,
    tenant: &'a TenantRecord,
    teardown: &'a [Requirement],
}

impl Told<'_> {
    fn print(&self, format: Format, output: &mut Output) -> Result<Exit, Failure> {
        match format {
            Format::Json => output.print_data(&to_json(&self.document())?)?,
            Format::Text if self.dry_run => {
                output.print_data(&self.edits.diff())?;
                output.note(&format!("Would remove {}.\n\n{}", self.summary(), self.steps()))?;
                self.warn("will be free for the next tenant", output)?;
            }
            Format::Text => {
                output.print(&format!("Removed {}.\n\n{}", self.summary(), self.steps()))?;
                self.warn("are free for the next tenant from now on", output)?;
                output.note(&format!("{}: review and commit the change\n", page::hint("hint")))?;
            }
        }
        Ok(if self.dry_run { Exit::Findings } else { Exit::Clean })
    }

    fn summary(&self) -> String {
        let paths: Vec<String> =
            self.edits.paths().map(|path| printable(&path.display().to_string()).into_owned()).collect();
        let segment = self.removal.segment.as_ref().map(|segment| format!(" and its segment `{segment}`"));
        format!("the tenant `{}`{} from {}", self.removal.record.name, segment.unwrap_or_default(), sentence(&paths))
    }

    /// Says that its numbers go to the next tenant, whatever still runs on them.
    fn warn(&self, when: &str, output: &mut Output) -> Result<(), Failure> {
        let freed = freed(&self.removal.record);
        if freed.len() < 2 {
            return Ok(());
        }
        let told = format!("{} {when}; take these steps before one is added", sentence(&freed));
        output.note(&format!("{}: {told}\n", page::hint("hint")))
    }

    /// What is taken down, numbered in order.
    fn steps(&self) -> String {
        let mut text = format!("Take down, in this order ({}):\n", count(self.teardown.len(), "step"));
        for (number, step) in self.teardown.iter().enumerate() {
            let line = format!("  {:>2}. {:<10}  {}", number + 1, step.device.name(), step.text);
            text.push_str(&printable(&line));
            text.push('\n');
        }
        text
    }

    fn document(&self) -> Document<'_> {
        Document {
            version: JSON_VERSION,
            dry_run: self.dry_run,
            files: self.edits.paths().collect(),
            tenant: &self.removal.record,
            teardown: self.teardown,
        }
    }
}
