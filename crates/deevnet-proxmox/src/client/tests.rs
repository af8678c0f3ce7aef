use std::fmt::Write as _;
use std::time::Duration;

use proptest::prelude::*;
use secrecy::SecretString;
use serde_json::json;
use tokio::time::{Instant, advance};

use super::retry::Retries;
use super::testing::*;
use super::{Client, ClientOptions, Credentials, Login, TaskOutcome};
use crate::notation::Upid;
use crate::request::{ApiError, ApiErrorKind, Repetition, StartQemu, UpdateQemuConfig, Version};
use crate::transport::{HttpResponse, Method, TransportError};

const UPID: &str = "UPID:hv01:00000225:0006756A:6B03A85E:qmclone:9000:deevnet@pve!test:";

fn version() -> HttpResponse {
    data(&json!({ "version": "8.4.21", "release": "8.4", "repoid": "2606ac85" }))
}

fn start() -> StartQemu {
    StartQemu { node: "hv01".to_owned(), vmid: 201 }
}

fn login() -> Credentials {
    Credentials::Password(Login::new("deevnet@pve", SecretString::from(SECRET)))
}

fn ticket(text: &str) -> HttpResponse {
    data(&json!({ "username": "deevnet@pve", "ticket": text, "CSRFPreventionToken": "6B03A74D:prevention" }))
}

fn interrupted() -> TransportError {
    TransportError::Interrupted { reason: "connection reset by peer".to_owned() }
}

fn unconnected() -> TransportError {
    TransportError::Connect { reason: "connection refused".to_owned() }
}

fn header<'r>(request: &'r crate::transport::HttpRequest, name: &str) -> Option<&'r str> {
    request.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}

#[tokio::test(start_paused = true)]
async fn a_token_goes_with_every_request_and_nothing_else_does() {
    let script = Script::new([Ok(version()), Ok(data(&json!(UPID)))]);
    let client = client(&script);
    assert_eq!(client.call(&Version).await.unwrap().version, "8.4.21");
    client.call(&start()).await.unwrap();
    for request in script.sent() {
        assert_eq!(header(&request, "authorization"), Some(&*format!("PVEAPIToken=deevnet@pve!test={SECRET}")));
        assert_eq!(header(&request, "csrfpreventiontoken"), None);
        assert_eq!(header(&request, "cookie"), None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_is_repeated_whatever_happened_to_it() {
    let unavailable = |status| Ok(response(status, "Connection timed out", ""));
    let timed_out = TransportError::TimedOut { seconds: 60 };
    for first in
        [Err(interrupted()), Err(unconnected()), Err(timed_out), unavailable(595), unavailable(596), unavailable(503)]
    {
        let script = Script::new([first, Ok(version())]);
        client(&script).call(&Version).await.unwrap();
        assert_eq!(script.lines(), ["GET /api2/json/version", "GET /api2/json/version"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_is_repeated_only_where_nothing_was_sent() {
    let script = Script::new([Err(unconnected()), Ok(data(&json!(UPID)))]);
    client(&script).call(&start()).await.unwrap();
    assert_eq!(script.sent().len(), 2);
    let unavailable = |status| Ok(response(status, "Connection refused", ""));
    let timed_out = TransportError::TimedOut { seconds: 60 };
    let ends =
        [Err(interrupted()), Err(timed_out), unavailable(595), unavailable(596), unavailable(503), unavailable(500)];
    for end in ends {
        let script = Script::new([end]);
        client(&script).call(&start()).await.unwrap_err();
        assert_eq!(script.sent().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_digest_does_not_make_a_change_repeatable() {
    let script = Script::new([Err(interrupted())]);
    let change = UpdateQemuConfig { node: "hv01".to_owned(), vmid: 201, ..UpdateQemuConfig::default() };
    let error = client(&script).call(&change).await.unwrap_err();
    assert!(error.may_have_happened());
}

#[tokio::test(start_paused = true)]
async fn attempts_end_and_are_told() {
    let (options, notices) = watched();
    let script = Script::new((0..4).map(|_| Err(unconnected())));
    let error = client_with(&script, token(), options).call(&Version).await.unwrap_err();
    assert!(matches!(error.kind(), ApiErrorKind::Transport(TransportError::Connect { .. })));
    let notices = notices.lock().unwrap();
    assert_eq!(notices.len(), 3);
    let text = notices[0].to_string();
    assert!(text.starts_with("GET /version: cannot connect: connection refused; attempt 2 in "), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_lock_is_waited_for_as_long_as_patience_lasts() {
    let lock = || Ok(refusal(500, "can't lock file '/var/lock/qemu-server/lock-201.conf' - got timeout"));
    let script = Script::new([lock(), lock(), Ok(data(&json!(null)))]);
    let change = UpdateQemuConfig { node: "hv01".to_owned(), vmid: 201, ..UpdateQemuConfig::default() };
    client(&script).call(&change).await.unwrap();
    assert_eq!(script.sent().len(), 3);

    let script = Script::new((0..1000).map(|_| lock()));
    let begin = Instant::now();
    let error = client(&script).call(&change).await.unwrap_err();
    assert!(matches!(error.kind(), ApiErrorKind::Locked { .. }));
    assert_eq!(begin.elapsed().as_secs(), ClientOptions::default().lock_patience.as_secs());
    assert!(script.sent().len() < 30, "{}", script.sent().len());
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_come_is_given_up() {
    let script = Script::always(&version(), 9, Duration::from_secs(3600));
    let mut options = ClientOptions::default();
    (options.call_timeout, options.attempts) = (Duration::from_secs(7), 1);
    let error = client_with(&script, token(), options).call(&Version).await.unwrap_err();
    assert!(matches!(error.kind(), ApiErrorKind::Transport(TransportError::TimedOut { seconds: 7 })));
}

#[tokio::test(start_paused = true)]
async fn no_more_requests_than_the_limit_are_with_a_node_at_once() {
    let script = Script::always(&version(), 40, Duration::from_millis(20));
    let client = client(&script);
    let begin = Instant::now();
    let calls: Vec<_> = (0..40)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.call(&Version).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(script.most_at_once(), ClientOptions::DEFAULT_CONCURRENCY.get());
    assert_eq!(begin.elapsed(), Duration::from_millis(5 * 20));
}

#[tokio::test(start_paused = true)]
async fn a_password_is_exchanged_once_and_the_ticket_goes_with_changes_as_a_header_too() {
    let upid = || Ok(data(&json!(UPID)));
    let script = Script::new([Ok(ticket("PVE:deevnet@pve:6B03::a+b/c=")), Ok(version()), upid()]);
    let client = client_with(&script, login(), ClientOptions::default());
    client.call(&Version).await.unwrap();
    client.call(&start()).await.unwrap();
    let sent = script.sent();
    assert_eq!(sent[0].target, "/api2/json/access/ticket");
    assert_eq!(header(&sent[0], "cookie"), None);
    let cookie = Some("PVEAuthCookie=PVE%3Adeevnet%40pve%3A6B03%3A%3Aa%2Bb%2Fc%3D");
    assert_eq!((header(&sent[1], "cookie"), header(&sent[1], "csrfpreventiontoken")), (cookie, None));
    assert_eq!(
        (header(&sent[2], "cookie"), header(&sent[2], "csrfpreventiontoken")),
        (cookie, Some("6B03A74D:prevention"))
    );
    assert!(sent.iter().all(|request| header(request, "authorization").is_none()));
}

#[tokio::test(start_paused = true)]
async fn a_ticket_is_renewed_before_it_ends() {
    let script = Script::new([Ok(ticket("one")), Ok(version()), Ok(version()), Ok(ticket("two")), Ok(version())]);
    let client = client_with(&script, login(), ClientOptions::default());
    client.call(&Version).await.unwrap();
    advance(Duration::from_secs(100 * 60)).await;
    client.call(&Version).await.unwrap();
    advance(Duration::from_secs(10 * 60)).await;
    client.call(&Version).await.unwrap();
    assert_eq!(header(&script.sent()[4], "cookie"), Some("PVEAuthCookie=two"));
}

#[tokio::test(start_paused = true)]
async fn a_refused_ticket_is_renewed_once_even_for_a_change() {
    let refused = || Ok(response(401, "permission denied - invalid PVE ticket", ""));
    let script = Script::new([Ok(ticket("one")), refused(), Ok(ticket("two")), Ok(data(&json!(UPID)))]);
    client_with(&script, login(), ClientOptions::default()).call(&start()).await.unwrap();
    let script = Script::new([Ok(ticket("one")), refused(), Ok(ticket("two")), refused()]);
    let error = client_with(&script, login(), ClientOptions::default()).call(&start()).await.unwrap_err();
    assert!(matches!(error.kind(), ApiErrorKind::Unauthenticated { .. }));
    let script = Script::new([refused()]);
    client(&script).call(&Version).await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn a_second_factor_is_told() {
    let script = Script::new([Ok(ticket("PVE:!tfa!%7B%7D"))]);
    let error = client_with(&script, login(), ClientOptions::default()).call(&Version).await.unwrap_err();
    insta::assert_snapshot!(error, @"POST /access/ticket: not authenticated: the account asks for a second factor; use an API token instead");
}

fn state(status: &str, exit: Option<&str>) -> HttpResponse {
    let mut state = json!({ "status": status, "upid": UPID });
    if let Some(exit) = exit {
        state["exitstatus"] = json!(exit);
    }
    data(&state)
}

async fn waited(client: &Client, limit: u64) -> Result<TaskOutcome, ApiError> {
    client.wait(&UPID.parse::<Upid>().unwrap(), Duration::from_secs(limit)).await
}

#[tokio::test(start_paused = true)]
async fn success_and_warnings_are_told_apart() {
    for (exit, outcome) in [("OK", TaskOutcome::Ok), ("WARNINGS: 3", TaskOutcome::Warnings(3))] {
        let script = Script::new([Ok(state("stopped", Some(exit)))]);
        assert_eq!(waited(&client(&script), 60).await.unwrap(), outcome);
    }
}

#[tokio::test(start_paused = true)]
async fn a_task_is_asked_for_at_growing_intervals() {
    let running = (0..20).map(|_| Ok(state("running", None)));
    let script = Script::new(running.chain([Err(interrupted()), Ok(state("stopped", Some("OK")))]));
    assert_eq!(waited(&client(&script), 600).await.unwrap(), TaskOutcome::Ok);
    let intervals = script.intervals();
    assert_eq!(intervals[0], Duration::from_millis(100));
    assert!(intervals[..20].is_sorted());
    assert_eq!(intervals[18], Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn a_failure_shows_the_last_lines_of_the_log() {
    let lines = |from: u32, to: u32| {
        let lines: Vec<_> = (from..to).map(|line| json!({ "n": line, "t": format!("line {line}") })).collect();
        Ok(data(&json!(lines)))
    };
    let script = Script::new([Ok(state("stopped", Some("clone failed: no space"))), lines(1, 501), lines(501, 504)]);
    let error = waited(&client(&script), 60).await.unwrap_err();
    let ApiErrorKind::TaskFailed { exit, log_tail, .. } = error.kind() else { panic!("{error:?}") };
    assert_eq!((exit.as_str(), log_tail.len()), ("clone failed: no space", 12));
    assert_eq!((log_tail[0].as_str(), log_tail[11].as_str()), ("line 492", "line 503"));
    assert!(error.may_have_happened() || error.method() == Method::Get);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_does_not_end_is_given_up_in_time() {
    let (options, notices) = watched();
    let script = Script::always(&state("running", None), 99, Duration::ZERO);
    let begin = Instant::now();
    let error = waited(&client_with(&script, token(), options), 30).await.unwrap_err();
    assert!(matches!(error.kind(), ApiErrorKind::TaskUnfinished { seconds: 30, .. }));
    assert_eq!(begin.elapsed(), Duration::from_secs(30));
    let notices = notices.lock().unwrap();
    assert!((3..=6).contains(&notices.len()), "{notices:?}");
    let text = notices[0].to_string();
    assert!(text.starts_with("waiting for qmclone of 9000: "), "{text}");
}

#[test]
fn a_future_of_a_client_can_move_between_threads() {
    fn is_send(_: impl Send) {}
    let client = client(&Script::new([]));
    is_send(client.call(&Version));
    is_send(client.wait(&UPID.parse().unwrap(), Duration::ZERO));
}

#[test]
fn nothing_shows_a_secret() {
    let script = Script::new([]);
    for credentials in [token(), login()] {
        let shown =
            format!("{credentials:?} {:?}", client_with(&script, credentials.clone(), ClientOptions::default()));
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

/// A reply of any kind.
fn any_reply() -> impl Strategy<Value = (u16, String, String)> {
    let statuses = prop_oneof![
        Just(200),
        Just(400),
        Just(401),
        Just(403),
        Just(500),
        Just(501),
        Just(595),
        Just(596),
        100..=999_u16
    ];
    (
        statuses,
        "[ -~]{0,40}",
        prop_oneof![Just(String::new()), Just("{".to_owned()), "\\{\"data\":null,\"message\":\"[a-z ]{0,20}\"\\}"],
    )
}

proptest! {
    #[test]
    fn whatever_a_node_answers_no_output_holds_the_secret(
        secret in "[a-zA-Z0-9]{16,40}",
        reply in any_reply(),
        by_password: bool,
    ) {
        let credentials = if by_password {
            Credentials::Password(Login::new("deevnet@pve", SecretString::from(secret.as_str())))
        } else {
            Credentials::Token(super::ApiToken::new("deevnet@pve!test".parse().unwrap(), SecretString::from(secret.as_str())))
        };
        let (status, reason, body) = reply;
        let script = Script::always(&response(status, &reason, &body), 1000, Duration::ZERO);
        let (options, notices) = watched();
        let client = client_with(&script, credentials.clone(), options);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let (read, change) = runtime.block_on(async { (client.call(&Version).await, client.call(&start()).await) });
        let mut output = format!("{client:?} {credentials:?} {:?} {:?}", script.sent(), notices.lock().unwrap());
        for notice in &*notices.lock().unwrap() {
            write!(output, "{notice}").unwrap();
        }
        for error in [read.err(), change.err()].into_iter().flatten() {
            write!(output, "{error} {error:?} {error:#?} {:?}", error.hint()).unwrap();
        }
        prop_assert!(!output.contains(&secret), "{}", output);
    }

    #[test]
    fn delays_are_bounded_and_end(chance in 0.0..=1.0_f64, attempts in 1..10_u32) {
        let options = ClientOptions { attempts, ..ClientOptions::default() };
        let mut retries = Retries::new(&options, Repetition::Read);
        let error = ApiError::from_transport(Method::Get, "/version", unconnected());
        let mut count = 1;
        while let Some(delay) = retries.after(&error, chance) {
            count += 1;
            prop_assert!(delay <= options.longest_delay.mul_f64(1.5));
            prop_assert!(delay >= options.first_delay.mul_f64(0.5));
        }
        prop_assert_eq!(count, attempts);
    }
}
