//! Simulated nodes with many virtual machines.

use std::collections::BTreeMap;

use deevnet_proxmox::client::{ApiToken, Credentials, TokenIdError};
use deevnet_proxmox::simulator::{GuestSetup, NodeSetup};

/// The token of every measured node.
pub const TOKEN: &str = "root@pam!bench";
/// The name of the token alone.
const TOKEN_NAME: &str = "bench";
/// Its secret, which opens nothing but a simulation.
pub const SECRET: &str = "simulated";

/// A node with that many virtual machines, stopped, each configured as a small server usually is.
pub fn node(name: &str, machines: u32) -> NodeSetup {
    let guests = (0..machines).map(|number| GuestSetup {
        vmid: 1_000 + number,
        config: config(number),
        ..GuestSetup::default()
    });
    guests.fold(NodeSetup::new(name).root_token(TOKEN_NAME, SECRET), NodeSetup::guest)
}

/// What the token's client proves itself with.
///
/// # Errors
/// Never: the token's name is one.
pub fn credentials() -> Result<Credentials, TokenIdError> {
    Ok(Credentials::Token(ApiToken::new(TOKEN.parse()?, SECRET.into())))
}

fn config(number: u32) -> BTreeMap<String, String> {
    let [_, high, middle, low] = number.to_be_bytes();
    let options = [
        ("name", format!("machine-{number:05}")),
        ("description", format!("deevnet: bench/machine-{number:05}/{}\n", 1_000 + number)),
        ("tags", "deevnet-bench;server".to_owned()),
        ("cores", "2".to_owned()),
        ("memory", "4096".to_owned()),
        ("agent", "1".to_owned()),
        ("boot", "order=scsi0".to_owned()),
        ("net0", format!("virtio=02:DE:20:{high:02X}:{middle:02X}:{low:02X},bridge=vmbr0,tag=25,firewall=1")),
        ("scsi0", format!("local:{}/vm-{}-disk-0.qcow2,size=32G", 1_000 + number, 1_000 + number)),
        ("scsihw", "virtio-scsi-single".to_owned()),
        ("ipconfig0", "ip=dhcp".to_owned()),
        ("ostype", "l26".to_owned()),
    ];
    options.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
