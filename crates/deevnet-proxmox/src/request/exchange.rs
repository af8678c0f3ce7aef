//! From a call to what is sent, and from what comes back to an answer.

use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::encoding::form;
use super::error::{ApiError, ApiErrorKind};
use crate::transport::{HttpRequest, HttpResponse, Method};

/// What stands before the path of every call.
pub const API_ROOT: &str = "/api2/json";

/// What is sent for a call, without credentials.
///
/// ```
/// use deevnet_proxmox::request::{QemuConfig, http_request};
///
/// let request = http_request(&QemuConfig { node: "hv01".into(), vmid: 201, current: true });
/// assert_eq!(request.target, "/api2/json/nodes/hv01/qemu/201/config?current=1");
/// ```
pub fn http_request<C: Call>(call: &C) -> HttpRequest {
    let path = format!("{API_ROOT}{}", call.path());
    let parameters = form(&call.parameters());
    match C::METHOD {
        // A body with one of these is refused, even an empty form.
        method @ (Method::Get | Method::Delete) => {
            let query = if parameters.is_empty() { parameters } else { format!("?{parameters}") };
            HttpRequest { method, target: format!("{path}{query}"), headers: Vec::new(), body: Bytes::new() }
        }
        method @ (Method::Post | Method::Put) => {
            let kind = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
            HttpRequest { method, target: path, headers: vec![kind], body: parameters.into() }
        }
    }
}

#[derive(Deserialize)]
struct Envelope<T> {
    data: T,
}

/// The answer to a call.
///
/// # Errors
/// When the node refused the call, or what it sent is not of the call's type.
pub fn answer<C: Call>(call: &C, response: &HttpResponse) -> Result<C::Answer, ApiError> {
    if !(200..300).contains(&response.status) {
        return Err(ApiError::from_response(C::METHOD, &call.path(), response));
    }
    read(&response.body).map_err(|reason| {
        ApiError::new(C::METHOD, &call.path(), Some(response.status), ApiErrorKind::Unreadable { reason })
    })
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let envelope: Envelope<T> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Ok(envelope.data)
}

#[cfg(test)]
mod tests {
    use super::super::{
        GuestConfig, ListQemu, NextId, NodeStatus, Nodes, Permissions, QemuConfig, QemuPending, SdnSubnets, SdnVnets,
        ShutdownQemu, StartQemu, Storages, TaskStatus, UpdateQemuConfig,
    };
    use super::*;

    fn read<C: Call>(call: &C, data: &str) -> C::Answer {
        let body = format!(r#"{{"data":{data},"total":1}}"#).into();
        answer(call, &HttpResponse { status: 200, reason: "OK".to_owned(), headers: Vec::new(), body }).unwrap()
    }

    #[test]
    fn only_what_changes_something_has_a_body() {
        let start = http_request(&StartQemu { node: "hv01".into(), vmid: 201 });
        assert_eq!((start.method, start.body.len(), start.headers.len()), (Method::Post, 0, 1));
        let list = http_request(&ListQemu { node: "hv 01".into() });
        assert_eq!((list.target.as_str(), list.headers.len()), ("/api2/json/nodes/hv%2001/qemu", 0));
        let change = http_request(&UpdateQemuConfig {
            node: "hv01".into(),
            vmid: 201,
            set: [("tags".to_owned(), "a;b".to_owned())].into(),
            delete: vec!["serial0".into(), "args".into()],
            digest: Some("0f".into()),
        });
        assert_eq!(change.body, "tags=a%3Bb&delete=serial0%2Cargs&digest=0f");
        let stop = ShutdownQemu { node: "hv01".into(), vmid: 201, timeout: Some(60), force_stop: true };
        assert_eq!(http_request(&stop).body, "timeout=60&forceStop=1");
    }

    #[test]
    fn numbers_may_be_text_and_text_numbers() {
        assert_eq!(read(&NextId::default(), r#""100""#).0, 100);
        let call = QemuConfig { node: "hv01".into(), vmid: 201, current: false };
        let config = read(&call, r#"{"cores":2,"memory":"512","boot":" ","tags":"","digest":"0f","template":1}"#);
        let options = [("cores", "2"), ("memory", "512"), ("template", "1")];
        let options = options.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        assert_eq!(config, GuestConfig { digest: Some("0f".to_owned()), options });
        let rows =
            read(&ListQemu { node: "hv01".into() }, r#"[{"vmid":"9000","status":"stopped","template":"1","new":{}}]"#);
        assert_eq!((rows[0].vmid, rows[0].template, rows[0].name.as_deref()), (9000, true, None));
        let storages = read(
            &Storages { node: "hv01".into() },
            r#"[{"storage":"local-lvm","type":"lvmthin","content":"rootdir,images","active":1,"total":"10","avail":2.5}]"#,
        );
        assert_eq!((storages[0].total, storages[0].avail, storages[0].enabled), (Some(10), Some(2), false));
        assert_eq!(storages[0].content, ["images", "rootdir"]);
    }

    #[test]
    fn what_waits_is_told_apart() {
        let rows = read(
            &QemuPending { node: "hv01".into(), vmid: 201 },
            r#"[{"key":"memory","value":256,"pending":"512"},{"key":"serial0","value":"socket","delete":1},{"key":"boot","value":" "}]"#,
        );
        let shown: Vec<_> = rows.iter().map(|row| (row.value.as_deref(), row.pending.as_deref(), row.delete)).collect();
        assert_eq!(shown, [(Some("256"), Some("512"), false), (Some("socket"), None, true), (None, None, false)]);
    }

    #[test]
    fn pending_changes_of_the_network_lie_over_it() {
        let data = r#"[{"vnet":"vnet1","zone":"lab","alias":"old","tag":20,"digest":null,"state":"changed","type":"vnet",
            "pending":{"alias":"new","tag":"deleted"}}]"#;
        let row = read(&SdnVnets, data).remove(0);
        assert_eq!(
            (row.get("alias"), row.get("tag"), row.state.as_deref()),
            (Some("old"), Some("20"), Some("changed"))
        );
        let effective = row.effective();
        assert_eq!((effective["alias"].as_str(), effective.get("tag"), row.digest), ("new", None, None));
        let data = r#"[{"subnet":"lab-10.20.0.0-24","dhcp-range":[],"mask":"24","state":"new","pending":{"snat":1}}]"#;
        let row = read(&SdnSubnets { vnet: "vnet1".into() }, data).remove(0);
        assert_eq!((row.get("dhcp-range"), row.effective()["snat"].as_str()), (None, "1"));
    }

    #[test]
    fn nodes_say_what_they_are() {
        let nodes = read(&Nodes, r#"[{"node":"hv01","status":"unknown","level":""}]"#);
        assert_eq!((nodes[0].node.as_str(), nodes[0].ssl_fingerprint.as_deref()), ("hv01", None));
        let data = r#"{"cpuinfo":{"model":"Xeon","cpus":8,"cores":4,"sockets":"1"},"memory":{"total":1024}}"#;
        let status = read(&NodeStatus { node: "hv01".into() }, data);
        assert_eq!((status.threads, status.cores, status.sockets, status.memory), (8, 4, 1, 1024));
    }

    #[test]
    fn the_nearest_path_decides_what_is_allowed() {
        let data = r#"{"/":{"Sys.Audit":1,"VM.Audit":0},"/nodes":{"Sys.Audit":1},"/vms":{"VM.Audit":1},"/vms/200":{}}"#;
        let table = read(&Permissions::default(), data);
        for (path, privilege, allowed) in [
            ("/vms/100", "VM.Audit", true),
            ("/vms/200", "VM.Audit", false),
            ("/vms/100", "Sys.Audit", false),
            ("/nodes/hv01", "Sys.Audit", true),
            ("/nodes/hv01", "VM.Audit", false),
            ("/", "VM.Audit", true),
            ("/mapping/pci/card", "Sys.Audit", true),
            ("/mapping", "VM.Audit", false),
            ("/sdn", "Sys.Audit", false),
            ("/storage/local", "Sys.Audit", false),
        ] {
            assert_eq!(table.allows(path, privilege), allowed, "{privilege} on {path}");
        }
        assert!(read(&Permissions::default(), "[]").is_empty() && read(&Permissions::default(), "{}").is_empty());
    }

    #[test]
    fn a_task_goes_in_its_own_name() {
        let upid: crate::notation::Upid =
            "UPID:hv01:00000225:0006756A:6B03A85E:qmclone:9000:root@pam!full:".parse().unwrap();
        let call = TaskStatus { upid };
        assert_eq!(
            http_request(&call).target,
            "/api2/json/nodes/hv01/tasks/UPID%3Ahv01%3A00000225%3A0006756A%3A6B03A85E%3Aqmclone%3A9000%3Aroot%40pam%21full%3A/status"
        );
        let state = read(&call, r#"{"status":"stopped","exitstatus":"WARNINGS: 2","pid":549}"#);
        assert_eq!(state.exitstatus.as_deref(), Some("WARNINGS: 2"));
    }

    #[test]
    fn an_answer_of_another_shape_is_an_error() {
        for body in ["", "<html>", "{}", r#"{"data":{"vmid":1}}"#] {
            let response = HttpResponse { status: 200, reason: String::new(), headers: Vec::new(), body: body.into() };
            let error = answer(&ListQemu { node: "hv01".into() }, &response).unwrap_err();
            assert!(matches!(error.kind(), ApiErrorKind::Unreadable { .. }), "{body}");
            assert!(!error.may_have_happened());
            let error = answer(&StartQemu { node: "hv01".into(), vmid: 1 }, &response).unwrap_err();
            assert!(error.may_have_happened() && !error.may_retry());
        }
    }
}
