//! The state at the start.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{
    Access, AclEntry, Clock, Container, Interface, Node, PowerState, Random, Sdn, Storage, Tasks, Token, User,
};
use super::{VirtualMachine, Volume};
use crate::simulator::options::SimulatorOptions;
use crate::simulator::setup::{GuestKind, GuestSetup, NodeSetup, StorageSetup};
use crate::simulator::size::parse_size;

impl Node {
    /// A node with what a setup says, and `root@pam`.
    pub(crate) fn new(setup: NodeSetup, options: SimulatorOptions) -> Self {
        let mut random = Random::new(options.seed, &setup.name);
        let fingerprint = fingerprint(&mut random);
        let interfaces = setup.interfaces.iter();
        let interfaces = interfaces.map(|one| (one.name.clone(), Interface { options: one.options.clone() }));
        let mut node = Self {
            access: access(&setup),
            interfaces: interfaces.collect(),
            storages: setup.storages.iter().map(|one| (one.id.clone(), storage(one, options.epoch))).collect(),
            clock: Clock::new(options.epoch),
            name: setup.name,
            release: setup.release,
            hardware: setup.hardware,
            options,
            random,
            pools: BTreeMap::new(),
            virtual_machines: BTreeMap::new(),
            containers: BTreeMap::new(),
            sdn: Sdn::with_controllers(setup.controllers),
            tasks: Tasks::default(),
            fingerprint,
            unreachable: setup.unreachable,
        };
        for guest in setup.guests {
            node.add_guest(guest);
        }
        node
    }

    fn add_guest(&mut self, guest: GuestSetup) {
        self.add_volumes(&guest);
        let GuestSetup { vmid, kind, config, running } = guest;
        let pid = u32::try_from(self.random.next() % 0x003f_ffff).unwrap_or_default() + 1;
        let running_state = PowerState::Running { since: Duration::ZERO, pid, paused: false };
        let power = if running { running_state } else { PowerState::Stopped };
        match kind {
            GuestKind::VirtualMachine => {
                let machine = VirtualMachine { config, power, ..VirtualMachine::default() };
                self.virtual_machines.insert(vmid, machine);
            }
            GuestKind::Container => {
                self.containers.insert(vmid, Container { config, power });
            }
        }
    }

    fn add_volumes(&mut self, guest: &GuestSetup) {
        let content = match guest.kind {
            GuestKind::VirtualMachine => "images",
            GuestKind::Container => "rootdir",
        };
        for value in guest.config.values() {
            let mut parts = value.split(',');
            let volume = parts.next().unwrap_or_default();
            let size = parts.find_map(|part| part.strip_prefix("size=")).and_then(parse_size);
            let Some((storage, name)) = volume.split_once(':') else { continue };
            let Some(storage) = self.storages.get_mut(storage) else { continue };
            let Some(size) = size else { continue };
            let volume =
                Volume { size, used: size, content: content.to_owned(), vmid: Some(guest.vmid), ..volume_named(name) };
            storage.volumes.entry(name.to_owned()).or_insert(volume);
        }
    }
}

fn fingerprint(random: &mut Random) -> String {
    let digits = random.hexadecimal(64).to_uppercase();
    let pairs: Vec<&str> = (0..32).map(|pair| &digits[2 * pair..2 * pair + 2]).collect();
    pairs.join(":")
}

fn storage(setup: &StorageSetup, epoch: u64) -> Storage {
    let volumes = setup.volumes.iter().map(|one| {
        let volume = Volume { size: one.size, used: one.size, time: epoch, ..volume_named(&one.name) };
        (one.name.clone(), volume)
    });
    Storage {
        kind: setup.kind.clone(),
        path: setup.path.clone(),
        content: setup.content.clone(),
        total: setup.total,
        used_otherwise: setup.used,
        options: setup.options.iter().cloned().collect(),
        volumes: volumes.collect(),
    }
}

/// A volume with what its name tells: content, format, and the guest it belongs to.
fn volume_named(name: &str) -> Volume {
    let ending = name.rsplit_once('.').map_or("raw", |(_, ending)| ending);
    let (folder, _) = name.split_once('/').unwrap_or(("images", name));
    let format = match (folder, ending) {
        ("snippets", _) => "snippet",
        ("vztmpl", "zst") => "tzst",
        ("vztmpl", "gz") => "tgz",
        ("vztmpl", "xz") => "txz",
        (_, ending) => ending,
    };
    let vmid = folder.parse().ok();
    let content = if vmid.is_some() { "images" } else { folder };
    Volume { format: format.to_owned(), content: content.to_owned(), vmid, ..Volume::default() }
}

fn access(setup: &NodeSetup) -> Access {
    let mut users = BTreeMap::from([("root@pam".to_owned(), User::default())]);
    for user in &setup.users {
        users.entry(user.id.clone()).or_default().password.clone_from(&user.password);
    }
    for token in &setup.tokens {
        let (secret, privilege_separated) = (token.secret.clone(), token.privilege_separated);
        let state = Token { secret, privilege_separated, ..Token::default() };
        users.entry(token.user.clone()).or_default().tokens.insert(token.name.clone(), state);
    }
    let roles = setup.roles.iter().map(|role| {
        let privileges: BTreeSet<String> = role.privileges.iter().cloned().collect();
        (role.id.clone(), privileges)
    });
    let acl = setup.acl.iter().cloned().map(|entry| AclEntry {
        path: entry.path,
        holder: entry.holder,
        role: entry.role,
        propagate: entry.propagate,
    });
    Access { users, groups: BTreeMap::new(), roles: roles.collect(), acl: acl.collect() }
}
