//! Calls about what storages hold.

use serde_json::{Value, json};

use super::endpoints::{ID, READ};
use super::format;
use crate::simulator::parameter::Parameter;
use crate::simulator::route::{Answer, Call, Endpoint, Reply};
use crate::simulator::state::{Node, Volume};
use crate::transport::Method;

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[Endpoint::new(
    Method::Get,
    "/nodes/{node}/storage/{storage}/content",
    &[ID, &[Parameter::formatted("content", &format::CONTENT).optional(), Parameter::vmid("vmid").optional()]],
    READ,
    list,
)];

fn list(node: &mut Node, call: &Call) -> Answer {
    let id = call.text("storage");
    let storage = node.storage(id)?;
    let is_wanted = |volume: &Volume| {
        let of_guest = call.get("vmid").is_none() || volume.vmid == Some(call.vmid());
        of_guest && call.get("content").is_none_or(|content| content == volume.content)
    };
    let volumes = storage.volumes.iter().filter(|(_, volume)| is_wanted(volume));
    let rows = volumes.map(|(name, volume)| row(id, name, volume));
    Ok(Reply::from(rows.collect::<Vec<Value>>()))
}

fn row(storage: &str, name: &str, volume: &Volume) -> Value {
    let mut row = json!({
        "volid": format!("{storage}:{name}"), "content": volume.content, "format": volume.format, "size": volume.size,
        "ctime": volume.time,
    });
    if let Some(vmid) = volume.vmid {
        row["vmid"] = vmid.into();
        row["used"] = volume.used.into();
        row["parent"] = volume.parent.clone().into();
    }
    row
}
