//! The hardware of hosts (`infrastructure.hardware`), and the profiles that it names.

use std::sync::Arc;

use super::host::Host;
use super::reader::{Key, Reader};
use super::substrate::Substrate;
use crate::declared::Value;
use crate::finding::Subject;
use crate::hardware::{Catalogue, Fit, HardwareChoice, HardwareProfile, RequirementSet};
use crate::rules;
use crate::source::Spanned;

impl Host {
    /// What its role demands of its hardware; `None` where that is nothing, as only hypervisors' is laid down.
    pub fn hardware_requirements(&self) -> Option<RequirementSet> {
        let hypervisor = self.hypervisor.as_ref()?;
        Some(RequirementSet::hypervisor(hypervisor.plane.map(|plane| plane.value)))
    }
}

impl Substrate {
    /// The profile of a host's hardware, where it is decided and known.
    pub fn profile_of(&self, host: &Host) -> Option<&Arc<HardwareProfile>> {
        self.profiles.get(host.hardware.as_ref()?.value.profile()?)
    }

    /// How a host's hardware fits what its role demands; `None` where nothing is demanded, no hardware is declared, or
    /// its profile is unknown.
    ///
    /// Hardware that is still to be decided has a fit too: it shows what is demanded.
    pub fn fit_of(&self, host: &Host) -> Option<Fit> {
        let set = host.hardware_requirements()?;
        match &host.hardware.as_ref()?.value {
            HardwareChoice::Undecided => Some(Fit::undecided(&set)),
            HardwareChoice::Profile(id) => self.profiles.get(id).map(|profile| Fit::of(profile, &set)),
        }
    }

    /// Takes the profiles that its hosts name from a catalogue.
    pub(crate) fn adopt_profiles(&mut self, catalogue: &Catalogue) {
        let choices = self.hosts.values().filter_map(|host| host.hardware.as_ref());
        let profiles = choices.filter_map(|choice| catalogue.get(choice.value.profile()?));
        self.profiles = profiles.map(|profile| (profile.id.clone(), Arc::clone(profile))).collect();
    }
}

/// Reads what hardware a host has; text that can be no profile's ID names none.
pub(super) fn read_choice(
    reader: &mut Reader<'_>,
    host: &Arc<str>,
    key: Key<'_>,
    value: &Value,
) -> Option<Spanned<HardwareChoice>> {
    let text = reader.text(key, value)?;
    match text.value.parse() {
        Ok(choice) => Some(Spanned::new(choice, text.span)),
        Err(error) => {
            let mut finding = reader
                .finding(&rules::HARDWARE_UNKNOWN, text.span, format!("`{key}` names no hardware profile: {error}"))
                .with_value(text.value.as_ref())
                .with_hint(error.hint());
            finding.subjects = vec![Subject::device(Arc::clone(host))];
            reader.push(finding);
            None
        }
    }
}
