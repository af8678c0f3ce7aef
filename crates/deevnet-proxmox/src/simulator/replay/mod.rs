//! Replay of what was recorded on real installations: the same requests must give the same answers.
//!
//! The recordings are in the folder `pve` of the shared data (`DEEVNET_SHARED_DATA`, or `../shared/data` beside the
//! repository); without them these tests are skipped and say so. Each group is a test: `cargo test -p deevnet-proxmox
//! --features simulator --lib replay::v8_4::config -- --nocapture`.

mod binding;
mod comparison;
mod exceptions;
mod host;
mod recording;
mod session;
mod start;

use recording::Recording;
pub(super) use recording::folder;
use session::Session;

use crate::simulator::Release;

async fn replay(release: Release, group: &str) {
    let Some(recording) = Recording::read(release, group) else {
        println!("SKIPPED {release} {group}: no recording");
        return;
    };
    let mut session = Session::for_group(release, group).await;
    let (mismatches, total) = session.replay(&recording).await;
    println!("{:<8} {:<20} {:>4} of {:>4} match", release.version(), group, total - mismatches.len(), total);
    let excepted = exceptions::of(release, group);
    let wrong: Vec<_> = mismatches.iter().filter(|mismatch| !excepted.contains(&mismatch.n)).collect();
    for mismatch in &wrong {
        println!("#{} {}", mismatch.n, mismatch.call.chars().take(200).collect::<String>());
        for difference in &mismatch.differences {
            println!("    {}", difference.chars().take(700).collect::<String>());
        }
    }
    let stale: Vec<_> = excepted.iter().filter(|n| !mismatches.iter().any(|mismatch| mismatch.n == **n)).collect();
    assert!(stale.is_empty(), "{release} {group}: {stale:?} match by now and are no exceptions any more");
    assert!(wrong.is_empty(), "{release} {group}: {} of {total} exchanges go otherwise than recorded", wrong.len());
}

/// A test for each group of a release.
macro_rules! groups {
    ($release:ident, $module:ident: $($name:ident = $group:literal),* $(,)?) => {
        mod $module {
            $(
                #[tokio::test(start_paused = true)]
                async fn $name() {
                    super::replay(crate::simulator::Release::$release, $group).await;
                }
            )*
        }
    };
}

groups!(V8_4, v8_4:
    auth = "00-auth",
    read = "01-read",
    create = "02-create",
    create_ok = "03-create-ok",
    config = "04-config",
    resize = "05-resize",
    template_clone = "06-template-clone",
    status = "07-status",
    tasks = "08-tasks",
    sdn = "09-sdn",
    pools = "10-pools",
    http = "12-http",
    lxc_list = "13-lxc-list",
);
groups!(V9_2, v9_2:
    auth = "00-auth",
    read = "01-read",
    create = "02-create",
    sdn = "09-sdn",
);
