//! Plans as files.

use serde::Deserialize;
use thiserror::Error;

use super::Plan;
use crate::survey::Survey;

impl Plan {
    /// The plan as indented JSON with a final line feed, the same bytes for the same plan.
    ///
    /// # Errors
    /// None in practice: every value of a plan can be written.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// ```
    /// use deevnet_proxmox::plan::Plan;
    ///
    /// let error = Plan::from_json("{\"version\": 9}").unwrap_err();
    /// assert_eq!(error.to_string(), "the plan has version 9, and only 1 can be read");
    /// ```
    ///
    /// # Errors
    /// When the text is no plan; the error has line and column.
    pub fn from_json(text: &str) -> Result<Self, ReadPlanError> {
        // What a later version holds is unknown, so the version is read before the rest.
        let Versioned { version } = serde_json::from_str(text)?;
        if version != u64::from(Self::VERSION) {
            return Err(ReadPlanError::Version { version });
        }
        Ok(serde_json::from_str(text)?)
    }

    /// Whether the nodes are still as they were when the plan was made.
    ///
    /// # Errors
    /// When they are not: the plan is to be made again.
    pub fn check_survey(&self, survey: &Survey) -> Result<(), StalePlanError> {
        let found = survey.digest();
        if found == self.survey { Ok(()) } else { Err(StalePlanError { planned: self.survey.clone(), found }) }
    }

    /// Whether it is the plan that the declaration and the nodes give now, word for word.
    ///
    /// Nodes that have not changed are not enough: a plan that was made before the declaration was edited would remove what is
    /// declared by now, and a file can be edited too.
    ///
    /// # Errors
    /// When it is another one, with the first action that only one of them has.
    pub fn check_remade(&self, remade: &Self) -> Result<(), OtherPlanError> {
        if self == remade {
            return Ok(());
        }
        let of =
            |plan: &Self, others: &Self| plan.actions.iter().find(|action| !others.actions.contains(action)).cloned();
        let action = of(self, remade).or_else(|| of(remade, self));
        let about = action.map(|action| format!("{} {}", action.operation.name(), action.target));
        Err(OtherPlanError { about })
    }
}

#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

/// Why a text is no plan.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadPlanError {
    /// It is not the JSON of a plan.
    #[error("not a plan: {0}")]
    Malformed(#[from] serde_json::Error),
    /// Its format is another one.
    #[error("the plan has version {version}, and only {} can be read", Plan::VERSION)]
    Version {
        /// The version that it says.
        version: u64,
    },
}

impl ReadPlanError {
    /// The way out.
    pub fn hint(&self) -> &'static str {
        "give it what `deevnet plan --out FILE` wrote"
    }
}

/// A plan whose nodes changed since it was made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the nodes have changed since the plan was made")]
pub struct StalePlanError {
    /// The digest of the survey that the plan was made from.
    pub planned: String,
    /// The digest of the survey as it is.
    pub found: String,
}

impl StalePlanError {
    /// The way out.
    pub fn hint(&self) -> &'static str {
        "make the plan again with `deevnet plan`, and look at it"
    }
}

/// A plan that is not the one that the declaration gives.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the plan is not what the declaration gives now{}", about.as_ref().map(|about| format!(": it differs in {about}")).unwrap_or_default())]
pub struct OtherPlanError {
    /// The first action that only one of both has.
    pub about: Option<String>,
}

impl OtherPlanError {
    /// The way out.
    pub fn hint(&self) -> &'static str {
        "the inventory or the file was changed since the plan was made, or it is of another inventory: make it again with \
         `deevnet plan`, and look at it"
    }
}
