//! The files that software-defined networks are configured in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::simulator::state;

/// One section of a file: a zone, a VNet, a subnet or a controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its type, such as `evpn`.
    pub(crate) kind: String,
    /// Its options as text.
    pub(crate) options: BTreeMap<String, String>,
}

impl Section {
    /// The value of an option.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.options.get(key).map(String::as_str)
    }
}

/// One file: sections by ID.
pub(crate) type File = BTreeMap<String, Section>;

/// The digest of a file, as its text is written.
pub(crate) fn digest(file: &File) -> String {
    let mut text = String::new();
    for (id, section) in file {
        let _ = writeln!(text, "{}: {id}", section.kind);
        for (key, value) in &section.options {
            let _ = writeln!(text, "\t{key} {value}");
        }
        text.push('\n');
    }
    state::digest(&text)
}
