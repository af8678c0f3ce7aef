//! Rules about service names: 501 to 503.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] = &[&SERVICE_DUPLICATE, &SERVICE_IS_HOST, &SERVICE_INVALID];

/// One service name on two hosts.
pub static SERVICE_DUPLICATE: Rule = Rule {
    code: Code(501),
    name: "service-duplicate",
    severity: Severity::Error,
    summary: "A service name (CNAME) stands at one host.",
    explanation: "A name has one canonical name. Of two claims the resolver keeps one, and which one changes \
                  with the order of the hosts: clients reach the wrong machine after a rebuild.",
    source: "RFC 1034, 3.6.2",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
      dns: { host_a_record: true, cnames: [radio] }
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.12
      segment: iot
      dns: { host_a_record: true, cnames: [radio] }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
      dns: { host_a_record: true, cnames: [radio] }
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.12
      segment: iot
      dns: { host_a_record: true, cnames: [clock] }
",
};

/// A service name that is a host's name.
pub static SERVICE_IS_HOST: Rule = Rule {
    code: Code(502),
    name: "service-is-host",
    severity: Severity::Error,
    summary: "A service name is not the name of a host.",
    explanation: "A name with a CNAME has no other records. The host of that name loses its address, or the zone \
                  does not load.",
    source: "RFC 1034, 3.6.2",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
      dns: { host_a_record: true, cnames: [pi02] }
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.12
      segment: iot
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
      dns: { host_a_record: true, cnames: [radio] }
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.12
      segment: iot
",
};

/// A service name that is not a DNS name.
pub static SERVICE_INVALID: Rule = Rule {
    code: Code(503),
    name: "service-invalid",
    severity: Severity::Error,
    summary: "A service name is made of DNS labels.",
    explanation: "A label has 1 to 63 letters, digits and hyphens. One bad name keeps the whole zone from \
                  loading.",
    source: "RFC 1123, 2.1",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
      dns: { host_a_record: true, cnames: [my_radio] }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
      dns: { host_a_record: true, cnames: [my-radio] }
",
};
