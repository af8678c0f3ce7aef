//! Why a change to software-defined networks is refused.

use super::place::Place;
use crate::simulator::release::Release;

/// Why a change is refused: the text that the server gives with the status 500.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complaint {
    text: String,
    place: Option<Place>,
}

impl Complaint {
    /// A complaint with a text.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), place: None }
    }

    /// A complaint that names the place in the server's sources where it came up.
    pub(crate) fn at(place: Place, text: impl Into<String>) -> Self {
        Self { text: text.into(), place: Some(place) }
    }

    /// A complaint about one parameter, which the server reports within the text.
    pub(crate) fn of_parameter(parameter: &str, text: &str) -> Self {
        Self::new(format!("400 Parameter verification failed.\n{parameter}: {text}"))
    }

    /// The complaint as the server reports it that came upon it while it did something.
    pub(crate) fn during(self, work: &str) -> Self {
        Self { text: format!("{work} failed: {}", self.text), ..self }
    }

    /// The text as a release gives it.
    pub(crate) fn text(&self, release: Release) -> String {
        match self.place {
            Some(place) => format!("{} at {}", self.text, place.text(release)),
            None => self.text.clone(),
        }
    }
}
