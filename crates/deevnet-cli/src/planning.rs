//! How a plan is asked for, the same for every verb that makes one.

use std::path::PathBuf;

use clap::Args;
use deevnet_proxmox::plan::{Plan, PlanOptions, Scope, Withheld, plan};
use deevnet_proxmox::survey::Survey;

use crate::failure::Failure;
use crate::inventory::{Examined, Examiner, Origin, ReadingArguments};
use crate::nodes::{self, NodeArguments};
use crate::output::Output;
use crate::page;
use crate::printable::printable;
use crate::survey;

/// What a plan is made from and limited to.
#[derive(Debug, Clone, Args)]
pub(crate) struct PlanningArguments {
    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,

    /// Only this host, workload (`api.orchard`) or tenant; may be given several times.
    #[arg(long = "target", value_name = "NAME")]
    targets: Vec<String>,

    /// Take over the virtual machine that has the declared VMID and name, or the network of the tenant, although nothing
    /// on the node says that it is owned; may be given several times.
    #[arg(long = "adopt", value_name = "NAME")]
    adopt: Vec<String>,

    /// Stop and start running machines where a value takes effect only then.
    #[arg(long)]
    reboot: bool,

    #[command(flatten)]
    pub(crate) nodes: NodeArguments,

    #[command(flatten)]
    reading: ReadingArguments,
}

impl PlanningArguments {
    /// Reads and checks the inventory; how many errors were found is told.
    pub(crate) fn examine(&self, output: &mut Output) -> Result<Examined, Failure> {
        let examined = Examiner::new(&self.reading, false)?.examine(&Origin::one(self.path.as_deref())?)?;
        let errors = examined.errors();
        if errors > 0 {
            let told = format!("the inventory has {}; what they are about is left alone", page::count(errors, "error"));
            output.note(&format!("{}: {told}\n", page::warning("warning")))?;
        }
        Ok(examined)
    }

    /// What stands on the nodes: asked of them, or read from a file.
    pub(crate) fn survey(
        &self,
        examined: &Examined,
        file: Option<&PathBuf>,
        output: &mut Output,
    ) -> Result<Survey, Failure> {
        let survey = match file {
            Some(file) => survey::read(file)?,
            None => survey::ask(&nodes::clients(examined, &self.nodes, output)?, &examined.checked.substrate)?,
        };
        tell_gaps(&survey, output)?;
        Ok(survey)
    }

    /// Whether what is planned is narrowed or widened by an option.
    pub(crate) fn is_limited(&self) -> bool {
        !self.targets.is_empty() || !self.adopt.is_empty() || self.reboot
    }

    /// The plan for what was examined and found.
    pub(crate) fn plan(&self, examined: &Examined, survey: &Survey) -> Plan {
        let scope = Scope {
            targets: self.targets.iter().cloned().collect(),
            adopt: self.adopt.iter().cloned().collect(),
            reboot: self.reboot,
        };
        plan_within(&scope, examined, survey)
    }
}

/// The plan that something was asked for, for what was examined and found.
pub(crate) fn plan_within(scope: &Scope, examined: &Examined, survey: &Survey) -> Plan {
    let options = PlanOptions::of(scope, Withheld::of(&examined.checked.findings));
    plan(&examined.checked.substrate, survey, &options)
}

/// Says what nodes did not show.
pub(crate) fn tell_gaps(survey: &Survey, output: &mut Output) -> Result<(), Failure> {
    for (host, node) in &survey.nodes {
        for gap in &node.gaps {
            output.note(&format!("{}: {host}: {}\n", page::warning("warning"), printable(&gap.to_string())))?;
        }
    }
    Ok(())
}
