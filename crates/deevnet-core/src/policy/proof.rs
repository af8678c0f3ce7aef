//! What is proven or refuted about a policy.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use serde::Serialize;

use super::Packet;
use crate::model::Action;
use crate::source::Span;

/// What decides about a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "index")]
pub enum Cause {
    /// The rule of this index in the policy's list.
    Rule(usize),
    /// The internet zone of this index (`firewall_internet_zones`).
    InternetZone(usize),
    /// The default action: nothing else matches.
    Default,
}

/// What happens to a packet, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What happens.
    pub action: Action,
    /// What decides it.
    pub cause: Cause,
}

/// One packet that a policy lets through although it must not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Witness {
    /// The zone or tenant that it comes from.
    pub from: Arc<str>,
    /// The zone or tenant that it reaches.
    pub to: Arc<str>,
    /// The packet; deciding it again, rule by rule, permits it.
    ///
    /// Where a zone's addresses are not declared, the packet has one that no other zone claims.
    pub packet: Packet,
    /// Whether the zone that the packet enters from has declared addresses.
    pub is_source_declared: bool,
    /// Whether the zone that the packet reaches has.
    pub is_destination_declared: bool,
    /// What lets it through.
    pub cause: Cause,
    /// Where that is declared; [`Span::NONE`] for a default that is not.
    #[serde(skip)]
    pub span: Span,
}

/// `tcp from 10.20.40.10 (guest) to 10.20.99.10 (management) port 22`; a zone alone stands for any of its addresses where
/// they are not declared.
impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Packet { protocol, source, destination, destination_port, .. } = &self.packet;
        let end = |is_declared: bool, address: &Ipv4Addr, zone: &str| {
            if is_declared { format!("{address} ({zone})") } else { zone.to_owned() }
        };
        write!(f, "{protocol} from {}", end(self.is_source_declared, source, &self.from))?;
        write!(f, " to {}", end(self.is_destination_declared, destination, &self.to))?;
        destination_port.map_or(Ok(()), |port| write!(f, " port {port}"))
    }
}

/// Whether a statement about a policy is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "outcome", content = "because")]
pub enum Outcome {
    /// It is: no packet contradicts it.
    Holds,
    /// It is not: this packet contradicts it.
    Refuted(Box<Witness>),
    /// It cannot be told: these rules, by their indices in the policy's list, could not be read, or let through IPv6.
    Open(Vec<usize>),
}

/// A statement about a policy, and whether it is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Proof {
    /// What is stated, such as `guest reaches nothing internal`.
    pub statement: String,
    /// Why it must be true.
    pub reason: Arc<str>,
    /// Whether it is.
    #[serde(flatten)]
    pub outcome: Outcome,
}

impl Proof {
    /// Whether the statement is proven.
    pub fn holds(&self) -> bool {
        self.outcome == Outcome::Holds
    }

    /// The packet that refutes it.
    pub fn witness(&self) -> Option<&Witness> {
        match &self.outcome {
            Outcome::Refuted(witness) => Some(witness),
            Outcome::Holds | Outcome::Open(_) => None,
        }
    }
}

/// `guest reaches nothing internal: refuted by tcp ...`.
impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.statement)?;
        match &self.outcome {
            Outcome::Holds => f.write_str("holds"),
            Outcome::Refuted(witness) => write!(f, "refuted by {witness}"),
            Outcome::Open(_) => f.write_str("open: a rule could not be read, or lets IPv6 through"),
        }
    }
}
