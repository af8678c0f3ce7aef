//! What hosts have in common: the variables of the substrate, and those that groups give to their hosts.

use std::collections::HashMap;

use deevnet_core::declared::{Value, Variables};

use super::keys::Key;
use super::own::OwnVariables;
use crate::graph::HostId;
use crate::inventory::Inventory;
use crate::same::{fingerprint, is_same};
use crate::template::Resolver;

/// The values that are found once for many hosts.
#[derive(Debug)]
pub(super) struct Shared {
    /// The substrate's, sorted by key.
    substrate: Vec<(Key, Value)>,
    /// For every set of groups what its hosts get, sorted by key, less what is the substrate's.
    sets: Vec<Vec<(Key, Value)>>,
}

impl Shared {
    pub(super) fn of(inventory: &Inventory, hosts: &[OwnVariables<'_>]) -> Self {
        let substrate_keys = Key::all().filter(|key| key.is_substrates());
        let substrate: Vec<(Key, Value)> = substrate_keys
            .filter_map(|key| Some((key, inventory.keeper.open(substrate_value(inventory, hosts, key)?))))
            .collect();
        let mut shared = Self { substrate, sets: Vec::new() };
        shared.sets = (0..inventory.memberships.sets().len()).map(|set| shared.of_set(inventory, set)).collect();
        shared
    }

    fn of_set(&self, inventory: &Inventory, set: usize) -> Vec<(Key, Value)> {
        Key::all()
            .filter_map(|key| Some((key, inventory.keeper.open(inventory.group_variable(set, key.name())?))))
            .filter(|(key, value)| !self.is_substrates(*key, value))
            .collect()
    }

    /// Whether a value is what the whole substrate sees.
    pub(super) fn is_substrates(&self, key: Key, value: &Value) -> bool {
        key.is_substrates() && self.substrate.iter().any(|(found, common)| *found == key && is_same(common, value))
    }

    /// What a set of groups gives to its hosts, sorted by key.
    pub(super) fn set(&self, set: usize) -> &[(Key, Value)] {
        &self.sets[set]
    }

    /// The substrate's variables, templates resolved as a host sees them.
    pub(super) fn substrate(&self, host: Option<HostId>, resolver: &Resolver) -> Variables {
        let mut variables = Variables::default();
        for (key, value) in &self.substrate {
            let value = host.map_or_else(|| value.clone(), |host| resolver.resolve(host.index(), value));
            variables.set(key.name(), value);
        }
        variables
    }
}

/// The value of `all`, or else the one that most hosts see; among equally many the one of the first host by name.
fn substrate_value<'a>(inventory: &'a Inventory, hosts: &[OwnVariables<'a>], key: Key) -> Option<&'a Value> {
    if let Some(value) = inventory.common_variable(key.name()) {
        return Some(value);
    }
    let sets: Vec<Option<&Value>> =
        (0..inventory.memberships.sets().len()).map(|set| inventory.group_variable(set, key.name())).collect();
    let seen = hosts.iter().filter_map(|own| {
        let value = own.get(key).or(sets[inventory.memberships.set_index(own.host)])?;
        Some((value, own.name))
    });
    most_common(seen)
}

/// How often a value stands, and the first name that it stands for.
#[derive(Debug, Clone, Copy)]
struct Count<'a> {
    value: &'a Value,
    times: usize,
    first: &'a str,
}

fn most_common<'a>(seen: impl Iterator<Item = (&'a Value, &'a str)>) -> Option<&'a Value> {
    let mut of_place: HashMap<*const Value, Count<'_>> = HashMap::new();
    for (value, name) in seen {
        add(of_place.entry(std::ptr::from_ref(value)).or_insert(Count { value, times: 0, first: name }), 1, name);
    }
    let mut of_content: HashMap<u64, Count<'_>> = HashMap::new();
    for Count { value, times, first } in of_place.into_values() {
        add(of_content.entry(fingerprint(value)).or_insert(Count { value, times: 0, first }), times, first);
    }
    let most = of_content
        .into_values()
        .max_by(|left, right| left.times.cmp(&right.times).then_with(|| right.first.cmp(left.first)));
    most.map(|count| count.value)
}

fn add<'a>(count: &mut Count<'a>, times: usize, first: &'a str) {
    count.times += times;
    count.first = count.first.min(first);
}
