//! The certificates that nodes show.

use std::collections::BTreeSet;

use deevnet_access::{AccessFile, Target};
use deevnet_core::model::CertificateFingerprint;
use deevnet_proxmox::client::Trust;
use deevnet_proxmox::transport::shown_fingerprint;
use serde::Serialize;

use crate::failure::Failure;
use crate::inventory::Examined;
use crate::survey::executor;

/// The certificate that a node shows, beside the one that is pinned.
#[derive(Debug, Serialize)]
pub(super) struct Sighting {
    /// The inventory hostname.
    pub(super) host: String,
    /// Where it was looked for.
    pub(super) endpoint: Option<String>,
    /// What is shown.
    pub(super) fingerprint: Option<CertificateFingerprint>,
    /// What was pinned before.
    pub(super) pinned: Option<CertificateFingerprint>,
    /// How the two stand to each other.
    pub(super) standing: Standing,
    /// Why nothing was seen.
    pub(super) error: Option<String>,
}

/// How what a node shows stands to what is pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Standing {
    /// It is the pinned one.
    Pinned,
    /// Nothing is pinned.
    New,
    /// Another one is pinned.
    Changed,
    /// There was nothing to see.
    Unseen,
}

impl Sighting {
    /// Whether it may be pinned now.
    pub(super) fn may_be_pinned(&self, replace: bool) -> bool {
        self.standing == Standing::New || (replace && self.standing == Standing::Changed)
    }

    /// What is to be said of it in a line.
    pub(super) fn summary(&self) -> String {
        let endpoint = self.endpoint.as_deref().unwrap_or_default();
        match (self.standing, &self.error) {
            (_, Some(error)) => format!("{endpoint} was not seen: {error}"),
            (Standing::Pinned, _) => format!("{endpoint} shows the certificate that is pinned"),
            (Standing::Changed, _) => format!("{endpoint} shows another certificate than the pinned one"),
            _ => format!("{endpoint} is not pinned"),
        }
    }
}

/// Looks at the certificates of hosts, one after the other.
pub(super) fn look(
    examined: &Examined,
    access: &AccessFile,
    hosts: &BTreeSet<String>,
) -> Result<Vec<Sighting>, Failure> {
    let executor = executor()?;
    let (substrate, folder) = (&examined.checked.substrate, examined.folder());
    let mut sightings = Vec::new();
    for (host, hypervisor) in substrate.hypervisors().filter(|(host, _)| hosts.contains(&*host.name)) {
        let endpoint = match Target::endpoint(host, hypervisor, access) {
            Ok(endpoint) => endpoint,
            Err(fault) => {
                sightings.push(unseen(&host.name, None, fault.to_string()));
                continue;
            }
        };
        let pinned = match Target::of(host, hypervisor, access, &folder).map(|target| target.trust) {
            Ok(Trust::Fingerprint(fingerprint)) => Some(fingerprint),
            _ => None,
        };
        match executor.block_on(shown_fingerprint(&endpoint)) {
            Ok(shown) => sightings.push(Sighting {
                host: host.name.to_string(),
                endpoint: Some(endpoint.to_string()),
                fingerprint: Some(shown),
                pinned,
                standing: standing(shown, pinned),
                error: None,
            }),
            Err(error) => sightings.push(unseen(&host.name, Some(endpoint.to_string()), error.to_string())),
        }
    }
    Ok(sightings)
}

fn standing(shown: CertificateFingerprint, pinned: Option<CertificateFingerprint>) -> Standing {
    match pinned {
        None => Standing::New,
        Some(pinned) if pinned == shown => Standing::Pinned,
        Some(_) => Standing::Changed,
    }
}

fn unseen(host: &str, endpoint: Option<String>, error: String) -> Sighting {
    Sighting {
        host: host.to_owned(),
        endpoint,
        fingerprint: None,
        pinned: None,
        standing: Standing::Unseen,
        error: Some(error),
    }
}
