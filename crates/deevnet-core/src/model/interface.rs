//! Interfaces: the hardware half (`infrastructure`) and the binding half (`env`) joined by their key.

use std::net::Ipv4Addr;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::reader::{Key, Reader, scalar_text};
use super::segment::{address_text, read_address, reject_address};
use crate::declared::{Data, Map, Value};
use crate::finding::Subject;
use crate::mac::{MacAddress, MacOrigin};
use crate::name::DnsLabel;
use crate::rules;
use crate::source::{Span, Spanned};

/// The keys of the binding half that mean something here; others are the automation's own.
pub(super) const BINDING_KEYS: &[&str] =
    &["ip", "gateway", "prefix", "purpose", "segment", "wol", "routes", "ansible", "dns", "dns_servers", "dns_search"];

/// The keys of `dns`.
pub(super) const PUBLICATION_KEYS: &[&str] = &["host_a_record", "dhcp_reservation", "cnames", "pxe_boot"];

/// The keys of `pxe_boot`.
pub(super) const PXE_KEYS: &[&str] = &["tftp_server", "boot_file"];

/// What is known of an interface's MAC address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MacState {
    /// Declared.
    Known(MacAddress),
    /// Declared as not known yet (`UNKNOWN`), or not declared at all.
    #[default]
    Unknown,
    /// To be derived once its host has a VMID: an empty text.
    Unallocated,
}

impl MacState {
    /// The address, where it is known.
    pub fn known(self) -> Option<MacAddress> {
        match self {
            Self::Known(mac) => Some(mac),
            Self::Unknown | Self::Unallocated => None,
        }
    }
}

impl Serialize for MacState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.known().serialize(serializer)
    }
}

/// How an interface gets its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AddressState {
    /// Always this one.
    Fixed(Ipv4Addr),
    /// From a DHCP server (`ip: dhcp`).
    Dynamic,
    /// It has none (`ip: null` or nothing).
    #[default]
    Absent,
}

impl AddressState {
    /// The address, where it is fixed.
    pub fn fixed(self) -> Option<Ipv4Addr> {
        match self {
            Self::Fixed(address) => Some(address),
            Self::Dynamic | Self::Absent => None,
        }
    }
}

impl Serialize for AddressState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fixed(address) => address.serialize(serializer),
            Self::Dynamic => serializer.serialize_str("dhcp"),
            Self::Absent => serializer.serialize_none(),
        }
    }
}

/// A service name (CNAME) that an interface publishes, relative to the substrate's domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Service {
    /// The label, or labels separated by dots.
    pub name: Spanned<Arc<str>>,
}

/// Network boot options handed out with a reservation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PxeBoot {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// The TFTP server.
    pub tftp_server: Option<Spanned<Arc<str>>>,
    /// The boot file.
    pub boot_file: Option<Spanned<Arc<str>>>,
}

/// What an interface publishes in DNS and DHCP (`dns`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Publication {
    /// Whether it has an address record.
    pub host_a_record: Option<Spanned<bool>>,
    /// Whether it has a DHCP reservation.
    pub dhcp_reservation: Option<Spanned<bool>>,
    /// Its service names, in order of declaration.
    pub cnames: Vec<Service>,
    /// Network boot options.
    pub pxe_boot: Option<PxeBoot>,
    /// Whether the flag of its address record stood there and could not be read.
    #[serde(skip)]
    pub host_a_record_rejected: bool,
    /// Whether the flag of its DHCP reservation stood there and could not be read.
    #[serde(skip)]
    pub dhcp_reservation_rejected: bool,
    /// What stood among its service names and is none.
    #[serde(skip)]
    pub rejected_cnames: Vec<Spanned<Arc<str>>>,
}

/// One static route, as written: `destination gateway`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Route {
    /// The text of the route.
    pub text: Spanned<Arc<str>>,
}

/// One interface of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Interface {
    /// Its key, the same in both halves.
    pub name: Arc<str>,
    /// Where the hardware half (`infrastructure.interfaces`) names it.
    #[serde(skip)]
    pub hardware: Option<Span>,
    /// Where the binding half (`env.interfaces`) names it.
    #[serde(skip)]
    pub binding: Option<Span>,
    /// Its MAC address.
    pub mac: Spanned<MacState>,
    /// Where its MAC address comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mac_policy: Option<Spanned<MacOrigin>>,
    /// Its address.
    #[serde(rename = "ip")]
    pub address: Spanned<AddressState>,
    /// Its default gateway.
    pub gateway: Option<Spanned<Ipv4Addr>>,
    /// The prefix length of its address, 0 to 32.
    pub prefix: Option<Spanned<u8>>,
    /// What it is for, such as `mgmt`, `wan`, `lan`.
    pub purpose: Option<Spanned<Arc<str>>>,
    /// The segment it is on.
    pub segment: Option<Spanned<Arc<str>>>,
    /// Whether it is woken by Wake-on-LAN.
    pub wol: Option<Spanned<bool>>,
    /// Whether Ansible connects through it.
    pub ansible: Option<Spanned<bool>>,
    /// Its static routes.
    pub routes: Vec<Route>,
    /// What it publishes.
    #[serde(rename = "dns")]
    pub publication: Publication,
    /// Whether a value that was rejected stood where its MAC should be.
    #[serde(skip)]
    pub mac_rejected: bool,
    /// Whether a value that was rejected stood where its address should be.
    #[serde(skip)]
    pub address_rejected: bool,
}

impl Interface {
    /// Whether it has a DHCP reservation.
    pub fn wants_reservation(&self) -> bool {
        self.publication.dhcp_reservation.is_some_and(|flag| flag.value)
    }

    /// Whether it has an address record.
    pub fn wants_address_record(&self) -> bool {
        self.publication.host_a_record.is_some_and(|flag| flag.value)
    }

    /// Whether it is woken by Wake-on-LAN.
    pub fn wants_wake(&self) -> bool {
        self.wol.is_some_and(|flag| flag.value)
    }

    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            hardware: None,
            binding: None,
            mac: Spanned::new(MacState::Unknown, Span::NONE),
            mac_policy: None,
            address: Spanned::new(AddressState::Absent, Span::NONE),
            gateway: None,
            prefix: None,
            purpose: None,
            segment: None,
            wol: None,
            ansible: None,
            routes: Vec::new(),
            publication: Publication::default(),
            mac_rejected: false,
            address_rejected: false,
        }
    }

    /// Reads the hardware half.
    pub(super) fn read_hardware(&mut self, reader: &mut Reader<'_>, key: Key<'_>, span: Span, value: &Value) {
        self.hardware = Some(span);
        self.mac.span = span;
        let Some(map) = reader.map(key, value) else { return };
        self.mac_policy = map.get("mac_policy").and_then(|value| reader.named(key.child("mac_policy"), value));
        let Some(mac) = map.get("mac") else { return };
        match read_mac(reader, key.child("mac"), mac) {
            Some(state) => self.mac = state,
            None => self.mac_rejected = true,
        }
    }

    /// Reads the binding half.
    pub(super) fn read_binding(&mut self, reader: &mut Reader<'_>, key: Key<'_>, span: Span, value: &Value) {
        self.binding = Some(span);
        self.address.span = span;
        let Some(map) = reader.map(key, value) else { return };
        for (name, span, value) in map.text_entries() {
            let key = key.child(name);
            match name {
                "ip" => self.read_ip(reader, key, value),
                "gateway" => self.gateway = read_address(reader, key, value),
                "prefix" => self.prefix = read_prefix(reader, key, value),
                "purpose" => self.purpose = reader.text(key, value),
                "segment" => self.segment = reader.text(key, value),
                "wol" => self.wol = reader.boolean(key, value),
                "ansible" => self.ansible = reader.boolean(key, value),
                "routes" => self.routes = read_routes(reader, key, value),
                "dns" => self.publication = read_publication(reader, key, value),
                _ => reader.unknown_key(key, span, BINDING_KEYS),
            }
        }
    }

    fn read_ip(&mut self, reader: &mut Reader<'_>, key: Key<'_>, value: &Value) {
        if value.is_null() || value.as_text().is_some_and(|text| text.trim().is_empty()) {
            self.address = Spanned::new(AddressState::Absent, value.span());
            return;
        }
        let Some(text) = address_text(reader, key, value) else {
            self.address_rejected = true;
            return;
        };
        if &*text.value == "dhcp" {
            self.address = Spanned::new(AddressState::Dynamic, text.span);
        } else if let Ok(address) = text.value.parse() {
            self.address = Spanned::new(AddressState::Fixed(address), text.span);
        } else {
            reject_address(reader, key, &text);
            self.address_rejected = true;
        }
    }
}

/// Reads a MAC: an address in any usual form, `UNKNOWN` in any case, or empty text; `None` with a finding otherwise.
pub(super) fn read_mac(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<MacState>> {
    let text = match value.data() {
        Data::Null => return Some(Spanned::new(MacState::Unallocated, value.span())),
        Data::Integer(_) | Data::LargeInteger(_) | Data::Float(_) => return reject_number(reader, key, value),
        _ => reader.text(key, value)?,
    };
    if text.value.trim().is_empty() {
        return Some(Spanned::new(MacState::Unallocated, text.span));
    }
    if text.value.eq_ignore_ascii_case("unknown") {
        return Some(Spanned::new(MacState::Unknown, text.span));
    }
    match text.value.parse::<MacAddress>() {
        Ok(mac) => {
            report_spelling(reader, key, &text, mac);
            Some(Spanned::new(MacState::Known(mac), text.span))
        }
        Err(error) => {
            let finding = reader
                .finding(
                    &rules::MAC_MALFORMED,
                    text.span,
                    format!("`{key}` is \"{}\", which is not a MAC address: {error}", text.value),
                )
                .with_value(text.value.as_ref())
                .with_hint(error.hint());
            reader.push(finding);
            None
        }
    }
}

fn reject_number<T>(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<T> {
    let shown = scalar_text(value).unwrap_or_default();
    let finding = reader
        .finding(
            &rules::MAC_MALFORMED,
            value.span(),
            format!("`{key}` is the number {shown}: YAML 1.1 reads unquoted decimal pairs as a number"),
        )
        .with_value(shown)
        .with_hint("put the MAC address in quotes");
    reader.push(finding);
    None
}

fn report_spelling(reader: &mut Reader<'_>, key: Key<'_>, text: &Spanned<Arc<str>>, mac: MacAddress) {
    let canonical = mac.to_string();
    if *text.value == *canonical {
        return;
    }
    let finding = reader
        .finding(
            &rules::MAC_NOT_CANONICAL,
            text.span,
            format!("`{key}` is \"{}\", which is not in canonical form", text.value),
        )
        .with_value(text.value.as_ref())
        .with_hint(format!("write it as {canonical}"))
        .with_fix(text.value.as_ref(), canonical);
    reader.push(finding);
}

fn read_prefix(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<u8>> {
    let number = reader.integer(key, value)?;
    match u8::try_from(number.value) {
        Ok(prefix) if prefix <= 32 => Some(Spanned::new(prefix, number.span)),
        _ => {
            let finding = reader
                .finding(
                    &rules::ADDRESS_MALFORMED,
                    number.span,
                    format!("`{key}` is {}, but an IPv4 prefix length is between 0 and 32", number.value),
                )
                .with_value(number.value.to_string());
            reader.push(finding);
            None
        }
    }
}

fn read_routes(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Vec<Route> {
    reader.list(key, value).iter().filter_map(|item| Some(Route { text: reader.text(key, item)? })).collect()
}

fn read_publication(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Publication {
    let mut publication = Publication::default();
    let Some(map) = reader.map(key, value) else { return publication };
    for (name, span, value) in map.text_entries() {
        let key = key.child(name);
        match name {
            "host_a_record" => {
                publication.host_a_record = reader.boolean(key, value);
                publication.host_a_record_rejected = publication.host_a_record.is_none() && !value.is_null();
            }
            "dhcp_reservation" => {
                publication.dhcp_reservation = reader.boolean(key, value);
                publication.dhcp_reservation_rejected = publication.dhcp_reservation.is_none() && !value.is_null();
            }
            "cnames" => publication.read_services(reader, key, value),
            "pxe_boot" => publication.pxe_boot = read_pxe_boot(reader, key, value),
            _ => reader.unknown_key(key, span, PUBLICATION_KEYS),
        }
    }
    publication
}

impl Publication {
    /// Reads service names; one that is not a DNS name is wrong by itself and takes no other with it.
    fn read_services(&mut self, reader: &mut Reader<'_>, key: Key<'_>, value: &Value) {
        for item in reader.list(key, value) {
            let Some(text) = reader.text_or_number(key, item) else { continue };
            match canonical_service(&text.value) {
                Ok(name) => self.cnames.push(Service { name: Spanned::new(name, text.span) }),
                Err(problem) => {
                    report_service(reader, key, &text, &problem);
                    self.rejected_cnames.push(text);
                }
            }
        }
    }
}

fn report_service(reader: &mut Reader<'_>, key: Key<'_>, text: &Spanned<Arc<str>>, problem: &str) {
    let mut finding = reader
        .finding(
            &rules::SERVICE_INVALID,
            text.span,
            format!("`{key}` holds \"{}\", which is not a DNS name: {problem}", text.value),
        )
        .with_value(text.value.as_ref())
        .with_hint("use letters, digits and hyphens, at most 63 to a label (RFC 1123)");
    let service = finding.subjects.iter().find_map(Subject::host_name).map(|host| Subject::service(host, &*text.value));
    finding.subjects = Vec::from_iter(service);
    reader.push(finding);
}

fn canonical_service(text: &str) -> Result<Arc<str>, String> {
    let mut labels = Vec::new();
    for label in text.split('.') {
        labels.push(label.parse::<DnsLabel>().map_err(|error| error.to_string())?.to_string());
    }
    Ok(labels.join(".").into())
}

fn read_pxe_boot(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<PxeBoot> {
    let map: &Map = reader.map(key, value)?;
    let mut pxe = PxeBoot { span: value.span(), tftp_server: None, boot_file: None };
    for (name, span, value) in map.text_entries() {
        let key = key.child(name);
        match name {
            "tftp_server" => pxe.tftp_server = reader.text(key, value).filter(|text| !text.value.trim().is_empty()),
            "boot_file" => pxe.boot_file = reader.text(key, value).filter(|text| !text.value.trim().is_empty()),
            _ => reader.unknown_key(key, span, PXE_KEYS),
        }
    }
    (!map.is_empty()).then_some(pxe)
}
