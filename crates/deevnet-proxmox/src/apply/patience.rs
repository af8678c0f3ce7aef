//! Reading again where a look failed.

use std::time::Duration;

use tokio::time::sleep;

use crate::request::{ApiError, ApiErrorKind};

/// How often something is looked at before it is given up.
const LOOKS: u32 = 3;

/// How long is waited between two looks.
const INTERVAL: Duration = Duration::from_secs(1);

/// Reads, and reads again where a node answered with nothing that can be relied on: once something was changed, not knowing is
/// worse than waiting.
pub(super) async fn patiently<T>(mut read: impl AsyncFnMut() -> Result<T, ApiError>) -> Result<T, ApiError> {
    let mut looks = 1;
    loop {
        match read().await {
            Err(error) if looks < LOOKS && is_passing(&error) => looks += 1,
            result => return result,
        }
        sleep(INTERVAL).await;
    }
}

/// Whether another look may show something.
fn is_passing(error: &ApiError) -> bool {
    error.may_retry() || matches!(error.kind(), ApiErrorKind::Unexpected { .. } | ApiErrorKind::Unreadable { .. })
}
