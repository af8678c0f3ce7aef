//! `deevnet mac decode`: what a MAC address says about itself.

use std::fmt::{self, Write};

use clap::Args;
use deevnet_core::mac::derive::{self, RoleSuffix};
use deevnet_core::mac::{Derivation, InterfaceNamespace, MacAddress, MacNamespace};
use serde::Serialize;

use super::{NamespaceArguments, parse};
use crate::batch;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  deevnet mac decode 02:de:20:00:00:c8
  deevnet mac decode --namespace 06:00:01 06:00:01:00:00:c8
  deevnet mac decode --format json < addresses.txt

An address inside a substrate's namespace (02:de:<octet>, or the one given) is
decoded both ways, as a VMID and as role/node/instance: the address itself does
not say by which rule it was derived. One in the namespace beside it
(06:de:<octet>) was derived by interface-sha256-v1, which has no inverse: verify
tells whether it is that of an interface.";

/// Tell what a MAC address says: who administers it, whom it reaches, what it was derived from.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct DecodeArguments {
    #[command(flatten)]
    within: NamespaceArguments,

    /// MAC addresses in any style; without any, or with `-`, one a line from standard input.
    #[arg(value_name = "MAC")]
    addresses: Vec<String>,

    /// How to print the results.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Decodes every address.
pub(super) fn run(arguments: &DecodeArguments, output: &mut Output) -> Result<Exit, Failure> {
    let within = arguments.within.namespace();
    let convert = |text: &str| parse(text).map(|mac| Decoded::new(mac, within));
    batch::run(&arguments.addresses, arguments.format, output, convert, ToString::to_string)
}

/// What an address says about itself.
#[derive(Debug, Serialize)]
struct Decoded {
    mac: MacAddress,
    administration: &'static str,
    cast: &'static str,
    oui: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    derived: Option<Derived>,
}

/// What an address inside a namespace was derived from.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Derived {
    Numbered(Numbered),
    Hashed(Hashed),
}

/// What an address was derived from by a rule that hashes.
#[derive(Debug, Serialize)]
struct Hashed {
    namespace: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    octet: Option<u8>,
    derivation: Derivation,
}

/// What an address was derived from by either rule that has an inverse.
#[derive(Debug, Serialize)]
struct Numbered {
    namespace: MacNamespace,
    #[serde(skip_serializing_if = "Option::is_none")]
    octet: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vmid: Option<u32>,
    role: u8,
    node: u8,
    instance: u8,
}

impl Decoded {
    fn new(mac: MacAddress, within: Option<MacNamespace>) -> Self {
        let [first, second, third] = mac.oui();
        Self {
            mac,
            administration: if mac.is_local() { "local" } else { "universal" },
            cast: if mac.is_group() { "group" } else { "unicast" },
            oui: format!("{first:02x}:{second:02x}:{third:02x}"),
            derived: within.or_else(|| estate(mac)).and_then(|namespace| Derived::new(mac, namespace)),
        }
    }
}

/// The estate's namespace that the address lies in, or beside which it lies, if it is one.
fn estate(mac: MacAddress) -> Option<MacNamespace> {
    let beside = || InterfaceNamespace::holding(mac).map(InterfaceNamespace::declared);
    let within = MacNamespace::new(mac.oui()).ok();
    within.into_iter().chain(beside()).find(|namespace| namespace.site_octet().is_some())
}

impl Derived {
    fn new(mac: MacAddress, namespace: MacNamespace) -> Option<Self> {
        let interfaces = InterfaceNamespace::holding(mac).filter(|interfaces| interfaces.declared() == namespace);
        match interfaces {
            Some(interfaces) => Some(Self::Hashed(Hashed {
                namespace: interfaces.to_string(),
                octet: namespace.site_octet(),
                derivation: Derivation::InterfaceSha256V1,
            })),
            None => Numbered::new(mac, namespace).map(Self::Numbered),
        }
    }
}

impl Numbered {
    fn new(mac: MacAddress, namespace: MacNamespace) -> Option<Self> {
        let RoleSuffix { role, node, instance } = derive::role_of(namespace, mac)?;
        let vmid = derive::vmid_of(namespace, mac).map(u32::from);
        Some(Self { namespace, octet: namespace.site_octet(), vmid, role, node, instance })
    }
}

impl fmt::Display for Decoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.mac, self.administration, self.cast)?;
        match &self.derived {
            Some(derived) => write!(f, " {derived}"),
            None => write!(f, " oui={}", self.oui),
        }
    }
}

impl fmt::Display for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Numbered(numbered) => numbered.fmt(f),
            Self::Hashed(hashed) => hashed.fmt(f),
        }
    }
}

impl fmt::Display for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "namespace={}", self.namespace)?;
        if let Some(octet) = self.octet {
            write!(f, " octet={octet}")?;
        }
        write!(f, " derivation={}", self.derivation)
    }
}

impl fmt::Display for Numbered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "namespace={}", self.namespace)?;
        let mut optional = |name: &str, value: Option<u32>| match value {
            Some(value) => write!(f, " {name}={value}"),
            None => Ok(()),
        };
        optional("octet", self.octet.map(u32::from))?;
        optional("vmid", self.vmid)?;
        f.write_char(' ')?;
        write!(f, "role={}/{}/{}", self.role, self.node, self.instance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str, within: Option<&str>) -> String {
        Decoded::new(text.parse().unwrap(), within.map(|text| text.parse().unwrap())).to_string()
    }

    #[test]
    fn an_address_says_what_it_is() {
        let cases = [
            ("02:de:20:00:00:c8", None),
            ("02:de:10:00:00:00", None),
            ("00:00:5e:00:53:01", None),
            ("01:00:5e:00:00:fb", None),
            ("52:54:00:12:34:56", None),
            ("52:54:00:12:34:56", Some("52:54:00")),
            ("02:de:20:00:00:c8", Some("02:de:10")),
            ("06:de:20:c3:3a:61", None),
            ("0e:00:5e:b8:86:62", Some("0a:00:5e")),
            ("06:00:01:00:00:c8", Some("06:00:01")),
            ("06:00:01:00:00:c8", None),
        ];
        let lines: Vec<String> = cases.iter().map(|(text, within)| decoded(text, *within)).collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        02:de:20:00:00:c8 local unicast namespace=02:de:20 octet=20 vmid=200 role=0/0/200
        02:de:10:00:00:00 local unicast namespace=02:de:10 octet=10 role=0/0/0
        00:00:5e:00:53:01 universal unicast oui=00:00:5e
        01:00:5e:00:00:fb universal group oui=01:00:5e
        52:54:00:12:34:56 local unicast oui=52:54:00
        52:54:00:12:34:56 local unicast namespace=52:54:00 vmid=1193046 role=18/52/86
        02:de:20:00:00:c8 local unicast oui=02:de:20
        06:de:20:c3:3a:61 local unicast namespace=06:de:20 octet=20 derivation=interface-sha256-v1
        0e:00:5e:b8:86:62 local unicast namespace=0e:00:5e derivation=interface-sha256-v1
        06:00:01:00:00:c8 local unicast namespace=06:00:01 vmid=200 role=0/0/200
        06:00:01:00:00:c8 local unicast oui=06:00:01
        ");
    }
}
