//! A replay of a group.

use std::time::Duration;

use serde_json::Value;

use super::binding::Binding;
use super::comparison::compare;
use super::recording::{Entry, Recording, Request, Response};
use super::{host, start};
use crate::simulator::{Release, Simulator, SimulatorOptions};
use crate::transport::{HttpRequest, HttpResponse, Method};

/// The time between two requests of one client.
const BETWEEN_REQUESTS: Duration = Duration::from_millis(20);

/// How long a task may take.
const TASK_LIMIT: Duration = Duration::from_secs(600);

/// A simulated node on which recorded requests are repeated.
pub(super) struct Session {
    release: Release,
    simulator: Simulator,
    binding: Binding,
    ticket: Option<(String, String)>,
}

/// An exchange that went otherwise than it was recorded.
#[derive(Debug)]
pub(super) struct Mismatch {
    pub(super) n: u32,
    pub(super) call: String,
    pub(super) differences: Vec<String>,
}

impl Session {
    /// A node as a group finds it.
    pub(super) async fn for_group(release: Release, group: &str) -> Self {
        let predecessors = start::predecessors(group);
        let first = predecessors.first().copied().unwrap_or(group);
        // No guest has an operating system that would shut down.
        let shutdown_duration = Duration::from_secs(3600);
        let options = SimulatorOptions { epoch: 1_795_400_000, shutdown_duration, ..SimulatorOptions::default() };
        let simulator = Simulator::new(vec![start::node(release, first)], options);
        let mut session = Self { release, simulator, binding: Binding::default(), ticket: None };
        for earlier in predecessors {
            session.prepare(earlier);
            let recording = Recording::read(release, earlier).unwrap();
            session.replay(&recording).await;
            tokio::time::advance(TASK_LIMIT).await;
            session.binding = Binding::default();
        }
        session.prepare(group);
        session
    }

    /// Does what was done before a group but not recorded.
    fn prepare(&self, group: &str) {
        self.simulator.with("pve1", |node| {
            node.catch_up();
            for (vmid, key, value) in start::meanwhile(group) {
                let machine = node.virtual_machines.get_mut(vmid);
                machine.map(|machine| machine.config.insert((*key).to_owned(), (*value).to_owned()));
            }
        });
    }

    /// Repeats the requests of a group; gives what went otherwise, and how many exchanges there are.
    pub(super) async fn replay(&mut self, recording: &Recording) -> (Vec<Mismatch>, usize) {
        let mut mismatches = Vec::new();
        let mut total = 0;
        for entry in &recording.exchanges {
            tokio::time::advance(BETWEEN_REQUESTS).await;
            if let Some(command) = &entry.host_command {
                self.simulator.with("pve1", |node| {
                    node.catch_up();
                    host::run(node, command);
                });
            }
            if let (Some(request), Some(response)) = (&entry.request, &entry.response) {
                total += 1;
                let differences = self.exchange(entry, request, response).await;
                if !differences.is_empty() {
                    let call =
                        format!("{} {} {}", request.method, request.path, request.body.as_deref().unwrap_or_default());
                    mismatches.push(Mismatch { n: entry.n, call, differences });
                }
            }
        }
        (mismatches, total)
    }

    async fn exchange(&mut self, entry: &Entry, request: &Request, recorded: &Response) -> Vec<String> {
        let Some(request) = self.request(entry, request) else {
            let text = format!("method '{}' not available", request.method);
            let answer = crate::simulator::http::unavailable(&request.method);
            assert_eq!(answer.reason, text);
            return self.compare(recorded, &answer);
        };
        if entry.recorded_task_status() == Some("stopped") {
            self.wait(&request.target).await;
        }
        let answer = self.simulator.handle_with("pve1", &request, start::task_fault(self.release, &request));
        self.keep_ticket(&answer);
        self.compare(recorded, &answer)
    }

    /// Waits until the task of a path has ended.
    async fn wait(&self, target: &str) {
        let started = tokio::time::Instant::now();
        while started.elapsed() < TASK_LIMIT {
            let running = self.simulator.with("pve1", |node| {
                node.catch_up();
                node.tasks.iter().any(|task| target.contains(&task.upid) && task.exit.is_none())
            });
            if running != Some(true) {
                return;
            }
            tokio::time::advance(Duration::from_millis(100)).await;
        }
    }

    fn request(&self, entry: &Entry, request: &Request) -> Option<HttpRequest> {
        let method = match request.method.as_str() {
            "GET" => Method::Get,
            "POST" => Method::Post,
            "PUT" => Method::Put,
            "DELETE" => Method::Delete,
            _ => return None,
        };
        let mut headers = self.credentials(entry);
        let further = request.extra_headers.iter().flatten();
        headers.extend(further.map(|(name, value)| (name.to_lowercase(), value.clone())));
        if let Some(content_type) = &request.content_type {
            headers.push(("content-type".to_owned(), content_type.clone()));
        }
        let body = match request.body.as_deref().unwrap_or_default() {
            "<600000 x \"x\">" => "x".repeat(600_000),
            body => self.binding.translate(body),
        };
        Some(HttpRequest { method, target: self.binding.translate(&request.path), headers, body: body.into() })
    }

    fn credentials(&self, entry: &Entry) -> Vec<(String, String)> {
        let (ticket, prevention_token) = self.ticket.clone().unwrap_or_default();
        let cookie = |ticket: &str| ("cookie".to_owned(), format!("PVEAuthCookie={}", ticket.replace('+', "%2B")));
        let token = |value: &str| ("authorization".to_owned(), value.to_owned());
        let prevention = |value: &str| ("csrfpreventiontoken".to_owned(), value.to_owned());
        match (entry.auth.as_str(), entry.note.as_str()) {
            ("tick", _) => vec![cookie(&ticket), prevention(&prevention_token)],
            ("custom", "POST with cookie, no CSRF header") => vec![cookie(&ticket)],
            ("custom", "POST with bad CSRF") => vec![cookie(&ticket), prevention("6B03A74D:bad")],
            ("custom", "garbage ticket") => vec![cookie("PVE:root@pam:6B03A74D::garbage")],
            ("custom", "wrong token secret") => vec![token("PVEAPIToken=root@pam!full=wrong")],
            ("custom", "unknown token id") => vec![token("PVEAPIToken=root@pam!nope=wrong")],
            ("custom", "token id of one char (regex needs >=2)") => vec![token("PVEAPIToken=root@pam!a=wrong")],
            ("custom", "other Authorization scheme") => vec![token("Bearer abc")],
            ("custom", _) => {
                let plain = start::authorization("full").unwrap_or_default();
                vec![token(&plain.replacen('=', " ", 1))]
            }
            (caller, _) => start::authorization(caller).iter().map(|value| token(value)).collect(),
        }
    }

    /// Keeps the ticket of root, which later requests use.
    fn keep_ticket(&mut self, answer: &HttpResponse) {
        let Ok(answer) = serde_json::from_slice::<Value>(&answer.body) else { return };
        let text = |name: &str| answer.pointer(&format!("/data/{name}")).and_then(Value::as_str).map(str::to_owned);
        if let (Some(ticket), Some(token)) = (text("ticket"), text("CSRFPreventionToken"))
            && text("username").as_deref() == Some("root@pam")
        {
            self.ticket = Some((ticket, token));
        }
    }

    fn compare(&mut self, recorded: &Response, answer: &HttpResponse) -> Vec<String> {
        let mut differences = Vec::new();
        if recorded.status != answer.status {
            differences.push(format!("status: {} / {}", recorded.status, answer.status));
        }
        if !self.binding.same(&recorded.reason, &answer.reason) {
            differences.push(format!("reason: {:?} / {:?}", recorded.reason, answer.reason));
        }
        let body = String::from_utf8_lossy(&answer.body);
        let raw = recorded.raw.as_ref().and_then(Value::as_str).unwrap_or_default();
        match (&recorded.json, serde_json::from_str::<Value>(&body)) {
            (Some(recorded), Ok(simulated)) => differences.extend(compare(&mut self.binding, recorded, &simulated)),
            (Some(recorded), Err(_)) => differences.push(format!("body: {recorded} / {body:?}")),
            (None, _) if self.binding.same(raw, &body) => {}
            (None, _) => differences.push(format!("body: {raw:?} / {body:?}")),
        }
        differences
    }
}
