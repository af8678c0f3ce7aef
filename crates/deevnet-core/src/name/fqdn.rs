//! Fully qualified names: a host in its zone.

use std::fmt;
use std::str::FromStr;

use super::domain::{DomainName, ParseDomainError};
use super::label::DnsLabel;

/// A fully qualified name: the label of a host or service, and the zone it is in.
///
/// By the estate's standard the zone of hosts and services is `<substrate>.<root domain>`, and that of a tenant's
/// services `<tenant>.<substrate>.<root domain>`. Names order by zone, then by label.
///
/// ```
/// use deevnet_core::name::Fqdn;
///
/// let (substrate, root) = ("dvntm".parse()?, "example.net".parse()?);
/// let host = Fqdn::compose(&"hv01".parse()?, &substrate, &root)?;
/// assert_eq!(host.to_string(), "hv01.dvntm.example.net");
/// assert_eq!(host.zone().to_string(), "dvntm.example.net");
///
/// let service = Fqdn::compose_tenant(&"api".parse()?, &"acme".parse()?, &substrate, &root)?;
/// assert_eq!(service.to_string(), "api.acme.dvntm.example.net");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fqdn {
    zone: DomainName,
    host: DnsLabel,
}

impl Fqdn {
    /// The name of a host or service in a zone.
    ///
    /// # Errors
    /// When the name would be too long.
    pub fn new(host: &DnsLabel, zone: &DomainName) -> Result<Fqdn, ParseDomainError> {
        zone.child(host)?;
        Ok(Fqdn { zone: zone.clone(), host: host.clone() })
    }

    /// The name of a host or service of a substrate: `<host>.<substrate>.<root>`.
    ///
    /// # Errors
    /// When the name would be too long.
    pub fn compose(host: &DnsLabel, substrate: &DnsLabel, root: &DomainName) -> Result<Fqdn, ParseDomainError> {
        Fqdn::new(host, &root.child(substrate)?)
    }

    /// The name of a tenant's service: `<service>.<tenant>.<substrate>.<root>`.
    ///
    /// # Errors
    /// When the name would be too long.
    pub fn compose_tenant(
        service: &DnsLabel,
        tenant: &DnsLabel,
        substrate: &DnsLabel,
        root: &DomainName,
    ) -> Result<Fqdn, ParseDomainError> {
        Fqdn::new(service, &root.child(substrate)?.child(tenant)?)
    }

    /// The label of the host or service.
    pub fn host(&self) -> &DnsLabel {
        &self.host
    }

    /// The zone.
    pub fn zone(&self) -> &DomainName {
        &self.zone
    }
}

impl fmt::Display for Fqdn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{}.{}", self.host, self.zone))
    }
}

impl FromStr for Fqdn {
    type Err = ParseDomainError;

    fn from_str(text: &str) -> Result<Fqdn, ParseDomainError> {
        let name: DomainName = text.parse()?;
        match name.split_first() {
            Some((host, zone)) => Ok(Fqdn { zone, host }),
            None => Err(ParseDomainError::NoZone { value: text.to_owned() }),
        }
    }
}

crate::wire::as_text!(Fqdn, "a fully qualified name as text");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_single_label_has_no_zone() {
        let error = "hv01".parse::<Fqdn>().unwrap_err();
        insta::assert_snapshot!(error, @"`hv01` is not a fully qualified name: it has no zone");
        insta::assert_snapshot!(error.hint(), @"write the host, a dot and its zone");
        assert_eq!(error.value(), "hv01");
    }

    #[test]
    fn names_too_long_are_refused() {
        let label: DnsLabel = "a".repeat(63).parse().unwrap();
        let root: DomainName = format!("{label}.{label}").parse().unwrap();
        assert!(Fqdn::compose(&"a".parse().unwrap(), &label, &root).is_ok());
        assert!(Fqdn::compose(&label, &label, &root).is_err());
        assert!(Fqdn::compose_tenant(&label, &"a".parse().unwrap(), &label, &root).is_err());
    }

    proptest! {
        #[test]
        fn parse_print_parse(host in "[a-z0-9]{1,9}", zone in "[a-z0-9]{1,9}(\\.[a-z]{1,9}){0,3}") {
            let fqdn = Fqdn::new(&host.parse().unwrap(), &zone.parse().unwrap()).unwrap();
            prop_assert_eq!(fqdn.to_string(), format!("{host}.{zone}"));
            prop_assert_eq!(fqdn.to_string().parse(), Ok(fqdn.clone()));
            let json = serde_json::to_string(&fqdn).unwrap();
            prop_assert_eq!(serde_json::from_str::<Fqdn>(&json).unwrap(), fqdn);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<Fqdn>();
        }
    }
}
