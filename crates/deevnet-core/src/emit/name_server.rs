//! The name server that the zones name.

use std::net::Ipv4Addr;

use super::error::EmitError;
use super::options::EmitOptions;
use super::published::Published;
use super::record::FullName;
use crate::name::DomainName;

/// The service that a name server publishes.
const SERVICE: &str = "dns";
/// The name in the zone where no host publishes that service.
pub(super) const STAND_IN: &str = "ns";
/// The name where nothing at all is known of a name server; it resolves everywhere (RFC 6761, section 6.3).
const LAST_RESORT: &str = "localhost";

/// The name server of the zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameServer {
    /// Its full name without a trailing dot; a host's own, never an alias (RFC 2181, section 10.3).
    pub(super) name: String,
    /// The address of [`STAND_IN`], where the forward zone has to hold it.
    pub(super) stand_in: Option<Ipv4Addr>,
}

impl NameServer {
    /// The one that is asked for, else the host that publishes `dns` or `ns`, else `ns` with the address of a gateway.
    pub(super) fn choose(
        published: &Published,
        domain: &DomainName,
        options: &EmitOptions,
    ) -> Result<NameServer, EmitError> {
        if let Some(name) = &options.name_server {
            return Self::requested(published, domain, name);
        }
        if let Some(record) = published.service(SERVICE).or_else(|| published.service(STAND_IN)) {
            return Ok(Self::named(&FullName::new(record.label.as_str(), domain)));
        }
        let stand_in = FullName::new(STAND_IN, domain);
        if published.address_records.iter().any(|record| record.label.as_str() == STAND_IN) {
            return Ok(Self::named(&stand_in));
        }
        Ok(match gateway(published).filter(|_| stand_in.fits()) {
            Some(address) => Self { stand_in: Some(address), ..Self::named(&stand_in) },
            None => Self::named(&LAST_RESORT),
        })
    }

    fn named(name: &impl ToString) -> Self {
        Self { name: name.to_string(), stand_in: None }
    }

    /// A name inside the zone must be that of a host with an address record; one outside is not ours to judge.
    fn requested(published: &Published, domain: &DomainName, name: &DomainName) -> Result<Self, EmitError> {
        let is_known = |name: &str| published.address_records.iter().any(|record| record.label.as_str() == name);
        let relative = name.as_str().strip_suffix(domain.as_str()).and_then(|left| left.strip_suffix('.'));
        if name.is_within(domain) && !relative.is_some_and(is_known) {
            return Err(EmitError::NameServerUnknown { name: name.clone(), zone: domain.clone() });
        }
        Ok(Self::named(name))
    }
}

/// The gateway of the management segment, or else of the first scope that has one.
fn gateway(published: &Published) -> Option<Ipv4Addr> {
    let management = published.management().and_then(|scope| scope.gateway);
    management.or_else(|| published.scopes.iter().find_map(|scope| scope.gateway))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::emit::testing::{lab, published};

    fn choose(json: &Json, options: &EmitOptions) -> Result<NameServer, EmitError> {
        let published = published(json);
        NameServer::choose(&published, published.domain.as_ref().unwrap(), options)
    }

    fn without_dns() -> Json {
        let mut json = lab();
        json["hosts"]["core-rt01"]["env"]["interfaces"]["eth0"]["dns"]["cnames"] = json!([]);
        json
    }

    fn asking_for(name: &str) -> EmitOptions {
        EmitOptions { name_server: Some(name.parse().unwrap()), ..EmitOptions::default() }
    }

    #[test]
    fn the_publisher_of_dns_or_ns_is_named_by_its_own_name() {
        let options = EmitOptions::default();
        assert_eq!(choose(&lab(), &options).unwrap(), NameServer::named(&"core-rt01.lab.example.net"));
        let mut json = without_dns();
        json["hosts"]["pi01"]["env"]["interfaces"]["eth0"]["dns"]["cnames"] = json!(["ns"]);
        assert_eq!(choose(&json, &options).unwrap(), NameServer::named(&"pi01.lab.example.net"));
    }

    #[test]
    fn a_stand_in_has_the_address_of_a_gateway() {
        let options = EmitOptions::default();
        let chosen = choose(&without_dns(), &options).unwrap();
        assert_eq!(
            chosen,
            NameServer { stand_in: "10.20.99.1".parse().ok(), ..NameServer::named(&"ns.lab.example.net") }
        );
        let mut json = without_dns();
        json["substrate"]["deevnet_vlans"] = json!({});
        assert_eq!(choose(&json, &options).unwrap(), NameServer::named(&"localhost"));
    }

    #[test]
    fn a_host_called_ns_needs_no_stand_in() {
        let mut json = without_dns();
        json["hosts"]["ns"] = json["hosts"]["pi01"].take();
        json["hosts"].as_object_mut().unwrap().remove("pi01");
        assert_eq!(choose(&json, &EmitOptions::default()).unwrap(), NameServer::named(&"ns.lab.example.net"));
    }

    #[test]
    fn a_name_inside_the_zone_must_have_an_address_there() {
        assert_eq!(choose(&lab(), &asking_for("ns.example.org")).unwrap(), NameServer::named(&"ns.example.org"));
        assert_eq!(choose(&lab(), &asking_for("hv01.lab.example.net")).unwrap().name, "hv01.lab.example.net");
        let error = choose(&lab(), &asking_for("dns.lab.example.net")).unwrap_err();
        insta::assert_snapshot!(
            error,
            @"the name server `dns.lab.example.net` is in the zone `lab.example.net`, but has no address record there"
        );
    }
}
