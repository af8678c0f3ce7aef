//! Subjects of findings as Python sees them.

use std::fmt;

use deevnet_core::Subject;
use pyo3::prelude::*;
use serde::Serialize;

/// What a finding is about: a host, an interface or its hardware, a service name, a device or a segment.
///
/// >>> str(Subject("interface", host="pi01", interface="eth0"))
/// 'interface eth0 of pi01'
#[pyclass(name = "Subject", module = "deevnet", frozen, eq, hash, str, get_all, from_py_object)]
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PySubject {
    /// What kind of thing: `host`, `interface`, `hardware`, `service`, `device` or `segment`.
    kind: String,
    /// The inventory hostname it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// The interface, where the kind is `interface`.
    #[serde(skip_serializing_if = "Option::is_none")]
    interface: Option<String>,
    /// The service name, where the kind is `service`.
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    /// The segment, where the kind is `segment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    segment: Option<String>,
}

type Fields<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<&'a str>);

#[pymethods]
impl PySubject {
    #[new]
    #[pyo3(signature = (kind, host = None, interface = None, service = None, segment = None))]
    fn new(
        kind: String,
        host: Option<String>,
        interface: Option<String>,
        service: Option<String>,
        segment: Option<String>,
    ) -> Self {
        Self { kind, host, interface, service, segment }
    }

    fn __repr__(&self) -> String {
        format!("<Subject {self}>")
    }

    fn __getnewargs__(&self) -> Fields<'_> {
        let Self { kind, host, interface, service, segment } = self;
        (kind, host.as_deref(), interface.as_deref(), service.as_deref(), segment.as_deref())
    }
}

impl From<&Subject> for PySubject {
    fn from(subject: &Subject) -> Self {
        let of = |kind: &str| Self {
            kind: kind.to_owned(),
            host: subject.host_name().map(str::to_owned),
            ..Self::default()
        };
        match subject {
            Subject::Host { .. } => of("host"),
            Subject::Interface { interface, .. } => Self { interface: Some(interface.to_string()), ..of("interface") },
            Subject::Hardware { interface, .. } => Self { interface: Some(interface.to_string()), ..of("hardware") },
            Subject::Service { service, .. } => Self { service: Some(service.to_string()), ..of("service") },
            Subject::Device { .. } => of("device"),
            Subject::Segment { segment } => Self { segment: Some(segment.to_string()), ..of("segment") },
            _ => of("other"),
        }
    }
}

impl fmt::Display for PySubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        if let Some(own) = self.interface.as_ref().or(self.service.as_ref()).or(self.segment.as_ref()) {
            write!(f, " {own}")?;
            return self.host.as_ref().map_or(Ok(()), |host| write!(f, " of {host}"));
        }
        self.host.as_ref().map_or(Ok(()), |host| write!(f, " {host}"))
    }
}
