//! A guest, from what a node says of it.

use std::collections::BTreeMap;

use crate::request::{GuestConfig, GuestRow, PendingOption};
use crate::survey::{Guest, GuestKind, GuestStatus, PendingRow};

/// Options that are secrets. Proxmox VE masks them, and what is masked is of no use either.
const SECRETS: &[&str] = &["cipassword"];

/// A virtual machine from its row in the list and the rows of its configuration.
pub(super) fn machine(row: &GuestRow, options: Vec<PendingOption>) -> Guest {
    let (mut config, mut pending) = (BTreeMap::new(), Vec::new());
    for option in options {
        if let Some(value) = option.pending.as_ref().or(option.value.as_ref().filter(|_| !option.delete)) {
            config.insert(option.key.clone(), value.clone());
        }
        if (option.pending.is_some() || option.delete) && !is_secret(&option.key) {
            pending.push(PendingRow::from(option));
        }
    }
    let digest = config.remove("digest");
    guest(GuestKind::Qemu, "name", row, GuestConfig { digest, options: config }, pending)
}

/// A container from its row in the list and its configuration.
pub(super) fn container(row: &GuestRow, config: GuestConfig) -> Guest {
    guest(GuestKind::Lxc, "hostname", row, config, Vec::new())
}

fn guest(kind: GuestKind, name: &str, row: &GuestRow, config: GuestConfig, pending: Vec<PendingRow>) -> Guest {
    let GuestConfig { digest, options: mut config } = config;
    config.retain(|key, _| !is_secret(key));
    // The configuration is younger than the list, which makes a name up for what has none.
    let (lock, template) = (config.remove("lock"), config.remove("template"));
    Guest {
        kind,
        name: config.get(name).cloned(),
        status: status(&row.status),
        is_template: row.template || template.is_some_and(|flag| flag != "0"),
        lock,
        digest,
        config,
        pending,
    }
}

fn is_secret(key: &str) -> bool {
    SECRETS.contains(&key)
}

fn status(text: &str) -> GuestStatus {
    match text {
        "running" => GuestStatus::Running,
        "stopped" => GuestStatus::Stopped,
        _ => GuestStatus::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(json: &str) -> GuestRow {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_machine_is_what_it_will_boot_with() {
        let rows: Vec<PendingOption> = serde_json::from_str(
            r#"[
                {"key": "digest", "value": "50dd229a"},
                {"key": "name", "value": "web01"},
                {"key": "cores", "value": 2, "pending": 4},
                {"key": "memory", "value": "512"},
                {"key": "net1", "value": "virtio=BC:24:11:8D:9F:62,bridge=vmbr0", "delete": 1},
                {"key": "net2", "pending": "virtio=BC:24:11:8D:9F:63,bridge=vmbr0"},
                {"key": "boot", "value": " "},
                {"key": "cipassword", "value": "**********", "pending": "**********"},
                {"key": "lock", "value": "backup"}
            ]"#,
        )
        .unwrap();
        let found = machine(&row(r#"{"vmid": 101, "status": "running", "name": "VM 101", "uptime": 12}"#), rows);
        insta::assert_snapshot!(serde_json::to_string_pretty(&found).unwrap(), @r#"
        {
          "kind": "qemu",
          "name": "web01",
          "status": "running",
          "lock": "backup",
          "digest": "50dd229a",
          "config": {
            "cores": "4",
            "memory": "512",
            "name": "web01",
            "net2": "virtio=BC:24:11:8D:9F:63,bridge=vmbr0"
          },
          "pending": [
            {
              "key": "cores",
              "value": "2",
              "pending": "4"
            },
            {
              "key": "net1",
              "value": "virtio=BC:24:11:8D:9F:62,bridge=vmbr0",
              "delete": true
            },
            {
              "key": "net2",
              "pending": "virtio=BC:24:11:8D:9F:63,bridge=vmbr0"
            }
          ]
        }
        "#);
    }

    #[test]
    fn a_machine_that_is_being_cloned_has_a_lock_and_no_name() {
        let rows = r#"[{"key": "lock", "value": "clone"}, {"key": "description", "value": " qmclone temporary file"}]"#;
        let found = machine(&row(r#"{"vmid": "201", "name": "VM 201"}"#), serde_json::from_str(rows).unwrap());
        assert_eq!((found.lock.as_deref(), found.name, found.status), (Some("clone"), None, GuestStatus::Unknown));
    }

    #[test]
    fn a_container_has_its_hostname() {
        let config = r#"{"hostname": "ct1", "memory": 512, "template": 1, "digest": "fca756f0", "tags": "a;b"}"#;
        let found = container(&row(r#"{"vmid": 330, "status": "stopped"}"#), serde_json::from_str(config).unwrap());
        assert_eq!((found.name.as_deref(), found.is_template), (Some("ct1"), true));
        assert_eq!(found.config.get("memory").map(String::as_str), Some("512"));
        assert_eq!(found.digest.as_deref(), Some("fca756f0"));
    }
}
