//! The calls about virtual machines.

use super::format::{CONFIGURATION_ID, CONFIGURATION_IDS, DNS_NAME, NEW_SIZE, STORAGE};
use super::option::{DISKS, OPTIONS};
use super::{agent, change, clone, create, destroy, power, resize, show, snapshot, template};
use crate::simulator::parameter::Parameter;
use crate::simulator::parameter::format::{NODE, POOL};
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission};
use crate::simulator::state::Node;
use crate::transport::Method::{Delete, Get, Post, Put};

const AUDIT: Permission = Permission::All("/vms/{vmid}", &["VM.Audit"]);
const POWER: Permission = Permission::All("/vms/{vmid}", &["VM.PowerMgmt"]);
const SNAPSHOT: Permission = Permission::All("/vms/{vmid}", &["VM.Snapshot"]);
const ALLOCATE: Permission = Permission::All("/vms/{vmid}", &["VM.Allocate"]);
const CONFIGURE: Permission = Permission::Any(
    "/vms/{vmid}",
    &[
        "VM.Config.Disk",
        "VM.Config.CDROM",
        "VM.Config.CPU",
        "VM.Config.Memory",
        "VM.Config.Network",
        "VM.Config.HWType",
        "VM.Config.Options",
        "VM.Config.Cloudinit",
    ],
);

static VMID: &[Parameter] = &[Parameter::vmid("vmid")];
static SKIP_LOCK: &[Parameter] = &[Parameter::boolean("skiplock").optional()];
static TIMEOUT: &[Parameter] = &[Parameter::at_least("timeout", 0).optional()];

static SHOW: &[Parameter] = &[
    Parameter::boolean("current").optional(),
    Parameter::formatted("snapshot", &CONFIGURATION_ID).optional().max_length(40),
];

static CREATE: &[Parameter] = &[
    Parameter::text("archive").optional().max_length(255),
    Parameter::at_least("bwlimit", 0).optional(),
    Parameter::boolean("force").optional().requires("archive"),
    Parameter::boolean("ha-managed").optional().releases(&[Release::V9_2]),
    Parameter::formatted("import-working-storage", &STORAGE).optional(),
    Parameter::boolean("live-restore").optional(),
    Parameter::formatted("pool", &POOL).optional(),
    Parameter::boolean("start").optional(),
    Parameter::formatted("storage", &STORAGE).optional(),
    Parameter::boolean("unique").optional().requires("archive"),
];

static CHANGE: &[Parameter] = &[
    Parameter::formatted("delete", &CONFIGURATION_IDS).optional(),
    Parameter::text("digest").optional().max_length(40),
    Parameter::boolean("force").optional().requires("delete"),
    Parameter::formatted("revert", &CONFIGURATION_IDS).optional(),
    Parameter::boolean("skiplock").optional(),
];

static CHANGE_IN_TASK: &[Parameter] = &[
    Parameter::between("background_delay", 1, 30).optional(),
    Parameter::formatted("import-working-storage", &STORAGE).optional(),
];

static CLONE: &[Parameter] = &[
    Parameter::vmid("newid"),
    Parameter::at_least("bwlimit", 0).optional(),
    Parameter::text("description").optional(),
    Parameter::choice("format", &["raw", "qcow2", "vmdk"]).optional(),
    Parameter::boolean("full").optional(),
    Parameter::formatted("name", &DNS_NAME).optional(),
    Parameter::formatted("pool", &POOL).optional(),
    Parameter::formatted("snapname", &CONFIGURATION_ID).optional().max_length(40),
    Parameter::formatted("storage", &STORAGE).optional(),
    Parameter::formatted("target", &NODE).optional(),
];

static RESIZE: &[Parameter] = &[
    Parameter::text("digest").optional().max_length(40),
    Parameter::choice("disk", DISKS),
    Parameter::matching("size", &NEW_SIZE),
    Parameter::boolean("skiplock").optional(),
];

static TEMPLATE: &[Parameter] = &[Parameter::choice("disk", DISKS).optional()];

static DESTROY: &[Parameter] = &[
    Parameter::boolean("destroy-unreferenced-disks").optional(),
    Parameter::boolean("purge").optional(),
    Parameter::boolean("skiplock").optional(),
];

static START: &[Parameter] = &[
    Parameter::text("force-cpu").optional(),
    Parameter::text("machine").optional(),
    Parameter::formatted("migratedfrom", &NODE).optional(),
    Parameter::text("migration_network").optional(),
    Parameter::choice("migration_type", &["secure", "insecure"]).optional(),
    Parameter::text("nets-host-mtu").optional(),
    Parameter::text("stateuri").optional().max_length(128),
    Parameter::text("targetstorage").optional(),
    Parameter::boolean("with-conntrack-state").optional().releases(&[Release::V9_2]),
];

static SHUTDOWN: &[Parameter] =
    &[Parameter::boolean("forceStop").optional(), Parameter::boolean("keepActive").optional()];

static STOP: &[Parameter] = &[
    Parameter::boolean("keepActive").optional(),
    Parameter::formatted("migratedfrom", &NODE).optional(),
    Parameter::boolean("overrule-shutdown").optional(),
];

static SUSPEND: &[Parameter] = &[
    Parameter::formatted("statestorage", &STORAGE).optional().requires("todisk"),
    Parameter::boolean("todisk").optional(),
];

static RESUME: &[Parameter] = &[Parameter::boolean("nocheck").optional()];

static SNAPSHOT_NAME: &[Parameter] = &[Parameter::formatted("snapname", &CONFIGURATION_ID).max_length(40)];
static SNAPSHOT_TAKE: &[Parameter] =
    &[Parameter::text("description").optional(), Parameter::boolean("vmstate").optional()];
static SNAPSHOT_REMOVE: &[Parameter] = &[Parameter::boolean("force").optional()];
static SNAPSHOT_ROLL_BACK: &[Parameter] = &[Parameter::boolean("start").optional()];

/// A change of the power of a machine.
const fn status(
    path: &'static str,
    parameters: &'static [&'static [Parameter]],
    handler: fn(&mut Node, &Call) -> Answer,
) -> Endpoint {
    Endpoint::new(Post, path, parameters, POWER, handler)
}

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Post, "/nodes/{node}/qemu", &[VMID, CREATE, OPTIONS], Permission::User, create::create),
    Endpoint::new(Get, "/nodes/{node}/qemu/{vmid}", &[VMID], Permission::User, show::index),
    Endpoint::new(Delete, "/nodes/{node}/qemu/{vmid}", &[VMID, DESTROY], ALLOCATE, destroy::destroy),
    Endpoint::new(Get, "/nodes/{node}/qemu/{vmid}/config", &[VMID, SHOW], AUDIT, show::config),
    Endpoint::new(Put, "/nodes/{node}/qemu/{vmid}/config", &[VMID, CHANGE, OPTIONS], CONFIGURE, change::update),
    Endpoint::new(
        Post,
        "/nodes/{node}/qemu/{vmid}/config",
        &[VMID, CHANGE, CHANGE_IN_TASK, OPTIONS],
        CONFIGURE,
        change::update_in_task,
    ),
    Endpoint::new(Get, "/nodes/{node}/qemu/{vmid}/pending", &[VMID], AUDIT, show::pending),
    Endpoint::new(Get, "/nodes/{node}/qemu/{vmid}/firewall/options", &[VMID], AUDIT, show::firewall_options),
    Endpoint::new(Get, "/nodes/{node}/qemu/{vmid}/cloudinit", &[VMID], AUDIT, show::cloud_init),
    Endpoint::new(
        Post,
        "/nodes/{node}/qemu/{vmid}/clone",
        &[VMID, CLONE],
        Permission::All("/vms/{vmid}", &["VM.Clone"]),
        clone::clone,
    ),
    Endpoint::new(
        Put,
        "/nodes/{node}/qemu/{vmid}/resize",
        &[VMID, RESIZE],
        Permission::All("/vms/{vmid}", &["VM.Config.Disk"]),
        resize::resize,
    ),
    Endpoint::new(Post, "/nodes/{node}/qemu/{vmid}/template", &[VMID, TEMPLATE], ALLOCATE, template::template),
    Endpoint::new(Get, "/nodes/{node}/qemu/{vmid}/status", &[VMID], Permission::User, |_, _| Ok(show::status_index())),
    Endpoint::new(Get, "/nodes/{node}/qemu/{vmid}/status/current", &[VMID], AUDIT, show::current),
    status("/nodes/{node}/qemu/{vmid}/status/start", &[VMID, SKIP_LOCK, TIMEOUT, START], power::start),
    status("/nodes/{node}/qemu/{vmid}/status/stop", &[VMID, SKIP_LOCK, TIMEOUT, STOP], power::stop),
    status("/nodes/{node}/qemu/{vmid}/status/shutdown", &[VMID, SKIP_LOCK, TIMEOUT, SHUTDOWN], power::shutdown),
    status("/nodes/{node}/qemu/{vmid}/status/reboot", &[VMID, TIMEOUT], power::reboot),
    status("/nodes/{node}/qemu/{vmid}/status/reset", &[VMID, SKIP_LOCK], power::reset),
    status("/nodes/{node}/qemu/{vmid}/status/suspend", &[VMID, SKIP_LOCK, SUSPEND], power::suspend),
    status("/nodes/{node}/qemu/{vmid}/status/resume", &[VMID, SKIP_LOCK, RESUME], power::resume),
    Endpoint::new(
        Get,
        "/nodes/{node}/qemu/{vmid}/agent/network-get-interfaces",
        &[VMID],
        Permission::Any("/vms/{vmid}", &["VM.Monitor", "VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"]),
        agent::ask,
    ),
    Endpoint::new(
        Post,
        "/nodes/{node}/qemu/{vmid}/agent/ping",
        &[VMID],
        Permission::Any("/vms/{vmid}", &["VM.Monitor", "VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"]),
        agent::ask,
    ),
    Endpoint::new(Get, "/nodes/{node}/qemu/{vmid}/snapshot", &[VMID], AUDIT, snapshot::list),
    Endpoint::new(
        Post,
        "/nodes/{node}/qemu/{vmid}/snapshot",
        &[VMID, SNAPSHOT_NAME, SNAPSHOT_TAKE],
        SNAPSHOT,
        snapshot::take,
    ),
    Endpoint::new(
        Get,
        "/nodes/{node}/qemu/{vmid}/snapshot/{snapname}",
        &[VMID, SNAPSHOT_NAME],
        Permission::User,
        |_, _| Ok(snapshot::index()),
    ),
    Endpoint::new(
        Delete,
        "/nodes/{node}/qemu/{vmid}/snapshot/{snapname}",
        &[VMID, SNAPSHOT_NAME, SNAPSHOT_REMOVE],
        SNAPSHOT,
        snapshot::remove,
    ),
    Endpoint::new(
        Get,
        "/nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config",
        &[VMID, SNAPSHOT_NAME],
        AUDIT,
        snapshot::config,
    ),
    Endpoint::new(
        Post,
        "/nodes/{node}/qemu/{vmid}/snapshot/{snapname}/rollback",
        &[VMID, SNAPSHOT_NAME, SNAPSHOT_ROLL_BACK],
        Permission::Any("/vms/{vmid}", &["VM.Snapshot", "VM.Snapshot.Rollback"]),
        snapshot::roll_back,
    ),
];
