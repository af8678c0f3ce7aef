//! An inventory of any size in the schema of a real substrate.

mod address_plan;
mod files;
mod host;
mod naming;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use address_plan::AddressPlan;
use host::Host;

/// A generated inventory: one substrate with its segments, its policy and a number of hosts.
///
/// It holds what costs a loader something: nested groups, variables in single files and in folders of files,
/// templates, interfaces with every kind of publication. It declares nothing that is an error.
#[derive(Debug)]
pub struct Inventory {
    plan: AddressPlan,
    hosts: Vec<Host>,
}

impl Inventory {
    /// Generates an inventory of `count` hosts. A host is the same in every inventory of the same seed that is
    /// large enough to hold it.
    pub fn generate(count: usize, seed: u64) -> Self {
        let mut plan = AddressPlan::new();
        let mut names = naming::Names::default();
        let hosts = (0..count).map(|number| Host::generate(number, seed, &mut plan, &mut names)).collect();
        Self { plan, hosts }
    }

    /// Writes the inventory into a folder, which is created if need be and must be empty.
    ///
    /// # Errors
    ///
    /// Fails if the folder holds something, or cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), WriteError> {
        fs::create_dir_all(folder).map_err(WriteError::at(folder))?;
        if fs::read_dir(folder).map_err(WriteError::at(folder))?.next().is_some() {
            return Err(WriteError { path: folder.to_owned(), source: io::ErrorKind::DirectoryNotEmpty.into() });
        }
        for (name, text) in self.files() {
            let path = folder.join(name);
            let parent = path.parent().unwrap_or(folder);
            fs::create_dir_all(parent).map_err(WriteError::at(parent))?;
            fs::write(&path, text).map_err(WriteError::at(&path))?;
        }
        Ok(())
    }

    /// Every file by its path within the folder.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = files::of_substrate(&self.plan);
        files.insert("hosts.yml".into(), files::hosts(&self.hosts));
        for host in &self.hosts {
            files.extend(files::of_host(host));
        }
        files
    }
}

/// An inventory could not be written.
#[derive(Debug)]
pub struct WriteError {
    path: PathBuf,
    source: io::Error,
}

impl WriteError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self { path: path.to_owned(), source }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write the inventory at {}", self.path.display())
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        assert_eq!(Inventory::generate(500, 1).files(), Inventory::generate(500, 1).files());
        assert_ne!(Inventory::generate(500, 1).files(), Inventory::generate(500, 2).files());
    }

    #[test]
    fn no_name_mac_or_address_occurs_twice() {
        let inventory = Inventory::generate(20_000, 1);
        let mut seen = BTreeSet::new();
        for host in &inventory.hosts {
            assert!(seen.insert(host.name.clone()), "{} twice", host.name);
            for interface in &host.interfaces {
                assert!(seen.insert(interface.mac.clone()), "{} twice", interface.mac);
                if let Some(binding) = &interface.fixed {
                    assert!(seen.insert(binding.address.to_string()), "{} twice", binding.address);
                }
                for label in &interface.cnames {
                    assert!(seen.insert(label.clone()), "{label} twice");
                }
            }
        }
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("precious"), "").unwrap();
        let error = Inventory::generate(3, 1).write(folder.path()).unwrap_err();
        assert_eq!(error.source.kind(), io::ErrorKind::DirectoryNotEmpty);
    }
}
