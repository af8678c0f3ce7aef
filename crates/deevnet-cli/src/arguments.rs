//! The command line.

use clap::{Parser, Subcommand};

use crate::commands::{
    alloc, apply, check, completions, drift, emit, mac, man, observe, plan, registry, report, rule, schema, show,
    simulate, tenant, trust, vlan,
};
use crate::output::Color;

const EXAMPLES: &str = "\
Examples:
  deevnet check                        check the inventory in this directory
  deevnet check inventories/home       check another one
  deevnet rule DV104                   explain a rule
  deevnet show hosts                   list every host with its identity
  deevnet alloc --dry-run              show which VMIDs and MACs would be given
  deevnet emit kea-dhcp4 --out dhcp4.json
                                       write a DHCP server's configuration
  deevnet observe --out survey.json    find out what exists on the nodes
  deevnet mac derive vmid --octet 20 200
                                       the MAC address of VM 200

Exit codes:
  0  nothing to say or do
  1  the work could not be done
  2  findings of error severity, or changes pending";

/// Network identities of a small self-hosted substrate, from its Ansible inventory.
///
/// deevnet reads an inventory, reports every fault with file and line, gives identities to what has none, proves what
/// the firewall lets through, and writes what routers, switches, DHCP and DNS servers need, the same bytes every time.
#[derive(Debug, Parser)]
#[command(name = "deevnet", version, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Arguments {
    /// When to use colours: `auto` is on a terminal, unless `NO_COLOR` or `CLICOLOR=0` is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Global options")]
    pub(crate) color: Color,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::CheckArguments),
    Show(show::ShowArguments),
    Report(report::ReportArguments),
    Tenant(tenant::TenantArguments),
    Alloc(alloc::AllocArguments),
    Emit(emit::EmitArguments),
    Observe(observe::ObserveArguments),
    Plan(plan::PlanArguments),
    Apply(apply::ApplyArguments),
    Drift(drift::DriftArguments),
    Simulate(simulate::SimulateArguments),
    Mac(mac::MacArguments),
    Registry(registry::RegistryArguments),
    Rule(rule::RuleArguments),
    Schema(schema::SchemaArguments),
    Trust(trust::TrustArguments),
    Vlan(vlan::VlanArguments),
    Completions(completions::CompletionsArguments),
    Man(man::ManArguments),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
