//! The programs that are measured.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::workspace::Workspace;

/// A program that is measured on an inventory.
pub(crate) struct Subject {
    /// What the table calls it.
    pub(crate) name: &'static str,
    /// On how many hosts it is measured, and how often each time.
    pub(crate) sizes: &'static [(usize, usize)],
    program: fn(&Workspace) -> PathBuf,
    arguments: fn(&Workspace, &Path) -> Vec<OsString>,
}

impl Subject {
    /// How often it is run on an inventory of that many hosts; `None` when it is not measured there.
    pub(crate) fn runs(&self, hosts: usize) -> Option<usize> {
        self.sizes.iter().find(|(size, _)| *size == hosts).map(|(_, runs)| *runs)
    }

    /// Its command line for an inventory.
    pub(crate) fn command(&self, workspace: &Workspace, inventory: &Path) -> Vec<OsString> {
        let mut command = vec![(self.program)(workspace).into_os_string()];
        command.extend((self.arguments)(workspace, inventory));
        command
    }
}

/// The subject all others are held against.
pub(crate) const DEEVNET: &str = "deevnet";

/// What is measured, in the order of the table.
pub(crate) const SUBJECTS: [Subject; 6] = [
    Subject {
        name: "floor: read, parse events",
        sizes: &[(100, 9), (1_000, 9), (10_000, 5), (100_000, 3)],
        program: |workspace| workspace.measured("floor"),
        arguments: |_, inventory| vec![inventory.into()],
    },
    Subject {
        name: DEEVNET,
        sizes: &[(100, 9), (1_000, 9), (10_000, 5), (100_000, 3)],
        program: |workspace| workspace.measured("everything"),
        arguments: |_, inventory| vec![inventory.into()],
    },
    Subject {
        name: "PyYAML lists, collector off",
        sizes: &[(100, 5), (1_000, 5), (10_000, 3)],
        program: |workspace| workspace.tool("python"),
        arguments: |workspace, inventory| {
            let script = workspace.path("benches/compare/pyyaml_lists.py");
            vec![script.into(), "--no-collector".into(), inventory.into()]
        },
    },
    Subject {
        name: "PyYAML lists",
        sizes: &[(100, 5), (1_000, 5), (10_000, 3)],
        program: |workspace| workspace.tool("python"),
        arguments: |workspace, inventory| {
            vec![workspace.path("benches/compare/pyyaml_lists.py").into(), inventory.into()]
        },
    },
    Subject {
        name: "ansible-inventory --list",
        sizes: &[(100, 3), (1_000, 3), (10_000, 1)],
        program: |workspace| workspace.tool("ansible-inventory"),
        arguments: |_, inventory| vec!["-i".into(), inventory.into(), "--list".into()],
    },
    Subject {
        name: "playbook with Jinja loops",
        sizes: &[(100, 1)],
        program: |workspace| workspace.tool("ansible-playbook"),
        arguments: |workspace, inventory| {
            vec!["-i".into(), inventory.into(), workspace.path("benches/compare/jinja_lists.yml").into()]
        },
    },
];
