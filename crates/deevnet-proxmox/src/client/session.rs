//! What proves who sends a request, and how long it holds.

use std::time::Duration;

use secrecy::ExposeSecret;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::credentials::{ApiToken, Credentials, Login};
use crate::request::{Ticket, percent_encode};
use crate::transport::{HttpRequest, Method};

/// How old a ticket becomes before it is renewed; Proxmox VE takes one for two hours.
const TICKET_LIFETIME: Duration = Duration::from_secs(105 * 60);

/// The credentials of a client, and the ticket that a password was last exchanged for.
#[derive(Debug)]
pub(super) struct Session {
    credentials: Credentials,
    ticket: Mutex<Option<IssuedTicket>>,
}

/// A ticket and when it was issued.
#[derive(Debug, Clone)]
pub(super) struct IssuedTicket {
    ticket: Ticket,
    issued: Instant,
}

/// What a request is proved with.
pub(super) enum Proof<'s> {
    Token(&'s ApiToken),
    Ticket(IssuedTicket),
}

impl Session {
    pub(super) fn new(credentials: Credentials) -> Self {
        Self { credentials, ticket: Mutex::new(None) }
    }

    /// What proves a request; a ticket that is missing or about to expire is got by `exchange`, once for all who wait.
    pub(super) async fn proof<E, F>(&self, exchange: impl FnOnce(Login) -> F) -> Result<Proof<'_>, E>
    where
        F: Future<Output = Result<Ticket, E>>,
    {
        let login = match &self.credentials {
            Credentials::Token(token) => return Ok(Proof::Token(token)),
            Credentials::Password(login) => login,
        };
        let mut kept = self.ticket.lock().await;
        if let Some(found) = kept.as_ref().filter(|found| found.issued.elapsed() < TICKET_LIFETIME) {
            return Ok(Proof::Ticket(found.clone()));
        }
        let issued = Instant::now();
        let issued = IssuedTicket { ticket: exchange(login.clone()).await?, issued };
        *kept = Some(issued.clone());
        Ok(Proof::Ticket(issued))
    }

    /// Forgets what the node refused, and says whether there may be another.
    pub(super) async fn forget(&self, proof: &Proof<'_>) -> bool {
        let Proof::Ticket(refused) = proof else { return false };
        let mut kept = self.ticket.lock().await;
        if kept.as_ref().is_some_and(|found| found.issued == refused.issued) {
            *kept = None;
        }
        true
    }
}

impl Proof<'_> {
    /// Adds the headers that prove a request.
    pub(super) fn add_to(&self, request: &mut HttpRequest) {
        let mut add = |name: &str, value: String| request.headers.push((name.to_owned(), value));
        match self {
            Self::Token(token) => {
                add("authorization", format!("PVEAPIToken={}={}", token.id, token.secret.expose_secret()));
            }
            Self::Ticket(IssuedTicket { ticket, .. }) => {
                add("cookie", format!("PVEAuthCookie={}", percent_encode(ticket.ticket.expose_secret())));
                if request.method != Method::Get {
                    add("csrfpreventiontoken", ticket.csrf_token.expose_secret().to_owned());
                }
            }
        }
    }
}
