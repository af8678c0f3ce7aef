//! From the merged inventory to a declaration: only what identity needs, templates resolved.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use deevnet_core::Span;
use deevnet_core::declared::{Declared, DeclaredHost, HOST_KEYS, SUBSTRATE_KEYS, Value, Variables};

use crate::files::map_in_parallel;
use crate::graph::{GroupId, HostId};
use crate::inventory::Inventory;
use crate::same::{fingerprint, is_same};
use crate::template::{Resolver, Scope};

/// Hosts whose variables one thread prepares at a time.
const HOST_BATCH: usize = 64;

impl Inventory {
    /// Lowers the inventory to a declaration.
    ///
    /// Of every host only the variables of [`HOST_KEYS`] are taken, of the substrate those of [`SUBSTRATE_KEYS`], and
    /// only in these are templates resolved. A substrate's variable is the one of `all`, or else the one that most
    /// hosts see; a host that sees another keeps its own.
    pub fn declare(self) -> Declared {
        let inventory = Arc::new(self);
        let common = Common::of(&inventory);
        let mut order: Vec<HostId> = (0..inventory.graph.hosts().len()).map(HostId::from_index).collect();
        order.sort_unstable_by(|left, right| inventory.graph.host(*left).name.cmp(&inventory.graph.host(*right).name));

        let scope: Arc<dyn Scope> = Arc::clone(&inventory) as Arc<dyn Scope>;
        let substrate = common.resolved(order.first().copied(), &Resolver::new(Arc::clone(&scope)));
        let batches: Vec<&[HostId]> = order.chunks(HOST_BATCH).collect();
        let hosts = map_in_parallel(
            &batches,
            inventory.threads,
            || Resolver::new(Arc::clone(&scope)),
            |resolver, batch| {
                batch.iter().map(|host| declared_host(&inventory, *host, &common, resolver)).collect::<Vec<_>>()
            },
        );
        let mut findings = inventory.findings.clone();
        findings.extend(inventory.keeper.findings(&inventory.sources));
        Declared {
            substrate,
            hosts: hosts.into_iter().flatten().collect(),
            groups: declared_groups(&inventory),
            sources: inventory.sources.clone(),
            orphans: inventory.orphans.clone(),
            findings,
        }
    }
}

/// What hosts have in common: the substrate's variables, and those that every set of groups gives to its hosts.
struct Common {
    substrate: Vec<Option<Value>>,
    /// For every set of groups the values of [`HOST_KEYS`], then of [`SUBSTRATE_KEYS`].
    sets: Vec<Vec<Option<Value>>>,
}

impl Common {
    fn of(inventory: &Inventory) -> Self {
        let keys = || HOST_KEYS.iter().chain(SUBSTRATE_KEYS);
        let set_count = inventory.memberships.sets().len();
        let sets =
            (0..set_count).map(|set| keys().map(|key| inventory.group_variable(set, key).cloned()).collect()).collect();
        let substrate = SUBSTRATE_KEYS
            .iter()
            .map(|key| substrate_value(inventory, key).map(|value| inventory.keeper.open(&value)))
            .collect();
        Self { substrate, sets }
    }

    fn resolved(&self, host: Option<HostId>, resolver: &Resolver) -> Variables {
        let mut variables = Variables::default();
        for (key, value) in SUBSTRATE_KEYS.iter().zip(&self.substrate) {
            if let Some(value) = value {
                variables.set(key, host.map_or_else(|| value.clone(), |host| resolver.resolve(host.index(), value)));
            }
        }
        variables
    }
}

/// The value of `all`, or else the one that most hosts see; among equally many the one of the first host by name.
fn substrate_value(inventory: &Inventory, key: &str) -> Option<Value> {
    if let Some(value) = inventory.common_variable(key) {
        return Some(value.clone());
    }
    let hosts = inventory.graph.hosts().iter().enumerate();
    let seen =
        hosts.filter_map(|(index, host)| Some((inventory.variable(HostId::from_index(index), key)?, &*host.name)));
    most_common(seen).cloned()
}

/// The value that stands most often; among equally many the one of the first name.
fn most_common<'a>(seen: impl Iterator<Item = (&'a Value, &'a str)>) -> Option<&'a Value> {
    let mut counts: HashMap<u64, (&Value, usize, &str)> = HashMap::new();
    for (value, name) in seen {
        let (_, count, first) = counts.entry(fingerprint(value)).or_insert((value, 0, name));
        *count += 1;
        *first = (*first).min(name);
    }
    let most = counts.into_values().max_by(|left, right| left.1.cmp(&right.1).then_with(|| right.2.cmp(left.2)));
    most.map(|(value, ..)| value)
}

fn declared_host(inventory: &Inventory, id: HostId, common: &Common, resolver: &Resolver) -> DeclaredHost {
    let host = inventory.graph.host(id);
    let shared = &common.sets[inventory.memberships.set_index(id)];
    let own = OwnVariables::of(inventory, id);
    let mut variables = Variables::default();
    for (place, key) in HOST_KEYS.iter().chain(SUBSTRATE_KEYS).enumerate() {
        let own = own.values[place].map(|value| inventory.keeper.open(value));
        let Some(value) = own.as_ref().or(shared[place].as_ref()) else { continue };
        let substrate = SUBSTRATE_KEYS.binary_search(key).ok().and_then(|place| common.substrate[place].as_ref());
        if !substrate.is_some_and(|substrate| is_same(substrate, value)) {
            variables.set(key, resolver.resolve(id.index(), value));
        }
    }
    DeclaredHost {
        name: Arc::clone(&host.name),
        span: host.span,
        also: host.also.clone(),
        groups: Arc::clone(&inventory.memberships.set(id).names),
        variables,
        file: main_file(inventory, id),
    }
}

/// A host's own values of the keys that matter, found in one walk through its layers.
struct OwnVariables<'a> {
    values: Vec<Option<&'a Value>>,
}

impl<'a> OwnVariables<'a> {
    fn of(inventory: &'a Inventory, host: HostId) -> Self {
        let mut own = Self { values: vec![None; HOST_KEYS.len() + SUBSTRATE_KEYS.len()] };
        for (key, value) in inventory.graph.host(host).variables.iter() {
            own.take(key, value);
        }
        for file in &inventory.host_files[host.index()].files {
            for (key, _, value) in file.variables.text_entries() {
                own.take(key, value);
            }
        }
        own
    }

    fn take(&mut self, key: &str, value: &'a Value) {
        if let Ok(place) = HOST_KEYS.binary_search(&key) {
            self.values[place] = Some(value);
        }
        if let Ok(place) = SUBSTRATE_KEYS.binary_search(&key) {
            self.values[HOST_KEYS.len() + place] = Some(value);
        }
    }
}

/// The file of `host_vars` that holds the host's hardware or network, or else the first one.
fn main_file(inventory: &Inventory, host: HostId) -> Option<Span> {
    let files = &inventory.host_files[host.index()].files;
    let declares = |key: &str| files.iter().find(|file| file.variables.get(key).is_some());
    declares("infrastructure").or_else(|| declares("env")).or(files.first()).map(|file| file.span)
}

fn declared_groups(inventory: &Inventory) -> BTreeMap<Arc<str>, Vec<Arc<str>>> {
    let graph = &inventory.graph;
    let names = |id: GroupId| {
        let mut names: Vec<Arc<str>> =
            graph.hosts_of(id).into_iter().map(|host| Arc::clone(&graph.host(host).name)).collect();
        names.sort_unstable();
        names
    };
    graph
        .groups()
        .iter()
        .enumerate()
        .map(|(index, group)| (Arc::clone(&group.name), names(GroupId::from_index(index))))
        .collect()
}
