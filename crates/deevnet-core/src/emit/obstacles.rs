//! What the errors of a check touch.

use std::collections::HashMap;
use std::sync::Arc;

use crate::finding::{Finding, Subject};

/// The errors of a check by what they touch; of several errors about one subject, the first.
#[derive(Debug)]
pub(super) struct Obstacles<'a> {
    by_subject: HashMap<&'a Subject, &'a Finding>,
    unattributed: usize,
}

impl<'a> Obstacles<'a> {
    pub(super) fn new(findings: &'a [Finding]) -> Self {
        let mut obstacles = Self { by_subject: HashMap::new(), unattributed: 0 };
        for finding in findings.iter().filter(|finding| finding.is_error()) {
            obstacles.unattributed += usize::from(finding.subjects.is_empty());
            for subject in &finding.subjects {
                obstacles.by_subject.entry(subject).or_insert(finding);
            }
        }
        obstacles
    }

    /// How many errors touch nothing in particular.
    pub(super) fn unattributed(&self) -> usize {
        self.unattributed
    }

    /// The error about one interface of a host.
    pub(super) fn about_interface(&self, host: &Arc<str>, interface: &Arc<str>) -> Option<&'a Finding> {
        self.about(|| Subject::interface(Arc::clone(host), Arc::clone(interface)))
    }

    /// The error about the hardware of an interface.
    pub(super) fn about_hardware(&self, host: &Arc<str>, interface: &Arc<str>) -> Option<&'a Finding> {
        self.about(|| Subject::hardware(Arc::clone(host), Arc::clone(interface)))
    }

    /// The error about a host as a whole.
    pub(super) fn about_host(&self, host: &Arc<str>) -> Option<&'a Finding> {
        self.about(|| Subject::host(Arc::clone(host)))
    }

    /// The error about one service name of a host.
    pub(super) fn about_service(&self, host: &Arc<str>, service: &Arc<str>) -> Option<&'a Finding> {
        self.about(|| Subject::service(Arc::clone(host), Arc::clone(service)))
    }

    /// The error about what a host is configured with as a network device.
    pub(super) fn about_device(&self, host: &Arc<str>) -> Option<&'a Finding> {
        self.about(|| Subject::device(Arc::clone(host)))
    }

    /// The error about a segment.
    pub(super) fn about_segment(&self, segment: &Arc<str>) -> Option<&'a Finding> {
        self.about(|| Subject::segment(Arc::clone(segment)))
    }

    /// The error about exactly this subject, which is not even made while there is no error at all.
    fn about(&self, subject: impl FnOnce() -> Subject) -> Option<&'a Finding> {
        if self.by_subject.is_empty() { None } else { self.by_subject.get(&subject()).copied() }
    }
}
