//! The variables that a template can name: the host's own, other hosts', and Ansible's magic ones.

use std::sync::Arc;

use deevnet_core::declared::Data;
use minijinja::Value;
use minijinja::value::{Enumerator, Object};

use super::dialect::{ACCESS, SLICE};
use super::engine::Engine;
use super::environment::FUNCTIONS;
use super::failure::Failure;
use super::missing::{Missing, hidden_variable};
use super::present::{Omit, found, present};

/// Variables that every host has without declaring them, in the order in which they are listed.
const MAGIC: &[&str] =
    &["groups", "group_names", "inventory_dir", "inventory_file", "inventory_hostname", "inventory_hostname_short"];

/// Whether a value is a view of hosts, their variables or groups, which nothing should visit as a whole.
pub(super) fn is_view(value: &Value) -> bool {
    value.downcast_object_ref::<HostMap>().is_some()
        || value.downcast_object_ref::<HostVariables>().is_some()
        || value.downcast_object_ref::<GroupMap>().is_some()
}

/// The root of a template's names.
#[derive(Debug)]
pub(super) struct HostContext {
    host: HostVariables,
}

impl HostContext {
    pub(super) fn new(engine: &Arc<Engine>, host: usize) -> Self {
        Self { host: HostVariables { engine: Arc::clone(engine), host, foreign: false } }
    }
}

impl Object for HostContext {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match key {
            ACCESS | SLICE => None,
            "hostvars" => Some(Value::from_object(HostMap { engine: Arc::clone(&self.host.engine) })),
            "vars" => Some(Value::from_object(self.host.clone())),
            "omit" => Some(Value::from_object(Omit)),
            _ => self.host.get(key, |name| !FUNCTIONS.contains(&name)),
        }
    }
}

/// The variables of one host: what `hostvars['name']` is.
#[derive(Debug, Clone)]
struct HostVariables {
    engine: Arc<Engine>,
    host: usize,
    /// Reached through `hostvars`, which is said of its variables in messages.
    foreign: bool,
}

impl HostVariables {
    /// The variable; its absence is noted if it `matters`.
    fn get(&self, name: &str, matters: impl FnOnce(&str) -> bool) -> Option<Value> {
        if let Some(value) = self.magic(name) {
            return Some(value);
        }
        if let Err(failure) = self.engine.session().visit() {
            return Some(Value::from(minijinja::Error::from(failure)));
        }
        if let Some(value) = self.engine.scope.variable(self.host, name) {
            let label = self.label(name);
            return found(
                &self.engine,
                match value.data() {
                    Data::Text(text) if value.is_templated() => self.engine.evaluate(self.host, text, Some(&label)),
                    _ => present(&self.engine, self.host, &value, Some(&label)),
                },
            );
        }
        if let Some(failure) = self.hidden(name) {
            return Some(Value::from(minijinja::Error::from(failure)));
        }
        if matters(name) {
            self.note_missing(name);
        }
        None
    }

    fn label(&self, name: &str) -> Arc<str> {
        if self.foreign {
            Arc::from(format!("hostvars['{}'].{name}", self.engine.scope.host_name(self.host)))
        } else {
            Arc::from(name)
        }
    }

    fn magic(&self, name: &str) -> Option<Value> {
        let scope = &self.engine.scope;
        match name {
            "inventory_hostname" => Some(Value::from(scope.host_name(self.host))),
            "inventory_hostname_short" => {
                let hostname = scope.host_name(self.host);
                Some(Value::from(hostname.split('.').next().unwrap_or_default()))
            }
            "groups" => Some(Value::from_object(GroupMap { engine: Arc::clone(&self.engine) })),
            "group_names" => Some(scope.group_names(self.host).into_iter().map(Value::from).collect()),
            "inventory_dir" => scope.inventory_dir(self.host).map(Value::from),
            "inventory_file" => scope.inventory_file(self.host).map(Value::from),
            _ => None,
        }
    }

    /// The obstacle that an absent variable is, where a closed vault may define it.
    fn hidden(&self, name: &str) -> Option<Failure> {
        hidden_variable(&*self.engine.scope, self.host, name, || self.label(name))
    }

    fn note_missing(&self, name: &str) {
        let (host, name) = (self.host, Arc::from(name));
        let missing =
            if self.foreign { Missing::ForeignVariable { host, name } } else { Missing::Variable { host, name } };
        self.engine.session().note_missing(missing);
    }
}

impl Object for HostVariables {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.get(key, |_| true)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let declared = self.engine.scope.variable_names(self.host).into_iter().filter(|name| !MAGIC.contains(&&**name));
        Enumerator::Values(declared.map(Value::from).chain(MAGIC.iter().map(|name| Value::from(*name))).collect())
    }
}

/// All hosts by name: what `hostvars` is.
#[derive(Debug)]
struct HostMap {
    engine: Arc<Engine>,
}

impl Object for HostMap {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        if let Some(host) = self.engine.scope.host_index(key) {
            return Some(Value::from_object(HostVariables { engine: Arc::clone(&self.engine), host, foreign: true }));
        }
        self.engine.session().note_missing(Missing::Host(Arc::from(key)));
        None
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let scope = &self.engine.scope;
        Enumerator::Values((0..scope.host_count()).map(|host| Value::from(scope.host_name(host))).collect())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.engine.scope.host_count())
    }
}

/// All groups by name: what `groups` is.
#[derive(Debug)]
struct GroupMap {
    engine: Arc<Engine>,
}

impl Object for GroupMap {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let hosts = self.engine.group(key);
        if hosts.is_none() {
            self.engine.session().note_missing(Missing::Group(Arc::from(key)));
        }
        hosts
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.engine.scope.groups().into_iter().map(Value::from).collect())
    }
}
