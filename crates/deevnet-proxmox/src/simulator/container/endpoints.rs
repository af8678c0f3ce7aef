//! Calls about containers.

use serde_json::{Map, Value, json};

use super::figures::row;
use super::{change, option};
use crate::simulator::parameter::{Format, Parameter};
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::state::{Container, Node};
use crate::transport::Method;

const ID: &[Parameter] = &[Parameter::vmid("vmid")];
const AUDIT: Permission = Permission::All("/vms/{vmid}", &["VM.Audit"]);

const CONFIGURE: Permission = Permission::Any(
    "/vms/{vmid}",
    &["VM.Config.Disk", "VM.Config.CPU", "VM.Config.Memory", "VM.Config.Network", "VM.Config.Options"],
);

/// The name of a snapshot.
static SNAPSHOT: Format = Format::new("pve-configid", |text| {
    let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if text.len() >= 2 && inner && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(());
    }
    Err(format!("invalid configuration ID '{text}'\n"))
});

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/nodes/{node}/lxc", &[], Permission::User, list),
    Endpoint::new(
        Method::Get,
        "/nodes/{node}/lxc/{vmid}/config",
        &[
            ID,
            &[
                Parameter::boolean("current").optional(),
                Parameter::formatted("snapshot", &SNAPSHOT).optional().max_length(40),
            ],
        ],
        AUDIT,
        config,
    ),
    Endpoint::new(
        Method::Put,
        "/nodes/{node}/lxc/{vmid}/config",
        &[ID, option::CHANGE, option::OPTIONS],
        CONFIGURE,
        change::update,
    ),
    Endpoint::new(Method::Get, "/nodes/{node}/lxc/{vmid}/status/current", &[ID], AUDIT, |node, call| {
        let (vmid, container) = node.container(call)?;
        let mut status = row(node, vmid, container);
        status.insert("ha".to_owned(), json!({ "managed": 0 }));
        Ok(Value::Object(status).into())
    }),
];

impl Node {
    /// The container that a call is about, with its number.
    pub(super) fn container(&self, call: &Call) -> Result<(u32, &Container), Refusal> {
        let vmid = call.vmid();
        let found = self.containers.get(&vmid);
        let missing = || format!("Configuration file 'nodes/{}/lxc/{vmid}.conf' does not exist", self.name);
        found.map(|container| (vmid, container)).ok_or_else(|| Refusal::failure(missing()))
    }
}

fn list(node: &mut Node, call: &Call) -> Answer {
    let is_visible = |vmid: u32| node.allows(&call.caller, &format!("/vms/{vmid}"), "VM.Audit");
    let containers = node.containers.iter().filter(|(vmid, _)| is_visible(**vmid));
    let rows = containers.map(|(vmid, container)| Value::Object(row(node, *vmid, container)));
    Ok(Reply::from(rows.collect::<Vec<Value>>()))
}

/// The configuration of a container; a MAC address in it stands as it was written.
fn config(node: &mut Node, call: &Call) -> Answer {
    let (_, container) = node.container(call)?;
    let value = |key: &str, text: &str| match text.parse::<u64>() {
        Ok(number) if is_number(key) => Value::from(number),
        _ => Value::from(text),
    };
    let mut config: Map<String, Value> =
        container.config.iter().map(|(key, text)| (key.clone(), value(key, text))).collect();
    config.insert("digest".to_owned(), container.digest().into());
    Ok(Value::Object(config).into())
}

fn is_number(key: &str) -> bool {
    matches!(
        key,
        "console"
            | "cores"
            | "cpuunits"
            | "memory"
            | "onboot"
            | "protection"
            | "swap"
            | "template"
            | "tty"
            | "unprivileged"
    )
}
