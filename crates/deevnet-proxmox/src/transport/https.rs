//! Requests over HTTPS.

use std::error::Error;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use deevnet_core::model::{CertificateFingerprint, Endpoint};
use hyper::ext::ReasonPhrase;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use rustls::{CertificateError, ClientConfig};

use super::trust::{Refused, Trust, TrustError, configuration, refusing_configuration};
use super::{Exchange, HttpRequest, HttpResponse, Method, Transport, TransportError};

/// How long a node has for accepting a connection and for the handshake.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long an idle connection is kept: less than the five seconds after which `pveproxy` ends one, so that a request is
/// not sent into a connection that is about to end.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);

/// The most bytes that an answer may have; that of a node with thousands of machines has a few megabytes.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// Requests to one node over HTTPS, HTTP/1.1 with connections kept alive.
///
/// It follows no redirect, repeats nothing, and uses no proxy: whatever the environment names as one would see which node is
/// asked, and nodes stand in the same network.
#[derive(Debug, Clone)]
pub struct HttpsTransport {
    base: String,
    client: Client,
}

impl HttpsTransport {
    /// A transport to an endpoint whose certificate is trusted so.
    ///
    /// # Errors
    /// When the authorities to be trusted cannot be read.
    pub fn new(endpoint: &Endpoint, trust: Trust) -> Result<Self, TrustError> {
        Self::with_configuration(endpoint, configuration(trust)?)
    }

    fn with_configuration(endpoint: &Endpoint, configuration: ClientConfig) -> Result<Self, TrustError> {
        let client = Client::builder()
            .tls_backend_preconfigured(configuration)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .http1_only()
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .tcp_nodelay(true)
            .referer(false)
            .build()
            .map_err(|error| TrustError::NoTls { reason: innermost(&error) })?;
        Ok(Self { base: endpoint.to_string(), client })
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let url = format!("{}{}", self.base, request.target);
        let mut builder = self.client.request(http_method(request.method), url);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if !request.body.is_empty() {
            builder = builder.body(request.body);
        }
        let response = builder.send().await.map_err(|error| sending_error(&error))?;
        read(response).await
    }
}

impl Transport for HttpsTransport {
    fn send(&self, request: HttpRequest) -> Exchange<'_> {
        Box::pin(self.exchange(request))
    }
}

/// The fingerprint of the certificate that an endpoint shows.
///
/// The handshake is ended before anything is sent. Nothing proves that the certificate is the node's: somebody who knows the
/// right fingerprint compares the two.
///
/// # Errors
/// When there is no handshake.
pub async fn shown_fingerprint(endpoint: &Endpoint) -> Result<CertificateFingerprint, TransportError> {
    let transport = refusing_configuration()
        .and_then(|configuration| HttpsTransport::with_configuration(endpoint, configuration))
        .map_err(|error| TransportError::Connect { reason: error.to_string() })?;
    let request = transport.client.get(&transport.base);
    match request.send().await {
        Ok(_) => Err(TransportError::Connect { reason: "the node showed no certificate".to_owned() }),
        Err(error) => match refusal(&error) {
            Some(refused) => Ok(refused.fingerprint),
            None => Err(sending_error(&error)),
        },
    }
}

fn http_method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
    }
}

async fn read(mut response: Response) -> Result<HttpResponse, TransportError> {
    let status = response.status();
    let reason = match response.extensions().get::<ReasonPhrase>() {
        Some(phrase) => String::from_utf8_lossy(phrase.as_bytes()).into_owned(),
        None => status.canonical_reason().unwrap_or_default().to_owned(),
    };
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let body = read_body(&mut response).await?;
    Ok(HttpResponse { status: status.as_u16(), reason, headers, body })
}

async fn read_body(response: &mut Response) -> Result<Bytes, TransportError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| interrupted(&error))? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            let reason = format!("the answer is larger than {} MiB", MAX_BODY_BYTES / (1024 * 1024));
            return Err(TransportError::Interrupted { reason });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Why a request got no answer.
fn sending_error(error: &reqwest::Error) -> TransportError {
    if let Some(refused) = refusal(error) {
        return TransportError::Untrusted {
            reason: refused.reason.clone(),
            fingerprint: Some(refused.fingerprint.to_string()),
        };
    }
    if let Some(rustls::Error::InvalidCertificate(fault)) = find::<rustls::Error>(error) {
        return TransportError::Untrusted { reason: fault.to_string(), fingerprint: None };
    }
    if error.is_connect() || error.is_builder() {
        return TransportError::Connect { reason: innermost(error) };
    }
    interrupted(error)
}

fn interrupted(error: &reqwest::Error) -> TransportError {
    TransportError::Interrupted { reason: innermost(error) }
}

fn refusal(error: &reqwest::Error) -> Option<&Refused> {
    match find::<rustls::Error>(error)? {
        rustls::Error::InvalidCertificate(CertificateError::Other(other)) => other.0.downcast_ref(),
        _ => None,
    }
}

/// What an error says at its root: what it is wrapped in repeats the address, which the reader knows.
///
/// A connection that ends without a farewell is told in a word: rustls adds the address of a manual for programmers.
fn innermost(error: &(dyn Error + 'static)) -> String {
    let is_end = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::UnexpectedEof;
    let mut cause = error;
    while let Some(next) = cause_of(cause) {
        if cause.downcast_ref().is_some_and(is_end) {
            return "the connection was closed".to_owned();
        }
        cause = next;
    }
    cause.to_string()
}

/// The first error of a kind among the causes of an error.
fn find<'e, E: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e E> {
    let mut cause = error;
    loop {
        if let Some(found) = cause.downcast_ref() {
            return Some(found);
        }
        cause = cause_of(cause)?;
    }
}

/// The next cause; an I/O error passes over the one that it wraps.
fn cause_of<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}
