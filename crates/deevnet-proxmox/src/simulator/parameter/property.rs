//! Lists of properties: `virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1`.

use std::collections::BTreeMap;

use super::check::check_kind;
use super::definition::Kind;

/// A list of properties: their names and values, and which one may stand without its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PropertyString {
    /// The properties.
    pub(crate) properties: &'static [Property],
    /// The property whose name may be left out.
    pub(crate) default_key: Option<&'static str>,
    /// A property whose value may stand as a name, before the value of another: `("model", "macaddr")` for `virtio=BC:...`.
    pub(crate) key_alias: Option<(&'static str, &'static str)>,
}

/// A property.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Property {
    /// Its name.
    pub(crate) name: &'static str,
    /// Another name for it.
    pub(crate) alias: Option<&'static str>,
    /// What its values are.
    pub(crate) kind: Kind,
    /// Whether it may be left out.
    pub(crate) optional: bool,
    /// What must be given too.
    pub(crate) requires: Option<&'static str>,
}

impl Property {
    /// A property that may be left out.
    pub(crate) const fn optional(name: &'static str, kind: Kind) -> Self {
        Self { name, alias: None, kind, optional: true, requires: None }
    }

    /// A property that must be given.
    pub(crate) const fn required(name: &'static str, kind: Kind) -> Self {
        Self { name, alias: None, kind, optional: false, requires: None }
    }

    /// The property with another name for it.
    pub(crate) const fn alias(mut self, alias: &'static str) -> Self {
        self.alias = Some(alias);
        self
    }

    /// The property, which needs another.
    pub(crate) const fn requires(mut self, name: &'static str) -> Self {
        self.requires = Some(name);
        self
    }
}

impl PropertyString {
    /// A list of properties, each with its name.
    pub(crate) const fn new(properties: &'static [Property]) -> Self {
        Self { properties, default_key: None, key_alias: None }
    }

    /// The list, in which one property may stand without its name.
    pub(crate) const fn default_key(mut self, name: &'static str) -> Self {
        self.default_key = Some(name);
        self
    }

    /// The list, in which the values of one property may be names for the value of another.
    pub(crate) const fn key_alias(mut self, key: &'static str, value: &'static str) -> Self {
        self.key_alias = Some((key, value));
        self
    }

    /// The properties of a text by name, values unchecked.
    ///
    /// # Errors
    ///
    /// With the text of Proxmox VE, line break at the end, where a name is given twice or a value has no name.
    pub(crate) fn parse(&self, text: &str) -> Result<BTreeMap<String, String>, String> {
        let mut values = BTreeMap::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((name, value)) if is_name(name) => self.take(name, value, &mut values)?,
                _ => self.take_nameless(part, &mut values)?,
            }
        }
        Ok(values)
    }

    fn take(&self, name: &str, value: &str, values: &mut BTreeMap<String, String>) -> Result<(), String> {
        if let Some((key, target)) = self.key_alias.filter(|(key, _)| self.is_choice(key, name)) {
            put(key, name, values)?;
            return put(target, value, values);
        }
        let aliased = self.properties.iter().find(|property| property.alias == Some(name));
        put(aliased.map_or(name, |property| property.name), value, values)
    }

    fn take_nameless(&self, value: &str, values: &mut BTreeMap<String, String>) -> Result<(), String> {
        match self.default_key {
            Some(name) => put(name, value, values),
            None => Err("value without key, but schema does not define a default key\n".to_owned()),
        }
    }

    fn is_choice(&self, key: &str, value: &str) -> bool {
        let property = self.properties.iter().find(|property| property.name == key);
        property.is_some_and(|property| matches!(property.kind, Kind::Choice(choices) if choices.contains(&value)))
    }

    pub(super) fn check(&self, name: &str, text: &str) -> Result<(), String> {
        let values = self.parse(text).map_err(|error| format!("invalid format - {error}"))?;
        let mut errors = BTreeMap::new();
        for property in self.properties {
            Self::check_property(name, property, &values, &mut errors);
        }
        for key in values.keys().filter(|key| !self.properties.iter().any(|property| property.name == *key)) {
            let text = "property is not defined in schema and the schema does not allow additional properties";
            errors.insert(format!("{name}.{key}"), text.to_owned());
        }
        if errors.is_empty() {
            return Ok(());
        }
        let lines = errors.iter().map(|(key, error)| format!("{key}: {error}\n"));
        Err(format!("invalid format - format error\n{}", lines.collect::<String>()))
    }

    fn check_property(
        name: &str,
        property: &Property,
        values: &BTreeMap<String, String>,
        errors: &mut BTreeMap<String, String>,
    ) {
        let key = format!("{name}.{}", property.name);
        let Some(value) = values.get(property.name) else {
            if !property.optional {
                errors.entry(key).or_insert_with(|| "property is missing and it is not optional".to_owned());
            }
            return;
        };
        if let Some(required) = property.requires.filter(|required| !values.contains_key(*required)) {
            let text = format!("missing property - '{key}' requires this property");
            errors.insert(format!("{name}.{required}"), text);
        }
        let value = normalised(&property.kind, value);
        if let Err(error) = check_kind(&property.kind, &key, value) {
            errors.insert(key, error);
        }
    }
}

/// A boolean of a property as `0` or `1`, other values as they are: a property takes `yes`, which a parameter does not.
fn normalised<'a>(kind: &Kind, value: &'a str) -> &'a str {
    match (kind, value.to_ascii_lowercase().as_str()) {
        (Kind::Boolean, "1" | "on" | "yes" | "true") => "1",
        (Kind::Boolean, "0" | "off" | "no" | "false") => "0",
        _ => value,
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn put(name: &str, value: &str, values: &mut BTreeMap<String, String>) -> Result<(), String> {
    match values.insert(name.to_owned(), value.to_owned()) {
        Some(_) => Err(format!("duplicate key in comma-separated list property: {name}\n")),
        None => Ok(()),
    }
}
