//! What an emission can be told beyond the declaration.

use super::interface_name::InterfaceName;
use super::switch_dialect::SwitchDialect;
use crate::name::DomainName;

/// What the declaration does not say and a consumer may want otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmitOptions {
    /// What descriptions begin with; `None` for the words the estate's roles use.
    pub description_prefix: Option<String>,
    /// The interface that dnsmasq or Kea serves on, `None` for all, or that a router's VLANs are on, `None` for the one
    /// with a segment's gateway.
    pub interface: Option<InterfaceName>,
    /// The host whose interfaces a router's file is for; `None` for the one with the most gateways of segments.
    pub router: Option<String>,
    /// The router's interface to the internet; `None` for the one that the router declares with the purpose `wan`.
    pub wan: Option<InterfaceName>,
    /// The name server of the zones; `None` for the host that publishes the service `dns`.
    pub name_server: Option<DomainName>,
    /// The serial of the zones (RFC 1035, section 3.3.13); nothing here reads a clock.
    pub serial: u32,
    /// The command language of switches.
    pub dialect: SwitchDialect,
    /// Whether a firewall judges packets to the router itself as well.
    pub guard_router: bool,
}

impl EmitOptions {
    /// The serial of a zone where none is given.
    pub const DEFAULT_SERIAL: u32 = 1;
}

impl Default for EmitOptions {
    fn default() -> Self {
        Self {
            description_prefix: None,
            interface: None,
            router: None,
            wan: None,
            name_server: None,
            serial: Self::DEFAULT_SERIAL,
            dialect: SwitchDialect::default(),
            guard_router: false,
        }
    }
}
