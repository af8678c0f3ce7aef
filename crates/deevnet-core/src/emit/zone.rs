//! What every zone file begins with (master file format: RFC 1035, section 5).

use std::fmt::{self, Write};

use super::header::Header;
use super::name_server::NameServer;
use super::options::EmitOptions;
use super::published::Published;
use super::record::FullName;
use crate::name::DomainName;

/// Seconds that a record may be cached.
pub(super) const TIME_TO_LIVE: u32 = 3_600;
/// Refresh, retry, expire and negative caching time in seconds, within the ranges of RFC 1912, section 2.2.
const TIMERS: [u32; 4] = [7_200, 900, 1_209_600, 3_600];
/// The mailbox of whoever is responsible for a zone (RFC 2142, section 7).
const MAILBOX: &str = "hostmaster";

/// What a zone says whose serial nobody chose (RFC 1982 and RFC 1996: secondaries compare it and nothing else).
const SAME_SERIAL: &str =
    "; secondary servers take a changed zone only where its serial is higher: give one with --serial";

/// What the zones of one emission share.
#[derive(Debug)]
pub(super) struct Zones<'a> {
    published: &'a Published,
    domain: &'a DomainName,
    pub(super) name_server: NameServer,
    serial: u32,
}

impl<'a> Zones<'a> {
    pub(super) fn new(
        published: &'a Published,
        domain: &'a DomainName,
        options: &EmitOptions,
    ) -> Result<Self, super::EmitError> {
        let name_server = NameServer::choose(published, domain, options)?;
        Ok(Self { published, domain, name_server, serial: options.serial })
    }

    /// A zone file up to its own records: header, origin, start of authority and name server.
    pub(super) fn begin(&self, origin: &impl fmt::Display) -> Result<String, fmt::Error> {
        let mut text = String::new();
        let [refresh, retry, expire, minimum] = TIMERS;
        let name_server = &self.name_server.name;
        writeln!(text, "; {}", Header(self.published))?;
        if self.serial == EmitOptions::DEFAULT_SERIAL {
            writeln!(text, "{SAME_SERIAL}")?;
        }
        writeln!(text, "$ORIGIN {origin}.\n$TTL {TIME_TO_LIVE}")?;
        write!(text, "@\tIN\tSOA\t{name_server}. ")?;
        self.write_mailbox(&mut text)?;
        writeln!(text, " {} {refresh} {retry} {expire} {minimum}", self.serial)?;
        writeln!(text, "@\tIN\tNS\t{name_server}.")?;
        Ok(text)
    }

    /// Writes the mailbox, or the root where the domain leaves no room for one.
    fn write_mailbox(&self, text: &mut String) -> fmt::Result {
        let mailbox = FullName::new(MAILBOX, self.domain);
        if mailbox.fits() { write!(text, "{mailbox}.") } else { write!(text, ".") }
    }
}
