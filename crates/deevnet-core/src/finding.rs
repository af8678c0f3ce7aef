//! One thing that a check has to say.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

use crate::rules::Rule;
use crate::source::Position;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It would give a wrong identity or a broken consumer; what it touches is not emitted.
    Error,
    /// It departs from the standard, or will hurt later.
    Warning,
    /// It is worth knowing.
    Note,
}

impl Severity {
    /// Its name: `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A word that names no severity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not a severity; write error, warning or note")]
#[non_exhaustive]
pub struct ParseSeverityError {
    /// The word.
    pub value: String,
}

impl FromStr for Severity {
    type Err = ParseSeverityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Error, Self::Warning, Self::Note]
            .into_iter()
            .find(|severity| severity.name() == text)
            .ok_or_else(|| ParseSeverityError { value: text.to_owned() })
    }
}

/// What a finding is about, so that ignores and emitters can tell what it touches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[non_exhaustive]
pub enum Subject {
    /// A host as a whole.
    Host {
        /// Its inventory hostname.
        host: Arc<str>,
    },
    /// One interface of a host.
    Interface {
        /// Its inventory hostname.
        host: Arc<str>,
        /// The interface's key.
        interface: Arc<str>,
    },
    /// The hardware of an interface: its MAC address, which reservations and Wake-on-LAN need and names do not.
    Hardware {
        /// Its inventory hostname.
        host: Arc<str>,
        /// The interface's key.
        interface: Arc<str>,
    },
    /// One service name (CNAME) that a host publishes.
    Service {
        /// The inventory hostname that publishes it.
        host: Arc<str>,
        /// The service's label, lower case.
        service: Arc<str>,
    },
    /// What a host is configured with as a network device, its switch ports or firewall rules, apart from its own
    /// identity: a fault there leaves the host's address and names good.
    Device {
        /// Its inventory hostname.
        host: Arc<str>,
    },
    /// A segment of the VLAN plan.
    Segment {
        /// Its name.
        segment: Arc<str>,
    },
}

impl Subject {
    /// A host as a whole.
    pub fn host(host: impl Into<Arc<str>>) -> Self {
        Self::Host { host: host.into() }
    }

    /// One interface of a host.
    pub fn interface(host: impl Into<Arc<str>>, interface: impl Into<Arc<str>>) -> Self {
        Self::Interface { host: host.into(), interface: interface.into() }
    }

    /// The hardware of an interface.
    pub fn hardware(host: impl Into<Arc<str>>, interface: impl Into<Arc<str>>) -> Self {
        Self::Hardware { host: host.into(), interface: interface.into() }
    }

    /// One service name of a host.
    pub fn service(host: impl Into<Arc<str>>, service: impl Into<Arc<str>>) -> Self {
        Self::Service { host: host.into(), service: service.into() }
    }

    /// A host's configuration as a network device.
    pub fn device(host: impl Into<Arc<str>>) -> Self {
        Self::Device { host: host.into() }
    }

    /// A segment.
    pub fn segment(segment: impl Into<Arc<str>>) -> Self {
        Self::Segment { segment: segment.into() }
    }

    /// The host it belongs to, if any.
    pub fn host_name(&self) -> Option<&str> {
        match self {
            Self::Host { host }
            | Self::Device { host }
            | Self::Interface { host, .. }
            | Self::Hardware { host, .. }
            | Self::Service { host, .. } => Some(host),
            Self::Segment { .. } => None,
        }
    }
}

/// Another place that a finding speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Related {
    /// What is there.
    pub message: String,
    /// Where it is; `None` when it was not read from a file.
    pub position: Option<Position>,
}

/// A safe rewrite of the value at a finding's position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Fix {
    /// The text that stands there.
    pub original: String,
    /// The text that should stand there.
    pub replacement: String,
}

/// One thing that a check has to say: which rule, how serious, where, what and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How serious it is; the rule's own severity unless configured otherwise.
    pub severity: Severity,
    /// What is wrong, with the value and the rule.
    pub message: String,
    /// The offending value as it was read.
    pub value: Option<String>,
    /// The way out.
    pub hint: Option<String>,
    /// Where it is; `None` when it was not read from a file.
    pub position: Option<Position>,
    /// Other places that belong to it, such as the second of two equal values.
    pub related: Vec<Related>,
    /// What it touches.
    pub subjects: Vec<Subject>,
    /// A rewrite that changes nothing but the spelling.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding of a rule at a position, at the rule's own severity.
    pub fn new(rule: &'static Rule, message: impl Into<String>, position: Option<Position>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            value: None,
            hint: None,
            position,
            related: Vec::new(),
            subjects: Vec::new(),
            fix: None,
        }
    }

    /// With the offending value.
    #[must_use]
    pub fn with_value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// With a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With one more related place.
    #[must_use]
    pub fn with_related(mut self, message: impl Into<String>, position: Option<Position>) -> Self {
        self.related.push(Related { message: message.into(), position });
        self
    }

    /// With one more subject.
    #[must_use]
    pub fn with_subject(mut self, subject: Subject) -> Self {
        self.subjects.push(subject);
        self
    }

    /// With a safe rewrite of the value at its position.
    #[must_use]
    pub fn with_fix(mut self, original: impl Into<String>, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { original: original.into(), replacement: replacement.into() });
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    fn key(&self) -> impl Ord + '_ {
        (&self.position, self.rule.code, &self.message, &self.subjects, &self.related)
    }
}

impl PartialOrd for Finding {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By file, line and column, then by rule, so that a report never depends on the order of reading.
impl Ord for Finding {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key()).then_with(|| {
            (&self.value, &self.hint, self.severity, &self.fix).cmp(&(
                &other.value,
                &other.hint,
                other.severity,
                &other.fix,
            ))
        })
    }
}
