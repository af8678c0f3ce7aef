//! The inventory that a verb works on: where it is, how it is read, and what the check of it gives.

use std::collections::BTreeSet;
use std::fs;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use deevnet_core::check::{Checked, Site, check_together};
use deevnet_core::config::Config;
use deevnet_core::declared::Declared;
use deevnet_core::hardware::Catalogue;
use deevnet_core::{Finding, Sources, check_with};
use deevnet_inventory::{Inventory, Options, Secrets, VaultPassword, config_for, read_config};
use deevnet_registry::folder_of;

use crate::failure::Failure;
use crate::input;

/// What stands for standard input on the command line.
const STANDARD_INPUT: &str = "-";

/// How messages and positions name it.
const STANDARD_INPUT_NAME: &str = "standard input";

/// The key that only the output of `ansible-inventory --list` has.
const LIST_KEY: &[u8] = b"\"_meta\"";

/// The names that a host file usually has.
const HOST_FILES: &[&str] =
    &["hosts.yml", "hosts.yaml", "hosts", "hosts.ini", "hosts.json", "inventory.yml", "inventory"];

/// How inventories are read, the same for every verb.
#[derive(Debug, Clone, Args)]
pub(crate) struct ReadingArguments {
    /// Read this configuration instead of the substrate's deevnet.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Decrypt Ansible Vault files and values with the password in this file; may be given several times.
    #[arg(long = "vault-password-file", value_name = "FILE")]
    vault_passwords: Vec<PathBuf>,
}

/// Where an inventory comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A substrate's directory or a host file.
    Inventory(PathBuf),
    /// The output of `ansible-inventory --list` in a file.
    List(PathBuf),
    /// The output of `ansible-inventory --list` that standard input held.
    StandardInput(Arc<[u8]>),
}

impl Origin {
    /// The origins that paths name, each once; without any, the current directory where it holds a host file.
    pub(crate) fn all(paths: &[PathBuf]) -> Result<Vec<Self>, Failure> {
        if paths.is_empty() {
            return Self::here(Path::new(".")).map(|here| vec![here]);
        }
        let mut seen = BTreeSet::new();
        // An inventory that is named twice, perhaps by a link, is one; what has no real path says why when it is read.
        let is_new = |path: &&PathBuf| fs::canonicalize(path).map_or(true, |real| seen.insert(real));
        paths.iter().filter(is_new).map(|path| Self::at(path)).collect()
    }

    /// The origin that a path names; without one, the current directory where it holds a host file.
    pub(crate) fn one(path: Option<&Path>) -> Result<Self, Failure> {
        path.map_or_else(|| Self::here(Path::new(".")), Self::at)
    }

    fn here(directory: &Path) -> Result<Self, Failure> {
        if HOST_FILES.iter().any(|name| directory.join(name).exists()) {
            return Ok(Self::Inventory(directory.to_owned()));
        }
        Err(Failure::NoInventoryHere)
    }

    fn at(path: &Path) -> Result<Self, Failure> {
        if path == Path::new(STANDARD_INPUT) {
            return read_standard_input().map(|json| Self::StandardInput(json.into()));
        }
        Ok(if is_list(path) { Self::List(path.to_owned()) } else { Self::Inventory(path.to_owned()) })
    }

    /// How messages name it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Inventory(path) | Self::List(path) => format!("`{}`", path.display()),
            Self::StandardInput(_) => STANDARD_INPUT_NAME.to_owned(),
        }
    }

    /// The path whose directory holds the configuration.
    fn configured_at(&self) -> &Path {
        match self {
            Self::Inventory(path) | Self::List(path) => path,
            Self::StandardInput(_) => Path::new("."),
        }
    }

    /// Whether its values stand in files that people write.
    fn is_written_by_hand(&self) -> bool {
        matches!(self, Self::Inventory(_))
    }

    fn read(&self, options: &Options) -> Result<Inventory, Failure> {
        match self {
            Self::Inventory(path) => Ok(Inventory::read(path, options)?),
            Self::List(path) => {
                let name = path.display().to_string();
                let json =
                    input::read(path).map_err(|source| Failure::Unreadable { name: format!("`{name}`"), source })?;
                Ok(Inventory::from_list_json(&name, &json, options)?)
            }
            Self::StandardInput(json) => Ok(Inventory::from_list_json(STANDARD_INPUT_NAME, json, options)?),
        }
    }
}

fn read_standard_input() -> Result<Vec<u8>, Failure> {
    input::read_standard().map_err(|source| Failure::Unreadable { name: STANDARD_INPUT_NAME.to_owned(), source })
}

/// Whether a file holds the output of `ansible-inventory --list`; a host file may be JSON too, but has no `_meta`.
fn is_list(path: &Path) -> bool {
    let json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    json && path.is_file()
        && fs::read(path).is_ok_and(|text| text.windows(LIST_KEY.len()).any(|window| window == LIST_KEY))
}

/// An inventory that was read and checked.
#[derive(Debug)]
pub(crate) struct Examined {
    /// The model and the findings, as the configuration wants them; the process ends before they need be freed.
    pub(crate) checked: ManuallyDrop<Checked>,
    /// The files that were read.
    pub(crate) sources: Sources,
    /// How many hosts were read.
    pub(crate) hosts: usize,
    /// Where they were read from.
    origin: Origin,
    /// How they were read.
    options: Options,
}

impl Examined {
    /// How many findings are errors.
    pub(crate) fn errors(&self) -> usize {
        self.checked.findings.iter().filter(|finding| finding.is_error()).count()
    }

    /// What the inventory keeps secret; it is read again for it, because what was checked holds none.
    pub(crate) fn secrets(&self) -> Result<Secrets, Box<Failure>> {
        Ok(self.origin.read(&self.options)?.into_secrets())
    }

    /// The folder that paths in the inventory count from.
    pub(crate) fn folder(&self) -> PathBuf {
        folder_of(self.origin.configured_at()).to_owned()
    }
}

/// Reads and checks inventories by the same arguments.
#[derive(Debug)]
pub(crate) struct Examiner {
    config: Option<Config>,
    options: Options,
}

impl Examiner {
    /// Reads what the arguments name; `several` says that more than one inventory will be examined.
    pub(crate) fn new(arguments: &ReadingArguments, several: bool) -> Result<Self, Failure> {
        let config = match &arguments.config {
            Some(path) if several => Some(read_config(path)?.shared()),
            Some(path) => Some(read_config(path)?),
            None => None,
        };
        let mut options = Options::default();
        for path in &arguments.vault_passwords {
            options.vault_passwords.push(VaultPassword::read_file(path)?);
        }
        Ok(Self { config, options })
    }

    /// How inventories are read.
    pub(crate) fn into_options(self) -> Options {
        self.options
    }

    /// The hardware that is known at a path: what is built in, and what the configuration there adds.
    pub(crate) fn catalogue(&self, path: &Path) -> Result<Catalogue, Failure> {
        match &self.config {
            Some(config) => Ok(config.catalogue().clone()),
            None => Ok(config_for(path)?.catalogue().clone()),
        }
    }

    /// Reads an inventory, checks it and applies its configuration.
    ///
    /// An inventory without any host fails, unless errors were found that say why there is none.
    pub(crate) fn examine(&self, origin: &Origin) -> Result<Examined, Failure> {
        self.load(origin)?.configured(Vec::new())
    }

    /// Examines several inventories, each by itself and then all together; every one's own configuration applies to what
    /// is found in it.
    pub(crate) fn examine_together(&self, origins: &[Origin]) -> Result<Vec<Examined>, Failure> {
        let loaded = origins.iter().map(|origin| self.load(origin)).collect::<Result<Vec<_>, _>>()?;
        let sites: Vec<Site<'_>> =
            loaded.iter().map(|loaded| Site::new(&loaded.checked.substrate, &loaded.declared.sources)).collect();
        let together = check_together(&sites);
        loaded.into_iter().zip(together).map(|(loaded, besides)| loaded.configured(besides)).collect()
    }

    fn load<'o>(&'o self, origin: &'o Origin) -> Result<Loaded<'o>, Failure> {
        let config = match &self.config {
            Some(config) => config.clone(),
            None => config_for(origin.configured_at())?,
        };
        let declared = ManuallyDrop::new(origin.read(&self.options)?.declare());
        let checked = ManuallyDrop::new(check_with(&declared, config.catalogue()));
        Ok(Loaded { origin, options: &self.options, config, declared, checked })
    }
}

/// An inventory that was read and checked, before its configuration is applied.
struct Loaded<'o> {
    origin: &'o Origin,
    options: &'o Options,
    config: Config,
    declared: ManuallyDrop<Declared>,
    checked: ManuallyDrop<Checked>,
}

impl Loaded<'_> {
    /// What the configuration makes of what was found, in the inventory by itself and besides.
    fn configured(mut self, besides: Vec<Finding>) -> Result<Examined, Failure> {
        let mut findings = std::mem::take(&mut self.checked.findings);
        findings.extend(besides);
        findings = self.config.apply(findings);
        if !self.origin.is_written_by_hand() {
            for finding in &mut findings {
                finding.fix = None;
            }
        }
        self.checked.findings = findings;
        let sources = self.declared.sources.clone();
        let examined = Examined {
            checked: self.checked,
            sources,
            hosts: self.declared.hosts.len(),
            origin: self.origin.clone(),
            options: self.options.clone(),
        };
        if examined.hosts == 0 && examined.errors() == 0 {
            return Err(Failure::NoHost { name: self.origin.name() });
        }
        Ok(examined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_without_a_host_file_is_no_inventory() {
        let directory = tempfile::tempdir().unwrap();
        assert!(matches!(Origin::here(directory.path()), Err(Failure::NoInventoryHere)));
        fs::write(directory.path().join("hosts.yml"), "").unwrap();
        assert_eq!(Origin::here(directory.path()).unwrap(), Origin::Inventory(directory.path().to_owned()));
    }

    #[test]
    fn lists_are_told_from_host_files() {
        let directory = tempfile::tempdir().unwrap();
        let (list, hosts) = (directory.path().join("list.JSON"), directory.path().join("hosts.json"));
        fs::write(&list, r#"{"_meta": {"hostvars": {}}}"#).unwrap();
        fs::write(&hosts, r#"{"all": {"hosts": {"pi01": {}}}}"#).unwrap();
        assert_eq!(Origin::at(&list).unwrap(), Origin::List(list));
        assert_eq!(Origin::at(&hosts).unwrap(), Origin::Inventory(hosts));
        assert_eq!(Origin::at(directory.path()).unwrap(), Origin::Inventory(directory.path().to_owned()));
    }
}
