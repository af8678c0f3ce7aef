//! `deevnet mac`: derives, decodes, verifies and rewrites MAC addresses.

mod decode;
mod derive;
mod interface;
mod verify;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use deevnet_core::mac::{MacAddress, MacNamespace, MacStyle, SiteOctetError};
use serde::Serialize;

use crate::batch::{self, Refusal};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  deevnet mac derive vmid --octet 20 200 201
  deevnet mac derive hash --octet 20 --substrate mobile pi01/eth0
  deevnet mac decode 02:de:20:00:00:c8
  deevnet mac format --style dotted DC-A6-32-01-02-03
  arp -an | grep -o '..:..:..:..:..:..' | deevnet mac decode";

const FORMAT_EXAMPLES: &str = "\
Examples:
  deevnet mac format DC-A6-32-01-02-03
  deevnet mac format --style upper-colon < addresses.txt";

/// Derive, decode, verify and rewrite MAC addresses.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct MacArguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Derive(derive::DeriveArguments),
    Decode(decode::DecodeArguments),
    Verify(verify::VerifyArguments),
    Format(FormatArguments),
}

/// Rewrite MAC addresses in another style.
#[derive(Debug, Args)]
#[command(after_help = FORMAT_EXAMPLES)]
struct FormatArguments {
    #[command(flatten)]
    style: StyleArgument,

    /// MAC addresses in any style; without any, or with `-`, one a line from standard input.
    #[arg(value_name = "MAC")]
    addresses: Vec<String>,

    /// How to print the results.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Runs one of the verbs.
pub(crate) fn run(arguments: &MacArguments, output: &mut Output) -> Result<Exit, Failure> {
    match &arguments.verb {
        Verb::Derive(arguments) => derive::run(arguments, output),
        Verb::Decode(arguments) => decode::run(arguments, output),
        Verb::Verify(arguments) => verify::run(arguments, output),
        Verb::Format(arguments) => rewrite(arguments, output),
    }
}

fn rewrite(arguments: &FormatArguments, output: &mut Output) -> Result<Exit, Failure> {
    let style = arguments.style.style;
    let convert = |text: &str| parse(text).map(|mac| Written::new(mac, style));
    batch::run(&arguments.addresses, arguments.format, output, convert, |written| written.mac.clone())
}

/// The style of the addresses that a verb writes.
#[derive(Debug, Clone, Copy, Args)]
struct StyleArgument {
    /// How to write the addresses.
    #[arg(long, default_value = "lower-colon", value_parser = styles())]
    style: MacStyle,
}

fn styles() -> impl TypedValueParser<Value = MacStyle> {
    PossibleValuesParser::new(MacStyle::ALL.iter().map(|style| style.name())).try_map(|name| name.parse::<MacStyle>())
}

/// The namespace that a verb works in.
#[derive(Debug, Clone, Copy, Args)]
struct NamespaceArguments {
    /// The three octets that the addresses begin with, such as 02:de:20.
    #[arg(long)]
    namespace: Option<MacNamespace>,

    /// The substrate's octet, such as 20, which stands for the namespace 02:de:20.
    #[arg(long, conflicts_with = "namespace", value_parser = octet)]
    octet: Option<MacNamespace>,
}

impl NamespaceArguments {
    fn namespace(self) -> Option<MacNamespace> {
        self.namespace.or(self.octet)
    }
}

/// Why a text is no octet of a substrate.
#[derive(Debug, thiserror::Error)]
enum OctetError {
    #[error("it is not a number from 0 to {}", MacNamespace::MAX_SITE_OCTET)]
    NotANumber,
    #[error("{0}; {hint}", hint = .0.hint())]
    TooLarge(#[from] SiteOctetError),
}

fn octet(text: &str) -> Result<MacNamespace, OctetError> {
    let octet: u8 = text.parse().map_err(|_| OctetError::NotANumber)?;
    Ok(MacNamespace::for_site_octet(octet)?)
}

fn parse(text: &str) -> Result<MacAddress, Refusal> {
    text.parse::<MacAddress>().map_err(|error| Refusal::new(&error, error.hint()))
}

/// An address in the style that was asked for.
#[derive(Debug, Serialize)]
struct Written {
    mac: String,
}

impl Written {
    fn new(mac: MacAddress, style: MacStyle) -> Self {
        Self { mac: mac.format(style).to_string() }
    }
}
