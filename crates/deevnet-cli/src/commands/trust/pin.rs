//! Where pinned certificates are written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use deevnet_inventory::edit::{Entry, Scalar, insert_entry, remove_entry};
use deevnet_registry::{FileBatch, FolderLock, below};

use super::sighting::Sighting;
use crate::failure::Failure;
use crate::inventory::Examined;

/// The variable of a hypervisor and its entry about TLS.
const HYPERVISOR: &str = "deevnet_hypervisor";
const TLS: &str = "tls";

/// How long it is waited for another process that changes the inventory.
const PATIENCE: Duration = Duration::from_secs(10);

/// The files that pin certificates, before and after, and what is to be written by hand.
#[derive(Debug, Default)]
pub(super) struct Pins {
    files: BTreeMap<PathBuf, (String, String)>,
    hosts: BTreeSet<String>,
    by_hand: BTreeMap<String, String>,
}

impl Pins {
    /// What pins the certificates that were seen.
    pub(super) fn of(examined: &Examined, sightings: &[&Sighting]) -> Result<Self, Failure> {
        let mut pins = Self::default();
        for sighting in sightings {
            let Some(fingerprint) = sighting.fingerprint else { continue };
            let entry = Entry::new([("fingerprint", Scalar::Text(fingerprint.to_string()))]);
            if !pins.edit(examined, &sighting.host, &entry)? {
                let own = entry.as_entry(TLS);
                let lines: String = own.lines().flat_map(|line| ["  ", line, "\n"]).collect();
                pins.by_hand.insert(sighting.host.clone(), format!("{HYPERVISOR}:\n{lines}"));
            }
        }
        Ok(pins)
    }

    /// Pins a certificate in the host's own file, and says whether that was possible.
    fn edit(&mut self, examined: &Examined, host: &str, entry: &Entry) -> Result<bool, Failure> {
        let Some(path) = own_file(examined, host) else { return Ok(false) };
        let unreadable = |source| Failure::Unreadable { name: format!("`{}`", path.display()), source };
        let before = fs::read_to_string(&path).map_err(unreadable)?;
        let has_tls = examined.checked.substrate.hosts.get(host).and_then(|host| host.hypervisor.as_ref());
        let has_tls = has_tls.is_some_and(|own| own.tls.fingerprint.is_some() || own.tls.insecure.is_some());
        let without = if has_tls { remove_entry(&before, HYPERVISOR, TLS) } else { Ok(before.clone()) };
        let Ok(after) = without.and_then(|text| insert_entry(&text, HYPERVISOR, TLS, entry, Some("endpoint"))) else {
            return Ok(false);
        };
        self.files.insert(path, (before, after));
        self.hosts.insert(host.to_owned());
        Ok(true)
    }

    /// Writes all files as one, and gives their paths.
    pub(super) fn write(&self, folder: &Path) -> Result<Vec<&Path>, Failure> {
        if self.files.is_empty() {
            return Ok(Vec::new());
        }
        let lock = FolderLock::acquire(folder, "deevnet trust", PATIENCE)?;
        let mut batch = FileBatch::default();
        for (path, (before, after)) in &self.files {
            batch.replace(below(folder, path), before, after);
        }
        batch.commit(&lock)?;
        Ok(self.files.keys().map(PathBuf::as_path).collect())
    }

    /// The hosts whose certificates are written.
    pub(super) fn hosts(&self) -> BTreeSet<String> {
        self.hosts.clone()
    }

    /// The lines to write by hand, by host.
    pub(super) fn by_hand(&self) -> &BTreeMap<String, String> {
        &self.by_hand
    }
}

/// The file of `host_vars` that declares a hypervisor, unless it names an authority, which is not taken back unasked.
fn own_file(examined: &Examined, host: &str) -> Option<PathBuf> {
    let hypervisor = examined.checked.substrate.hosts.get(host)?.hypervisor.as_ref()?;
    if hypervisor.tls.ca_file.is_some() {
        return None;
    }
    let path = PathBuf::from(&*examined.sources.position(hypervisor.span)?.path);
    let mut parts = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let is_own = parts.any(|part| part == "host_vars")
        && parts
            .next()
            .is_some_and(|part| part == host || part.strip_suffix(".yml").or(part.strip_suffix(".yaml")) == Some(host));
    is_own.then_some(path)
}
