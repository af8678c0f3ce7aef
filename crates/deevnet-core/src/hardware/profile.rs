//! Profiles: what is known about one model of machine.

use std::sync::Arc;

use serde::Serialize;

use super::ethernet::EthernetPorts;
use super::figure::Figure;
use super::id::ProfileId;
use super::memory::Memory;
use super::processor::Processor;
use super::storage::Drive;
use crate::quantity::{DataSize, Power};

/// What is known about a model of machine, or about the estate's build of it.
///
/// Every figure has its source; an unknown one is `None`. A list that is unknown is `None` too, and an empty list says
/// that there is nothing of the kind.
///
/// ```
/// use deevnet_core::hardware::Catalogue;
///
/// let catalogue = Catalogue::default();
/// let optiplex = catalogue.find("dell-optiplex-7050-mff").unwrap();
/// assert_eq!(optiplex.processor.threads.as_ref().unwrap().value, 8);
/// assert_eq!(optiplex.memory.size.as_ref().unwrap().to_string(), "32 GiB");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct HardwareProfile {
    /// Its name in inventories.
    pub id: ProfileId,
    /// Who makes it.
    pub vendor: Option<Figure<Arc<str>>>,
    /// What the vendor calls it.
    pub model: Option<Figure<Arc<str>>>,
    /// Its shape, such as `micro form factor`.
    pub form_factor: Option<Figure<Arc<str>>>,
    /// Its processor.
    #[serde(rename = "cpu")]
    pub processor: Processor,
    /// Its memory.
    pub memory: Memory,
    /// Its drives.
    pub storage: Option<Vec<Drive>>,
    /// Its wired network ports, one entry a sort.
    #[serde(rename = "nics")]
    pub ethernet: Option<Vec<EthernetPorts>>,
    /// What it draws: the most, where its vendor says that, or about what it does in use.
    pub power: Option<Figure<Power>>,
}

impl HardwareProfile {
    /// A profile of which nothing is known yet.
    pub fn new(id: ProfileId) -> Self {
        Self {
            id,
            vendor: None,
            model: None,
            form_factor: None,
            processor: Processor::default(),
            memory: Memory::default(),
            storage: None,
            ethernet: None,
            power: None,
        }
    }

    /// A profile of another ID with the same figures.
    #[must_use]
    pub fn renamed(&self, id: ProfileId) -> Self {
        Self { id, ..self.clone() }
    }

    /// Vendor and model, or the ID where both are unknown.
    pub fn title(&self) -> String {
        let parts: Vec<&str> = [&self.vendor, &self.model].into_iter().flatten().map(|figure| &*figure.value).collect();
        if parts.is_empty() { self.id.to_string() } else { parts.join(" ") }
    }

    /// How much its drives hold together; `None` where that is unknown of any of them, or beyond counting.
    pub fn storage_size(&self) -> Option<DataSize> {
        let mut sizes = self.storage.as_ref()?.iter().map(|drive| drive.size.as_ref().map(|size| size.value));
        let first = sizes.next().unwrap_or(Some(DataSize::ZERO))?;
        sizes.try_fold(first, |sum, size| sum.checked_add(size?))
    }
}
