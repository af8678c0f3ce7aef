//! A call that goes wrong, at whichever place of a run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use deevnet_proxmox::transport::{Exchange, HttpRequest, HttpResponse, Transport, TransportError};
use tokio::sync::Notify;

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wound {
    /// No answer comes, and the node did nothing.
    LostRequest,
    /// No answer comes, though the node did what was asked.
    LostAnswer,
    /// The node says only that something is wrong, and did nothing.
    Refusal,
    /// The node says only that something is wrong, though it did what was asked.
    RefusalAfter,
    /// Who asks is killed before the request is sent.
    KilledBefore,
    /// Who asks is killed before the answer is read.
    KilledAfter,
}

impl Wound {
    pub(crate) const ALL: [Self; 6] = [
        Self::LostRequest,
        Self::LostAnswer,
        Self::Refusal,
        Self::RefusalAfter,
        Self::KilledBefore,
        Self::KilledAfter,
    ];
}

/// Which call goes wrong, counted over all nodes from 1, and how.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    wound: Option<(u64, Wound)>,
    calls: AtomicU64,
    killed: Notify,
}

impl Cut {
    pub(crate) fn at(call: u64, wound: Wound) -> Arc<Self> {
        Arc::new(Self { wound: Some((call, wound)), ..Self::default() })
    }

    /// How many calls there were.
    pub(crate) fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    /// Does the work until it ends or is killed; gives nothing where it was killed.
    pub(crate) async fn survive<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.killed.notified() => None,
            result = work => Some(result),
        }
    }

    fn next(&self) -> Option<Wound> {
        let call = 1 + self.calls.fetch_add(1, Ordering::SeqCst);
        self.wound.filter(|(at, _)| *at == call).map(|(_, wound)| wound)
    }
}

/// A transport with a cut in it.
pub(crate) struct Cutting {
    inner: Arc<dyn Transport>,
    cut: Arc<Cut>,
}

impl Cutting {
    pub(crate) fn new(inner: Arc<dyn Transport>, cut: Arc<Cut>) -> Self {
        Self { inner, cut }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let lost = || Err(TransportError::Interrupted { reason: "connection reset by peer".to_owned() });
        match self.cut.next() {
            None => self.inner.send(request).await,
            Some(Wound::LostRequest) => lost(),
            Some(Wound::LostAnswer) => {
                drop(self.inner.send(request).await);
                lost()
            }
            Some(Wound::Refusal) => Ok(disorder()),
            Some(Wound::RefusalAfter) => {
                drop(self.inner.send(request).await);
                Ok(disorder())
            }
            Some(Wound::KilledBefore) => self.die().await,
            Some(Wound::KilledAfter) => {
                drop(self.inner.send(request).await);
                self.die().await
            }
        }
    }

    async fn die(&self) -> Result<HttpResponse, TransportError> {
        self.cut.killed.notify_one();
        std::future::pending().await
    }
}

impl Transport for Cutting {
    fn send(&self, request: HttpRequest) -> Exchange<'_> {
        Box::pin(self.exchange(request))
    }
}

fn disorder() -> HttpResponse {
    let reason = "Internal Server Error".to_owned();
    HttpResponse { status: 500, reason, headers: Vec::new(), body: Vec::new().into() }
}
