//! `deevnet mac derive`: the address that belongs to a VMID or to a role.

use clap::{ArgGroup, Args, Subcommand};
use deevnet_core::mac::derive::Attempt;
use deevnet_core::mac::{MacAddress, MacNamespace, Vmid, derive};

use super::interface::{SubstrateArgument, identity, namespace};
use super::{NamespaceArguments, StyleArgument, Written};
use crate::batch::{self, Refusal};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::output::Output;

const VMID_EXAMPLES: &str = "\
Examples:
  deevnet mac derive vmid --octet 20 200             02:de:20:00:00:c8
  deevnet mac derive vmid --namespace 02:de:10 200   02:de:10:00:00:c8
  seq 200 299 | deevnet mac derive vmid --octet 20";

const ROLE_EXAMPLES: &str = "\
Examples:
  deevnet mac derive role --octet 10 2/0/1           02:de:10:02:00:01";

const HASH_EXAMPLES: &str = "\
Examples:
  deevnet mac derive hash --octet 20 --substrate mobile pi01/eth0
                                                     06:de:20:c3:3a:61

The derivation is interface-sha256-v1. Its addresses are in a namespace of their
own, that of the substrate with bit 0x04 of the first octet set, where no VMID
leads. `deevnet alloc` takes the first one that no other interface holds.";

/// Derive MAC addresses that nobody has to invent.
#[derive(Debug, Args)]
pub(super) struct DeriveArguments {
    #[command(subcommand)]
    derivation: Derivation,
}

#[derive(Debug, Subcommand)]
enum Derivation {
    Vmid(VmidArguments),
    Role(RoleArguments),
    Hash(HashArguments),
}

/// From VMIDs: the namespace, then the VMID in three octets.
#[derive(Debug, Args)]
#[command(after_help = VMID_EXAMPLES)]
struct VmidArguments {
    #[command(flatten)]
    derived: DerivedArguments,

    /// VMIDs; without any, or with `-`, one a line from standard input.
    #[arg(value_name = "VMID")]
    vmids: Vec<String>,
}

/// From roles: the namespace, then role, node and instance, one octet each.
#[derive(Debug, Args)]
#[command(after_help = ROLE_EXAMPLES)]
struct RoleArguments {
    #[command(flatten)]
    derived: DerivedArguments,

    /// Decimal numbers from 0 to 255; without any, or with `-`, one triple a line from standard input.
    #[arg(value_name = "ROLE/NODE/INSTANCE")]
    roles: Vec<String>,
}

/// From interfaces that have no VMID: the namespace beside the substrate's, then a hash of their names.
#[derive(Debug, Args)]
#[command(after_help = HASH_EXAMPLES)]
struct HashArguments {
    #[command(flatten)]
    derived: DerivedArguments,

    #[command(flatten)]
    of: SubstrateArgument,

    /// Which of an interface's addresses: the next one, as long as another interface holds it.
    #[arg(long, value_name = "NUMBER", default_value = "0", value_parser = attempt)]
    attempt: Attempt,

    /// Hosts and interfaces; without any, or with `-`, one pair a line from standard input.
    #[arg(value_name = "HOST/INTERFACE")]
    interfaces: Vec<String>,
}

/// Why a text is no attempt.
#[derive(Debug, thiserror::Error)]
#[error("it is not a number from {} to {}", Attempt::FIRST, Attempt::LAST)]
struct AttemptError;

fn attempt(text: &str) -> Result<Attempt, AttemptError> {
    text.parse().ok().and_then(Attempt::new).ok_or(AttemptError)
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("within").args(["namespace", "octet"]).required(true))]
struct DerivedArguments {
    #[command(flatten)]
    within: NamespaceArguments,

    #[command(flatten)]
    style: StyleArgument,

    /// How to print the results.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Derives every address.
pub(super) fn run(arguments: &DeriveArguments, output: &mut Output) -> Result<Exit, Failure> {
    match &arguments.derivation {
        Derivation::Vmid(VmidArguments { derived, vmids }) => derived.run(vmids, output, |namespace, text| {
            let vmid = text.parse::<Vmid>().map_err(|error| Refusal::new(&error, error.hint()))?;
            Ok(derive::vmid(namespace, vmid))
        }),
        Derivation::Role(RoleArguments { derived, roles }) => derived.run(roles, output, |namespace, text| {
            let [role, node, instance] = triple(text).ok_or_else(|| not_a_triple(text))?;
            Ok(derive::role(namespace, role, node, instance))
        }),
        Derivation::Hash(HashArguments { derived, of, attempt, interfaces }) => {
            let beside = namespace(derived.within)?;
            derived.run(interfaces, output, |_, text| {
                Ok(derive::interface(beside, identity(&of.substrate, text)?, *attempt))
            })
        }
    }
}

impl DerivedArguments {
    fn run(
        &self,
        values: &[String],
        output: &mut Output,
        derive: impl Fn(MacNamespace, &str) -> Result<MacAddress, Refusal>,
    ) -> Result<Exit, Failure> {
        let Some(namespace) = self.within.namespace() else { return Err(Failure::NoNamespace) };
        let convert = |text: &str| derive(namespace, text).map(|mac| Written::new(mac, self.style.style));
        batch::run(values, self.format, output, convert, |written| written.mac.clone())
    }
}

fn triple(text: &str) -> Option<[u8; 3]> {
    let numbers: Vec<u8> = text.split('/').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

fn not_a_triple(text: &str) -> Refusal {
    Refusal::new(
        &format_args!("`{text}` is not a role, a node and an instance"),
        "write three decimal numbers from 0 to 255 with slashes, such as 2/0/1",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_triple_has_three_octets() {
        assert_eq!(triple("2/0/1"), Some([2, 0, 1]));
        for wrong in ["", "2/0", "2/0/1/0", "2/0/256", "2:0:1", "a/b/c", "-1/0/0"] {
            assert_eq!(triple(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_triple_round_trips(octets: [u8; 3]) {
            let [role, node, instance] = octets;
            prop_assert_eq!(triple(&format!("{role}/{node}/{instance}")), Some(octets));
        }
    }
}
