//! Targets of requests.

use std::collections::BTreeMap;

use super::form;
use super::formatter::Formatter;
use crate::simulator::route::Refusal;

/// What a request is for.
#[derive(Debug)]
pub(super) struct Target {
    /// The form of the answer.
    pub(super) formatter: Formatter,
    /// The segments of the path.
    pub(super) segments: Vec<String>,
    /// The parameters in the query.
    pub(super) query: BTreeMap<String, String>,
}

impl Target {
    /// Reads a target.
    ///
    /// # Errors
    ///
    /// Where it is not below `/api2`, or asks for a form that there is not.
    pub(super) fn parse(target: &str) -> Result<Self, Refusal> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = form::decoded(&path.replace('+', "%2B"));
        let mut segments: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        if segments.len() < 2 || segments[0] != "api2" {
            return Err(Refusal::plain(500, "there are no pages here\n"));
        }
        segments.remove(0);
        let format = segments.remove(0);
        let Some(formatter) = Formatter::named(&format) else {
            let text = format!("no formatter for uri /{}, {format}", segments.join("/"));
            return Err(Refusal::plain(501, text));
        };
        Ok(Self { formatter, segments, query: form::fields(query) })
    }

    /// The path, from the root of the API on.
    pub(super) fn path(&self) -> String {
        format!("/{}", self.segments.join("/"))
    }
}
