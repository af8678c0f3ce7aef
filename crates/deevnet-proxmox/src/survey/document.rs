//! Surveys as files.

use serde::Deserialize;
use thiserror::Error;

use super::Survey;

impl Survey {
    /// The survey as indented JSON with a final line feed, the same bytes for the same survey.
    ///
    /// # Errors
    /// None in practice: every value of a survey can be written.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }

    /// Reads what [`to_json`](Self::to_json) wrote. Lists may stand in any order.
    ///
    /// ```
    /// use deevnet_proxmox::survey::Survey;
    ///
    /// let error = Survey::from_json("{\"version\": 9, \"nodes\": {}}").unwrap_err();
    /// assert_eq!(error.to_string(), "the survey has version 9, and only 1 can be read");
    /// # Ok::<(), deevnet_proxmox::survey::ReadSurveyError>(())
    /// ```
    ///
    /// # Errors
    /// When the text is no survey; the error has line and column.
    pub fn from_json(text: &str) -> Result<Self, ReadSurveyError> {
        // What a later version holds is unknown, so the version is read before the rest.
        let Versioned { version } = serde_json::from_str(text)?;
        if version != u64::from(Self::VERSION) {
            return Err(ReadSurveyError::Version { version });
        }
        let mut survey: Self = serde_json::from_str(text)?;
        survey.sort();
        Ok(survey)
    }

    /// Puts every list in its order.
    pub(crate) fn sort(&mut self) {
        for node in self.nodes.values_mut() {
            node.gaps.sort();
            node.gaps.dedup();
            for storage in node.storages.values_mut() {
                storage.content.sort();
            }
            for bridge in node.bridges.values_mut() {
                bridge.ports.sort();
            }
            for guest in node.guests.values_mut() {
                guest.pending.sort_by(|one, other| one.key.cmp(&other.key));
            }
        }
    }
}

#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

/// Why a text is no survey.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadSurveyError {
    /// It is not the JSON of a survey.
    #[error("not a survey: {0}")]
    Malformed(serde_json::Error),
    /// Its format is another one.
    #[error("the survey has version {version}, and only {} can be read", Survey::VERSION)]
    Version {
        /// The version that it says.
        version: u64,
    },
}

impl From<serde_json::Error> for ReadSurveyError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error)
    }
}

impl ReadSurveyError {
    /// The way out.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "give it what `deevnet observe --out FILE` writes",
            Self::Version { .. } => "observe the nodes again with this version of deevnet",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::survey::testing::{any_survey, survey};

    #[test]
    fn a_survey_is_read_back() {
        let found = survey();
        assert_eq!(Survey::from_json(&found.to_json().unwrap()).unwrap(), found);
    }

    #[test]
    fn what_is_no_survey_is_refused_with_its_place() {
        let told = |text: &str| Survey::from_json(text).unwrap_err().to_string();
        insta::assert_snapshot!(told("{\"nodes\": {}}"), @"not a survey: missing field `version` at line 1 column 13");
        insta::assert_snapshot!(told("{\"version\": 1,\n \"nodes\": {\"hv01\": {\"guest\": {}}}}"), @"not a survey: unknown field `guest`, expected one of `node`, `release`, `hardware`, `storages`, `bridges`, `sdn`, `guests`, `gaps` at line 2 column 27");
        insta::assert_snapshot!(told("{\"version\": 2, \"future\": []}"), @"the survey has version 2, and only 1 can be read");
    }

    proptest! {
        #[test]
        fn every_survey_is_read_back(found in any_survey()) {
            let mut sorted = found.clone();
            sorted.sort();
            prop_assert_eq!(Survey::from_json(&found.to_json().unwrap()).unwrap(), sorted);
        }
    }
}
