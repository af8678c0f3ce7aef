//! Interfaces as the command line names them: `HOST/INTERFACE` of one substrate.

use clap::Args;
use deevnet_core::mac::InterfaceNamespace;
use deevnet_core::mac::derive::InterfaceIdentity;
use deevnet_core::name::DnsLabel;

use super::NamespaceArguments;
use crate::batch::Refusal;
use crate::failure::Failure;

/// The substrate that interfaces belong to.
#[derive(Debug, Clone, Args)]
pub(super) struct SubstrateArgument {
    /// The substrate's name, such as mobile.
    #[arg(long, value_name = "NAME")]
    pub(super) substrate: DnsLabel,
}

/// A host and one of its interfaces, as `HOST/INTERFACE`.
pub(super) fn identity<'a>(substrate: &'a DnsLabel, text: &'a str) -> Result<InterfaceIdentity<'a>, Refusal> {
    match text.split_once('/') {
        Some((host, interface)) if !host.is_empty() && !interface.is_empty() => {
            Ok(InterfaceIdentity { substrate, host, interface })
        }
        _ => Err(Refusal::new(
            &format_args!("`{text}` is not a host and an interface"),
            "write the host, a slash and the interface, such as pi01/eth0",
        )),
    }
}

/// The namespace of interfaces that belongs to the one that was named.
pub(super) fn namespace(within: NamespaceArguments) -> Result<InterfaceNamespace, Failure> {
    let namespace = within.namespace().ok_or(Failure::NoNamespace)?;
    Ok(InterfaceNamespace::of(namespace)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_slash_ends_the_host() {
        let substrate = "lab".parse().unwrap();
        let found = identity(&substrate, "core-rt01/ge-0/0/1").unwrap();
        assert_eq!((found.host, found.interface), ("core-rt01", "ge-0/0/1"));
        for wrong in ["", "pi01", "/eth0", "pi01/"] {
            assert!(identity(&substrate, wrong).is_err(), "{wrong}");
        }
    }
}
