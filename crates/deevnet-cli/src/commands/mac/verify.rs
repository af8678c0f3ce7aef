//! `deevnet mac verify`: whether addresses are those of their interfaces.

use std::fmt;

use clap::{ArgGroup, Args};
use deevnet_core::mac::derive::{self, Attempt};
use deevnet_core::mac::{InterfaceNamespace, MacAddress};
use deevnet_core::name::DnsLabel;
use serde::Serialize;

use super::interface::{SubstrateArgument, identity, namespace};
use super::{NamespaceArguments, parse};
use crate::batch::{self, Refusal};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  deevnet mac verify --octet 20 --substrate mobile pi01/eth0=06:de:20:c3:3a:61

A hash has no inverse, so decode cannot tell an interface from its address. The
attempt is 0 unless another interface held the first address when this one was
allocated.";

/// Tell whether addresses are those that interfaces derive.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("within").args(["namespace", "octet"]).required(true))]
pub(super) struct VerifyArguments {
    #[command(flatten)]
    within: NamespaceArguments,

    #[command(flatten)]
    of: SubstrateArgument,

    /// Interfaces with their addresses; without any, or with `-`, one a line from standard input.
    #[arg(value_name = "HOST/INTERFACE=MAC")]
    addresses: Vec<String>,

    /// How to print the results.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Verifies every address.
pub(super) fn run(arguments: &VerifyArguments, output: &mut Output) -> Result<Exit, Failure> {
    let namespace = namespace(arguments.within)?;
    let convert = |text: &str| verify(namespace, &arguments.of.substrate, text);
    batch::run(&arguments.addresses, arguments.format, output, convert, ToString::to_string)
}

/// An address that is one of its interface's.
#[derive(Debug, Serialize)]
struct Verified {
    mac: MacAddress,
    host: String,
    interface: String,
    attempt: u8,
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} host={} interface={} attempt={}", self.mac, self.host, self.interface, self.attempt)
    }
}

fn verify(namespace: InterfaceNamespace, substrate: &DnsLabel, text: &str) -> Result<Verified, Refusal> {
    let (interface, mac) = text.split_once('=').ok_or_else(|| not_a_pair(text))?;
    let (identity, mac) = (identity(substrate, interface)?, parse(mac)?);
    let Some(attempt) = derive::interface_attempt_of(namespace, identity, mac) else {
        let first = derive::interface(namespace, identity, Attempt::FIRST);
        return Err(Refusal::new(
            &format_args!("{mac} is no MAC that {} ({}) derives", identity.host, identity.interface),
            format!("the first that it derives is {first}"),
        ));
    };
    let (host, interface) = (identity.host.to_owned(), identity.interface.to_owned());
    Ok(Verified { mac, host, interface, attempt: attempt.get() })
}

fn not_a_pair(text: &str) -> Refusal {
    Refusal::new(
        &format_args!("`{text}` is not an interface with its address"),
        "write both with an equals sign, such as pi01/eth0=06:de:20:c3:3a:61",
    )
}
