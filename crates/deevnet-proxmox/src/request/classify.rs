//! What kind of error a refusal is, by its status and its text.
//!
//! Proxmox VE answers most refusals with status 500 and a sentence. The sentences are those of 8.4 and 9.2.

use std::collections::BTreeMap;

use super::error::ApiErrorKind;

/// What a sentence about parameters begins with when it stands inside another one.
const EMBEDDED: &str = "400 Parameter verification failed.";

/// The kind of a refusal: its status, its text without white space around it, its errors by parameter, and the path of the
/// call.
pub(super) fn classify(status: u16, message: &str, errors: BTreeMap<String, String>, path: &str) -> ApiErrorKind {
    let text = || message.to_owned();
    match status {
        400 if !errors.is_empty() => ApiErrorKind::Parameters(errors),
        401 => ApiErrorKind::Unauthenticated { message: text() },
        403 => permission(message),
        404 => ApiErrorKind::NotFound { message: text() },
        501 => ApiErrorKind::NotImplemented { message: text() },
        502 | 503 | 504 | 595 | 596 => {
            ApiErrorKind::Unavailable { message: if message.is_empty() { format!("status {status}") } else { text() } }
        }
        _ => by_text(message, path).unwrap_or_else(|| ApiErrorKind::Unexpected {
            message: if message.is_empty() { format!("status {status} without a word") } else { text() },
        }),
    }
}

/// The kind of a failure by its text: a refusal with status 500, or the end of a task.
pub(super) fn by_text(message: &str, path: &str) -> Option<ApiErrorKind> {
    let text = || message.to_owned();
    let has = |part: &str| message.contains(part);
    Some(if let Some(holder) = between(message, "is locked (", ")") {
        ApiErrorKind::Locked { holder: Some(holder.to_owned()) }
    } else if has("can't lock file") || has("got lock request timeout") || has("got lock timeout") {
        ApiErrorKind::Locked { holder: None }
    } else if has("checksum mismatch") || has("detected modified configuration") {
        ApiErrorKind::StaleDigest
    } else if let Some(errors) = embedded_errors(message) {
        ApiErrorKind::Parameters(errors)
    } else if let Some(node) = unknown_node(message, path) {
        ApiErrorKind::NoSuchNode { node: node.to_owned() }
    } else if has("already exists") || has("already defined") {
        ApiErrorKind::Exists { message: text() }
    } else if has("protection mode enabled") {
        ApiErrorKind::Protected { message: text() }
    } else if has("not running") {
        ApiErrorKind::NotRunning { message: text() }
    } else if has("is running") || has("already running") {
        ApiErrorKind::Running { message: text() }
    } else if has("does not exist") || has("unable to find configuration file") {
        ApiErrorKind::NotFound { message: text() }
    } else {
        return None;
    })
}

/// `Permission check failed (/vms/100, VM.Config.Network)`, or without what stands in brackets.
fn permission(message: &str) -> ApiErrorKind {
    let (path, privilege) = match between(message, "(", ")").and_then(|inside| inside.split_once(", ")) {
        Some((path, privilege)) if path.starts_with('/') || path.is_empty() => (path, privilege),
        _ => ("", ""),
    };
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    ApiErrorKind::Permission { path: given(path), privilege: given(privilege) }
}

/// The errors by parameter that follow a sentence in the text itself, a line each.
fn embedded_errors(message: &str) -> Option<BTreeMap<String, String>> {
    let (_, errors) = message.split_once(EMBEDDED)?;
    let errors: BTreeMap<String, String> = errors
        .lines()
        .filter_map(|line| line.trim().split_once(": "))
        .map(|(key, error)| (key.to_owned(), error.to_owned()))
        .collect();
    (!errors.is_empty()).then_some(errors)
}

/// The node that does not exist: `no such cluster node 'pve2'`, or a name that could not be looked up.
fn unknown_node<'a>(message: &'a str, path: &str) -> Option<&'a str> {
    if let Some(node) = between(message, "no such cluster node '", "'") {
        return Some(node);
    }
    let name = between(message, "hostname lookup '", "'")?;
    let asked = path.strip_prefix("/nodes/")?.split('/').next()?;
    (asked == name).then_some(name)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}
