//! A call with what goes wrong with it.

use std::future;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::effect::Effect;
use super::injector::{FaultInjector, path};
use super::task::TaskFault;
use crate::transport::{HttpRequest, HttpResponse, TransportError};

/// Sends a request to a node through the faults in force: `handle` is the node.
///
/// # Errors
///
/// Where a fault ends the connection: [`TransportError::Connect`] before anything is sent, otherwise
/// [`TransportError::Interrupted`], which does not tell whether the node did what was asked.
pub async fn exchange(
    injector: &FaultInjector,
    node: &str,
    request: HttpRequest,
    handle: impl FnOnce(HttpRequest, TaskFault) -> HttpResponse,
) -> Result<HttpResponse, TransportError> {
    let effects = injector.effects(node, &request);
    tokio::time::sleep(latency(&effects)).await;
    if let Some(outcome) = before(&effects, &request) {
        return outcome.happen().await;
    }
    let response = handle(request, TaskFault::of(&effects));
    match after(&effects) {
        Some(outcome) => outcome.happen().await,
        None if effects.contains(&Effect::OldStyle) => Ok(in_old_style(response)),
        None => Ok(response),
    }
}

/// How a call ends that does not end as the node would have it.
enum Outcome {
    Refused,
    Dropped,
    Silence,
    Answer(HttpResponse),
}

impl Outcome {
    async fn happen(self) -> Result<HttpResponse, TransportError> {
        match self {
            Self::Refused => Err(TransportError::Connect { reason: "Connection refused".to_owned() }),
            Self::Dropped => Err(TransportError::Interrupted { reason: "connection closed".to_owned() }),
            Self::Silence => future::pending().await,
            Self::Answer(response) => Ok(response),
        }
    }
}

fn latency(effects: &[Effect]) -> Duration {
    let times = effects.iter().filter_map(|effect| if let Effect::Latency(time) = effect { Some(*time) } else { None });
    times.sum()
}

fn before(effects: &[Effect], request: &HttpRequest) -> Option<Outcome> {
    effects.iter().find_map(|effect| match effect {
        Effect::Refuse => Some(Outcome::Refused),
        Effect::DropBefore => Some(Outcome::Dropped),
        Effect::SilenceBefore => Some(Outcome::Silence),
        Effect::Status(status) => Some(Outcome::Answer(empty(*status))),
        Effect::Locked => Some(Outcome::Answer(refusal(effects, &lock_text(request)))),
        Effect::StaleDigest => Some(Outcome::Answer(refusal(effects, stale_text(request)))),
        _ => None,
    })
}

fn after(effects: &[Effect]) -> Option<Outcome> {
    effects.iter().find_map(|effect| match effect {
        Effect::DropAfter => Some(Outcome::Dropped),
        Effect::SilenceAfter => Some(Outcome::Silence),
        Effect::StatusAfter(status) => Some(Outcome::Answer(empty(*status))),
        _ => None,
    })
}

/// An answer without a body, as the server gives when it has nothing to ask behind it.
fn empty(status: u16) -> HttpResponse {
    let reason = match status {
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        595 => "No route to host",
        596 => "Connection timed out",
        _ => "error",
    };
    HttpResponse { status, reason: reason.to_owned(), headers: Vec::new(), body: Bytes::new() }
}

fn refusal(effects: &[Effect], text: &str) -> HttpResponse {
    let body = json!({ "data": null, "message": format!("{text}\n") });
    let headers = vec![("content-type".to_owned(), "application/json;charset=UTF-8".to_owned())];
    let response = HttpResponse { status: 500, reason: text.to_owned(), headers, body: body.to_string().into() };
    if effects.contains(&Effect::OldStyle) { in_old_style(response) } else { response }
}

fn lock_text(request: &HttpRequest) -> String {
    let mut segments = path(request).split('/').skip(1);
    match (segments.next(), segments.nth(1), segments.next()) {
        (Some("nodes"), Some("lxc"), Some(vmid)) => {
            format!("can't lock file '/run/lock/lxc/pve-config-{vmid}.lock' - got timeout")
        }
        (Some("nodes"), Some("qemu"), Some(vmid)) => {
            format!("can't lock file '/var/lock/qemu-server/lock-{vmid}.conf' - got timeout")
        }
        (Some("cluster"), _, _) => "cfs-lock 'domain-sdn' error: got lock request timeout".to_owned(),
        _ => "got lock request timeout".to_owned(),
    }
}

fn stale_text(request: &HttpRequest) -> &'static str {
    if path(request).starts_with("/cluster/sdn") {
        "detected modified configuration - file changed by other user? Try again."
    } else {
        "checksum mismatch (file change by other user?)"
    }
}

/// The answer as servers give it that do not repeat the text of an error in the body.
fn in_old_style(response: HttpResponse) -> HttpResponse {
    let Ok(Value::Object(mut body)) = serde_json::from_slice(&response.body) else { return response };
    if body.remove("message").is_none() {
        return response;
    }
    HttpResponse { body: Value::Object(body).to_string().into(), ..response }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::simulator::{CallRange, Fault};
    use crate::transport::Method;

    fn request(method: Method, target: &str, body: &'static str) -> HttpRequest {
        HttpRequest { method, target: target.to_owned(), headers: Vec::new(), body: body.into() }
    }

    fn clone_of_template() -> HttpRequest {
        request(Method::Post, "/api2/json/nodes/pve1/qemu/9000/clone", "newid=200")
    }

    /// Sends a request through a fault; gives the answer and whether the node saw the request.
    async fn send(fault: &str, request: HttpRequest) -> (Result<HttpResponse, TransportError>, bool) {
        let injector = FaultInjector::default();
        injector.add(fault.parse().unwrap());
        let seen = Cell::new(false);
        let answer = json!({ "data": null, "message": "no such thing\n" }).to_string();
        let handle = |_, _| {
            seen.set(true);
            let headers = Vec::new();
            HttpResponse { status: 500, reason: "no such thing".to_owned(), headers, body: answer.into() }
        };
        let answer = exchange(&injector, "pve1", request, handle).await;
        (answer, seen.get())
    }

    #[tokio::test]
    async fn a_connection_ends_before_or_after_the_effect() {
        for (fault, has_effect, may_have_happened) in
            [("refuse", false, false), ("drop-before", false, true), ("drop-after", true, true)]
        {
            let (answer, seen) = send(fault, clone_of_template()).await;
            assert_eq!((seen, answer.unwrap_err().may_have_happened()), (has_effect, may_have_happened), "{fault}");
        }
    }

    #[tokio::test]
    async fn a_status_stands_before_or_after_the_effect() {
        for (fault, has_effect, status) in [("status=502", false, 502), ("status-after=596", true, 596)] {
            let (answer, seen) = send(fault, clone_of_template()).await;
            let answer = answer.unwrap();
            assert_eq!((seen, answer.status, answer.body.is_empty()), (has_effect, status, true), "{fault}");
        }
    }

    #[tokio::test]
    async fn a_held_lock_and_a_stale_digest_concern_what_they_can() {
        let (answer, seen) = send("locked", clone_of_template()).await;
        let expected = "can't lock file '/var/lock/qemu-server/lock-9000.conf' - got timeout";
        assert_eq!((answer.unwrap().reason.as_str(), seen), (expected, false));
        let read = request(Method::Get, "/api2/json/nodes/pve1/qemu/9000/config", "");
        assert!(send("locked", read).await.1);
        assert!(send("stale-digest", clone_of_template()).await.1);
        let config = request(Method::Put, "/api2/json/nodes/pve1/qemu/9000/config", "cores=2&digest=ab");
        let (answer, seen) = send("stale-digest", config).await;
        assert_eq!((answer.unwrap().reason.as_str(), seen), ("checksum mismatch (file change by other user?)", false));
    }

    #[tokio::test]
    async fn an_older_server_gives_the_text_in_the_reason_phrase_only() {
        let (answer, _) = send("old-style", clone_of_template()).await;
        let answer = answer.unwrap();
        assert_eq!((answer.reason.as_str(), &*answer.body), ("no such thing", br#"{"data":null}"#.as_slice()));
    }

    #[tokio::test(start_paused = true)]
    async fn latency_and_silence_take_their_time() {
        let start = tokio::time::Instant::now();
        let (answer, _) = send("latency=250", clone_of_template()).await;
        assert!(answer.is_ok() && start.elapsed() == Duration::from_millis(250));
        let silence = send("silence-after", clone_of_template());
        assert!(tokio::time::timeout(Duration::from_secs(3600), silence).await.is_err());
    }

    #[tokio::test]
    async fn conditions_choose_the_calls() {
        let injector = FaultInjector::default();
        let fault = Fault::new(Effect::Status(502)).node("pve1").method(Method::Post).path("/nodes/*/qemu/*/clone");
        injector.add(fault.calls(CallRange::only(2)));
        let mut statuses = Vec::new();
        for (node, request) in [
            ("pve1", clone_of_template()),
            ("pve2", clone_of_template()),
            ("pve1", request(Method::Get, "/api2/json/nodes/pve1/qemu?full=1", "")),
            ("pve1", clone_of_template()),
            ("pve1", clone_of_template()),
        ] {
            let handle = |_, _| empty(500);
            statuses.push(exchange(&injector, node, request, handle).await.unwrap().status);
        }
        assert_eq!(statuses, [500, 500, 500, 502, 500]);
        assert_eq!(injector.calls(), 5);
    }
}
