//! A client over a transport that answers from a script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::{ApiToken, Client, ClientOptions, Credentials, Notice};
use crate::transport::{Exchange, HttpRequest, HttpResponse, Transport, TransportError};

/// The secret of the token that scripted clients have.
pub(crate) const SECRET: &str = "7b2f61aa-secret-of-the-token";

type Reply = Result<HttpResponse, TransportError>;

/// A transport that gives prepared replies in their order, and keeps what was sent.
#[derive(Default)]
pub(crate) struct Script {
    replies: Mutex<VecDeque<Reply>>,
    sent: Mutex<Vec<(HttpRequest, Instant)>>,
    latency: Duration,
    /// How many requests are with it now, and were at most.
    busy: Mutex<(usize, usize)>,
}

impl Script {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Arc<Self> {
        Arc::new(Self { replies: Mutex::new(replies.into_iter().collect()), ..Self::default() })
    }

    /// A transport that answers every request alike, after a while.
    pub(crate) fn always(reply: &HttpResponse, times: usize, latency: Duration) -> Arc<Self> {
        let replies = std::iter::repeat_with(|| Ok(reply.clone())).take(times).collect();
        Arc::new(Self { replies: Mutex::new(replies), latency, ..Self::default() })
    }

    /// The requests so far.
    pub(crate) fn sent(&self) -> Vec<HttpRequest> {
        lock(&self.sent).iter().map(|(request, _)| request.clone()).collect()
    }

    /// The requests so far, as `GET /path`.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.sent().iter().map(|request| format!("{} {}", request.method, request.target)).collect()
    }

    /// The time between each request and the one before.
    pub(crate) fn intervals(&self) -> Vec<Duration> {
        lock(&self.sent).windows(2).map(|pair| pair[1].1 - pair[0].1).collect()
    }

    /// How many requests were with it at once at most.
    pub(crate) fn most_at_once(&self) -> usize {
        lock(&self.busy).1
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> Exchange<'_> {
        Box::pin(async move {
            lock(&self.sent).push((request, Instant::now()));
            {
                let (now, most) = &mut *lock(&self.busy);
                *now += 1;
                *most = (*most).max(*now);
            }
            sleep(self.latency).await;
            lock(&self.busy).0 -= 1;
            let reply = lock(&self.replies).pop_front();
            reply.unwrap_or_else(|| panic!("nothing prepared for {:?}", self.lines().last()))
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A node's answer to a call: `data` in its envelope.
pub(crate) fn data(data: &Value) -> HttpResponse {
    response(200, "OK", &json!({ "data": data }).to_string())
}

/// A node's refusal, in the style of newer servers.
pub(crate) fn refusal(status: u16, message: &str) -> HttpResponse {
    response(status, message, &json!({ "data": null, "message": format!("{message}\n") }).to_string())
}

pub(crate) fn response(status: u16, reason: &str, body: &str) -> HttpResponse {
    HttpResponse { status, reason: reason.to_owned(), headers: Vec::new(), body: body.to_owned().into() }
}

/// A client with a token.
pub(crate) fn client(script: &Arc<Script>) -> Client {
    client_with(script, token(), ClientOptions::default())
}

pub(crate) fn client_with(script: &Arc<Script>, credentials: Credentials, options: ClientOptions) -> Client {
    Client::new(Arc::clone(script) as Arc<dyn Transport>, credentials, options)
}

pub(crate) fn token() -> Credentials {
    Credentials::Token(ApiToken::new("deevnet@pve!test".parse().unwrap(), SecretString::from(SECRET)))
}

/// Options, and the notices that a client with them gives.
pub(crate) fn watched() -> (ClientOptions, Arc<Mutex<Vec<Notice>>>) {
    let notices = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&notices);
    (ClientOptions::default().watched_by(move |notice| lock(&told).push(notice.clone())), notices)
}
