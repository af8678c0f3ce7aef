//! `deevnet tenant remove`.

use std::path::Path;

use clap::Args;
use deevnet_core::tenant::{Requirement, TenantName, TenantRecord};
use deevnet_registry::{RemovedTenant, TenantError, TenantUser};
use serde::Serialize;

use super::ChangeArguments;
use super::numbers::freed;
use super::refusal::{diff, refuse};
use super::users;
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
    match change.inventory()?.remove(&arguments.name, change.writing()) {
        Ok(removed) => Told { removed: &removed, dry_run: change.dry_run }.print(change.format, output),
        Err(TenantError::Obstacles { findings, unknown }) => refuse(&findings, unknown, output),
        Err(TenantError::InUse { name, users }) => tell_users(&name, &users, change.format, output),
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct InUse<'a> {
    version: u32,
    tenant: &'a TenantName,
    users: &'a [TenantUser],
}

/// Says what still uses a tenant, with its place.
fn tell_users(name: &TenantName, users: &[TenantUser], format: Format, output: &mut Output) -> Result<Exit, Failure> {
    if format == Format::Json {
        output.print_data(&to_json(&InUse { version: JSON_VERSION, tenant: name, users })?)?;
        return Ok(Exit::Findings);
    }
    output.note(&format!("{}: the tenant `{name}` is still in use\n", page::error("error")))?;
    output.note(&users::lines(users))?;
    let what = if users.len() == 1 { "this use" } else { "these uses" };
    output.note(&format!("{}: take out {what} first, and then run this again\n", page::hint("hint")))?;
    Ok(Exit::Findings)
}

/// What is to be told of a removal.
struct Told<'a> {
    removed: &'a RemovedTenant,
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
                output.print_data(&diff(&self.removed.edits))?;
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
            self.removed.edits.paths().map(|path| printable(&path.display().to_string()).into_owned()).collect();
        let segment = self.removed.removal.segment.as_ref().map(|segment| format!(" and its segment `{segment}`"));
        format!(
            "the tenant `{}`{} from {}",
            self.removed.removal.record.name,
            segment.unwrap_or_default(),
            sentence(&paths)
        )
    }

    /// Says that its numbers go to the next tenant, whatever still runs on them.
    fn warn(&self, when: &str, output: &mut Output) -> Result<(), Failure> {
        let freed = freed(&self.removed.removal.record);
        if freed.len() < 2 {
            return Ok(());
        }
        let told = format!("{} {when}; take these steps before one is added", sentence(&freed));
        output.note(&format!("{}: {told}\n", page::hint("hint")))
    }

    /// What is taken down, numbered in order.
    fn steps(&self) -> String {
        let mut text = format!("Take down, in this order ({}):\n", count(self.removed.teardown.len(), "step"));
        for (number, step) in self.removed.teardown.iter().enumerate() {
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
            files: self.removed.edits.paths().collect(),
            tenant: &self.removed.removal.record,
            teardown: &self.removed.teardown,
        }
    }
}
