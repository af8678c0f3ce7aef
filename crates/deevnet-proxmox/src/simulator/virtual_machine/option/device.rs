//! The properties of network devices and other parts of a machine.

use crate::notation::NETWORK_CARDS;
use crate::simulator::parameter::{Format, Kind, Property, PropertyString};
use crate::simulator::virtual_machine::format::{
    BRIDGE, IPV4, IPV4_CONFIG, IPV6, IPV6_CONFIG, MAC, TRUNKS, UUID, VOLUME_ID,
};

const GRAPHICS: &[&str] = &[
    "cirrus",
    "qxl",
    "qxl2",
    "qxl3",
    "qxl4",
    "none",
    "serial0",
    "serial1",
    "serial2",
    "serial3",
    "std",
    "virtio",
    "virtio-gl",
    "vmware",
];

const fn text(name: &'static str) -> Property {
    Property::optional(name, Kind::Text)
}

const fn switch(name: &'static str) -> Property {
    Property::optional(name, Kind::Boolean)
}

const fn formatted(name: &'static str, format: &'static Format) -> Property {
    Property::optional(name, Kind::Formatted(format))
}

const fn integer(name: &'static str, min: i64, max: Option<i64>) -> Property {
    Property::optional(name, Kind::Integer { min: Some(min), max, format: None })
}

/// A network device.
pub(in crate::simulator::virtual_machine) static NETWORK_DEVICE: PropertyString = PropertyString::new(&[
    Property::required("model", Kind::Choice(&NETWORK_CARDS)),
    formatted("macaddr", &MAC),
    formatted("bridge", &BRIDGE),
    switch("firewall"),
    switch("link_down"),
    integer("mtu", 1, Some(65520)),
    integer("queues", 0, Some(64)),
    Property::optional("rate", Kind::Number { min: Some(0), max: None }),
    integer("tag", 1, Some(4094)),
    Property::optional("trunks", Kind::Matching(&TRUNKS)),
])
.default_key("model")
.key_alias("model", "macaddr");

/// Memory.
pub(super) static MEMORY: PropertyString =
    PropertyString::new(&[Property::required("current", Kind::Integer { min: Some(16), max: None, format: None })])
        .default_key("current");

/// The guest agent.
pub(super) static AGENT: PropertyString = PropertyString::new(&[
    Property::required("enabled", Kind::Boolean),
    switch("freeze-fs-on-backup"),
    switch("fstrim_cloned_disks"),
    Property::optional("type", Kind::Choice(&["virtio", "isa"])),
])
.default_key("enabled");

/// The graphics card.
pub(super) static VGA: PropertyString = PropertyString::new(&[
    Property::optional("type", Kind::Choice(GRAPHICS)),
    Property::optional("clipboard", Kind::Choice(&["vnc"])),
    integer("memory", 4, Some(512)),
])
.default_key("type");

/// The kind of machine.
pub(super) static MACHINE: PropertyString = PropertyString::new(&[
    text("type"),
    switch("enable-s3"),
    switch("enable-s4"),
    Property::optional("viommu", Kind::Choice(&["intel", "virtio"])),
])
.default_key("type");

/// An address that cloud-init gives.
pub(super) static IP_CONFIG: PropertyString = PropertyString::new(&[
    formatted("ip", &IPV4_CONFIG),
    formatted("gw", &IPV4).requires("ip"),
    formatted("ip6", &IPV6_CONFIG),
    formatted("gw6", &IPV6).requires("ip6"),
]);

/// Files that cloud-init reads.
pub(super) static CLOUD_INIT_FILES: PropertyString = PropertyString::new(&[
    formatted("meta", &VOLUME_ID),
    formatted("network", &VOLUME_ID),
    formatted("user", &VOLUME_ID),
    formatted("vendor", &VOLUME_ID),
]);

/// What the firmware tells of the machine.
pub(super) static SMBIOS: PropertyString = PropertyString::new(&[
    switch("base64"),
    text("family"),
    text("manufacturer"),
    text("product"),
    text("serial"),
    text("sku"),
    Property::optional("uuid", Kind::Matching(&UUID)),
    text("version"),
]);

/// The place in the order of starts.
pub(super) static STARTUP: PropertyString =
    PropertyString::new(&[integer("order", 0, None), integer("up", 0, None), integer("down", 0, None)])
        .default_key("order");

/// The order of devices to boot from.
pub(super) static BOOT: PropertyString = PropertyString::new(&[text("legacy"), text("order")]).default_key("legacy");

/// The processor.
pub(super) static CPU: PropertyString = PropertyString::new(&[
    text("cputype"),
    text("flags"),
    switch("hidden"),
    text("hv-vendor-id"),
    text("phys-bits"),
    text("reported-model"),
])
.default_key("cputype");

/// The source of randomness.
pub(super) static RANDOM_SOURCE: PropertyString = PropertyString::new(&[
    Property::required("source", Kind::Choice(&["/dev/urandom", "/dev/random", "/dev/hwrng"])),
    integer("max_bytes", 0, None),
    integer("period", 0, None),
])
.default_key("source");
