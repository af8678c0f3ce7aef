//! The guests of a node.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::join_all;

use super::guest;
use super::look::Look;
use super::parts::{Part, gap};
use super::progress::Progress;
use super::together::inconsistent;
use crate::request::{ApiError, ApiErrorKind, GuestRow, ListLxc, ListQemu, LxcConfig, QemuPending};
use crate::survey::{Gap, Guest, GuestKind};

/// What became of reading one guest.
enum Read {
    Found(Guest),
    Gone,
    Missing(Gap),
}

impl Look<'_> {
    /// The virtual machines and containers of a node.
    pub(super) async fn guests(self, node: &str) -> Part<BTreeMap<u32, Guest>> {
        let (machines, containers) =
            tokio::join!(self.guests_of(GuestKind::Qemu, node), self.guests_of(GuestKind::Lxc, node));
        let mut gaps = machines.gaps;
        gaps.extend(containers.gaps);
        let found = machines.found.into_iter().chain(containers.found).collect();
        Part { found, gaps }
    }

    /// The guests of a kind. One that went away after the list was read is looked for in a new list: what is not in it
    /// does not exist, and what is in it and cannot be read is missing.
    async fn guests_of(self, kind: GuestKind, node: &str) -> Part<BTreeMap<u32, Guest>> {
        let mut part = Part::default();
        let rows = match self.list(kind, node).await {
            Ok(rows) => rows,
            Err(error) => {
                part.gaps.push(gap(plural(kind), &error));
                return part;
            }
        };
        self.tell(&Progress::Listed { host: Arc::clone(self.host), guests: rows.len() });
        let gone = self.read_into(&mut part, kind, node, rows).await;
        if gone.is_empty() {
            return part;
        }
        match self.list(kind, node).await {
            Ok(rows) => {
                let unread = rows.into_iter().filter(|row| !part.found.contains_key(&row.vmid)).collect();
                let gone = self.read_into(&mut part, kind, node, unread).await;
                part.gaps.extend(gone.into_iter().map(|vmid| {
                    inconsistent(
                        subject(kind, vmid),
                        "the guest is listed, and its configuration is not there".to_owned(),
                    )
                }));
            }
            Err(error) => part.gaps.push(gap(plural(kind), &error)),
        }
        part
    }

    /// Reads guests all at once; gives the VMIDs of those that are gone.
    async fn read_into(
        self,
        part: &mut Part<BTreeMap<u32, Guest>>,
        kind: GuestKind,
        node: &str,
        rows: Vec<GuestRow>,
    ) -> Vec<u32> {
        let reads = rows.iter().map(|row| async move {
            let read = self.read(kind, node, row).await;
            self.tell(&Progress::Read { host: Arc::clone(self.host) });
            (row.vmid, read)
        });
        let mut gone = Vec::new();
        for (vmid, read) in join_all(reads).await {
            match read {
                Read::Found(guest) => drop(part.found.insert(vmid, guest)),
                Read::Gone => gone.push(vmid),
                Read::Missing(gap) => part.gaps.push(gap),
            }
        }
        gone
    }

    async fn list(self, kind: GuestKind, node: &str) -> Result<Vec<GuestRow>, ApiError> {
        let node = node.to_owned();
        match kind {
            GuestKind::Qemu => self.client.call(&ListQemu { node }).await,
            GuestKind::Lxc => self.client.call(&ListLxc { node }).await,
        }
    }

    async fn read(self, kind: GuestKind, node: &str, row: &GuestRow) -> Read {
        let (node, vmid) = (node.to_owned(), row.vmid);
        let answer = match kind {
            GuestKind::Qemu => {
                let options = self.client.call(&QemuPending { node, vmid }).await;
                options.map(|options| guest::machine(row, options))
            }
            GuestKind::Lxc => {
                let config = self.client.call(&LxcConfig { node, vmid, current: false }).await;
                config.map(|config| guest::container(row, config))
            }
        };
        match answer {
            Ok(guest) => Read::Found(guest),
            Err(error) if matches!(error.kind(), ApiErrorKind::NotFound { .. }) => Read::Gone,
            Err(error) => Read::Missing(gap(&subject(kind, vmid), &error)),
        }
    }
}

fn plural(kind: GuestKind) -> &'static str {
    match kind {
        GuestKind::Qemu => "virtual machines",
        GuestKind::Lxc => "containers",
    }
}

fn subject(kind: GuestKind, vmid: u32) -> String {
    match kind {
        GuestKind::Qemu => format!("configuration of VM {vmid}"),
        GuestKind::Lxc => format!("configuration of container {vmid}"),
    }
}
