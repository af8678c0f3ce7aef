//! A call that goes wrong, at whichever place of a run.

use std::sync::{Arc, Mutex};

use deevnet_proxmox::transport::{Exchange, HttpRequest, HttpResponse, Method, Transport, TransportError};
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
    /// Those that make a difference to a call: one that only reads has no effect to be before or after.
    pub(crate) fn of(method: Method) -> &'static [Self] {
        const BEFORE: [Wound; 3] = [Wound::LostRequest, Wound::Refusal, Wound::KilledBefore];
        const ALL: [Wound; 6] =
            [BEFORE[0], BEFORE[1], BEFORE[2], Wound::LostAnswer, Wound::RefusalAfter, Wound::KilledAfter];
        if method == Method::Get { &BEFORE } else { &ALL }
    }

    /// Whether it ends who asks.
    pub(crate) fn kills(self) -> bool {
        matches!(self, Self::KilledBefore | Self::KilledAfter)
    }
}

/// Which call goes wrong, counted over all nodes from 1, and how.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    wound: Option<(usize, Wound)>,
    calls: Mutex<Vec<Method>>,
    killed: Notify,
}

impl Cut {
    pub(crate) fn at(call: usize, wound: Wound) -> Arc<Self> {
        Arc::new(Self { wound: Some((call, wound)), ..Self::default() })
    }

    /// The methods of the calls so far.
    pub(crate) fn calls(&self) -> Vec<Method> {
        self.calls.lock().unwrap().clone()
    }

    /// Does the work until it ends or is killed; gives nothing where it was killed.
    pub(crate) async fn survive<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.killed.notified() => None,
            result = work => Some(result),
        }
    }

    fn next(&self, method: Method) -> Option<Wound> {
        let mut calls = self.calls.lock().unwrap();
        calls.push(method);
        self.wound.filter(|(at, _)| *at == calls.len()).map(|(_, wound)| wound)
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
        match self.cut.next(request.method) {
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
