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
}

crate::named::named!(Derivation, "MAC derivation":
    Vmid => "vmid",
    Role => "role",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_stable() {
        assert_eq!(Derivation::ALL.iter().map(|rule| rule.name()).collect::<Vec<_>>(), ["vmid", "role"]);
        assert!("VMID".parse::<Derivation>().is_err());
    }
}
