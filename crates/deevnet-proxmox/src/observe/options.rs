//! What an observation knows beforehand, and who watches it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use deevnet_core::model::{NodeName, Substrate};

use super::Progress;

/// Who is told how far an observation is.
type Watcher = Arc<dyn Fn(&Progress) + Send + Sync>;

/// What an observation knows beforehand, and who watches it.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ObserveOptions {
    /// The node names that are declared, by the inventory hostname of the hypervisor. A node that says it has another name
    /// is not the one that is meant; the name of any other is found by asking.
    pub declared: BTreeMap<Arc<str>, NodeName>,
    /// Who is told how far it is.
    pub watcher: Option<Watcher>,
}

impl ObserveOptions {
    /// The options for the hypervisors of a substrate.
    pub fn of(substrate: &Substrate) -> Self {
        let named = substrate.hypervisors().filter_map(|(host, hypervisor)| {
            let node = hypervisor.node.as_ref()?;
            Some((Arc::clone(&host.name), node.value.clone()))
        });
        Self { declared: named.collect(), watcher: None }
    }

    /// These options with somebody who is told how far the observation is.
    #[must_use]
    pub fn watched_by(mut self, watcher: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.watcher = Some(Arc::new(watcher));
        self
    }

    pub(super) fn tell(&self, progress: &Progress) {
        if let Some(watcher) = &self.watcher {
            watcher(progress);
        }
    }
}

impl fmt::Debug for ObserveOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObserveOptions").field("declared", &self.declared).finish_non_exhaustive()
    }
}
