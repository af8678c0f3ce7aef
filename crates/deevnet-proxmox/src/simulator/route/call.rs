//! A call.

use std::collections::BTreeMap;

use crate::simulator::access::Caller;
use crate::simulator::fault::TaskFault;

/// A call whose parameters have been checked.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// Who makes it.
    pub(crate) caller: Caller,
    /// The parameters of path, query and body as text. A name given several times has its values joined with NUL.
    pub(crate) parameters: BTreeMap<String, String>,
    /// What goes wrong with the task that it starts.
    pub(crate) task_fault: TaskFault,
}

impl Call {
    /// A parameter, if it was given.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// A parameter that is not optional, or the empty text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// A parameter that is a boolean; `false` if it was not given.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name) == Some("1")
    }

    /// A parameter that is an integer, if it was given.
    pub(crate) fn integer(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }

    /// The parameter `vmid`.
    pub(crate) fn vmid(&self) -> u32 {
        self.get("vmid").and_then(|vmid| vmid.parse().ok()).unwrap_or_default()
    }

    /// The values of a parameter that is a list of texts with `,`, `;`, white space or NUL between them.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let separators = |c: char| matches!(c, ',' | ';' | '\0') || c.is_whitespace();
        self.text(name).split(separators).filter(|part| !part.is_empty()).collect()
    }
}
