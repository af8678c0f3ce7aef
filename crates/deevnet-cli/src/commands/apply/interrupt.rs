//! Ctrl-C while a plan is applied.

use deevnet_proxmox::apply::{Cancellation, Report};
use tokio::signal::ctrl_c;

use super::progress::Progress;
use crate::failure::Failure;

/// Does what comes after all steps and changes nothing; Ctrl-C ends it.
pub(super) async fn or_end<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    tokio::select! {
        biased;
        Ok(()) = ctrl_c() => Err(Failure::NotLookedAgain),
        result = work => Ok(result),
    }
}

/// Does the work; the first Ctrl-C asks it to stop, the second ends it at once.
pub(super) async fn or_cancel(
    work: impl Future<Output = Report>,
    cancellation: &Cancellation,
    progress: &Progress,
) -> Result<Report, Failure> {
    tokio::pin!(work);
    loop {
        tokio::select! {
            // It is listened for before anything begins.
            biased;
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
            report = &mut work => return Ok(report),
        }
    }
}
