//! Variables that do not read what their host is given.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::allocate::Batch;
use deevnet_core::declared::{Data, Map, Value};
use deevnet_inventory::Inventory;
use serde::Serialize;

use crate::page::sentence;

/// What reads the VMID that was given.
const VMID: &str = "{{ deevnet_assigned_vmid | default(0) }}";

/// What reads the MAC address that the VMID derives.
const MAC: &str = "{{ deevnet_assigned_mac | default('') }}";

/// A host with the variables that should read what it is given, and what to write there.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Unread {
    pub(super) host: Arc<str>,
    /// The templates, by the keys that want them.
    pub(super) write: BTreeMap<String, String>,
}

impl Unread {
    /// Every host of a batch that something is written for which nothing reads, by name.
    ///
    /// Only what is written out counts: a template may read it on any way.
    pub(super) fn of(inventory: &Inventory, batch: &Batch) -> Vec<Self> {
        let mut found: BTreeMap<Arc<str>, BTreeMap<String, String>> = BTreeMap::new();
        for identity in batch.identities() {
            let variables = Variables::of(inventory, &identity.host);
            found.entry(Arc::clone(&identity.host)).or_default().extend(variables.without_identity());
        }
        for given in &batch.interfaces {
            let variables = Variables::of(inventory, &given.host);
            found.entry(Arc::clone(&given.host)).or_default().extend(variables.without_mac(&given.interface));
        }
        let found = found.into_iter().filter(|(_, write)| !write.is_empty());
        found.map(|(host, write)| Self { host, write }).collect()
    }

    /// What is wrong.
    pub(super) fn message(&self) -> String {
        let keys: Vec<String> = self.write.keys().map(|key| format!("`{key}`")).collect();
        let verb = if keys.len() == 1 { "does" } else { "do" };
        format!("{} of {} {verb} not read what it is given", sentence(&keys), self.host)
    }

    /// What to write instead.
    pub(super) fn hint(&self) -> String {
        let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
        let lines: Vec<String> =
            self.write.iter().map(|(key, template)| format!("`{}: \"{template}\"`", last(key))).collect();
        format!("write {} there", sentence(&lines))
    }
}

/// The variables of a host that should read its identity, as they were written.
struct Variables<'a> {
    machine: Option<&'a Value>,
    interfaces: Option<&'a Value>,
}

impl<'a> Variables<'a> {
    fn of(inventory: &'a Inventory, host: &str) -> Self {
        let merged = inventory.merged(host).unwrap_or_default();
        let interfaces = merged.get("infrastructure").and_then(|found| found.get("interfaces"));
        Self { machine: merged.get("mgmt_vm").copied(), interfaces }
    }

    /// The variables that say that there is no VMID, or no MAC address yet.
    fn without_identity(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        if self.machine.and_then(|machine| machine.get("vmid")).is_some_and(is_none) {
            found.push(("mgmt_vm.vmid".to_owned(), VMID.to_owned()));
        }
        for (name, _, interface) in self.interfaces.and_then(Value::as_map).into_iter().flat_map(Map::text_entries) {
            let is_of_vmid = interface.get("mac_policy").is_none_or(|policy| policy.as_text() == Some("vmid"));
            if is_of_vmid && interface.get("mac").is_some_and(is_none) {
                found.push((mac_key(name), MAC.to_owned()));
            }
        }
        found
    }

    /// The variable of an interface that has no MAC address of its own.
    fn without_mac(&self, interface: &str) -> Option<(String, String)> {
        let mac = self.interfaces?.get(interface)?.get("mac");
        let template = format!("{{{{ deevnet_assigned_macs['{interface}'] | default('') }}}}");
        mac.is_none_or(is_none).then(|| (mac_key(interface), template))
    }
}

fn mac_key(interface: &str) -> String {
    format!("infrastructure.interfaces.{interface}.mac")
}

/// Whether a value says that there is nothing, and no template might say more.
fn is_none(value: &Value) -> bool {
    match value.data() {
        Data::Null | Data::Integer(0) => true,
        Data::Text(text) => !value.is_templated() && matches!(text.trim(), "" | "0"),
        _ => false,
    }
}
