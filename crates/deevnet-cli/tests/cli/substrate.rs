//! A small inventory on the disk.

use std::fs;
use std::path::{Path, PathBuf};

use deevnet_core::rules::EXAMPLE_BASE;

use crate::runner::{Outcome, deevnet_in};

/// A Raspberry Pi without a fault.
pub(crate) const PI01: &str = "\
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
      dns: { host_a_record: true, dhcp_reservation: true, cnames: [sensors] }
";

/// The same, with a MAC address that is not canonical.
pub(crate) const PI01_HYPHENS: &str = "\
# file: host_vars/pi01.yml
# first of its kind
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: 00-00-5E-00-53-01 }   # as printed on the board
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
      dns: { host_a_record: true, dhcp_reservation: true }
";

/// Another Pi with the MAC address of the first.
pub(crate) const PI02_SAME_MAC: &str = "\
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.12
      segment: iot
      dns: { host_a_record: true, dhcp_reservation: true }
";

/// An inventory in a directory that goes away with it.
pub(crate) struct Substrate {
    directory: tempfile::TempDir,
}

impl Substrate {
    /// The base of the rules' examples, with hosts laid over it; each file begins with a line `# file: <path>`.
    pub(crate) fn with(files: &[&str]) -> Self {
        let substrate = Self { directory: tempfile::tempdir().unwrap() };
        substrate.lay(EXAMPLE_BASE);
        for text in files {
            substrate.lay(text);
        }
        substrate.list_hosts();
        substrate
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.file(name).parent().unwrap()).unwrap();
        fs::write(self.file(name), text).unwrap();
    }

    /// Runs the command in the inventory's directory.
    pub(crate) fn deevnet(&self, arguments: &[&str]) -> Outcome {
        deevnet_in(self.path(), arguments)
    }

    fn lay(&self, text: &str) {
        for file in text.split("# file: ").filter(|file| !file.is_empty()) {
            let (name, content) = file.split_once('\n').unwrap();
            self.write(name, content);
        }
    }

    /// Lists the hosts that have variables.
    pub(crate) fn list_hosts(&self) {
        let entries = fs::read_dir(self.file("host_vars")).into_iter().flatten();
        let mut hosts: Vec<String> =
            entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
        hosts.sort();
        self.write("hosts.yml", &format!("all:\n  hosts:\n    {}:\n", hosts.join(":\n    ")));
    }
}
