//! Ansible's `hostvars` and `groups` as plain data.
//!
//! Both are any mappings. Ansible's own resolve a template when a value is asked for, so only the variables that
//! identity is made of are asked for, one by one and through Python's protocols, which its lazy containers override.

use std::collections::BTreeMap;

use deevnet_core::declared::{HOST_KEYS, SUBSTRATE_KEYS};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyMapping, PySequence, PySet, PyString};
use serde_json::{Map, Number, Value};

use crate::error::{Error, Result, exception};
#[cfg(feature = "stubs")]
use crate::hint::{ANY, Hint, generic};

/// How deep a value may be nested; what is deeper refers to itself.
const MAX_DEPTH: usize = 64;

/// The method of Ansible's `hostvars` that gives a host's variables with their templates as they are written.
const RAW_GET: &str = "raw_get";

/// The group that holds every host.
const ALL: &str = "all";

/// The variables of hosts: a mapping from names to mappings.
pub(crate) struct Hostvars<'py>(Bound<'py, PyMapping>);

impl<'py> FromPyObject<'_, 'py> for Hostvars<'py> {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = generic!("collections.abc", "Mapping", String::INPUT_TYPE, ANY);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(object.cast::<PyMapping>()?.to_owned()))
    }
}

/// The hosts of groups: a mapping from names to names.
pub(crate) struct Groups(BTreeMap<String, Vec<String>>);

impl<'py> FromPyObject<'_, 'py> for Groups {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = generic!(
        "collections.abc",
        "Mapping",
        String::INPUT_TYPE,
        generic!("collections.abc", "Iterable", String::INPUT_TYPE)
    );

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let mut groups = BTreeMap::new();
        for name in object.cast::<PyMapping>()?.try_iter()? {
            let name = name?;
            let members = object.get_item(&name)?.try_iter()?.map(|member| member?.extract());
            groups.insert(name.extract()?, members.collect::<PyResult<_>>()?);
        }
        Ok(Self(groups))
    }
}

impl Groups {
    pub(crate) fn into_members(self) -> BTreeMap<String, Vec<String>> {
        self.0
    }
}

impl Hostvars<'_> {
    /// The variables of every host of the group `all`, or of every host there is where no such group is given.
    ///
    /// What Ansible cannot resolve is taken as it is written, and then with everything that its templates may read.
    pub(crate) fn read(&self, groups: &Groups) -> Result<BTreeMap<String, Value>> {
        let names = match groups.0.get(ALL) {
            Some(names) => names.clone(),
            None => self.0.try_iter()?.map(|name| name?.extract()).collect::<PyResult<_>>()?,
        };
        let mut is_resolved = true;
        let mut hosts = BTreeMap::new();
        for name in names {
            let mut variables = Map::new();
            is_resolved &= self.resolve_identity(&name, &mut variables)?;
            hosts.insert(name, variables);
        }
        if !is_resolved {
            for (name, variables) in &mut hosts {
                self.add_written(name, variables)?;
            }
        }
        Ok(hosts.into_iter().map(|(name, variables)| (name, Value::Object(variables))).collect())
    }

    /// Reads the variables of a host that identity is made of; tells whether Ansible resolved them all.
    fn resolve_identity(&self, host: &str, read: &mut Map<String, Value>) -> Result<bool> {
        let variables = self.0.get_item(host)?;
        let mut is_resolved = true;
        for key in HOST_KEYS.iter().chain(SUBSTRATE_KEYS) {
            if read.contains_key(*key) || !variables.contains(key)? {
                continue;
            }
            let value = match variables.get_item(key).and_then(|value| plain(&value, 0)) {
                Ok(value) => value,
                Err(error) => {
                    is_resolved = false;
                    self.written(host, key).map_err(|_| unreadable(host, key, &error))?
                }
            };
            read.insert((*key).to_owned(), value);
        }
        Ok(is_resolved)
    }

    /// A variable as it is written, which only Ansible's own mapping can give.
    fn written(&self, host: &str, key: &str) -> PyResult<Value> {
        plain(&self.0.call_method1(RAW_GET, (host,))?.get_item(key)?, 0)
    }

    /// Adds the other variables of a host as they are written; one that is no plain data, such as a secret, is not added.
    fn add_written(&self, host: &str, read: &mut Map<String, Value>) -> Result<()> {
        let written = self.0.call_method1(RAW_GET, (host,))?;
        for key in written.try_iter()? {
            let key = key?;
            let name: String = key.extract()?;
            if let (false, Ok(value)) = (read.contains_key(&name), plain(&written.get_item(&key)?, 0)) {
                read.insert(name, value);
            }
        }
        Ok(())
    }
}

fn unreadable(host: &str, key: &str, error: &PyErr) -> Error {
    let place = format!("hostvars['{host}']['{key}']");
    exception::LoadError::new_err((format!("{place} cannot be read: {error}"), place)).into()
}

/// A Python value as plain data; what is neither number, text nor container is taken by its text.
pub(crate) fn plain(value: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if depth > MAX_DEPTH {
        return Err(pyo3::exceptions::PyRecursionError::new_err("it is nested too deep"));
    }
    if value.is_none() {
        Ok(Value::Null)
    } else if let Ok(truth) = value.cast::<PyBool>() {
        Ok(Value::Bool(truth.is_true()))
    } else if let Ok(text) = value.cast::<PyString>() {
        Ok(Value::String(text.to_string_lossy().into_owned()))
    } else if value.is_instance_of::<PyInt>() {
        whole_number(value)
    } else if let Ok(number) = value.cast::<PyFloat>() {
        Ok(Number::from_f64(number.value()).map_or(Value::Null, Value::Number))
    } else if let Ok(mapping) = value.cast::<PyMapping>() {
        let entry = |key: PyResult<Bound<'_, PyAny>>| {
            let key = key?;
            Ok((key.str()?.to_string(), plain(&value.get_item(&key)?, depth + 1)?))
        };
        mapping.try_iter()?.map(entry).collect::<PyResult<Map<_, _>>>().map(Value::Object)
    } else if value.cast::<PySequence>().is_ok() || value.is_instance_of::<PySet>() {
        value.try_iter()?.map(|item| plain(&item?, depth + 1)).collect()
    } else {
        Ok(Value::String(value.str()?.to_string()))
    }
}

/// A whole number; one beyond 64 bits as the nearest that JSON has.
fn whole_number(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(number) = value.extract::<i64>() {
        return Ok(Value::from(number));
    }
    if let Ok(number) = value.extract::<u64>() {
        return Ok(Value::from(number));
    }
    Ok(Number::from_f64(value.extract()?).map_or(Value::Null, Value::Number))
}
