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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::ApiError;
    use crate::transport::{HttpResponse, Method};

    const VM: &str = "/nodes/pve1/qemu/100/config";

    /// The error of a refusal as new servers send it, in the body, and as old ones do, in the reason phrase.
    fn both(status: u16, message: &str) -> [ApiError; 2] {
        let body = serde_json::json!({ "data": null, "message": format!("{message}\n") }).to_string();
        let reason = message.lines().next().unwrap_or_default().to_owned();
        let new = HttpResponse { status, reason: reason.clone(), headers: Vec::new(), body: body.into() };
        let old = HttpResponse { status, reason, headers: Vec::new(), body: r#"{"data":null}"#.into() };
        [new, old].map(|response| ApiError::from_response(Method::Put, VM, &response))
    }

    #[test]
    fn sentences_of_both_releases_have_their_kind() {
        use ApiErrorKind as Kind;
        type Is = fn(&ApiErrorKind) -> bool;
        let cases: [(&[&str], Is); 8] = [
            (
                &[
                    "Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist",
                    "unable to find configuration file for VM 9999 on node 'pve1'",
                    "storage 'none' does not exist",
                    "sdn vnet 'none' does not exist",
                    "delete sdn zone object failed: sdn 'none' does not exist",
                    "volume 'data:100/vm-100-disk-99.qcow2' does not exist",
                    "pool 'none' does not exist",
                ],
                |kind| matches!(kind, Kind::NotFound { .. }),
            ),
            (
                &[
                    "unable to create VM 101 - VM 101 already exists on node 'pve1'",
                    "unable to create VM 330 - CT 330 already exists on node 'pve1'",
                    "unable to create VM 201: config file already exists",
                    "create sdn zone object failed: sdn zone object ID 'lab' already defined",
                    "create sdn subnet object failed: sdn subnet object ID 'lab-10.20.0.0-24' already defined",
                ],
                |kind| matches!(kind, Kind::Exists { .. }),
            ),
            (
                &["VM is locked (clone)", "CT is locked (clone)"],
                |kind| matches!(kind, Kind::Locked { holder: Some(holder) } if holder == "clone"),
            ),
            (
                &[
                    "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout",
                    "cfs-lock 'file-sdn_cfg' error: got lock request timeout",
                ],
                |kind| matches!(kind, Kind::Locked { holder: None }),
            ),
            (
                &[
                    "checksum mismatch (file change by other user?)",
                    "update sdn zone object failed: detected modified configuration - file changed by other user? Try again.",
                ],
                |kind| matches!(kind, Kind::StaleDigest),
            ),
            (&["no such cluster node 'pve2'"], |kind| matches!(kind, Kind::NoSuchNode { node } if node == "pve2")),
            (&["VM 201 is running - destroy failed"], |kind| matches!(kind, Kind::Running { .. })),
            (&["VM 201 not running", "QEMU guest agent is not running"], |kind| {
                matches!(kind, Kind::NotRunning { .. })
            }),
        ];
        for (messages, is_kind) in cases {
            for error in messages.iter().flat_map(|message| both(500, message)) {
                assert!(is_kind(error.kind()), "{error}");
                assert!(!error.may_have_happened(), "{error}");
                assert_eq!(error.may_retry(), matches!(error.kind(), Kind::Locked { .. }), "{error}");
            }
        }
        assert!(matches!(both(500, "can't remove VM 202 - protection mode enabled")[1].kind(), Kind::Protected { .. }));
        assert!(both(500, "only root can set 'args' config").iter().all(ApiError::may_have_happened));
    }

    #[test]
    fn a_node_that_cannot_be_looked_up_does_not_exist() {
        let message =
            "hostname lookup 'ghost' failed - failed to get address info for: ghost: Name or service not known";
        let kind = |path| classify(500, message, BTreeMap::new(), path);
        assert!(matches!(kind("/nodes/ghost/qemu"), ApiErrorKind::NoSuchNode { node } if node == "ghost"));
        assert!(matches!(kind("/nodes/pve1/qemu"), ApiErrorKind::Unexpected { .. }));
    }

    #[test]
    fn parameters_are_told_by_key() {
        let body = r#"{"data":null,"errors":{"net0":"invalid format - format error\nnet0.tag: value must have a maximum value of 4094\n\n"},
            "message":"Parameter verification failed.\n"}"#;
        let response = HttpResponse {
            status: 400,
            reason: "Parameter verification failed.".into(),
            headers: Vec::new(),
            body: body.into(),
        };
        let error = ApiError::from_response(Method::Put, VM, &response);
        insta::assert_snapshot!(error, @r"
        PUT /nodes/pve1/qemu/100/config: refused parameters: net0: invalid format - format error
        net0.tag: value must have a maximum value of 4094
        ");
        let [new, old] = both(
            500,
            "create sdn subnet object failed: 400 Parameter verification failed.\ngateway: 10.99.0.1 is not in subnet 10.21.0.0/24",
        );
        let ApiErrorKind::Parameters(errors) = new.kind() else { panic!("{new}") };
        assert_eq!(errors["gateway"], "10.99.0.1 is not in subnet 10.21.0.0/24");
        assert!(matches!(old.kind(), ApiErrorKind::Unexpected { .. }));
        let [plugged, _] = both(400, "Parameter verification failed.");
        assert!(matches!(plugged.kind(), ApiErrorKind::Unexpected { .. }) && !plugged.may_have_happened());
        let hotplug = "hotplug problem - VM 201 qmp command 'netdev_add' failed".to_owned();
        let kind = classify(400, "", [("net0".to_owned(), hotplug)].into(), VM);
        assert!(ApiError::new(Method::Put, VM, Some(400), kind).may_have_happened());
    }

    #[test]
    fn permissions_name_path_and_privilege() {
        for (message, path, privilege) in [
            ("Permission check failed (/vms/100, VM.Config.Network)", Some("/vms/100"), Some("VM.Config.Network")),
            (
                "Permission check failed (/vms/100, VM.Config.Disk|VM.Config.CDROM)",
                Some("/vms/100"),
                Some("VM.Config.Disk|VM.Config.CDROM"),
            ),
            ("Permission check failed (, Pool.Allocate)", None, Some("Pool.Allocate")),
            ("Permission check failed", None, None),
            ("Permission check failed (pool 'nopool' does not exist)", None, None),
            (
                "Permission check failed (URI '/access/ticket' not available with API token, need proper ticket.\n)",
                None,
                None,
            ),
        ] {
            for error in both(403, message).iter().take(1) {
                let ApiErrorKind::Permission { path: found, privilege: lacking } = error.kind() else {
                    panic!("{error}")
                };
                assert_eq!((found.as_deref(), lacking.as_deref()), (path, privilege), "{message}");
            }
        }
        let [error, _] = both(403, "Permission check failed (/vms/100, VM.Config.Network)");
        insta::assert_snapshot!(error, @"PUT /nodes/pve1/qemu/100/config: the token or user lacks VM.Config.Network on /vms/100");
        insta::assert_snapshot!(error.hint().unwrap(), @"give the token and its user a role with VM.Config.Network on /vms/100");
    }

    #[test]
    fn statuses_have_their_kind() {
        use ApiErrorKind as Kind;
        let kind = |status, message| classify(status, message, BTreeMap::new(), VM);
        assert!(matches!(kind(401, ""), Kind::Unauthenticated { .. }));
        assert!(matches!(kind(501, "Method 'GET /bogus' not implemented"), Kind::NotImplemented { .. }));
        for (status, may_have_happened) in [(595, false), (596, true), (502, true), (503, false), (504, true)] {
            let error = ApiError::new(Method::Put, VM, Some(status), kind(status, ""));
            assert!(matches!(error.kind(), Kind::Unavailable { .. }) && error.may_retry());
            assert_eq!(error.may_have_happened(), may_have_happened, "{status}");
            let error = ApiError::new(Method::Get, VM, Some(status), kind(status, ""));
            assert!(!error.may_have_happened());
        }
        assert!(matches!(kind(400, "no"), Kind::Unexpected { .. }));
    }
}
