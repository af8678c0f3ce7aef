//! Observation over a transport that answers in the shapes that real nodes were recorded with.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use deevnet_core::model::NodeName;
use secrecy::SecretString;
use tokio::runtime;

use super::*;
use crate::client::{ApiToken, ClientOptions, Credentials};
use crate::survey::GuestStatus;
use crate::transport::{Exchange, HttpRequest, HttpResponse, Transport, TransportError};

const NODE: &str = r#"[{"node": "pve1", "status": "online", "ssl_fingerprint": "A8:0F"}]"#;
const RIGHTS: &str = r#"{"/nodes": {"Sys.Audit": 1}, "/sdn": {"SDN.Audit": 1}, "/storage": {"Datastore.Audit": 1},
    "/vms": {"VM.Audit": 1}}"#;
const STATUS: &str = r#"{"cpuinfo": {"cpus": 8, "cores": 4, "sockets": 1, "model": "Intel(R) Core(TM) i7-6700T"},
    "memory": {"total": 33521717248, "used": 1}, "uptime": 3994}"#;
const STORAGE: &str = r#"[{"storage": "local-lvm", "type": "lvmthin", "content": "rootdir,images", "active": 1, "enabled": 1,
    "total": 800000, "avail": 500000, "used_fraction": 0.375}, {"storage": "usb", "type": "dir", "content": "backup",
    "active": 0, "enabled": 1, "total": 0, "avail": 0}]"#;
const NETWORK: &str = r#"[{"iface": "eno1", "type": "eth", "active": 1}, {"iface": "vmbr0", "type": "bridge", "active": 1,
    "bridge_ports": "eno1", "bridge_vlan_aware": 1, "comments": "Trunk\n"}, {"iface": "vmbr1", "type": "OVSBridge"}]"#;
const MACHINE: &str =
    r#"[{"key": "digest", "value": "50dd"}, {"key": "name", "value": "web01"}, {"key": "cores", "value": 2}]"#;

/// A node that knows some answers; several to one call are given in turn, the last one again and again.
struct Script {
    answers: Mutex<BTreeMap<String, VecDeque<(u16, String)>>>,
    asked: Mutex<Vec<String>>,
}

impl Script {
    fn healthy() -> Self {
        let answers = [
            ("nodes", NODE),
            ("access/permissions", RIGHTS),
            ("version", r#"{"version": "8.4.21", "release": "8.4", "repoid": "2606ac85"}"#),
            ("nodes/pve1/status", STATUS),
            ("nodes/pve1/storage", STORAGE),
            ("nodes/pve1/network", NETWORK),
            ("nodes/pve1/qemu", r#"[{"vmid": 101, "name": "web01", "status": "running", "uptime": 7}]"#),
            ("nodes/pve1/qemu/101/pending", MACHINE),
            ("nodes/pve1/lxc", r#"[{"vmid": "330", "name": "ct1", "status": "stopped", "type": "lxc"}]"#),
            ("nodes/pve1/lxc/330/config", r#"{"hostname": "ct1", "digest": "fca7", "memory": 512}"#),
            ("cluster/sdn/zones?pending=1", r#"[{"zone": "lab", "type": "simple", "digest": null}]"#),
            ("cluster/sdn/vnets?pending=1", r#"[{"vnet": "lab0", "zone": "lab", "type": "vnet", "digest": null}]"#),
            ("cluster/sdn/vnets/lab0/subnets?pending=1", "[]"),
            ("cluster/sdn/controllers?pending=1", "[]"),
        ];
        let answers = answers.map(|(target, data)| (target.to_owned(), [(200, data.to_owned())].into()));
        Self { answers: Mutex::new(answers.into()), asked: Mutex::default() }
    }

    fn with(self, target: &str, answers: &[(u16, &str)]) -> Self {
        let answers = answers.iter().map(|(status, text)| (*status, (*text).to_owned())).collect();
        self.answers.lock().unwrap().insert(target.to_owned(), answers);
        self
    }

    fn answer(&self, target: &str) -> HttpResponse {
        let mut answers = self.answers.lock().unwrap();
        let (status, text) = match answers.get_mut(target) {
            Some(known) if known.len() > 1 => known.pop_front().unwrap(),
            Some(known) => known.front().unwrap().clone(),
            None => (501, format!("Method 'GET /{target}' not implemented")),
        };
        let body = if status == 200 {
            format!(r#"{{"data": {text}}}"#)
        } else {
            serde_json::json!({ "data": null, "message": format!("{text}\n") }).to_string()
        };
        HttpResponse { status, reason: String::new(), headers: Vec::new(), body: body.into() }
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> Exchange<'_> {
        let target = request.target.trim_start_matches("/api2/json/").to_owned();
        self.asked.lock().unwrap().push(target.clone());
        Box::pin(async move { Ok(self.answer(&target)) })
    }
}

struct Silence;

impl Transport for Silence {
    fn send(&self, _: HttpRequest) -> Exchange<'_> {
        Box::pin(async { Err(TransportError::Connect { reason: "connection refused".to_owned() }) })
    }
}

fn client(transport: Arc<dyn Transport>) -> Client {
    let token = ApiToken::new("automation@pve!deevnet".parse().unwrap(), SecretString::from("secret"));
    let options = ClientOptions { attempts: 1, ..ClientOptions::default() };
    Client::new(transport, Credentials::Token(token), options)
}

fn observed(nodes: impl IntoIterator<Item = (&'static str, Arc<dyn Transport>)>, options: ObserveOptions) -> Survey {
    let nodes = nodes.into_iter().map(|(host, transport)| (host.into(), client(transport))).collect();
    let runtime = runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(observe(&nodes, options))
}

fn survey_of(script: Script) -> Survey {
    observed([("hv01", Arc::new(script) as Arc<dyn Transport>)], ObserveOptions::default())
}

fn gaps(survey: &Survey) -> Vec<String> {
    let gaps = survey.nodes.iter().flat_map(|(host, node)| node.gaps.iter().map(move |gap| format!("{host}: {gap}")));
    gaps.collect()
}

#[test]
fn everything_of_a_node_is_seen_with_one_call_for_each_guest() {
    let script = Arc::new(Script::healthy());
    let survey = observed([("hv01", Arc::clone(&script) as Arc<dyn Transport>)], ObserveOptions::default());
    assert_eq!(gaps(&survey), [] as [String; 0]);
    let mut asked = script.asked.lock().unwrap().clone();
    asked.sort();
    insta::assert_snapshot!(asked.join("\n"), @"
    access/permissions
    cluster/sdn/controllers?pending=1
    cluster/sdn/vnets/lab0/subnets?pending=1
    cluster/sdn/vnets?pending=1
    cluster/sdn/zones?pending=1
    nodes
    nodes/pve1/lxc
    nodes/pve1/lxc/330/config
    nodes/pve1/network
    nodes/pve1/qemu
    nodes/pve1/qemu/101/pending
    nodes/pve1/status
    nodes/pve1/storage
    version
    ");
    insta::assert_snapshot!(serde_json::to_string(&survey).unwrap(), @r#"{"version":1,"nodes":{"hv01":{"node":"pve1","release":"8.4.21","hardware":{"processor":"Intel(R) Core(TM) i7-6700T","threads":8,"cores":4,"memory":"33521717248 B"},"storages":{"local-lvm":{"kind":"lvmthin","content":["images","rootdir"],"is_active":true,"total":"800000 B","free":"500000 B"},"usb":{"kind":"dir","content":["backup"],"is_active":false}},"bridges":{"vmbr0":{"is_vlan_aware":true,"is_active":true,"ports":["eno1"]},"vmbr1":{"is_vlan_aware":true,"is_active":false,"ports":[]}},"sdn":{"zones":{"lab":{"kind":"simple","options":{},"vnets":{"lab0":{"options":{},"subnets":{}}}}},"controllers":{}},"guests":{"101":{"kind":"qemu","name":"web01","status":"running","digest":"50dd","config":{"cores":"2","name":"web01"}},"330":{"kind":"lxc","name":"ct1","status":"stopped","digest":"fca7","config":{"hostname":"ct1","memory":"512"}}}}}}"#);
}

#[test]
fn a_node_without_an_answer_is_one_gap_and_holds_nobody_up() {
    let nodes: [(&str, Arc<dyn Transport>); 2] = [("hv01", Arc::new(Script::healthy())), ("hv02", Arc::new(Silence))];
    let survey = observed(nodes, ObserveOptions::default());
    assert_eq!(gaps(&survey), ["hv02: node: cannot connect: connection refused"]);
    assert_eq!(survey.nodes["hv01"].guests[&101].status, GuestStatus::Running);
    assert!(survey.complete(&["hv01".into(), "hv02".into()].into()).is_err());
}

#[test]
fn empty_lists_of_a_token_without_rights_are_no_empty_node() {
    let script = Script::healthy()
        .with("access/permissions", &[(200, "{}")])
        .with("nodes/pve1/qemu", &[(200, "[]")])
        .with("nodes/pve1/lxc", &[(200, "[]")])
        .with("nodes/pve1/status", &[(403, "Permission check failed (/nodes/pve1, Sys.Audit)")]);
    insta::assert_snapshot!(gaps(&survey_of(script)).join("\n"), @"
    hv01: hardware: the token lacks Sys.Audit on /nodes/pve1
    hv01: software-defined network: the token lacks SDN.Audit on /sdn
    hv01: storages: the token lacks Datastore.Audit on /storage
    hv01: virtual machines and containers: the token lacks VM.Audit on /vms
    ");
}

#[test]
fn a_refused_token_is_one_gap() {
    let refused = Script::healthy().with("nodes", &[(401, "Authentication failed!")]);
    insta::assert_snapshot!(gaps(&survey_of(refused)).join("\n"), @"hv01: node: GET /nodes: not authenticated: Authentication failed!");
}

const BOTH: &str = r#"[{"vmid": 101, "status": "running"}, {"vmid": 102, "status": "stopped"}]"#;
const GONE: &str = "Configuration file 'nodes/pve1/qemu-server/102.conf' does not exist";

#[test]
fn a_machine_that_goes_away_meanwhile_is_no_gap() {
    let one = r#"[{"vmid": 101, "status": "running"}, {"vmid": 103, "status": "stopped"}]"#;
    let script = Script::healthy()
        .with("nodes/pve1/qemu", &[(200, BOTH), (200, one)])
        .with("nodes/pve1/qemu/102/pending", &[(500, GONE)])
        .with("nodes/pve1/qemu/103/pending", &[(200, "[]")]);
    let survey = survey_of(script);
    assert_eq!(gaps(&survey), [] as [String; 0]);
    assert_eq!(survey.nodes["hv01"].guests.keys().copied().collect::<Vec<u32>>(), [101, 103, 330]);
}

#[test]
fn a_machine_that_is_listed_without_a_configuration_is_a_gap() {
    let script =
        Script::healthy().with("nodes/pve1/qemu", &[(200, BOTH)]).with("nodes/pve1/qemu/102/pending", &[(500, GONE)]);
    insta::assert_snapshot!(gaps(&survey_of(script)).join("\n"), @"hv01: configuration of VM 102: the guest is listed, and its configuration is not there");
}

#[test]
fn a_machine_that_may_not_be_read_is_a_gap() {
    let script = Script::healthy()
        .with("nodes/pve1/qemu", &[(200, BOTH)])
        .with("nodes/pve1/qemu/102/pending", &[(403, "Permission check failed (/vms/102, VM.Audit)")]);
    insta::assert_snapshot!(gaps(&survey_of(script)).join("\n"), @"hv01: configuration of VM 102: the token lacks VM.Audit on /vms/102");
}

#[test]
fn two_hosts_that_lead_to_one_node_are_suspicious() {
    let nodes: [(&str, Arc<dyn Transport>); 2] =
        [("hv01", Arc::new(Script::healthy())), ("hv02", Arc::new(Script::healthy()))];
    insta::assert_snapshot!(gaps(&observed(nodes, ObserveOptions::default())).join("\n"), @"
    hv01: node: its endpoint answers as `pve1` with the certificate that the endpoint of hv02 has
    hv02: node: its endpoint answers as `pve1` with the certificate that the endpoint of hv01 has
    ");
    let renamed = NODE.replace("A8:0F", "B9:1E");
    let nodes: [(&str, Arc<dyn Transport>); 2] = [
        ("hv01", Arc::new(Script::healthy())),
        ("hv02", Arc::new(Script::healthy().with("nodes", &[(200, &renamed)]))),
    ];
    assert_eq!(gaps(&observed(nodes, ObserveOptions::default())), [] as [String; 0]);
}

#[test]
fn a_member_of_a_cluster_that_is_not_asked_is_a_gap() {
    let cluster = r#"[{"node": "pve1", "ssl_fingerprint": "A8"}, {"node": "pve2", "ssl_fingerprint": "A9"}]"#;
    let mut options = ObserveOptions::default();
    options.declared.insert("hv01".into(), "pve1".parse::<NodeName>().unwrap());
    let script = Script::healthy().with("nodes", &[(200, cluster)]);
    let survey = observed([("hv01", Arc::new(script) as Arc<dyn Transport>)], options);
    insta::assert_snapshot!(gaps(&survey).join("\n"), @"hv01: node: it is in a cluster with `pve2`, which no host leads to");
}

#[test]
fn progress_is_told() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let options = ObserveOptions::default().watched_by(move |progress| listener.lock().unwrap().push(progress.clone()));
    observed([("hv01", Arc::new(Script::healthy()) as Arc<dyn Transport>)], options);
    let told = told.lock().unwrap();
    let listed = told.iter().filter(|one| matches!(one, Progress::Listed { guests: 1, .. })).count();
    let read = told.iter().filter(|one| matches!(one, Progress::Read { .. })).count();
    assert_eq!((listed, read), (2, 2));
    assert_eq!(told.last(), Some(&Progress::Finished { host: "hv01".into(), is_complete: true }));
}
