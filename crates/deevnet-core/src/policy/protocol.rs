//! IP protocols by number and name.

use std::fmt;
use std::str::FromStr;

use crate::wire::as_text;

/// The protocol that an IPv4 header names: a number from 0 to 255 (RFC 791, section 3.1).
///
/// It is read as a number or as a name of the IANA registry "Assigned Internet Protocol Numbers", in either case, and
/// shown by its name where it is a common one.
///
/// ```
/// use deevnet_core::policy::Protocol;
///
/// assert_eq!("TCP".parse(), Ok(Protocol::TCP));
/// assert_eq!("17".parse::<Protocol>()?.to_string(), "udp");
/// assert!(Protocol::UDP.has_ports());
/// assert!(!Protocol::ICMP.has_ports());
/// # Ok::<(), deevnet_core::policy::ParseProtocolError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Protocol(u8);

/// Text that is neither the number nor the name of an IP protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{value}\" is no IP protocol")]
#[non_exhaustive]
pub struct ParseProtocolError {
    /// The text.
    pub value: String,
}

impl ParseProtocolError {
    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        "write a name such as tcp, udp or icmp, or a number from 0 to 255"
    }
}

/// The protocols that go by a name in firewalls, with that name first and its other spellings after it.
const NAMES: &[(u8, &[&str])] = &[
    (1, &["icmp"]),
    (2, &["igmp"]),
    (4, &["ipip", "ipencap", "ipv4"]),
    (6, &["tcp"]),
    (17, &["udp"]),
    (33, &["dccp"]),
    (41, &["ipv6"]),
    (47, &["gre"]),
    (50, &["esp", "ipsec-esp"]),
    (51, &["ah", "ipsec-ah"]),
    (58, &["ipv6-icmp", "icmpv6", "icmp6"]),
    (89, &["ospf", "ospfigp"]),
    (103, &["pim"]),
    (112, &["vrrp", "carp"]),
    (115, &["l2tp"]),
    (132, &["sctp"]),
    (136, &["udplite"]),
];

impl Protocol {
    /// Internet Control Message Protocol.
    pub const ICMP: Self = Self(1);
    /// Transmission Control Protocol.
    pub const TCP: Self = Self(6);
    /// User Datagram Protocol.
    pub const UDP: Self = Self(17);
    /// Datagram Congestion Control Protocol.
    pub const DCCP: Self = Self(33);
    /// Stream Control Transmission Protocol.
    pub const SCTP: Self = Self(132);
    /// Lightweight User Datagram Protocol.
    pub const UDPLITE: Self = Self(136);

    /// The protocols whose packets have a source port and a destination port, in order of numbers.
    pub const WITH_PORTS: [Self; 5] = [Self::TCP, Self::UDP, Self::DCCP, Self::SCTP, Self::UDPLITE];

    /// The protocol of a number.
    pub const fn new(number: u8) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Its name, where it is one that firewalls know by name.
    pub fn name(self) -> Option<&'static str> {
        NAMES.iter().find(|(number, _)| *number == self.0).map(|(_, names)| names[0])
    }

    /// Whether its packets have ports.
    pub fn has_ports(self) -> bool {
        Self::WITH_PORTS.contains(&self)
    }
}

impl FromStr for Protocol {
    type Err = ParseProtocolError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(number) = text.parse() {
            return Ok(Self(number));
        }
        let named = NAMES.iter().find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(text)));
        named.map(|(number, _)| Self(*number)).ok_or_else(|| ParseProtocolError { value: text.to_owned() })
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

as_text!(Protocol, "the name or number of an IP protocol");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_protocol_reads_back_as_it_is_shown() {
        for number in 0..=u8::MAX {
            let protocol = Protocol::new(number);
            assert_eq!(protocol.to_string().parse(), Ok(protocol));
        }
    }

    #[test]
    fn names_are_read_in_either_case_and_spelling() {
        for (text, number) in [("TCP", 6), ("Icmp", 1), ("carp", 112), ("ICMPv6", 58), ("255", 255)] {
            assert_eq!(text.parse::<Protocol>().unwrap().number(), number);
        }
    }

    #[test]
    fn what_is_no_protocol_is_refused() {
        for text in ["", "256", "-1", "tcpp", "tcp/udp", "any"] {
            assert_eq!(text.parse::<Protocol>().unwrap_err().value, text);
        }
        let error = "http".parse::<Protocol>().unwrap_err();
        insta::assert_snapshot!(error, @r#""http" is no IP protocol"#);
        insta::assert_snapshot!(error.hint(), @"write a name such as tcp, udp or icmp, or a number from 0 to 255");
    }
}
