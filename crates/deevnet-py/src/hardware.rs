//! Hardware profiles as Python sees them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

use deevnet_core::hardware::{Catalogue, Figure, Fit, FitLine, HardwareProfile, RequirementSet};
use deevnet_core::model::Substrate;
use deevnet_core::tenant::Plane;
use deevnet_inventory::read_config;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::json::{Json, Object};
use crate::pickled::{Pickled, pickle, restore};
use crate::tuple::Tuple;

/// What is known about a model of machine; an unknown figure is `None`.
///
/// >>> optiplex = HardwareProfile.catalogue()["dell-optiplex-7050-mff"]
/// >>> optiplex.cores, optiplex.threads, optiplex.features
/// (4, 8, ('VT-x', 'VT-d'))
/// >>> optiplex.memory == 32 * 2**30
/// True
/// >>> all(line.verdict == "met" for line in optiplex.fit("tenant"))
/// True
#[pyclass(name = "HardwareProfile", module = "deevnet", frozen, eq)]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PyHardwareProfile(Arc<HardwareProfile>);

impl PyHardwareProfile {
    /// The profile of each host's hardware, where it is decided and known.
    pub(crate) fn of_hosts(substrate: &Substrate) -> BTreeMap<String, Self> {
        let hosts = substrate.hosts.values();
        hosts.filter_map(|host| Some((host.name.to_string(), Self(Arc::clone(substrate.profile_of(host)?))))).collect()
    }
}

fn words(figure: Option<&Figure<Arc<str>>>) -> Option<&str> {
    figure.map(|figure| &*figure.value)
}

fn number<T: Copy>(figure: Option<&Figure<T>>) -> Option<T> {
    figure.map(|figure| figure.value)
}

#[pymethods]
impl PyHardwareProfile {
    /// Every profile by its ID: what is built in and, with a `deevnet.toml` given as `config`, what that adds.
    ///
    /// Raises `ConfigError`.
    #[staticmethod]
    #[pyo3(signature = (config = None))]
    fn catalogue(py: Python<'_>, config: Option<PathBuf>) -> Result<BTreeMap<String, Self>> {
        py.detach(|| {
            let catalogue = match config {
                Some(path) => read_config(&path)?.catalogue().clone(),
                None => Catalogue::default(),
            };
            let profiles = catalogue.profiles();
            Ok(profiles.map(|profile| (profile.id.to_string(), Self(Arc::clone(profile)))).collect())
        })
    }

    /// Its name in inventories.
    #[getter]
    fn id(&self) -> &str {
        self.0.id.as_str()
    }

    /// Who makes it.
    #[getter]
    fn vendor(&self) -> Option<&str> {
        words(self.0.vendor.as_ref())
    }

    /// What its vendor calls it.
    #[getter]
    fn model(&self) -> Option<&str> {
        words(self.0.model.as_ref())
    }

    /// Its shape, such as `micro form factor`.
    #[getter]
    fn form_factor(&self) -> Option<&str> {
        words(self.0.form_factor.as_ref())
    }

    /// The model of its processor.
    #[getter]
    fn cpu(&self) -> Option<&str> {
        words(self.0.processor.model.as_ref())
    }

    /// Its instruction set, such as `x86_64`.
    #[getter]
    fn architecture(&self) -> Option<&'static str> {
        number(self.0.processor.architecture.as_ref()).map(deevnet_core::hardware::Architecture::name)
    }

    /// Its processor's cores.
    #[getter]
    fn cores(&self) -> Option<u16> {
        number(self.0.processor.cores.as_ref())
    }

    /// The threads that its processor runs at once.
    #[getter]
    fn threads(&self) -> Option<u16> {
        number(self.0.processor.threads.as_ref())
    }

    /// What its processor does for virtual machines, such as `VT-x`.
    #[getter]
    fn features(&self) -> Option<Tuple<&'static str>> {
        let features = self.0.processor.features.as_ref()?;
        Some(features.value.iter().map(|feature| feature.name()).collect())
    }

    /// Its memory in bytes.
    #[getter]
    fn memory(&self) -> Option<u64> {
        number(self.0.memory.size.as_ref()).map(|size| size.get().bytes())
    }

    /// What all its drives hold together, in bytes.
    #[getter]
    fn storage(&self) -> Option<u64> {
        self.0.storage_size().map(deevnet_core::quantity::DataSize::bytes)
    }

    /// What it draws, in watts.
    #[getter]
    #[expect(clippy::cast_precision_loss, reason = "no machine draws so much that a milliwatt is lost")]
    fn power(&self) -> Option<f64> {
        number(self.0.power.as_ref()).map(|power| power.in_milliwatts() as f64 / 1000.0)
    }

    /// Where each known figure comes from, by its name as in a `deevnet.toml`.
    #[getter]
    fn sources(&self) -> BTreeMap<String, String> {
        let figures = self.0.figures().into_iter();
        figures.filter_map(|figure| Some((figure.name, figure.source?.to_string()))).collect()
    }

    /// How it fits what is demanded of a hypervisor of a plane, `management` or `tenant`, or of either.
    ///
    /// Raises `UnknownNameError` for a plane that does not exist.
    #[pyo3(signature = (plane = None))]
    fn fit(&self, plane: Option<&str>) -> Result<Tuple<PyFitLine>> {
        let plane = plane.map(str::parse::<Plane>).transpose()?;
        Ok(Fit::of(&self.0, &RequirementSet::hypervisor(plane)).lines.iter().map(PyFitLine::from).collect())
    }

    /// Every figure with its source as a dictionary, with the keys of `deevnet show hardware --format json`.
    fn to_dict(&self) -> Result<Json<Object>> {
        Json::new(&*self.0)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.id.hash(&mut hasher);
        hasher.finish()
    }

    fn __str__(&self) -> String {
        self.0.title()
    }

    fn __repr__(&self) -> String {
        format!("<HardwareProfile {}: {}>", self.0.id, self.0.title())
    }
}

/// How hardware fits one thing that is demanded of it.
///
/// >>> pi = HardwareProfile.catalogue()["raspberry-pi-4-b-8gb"]
/// >>> str(pi.fit("tenant")[0])
/// '32 GiB of memory: short by 24 GiB'
#[pyclass(name = "FitLine", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyFitLine {
    /// What is demanded.
    needs: String,
    /// What the hardware has of it; `None` where that is unknown.
    has: Option<String>,
    /// `met`, `short`, `unknown` or `undecided`.
    verdict: String,
    /// The verdict in words, such as `short by 16 GiB`.
    detail: String,
    /// Why it is demanded.
    reason: String,
}

#[pymethods]
impl PyFitLine {
    fn __str__(&self) -> String {
        format!("{}: {}", self.needs, self.detail)
    }

    fn __repr__(&self) -> String {
        format!("<FitLine {}>", self.__str__())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl From<&FitLine> for PyFitLine {
    fn from(line: &FitLine) -> Self {
        Self {
            needs: line.requirement.demand.to_string(),
            has: line.found.clone(),
            verdict: line.verdict.name().to_owned(),
            detail: line.verdict.to_string(),
            reason: line.requirement.reason.to_owned(),
        }
    }
}
