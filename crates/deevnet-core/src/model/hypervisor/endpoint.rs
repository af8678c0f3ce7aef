//! The web endpoint of a node.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::model::proxmox::ProxmoxValueError;
use crate::name::DomainName;

const SCHEME: &str = "https://";

/// The HTTPS address of a node's API and web interface, such as `https://hv01.dvntm.example.net:8006`.
///
/// It has a host (a domain name or an address) and a port, 8006 where none is written. Plain HTTP is refused, because
/// the node serves TLS only and a token would cross the network in the clear; so are user information, a path and a
/// query, which belong to a request. The error about user information does not repeat it.
///
/// ```
/// use deevnet_core::model::Endpoint;
///
/// let endpoint: Endpoint = "https://hv01.example.net".parse()?;
/// assert_eq!(endpoint.to_string(), "https://hv01.example.net:8006");
/// assert_eq!(endpoint.port(), Endpoint::DEFAULT_PORT);
/// assert!("http://hv01.example.net".parse::<Endpoint>().is_err());
/// # Ok::<(), deevnet_core::model::ProxmoxValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    host: EndpointHost,
    port: u16,
}

/// The host of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum EndpointHost {
    Name(DomainName),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl Endpoint {
    /// The port that Proxmox VE's `pveproxy` listens on (its administration guide, "Ports used by Proxmox VE").
    pub const DEFAULT_PORT: u16 = 8006;

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The host, as it stands in the URL: an IPv6 address in brackets.
    pub fn host(&self) -> String {
        match &self.host {
            EndpointHost::Name(name) => name.to_string(),
            EndpointHost::V4(address) => address.to_string(),
            EndpointHost::V6(address) => format!("[{address}]"),
        }
    }
}

impl FromStr for Endpoint {
    type Err = ProxmoxValueError;

    fn from_str(text: &str) -> Result<Self, ProxmoxValueError> {
        if text.contains('@') {
            let rule = "an endpoint has no user name or password in it";
            return Err(ProxmoxValueError::new("endpoint", "", rule, "keep tokens in the vault, apart from the URL"));
        }
        let refuse = |rule, hint| Err(ProxmoxValueError::new("endpoint", text, rule, hint));
        let Some(rest) = strip_scheme(text) else {
            return refuse("it begins with https://", "write it as https://<host>:8006");
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains(['/', '?', '#']) {
            return refuse("it ends after the port", "leave out the path; requests bring their own");
        }
        let Some((host, port)) = split_port(authority) else {
            return refuse("its port is 1 to 65535", "write the port that pveproxy listens on, 8006 by default");
        };
        match parse_host(host) {
            Some(host) => Ok(Self { host, port }),
            None => refuse("its host is a domain name or an address", "write it as https://<host>:8006"),
        }
    }
}

/// What follows the scheme, which is compared without regard to case (RFC 3986, section 3.1).
fn strip_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(rest)
}

/// The host and the port, 8006 where none is written; a colon inside brackets belongs to an IPv6 address.
fn split_port(authority: &str) -> Option<(&str, u16)> {
    let Some((host, port)) = authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')) else {
        return Some((authority, Endpoint::DEFAULT_PORT));
    };
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let number = port.parse().ok().filter(|number| is_number && *number > 0)?;
    Some((host, number))
}

fn parse_host(host: &str) -> Option<EndpointHost> {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse().ok().map(EndpointHost::V6);
    }
    let is_numeric = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    if is_numeric {
        return host.parse().ok().map(EndpointHost::V4);
    }
    host.parse().ok().map(EndpointHost::Name)
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{SCHEME}{}:{}", self.host(), self.port))
    }
}

crate::wire::as_text!(Endpoint, "an HTTPS endpoint as text");

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_default_port_is_filled_in() {
        for (text, shown) in [
            ("https://hv01", "https://hv01:8006"),
            ("HTTPS://HV01.example.net/", "https://hv01.example.net:8006"),
            ("https://10.20.99.21:443", "https://10.20.99.21:443"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]:8006"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ] {
            assert_eq!(text.parse::<Endpoint>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn errors_quote_the_value_and_the_rule_but_no_password() {
        let mut text = String::new();
        for value in [
            "hv01:8006",
            "http://hv01",
            "https://root:hunter2@hv01",
            "https://hv01/api2/json",
            "https://hv01:0",
            "https://hv01:+80",
            "https://10.20.99.300",
            "https://",
            "https://2001:db8::1",
        ] {
            let error = value.parse::<Endpoint>().unwrap_err();
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        insta::assert_snapshot!(text, @r#"
        "hv01:8006" is not a valid endpoint: it begins with https://
          write it as https://<host>:8006
        "http://hv01" is not a valid endpoint: it begins with https://
          write it as https://<host>:8006
        an endpoint has no user name or password in it
          keep tokens in the vault, apart from the URL
        "https://hv01/api2/json" is not a valid endpoint: it ends after the port
          leave out the path; requests bring their own
        "https://hv01:0" is not a valid endpoint: its port is 1 to 65535
          write the port that pveproxy listens on, 8006 by default
        "https://hv01:+80" is not a valid endpoint: its port is 1 to 65535
          write the port that pveproxy listens on, 8006 by default
        "https://10.20.99.300" is not a valid endpoint: its host is a domain name or an address
          write it as https://<host>:8006
        "https://" is not a valid endpoint: its host is a domain name or an address
          write it as https://<host>:8006
        "https://2001:db8::1" is not a valid endpoint: its host is a domain name or an address
          write it as https://<host>:8006
        "#);
    }

    proptest! {
        #[test]
        fn parse_print_parse(host in "[a-z]([a-z0-9-]{0,20}[a-z0-9])?(\\.[a-z]{2,5}){0,2}", port in 1..=u16::MAX) {
            let endpoint: Endpoint = format!("https://{host}:{port}").parse().unwrap();
            prop_assert_eq!(endpoint.to_string().parse(), Ok(endpoint));
        }

        #[test]
        fn arbitrary_text_never_panics(text in "(https://)?.*") {
            if let Ok(endpoint) = text.parse::<Endpoint>() {
                prop_assert_eq!(endpoint.to_string().parse(), Ok(endpoint));
            }
        }
    }
}
