//! A tenant on simulated nodes, from its first workload to its last.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use crate::nodes::Nodes;
use crate::runner::{Outcome, deevnet_in};
use crate::tenant::Example;

const NODE: &str = "dv02hyp002p01";

/// A tenant with two VNets at most; its last workload and its VNets are what a test changes.
const FIRST: &str = "  - name: music
    index: 3
    vnets: [app]
    workloads:
      - { name: web, slot: 0, cores: 1, memory: 2048, disk: 16, template: fedora-server-, hypervisor: dv02hyp002p01 }
";
const SECOND: &str = "  - name: music
    index: 3
    vnets: [app, data]
    workloads:
      - { name: web, slot: 0, cores: 1, memory: 4096, disk: 16, template: fedora-server-, hypervisor: dv02hyp002p01 }
      - name: scores
        slot: 1
        memory: 2048
        disk: 8
        template: fedora-server-
        hypervisor: dv02hyp002p01
        nics: [{ segment: data }]
";
const BARE: &str = "  - { name: music, index: 3 }\n";

/// A copy of the example with overlays, and its nodes with everything on them that is declared.
struct Trial {
    example: Example,
    nodes: Nodes,
}

impl Trial {
    fn new() -> Self {
        let trial = Self { example: Example::of("mobile"), nodes: Nodes::of("mobile", Duration::from_millis(10)) };
        assert_eq!(trial.inventory(&["alloc", "mobile"]).code, 0);
        let outcome = trial.on_nodes("apply", &["--yes"]);
        assert_eq!(outcome.code, 0, "{}", outcome.text());
        trial
    }

    fn directory(&self) -> PathBuf {
        self.example.directory.path().join("mobile")
    }

    /// A verb that needs no node.
    fn inventory(&self, arguments: &[&str]) -> Outcome {
        deevnet_in(self.example.directory.path(), arguments)
    }

    fn on_nodes(&self, verb: &str, options: &[&str]) -> Outcome {
        let directory = self.directory();
        let all: Vec<&str> = [directory.to_str().unwrap()].into_iter().chain(options.iter().copied()).collect();
        self.nodes.deevnet(verb, &all)
    }

    fn declare(&self, before: &str, after: &str) {
        let file = self.directory().join("group_vars/all/tenants.yml");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(before), "{text}");
        fs::write(file, text.replace(before, after)).unwrap();
    }

    /// What is on the node of the tenants.
    fn node(&self) -> Value {
        self.on_nodes("observe", &["--format", "json"]).json()["nodes"][NODE].take()
    }

    /// Plans, tells the steps that are no machine's, applies, and nothing is left.
    fn apply(&self, options: &[&str]) -> String {
        let plan = self.on_nodes("plan", &["--format", "json"]).json();
        let steps: Vec<String> = plan["actions"].as_array().unwrap().iter().filter_map(step).collect();
        let steps = steps.join("\n");
        let all: Vec<&str> = ["--yes"].into_iter().chain(options.iter().copied()).collect();
        let outcome = self.on_nodes("apply", &all);
        assert_eq!(outcome.code, 0, "{}", outcome.text());
        let left = self.on_nodes("plan", &[]);
        assert_eq!(left.code, 0, "{}", left.text());
        steps + "\n" + &left.stdout
    }
}

/// A step that is no machine's, in words.
fn step(action: &Value) -> Option<String> {
    let (operation, host) = (&action["operation"], action["host"].as_str()?);
    if operation == "apply-sdn" {
        return Some(format!("{host}: put in force"));
    }
    let (kind, named) = operation["sdn"]["object"].as_object()?.iter().next()?;
    Some(format!("{host}: {} {kind} {}", operation["sdn"]["verb"].as_str()?, named["id"].as_str()?))
}

#[test]
fn a_tenant_comes_changes_and_goes_and_others_stay_as_they_are() {
    let trial = Trial::new();
    let before = trial.node();
    assert_eq!(trial.inventory(&["tenant", "add", "music", "mobile"]).code, 0);
    assert_eq!(trial.on_nodes("plan", &[]).code, 0, "a tenant without workloads needs nothing");

    trial.declare(BARE, FIRST);
    insta::assert_snapshot!(trial.apply(&[]), @"
    dv02hyp002p01: create zone music
    dv02hyp002p01: create vnet music0
    dv02hyp002p01: create subnet music-10.20.131.0-24
    dv02hyp002p01: put in force
    No changes: 6 machines are as declared.
    ");

    trial.declare(FIRST, SECOND);
    insta::assert_snapshot!(trial.apply(&["--reboot"]), @"
    dv02hyp002p01: create vnet music1
    dv02hyp002p01: put in force
    No changes: 7 machines are as declared.
    ");
    let made = trial.node();
    assert_eq!(made["guests"]["10120"]["config"]["memory"], "4096");
    assert!(made["guests"]["10121"]["config"]["net0"].as_str().unwrap().contains("bridge=music1"));

    trial.declare(SECOND, BARE);
    assert_eq!(trial.inventory(&["tenant", "remove", "music", "mobile"]).code, 0);
    let refused = trial.on_nodes("apply", &["--yes"]);
    assert_eq!(refused.code, 1, "{}", refused.text());
    assert!(trial.node()["guests"]["10120"].is_object());
    insta::assert_snapshot!(trial.apply(&["--allow-destroy"]), @"
    dv02hyp002p01: delete subnet music-10.20.131.0-24
    dv02hyp002p01: delete vnet music0
    dv02hyp002p01: delete vnet music1
    dv02hyp002p01: delete zone music
    dv02hyp002p01: put in force
    No changes: 5 machines are as declared.
    ");
    let after = trial.node();
    assert_eq!((&after["sdn"], &after["guests"]), (&before["sdn"], &before["guests"]));
}
