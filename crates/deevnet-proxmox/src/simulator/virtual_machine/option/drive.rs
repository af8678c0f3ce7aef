//! The properties of drives.

use crate::simulator::parameter::{Kind, Pattern, Property, PropertyString};
use crate::simulator::virtual_machine::format::{DISK_SIZE, SOURCE, URL_ENCODED, VOLUME};

const FORMATS: &[&str] = &["raw", "qcow", "qed", "qcow2", "vmdk", "cloop"];

static VENDOR: Pattern = Pattern { text: r"[A-Za-z0-9\-_\s]{,8}", matches: |text| is_words(text, 8) };
static PRODUCT: Pattern = Pattern { text: r"[A-Za-z0-9\-_\s]{,16}", matches: |text| is_words(text, 16) };
static WORLD_WIDE_NAME: Pattern = Pattern {
    text: "(?^:^(0x)[0-9a-fA-F]{16})",
    matches: |text| {
        let digits = text.strip_prefix("0x");
        digits.is_some_and(|digits| digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    },
};

fn is_words(text: &str, longest: usize) -> bool {
    text.len() <= longest
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte.is_ascii_whitespace())
}

const fn integer(name: &'static str, min: Option<i64>) -> Property {
    Property::optional(name, Kind::Integer { min, max: None, format: None })
}

const fn number(name: &'static str) -> Property {
    Property::optional(name, Kind::Number { min: None, max: None })
}

const fn choice(name: &'static str, choices: &'static [&'static str]) -> Property {
    Property::optional(name, Kind::Choice(choices))
}

const fn switch(name: &'static str) -> Property {
    Property::optional(name, Kind::Boolean)
}

const FILE: Property = Property::required("file", Kind::Formatted(&VOLUME)).alias("volume");
const IMPORT: Property = Property::optional("import-from", Kind::Formatted(&SOURCE));
const SIZE: Property = Property::optional("size", Kind::Formatted(&DISK_SIZE));

/// A drive on any bus.
pub(in crate::simulator::virtual_machine) static DRIVE: PropertyString = PropertyString::new(&[
    FILE,
    IMPORT,
    SIZE,
    choice("aio", &["native", "threads", "io_uring"]),
    switch("backup"),
    integer("bps", None),
    integer("bps_max_length", Some(1)),
    integer("bps_rd", None),
    integer("bps_rd_max_length", Some(1)).alias("bps_rd_length"),
    integer("bps_wr", None),
    integer("bps_wr_max_length", Some(1)).alias("bps_wr_length"),
    choice("cache", &["none", "writethrough", "writeback", "unsafe", "directsync"]),
    switch("detect_zeroes"),
    choice("discard", &["ignore", "on"]),
    choice("format", FORMATS),
    integer("iops", None),
    integer("iops_max", None),
    integer("iops_max_length", Some(1)),
    integer("iops_rd", None),
    integer("iops_rd_max", None),
    integer("iops_rd_max_length", Some(1)).alias("iops_rd_length"),
    integer("iops_wr", None),
    integer("iops_wr_max", None),
    integer("iops_wr_max_length", Some(1)).alias("iops_wr_length"),
    switch("iothread"),
    number("mbps"),
    number("mbps_max"),
    number("mbps_rd"),
    number("mbps_rd_max"),
    number("mbps_wr"),
    number("mbps_wr_max"),
    choice("media", &["cdrom", "disk"]),
    Property::optional("model", Kind::Text),
    Property::optional("product", Kind::Matching(&PRODUCT)),
    integer("queues", Some(2)),
    switch("replicate"),
    choice("rerror", &["ignore", "report", "stop"]),
    switch("ro"),
    switch("scsiblock"),
    Property::optional("serial", Kind::Formatted(&URL_ENCODED)),
    switch("shared"),
    switch("snapshot"),
    switch("ssd"),
    Property::optional("vendor", Kind::Matching(&VENDOR)),
    choice("werror", &["enospc", "ignore", "report", "stop"]),
    Property::optional("wwn", Kind::Matching(&WORLD_WIDE_NAME)),
])
.default_key("file");

/// The disk that keeps the firmware's variables.
pub(in crate::simulator::virtual_machine) static EFI_DISK: PropertyString = PropertyString::new(&[
    FILE,
    IMPORT,
    SIZE,
    choice("efitype", &["2m", "4m"]),
    choice("format", FORMATS),
    choice("ms-cert", &["2011", "2023", "2023w", "2023k"]),
    switch("pre-enrolled-keys"),
])
.default_key("file");

/// The disk that keeps the state of the trusted platform module.
pub(in crate::simulator::virtual_machine) static TPM_STATE: PropertyString =
    PropertyString::new(&[FILE, IMPORT, SIZE, choice("version", &["v1.2", "v2.0"])]).default_key("file");
