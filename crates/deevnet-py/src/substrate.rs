//! Substrates as Python sees them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use deevnet_core::check::{Checked, Site};
use deevnet_core::config::Config;
use deevnet_core::declared::Declared;
use deevnet_core::emit::{EmitOptions, Published, Target, emit, emit_all};
use deevnet_core::{Finding, Sources, check_with};
use deevnet_inventory::{Options, VaultPassword, config_for, from_hostvars, load, load_list_json, read_config};
use pyo3::prelude::*;

use crate::details::Details;
use crate::error::Result;
use crate::everything::PyEverything;
use crate::finding::PyFinding;
use crate::hardware::PyHardwareProfile;
use crate::hostvars::{Groups, Hostvars};
use crate::hypervisor::PyHypervisor;
use crate::json::{DnsRecords, Json, MacTable, Object, Reservations, WakeEntries};
use crate::left_out::PyLeftOut;
use crate::mac_table::Lines;
use crate::placement::PyPlacement;
use crate::policy::PyPolicy;
use crate::tenant::PyTenant;
use crate::tuple::Tuple;
use crate::vlan_plan::PyVlanPlan;

/// What findings call a list that was handed over as text.
const LIST_NAME: &str = "ansible-inventory";

/// One substrate, read from an inventory and checked.
///
/// What a check finds never stops the rest: `check` tells every fault, and what an error touches is left out of what is
/// published, and named by `left_out`.
///
/// >>> lab = {
/// ...     "deevnet_substrate": "lab",
/// ...     "deevnet_root_domain": "example.net",
/// ...     "infrastructure": {"form": "pi", "interfaces": {"eth0": {"mac": "00:00:5e:00:53:01"}}},
/// ...     "env": {"interfaces": {"eth0": {"ip": "10.20.99.21", "dns": {"host_a_record": True}}}},
/// ... }
/// >>> substrate = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]})
/// >>> substrate.hosts
/// ('pi01',)
/// >>> substrate.dns_records()["dns_host_records"]
/// [{'hostname': 'pi01', 'ip': '10.20.99.21', 'fqdn': 'pi01.lab.example.net', 'cnames': []}]
#[pyclass(name = "Substrate", module = "deevnet", frozen)]
pub(crate) struct PySubstrate {
    /// The model, and the findings as the substrate's own configuration wants them.
    checked: Checked,
    /// The findings as the rules give them.
    findings: Vec<Finding>,
    /// The substrate's own configuration.
    config: Config,
    /// The files that it was read from.
    sources: Sources,
}

impl PySubstrate {
    fn new(declared: &Declared, config: &Config) -> Self {
        let mut checked = check_with(declared, config.catalogue());
        let findings = checked.findings.clone();
        checked.findings = config.apply(std::mem::take(&mut checked.findings));
        Self { checked, findings, config: config.clone(), sources: declared.sources.clone() }
    }

    /// The substrate as one of several that are checked together.
    pub(crate) fn site(&self) -> Site<'_> {
        Site::new(&self.checked.substrate, &self.sources)
    }

    /// What the substrate's own configuration makes of its findings, and of others besides.
    pub(crate) fn configured(&self, besides: Vec<Finding>) -> Vec<Finding> {
        self.config.apply(self.findings.iter().cloned().chain(besides).collect())
    }

    /// The model, with the findings as the substrate's own configuration wants them.
    pub(crate) fn checked(&self) -> &Checked {
        &self.checked
    }

    fn published(&self, force: bool) -> Published {
        if force { Published::forced(&self.checked) } else { Published::new(&self.checked) }
    }
}

pub(crate) fn options(vault_password_file: Option<&Path>) -> Result<Options> {
    let mut options = Options::default();
    if let Some(path) = vault_password_file {
        options.vault_passwords.push(VaultPassword::read_file(path)?);
    }
    Ok(options)
}

/// The configuration at a path, where one is given.
fn given(path: Option<PathBuf>) -> Result<Config> {
    path.map_or_else(|| Ok(Config::default()), |path| Ok(read_config(&path)?))
}

#[pymethods]
impl PySubstrate {
    /// Reads the inventory at a path, the folder of a substrate or one host file, as `ansible-inventory -i PATH` does.
    ///
    /// The substrate's own `deevnet.toml` is read with it, or the one at the path given as `config`. What Ansible Vault
    /// encrypts is decrypted with the password in a file, and stays secret without one.
    ///
    /// Raises `LoadError` where there is nothing to read, and `ConfigError`.
    #[staticmethod]
    #[pyo3(signature = (path, vault_password_file = None, config = None))]
    pub(crate) fn load(
        py: Python<'_>,
        path: PathBuf,
        vault_password_file: Option<PathBuf>,
        config: Option<PathBuf>,
    ) -> Result<Self> {
        py.detach(|| {
            let config = config.map_or_else(|| config_for(&path), |config| read_config(&config))?;
            Ok(Self::new(&load(&path, &options(vault_password_file.as_deref())?)?, &config))
        })
    }

    /// Takes what Ansible has merged already: its `hostvars` and its `groups`, or any mappings like them.
    ///
    /// Of every host in the group `all` only the variables that identity is made of are asked for. Nothing of it has a
    /// position, and no `deevnet.toml` applies unless the path of one is given as `config`.
    ///
    /// Raises `LoadError` for a variable that cannot be read at all, and `ConfigError`.
    #[staticmethod]
    #[pyo3(signature = (hostvars, groups, config = None))]
    fn from_hostvars(py: Python<'_>, hostvars: Hostvars<'_>, groups: Groups, config: Option<PathBuf>) -> Result<Self> {
        let hosts = hostvars.read(&groups)?;
        py.detach(|| {
            let config = given(config)?;
            Ok(Self::new(&from_hostvars(hosts, groups.into_members()), &config))
        })
    }

    /// Takes the output of `ansible-inventory --list`, with or without `--export`.
    ///
    /// No `deevnet.toml` applies unless the path of one is given as `config`.
    ///
    /// Raises `LoadError` where it is empty, and `ConfigError`.
    #[staticmethod]
    #[pyo3(signature = (text, vault_password_file = None, config = None))]
    fn from_list_json(
        py: Python<'_>,
        text: &str,
        vault_password_file: Option<PathBuf>,
        config: Option<PathBuf>,
    ) -> Result<Self> {
        py.detach(|| {
            let config = given(config)?;
            let options = options(vault_password_file.as_deref())?;
            let declared = load_list_json(LIST_NAME, text.as_bytes(), &options)?;
            Ok(Self::new(&declared, &config))
        })
    }

    /// The substrate's name, where it is declared.
    #[getter]
    fn name(&self) -> Option<String> {
        self.checked.substrate.name.as_ref().map(|name| name.value.to_string())
    }

    /// The substrate's domain, where it is declared.
    #[getter]
    fn domain(&self) -> Option<String> {
        self.checked.substrate.domain().map(|domain| domain.to_string())
    }

    /// The inventory hostnames, sorted.
    #[getter]
    fn hosts(&self) -> Tuple<String> {
        self.checked.substrate.hosts.keys().map(ToString::to_string).collect()
    }

    /// The profile of each host's hardware by the host's name, where it is decided and known.
    #[getter]
    fn hardware(&self) -> BTreeMap<String, PyHardwareProfile> {
        PyHardwareProfile::of_hosts(&self.checked.substrate)
    }

    /// The VLAN plan: bands, segments, and what each switch port carries and has to carry.
    fn vlan_plan(&self, py: Python<'_>) -> PyVlanPlan {
        py.detach(|| PyVlanPlan::of(&self.checked.substrate))
    }

    /// The tenants with everything that follows from their declaration, in order of declaration.
    #[getter]
    fn tenants(&self) -> Tuple<PyTenant> {
        PyTenant::all_of(&self.checked.substrate)
    }

    /// The hypervisors, by name.
    #[getter]
    fn hypervisors(&self) -> Tuple<PyHypervisor> {
        PyHypervisor::all_of(&self.checked.substrate)
    }

    /// What the firewall lets through between zones, exactly, and what is proven about it.
    fn policy(&self, py: Python<'_>) -> PyPolicy {
        py.detach(|| PyPolicy::of(&self.checked.substrate, &self.sources))
    }

    /// Which machines stand on which hypervisor, and what they use of it.
    fn placement(&self, py: Python<'_>) -> PyPlacement {
        py.detach(|| PyPlacement::of(&self.checked.substrate))
    }

    /// Every finding, sorted by place and then by rule.
    ///
    /// The `deevnet.toml` that the substrate was read with sets severities and ignores, or the one at the path given
    /// as `config`.
    ///
    /// Raises `ConfigError`.
    #[pyo3(signature = (config = None))]
    fn check(&self, py: Python<'_>, config: Option<PathBuf>) -> Result<Vec<PyFinding>> {
        py.detach(|| {
            let Some(path) = config else { return Ok(self.checked.findings.iter().map(PyFinding::from).collect()) };
            let findings = read_config(&path)?.apply(self.findings.clone());
            Ok(findings.iter().map(PyFinding::from).collect())
        })
    }

    /// Every DHCP reservation, by host and interface.
    ///
    /// With `force`, also what errors touch, where that has values at all.
    #[pyo3(signature = (*, force = false))]
    fn dhcp_reservations(&self, py: Python<'_>, force: bool) -> Result<Json<Reservations>> {
        py.detach(|| {
            let options = EmitOptions::default();
            let published = self.published(force);
            Json::new(&published.reservation_rows(&options).collect::<Vec<_>>())
        })
    }

    /// Every DNS record: address records, service names and pointer records.
    ///
    /// With `force`, also what errors touch, where that has values at all.
    ///
    /// Raises `EmitError` where the substrate's domain is not declared.
    #[pyo3(signature = (*, force = false))]
    fn dns_records(&self, py: Python<'_>, force: bool) -> Result<Json<DnsRecords>> {
        py.detach(|| Json::new(&self.published(force).dns_records()?))
    }

    /// Every Wake-on-LAN entry, by host and interface.
    ///
    /// With `force`, also what errors touch, where that has values at all.
    #[pyo3(signature = (*, force = false))]
    fn wol_hosts(&self, py: Python<'_>, force: bool) -> Result<Json<WakeEntries>> {
        py.detach(|| {
            let options = EmitOptions::default();
            let published = self.published(force);
            Json::new(&published.wake_rows(&options).collect::<Vec<_>>())
        })
    }

    /// The files of a target, such as `dnsmasq` or `bind-reverse`, by name.
    ///
    /// With `force`, also what errors touch, where that has values at all. The rest is what the declaration does not
    /// say: the `serial` of zones and their `name_server`; the `interface` that DHCP is served on or a router's VLANs
    /// are on, the host that the router is (`router`) and its interface to the internet (`wan`); what descriptions begin with; the `dialect` of
    /// switches, `tp-link` or `cisco`; and whether a firewall judges packets to the router itself as well
    /// (`guard_router`).
    ///
    /// Raises `UnknownNameError` for a target or dialect that does not exist, and `EmitError` for a target that cannot
    /// be emitted or has no use for what was given.
    #[pyo3(signature = (
        target, *, force = false, serial = None, interface = None, name_server = None,
        description_prefix = None, dialect = None, guard_router = false, wan = None, router = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn emit(
        &self,
        py: Python<'_>,
        target: &str,
        force: bool,
        serial: Option<u32>,
        interface: Option<&str>,
        name_server: Option<&str>,
        description_prefix: Option<&str>,
        dialect: Option<&str>,
        guard_router: bool,
        wan: Option<&str>,
        router: Option<&str>,
    ) -> Result<BTreeMap<String, String>> {
        let details =
            Details { serial, interface, router, wan, name_server, description_prefix, dialect, guard_router };
        let target = target.parse::<Target>()?;
        let options = details.options(Some(target))?;
        py.detach(|| {
            let emission = emit(target, &self.published(force), &options)?;
            Ok(emission.files.into_iter().map(|file| (file.name, file.content)).collect())
        })
    }

    /// Every target that the declaration gives, at once, with what is left out and the targets that it cannot give.
    ///
    /// What may be given is that of `emit`, each for the targets that have a use for it.
    ///
    /// Raises `EmitError` for what cannot be met, such as a `name_server` that has no address in the zone.
    #[pyo3(signature = (
        *, force = false, serial = None, interface = None, name_server = None, description_prefix = None,
        dialect = None, guard_router = false, wan = None, router = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn emit_all(
        &self,
        py: Python<'_>,
        force: bool,
        serial: Option<u32>,
        interface: Option<&str>,
        name_server: Option<&str>,
        description_prefix: Option<&str>,
        dialect: Option<&str>,
        guard_router: bool,
        wan: Option<&str>,
        router: Option<&str>,
    ) -> Result<PyEverything> {
        let details =
            Details { serial, interface, router, wan, name_server, description_prefix, dialect, guard_router };
        let options = details.options(None)?;
        py.detach(|| Ok(PyEverything::from(emit_all(&self.published(force), &options)?)))
    }

    /// What is declared and not published, and why: of one target, or of everything.
    ///
    /// With `force`, what errors touch counts as published where it has values at all. A target that needs an
    /// `interface`, a `name_server`, the `router` or its `wan` to be emitted needs it here.
    ///
    /// Raises as `emit` does.
    #[pyo3(signature = (target = None, *, force = false, interface = None, name_server = None, wan = None, router = None))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn left_out(
        &self,
        py: Python<'_>,
        target: Option<&str>,
        force: bool,
        interface: Option<&str>,
        name_server: Option<&str>,
        wan: Option<&str>,
        router: Option<&str>,
    ) -> Result<Vec<PyLeftOut>> {
        let target = target.map(str::parse::<Target>).transpose()?;
        let options = Details { interface, router, wan, name_server, ..Details::default() }.options(target)?;
        py.detach(|| {
            let published = self.published(force);
            let left_out = match target {
                Some(target) => emit(target, &published, &options)?.left_out,
                None => published.left_out,
            };
            Ok(left_out.iter().map(PyLeftOut::from).collect())
        })
    }

    /// The table of MAC addresses that a switch prints, with the interface that declares each address.
    ///
    /// `lines` are those of `show mac address-table` or the like, in any order of columns; what is no entry is passed over.
    /// An address that several interfaces declare names them all, and one that none declares is `UNKNOWN`.
    ///
    /// >>> lab = {"infrastructure": {"interfaces": {"eth0": {"mac": "00:00:5e:00:53:01"}}}}
    /// >>> substrate = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]})
    /// >>> substrate.mac_table(["25  0000.5e00.5301  dynamic  Gi1/0/4"])["entries"]
    /// [{'mac': '00:00:5e:00:53:01', 'port': 'Gi1/0/4', 'vlan': '25', 'inventory': 'pi01 (eth0)'}]
    fn mac_table(&self, py: Python<'_>, lines: Lines) -> Result<Json<MacTable>> {
        py.detach(|| lines.report(&self.checked.substrate))
    }

    /// The whole model as a dictionary: everything that is valid.
    fn to_dict(&self, py: Python<'_>) -> Result<Json<Object>> {
        py.detach(|| Json::new(&self.checked.substrate))
    }

    fn __repr__(&self) -> String {
        let name = self.name().unwrap_or_else(|| "without a name".to_owned());
        format!("<Substrate {name}: {} hosts>", self.checked.substrate.hosts.len())
    }
}
