//! `deevnet apply` that is killed, or asked to stop, while it works.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use deevnet_proxmox::transport::Method;
use serde_json::Value;

use crate::nodes::{EXAMPLES, Nodes};
use crate::runner::{Outcome, command, run};
use crate::schema::assert_keeps_to;

/// An apply that runs, and what it has told so far.
struct Running {
    child: Child,
    stderr: BufReader<std::process::ChildStderr>,
    told: String,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::null()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self { child, stderr, told: String::new() }
    }

    /// Reads on until a line is told that has this in it.
    fn until(&mut self, part: &str) {
        loop {
            let from = self.told.len();
            assert!(self.stderr.read_line(&mut self.told).unwrap() > 0, "no `{part}` in:\n{}", self.told);
            if self.told[from..].contains(part) {
                return;
            }
        }
    }

    /// Reads so many lines, or all there are.
    fn lines(&mut self, lines: usize) {
        for _ in 0..lines {
            self.stderr.read_line(&mut self.told).unwrap();
        }
    }

    fn interrupt(&self) {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    fn end(mut self) -> Outcome {
        let mut stdout = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        self.stderr.read_to_string(&mut self.told).unwrap();
        let code = self.child.wait().unwrap().code().unwrap();
        Outcome { stdout, stderr: self.told, code }
    }
}

/// Copies of disks that take long enough for an interrupt to come meanwhile.
const COPY: Duration = Duration::from_millis(700);

/// Copies of disks that take longer than anybody waits.
const SLOW: Duration = Duration::from_secs(3);

#[test]
fn an_interrupt_lets_running_steps_end_and_begins_no_others() {
    let nodes = Nodes::serve(COPY);
    let mut apply = Running::start(nodes.command("apply", &["dvntm", "--yes", "--format", "json"]));
    apply.until("hv02: api.orchard (VM 300): clone fedora-server-44-1.10 (9003) ...");
    apply.interrupt();
    let outcome = apply.end();
    assert_eq!(outcome.code, 1, "{}", outcome.text());
    let report = outcome.json();
    assert_keeps_to("apply", &report);
    assert_eq!((&report["interrupted"], &report["left"]["actions"]), (&true.into(), &26.into()));
    let states = |state: &str| {
        let actions = report["actions"].as_array().unwrap().iter();
        actions.filter(|action| action["outcome"]["state"] == state).count()
    };
    assert_eq!((states("done"), states("not-started")), (2, 26));
    let (_, told) = outcome.stderr.split_once("Stopping after the running steps").unwrap();
    assert!(!told.contains("...\n"), "{told}");
    let rest = nodes.deevnet("apply", &["dvntm", "--yes"]);
    assert_eq!(rest.code, 0, "{}", rest.text());
}

#[test]
fn what_an_interrupt_left_is_told() {
    let nodes = Nodes::serve(COPY);
    let mut apply = Running::start(nodes.command("apply", &["dvntm", "--target", "dns-vm01", "--yes"]));
    apply.until("...");
    apply.interrupt();
    let outcome = apply.end();
    let (_, told) = outcome.stdout.split_once("to destroy.\n").unwrap();
    insta::assert_snapshot!(format!("exit {}\n{told}", outcome.code), @"
    exit 1
    not started: hv01: dns-vm01 (VM 210): configure: it was asked to stop
    not started: hv01: dns-vm01 (VM 210): resize: it was asked to stop
    not started: hv01: dns-vm01 (VM 210): start: it was asked to stop
    1 of 4 actions done, 3 not started; 0 machines read back and as set.
    Run it again to do the rest.
    ");
    let stderr: Vec<&str> = outcome.stderr.lines().map(|line| line.split(" in ").next().unwrap_or(line)).collect();
    insta::assert_snapshot!(stderr.join("\n"), @"
    hv01: dns-vm01 (VM 210): clone fedora-server-44-1.10 (9001) ...
    Stopping after the running steps; press Ctrl-C again to end at once.
    hv01: dns-vm01 (VM 210): clone fedora-server-44-1.10 (9001): done
    ");
}

#[test]
fn a_second_interrupt_ends_at_once() {
    let nodes = Nodes::serve(SLOW);
    let mut apply = Running::start(nodes.command("apply", &["dvntm", "--target", "dns-vm01", "--yes"]));
    while !nodes.ask("hv01", Method::Get, "/nodes/hv01/qemu", "").body.windows(3).any(|part| part == b"210") {
        thread::sleep(Duration::from_millis(10));
    }
    apply.interrupt();
    apply.until("Stopping after the running steps; press Ctrl-C again to end at once.");
    let begin = Instant::now();
    apply.interrupt();
    let outcome = apply.end();
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    assert_eq!(outcome.code, 1, "{}", outcome.text());
    assert!(!outcome.stdout.contains("actions done"), "{}", outcome.stdout);
    let (_, told) = outcome.stderr.split_once("at once.\n").unwrap();
    insta::assert_snapshot!(told, @"
    error: ended while steps were running
    hint: the nodes finish what they were asked for; run it again to do the rest
    ");
    // The node goes on with the clone; until it is done, the machine is left alone.
    let rest = nodes.deevnet("apply", &["dvntm", "--target", "dns-vm01", "--yes"]);
    insta::assert_snapshot!(rest.text(), @"
    exit 2
    = dns-vm01 (VM 210) on hv01: lock stays clone: it is being made, and does not say yet by whom
        hint: wait until the node is done and plan again

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
    thread::sleep(SLOW);
    let rest = nodes.deevnet("apply", &["dvntm", "--target", "dns-vm01", "--yes"]);
    assert_eq!(rest.code, 0, "{}", rest.text());
}

/// `deevnet simulate` that runs until this is dropped.
struct Simulation {
    child: Child,
    directory: tempfile::TempDir,
}

impl Simulation {
    fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let access = directory.path().join("access.toml");
        let arguments = ["simulate", "dvntm", "--latency", "5", "--access", access.to_str().unwrap()];
        let mut simulate = command(EXAMPLES.as_ref(), arguments);
        let mut child = simulate.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The nodes answer when they are told.
        let mut told = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut told).unwrap();
        Self { child, directory }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(Path::new(EXAMPLES), arguments);
        command.env("DEEVNET_ACCESS", self.directory.path().join("access.toml"));
        command
    }

    /// Every guest by its node and VMID.
    fn guests(&self) -> BTreeMap<(String, String), Value> {
        let survey = run(self.command(&["observe", "dvntm", "--format", "json"]), "");
        assert_eq!(survey.code, 0, "{}", survey.text());
        let survey = survey.json();
        let mut guests = BTreeMap::new();
        for (host, node) in survey["nodes"].as_object().unwrap() {
            for (vmid, guest) in node["guests"].as_object().unwrap() {
                guests.insert((host.clone(), vmid.clone()), guest.clone());
            }
        }
        guests
    }
}

impl Drop for Simulation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_is_killed_again_and_again_is_finished_in_the_end() {
    let simulation = Simulation::start();
    let before = simulation.guests();
    for lines in [1, 4, 9, 14] {
        let mut apply = Running::start(simulation.command(&["apply", "dvntm", "--yes"]));
        apply.lines(lines);
        // Somewhere in the step that was told last.
        thread::sleep(Duration::from_millis(7 * u64::try_from(lines).unwrap()));
        apply.child.kill().unwrap();
        apply.child.wait().unwrap();
    }
    // What a node was asked for goes on without who asked; the machine is left alone until then.
    thread::sleep(Duration::from_secs(2));
    let last = run(simulation.command(&["apply", "dvntm", "--yes"]), "");
    assert_eq!(last.code, 0, "{}", last.text());
    let plan = run(simulation.command(&["plan", "dvntm"]), "");
    assert_eq!(plan.code, 0, "{}", plan.text());
    let after = simulation.guests();
    for (place, guest) in &before {
        assert_eq!(after.get(place), Some(guest), "{place:?} is not ours");
    }
    let new = after.iter().filter(|(place, _)| !before.contains_key(*place));
    let mut made: Vec<&str> = new.filter_map(|(_, guest)| guest["name"].as_str()).collect();
    made.sort_unstable();
    let declared =
        ["api-orchard", "builder-atelier", "console-vm01", "dns-vm01", "git-vm01", "metrics-vm01", "store-orchard"];
    assert_eq!(made, declared);
}
