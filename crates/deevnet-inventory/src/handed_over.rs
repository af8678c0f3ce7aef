//! Inventories that Ansible has already merged.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::declared::{Map, Value};
use deevnet_core::{Finding, Sources, Span, rules};
use serde_json::Value as Json;

use crate::context::FileContext;
use crate::error::LoadError;
use crate::graph::Graph;
use crate::intern::Interner;
use crate::inventory::{FileLayers, Inventory};
use crate::json::from_json;
use crate::limits::MAX_FILE_BYTES;
use crate::options::Options;
use crate::settle::settle;
use crate::source::read_list;
use crate::vault::Keeper;

/// Reads the output of `ansible-inventory --list`.
pub(crate) fn from_list_json(name: &str, json: &[u8], options: &Options) -> Result<Inventory, LoadError> {
    if json.trim_ascii().is_empty() {
        return Err(LoadError::Empty { name: name.to_owned() });
    }
    let mut sources = Sources::default();
    let file = sources.add(name);
    let context = FileContext::new(&sources, file);
    let mut findings = Vec::new();
    let mut graph = Graph::default();
    if json.len() > MAX_FILE_BYTES {
        let message = format!("the list is larger than {} MiB and is not read", MAX_FILE_BYTES / (1024 * 1024));
        findings.push(context.finding(&rules::FILE_TOO_LARGE, context.start(), message));
    } else {
        let mut keys = Interner::default();
        read_list(json, context, &mut keys).apply(&mut graph, context, &mut findings);
    }
    Ok(without_files(graph, sources, findings, options))
}

/// Takes merged variables by host and the hosts of every group.
pub(crate) fn from_hostvars(hosts: BTreeMap<String, Json>, groups: BTreeMap<String, Vec<String>>) -> Inventory {
    let mut graph = Graph::default();
    let mut keys = Interner::default();
    for (name, variables) in hosts {
        let host = graph.add_host(&Arc::from(name), Span::NONE);
        let variables = from_json(variables, &mut keys);
        for (key, value) in variables.as_map().into_iter().flat_map(Map::iter) {
            graph.set_own_variable(host.id, crate::key::text(key), Value::clone(value));
        }
    }
    for (name, members) in groups {
        let group = graph.add_group(&Arc::from(name.as_str()));
        for member in members {
            if let Some(host) = graph.find_host(&member) {
                graph.add_member(group, host);
            }
        }
    }
    without_files(graph, Sources::default(), Vec::new(), &Options::default())
}

fn without_files(mut graph: Graph, sources: Sources, mut findings: Vec<Finding>, options: &Options) -> Inventory {
    let memberships = settle(&mut graph, &sources, &mut findings);
    let group_files = graph.groups().iter().map(|_| FileLayers::default()).collect();
    let host_files = graph.hosts().iter().map(|_| FileLayers::default()).collect();
    let keeper = Keeper::new(&options.vault_passwords);
    let (orphans, threads) = (Vec::new(), options.thread_count());
    Inventory { sources, graph, memberships, group_files, host_files, keeper, orphans, findings, threads }
}
