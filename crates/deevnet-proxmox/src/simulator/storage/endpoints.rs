//! Calls about storages.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::format;
use crate::simulator::parameter::Parameter;
use crate::simulator::parameter::format::NODE;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::state::{Node, Storage, digest};
use crate::transport::Method;

const READERS: &[&str] = &["Datastore.Audit", "Datastore.AllocateSpace"];

/// Who may look at a storage.
pub(super) const READ: Permission = Permission::Any("/storage/{storage}", READERS);

/// The storage that a call is about.
pub(super) const ID: &[Parameter] = &[Parameter::formatted("storage", &format::STORAGE)];

const TYPES_OF_8: &[&str] = &[
    "btrfs",
    "cephfs",
    "cifs",
    "dir",
    "esxi",
    "glusterfs",
    "iscsi",
    "iscsidirect",
    "lvm",
    "lvmthin",
    "nfs",
    "pbs",
    "rbd",
    "zfs",
    "zfspool",
];

const TYPES_OF_9: &[&str] = &[
    "btrfs",
    "cephfs",
    "cifs",
    "dir",
    "esxi",
    "iscsi",
    "iscsidirect",
    "lvm",
    "lvmthin",
    "nfs",
    "pbs",
    "rbd",
    "zfs",
    "zfspool",
];

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(
        Method::Get,
        "/storage",
        &[&[
            Parameter::choice("type", TYPES_OF_8).optional().releases(&[Release::V8_4]),
            Parameter::choice("type", TYPES_OF_9).optional().releases(&[Release::V9_2]),
        ]],
        Permission::User,
        configured,
    ),
    Endpoint::new(
        Method::Get,
        "/nodes/{node}/storage",
        &[&[
            Parameter::formatted("content", &format::CONTENT_LIST).optional(),
            Parameter::boolean("enabled").optional(),
            Parameter::boolean("format").optional(),
            Parameter::formatted("storage", &format::STORAGE).optional(),
            Parameter::formatted("target", &NODE).optional(),
        ]],
        Permission::User,
        list,
    ),
    Endpoint::new(Method::Get, "/nodes/{node}/storage/{storage}/status", &[ID], READ, |node, call| {
        let storage = node.storage(call.text("storage"))?;
        Ok(Value::Object(status(storage)).into())
    }),
];

impl Node {
    /// A storage.
    ///
    /// # Errors
    ///
    /// Where there is none of that name.
    pub(super) fn storage(&self, id: &str) -> Result<&Storage, Refusal> {
        self.storages.get(id).ok_or_else(|| Refusal::failure(format!("storage '{id}' does not exist")))
    }

    fn visible_storages(&self, call: &Call) -> impl Iterator<Item = (&String, &Storage)> {
        let is_visible = |id: &str| {
            let path = format!("/storage/{id}");
            READERS.iter().any(|privilege| self.allows(&call.caller, &path, privilege))
        };
        self.storages.iter().filter(move |(id, _)| is_visible(id))
    }
}

/// The storages as they are configured.
fn configured(node: &mut Node, call: &Call) -> Answer {
    let digest = digest(&format!("{:?}", node.storages.keys().collect::<Vec<_>>()));
    let wanted = |storage: &Storage| call.get("type").is_none_or(|wanted| wanted == storage.kind);
    let shown = node.visible_storages(call).filter(|(_, storage)| wanted(storage));
    let rows = shown.map(|(id, storage)| {
        let mut row: Map<String, Value> =
            storage.options.iter().map(|(key, value)| (key.clone(), number_or_text(value))).collect();
        row.insert("storage".to_owned(), id.as_str().into());
        row.insert("type".to_owned(), storage.kind.as_str().into());
        row.insert("content".to_owned(), content(storage).into());
        row.insert("digest".to_owned(), digest.as_str().into());
        if let Some(path) = &storage.path {
            row.insert("path".to_owned(), path.as_str().into());
        }
        Value::Object(row)
    });
    Ok(Reply::from(rows.collect::<Vec<Value>>()))
}

fn list(node: &mut Node, call: &Call) -> Answer {
    let kinds: BTreeSet<&str> = call.list("content").into_iter().collect();
    let holds = |storage: &Storage| kinds.is_empty() || kinds.iter().any(|kind| storage.content.contains(*kind));
    let is_named = |id: &str| call.get("storage").is_none_or(|wanted| wanted == id);
    let shown = node.visible_storages(call).filter(|(id, storage)| holds(storage) && is_named(id));
    let rows = shown.map(|(id, storage)| {
        let mut row = status(storage);
        row.insert("storage".to_owned(), id.as_str().into());
        row.insert("used_fraction".to_owned(), fraction(storage.used(), storage.total).into());
        Value::Object(row)
    });
    Ok(Reply::from(rows.collect::<Vec<Value>>()))
}

fn status(storage: &Storage) -> Map<String, Value> {
    let status = json!({
        "type": storage.kind, "content": content(storage), "total": storage.total, "used": storage.used(),
        "avail": storage.free(), "active": 1, "enabled": 1, "shared": shared(storage),
    });
    status.as_object().cloned().unwrap_or_default()
}

/// The rows of storages among the resources.
pub(crate) fn resource(node: &Node, call: &Call) -> Vec<Value> {
    let row = |(id, storage): (&String, &Storage)| {
        json!({
            "id": format!("storage/{}/{id}", node.name), "type": "storage", "storage": id, "node": &*node.name,
            "status": "available", "plugintype": storage.kind, "content": content(storage), "shared": shared(storage),
            "disk": storage.used(), "maxdisk": storage.total,
        })
    };
    node.visible_storages(call).map(row).collect()
}

fn content(storage: &Storage) -> String {
    storage.content.iter().map(String::as_str).collect::<Vec<_>>().join(",")
}

fn shared(storage: &Storage) -> u8 {
    u8::from(matches!(storage.kind.as_str(), "nfs" | "cifs" | "iscsi" | "rbd" | "cephfs" | "pbs"))
}

fn number_or_text(text: &str) -> Value {
    text.parse::<u64>().map_or_else(|_| text.into(), Value::from)
}

#[expect(clippy::cast_precision_loss, reason = "it is shown to people")]
fn fraction(used: u64, total: u64) -> f64 {
    if total == 0 { 0.0 } else { used as f64 / total as f64 }
}
