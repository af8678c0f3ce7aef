//! What a client waits for, told while it does.

use std::io::{self, Write};

use deevnet_proxmox::client::Notice;

use crate::printable::printable;

/// Tells on standard error why a node is asked again. A standard error that cannot be written to is not reported anywhere.
pub(super) fn printer(host: &str) -> impl Fn(&Notice) + Send + Sync + 'static {
    let host = host.to_owned();
    move |notice| {
        if matches!(notice, Notice::Retrying { .. }) {
            drop(writeln!(io::stderr(), "{}", printable(&format!("{host}: {notice}"))));
        }
    }
}
