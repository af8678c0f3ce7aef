//! `deevnet trust`: pins the certificates that nodes show.

mod pin;
mod sighting;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;

use clap::Args;
use deevnet_access::AccessError;
use serde::Serialize;

use self::pin::Pins;
use self::sighting::{Sighting, Standing, look};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::inventory::{Examined, Examiner, Origin, ReadingArguments};
use crate::nodes::NodeArguments;
use crate::output::Output;
use crate::page::{self, count};
use crate::printable::printable;

const EXAMPLES: &str = "\
Examples:
  deevnet trust                       look at the certificate of every declared node
  deevnet trust --node hv01 --yes     pin that of hv01 without asking
  deevnet trust --node hv01 --replace pin a new one in place of another

Nodes have certificates of their own making. This command shows the SHA-256
fingerprint of each and writes it below `deevnet_hypervisor.tls` in the host's
file; from then on no other certificate is taken. Nothing but the beginning of
a handshake is sent.

A fingerprint that came over the network proves nothing. Compare it with what
the node shows itself: in its web interface below System > Certificates, or by
  openssl x509 -noout -fingerprint -sha256 -in /etc/pve/local/pve-ssl.pem

Exit codes: 0 when every node is pinned, 2 when one is not or shows another
certificate, 1 when one could not be looked at.";

/// Pin the certificates of nodes.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct TrustArguments {
    /// A substrate's directory or a host file. Default: the current directory.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Only this node; may be given several times.
    #[arg(long = "node", value_name = "HOST")]
    hosts: Vec<String>,

    /// Pin what is shown without asking.
    #[arg(long)]
    yes: bool,

    /// Also pin a certificate in place of another that is pinned.
    #[arg(long)]
    replace: bool,

    /// How to print what was seen; JSON never asks.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    nodes: NodeArguments,

    #[command(flatten)]
    reading: ReadingArguments,
}

#[derive(Serialize)]
struct Document<'s> {
    version: u32,
    nodes: &'s [Sighting],
}

/// Looks at certificates, and pins those that are confirmed.
pub(crate) fn run(arguments: &TrustArguments, output: &mut Output) -> Result<Exit, Failure> {
    let examined = Examiner::new(&arguments.reading, false)?.examine(&Origin::one(arguments.path.as_deref())?)?;
    let mut sightings = look(&examined, &arguments.nodes.access()?, &chosen(arguments, &examined)?)?;
    let wanted: Vec<&Sighting> =
        sightings.iter().filter(|sighting| sighting.may_be_pinned(arguments.replace)).collect();
    if arguments.format == Format::Text {
        output.print(&shown(&sightings))?;
    }
    let pinned = if wanted.is_empty() || !is_confirmed(arguments, wanted.len(), output)? {
        BTreeSet::new()
    } else {
        pin(&examined, &wanted, output)?
    };
    for sighting in sightings.iter_mut().filter(|sighting| pinned.contains(&sighting.host)) {
        sighting.standing = Standing::Pinned;
    }
    if arguments.format == Format::Json {
        output.print_data(&to_json(&Document { version: JSON_VERSION, nodes: &sightings })?)?;
    }
    Ok(exit(&sightings))
}

/// The hosts to look at: those that are named, or every hypervisor.
fn chosen(arguments: &TrustArguments, examined: &Examined) -> Result<BTreeSet<String>, Failure> {
    let known: BTreeSet<String> =
        examined.checked.substrate.hypervisors().map(|(host, _)| host.name.to_string()).collect();
    if known.is_empty() {
        return Err(AccessError::NoHypervisor.into());
    }
    match arguments.hosts.iter().find(|host| !known.contains(*host)) {
        Some(host) => Err(Failure::UnknownNode {
            host: host.clone(),
            meant: deevnet_core::nearest(host, known.iter().map(String::as_str)).map(str::to_owned),
        }),
        None if arguments.hosts.is_empty() => Ok(known),
        None => Ok(arguments.hosts.iter().cloned().collect()),
    }
}

fn shown(sightings: &[Sighting]) -> String {
    let mut text = String::new();
    for sighting in sightings {
        let _ = writeln!(text, "{} {}", page::strong(&sighting.host), printable(&sighting.summary()));
        if let Some(fingerprint) = &sighting.fingerprint {
            let _ = writeln!(text, "  shows  {fingerprint}");
        }
        if let (Standing::Changed, Some(pinned)) = (sighting.standing, &sighting.pinned) {
            let _ = writeln!(text, "  pinned {pinned}");
        }
    }
    text
}

/// Whether what is shown is to be pinned: because it was said so, or by somebody at a terminal.
fn is_confirmed(arguments: &TrustArguments, number: usize, output: &mut Output) -> Result<bool, Failure> {
    if arguments.yes {
        return Ok(true);
    }
    if arguments.format == Format::Json || !io::stdin().is_terminal() {
        output.note(&format!("Nothing pinned: `--yes` pins {}.\n", count(number, "certificate")))?;
        return Ok(false);
    }
    output
        .note(&format!("Pin {}, compared with what the nodes show themselves? [y/N] ", count(number, "certificate")))?;
    let mut answer = String::new();
    let name = || "the answer".to_owned();
    io::stdin().lock().read_line(&mut answer).map_err(|source| Failure::Unreadable { name: name(), source })?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Writes what is to be pinned, and gives the hosts for which that was done; for others it says what to write.
fn pin(examined: &Examined, wanted: &[&Sighting], output: &mut Output) -> Result<BTreeSet<String>, Failure> {
    let pins = Pins::of(examined, wanted)?;
    for path in pins.write(&examined.folder())? {
        output.note(&format!("Wrote `{}`.\n", printable(&path.display().to_string())))?;
    }
    for (host, lines) in pins.by_hand() {
        let told = format!("{host}: its file is not edited; write there");
        output.note(&format!("{}: {}\n{lines}", page::warning("warning"), printable(&told)))?;
    }
    Ok(pins.hosts())
}

fn exit(sightings: &[Sighting]) -> Exit {
    let any = |standing| sightings.iter().any(|sighting| sighting.standing == standing);
    if any(Standing::Unseen) {
        Exit::Failed
    } else if any(Standing::New) || any(Standing::Changed) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
