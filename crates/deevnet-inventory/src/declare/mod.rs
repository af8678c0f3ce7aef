//! From the merged inventory to a declaration: only what identity needs, templates resolved.

mod keys;
mod own;
mod shared;

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::Span;
use deevnet_core::declared::{Declared, DeclaredHost, Orphan, Value, Variables};

use crate::files::map_in_parallel;
use crate::graph::{ALL, HostId};
use crate::inventory::{Inventory, OrphanFiles};
use crate::template::{Resolver, Scope};
use keys::Key;
use own::OwnVariables;
use shared::Shared;

/// How many hosts a thread takes at a time.
const HOST_BATCH: usize = 64;

impl Inventory {
    /// Lowers the inventory to a declaration.
    ///
    /// Of every host only the variables of [`HOST_KEYS`](deevnet_core::declared::HOST_KEYS) are taken, of the substrate
    /// those of [`SUBSTRATE_KEYS`](deevnet_core::declared::SUBSTRATE_KEYS), and only in these are templates resolved. A
    /// substrate's variable is the one of `all`, or else the one that most hosts see; a host that sees another keeps
    /// its own.
    pub fn declare(self) -> Declared {
        let inventory = Arc::new(self);
        let hosts = own_variables(&inventory);
        let shared = Shared::of(&inventory, &hosts);
        let scope: Arc<dyn Scope> = Arc::clone(&inventory) as Arc<dyn Scope>;
        let substrate = shared.substrate(hosts.first().map(|own| own.host), &Resolver::new(Arc::clone(&scope)));
        let batches: Vec<&[OwnVariables<'_>]> = hosts.chunks(HOST_BATCH).collect();
        let declared = map_in_parallel(
            &batches,
            inventory.threads,
            || Resolver::new(Arc::clone(&scope)),
            |resolver, batch| {
                batch.iter().map(|own| declared_host(&inventory, own, &shared, resolver)).collect::<Vec<_>>()
            },
        );
        Declared {
            substrate,
            hosts: declared.into_iter().flatten().collect(),
            groups: declared_groups(&inventory, &hosts),
            sources: inventory.sources.clone(),
            orphans: inventory.orphans.iter().map(declared_orphan).collect(),
            findings: inventory.findings.clone(),
        }
    }
}

fn declared_orphan(orphan: &OrphanFiles) -> Orphan {
    let mut variables = Variables::default();
    for (name, _, value) in orphan.files.iter().flat_map(|file| file.variables.text_entries()) {
        if let Some(key) = Key::find(name) {
            variables.set(key.name(), value.clone());
        }
    }
    Orphan { name: Arc::clone(&orphan.name), span: orphan.span, variables }
}

/// What every host says itself, sorted by its name.
fn own_variables(inventory: &Inventory) -> Vec<OwnVariables<'_>> {
    let mut order: Vec<(&str, HostId)> = inventory
        .graph
        .hosts()
        .iter()
        .enumerate()
        .map(|(index, host)| (&*host.name, HostId::from_index(index)))
        .collect();
    order.sort_unstable();
    let batches: Vec<&[(&str, HostId)]> = order.chunks(HOST_BATCH).collect();
    let own = map_in_parallel(
        &batches,
        inventory.threads,
        || (),
        |(), batch| batch.iter().map(|(_, host)| OwnVariables::of(inventory, *host)).collect::<Vec<_>>(),
    );
    own.into_iter().flatten().collect()
}

fn declared_host(inventory: &Inventory, own: &OwnVariables<'_>, shared: &Shared, resolver: &Resolver) -> DeclaredHost {
    let host = inventory.graph.host(own.host);
    let mut variables = Variables::default();
    let mut set = |key: Key, value: &Value| variables.set(key.name(), resolver.resolve(own.host.index(), value));
    for (key, value) in shared.set(inventory.memberships.set_index(own.host)) {
        if own.get(*key).is_none() {
            set(*key, value);
        }
    }
    for (key, value) in own.iter() {
        let value = inventory.keeper.open(value);
        if !shared.is_substrates(key, &value) {
            set(key, &value);
        }
    }
    DeclaredHost {
        name: Arc::clone(&host.name),
        span: host.span,
        also: host.also.clone(),
        groups: Arc::clone(&inventory.memberships.set(own.host).names),
        variables,
        file: main_file(inventory, own.host),
    }
}

/// The file of `host_vars` that holds the host's hardware or network, or else the first one.
fn main_file(inventory: &Inventory, host: HostId) -> Option<Span> {
    let files = &inventory.host_files[host.index()].files;
    let declares = |key: &str| files.iter().find(|file| file.variables.get(key).is_some());
    declares("infrastructure").or_else(|| declares("env")).or(files.first()).map(|file| file.span)
}

/// The hosts of every group, nested groups included, both sorted by name.
fn declared_groups(inventory: &Inventory, hosts: &[OwnVariables<'_>]) -> BTreeMap<Arc<str>, Vec<Arc<str>>> {
    let graph = &inventory.graph;
    let mut members: Vec<Vec<Arc<str>>> = vec![Vec::new(); graph.groups().len()];
    for host in hosts {
        let name = &graph.host(host.host).name;
        members[ALL.index()].push(Arc::clone(name));
        for group in &inventory.memberships.set(host.host).by_precedence {
            members[group.index()].push(Arc::clone(name));
        }
    }
    graph.groups().iter().map(|group| Arc::clone(&group.name)).zip(members).collect()
}
