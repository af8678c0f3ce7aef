//! Hosts: a name, a form, interfaces and what else belongs to one machine.

use std::sync::Arc;

use serde::Serialize;

use super::hardware::read_choice;
use super::hypervisor::Hypervisor;
use super::identity::AssignedIdentity;
use super::interface::Interface;
use super::interfaces::Interfaces;
use super::machine::VirtualMachine;
use super::policy::{ZoneDeclaration, ZoneRule, read_rules, read_zones};
use super::reader::{Key, Reader};
use super::switching::SwitchPorts;
use crate::declared::{DeclaredHost, Value};
use crate::finding::Subject;
use crate::hardware::HardwareChoice;
use crate::name::{DnsLabel, Form, Grammar, HostName};
use crate::rules;
use crate::source::{Span, Spanned};

/// The keys of a host's `infrastructure`.
pub(super) const INFRASTRUCTURE_KEYS: &[&str] = &["form", "hardware", "interfaces"];

/// One host of the substrate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Host {
    /// Its inventory hostname.
    pub name: Arc<str>,
    /// Where it is listed.
    #[serde(skip)]
    pub span: Span,
    /// The file that declares most about it.
    #[serde(skip)]
    pub file: Option<Span>,
    /// Where other files list it too.
    #[serde(skip)]
    pub also: Vec<Span>,
    /// Its name in parts, where it follows the grammar.
    #[serde(skip)]
    pub parsed_name: Option<HostName>,
    /// Whether its name is a DNS label.
    #[serde(skip)]
    pub is_publishable: bool,
    /// The groups that hold it, sorted.
    pub groups: Arc<[Arc<str>]>,
    /// Whether anything is declared about it (`infrastructure` or `env`).
    #[serde(skip)]
    pub is_declared: bool,
    /// What kind of machine it is.
    pub form: Option<Spanned<Form>>,
    /// The hardware that it is made of (`infrastructure.hardware`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hardware: Option<Spanned<HardwareChoice>>,
    /// What it is for (`env.role`).
    pub role: Option<Spanned<Arc<str>>>,
    /// Its interfaces by name.
    pub interfaces: Interfaces,
    /// Its ports, where it is a switch.
    pub switch_ports: Option<SwitchPorts>,
    /// What it offers to machines, where it is a hypervisor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hypervisor: Option<Hypervisor>,
    /// Its virtual machine, where it is one of the management plane.
    #[serde(rename = "mgmt_vm")]
    pub machine: Option<VirtualMachine>,
    /// The identity allocated to it.
    pub assigned: AssignedIdentity,
    /// The zones of its own firewall, where it declares them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<ZoneDeclaration>,
    /// The rules of its own firewall, where they differ from the substrate's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zone_rules: Vec<ZoneRule>,
}

impl Host {
    /// The VMID allocated to it, from its virtual machine or its identity file.
    pub fn vmid(&self) -> Option<Spanned<crate::mac::Vmid>> {
        self.machine.as_ref().and_then(|machine| machine.vmid).or(self.assigned.vmid)
    }

    /// Whether it is in a group of that name.
    pub fn is_in_group(&self, group: &str) -> bool {
        self.groups.binary_search_by(|found| (**found).cmp(group)).is_ok()
    }

    pub(super) fn read(reader: &mut Reader<'_>, declared: &DeclaredHost, grammar: Grammar) -> Self {
        reader.about(Some(Subject::host(Arc::clone(&declared.name))));
        let mut host = Self::empty(declared, grammar);
        host.read_name(reader);
        let variables = &declared.variables;
        if let Some(value) = variables.get("infrastructure") {
            host.read_infrastructure(reader, value);
        }
        if let Some(value) = variables.get("env") {
            host.read_env(reader, value);
        }
        reader.about(Some(Subject::host(Arc::clone(&declared.name))));
        host.switch_ports = variables.get("switch_ports").and_then(|value| SwitchPorts::read(reader, value));
        host.hypervisor = Hypervisor::read(reader, variables, host.form_or_name(), host.span);
        host.machine =
            variables.get("mgmt_vm").and_then(|value| VirtualMachine::read(reader, Key::new("mgmt_vm"), value, &[]));
        host.assigned = AssignedIdentity::read(reader, variables);
        host.zones = variables.get("firewall_zones").map(|value| read_zones(reader, value)).unwrap_or_default();
        host.zone_rules =
            variables.get("firewall_zone_policies").map(|value| read_rules(reader, value)).unwrap_or_default();
        reader.about(None);
        host
    }

    fn empty(declared: &DeclaredHost, grammar: Grammar) -> Self {
        Self {
            name: Arc::clone(&declared.name),
            span: declared.span,
            file: declared.file,
            also: declared.also.clone(),
            parsed_name: grammar.parse(&declared.name).ok(),
            is_publishable: declared.name.parse::<DnsLabel>().is_ok(),
            groups: Arc::clone(&declared.groups),
            is_declared: ["infrastructure", "env"].iter().any(|key| declared.variables.get(key).is_some()),
            form: None,
            hardware: None,
            role: None,
            interfaces: Interfaces::default(),
            switch_ports: None,
            hypervisor: None,
            machine: None,
            assigned: AssignedIdentity::default(),
            zones: Vec::new(),
            zone_rules: Vec::new(),
        }
    }

    fn read_name(&self, reader: &mut Reader<'_>) {
        if let Err(error) = self.name.parse::<DnsLabel>() {
            let finding = reader
                .finding(
                    &rules::NAME_NOT_DNS,
                    self.span,
                    format!("the host name \"{}\" is not a DNS label: {error}", self.name),
                )
                .with_value(self.name.as_ref())
                .with_hint("use letters, digits and hyphens, at most 63 of them (RFC 1123)");
            reader.push(finding);
        }
    }

    fn read_infrastructure(&mut self, reader: &mut Reader<'_>, value: &Value) {
        let key = Key::new("infrastructure");
        let Some(map) = reader.map(key, value) else { return };
        if let Some(form) = map.get("form") {
            self.form = read_form(reader, &self.name, key.child("form"), form);
        }
        if let Some(hardware) = map.get("hardware") {
            self.hardware = read_choice(reader, &self.name, key.child("hardware"), hardware);
        }
        for (name, span, _) in map.text_entries() {
            reader.unknown_key(key.child(name), span, INFRASTRUCTURE_KEYS);
        }
        let key = key.child("interfaces");
        let Some(interfaces) = map.get("interfaces").and_then(|value| reader.map(key, value)) else { return };
        for (name, span, value) in interfaces.text_entries() {
            reader.about(Some(Subject::hardware(Arc::clone(&self.name), name)));
            self.interface(name).read_hardware(reader, key.child(name), span, value);
        }
        reader.about(Some(Subject::host(Arc::clone(&self.name))));
    }

    fn read_env(&mut self, reader: &mut Reader<'_>, value: &Value) {
        let key = Key::new("env");
        let Some(map) = reader.map(key, value) else { return };
        self.role = map.get("role").and_then(|value| reader.text(key.child("role"), value));
        let key = key.child("interfaces");
        let Some(interfaces) = map.get("interfaces").and_then(|value| reader.map(key, value)) else { return };
        for (name, span, value) in interfaces.text_entries() {
            reader.about(Some(Subject::interface(Arc::clone(&self.name), name)));
            self.interface(name).read_binding(reader, key.child(name), span, value);
        }
        reader.about(Some(Subject::host(Arc::clone(&self.name))));
    }

    /// The form that is declared, or else the one that a classic name spells.
    pub(crate) fn form_or_name(&self) -> Option<Form> {
        match (self.form, &self.parsed_name) {
            (Some(form), _) => Some(form.value),
            (None, Some(HostName::Classic(name))) => Some(name.form()),
            (None, _) => None,
        }
    }

    fn interface(&mut self, name: &str) -> &mut Interface {
        self.interfaces.get_or_add(name)
    }
}

fn read_form(reader: &mut Reader<'_>, host: &Arc<str>, key: Key<'_>, value: &Value) -> Option<Spanned<Form>> {
    let text = reader.text(key, value)?;
    if let Ok(form) = text.value.parse() {
        return Some(Spanned::new(form, text.span));
    }
    let mut finding = reader
        .finding(&rules::FORM_DIFFERS, text.span, format!("`{key}` is \"{}\", which is no form", text.value))
        .with_value(text.value.as_ref())
        .with_hint("write one of hv, vm, ph, pi, em, rt, sw, ap");
    finding.subjects = vec![Subject::device(Arc::clone(host))];
    reader.push(finding);
    None
}
