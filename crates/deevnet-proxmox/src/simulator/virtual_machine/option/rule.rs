//! What it takes to change an option.

use crate::simulator::virtual_machine::drive::is_drive;
use crate::simulator::virtual_machine::network_device::is_network_device;

/// What becomes of a change while the machine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulator::virtual_machine) enum Hotplug {
    /// It is made at once: the machine itself knows nothing of it.
    Now,
    /// It is made at once, and the image for cloud-init is behind until the next start.
    CloudInit,
    /// A network device is changed, plugged in or pulled.
    NetworkDevice,
    /// A drive is plugged in or pulled.
    Drive,
    /// It waits for the next start.
    Never,
}

/// What becomes of a change to an option while the machine runs.
pub(in crate::simulator::virtual_machine) fn hotplug(key: &str) -> Hotplug {
    match key {
        "description" | "hookscript" | "lock" | "migrate_downtime" | "migrate_speed" | "onboot" | "protection"
        | "shares" | "startup" | "tags" | "vmstatestorage" => Hotplug::Now,
        "name" => Hotplug::CloudInit,
        _ if is_cloud_init(key) => Hotplug::CloudInit,
        _ if is_network_device(key) => Hotplug::NetworkDevice,
        _ if is_drive(key) && !key.starts_with("ide") => Hotplug::Drive,
        _ if key.starts_with("unused") => Hotplug::Now,
        _ => Hotplug::Never,
    }
}

/// The privilege on the machine that a change to an option needs; `None` where only root may.
pub(in crate::simulator::virtual_machine) fn privilege(key: &str) -> Option<&'static str> {
    match key {
        "args" | "arch" | "hookscript" | "lock" => None,
        "memory" | "balloon" | "shares" => Some("VM.Config.Memory"),
        "cores" | "cpu" | "cpulimit" | "cpuunits" | "numa" | "sockets" | "vcpus" => Some("VM.Config.CPU"),
        "bootdisk" => Some("VM.Config.Disk"),
        _ if is_drive(key) || key.starts_with("unused") => Some("VM.Config.Disk"),
        _ if is_network_device(key) => Some("VM.Config.Network"),
        _ if is_cloud_init(key) => Some("VM.Config.Cloudinit"),
        "acpi" | "bios" | "kvm" | "machine" | "ostype" | "scsihw" | "smbios1" | "tablet" | "vga" | "vmgenid"
        | "rng0" => Some("VM.Config.HWType"),
        _ if key.starts_with("serial") => Some("VM.Config.HWType"),
        _ => Some("VM.Config.Options"),
    }
}

/// Whether cloud-init tells the guest of an option.
fn is_cloud_init(key: &str) -> bool {
    matches!(
        key,
        "cicustom" | "cipassword" | "citype" | "ciupgrade" | "ciuser" | "nameserver" | "searchdomain" | "sshkeys"
    ) || key.starts_with("ipconfig")
}
