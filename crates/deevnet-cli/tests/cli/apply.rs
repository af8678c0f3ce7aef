//! `deevnet apply` on simulated nodes over HTTPS.

use std::fs;
use std::path::Path;
use std::time::Duration;

use deevnet_proxmox::transport::Method;
use serde_json::Value;

use crate::alloc::copy_folder;
use crate::nodes::Nodes;
use crate::runner::Outcome;
use crate::schema::assert_keeps_to;

/// How long a clone takes where nothing is to happen meanwhile.
const AT_ONCE: Duration = Duration::from_millis(10);

fn nodes() -> Nodes {
    Nodes::serve(AT_ONCE)
}

/// What an apply printed last: how much was done.
fn end(outcome: &Outcome) -> &str {
    outcome.stdout.trim_end().lines().last().unwrap_or_default()
}

/// How many machines and containers a node has.
fn guests(nodes: &Nodes) -> Value {
    let mut survey = nodes.deevnet("observe", &["dvntm", "--format", "json"]).json();
    let nodes = survey["nodes"].as_object_mut().unwrap();
    nodes.values_mut().map(|node| node["guests"].take()).collect()
}

#[test]
fn nodes_are_made_what_is_declared_and_then_nothing_is_left() {
    let nodes = nodes();
    let first = nodes.deevnet("apply", &["dvntm", "--yes"]);
    assert_eq!(
        (first.code, end(&first)),
        (0, "28 of 28 actions done; 7 machines read back and as set."),
        "{}",
        first.text()
    );
    assert!(first.stdout.contains("\nPlan: 7 to add, 0 to change, 0 to destroy.\n"), "{}", first.stdout);
    assert!(
        first.stderr.contains("hv01: dns-vm01 (VM 210): clone fedora-server-44-1.10 (9001) ...\n"),
        "{}",
        first.stderr
    );
    assert!(
        first.stderr.contains("hv01: dns-vm01 (VM 210): clone fedora-server-44-1.10 (9001): done in "),
        "{}",
        first.stderr
    );
    insta::assert_snapshot!(nodes.deevnet("apply", &["dvntm"]).text(), @"
    exit 0
    No changes: 7 machines are as declared.
    ");
    insta::assert_snapshot!(nodes.deevnet("drift", &["dvntm"]).text(), @"
    exit 0
    No drift: 7 machines as declared.
    ");
}

#[test]
fn nothing_is_done_in_a_dry_run_or_without_a_yes() {
    let nodes = nodes();
    let before = guests(&nodes);
    let dry = nodes.deevnet("apply", &["dvntm", "--dry-run"]);
    assert_eq!((dry.code, end(&dry)), (2, "Plan: 7 to add, 0 to change, 0 to destroy."), "{}", dry.text());
    let unasked = nodes.deevnet("apply", &["dvntm"]);
    assert_eq!((unasked.code, unasked.stdout), (1, dry.stdout));
    insta::assert_snapshot!(unasked.stderr, @"
    error: nobody can be asked whether to apply the plan
    hint: look at the plan with `deevnet plan`, then give --yes
    ");
    assert_eq!(guests(&nodes), before);
}

#[test]
fn a_target_is_all_that_is_touched() {
    let nodes = nodes();
    let outcome = nodes.deevnet("apply", &["dvntm", "--target", "dns-vm01", "--yes", "--format", "json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.text());
    let report = outcome.json();
    assert_keeps_to("apply", &report);
    let told = report["actions"].as_array().unwrap().iter();
    let told: Vec<String> = told
        .map(|action| format!("{} {}", action["target"]["machine"]["name"], action["operation"]).replace('"', ""))
        .collect();
    assert_eq!(told, ["dns-vm01 clone", "dns-vm01 configure", "dns-vm01 resize", "dns-vm01 start"]);
    assert_eq!((&report["left"]["actions"], &report["interrupted"]), (&0.into(), &false.into()));
    assert_eq!((&report["machines"][0]["is_verified"], &report["machines"][1]), (&true.into(), &Value::Null));
    let unknown = nodes.deevnet("apply", &["dvntm", "--target", "dns-vm02", "--yes"]);
    insta::assert_snapshot!(unknown.text(), @"
    exit 2
    ! `dns-vm02` is no machine and no tenant of dvntm
        hint: did you mean `dns-vm01`?

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
}

/// What is told of a plan that was made for nodes as they are no more.
fn assert_stale(outcome: &Outcome) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{}", outcome.text());
    let told = "error: the nodes have changed since the plan was made\nhint: make the plan again with `deevnet plan`, and look at it\n";
    assert_eq!(outcome.stderr, told);
}

#[test]
fn a_saved_plan_is_applied_while_the_nodes_are_as_they_were() {
    let nodes = nodes();
    let file = nodes.file("plan.json").display().to_string();
    let planned = nodes.deevnet("plan", &["dvntm", "--target", "dns-vm01", "--out", &file]);
    assert_eq!(planned.code, 2, "{}", planned.text());
    let limited = nodes.deevnet("apply", &[&file, "--inventory", "dvntm", "--target", "dns-vm01", "--yes"]);
    insta::assert_snapshot!(limited.text(), @"
    exit 1
    --- stderr
    error: a saved plan is applied as it is
    hint: give --target, --adopt and --reboot to `deevnet plan`
    ");
    let applied = nodes.deevnet("apply", &[&file, "--inventory", "dvntm", "--yes"]);
    assert!(applied.stdout.contains("4 of 4 actions done; 1 machine read back and as set.\n"), "{}", applied.text());
    // The rest of the substrate is left.
    assert_eq!(applied.code, 2, "{}", applied.text());
    let stale = nodes.deevnet("apply", &[&file, "--inventory", "dvntm", "--yes"]);
    assert_stale(&stale);
}

#[test]
fn a_saved_plan_is_refused_when_somebody_else_changed_a_node() {
    let nodes = nodes();
    let file = nodes.file("plan.json").display().to_string();
    assert_eq!(nodes.deevnet("plan", &["dvntm", "--out", &file]).code, 2);
    nodes.ask("hv02", Method::Put, "/nodes/hv02/qemu/103/config", "description=moved");
    let before = guests(&nodes);
    let refused = nodes.deevnet("apply", &[&file, "--inventory", "dvntm", "--yes"]);
    assert_stale(&refused);
    assert_eq!(guests(&nodes), before);
}

/// The example with more memory for `dns-vm01`.
fn with_more_memory(nodes: &Nodes) -> String {
    let edited = nodes.file("edited");
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/dvntm"), &edited);
    let variables = edited.join("host_vars/dns-vm01/vars.yml");
    let declared = fs::read_to_string(&variables).unwrap();
    fs::write(&variables, declared.replace("memory: 1024", "memory: 2048")).unwrap();
    edited.display().to_string()
}

#[test]
fn what_waits_for_the_next_start_is_told_by_drift() {
    let nodes = nodes();
    assert_eq!(nodes.deevnet("apply", &["dvntm", "--yes"]).code, 0);
    let edited = with_more_memory(&nodes);
    assert_eq!(nodes.deevnet("apply", &[&edited, "--yes"]).code, 0);
    insta::assert_snapshot!(nodes.deevnet("drift", &[&edited]).text(), @"
    exit 0
    waiting: hv01: dns-vm01 (VM 210) has not taken memory yet
      hint: it does at its next start; `deevnet apply --reboot` stops and starts it
    No drift: 7 machines as declared.
    ");
    assert_eq!(nodes.deevnet("apply", &[&edited, "--yes", "--reboot"]).code, 0);
    assert_eq!(nodes.deevnet("drift", &[&edited]).text(), "exit 0\nNo drift: 7 machines as declared.\n");
}

#[test]
fn a_saved_plan_is_refused_when_the_inventory_or_the_file_was_changed() {
    let nodes = nodes();
    let file = nodes.file("plan.json");
    let name = file.display().to_string();
    assert_eq!(nodes.deevnet("plan", &["dvntm", "--target", "dns-vm01", "--out", &name]).code, 2);
    let before = guests(&nodes);
    let saved = fs::read_to_string(&file).unwrap();
    fs::write(&file, saved.replace("\"1024\"", "\"512\"")).unwrap();
    insta::assert_snapshot!(nodes.deevnet("apply", &[&name, "--inventory", "dvntm", "--yes"]).text(), @"
    exit 1
    --- stderr
    error: the plan is not what the declaration gives now: it differs in configure dns-vm01 (VM 210)
    hint: the inventory or the file was changed since the plan was made, or it is of another inventory: make it again with `deevnet plan`, and look at it
    ");
    fs::write(&file, saved).unwrap();
    let edited = with_more_memory(&nodes);
    let refused = nodes.deevnet("apply", &[&name, "--inventory", &edited, "--yes"]);
    assert_eq!((refused.code, guests(&nodes)), (1, before));
}

#[test]
fn a_machine_is_removed_only_where_that_is_allowed() {
    let nodes = nodes();
    assert_eq!(nodes.deevnet("apply", &["dvntm", "--yes"]).code, 0);
    // Of the substrate by its tag and its mark, and declared by nobody.
    let form = "vmid=250&name=old-vm01&tags=deevnet-dvntm&description=deevnet%3A%20dvntm%2Fold-vm01%2F250";
    nodes.ask("hv01", Method::Post, "/nodes/hv01/qemu", form);
    std::thread::sleep(2 * AT_ONCE);
    insta::assert_snapshot!(nodes.deevnet("apply", &["dvntm", "--yes"]).text(), @"
    exit 1
    hv01
      - old-vm01 (VM 250)
          destroy with its disks: nothing declares it any more [destroys data]
            - vmid: 250
            - name: old-vm01

    Plan: 0 to add, 0 to change, 1 to destroy.
    refused: hv01: old-vm01 (VM 250): destroy: it removes a machine and its disks
    hint: allow it with `--allow-destroy`
    0 of 1 action done, 1 refused; 0 machines read back and as set.
    --- stderr
    warning: 1 action would remove something and will not be done
    hint: allow it with --allow-destroy
    hv01: old-vm01 (VM 250): destroy with its disks: refused: it removes a machine and its disks
    ");
    let kept = guests(&nodes);
    assert_eq!(kept[0]["250"]["name"], "old-vm01", "{kept}");
    let removed = nodes.deevnet("apply", &["dvntm", "--yes", "--allow-destroy"]);
    assert_eq!(
        (removed.code, end(&removed)),
        (0, "1 of 1 action done; 0 machines read back and as set."),
        "{}",
        removed.text()
    );
    assert_eq!(guests(&nodes)[0]["250"], Value::Null);
}

#[test]
fn what_stands_on_a_failure_is_not_begun_and_the_rest_is_done() {
    let nodes = nodes();
    let fault = "fail-task=storage is full method=POST path=/nodes/*/qemu/*/clone node=hv01 call=1";
    nodes.simulator.faults().add(fault.parse().unwrap());
    let failed = nodes.deevnet("apply", &["dvntm", "--yes"]);
    assert_eq!(failed.code, 1, "{}", failed.text());
    let (_, told) = failed.stdout.split_once("to destroy.\n").unwrap();
    insta::assert_snapshot!(told, @"
    failed: hv01: console-vm01 (VM 213): clone: task qmclone failed: storage is full
      | TASK ERROR: storage is full
    skipped: hv01: console-vm01 (VM 213): configure: action 1 was not done
    skipped: hv01: console-vm01 (VM 213): resize: action 2 was not done
    skipped: hv01: console-vm01 (VM 213): start: action 3 was not done
    24 of 28 actions done, 1 failed, 3 skipped; 6 machines read back and as set.
    Run it again to do the rest.
    ");
    let again = nodes.deevnet("apply", &["dvntm", "--yes", "--format", "json"]);
    assert_eq!(again.code, 0, "{}", again.text());
    assert_keeps_to("apply", &again.json());
}
