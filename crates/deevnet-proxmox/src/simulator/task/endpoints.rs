//! The calls about tasks.

use super::{list, show};
use crate::simulator::parameter::{Format, Parameter};
use crate::simulator::route::{Endpoint, Permission};
use crate::transport::Method::{Delete, Get};

/// How tasks may have ended.
static ENDS: Format = Format::list("pve-task-status-type", |text| match text {
    "ok" | "error" | "warning" | "unknown" => Ok(()),
    _ => Err(format!("invalid status type '{text}'\n")),
});

static UPID: &[Parameter] = &[Parameter::text("upid")];

static LIST: &[Parameter] = &[
    Parameter::boolean("errors").optional(),
    Parameter::at_least("limit", 0).optional(),
    Parameter::integer("since").optional(),
    Parameter::choice("source", &["archive", "active", "all"]).optional(),
    Parameter::at_least("start", 0).optional(),
    Parameter::formatted("statusfilter", &ENDS).optional(),
    Parameter::text("typefilter").optional(),
    Parameter::integer("until").optional(),
    Parameter::text("userfilter").optional(),
    Parameter::vmid("vmid").optional(),
];

static LOG: &[Parameter] = &[
    Parameter::boolean("download").optional(),
    Parameter::at_least("limit", 0).optional(),
    Parameter::at_least("start", 0).optional(),
];

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Get, "/nodes/{node}/tasks", &[LIST], Permission::User, |node, call| Ok(list::tasks(node, call))),
    Endpoint::new(Get, "/cluster/tasks", &[], Permission::User, |node, call| Ok(list::of_cluster(node, call))),
    Endpoint::new(Get, "/nodes/{node}/tasks/{upid}", &[UPID], Permission::User, show::index),
    Endpoint::new(Delete, "/nodes/{node}/tasks/{upid}", &[UPID], Permission::User, show::stop),
    Endpoint::new(Get, "/nodes/{node}/tasks/{upid}/status", &[UPID], Permission::User, show::status),
    Endpoint::new(Get, "/nodes/{node}/tasks/{upid}/log", &[UPID, LOG], Permission::User, show::log),
];
