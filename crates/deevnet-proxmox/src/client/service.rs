//! The client of one node.

use std::fmt;
use std::sync::Arc;

use secrecy::ExposeSecret;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use super::retry::Retries;
use super::session::Session;
use super::{ClientOptions, Credentials, Login, Notice};
use crate::request::{AccessTicket, ApiError, ApiErrorKind, Call, Repetition, Ticket, answer, http_request};
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};

/// How the client names itself.
const USER_AGENT: &str = concat!("deevnet/", env!("CARGO_PKG_VERSION"));

/// How the ticket of a user begins who has yet to give a second factor.
const SECOND_FACTOR: &str = "PVE:!tfa!";

/// The client of one node: it proves who asks, limits how much is asked at once, and asks again where that is safe.
///
/// A request that only reads is sent again when there is no answer or the server was out of order. One that changes something is
/// sent again only where it is certain that it did nothing: there was no connection, or something else held a lock. Whether
/// any other had its effect is left to the caller, who can [look](ApiError::may_have_happened).
///
/// Cloning is cheap; clones share the limit, the ticket and the connections.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    transport: Arc<dyn Transport>,
    session: Session,
    limit: Semaphore,
    pub(super) options: ClientOptions,
}

impl Client {
    /// A client that sends requests over a transport.
    pub fn new(transport: Arc<dyn Transport>, credentials: Credentials, options: ClientOptions) -> Self {
        let limit = Semaphore::new(options.concurrency.get().min(Semaphore::MAX_PERMITS));
        Self { inner: Arc::new(Inner { transport, session: Session::new(credentials), limit, options }) }
    }

    /// Sends a call and gives its answer.
    ///
    /// # Errors
    /// When the node refuses it, its answer cannot be read, or there is none after all attempts.
    pub async fn call<C: Call + Sync>(&self, call: &C) -> Result<C::Answer, ApiError> {
        let mut retries = Retries::new(&self.inner.options, C::REPETITION);
        let mut renewed = false;
        loop {
            let proof = self.inner.session.proof(|login| self.log_in(login)).await?;
            let mut request = http_request(call);
            proof.add_to(&mut request);
            match self.inner.send(call, request).await {
                Ok(answer) => return Ok(answer),
                // A refused ticket has had no effect; another one is tried once.
                Err(error) if !renewed && is_unauthenticated(&error) && self.inner.session.forget(&proof).await => {
                    renewed = true;
                }
                Err(error) => self.inner.wait_or_give_up(&mut retries, error).await?,
            }
        }
    }

    /// Exchanges a password for a ticket, which has no effect and may be repeated.
    async fn log_in(&self, login: Login) -> Result<Ticket, ApiError> {
        let call = AccessTicket { username: login.username, password: login.password };
        let mut retries = Retries::new(&self.inner.options, Repetition::Read);
        loop {
            match self.inner.send(&call, http_request(&call)).await {
                Ok(ticket) if awaits_second_factor(&ticket) => {
                    let message = "the account asks for a second factor; use an API token instead".to_owned();
                    let kind = ApiErrorKind::Unauthenticated { message };
                    return Err(ApiError::new(AccessTicket::METHOD, &call.path(), None, kind));
                }
                Ok(ticket) => return Ok(ticket),
                Err(error) => self.inner.wait_or_give_up(&mut retries, error).await?,
            }
        }
    }
}

impl Inner {
    /// Sends a request once, within the limit of the node and in time.
    async fn send<C: Call + Sync>(&self, call: &C, request: HttpRequest) -> Result<C::Answer, ApiError> {
        let response = self.exchange(request).await;
        let response = response.map_err(|error| ApiError::from_transport(C::METHOD, &call.path(), error))?;
        answer(call, &response)
    }

    async fn exchange(&self, mut request: HttpRequest) -> Result<HttpResponse, TransportError> {
        request.headers.push(("accept".to_owned(), "application/json".to_owned()));
        request.headers.push(("user-agent".to_owned(), USER_AGENT.to_owned()));
        // The limit is never closed, so that there is always a permit to wait for.
        let _permit = self.limit.acquire().await.ok();
        match timeout(self.options.call_timeout, self.transport.send(request)).await {
            Ok(result) => result,
            Err(_) => Err(TransportError::TimedOut { seconds: self.options.call_timeout.as_secs() }),
        }
    }

    /// Waits until a request is to be sent again.
    ///
    /// # Errors
    /// The error itself, where it is not sent again.
    async fn wait_or_give_up(&self, retries: &mut Retries<'_>, error: ApiError) -> Result<(), ApiError> {
        let Some(delay) = retries.after(&error, fastrand::f64()) else { return Err(error) };
        self.options.tell(&Notice::Retrying {
            request: format!("{} {}", error.method(), error.path()),
            reason: reason(&error),
            attempt: retries.next_attempt(),
            delay,
        });
        sleep(delay).await;
        Ok(())
    }
}

/// What is wrong, down to what the transport said.
fn reason(error: &ApiError) -> String {
    match error.kind() {
        ApiErrorKind::Transport(cause) => cause.to_string(),
        kind => kind.to_string(),
    }
}

fn is_unauthenticated(error: &ApiError) -> bool {
    matches!(error.kind(), ApiErrorKind::Unauthenticated { .. })
}

/// Whether a ticket holds for nothing before a second factor is given.
fn awaits_second_factor(ticket: &Ticket) -> bool {
    ticket.ticket.expose_secret().starts_with(SECOND_FACTOR)
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("options", &self.inner.options).finish_non_exhaustive()
    }
}
