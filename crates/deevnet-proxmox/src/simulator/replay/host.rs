//! What was done on the host between exchanges.

use std::collections::BTreeMap;

use crate::simulator::setup::Holder;
use crate::simulator::state::{AclEntry, Container, Node, Volume};

/// Does to a node what a command did to the host.
pub(super) fn run(node: &mut Node, command: &str) {
    for command in command.split("; ") {
        let words: Vec<&str> = command.split_whitespace().collect();
        match words.as_slice() {
            ["qm", "unlock", vmid] => {
                let machine = vmid.parse().ok().and_then(|vmid: u32| node.virtual_machines.get_mut(&vmid));
                machine.and_then(|machine| machine.config.remove("lock"));
            }
            ["sed", "-i", "'1i", "lock:", lock, file] => {
                let vmid = file.rsplit('/').next().and_then(|file| file.strip_suffix(".conf"));
                let machine =
                    vmid.and_then(|vmid| vmid.parse().ok()).and_then(|vmid: u32| node.virtual_machines.get_mut(&vmid));
                machine.map(|machine| machine.config.insert("lock".to_owned(), lock.trim_matches('\'').to_owned()));
            }
            ["pveum", "acl", "modify", path, "--users", user, "--roles", role] => {
                let (path, holder, role) = ((*path).to_owned(), Holder::User((*user).to_owned()), (*role).to_owned());
                node.access.acl.insert(AclEntry { path, holder, role, propagate: true });
            }
            ["qemu-img", "create", "-f", format, file, size, ..] => {
                create_image(node, format, file, size.trim_end_matches(')'));
            }
            ["rm", "-rf", "/etc/pve/nodes/pve2"] => {
                // The guest of another node, which a standalone one has made its own.
                node.virtual_machines.remove(&400);
            }
            ["printf", ..] if command.contains("/etc/pve/lxc/") => create_container(node, command),
            _ => {}
        }
    }
}

fn create_image(node: &mut Node, format: &str, file: &str, size: &str) {
    let size = crate::simulator::size::parse_size(size).unwrap();
    let (storage, name, content, vmid) = if let Some(name) = file.strip_prefix("/var/lib/vz/") {
        ("local", name, "import", None)
    } else {
        let name = file.strip_prefix("/mnt/data/images/").unwrap();
        ("data", name, "images", name.split('/').next().and_then(|vmid| vmid.parse().ok()))
    };
    let (format, content) = (format.to_owned(), content.to_owned());
    let volume = Volume { size, used: 0, format, content, vmid, ..Volume::default() };
    node.storages.get_mut(storage).unwrap().volumes.insert(name.to_owned(), volume);
}

fn create_container(node: &mut Node, command: &str) {
    let text = command.split('"').nth(1).unwrap();
    let config: BTreeMap<String, String> = text
        .split("\\n")
        .filter_map(|line| line.split_once(": "))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let vmid = command.rsplit('/').next().and_then(|file| file.strip_suffix(".conf")).unwrap().parse().unwrap();
    node.containers.insert(vmid, Container { config, ..Container::default() });
}
