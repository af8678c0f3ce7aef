//! What every registry does.

use deevnet_core::allocate::{Batch, Identity, Ledger, Request};

use crate::error::RegistryError;

/// Where allocated identities are kept.
///
/// Whatever keeps them, a registry gives no identity twice, loses none and changes none: each call succeeds as a whole
/// or leaves everything as it was, however many writers there are and wherever one of them is stopped.
pub trait Registry {
    /// Every identity that it holds.
    ///
    /// # Errors
    /// When they cannot be read.
    fn ledger(&mut self) -> Result<Ledger, RegistryError>;

    /// Gives every host of a request what it needs, as [`allocate`](deevnet_core::allocate::allocate()) does over
    /// everything that the request and the registry know, and keeps it.
    ///
    /// A host that it holds already is answered with that identity, among those [kept](Batch::kept): asking twice gives
    /// nothing new.
    ///
    /// # Errors
    /// When an identity cannot be given or kept; then none is.
    fn allocate(&mut self, request: &Request) -> Result<Batch, RegistryError>;

    /// Takes over identities that another registry gave.
    ///
    /// # Errors
    /// When one contradicts what the registry holds, or cannot be kept; then none is.
    fn import(&mut self, ledger: &Ledger) -> Result<Import, RegistryError>;

    /// Every identity that it holds, for another registry to take over.
    ///
    /// # Errors
    /// When they cannot be read.
    fn export(&mut self) -> Result<Ledger, RegistryError> {
        self.ledger()
    }
}

/// What became of the identities of another registry, each list by substrate and host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Import {
    /// Those that were taken over.
    pub new: Vec<Identity>,
    /// Those that the registry held already.
    pub kept: Vec<Identity>,
    /// Those that are no matter of this registry: an inventory holds only the hosts that it declares.
    pub left_out: Vec<Identity>,
}

impl Import {
    /// Sorts the identities of a ledger into those that are new and those that a registry holds.
    ///
    /// # Errors
    /// When one contradicts what the registry holds, or a new one has a MAC address that its VMID does not derive.
    pub fn of(ledger: &Ledger, held: &Ledger) -> Result<Self, RegistryError> {
        let (mut import, mut joined) = (Self::default(), held.clone());
        for identity in ledger.iter() {
            let list = if joined.insert(identity.clone())? { &mut import.new } else { &mut import.kept };
            list.push(identity.clone());
        }
        import.new.iter().try_for_each(|identity| identity.require_derived(None))?;
        Ok(import)
    }
}
