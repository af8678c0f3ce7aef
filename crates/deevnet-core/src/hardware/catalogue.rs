//! The profiles that are known.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::built_in;
use super::id::ProfileId;
use super::profile::HardwareProfile;
use crate::nearest;

/// Hardware profiles by their IDs.
///
/// The default one holds the estate's hardware ([`Catalogue::built_in`]). A `deevnet.toml` adds to it, and replaces a
/// profile only where it says so.
///
/// ```
/// use deevnet_core::hardware::{Catalogue, HardwareProfile};
///
/// let mut catalogue = Catalogue::default();
/// catalogue.add(HardwareProfile::new("attic-server".parse()?))?;
/// assert!(catalogue.find("attic-server").is_some());
///
/// let error = catalogue.add(HardwareProfile::new("zimaboard-832".parse()?)).unwrap_err();
/// assert_eq!(error.to_string(), "there is a hardware profile `zimaboard-832` already");
/// assert_eq!(catalogue.nearest("zimabord-832"), Some("zimaboard-832"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    profiles: BTreeMap<ProfileId, Arc<HardwareProfile>>,
}

static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(|| {
    let profiles = built_in::profiles().into_iter().map(|profile| (profile.id.clone(), Arc::new(profile)));
    Catalogue { profiles: profiles.collect() }
});

/// The estate's hardware.
impl Default for Catalogue {
    fn default() -> Self {
        BUILT_IN.clone()
    }
}

impl Catalogue {
    /// The estate's hardware: what this crate ships.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The profile of an ID.
    pub fn get(&self, id: &ProfileId) -> Option<&Arc<HardwareProfile>> {
        self.profiles.get(id)
    }

    /// The profile of a text, which may be no ID at all.
    pub fn find(&self, text: &str) -> Option<&Arc<HardwareProfile>> {
        self.get(&text.parse().ok()?)
    }

    /// The ID that a misspelt one probably meant.
    pub fn nearest(&self, text: &str) -> Option<&str> {
        nearest(text, self.profiles.keys().map(ProfileId::as_str))
    }

    /// Every profile, in order of IDs.
    pub fn profiles(&self) -> impl ExactSizeIterator<Item = &Arc<HardwareProfile>> {
        self.profiles.values()
    }

    /// Adds a profile.
    ///
    /// # Errors
    /// When there is one of that ID already; the catalogue stays as it was.
    pub fn add(&mut self, profile: HardwareProfile) -> Result<(), ProfileExistsError> {
        if self.profiles.contains_key(&profile.id) {
            return Err(ProfileExistsError { id: profile.id });
        }
        self.replace(profile);
        Ok(())
    }

    /// Adds a profile in the place of any other of its ID.
    pub fn replace(&mut self, profile: HardwareProfile) {
        self.profiles.insert(profile.id.clone(), Arc::new(profile));
    }
}

/// The error of a profile whose ID is taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is a hardware profile `{id}` already")]
#[non_exhaustive]
pub struct ProfileExistsError {
    /// The ID.
    pub id: ProfileId,
}
