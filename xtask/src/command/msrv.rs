//! `cargo xtask msrv`: no dependency may want a newer Rust than the workspace promises.

use std::collections::BTreeSet;
use std::process::ExitCode;

use serde_json::Value;

use super::{Command, take_none};
use crate::failure::Failure;
use crate::step::Verdict;
use crate::workspace::Workspace;

pub(super) const COMMAND: Command = Command {
    name: "msrv",
    summary: "Compare the dependencies' minimum Rust versions with ours",
    help: "
usage: cargo xtask msrv

Reads `cargo metadata` and follows the default members through everything they link or build with (not what
only tests use). A package that states a rust-version above the workspace's own is an error.
",
    run,
};

const CARGO_METADATA: &str = "cargo metadata";

fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Failure> {
    take_none(arguments)?;
    check(workspace)?;
    Ok(ExitCode::SUCCESS)
}

/// Fails when a dependency of the default members states a newer Rust than ours.
pub(super) fn check(workspace: &Workspace) -> Result<Verdict, Failure> {
    let text = workspace.cargo().args(["metadata", "--format-version", "1", "--locked"]).output()?;
    let metadata: Value = serde_json::from_str(&text).map_err(|_| malformed("JSON"))?;
    let graph = Graph::of(&metadata)?;
    let ours = graph.our_version()?;
    let linked = graph.linked();
    let offenders = graph.newer_than(&linked, ours);
    if offenders.is_empty() {
        println!("{} packages build with Rust {ours}", linked.len());
        return Ok(Verdict::Passed);
    }
    Err(Failure::RustVersion { ours: ours.to_owned(), offenders })
}

/// The packages of `cargo metadata` and how they depend on each other.
struct Graph<'a> {
    packages: &'a [Value],
    nodes: &'a [Value],
    members: &'a [Value],
}

impl<'a> Graph<'a> {
    fn of(metadata: &'a Value) -> Result<Self, Failure> {
        let array = |pointer| {
            metadata
                .pointer(pointer)
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .ok_or(malformed("packages and their dependencies"))
        };
        Ok(Self {
            packages: array("/packages")?,
            nodes: array("/resolve/nodes")?,
            members: array("/workspace_default_members")?,
        })
    }

    fn our_version(&self) -> Result<&'a str, Failure> {
        self.members
            .iter()
            .filter_map(Value::as_str)
            .find_map(|member| self.package(member)?.get("rust_version")?.as_str())
            .ok_or(malformed("a rust-version of the workspace"))
    }

    fn package(&self, id: &str) -> Option<&'a Value> {
        self.packages.iter().find(|package| package["id"] == id)
    }

    /// The default members and everything they link or build with.
    fn linked(&self) -> BTreeSet<&'a str> {
        let mut waiting: Vec<&str> = self.members.iter().filter_map(Value::as_str).collect();
        let mut linked = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if linked.insert(id) {
                waiting.extend(self.dependencies(id));
            }
        }
        linked
    }

    fn dependencies(&self, id: &str) -> impl Iterator<Item = &'a str> {
        self.nodes
            .iter()
            .find(|node| node["id"] == id)
            .and_then(|node| node["deps"].as_array())
            .into_iter()
            .flatten()
            .filter(|dependency| is_linked(dependency))
            .filter_map(|dependency| dependency["pkg"].as_str())
    }

    fn newer_than(&self, ids: &BTreeSet<&str>, ours: &str) -> Vec<String> {
        let ours = version(ours);
        ids.iter()
            .filter_map(|id| self.package(id))
            .filter_map(|package| {
                let stated = package["rust_version"].as_str()?;
                (version(stated) > ours).then(|| {
                    let text = |key: &str| package[key].as_str().unwrap_or("?");
                    format!("{} {} ({stated})", text("name"), text("version"))
                })
            })
            .collect()
    }
}

fn is_linked(dependency: &Value) -> bool {
    dependency["dep_kinds"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"] != "dev"))
}

fn version(text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = text.split('.').map_while(|part| part.parse().ok()).collect();
    parts.resize(3, 0);
    parts
}

fn malformed(expected: &'static str) -> Failure {
    Failure::Answer { program: CARGO_METADATA, expected }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("1.100") > version("1.89"));
        assert_eq!(version("1.89"), version("1.89.0"));
        assert!(version("1.89.1") > version("1.89"));
    }

    #[test]
    fn what_only_tests_use_is_not_counted() {
        let metadata = json!({
            "packages": [
                {"id": "ours", "name": "ours", "version": "0.1.0", "rust_version": "1.89"},
                {"id": "linked", "name": "linked", "version": "2.0.0", "rust_version": "1.90"},
                {"id": "tested", "name": "tested", "version": "3.0.0", "rust_version": "1.99"},
            ],
            "resolve": {"nodes": [
                {"id": "ours", "deps": [
                    {"pkg": "linked", "dep_kinds": [{"kind": null}]},
                    {"pkg": "tested", "dep_kinds": [{"kind": "dev"}]},
                ]},
                {"id": "linked", "deps": []},
                {"id": "tested", "deps": []},
            ]},
            "workspace_default_members": ["ours"],
        });
        let graph = Graph::of(&metadata).unwrap();
        let ours = graph.our_version().unwrap();
        let offenders = graph.newer_than(&graph.linked(), ours);
        assert_eq!(offenders, ["linked 2.0.0 (1.90)"]);
    }
}
