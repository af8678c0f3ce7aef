//! Every target at once, as Python sees it.

use std::collections::BTreeMap;

use deevnet_core::emit::Everything;
use pyo3::prelude::*;

use crate::error::emit_hint;
use crate::left_out::PyLeftOut;
use crate::tuple::Tuple;

/// Every target that a declaration gives, with what is not in its files.
///
/// >>> everything = Substrate.from_hostvars({"pi01": {}}, {"all": ["pi01"]}).emit_all()
/// >>> list(everything.files["wol"])
/// ['wol.json']
/// >>> everything.refused["hosts"]
/// "`hosts` needs the substrate's domain, which is not declared; declare `deevnet_substrate` and `deevnet_root_domain`"
#[pyclass(name = "Everything", module = "deevnet", frozen)]
#[derive(Debug)]
pub(crate) struct PyEverything {
    files: BTreeMap<String, BTreeMap<String, String>>,
    left_out: Vec<PyLeftOut>,
    refused: BTreeMap<String, String>,
}

#[pymethods]
impl PyEverything {
    /// The files of each target, by target and by name.
    #[getter]
    fn files(&self) -> BTreeMap<String, BTreeMap<String, String>> {
        self.files.clone()
    }

    /// What is left out of any target, each once, sorted.
    #[getter]
    fn left_out(&self) -> Tuple<PyLeftOut> {
        Tuple(self.left_out.clone())
    }

    /// The targets that the declaration cannot give, each with the reason and the way out.
    #[getter]
    fn refused(&self) -> BTreeMap<String, String> {
        self.refused.clone()
    }

    fn __repr__(&self) -> String {
        format!("<Everything of {} targets, {} refused>", self.files.len(), self.refused.len())
    }
}

impl From<Everything> for PyEverything {
    fn from(everything: Everything) -> Self {
        let refused = everything.refused.iter().map(|(target, error)| {
            let way_out = emit_hint(error).map(|hint| format!("; {hint}")).unwrap_or_default();
            (target.to_string(), format!("{error}{way_out}"))
        });
        let (left_out, refused) = (everything.left_out().into_iter().map(PyLeftOut::from).collect(), refused.collect());
        let files = everything.emissions.into_iter().map(|(target, emission)| {
            let files = emission.files.into_iter().map(|file| (file.name, file.content));
            (target.to_string(), files.collect())
        });
        Self { files: files.collect(), left_out, refused }
    }
}
