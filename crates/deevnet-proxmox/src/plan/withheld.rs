//! What errors of a check are about, and a plan therefore leaves alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::{Finding, Subject};

/// The codes of the rules about tenants: 800 to 899.
const TENANT_CODES: &str = "DV8";

/// What errors of a check are about: machines, segments, or tenants as a whole.
///
/// A plan leaves it alone, each with the message of the first error. An error about a workload names only the hypervisor that
/// the workload stands on, and one about tenants names nothing; so the first keeps every workload of that hypervisor out,
/// the second every tenant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Withheld {
    hosts: BTreeMap<Arc<str>, String>,
    segments: BTreeMap<Arc<str>, String>,
    tenants: Option<String>,
    unattributed: Option<String>,
}

impl Withheld {
    /// What the errors among findings are about.
    pub fn of(findings: &[Finding]) -> Self {
        let mut withheld = Self::default();
        for finding in findings.iter().filter(|finding| finding.is_error()) {
            let message = || format!("{} [{}]", finding.message, finding.rule.code);
            if finding.subjects.is_empty() && finding.rule.code.to_string().starts_with(TENANT_CODES) {
                withheld.tenants.get_or_insert_with(message);
            }
            if finding.subjects.is_empty() {
                withheld.unattributed.get_or_insert_with(message);
            }
            for subject in &finding.subjects {
                match subject {
                    Subject::Segment { segment } => {
                        withheld.segments.entry(Arc::clone(segment)).or_insert_with(message);
                    }
                    // Names that a host publishes are no part of its machine.
                    Subject::Service { .. } => {}
                    _ => {
                        if let Some(host) = subject.host_name() {
                            withheld.hosts.entry(host.into()).or_insert_with(message);
                        }
                    }
                }
            }
        }
        withheld
    }

    pub(super) fn host(&self, host: &str) -> Option<&str> {
        self.hosts.get(host).map(String::as_str)
    }

    pub(super) fn segment(&self, segment: &str) -> Option<&str> {
        self.segments.get(segment).map(String::as_str)
    }

    pub(super) fn tenants(&self) -> Option<&str> {
        self.tenants.as_deref()
    }

    /// The first error that names nothing: whatever is not declared may be hidden by it.
    pub(super) fn anything(&self) -> Option<&str> {
        self.unattributed.as_deref()
    }
}
