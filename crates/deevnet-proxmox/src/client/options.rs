//! How patient and how busy a client is.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use super::Notice;

/// Who is told what a client waits for.
pub type Watcher = Arc<dyn Fn(&Notice) + Send + Sync>;

/// How patient and how busy a client is.
///
/// The default suits a node of its own: eight requests at once, a minute for an answer, half a minute of further attempts.
#[derive(Clone)]
#[non_exhaustive]
pub struct ClientOptions {
    /// How many requests are with the node at once; `pveproxy` has three workers, and others want to be served too.
    pub concurrency: NonZeroUsize,
    /// How long a request may take. A change waits up to ten seconds for the lock of its file alone.
    pub call_timeout: Duration,
    /// How often a request is sent at most when there is no answer or only that something was out of order.
    pub attempts: u32,
    /// How long it is waited before the second attempt, on average; each further one waits twice as long.
    pub first_delay: Duration,
    /// How long it is waited between attempts at most.
    pub longest_delay: Duration,
    /// How long it is waited for a lock that somebody else holds, in all.
    pub lock_patience: Duration,
    /// How long it is waited before a task is asked for the second time; the intervals grow.
    pub first_poll: Duration,
    /// How long it is waited between two looks at a task at most.
    pub longest_poll: Duration,
    /// Who is told about waits and further attempts.
    pub watcher: Option<Watcher>,
}

impl ClientOptions {
    /// How many requests are with a node at once where nothing else is said.
    pub const DEFAULT_CONCURRENCY: NonZeroUsize = NonZeroUsize::MIN.saturating_add(7);

    /// These options with somebody who is told about waits and further attempts.
    #[must_use]
    pub fn watched_by(mut self, watcher: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        self.watcher = Some(Arc::new(watcher));
        self
    }

    pub(super) fn tell(&self, notice: &Notice) {
        if let Some(watcher) = &self.watcher {
            watcher(notice);
        }
    }
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            concurrency: Self::DEFAULT_CONCURRENCY,
            call_timeout: Duration::from_secs(60),
            attempts: 4,
            first_delay: Duration::from_millis(500),
            longest_delay: Duration::from_secs(8),
            lock_patience: Duration::from_secs(60),
            first_poll: Duration::from_millis(100),
            longest_poll: Duration::from_secs(2),
            watcher: None,
        }
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientOptions")
            .field("concurrency", &self.concurrency)
            .field("call_timeout", &self.call_timeout)
            .field("attempts", &self.attempts)
            .field("lock_patience", &self.lock_patience)
            .finish_non_exhaustive()
    }
}
