//! What a call wants a machine's options to be: read, checked and written as the file keeps them.

use std::collections::BTreeMap;

use super::drive::{Drive, Source, is_drive};
use super::file::Section;
use super::network_device::{NetworkDevice, is_network_device};
use super::option::{DRIVE, EFI_DISK, NETWORK_DEVICE, TPM_STATE, find, privilege};
use super::volume;
use crate::notation::Tags;
use crate::simulator::parameter::{Kind, PropertyString};
use crate::simulator::release::Release;
use crate::simulator::route::{Call, Refusal};
use crate::simulator::state::Node;

/// The options that a call sets, as text.
pub(super) fn wishes(call: &Call) -> Section {
    let options = call.parameters.iter().filter(|(key, _)| find(key).is_some());
    options.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// A drive that a call asks for.
pub(super) fn drive(key: &str, text: &str) -> Drive {
    let schema = match key {
        "efidisk0" => &EFI_DISK,
        "tpmstate0" => &TPM_STATE,
        _ => &DRIVE,
    };
    Drive::new(properties(schema, text))
}

/// An option as the file keeps it; drives are left to who makes their volumes.
pub(super) fn kept(node: &mut Node, key: &str, value: &str) -> String {
    match key {
        _ if is_network_device(key) => {
            let device = NetworkDevice::new(properties(&NETWORK_DEVICE, value));
            device.with_mac(&mut node.random).to_string()
        }
        "tags" => value.parse::<Tags>().map(|tags| tags.to_string()).unwrap_or_default(),
        "vmgenid" if value == "1" => node.random.uuid(),
        _ => value.to_owned(),
    }
}

/// Checks what the schema does not.
pub(super) fn check(node: &Node, wishes: &Section) -> Result<(), Refusal> {
    for (key, value) in wishes {
        match key.as_str() {
            "sshkeys" if !is_key_list(value) => return Err(Refusal::failure("SSH public key validation error")),
            _ if is_network_device(key) => check_device(node, value)?,
            _ if is_drive(key) => check_drive(node, &drive(key, value))?,
            _ => {}
        }
    }
    Ok(())
}

fn check_device(node: &Node, value: &str) -> Result<(), Refusal> {
    let device = NetworkDevice::new(properties(&NETWORK_DEVICE, value));
    if node.release == Release::V8_4 && device.get("bridge").is_none() {
        return Err(Refusal::failure("no sdn vnet ID specified"));
    }
    Ok(())
}

fn check_drive(node: &Node, drive: &Drive) -> Result<(), Refusal> {
    match drive.source() {
        Source::Empty => Ok(()),
        Source::Import { storage, from } => {
            if from.starts_with('/') {
                let line = if node.release == Release::V8_4 { 581 } else { 651 };
                let text = "Only root can pass arbitrary filesystem paths.";
                return Err(Refusal::failure(format!("{text} at /usr/share/perl5/PVE/Storage.pm line {line}.")));
            }
            storage_exists(node, &storage)
        }
        Source::New { storage, .. } | Source::CloudInit { storage } => storage_exists(node, &storage),
        Source::Volume { storage, name } => volume::check_name(node, &storage, &name).map_err(Refusal::failure),
    }
}

fn storage_exists(node: &Node, storage: &str) -> Result<(), Refusal> {
    if node.storages.contains_key(storage) { Ok(()) } else { Err(Refusal::failure(volume::no_such_storage(storage))) }
}

/// Checks that a caller may have volumes made in the storages that drives name.
pub(super) fn require_storages(node: &Node, call: &Call, wishes: &Section) -> Result<(), Refusal> {
    for (key, value) in wishes.iter().filter(|(key, _)| is_drive(key)) {
        let storage = match drive(key, value).source() {
            Source::New { storage, .. } | Source::Import { storage, .. } | Source::CloudInit { storage } => storage,
            Source::Volume { .. } | Source::Empty => continue,
        };
        node.require(call, &format!("/storage/{storage}"), &["Datastore.AllocateSpace"])?;
    }
    Ok(())
}

/// Checks that a caller may change options of a machine.
pub(super) fn require_options<'a>(
    node: &Node,
    call: &Call,
    vmid: u32,
    wishes: &Section,
    keys: impl Iterator<Item = &'a str>,
) -> Result<(), Refusal> {
    for key in keys {
        let value = wishes.get(key).map_or("", String::as_str);
        let Some(needed) = privilege(key) else {
            if call.caller.is_root() {
                continue;
            }
            return Err(Refusal::failure(format!("only root can set '{key}' config")));
        };
        if key.starts_with("serial") && value.starts_with('/') && !call.caller.is_root() {
            return Err(Refusal::failure(format!("only root can modify '{key}' config for real devices")));
        }
        let is_cdrom = is_drive(key) && !value.is_empty() && drive(key, value).is_cdrom();
        let path = format!("/vms/{vmid}");
        let pool = call.get("pool").map(|pool| format!("/pool/{pool}"));
        if pool.is_some_and(|pool| node.allows(&call.caller, &pool, if is_cdrom { "VM.Config.CDROM" } else { needed }))
        {
            continue;
        }
        match needed {
            "VM.Config.Cloudinit" => node.require_any(call, &path, &[needed, "VM.Config.Network"])?,
            _ if is_cdrom => node.require(call, &path, &["VM.Config.CDROM"])?,
            _ => node.require(call, &path, &[needed])?,
        }
    }
    Ok(())
}

/// The properties of a text that has been checked, switches as `0` or `1`.
fn properties(schema: &PropertyString, text: &str) -> BTreeMap<String, String> {
    let mut values = schema.parse(text).unwrap_or_default();
    for property in schema.properties.iter().filter(|property| matches!(property.kind, Kind::Boolean)) {
        if let Some(value) = values.get_mut(property.name) {
            let is_on = matches!(value.to_ascii_lowercase().as_str(), "1" | "on" | "yes" | "true");
            *value = u8::from(is_on).to_string();
        }
    }
    values
}

/// Whether a percent-encoded text has a public key of SSH on each line.
fn is_key_list(text: &str) -> bool {
    let form = format!("keys={}", text.replace('+', "%2B"));
    let decoded = form_urlencoded::parse(form.as_bytes()).next().map(|(_, value)| value.into_owned());
    let lines = decoded.unwrap_or_default();
    lines.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).all(|line| {
        let is_kind = |word: &str| ["ssh-", "ecdsa-", "sk-"].iter().any(|prefix| word.starts_with(prefix));
        let mut words = line.split_whitespace().skip_while(|word| !is_kind(word));
        words.next().is_some() && words.next().is_some_and(|key| key.starts_with("AAAA"))
    })
}
