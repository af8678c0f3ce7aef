//! A connection.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::ext::ReasonPhrase;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::simulator::Simulator;
use crate::simulator::http::{MAX_BODY, too_large, unavailable};
use crate::transport::{HttpRequest, HttpResponse, Method, TransportError};

/// Answers requests until the connection ends, which faults may do early.
pub(super) async fn answer_all<S>(simulator: Simulator, node: Arc<str>, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(|request| answer(&simulator, &node, request));
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    simulator: &Simulator,
    node: &str,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, TransportError> {
    let response = match read(request).await {
        Ok(request) => simulator.exchange(node, request).await?,
        Err(response) => response,
    };
    if response.status == 401 {
        tokio::time::sleep(simulator.options().refusal_delay).await;
    }
    Ok(print(response))
}

/// A request in full; an answer instead where a node does not let it get so far.
async fn read(request: Request<Incoming>) -> Result<HttpRequest, HttpResponse> {
    let (head, body) = request.into_parts();
    let method = match head.method.as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        other => return Err(unavailable(other)),
    };
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let body = Limited::new(body, MAX_BODY).collect().await.map_err(|_| too_large())?;
    Ok(HttpRequest { method, target, headers: headers.collect(), body: body.to_bytes() })
}

fn print(answer: HttpResponse) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(answer.body));
    if let Ok(status) = answer.status.try_into() {
        *response.status_mut() = status;
    }
    if let Ok(reason) = ReasonPhrase::try_from(answer.reason.into_bytes()) {
        response.extensions_mut().insert(reason);
    }
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<hyper::header::HeaderName>(), value.parse()) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
