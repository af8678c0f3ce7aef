//! What machines do over time, asked of a node as a client would.

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::drive::Drive;
use super::network_device::NetworkDevice;
use crate::simulator::{GuestSetup, NodeSetup, Release, Simulator, SimulatorOptions};
use crate::transport::Method::{self, Delete, Get, Post, Put};
use crate::transport::{HttpRequest, HttpResponse};

const TEMPLATE: &[(&str, &str)] = &[
    ("name", "tmpl"),
    ("template", "1"),
    ("tags", "golden"),
    ("description", "the template"),
    ("onboot", "1"),
    ("boot", "order=scsi0"),
    ("smbios1", "uuid=00000000-0000-4000-8000-000000000001"),
    ("vmgenid", "00000000-0000-4000-8000-000000000002"),
    ("scsi0", "data:9000/base-9000-disk-0.qcow2,size=3G"),
    ("ide2", "data:9000/vm-9000-cloudinit.qcow2,media=cdrom,size=4M"),
    ("net0", "virtio=BC:24:11:00:90:00,bridge=vmbr0,firewall=1"),
];

struct Lab(Simulator);

impl Lab {
    fn new(release: Release) -> Self {
        let config = TEMPLATE.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let guest = GuestSetup { vmid: 9000, config, ..GuestSetup::default() };
        let node = NodeSetup { release, ..NodeSetup::new("pve1") }.root_token("full", "secret").guest(guest);
        Self(Simulator::new(vec![node], SimulatorOptions::default()))
    }

    fn send(&self, method: Method, path: &str, body: &str) -> HttpResponse {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = vec![
            header("authorization", "PVEAPIToken=root@pam!full=secret"),
            header("content-type", "application/x-www-form-urlencoded"),
        ];
        let target = format!("/api2/json/nodes/pve1{path}");
        self.0.handle("pve1", &HttpRequest { method, target, headers, body: body.to_owned().into() })
    }

    /// What a call gives.
    fn data(&self, method: Method, path: &str, body: &str) -> Value {
        let answer = self.send(method, path, body);
        assert_eq!(answer.status, 200, "{method} {path} {body}: {}", answer.reason);
        serde_json::from_slice::<Value>(&answer.body).unwrap()["data"].clone()
    }

    /// The text of a refusal.
    fn refusal(&self, method: Method, path: &str, body: &str) -> String {
        let answer = self.send(method, path, body);
        assert_ne!(answer.status, 200, "{method} {path} {body}");
        let answer: Value = serde_json::from_slice(&answer.body).unwrap();
        answer.get("errors").unwrap_or(&answer["message"]).to_string()
    }

    fn config(&self, vmid: u32) -> Value {
        self.data(Get, &format!("/qemu/{vmid}/config"), "")
    }

    /// How a task ends.
    async fn end(&self, upid: &Value) -> String {
        let path = format!("/tasks/{}/status", upid.as_str().unwrap());
        loop {
            let status = self.data(Get, &path, "");
            if let Some(exit) = status.get("exitstatus") {
                return exit.as_str().unwrap().to_owned();
            }
            tokio::time::advance(Duration::from_millis(50)).await;
        }
    }

    /// How the task ends that a call starts.
    async fn run(&self, method: Method, path: &str, body: &str) -> String {
        let upid = self.data(method, path, body);
        self.end(&upid).await
    }
}

#[tokio::test(start_paused = true)]
async fn a_clone_is_a_draft_until_its_task_ends_and_has_an_identity_of_its_own() {
    let lab = Lab::new(Release::V8_4);
    let upid = lab.data(Post, "/qemu/9000/clone", "newid=201");
    let draft = lab.config(201);
    assert_eq!((&draft["lock"], &draft["description"]), (&json!("clone"), &json!(" qmclone temporary file")));
    assert_eq!(draft.as_object().unwrap().len(), 3);
    assert_eq!(lab.end(&upid).await, "OK");
    let clone = lab.config(201);
    assert_eq!(clone["name"], "Copy-of-VM-tmpl");
    assert_eq!(clone["scsi0"], "data:9000/base-9000-disk-0.qcow2/201/vm-201-disk-0.qcow2,size=3G");
    assert_eq!(clone["ide2"], "data:201/vm-201-cloudinit.qcow2,media=cdrom,size=4M");
    let template = lab.config(9000);
    for kept in ["tags", "description", "onboot"] {
        assert_eq!(clone[kept], template[kept], "{kept}");
    }
    for renewed in ["net0", "smbios1", "vmgenid"] {
        assert_ne!(clone[renewed], template[renewed], "{renewed}");
    }
    assert!(clone["net0"].as_str().unwrap().starts_with("virtio=BC:24:11:"));
    assert_eq!(clone.get("template"), None);
}

#[tokio::test(start_paused = true)]
async fn clones_are_refused_that_cannot_be() {
    let lab = Lab::new(Release::V9_2);
    for (path, body, text) in [
        ("/qemu/9000/clone", "newid=203&storage=local", "parameter 'storage' not allowed for linked clones"),
        ("/qemu/9000/clone", "newid=9000", "unable to create VM 9000: config file already exists"),
        ("/qemu/9999/clone", "newid=205", "unable to find configuration file for VM 9999 on node 'pve1'"),
        ("/qemu/9000/clone", "newid=205&target=pve2", "no such cluster node 'pve2'"),
        ("/qemu/9000/clone", "newid=205&full=1&storage=nostore", "storage 'nostore' does not exist"),
    ] {
        let refusal = lab.refusal(Post, path, body);
        assert!(refusal.contains(text), "{refusal}");
    }
    assert_eq!(lab.run(Post, "/qemu/9000/clone", "newid=210&full=1").await, "OK");
    let refusal = lab.refusal(Post, "/qemu/210/clone", "newid=211&full=0");
    assert!(
        refusal.contains("Linked clone feature is not supported for 'data:210/vm-210-disk-0.qcow2' (scsi0)"),
        "{refusal}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_clone_that_finds_no_space_leaves_nothing() {
    let lab = Lab::new(Release::V9_2);
    lab.0.with("pve1", |node| node.storages.get_mut("data").unwrap().total = 4 << 30);
    let exit = lab.run(Post, "/qemu/9000/clone", "newid=201&full=1").await;
    assert!(exit.contains("no space left on storage 'data'"), "{exit}");
    assert_eq!(lab.send(Get, "/qemu/201/config", "").status, 500);
    let volumes = lab.0.with("pve1", |node| node.storages["data"].volumes.len());
    assert_eq!(volumes, Some(2));
}

#[tokio::test(start_paused = true)]
async fn a_change_waits_for_a_clone_to_end() {
    let lab = Lab::new(Release::V8_4);
    lab.data(Post, "/qemu/9000/clone", "newid=201&name=lin-1");
    lab.data(Put, "/qemu/201/config", "name=toolate");
    assert_eq!(lab.config(201)["name"], "toolate");
}

#[tokio::test(start_paused = true)]
async fn locks_and_stale_digests_refuse_changes() {
    let lab = Lab::new(Release::V8_4);
    lab.0.with("pve1", |node| {
        node.virtual_machines.get_mut(&9000).unwrap().config.insert("lock".into(), "backup".into())
    });
    assert_eq!(lab.refusal(Put, "/qemu/9000/config", "name=a"), r#""VM is locked (backup)\n""#);
    let stale = format!("name=a&digest={}", "0".repeat(40));
    assert_eq!(lab.refusal(Put, "/qemu/9000/config", &stale), r#""checksum mismatch (file change by other user?)\n""#);
    assert_eq!(lab.run(Delete, "/qemu/9000", "").await, "VM is locked (backup)");
    assert_eq!(
        lab.refusal(Put, "/qemu/9000/config", "name=a&skiplock=1"),
        r#"{"skiplock":"Only root may use this option."}"#
    );
}

#[tokio::test(start_paused = true)]
async fn a_running_machine_keeps_what_it_cannot_change_for_its_next_start() {
    let lab = Lab::new(Release::V9_2);
    lab.run(Post, "/qemu/9000/clone", "newid=201").await;
    assert_eq!(lab.run(Post, "/qemu/201/status/start", "").await, "OK");
    assert_eq!(lab.run(Post, "/qemu/201/status/start", "").await, "VM 201 already running");
    lab.data(Put, "/qemu/201/config", "memory=1024&tags=B%3Ba");
    assert_eq!(lab.config(201)["memory"], "1024");
    let current = lab.data(Get, "/qemu/201/config?current=1", "");
    assert_eq!((current.get("memory"), &current["tags"]), (None, &json!("a;b")));
    assert_eq!(lab.refusal(Delete, "/qemu/201", ""), r#""VM 201 is running - destroy failed\n""#);
    assert_eq!(lab.run(Post, "/qemu/201/status/stop", "").await, "OK");
    assert_eq!(lab.data(Get, "/qemu/201/config?current=1", "")["memory"], "1024");
    assert_eq!(lab.refusal(Post, "/qemu/201/status/reset", ""), r#""VM 201 not running\n""#);
}

#[tokio::test(start_paused = true)]
async fn the_case_of_a_mac_address_alone_is_a_new_device_to_a_running_machine() {
    let lab = Lab::new(Release::V8_4);
    lab.data(Post, "/qemu", "vmid=100&net0=virtio%3DBC:24:11:00:00:0A,bridge%3Dvmbr0");
    assert_eq!(lab.run(Post, "/qemu/100/status/start", "").await, "OK");
    let lower = "net0=virtio%3Dbc:24:11:00:00:0a,bridge%3Dvmbr0";
    let refusal = lab.refusal(Put, "/qemu/100/config", lower);
    assert!(refusal.contains("hotplug problem"), "{refusal}");
    let rows = lab.data(Get, "/qemu/100/pending", "");
    let row = rows.as_array().unwrap().iter().find(|row| row["key"] == "net0").unwrap();
    assert_eq!(row["value"], "virtio=BC:24:11:00:00:0A,bridge=vmbr0");
    assert_eq!(row["pending"], "virtio=bc:24:11:00:00:0a,bridge=vmbr0");
    lab.data(Put, "/qemu/100/config", "net0=virtio%3DBC:24:11:00:00:0A,bridge%3Dvmbr0,tag%3D7");
    assert_eq!(lab.config(100)["net0"], "virtio=BC:24:11:00:00:0A,bridge=vmbr0,tag=7");
}

#[tokio::test(start_paused = true)]
async fn a_machine_without_its_bridge_does_not_start() {
    let exits =
        [(Release::V8_4, "start failed: QEMU exited with code 1"), (Release::V9_2, "bridge 'vmbr9' does not exist")];
    for (release, exit) in exits {
        does_not_start(&Lab::new(release), exit).await;
    }
}

async fn does_not_start(lab: &Lab, exit: &str) {
    assert_eq!(lab.run(Post, "/qemu", "vmid=100&start=1&net0=virtio,bridge%3Dvmbr9").await, "OK");
    assert_eq!(lab.data(Get, "/qemu/100/status/current", "")["status"], "stopped");
    assert_eq!(lab.run(Post, "/qemu/100/status/start", "").await, exit);
}

#[tokio::test(start_paused = true)]
async fn disks_grow_and_do_not_shrink() {
    let lab = Lab::new(Release::V8_4);
    lab.run(Post, "/qemu/9000/clone", "newid=201").await;
    assert_eq!(lab.run(Put, "/qemu/201/resize", "disk=scsi0&size=%2B512M").await, "OK");
    assert_eq!(lab.config(201)["scsi0"].as_str().unwrap().rsplit(',').next(), Some("size=3584M"));
    for (body, exit) in [
        ("disk=scsi0&size=1G", "shrinking disks is not supported"),
        ("disk=scsi9&size=1G", "disk 'scsi9' does not exist"),
        ("disk=ide2&size=1G", "you can't resize a cdrom"),
        ("disk=scsi0&size=9G&digest=0", "checksum mismatch (file change by other user?)"),
    ] {
        assert_eq!(lab.run(Put, "/qemu/201/resize", body).await, exit, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_deleted_disk_is_unused_until_that_is_deleted_too() {
    let lab = Lab::new(Release::V9_2);
    lab.run(Post, "/qemu", "vmid=100&scsi1=data:1").await;
    lab.data(Put, "/qemu/100/config", "delete=scsi1");
    assert_eq!(lab.config(100)["unused0"], "data:100/vm-100-disk-0.raw");
    lab.data(Put, "/qemu/100/config", "delete=unused0");
    let volumes = lab.0.with("pve1", |node| node.storages["data"].volumes.contains_key("100/vm-100-disk-0.raw"));
    assert_eq!(volumes, Some(false));
}

#[tokio::test(start_paused = true)]
async fn a_template_with_linked_clones_stays() {
    let lab = Lab::new(Release::V9_2);
    lab.run(Post, "/qemu/9000/clone", "newid=201").await;
    let exit = lab.run(Delete, "/qemu/9000", "").await;
    assert_eq!(exit, "base volume 'data:9000/base-9000-disk-0.qcow2' is still in use by linked cloned");
    assert_eq!(lab.run(Delete, "/qemu/201?purge=1", "").await, "OK");
    assert_eq!(lab.run(Delete, "/qemu/9000", "").await, "OK");
    assert_eq!(lab.0.with("pve1", |node| node.storages["data"].volumes.len()), Some(0));
}

#[tokio::test(start_paused = true)]
async fn a_new_machine_becomes_a_template_and_starts_no_more() {
    let lab = Lab::new(Release::V9_2);
    lab.run(Post, "/qemu", "vmid=100&scsi0=data:2").await;
    assert_eq!(lab.run(Post, "/qemu/100/template", "").await, "OK");
    assert_eq!(lab.config(100)["scsi0"], "data:100/base-100-disk-0.raw,size=2G");
    assert_eq!(lab.run(Post, "/qemu/100/status/start", "").await, "you can't start a vm if it's a template");
    assert_eq!(lab.refusal(Post, "/qemu/100/template", ""), r#""you can't convert a template to a template\n""#);
}

#[tokio::test(start_paused = true)]
async fn tags_of_new_machines_are_put_in_order_from_release_9_on() {
    for (release, tags) in [(Release::V8_4, "Web;prod web"), (Release::V9_2, "prod;web")] {
        let lab = Lab::new(release);
        lab.run(Post, "/qemu", "vmid=100&tags=Web%3Bprod+web").await;
        assert_eq!(lab.config(100)["tags"], tags);
    }
}

#[tokio::test(start_paused = true)]
async fn a_snapshot_keeps_what_was() {
    let lab = Lab::new(Release::V9_2);
    lab.run(Post, "/qemu", "vmid=100&memory=512").await;
    assert_eq!(lab.run(Post, "/qemu/100/snapshot", "snapname=s1").await, "OK");
    assert_eq!(lab.run(Post, "/qemu/100/snapshot", "snapname=s1").await, "snapshot name 's1' already used");
    lab.data(Put, "/qemu/100/config", "memory=1024");
    assert_eq!(lab.config(100)["parent"], "s1");
    assert_eq!(lab.run(Post, "/qemu/100/snapshot/s1/rollback", "").await, "OK");
    assert_eq!(lab.config(100)["memory"], "512");
    assert_eq!(lab.run(Delete, "/qemu/100/snapshot/s1", "").await, "OK");
    assert_eq!(lab.config(100).get("parent"), None);
}

#[tokio::test(start_paused = true)]
async fn a_guest_that_does_not_answer_is_stopped_by_force_only() {
    let lab = Lab::new(Release::V9_2);
    lab.run(Post, "/qemu", "vmid=100&start=1").await;
    let exit = lab.run(Post, "/qemu/100/status/shutdown", "timeout=0").await;
    assert_eq!(exit, "VM quit/powerdown failed - got timeout");
    assert_eq!(lab.run(Post, "/qemu/100/status/shutdown", "timeout=0&forceStop=1").await, "OK");
    assert_eq!(lab.data(Get, "/qemu/100/status/current", "")["status"], "stopped");
}

proptest! {
    #[test]
    fn printed_network_devices_are_read_back(
        mac in "[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}", tag in 1u16..4095, bridge in "vmbr[0-9]{1,3}",
    ) {
        let text = format!("virtio={mac},bridge={bridge},tag={tag}");
        prop_assert_eq!(NetworkDevice::read(&text).to_string(), text);
    }

    #[test]
    fn printed_drives_are_read_back(vmid in 100u32..10_000, number in 0u8..9, size in 1u32..5000) {
        let text = format!("data:{vmid}/vm-{vmid}-disk-{number}.qcow2,discard=on,size={size}G,ssd=1");
        let drive = Drive::read(&text).unwrap();
        prop_assert_eq!(drive.to_string(), text);
        prop_assert_eq!(drive.size(), Some(u64::from(size) << 30));
    }

    #[test]
    fn no_parameter_makes_a_node_fail(key in "(net0|scsi0|ide2|boot|tags|memory|sshkeys|ipconfig0|smbios1)", value in "\\PC{0,40}") {
        let body: String = form_urlencoded::Serializer::new(String::new()).append_pair(&key, &value).finish();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let lab = Lab::new(Release::V9_2);
            let status = lab.send(Put, "/qemu/9000/config", &body).status;
            assert!([200, 400, 500].contains(&status), "{status}");
        });
    }
}
