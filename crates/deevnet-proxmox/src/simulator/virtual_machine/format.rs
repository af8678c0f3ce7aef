//! Forms of the options of virtual machines.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::simulator::parameter::format::is_made_of;
use crate::simulator::parameter::{Format, Pattern};

/// A name in the DNS.
pub(in crate::simulator) static DNS_NAME: Format = Format::new("dns-name", |text| {
    let is_label =
        |label: &str| !label.is_empty() && is_made_of(label, b"-") && !label.starts_with('-') && !label.ends_with('-');
    refuse_unless(text.split('.').all(is_label), "value does not look like a valid DNS name")
});

/// A MAC address of a single card, with colons.
pub(in crate::simulator) static MAC: Format = Format::new("mac-addr", |text| {
    let octets: Vec<&str> = text.split(':').collect();
    let is_octet = |octet: &&str| octet.len() == 2 && octet.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_unicast = u8::from_str_radix(octets[0], 16).is_ok_and(|first| first & 1 == 0);
    refuse_unless(
        octets.len() == 6 && octets.iter().all(is_octet) && is_unicast,
        "value does not look like a valid unicast MAC address",
    )
});

/// The name of a bridge.
pub(super) static BRIDGE: Format = Format::new("pve-bridge-id", |text| {
    let is_bridge = text.starts_with(|first: char| first.is_ascii_alphanumeric()) && is_made_of(text, b"-_.");
    if is_bridge { Ok(()) } else { Err(format!("invalid bridge ID '{text}'\n")) }
});

/// Tags.
pub(in crate::simulator) static TAGS: Format = Format::list("pve-tag", |text| {
    let first = text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_');
    refuse_unless(first && is_made_of(text, b"_-+."), "invalid characters in tag")
});

/// A text percent-encoded as strictly as can be.
pub(super) static URL_ENCODED: Format = Format::new("urlencoded", |text| {
    let is_encoded = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()%".contains(&byte));
    if is_encoded { Ok(()) } else { Err(format!("invalid urlencoded string: {text}\n")) }
});

/// A volume, or what is to be made, or a file.
pub(super) static VOLUME: Format = Format::new("pve-volume-id-or-qm-path", |text| {
    let is_word = matches!(text, "none" | "cdrom" | "cloudinit");
    let is_volume = text.split_once(':').is_some_and(|(storage, name)| is_identifier(storage) && !name.is_empty());
    let is_path = text.starts_with('/');
    if is_word || is_volume || is_path { Ok(()) } else { Err(format!("unable to parse volume ID '{text}'\n\n")) }
});

/// A volume or the path of a file.
pub(super) static SOURCE: Format = Format::new("pve-volume-id-or-absolute-path", VOLUME.rule);

/// A volume.
pub(in crate::simulator) static VOLUME_ID: Format = Format::new("pve-volume-id", VOLUME.rule);

/// The size of a disk.
pub(super) static DISK_SIZE: Format = Format::new("disk-size", |text| {
    let size = crate::simulator::size::parse_size(text);
    refuse_unless(size.is_some(), "value does not look like a valid disk size")
});

/// The name of a storage.
pub(super) static STORAGE: Format = Format::new("pve-storage-id", |text| {
    if is_identifier(text) { Ok(()) } else { Err(format!("storage ID '{text}' contains illegal characters\n")) }
});

/// The name of an option or of a snapshot.
pub(super) static CONFIGURATION_ID: Format = Format::new("pve-configid", |text| {
    let is_id =
        text.len() > 1 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && is_made_of(text, b"-_");
    if is_id { Ok(()) } else { Err(format!("invalid configuration ID '{text}'\n")) }
});

/// Names of options.
pub(in crate::simulator) static CONFIGURATION_IDS: Format = Format::list("pve-configid", CONFIGURATION_ID.rule);

/// An IPv4 address with its prefix length, or how it is got.
pub(in crate::simulator) static IPV4_CONFIG: Format = Format::new("pve-ipv4-config", |text| {
    let is_address = is_network::<Ipv4Addr>(text, 32);
    refuse_unless(text == "dhcp" || is_address, "value does not look like a valid ipv4 network configuration")
});

/// An IPv6 address with its prefix length, or how it is got.
pub(in crate::simulator) static IPV6_CONFIG: Format = Format::new("pve-ipv6-config", |text| {
    let is_address = is_network::<Ipv6Addr>(text, 128);
    let is_word = matches!(text, "dhcp" | "auto");
    refuse_unless(is_word || is_address, "value does not look like a valid ipv6 network configuration")
});

/// An IPv4 address.
pub(in crate::simulator) static IPV4: Format = Format::new("ipv4", |text| {
    refuse_unless(text.parse::<Ipv4Addr>().is_ok(), "value does not look like a valid ipv4 address")
});

/// An IPv6 address.
pub(in crate::simulator) static IPV6: Format = Format::new("ipv6", |text| {
    refuse_unless(text.parse::<Ipv6Addr>().is_ok(), "value does not look like a valid ipv6 address")
});

/// Addresses of name servers: anything that could be an address or a name.
pub(super) static ADDRESSES: Format = Format::list("address", |text| {
    let is_address = text.parse::<std::net::IpAddr>().is_ok();
    refuse_unless(is_address || (DNS_NAME.rule)(text).is_ok(), "value does not look like a valid address")
});

/// What a size to grow to looks like.
pub(super) static NEW_SIZE: Pattern = Pattern {
    text: r"\+?\d+(\.\d+)?[KMGT]?",
    matches: |text| crate::simulator::size::parse_size(text.strip_prefix('+').unwrap_or(text)).is_some(),
};

/// VLANs that a device may carry.
pub(in crate::simulator) static TRUNKS: Pattern = Pattern {
    text: r"(?^:\d+(?:-\d+)?(?:;\d+(?:-\d+)?)*)",
    matches: |text| text.split(';').all(|range| range.split('-').all(is_number) && range.split('-').count() <= 2),
};

/// A serial port.
pub(super) static SERIAL: Pattern = Pattern {
    text: "(/dev/.+|socket)",
    matches: |text| text == "socket" || text.strip_prefix("/dev/").is_some_and(|name| !name.is_empty()),
};

/// A UUID.
pub(super) static UUID: Pattern =
    Pattern { text: "[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}", matches: is_uuid };

/// The generation of a machine: a UUID, or a switch.
pub(super) static GENERATION: Pattern = Pattern {
    text: "(?:[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}|[01])",
    matches: |text| matches!(text, "0" | "1") || is_uuid(text),
};

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_identifier(text: &str) -> bool {
    text.len() > 1 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && is_made_of(text, b"-_.")
}

fn is_network<A: std::str::FromStr>(text: &str, longest: u8) -> bool {
    text.split_once('/').is_some_and(|(address, prefix)| {
        address.parse::<A>().is_ok() && prefix.parse::<u8>().is_ok_and(|prefix| prefix <= longest)
    })
}

fn refuse_unless(holds: bool, text: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(format!("{text}\n")) }
}
