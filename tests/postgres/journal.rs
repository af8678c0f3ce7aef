//! What writers ask for, what they are told, and whether the registry agrees.

use std::collections::BTreeMap;

use deevnet_core::allocate::{Batch, Identity, Ledger, Need, Request};
use deevnet_core::mac::Vmid;
use deevnet_core::model::VmidRange;
use deevnet_registry::Registry;

use deevnet_tests::postgres_server::Outcome;

/// A request for a numbered substrate that wants an identity for each host.
pub(crate) fn request(substrate: u8, hosts: impl IntoIterator<Item = String>) -> Outcome<Request> {
    let range = VmidRange::new(Vmid::new(200)?, Vmid::new(19_999)?).ok_or("the range is upside down")?;
    let name = format!("site{substrate}").parse()?;
    let mut request = Request::new(name, Some(format!("02:de:{substrate:02}").parse()?), Some(range));
    for host in hosts {
        request.want(host, Need::Identity);
    }
    Ok(request)
}

/// Every identity that was acknowledged, and so may never be lost or changed.
#[derive(Default)]
pub(crate) struct Journal {
    acknowledged: BTreeMap<(String, String), Identity>,
}

impl Journal {
    /// Writes down what a writer was told.
    pub(crate) fn acknowledge(&mut self, identities: impl IntoIterator<Item = Identity>) {
        for identity in identities {
            let key = (identity.substrate.to_string(), identity.host.to_string());
            let before = self.acknowledged.insert(key, identity.clone());
            assert!(before.is_none_or(|before| before == identity), "{identity:?} was given another identity before");
        }
    }

    /// Writes down a batch.
    pub(crate) fn acknowledge_batch(&mut self, batch: &Batch) {
        self.acknowledge(batch.identities().into_iter().cloned());
    }

    /// How many identities were acknowledged.
    pub(crate) fn len(&self) -> usize {
        self.acknowledged.len()
    }

    /// Reads the registry, which a ledger without contradiction can hold, and finds everything acknowledged in it.
    pub(crate) fn compare(&self, registry: &mut impl Registry) -> Outcome<Ledger> {
        let ledger = registry.ledger()?;
        for identity in self.acknowledged.values() {
            assert_eq!(ledger.get(&identity.substrate, &identity.host), Some(identity), "lost or changed");
        }
        Ok(ledger)
    }
}

/// Whether each VMID from the first of the range on is given: as many as there are identities, without a gap.
pub(crate) fn is_without_gap(ledger: &Ledger) -> bool {
    let mut substrates: Vec<_> = ledger.iter().map(|identity| &identity.substrate).collect();
    substrates.dedup();
    substrates
        .iter()
        .all(|substrate| (200..).zip(ledger.vmids(substrate)).all(|(expected, vmid)| vmid.get() == expected))
}
