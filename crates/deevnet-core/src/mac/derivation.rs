//! Which rule an assigned address follows.

/// A rule that derives an address inside a namespace.
///
/// A derivation, once released, never changes what it gives; a different rule is a new variant with a new name.
///
/// ```
/// use deevnet_core::mac::Derivation;
///
/// assert_eq!("vmid".parse(), Ok(Derivation::Vmid));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Derivation {
    /// The VMID of a guest, big-endian in three octets; the estate's accepted rule. See [`derive::vmid`].
    ///
    /// [`derive::vmid`]: super::derive::vmid
    Vmid,
    /// Role, node and instance, one octet each; the estate's first draft. See [`derive::role`].
    ///
    /// [`derive::role`]: super::derive::role
    Role,
    /// The name of an interface, hashed; for what has no VMID. See [`derive::interface`].
    ///
    /// [`derive::interface`]: super::derive::interface()
    InterfaceSha256V1,
}

crate::named::named!(Derivation, "MAC derivation":
    Vmid => "vmid",
    Role => "role",
    InterfaceSha256V1 => "interface-sha256-v1",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_stable() {
        let names: Vec<&str> = Derivation::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(names, ["vmid", "role", "interface-sha256-v1"]);
        assert!("VMID".parse::<Derivation>().is_err());
    }
}
