//! Ctrl-C while a plan is applied.

use deevnet_proxmox::apply::{Cancellation, Report};
use tokio::signal::ctrl_c;

use super::progress::Progress;
use crate::failure::Failure;

/// Does the work; the first Ctrl-C asks it to stop, the second ends it at once.
pub(super) async fn or_cancel(
    work: impl Future<Output = Report>,
    cancellation: &Cancellation,
    progress: &Progress,
) -> Result<Report, Failure> {
    tokio::pin!(work);
    loop {
        tokio::select! {
            report = &mut work => return Ok(report),
            heard = ctrl_c() => {
                if heard.is_err() {
                    // Nobody can be heard: the work goes on to its end.
                    return Ok(work.await);
                }
                if cancellation.is_cancelled() {
                    return Err(Failure::Interrupted);
                }
                cancellation.cancel();
                progress.say("Stopping after the running steps; press Ctrl-C again to end at once.");
            }
        }
    }
}
