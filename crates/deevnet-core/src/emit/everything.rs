//! Emitting every target at once.

use std::collections::{BTreeMap, BTreeSet};

use super::emission::{Emission, emit};
use super::error::EmitError;
use super::left_out::LeftOut;
use super::options::EmitOptions;
use super::published::Published;
use super::target::Target;

/// What [`emit_all`] gives: every target, emitted or refused.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Everything {
    /// The targets that the declaration can give.
    pub emissions: BTreeMap<Target, Emission>,
    /// The targets that it cannot give, and why: it [lacks facts](EmitError::lacks_facts) for them.
    pub refused: BTreeMap<Target, EmitError>,
}

impl Everything {
    /// The files by path: a folder for each target, and in it the file under its usual name, as in `hosts/hosts`.
    pub fn files(&self) -> BTreeMap<String, &str> {
        let emissions = self.emissions.iter();
        let files = emissions.flat_map(|(target, emission)| emission.files.iter().map(move |file| (target, file)));
        files.map(|(target, file)| (format!("{target}/{}", file.name), file.content.as_str())).collect()
    }

    /// What is left out of any target, each once.
    pub fn left_out(&self) -> BTreeSet<&LeftOut> {
        self.emissions.values().flat_map(|emission| &emission.left_out).collect()
    }

    /// The targets that something is left out of, in order of their declaration.
    pub fn targets_without(&self, left_out: &LeftOut) -> impl Iterator<Item = Target> {
        let emissions = self.emissions.iter().filter(move |(_, emission)| emission.left_out.contains(left_out));
        emissions.map(|(target, _)| *target)
    }
}

/// Emits every target that the declaration can give.
///
/// ```
/// use deevnet_core::declared::Declared;
/// use deevnet_core::emit::{EmitOptions, Published, Target, emit_all};
///
/// let checked = deevnet_core::check(&Declared::default());
/// let everything = emit_all(&Published::new(&checked), &EmitOptions::default())?;
/// assert_eq!(everything.files()["wol/wol.json"], "[]\n");
/// assert!(everything.refused.contains_key(&Target::Hosts), "there is no domain");
/// # Ok::<(), deevnet_core::emit::EmitError>(())
/// ```
///
/// # Errors
///
/// When a target cannot be emitted for another reason than that the declaration lacks facts for it, such as an option
/// that cannot be met.
pub fn emit_all(published: &Published, options: &EmitOptions) -> Result<Everything, EmitError> {
    let mut everything = Everything::default();
    for target in Target::ALL {
        match emit(*target, published, options) {
            Ok(emission) => drop(everything.emissions.insert(*target, emission)),
            Err(error) if error.lacks_facts() => drop(everything.refused.insert(*target, error)),
            Err(error) => return Err(error),
        }
    }
    Ok(everything)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::testing::{lab, published};

    #[test]
    fn every_target_is_emitted_or_refused() {
        let everything = emit_all(&published(&lab()), &EmitOptions::default()).unwrap();
        assert_eq!(everything.emissions.len() + everything.refused.len(), Target::ALL.len());
        let files: usize = everything.emissions.values().map(|emission| emission.files.len()).sum();
        assert_eq!(everything.files().len(), files);
    }

    #[test]
    fn an_option_that_cannot_be_met_is_an_error() {
        let name_server = Some("nobody.lab.example.net".parse().unwrap());
        let options = EmitOptions { name_server, ..EmitOptions::default() };
        let error = emit_all(&published(&lab()), &options).unwrap_err();
        assert!(matches!(error, EmitError::NameServerUnknown { .. }), "{error}");
    }
}
