//! cloud-init: what a machine is told at its first boot, as files of a configuration drive.
//!
//! `<machine>.network-config.yaml` is network configuration of version 2, which netplan reads as well: interfaces are
//! matched by MAC address. `<machine>.meta-data.yaml` says which machine it is, where its VMID is known, and
//! `<machine>.user-data.yaml` who may log in, where `cloud_init` is declared.

mod network_config;
mod scalar;
mod user_data;

use std::fmt::{self, Write};

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::machine::PublishedMachine;
use super::published::Published;
use super::target::Target;
use scalar::Quoted;

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    if published.machines.is_empty() {
        return Err(EmitError::MachineUnknown { target: Target::CloudInit });
    }
    let mut emission = Emission::default();
    for machine in &published.machines {
        let mut add = |kind: &str, text: String| {
            emission.files.push(EmittedFile::new(format!("{}.{kind}.yaml", machine.name), text));
        };
        if let Some(text) = meta_data(published, machine)? {
            add("meta-data", text);
        }
        add("network-config", network_config::text(published, machine)?);
        if let Some(user) = &machine.user {
            add("user-data", user_data::text(published, machine, user)?);
        }
    }
    emission.files.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(emission)
}

/// Which machine it is; cloud-init takes another instance ID for another machine, and begins anew.
fn meta_data(published: &Published, machine: &PublishedMachine) -> Result<Option<String>, fmt::Error> {
    let Some(vmid) = machine.vmid else { return Ok(None) };
    let mut text = format!("# {}\n", Header(published));
    let substrate = published.substrate.as_ref().map(|name| format!("{name}-")).unwrap_or_default();
    writeln!(text, "instance-id: {}", Quoted(&format!("{substrate}{vmid}")))?;
    writeln!(text, "local-hostname: {}", Quoted(machine.label.as_str()))?;
    Ok(Some(text))
}
