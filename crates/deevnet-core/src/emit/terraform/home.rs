//! The hypervisors of the machines: a provider, its variables and its templates for each.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::text::Quoted;
use crate::emit::virtual_machine::{MachineHome, PublishedVirtualMachine};

/// The newest template of each prefix: by the numbers that follow the prefix, then by name, then by VMID. Numbers have thirty
/// digits, so that their order as text is that of their values; a space ends them, so that a name that goes on is newer.
const NEWEST: &str = r#"reverse(values({for vm in VMS : format("%s %s %010d", join(".", [for number in regexall("[0-9]+", trimprefix(vm.name, prefix)) : format("%030d", tonumber(number))]), vm.name, vm.vm_id) => vm.vm_id if startswith(vm.name, prefix)}))[0]"#;

/// A variable of the configuration.
#[derive(Serialize)]
pub(super) struct Variable {
    description: String,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<Preset>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sensitive: bool,
}

/// What a variable is where nobody sets it.
#[derive(Serialize)]
#[serde(untagged)]
enum Preset {
    Text(String),
    Flag(bool),
}

impl Variable {
    /// A variable that holds text.
    pub(super) fn text(description: impl Into<String>, default: Option<String>) -> Self {
        let default = default.map(Preset::Text);
        Self { description: description.into(), r#type: "string", default, sensitive: false }
    }
}

/// One configuration of the provider.
#[derive(Serialize)]
pub(super) struct Provider {
    alias: String,
    endpoint: String,
    api_token: String,
    insecure: String,
}

impl Provider {
    pub(super) fn new(home: &MachineHome) -> Self {
        Self {
            alias: alias(home),
            endpoint: format!("${{var.{}}}", variable("endpoint", home)),
            api_token: format!("${{var.{}}}", variable("api_token", home)),
            insecure: format!("${{var.{}}}", variable("insecure", home)),
        }
    }
}

/// `proxmox_virtual_environment_vms`: the templates of a node.
#[derive(Serialize)]
pub(super) struct Listing<'a> {
    provider: String,
    node_name: &'a str,
    filter: [Filter; 1],
}

#[derive(Serialize)]
struct Filter {
    name: &'static str,
    values: [&'static str; 1],
}

impl<'a> Listing<'a> {
    pub(super) fn new(home: &'a MachineHome) -> Self {
        Self {
            provider: format!("proxmox.{}", alias(home)),
            node_name: home.node.as_str(),
            filter: [Filter { name: "template", values: ["true"] }],
        }
    }
}

/// The hypervisors that machines stand on, by name.
pub(super) fn all(machines: &[PublishedVirtualMachine]) -> BTreeMap<String, &MachineHome> {
    machines.iter().map(|machine| (alias(&machine.home), &machine.home)).collect()
}

/// What a hypervisor's API is reached by; the token is nowhere but in the variable.
pub(super) fn variables(home: &MachineHome) -> [(String, Variable); 3] {
    let host = &home.host;
    let endpoint = home.endpoint.as_ref().map(|endpoint| format!("{endpoint}/"));
    let token =
        Variable { sensitive: true, ..Variable::text(format!("API token of {host}, as user@realm!name=secret"), None) };
    let insecure = Variable {
        description: format!(
            "Whether any certificate of {host} is taken; the provider knows no fingerprint of one to trust"
        ),
        r#type: "bool",
        default: Some(Preset::Flag(home.is_insecure)),
        sensitive: false,
    };
    [
        (variable("endpoint", home), Variable::text(format!("Where the API of {host} answers"), endpoint)),
        (variable("api_token", home), token),
        (variable("insecure", home), insecure),
    ]
}

/// The newest templates of a hypervisor, by the prefixes that its machines want; null where it has none.
pub(super) fn newest_templates(home: &MachineHome, machines: &[PublishedVirtualMachine]) -> String {
    let own = machines.iter().filter(|machine| machine.home == *home);
    let prefixes: BTreeSet<&str> = own.map(|machine| &*machine.template_prefix).collect();
    let prefixes: Vec<String> = prefixes.into_iter().map(|prefix| Quoted(prefix).to_string()).collect();
    let listing = format!("data.proxmox_virtual_environment_vms.{}.vms", alias(home));
    let newest = NEWEST.replace("VMS", &listing);
    format!("${{{{for prefix in [{}] : prefix => try({newest}, null)}}}}", prefixes.join(", "))
}

/// The local value with the newest templates of a hypervisor.
pub(super) fn templates(home: &MachineHome) -> String {
    format!("newest_templates_{}", home.host)
}

/// What a hypervisor's provider is called.
pub(super) fn alias(home: &MachineHome) -> String {
    identifier(home.host.as_str())
}

/// A name that is told in an environment variable, which has no hyphens; nor has a DNS label an underscore to clash with.
fn variable(kind: &str, home: &MachineHome) -> String {
    format!("proxmox_{kind}_{}", home.host.as_str().replace('-', "_"))
}

/// A DNS label as an identifier, which begins with no digit.
pub(super) fn identifier(name: &str) -> String {
    let begins_with_digit = name.starts_with(|first: char| first.is_ascii_digit());
    format!("{}{name}", if begins_with_digit { "_" } else { "" })
}
