//! Exchanges written from what is documented of real nodes; unlike the recordings they are always at hand.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    AclSetup, GuestSetup, Holder, NodeSetup, Release, Simulator, SimulatorOptions, TokenSetup, Unreachable, UserSetup,
};
use crate::transport::{HttpRequest, HttpResponse, Method};

const ROOT: &str = "PVEAPIToken=root@pam!full=secret";
const AUDITOR: &str = "PVEAPIToken=ro@pve!audit=secret";
const SEPARATE: &str = "PVEAPIToken=ops@pve!own=secret";
const FORM: &str = "application/x-www-form-urlencoded";

fn simulator(release: Release) -> Simulator {
    let config = [("name", "web01"), ("memory", "512"), ("net0", "virtio=bc:24:11:aa:bb:01,bridge=vmbr0")];
    let config = config.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let mut node = NodeSetup { release, ..NodeSetup::new("pve1") }
        .root_token("full", "secret")
        .token("ro@pve", "PVEAuditor", "audit", "secret")
        .guest(GuestSetup { vmid: 100, config, ..GuestSetup::default() });
    node.users.push(UserSetup { id: "ops@pve".to_owned(), password: Some("password".to_owned()) });
    node.acl.push(AclSetup::new("/", Holder::User("ops@pve".to_owned()), "PVEAdmin"));
    let (user, name, secret) = ("ops@pve".to_owned(), "own".to_owned(), "secret".to_owned());
    node.tokens.push(TokenSetup { user, name, secret, privilege_separated: true });
    node.unreachable.insert("pve9".to_owned(), Unreachable::NoRoute);
    Simulator::new(vec![node], SimulatorOptions::default())
}

fn send(simulator: &Simulator, headers: &[(&str, &str)], method: Method, target: &str, body: &str) -> HttpResponse {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let target = format!("/api2/json{target}");
    simulator.handle("pve1", &HttpRequest { method, target, headers, body: body.to_owned().into() })
}

/// Status, reason phrase and body of an answer to a token.
fn ask(simulator: &Simulator, token: &str, method: Method, target: &str, body: &str) -> (u16, String, Value) {
    let answer = send(simulator, &[("authorization", token), ("content-type", FORM)], method, target, body);
    (answer.status, answer.reason, serde_json::from_slice(&answer.body).unwrap_or_default())
}

#[tokio::test]
async fn errors_have_the_status_and_texts_of_real_nodes() {
    let simulator = simulator(Release::V8_4);
    let config = "/nodes/pve1/qemu/100/config";
    for (token, method, target, body, status, reason) in [
        ("", Method::Get, "/version", "", 401, "No ticket"),
        ("PVEAPIToken=root@pam!full=wrong", Method::Get, "/version", "", 401, "Authentication failed!"),
        (AUDITOR, Method::Put, config, "name=a", 403, "Permission check failed (/vms/100, VM.Config.Disk|"),
        (SEPARATE, Method::Get, "/nodes/pve1/status", "", 403, "Permission check failed (/nodes/pve1, Sys.Audit)"),
        (ROOT, Method::Get, "/nodes/pve2/status", "", 500, "hostname lookup 'pve2' failed - "),
        (ROOT, Method::Get, "/nodes/pve9/status", "", 595, "No route to host"),
        (ROOT, Method::Get, "/nodes/pve1/nothing", "", 501, "Method 'GET /nodes/pve1/nothing' not implemented"),
        (ROOT, Method::Delete, config, "a=b", 501, "Unexpected content for method 'DELETE'"),
        (ROOT, Method::Get, "/nodes/pve1/qemu/9/config", "", 400, "Parameter verification failed."),
        (
            ROOT,
            Method::Get,
            "/nodes/pve1/qemu/200/config",
            "",
            500,
            "Configuration file 'nodes/pve1/qemu-server/200.conf'",
        ),
        (ROOT, Method::Post, "/nodes/pve1/qemu", "vmid=100", 500, "unable to create VM 100 - VM 100 already exists"),
        (ROOT, Method::Put, config, "name=a&digest=00", 500, "checksum mismatch (file change by other user?)"),
        (ROOT, Method::Get, "/pools?poolid=none", "", 500, "pool 'none' does not exist"),
    ] {
        let (given_status, given_reason, _) = ask(&simulator, token, method, target, body);
        assert_eq!(given_status, status, "{method} {target}: {given_reason}");
        assert!(given_reason.starts_with(reason), "{method} {target}: {given_reason}");
    }
}

#[tokio::test]
async fn parameter_errors_stand_by_name() {
    let (status, reason, body) =
        ask(&simulator(Release::V9_2), ROOT, Method::Put, "/nodes/pve1/qemu/100/config", "cores=0&onboot=yes&bogus=1");
    assert_eq!((status, reason.as_str()), (400, "Parameter verification failed."));
    assert_eq!(
        body,
        json!({
            "data": null,
            "message": "Parameter verification failed.\n",
            "errors": {
                "bogus": "property is not defined in schema and the schema does not allow additional properties",
                "cores": "value must have a minimum value of 1",
                "onboot": "type check ('boolean') failed - got 'yes'",
            },
        })
    );
}

#[tokio::test]
async fn a_token_without_rights_sees_empty_lists() {
    let simulator = simulator(Release::V9_2);
    assert_eq!(ask(&simulator, SEPARATE, Method::Get, "/nodes/pve1/qemu", "").2, json!({ "data": [] }));
    assert_eq!(ask(&simulator, SEPARATE, Method::Get, "/access/permissions", "").2, json!({ "data": {} }));
    let acl = "path=/vms/100&tokens=ops@pve!own&roles=PVEVMUser";
    assert_eq!(ask(&simulator, ROOT, Method::Put, "/access/acl", acl).0, 200);
    let rows = ask(&simulator, SEPARATE, Method::Get, "/nodes/pve1/qemu", "").2;
    assert_eq!(rows["data"][0]["vmid"], 100);
}

#[tokio::test]
async fn a_mac_is_kept_as_it_was_written_and_a_value_ends_at_a_second_equals_sign() {
    let simulator = simulator(Release::V9_2);
    let config = "/nodes/pve1/qemu/100/config";
    let net0 = |simulator: &Simulator| ask(simulator, ROOT, Method::Get, config, "").2["data"]["net0"].clone();
    ask(
        &simulator,
        ROOT,
        Method::Put,
        config,
        "net0=virtio%3Dbc%3A24%3A11%3AAA%3Abb%3A02%2Cfirewall%3D1%2Cbridge%3Dvmbr0",
    );
    assert_eq!(net0(&simulator), "virtio=bc:24:11:AA:bb:02,bridge=vmbr0,firewall=1");
    ask(&simulator, ROOT, Method::Put, config, "net0=virtio=bc:24:11:aa:bb:03,bridge=vmbr0");
    let generated = net0(&simulator);
    let generated = generated.as_str().unwrap();
    assert!(
        generated.starts_with("virtio=BC:24:11:") && generated.len() == "virtio=BC:24:11:00:00:00".len(),
        "{generated}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_ticket_ends_and_changes_need_more_than_a_cookie() {
    let simulator = simulator(Release::V9_2);
    let login = "username=ops%40pve&password=password";
    let answer = send(&simulator, &[("content-type", FORM)], Method::Post, "/access/ticket", login);
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    let cookie = format!("PVEAuthCookie={}", answer["data"]["ticket"].as_str().unwrap());
    let token = answer["data"]["CSRFPreventionToken"].as_str().unwrap();
    let cookie = ("cookie", cookie.as_str());
    let both = [cookie, ("csrfpreventiontoken", token)];
    assert_eq!(send(&simulator, &[cookie], Method::Get, "/version", "").status, 200);
    let refused = send(&simulator, &[cookie], Method::Post, "/pools", "poolid=a");
    assert_eq!((refused.status, refused.reason.as_str()), (401, "Permission denied - invalid csrf token"));
    assert_eq!(send(&simulator, &both, Method::Post, "/pools", "poolid=a").status, 200);
    tokio::time::advance(Duration::from_secs(2 * 60 * 60 + 1)).await;
    assert_eq!(send(&simulator, &both, Method::Get, "/version", "").status, 401);
}

#[tokio::test(start_paused = true)]
async fn a_clone_gets_addresses_of_its_own_once_its_task_is_done() {
    let simulator = simulator(Release::V9_2);
    ask(&simulator, ROOT, Method::Post, "/nodes/pve1/qemu/100/template", "");
    tokio::time::advance(Duration::from_secs(10)).await;
    let (status, _, task) = ask(&simulator, ROOT, Method::Post, "/nodes/pve1/qemu/100/clone", "newid=200&name=web02");
    assert_eq!(status, 200);
    let upid = task["data"].as_str().unwrap().to_owned();
    assert!(upid.starts_with("UPID:pve1:") && upid.ends_with(":qmclone:100:root@pam!full:"), "{upid}");
    let config = |simulator: &Simulator| ask(simulator, ROOT, Method::Get, "/nodes/pve1/qemu/200/config", "").2;
    assert_eq!(config(&simulator)["data"]["lock"], "clone");
    tokio::time::advance(Duration::from_secs(10)).await;
    let clone = config(&simulator)["data"].clone();
    assert_eq!((&clone["name"], &clone["memory"]), (&json!("web02"), &json!("512")));
    assert_ne!(clone["net0"], "virtio=bc:24:11:aa:bb:01,bridge=vmbr0");
    let status = format!("/nodes/pve1/tasks/{upid}/status");
    assert_eq!(ask(&simulator, ROOT, Method::Get, &status, "").2["data"]["exitstatus"], "OK");
}

#[tokio::test]
async fn changes_of_locked_networks_need_the_token() {
    let simulator = simulator(Release::V9_2);
    let (status, _, token) = ask(&simulator, ROOT, Method::Post, "/cluster/sdn/lock", "");
    let token = token["data"].as_str().unwrap_or_default();
    assert!(status == 200 && !token.is_empty());
    let zone = "/cluster/sdn/zones";
    for (method, target, body, status, reason) in [
        (
            Method::Post,
            zone,
            "zone=lab&type=simple".to_owned(),
            500,
            "create sdn zone object failed: invalid lock token provided!",
        ),
        (Method::Post, zone, format!("zone=lab&type=simple&lock-token={token}"), 200, "OK"),
        (
            Method::Put,
            "/cluster/sdn",
            "lock-token=other".to_owned(),
            500,
            "could not commit SDN config: invalid lock token provided!",
        ),
        (Method::Post, "/cluster/sdn/rollback", format!("lock-token={token}&release-lock=1"), 200, "OK"),
        (Method::Get, "/cluster/sdn/zones/lab", String::new(), 500, "sdn 'lab' does not exist"),
        (Method::Post, zone, "zone=lab&type=simple".to_owned(), 200, "OK"),
        (
            Method::Post,
            "/cluster/sdn/lock",
            String::new(),
            500,
            "could not acquire lock for SDN config: configuration has pending changes",
        ),
        (Method::Post, "/cluster/sdn/lock", "allow-pending=1".to_owned(), 200, "OK"),
        (Method::Delete, "/cluster/sdn/lock?force=1", String::new(), 200, "OK"),
        (Method::Put, "/cluster/sdn", String::new(), 200, "OK"),
    ] {
        let (given_status, given_reason, _) = ask(&simulator, ROOT, method, target, &body);
        assert_eq!((given_status, given_reason.as_str()), (status, reason), "{method} {target} {body}");
    }
}
