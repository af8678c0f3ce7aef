//! Calls about pools.

use super::change::{change, create, delete};
use super::shown::{list, show};
use crate::simulator::parameter::{Parameter, format};
use crate::simulator::route::{Endpoint, Permission};
use crate::transport::Method;

const POOLS: &str = "/pools";
const POOL: &str = "/pools/{poolid...}";
const ID: &[Parameter] = &[Parameter::formatted("poolid", &format::POOL)];
const OPTIONAL_ID: &[Parameter] = &[Parameter::formatted("poolid", &format::POOL).optional()];
const KINDS: &[&str] = &["qemu", "lxc", "storage"];
const CHANGE: &[Parameter] = &[
    Parameter::boolean("allow-move").optional(),
    Parameter::text("comment").optional(),
    Parameter::boolean("delete").optional(),
    Parameter::formatted("storage", &format::STORAGE_ID_LIST).optional(),
    Parameter::formatted("vms", &format::VMID_LIST).optional(),
];
const ALLOCATE: Permission = Permission::All("/pool/{poolid}", &["Pool.Allocate"]);

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(
        Method::Get,
        POOLS,
        &[OPTIONAL_ID, &[Parameter::choice("type", KINDS).optional().requires("poolid")]],
        Permission::User,
        list,
    ),
    Endpoint::new(Method::Post, POOLS, &[ID, &[Parameter::text("comment").optional()]], ALLOCATE, create),
    Endpoint::new(Method::Put, POOLS, &[ID, CHANGE], ALLOCATE, change),
    Endpoint::new(Method::Delete, POOLS, &[ID], ALLOCATE, delete),
    Endpoint::new(
        Method::Get,
        POOL,
        &[ID, &[Parameter::choice("type", KINDS).optional()]],
        Permission::All("/pool/{poolid}", &["Pool.Audit"]),
        show,
    ),
    Endpoint::new(Method::Put, POOL, &[ID, CHANGE], ALLOCATE, change),
    Endpoint::new(Method::Delete, POOL, &[ID], ALLOCATE, delete),
];
