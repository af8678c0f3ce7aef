//! Network devices.

use super::{Difference, Effect, Found, change};
use crate::notation::{NetDevice, NotationError};
use crate::plan::change::{FieldChange, FieldClass};
use crate::plan::desired::{DesiredMachine, DesiredNic};

/// The model of a network device where the template has none (Proxmox VE's own choice for Linux).
const MODEL: &str = "virtio";

/// How many network devices a machine can have (Proxmox VE's API schema, parameter `net[n]`).
const MOST: usize = 32;

pub(super) fn compare(desired: &DesiredMachine<'_>, found: &Found<'_>, difference: &mut Difference) {
    for (number, nic) in desired.nics.iter().enumerate() {
        let key = format!("net{number}");
        match found.get(&key).map(str::parse::<NetDevice>) {
            Some(Err(error)) => unreadable(&key, found, &error, difference),
            Some(Ok(device)) => existing(&key, nic, device, found, difference),
            None => missing(&key, nic, difference),
        }
    }
    for number in desired.nics.len()..MOST {
        let key = format!("net{number}");
        if let Some(device) = found.get(&key) {
            let change = change(&key, Some(device), None::<String>, FieldClass::Identity);
            let hint = "declare it in `nics`, or remove it by hand";
            difference.block(change, format!("{key} is not declared, and what it is for is not known"), hint);
        }
    }
}

fn unreadable(key: &str, found: &Found<'_>, error: &NotationError, difference: &mut Difference) {
    let change = change(key, found.get(key), None::<String>, FieldClass::Identity);
    difference.block(change, error.to_string(), "correct it by hand");
}

fn missing(key: &str, nic: &DesiredNic, difference: &mut Difference) {
    let fields = fields(key, None, nic);
    let device = NetDevice::new(MODEL, nic.mac).and_then(|device| attached(device, nic));
    match device {
        Ok(device) => difference.set(key, device.to_string(), Effect::AtOnce, fields),
        Err(error) => refuse(key, fields, &error, difference),
    }
}

/// A device is written only where it differs, with its MAC address spelled as it stands: Proxmox VE takes another spelling for
/// another device.
fn existing(key: &str, nic: &DesiredNic, device: NetDevice, found: &Found<'_>, difference: &mut Difference) {
    let device = if found.is_template { without_mac(&device) } else { Ok(device) };
    let device = match device {
        Ok(device) => device,
        Err(error) => return unreadable(key, found, &error, difference),
    };
    let fields = fields(key, Some(&device), nic);
    if fields.is_empty() {
        return;
    }
    let keeps_mac = nic.mac.is_none() || nic.mac == device.mac();
    let effect = if keeps_mac { Effect::Interrupts } else { Effect::NextStart };
    let device = match nic.mac {
        Some(mac) => device.with_mac(mac),
        None => device,
    };
    match attached(device, nic) {
        Ok(device) => difference.set(key, device.to_string(), effect, fields),
        Err(error) => refuse(key, fields, &error, difference),
    }
}

fn refuse(key: &str, fields: Vec<FieldChange>, error: &NotationError, difference: &mut Difference) {
    for change in fields {
        difference.block(change, format!("{key}: {error}"), "correct the declaration");
    }
}

/// The device without the MAC address that a clone gets anew.
fn without_mac(device: &NetDevice) -> Result<NetDevice, NotationError> {
    let bare = NetDevice::new(device.model(), None)?;
    device.options().try_fold(bare, |bare, (key, value)| bare.with_option(key, Some(value)))
}

fn attached(device: NetDevice, nic: &DesiredNic) -> Result<NetDevice, NotationError> {
    let device = device.with_tag(nic.tag);
    match &nic.bridge {
        Some(bridge) if device.bridge() != Some(bridge) => device.with_bridge(bridge),
        _ => Ok(device),
    }
}

fn fields(key: &str, device: Option<&NetDevice>, nic: &DesiredNic) -> Vec<FieldChange> {
    let mut fields = Vec::new();
    let mac = device.and_then(NetDevice::mac);
    if nic.mac.is_some() && nic.mac != mac {
        let (before, after) = (mac.map(|mac| mac.to_string()), nic.mac.map(|mac| mac.to_string()));
        fields.push(change(format!("{key}.mac"), before, after, FieldClass::Identity));
    }
    let bridge = device.and_then(NetDevice::bridge);
    if nic.bridge.is_some() && nic.bridge.as_deref() != bridge {
        fields.push(change(format!("{key}.bridge"), bridge, nic.bridge.as_deref(), FieldClass::Identity));
    }
    let tag = device.and_then(NetDevice::tag);
    if nic.tag != tag {
        let (before, after) = (tag.map(|tag| tag.to_string()), nic.tag.map(|tag| tag.to_string()));
        fields.push(change(format!("{key}.tag"), before, after, FieldClass::Identity));
    }
    if device.is_none() && fields.is_empty() {
        fields.push(change(key, None::<String>, Some(MODEL), FieldClass::Identity));
    }
    fields
}
