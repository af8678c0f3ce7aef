//! What was given before.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::identity::Identity;
use crate::mac::{MacAddress, Vmid};
use crate::model::Substrate;
use crate::name::DnsLabel;

/// Every identity that was allocated, of one substrate or of many.
///
/// It never holds a contradiction: a host has one identity, a VMID stands once in a substrate, and a MAC address stands
/// once over all of them.
///
/// ```
/// use deevnet_core::allocate::{Identity, Ledger};
/// use deevnet_core::mac::Vmid;
///
/// let (home, mobile) = ("02:de:10".parse()?, "02:de:20".parse()?);
/// let mut ledger = Ledger::default();
/// ledger.insert(Identity::derived("mobile".parse()?, "dns-vm01", Vmid::new(200)?, mobile))?;
/// ledger.insert(Identity::derived("home".parse()?, "dns-vm01", Vmid::new(200)?, home))?;
/// assert!(ledger.insert(Identity::derived("home".parse()?, "git-vm01", Vmid::new(200)?, home)).is_err());
/// assert_eq!(ledger.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    books: BTreeMap<DnsLabel, Book>,
    macs: BTreeMap<MacAddress, Arc<Identity>>,
}

/// The identities of one substrate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Book {
    hosts: BTreeMap<Arc<str>, Arc<Identity>>,
    vmids: BTreeMap<Vmid, Arc<Identity>>,
}

impl Ledger {
    /// The identities that a substrate's inventory declares: those of hosts with a VMID and the MAC address that it
    /// derives, whether both stand in `identity.yml` or are written out elsewhere.
    ///
    /// A guest whose MAC address was recorded as found has no allocated identity.
    ///
    /// # Errors
    /// When two hosts of the inventory claim one VMID.
    pub fn of(substrate: &Substrate) -> Result<Self, LedgerConflict> {
        let mut ledger = Self::default();
        let (Some(name), Some(namespace)) = (&substrate.name, substrate.mac_namespace) else { return Ok(ledger) };
        for host in substrate.hosts.values() {
            let Some(vmid) = host.vmid() else { continue };
            let name = name.value.clone();
            let identity = Identity::derived(name, Arc::clone(&host.name), vmid.value, namespace.value);
            if host.mac_addresses().any(|mac| mac == identity.mac) {
                ledger.insert(identity)?;
            }
        }
        Ok(ledger)
    }

    /// Adds an identity; one that it holds already changes nothing. Says whether it is new.
    ///
    /// # Errors
    /// When the host has another identity, or another host has the VMID or the MAC address.
    pub fn insert(&mut self, identity: Identity) -> Result<bool, LedgerConflict> {
        if let Some(held) = self.obstacle(&identity) {
            return if *held == identity { Ok(false) } else { Err(LedgerConflict::between(identity, held.clone())) };
        }
        let identity = Arc::new(identity);
        let book = self.books.entry(identity.substrate.clone()).or_default();
        book.hosts.insert(Arc::clone(&identity.host), Arc::clone(&identity));
        book.vmids.insert(identity.vmid, Arc::clone(&identity));
        self.macs.insert(identity.mac, identity);
        Ok(true)
    }

    /// The identity of a host.
    pub fn get(&self, substrate: &DnsLabel, host: &str) -> Option<&Identity> {
        self.books.get(substrate)?.hosts.get(host).map(AsRef::as_ref)
    }

    /// The identity with a VMID in a substrate.
    pub fn with_vmid(&self, substrate: &DnsLabel, vmid: Vmid) -> Option<&Identity> {
        self.books.get(substrate)?.vmids.get(&vmid).map(AsRef::as_ref)
    }

    /// The identity with a MAC address, whatever its substrate.
    pub fn with_mac(&self, mac: MacAddress) -> Option<&Identity> {
        self.macs.get(&mac).map(AsRef::as_ref)
    }

    /// The VMIDs given in a substrate, ascending.
    pub fn vmids(&self, substrate: &DnsLabel) -> impl Iterator<Item = Vmid> {
        self.books.get(substrate).into_iter().flat_map(|book| book.vmids.keys().copied())
    }

    /// The identities, by substrate and host.
    pub fn iter(&self) -> impl Iterator<Item = &Identity> {
        self.books.values().flat_map(|book| book.hosts.values().map(AsRef::as_ref))
    }

    /// How many identities there are.
    pub fn len(&self) -> usize {
        self.macs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.macs.is_empty()
    }

    /// The identity that stands in the way of another one, or is the same.
    fn obstacle(&self, identity: &Identity) -> Option<&Identity> {
        self.get(&identity.substrate, &identity.host)
            .or_else(|| self.with_vmid(&identity.substrate, identity.vmid))
            .or_else(|| self.with_mac(identity.mac))
    }
}

/// The version of the JSON document that a ledger is written as.
const VERSION: u64 = 1;

#[derive(Serialize)]
struct Written<'a> {
    version: u64,
    identities: Vec<&'a Identity>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    version: u64,
    identities: Vec<Identity>,
}

impl Serialize for Ledger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { version: VERSION, identities: self.iter().collect() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Ledger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;

        let read = Read::deserialize(deserializer)?;
        if read.version != VERSION {
            return Err(D::Error::custom(format!("version {} of a ledger is not known, only {VERSION}", read.version)));
        }
        let mut ledger = Self::default();
        for identity in read.identities {
            if !ledger.insert(identity.clone()).map_err(D::Error::custom)? {
                return Err(D::Error::custom(format!("{} of {} stands twice", identity.host, identity.substrate)));
            }
        }
        Ok(ledger)
    }
}

/// Two identities that cannot both be true.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerConflict {
    /// One host has two identities.
    #[error(
        "{} of {} has VMID {} and MAC {}, not VMID {} and MAC {}",
        held.host, held.substrate, held.vmid, held.mac, refused.vmid, refused.mac
    )]
    Host {
        /// The identity that was to be added.
        refused: Box<Identity>,
        /// The one that stands.
        held: Box<Identity>,
    },
    /// Two hosts of one substrate have one VMID.
    #[error("VMID {} of {} belongs to {}, and {} claims it too", held.vmid, held.substrate, held.host, refused.host)]
    Vmid {
        /// The identity that was to be added.
        refused: Box<Identity>,
        /// The one that stands.
        held: Box<Identity>,
    },
    /// Two hosts have one MAC address.
    #[error(
        "{} belongs to {} of {}, and {} of {} claims it too",
        held.mac, held.host, held.substrate, refused.host, refused.substrate
    )]
    Mac {
        /// The identity that was to be added.
        refused: Box<Identity>,
        /// The one that stands.
        held: Box<Identity>,
    },
}

impl LedgerConflict {
    fn between(refused: Identity, held: Identity) -> Self {
        let is_same_substrate = refused.substrate == held.substrate;
        let (is_same_host, is_same_vmid) = (refused.host == held.host, refused.vmid == held.vmid);
        let (refused, held) = (Box::new(refused), Box::new(held));
        match (is_same_substrate, is_same_host, is_same_vmid) {
            (true, true, _) => Self::Host { refused, held },
            (true, false, true) => Self::Vmid { refused, held },
            _ => Self::Mac { refused, held },
        }
    }

    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Host { .. } => "an identity that was given is never changed; correct the side that is wrong",
            Self::Vmid { .. } => {
                "a VMID belongs to one guest of a substrate; correct the host that does not have it, or release one that is gone"
            }
            Self::Mac { .. } => "give every substrate a namespace of its own in `deevnet_mac_namespace`",
        }
    }
}
