//! The faults that are in force.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::effect::Effect;
use super::rule::Fault;
use crate::transport::{HttpRequest, Method};

/// Where answers begin.
const ROOT: &str = "/api2/json";

/// The faults in force, each with the number of calls that it has seen.
#[derive(Debug, Default)]
pub struct FaultInjector {
    armed: Mutex<Vec<Armed>>,
    calls: AtomicU64,
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    seen: u64,
}

impl FaultInjector {
    /// Puts a fault in force; it counts calls from now on.
    pub fn add(&self, fault: Fault) {
        self.with_armed(|armed| armed.push(Armed { fault, seen: 0 }));
    }

    /// Ends all faults.
    pub fn clear(&self) {
        self.with_armed(Vec::clear);
    }

    /// How many calls have come to all nodes.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Counts a call and gives what goes wrong with it, in the order in which faults were added.
    pub(super) fn effects(&self, node: &str, request: &HttpRequest) -> Vec<Effect> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let path = path(request);
        self.with_armed(|armed| {
            let mut effects = Vec::new();
            for armed in armed {
                if armed.fault.matches(node, request.method, path) && concerns(&armed.fault.effect, request) {
                    armed.seen += 1;
                    if armed.fault.calls.contains(armed.seen) {
                        effects.push(armed.fault.effect.clone());
                    }
                }
            }
            effects
        })
    }

    fn with_armed<T>(&self, work: impl FnOnce(&mut Vec<Armed>) -> T) -> T {
        work(&mut self.armed.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The path of a request below `/api2/json`, without its query.
pub(super) fn path(request: &HttpRequest) -> &str {
    let path = request.target.split('?').next().unwrap_or_default();
    path.strip_prefix(ROOT).unwrap_or(path)
}

/// Whether an effect means anything to a request: reads hold no lock and start no task, and only what carries a digest can carry
/// a stale one.
fn concerns(effect: &Effect, request: &HttpRequest) -> bool {
    match effect {
        Effect::Locked | Effect::SlowTask(_) | Effect::FailTask(_) | Effect::HideFailure(_) | Effect::WarnTask(_) => {
            request.method != Method::Get
        }
        Effect::StaleDigest => carries_digest(request),
        _ => true,
    }
}

fn carries_digest(request: &HttpRequest) -> bool {
    let query = request.target.split_once('?').map_or("", |(_, query)| query);
    let is_digest = |(name, _): (_, _)| name == "digest";
    form_urlencoded::parse(query.as_bytes()).any(is_digest)
        || form_urlencoded::parse(&request.body).any(is_digest)
        || request.body.windows(DIGEST_IN_JSON.len()).any(|part| part == DIGEST_IN_JSON)
}

const DIGEST_IN_JSON: &[u8] = b"\"digest\"";
