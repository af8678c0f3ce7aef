//! The options of containers, and what it takes to change them.

use crate::simulator::parameter::{Kind, Parameter, Pattern, Property, PropertyString};
use crate::simulator::release::Release;
use crate::simulator::virtual_machine::format::{
    CONFIGURATION_IDS, DNS_NAME, IPV4, IPV4_CONFIG, IPV6, IPV6_CONFIG, MAC, TAGS, TRUNKS, VOLUME_ID,
};

const ARCHITECTURES: &[&str] = &["amd64", "i386", "arm64", "armhf", "riscv32", "riscv64"];

const LOCKS: &[&str] = &[
    "backup",
    "create",
    "destroyed",
    "disk",
    "fstrim",
    "migrate",
    "mounted",
    "rollback",
    "snapshot",
    "snapshot-delete",
];

const SYSTEMS: &[&str] = &[
    "debian",
    "devuan",
    "ubuntu",
    "centos",
    "fedora",
    "opensuse",
    "archlinux",
    "alpine",
    "gentoo",
    "nixos",
    "unmanaged",
];

/// How many options of one name there are: `net0` to `net31`.
const MANY: u16 = 32;

/// A text without control characters.
static PRINTABLE: Pattern =
    Pattern { text: "[^\\x00-\\x08\\x0a-\\x1F\\x7F]+", matches: |text| !text.chars().any(char::is_control) };

/// The name of an interface inside the container, or of a bridge.
static INTERFACE: Pattern = Pattern {
    text: "[-_.\\w\\d]+",
    matches: |text| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')),
};

/// A network device.
pub(super) static NETWORK_DEVICE: PropertyString = PropertyString::new(&[
    Property::required("name", Kind::Matching(&INTERFACE)),
    Property::optional("bridge", Kind::Matching(&INTERFACE)),
    Property::optional("firewall", Kind::Boolean),
    Property::optional("gw", Kind::Formatted(&IPV4)),
    Property::optional("gw6", Kind::Formatted(&IPV6)),
    Property::optional("host-managed", Kind::Boolean),
    Property::optional("hwaddr", Kind::Formatted(&MAC)),
    Property::optional("ip", Kind::Formatted(&IPV4_CONFIG)),
    Property::optional("ip6", Kind::Formatted(&IPV6_CONFIG)),
    Property::optional("link_down", Kind::Boolean),
    Property::optional("mtu", Kind::Integer { min: Some(64), max: Some(65535), format: None }),
    Property::optional("rate", Kind::Number { min: None, max: None }),
    Property::optional("tag", Kind::Integer { min: Some(1), max: Some(4094), format: None }),
    Property::optional("trunks", Kind::Matching(&TRUNKS)),
    Property::optional("type", Kind::Choice(&["veth"])),
]);

/// The options.
pub(super) static OPTIONS: &[Parameter] = &[
    Parameter::choice("arch", ARCHITECTURES).optional(),
    Parameter::choice("cmode", &["shell", "console", "tty"]).optional(),
    Parameter::boolean("console").optional(),
    Parameter::between("cores", 1, 8192).optional(),
    Parameter::number("cpulimit", Some(0), Some(8192)).optional(),
    Parameter::between("cpuunits", 0, 500_000).optional(),
    Parameter::boolean("debug").optional(),
    Parameter::text("description").optional().max_length(8192),
    Parameter::text("dev").optional().indexed(256),
    Parameter::matching("entrypoint", &PRINTABLE).optional().releases(&[Release::V9_2]),
    Parameter::text("env").optional().releases(&[Release::V9_2]),
    Parameter::text("features").optional(),
    Parameter::formatted("hookscript", &VOLUME_ID).optional(),
    Parameter::formatted("hostname", &DNS_NAME).optional().max_length(255),
    Parameter::choice("lock", LOCKS).optional(),
    Parameter::at_least("memory", 16).optional(),
    Parameter::text("mp").optional().indexed(256),
    Parameter::text("nameserver").optional(),
    Parameter::properties("net", &NETWORK_DEVICE).optional().indexed(MANY),
    Parameter::boolean("onboot").optional(),
    Parameter::choice("ostype", SYSTEMS).optional(),
    Parameter::boolean("protection").optional(),
    Parameter::text("rootfs").optional(),
    Parameter::text("searchdomain").optional(),
    Parameter::text("startup").optional(),
    Parameter::at_least("swap", 0).optional(),
    Parameter::formatted("tags", &TAGS).optional(),
    Parameter::boolean("template").optional(),
    Parameter::text("timezone").optional(),
    Parameter::between("tty", 0, 6).optional(),
    Parameter::boolean("unprivileged").optional(),
    Parameter::text("unused").optional().indexed(256),
];

/// What a change takes besides options.
pub(super) static CHANGE: &[Parameter] = &[
    Parameter::formatted("delete", &CONFIGURATION_IDS).optional(),
    Parameter::text("digest").optional().max_length(40),
    Parameter::formatted("revert", &CONFIGURATION_IDS).optional(),
];

/// Whether an option is a network device.
pub(super) fn is_network_device(key: &str) -> bool {
    is_numbered(key, "net")
}

/// Whether an option is a volume.
pub(super) fn is_volume(key: &str) -> bool {
    key == "rootfs" || is_numbered(key, "mp") || is_numbered(key, "unused")
}

/// The privilege on the container that a change to an option needs; `None` where only root may.
pub(super) fn privilege(key: &str) -> Option<&'static str> {
    match key {
        "cores" | "cpulimit" | "cpuunits" => Some("VM.Config.CPU"),
        "memory" | "swap" => Some("VM.Config.Memory"),
        "hostname" | "nameserver" | "searchdomain" => Some("VM.Config.Network"),
        "hookscript" | "lock" => None,
        _ if is_numbered(key, "dev") => None,
        _ if is_network_device(key) => Some("VM.Config.Network"),
        _ if is_volume(key) => Some("VM.Config.Disk"),
        _ => Some("VM.Config.Options"),
    }
}

fn is_numbered(key: &str, name: &str) -> bool {
    key.strip_prefix(name).is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
